"""The planner's forecast: the year's demand step with expected values, from what is known on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import STAGES, Stage
from seatsim.model.cohorts import Births, age_of_entry, expected_entrants
from seatsim.model.layout import StageLayout
from seatsim.model.state import StageState, World

Floats = npt.NDArray[np.float64]


def planner_forecast(
    state: Mapping[Stage, StageState], births_known: int, year: int, horizon: int, world: World
) -> Mapping[Stage, Floats]:
    """Expected pupils of the opening days after ``year``, to ``horizon``, as a planner of that day computes them.

    ``state`` : the county on the opening day of academic year ``year``; ``births_known`` : last calendar year whose
    births are known in each replication, later ones stay level. By stage, shape (years, replications, zones, grades)
    [pupils], the first year being ``year`` + 1; those who await a place count where they live.

    Every uncertainty is at its middle value: entry ratios as reported, no wave of in-migration, nobody comes to grades
    already reached, and nobody leaves them but whom F6 and F23 lose. Children go to school in the zone whose schools
    have their catchment; feeders, lotteries and projects (but for their senior places, where no policy has to order
    them) change no zone, and no room is ever short. No draw of a later year is looked at.
    Raises ValueError if ``births_known`` lies before the series of births.
    """
    births = _level_after(world.births, births_known, horizon)
    pupils: Mapping[Stage, Floats] = {stage: by_zone(state[stage], world.layout.stages[stage]) for stage in STAGES}
    expected = []
    for ahead in range(year + 1, horizon + 1):
        pupils = _next_year(pupils, births, world, ahead)
        expected.append(pupils)
    return {stage: _stacked([of_year[stage] for of_year in expected], pupils[stage]) for stage in STAGES}


def _level_after(births: Births, known: int, until: int) -> Births:
    """Each replication's own births to calendar year ``known``, after which they stay as in that year."""
    columns = max(births.children.shape[2], until - births.first_year + 1)
    last = known - births.first_year
    if last < 0:
        raise ValueError(f"no births of {known}: the series begins in {births.first_year}")
    return replace(births, children=births.children[:, :, np.minimum(np.arange(columns), last)])


def by_zone(state: StageState, here: StageLayout) -> Floats:
    """Pupils at school and awaiting a place, shape (replications, zones, grades) [pupils]."""
    at_school = here.by_cell.sums(state.pupils.reshape(len(state.pupils), -1)).reshape(state.waiting.shape)
    return (at_school + state.waiting).astype(np.float64)


def _next_year(pupils: Mapping[Stage, Floats], births: Births, world: World, year: int) -> Mapping[Stage, Floats]:
    """Everyone one grade up, and the expected entrants of academic year ``year``."""
    ratios = world.county.ratios
    kept = {stage: pupils[stage] * ratios.kept(world.layout.stages[stage].units.grades) for stage in pupils}
    going_on = pupils["junior"][:, :, -1].sum(axis=1) * ratios.going_on
    senior = _senior_entrants(going_on, world, year)
    vocational = (going_on - senior.sum(axis=1)) * world.vocational_share
    entrants: Mapping[Stage, Floats] = {
        "kindergarten": _from_births("kindergarten", ratios.kindergarten_entry, births, world, year),
        "primary": _from_births("primary", ratios.primary_entry, births, world, year),
        "junior": _entering(kept["primary"][:, :, -1], ratios.junior_entry, "junior", world),
        "senior": senior,
        "vocational": vocational[:, None] * _shares(pupils["vocational"].sum(axis=2)),
    }
    moved = {stage: _moved_up(kept[stage], entrants[stage]) for stage in entrants}
    # Whom the special school admits replaces whom it leaves.
    return moved | {"special": pupils["special"]}


def _moved_up(pupils: Floats, entrants: Floats) -> Floats:
    return np.concatenate((entrants[:, :, None], pupils[:, :, :-1]), axis=2)


def _from_births(stage: Stage, ratio: float, births: Births, world: World, year: int) -> Floats:
    children = births.registered(year, age_of_entry(stage, world.county.grades))
    return _entering(children, ratio, stage, world)


def _entering(children: Floats, ratio: float, stage: Stage, world: World) -> Floats:
    """Expected entrants by the zone of their school, shape (replications, zones) [pupils].

    ``children`` : (replications, zones) by home, or by the zone of the school they leave. A zone none of whose
    schools has a weight spreads its children evenly over them.
    """
    expected = np.maximum(expected_entrants(children, ratio, world.uncertainty.migration, world.layout.zone_kind), 0.0)
    here = world.layout.stages[stage]
    home = here.pair_zone
    weights = world.catchments[stage]
    weights = np.where(home.sums(weights)[:, home.of] == 0, 1, weights)
    at_pair = expected[:, home.of] * weights / np.maximum(home.sums(weights), 1)[:, home.of]
    found = np.zeros_like(expected)
    np.add.at(found.T, here.units.zone[here.pair_unit], at_pair.T)
    return found


def _senior_entrants(going_on: Floats, world: World, year: int) -> Floats:
    """Those who go on, up to the county's plan of places with what projects add by their planned September.

    Shape (replications, zones) [pupils].
    """
    waiting = world.plan.waits_for("projects")
    due = np.array(
        [project.opens <= year and name not in waiting for name, project in sorted(world.plan.projects.items())],
        dtype=np.int64,
    )
    plan = world.start.stages["senior"].plan + due @ world.fills["senior"].plan[: len(due)]
    places = world.layout.stages["senior"].by_zone.sums(plan).astype(np.float64)
    entrants: Floats = np.minimum(going_on, places.sum(axis=1))[:, None] * _shares(places)
    return entrants


def _shares(amounts: Floats) -> Floats:
    """Rows of (replications, zones) as shares that sum to 1; 0 where there is nothing to share."""
    shares: Floats = amounts / np.maximum(amounts.sum(axis=1, keepdims=True), 1e-12)
    return shares


def _stacked(years: list[Floats], like: Floats) -> Floats:
    """Years as a leading axis; no year at all keeps the shape."""
    return np.stack(years) if years else np.zeros((0, *like.shape))
