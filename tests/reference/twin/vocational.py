"""Vocational and special: ``docs/exact/movement-and-claims.md``, 15."""

from __future__ import annotations

import math
from dataclasses import dataclass

from books import Counts

from twin.claims import yearly_places
from twin.openings import OpeningDay
from twin.sharing import share_out
from twin.world import State, World


@dataclass(frozen=True)
class Vocational:
    """Who enters vocational, and who studies elsewhere."""

    entrants: Counts
    places: Counts
    elsewhere: int


def enter_vocational(world: World, opening: OpeningDay, settled: State, asking: int, share: float) -> Vocational:
    """Of who goes on without a senior place, the vocational share (15.1)."""
    places = yearly_places(world, "vocational", opening)
    rounding = world.chance.entry_rounding("vocational", opening.year)
    staying = min(math.floor(asking * share + rounding), asking)
    weights = places
    if sum(places.values()) == 0:
        weights = {unit: max(1, sum(cells)) for unit, cells in settled.pupils["vocational"].items()}
    entrants = share_out(staying, weights)
    return Vocational(entrants, places, asking - sum(entrants.values()))
