"""Paired estimates: two plans in the same futures, the interval of a mean, the band over the futures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seatsim.indicators.quantiles import Numbers, Plain, means, percentiles, plain, share
from seatsim.indicators.thresholds import QUANTILE_975, half_width

Block = dict[str, Plain]

_NOTHING = 1e-9
"""A variance below this share of the unpaired one is none: the difference hardly varies, or only by rounding."""


@dataclass(frozen=True)
class Pair:
    """One quantity of two plans, each of shape (replications,), future by future; moments are correctly rounded sums.

    Variances and the covariance have n − 1 below; they are 0 for a single future.
    """

    base: Numbers
    """Of the base [unit of the quantity]."""
    other: Numbers
    """Of the other plan, in the same futures [unit of the quantity]."""

    @property
    def count(self) -> int:
        """Futures."""
        return len(self.base)

    @property
    def difference(self) -> Numbers:
        """Other less base, shape (replications,)."""
        kind = np.int64 if self.base.dtype.kind in "biu" and self.other.dtype.kind in "biu" else np.float64
        return np.asarray(self.other.astype(kind) - self.base.astype(kind))

    @cached_property
    def covariances(self) -> tuple[float, float, float]:
        """Variance of the base, variance of the other, their covariance."""
        if self.count < 2:
            return 0.0, 0.0, 0.0
        base, other = _centred(self.base), _centred(self.other)
        below = self.count - 1

        def moment(one: Numbers, two: Numbers) -> float:
            return math.fsum((one * two).tolist()) / below

        return moment(base, base), moment(other, other), moment(base, other)


def mean_of(values: Numbers) -> float:
    """Mean of a one-dimensional array, correctly rounded."""
    return math.fsum(values.astype(np.float64).tolist()) / len(values)


def _centred(values: Numbers) -> Numbers:
    return np.asarray(values.astype(np.float64) - mean_of(values))


def estimate(values: Numbers) -> Block:
    """Mean with the 95 % interval of the mean, and the 80 % band over the futures.

    ``low`` and ``high`` are None for a single future, of which no interval can be told.
    """
    mean = means(values).item()
    half = half_width(values)
    low, middle, high = percentiles(values, (10, 50, 90))
    return {
        "mean": plain(mean),
        "low": plain(mean - half),
        "high": plain(mean + half),
        "p10": plain(low),
        "p50": plain(middle),
        "p90": plain(high),
    }


def turned(told: Block) -> Block:
    """The same estimate of the difference the other way round: every end is the opposite one with its sign changed.

    One difference has one band, whichever way it is told.
    """
    opposite = {"mean": "mean", "low": "high", "high": "low", "p10": "p90", "p50": "p50", "p90": "p10"}
    return {name: None if (value := told[end]) is None else 0 - value for name, end in opposite.items()}


def ratio(pair: Pair) -> tuple[float, float] | None:
    """Mean of the other over the mean of the base, and the half-width of its 95 % interval.

    Delta method with the covariance: var(other − ratio × base) / n / mean(base)². inf below two futures; None where
    the base's mean is 0.
    """
    below = mean_of(pair.base)
    if below == 0:
        return None
    value = mean_of(pair.other) / below
    if pair.count < 2:
        return value, math.inf
    base, other, both = pair.covariances
    variance = max(other - 2 * value * both + value * value * base, 0.0)
    return value, QUANTILE_975 * math.sqrt(variance / pair.count) / abs(below)


def ratio_block(pair: Pair, least: float = -math.inf) -> Block | None:
    """A ratio with its 95 % interval, for JSON; ``least`` is the smallest that the ratio can be."""
    found = ratio(pair)
    return None if found is None else _block(*found, least)


def percent_block(pair: Pair, least: float = -math.inf) -> Block | None:
    """The change of the mean with its 95 % interval, for JSON [%]; ``least`` is the smallest that the ratio can be."""
    found = ratio(pair)
    return None if found is None else _block(100 * (found[0] - 1), 100 * found[1], 100 * (least - 1))


def _block(value: float, half: float, least: float) -> Block:
    low = value - half
    return {
        "value": plain(value),
        "low": plain(max(low, least) if math.isfinite(low) else low),
        "high": plain(value + half),
    }


def chances(pair: Pair, better: str | None) -> Block:
    """Shares of the futures in which the other plan is better, the same and worse; None where neither is."""
    if better is None:
        return dict.fromkeys(("chance_better", "chance_same", "chance_worse"))
    lower, higher = pair.other < pair.base, pair.other > pair.base
    good, bad = (lower, higher) if better == "lower" else (higher, lower)
    return {"chance_better": share(good), "chance_same": share(~(lower | higher)), "chance_worse": share(bad)}


def pairing(pair: Pair) -> Mapping[str, Plain]:
    """What comparing the same futures saves.

    ``times_fewer`` : variance of the difference with other futures for each plan, over that of the paired one;
    ``unpaired_replications`` : as sure as so many futures of each plan without pairing. None where the difference
    does not vary, or hardly (nothing to be sure of, or no chance in it).
    """
    base, other, both = pair.covariances
    apart = base + other
    paired = max(base + other - 2 * both, 0.0)
    told = paired > _NOTHING * apart
    times = apart / paired if told else math.nan
    return {
        "correlation": plain(both / math.sqrt(base * other)) if base > 0 and other > 0 else None,
        "times_fewer": plain(times),
        "unpaired_replications": round(pair.count * times) if told else None,
    }
