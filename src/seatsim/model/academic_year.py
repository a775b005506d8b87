"""The academic year on one page: state and drawn numbers in, new state and the year's record out.

    open rooms - move up - come and go - keep classes - enter - admit - form classes

Staff and pay follow the same page when they are built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.admissions import Admitted, admit
from seatsim.model.apportion import Groups, share_out
from seatsim.model.cohorts import Luck, draw_births
from seatsim.model.entry import Claims, claims_of_year, junior_weights, yearly_places
from seatsim.model.fills import build_fills, usable_rooms
from seatsim.model.layout import Family, Layout, build_layout
from seatsim.model.movement import come_and_go, reach_next_grade
from seatsim.model.rooms import (
    RoomPools,
    enter,
    entry_rooms,
    entry_tiers,
    finish_classes,
    keep_classes,
    of_stage,
    overflow_room,
)
from seatsim.model.start import Start, draw_start
from seatsim.model.state import Openings, Shortage, StageState, World, Year, YearRecord
from seatsim.model.streams import Draws, hashes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ByStage = Mapping[Stage, Ints]


def make_world(county: County, plan: Plan, uncertainty: Uncertainty, draws: Draws, replications: Ints) -> World:
    """Set up what a block of replications needs; raises Infeasible if no start fits the figures."""
    layout = build_layout(county, plan.projects, plan.levers.admission.reach_minutes)
    start = draw_start(county, layout, uncertainty, draws, replications)
    births = draw_births(county, uncertainty, draws, replications, start.births_levels, plan.horizon)
    catchments = {stage: _pair_weights(stage, layout, start) for stage in STAGES}
    fills, share = build_fills(county, layout, plan.projects), _vocational_share(county, start)
    return World(county, plan, uncertainty, layout, fills, start, births, catchments, share)


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


def academic_year(state: Mapping[Stage, StageState], openings: Openings, luck: Luck, world: World, year: int) -> Year:
    """Take the county from one opening day to the next, all replications at once."""
    rooms = _open_rooms(openings, world)
    settled, net = _move_up_and_settle(state, openings, luck, world)
    claims = claims_of_year(state, openings, luck, world, year)
    kept = [_keep(family, settled, claims, rooms, world) for family in world.layout.families]
    records: dict[Stage, YearRecord] = {"special": _unchanged("special", settled, net)}
    for pools in kept:
        records.update(_admit_family(pools, settled, net, claims, rooms, world))
    records["vocational"], elsewhere = _go_to_vocational(records, settled, net, claims, openings, luck, world)
    shortages = tuple(_shortage(pools, world.layout) for pools in kept)
    return Year(records, claims.leavers, elsewhere, claims.leavers - claims.going_on, shortages)


def _shortage(pools: RoomPools, layout: Layout) -> Shortage:
    fitted = pools.fitted
    campuses = tuple(layout.campuses[campus] for campus in pools.family.campus)
    return Shortage(campuses, fitted.borrowed, fitted.merged, fitted.anew, fitted.makeshift)


def _open_rooms(openings: Openings, world: World) -> ByStage:
    return {
        stage: usable_rooms(world.start.stages[stage].rooms, fills, openings.opened, openings.under_way)
        for stage, fills in world.fills.items()
    }


def _move_up_and_settle(
    state: Mapping[Stage, StageState], openings: Openings, luck: Luck, world: World
) -> tuple[Mapping[Stage, StageState], ByStage]:
    settled, net = {}, {}
    for stage in STAGES:
        reached = reach_next_grade(stage, state[stage], world.fills[stage], openings.opens_now)
        settled[stage], net[stage] = come_and_go(
            reached, world.layout, luck, world.uncertainty.progression, world.plan.limits.hard_caps, stage
        )
    return settled, net


def _keep(
    family: Family, settled: Mapping[Stage, StageState], claims: Claims, rooms: ByStage, world: World
) -> RoomPools:
    here = {stage: settled[stage] for stage in family.stages}
    return keep_classes(
        family,
        {stage: s.pupils for stage, s in here.items()},
        {stage: s.classes for stage, s in here.items()},
        {stage: claims.by_unit[stage] for stage in family.stages},
        {stage: rooms[stage] for stage in family.stages},
        world.layout,
        world.plan,
    )


def _admit_family(
    pools: RoomPools,
    settled: Mapping[Stage, StageState],
    net: ByStage,
    claims: Claims,
    rooms: ByStage,
    world: World,
) -> dict[Stage, YearRecord]:
    """Admit the stages of one family one after the other into the rooms they share, then finish its classes."""
    admitted, places = {}, {}
    campus = _campus_pupils(settled, claims, world.layout)
    for stage in pools.family.stages:
        left = entry_rooms(stage, claims.by_unit, pools, world.layout)
        tiers = entry_tiers(stage, left, world.plan, world.layout.stages[stage])
        places[stage] = tiers[-1]
        admitted[stage] = _admit(stage, claims, tiers, campus, world)
        pools = enter(stage, admitted[stage].entrants, left, pools, world.layout)
    done = finish_classes(pools, world.plan.levers.admission)
    records = {}
    for stage in pools.family.stages:
        here = world.layout.stages[stage]
        waiting = settled[stage].waiting.copy()
        waiting[:, :, 0] += admitted[stage].awaiting
        state = StageState(of_stage(done.pupils, stage, done, here), of_stage(done.classes, stage, done, here), waiting)
        borrowed = (done.fitted.borrowed + done.fitted.makeshift)[:, here.pool] * _first_of_pool(
            stage, pools, world.layout
        )
        records[stage] = YearRecord(
            state, rooms[stage], borrowed, claims.by_unit[stage], places[stage], admitted[stage].entrants, net[stage]
        )
    return records


def _admit(stage: Stage, claims: Claims, tiers: Sequence[Ints], campus: Ints, world: World) -> Admitted:
    here = world.layout.stages[stage]
    asked = claims.by_unit[stage]
    if stage == "senior":
        return _fill_plan(np.minimum(asked, tiers[-1]), claims.going_on, here.units.school, len(world.county.zones))
    room = overflow_room(campus, world.plan.limits.schools, here)
    return admit(asked, tiers, here, world.layout.reach, room)


def _fill_plan(places: Ints, asking: Ints, schools: Sequence[str], zones: int) -> Admitted:
    """General senior has no zones: places are filled by rank, so who gets none is no one's overflow."""
    total = np.minimum(asking, places.sum(axis=1))
    return Admitted(
        share_out(total[:, None], places, _whole_county(schools)), np.zeros((len(places), zones), dtype=np.int64)
    )


def _campus_pupils(settled: Mapping[Stage, StageState], claims: Claims, layout: Layout) -> Ints:
    """Pupils who go on at each campus and its claims, shape (replications, campuses) [pupils]."""
    total = np.zeros((len(claims.leavers), len(layout.campuses)), dtype=np.int64)
    for stage in CLASS_STAGES:
        units = settled[stage].pupils.sum(axis=2) + claims.by_unit[stage]
        np.add.at(total.T, layout.stages[stage].units.campus, units.T)
    return total


def _first_of_pool(stage: Stage, pools: RoomPools, layout: Layout) -> Ints:
    """1 for units that report their pool's borrowed rooms: those of the pool's first stage."""
    earlier = pools.family.stages[: pools.family.stages.index(stage)]
    taken = {int(pool) for s in earlier for pool in layout.stages[s].pool}
    return np.array([int(pool) not in taken for pool in layout.stages[stage].pool], dtype=np.int64)


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
    here = world.layout.stages["vocational"].units.school
    plan = yearly_places("vocational", openings, world)
    size = settled["vocational"].pupils.sum(axis=2)
    weights = np.where(plan.sum(axis=1, keepdims=True) > 0, plan, np.maximum(size, 1))
    asking = claims.going_on - records["senior"].entrants.sum(axis=1)
    staying = np.floor(asking * world.vocational_share + luck.rounding["vocational"]).astype(np.int64)
    entrants = share_out(np.minimum(staying, asking)[:, None], weights, _whole_county(here))
    pupils = settled["vocational"].pupils.copy()
    pupils[:, :, 0] = entrants
    state = StageState(pupils, settled["vocational"].classes, settled["vocational"].waiting)
    none = np.zeros_like(entrants)
    record = YearRecord(state, none, none, entrants, plan, entrants, net["vocational"])
    return record, asking - entrants.sum(axis=1)


def _whole_county(schools: Sequence[str]) -> Groups:
    return Groups.make(np.zeros(len(schools), dtype=np.int64), 1, hashes(schools))


def _unchanged(stage: Stage, settled: Mapping[Stage, StageState], net: ByStage) -> YearRecord:
    """The special school keeps its pupils: whom it admits replaces whom it leaves."""
    none = np.zeros(settled[stage].pupils.shape[:2], dtype=np.int64)
    return YearRecord(settled[stage], none, none, none, none, none, net[stage])
