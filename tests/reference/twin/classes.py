"""Entry classes and the day of a family: ``docs/exact/rooms-and-admission.md``, 1, 8 and 9."""

from __future__ import annotations

from books import Counts

from seatsim.domain.stages import Stage
from twin.admission import admit, admit_to_senior, entry_rooms
from twin.day import Day, Entry
from twin.rooms import divide_all, pools_of, split
from twin.sharing import round_up, share_out
from twin.waiting import seat_who_waits


def run_family(day: Day, family: tuple[Stage, ...]) -> None:
    """All that a family of stages does on an opening day (1.4)."""
    pools = pools_of(day.world, family, day.settled, day.opening, day.claims)
    for stage in family:
        day.pools[stage] = {pool.campus: pool for pool in pools if stage in pool.stages}
    going_on = {s: sum(cell.classes for pool in pools for cell in pool.cells if cell.stage == s) for s in family}
    for stage in family:
        enter(day, family, stage, going_on[stage])
    for pool in pools:
        if day.world.plan.levers.admission.divide_anew:
            divide_all(day.world, pool)
        else:
            split(day.world, pool)
    for stage in family:
        seat_who_waits(day, stage)


def enter(day: Day, family: tuple[Stage, ...], stage: Stage, going_on: int) -> None:
    """A stage's entry grade: rooms, admission, classes."""
    rooms = entry_rooms(day, family, stage)
    entry = admit_to_senior(day, rooms) if stage == "senior" else admit(day, stage, rooms)
    day.entries[stage] = entry
    wanted = classes_wanted(day, stage, entry)
    classes = limit_by_teachers(day, stage, entry, wanted, going_on)
    for unit, pool in day.pools[stage].items():
        cell = pool.cell(stage, 0)
        cell.pupils, cell.classes = entry.entrants[unit], classes[unit]
        day.sizes[unit] += max(0, entry.entrants[unit] - day.claims.of(stage, unit))


def classes_wanted(day: Day, stage: Stage, entry: Entry) -> Counts:
    """Entry classes for which there are pupils and rooms; special rooms are borrowed where needed (8.1, 8.2)."""
    cap, planning = day.world.cap(stage), day.world.planning(stage)
    wanted = {}
    for unit, pool in day.pools[stage].items():
        entrants, rooms = entry.entrants[unit], entry.entry_rooms[unit]
        extra = round_up(max(0, entrants - rooms * cap), cap)
        pool.borrow(extra)
        wanted[unit] = max(1, min(round_up(entrants, planning), rooms + extra)) if entrants > 0 else 0
    return wanted


def limit_by_teachers(day: Day, stage: Stage, entry: Entry, wanted: Counts, going_on: int) -> Counts:
    """Entry classes that teachers carry; what the hard cap needs beyond has temporary teachers (8.3, 8.4)."""
    if day.carried is None:
        return wanted
    cap = day.world.cap(stage)
    least = {unit: min(round_up(entry.entrants[unit], cap), wanted[unit]) for unit in wanted}
    fewest = sum(least.values())
    allowed = max(0, day.carried[stage] - going_on)
    total = min(max(allowed, fewest), sum(wanted.values()))
    more = share_out(total - fewest, {unit: wanted[unit] - least[unit] for unit in wanted})
    classes = {unit: least[unit] + more[unit] for unit in wanted}
    entry.unstaffed = {unit: wanted[unit] - classes[unit] for unit in wanted}
    entry.temporary = share_out(max(0, fewest - allowed), least)
    return classes
