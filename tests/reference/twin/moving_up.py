"""Moving up: ``docs/exact/movement-and-claims.md``, 4."""

from __future__ import annotations

from books import Cells

from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.movement import Movement
from twin.openings import OpeningDay
from twin.rows import mergers_last, move_shares
from twin.world import State, World


def one_up(cells: Cells) -> Cells:
    """Every grade becomes the next; the entry grade is empty, the last grade gone (4.1)."""
    return {name: [0, *numbers[:-1]] for name, numbers in cells.items()}


def copy_of(cells: Cells) -> Cells:
    """The same, to be changed."""
    return {name: list(numbers) for name, numbers in cells.items()}


def move_up(world: World, state: State, opening: OpeningDay) -> State:
    """The state after everyone has moved up, grades have moved and closed schools are left; special stays."""
    after = State({}, {}, {})
    for stage in STAGES:
        shift = copy_of if stage == "special" else one_up
        after.pupils[stage] = shift(state.pupils[stage])
        after.classes[stage] = shift(state.classes[stage])
        after.waiting[stage] = shift(state.waiting[stage])
        move_grades(world, stage, opening, after)
        if stage in CLASS_STAGES:
            leave_closed_units(world, stage, opening, after)
    return after


def move_grades(world: World, stage: Stage, opening: OpeningDay, state: State) -> None:
    """Grades move to rooms that open now (4.2, 4.3)."""
    others, mergers = mergers_last(opening.at_work_now(stage))
    pupils, classes = state.pupils[stage], state.classes[stage]
    for grade in range(1, world.grades(stage)):
        for rows in (others, mergers):
            moving = [row for row in rows if grade in row.grades]
            numbers, got = move_shares({unit: pupils[unit][grade] for unit in pupils}, moving)
            for unit, number in numbers.items():
                pupils[unit][grade] = number
                if got[unit] > 0:
                    classes[unit][grade] = 0


def leave_closed_units(world: World, stage: Stage, opening: OpeningDay, state: State) -> None:
    """Pupils of closed units await a place in the zone in which the unit stands (4.5)."""
    for unit in opening.closed[stage]:
        waiting = state.waiting[stage][world.zone(unit)]
        for grade, number in enumerate(state.pupils[stage][unit]):
            waiting[grade] += number
        state.pupils[stage][unit] = [0] * world.grades(stage)
        state.classes[stage][unit] = [0] * world.grades(stage)


def recorded_net(world: World, spring: Movement, autumn: Movement) -> dict[Stage, Cells]:
    """What took place in autumn, and in spring one grade lower (4.6)."""
    net: dict[Stage, Cells] = {}
    for stage in STAGES:
        net[stage] = {}
        for zone in world.zones.ids:
            early = [0, *spring[stage][zone][:-1]]
            net[stage][zone] = [a + s for a, s in zip(autumn[stage][zone], early, strict=True)]
    return net
