"""One September's rooms: classes that go on keep theirs, entry places are what is left, splits take the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits, SchoolSizes
from seatsim.domain.scenario import AdmissionLever, Plan
from seatsim.domain.stages import Stage
from seatsim.model.admissions import Admitted, Places, level_out, offer
from seatsim.model.classes import (
    ClassRules,
    Fitted,
    divide_anew,
    fit_rooms,
    form_entry,
    go_on,
    planned_classes,
    split,
)
from seatsim.model.cohorts import summed
from seatsim.model.layout import CLAIMS, Family, Layout, StageLayout
from seatsim.model.premises import Premises
from seatsim.model.staffed_classes import StaffedEntry, cap_entry_classes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RoomPools:
    """The rooms of one family of stages; the grids are (replications, pools, cells)."""

    family: Family
    """Which stages share."""
    first_cell: Mapping[Stage, int]
    """Cell of each stage's entry grade."""
    pupils: Ints
    """Pupils who go on; entry cells are filled by admission [pupils]."""
    classes: Ints
    """Classes that go on; entry cells are filled by admission [classes]."""
    rooms: Ints
    """Rooms, borrowed ones included, shape (replications, pools) [rooms]."""
    fitted: Fitted
    """What it took to fit the classes that go on."""
    borrowed: Ints
    """Special and makeshift rooms among the rooms, shape (replications, pools) [rooms]."""
    special_left: Ints
    """Special rooms that may still be borrowed, shape (replications, pools) [rooms]."""
    rules: ClassRules
    """Rules of every cell."""

    @property
    def left(self) -> Ints:
        """Rooms not held by a class, shape (replications, pools) [rooms]."""
        left: Ints = np.maximum(self.rooms - summed(self.classes), 0)
        return left


def keep_classes(
    family: Family,
    pupils: Mapping[Stage, Ints],
    classes: Mapping[Stage, Ints],
    entry_claims: Mapping[Stage, Ints],
    standing: Premises,
    layout: Layout,
    plan: Plan,
) -> RoomPools:
    """Let last year's classes go on and fit them into the rooms, keeping a room for every entry grade asked for.

    Nobody borrows the special rooms of a campus that is closed.
    """
    lever = plan.levers.admission
    rules, first_cell = _rules(family, layout, plan)
    grid = _to_grid(family, pupils, layout)
    available = _to_pools(family, standing.rooms, layout)
    is_open = _to_pools(
        family, {stage: (~closed).astype(np.int64) for stage, closed in standing.closed.items()}, layout
    )
    wanted = {stage: ((c > 0) & ~standing.closed[stage]).astype(np.int64) for stage, c in entry_claims.items()}
    asked = _to_pools(family, wanted, layout)
    borrow = np.where(is_open > 0, family.special_rooms if lever.borrow_special_rooms else 0, 0)
    if lever.divide_anew:
        # Everything is divided again after admission, so the grades above hold no more rooms than they must.
        going = planned_classes(grid, rules.hard_cap)
    else:
        going = go_on(grid, _to_grid(family, classes, layout), rules)
    fitted = fit_rooms(grid, going, asked, available, borrow, rules)
    extra = fitted.borrowed + fitted.makeshift
    return RoomPools(
        family, first_cell, grid, fitted.classes, available + extra, fitted, extra, borrow - fitted.borrowed, rules
    )


def _rules(family: Family, layout: Layout, plan: Plan) -> tuple[ClassRules, dict[Stage, int]]:
    grades = {stage: len(layout.stages[stage].units.grades) for stage in family.stages}
    places = [(grade, count) for count in grades.values() for grade in range(count)]
    planning, caps = (
        np.concatenate([np.full(count, sizes.of(stage)) for stage, count in grades.items()])
        for sizes in (plan.limits.planning, plan.limits.hard_caps)
    )
    above = plan.levers.admission.split_above
    rules = ClassRules(
        planning=planning,
        hard_cap=caps,
        entry=np.array([grade == 0 for grade, _ in places]),
        last=np.array([grade == count - 1 for grade, count in places]),
        split_above=None if above == "never" else np.minimum(above, caps),
    )
    first_cell = dict(zip(grades, np.cumsum([0, *grades.values()]).tolist(), strict=False))
    return rules, first_cell


def _to_grid(family: Family, cells: Mapping[Stage, Ints], layout: Layout) -> Ints:
    """Units' grades, (replications, units, grades) by stage, side by side as (replications, pools, cells)."""
    parts = []
    for stage in family.stages:
        part = np.zeros((len(cells[stage]), len(family.campus), cells[stage].shape[2]), dtype=np.int64)
        part[:, layout.stages[stage].pool] = cells[stage]
        parts.append(part)
    return np.concatenate(parts, axis=2)


def _to_pools(family: Family, units: Mapping[Stage, Ints], layout: Layout) -> Ints:
    """Sum of units' numbers by pool, (replications, pools)."""
    total = np.zeros((len(units[family.stages[0]]), len(family.campus)), dtype=np.int64)
    for stage in family.stages:
        total[:, layout.stages[stage].pool] += units[stage]
    return total


def of_stage(grid: Ints, stage: Stage, pools: RoomPools, layout: StageLayout) -> Ints:
    """One stage's part of a grid, shape (replications, units, grades)."""
    first = pools.first_cell[stage]
    return grid[:, layout.pool, first : first + len(layout.units.grades)]


def entry_rooms(stage: Stage, claims: Mapping[Stage, Ints], pools: RoomPools, layout: Layout) -> Ints:
    """Rooms left for a stage's entry grade, shape (replications, units) [rooms].

    A stage that comes earlier in its family leaves the later ones what they need to plan, or their share in
    proportion when not all can be served.
    """
    left = pools.left
    order = pools.family.stages
    later = {s: claims[s] for s in order[order.index(stage) + 1 :]}
    needs = {s: planned_classes(c, int(pools.rules.planning[pools.first_cell[s]])) for s, c in later.items()}
    others = sum((_pool_sum(n, layout.stages[s], left.shape) for s, n in needs.items()), np.zeros_like(left))
    own = planned_classes(claims[stage], int(pools.rules.planning[pools.first_cell[stage]]))
    own = _pool_sum(own, layout.stages[stage], left.shape)
    fair = -(-left * own // np.maximum(own + others, 1))
    mine = np.where(others > 0, np.where(own > 0, np.maximum(left - others, fair), 0), left)
    mine = np.where(own > 0, np.maximum(np.minimum(mine, left - (others > 0)), 0), mine)
    return mine[:, layout.stages[stage].pool]


def _pool_sum(units: Ints, layout: StageLayout, shape: tuple[int, ...]) -> Ints:
    total = np.zeros(shape, dtype=np.int64)
    total[:, layout.pool] = units
    return total


def standard_size(limits: Limits, stage: Stage) -> int:
    """The standard class for which places are counted; kindergarten's is its planning size [pupils]."""
    sizes = {"primary": limits.standard.primary, "junior": limits.standard.junior, "senior": limits.standard.senior}
    return sizes.get(stage, limits.planning.kindergarten)


def entry_places(stage: Stage, rooms: Ints, special: Ints, room: Ints, plan: Plan, layout: StageLayout) -> Places:
    """Entry places under the gate in force.

    ``rooms``, ``special`` : (replications, units) entry rooms and special rooms that may still be borrowed;
    ``room`` : most overflow of each unit. Open gate: every claim up to the hard cap; strict gate: claims 2 and 3 only
    up to the standard class, claim 1 still up to the hard cap, for the law does not let it be refused. Overflow is
    offered standard places first, then places up to the hard cap, then classes in borrowed special rooms.
    Kindergartens have no gate and offer private places after public ones.
    """
    cap = plan.limits.hard_caps.of(stage)
    standard, most = rooms * min(standard_size(plan.limits, stage), cap), rooms * cap
    rounds = [standard, most, most + special * cap]
    if stage == "kindergarten":
        public = layout.units.public.astype(np.int64)
        return Places(
            [most], [[standard * public, most * public, np.maximum(standard, most * public), *rounds[1:]]], room
        )
    if plan.levers.admission.gate == "open":
        return Places([most] * CLAIMS, [rounds] * CLAIMS, room)
    return Places([most, standard, standard], [rounds, *([[standard] * 3] * (CLAIMS - 1))], room)


def overflow_room(campus_pupils: Ints, limits: SchoolSizes, layout: StageLayout) -> Ints:
    """Most that each unit takes beyond its own claims, (replications, units) [pupils].

    Nothing once its campus has reached its size limit, and nothing in a school that admits by lottery: it takes up to
    its plan. ``campus_pupils`` : (replications, campuses), those who go on and the campus's own claims.
    """
    limit = {kind: limits.of(kind) for kind in set(layout.size_limit_kind)}
    sizes = {kind: np.iinfo(np.int32).max if size is None else size for kind, size in limit.items()}
    most = np.array([sizes[kind] for kind in layout.size_limit_kind], dtype=np.int64)
    room: Ints = np.maximum(most - campus_pupils[:, layout.units.campus], 0)
    room[:, layout.lottery] = 0
    return room


def enter(
    stage: Stage,
    admitted: Admitted,
    rooms: Ints,
    pools: RoomPools,
    plan: Plan,
    layout: Layout,
    carried: Ints | None = None,
) -> tuple[RoomPools, StaffedEntry | None]:
    """Put the entrants into entry classes in the stage's own rooms, (replications, units), borrowing the rest.

    ``carried`` : classes of the stage that its teachers carry, (replications,); None: as many as there are.
    """
    pool, cell = layout.stages[stage].pool, pools.first_cell[stage]
    cap = plan.limits.hard_caps.of(stage)
    beyond = np.maximum(admitted.entrants - rooms * cap, 0)
    extra = planned_classes(beyond, cap)
    pupils, classes = pools.pupils.copy(), pools.classes.copy()
    pupils[:, pool, cell] = admitted.entrants
    formed = form_entry(admitted.entrants, int(pools.rules.planning[cell]), rooms + extra)
    staffed = None
    if carried is not None:
        first = pools.first_cell[stage]
        there = pools.classes[:, :, first : first + len(layout.stages[stage].units.grades)]
        going_on = summed(there).sum(axis=1)
        staffed = cap_entry_classes(admitted.entrants, formed, going_on, carried, cap, layout.stages[stage])
        formed = staffed.classes
    classes[:, pool, cell] = formed
    more = np.zeros_like(pools.rooms)
    more[:, pool] = extra
    entered = replace(
        pools,
        pupils=pupils,
        classes=classes,
        rooms=pools.rooms + more,
        borrowed=pools.borrowed + more,
        special_left=pools.special_left - more,
    )
    return entered, staffed


def finish_classes(pools: RoomPools, lever: AdmissionLever) -> RoomPools:
    """Split crowded classes with the rooms still left, or divide everything anew where that is the rule."""
    if lever.divide_anew:
        return replace(pools, classes=divide_anew(pools.pupils, pools.rooms, pools.rules.planning))
    classes, _ = split(pools.pupils, pools.classes, pools.left, pools.rules)
    return replace(pools, classes=classes)


def seat_the_waiting(
    stage: Stage, waiting: Ints, room: Ints, pools: RoomPools, layout: Layout
) -> tuple[RoomPools, Ints, Ints]:
    """Open classes for those who wait in the grades above entry, while a room is left in their zone or within reach.

    ``waiting`` : (replications, zones, grades); ``room`` : (replications, units) most that a unit takes before its
    campus reaches its size limit. Returns the pools, whom each unit seated, (replications, units), and who still waits.
    """
    here, first = layout.stages[stage], pools.first_cell[stage]
    left, still = waiting.copy(), room
    for grade in range(1, waiting.shape[2]):
        if not waiting[:, :, grade].any():
            continue
        planning = int(pools.rules.planning[first + grade])
        places = np.minimum(pools.left[:, here.pool] * planning, still)
        placed, left[:, :, grade] = offer(waiting[:, :, grade], places, here.by_zone, layout.reach)
        still = still - placed
        pools = _seat(placed, first + grade, pools, here)
    return pools, room - still, left


def _seat(placed: Ints, cell: int, pools: RoomPools, here: StageLayout) -> RoomPools:
    """Seat pupils, (replications, units), in new classes of one grade, as many as the planning size asks."""
    pupils, classes = pools.pupils.copy(), pools.classes.copy()
    pupils[:, here.pool, cell] += placed
    had = classes[:, here.pool, cell]
    wanted = planned_classes(pupils[:, here.pool, cell], int(pools.rules.planning[cell]))
    classes[:, here.pool, cell] = had + np.where(placed > 0, np.clip(wanted - had, 0, pools.left[:, here.pool]), 0)
    return replace(pools, pupils=pupils, classes=classes)


def last_resort(stage: Stage, waiting: Ints, pools: RoomPools, layout: Layout) -> tuple[RoomPools, Ints, Ints]:
    """Send everyone who still waits over the cap to the least full schools in reach, grade by grade.

    Private schools, which admit by lottery, are spared. Returns the pools, what each unit took, (replications,
    units, grades), and who still waits because no school in reach has a class of the grade.
    """
    here, first = layout.stages[stage], pools.first_cell[stage]
    taken = np.zeros((*waiting.shape[:1], len(here.units.school), waiting.shape[2]), dtype=np.int64)
    left, pupils = waiting.copy(), pools.pupils.copy()
    for grade in np.flatnonzero(waiting.any(axis=(0, 1))):
        classes = pools.classes[:, here.pool, first + grade].copy()
        classes[:, here.lottery] = 0
        now = pupils[:, here.pool, first + grade]
        taken[:, :, grade], left[:, :, grade] = level_out(waiting[:, :, grade], now, classes, here, layout.reach)
        pupils[:, here.pool, first + grade] += taken[:, :, grade]
    return replace(pools, pupils=pupils), taken, left
