"""What buildings serve and cost: the pupils who sit there only because of them, capital, upkeep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.comparing.bridges import Prices
from seatsim.comparing.stock import Stock

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Building:
    """One project's rooms of one stage, or those of several projects in one zone."""

    added: Ints
    """Seats that it adds while it is open, shape (years, replications) [seats]."""
    planning: int
    """Planning size of a class [pupils]."""
    capital: Floats
    """Final cost, 0 where it does not open by the horizon, shape (replications,) [10^4 yuan]."""
    used: Floats
    """Of that, the years used of the years a building lives, same shape [10^4 yuan]."""

    def need(self, here: Stock) -> Ints:
        """Pupils of the stage and zone for whom its other seats do not suffice, at most the building's own.

        clip(pupils − (seats − own seats), 0, own seats), shape (years, replications) [pupils].
        """
        return np.asarray(np.clip(here.pupils - (here.seats - self.added), 0, self.added))

    def seated(self, here: Stock) -> Floats:
        """Its seats in use if the zone's pupils fill all its seats in proportion, (years, replications) [pupils]."""
        use = np.divide(here.pupils, here.seats, out=np.ones(here.seats.shape), where=here.seats > 0)
        return np.asarray(self.added * np.minimum(use, 1.0))

    def upkeep(self, prices: Prices) -> Floats:
        """Upkeep of all its rooms from opening to the horizon, shape (replications,) [10^4 yuan]."""
        rooms = self.added / self.planning
        return np.asarray(prices.upkeep * (rooms * prices.grown[:, None]).sum(axis=0))

    def cost(self, prices: Prices) -> Floats:
        """Whole capital and upkeep, shape (replications,) [10^4 yuan]."""
        return np.asarray(self.capital + self.upkeep(prices))

    def spread(self, prices: Prices) -> Floats:
        """Capital for the years used only, and upkeep, shape (replications,) [10^4 yuan]."""
        return np.asarray(self.used + self.upkeep(prices))


def building(seats: int, opens: Floats, cost: Floats, years: tuple[int, ...], planning: int, life: float) -> Building:
    """One project's rooms of a stage; ``opens`` and ``cost`` : (replications,), inf where it does not open."""
    added = seats_open(seats, opens, years)
    capital = np.where(np.isfinite(opens), cost, 0.0)
    used = capital * np.minimum((np.array(years)[:, None] >= opens).sum(axis=0) / life, 1.0)
    return Building(added, planning, capital, used)


def seats_open(seats: int, opens: Floats, years: tuple[int, ...]) -> Ints:
    """Seats of a project in the years in which it is open, shape (years, replications) [seats]."""
    return np.asarray(seats * (np.array(years)[:, None] >= opens), dtype=np.int64)


def together(buildings: Sequence[Building]) -> Building:
    """Several projects of one stage and zone as one."""
    return Building(
        np.sum([each.added for each in buildings], axis=0),
        buildings[0].planning,
        np.sum([each.capital for each in buildings], axis=0),
        np.sum([each.used for each in buildings], axis=0),
    )
