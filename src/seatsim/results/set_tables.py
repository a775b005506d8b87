"""Tables of a run of many counties: rows of one county, rows of all together, who crossed which border."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.measures import MEASURES
from seatsim.indicators.county_sheet import CROSSED, REAL, UNTOLD, WHOLE, Row, Sheet, unit_of
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import means, percentiles
from seatsim.results import tables
from seatsim.results.columns import names

if TYPE_CHECKING:
    import polars as pl

Array: TypeAlias = npt.NDArray[Any]
Place: TypeAlias = tuple[Array, int]

COUNTIES = "counties.parquet"
OUTSIDE = "outside.csv"
_PERCENTS = (5, 10, 25, 50, 75, 90, 95)
_DECIMALS = 6
_PUBLISHED: tuple[Row, ...] = tuple((measure.name, stage) for measure in MEASURES for stage in measure.stages)
"""Measures and stages in the order of ``summary.csv``."""
_OUTSIDE: tuple[Row, ...] = tuple(row for row in WHOLE if row[0] in CROSSED)
ROWS: tuple[Row, ...] = (*_PUBLISHED, *_OUTSIDE)
"""What is kept of a finished county: the published measures, then who crossed its border."""


def county_rows(county: str, years: Sequence[int], sheet: Sheet) -> pl.DataFrame:
    """Statistics of a county's rows, in the columns of ``counties.parquet``; what is not told has no row."""
    import polars as pl

    whole, real = _statistics(sheet.whole), _statistics(sheet.real)
    told_whole, told_real = (sheet.whole != UNTOLD).all(axis=0), np.isfinite(sheet.real).all(axis=0)
    where = {row: (whole, told_whole, place) for place, row in enumerate(WHOLE)}
    where |= {row: (real, told_real, place) for place, row in enumerate(REAL)}
    numbers = np.stack([where[row][0][:, where[row][2]] for row in ROWS], axis=1)
    told = np.stack([where[row][1][where[row][2]] for row in ROWS])
    row, year = np.nonzero(told)
    units = [unit_of(each) for each in ROWS]
    columns: dict[str, Any] = {
        "county": pl.repeat(county, len(row), eager=True),
        "year": np.array(years, dtype=np.int32)[year],
        "scope": pl.repeat("county", len(row), eager=True),
        "zone": pl.repeat(ALL, len(row), eager=True),
        "stage": pl.Series([stage for _, stage in ROWS]).gather(row),
        "measure": pl.Series([name for name, _ in ROWS]).gather(row),
        "unit": pl.Series(units).gather(row),
    }
    statistics = numbers[:, row, year].round(_DECIMALS) + 0.0
    columns |= {name: statistics[place] for place, name in enumerate(names(COUNTIES)[len(columns) :])}
    return pl.DataFrame(columns)


def _statistics(values: Array) -> Array:
    """Mean and order statistics of (replications, rows, years), shape (8, rows, years)."""
    return np.concatenate([means(values)[None], percentiles(values, _PERCENTS)])


def is_measure() -> pl.Expr:
    """Whether a row is one of a published measure."""
    import polars as pl

    return ~pl.col("measure").is_in(list(CROSSED))


def lazy(parts: Callable[[], Iterator[pl.DataFrame]]) -> pl.LazyFrame:
    """Many frames of measures as one, of which memory holds one."""
    import polars as pl
    from polars.io.plugins import register_io_source

    text = ("county", "scope", "zone", "stage", "measure", "unit")
    types: dict[str, Any] = {name: pl.String if name in text else pl.Float64 for name in names(COUNTIES)}
    types["year"] = pl.Int32
    return register_io_source(lambda *_: (part.filter(is_measure()) for part in parts()), schema=types)


def total_rows(frame: MeasureFrame) -> Iterator[tables.Row]:
    """Rows of ``summary.csv``: of all counties together."""
    for county, year, _, *rest in tables.summary_rows(ALL, frame):
        yield (county, year, "total", *rest)


def outside_rows(parts: Iterable[pl.DataFrame]) -> Iterator[tables.Row]:
    """Rows of ``outside.csv``: means of who crossed a county's border, for counties and stages with any."""
    import polars as pl

    for part in parts:
        crossed = part.filter(~is_measure()).pivot("measure", index=["county", "year", "stage"], values="mean")
        for row in crossed.filter(pl.sum_horizontal(*CROSSED) > 0).iter_rows(named=True):
            yield (row["county"], str(row["year"]), row["stage"], *(tables.statistic(row[name]) for name in CROSSED))
