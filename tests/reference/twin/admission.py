"""Admission to entry grades: ``docs/exact/rooms-and-admission.md``, 5 to 7."""

from __future__ import annotations

from books import Counts

from seatsim.domain.stages import COMPULSORY, Stage
from twin.day import Day, Entry
from twin.groups import ONE_SCHOOL, stage_groups
from twin.offering import Offer
from twin.sharing import round_up, share_out
from twin.world import World

CLAIMS = (0, 1, 2)
"""The three classes of claims."""


def standard(world: World, stage: Stage) -> int:
    """Standard class of the entry grade; in kindergarten the planning size."""
    limits = world.plan.limits
    if stage == "kindergarten":
        return world.planning(stage)
    return limits.standard.by_grade(stage, 1)[0]


def entry_rooms(day: Day, family: tuple[Stage, ...], stage: Stage) -> Counts:
    """Rooms for the entry grade of each unit (5)."""
    rooms = {}
    planning = day.world.planning
    later = family[family.index(stage) + 1 :]
    for unit, pool in day.pools[stage].items():
        left = pool.rooms_left
        own = round_up(day.claims.of(stage, unit), planning(stage))
        others = sum(round_up(day.claims.of(s, unit), planning(s)) for s in later if s in pool.stages)
        if unit in day.opening.closed[stage]:
            rooms[unit] = 0
        elif others == 0:
            rooms[unit] = left
        elif own == 0:
            rooms[unit] = 0
        else:
            rooms[unit] = max(0, min(max(left - others, round_up(left * own, own + others)), left - 1))
    return rooms


class Limits:
    """Up to how many entrants a unit takes whom (6.1)."""

    def __init__(self, day: Day, stage: Stage, unit: str, rooms: int) -> None:
        """Places of a unit with so many entry rooms."""
        world, cap = day.world, day.world.cap(stage)
        closed = unit in day.opening.closed[stage]
        special = 0 if closed else day.pools[stage][unit].special
        low = rooms * min(standard(world, stage), cap)
        most = rooms * cap
        borrowed = most + special * cap
        strict = stage in COMPULSORY and world.plan.levers.admission.gate == "strict"
        self.home = [most, low, low] if strict else [most, most, most]
        """By claim."""
        self.rounds = [[low, most, borrowed]] * 3
        """By claim and round."""
        if strict:
            self.rounds = [[low, most, borrowed], [low, low, low], [low, low, low]]
        if stage == "kindergarten" and world.campuses[unit].public:
            self.rounds = [[low, most, max(low, most), most, borrowed]] * 3
        elif stage == "kindergarten":
            self.rounds = [[0, 0, low, most, borrowed]] * 3


class Admission:
    """Admission of one stage in kindergarten, primary or junior (6)."""

    def __init__(self, day: Day, stage: Stage, rooms: Counts) -> None:
        """Entry rooms by unit."""
        self.day, self.stage, self.world = day, stage, day.world
        self.units = day.world.units[stage]
        self.limits = {unit: Limits(day, stage, unit, rooms[unit]) for unit in self.units}
        self.entrants = dict.fromkeys(self.units, 0)
        self.room = {unit: day.room_for_overflow(stage, unit) for unit in self.units}
        self.overflow: list[Counts] = [dict.fromkeys(self.units, 0) for _ in CLAIMS]
        """By claim and unit."""

    def run(self) -> Counts:
        """Home, the group's round, the rounds; who is left by zone."""
        for claim in CLAIMS:
            self._home(claim)
        self.sent_elsewhere = {unit: sum(of[unit] for of in self.overflow) for unit in self.units}
        for claim in CLAIMS:
            self._group(claim)
        left = [self._by_zone(self.overflow[claim]) for claim in CLAIMS]
        for n in range(max((len(limits.rounds[0]) for limits in self.limits.values()), default=0)):
            for claim in CLAIMS:
                left[claim] = self._round(n, claim, left[claim])
        return {zone: sum(of_claim[zone] for of_claim in left) for zone in self.world.zones.ids}

    def _home(self, claim: int) -> None:
        """A unit takes its own claims (6.2)."""
        for unit, claims in self.day.claims.by_class[self.stage][claim].items():
            taken = min(claims, max(0, self.limits[unit].home[claim] - self.entrants[unit]))
            self.entrants[unit] += taken
            self.overflow[claim][unit] = claims - taken

    def _free(self, unit: str, n: int, claim: int) -> int:
        places = max(0, self.limits[unit].rounds[claim][n] - self.entrants[unit])
        return min(places, self.room[unit])

    def _take(self, unit: str, number: int) -> None:
        self.entrants[unit] += number
        self.room[unit] -= number

    def _group(self, claim: int) -> None:
        """Standard places in a group that is one school (6.3)."""
        of = self.day.of
        for members in stage_groups(self.world, of, self.stage).values():
            units = [unit for unit in members if of[unit].kind == ONE_SCHOOL]
            free = {unit: self._free(unit, 0, claim) for unit in units}
            overflow = {unit: self.overflow[claim][unit] for unit in units}
            accepted = min(sum(overflow.values()), sum(free.values()))
            for unit, number in share_out(accepted, free).items():
                self._take(unit, number)
            for unit, number in share_out(accepted, overflow).items():
                self.overflow[claim][unit] -= number

    def _by_zone(self, overflow: Counts) -> Counts:
        zones = dict.fromkeys(self.world.zones.ids, 0)
        for unit, number in overflow.items():
            zones[self.world.zone(unit)] += number
        return zones

    def _round(self, n: int, claim: int, left: Counts) -> Counts:
        """One round of overflow of one claim (6.4)."""
        free = {unit: self._free(unit, n, claim) for unit in self.units}
        offer = Offer(self.world, self.stage, left, free)
        for unit, number in offer.taken.items():
            self._take(unit, number)
        return offer.left


def admit(day: Day, stage: Stage, rooms: Counts) -> Entry:
    """Entrants of kindergarten, primary or junior."""
    admission = Admission(day, stage, rooms)
    left = admission.run()
    waiting = {zone: list(cells) for zone, cells in day.settled.waiting[stage].items()}
    for zone, number in left.items():
        waiting[zone][0] = number
    units, grades = admission.units, day.world.grades(stage)
    return Entry(
        entry_rooms=rooms,
        entry_places={unit: admission.limits[unit].home[-1] for unit in units},
        entrants=admission.entrants,
        sent_elsewhere=admission.sent_elsewhere,
        unstaffed=dict.fromkeys(units, 0),
        temporary=dict.fromkeys(units, 0),
        over_cap={unit: [0] * grades for unit in units},
        waiting=waiting,
    )


def admit_to_senior(day: Day, rooms: Counts) -> Entry:
    """Who goes on, in proportion to the places there are (7)."""
    world = day.world
    places = {}
    for unit in world.units["senior"]:
        plan = day.claims.of("senior", unit)
        own_room = world.room_under_limit(unit, day.sizes[unit] - plan)
        places[unit] = min(plan, rooms[unit] * world.cap("senior"), own_room)
    entrants = share_out(min(day.claims.going_on, sum(places.values())), places)
    units, grades = world.units["senior"], world.grades("senior")
    return Entry(
        entry_rooms=rooms,
        entry_places=places,
        entrants=entrants,
        sent_elsewhere=dict.fromkeys(units, 0),
        unstaffed=dict.fromkeys(units, 0),
        temporary=dict.fromkeys(units, 0),
        over_cap={unit: [0] * grades for unit in units},
        waiting={zone: list(cells) for zone, cells in day.settled.waiting["senior"].items()},
    )
