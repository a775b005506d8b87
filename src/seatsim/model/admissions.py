"""Admission in the order of claims: home school, group, zone, neighbouring zones, last resort, awaiting a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.model.apportion import Groups, share_out
from seatsim.model.groups import StageGroups
from seatsim.model.layout import Reach, StageLayout

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Places:
    """Entry places of a stage, each (replications, units) [pupils]."""

    home: Sequence[Ints]
    """Most that a unit takes of its own claims 1, of claims 1 and 2, and of all three."""
    overflow: Sequence[Sequence[Ints]]
    """Per class of claims, the places up to which overflow is offered, in the order of the rounds; a round that is
    closed to a class offers it what it takes anyway."""
    room: Ints
    """Most overflow that a unit takes before its campus reaches its size limit."""


@dataclass(frozen=True)
class Admitted:
    """Result of one stage's admission."""

    entrants: Ints
    """Admitted at each unit, shape (replications, units) [pupils]."""
    sent_elsewhere: Ints
    """Claims that the unit could not take, shape (replications, units) [pupils]."""
    awaiting: Ints
    """Without a place, by zone, shape (replications, zones) [pupils]."""


def catchment_claims(children: Ints, layout: StageLayout, weights: Ints) -> Ints:
    """Claims at each unit from the children of each zone, shape (replications, units) [pupils].

    ``children`` : (replications, zones); ``weights`` : (replications, pairs), one per catchment pair. A zone none
    of whose schools has a weight spreads its children evenly over them.
    """
    nobody = layout.pair_zone.sums(weights) == 0
    if nobody.any():
        weights = np.where(nobody[:, layout.pair_zone.of], 1, weights)
    pairs = share_out(children, weights, layout.pair_zone)
    return layout.pair_at.sums(pairs)


def open_claims(children: Ints, layout: StageLayout, weights: Ints, closed: Bools, nearest: Ints) -> Ints:
    """Claims of ``children``, (replications, zones), at units that are not ``closed``, (replications, units).

    By the weights of the zone's open units, evenly where none of them has a weight; a zone without an open unit asks in
    the first zone of its row of ``nearest``, (zones, zones), that has one. Where no unit is open at all they ask where
    they belong.
    """
    is_open = ~closed[:, layout.pair_unit]
    has_open = layout.pair_zone.sums(is_open.astype(np.int64)) > 0
    asking = np.zeros_like(children)
    for zone in np.flatnonzero(children.any(axis=0)):
        target = nearest[zone][has_open[:, nearest[zone]].argmax(axis=1)]
        np.add.at(asking, (np.arange(len(children)), target), children[:, zone])
    open_weights = np.where(is_open, weights, 0)
    nobody = layout.pair_zone.sums(open_weights)[:, layout.pair_zone.of] == 0
    anywhere = has_open.any(axis=1, keepdims=True)
    even = np.where(nobody & is_open, 1, open_weights)
    return catchment_claims(asking, layout, np.where(anywhere, even, weights))


def admit(claims: Ints, places: Places, layout: StageLayout, groups: StageGroups, reach: Reach) -> Admitted:
    """Admit claims to entry places; ``claims`` : (replications, units, classes of claims).

    A school takes its own claims in their order. What is over goes, in rounds of proportional filling and in the
    order of claims, to the same group, the same zone, then to neighbouring zones within reach, nearest first.
    Nobody vanishes: entrants and awaiting sum to the claims.
    """
    entrants, room = np.zeros_like(claims[:, :, 0]), places.room
    sent: list[Ints] = []
    for home, asking in zip(places.home, np.moveaxis(claims, 2, 0), strict=True):
        taken = np.minimum(asking, np.maximum(home - entrants, 0))
        entrants = entrants + taken
        sent.append(asking - taken)
    to_group, sent_on = _offer_in_group(sent, places, entrants, room, groups)
    entrants, room = entrants + to_group, room - to_group
    overflow = [layout.by_zone.sums(asking) for asking in sent_on]
    for nth in range(len(places.overflow[0])):
        for order, asking in enumerate(overflow):
            if asking.any():
                free = np.minimum(np.maximum(places.overflow[order][nth] - entrants, 0), room)
                placed, overflow[order] = offer(asking, free, layout.by_zone, reach)
                entrants, room = entrants + placed, room - placed
    return Admitted(entrants, sum(sent, np.zeros_like(entrants)), sum(overflow, np.zeros_like(overflow[0])))


def _offer_in_group(
    sent: Sequence[Ints], places: Places, entrants: Ints, room: Ints, of: StageGroups
) -> tuple[Ints, Sequence[Ints]]:
    """Offer the first round's places to the overflow of the same group, where its kind shares pupils.

    Returns what each unit takes and the overflow still at each unit by class of claims.
    """
    if not of.one_school.any():
        return np.zeros_like(entrants), sent
    groups, shares = of.members, of.one_school
    taken, left = np.zeros_like(entrants), list(sent)
    for order, all_asking in enumerate(sent):
        asking = all_asking * shares
        if asking.any():
            free = np.minimum(np.maximum(places.overflow[order][0] - entrants - taken, 0), room - taken) * shares
            accepted = np.minimum(groups.sums(asking), groups.sums(free))
            taken = taken + share_out(accepted, free, groups)
            left[order] = all_asking - share_out(accepted, asking, groups)
    return taken, left


def offer(overflow: Ints, free: Ints, by_zone: Groups, reach: Reach) -> tuple[Ints, Ints]:
    """Offer free places to the overflow of the same zone, then of zones within reach, nearest first.

    Returns the places taken, (replications, units), and the overflow left, (replications, zones).
    """
    if not overflow.any():
        return np.zeros_like(free), overflow
    there = by_zone.sums(free)
    accepted = np.minimum(overflow, there)
    taken, left = share_out(accepted, free, by_zone), overflow - accepted
    # Few futures have overflow left, and places elsewhere.
    asking = np.flatnonzero(left.any(axis=1) & (there > accepted).any(axis=1))
    if len(asking):
        still_free = free[asking] - taken[asking]
        placed, left[asking] = _ask_neighbours(left[asking], still_free, by_zone, reach)
        taken[asking] += placed
    return taken, left


def _ask_neighbours(overflow: Ints, free: Ints, by_zone: Groups, reach: Reach) -> tuple[Ints, Ints]:
    """Send each zone's overflow to its next zone within reach, shared in proportion when they are too many.

    No zone has both overflow and free places of its own. Returns as ``offer``.
    """
    taken, there = np.zeros_like(free), by_zone.sums(free)
    matters = ((overflow > 0)[:, None] & (there > 0)[:, reach.targets]).any(axis=(0, 2))
    for nth in np.flatnonzero(matters):
        towards = reach.towards[nth]
        asking, origins = overflow * towards.asks, towards.origins
        asked = origins.sums(asking)
        accepted = np.minimum(asked, there)
        if accepted.any():
            taken += share_out(accepted, free - taken, by_zone)
            there = there - accepted
            # Most targets take everyone or no one: nothing has to be shared.
            everyone = accepted == asked
            overflow = overflow - asking * everyone[:, origins.of]
            overflow = overflow - share_out(accepted * ~everyone, asking, origins)
    return taken, overflow


def level_out(waiting: Ints, pupils: Ints, classes: Ints, layout: StageLayout, reach: Reach) -> tuple[Ints, Ints]:
    """Send who found no place to the least full schools in reach, child by child, whatever the cap.

    ``waiting`` : (replications, zones) of one grade; ``pupils``, ``classes`` : (replications, units) of that grade; a
    school without a class takes nobody. The classes of the schools in reach are filled to one common size, as small
    as it can be; zones go in the order of their stable hash. Returns what each unit takes and who still waits.
    """
    taken, left = np.zeros_like(pupils), waiting.copy()
    asking_zones = np.asarray(waiting.any(axis=0))
    for zone in reach.order[asking_zones[reach.order]]:
        open_to = classes * reach.zones[zone][layout.units.zone]
        asking = np.where(open_to.any(axis=1), left[:, zone], 0)
        now = pupils + taken
        free = _free_below(_common_size(asking, now, open_to), now, open_to)
        placed = share_out(asking[:, None], free, layout.whole)
        taken += placed
        left[:, zone] -= asking
    return taken, left


def _free_below(size: Ints, pupils: Ints, classes: Ints) -> Ints:
    """Places of each unit below a common class size, shape (replications, units)."""
    free: Ints = np.where(classes > 0, np.maximum(size[:, None] * classes - pupils, 0), 0)
    return free


def _common_size(asking: Ints, pupils: Ints, classes: Ints) -> Ints:
    """Smallest class size at which the units together hold who asks, shape (replications,); by bisection."""
    low: Ints = np.zeros(len(asking), dtype=np.int64)
    largest = np.where(classes > 0, -(-pupils // np.maximum(classes, 1)), 0).max(axis=1, initial=0)
    high: Ints = largest + asking
    while (low < high).any():
        middle = (low + high) // 2
        enough = _free_below(middle, pupils, classes).sum(axis=1) >= asking
        high = np.where(enough, middle, high)
        low = np.where(enough, low, np.minimum(middle + 1, high))
    return high


def place_in_grades(
    arrivals: Ints, tiers: Sequence[Ints], room: Ints, layout: StageLayout, reach: Reach
) -> tuple[Ints, Ints]:
    """Place arrivals in their own grade, round by round: same zone, then zones within reach.

    ``arrivals`` : (replications, zones, grades); ``tiers`` : free places (replications, units, grades), each not
    below the one before; ``room`` : (replications, units) most that a unit takes before its campus reaches its size
    limit. Returns what each unit takes and who is still without a place, same shapes as tiers and arrivals.
    """
    taken, left = np.zeros_like(tiers[0]), arrivals.copy()
    asks = arrivals > 0
    future, grade = np.nonzero(asks.any(axis=1))
    taken[future, :, grade], left[future, :, grade] = _seat(
        arrivals[future, :, grade], [free[future, :, grade] for free in tiers], room[future], layout, reach
    )
    # All grades at once, as if none took room from another; where one may have, which is rare, grade by grade.
    again = _short_of_room(taken, tiers[-1], room, asks, layout, reach)
    if len(again):
        taken[again], left[again] = _grade_by_grade(
            arrivals[again], [free[again] for free in tiers], room[again], layout, reach
        )
    return taken, left


def _short_of_room(taken: Ints, free: Ints, room: Ints, asks: Bools, layout: StageLayout, reach: Reach) -> Ints:
    """Futures in which a grade left a later one fewer places than it was taken to have, and somebody may ask for them.

    ``taken``, ``free`` : (replications, units, grades); ``asks`` : whether anybody does, (replications, zones, grades).
    """
    earlier = np.cumsum(taken, axis=2) - taken
    fewer = (earlier > 0) & (free + earlier > room[:, :, None])
    found = np.flatnonzero(fewer.reshape(len(fewer), -1).any(axis=1))
    near = reach.zones[:, layout.units.zone]
    return np.array([i for i in found if (fewer[i] & (near.T @ asks[i])).any()], dtype=np.int64)


def _grade_by_grade(
    arrivals: Ints, tiers: Sequence[Ints], room: Ints, layout: StageLayout, reach: Reach
) -> tuple[Ints, Ints]:
    """Place arrivals as ``place_in_grades`` does, a grade after those before it."""
    taken, left = np.zeros_like(tiers[0]), arrivals.copy()
    for grade in range(arrivals.shape[2]):
        taken[:, :, grade], left[:, :, grade] = _seat(
            arrivals[:, :, grade], [free[:, :, grade] for free in tiers], room, layout, reach
        )
        room = room - taken[:, :, grade]
    return taken, left


def _seat(asking: Ints, tiers: Sequence[Ints], room: Ints, layout: StageLayout, reach: Reach) -> tuple[Ints, Ints]:
    """Seat who asks, (rows, zones), in one tier of places, (rows, units), after the other.

    Returns what each unit takes and who is left.
    """
    seated, left = np.zeros_like(room), asking.copy()
    for free in tiers:
        rows = np.flatnonzero(left.any(axis=1))
        places = np.minimum(free[rows], room[rows]) - seated[rows]
        placed, left[rows] = offer(left[rows], places, layout.by_zone, reach)
        seated[rows] += placed
    return seated, left
