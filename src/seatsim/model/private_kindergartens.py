"""Private kindergartens that stay empty and close by themselves: nature's doing, no lever."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.domain.scenario import PrivateKindergartens
from seatsim.model.layout import StageLayout
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Closings:
    """Which private kindergartens have closed, in every replication."""

    def __init__(self, here: StageLayout, nature: PrivateKindergartens, draws: Draws, replications: Ints) -> None:
        self._here, self._nature, self._draws, self._replications = here, nature, draws, replications
        shape = (len(replications), len(here.units.school))
        self._empty_years = np.zeros(shape, dtype=np.int64)
        self.shut: Bools = np.zeros(shape, dtype=bool)
        """Closed, shape (replications, units); for good."""

    def look(self, pupils: Ints, rooms: Ints, planning: int, year: int) -> None:
        """Look at the opening day of ``year``: who has stayed under the stated use long enough may close next summer.

        ``pupils``, ``rooms`` : (replications, units).
        """
        private = ~self._here.units.public & (rooms > 0)
        empty = private & (pupils < self._nature.use_below * planning * rooms)
        self._empty_years = np.where(empty, self._empty_years + 1, 0)
        if not self._nature.on or not empty.any():
            return
        schools = self._here.units.school
        uniforms = self._draws.uniforms("private-kindergarten/closes", schools, self._replications, year)[:, :, 0]
        at_risk = self._empty_years >= self._nature.years
        self.shut = self.shut | (at_risk & (uniforms < self._nature.closing_probability))
