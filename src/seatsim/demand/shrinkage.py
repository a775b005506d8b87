"""How much of an entity's own past to believe: empirical Bayes, with a noise law pooled over all cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import discounted, log_of

Floats = npt.NDArray[np.float64]

_TAIL = 0.99
"""Squared errors above this quantile are cut to it: openings, closures and boundary changes are no noise."""


@dataclass(frozen=True)
class NoiseLaw:
    """Variance of one year's log ratio of a cell about its mean: variance + per_pupil / pupils before."""

    variance: float
    """Of a very large cell [log²]."""

    per_pupil: float
    """Of one pupil [log² pupils]."""

    def of(self, pupils: Floats) -> Floats:
        """Variance of cells of so many pupils, of less than one as of one [log²]."""
        return self.variance + self.per_pupil / np.maximum(pupils, 1.0)


def noise_law(squares: Floats, pupils: Floats) -> NoiseLaw:
    """Least squares of squared errors on 1 / pupils, both parts at least zero; cells without either are passed over.

    ``squares`` [log²] and ``pupils`` of the same shape.
    """
    here = np.isfinite(squares) & (pupils > 0)
    if not here.any():
        return NoiseLaw(0.0, 0.0)
    inverse = 1.0 / pupils[here]
    values = np.minimum(squares[here], np.quantile(squares[here], _TAIL))
    middle, mean = inverse.mean(), max(float(values.mean()), 0.0)
    spread = ((inverse - middle) ** 2).sum()
    slope = float(((inverse - middle) * values).sum() / spread) if spread > 0 else 0.0
    slope = min(max(slope, 0.0), float(mean / middle))
    return NoiseLaw(max(float(mean - slope * middle), 0.0), slope)


def noise_of_years(actual: Floats, expected: Floats) -> NoiseLaw:
    """Noise law of one year, from the errors of each cell about the mean of its years.

    ``actual``, ``expected`` : (entities, years, grades) [pupils].
    """
    errors = log_of(actual) - log_of(expected)
    years = np.isfinite(errors).sum(1, keepdims=True)
    about = errors - discounted(errors, 1.0)[:, None]
    freed = np.where(years > 1, years / np.maximum(years - 1, 1), np.nan)
    return noise_law(about**2 * freed, expected)


def shrunk(actual: Floats, expected: Floats, discount: float, noise: NoiseLaw) -> Floats:
    """Log factor of each cell on what was expected of it, shrunk to zero by what noise alone would give [log].

    ``actual``, ``expected`` : (entities, years, grades) [pupils]; shape of the result (entities, grades). The spread
    of the true factors is pooled by grade over the entities; a year counts ``discount`` of the year after it.
    """
    both = np.isfinite(actual) & np.isfinite(expected)
    weight = np.where(both, discount ** np.arange(actual.shape[1])[::-1, None], 0.0)
    had, due = ((weight * np.where(both, of, 0.0)).sum(1) for of in (actual, expected))
    factor = np.log((had + 1.0) / (due + 1.0))
    total = weight.sum(1)
    there = (total > 0) & (due > 0)
    share = np.divide((weight**2).sum(1), total**2, out=np.ones(total.shape), where=there)
    variance = noise.of(np.divide(due, total, out=np.ones(total.shape), where=there)) * share
    belief = np.where(there & (variance > 0), 1.0 / np.where(variance > 0, variance, 1.0), 0.0)
    among = belief.sum(0)
    excess = (belief * (factor**2 - variance)).sum(0)
    true = np.maximum(np.divide(excess, among, out=np.zeros(among.shape), where=among > 0), 0.0)
    kept = np.divide(true, true + variance, out=np.zeros(variance.shape), where=there & (true + variance > 0))
    shrunken: Floats = factor * kept
    return shrunken
