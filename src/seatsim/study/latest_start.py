"""Latest starts: the last month in which a project can enter review and still open in time, and what delay costs.

The construction of the run is run again with one start moved; draws, queues, budgets and all other projects stay.
Reasons: docs/decisions/0010-latest-start.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.latest_start import LatestStart, NotCosted
from seatsim.domain.limits import Limits, StageSizes
from seatsim.domain.outcome import Outcome, StageOutcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import COMPULSORY, SCHOOL_STAGES, Stage
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.measures import standard_classes
from seatsim.indicators.quantiles import band, plain
from seatsim.inputs.norms import norms
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import make_world
from seatsim.model.construction import Construction
from seatsim.model.layout import rooms_of
from seatsim.model.state import StageState
from seatsim.model.streams import Draws
from seatsim.model.works import enters_review
from seatsim.study.paths import pupils_path

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are to do."""

MOST_REPLICATIONS = 200
"""Replications on which every result is checked [replications]."""
SEARCH_REPLICATIONS = 60
"""Replications of the search before the check [replications]."""
MONTHS_BEYOND = 3
"""Months after the last good one that are tried too: joint meetings and sittings may be this far apart [months]."""
DELAY_REPLICATIONS = 30
"""Futures in which a delay is simulated [replications]."""
MOST_COSTED = 8
"""Projects whose delay is simulated: those with most seats [projects]."""
MONTHS = 12
_ROUNDING = 1e-9
"""Keeps ⌈p·n⌉ at the whole number where p·n is one but for its last bit."""


def latest_starts(
    county: County,
    plan: Plan,
    uncertainty: Uncertainty,
    draws: Draws,
    replications: Ints,
    probability: float | None = None,
    progress: Progress | None = None,
) -> tuple[LatestStart, ...]:
    """Turn every project of a plan round, in the order of their ids.

    What waits for a policy's order is left out, and so are the policies. ``replications`` are the run's, of which the
    first 200 are used, and the first 30 for the cost of delay.
    ``probability`` is that of opening in time, more than 0 and at most 1; None: the norms'
    ``latest_start.probability``. Prints nothing. Raises ValueError outside these bounds,
    Infeasible if no start fits the county's figures.
    """
    wished = default_probability() if probability is None else probability
    if not 0.0 < wished <= 1.0:
        raise ValueError(f"no probability of opening in time: {wished}")
    plan = plan.unordered()
    if not plan.projects:
        return ()
    told = progress or _nobody
    calendar = AcademicCalendar(county.baseline_year)
    builds = _Builds(plan, uncertainty, draws, calendar, replications[:MOST_REPLICATIONS], wished)
    planned = builds.hand_over()
    found = []
    for place, name in enumerate(sorted(plan.projects)):
        found.append(_turned_round(builds, name, planned[:, place]))
        told("latest start", place + 1, len(plan.projects))
    delays = _delays(county, plan, uncertainty, draws, replications[:DELAY_REPLICATIONS], told)
    return tuple(
        replace(start, delay=delays.get(start.project), not_costed=_not_costed(start.project, plan, delays))
        for start in found
    )


def latest_rows(starts: Sequence[LatestStart]) -> list[dict[str, Any]]:
    """Latest starts as plain values for ``answers.json``.

    ``cost_per_month`` is the year's cost over twelve, mean and p10-p90 over ``futures`` [pupil-years/month].
    """
    return [
        {
            "project": start.project,
            "wanted": start.wanted,
            "state": start.state,
            "last_month": start.last_month,
            "probability": plain(start.probability),
            "planned_month": start.planned_month,
            "planned_probability": plain(start.planned_probability),
            "reached": start.reached,
            "monotone": start.monotone,
            "cost_per_month": None if start.delay is None else band(start.delay / MONTHS),
            "futures": None if start.delay is None else len(start.delay),
            "not_costed": start.not_costed or None,
        }
        for start in starts
    ]


def default_probability() -> float:
    """The probability that the norms ask for [probability]."""
    return float(str(norms()["latest_start.probability"].value))


def crowded_and_awaiting(outcome: Outcome, limits: Limits) -> Ints:
    """Pupils in classes above the standard and awaiting a place, over all years after the baseline [pupil-years].

    Classes of primary, junior and senior, places of primary and junior, shape (replications,).
    """
    years = zip(*(_yearly(outcome.stages[stage]) for stage in SCHOOL_STAGES), strict=True)
    states = (dict(zip(SCHOOL_STAGES, year, strict=True)) for year in years)
    nobody = np.zeros(len(outcome.crowding_variant), dtype=np.int64)
    return sum((_crowded_and_awaiting(state, limits) for state in states), nobody)


def _yearly(run: StageOutcome) -> Iterator[StageState]:
    """A stage of every year after the baseline."""
    return map(StageState, run.pupils[1:], run.classes[1:], run.waiting[1:])


def _crowded_and_awaiting(state: Mapping[Stage, StageState], limits: Limits) -> Ints:
    """Pupils in classes above the standard and awaiting a place on one opening day, shape (replications,) [pupils]."""
    crowded = sum(_above_standard(stage, state[stage], limits) for stage in SCHOOL_STAGES)
    waiting = sum(state[stage].waiting.sum(axis=(1, 2)) for stage in COMPULSORY)
    return np.asarray(crowded + waiting, dtype=np.int64)


def _above_standard(stage: Stage, state: StageState, limits: Limits) -> Ints:
    sizes = class_sizes(state.pupils, state.classes)
    above = standard_classes(stage, limits, state.pupils.shape[-1]) + 1
    return np.asarray(sizes.pupils_from(above).sum(axis=-1), dtype=np.int64)


@dataclass(frozen=True)
class _Builds:
    """The construction of a run, to be run again with one start moved."""

    plan: Plan
    uncertainty: Uncertainty
    draws: Draws
    calendar: AcademicCalendar
    replications: Ints
    probability: float

    @property
    def last_year(self) -> int:
        """The horizon, or the last September wanted where that is later [academic year]."""
        return max(self.plan.horizon, *(project.opens for project in self.plan.projects.values()))

    def hand_over(self) -> Floats:
        """Days of hand-over in the plan up to the last year's opening day, inf if later, (replications, projects)."""
        construction, day = self._construction(self.plan.projects, self.replications), self._opening(self.last_year)
        construction.advance(day)
        return construction.outcome(day).hand_over

    def entering(self, name: str, month: str, replications: Ints, until: int) -> Floats:
        """Days of hand-over of one project that enters review in ``month``, shape (replications,)."""
        projects = {**self.plan.projects, name: replace(self.plan.projects[name], starts=month)}
        return self._construction(projects, replications).follow(name, self._opening(until))

    def _opening(self, year: int) -> int:
        return self.calendar.opening_day(year)

    def _construction(self, projects: Mapping[str, Project], replications: Ints) -> Construction:
        plan = self.plan
        return Construction(
            projects,
            plan.levers,
            self.uncertainty,
            plan.limits,
            self.draws,
            replications,
            self.calendar,
            self.last_year,
        )

    def in_time(self, hand_over: Floats, wanted: int) -> float:
        """Share of the replications handed over by the wanted September [probability]."""
        return float(np.count_nonzero(hand_over <= self.calendar.opening_day(wanted)) / len(hand_over))

    def reached(self, hand_over: Floats, wanted: int) -> int | None:
        """First September, not before the wanted one, that it reaches with the probability asked for; None if none."""
        day = np.sort(hand_over)[int(np.ceil(self.probability * len(hand_over) - _ROUNDING)) - 1]
        return self.calendar.opens_in(float(day), wanted) if np.isfinite(day) else None


def last_that_holds(places: int, search: Callable[[int], bool], check: Callable[[int], bool]) -> tuple[int, bool]:
    """Last of ``places`` that passes the check, given that the first one does, and whether all tried before it do.

    Bisection by the cheap ``search``, then place by place by ``check``, three beyond the last one included.
    """
    good, bad = 0, places
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if search(middle) else (good, middle)
    tried = {0: True}

    def holds(place: int) -> bool:
        if place not in tried:
            tried[place] = check(place)
        return tried[place]

    while not holds(good):
        good -= 1
    while later := [place for place in range(good + 1, min(good + 1 + MONTHS_BEYOND, places)) if holds(place)]:
        good = later[-1]
    return good, all(held for place, held in tried.items() if place < good)


def _turned_round(builds: _Builds, name: str, planned: Floats) -> LatestStart:
    """Search one project's last month; ``planned`` are its days of hand-over in the plan, shape (replications,)."""
    project = builds.plan.projects[name]
    as_planned = builds.in_time(planned, project.opens)
    under_way = LatestStart(
        project=name,
        wanted=project.opens,
        state="under-way",
        last_month=None,
        probability=as_planned,
        planned_month=None,
        planned_probability=as_planned,
        reached=builds.reached(planned, project.opens),
        monotone=True,
        delay=None,
    )
    if project.phase != "idea":
        return under_way
    day = enters_review(project, builds.uncertainty.durations, builds.calendar)
    idea = replace(under_way, planned_month=builds.calendar.date(day).strftime("%Y-%m"))
    months = months_between(builds.calendar, project.opens)
    # One that enters on day 0 anyway is what the plan has already shown.
    first = planned if day == 0.0 else builds.entering(name, months[0], builds.replications, builds.last_year)
    chances = {0: builds.in_time(first, project.opens)}
    if chances[0] < builds.probability:
        return replace(idea, state="too-late", probability=chances[0], reached=builds.reached(first, idea.wanted))

    searched: dict[int, Floats] = {}

    def days(place: int, replications: Ints) -> Floats:
        return builds.entering(name, months[place], replications, project.opens)

    def search(place: int) -> bool:
        searched[place] = days(place, builds.replications[:SEARCH_REPLICATIONS])
        return builds.in_time(searched[place], project.opens) >= builds.probability

    def check(place: int) -> bool:
        found = searched.get(place, np.zeros(0))
        found = np.concatenate([found, days(place, builds.replications[len(found) :])])
        chances[place] = builds.in_time(found, project.opens)
        return chances[place] >= builds.probability

    last, monotone = last_that_holds(len(months), search, check)
    return replace(
        idea, state="open", last_month=months[last], probability=chances[last], reached=None, monotone=monotone
    )


def months_between(calendar: AcademicCalendar, wanted: int) -> tuple[str, ...]:
    """Months ``YYYY-MM`` from the baseline's September to the wanted one, both included."""
    first = calendar.baseline_year * MONTHS + 8
    last = wanted * MONTHS + 8
    return tuple(f"{month // MONTHS}-{month % MONTHS + 1:02}" for month in range(first, last + 1))


def school_seats(project: Project, planning: StageSizes) -> int:
    """Seats that a project adds in primary, junior and senior: rooms times the planning size [seats]."""
    rooms = rooms_of(project)
    return sum(rooms[stage] * planning.of(stage) for stage in SCHOOL_STAGES)


def _delays(
    county: County, plan: Plan, uncertainty: Uncertainty, draws: Draws, replications: Ints, told: Progress
) -> Mapping[str, Ints]:
    """Crowded-pupil-years that a year's delay of each of the largest projects adds, shape (replications,) each."""
    seats = {name: school_seats(project, plan.limits.planning) for name, project in plan.projects.items()}
    largest = sorted((name for name in seats if seats[name] > 0), key=lambda name: (-seats[name], name))[:MOST_COSTED]
    if not largest:
        return {}
    # The plan itself comes first; beside it the same futures once for every project that is late.
    rows = np.tile(replications, 1 + len(largest))
    calendar = AcademicCalendar(county.baseline_year)
    builds = Construction(
        plan.projects, plan.levers, uncertainty, plan.limits, draws, replications, calendar, plan.horizon
    ).settled(calendar.opening_day(plan.horizon), 1 + len(largest))
    late = np.zeros((len(rows), len(builds.ids)), dtype=bool)
    for path, name in enumerate(largest, start=1):
        late[path * len(replications) : (path + 1) * len(replications), builds.ids.index(name)] = True
    world = make_world(county, plan, uncertainty, draws, rows)
    years = islice(pupils_path(world, builds, draws, rows, late), 1, None)
    nobody = np.zeros(len(rows), dtype=np.int64)
    crowded = sum((_crowded_and_awaiting(state, plan.limits) for state in years), nobody)
    in_time, *delayed = np.split(crowded, 1 + len(largest))
    told("cost of delay", len(largest), len(largest))
    return {name: path - in_time for name, path in zip(largest, delayed, strict=True)}


def _not_costed(name: str, plan: Plan, delays: Mapping[str, Ints]) -> NotCosted:
    if name in delays:
        return ""
    return "fewer-seats" if school_seats(plan.projects[name], plan.limits.planning) else "no-school-seats"


def _nobody(what: str, done: int, to_do: int) -> None:
    """Tell nobody."""
