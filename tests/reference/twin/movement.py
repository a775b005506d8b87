"""Who comes and goes in grades already reached: ``docs/exact/movement-and-claims.md``, 1 to 3."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from books import Cells, Counts

from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, Stage
from twin.offering import Offer
from twin.sharing import share_out_by
from twin.world import ANY_NUMBER, State, World, campus_pupils

Movement = dict[Stage, Cells]
"""By zone and grade; below 0 who leaves."""


@dataclass(frozen=True)
class NetMovement:
    """The year's net movement, cut in two (1.4)."""

    spring: Movement
    """In the grade in which the pupils still are."""
    autumn: Movement
    """In the grade that they reach."""


def net_of_cell(world: World, stage: Stage, zone: str, year: int, grade: int, reaching: int) -> int:
    """Net movement of a zone's pupils who reach a grade (1.2, 1.3)."""
    names, chance = world.grade_names(stage), world.chance
    kept = 1.0 - world.lost(names[grade - 1])
    shock = chance.moved_common(year) + chance.moved_zone(zone, year) + chance.grade_shock(names[grade], year)
    rounding = chance.cell_rounding(stage, zone, year, grade, world.grades(stage))
    expected = reaching * float(np.exp(float(np.log(kept)) + shock))
    own = chance.cell_movement(stage, zone, year, grade, reaching)
    net = math.floor(expected - reaching + own + rounding)
    return max(net, -reaching)


def net_movement(world: World, state: State, year: int) -> NetMovement:
    """The whole county's, from the opening day before (1.1 to 1.4); none in special."""
    spring: Movement = {}
    autumn: Movement = {}
    share = world.uncertainty.claims.spring_share
    for stage in STAGES:
        grades = world.grades(stage)
        spring[stage] = {zone: [0] * grades for zone in world.zones.ids}
        autumn[stage] = {zone: [0] * grades for zone in world.zones.ids}
        if stage == "special":
            continue
        for zone in world.zones.ids:
            units = world.units_in(stage, zone)
            for grade in range(1, grades):
                reaching = sum(state.pupils[stage][unit][grade - 1] for unit in units)
                net = net_of_cell(world, stage, zone, year, grade, reaching)
                early = int(math.copysign(math.floor(abs(net) * share), net))
                spring[stage][zone][grade - 1] = early
                autumn[stage][zone][grade] = net - early
    return NetMovement(spring, autumn)


def crossing(world: World, stage: Stage, year: int) -> tuple[int, int]:
    """Who is to come from other counties and to go there (1.5)."""
    comes = goes = 0
    for flow in world.county.outside:
        if flow.stage == stage:
            number = world.chance.flow(flow, year)
            comes += number if flow.destination == world.county.id else 0
            goes += number if flow.origin == world.county.id else 0
    return comes, goes


def _tie(names: Sequence[str], cell: tuple[str, int]) -> str:
    """Whose hash breaks a tie: the zone and the grade's name."""
    return f"{cell[0]}/{names[cell[1]]}"


def cross(world: World, state: State, net: NetMovement, year: int) -> NetMovement:
    """Spring's part with whom other counties send and take (1.6 to 1.8)."""
    spring = {stage: {zone: list(cells) for zone, cells in net.spring[stage].items()} for stage in STAGES}
    for stage in dict.fromkeys(flow.stage for flow in world.county.outside):
        there, left = {}, {}
        for zone in world.zones.ids:
            for grade in range(1, world.grades(stage)):
                cell = (zone, grade)
                there[cell] = sum(state.pupils[stage][unit][grade - 1] for unit in world.units_in(stage, zone))
                own = net.spring[stage][zone][grade - 1] + net.autumn[stage][zone][grade]
                left[cell] = there[cell] + min(own, 0)
        comes, goes = crossing(world, stage, year)
        if not any(there.values()):
            there = dict.fromkeys(there, 1)
        ties = partial(_tie, world.grade_names(stage))
        into = share_out_by(comes, there, ties)
        out = share_out_by(min(goes, sum(left.values())), left, ties)
        for zone, grade in there:
            spring[stage][zone][grade - 1] += into[zone, grade] - out[zone, grade]
    return NetMovement(spring, net.autumn)


def bounded(world: World, pupils: dict[Stage, Cells], movement: Movement) -> Movement:
    """The movement that takes place: no more leave than there are (2.1)."""
    held: Movement = {}
    for stage in STAGES:
        held[stage] = {}
        for zone, cells in movement[stage].items():
            units = world.units_in(stage, zone)
            there = [sum(pupils[stage][unit][grade] for unit in units) for grade in range(world.grades(stage))]
            held[stage][zone] = [max(m, -n) for m, n in zip(cells, there, strict=True)]
    return held


def share_by_pupils(world: World, stage: Stage, zone: str, grade: int, number: int, pupils: Cells) -> Counts:
    """Shared out among a zone's units by their pupils of a grade; the units' grades break ties."""
    name = world.grade_names(stage)[grade]
    weights = {unit: pupils[unit][grade] for unit in world.units_in(stage, zone)}
    return share_out_by(number, weights, lambda unit: f"{unit}/{name}")


def leave(world: World, pupils: dict[Stage, Cells], movement: Movement) -> dict[Stage, Cells]:
    """Who stays when those who go have gone (2.2, 2.3)."""
    stayed = {stage: {unit: list(cells) for unit, cells in pupils[stage].items()} for stage in STAGES}
    for stage in STAGES:
        for zone in world.zones.ids:
            for grade, number in enumerate(movement[stage][zone]):
                if number < 0:
                    for unit, part in share_by_pupils(world, stage, zone, grade, -number, pupils[stage]).items():
                        stayed[stage][unit][grade] -= part
    return stayed


def doors(world: World, stage: Stage, grade: int) -> list[int]:
    """Class sizes up to which arrivals are let in (3.2)."""
    cap = world.cap(stage)
    standard = world.plan.limits.standard.by_grade(stage, world.grades(stage))[grade]
    first = min(standard, cap)
    if stage in COMPULSORY and world.plan.levers.admission.gate == "strict":
        return [first]
    return [first, cap]


def come_to_classes(
    world: World, stage: Stage, asking: Cells, stayed: Cells, classes: Cells, room: Counts
) -> tuple[Cells, Cells]:
    """Who comes into a stage with classes: pupils, and who awaits a place (3.3 to 3.6)."""
    pupils = {unit: list(cells) for unit, cells in stayed.items()}
    waiting = {zone: [0] * world.grades(stage) for zone in world.zones.ids}
    room = dict(room)
    for grade in range(world.grades(stage)):
        left = {zone: asking[zone][grade] for zone in world.zones.ids}
        taken = dict.fromkeys(world.units[stage], 0)
        for size in doors(world, stage, grade):
            free = {}
            for unit in world.units[stage]:
                places = max(0, classes[unit][grade] * size - stayed[unit][grade])
                free[unit] = min(places, room[unit]) - taken[unit]
            offer = Offer(world, stage, left, free)
            left = offer.left
            taken = {unit: taken[unit] + offer.taken[unit] for unit in taken}
        for unit, number in taken.items():
            pupils[unit][grade] += number
            room[unit] -= number
        for zone, number in left.items():
            waiting[zone][grade] = number
    return pupils, waiting


def come_without_classes(world: World, stage: Stage, asking: Cells, stayed: Cells) -> tuple[Cells, Cells]:
    """Who comes into vocational and special: always where there are pupils of the grade (3.7)."""
    pupils = {unit: list(cells) for unit, cells in stayed.items()}
    waiting = {zone: [0] * world.grades(stage) for zone in world.zones.ids}
    for zone in world.zones.ids:
        for grade, number in enumerate(asking[zone]):
            parts = share_by_pupils(world, stage, zone, grade, number, stayed)
            for unit, part in parts.items():
                pupils[unit][grade] += part
            waiting[zone][grade] = number - sum(parts.values())
    return pupils, waiting


def come_and_go(world: World, state: State, movement: Movement) -> State:
    """One window, spring or autumn: all leave, then stage by stage they come; classes stay as they are."""
    stayed = leave(world, state.pupils, movement)
    pupils = dict(state.pupils)
    waiting = dict(state.waiting)
    for stage in STAGES:
        asking = {}
        for zone in world.zones.ids:
            there = zip(movement[stage][zone], state.waiting[stage][zone], strict=True)
            asking[zone] = [max(arriving, 0) + waits for arriving, waits in there]
        if stage in CLASS_STAGES:
            # Rule 3.4: stages already done count with who came, this one and the others as before anybody left.
            room = {unit: room_for_arrivals(world, stage, unit, pupils) for unit in world.units[stage]}
            came = come_to_classes(world, stage, asking, stayed[stage], state.classes[stage], room)
        else:
            came = come_without_classes(world, stage, asking, stayed[stage])
        pupils[stage], waiting[stage] = came
    return State(pupils, state.classes, waiting)


def room_for_arrivals(world: World, stage: Stage, unit: str, pupils: dict[Stage, Cells]) -> int:
    """Room of a unit under its campus's size limit; a lottery may fill again whom it lost (3.4)."""
    if world.is_lottery(stage, unit):
        return ANY_NUMBER
    return world.room_under_limit(unit, campus_pupils(pupils, unit))
