"""How sure a mean over target years is: the years are drawn anew, all cells of a year together."""

from __future__ import annotations

from functools import cache

import numpy as np

from seatsim.backtesting.panel import Floats
from seatsim.model.streams import Draws

RESAMPLES = 1_000
"""Samples of target years."""
_LOW, _HIGH = 25, 975
"""Order statistics of the 95 % interval, in thousandths."""


@cache
def year_counts(years: int, seed: int) -> Floats:
    """How often each of so many target years is in each sample, shape (samples, years) [times].

    One uniform for each year drawn, at an address of its own: scores over equally many years share their samples.
    """
    drawn = Draws(seed).uniforms("backtest target years", ["sample"], np.arange(RESAMPLES), year=0, cells=years)[:, 0]
    chosen = np.floor(drawn * years).astype(np.int64) + np.arange(RESAMPLES)[:, None] * years
    return np.bincount(chosen.ravel(), minlength=RESAMPLES * years).reshape(RESAMPLES, years).astype(np.float64)


def interval(sums: Floats, counts: Floats, seed: int) -> tuple[Floats, Floats] | None:
    """The 95 % interval of means over cells, each of shape (measures,); None for fewer than two target years.

    ``sums`` : (years, measures), summed over the cells of a target year; ``counts`` : (years,) [cells]. Errors of
    neighbouring targets at a long lead rest on the same cohorts, and years are few: the interval is rather too narrow.
    """
    if len(counts) < 2:
        return None
    taken = year_counts(len(counts), seed)
    # No matrix product: its order of sums may depend on the machine.
    means = np.einsum("by,ym->bm", taken, sums) / np.einsum("by,y->b", taken, counts)[:, None]
    ordered = np.sort(means, axis=0)
    low, high = (ordered[-(-RESAMPLES * end // 1_000) - 1] for end in (_LOW, _HIGH))
    return low, high
