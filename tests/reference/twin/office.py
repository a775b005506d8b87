"""The personnel office: ``docs/exact/staff.md``, 13."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from books import ByStage

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan
from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import STAGES, Stage, grade_names
from twin.campuses import rooms_added
from twin.needs import EPSILON, Needs
from twin.office_days import Event, events_of
from twin.retirement import retirement_chances
from twin.staff_luck import StaffLuck
from twin.staff_state import OfficeBook, Passage, StaffState, nobody
from twin.staff_year import Beginning
from twin.stock import CELLS_IN_POST

TAUGHT_BY_TALENT: tuple[Stage, ...] = ("primary", "junior", "senior")


@dataclass
class Told:
    """What the office knows of the last opening day (13.8)."""

    entitled: ByStage
    posts: ByStage
    teaching: ByStage
    needed: ByStage
    outside_left: ByStage
    retiring: ByStage
    settled: Mapping[str, bool]


@dataclass
class Office:
    """What the office has done, by stage."""

    county: County
    staff: StaffBaseline
    plan: Plan
    needs: Needs
    luck: StaffLuck
    approved: ByStage
    told: Told
    falling: dict[Stage, bool] = field(default_factory=lambda: dict.fromkeys(STAGES, False))
    owed: dict[Stage, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    for_posts: ByStage = field(default_factory=nobody)
    """Waiting, reserves included."""
    high_level: ByStage = field(default_factory=nobody)
    """Waiting."""
    outside: ByStage = field(default_factory=nobody)
    """Waiting."""
    reserve_waiting: ByStage = field(default_factory=nobody)
    ordinary: ByStage = field(default_factory=nobody)
    """Hired in ordinary rounds since the last opening day."""
    talent_hired: ByStage = field(default_factory=nobody)
    """High-level teachers hired since the baseline."""
    reviewed: ByStage = field(default_factory=nobody)
    advertised: ByStage = field(default_factory=nobody)
    sought: ByStage = field(default_factory=nobody)
    """Of the ordinary round announced last."""
    talent_sought: ByStage = field(default_factory=nobody)
    """Of the round for high-level teachers announced last."""
    reserved: dict[str, ByStage] = field(default_factory=dict)
    """Hired in reserve, by project; for good."""

    def work(self, academic_year: int) -> None:
        """The academic year's events, up to the next opening day."""
        for event in events_of(self.plan, self.county.baseline_year, academic_year):
            self.do(event, academic_year)

    def do(self, event: Event, year: int) -> None:
        """One event."""
        match event.what:
            case "committee":
                self.review()
            case "announce round":
                self.announce_round()
            case "answer round":
                self.answer_round(event.round, year)
            case "announce talent":
                self.announce_talent(year)
            case "answer talent":
                self.answer_talent(year)
            case "contracts":
                self.contract(year)
            case "reserve":
                self.hire_reserve(event.project)

    def waiting(self, stage: Stage) -> int:
        """Who begins in a post."""
        return self.for_posts[stage] + self.high_level[stage]

    def review(self) -> None:
        """The posts committee (13.2)."""
        for stage in STAGES:
            due = self.told.entitled[stage] + self.posts_ahead(stage) + self.talent_hired[stage]
            held = self.told.posts[stage] + self.waiting(stage)
            self.falling[stage] = due < held
            approved = held + math.floor(self.owed[stage] + EPSILON) if self.falling[stage] else due
            self.reviewed[stage] += approved - self.approved[stage]
            self.approved[stage] = approved

    def posts_ahead(self, stage: Stage) -> int:
        """Posts of schools that are to come (13.2.1)."""
        ahead = [name for name in self.reserved if not self.told.settled.get(name, False)]
        return sum(self.wanted_reserve(name, stage) for name in ahead)

    def announce_round(self) -> None:
        """An ordinary round is announced (13.3)."""
        replaced = self.plan.levers.posts.replaced_when_falling
        for stage in STAGES:
            retiring = self.told.retiring[stage]
            vacant = max(self.approved[stage] - self.told.posts[stage] - self.waiting(stage) + retiring, 0)
            if self.falling[stage]:
                allowed = math.floor(self.owed[stage] + replaced * retiring + EPSILON) - self.ordinary[stage]
                vacant = min(vacant, max(allowed, 0))
            self.sought[stage] = vacant
            self.advertised[stage] = self.ordinary[stage] + vacant

    def answer_round(self, number: int, year: int) -> None:
        """An ordinary round is answered (13.3.4)."""
        for stage in STAGES:
            sought = self.sought[stage]
            hired = min(sought, self.luck.candidates(sought, "recruitment/round", stage, year, number))
            self.for_posts[stage] += hired
            self.ordinary[stage] += hired

    def announce_talent(self, year: int) -> None:
        """A round for high-level teachers is announced (13.4)."""
        lever = self.plan.levers.talent
        left = lever.teachers - sum(self.talent_hired.values())
        seeking = -(-left // (lever.years - (year - lever.first_year)))
        weights = {stage: self.told.needed[stage] if stage in TAUGHT_BY_TALENT else 0 for stage in STAGES}
        whole = max(sum(weights.values()), 1)
        running, floor_before = 0.0, 0
        for stage in STAGES:
            running += weights[stage] / whole
            floor_now = math.floor(seeking * running + 0.5)
            self.talent_sought[stage] = floor_now - floor_before
            floor_before = floor_now

    def answer_talent(self, year: int) -> None:
        """A round for high-level teachers is answered (13.4.3)."""
        for stage in STAGES:
            sought = self.talent_sought[stage]
            hired = min(sought, self.luck.candidates(sought, "recruitment/talent", stage, year))
            self.approved[stage] += hired
            self.high_level[stage] += hired
            self.talent_hired[stage] += hired

    def wanted_reserve(self, name: str, stage: Stage) -> int:
        """Staff wanted for a new school's first classes (13.5.1)."""
        project, grades = self.plan.projects[name], self.county.grades[stage]
        rooms = rooms_added(project, stage)
        if rooms == 0:
            return 0
        names = grade_names(stage, grades)
        opened = sum(grade == names[0] or grade in project.grades for grade in names)
        of_class = self.needs.teachers_of_class(stage) / max(self.teaching_share(stage), EPSILON)
        return math.ceil(rooms * opened / grades * of_class - EPSILON)

    def teaching_share(self, stage: Stage) -> float:
        """Full-time teachers per member of staff in posts."""
        share: float = self.staff.teaching_share.tolist()[STAGES.index(stage)]
        return share

    def hire_reserve(self, name: str) -> None:
        """The reserve of a new school is hired (13.5)."""
        settled = self.told.settled.get(name, False)
        self.reserved[name] = nobody()
        for stage in STAGES:
            sought = 0 if settled else self.wanted_reserve(name, stage)
            address = f"{name}/{stage}"
            opens = self.plan.projects[name].opens
            hired = min(sought, self.luck.candidates(sought, "recruitment/reserve", address, opens))
            self.approved[stage] += sought
            self.for_posts[stage] += hired
            self.reserve_waiting[stage] += hired
            self.reserved[name][stage] = hired

    def contract(self, year: int) -> None:
        """Teachers are hired outside posts (13.9)."""
        lever, told = self.plan.levers.recruitment, self.told
        for stage in STAGES:
            begin = self.for_posts[stage] - self.reserve_waiting[stage] + self.high_level[stage]
            coming = (begin - told.retiring[stage]) * self.teaching_share(stage)
            lacking = max(told.needed[stage] - told.teaching[stage] - coming + told.outside_left[stage], 0)
            filing = stage == "kindergarten" and lever.kindergarten_filing
            sought = math.floor((1.0 if filing else lever.contract_share) * lacking)
            self.outside[stage] += min(sought, self.luck.candidates(sought, "recruitment/contract", stage, year))

    def hand_over(self) -> tuple[Beginning, ByStage]:
        """Who begins on the opening day, and who was hired in ordinary rounds (13.7.1)."""
        begin = Beginning(self.for_posts, self.high_level, self.outside)
        begun = self.ordinary
        self.for_posts, self.high_level, self.outside = nobody(), nobody(), nobody()
        self.reserve_waiting, self.ordinary = nobody(), nobody()
        return begin, begun

    def in_reserve(self, settled: Mapping[str, bool]) -> ByStage:
        """Reserves of schools that are not open (13.6)."""
        ahead = [hired for name, hired in self.reserved.items() if not settled[name]]
        return {stage: sum(hired[stage] for hired in ahead) for stage in STAGES}

    def move_posts(self, state: StaffState, moves: ByStage) -> None:
        """Posts move with the staff for whom there is no vacancy (13.7.3)."""
        over = {s: min(max(state.posts(s) - self.approved[s], 0), max(moves[s], 0)) for s in STAGES}
        gone = {stage: max(-moves[stage], 0) for stage in STAGES}
        moved, whole = sum(over.values()), max(sum(gone.values()), 1)
        running, given_before = 0, 0
        for stage in STAGES:
            running += gone[stage]
            given = running * moved // whole
            self.approved[stage] += over[stage] - (given - given_before)
            given_before = given

    def book(self, reserve: ByStage) -> OfficeBook:
        """What the office tells of an opening day, before it is told of it."""
        return OfficeBook(dict(self.approved), reserve, self.reviewed, self.advertised)

    def tell(self, year: int, state: StaffState, passage: Passage, begun: ByStage, settled: Mapping[str, bool]) -> None:
        """The office is told of an opening day (13.7.5, 13.8)."""
        self.told = told_of(self.plan, self.staff, year, state, passage, settled)
        replaced = self.plan.levers.posts.replaced_when_falling
        for stage in STAGES:
            gone = passage.retirements[stage] + passage.leavers[stage]
            owed = self.owed[stage] + replaced * gone - begun[stage]
            self.owed[stage] = min(max(owed, 0.0), max(self.approved[stage] - state.posts(stage), 0))
        self.reviewed, self.advertised = nobody(), nobody()


def told_of(
    plan: Plan, staff: StaffBaseline, year: int, state: StaffState, passage: Passage, settled: Mapping[str, bool]
) -> Told:
    """What the office is told of an opening day; none is settled on the baseline's."""
    chance = retirement_chances(staff.law, plan.levers.retirement.senior_women_uptake, year)

    def retiring(stage: Stage) -> int:
        stock = state.stock[stage]
        return math.floor(sum(stock.get(cell, 0) * chance(cell) for cell in CELLS_IN_POST) + EPSILON)

    return Told(
        entitled=state.entitled,
        posts={stage: state.posts(stage) for stage in STAGES},
        teaching=state.teaching,
        needed=state.needed,
        outside_left=passage.outside_left,
        retiring={stage: retiring(stage) for stage in STAGES},
        settled=settled,
    )
