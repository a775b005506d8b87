"""Draws of which every one made after a day is another seed's: what must not matter to who decides on that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.model.streams import Draws, Words


@dataclass(frozen=True)
class OtherLater(Draws):
    """Draws that are another seed's after academic year ``last``, for births after the calendar year before."""

    last: int = 0
    other: int = 99

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | Words,
        replications: npt.NDArray[np.int64],
        year: int,
        cells: int = 1,
    ) -> npt.NDArray[np.float64]:
        """The seed's own up to the last year, then another's."""
        later = year > self.last - (decision == "births")
        draws = Draws(self.other if later else self.seed)
        return draws.uniforms(decision, entities, replications, year, cells)
