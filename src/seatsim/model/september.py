"""Admission on opening day: the stages of one family of rooms, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, Stage
from seatsim.model.admissions import Admitted, admit
from seatsim.model.apportion import share_out
from seatsim.model.cohorts import summed
from seatsim.model.entry import Claims
from seatsim.model.groups import StageGroups
from seatsim.model.layout import CLAIMS, Layout, StageLayout
from seatsim.model.premises import Premises
from seatsim.model.rooms import (
    RoomPools,
    enter,
    entry_places,
    entry_rooms,
    finish_classes,
    last_resort,
    of_stage,
    overflow_room,
    seat_the_waiting,
)
from seatsim.model.staffed_classes import StaffedEntry
from seatsim.model.state import StageState, World, YearRecord

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
ByStage = Mapping[Stage, Ints]


def admit_family(
    pools: RoomPools,
    settled: Mapping[Stage, StageState],
    campus: Ints,
    net: ByStage,
    claims: Claims,
    standing: Premises,
    world: World,
    groups: Mapping[Stage, StageGroups],
    carried: ByStage | None = None,
) -> tuple[dict[Stage, YearRecord], RoomPools, Ints]:
    """Admit the stages of one family into the rooms they share, finish its classes, then seat those who wait.

    A unit that is closed takes nobody, though its campus may have rooms of another stage. ``campus`` : as
    ``campus_sizes`` gives it; ``groups`` : education groups of the year; ``carried`` : classes that the teachers of
    each stage carry, (replications,); None: staff set no limit. Returns the records, the pools and the campus sizes
    that the next family finds.
    """
    admitted: dict[Stage, Admitted] = {}
    entry: dict[Stage, tuple[Ints, Ints]] = {}
    staffed: dict[Stage, StaffedEntry | None] = {}
    campus = campus.copy()
    for stage in pools.family.stages:
        here = world.layout.stages[stage]
        is_open = ~standing.closed[stage]
        left = entry_rooms(stage, claims.by_unit, pools, world.layout) * is_open
        admitted[stage], places = _admit(stage, claims, left, is_open, campus, pools, groups[stage], world)
        most = None if carried is None else carried[stage]
        pools, staffed[stage] = enter(stage, admitted[stage], left, pools, world.plan, world.layout, most)
        entry[stage] = (left, places)
        extra = np.maximum(admitted[stage].entrants - claims.by_unit[stage], 0)
        campus[:, here.units.campus] += extra
    done = finish_classes(pools, world.plan.levers.admission)
    waiting: dict[Stage, Ints] = {}
    over: dict[Stage, Ints] = {}
    for stage in pools.family.stages:
        left = settled[stage].waiting.copy()
        left[:, :, 0] += admitted[stage].awaiting
        done, over[stage], waiting[stage] = _seat_the_rest(stage, left, done, campus, standing, world)
    records = {
        stage: _with_staffing(
            _record(
                stage,
                done,
                waiting[stage],
                admitted[stage],
                entry[stage],
                over[stage],
                claims,
                standing.rooms,
                net,
                world,
            ),
            staffed[stage],
        )
        for stage in pools.family.stages
    }
    return records, done, campus


def _seat_the_rest(
    stage: Stage, waiting: Ints, done: RoomPools, campus: Ints, standing: Premises, world: World
) -> tuple[RoomPools, Ints, Ints]:
    """Seat those who wait in rooms still left, then over the cap where that is the last resort.

    ``campus`` : pupils of each campus, to which who is seated is added. Returns the pools, whom each unit took over the
    cap, (replications, units, grades), and who still waits.
    """
    here, lever = world.layout.stages[stage], world.plan.levers.admission
    if not lever.divide_anew:
        room = overflow_room(campus, world.plan.limits.schools, here) * ~standing.closed[stage]
        done, seated, waiting = seat_the_waiting(stage, waiting, room, done, world.layout)
        campus[:, here.units.campus] += seated
    if stage in COMPULSORY and lever.last_resort == "over-cap":
        return last_resort(stage, waiting, done, world.layout)
    return done, np.zeros((len(waiting), len(here.pool), waiting.shape[2]), dtype=np.int64), waiting


def _record(
    stage: Stage,
    pools: RoomPools,
    waiting: Ints,
    admitted: Admitted,
    entry: tuple[Ints, Ints],
    over: Ints,
    claims: Claims,
    rooms: ByStage,
    net: ByStage,
    world: World,
) -> YearRecord:
    layout, here = world.layout, world.layout.stages[stage]
    state = StageState(of_stage(pools.pupils, stage, pools, here), of_stage(pools.classes, stage, pools, here), waiting)
    by_class = claims.by_class.get(stage, claims.by_unit[stage][:, :, None])
    three = by_class
    if by_class.shape[2] < CLAIMS:
        three = np.zeros((*by_class.shape[:2], CLAIMS), dtype=np.int64)
        three[:, :, : by_class.shape[2]] = by_class
    return YearRecord(
        state=state,
        rooms=rooms[stage],
        borrowed=pools.borrowed[:, here.pool] * _first_of_pool(stage, pools, layout),
        claims=claims.by_unit[stage],
        claims_by_class=three,
        entry_rooms=entry[0],
        entry_places=entry[1],
        entrants=admitted.entrants + over[:, :, 0],
        sent_elsewhere=admitted.sent_elsewhere,
        over_cap=over,
        net=net[stage],
        unstaffed=np.zeros_like(admitted.entrants),
        temporary=np.zeros_like(admitted.entrants),
    )


def _with_staffing(record: YearRecord, staffed: StaffedEntry | None) -> YearRecord:
    """The record with the entry classes that teachers did not allow, or only temporary ones."""
    return record if staffed is None else replace(record, unstaffed=staffed.unstaffed, temporary=staffed.temporary)


def _admit(
    stage: Stage,
    claims: Claims,
    rooms: Ints,
    is_open: Bools,
    campus: Ints,
    pools: RoomPools,
    groups: StageGroups,
    world: World,
) -> tuple[Admitted, Ints]:
    """Admit one stage; returns the result and its entry places, (replications, units)."""
    here, plan = world.layout.stages[stage], world.plan
    room = overflow_room(campus, plan.limits.schools, here) * is_open
    places = entry_places(stage, rooms, pools.special_left[:, here.pool] * is_open, room, plan, here)
    if stage == "senior":
        others = campus.copy()
        others[:, here.units.campus] -= claims.by_unit[stage]
        own = overflow_room(others, plan.limits.schools, here)
        planned = np.minimum(np.minimum(claims.by_unit[stage], places.home[0]), own)
        return _fill_plan(planned, claims.going_on, here), planned
    # Places open to every claim under the gate in force: what the bureau can promise.
    return admit(claims.by_class[stage], places, here, groups, world.layout.reach), places.home[-1]


def campus_pupils(pupils: Mapping[Stage, Ints], layout: Layout) -> Ints:
    """Pupils of each campus over its stages, shape (replications, campuses) [pupils]."""
    count = len(next(iter(pupils.values())))
    total = np.zeros((count, len(layout.campuses)), dtype=np.int64)
    for stage, units in pupils.items():
        # A campus has one unit of a stage at the most.
        total[:, layout.stages[stage].units.campus] += summed(units)
    return total


def campus_sizes(settled: Mapping[Stage, StageState], claims: Claims, layout: Layout) -> Ints:
    """Pupils of each campus who go on, and claims to its entry grades, shape (replications, campuses) [pupils]."""
    total = campus_pupils({stage: settled[stage].pupils for stage in CLASS_STAGES}, layout)
    for stage in CLASS_STAGES:
        total[:, layout.stages[stage].units.campus] += claims.by_unit[stage]
    return total


def _first_of_pool(stage: Stage, pools: RoomPools, layout: Layout) -> Ints:
    """1 for units that report their pool's borrowed rooms: those of the pool's first stage."""
    earlier = pools.family.stages[: pools.family.stages.index(stage)]
    taken = {int(pool) for s in earlier for pool in layout.stages[s].pool}
    return np.array([int(pool) not in taken for pool in layout.stages[stage].pool], dtype=np.int64)


def _fill_plan(places: Ints, asking: Ints, here: StageLayout) -> Admitted:
    """General senior has no zones: places are filled by rank, so who gets none is no one's overflow."""
    total = np.minimum(asking, places.sum(axis=1))
    entrants = share_out(total[:, None], places, here.whole)
    return Admitted(entrants, np.zeros_like(entrants), np.zeros((len(places), here.by_zone.count), dtype=np.int64))
