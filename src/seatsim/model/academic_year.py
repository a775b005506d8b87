"""The academic year on one page: state and drawn numbers in, new state and the year's record out.

    1 March: transfers, the waiting pool
    1 September: open rooms - move up - come and go - keep classes - enter - admit - form classes - staff

Pay is reckoned from what the years leave behind (``model/finance.py``): nothing in a year waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, STAGES, Stage
from seatsim.model.apportion import share_out
from seatsim.model.changes import changes_of
from seatsim.model.cohorts import Births, draw_births, move_up, summed
from seatsim.model.entry import Claims, claims_of_year, junior_weights, yearly_places
from seatsim.model.fills import build_fills
from seatsim.model.groups import build_eras, groups_in
from seatsim.model.layout import Family, Layout, build_layout
from seatsim.model.luck import Luck, moved_law
from seatsim.model.movement import come, doors, leave, reach_next_grade, spring_and_autumn
from seatsim.model.needs import posts_of_pupils, teachers_per_class
from seatsim.model.outside import Crossed, cross
from seatsim.model.premises import Premises, premises
from seatsim.model.rooms import RoomPools, keep_classes, overflow_room
from seatsim.model.september import admit_family, campus_pupils, campus_sizes
from seatsim.model.staff_state import People, StaffRecord, posts_moved
from seatsim.model.staffing import by_stages, staff_classes, staff_moves_on, staff_world
from seatsim.model.start import Start, draw_start
from seatsim.model.state import Openings, Shortage, StageState, World, Year, YearRecord, plain_record
from seatsim.model.stated import as_stated
from seatsim.model.stock import in_posts, outside_posts
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ByStage = Mapping[Stage, Ints]


def make_world(county: County, plan: Plan, uncertainty: Uncertainty, draws: Draws, replications: Ints) -> World:
    """Set up what a block of replications needs; raises Infeasible if no start fits the figures."""
    plan = as_stated(plan, county)
    layout = build_layout(county, plan.projects, plan.levers.admission.reach_minutes)
    start = draw_start(county, layout, uncertainty, draws, replications)
    births = draw_births(county, uncertainty, draws, replications, plan.horizon)
    births = replace(births, levels=_births_levels(county, start, births))
    catchments = {stage: _pair_weights(stage, layout, start) for stage in STAGES}
    fills, share = (
        build_fills(county, layout, plan.projects, changes_of(plan)),
        _vocational_share(county, start),
    )
    eras = build_eras(county, plan.levers.groups.formed, layout)
    years = range(county.baseline_year, plan.horizon + 1)
    staff = None if county.staff is None else staff_world(county.staff, plan, uncertainty, years)
    return World(county, plan, uncertainty, layout, fills, start, births, catchments, share, staff, eras)


def _births_levels(county: County, start: Start, births: Births) -> Floats:
    """Factors that let the births give the drawn pupils of each age group at the reported rates.

    Shape (replications, 3); 1 for a real register, whose births are taken as they are.
    """
    levels = births.levels.copy()
    if county.reconciled is None:
        return levels
    ratios = county.ratios
    rates = (ratios.kindergarten_entry, ratios.primary_entry, ratios.primary_entry * ratios.junior_entry)
    for i, (stage, rate) in enumerate(zip(AGED_STAGES, rates, strict=True)):
        expected = births.age_group(county.baseline_year, stage) * rate
        pupils = start.stages[stage].pupils.sum(axis=(1, 2))
        levels[:, i] = np.where(expected > 0, pupils / np.maximum(expected, 1e-12), 1.0)
    return levels


def _vocational_share(county: County, start: Start) -> Floats:
    """Share of those without a general senior place who enter the county's vocational school, at the baseline.

    Shape (replications,). The leavers of the year before are not known; the baseline's last junior grade stands in.
    """
    leavers = start.stages["junior"].pupils[:, :, -1].sum(axis=1)
    asking = leavers * county.ratios.going_on - start.stages["senior"].pupils[:, :, 0].sum(axis=1)
    entrants = start.stages["vocational"].pupils[:, :, 0].sum(axis=1)
    share: Floats = np.clip(entrants / np.maximum(asking, 1.0), 0.0, 1.0)
    return share


def _pair_weights(stage: Stage, layout: Layout, start: Start) -> Ints:
    """Stated catchments, else each unit's pupils of the baseline; juniors without their own primary's leavers."""
    here = layout.stages[stage]
    weights = junior_weights(layout, start) if stage == "junior" else start.stages[stage].pupils.sum(axis=2)
    if here.pair_share is not None:
        return np.tile(here.pair_share, (len(weights), 1))
    return weights[:, here.pair_unit]


def first_state(world: World) -> Mapping[Stage, StageState]:
    """The county on the baseline's opening day; nobody awaits a place."""
    zones = len(world.county.zones)
    return {
        stage: StageState(s.pupils, s.classes, np.zeros((len(s.pupils), zones, s.pupils.shape[2]), dtype=np.int64))
        for stage, s in world.start.stages.items()
    }


def academic_year(
    state: Mapping[Stage, StageState],
    openings: Openings,
    luck: Luck,
    world: World,
    year: int,
    people: People | None = None,
) -> Year:
    """Take the county from one opening day to the next, all replications at once; ``people`` None: no staff."""
    own = {stage: _moves(stage, state[stage], luck, world) for stage in STAGES}
    moves, crossed = _with_crossing(own, state, luck, world)
    after_spring, came_in_spring = _spring_window(state, moves, world)
    standing = premises(openings, world)
    settled, came_in_autumn = _reach_and_settle(after_spring, moves, openings, standing, world)
    net = {stage: came_in_autumn[stage] + _one_grade_up(stage, came_in_spring[stage]) for stage in STAGES}
    claims = claims_of_year(after_spring, openings, standing, luck, world, year)
    groups = groups_in(world.eras, year).stages
    records: dict[Stage, YearRecord] = {"special": _unchanged("special", settled, net)}
    shortages, campus = [], campus_sizes(settled, claims, world.layout)
    # Dividing anew forms every class again after admission, whoever teaches it.
    anew = world.plan.levers.admission.divide_anew
    carried = None if people is None or anew or not world.teachers_cap else _carried(people)
    for family in world.layout.families:
        kept = _keep(family, settled, claims, standing, world)
        admitted, pools, campus = admit_family(kept, settled, campus, net, claims, standing, world, groups, carried)
        records.update(admitted)
        shortages.append(_shortage(pools, world.layout))
    records["vocational"], elsewhere = _go_to_vocational(records, settled, net, claims, openings, luck, world)
    left_education = claims.leavers - claims.going_on
    staff = None if people is None else _staff(people, records, world, year)
    return Year(records, claims.leavers, elsewhere, left_education, tuple(shortages), claims.verified, staff, crossed)


def _carried(people: People) -> ByStage:
    """Classes that the teachers of the opening day before carry, (replications,) by stage."""
    return {stage: people.state.capacity[:, STAGES.index(stage)] for stage in CLASS_STAGES}


def _staff(people: People, records: Mapping[Stage, YearRecord], world: World, year: int) -> StaffRecord:
    """Staff: who went and who begins, then what the year's classes need of them."""
    assert world.staff is not None
    place = year - 1 - world.county.baseline_year
    pupils = {stage: record.state.pupils.sum(axis=2) for stage, record in records.items()}
    in_school = by_stages({stage: units.sum(axis=1) for stage, units in pupils.items()})
    entitled = posts_of_pupils(world.plan.levers.posts, in_school)
    moved, flows = staff_moves_on(people, entitled, world.staff, world.plan, world.uncertainty, place)
    classes = {stage: records[stage].state.classes.sum(axis=2) for stage in CLASS_STAGES}
    temporary = by_stages({stage: records[stage].temporary.sum(axis=1) for stage in CLASS_STAGES})
    per_class = teachers_per_class(world.plan.levers.lessons, world.plan.limits)
    record = StaffRecord(
        state=staff_classes(
            moved,
            pupils,
            classes,
            people.reserve,
            world.staff.baseline.teaching_share,
            world.plan,
            groups_in(world.eras, year),
            world.layout,
        ),
        filled=in_posts(moved.stock),
        outside=outside_posts(moved.stock),
        flows=flows,
        approved=people.approved,
        entitled=entitled,
        reserve=people.reserve,
        reviewed=people.reviewed,
        advertised=people.advertised,
        temporary=np.ceil(temporary * per_class - 1e-9).astype(np.int64),
        unstaffed=by_stages({stage: records[stage].unstaffed.sum(axis=1) for stage in CLASS_STAGES}),
    )
    return replace(record, approved=record.approved + posts_moved(record))


def _moves(stage: Stage, state: StageState, luck: Luck, world: World) -> tuple[Ints, Ints]:
    nature = world.uncertainty
    kept = world.county.ratios.kept(world.layout.stages[stage].units.grades)
    return spring_and_autumn(
        stage, state, world.layout, luck, moved_law(nature.progression), nature.claims.spring_share, kept
    )


def _with_crossing(
    own: Mapping[Stage, tuple[Ints, Ints]], state: Mapping[Stage, StageState], luck: Luck, world: World
) -> tuple[Mapping[Stage, tuple[Ints, Ints]], dict[Stage, Crossed]]:
    """The county's own movement with whom other counties send and take on 1 March, and who crossed."""
    moves, crossed = dict(own), dict[Stage, Crossed]()
    zones = tuple(zone.id for zone in world.county.zones)
    for stage, crossing in luck.crossing.items():
        spring, autumn = own[stage]
        net = autumn + move_up(spring)
        over, crossed[stage] = cross(state[stage].pupils, net, world.layout.stages[stage], zones, crossing)
        moves[stage] = spring + over, autumn
    return moves, crossed


def _spring_window(
    state: Mapping[Stage, StageState], moves: Mapping[Stage, tuple[Ints, Ints]], world: World
) -> tuple[Mapping[Stage, StageState], ByStage]:
    """1 March: transfers, and those who await a place, ask for one in their own grade."""
    return _come_and_go(state, {stage: move[0] for stage, move in moves.items()}, world)


def _reach_and_settle(
    state: Mapping[Stage, StageState],
    moves: Mapping[Stage, tuple[Ints, Ints]],
    openings: Openings,
    standing: Premises,
    world: World,
) -> tuple[Mapping[Stage, StageState], ByStage]:
    """Opening day: everyone moves up, pupils come and go, and who still waits asks again."""
    reached = {
        stage: reach_next_grade(
            stage,
            state[stage],
            world.fills[stage],
            openings.opens_now,
            standing.closed[stage],
            world.layout.stages[stage],
        )
        for stage in STAGES
    }
    return _come_and_go(reached, {stage: move[1] for stage, move in moves.items()}, world)


def _come_and_go(
    state: Mapping[Stage, StageState], net: ByStage, world: World
) -> tuple[Mapping[Stage, StageState], ByStage]:
    """Every stage in turn; a campus's size counts all its stages, those already settled with whom they took."""
    stay, moved = leave(state, net, world.layout)
    settled = {}
    campus = campus_pupils({stage: state[stage].pupils for stage in CLASS_STAGES}, world.layout)
    for stage in STAGES:
        here, before = world.layout.stages[stage], state[stage]
        room = overflow_room(campus, world.plan.limits.schools, here)
        # A private school may fill again whom it lost, for its plan was kept when they entered.
        room[:, here.lottery] = np.iinfo(np.int32).max
        allowed = doors(stage, world.plan, world.county.grades[stage])
        asking = np.maximum(moved[stage], 0) + before.waiting
        taken, waiting = come(stage, asking, stay[stage], before.classes, allowed, room, world.layout)
        settled[stage] = StageState(stay[stage] + taken, before.classes, waiting)
        if stage in CLASS_STAGES:
            campus[:, here.units.campus] += summed(settled[stage].pupils - before.pupils)
    return settled, moved


def _one_grade_up(stage: Stage, moved: Ints) -> Ints:
    return moved if stage == "special" else move_up(moved)


def _shortage(pools: RoomPools, layout: Layout) -> Shortage:
    fitted = pools.fitted
    campuses = tuple(layout.campuses[campus] for campus in pools.family.campus)
    return Shortage(campuses, pools.borrowed - fitted.makeshift, fitted.merged, fitted.anew, fitted.makeshift)


def _keep(
    family: Family, settled: Mapping[Stage, StageState], claims: Claims, standing: Premises, world: World
) -> RoomPools:
    here = {stage: settled[stage] for stage in family.stages}
    return keep_classes(
        family,
        {stage: s.pupils for stage, s in here.items()},
        {stage: s.classes for stage, s in here.items()},
        {stage: claims.by_unit[stage] for stage in family.stages},
        standing,
        world.layout,
        world.plan,
    )


def _go_to_vocational(
    records: Mapping[Stage, YearRecord],
    settled: Mapping[Stage, StageState],
    net: ByStage,
    claims: Claims,
    openings: Openings,
    luck: Luck,
    world: World,
) -> tuple[YearRecord, Ints]:
    """Who goes on without a general senior place enters the county's vocational school as often as at the baseline.

    The rest of them study elsewhere (F6 counts everyone who goes on, wherever). Vocational turns nobody away; its
    schools share the entrants by their plans, or by their pupils where there is no plan.
    """
    plan = yearly_places("vocational", openings, world)
    size = settled["vocational"].pupils.sum(axis=2)
    weights = np.where(plan.sum(axis=1, keepdims=True) > 0, plan, np.maximum(size, 1))
    asking = claims.going_on - records["senior"].entrants.sum(axis=1)
    staying = np.floor(asking * world.vocational_share + luck.rounding["vocational"]).astype(np.int64)
    entrants = share_out(np.minimum(staying, asking)[:, None], weights, world.layout.stages["vocational"].whole)
    pupils = settled["vocational"].pupils.copy()
    pupils[:, :, 0] = entrants
    state = StageState(pupils, settled["vocational"].classes, settled["vocational"].waiting)
    record = plain_record(state, entrants, plan, net["vocational"])
    return record, asking - entrants.sum(axis=1)


def _unchanged(stage: Stage, settled: Mapping[Stage, StageState], net: ByStage) -> YearRecord:
    """The special school keeps its pupils: whom it admits replaces whom it leaves."""
    none = np.zeros(settled[stage].pupils.shape[:2], dtype=np.int64)
    return plain_record(settled[stage], none, none, net[stage])
