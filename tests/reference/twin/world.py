"""What stays the same through all years of one future."""

from __future__ import annotations

from dataclasses import dataclass

from books import Cells, Counts, Uniform

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage, grade_names
from twin.campuses import Campus, make_campuses, registered_classes, registered_pupils, registered_rooms, zone_pupils
from twin.chance import Chance
from twin.rows import Row, rows_of
from twin.sharing import stable_hash
from twin.zones import Zones, make_zones

ANY_NUMBER = 10**12
"""Room of a campus without a limit."""


@dataclass
class State:
    """One opening day: pupils and classes by unit, who awaits a place by zone; by grade."""

    pupils: dict[Stage, Cells]
    classes: dict[Stage, Cells]
    waiting: dict[Stage, Cells]


@dataclass(frozen=True)
class World:
    """A county under a plan, in one future."""

    county: County
    plan: Plan
    uncertainty: Uncertainty
    chance: Chance
    zones: Zones
    campuses: dict[str, Campus]
    units: dict[Stage, list[str]]
    """Campuses that have a unit of a stage."""
    rows: dict[Stage, list[Row]]
    rooms: dict[Stage, Counts]
    """Rooms of the baseline."""
    start: State
    """The baseline's opening day."""

    def grades(self, stage: Stage) -> int:
        """Number of grades."""
        return self.county.grades[stage]

    def grade_names(self, stage: Stage) -> tuple[str, ...]:
        """Names of the grades."""
        return grade_names(stage, self.grades(stage))

    def zone(self, unit: str) -> str:
        """Zone in which a unit stands."""
        return self.campuses[unit].zone

    def units_in(self, stage: Stage, zone: str) -> list[str]:
        """Units of a stage that stand in a zone."""
        return [unit for unit in self.units[stage] if self.zone(unit) == zone]

    def is_lottery(self, stage: Stage, unit: str) -> bool:
        """Whether a unit draws lots."""
        return self.campuses[unit].is_lottery(stage)

    def lotteries(self, stage: Stage) -> list[str]:
        """Units that draw lots, in the order in which they act (README 4.5)."""
        return sorted((unit for unit in self.units[stage] if self.is_lottery(stage, unit)), key=stable_hash)

    def planning(self, stage: Stage) -> int:
        """Planning size of a stage with classes."""
        return self.plan.limits.planning.of(stage)

    def cap(self, stage: Stage) -> int:
        """Hard cap of a stage with classes."""
        return self.plan.limits.hard_caps.of(stage)

    def room_under_limit(self, unit: str, size: int) -> int:
        """What a campus of this size may still take (README 9)."""
        limit = self.campuses[unit].limit
        return ANY_NUMBER if limit is None else max(0, limit - size)

    def lost(self, grade_name: str) -> float:
        """Share lost on the way to the next grade."""
        return self.county.ratios.lost.get(grade_name, 0.0)


def start_of(county: County, units: dict[Stage, list[str]], zones: Zones) -> State:
    """Pupils and classes of the register; nobody awaits a place (README 8.1)."""
    state = State({}, {}, {})
    for stage in STAGES:
        grades = county.grades[stage]
        pupils, classes = registered_pupils(county, stage), registered_classes(county, stage)
        state.pupils[stage] = {unit: list(pupils.get(unit, [0] * grades)) for unit in units[stage]}
        state.classes[stage] = {unit: list(classes.get(unit, [0] * grades)) for unit in units[stage]}
        state.waiting[stage] = {zone: [0] * grades for zone in zones.ids}
    return state


def make_world(county: County, plan: Plan, uncertainty: Uncertainty, uniform: Uniform) -> World:
    """All that is fixed."""
    zones = make_zones(county.zones, plan.levers.admission.reach_minutes)
    campuses = make_campuses(county, plan)
    units = {stage: [c.id for c in campuses.values() if c.has(stage)] for stage in STAGES}
    rows, rooms = {}, {}
    for stage in STAGES:
        known = registered_rooms(county, stage)
        rooms[stage] = {unit: known.get(unit, 0) for unit in units[stage]}
        names = grade_names(stage, county.grades[stage])
        rows[stage] = rows_of(plan, stage, [campuses[unit] for unit in units[stage]], names)
    start = start_of(county, units, zones)
    chance = Chance(uniform, uncertainty, county.baseline_year + 1, zone_pupils(county))
    return World(county, plan, uncertainty, chance, zones, campuses, units, rows, rooms, start)


def campus_pupils(pupils: dict[Stage, Cells], campus: str) -> int:
    """Pupils of all stages with classes on a campus."""
    return sum(sum(pupils[stage].get(campus, [])) for stage in CLASS_STAGES)
