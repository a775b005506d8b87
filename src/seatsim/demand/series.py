"""Pupils of entities by year and grade, with the births behind their entry, as one origin knows them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """What is known of a set of entities at an origin, which is the last year."""

    pupils: Floats
    """Shape (entities, years, grades), NaN where not known [pupils]."""

    group_of: Ints
    """Group of each entity, shape (entities,)."""

    births: Floats
    """Births that enter in each year, years after the origin too; (entities, years + leads), NaN: not known."""

    group_births: Floats
    """The same of each group; (groups, years + leads), NaN: not known [children]."""

    @property
    def years(self) -> int:
        """Years up to and with the origin."""
        return int(self.pupils.shape[1])

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.group_births)

    def until(self, years: int, lag: int) -> Series:
        """The first ``years`` years, as known then: of births those of the years to that origin, ``lag`` years on."""
        births, group_births = (self._known(of, years, lag) for of in (self.births, self.group_births))
        return Series(self.pupils[:, :years], self.group_of, births, group_births)

    def _known(self, births: Floats, years: int, lag: int) -> Floats:
        """Births by year of entry without those born after the origin, as many columns as before."""
        leads = births.shape[1] - self.years
        known = births[:, : years + leads].copy()
        known[:, years + lag :] = np.nan
        return known

    def sums(self, of_entities: Floats) -> Floats:
        """Sums over the entities of each group where known, shape (groups, ...)."""
        total = np.zeros((self.groups, *of_entities.shape[1:]))
        # One after the other, in one order on every machine: a product of matrices has none.
        np.add.at(total, self.group_of, np.nan_to_num(of_entities))
        return total
