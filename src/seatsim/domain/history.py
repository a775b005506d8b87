"""Pupils of earlier years, as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import Stage

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """Pupils by year, grade and place; the last year is the baseline, as in the register."""

    first_year: int
    """Academic year of the first row of every array [academic year]."""
    schools: Mapping[Stage, Floats]
    """By school of the register, shape (years, schools, grades); NaN where nothing is stated [pupils]."""
    zones: Mapping[Stage, Floats]
    """Summed by the zone of the school, shape (years, zones, grades) [pupils].

    NaN where a school of the zone that has pupils of the grade in the baseline year states none (0 is a statement), and
    where no school of the county states the grade at all.
    """

    @property
    def years(self) -> range:
        """Years of the arrays, gaps included [academic year]."""
        return range(self.first_year, self.first_year + len(next(iter(self.zones.values()))))

    def county(self, stage: Stage) -> Floats:
        """The county's pupils, shape (years, grades); NaN where a zone is not known [pupils]."""
        total: Floats = self.zones[stage].sum(axis=1)
        return total

    def known(self, stage: Stage) -> tuple[int, ...]:
        """Years in which every grade of a stage is known in every zone [academic year]."""
        gaps = np.isnan(self.county(stage)).sum(axis=1)
        return tuple(year for year, missing in zip(self.years, gaps, strict=True) if not missing)
