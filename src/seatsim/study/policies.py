"""Policies that react: looked at on every opening day in what each future has shown, never in what it will show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.measures import MEASURE
from seatsim.domain.outcome import PolicyOutcome, StageOutcome
from seatsim.domain.policy import STAFF_SEEN, STOP_HIRING, Policy, When
from seatsim.domain.stages import COMPULSORY, STAGES, Stage
from seatsim.indicators.measures import ALL, add_up, unit_measures, zone_membership
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.changes import Schedule
from seatsim.model.construction import Construction
from seatsim.model.forecast import by_zone, planner_forecast
from seatsim.model.recruitment import Recruitment
from seatsim.model.staff_state import StaffRecord
from seatsim.model.state import World, Year

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

OneYear = Callable[[Stage, Year], StageOutcome]
"""One stage of one year as the measures read it."""


@dataclass(frozen=True)
class Orders:
    """What the policies order on one opening day."""

    once: Mapping[tuple[str, str], Bools]
    """Where each project or change is ordered now, (replications,) by kind and id."""
    stopped: Bools
    """Stages whose ordinary rounds are stopped until the next opening day, shape (replications, stages)."""


class Policies:
    """The policies of a plan in every replication of a block."""

    def __init__(self, world: World, replications: int, one_year: OneYear) -> None:
        self._world, self._one_year = world, one_year
        self._policies = sorted(world.plan.policies.items())
        self._shape = (replications, len(self._policies))
        self._held = np.zeros(self._shape, dtype=np.int64)
        self._ordered = np.zeros(self._shape, dtype=np.int64)
        self._in_force: list[Bools] = []

    def look(self, year: int, record: Year) -> Orders:
        """Look at the opening day of ``year`` and order what its conditions ask for."""
        once: dict[tuple[str, str], Bools] = {}
        stopped = np.zeros((self._shape[0], len(STAGES)), dtype=bool)
        now = np.zeros(self._shape, dtype=bool)
        for place, (_, policy) in enumerate(self._policies):
            holds = condition(policy.when, seen(policy.when, year, record, self._world, self._one_year))
            self._held[:, place] = np.where(holds, self._held[:, place] + 1, 0)
            met = self._held[:, place] >= policy.when.years
            if policy.order == STOP_HIRING:
                now[:, place] = met
                stopped |= met[:, None] & _watched(policy)
            else:
                now[:, place] = met & (self._ordered[:, place] == 0)
                once[policy.orders] = now[:, place]
            self._ordered[:, place] = np.where(
                now[:, place] & (self._ordered[:, place] == 0), year, self._ordered[:, place]
            )
        self._in_force.append(now)
        return Orders(once, stopped)

    def outcome(self) -> PolicyOutcome:
        """What the policies ordered, and when."""
        return PolicyOutcome(
            ids=tuple(name for name, _ in self._policies),
            orders=tuple(policy.order for _, policy in self._policies),
            first=self._ordered,
            acted=np.array(self._in_force, dtype=bool).reshape(-1, *self._shape),
        )


def condition(when: When, values: Floats) -> Bools:
    """Whether a condition holds; what has no meaning (NaN) never holds."""
    if when.above is not None:
        above: Bools = values > when.above
        return above
    below: Bools = values < (np.nan if when.below is None else when.below)
    return below


def _watched(policy: Policy) -> Bools:
    """Stages for which hiring stops, shape (stages,)."""
    return np.array([policy.when.stage in (stage, "all") for stage in STAGES], dtype=bool)


def seen(when: When, year: int, record: Year, world: World, one_year: OneYear) -> Floats:
    """The measure that a condition watches, as that future shows it on the opening day, shape (replications,)."""
    if when.measure == "forecast":
        return _forecast(when, year, record, world)
    if when.measure in STAFF_SEEN:
        return _of_staff(when, record.staff, len(world.start.crowding))
    total: Floats | float = 0.0
    whole: Floats | float = 0.0
    for stage in _stages(when):
        part, seats = _of_stage(stage, when, record, world, one_year)
        total, whole = total + part, whole + seats
    if when.measure == "seat_use":
        used: Floats = np.where(np.asarray(whole) > 0, total / np.maximum(whole, 1e-12), np.nan)
        return used
    return np.broadcast_to(np.asarray(total, dtype=np.float64), (len(world.start.crowding),))


def _stages(when: When) -> tuple[Stage, ...]:
    """The stage watched, or those that ``all`` sums in the published measure."""
    if when.stage != ALL:
        return tuple(stage for stage in STAGES if stage == when.stage)
    measure = MEASURE[when.measure]
    return tuple(stage for stage in STAGES if stage in measure.stages and stage not in measure.apart)


def _of_stage(stage: Stage, when: When, record: Year, world: World, one_year: OneYear) -> tuple[Floats, Floats]:
    """The stage's value in the zone watched and its seats, both (replications,)."""
    waiting = record.stages[stage].state.waiting.sum(axis=2)
    unplaced = _in_zone(waiting, when, world) if stage in COMPULSORY else np.zeros(len(waiting))
    if when.measure == "unplaced":
        return unplaced, unplaced
    units = unit_measures(stage, one_year(stage, record), 0, world.plan.limits)
    belongs = zone_membership(world.layout.stages[stage].units.zone, len(world.county.zones))
    names = {"seat_use": "pupils"}
    value = _in_zone(add_up(units[names.get(when.measure, when.measure)], belongs)[:, :-1], when, world)
    seats = _in_zone(add_up(units["seats"], belongs)[:, :-1], when, world) if "seats" in units else np.zeros_like(value)
    return value + (unplaced if when.measure in ("pupils", "seat_use") else 0.0), seats


def _in_zone(zones: Ints | Floats, when: When, world: World) -> Floats:
    """The zone watched, or their sum, from (replications, zones)."""
    if when.zone == "all":
        return np.asarray(zones.sum(axis=1), dtype=np.float64)
    names = [zone.id for zone in world.county.zones]
    return np.asarray(zones[:, names.index(when.zone)], dtype=np.float64)


def _of_staff(when: When, staff: StaffRecord | None, replications: int) -> Floats:
    """A measure of the staff; where they are not followed it has no meaning."""
    if staff is None:
        return np.full(replications, np.nan)
    places = [place for place, stage in enumerate(STAGES) if when.stage in (stage, "all")]
    gap = staff.state.needed - staff.state.teaching
    by_stage = {
        "vacancies": staff.approved - staff.filled,
        "teachers_short": np.maximum(gap, 0),
        "teachers_surplus": np.maximum(-gap, 0),
    }[when.measure]
    return np.asarray(by_stage[:, places].sum(axis=1), dtype=np.float64)


def _forecast(when: When, year: int, record: Year, world: World) -> Floats:
    """Expected pupils ``ahead`` years after over those of the day: births to the year before are known by then."""
    state = {stage: of_stage.state for stage, of_stage in record.stages.items()}
    expected = planner_forecast(state, year - 1, year, year + when.ahead, world)
    stages = [stage for stage in STAGES if when.stage in (stage, "all")]
    then = np.sum([_in_zone(expected[stage][-1].sum(axis=2), when, world) for stage in stages], axis=0)
    now = np.sum(
        [_in_zone(by_zone(state[stage], world.layout.stages[stage]).sum(axis=2), when, world) for stage in stages],
        axis=0,
    )
    ratio: Floats = np.where(now > 0, then / np.maximum(now, 1e-12), np.nan)
    return ratio


@dataclass(frozen=True)
class Ordering:
    """The way of a policy's order to those who carry it out."""

    policies: Policies | None
    """The policies; None: nothing is ordered."""
    construction: Construction
    """Where projects are ordered."""
    schedule: Schedule
    """Where changes without a build are ordered."""
    office: Recruitment | None
    """Where hiring is stopped; None: staff are not followed."""
    calendar: AcademicCalendar
    """Calendar."""

    def look(self, year: int, record: Year | None) -> None:
        """Let the policies look at an opening day; what they order begins on the day, changes a September later."""
        if self.policies is None or record is None:
            return
        orders = self.policies.look(year, record)
        for (kind, name), where in orders.once.items():
            if kind == "projects":
                self.construction.order(name, where, self.calendar.opening_day(year))
            else:
                self.schedule.order(kind, name, where, year + 1)
        if self.office is not None:
            self.office.stopped = orders.stopped
