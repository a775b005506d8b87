"""Zones, travel and reach: ``docs/exact/README.md``, 3."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from seatsim.domain.county import Zone
from twin.sharing import stable_hash

Minutes = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Zones:
    """The county's zones and how far they are apart."""

    ids: tuple[str, ...]
    """In the order of ``County.zones``."""
    kind: dict[str, str]
    by_travel: dict[str, list[str]]
    """All zones from the nearest on, itself first (3.3)."""
    neighbours: dict[str, list[str]]
    """Neighbours within reach from the nearest on, without itself (3.4)."""

    def within_reach(self, zone: str) -> list[str]:
        """The zone itself and its neighbours within reach."""
        return [zone, *self.neighbours[zone]]


def neighbour_minutes(zones: Sequence[Zone]) -> Minutes:
    """Time between neighbours, both ways, the smaller where it is said twice (3.1)."""
    minutes: Minutes = {}
    for zone in zones:
        for other, time in zip(zone.neighbours, zone.minutes, strict=True):
            for pair in ((zone.id, other), (other, zone.id)):
                minutes[pair] = min(float(time), minutes.get(pair, math.inf))
    return minutes


def travel_minutes(zones: Sequence[Zone], near: Minutes) -> Minutes:
    """Time between all zones (3.2)."""
    ids = [zone.id for zone in zones]
    travel = {(i, j): 0.0 if i == j else near.get((i, j), math.inf) for i in ids for j in ids}
    for k in ids:
        for i in ids:
            for j in ids:
                travel[i, j] = min(travel[i, j], travel[i, k] + travel[k, j])
    return travel


def nearest_first(minutes: dict[str, float]) -> list[str]:
    """By time, ties by the zone's stable hash."""
    return sorted(minutes, key=lambda zone: (minutes[zone], stable_hash(zone)))


def make_zones(zones: Sequence[Zone], reach_minutes: float) -> Zones:
    """The zones of a county under a plan's reach."""
    ids = tuple(zone.id for zone in zones)
    near = neighbour_minutes(zones)
    travel = travel_minutes(zones, near)
    by_travel = {i: nearest_first({j: travel[i, j] for j in ids}) for i in ids}
    neighbours = {
        i: nearest_first({j: near[i, j] for j in ids if near.get((i, j), math.inf) <= reach_minutes}) for i in ids
    }
    return Zones(ids, {zone.id: zone.kind for zone in zones}, by_travel, neighbours)
