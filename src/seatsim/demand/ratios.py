"""Progression ratios at an origin: the group's by grade, its drift, and what an entity has for itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import discounted, log_of, none_known
from seatsim.demand.series import Ints, Series
from seatsim.demand.shrinkage import noise_of_years, shrunk

Floats = npt.NDArray[np.float64]

# Fixed on English authorities and the schools of Eau Claire, targets up to 2017/18.
GRADE_DISCOUNT = 0.8
DRIFT_DISCOUNT = 0.9
CELL_DISCOUNT = 0.8
ENTITY_DISCOUNT = 0.7
DAMPING = 0.8
"""What is left of a drift a year later: far ahead no drift of ordinary size is forecast."""
ORDINARY_DRIFT = 0.01
"""A common drift well below this (migration, private schools) fades; one well above it (dropping out) lasts [log]."""


@dataclass(frozen=True)
class Ratios:
    """Log progression ratios known at an origin; grade 0 of each array is the entry grade and has none (NaN)."""

    of_grade: Floats
    """What lasts, of each group, shape (groups, grades) [log]."""

    of_total: Floats
    """The same of all pupils of the group, those who change school too, shape (groups, grades) [log]."""

    drift: float
    """Drift of all groups in all grades, which fades [log]."""

    group_drift: Floats
    """The group's own drift in all grades, shape (groups,) [log]."""

    own: Floats
    """The entity's own part, shape (entities, grades) [log]."""

    entity_drift: Floats
    """The entity's own drift in all grades, shape (entities,) [log]."""

    group_of: Ints
    """Group of each entity, shape (entities,)."""

    def ahead(self, lead: int) -> Floats:
        """Log ratios into the grades ``lead`` years after the origin, shape (entities, grades) [log]."""
        own = self.own + DAMPING ** (lead - 1) * self.entity_drift[:, None]
        return (self.of_grade + self._fading(lead))[self.group_of] + own

    def of_groups(self, lead: int) -> Floats:
        """The same of all pupils of the groups, shape (groups, grades) [log]."""
        return self.of_total + self._fading(lead)

    def _fading(self, lead: int) -> Floats:
        """What is left of the drifts, shape (groups, 1) [log]."""
        return DAMPING**lead * self.drift + DAMPING ** (lead - 1) * self.group_drift[:, None]


def ratios(series: Series) -> Ratios:
    """Ratios as the origin knows them, from all years up to it.

    All groups together have a part of each grade and a drift; a group keeps as much of its own difference from them as
    stands out from noise, and an entity of its difference from the group.
    """
    now, before = pairs(series.pupils)
    of_all = _of_sums(now, before)
    common = _median(of_all)
    lasting = _lasting(common)
    drift = float(discounted(common[None], DRIFT_DISCOUNT)[0]) - lasting
    of_grade = lasting + discounted((of_all - common[:, None])[None], GRADE_DISCOUNT)[0]
    group_now, group_before = series.sums(now), series.sums(before)
    group_own, group_drift = _differences(group_now, group_before * np.exp(of_all))
    of_total = lasting + discounted(_in_total(series, now, before) - common[:, None], GRADE_DISCOUNT)
    of_year = log_of(group_now) - log_of(group_before)
    own, entity_drift = _differences(now, before * np.exp(of_year[series.group_of]))
    of_group = of_grade + group_own
    of_total = np.where(np.isnan(of_total), of_group, of_total)
    return Ratios(of_group, of_total, drift, group_drift, own, entity_drift, series.group_of)


def _differences(now: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Own part by grade (units, grades) and own drift in all grades (units,) of groups or entities [log]."""
    own = shrunk(now, expected, CELL_DISCOUNT, noise_of_years(now, expected))
    whole = _of_all_grades(now, expected * np.exp(own)[:, None])
    return own, shrunk(*whole, ENTITY_DISCOUNT, noise_of_years(*whole))[:, 0]


def pairs(pupils: Floats) -> tuple[Floats, Floats]:
    """Pupils of a year and those of the grade below a year before, NaN unless both are known.

    Each of shape (entities, years - 1, grades), the first grade NaN.
    """
    now, before = pupils[:, 1:].copy(), np.full((len(pupils), pupils.shape[1] - 1, pupils.shape[2]), np.nan)
    before[:, :, 1:] = pupils[:, :-1, :-1]
    neither = np.isnan(now) | np.isnan(before)
    now[neither] = before[neither] = np.nan
    return now, before


def _of_sums(now: Floats, before: Floats) -> Floats:
    """Log ratio of all entities by year and grade, shape (years - 1, grades) [log]."""
    return log_of(np.nansum(now, axis=0)) - log_of(np.nansum(before, axis=0))


def _in_total(series: Series, now: Floats, before: Floats) -> Floats:
    """Log ratio of each group, year and grade over all pupils of the entities open in both years, (groups, ...) [log].

    So pupils may change school between two grades.
    An entity that ever holds both grades counts in the years in which both are known: a gap is no loss of pupils.
    """
    open_now = np.nansum(series.pupils, axis=2) > 0
    both_open = (open_now[:, 1:] & open_now[:, :-1])[..., None]
    within = ~none_known(now, 1)[:, None]
    below = np.full(now.shape, np.nan)
    below[:, :, 1:] = series.pupils[:, :-1, :-1]
    gone_up = np.where(within, now, np.where(both_open, series.pupils[:, 1:], np.nan))
    came_from = np.where(within, before, np.where(both_open, below, np.nan))
    return log_of(series.sums(gone_up)) - log_of(series.sums(came_from))


def _lasting(common: Floats) -> float:
    """Part of the common drift (years,) that is no passing one [log].

    Reckoned from the middle year, so that one bad year does not last.
    """
    middle = float(np.median(common))
    size = (middle / ORDINARY_DRIFT) ** 4
    return middle * size / (1.0 + size)


def _median(of_year: Floats) -> Floats:
    """Median over the grades known, (years, grades) to (years,), zero where there is none."""
    known = ~none_known(of_year, 1)
    middle: Floats = np.nanmedian(np.where(known[:, None], of_year, 0.0), axis=1)
    return middle


def _of_all_grades(now: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Sums over the grades known, shape (entities, years, 1), NaN where there is none."""
    none = (np.isnan(now) | np.isnan(expected)).all(2, keepdims=True)
    there = np.isfinite(now) & np.isfinite(expected)
    had, due = (np.where(there, of, 0.0).sum(2, keepdims=True) for of in (now, expected))
    return np.where(none, np.nan, had), np.where(none, np.nan, due)
