"""Demand: the 1 September cut-off, one budget of in-migration, and the rates of 2020 that come out again."""

from dataclasses import replace

import numpy as np
import pytest

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County, Ratios, Zone
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.model.academic_year import make_world
from seatsim.model.cohorts import Births, draw_births, expected_entrants
from seatsim.model.luck import draw_luck
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

REPLICATIONS = np.arange(3)
PRESCHOOL, PRIMARY, JUNIOR = 1.0792, 1.1553, 1.2874
"""The report's three rates (F5)."""


def _steady_county(births: float = 3000.0) -> County:
    """Constant births long enough that every grade of 2020 holds what the rates of the report say."""
    per_grade: dict[Stage, int] = {
        "kindergarten": round(births * PRESCHOOL),
        "primary": round(births * PRIMARY),
        "junior": round(births * JUNIOR),
    }
    grades = {"kindergarten": 3, "primary": 6, "junior": 3}
    schools = [
        School(
            stage,
            stage,
            f"z{i}",
            rooms={stage: 900},
            pupils={stage: [per_grade[stage]] * grades[stage]},
            classes={stage: [-(-per_grade[stage] // 40)] * grades[stage]},
        )
        for i, stage in enumerate(per_grade)
    ]
    kinds = ("old-town", "new-urban", "town")
    zones = [Zone(f"z{i}", Text(), kind, (), ()) for i, kind in enumerate(kinds)]
    ratios = Ratios(PRESCHOOL, PRIMARY, JUNIOR / PRIMARY, 0.9921)
    return make_county(schools, {"z0": births * 0.5, "z1": births * 0.2, "z2": births * 0.3}, zones, ratios)


def test_with_constant_births_the_three_rates_of_2020_come_out_again_every_year() -> None:
    county = _steady_county()
    outcome = simulate(county, make_plan(horizon=2035), make_uncertainty(on=False), Draws(1), REPLICATIONS)
    rates: dict[Stage, float] = {"kindergarten": PRESCHOOL, "primary": PRIMARY, "junior": JUNIOR}
    for stage, rate in rates.items():
        s = outcome.stages[stage]
        pupils = s.pupils.sum(axis=(2, 3)) + s.waiting.sum(axis=(2, 3))
        # Whole pupils: at most half a child a grade of the 9,000 to 18,000 registered.
        assert np.abs(pupils / s.registered - rate).max() < 0.001, stage


def test_junior_entrants_are_leavers_times_the_ratio_of_the_rates_never_the_rate() -> None:
    county = _steady_county()
    outcome = simulate(county, make_plan(horizon=2022), make_uncertainty(on=False), Draws(1), REPLICATIONS)
    leavers = outcome.stages["primary"].pupils[0, 0, :, -1].sum()
    assert outcome.stages["junior"].entrants[1, 0].sum() == round(leavers * JUNIOR / PRIMARY)


@pytest.mark.parametrize(("age", "year", "expected"), [(6, 2021, 10 / 3 + 20 * 2 / 3), (3, 2018, 10 / 3 + 20 * 2 / 3)])
def test_entrants_are_born_from_september_to_august(age: int, year: int, expected: float) -> None:
    """P1 of September 2021: one third of 2014 and two thirds of 2015; K1 likewise three years earlier."""
    births = Births(2014, np.array([[[10.0, 20.0, 99.0]]]), np.ones((1, 3)), 2020, GRADES)
    assert births.registered(year, age)[0, 0] == pytest.approx(expected)


def test_each_age_group_follows_its_own_stage_of_the_draw() -> None:
    """Aged 3 on the baseline's opening day and younger: kindergarten's factor; 6: primary's; 12 and older: junior's."""
    births = Births(2000, np.full((1, 1, 40), 10.0), np.array([[1.0, 2.0, 3.0]]), 2020, GRADES)
    ages = {age: births.registered(2020, age)[0, 0] / 10 for age in (0, 3, 5, 6, 11, 12, 15)}
    assert ages == pytest.approx({0: 1.0, 3: 1.0, 5: 1.0, 6: 2.0, 11: 2.0, 12: 3.0, 15: 3.0})
    assert births.registered(2021, 6)[0, 0] == pytest.approx(10.0)


def test_an_age_group_that_births_do_not_reach_back_to_is_nobody_in_every_replication() -> None:
    births = Births(2010, np.full((3, 2, 20), 10.0), np.ones((3, 3)), 2020, GRADES)
    assert births.age_group(2020, "kindergarten").tolist() == pytest.approx([60.0] * 3)
    assert births.age_group(2020, "junior").tolist() == [0.0] * 3


def test_drift_to_the_old_town_moves_the_budget_and_adds_nobody() -> None:
    county = _steady_county()
    uncertainty = make_uncertainty(on=False)
    towards = replace(uncertainty, migration=replace(uncertainty.migration, old_town_share=0.9, new_homes_share=0.0))
    plan = make_plan(horizon=2024)
    outcomes = [simulate(county, plan, u, Draws(1), REPLICATIONS) for u in (uncertainty, towards)]
    totals = [o.stages["primary"].claims.sum(axis=2) for o in outcomes]
    assert np.array_equal(*totals)
    # 3,000 registered, 466 in-migrants: 90 % of them in the old town instead of its half of what is not stated.
    children = np.array([[1500.0, 600.0, 900.0]])
    kinds = tuple(zone.kind for zone in county.zones)
    (old_town, new_urban, town) = expected_entrants(children, PRIMARY, towards.migration, kinds)[0]
    assert old_town == pytest.approx(1500 + 465.9 * 0.95)
    assert new_urban == pytest.approx(600 + 465.9 * 0.02)
    assert town == pytest.approx(900 + 465.9 * 0.03)


def test_births_of_the_known_years_are_certain_and_later_ones_walk() -> None:
    county = _steady_county()
    uncertainty = make_uncertainty(on=True)
    births = draw_births(county, uncertainty, Draws(1), np.arange(200), 2035)
    known = 2021 - births.first_year + 1
    assert (births.children[:, 0, :known] == births.children[:1, 0, :known]).all()
    spread = np.log(births.children[:, 0, known:]).std(axis=0)
    assert spread[0] == pytest.approx(0.03, rel=0.15)
    assert spread[9] == pytest.approx(0.03 * np.sqrt(10), rel=0.2)


def test_a_variant_changes_births_and_no_draw() -> None:
    county = _steady_county()
    low = BirthSeries(2005, county.births["low"].births * 0.9, 2021)
    county = replace(county, births={**county.births, "low": low})
    uncertainty = make_uncertainty(on=True)
    fallen = replace(uncertainty, births=replace(uncertainty.births, variant="low"))
    reference = draw_births(county, uncertainty, Draws(1), REPLICATIONS, 2035)
    lower = draw_births(county, fallen, Draws(1), REPLICATIONS, 2035)
    assert np.allclose(lower.children, 0.9 * reference.children, rtol=1e-12)


def test_adding_a_school_or_switching_an_uncertainty_off_moves_no_other_draw() -> None:
    county = _steady_county()
    bigger = make_county(
        [School("kindergarten", "kindergarten", "z0", rooms={"kindergarten": 9}), School("new", "primary", "z2")],
        {"z0": 1500.0, "z1": 600.0, "z2": 900.0},
        county.zones,
        county.ratios,
    )
    uncertainty = make_uncertainty(on=True)
    quiet = replace(uncertainty, migration=replace(uncertainty.migration, on=False))
    lucks = []
    for here, nature in ((county, uncertainty), (bigger, uncertainty), (county, quiet)):
        world = make_world(here, make_plan(), nature, Draws(3), REPLICATIONS)
        lucks.append(draw_luck(here, world.layout, nature, Draws(3), REPLICATIONS, 2025))
    for stage in lucks[0].net:
        assert np.array_equal(lucks[0].net[stage], lucks[1].net[stage])
        assert np.array_equal(lucks[0].zone[stage], lucks[1].zone[stage])
        assert np.array_equal(lucks[0].net[stage], lucks[2].net[stage])
        assert (lucks[2].zone[stage] == 0).all()


def test_net_movement_has_the_stated_variance_and_no_drift() -> None:
    """20 % bounds on the variance of 400 draws and four standard errors on their mean."""
    county = _steady_county()
    uncertainty = make_uncertainty(on=True)
    uncertainty = replace(uncertainty, progression=replace(uncertainty.progression, grade_sd=0.0))
    plan = make_plan(horizon=2021)
    outcome = simulate(county, plan, uncertainty, Draws(1), np.arange(400))
    primary = outcome.stages["primary"]
    per_grade = primary.pupils[0, 0].sum(axis=0)[0]
    gained = primary.pupils[1].sum(axis=1)[:, 1:] + primary.waiting[1].sum(axis=1)[:, 1:] - per_grade
    variance = 0.02 * per_grade
    assert gained.var() == pytest.approx(variance, rel=0.2)
    assert abs(gained.mean()) < 4 * np.sqrt(variance / gained.size)
