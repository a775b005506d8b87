"""Entry classes that can be staffed: too few teachers cap them, temporary teachers keep the hard cap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.model.apportion import share_out
from seatsim.model.classes import planned_classes
from seatsim.model.layout import StageLayout

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class StaffedEntry:
    """Entry classes of a stage; arrays (replications, units) [classes]."""

    classes: Ints
    """Classes opened."""
    unstaffed: Ints
    """Classes not opened for want of teachers."""
    temporary: Ints
    """Classes opened all the same, with temporary teachers, because larger ones would pass the hard cap."""


def cap_entry_classes(
    entrants: Ints, wanted: Ints, going_on: Ints, carried: Ints, cap: int, here: StageLayout
) -> StaffedEntry:
    """Cap the entry classes of a stage at what its teachers carry beyond the classes that go on.

    ``entrants``, ``wanted`` : (replications, units); ``going_on``, ``carried`` : (replications,) classes. Schools share
    what can be opened in proportion to what they want beyond the fewest classes that keep the hard cap.
    """
    least = np.minimum(planned_classes(entrants, cap), wanted)
    allowed = np.maximum(carried - going_on, 0)
    fewest = least.sum(axis=1)
    total = np.clip(allowed, fewest, wanted.sum(axis=1))
    classes = least + share_out((total - fewest)[:, None], wanted - least, here.whole)
    temporary = share_out(np.maximum(fewest - allowed, 0)[:, None], least, here.whole)
    return StaffedEntry(classes, wanted - classes, temporary)
