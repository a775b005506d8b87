"""Bridges: what serves the same need as a building, at equal crowding, and what it costs.

Every function takes the pupils to be served and returns the cost to the horizon. Rooms are bought in the year in which
more are needed than ever before, at that year's price; what is not needed any more has no value and no upkeep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.comparing.stock import Stock

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """Prices of the baseline year and how they grow."""

    temporary: float
    """A temporary room [10^4 yuan/room]."""
    conversion: float
    """A room of one stage fitted out for another [10^4 yuan/room]."""
    bus: float
    """A pupil taken to the neighbouring zone and back [10^4 yuan/pupil-year]."""
    upkeep: float
    """A room's upkeep [10^4 yuan/room-year]."""
    life: float
    """Years over which the price of a building is spread [years]."""
    dearer: Floats
    """Factor on prices of rooms, shape (years,)."""
    grown: Floats
    """Factor on yearly costs other than pay, shape (years,)."""


@dataclass(frozen=True)
class Offer:
    """One bridge for one need."""

    cost: Floats
    """To the horizon, shape (replications,) [10^4 yuan]."""
    served: Ints
    """Pupil-years served by what the bridge is named after, the rest by temporary rooms, shape (replications,)."""
    bought: Floats
    """Temporary rooms bought, in rooms at the baseline's price, shape (replications,) [rooms]."""


def temporary_rooms(need: Ints, planning: int, prices: Prices) -> Offer:
    """Temporary rooms for everybody: bought when first needed, kept up while needed."""
    return _offer(0.0, rooms_for(need, planning), need.sum(axis=0), prices)


def freed_rooms(need: Ints, planning: int, free: Ints, prices: Prices) -> Offer:
    """Rooms that the zone's other stages leave free, as far as there are any in the year; else temporary rooms.

    ``free`` : (years, replications) [rooms]. A freed room is fitted out once; its upkeep is paid either way.
    """
    rooms = rooms_for(need, planning)
    converted = np.minimum(rooms, free)
    fitted = prices.conversion * _bought(converted, prices.dearer)
    return _offer(fitted, rooms - converted, np.minimum(need, converted * planning).sum(axis=0), prices)


def buses(need: Ints, planning: int, empty: Ints, prices: Prices) -> Offer:
    """Buses to empty seats of the same stage in zones within reach, as far as there are any; else temporary rooms.

    ``empty`` : (years, replications) [seats].
    """
    riding = np.minimum(need, empty)
    fares = prices.bus * (riding * prices.grown[:, None]).sum(axis=0)
    return _offer(fares, rooms_for(need - riding, planning), riding.sum(axis=0), prices)


BRIDGES = ("temporary", "freed_rooms", "buses")


def offers(
    need: Ints, planning: int, others: Sequence[Stock], near: Sequence[Stock], prices: Prices
) -> Mapping[str, Offer]:
    """Every bridge for a need; ``others`` are the zone's other stages, ``near`` the same stage within reach."""
    nothing = np.zeros_like(need)
    free = sum((stock.free_rooms for stock in others), nothing)
    empty = sum((stock.empty for stock in near), nothing)
    return {
        "temporary": temporary_rooms(need, planning, prices),
        "freed_rooms": freed_rooms(need, planning, free, prices),
        "buses": buses(need, planning, empty, prices),
    }


def rooms_for(pupils: Ints, planning: int) -> Ints:
    """Rooms for so many pupils at the planning size."""
    return -(-pupils // planning)


def _offer(own: Floats | float, rooms: Ints, served: Ints, prices: Prices) -> Offer:
    """What is spent on a bridge itself, and on temporary rooms, (years, replications), bought and kept up."""
    bought = _bought(rooms, prices.dearer)
    return Offer(own + prices.temporary * bought + _upkeep(rooms, prices), served, bought)


def _upkeep(rooms: Ints, prices: Prices) -> Floats:
    """Upkeep of the rooms needed, shape (replications,) [10^4 yuan]."""
    return np.asarray(prices.upkeep * (rooms * prices.grown[:, None]).sum(axis=0))


def most_of_temporary(need: Ints, planning: int, prices: Prices) -> Floats:
    """What temporary rooms cannot pass for this need or a smaller one: all bought at the highest price [10^4 yuan]."""
    rooms = rooms_for(need, planning)
    return np.asarray(prices.temporary * prices.dearer.max() * rooms.max(axis=0) + _upkeep(rooms, prices))


def _bought(rooms: Ints, dearer: Floats) -> Floats:
    """Rooms bought, each weighted with the factor of the year in which it first is needed, shape (replications,)."""
    most = np.maximum.accumulate(rooms, axis=0)
    new = np.diff(most, axis=0, prepend=np.zeros_like(most[:1]))
    return np.asarray((new * dearer[:, None]).sum(axis=0))


LEVELS = tuple(step / 20 for step in range(10, 41))
"""Birth levels looked at: 0.5 to 2.0 times the run's children born after the last known year, in steps of 0.05."""


def birth_level(bridge: Callable[[float], float], build: float, most: float) -> dict[str, object]:
    """Smallest level at which a building costs at most the cheapest bridge, both on average.

    ``bridge`` gives the mean cost of the cheapest bridge at a level, which never passes ``most``. ``state`` is
    ``always`` (already at the lowest level looked at), ``at`` (``factor`` is the level) or ``never`` (at none).
    """
    for place, level in enumerate(LEVELS if build <= most else ()):
        if build <= bridge(level):
            return {"state": "at" if place else "always", "factor": level if place else None}
    return {"state": "never", "factor": None}
