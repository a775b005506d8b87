"""The panel: pupils of entities by year and grade, with births, as read from files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.series import Series

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """A set of entities (schools, areas) over consecutive years and grades."""

    entities: tuple[str, ...]
    groups: tuple[str, ...]

    group_of: Ints
    """Place in ``groups`` of each entity, shape (entities,)."""

    first_year: int
    """Start of the first academic year."""

    grades: tuple[int, ...]
    """Consecutive grades; pupils enter the first."""

    pupils: Floats
    """Shape (entities, years, grades), NaN where not known [pupils]."""

    births: Floats | None
    """Births of the entities, (entities, birth years), NaN where not known; None: none of any [children]."""

    group_births: Floats | None
    """Births of the groups, (groups, birth years), likewise [children]."""

    births_first: int
    """Calendar year of the first column of either, 0 without births."""

    @property
    def years(self) -> int:
        """Number of years."""
        return int(self.pupils.shape[1])

    @property
    def has_births(self) -> bool:
        """Whether any births are known."""
        return self.births is not None or self.group_births is not None

    def series(self, lag: int, leads: int) -> Series:
        """Pupils with the births ``lag`` calendar years before each year of entry, ``leads`` years beyond the last."""
        births = self._by_entry(self.births, len(self.entities), lag, leads)
        group_births = self._by_entry(self.group_births, len(self.groups), lag, leads)
        return Series(self.pupils, self.group_of, births, group_births)

    def _by_entry(self, births: Floats | None, rows: int, lag: int, leads: int) -> Floats:
        """Births by year of entry, shape (rows, years + leads), NaN where not known."""
        aligned = np.full((rows, self.years + leads), np.nan)
        if births is None:
            return aligned
        columns = self.first_year + np.arange(self.years + leads) - lag - self.births_first
        there = (columns >= 0) & (columns < births.shape[1])
        aligned[:, there] = births[:, columns[there]]
        return aligned
