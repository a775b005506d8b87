"""Who waits, and the last resort: ``docs/exact/rooms-and-admission.md``, 10."""

from __future__ import annotations

from books import Counts

from seatsim.domain.stages import COMPULSORY, Stage
from twin.day import Day
from twin.offering import Offer
from twin.rooms import Cell
from twin.sharing import round_up, share_out, stable_hash


def seat_who_waits(day: Day, stage: Stage) -> None:
    """Seats in rooms left, then the last resort; the others go on waiting."""
    admission = day.world.plan.levers.admission
    if not admission.divide_anew:
        seats_in_rooms_left(day, stage)
    if stage in COMPULSORY and admission.last_resort == "over-cap":
        last_resort(day, stage)


def seats_in_rooms_left(day: Day, stage: Stage) -> None:
    """Who waits above the entry grade finds seats in rooms without a class (10.1)."""
    planning, waiting = day.world.planning(stage), day.entries[stage].waiting
    room = {unit: day.room_for_overflow(stage, unit) for unit in day.pools[stage]}
    seated = dict.fromkeys(day.pools[stage], 0)
    for grade in range(1, day.world.grades(stage)):
        free = {unit: min(pool.rooms_left * planning, room[unit]) for unit, pool in day.pools[stage].items()}
        offer = Offer(day.world, stage, {zone: cells[grade] for zone, cells in waiting.items()}, free)
        for zone, number in offer.left.items():
            waiting[zone][grade] = number
        for unit, number in offer.taken.items():
            if number > 0:
                pool = day.pools[stage][unit]
                cell = pool.cell(stage, grade)
                cell.pupils += number
                needed = max(cell.classes, round_up(cell.pupils, planning))
                cell.classes = min(needed, cell.classes + pool.rooms_left)
                room[unit] -= number
                seated[unit] += number
    for unit, number in seated.items():
        day.sizes[unit] += number


def last_resort(day: Day, stage: Stage) -> None:
    """Over the cap to the least full public schools in reach (10.2)."""
    entry = day.entries[stage]
    for grade in range(day.world.grades(stage)):
        for zone in sorted(day.world.zones.ids, key=stable_hash):
            number = entry.waiting[zone][grade]
            cells = open_to(day, stage, zone, grade)
            if number == 0 or not cells:
                continue
            for unit, part in share_out(number, seats_of_one_size(cells, number)).items():
                cells[unit].pupils += part
                entry.over_cap[unit][grade] += part
                if grade == 0:
                    entry.entrants[unit] += part
            entry.waiting[zone][grade] = 0


def open_to(day: Day, stage: Stage, zone: str, grade: int) -> dict[str, Cell]:
    """Grades with classes in the zone and within reach of it; no lotteries."""
    near = day.world.zones.within_reach(zone)
    units = [unit for unit in day.pools[stage] if day.world.zone(unit) in near]
    cells = {unit: day.pools[stage][unit].cell(stage, grade) for unit in units}
    return {u: cell for u, cell in cells.items() if cell.classes > 0 and not day.world.is_lottery(stage, u)}


def seats_of_one_size(cells: dict[str, Cell], number: int) -> Counts:
    """Seats of all classes filled to one size, the smallest that has room for so many."""
    size = 0
    while True:
        seats = {unit: max(0, size * cell.classes - cell.pupils) for unit, cell in cells.items()}
        if sum(seats.values()) >= number:
            return seats
        size += 1
