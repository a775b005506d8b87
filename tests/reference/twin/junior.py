"""Claims of junior: ``docs/exact/movement-and-claims.md``, 12."""

from __future__ import annotations

import math
from dataclasses import dataclass

from books import Counts

from twin.catchments import Pairs, claims_at_schools
from twin.entrants import entrants_of
from twin.groups import Membership
from twin.lotteries import draw_lots
from twin.openings import OpeningDay
from twin.rows import mergers_last, move_shares
from twin.sharing import MILLION, as_weight, share_out
from twin.world import State, World


@dataclass(frozen=True)
class Leavers:
    """Who leaves primary, by the way that he goes."""

    all: Counts
    """By zone, those who await a place too (12.2)."""
    stay: Counts
    """By junior unit (12.3)."""
    fed: Counts
    """By junior unit (12.4)."""
    by_zone: Counts
    """The others (12.5)."""


def who_stays(world: World, leavers: Counts, opening: OpeningDay) -> Counts:
    """Leavers who stay on a campus with a junior unit that is open or that a merger closes (12.3); by junior unit."""
    merging = {row.school for row in opening.open_rows["junior"] if row.is_merger}
    stay = dict.fromkeys(world.units["junior"], 0)
    for unit in stay:
        if unit not in opening.closed["junior"] or unit in merging:
            stay[unit] = leavers.get(unit, 0)
    return stay


def primary_leavers(world: World, opening: OpeningDay, spring: State) -> Leavers:
    """The ways of who leaves primary, by the state after the spring (12.1 to 12.5)."""
    of_unit = {unit: cells[-1] for unit, cells in spring.pupils["primary"].items()}
    waiting = {zone: cells[-1] for zone, cells in spring.waiting["primary"].items()}
    everybody = dict(waiting)
    for unit, number in of_unit.items():
        everybody[world.zone(unit)] += number
    stay = who_stays(world, of_unit, opening)
    left = {unit: number - stay.get(unit, 0) for unit, number in of_unit.items()}
    _, mergers = mergers_last(opening.at_work("junior"))
    stay, _ = move_shares(stay, mergers)
    fed = dict.fromkeys(world.units["junior"], 0)
    for (source, target), share in sorted(world.county.feeders.items()):
        if source in of_unit and target in fed:
            part = min(of_unit[source] * as_weight(share) // MILLION, left[source])
            left[source] -= part
            fed[target] += part
    by_zone = dict(waiting)
    for unit, number in left.items():
        by_zone[world.zone(unit)] += number
    return Leavers(everybody, stay, fed, by_zone)


def leave_claims(claims: Counts, number: int) -> Counts:
    """First claims that leave the county in proportion (12.8)."""
    gone = share_out(min(number, sum(claims.values())), claims)
    return {unit: claims[unit] - gone[unit] for unit in claims}


def junior_claims(
    world: World,
    opening: OpeningDay,
    spring: State,
    homes_wait: bool,
    pairs: Pairs,
    of: dict[str, Membership],
) -> tuple[list[Counts], Counts]:
    """Claims by class and unit before verification; who was drawn or stays, by unit."""
    year = opening.year
    leavers = primary_leavers(world, opening, spring)
    children = {zone: float(number) for zone, number in leavers.all.items()}
    entrants = entrants_of(world, "junior", year, children, homes_wait).number
    asking: list[Counts] = [{}, {}, {}]
    owed = 0
    for zone in world.zones.ids:
        difference = entrants[zone] - leavers.all[zone]
        gone = min(max(-difference, 0), leavers.by_zone[zone])
        owed += max(-difference, 0) - gone
        registered = leavers.by_zone[zone] - gone
        second = math.floor(registered * world.uncertainty.claims.other_registered + 0.5)
        for of_class, number in zip(asking, (registered - second, second, max(difference, 0)), strict=True):
            of_class[zone] = number
    asking, drawn = draw_lots(world, "junior", asking, opening)
    claims = []
    for rank, children_of_class in enumerate(asking):
        fed = leavers.fed if rank == 0 else {}
        claims.append(claims_at_schools(world, "junior", children_of_class, fed, pairs, opening, of))
    claims[0] = leave_claims(claims[0], owed)
    placed = {unit: number + drawn.get(unit, 0) for unit, number in leavers.stay.items()}
    return claims, placed
