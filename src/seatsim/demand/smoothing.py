"""Exponential smoothing of a log ratio that wanders, the discount picked from its own past."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DISCOUNTS = (0.5, 0.0, 0.3, 0.7, 0.85)
"""Weights of the level so far against the new year; the first is taken where there is no past to pick from."""
_LEADS = (1, 2, 3)


def smoothed(values: Floats, discount: float) -> Floats:
    """Level of each series after each year, ``values`` : (series, years), NaN where not known; NaN before the first."""
    level = np.full(values.shape, np.nan)
    level[:, 0] = values[:, 0]
    for year in range(1, values.shape[1]):
        before, value = level[:, year - 1], values[:, year]
        moved = np.where(np.isnan(value), before, discount * before + (1.0 - discount) * value)
        level[:, year] = np.where(np.isnan(before), value, moved)
    return level


def pick(values: Floats, weights: Floats) -> float:
    """The discount with the least squared error at leads 1 to 3 from the past origins of the series themselves.

    ``values`` : (series, years), NaN where not known; ``weights`` : of each series, shape (series,).
    """
    losses = [_loss(values, weights, discount) for discount in DISCOUNTS]
    return DISCOUNTS[int(np.argmin(losses))]


def _loss(values: Floats, weights: Floats, discount: float) -> float:
    """Weighted sum of squared errors; of origins from the second year on, when the start no longer decides."""
    level = smoothed(values, discount)
    total = 0.0
    for lead in _LEADS:
        errors = values[:, 1 + lead :] - level[:, 1 : values.shape[1] - lead]
        total += float(np.nansum(weights[:, None] * errors**2))
    return total
