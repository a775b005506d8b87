"""The baseline: ``docs/exact/README.md``, 8."""

from __future__ import annotations

from books import Cells, Counts, StaffBook, StageBook, YearBook

from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.world import World


def vocational_share(world: World) -> float:
    """Share of those without a senior place who enter vocational, for the whole run (8.3)."""
    pupils = world.start.pupils
    entered = sum(cells[0] for cells in pupils["vocational"].values())
    leaving = sum(cells[-1] for cells in pupils["junior"].values())
    asking = leaving * world.county.ratios.going_on - sum(cells[0] for cells in pupils["senior"].values())
    return min(max(entered / max(asking, 1), 0.0), 1.0)


def baseline_places(world: World, stage: Stage, unit: str) -> int:
    """Entry places that the grades above entry leave; in senior no more than the plan (8.2)."""
    if stage not in CLASS_STAGES:
        return world.start.pupils[stage][unit][0] if stage == "vocational" else 0
    above = sum(world.start.classes[stage][unit][1:])
    places = max(0, world.rooms[stage][unit] - above) * world.cap(stage)
    return min(places, world.campuses[unit].plan) if stage == "senior" else places


def zeros(names: list[str] | tuple[str, ...], length: int) -> Cells:
    """Nothing, by name."""
    return {name: [0] * length for name in names}


def baseline_book(world: World, stage: Stage) -> StageBook:
    """One stage as the register finds it."""
    units, grades, start = world.units[stage], world.grades(stage), world.start
    none: Counts = dict.fromkeys(units, 0)
    entrants = {unit: start.pupils[stage][unit][0] if stage != "special" else 0 for unit in units}
    return StageBook(
        pupils=start.pupils[stage],
        classes=start.classes[stage],
        waiting=start.waiting[stage],
        rooms=world.rooms[stage],
        borrowed=none,
        claims=entrants,
        claims_by_class=zeros(units, 3),
        entry_rooms=none,
        entry_places={unit: baseline_places(world, stage, unit) for unit in units},
        entrants=entrants,
        sent_elsewhere=none,
        over_cap=zeros(units, grades),
        net=zeros(world.zones.ids, grades),
        unstaffed=none,
        temporary=none,
    )


def baseline_year(world: World, staff: StaffBook | None) -> YearBook:
    """The whole county."""
    stages = {stage: baseline_book(world, stage) for stage in STAGES}
    return YearBook(stages, 0, 0, 0, {}, None, staff)
