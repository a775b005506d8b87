"""Panels of the real sets, read from their tidy files, and the scores of their forecasts."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from real_data import ROOT
from seatsim.backtesting.forecasts import Forecasts, forecast
from seatsim.backtesting.panel import Panel

Floats = npt.NDArray[np.float64]

LEADS = {"england_la": (1, 2, 3, 4, 5), "ecasd_classes": (1, 2, 3, 4, 5, 10)}


def panel(name: str) -> Panel:
    """The panel of a set; births of entities that are none of it are those of the one group."""
    rows = pl.read_csv(ROOT / name / "enrol.csv")
    born = pl.read_csv(ROOT / name / "births.csv")
    entities = tuple(sorted(rows["entity"].unique()))
    own = set(born["entity"]) <= set(entities)
    births = _grid(born, entities if own else ("ECASD",), "births")
    return Panel(
        entities=entities,
        groups=("all",),
        group_of=np.zeros(len(entities), dtype=np.int64),
        first_year=_first(rows),
        grades=tuple(range(_least(rows, "grade"), _most(rows, "grade") + 1)),
        pupils=_cube(rows, entities),
        births=births if own else None,
        group_births=None if own else births,
        births_first=_first(born),
    )


@lru_cache(maxsize=2)
def forecasts(name: str) -> Forecasts:
    """Forecasts of a set from all its origins, reckoned once."""
    return forecast(panel(name), lag=None, leads=LEADS[name])


def scores(cells: pl.DataFrame) -> pl.DataFrame:
    """Errors and coverage by lead [%], each row counting once; rows without pupils have no relative error."""
    return (
        cells.filter(pl.col("actual") > 0)
        .group_by("lead")
        .agg(
            pl.len().alias("n"),
            *(_error(name) for name in ("forecast", "naive", "survival", "survival_births")),
            ((pl.col("forecast") / pl.col("actual") - 1) * 100).mean().alias("bias"),
            _covered("q10", "q90").alias("cover80"),
            _covered("q025", "q975").alias("cover95"),
            ((pl.col("q90") - pl.col("q10")) / pl.col("actual") * 100).mean().alias("width80"),
            (pl.col("crps") / pl.col("actual") * 100).mean().alias("crps"),
        )
        .sort("lead")
    )


def _error(name: str) -> pl.Expr:
    return ((pl.col(name) / pl.col("actual") - 1).abs() * 100).mean().alias(name)


def _covered(low: str, high: str) -> pl.Expr:
    return pl.col("actual").is_between(pl.col(low), pl.col(high)).mean() * 100


def _grid(rows: pl.DataFrame, names: Sequence[str], value: str) -> Floats:
    place = {name: index for index, name in enumerate(names)}
    grid = np.full((len(names), _most(rows, "year") - _first(rows) + 1), np.nan)
    grid[[place[name] for name in rows["entity"]], rows["year"].to_numpy() - _first(rows)] = rows[value].to_numpy()
    return grid


def _cube(rows: pl.DataFrame, names: Sequence[str]) -> Floats:
    place = {name: index for index, name in enumerate(names)}
    first, least = _first(rows), _least(rows, "grade")
    cube = np.full((len(names), _most(rows, "year") - first + 1, _most(rows, "grade") - least + 1), np.nan)
    at = [place[name] for name in rows["entity"]], rows["year"].to_numpy() - first, rows["grade"].to_numpy() - least
    cube[at] = rows["value"].to_numpy()
    return cube


def _first(rows: pl.DataFrame) -> int:
    return _least(rows, "year")


def _least(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].to_numpy().min())


def _most(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].to_numpy().max())


def data_of(name: str) -> Path:
    """Folder of a set."""
    return ROOT / name
