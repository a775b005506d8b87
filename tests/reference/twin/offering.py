"""Offering free places to zones: ``docs/exact/README.md``, 9."""

from __future__ import annotations

from books import Counts

from seatsim.domain.stages import Stage
from twin.sharing import share_out
from twin.world import World


class Offer:
    """One offer of the free places of a stage's units to who asks outside his own school."""

    def __init__(self, world: World, stage: Stage, asking: Counts, free: Counts) -> None:
        """Who asks by zone, free places by unit."""
        self.world = world
        self.left = dict(asking)
        """Who has no place, by zone."""
        self.taken = dict.fromkeys(world.units[stage], 0)
        """Whom each unit took."""
        self._free = dict(free)
        self._units = {zone: world.units_in(stage, zone) for zone in world.zones.ids}
        self._own_zone()
        most = max(len(near) for near in world.zones.neighbours.values())
        for n in range(most):
            self._neighbours(n)

    def _free_in(self, zone: str) -> Counts:
        return {unit: self._free[unit] for unit in self._units[zone]}

    def _fill(self, zone: str, number: int) -> None:
        """Children take places of a zone, in proportion to what is free."""
        for unit, part in share_out(number, self._free_in(zone)).items():
            self.taken[unit] += part
            self._free[unit] -= part

    def _own_zone(self) -> None:
        """Every zone's children ask at its own units (9.1)."""
        for zone in self.world.zones.ids:
            found = min(self.left[zone], sum(self._free_in(zone).values()))
            self._fill(zone, found)
            self.left[zone] -= found

    def _neighbours(self, n: int) -> None:
        """Every zone with somebody left asks its n-th nearest neighbour within reach, all at once (9.2)."""
        asked: dict[str, Counts] = {}
        for zone, near in self.world.zones.neighbours.items():
            if self.left[zone] > 0 and n < len(near):
                asked.setdefault(near[n], {})[zone] = self.left[zone]
        for host, guests in asked.items():
            accepted = min(sum(guests.values()), sum(self._free_in(host).values()))
            self._fill(host, accepted)
            for zone, part in share_out(accepted, guests).items():
                self.left[zone] -= part
