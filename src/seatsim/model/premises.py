"""What stands on an opening day: usable classrooms, and units that have none for good or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import CLASS_STAGES, Stage
from seatsim.model.cohorts import summed
from seatsim.model.fills import usable_rooms
from seatsim.model.state import Openings, World

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Premises:
    """What stands, by stage; arrays (replications, units)."""

    rooms: Mapping[Stage, Ints]
    """Usable classrooms [rooms]."""
    closed: Mapping[Stage, Bools]
    """Units without a classroom: merged, shut, converted, or not opened yet. Nobody belongs there, as against a unit
    whose rooms are only out of use while it is extended."""


def premises(openings: Openings, world: World) -> Premises:
    """What stands on the opening day."""
    rooms: dict[Stage, Ints] = {}
    closed: dict[Stage, Bools] = {}
    for stage, fills in world.fills.items():
        start = world.start.stages[stage]
        rooms[stage] = usable_rooms(start.rooms, fills, openings.opened, openings.under_way)
        if stage not in CLASS_STAGES:
            closed[stage] = np.zeros(start.rooms.shape, dtype=bool)
            continue
        standing = rooms[stage]
        if fills.closes.any() and openings.under_way.any():
            standing = usable_rooms(start.rooms, fills, openings.opened, np.zeros_like(openings.under_way))
        # A register may know pupils of a school and not its rooms: such a school is open.
        known = (start.rooms > 0) | (summed(start.pupils) == 0)
        closed[stage] = (standing == 0) & known
        if stage == "kindergarten" and openings.shut is not None:
            closed[stage] = closed[stage] | openings.shut
            rooms[stage] = rooms[stage] * ~openings.shut
    return Premises(rooms, closed)
