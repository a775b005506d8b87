"""A county's year, step after step: ``docs/exact/README.md``, 10 and 11."""

from __future__ import annotations

from collections.abc import Mapping

from books import Cells, Counts, HandOver, ShortageBook, StaffBook, StaffTwin, StageBook, Twin, Uniform, YearBook

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.baseline import baseline_year, vocational_share, zeros
from twin.campuses import FAMILIES
from twin.catchments import all_pairs
from twin.claims import make_claims
from twin.classes import run_family
from twin.day import Day, sizes_before_admission
from twin.groups import members
from twin.movement import bounded, come_and_go, cross, net_movement
from twin.moving_up import move_up, recorded_net
from twin.openings import OpeningDay, Openings
from twin.staff import make_staff_twin
from twin.vocational import Vocational, enter_vocational
from twin.world import State, World, make_world


def sums(cells: Cells) -> Counts:
    """All grades together."""
    return {name: sum(numbers) for name, numbers in cells.items()}


class CountyTwin:
    """One county in one future."""

    def __init__(self, world: World, hand_overs: Mapping[str, HandOver], staff: StaffTwin | None) -> None:
        """The county on the baseline's opening day."""
        self.world = world
        self.openings = Openings(world, hand_overs)
        self.staff = staff
        self.state = world.start
        self.pairs = all_pairs(world)
        self.vocational_share = vocational_share(world)

    def baseline(self) -> YearBook:
        """The baseline's opening day, as found."""
        staff = None
        if self.staff is not None:
            staff = self.staff.baseline(self._pupils(self.state), self._classes(self.state))
        return baseline_year(self.world, staff)

    def year(self, year: int) -> YearBook:
        """The opening day of a year, from the state of the one before (README 10)."""
        world = self.world
        opening = self.openings.opening_day(year)
        net = cross(world, self.state, net_movement(world, self.state, year), year)
        in_spring = bounded(world, self.state.pupils, net.spring)
        spring = come_and_go(world, self.state, in_spring)
        moved = move_up(world, spring, opening)
        in_autumn = bounded(world, moved.pupils, net.autumn)
        settled = come_and_go(world, moved, in_autumn)
        day = self._open(opening, settled, spring)
        asking = day.claims.going_on - sum(day.entries["senior"].entrants.values())
        vocational = enter_vocational(world, opening, settled, asking, self.vocational_share)
        self.state = state_after(day, vocational)
        staff = self._staff(day)
        self.openings.look_at_kindergartens(opening, self.state.pupils["kindergarten"])
        movement = recorded_net(world, in_spring, in_autumn)
        return YearBook(
            stages={stage: book(day, stage, self.state, vocational, movement[stage]) for stage in STAGES},
            leavers=day.claims.leavers,
            elsewhere=vocational.elsewhere,
            left_education=day.claims.leavers - day.claims.going_on,
            shortages=shortages(day),
            verified=day.claims.verified,
            staff=staff,
        )

    def _open(self, opening: OpeningDay, settled: State, spring: State) -> Day:
        """Claims, admission and classes (steps 6 and 7)."""
        of = members(self.world, opening.year)
        claims = make_claims(self.world, opening, spring, self.pairs, of)
        carried = None
        if self.staff is not None:
            carried = self.staff.capacity()
            if self.world.plan.levers.admission.divide_anew:
                carried = None
        sizes = sizes_before_admission(self.world, settled, claims)
        day = Day(self.world, opening, settled, claims, of, carried, sizes)
        for family in FAMILIES:
            run_family(day, family)
        return day

    def _staff(self, day: Day) -> StaffBook | None:
        """The staff of the opening day (step 9)."""
        if self.staff is None:
            return None
        year = day.opening.year
        return self.staff.year(
            year,
            self._pupils(self.state),
            self._classes(self.state),
            {stage: sum(day.entries[stage].temporary.values()) for stage in CLASS_STAGES},
            {stage: sum(day.entries[stage].unstaffed.values()) for stage in CLASS_STAGES},
            {project: self.openings.settled(project, year) for project in self.world.plan.projects},
        )

    def _pupils(self, state: State) -> dict[Stage, Counts]:
        return {stage: sums(state.pupils[stage]) for stage in STAGES}

    def _classes(self, state: State) -> dict[Stage, Counts]:
        return {stage: sums(state.classes[stage]) for stage in CLASS_STAGES}


def state_after(day: Day, vocational: Vocational) -> State:
    """What is left after step 8."""
    state = State(dict(day.settled.pupils), dict(day.settled.classes), dict(day.settled.waiting))
    for stage in CLASS_STAGES:
        grades = range(day.world.grades(stage))
        pools = day.pools[stage]
        state.pupils[stage] = {u: [pool.cell(stage, grade).pupils for grade in grades] for u, pool in pools.items()}
        state.classes[stage] = {u: [pool.cell(stage, grade).classes for grade in grades] for u, pool in pools.items()}
        state.waiting[stage] = day.entries[stage].waiting
    settled = day.settled.pupils["vocational"]
    state.pupils["vocational"] = {unit: [vocational.entrants[unit], *cells[1:]] for unit, cells in settled.items()}
    return state


def book(day: Day, stage: Stage, state: State, vocational: Vocational, net: Cells) -> StageBook:
    """One stage's book (README 11)."""
    units = day.world.units[stage]
    none: Counts = dict.fromkeys(units, 0)
    entered = stage == "vocational"
    told = StageBook(
        pupils=state.pupils[stage],
        classes=state.classes[stage],
        waiting=state.waiting[stage],
        rooms=day.opening.usable[stage],
        borrowed=none,
        claims=vocational.entrants if entered else none,
        claims_by_class=zeros(units, 3),
        entry_rooms=none,
        entry_places=vocational.places if entered else none,
        entrants=vocational.entrants if entered else none,
        sent_elsewhere=none,
        over_cap=zeros(units, day.world.grades(stage)),
        net=net,
        unstaffed=none,
        temporary=none,
    )
    if stage in CLASS_STAGES:
        tell_classes(day, stage, told)
    return told


def tell_classes(day: Day, stage: Stage, told: StageBook) -> None:
    """What a stage with classes has besides; borrowed rooms stand at the first stage of their pool."""
    units, entry, pools = day.world.units[stage], day.entries[stage], day.pools[stage]
    firsts = {unit for unit in units if pools[unit].stages[0] == stage}
    told.borrowed = {unit: pools[unit].lent + pools[unit].makeshift if unit in firsts else 0 for unit in units}
    told.claims = {unit: day.claims.of(stage, unit) for unit in units}
    told.claims_by_class = {unit: [of_class[unit] for of_class in day.claims.by_class[stage]] for unit in units}
    told.entry_rooms, told.entry_places = entry.entry_rooms, entry.entry_places
    told.entrants, told.sent_elsewhere = entry.entrants, entry.sent_elsewhere
    told.over_cap, told.unstaffed, told.temporary = entry.over_cap, entry.unstaffed, entry.temporary


def shortages(day: Day) -> dict[tuple[Stage, str], ShortageBook]:
    """What each campus did for want of rooms, by the first stage of the family."""
    told = {}
    for family in FAMILIES:
        for pool in {campus: pool for stage in family for campus, pool in day.pools[stage].items()}.values():
            told[family[0], pool.campus] = ShortageBook(pool.lent, pool.merged, pool.anew, pool.makeshift)
    return told


def make_twin(
    county: County, plan: Plan, uncertainty: Uncertainty, uniform: Uniform, hand_overs: Mapping[str, HandOver]
) -> Twin:
    """The slow program of a county in one future."""
    world = make_world(county, plan, uncertainty, uniform)
    staff = make_staff_twin(county, plan, uncertainty, uniform) if county.staff is not None else None
    return CountyTwin(world, hand_overs, staff)
