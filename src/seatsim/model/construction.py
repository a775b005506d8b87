"""Timed builds as SimPy processes: they queue for a desk, for capital, for the start window and for a crew.

The review ends at a sitting of the joint review or at a joint meeting (联席会议), whichever comes first.

Construction knows no school: it takes projects and hands back the days on which they are handed over.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import simpy

from seatsim.domain.limits import Limits
from seatsim.domain.outcome import WAITS, Event, ProjectOutcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers, Uncertainty
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.budget import Budget
from seatsim.model.streams import Draws, stable_hash
from seatsim.model.works import PHASES, TICK, WorksLists, draw_works, frosts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Work: TypeAlias = Generator[simpy.Event, object, None]

_DESK, _CAPITAL, _CREW, _WINDOW = (WAITS.index(cause) for cause in ("desk", "capital", "crew", "window"))
_REVIEW, _FUNDING, _DESIGN, _CONSTRUCTION = (
    PHASES.index(phase) for phase in ("review", "funding", "design", "construction")
)


@dataclass(frozen=True)
class _Note:
    """One line of a replication's log, before it is put into words."""

    day: float
    kind: str
    project: int
    words: str
    number: float


@dataclass(frozen=True)
class _Days:
    """Days on which something became of a project, shape (replications, projects); inf if it did not [days]."""

    started: Floats
    """Works start, or day 0 for those under way then."""
    handed_over: Floats
    """Hand-over, known from the beginning of acceptance on."""
    cancelled: Floats
    """Cancellation."""

    @staticmethod
    def unknown(replications: int, projects: int) -> _Days:
        """Begin with nothing that has happened."""
        never = np.full((3, replications, projects), np.inf)
        return _Days(never[0], never[1], never[2])

    def row(self, replication: int) -> _Days:
        """Give one replication's part, written through."""
        return _Days(self.started[replication], self.handed_over[replication], self.cancelled[replication])


class _Builds:
    """All projects of one replication in one SimPy environment."""

    def __init__(
        self,
        works: WorksLists,
        row: int,
        days: _Days,
        levers: Levers,
        meetings: Sequence[int],
        frost: Sequence[int],
        calendar: AcademicCalendar,
        horizon: int,
        logged: bool,
    ) -> None:
        self.env = simpy.Environment()
        self.frost = frost
        self.sitting_days = levers.construction.sitting_days
        self.meetings = meetings
        self.desks = simpy.Resource(self.env, levers.construction.desks)
        self.crews = simpy.Resource(self.env, levers.construction.crews)
        self.budget = Budget(self.env, levers.capital, calendar, horizon + 1)
        self.phase, self.half_paid, self.enters = works.phase, works.half_paid, list(works.enters)
        self.review, self.cancels, self.design = works.review[row], works.cancelled[row], works.design[row]
        self.first_works, self.last_works = works.first_works[row], works.last_works[row]
        self.acceptance, self.cost = works.acceptance[row], works.cost[row]
        self.days = days
        self.waits = [[0.0] * len(WAITS) for _ in self.enters]
        self.waiting: dict[int, tuple[int, float]] = {}
        self.lives: dict[int, simpy.Process] = {}
        self.ordered: set[int] = set()
        self.notes: list[_Note] = []
        self.logged = logged
        self.note: Callable[[str, int, str, float], None] = self._write if logged else _forget

    def enter(self, project: int) -> None:
        """Begin the life of a project."""
        self.lives[project] = self.env.process(self._life(project))

    def order(self, project: int, day: float) -> None:
        """Begin the life of a project that waited for an order on ``day``."""
        self.enters[project] = day
        self.ordered.add(project)
        self.enter(project)

    def advance(self, day: int) -> None:
        """Let everything happen up to and including ``day``: what is due on opening day itself counts."""
        peek, step = self.env.peek, self.env.step
        while peek() <= day:
            step()

    def follow(self, project: int, day: int) -> None:
        """Advance as far as it needs to see what becomes of one project by ``day``."""
        life, peek, step = self.lives[project], self.env.peek, self.env.step
        while life.is_alive and peek() <= day:
            step()

    def waits_until(self, day: int) -> list[list[float]]:
        """Days waited by project and cause, with the part until ``day`` of waits that go on."""
        waits = [list(row) for row in self.waits]
        for project, (cause, since) in self.waiting.items():
            waits[project][cause] += max(0.0, day - since)
        return waits

    def _life(self, project: int) -> Work:
        """Review, funding, design, construction, acceptance; what was done before day 0 is passed over."""
        if self.enters[project] > self.env.now:
            yield self.env.timeout(self.enters[project] - self.env.now)
        if project in self.ordered:
            self.note("ordered", project, "by a policy", 0.0)
        phase = self.phase[project]
        if phase <= _REVIEW:
            yield from self._review(project)
            if self.cancels[project]:
                self.days.cancelled[project] = self.env.now
                self.note("cancelled", project, "at review", 0.0)
                return
        if phase <= _FUNDING:
            yield from self._pay_half(project)
        if phase <= _DESIGN:
            yield self.env.timeout(self.design[project])
            self.note("design", project, "finished after {:.0f} days", self.design[project])
        if phase <= _CONSTRUCTION:
            yield from self._build(project)
        else:
            self.days.started[project] = 0.0
        # Nothing waits for acceptance: the day of the hand-over is known when it begins, and a log alone waits for it.
        self.days.handed_over[project] = self.env.now + self.acceptance[project]
        if self.logged:
            yield self.env.timeout(self.acceptance[project])
            self.note("handed over", project, "final cost {:.0f} [10^4 yuan]", self.cost[project])

    def _review(self, project: int) -> Work:
        """Wait for a desk, take its time, wait for a sitting, unless a joint meeting decides before.

        The desk is free for the next project as soon as its own work is done: the sitting needs no desk. A
        meeting takes the projects from the desks, and so the whole line passes them the same day.
        """
        meeting = self._next_meeting()
        with self.desks.request() as desk:
            if not desk.triggered:
                yield from self._wait(project, _DESK, desk)
            if not _over(meeting):
                self.note("review", project, "takes {:.0f} days", self.review[project])
                yield self._after(self.review[project], meeting)
        if self.sitting_days > 0.0 and not _over(meeting):
            yield from self._sitting(project, meeting)
        if _over(meeting):
            self.note("review", project, "decided by a joint meeting", 0.0)

    def _sitting(self, project: int, meeting: simpy.Timeout | None) -> Work:
        """Wait for the next sitting; one of today is an event too, so that what was ready first is decided first."""
        wait = next_sitting(self.env.now, self.sitting_days) - self.env.now
        sitting = self._after(wait, meeting)
        if wait > 0.0:
            yield from self._wait(project, _DESK, sitting, "a sitting")
        else:
            yield sitting

    def _next_meeting(self) -> simpy.Timeout | None:
        """The next joint meeting, today's included, of which its day is the value; None if there is no more."""
        place, now = bisect_left(self.meetings, self.env.now), self.env.now
        return (
            self.env.timeout(self.meetings[place] - now, self.meetings[place]) if place < len(self.meetings) else None
        )

    def _after(self, time: float, meeting: simpy.Timeout | None) -> simpy.Event:
        """The end of a stretch of time, or the meeting if that comes first.

        Which of the two comes first is known, and so nothing need be built that waits for both. The meeting's own
        event was there first: on the same day it is the one that counts.
        """
        if meeting is None:
            return self.env.timeout(time)
        first = meeting if cast("int", meeting.value) <= self.env.now + time else self.env.timeout(time)
        over = self.env.event()
        first.callbacks.append(over.trigger)
        return over

    def _pay_half(self, project: int) -> Work:
        half = self.cost[project] / 2
        granted = self.budget.ask(half)
        if granted is not None:
            yield from self._wait(project, _CAPITAL, granted)
        self.note("funded", project, "half of the price, {:.0f} [10^4 yuan]", half)

    def _build(self, project: int) -> Work:
        """Hold a crew from the start of works to their end.

        Works under way on day 0 go on even where they are more than the crews: their requests stand first
        in line, so that new works start only when fewer are under way than there are crews.
        """
        before = self.phase[project] < _CONSTRUCTION
        if before:
            yield from self._start_window(project)
        with self.crews.request() as crew:
            if before:
                if not crew.triggered:
                    yield from self._wait(project, _CREW, crew)
                yield from self._start_window(project)
            self.days.started[project] = self.env.now
            left = self.first_works[project] + self.last_works[project]
            self.note("works start" if before else "works go on", project, "takes {:.0f} days", left)
            if not self.half_paid[project]:
                yield self.env.timeout(self.first_works[project])
                yield from self._pay_half(project)
            yield self.env.timeout(self.last_works[project])

    def _start_window(self, project: int) -> Work:
        """Wait for 1 March if works may not start today."""
        place = bisect_right(self.frost, self.env.now)
        if place % 2:
            yield from self._wait(project, _WINDOW, self.env.timeout(self.frost[place] - self.env.now))

    def _wait(self, project: int, cause: int, event: simpy.Event, words: str = "") -> Work:
        """Wait for an event and remember for how long and for what; the log may say it in other ``words``."""
        since = self.env.now
        self.waiting[project] = (cause, since)
        self.note("waits", project, f"for {words or WAITS[cause]}", 0.0)
        yield event
        del self.waiting[project]
        self.waits[project][cause] += self.env.now - since

    def _write(self, kind: str, project: int, words: str, number: float) -> None:
        self.notes.append(_Note(self.env.now, kind, project, words, number))


def _forget(kind: str, project: int, words: str, number: float) -> None:
    """Write nothing: only one replication keeps a log."""


def _over(meeting: simpy.Event | None) -> bool:
    """Whether the meeting has been held (a timeout counts as triggered from its creation on)."""
    return meeting is not None and meeting.processed


def next_sitting(day: float, sitting_days: float) -> float:
    """First sitting of the joint review on or after ``day``: every ``sitting_days`` from day 0; 0 = any day [days]."""
    if sitting_days <= 0.0:
        return day
    sitting = math.ceil(day / sitting_days) * sitting_days
    return max(day, round(sitting / TICK) * TICK)


def meeting_days(a_year: int, calendar: AcademicCalendar, horizon: int) -> tuple[int, ...]:
    """Days of the joint meetings until the end of the horizon's calendar year, evenly spread from 1 January [days]."""
    days = (
        calendar.new_year_day(year) + number * (calendar.new_year_day(year + 1) - calendar.new_year_day(year)) // a_year
        for year in range(calendar.baseline_year, horizon + 1)
        for number in range(a_year)
    )
    return tuple(day for day in days if day >= 0)


class Construction:
    """The projects of a plan in every replication; projects are known by their place in ``ids``."""

    def __init__(
        self,
        projects: Mapping[str, Project],
        levers: Levers,
        uncertainty: Uncertainty,
        limits: Limits,
        draws: Draws,
        replications: Ints,
        calendar: AcademicCalendar,
        horizon: int,
        on_order: Collection[str] = (),
    ) -> None:
        self.ids = tuple(sorted(projects))
        """Project ids, sorted: the order of every project axis."""
        self._planned = np.array([projects[name].opens for name in self.ids], dtype=np.int64)
        self._works = draw_works(projects, uncertainty, limits.planning, levers.capital, draws, replications, calendar)
        self._replications = replications
        self._days = _Days.unknown(len(replications), len(self.ids))
        meetings = meeting_days(levers.construction.joint_meetings, calendar, horizon)
        frost, works = frosts(calendar, horizon), WorksLists.of(self._works)
        self._builds = [
            _Builds(works, row, self._days.row(row), levers, meetings, frost, calendar, horizon, logged=number == 0)
            for row, number in enumerate(replications.tolist())
        ]
        # SimPy serves equal times in the order of creation: the hash decides it, not the order of the file.
        order = sorted(range(len(self.ids)), key=lambda project: stable_hash(self.ids[project]))
        waits = [name in on_order for name in self.ids]
        self._reached = -1
        self._begun: Bools = np.tile(~np.array(waits, dtype=bool), (len(replications), 1))
        for builds in self._builds:
            for project in order:
                if not waits[project]:
                    builds.enter(project)

    def order(self, name: str, where: Bools, day: int) -> None:
        """Let a project that waited for an order enter review on ``day``, ``where`` : (replications,).

        Its durations and costs are those of its own addresses, whenever it is ordered.
        """
        project = self.ids.index(name)
        for row in np.flatnonzero(where & ~self._begun[:, project]):
            self._builds[row].order(project, float(day))
        self._begun[:, project] |= where

    def advance(self, day: int) -> None:
        """Advance every replication through everything that happens up to and including ``day`` [days]."""
        for builds in self._builds if day > self._reached else ():
            builds.advance(day)
        self._reached = max(self._reached, day)

    def follow(self, name: str, day: int) -> Floats:
        """Day of one project's hand-over, inf if not by ``day``, shape (replications,): advanced as far as it takes."""
        project = self.ids.index(name)
        for builds in self._builds:
            builds.follow(project, day)
        return self._by(day)[:, project]

    def _by(self, day: int) -> Floats:
        return np.where(self._days.handed_over <= day, self._days.handed_over, np.inf)

    def settled(self, day: int, paths: int = 1) -> Construction:
        """What becomes of the projects by ``day``, told over again for ``paths`` of the same replications side by side.

        Nothing moves it any more and nothing can be ordered: for the days on which projects begin and end alone.
        """
        self.advance(day)
        told = copy(self)
        told._days = _Days(*(np.tile(days, (paths, 1)) for days in vars(self._days).values()))
        told._builds = []
        return told

    def handed_over(self, day: int) -> Bools:
        """Whether each project is handed over on or before ``day``, shape (replications, projects)."""
        return self._days.handed_over <= day

    def cancelled(self, day: int) -> Bools:
        """Whether each project is cancelled on or before ``day``, shape (replications, projects)."""
        return self._days.cancelled <= day

    def under_way(self, day: int) -> Bools:
        """Whether works have started by ``day`` without a hand-over, shape (replications, projects)."""
        return (self._days.started <= day) & (day < self._days.handed_over)

    def outcome(self, day: int) -> ProjectOutcome:
        """Everything that became of the projects by ``day``, the last day of the run [days].

        ``paid`` counts what the budget set aside from day 0 on; those paid before stand in ``cost`` alone.
        """
        cancelled = self.cancelled(day)
        shape = (len(self._replications), len(self.ids))
        return ProjectOutcome(
            ids=self.ids,
            planned=self._planned,
            hand_over=self._by(day),
            cancelled=cancelled,
            waits=np.array([builds.waits_until(day) for builds in self._builds], dtype=np.float64).reshape(
                *shape, len(WAITS)
            ),
            cost=np.where(cancelled | ~self._begun, 0.0, self._works.cost),
            paid=np.array([builds.budget.paid for builds in self._builds], dtype=np.float64).T,
        )

    def events(self) -> tuple[Event, ...]:
        """Event log of replication number 0, by day; empty if it is not in this block."""
        return tuple(
            Event(note.day, note.kind, self.ids[note.project], note.words.format(note.number))
            for builds in self._builds
            for note in builds.notes
        )
