"""Who enters the first grade: births times a ratio that wanders, or a share of the group's entry."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import discounted, is_unknown, log_of, mean, none_known
from seatsim.demand.series import Series
from seatsim.demand.smoothing import pick, smoothed
from seatsim.demand.step import entry as per_birth
from seatsim.demand.usual import active

Floats = npt.NDArray[np.float64]

# Fixed on English authorities and the schools of Eau Claire, targets up to 2017/18.
GROUP_DISCOUNT = 0.9
BIRTHS_TREND_YEARS = 3
BIRTHS_DAMPING = 0.8


def entrants(series: Series, leads: int) -> Floats:
    """Pupils expected in the first grade, shape (leads, entities), NaN where an entity has none [pupils].

    Where there is nothing to reckon with, as where nobody ever entered, the last year's stand.
    """
    by_births = _by_births(series, leads)
    by_share = _by_share(series, leads)
    expected = np.where(np.isnan(by_births), by_share, by_births)
    expected = np.where(np.isnan(expected), series.pupils[:, -1, 0], expected)
    return np.where(active(series), expected, np.nan)


def births_known(series: Series, leads: int) -> int:
    """Number of leads whose entrants are born at the origin, in most that have births at all; all without births."""
    births = np.vstack((series.births, series.group_births))
    births = births[~none_known(births[:, : series.years], 1)]
    ahead = is_unknown(births[:, series.years : series.years + leads])
    gone = 2 * ahead.sum(0) > len(births)
    return int(np.argmax(gone)) if gone.any() else leads


def births_spread(series: Series) -> tuple[float, float]:
    """Standard deviation of a year's change in births, common to all and of each alone [log]; zero without births."""
    births = series.births if not is_unknown(series.births).all() else series.group_births
    change = np.diff(log_of(births), axis=1)
    common = mean(change, 0, np.nan_to_num(births[:, 1:]))
    own = change - common
    known = common[~is_unknown(common)]
    return (float(known.std()) if len(known) else 0.0), float(np.sqrt(np.nan_to_num(mean(own**2, (0, 1)))))


def _by_births(series: Series, leads: int) -> Floats:
    """From the entity's own births: the group's ratio and the entity's deviation from it, smoothed."""
    births = to_come(series.births, series.years + leads, series.group_of, series.groups)
    born = series.births[:, : series.years]
    entries = series.pupils[:, :, 0]
    neither = np.isnan(born) | np.isnan(entries)
    came, due = (np.where(neither, np.nan, of) for of in (entries, born))
    of_group = log_of(series.sums(came)) - log_of(series.sums(due))
    deviation = log_of(came) - log_of(due) - of_group[series.group_of]
    mean_of_group = discounted(of_group, GROUP_DISCOUNT)[series.group_of]
    return per_birth(births[:, series.years :].T, mean_of_group + _level(deviation, entries))


def _by_share(series: Series, leads: int) -> Floats:
    """From the group's entry: its births times their ratio, or its entry smoothed; shares of it smoothed."""
    entry = np.where(active(series)[:, None], series.pupils[:, :, 0], np.nan)
    entering = series.sums(entry)
    of_group = log_of(entering)
    births = to_come(series.group_births, series.years + leads, np.arange(series.groups), series.groups)
    group_ratio = discounted(of_group - log_of(series.group_births[:, : series.years]), GROUP_DISCOUNT)
    from_births = log_of(births[:, series.years :]).T + group_ratio
    group = np.where(np.isnan(from_births), _level(of_group, entering), from_births)
    share = log_of(entry) - of_group[series.group_of]
    return np.exp(group[:, series.group_of] + _level(share, entry))


def _level(values: Floats, entry: Floats) -> Floats:
    """Last level of each series, smoothed as its own past picks, shape (series,); big entries count more [log]."""
    weights = np.nan_to_num(mean(entry, 1), nan=1.0)
    return smoothed(values, pick(values, weights))[:, -1]


def to_come(births: Floats, years: int, group_of: npt.NDArray[np.int64], groups: int) -> Floats:
    """Births by year of entry with those not yet known: the last known, drifting on with the group's trend.

    The trend is that of the group's last three years, damped. Shape (entities, years).
    """
    filled = np.full((len(births), years), np.nan)
    filled[:, : births.shape[1]] = births[:, :years]
    if not births.size or np.isnan(births).all():
        return filled
    trend = _trend(births, group_of, groups)[group_of]
    since = np.zeros(len(births))
    for year in range(1, years):
        gone = np.isnan(filled[:, year])
        since = np.where(gone, since + 1, 0)
        filled[gone, year] = (filled[:, year - 1] * np.exp(BIRTHS_DAMPING**since * trend))[gone]
    return filled


def _trend(births: Floats, group_of: npt.NDArray[np.int64], groups: int) -> Floats:
    """Yearly log change of each group's births over the last three years that all its known entities have."""
    member = np.arange(groups)[:, None] == group_of
    trend = np.zeros(groups)
    for group in range(groups):
        of_group = births[member[group]]
        of_group = of_group[~none_known(of_group, 1)]
        whole = np.flatnonzero(~np.isnan(of_group).any(0)) if len(of_group) else np.empty(0, dtype=np.int64)
        if len(whole) > BIRTHS_TREND_YEARS:
            sums = np.log(np.maximum(of_group[:, whole].sum(0), 1.0))
            trend[group] = (sums[-1] - sums[-1 - BIRTHS_TREND_YEARS]) / BIRTHS_TREND_YEARS
    return trend
