"""Statistics over replications that are the same bytes everywhere: order statistics and exact means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[Any]
Plain: TypeAlias = float | int | None


def rank(percent: int, replications: int) -> int:
    """Index of a percentile among sorted replications: ⌈q·n⌉ − 1, in whole numbers."""
    return max(0, -(-percent * replications // 100) - 1)


def percentiles(values: Numbers, percents: Sequence[int], axis: int = 0) -> Numbers:
    """Order statistics along ``axis``, shape (percents, remaining axes); whole numbers stay whole."""
    last = np.sort(np.moveaxis(values, axis, -1), axis=-1)
    return np.stack([last[..., rank(percent, last.shape[-1])] for percent in percents])


def means(values: Numbers, axis: int = 0) -> npt.NDArray[np.float64]:
    """Mean along ``axis``: an exact sum of whole numbers, a sum in replication order of others."""
    first = np.ascontiguousarray(np.moveaxis(values, axis, 0))
    whole = first.dtype.kind in "biu"
    total = first.sum(axis=0, dtype=np.int64 if whole else np.float64)
    return np.asarray(total / first.shape[0], dtype=np.float64)


def plain(value: float) -> Plain:
    """A number for JSON: whole numbers as integers, others to six decimals, what is not finite as None."""
    if not np.isfinite(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded == int(rounded) else rounded


def band(values: Numbers) -> Mapping[str, Plain]:
    """Mean, p10, p50 and p90 over the replications of a one-dimensional array."""
    low, middle, high = percentiles(values, (10, 50, 90))
    return {"mean": plain(means(values).item()), "p10": plain(low), "p50": plain(middle), "p90": plain(high)}


def share(met: npt.NDArray[np.bool_]) -> Plain:
    """Share of replications in which something holds."""
    return plain(np.count_nonzero(met) / met.size)
