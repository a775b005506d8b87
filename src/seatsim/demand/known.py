"""Arithmetic on numbers of which some are not known (NaN)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def is_unknown(values: Floats) -> Bools:
    """Where a value is not known, shape of ``values``."""
    unknown: Bools = np.isnan(values)
    return unknown


def none_known(values: Floats, axis: int | tuple[int, ...], *, keepdims: bool = False) -> Bools:
    """Where nothing along ``axis`` is known."""
    none: Bools = np.all(np.isnan(values), axis=axis, keepdims=keepdims)
    return none


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Quotient, NaN where ``bottom`` is not above zero; both broadcast."""
    unknown = np.full(np.broadcast_shapes(top.shape, bottom.shape), np.nan)
    found: Floats = np.divide(top, bottom, out=unknown, where=bottom > 0)
    return found


def log_of(pupils: Floats) -> Floats:
    """Logarithm, NaN where there are none or they are not known."""
    found: Floats = np.log(pupils, out=np.full(pupils.shape, np.nan), where=pupils > 0)
    return found


def mean(values: Floats, axis: int | tuple[int, ...], weights: Floats | float = 1.0) -> Floats:
    """Weighted mean of what is known, NaN where nothing is."""
    weight = np.where(is_unknown(values), 0.0, weights)
    return ratio(np.asarray((weight * np.nan_to_num(values)).sum(axis)), np.asarray(weight.sum(axis)))


def discounted(values: Floats, discount: float, weights: Floats | float = 1.0) -> Floats:
    """Mean over the years (second axis) of what is known, a year counting ``discount`` of the year after it."""
    years = values.shape[1]
    ages = np.arange(years)[::-1].reshape(1, years, *(1,) * (values.ndim - 2))
    return mean(values, 1, np.asarray(discount**ages * weights, dtype=np.float64))
