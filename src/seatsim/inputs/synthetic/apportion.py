"""Whole numbers from shares: largest remainders and a share that meets a sum."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_HALVINGS = 200


def apportion(weights: Floats, total: int) -> Ints:
    """Split ``total`` by ``weights`` with largest remainders; ties go to the earlier one. Shape of ``weights``."""
    ideal = weights * (total / weights.sum())
    return round_to_sum(ideal, total)


def round_to_sum(ideal: Floats, total: int) -> Ints:
    """Round ``ideal``, whose sum is ``total``, to whole numbers with the same sum; each moves by less than one."""
    whole = np.floor(ideal).astype(np.int64)
    missing = total - int(whole.sum())
    order = np.argsort(-(ideal - whole), kind="stable")
    whole[order[:missing]] += 1
    return whole


def apportion_at_least_one(weights: Floats, total: int) -> Ints:
    """Split ``total`` by ``weights`` so that nobody gets nothing. Raises ValueError if ``total`` is too small."""
    if total < weights.size:
        raise ValueError(f"{total} cannot give one to each of {weights.size}")
    # Who would get less than one gets one; that lowers the others' shares, so look again until nobody is poor.
    poor = np.zeros(weights.size, dtype=bool)
    for _ in range(weights.size):
        left = total - int(poor.sum())
        poor = poor | (weights * left < weights[~poor].sum())
    whole = np.ones(weights.size, dtype=np.int64)
    whole[~poor] = apportion(weights[~poor], total - int(poor.sum()))
    return whole


def solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Argument in [low, high] at which a rising function takes the value ``wanted``, by bisection.

    Raises ValueError if the value is not taken in between.
    """
    if not rising(low) <= wanted <= rising(high):
        raise ValueError(f"{wanted} is not between {rising(low)} and {rising(high)}")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return high
