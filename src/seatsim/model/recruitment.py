"""Recruitment as dated events: the posts committee, rounds, reserves, high-level teachers, contracts.

One SimPy clock serves a block of replications: an event is a day, its arithmetic an array over (replications, stages).
Who is hired begins on the next opening day.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import simpy
from scipy.special import ndtri

from seatsim.domain.county import County
from seatsim.domain.outcome import Event
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan
from seatsim.domain.staff import Recruiting
from seatsim.domain.stages import STAGES, grade_names
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.layout import rooms_of
from seatsim.model.needs import posts_of_pupils, teachers_per_class
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Work: TypeAlias = Generator[simpy.Event, object, None]

ROUNDS: tuple[tuple[int, int], ...] = ((3, 1), (11, 1), (1, 5), (5, 1))
"""Month and day on which the first, second ... round of an academic year is announced (assumed)."""
SELECTION_DAYS, ANSWER_DAYS = 30, 20
"""From announcement to offers, and from offers to answers (assumed) [days]."""
COMMITTEE, _TALENT, _CONTRACTS = (10, 15), (11, 15), (7, 1)
"""Month and day of the posts committee, the talent round and the contracts outside posts (assumed)."""
ROUND, CONTRACT = "recruitment/round", "recruitment/contract"
"""Decisions at whose addresses the candidates of a yearly round and of the contracts are drawn."""
_KINDERGARTEN = STAGES.index("kindergarten")
_EXACT = 1e-9


@dataclass(frozen=True)
class Known:
    """What the personnel office knows from an opening day on; arrays (replications, stages)."""

    pupils: Ints
    """Pupils [pupils]."""
    filled: Ints
    """Staff in posts [staff]."""
    teaching: Ints
    """Full-time teachers who teach what is needed, in a school that is open [teachers]."""
    needed: Ints
    """Teachers needed [teachers]."""
    retiring: Ints
    """Staff in posts who reach retirement before the next opening day [staff]."""
    exits: Ints
    """Staff in posts who retired or left in the year before [staff]."""
    outside_left: Ints
    """Teachers who left from outside posts in the year before [teachers]."""


@dataclass(frozen=True)
class Hired:
    """Who begins on an opening day; arrays (replications, stages)."""

    posts: Ints
    """In posts, ordinary rounds and reserves [staff]."""
    talent: Ints
    """High-level teachers, in posts [staff]."""
    outside: Ints
    """Outside posts [teachers]."""


class Recruitment:
    """The personnel office of every replication; its posts, and whom it has hired for the next opening day."""

    def __init__(
        self, county: County, plan: Plan, nature: Recruiting, approved: Ints, draws: Draws, replications: Ints
    ) -> None:
        self._plan, self._nature, self._draws, self._replications = plan, nature, draws, replications
        self._calendar = AcademicCalendar(county.baseline_year)
        staff = county.staff
        self._teaching = np.ones(len(STAGES)) if staff is None else staff.teaching_share
        self.approved = approved.copy()
        """Posts approved, shape (replications, stages) [posts]."""
        self._falling: Bools = np.zeros(approved.shape, dtype=bool)
        self._talent_posts = np.zeros_like(approved)
        self._waiting = self._nobody()
        self._ordinary, self._begun = np.zeros_like(approved), np.zeros_like(approved)
        self._owed = np.zeros(approved.shape)
        self._ahead_waiting = np.zeros_like(approved)
        self.reviewed, self.advertised = np.zeros_like(approved), np.zeros_like(approved)
        """Posts added by the committee, and posts advertised, since the last opening day, (replications, stages)."""
        self.reserves = {name: reserve_of(project, plan, county) for name, project in _new_schools(plan)}
        """Staff for the first year of each new school, shape (stages,), by project [staff]."""
        self.reserved: dict[str, Ints] = {}
        """Of those, hired ahead, shape (replications, stages), by project [staff]."""
        self._settled: Mapping[str, Bools] = {}
        self.stopped: Bools = np.zeros(approved.shape, dtype=bool)
        """Stages whose ordinary rounds a policy has stopped until it is asked again, shape (replications, stages)."""
        self._known: Known | None = None
        self._notes: list[tuple[float, str, str, Ints]] = []
        self._env = simpy.Environment()
        years = range(county.baseline_year, plan.horizon)
        self._env.process(self._committee(years))
        for number in range(plan.levers.recruitment.rounds):
            self._env.process(self._rounds(years, number))
        if plan.levers.talent.teachers:
            self._env.process(self._talent())
        self._env.process(self._contracts(years))
        for name in self.reserves if plan.levers.recruitment.reserve_months else ():
            self._env.process(self._reserve(name, plan.projects[name].opens))

    def tell(self, known: Known, approved: Ints) -> None:
        """Tell the office what an opening day has shown; ``approved`` : posts, those that moved with staff included.

        Who has gone may be replaced as far as the rule lets them be, less those who have begun in their place.
        """
        self._known, self.approved = known, approved
        self.reviewed, self.advertised = np.zeros_like(approved), np.zeros_like(approved)
        replaced = self._plan.levers.posts.replaced_when_falling * known.exits
        vacant = np.maximum(self.approved - known.filled, 0)
        self._owed = np.clip(self._owed + replaced - self._begun, 0.0, vacant)

    def settle(self, settled: Mapping[str, Bools]) -> None:
        """Tell the office which projects are open or cancelled, (replications,) by project: they need no reserve."""
        self._settled = settled

    def advance(self, day: int) -> None:
        """Let everything happen up to and including ``day`` [days]."""
        while self._env.peek() <= day:
            self._env.step()

    def begin(self) -> Hired:
        """Hand over who begins on this opening day."""
        hired, self._waiting = self._waiting, self._nobody()
        self._begun = self._ordinary
        self._ordinary = np.zeros_like(self.approved)
        self._ahead_waiting = np.zeros_like(self.approved)
        return hired

    def in_reserve(self) -> Ints:
        """Hired ahead for a school that is still to open, shape (replications, stages) [staff]."""
        total = np.zeros_like(self.approved)
        for name, hired in self.reserved.items():
            total += hired * self._awaited(name)[:, None]
        return total

    def _awaited(self, name: str) -> Bools:
        """Where a project is neither open nor cancelled, shape (replications,)."""
        return ~self._settled.get(name, np.zeros(len(self.approved), dtype=bool))

    def events(self) -> tuple[Event, ...]:
        """Event log of replication number 0; empty if it is not in this block."""
        rows = np.flatnonzero(self._replications == 0)
        return tuple(
            Event(day, kind, entity, f"{int(count[row].sum())}")
            for row in rows
            for day, kind, entity, count in self._notes
            if int(count[row].sum())
        )

    def _nobody(self) -> Hired:
        return Hired(*(np.zeros_like(self.approved) for _ in range(3)))

    def _note(self, kind: str, entity: str, count: Ints) -> None:
        self._notes.append((float(self._env.now), kind, entity, count))

    def _until(self, year: int, when: tuple[int, int]) -> simpy.Timeout:
        """The next ``when`` (month, day) of the academic year that begins in ``year``."""
        month, day = when
        due = self._calendar.day(date(year + (month < 9), month, day))
        return self._env.timeout(max(due - self._env.now, 0))

    def _committee(self, years: range) -> Work:
        """The posts committee looks at the rolls every few years: posts lag on the way up.

        On the way down nobody loses a post; posts fall to those who hold them, and hiring is held back until the next
        review.
        """
        every = self._plan.levers.posts.review_years
        for year in years[every::every]:
            yield self._until(year, COMMITTEE)
            known = self._must_know()
            lever = self._plan.levers.posts
            due = posts_of_pupils(lever, known.pupils) + self._ahead() + self._talent_posts
            held = known.filled + self._waiting.posts + self._waiting.talent
            self._falling = due < held
            # Posts of who has gone are not struck as long as the rule lets them be filled again.
            kept = held + np.floor(self._owed + _EXACT).astype(np.int64)
            changed = np.where(self._falling, kept, due) - self.approved
            self.approved = self.approved + changed
            self.reviewed = self.reviewed + changed
            for place, stage in enumerate(STAGES):
                self._note("posts reviewed", stage, changed[:, place : place + 1])

    def _ahead(self) -> Ints:
        """Posts granted ahead for schools that are still to open, shape (replications, stages) [posts]."""
        total = np.zeros_like(self.approved)
        for name in self.reserved:
            total += self._awaited(name)[:, None] * self.reserves[name]
        return total

    def _rounds(self, years: range, number: int) -> Work:
        """One of the yearly rounds: announced, candidates selected, offers answered."""
        for year in years:
            yield self._until(year, ROUNDS[number])
            sought = self._open_posts()
            self.advertised = self._ordinary + sought
            yield self._env.timeout(SELECTION_DAYS)
            chosen = self._candidates(ROUND, year, number, sought)
            yield self._env.timeout(ANSWER_DAYS)
            hired = np.minimum(sought, chosen)
            self._waiting = replace(self._waiting, posts=self._waiting.posts + hired)
            self._ordinary = self._ordinary + hired
            self._note("recruitment round", "county", hired)

    def _open_posts(self) -> Ints:
        """Posts to advertise: empty ones and those of who is about to retire; held back once rolls have fallen."""
        known = self._must_know()
        waiting = self._waiting.posts + self._waiting.talent
        vacant = np.maximum(self.approved - known.filled - waiting + known.retiring, 0)
        replaced = self._plan.levers.posts.replaced_when_falling
        # Reserves and high-level teachers come with posts of their own and replace nobody.
        allowed = np.floor(self._owed + replaced * known.retiring + _EXACT).astype(np.int64) - self._ordinary
        held_back: Ints = np.where(self._falling, np.minimum(vacant, np.maximum(allowed, 0)), vacant)
        return np.where(self.stopped, 0, held_back)

    def _candidates(self, decision: str, year: int, number: int, sought: Ints, entity: str = "") -> Ints:
        """Candidates who would take a post, whole, shape (replications, stages) [candidates]."""
        names = [f"{entity}/{stage}" if entity else stage for stage in STAGES]
        nature = self._nature
        shock, part = _candidates_luck(nature, self._draws, self._replications, decision, names, year, number)
        willing = sought * nature.candidates_per_post * np.exp(shock) * nature.acceptance
        return np.floor(willing + part).astype(np.int64)

    def _talent(self) -> Work:
        """High-level teachers: as many a year as are still sought over the rounds left; posts come with them."""
        lever = self._plan.levers.talent
        for number in range(lever.years):
            year = lever.first_year + number
            if self._calendar.opening_day(year) < self._env.now or year >= self._plan.horizon:
                continue
            yield self._until(year, _TALENT)
            sought = -(-(lever.teachers - self._talent_posts.sum(axis=1)) // (lever.years - number))
            shares = np.cumsum(self._talent_shares(), axis=1)
            by_stage = np.diff(np.floor(sought[:, None] * shares + 0.5), axis=1, prepend=0.0).astype(np.int64)
            chosen = self._candidates("recruitment/talent", year, 0, by_stage)
            yield self._env.timeout(SELECTION_DAYS + ANSWER_DAYS)
            hired = np.minimum(by_stage, chosen)
            self._talent_posts = self._talent_posts + hired
            self.approved = self.approved + hired
            self._waiting = replace(self._waiting, talent=self._waiting.talent + hired)
            self._note("high-level teachers", "county", hired)

    def _talent_shares(self) -> Floats:
        """High-level teachers go to primary, junior and senior by the teachers needed, shape (replications, stages)."""
        weights = self._must_know().needed * np.isin(STAGES, ("primary", "junior", "senior"))
        shares: Floats = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)
        return shares

    def _reserve(self, name: str, opens: int) -> Work:
        """The first teachers of a new school, hired ahead of its planned opening; posts are granted with them."""
        if opens > self._plan.horizon:
            return
        # On the second of the month: who is hired just after an opening day begins on the next.
        year, month = divmod(12 * opens + 8 - self._plan.levers.recruitment.reserve_months, 12)
        yield self._env.timeout(max(self._calendar.day(date(year, month + 1, 2)), 1))
        sought = self.reserves[name] * self._awaited(name)[:, None]
        self.approved = self.approved + sought
        hired = np.minimum(sought, self._candidates("recruitment/reserve", opens, 0, sought, name))
        self.reserved[name] = hired
        self._ahead_waiting = self._ahead_waiting + hired
        self._waiting = replace(self._waiting, posts=self._waiting.posts + hired)
        self._note("reserve hired", name, hired)

    def _contracts(self, years: range) -> Work:
        """Before the summer: a share of the teachers still missing is hired outside posts."""
        lever = self._plan.levers.recruitment
        share = np.full(len(STAGES), lever.contract_share)
        if lever.kindergarten_filing:
            share[_KINDERGARTEN] = 1.0
        for year in years:
            yield self._until(year, _CONTRACTS)
            known, waiting = self._must_know(), self._waiting
            coming = (waiting.posts - self._ahead_waiting + waiting.talent - known.retiring) * self._teaching
            # As many are expected to leave from outside posts as in the year before.
            missing = np.maximum(known.needed - known.teaching - coming + known.outside_left, 0.0)
            sought = np.floor(share * missing).astype(np.int64)
            hired = np.minimum(sought, self._candidates(CONTRACT, year, 0, sought))
            self._waiting = replace(waiting, outside=waiting.outside + hired)
            self._note("hired outside posts", "county", hired)

    def _must_know(self) -> Known:
        assert self._known is not None, "an opening day comes before every event"
        return self._known


def _new_schools(plan: Plan) -> list[tuple[str, Project]]:
    """New schools that are planned; one that a policy may order gets its teachers with the ordinary rounds."""
    waiting = plan.waits_for("projects")
    return [(n, p) for n, p in sorted(plan.projects.items()) if p.kind == "new-school" and n not in waiting]


def candidates_shock(
    nature: Recruiting, draws: Draws, replications: Ints, decision: str, names: Sequence[str], year: int, number: int
) -> Floats:
    """Shock on the candidates of a round, shape (replications, names) [log]; 0 where it is switched off."""
    return _candidates_luck(nature, draws, replications, decision, names, year, number)[0]


def _candidates_luck(
    nature: Recruiting, draws: Draws, replications: Ints, decision: str, names: Sequence[str], year: int, number: int
) -> tuple[Floats, Floats]:
    """Shock on the candidates [log] and the rounding of their number in (0, 1), each (replications, names)."""
    uniforms = draws.uniforms(decision, names, replications, year, 2 * len(ROUNDS))
    shock, part = uniforms[:, :, 2 * number], uniforms[:, :, 2 * number + 1]
    if not nature.on:
        return np.zeros_like(shock), np.full_like(part, 0.5)
    return nature.log_sd * ndtri(shock), part


def reserve_of(project: Project, plan: Plan, county: County) -> Ints:
    """Staff for a new school's first classes: its entry grade and the grades that move, shape (stages,) [staff]."""
    rooms = rooms_of(project)
    teaching = np.ones(len(STAGES)) if county.staff is None else county.staff.teaching_share
    per_class = teachers_per_class(plan.levers.lessons, plan.limits) / np.maximum(teaching, 1e-9)
    wanted = np.zeros(len(STAGES), dtype=np.int64)
    for place, stage in enumerate(STAGES):
        if count := rooms.get(stage, 0):
            names = grade_names(stage, county.grades[stage])
            first = len({names[0], *project.grades} & set(names))
            wanted[place] = int(np.ceil(count * first / len(names) * per_class[place] - 1e-9))
    return wanted
