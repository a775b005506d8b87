"""What a forecast has to beat: last year's value, and plain cohort survival with and without births."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import mean, none_known, ratio
from seatsim.demand.series import Series

Floats = npt.NDArray[np.float64]

YEARS = 3
"""The progression ratios of so many years are averaged."""


def naive(series: Series, leads: int) -> Floats:
    """The last year again, shape (leads, entities, grades) [pupils]."""
    return np.repeat(series.pupils[None, :, -1], leads, axis=0)


def survival(series: Series, leads: int) -> Floats:
    """Mean of each cell's last three progression ratios, the last entry again; shape (leads, entities, grades)."""
    entry = np.repeat(series.pupils[None, :, -1, 0], leads, axis=0)
    return _up(series, entry)


def survival_births(series: Series, leads: int) -> Floats:
    """The same with births times the mean of the last three entries per birth; births not yet known as the last.

    Entities without births of their own take the mean share of the group's, shape (leads, entities, grades) [pupils].
    """
    shared = np.where(none_known(series.births, 1, keepdims=True), series.group_births[series.group_of], series.births)
    births = _held(shared)
    per_birth = _mean_ratio(series.pupils[:, :, 0], shared[:, : series.years])
    return _up(series, (per_birth[:, None] * births[:, series.years : series.years + leads]).T)


def _up(series: Series, entry: Floats) -> Floats:
    """Every cohort by the cell's own mean ratio, behind the entrants (leads, entities).

    A cell without a ratio or births (a new school, a first grade that others feed) keeps its last value, so that there
    is a plain forecast wherever there is any.
    """
    pupils = series.pupils
    last = pupils[:, -1]
    ratios = _mean_ratio(pupils[:, 1:, 1:], pupils[:, :-1, :-1])
    ahead = np.empty((len(entry), *pupils[:, -1].shape))
    before = pupils[:, -1]
    for lead in range(len(entry)):
        ahead[lead, :, 0], ahead[lead, :, 1:] = entry[lead], before[:, :-1] * ratios
        before = ahead[lead] = np.where(np.isnan(ahead[lead]), last, ahead[lead])
    return ahead


def _mean_ratio(now: Floats, before: Floats) -> Floats:
    """Mean ratio of those of the last three years that have one, (entities, years, ...) to (entities, ...) [-]."""
    return mean(ratio(now[:, -YEARS:], before[:, -YEARS:]), 1)


def _held(births: Floats) -> Floats:
    """Births with the last known ones repeated where they are not known."""
    held = births.copy()
    for year in range(1, held.shape[1]):
        held[:, year] = np.where(np.isnan(held[:, year]), held[:, year - 1], held[:, year])
    return held
