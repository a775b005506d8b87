"""Scores of forecasts, by lead and by size: error, bias, coverage, width and CRPS, beside plain methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from seatsim.backtesting.bootstrap import interval
from seatsim.backtesting.panel import Floats, Ints
from seatsim.backtesting.sizes import ALL, CLASSES

OWN = "seatsim"
BASELINES = ("naive", "survival", "survival_births")
"""Plain methods: the last value; cohort survival with the mean of three ratios; the same with births behind it."""
BANDS: Mapping[int, tuple[str, str]] = {50: ("q25", "q75"), 80: ("q10", "q90"), 95: ("q025", "q975")}
"""Bands by what they should cover [%], with the columns of their ends."""
LAST_TUNED = 2017
"""Last target year that any setting of the method has seen, in any data set [academic year]."""
LAST_CALM = 2019
"""Last target year that was counted before the pandemic of 2020 [academic year]."""
PERIODS: Mapping[str, tuple[int, int]] = {
    ALL: (0, 9999),
    f"to_{LAST_TUNED}": (0, LAST_TUNED),
    f"from_{LAST_TUNED + 1}": (LAST_TUNED + 1, 9999),
    f"to_{LAST_CALM}": (0, LAST_CALM),
}
"""Target years by name: all, those that settings were fixed on, later ones, and those before the pandemic."""
TOTALS, CELLS = "totals", "cells"
MEASURES: Mapping[str, str] = {
    "mape": "%",
    "bias": "%",
    **{f"mape_less_{name}": "points" for name in BASELINES},
    **{f"coverage_{band}": "%" for band in BANDS},
    **{f"width_{band}": "%" for band in BANDS},
    "crps": "%",
}
"""Measures with their units."""
SCHEMA: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(("period", "level", "size"), pl.String),
    "lead": pl.Int64,
    **dict.fromkeys(("method", "measure", "unit"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    **dict.fromkeys(("cells", "years"), pl.Int64),
}


@dataclass(frozen=True)
class Tally:
    """Sums over cells by level, size, lead and target year."""

    level: tuple[str, ...]
    size: tuple[str, ...]
    lead: Ints
    target: Ints
    counts: Floats
    """Cells, shape (tallies,)."""
    sums: Floats
    """Sum of every measure over the cells, shape (tallies, measures)."""


def scorable(cells: pl.DataFrame, leave_out: Sequence[int] = ()) -> pl.DataFrame:
    """Forecasts with ``scored``: whether pupils came and every method has a forecast, so that all see the same cells.

    A plain method that has no forecast anywhere is not asked for. No cell of the target years in ``leave_out`` is.
    """
    asked = ["actual", "forecast", *methods(cells)[1:], *(end for ends in BANDS.values() for end in ends), "crps"]
    known = pl.all_horizontal(pl.col(asked).cast(pl.Float64).is_finite().fill_null(value=False))
    wanted = ~pl.col("target").is_in(list(leave_out)) & (pl.col("actual") > 0).fill_null(value=False)
    return cells.with_columns(scored=known & wanted)


def methods(cells: pl.DataFrame) -> tuple[str, ...]:
    """The method and the plain ones that have any forecast."""
    return OWN, *(name for name in BASELINES if cells[name].cast(pl.Float64).is_finite().fill_null(value=False).any())


def scores(cells: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Every score with its 95 % interval over target years, tidy, columns as in ``SCHEMA``.

    ``cells`` are forecasts with ``size`` and ``scored``. Means are over cells, each in per cent of what came.
    """
    used, told = cells.filter("scored"), methods(cells)
    names, values = _measured(used, told)
    tally = _tallied(used, values)
    rows = [row for part in _parts(tally) for row in _rows(tally, part, names, seed)]
    return pl.DataFrame(rows, schema=dict(SCHEMA), orient="row")


def _measured(used: pl.DataFrame, told: Sequence[str]) -> tuple[list[tuple[str, str]], Floats]:
    """Method and measure of each column, and the columns, shape (cells, measures) [per cent of what came]."""
    actual: Floats = used["actual"].to_numpy()
    column: dict[str, Floats] = {name: used["forecast" if name == OWN else name].to_numpy() for name in told}
    error = {name: _per_cent(column[name] - actual, actual) for name in told}
    found: dict[tuple[str, str], Floats] = {}
    for name in told:
        found[name, "mape"], found[name, "bias"] = np.asarray(np.abs(error[name]), np.float64), error[name]
    for name in told[1:]:
        found[OWN, f"mape_less_{name}"] = found[OWN, "mape"] - found[name, "mape"]
    for band, ends in BANDS.items():
        low, high = (used[end].to_numpy() for end in ends)
        found[OWN, f"coverage_{band}"] = np.where((low <= actual) & (actual <= high), 100.0, 0.0)
        found[OWN, f"width_{band}"] = _per_cent(high - low, actual)
    found[OWN, "crps"] = _per_cent(used["crps"].to_numpy(), actual)
    order = sorted(found, key=lambda key: (told.index(key[0]), list(MEASURES).index(key[1])))
    return order, np.stack([found[key] for key in order], axis=1)


def _per_cent(part: Floats, whole: Floats) -> Floats:
    return np.asarray(100.0 * part / whole, np.float64)


def _tallied(used: pl.DataFrame, values: Floats) -> Tally:
    """Sums by level, size, lead and target; numpy adds in the order of rows, whatever the number of threads."""
    level = pl.when(pl.col("grade") == ALL).then(pl.lit(TOTALS)).otherwise(pl.lit(CELLS))
    keys = used.select(level.alias("level"), "size", "lead", "target")
    groups = keys.unique().sort("level", "size", "lead", "target").with_row_index("tally")
    at = keys.join(groups, on=keys.columns, how="left", maintain_order="left")["tally"].to_numpy().astype(np.int64)
    return Tally(
        tuple(groups["level"]),
        tuple(groups["size"]),
        groups["lead"].to_numpy().astype(np.int64),
        groups["target"].to_numpy().astype(np.int64),
        np.bincount(at, minlength=groups.height).astype(np.float64),
        _summed(at, values, groups.height),
    )


def _summed(at: Ints, values: Floats, groups: int) -> Floats:
    """Sums of rows by group, in the order of rows, shape (groups, columns)."""
    return np.stack([np.bincount(at, column, groups).astype(np.float64) for column in values.T], axis=1)


Part = tuple[str, str, str, int]
"""Period, level, size and lead."""


def _parts(tally: Tally) -> Iterator[Part]:
    """What is scored, in order."""
    sizes = [ALL, *(name for name in CLASSES if name in tally.size)]
    for period in PERIODS:
        for level in (TOTALS, CELLS):
            for size in sizes:
                for lead in sorted({*tally.lead.tolist()}):
                    yield period, level, size, lead


def _rows(tally: Tally, part: Part, names: Sequence[tuple[str, str]], seed: int) -> Iterator[tuple[object, ...]]:
    """Scores of one part; none where it has no cell."""
    period, level, size, lead = part
    first, last = PERIODS[period]
    within = np.array([name == level for name in tally.level]) & (tally.lead == lead)
    within &= (tally.target >= first) & (tally.target <= last)
    if size != ALL:
        within &= np.array([name == size for name in tally.size])
    if not within.any():
        return
    years, at = np.unique(tally.target[within], return_inverse=True)
    counts = _summed(at, tally.counts[within, None], len(years))[:, 0]
    sums = _summed(at, tally.sums[within], len(years))
    means, ends = sums.sum(axis=0) / counts.sum(), interval(sums, counts, seed)
    for place, (method, measure) in enumerate(names):
        low, high = (None, None) if ends is None else (float(end[place]) for end in ends)
        told = (float(means[place]), low, high, int(counts.sum()), len(years))
        yield (period, level, size, lead, method, measure, MEASURES[measure], *told)
