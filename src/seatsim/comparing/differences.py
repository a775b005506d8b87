"""Every measure of the county in two plans, at the milestone years and, for crowded pupils, summed over the years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from seatsim.comparing.estimates import Pair, chances, estimate, mean_of, pairing, percent_block, ratio_block
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.milestones import milestones
from seatsim.indicators.measures import MeasureFrame, Series
from seatsim.indicators.quantiles import means, plain
from seatsim.indicators.resolution import CROWDING

Block = dict[str, Any]

SUM = "sum"
"""Name, in place of a year, of the sum over the years after the baseline."""
CROWDED = (*(f"pupils_{limit}" for limit in CROWDING), "pupils_oversized")
"""Measures of crowded pupils, which are summed over the years too."""
BELOW_ZERO = ("seat_balance", "vacancies")
"""Measures that can be negative; the interval of every other's ratio ends at 0."""


def told_years(years: tuple[int, ...]) -> tuple[int, ...]:
    """The milestones and the horizon, as far as they lie after the baseline."""
    return tuple(sorted({year for year in (*milestones(years[0]), years[-1]) if years[0] < year <= years[-1]}))


def measure_rows(base: MeasureFrame, other: MeasureFrame) -> list[Block]:
    """One row a measure, stage and year, in the published order; what is undefined in any future is left out."""
    return [
        measure_row(measure.name, stage, year, Pair(*values))
        for measure in MEASURES
        for stage in measure.stages
        if stage in base.values.get(measure.name, {}) and stage in other.values.get(measure.name, {})
        for year, *values in _yearly(measure.name, stage, base, other)
    ]


def measure_row(measure: str, stage: str, year: int | str, pair: Pair) -> Block:
    """Difference, ratio, per cent and chances of one quantity."""
    told = MEASURE[measure]
    least = -math.inf if measure in BELOW_ZERO else 0.0
    return {
        "measure": measure,
        "stage": stage,
        "year": year,
        "unit": "pupil-years" if year == SUM else told.unit,
        "better": told.better,
        "base": plain(mean_of(pair.base)),
        "other": plain(mean_of(pair.other)),
        "difference": estimate(pair.difference),
        "ratio": ratio_block(pair, least),
        "percent": percent_block(pair, least),
        **chances(pair, told.better),
        "pairing": pairing(pair),
    }


def _yearly(
    measure: str, stage: str, base: MeasureFrame, other: MeasureFrame
) -> Iterator[tuple[int | str, Series, Series]]:
    """The years told, each with both plans' values over the futures."""
    mine, theirs = base.county(measure, stage), other.county(measure, stage)
    for year in told_years(base.years):
        at = base.years.index(year)
        if np.isfinite(mine[at]).all() and np.isfinite(theirs[at]).all():
            yield year, mine[at], theirs[at]
    if measure in CROWDED:
        yield SUM, summed(base, measure, stage), summed(other, measure, stage)


def summed(frame: MeasureFrame, measure: str, stage: str) -> Series:
    """Sum over the years after the baseline, which no plan can change, shape (replications,)."""
    values = frame.county(measure, stage)[1:]
    return np.asarray(values.sum(axis=0, dtype=np.int64 if values.dtype.kind in "biu" else np.float64))


HEADLINE: Mapping[str, tuple[str, ...]] = {
    "pupils_above_standard": ("kindergarten", "primary", "junior", "senior", "all"),
    "pupils_large": ("all",),
    "pupils_super_large": ("all",),
    "pupils_oversized": ("all",),
    "unplaced": ("all",),
    "empty_seats": ("all",),
    "capital": ("all",),
    "spending": ("all",),
}
"""Measures and stages whose means are told year by year."""


def yearly_rows(base: MeasureFrame, other: MeasureFrame) -> list[Block]:
    """Means by year of the headline's measures, for sparklines and charts."""
    rows = []
    for measure, stages in HEADLINE.items():
        for stage in stages:
            if stage in base.values.get(measure, {}) and stage in other.values.get(measure, {}):
                told = {name: _means(frame, measure, stage) for name, frame in (("base", base), ("other", other))}
                rows.append({"measure": measure, "stage": stage, "years": list(base.years), **told})
    return rows


def _means(frame: MeasureFrame, measure: str, stage: str) -> list[float | int | None]:
    return [plain(value) for value in means(frame.county(measure, stage), axis=1).tolist()]
