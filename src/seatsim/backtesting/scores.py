"""Scores of one forecast: quantiles and the continuous ranked probability score of its paths."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

QUANTILES = {
    "q025": 0.025,
    "q05": 0.05,
    "q10": 0.1,
    "q25": 0.25,
    "q50": 0.5,
    "q75": 0.75,
    "q90": 0.9,
    "q95": 0.95,
    "q975": 0.975,
}


def crps(ordered: Floats, actual: Floats) -> Floats:
    """Continuous ranked probability score of paths in ascending order, ``ordered`` : (paths, ...) [pupils].

    Mean distance of the paths from what came less half their mean distance from each other (Gneiting, Raftery 2007,
    "Strictly proper scoring rules, prediction, and estimation", section 4.2). One forecast without spread: its error.
    """
    paths = len(ordered)
    weight = (2.0 * np.arange(1, paths + 1) - paths - 1.0) / paths**2
    score: Floats = np.abs(ordered - actual).mean(0) - np.einsum("p,p...->...", weight, ordered)
    return score


def quantiles(ordered: Floats) -> dict[str, Floats]:
    """Quantiles of paths in ascending order, by column, interpolated between two paths [pupils]."""
    found: dict[str, Floats] = {}
    for name, share in QUANTILES.items():
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        found[name] = ordered[low] + (place - low) * (ordered[high] - ordered[low])
    return found
