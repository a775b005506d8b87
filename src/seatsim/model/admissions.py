"""Admission to entry places: home school, same zone, neighbouring zones, over the standard, awaiting a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.model.apportion import Groups, share_out
from seatsim.model.layout import Reach, StageLayout, Towards

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Admitted:
    """Result of one stage's admission."""

    entrants: Ints
    """Admitted at each unit, shape (replications, units) [pupils]."""
    awaiting: Ints
    """Without a place, by zone, shape (replications, zones) [pupils]."""


def catchment_claims(children: Ints, layout: StageLayout, weights: Ints) -> Ints:
    """Claims at each unit from the children of each zone, shape (replications, units) [pupils].

    ``children`` : (replications, zones); ``weights`` : (replications, pairs), one per catchment pair. A zone none
    of whose schools has a weight spreads its children evenly over them.
    """
    nobody = layout.pair_zone.sums(weights)[:, layout.pair_zone.of] == 0
    pairs = share_out(children, np.where(nobody, 1, weights), layout.pair_zone)
    claims = np.zeros((len(children), len(layout.units.school)), dtype=np.int64)
    np.add.at(claims.T, layout.pair_unit, pairs.T)
    return claims


def admit(claims: Ints, tiers: Sequence[Ints], layout: StageLayout, reach: Reach, overflow_room: Ints) -> Admitted:
    """Admit claims to entry places, open gate.

    ``claims`` : (replications, units); ``tiers`` : entry places in the order in which overflow is offered
    them, each (replications, units) and not below the one before, the last up to the hard cap;
    ``overflow_room`` : most overflow that a unit takes before its campus reaches its size limit.

    A school takes its own claims up to the hard cap. What is over goes, in rounds of proportional filling,
    to the same zone, then to neighbouring zones within reach, first up to the standard class, then up to the
    hard cap. Nobody vanishes: entrants and awaiting sum to the claims.
    """
    entrants = np.minimum(claims, tiers[-1])
    room = overflow_room
    overflow = layout.by_zone.sums(claims - entrants)
    for places in tiers:
        free = np.minimum(np.maximum(places - entrants, 0), room)
        placed, overflow = _offer(overflow, free, layout.by_zone, reach)
        entrants = entrants + placed
        room = room - placed
    return Admitted(entrants, overflow)


def _offer(overflow: Ints, free: Ints, by_zone: Groups, reach: Reach) -> tuple[Ints, Ints]:
    """Offer free places to the overflow of the same zone, then of zones within reach, nearest first.

    Returns the places taken, (replications, units), and the overflow left, (replications, zones).
    """
    taken = np.zeros_like(free)
    if not overflow.any():
        return taken, overflow
    accepted = np.minimum(overflow, by_zone.sums(free))
    taken += share_out(accepted, free, by_zone)
    overflow = overflow - accepted
    for towards in reach.towards:
        if not overflow.any():
            break
        accepted_from, accepted = _ask_neighbours(overflow, by_zone.sums(free - taken), towards)
        taken += share_out(accepted, free - taken, by_zone)
        overflow = overflow - accepted_from
    return taken, overflow


def _ask_neighbours(overflow: Ints, free: Ints, towards: Towards) -> tuple[Ints, Ints]:
    """Send each zone's overflow to its next zone within reach, shared in proportion when they are too many.

    Returns what each origin placed and what each target accepted, both (replications, zones).
    """
    asking = overflow * towards.asks
    accepted = np.minimum(towards.origins.sums(asking), free)
    return share_out(accepted, asking, towards.origins), accepted


def place_in_grades(arrivals: Ints, free: Ints, layout: StageLayout, reach: Reach) -> tuple[Ints, Ints]:
    """Place arrivals in their own grade: same zone, then zones within reach.

    ``arrivals`` : (replications, zones, grades); ``free`` : (replications, units, grades) places.
    Returns what each unit takes and who is still without a place, same shapes.
    """
    taken = np.zeros_like(free)
    left = arrivals.copy()
    for grade in np.flatnonzero(arrivals.any(axis=(0, 1))):
        taken[:, :, grade], left[:, :, grade] = _offer(arrivals[:, :, grade], free[:, :, grade], layout.by_zone, reach)
    return taken, left


def take_away(leavers: Ints, pupils: Ints, layout: StageLayout) -> Ints:
    """Leavers of each unit-grade from those of each zone-grade, in proportion to the pupils.

    ``leavers`` : (replications, zones, grades); ``pupils`` : (replications, units, grades), same shape returned.
    """
    count = len(pupils)
    return share_out(leavers.reshape(count, -1), pupils.reshape(count, -1), layout.by_cell).reshape(pupils.shape)
