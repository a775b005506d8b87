"""The staff of one future from opening day to opening day: ``docs/exact/staff.md``, 10, 13.7, 15."""

from __future__ import annotations

from collections.abc import Mapping

from books import ByStage, Counts, StaffBook, StaffTwin, Uniform

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.followed import Followed
from twin.groups import members
from twin.needs import Needs, Rolls, lessons_as_stated
from twin.office import Office, told_of
from twin.postings import StageGroup, post_backbone, post_teachers
from twin.staff_baseline import approved_posts, baseline_state, given_stock, needs_of_day
from twin.staff_luck import StaffLuck
from twin.staff_state import Passage, StaffState, nobody, quiet_passage, staff_book
from twin.staff_year import StaffYear
from twin.stock import Stock, teachers_of
from twin.world import World, make_world


class CountyStaff:
    """The staff's side of the twin."""

    def __init__(self, world: World, staff: StaffBaseline, luck: StaffLuck) -> None:
        """Before the baseline's opening day."""
        self.world = world
        self.staff = staff
        self.luck = luck
        self.needs = Needs(world.plan, lessons_as_stated(world.county, world.plan))
        self.state: StaffState
        self.office: Office
        self.carried: ByStage = {}

    def baseline(self, pupils: Mapping[Stage, Counts], classes: Mapping[Stage, Counts]) -> StaffBook:
        """The staff of the baseline's opening day (3)."""
        county, plan = self.world.county, self.world.plan
        self.state = baseline_state(county, self.staff, self.needs, Rolls(pupils, classes))
        approved = approved_posts(self.staff, given_stock(self.staff), self.state)
        nothing = quiet_passage()
        told = told_of(plan, self.staff, county.baseline_year, self.state, nothing, {})
        self.office = Office(county, self.staff, plan, self.needs, self.luck, approved, told)
        return self.told(nothing, nobody(), nobody(), nobody())

    def capacity(self) -> ByStage:
        """Classes that the teachers of the last opening day carry on the next one."""
        return self.carried

    def year(
        self,
        year: int,
        pupils: Mapping[Stage, Counts],
        classes: Mapping[Stage, Counts],
        temporary: Mapping[Stage, int],
        unstaffed: Mapping[Stage, int],
        settled: Mapping[str, bool],
    ) -> StaffBook:
        """The staff of a year's opening day (13.7)."""
        self.office.work(year - 1)
        begin, begun = self.office.hand_over()
        reserve = self.office.in_reserve(settled)
        rolls = Rolls(pupils, classes)
        entitled = {stage: self.needs.entitled(stage, rolls.pupils_of(stage)) for stage in STAGES}
        on_the_way = StaffYear(year, self.staff, self.world.plan.levers, self.luck)
        stock, passage = on_the_way.advance(self.state, begin, entitled, reserve)
        self.state = self.opening_day(year, stock, passage, rolls, reserve)
        self.office.move_posts(self.state, passage.moves)
        temporary_teachers = {s: self.needs.temporary(s, temporary.get(s, 0)) for s in STAGES}
        book = self.told(passage, reserve, temporary_teachers, {s: unstaffed.get(s, 0) for s in STAGES})
        self.office.tell(year, self.state, passage, begun, settled)
        return book

    def told(self, passage: Passage, reserve: ByStage, temporary: ByStage, unstaffed: ByStage) -> StaffBook:
        """The book of the opening day."""
        book = staff_book(self.state, passage, self.office.book(reserve), self.needs, temporary, unstaffed)
        self.carried = book.capacity
        return book

    def opening_day(
        self, year: int, stock: dict[Stage, Stock], passage: Passage, rolls: Rolls, reserve: ByStage
    ) -> StaffState:
        """What the opening day needs, and where its teachers are posted (9 to 12)."""
        levers, before = self.world.plan.levers, self.state
        shares: dict[Stage, float] = dict(zip(STAGES, self.staff.teaching_share.tolist(), strict=True))
        teachers = {stage: teachers_of(stock[stage], shares[stage]) for stage in STAGES}
        followed = Followed(year, self.staff, levers, self.luck, before, passage, teachers)
        structural = {stage: followed.structural(stage) for stage in STAGES}
        teaching = {s: max(teachers[s] - structural[s] - round(reserve[s] * shares[s]), 0) for s in STAGES}
        needed, by_unit, entitled = needs_of_day(self.needs, rolls)
        state = StaffState(
            stock=stock,
            teachers=teachers,
            subject={stage: followed.subject(stage) for stage in STAGES},
            backbone={stage: followed.backbone(stage) for stage in STAGES},
            structural=structural,
            filed=nobody(),
            needed=needed,
            needed_by_unit=by_unit,
            entitled=entitled,
            teaching=teaching,
            posted={},
            backbone_posted={},
        )
        state.filed = {stage: followed.filed(stage, state.outside(stage)) for stage in STAGES}
        for stage in CLASS_STAGES:
            self.post(year, stage, state)
        return state

    def post(self, year: int, stage: Stage, state: StaffState) -> None:
        """A stage's teachers are posted anew (11, 12)."""
        exchange, before = self.world.plan.levers.exchange, self.state
        groups = self.groups(year, before.posted[stage])
        posted = post_teachers(
            before.posted[stage], state.needed_by_unit[stage], state.teaching[stage], groups, exchange
        )
        state.posted[stage] = posted
        state.backbone_posted[stage] = post_backbone(
            before.backbone_posted[stage], posted, state.backbone[stage], groups, exchange.backbone
        )

    def groups(self, year: int, units: Counts) -> list[StageGroup]:
        """Education groups of a stage with two units of it (README 7)."""
        of = members(self.world, year)
        groups: dict[str, dict[str, str]] = {}
        for unit in units:
            if unit in of:
                groups.setdefault(of[unit].group, {})[unit] = of[unit].kind
        return [StageGroup(kinds) for kinds in groups.values() if len(kinds) >= 2]


def make_staff_twin(county: County, plan: Plan, uncertainty: Uncertainty, uniform: Uniform) -> StaffTwin:
    """The staff of a county in one future. Raises ValueError for a county whose staff are not followed."""
    if county.staff is None:
        raise ValueError(f"{county.id}: no staff")
    world = make_world(county, plan, uncertainty, uniform)
    return CountyStaff(world, county.staff, StaffLuck(uniform, uncertainty))
