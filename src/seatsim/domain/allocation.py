"""Crowding split against the best possible allocation: too few seats, seats in the wrong place, choice and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import SeatsimError
from seatsim.domain.stages import Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PARTS: tuple[str, ...] = ("too_few_seats", "seats_in_wrong_place", "choice_and_rules")
"""What crowding is split into, in the order in which the parts are taken off."""


@dataclass(frozen=True)
class AllocationSplit:
    """Crowding beside the best possible allocation, by stage of compulsory schooling.

    Crowding = pupils beyond the standard seats of their school + pupils without a place [pupils].
    """

    years: tuple[int, ...]
    """Academic years; the first is the baseline."""
    parts: Mapping[Stage, Ints]
    """Simulated crowding by ``PARTS``, shape (years, replications, 3) [pupils]; the parts add up to it exactly."""
    unplaced: Mapping[Stage, Ints]
    """Pupils without a place in the best allocation, which keeps every room of a stage to itself and to the hard
    cap, shape (years, replications) [pupils]; a run that lends or makes rooms may leave fewer."""
    minutes: Mapping[Stage, Floats]
    """Travel to other zones in the best allocation, shape (years, replications) [pupils × minutes]."""

    def simulated(self, stage: Stage) -> Ints:
        """Crowding as simulated, shape (years, replications) [pupils]."""
        return np.asarray(self.parts[stage].sum(axis=-1))

    def best(self, stage: Stage) -> Ints:
        """Crowding that no allocation within reach avoids, shape (years, replications) [pupils]."""
        return np.asarray(self.parts[stage][..., :2].sum(axis=-1))


class AllocationError(SeatsimError):
    """An answer of the solver that did not pass the re-check; carries stage, year and replications."""

    def __init__(self, stage: Stage, year: int, replications: Sequence[int], failed: str) -> None:
        self.stage = stage
        self.year = year
        self.replications = tuple(replications)
        self.failed = failed
        numbers = ", ".join(map(str, self.replications))
        super().__init__(f"best allocation of {stage}, {year}, replication {numbers}: {failed}")
