"""How many years after their birth children enter: the lag by which entries follow births best."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.backtesting.panel import Panel
from seatsim.demand.known import log_of, none_known

Floats = npt.NDArray[np.float64]

LAGS = range(9)
"""Nobody enters a first grade later; of longer lags one would fit by chance. An entry after primary school is given."""
USUAL_LAG = 5
CLOSE = 0.05
_LEADS = (1, 2, 3)


def lag_errors(panel: Panel, years: int) -> Mapping[int, float]:
    """Mean error of entries one to three years ahead, births known and their ratio to entries kept, by lag [%].

    Of the first ``years`` years only. Groups enter for entities without births of their own; each counts by its
    entry. Lags with births behind less than half as many entries as the best served are left out.
    """
    ratios = {lag: _ratios(panel, years, lag) for lag in LAGS}
    known = {lag: int(np.isfinite(ratio).sum()) for lag, ratio in ratios.items()}
    weight = _entries(panel, years)
    errors = {lag: _error(ratios[lag], weight) for lag in LAGS if 2 * known[lag] >= max(known.values())}
    return {lag: error for lag, error in errors.items() if error is not None}


def best_lag(errors: Mapping[int, float]) -> int | None:
    """Lag of the least error, None where none could be tried.

    Errors that close are no evidence: among lags within a twentieth of the least, the one nearest to the usual age of
    entry is taken, the shorter of two.
    """
    if not errors:
        return None
    close = [lag for lag, error in errors.items() if error <= (1.0 + CLOSE) * min(errors.values())]
    return min(close, key=lambda lag: (abs(lag - USUAL_LAG), lag))


def _ratios(panel: Panel, years: int, lag: int) -> Floats:
    """Log of entries per birth of all entities and groups, (entities + groups, years), NaN without births [log]."""
    series = panel.series(lag, 0).until(years, lag)
    births = np.vstack((series.births, series.group_births))
    return log_of(_entries(panel, years)) - log_of(births)


def _entries(panel: Panel, years: int) -> Floats:
    """Entries of all entities and, of those without births of their own, of the groups; (entities + groups, years)."""
    series = panel.series(0, 0).until(years, 0)
    entry = series.pupils[:, :, 0]
    own = np.zeros(len(entry), dtype=np.bool_) if panel.births is None else ~none_known(panel.births, 1)
    return np.nan_to_num(np.vstack((entry, series.sums(np.where(own[:, None], np.nan, entry)))))


def _error(ratio: Floats, weight: Floats) -> float | None:
    """Mean absolute change of log ratios over one to three years, weighted [%]."""
    total = weighted = 0.0
    for lead in _LEADS:
        change = np.abs(ratio[:, lead:] - ratio[:, :-lead])
        counted = np.where(np.isnan(change), 0.0, weight[:, lead:])
        total += float((counted * np.nan_to_num(change)).sum())
        weighted += float(counted.sum())
    return 100.0 * total / weighted if weighted > 0 else None
