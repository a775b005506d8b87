"""The first grades of the September after the baseline: by hand, and as the model's own year has them."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County, Ratios, Zone
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.indicators.first_entry import junior_entries, stage_entry
from seatsim.indicators.supports import supports
from seatsim.inputs.scenario import draft_scenario
from seatsim.language.phrases import said
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

SCENARIO = Path(__file__).parents[2] / "scenarios" / "reference.toml"


def school(name: str, zone: str, kind: str = "junior", ownership: str = "public", **pupils: list[int]) -> School:
    by_stage = {cast(Stage, stage): counts for stage, counts in pupils.items()}
    rooms: dict[Stage, int] = dict.fromkeys(by_stage, 900)
    classes = {stage: [-(-n // 40) for n in counts] for stage, counts in by_stage.items()}
    return School(
        name, kind, zone, rooms, by_stage, classes, plan=25 if ownership == "private" else 0, ownership=ownership
    )


def county_of(ratios: Ratios | None = None) -> County:
    """Two zones and a third without a junior school: its 60 leavers go to the nine-year school of the second."""
    schools = [
        school("p0", "z0", "primary", primary=[100, 100, 100, 100, 100, 205]),
        school("j1", "z0", junior=[100, 100, 100]),
        school("j2", "z0", junior=[20, 20, 20]),
        school("private", "z0", ownership="private", junior=[25, 25, 25]),
        school("nine", "z1", "nine-year", primary=[30, 30, 30, 40, 40, 40], junior=[44, 44, 44]),
        school("p2", "z2", "primary", primary=[60, 60, 60, 60, 60, 60]),
    ]
    zones = [
        Zone("z0", Text("\u53bf\u57ce", "Seat"), "town", (), ()),
        Zone("z1", Text(), "town", ("z2",), (20.0,)),
        Zone("z2", Text(), "town", ("z1",), (20.0,)),
    ]
    return make_county(schools, {"z0": 110.0, "z1": 40.0, "z2": 50.0}, zones, ratios or Ratios(1.0, 1.0, 1.0, 1.0))


def test_leavers_stay_are_drawn_or_are_shared_by_hand() -> None:
    """Of z0's 205 the private school draws 25; 300 and 60 pupils share 180 as 150 and 30; 40 stay and 60 come to z1."""
    found = {county_of().register.school_id[each.row]: each for each in junior_entries(county_of())}
    assert {name: each.now for name, each in found.items()} == {"j1": 100, "j2": 20, "private": 25, "nine": 44}
    assert {name: each.expected for name, each in found.items()} == {"j1": 150, "j2": 30, "private": 25, "nine": 100}


@pytest.mark.parametrize("junior", [1.0, 1.12, 0.93])
def test_the_model_asks_for_the_same(junior: float) -> None:
    """Without any error, to one pupil for each rounding."""
    county = county_of(Ratios(0.9, 1.0, junior, 0.9))
    outcome = simulate(county, make_plan(horizon=2021), make_uncertainty(), Draws(1), np.arange(1))
    claims = outcome.stages["junior"].claims[1, 0]
    for each, unit in zip(junior_entries(county), claims.tolist(), strict=True):
        assert abs(each.expected - unit) <= 2, county.register.school_id[each.row]


@pytest.mark.parametrize(("stage", "ratio"), [("kindergarten", 0.9), ("primary", 1.05)])
def test_children_of_the_first_grade_and_who_enters_next(stage: Stage, ratio: float) -> None:
    """Level births of 200: the age of the first grade has 200 children, and next year's has as many."""
    county = county_of(Ratios(0.9, 1.05, 1.0, 0.9))
    pupils = dict(county.register.pupils)
    pupils["kindergarten"] = np.tile(np.array([26, 26, 26]), (6, 1))
    county = replace(county, register=replace(county.register, pupils=pupils))
    found = stage_entry(county, stage)
    now = {"kindergarten": 156, "primary": 190}[stage]
    assert found is not None
    assert (found.now, found.taken, found.expected) == (now, ratio, round(200 * ratio))
    assert found.children == pytest.approx(200)
    outcome = simulate(county, make_plan(horizon=2021), make_uncertainty(), Draws(1), np.arange(1))
    assert abs(outcome.stages[stage].claims[1, 0].sum() - found.expected) <= 1


def test_births_that_do_not_tell_tell_nothing() -> None:
    county = county_of()
    series = county.births["reference"]
    for other in (replace(series, enrolled=True), replace(series, first_year=2014), replace(series, last_known=2013)):
        assert stage_entry(with_births(county, other), "primary") is None
    assert stage_entry(with_births(county, replace(series, first_year=2013)), "primary") is not None
    assert stage_entry(replace(county, register=replace(county.register, synthetic=True)), "primary") is None


def with_births(county: County, series: BirthSeries) -> County:
    return replace(county, births=dict.fromkeys(("low", "reference", "high"), series))


def test_check_tells_of_feeders_as_of_catchments() -> None:
    """All first grades go from 189 to 305: as they, j1 would have 161 and nine 71; neither is near."""
    county = county_of()
    line = next(each for each in supports(county).cannot if each.startswith("no feeders.csv"))
    assert line.endswith("first grades that this moves most, from 2020 to 2021: nine 44 to 100, j1 100 to 150")
    assert "nine 44\u2192100" in said(line, "zh")
    for given in (
        replace(county, feeders={("p0", "j1"): 0.5}),
        replace(county, catchments={("z0", "j1", "junior"): 1}),
    ):
        assert not any(each.startswith("no feeders.csv") for each in supports(given).cannot)


def test_check_tells_of_a_first_grade_that_the_ratio_does_not_give() -> None:
    county = county_of(Ratios(0.9, 1.05, 1.0, 0.9))
    line = next(each for each in supports(county).cannot if each.startswith("the first primary grade"))
    assert line == (
        "the first primary grade of 2020 (190 pupils) is 95% of the children of its age, and 105.0% are taken "
        "(F5.primary is not given): 210 enter in 2021, +20 in one year"
    )
    assert "190" in said(line, "zh")
    near = county_of(Ratios(0.9, 0.97, 1.0, 0.9))
    assert not any(each.startswith("the first primary grade") for each in supports(near).cannot)


def test_the_scenario_moves_what_is_told() -> None:
    """A wave of in-migration in the year after adds its share to the entrants told."""
    migration = replace(make_uncertainty().migration, wave_from=2021, wave_years=1, wave_share=0.1)
    uncertainty = replace(make_uncertainty(), migration=migration)
    reference = draft_scenario(SCENARIO).scenario
    assert reference is not None
    scenario = replace(reference, uncertainty=uncertainty)
    found, plain = stage_entry(county_of(), "primary", scenario), stage_entry(county_of(), "primary")
    assert found is not None
    assert plain is not None
    assert found.expected - plain.expected == 20
