"""The planner's forecast: right where nothing is uncertain, blind to every later draw."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from later_draws import OtherLater
from seatsim.domain.county import BirthSeries, County, Ratios, Zone
from seatsim.domain.layout_levers import Boundary, LayoutLever
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Project
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.domain.text import Text
from seatsim.model.academic_year import first_state, make_world
from seatsim.model.forecast import planner_forecast
from seatsim.model.state import StageState, World
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

REPLICATIONS = np.arange(4)
YEAR, HORIZON = 2023, 2032
Forecast = Mapping[Stage, npt.NDArray[np.float64]]


def county_of(births: BirthSeries | None = None) -> County:
    """Three zones; only the first two have a junior school, so the third's leavers go to the second."""
    schools = [School("v", "vocational", "z0", pupils={"vocational": [300, 310, 290]})]
    for zone, size in (("z0", 900), ("z1", 300), ("z2", 400)):
        for stage in CLASS_STAGES:
            if (zone, stage) == ("z2", "junior") or (stage == "senior" and zone != "z1"):
                continue
            pupils = {stage: [size - 7 * grade for grade in range(GRADES[stage])]}
            classes = {stage: [-(-n // 40) for n in pupils[stage]]}
            plan = 500 if stage == "senior" else 0
            schools.append(School(f"{stage}-{zone}", stage, zone, {stage: 900}, pupils, classes, plan=plan))
    zones = [
        Zone("z0", Text(), "old-town", ("z1",), (20.0,)),
        Zone("z1", Text(), "new-urban", ("z0", "z2"), (20.0, 10.0)),
        Zone("z2", Text(), "town", ("z1",), (10.0,)),
    ]
    ratios = Ratios(1.08, 1.16, 1.11, 0.99)
    county = make_county(schools, {"z0": 800.0, "z1": 310.0, "z2": 350.0}, zones, ratios)
    return county if births is None else replace(county, births=dict.fromkeys(("low", "reference", "high"), births))


def make(county: County, draws: Draws, on: bool = True) -> World:
    return make_world(county, make_plan(horizon=HORIZON), make_uncertainty(on), draws, REPLICATIONS)


def state_of(county: County, draws: Draws, on: bool = True, horizon: int = YEAR) -> Mapping[Stage, StageState]:
    """The county on the opening day of ``horizon``, as simulated."""
    outcome = simulate(county, make_plan(horizon=horizon), make_uncertainty(on), draws, REPLICATIONS)
    return {s: StageState(o.pupils[-1], o.classes[-1], o.waiting[-1]) for s, o in outcome.stages.items()}


def by_zone(outcome: Outcome, stage: Stage) -> npt.NDArray[np.int64]:
    """Pupils at school and waiting, shape (years, replications, zones, grades)."""
    s = outcome.stages[stage]
    here = np.array(s.units.zone)[:, None] == np.arange(len(outcome.zones))
    found: npt.NDArray[np.int64] = np.einsum("yrug,uz->yrzg", s.pupils, here.astype(np.int64)) + s.waiting
    return found


def falling(county: County, first: int) -> BirthSeries:
    """The county's births, a tenth fewer every year from ``first`` on."""
    series = county.births["reference"]
    years = series.first_year + np.arange(series.births.shape[1])
    return replace(series, births=series.births * 0.9 ** np.maximum(years - first + 1, 0))


def same(one: Forecast, other: Forecast) -> bool:
    return all(np.array_equal(one[stage], other[stage]) for stage in STAGES)


def test_with_constant_births_and_nothing_uncertain_it_is_the_simulation() -> None:
    """Within rounding: half a pupil a year and cell, and what it grows to on the way to the senior stage."""
    county, draws = county_of(), Draws(1)
    world = make(county, draws, on=False)
    forecast = planner_forecast(first_state(world), 2019, 2020, HORIZON, world)
    outcome = simulate(county, make_plan(horizon=HORIZON), make_uncertainty(False), draws, REPLICATIONS)
    for stage in STAGES:
        simulated = by_zone(outcome, stage)[1:]
        assert forecast[stage].shape == simulated.shape
        assert np.abs(forecast[stage] - simulated).max() < 3, stage
    assert forecast["junior"][:, :, 2].sum() == 0
    assert forecast["vocational"].max() > 100


def test_it_starts_from_what_each_replication_has_become() -> None:
    county, draws = county_of(), Draws(1)
    world, state = make(county, draws), state_of(county, draws)
    forecast = planner_forecast(state, YEAR - 1, YEAR, HORIZON, world)
    last = state["primary"].pupils.sum(axis=1)
    assert forecast["primary"].shape == (HORIZON - YEAR, len(REPLICATIONS), 3, 6)
    assert np.array_equal(forecast["primary"][0, :, :, 1:].sum(axis=1), last[:, :-1])
    assert len({float(f) for f in forecast["primary"][0].sum(axis=(1, 2))}) == len(REPLICATIONS)


def test_those_who_wait_are_counted_and_move_up() -> None:
    county, draws = county_of(), Draws(1)
    world = make(county, draws, on=False)
    state = dict(first_state(world))
    plain = planner_forecast(state, 2019, 2020, 2022, world)["primary"]
    waiting = state["primary"].waiting.copy()
    waiting[:, 1, 0] = 40
    state["primary"] = replace(state["primary"], waiting=waiting)
    more = planner_forecast(state, 2019, 2020, 2022, world)["primary"] - plain
    assert more[0, :, 1, 1].tolist() == more[1, :, 1, 2].tolist() == [40.0] * len(REPLICATIONS)
    assert more.sum() == 2 * 40 * len(REPLICATIONS)


def test_no_later_draw_changes_it() -> None:
    county, own, stub = county_of(), Draws(1), OtherLater(1, last=YEAR)
    assert not np.array_equal(make(county, own).births.children, make(county, stub).births.children)
    forecasts = [
        planner_forecast(state_of(county, draws), YEAR - 1, YEAR, HORIZON, make(county, draws)) for draws in (own, stub)
    ]
    assert same(*forecasts)
    one, other = (state_of(county, draws, horizon=HORIZON)["primary"].pupils for draws in (own, stub))
    assert not np.array_equal(one, other)


def test_an_earlier_draw_does_change_it() -> None:
    county, own, stub = county_of(), Draws(1), OtherLater(1, last=YEAR - 1)
    forecasts = [
        planner_forecast(state_of(county, draws), YEAR - 1, YEAR, HORIZON, make(county, draws)) for draws in (own, stub)
    ]
    assert not same(*forecasts)


def test_births_not_yet_known_are_those_of_the_last_known_year() -> None:
    """Births that fall from 2023 on are not foreseen in 2023: the first to miss them is K1 of 2026."""
    county, draws = county_of(), Draws(1)
    fallen = county_of(falling(county, YEAR))
    level, missed = (
        planner_forecast(first_state(world), YEAR - 1, 2020, HORIZON, world)
        for world in (make(county, draws, on=False), make(fallen, draws, on=False))
    )
    assert same(level, missed)
    world = make(fallen, draws, on=False)
    seen = planner_forecast(first_state(world), YEAR, 2020, HORIZON, world)["kindergarten"]
    entrants = (seen / level["kindergarten"])[:, 0, 0, 0]
    # A third of K1 of 2026 is born in 2022, the rest in 2023.
    assert entrants[: 2026 - 2021] == pytest.approx(1.0)
    assert entrants[2026 - 2021] == pytest.approx(1 / 3 + 0.9 * 2 / 3)
    assert entrants[2027 - 2021 :] == pytest.approx(0.9)


def test_the_level_is_each_replications_own() -> None:
    county, draws = county_of(), Draws(1)
    world = make(county, draws)
    forecast = planner_forecast(first_state(world), 2024, 2020, HORIZON, world)["kindergarten"][-1, :, :, 0]
    births = world.births.children[:, :, 2024 - world.births.first_year]
    assert forecast.sum(axis=1) == pytest.approx(1.08 * births.sum(axis=1))
    assert len(set(np.round(forecast.sum(axis=1), 6))) == len(REPLICATIONS)


def test_senior_places_that_are_planned_count_from_their_september() -> None:
    county, draws = county_of(), Draws(1)
    project = Project("extension", "senior-z1", 2024, "test", rooms_S=4, plan=200)
    plan = make_plan({"more": project}, horizon=HORIZON)
    # A boundary is one column more of what fills, and changes no senior plan.
    line = LayoutLever(False, {"line": Boundary("primary-z1", 2022, {"z0": 0.1}, "test")})
    plan = replace(plan, levers=replace(plan.levers, layout=line))
    world = make_world(county, plan, make_uncertainty(False), draws, REPLICATIONS)
    forecast = planner_forecast(first_state(world), 2019, 2020, HORIZON, world)
    assert forecast["senior"][:, 0, 1, 0].tolist() == [500.0] * 3 + [700.0] * 9


def test_no_year_ahead_is_no_forecast_and_births_before_the_series_are_refused() -> None:
    world = make(county_of(), Draws(1))
    state = first_state(world)
    assert planner_forecast(state, 2019, 2030, 2030, world)["primary"].shape == (0, len(REPLICATIONS), 3, 6)
    with pytest.raises(ValueError, match="no births of 1999"):
        planner_forecast(state, 1999, 2020, 2030, world)
