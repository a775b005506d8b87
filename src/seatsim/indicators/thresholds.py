"""Whether a run is precise enough to stop, and whether it has crossed what must not be crossed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seatsim.domain.faults import BadExpression
from seatsim.domain.phrase import Phrase
from seatsim.indicators.expressions import OPERATORS, Asked, Precision, Threshold
from seatsim.indicators.measures import MeasureFrame, Series
from seatsim.indicators.quantiles import Numbers, means, percentiles

QUANTILE_975 = 1.959963984540054
"""97.5 % quantile of the standard normal."""
FIRST_LOOK = 100
"""Fewest replications at which a run may stop: under them a normal interval of a skewed answer means little."""
FEWEST_APART = 30
"""Fewest futures away from the commonest value with which a run may stop."""
_DECIMALS = 6


@dataclass(frozen=True)
class Interval:
    """A mean and the half-width of its 95 % interval."""

    mean: float
    """[unit of the measure]."""
    half_width: float
    """[unit of the measure]; inf below two values."""


def half_width(values: Numbers) -> float:
    """Half-width of the 95 % interval of the mean of a one-dimensional array [unit of the values].

    The normal quantile times the standard error of the mean, with n − 1 under the variance; inf below two values.
    0 where all values are the same, however few they are: what has not been seen yet is not in it. Sums are correctly
    rounded, so that no order of replications and no processor changes a bit.
    """
    count = len(values)
    if count < 2:
        return math.inf
    apart = values.astype(np.float64) - float(values.min())
    errors = apart - math.fsum(apart.tolist()) / count
    return QUANTILE_975 * math.sqrt(math.fsum((errors * errors).tolist()) / (count - 1) / count)


def interval(frame: MeasureFrame, precision: Precision) -> Interval:
    """Mean and half-width of what a precision is asked of, over the replications of a run.

    Raises BadExpression where the run does not tell it.
    """
    return Interval(_mean(frame, precision), half_width(_told(frame, precision)))


def precise(frame: MeasureFrame, precision: Precision) -> bool:
    """Whether a run may stop: its half-width is at most the one asked for, and enough has been seen.

    Enough is 30 futures away from the commonest value. What is 0 in 99 futures of 100 looks exact after a hundred of
    them, and a run would stop because it has not met the hundredth; what never varies runs to its maximum.
    Raises BadExpression where the run does not tell it.
    """
    told = _told(frame, precision)
    apart = len(told) - int(np.unique(told, return_counts=True)[1].max())
    return half_width(told) <= precision.half_width and apart >= FEWEST_APART


def value_of(frame: MeasureFrame, threshold: Threshold) -> float:
    """The statistic that a threshold compares: the number that stands in ``summary.csv``, to its six decimals.

    Raises BadExpression where the run does not tell it.
    """
    told = _told(frame, threshold)
    if threshold.statistic == "mean":
        return round(_mean(frame, threshold), _DECIMALS)
    percent = int(threshold.statistic.removeprefix("p"))
    return round(float(percentiles(told, (percent,))[0]), _DECIMALS)


def crossed(frame: MeasureFrame, threshold: Threshold) -> bool:
    """Whether the comparison is true."""
    return OPERATORS[threshold.operator](value_of(frame, threshold), threshold.value)


def looks(*, minimum: int = FIRST_LOOK, maximum: int) -> tuple[int, ...]:
    """Numbers of replications at which a run may look at its interval and stop [replications].

    100, 200, 400 and so on, doubling, as far as they lie within [minimum, maximum], and the maximum itself last.
    That they are few, fixed and none of them small is on purpose: a run that stops at the first moment that looks good
    stops where its values happen to lie close together, and its interval is too narrow. The 95 % of a stopped run are
    nominal all the same. ``tests/benchmarks/stopping_coverage.py`` finds, with ``precise``, that intervals hold the
    truth in 95 to 96 % of runs of normal values, 90 to 93 % of lognormal ones, 91 to 92 % where 80 or 95 futures of 100
    are zero, and 86 % where 99 are. Raises ValueError for a maximum below 1.
    """
    if maximum < 1:
        raise ValueError(f"no look within {maximum} replications")
    doubling = (FIRST_LOOK << step for step in range(maximum.bit_length()))
    return (*(count for count in doubling if minimum <= count < maximum), maximum)


def _mean(frame: MeasureFrame, asked: Asked) -> float:
    """Mean of one cell, summed as ``summary.csv`` sums it: whole tables in the order of replications."""
    values, year, zone = _cell(frame, asked)
    return float(means(values, axis=1)[year, zone])


def _told(frame: MeasureFrame, asked: Asked) -> Series:
    """Values over the replications, shape (replications,); raises BadExpression where any has no meaning."""
    values, year, zone = _cell(frame, asked)
    told: Series = values[year, :, zone]
    missing = np.count_nonzero(~np.isfinite(told))
    if missing:
        raise BadExpression(str(asked), [Phrase("not told: without a meaning in {} of {} futures", missing, len(told))])
    return told


def _cell(frame: MeasureFrame, asked: Asked) -> tuple[Series, int, int]:
    """A measure's values, shape (years, replications, zones or 1), and where in them the year and the zone stand."""
    by_stage = frame.values.get(asked.measure, {})
    if asked.stage not in by_stage or asked.zone not in frame.zones or asked.year not in frame.years:
        raise BadExpression(str(asked), [Phrase("not told: this run has no such number")])
    values = by_stage[asked.stage]
    zone = frame.zones.index(asked.zone) if values.shape[2] > 1 else -1
    return values, frame.years.index(asked.year), zone
