"""The rows of one origin and lead: forecasts, quantiles and scores of every cell and of their sums."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.backtesting.origins import Origin
from seatsim.backtesting.panel import Panel
from seatsim.backtesting.scores import crps, quantiles
from seatsim.demand.known import Bools, is_unknown, none_known

Floats = npt.NDArray[np.float64]

ALL_GRADES = "all"


def rows(panel: Panel, origin: Origin, lead: int, points: Mapping[str, Floats], drawn: Floats) -> pl.DataFrame:
    """One row per entity and grade held at the origin and known at the target, and one of all its grades.

    ``points`` : columns of the actual values and of forecasts, each (entities, grades) [pupils]; ``drawn`` : paths,
    (paths, entities, grades) [pupils].
    """
    held, whole = _held(origin)
    columns = {name: with_sum(values, held, whole) for name, values in points.items()}
    ordered = np.sort(with_sum(drawn, held, whole), axis=0)
    entity, grade = np.nonzero(np.isfinite(columns["actual"]) & np.isfinite(columns["forecast"]))
    columns |= quantiles(ordered) | {"crps": crps(ordered, columns["actual"])}
    found = pl.DataFrame(
        {
            "entity": np.array(panel.entities)[entity],
            "group": np.array(panel.groups)[panel.group_of[entity]],
            "origin": np.full(len(entity), origin.year),
            "target": np.full(len(entity), origin.year + lead),
            "lead": np.full(len(entity), lead),
            "grade": np.array([*map(str, panel.grades), ALL_GRADES])[grade],
            **{name: values[entity, grade] for name, values in columns.items()},
        }
    )
    return _in_order(found.with_columns(pl.selectors.float().fill_nan(None)))


def _held(origin: Origin) -> tuple[Bools, Bools]:
    """Cells known at the origin (entities, grades), and the entities of which none known a year before is missing."""
    now, before = origin.series.pupils[:, -1], origin.series.pupils[:, -2]
    lost = is_unknown(now) & ~is_unknown(before)
    return ~is_unknown(now), ~np.any(lost, axis=1) & ~none_known(now, 1)


def with_sum(values: Floats, held: Bools, whole: Bools) -> Floats:
    """Values (..., entities, grades) of the cells held, NaN elsewhere, with their sum where ``whole`` as last grade."""
    cells = np.where(held, values, np.nan)
    total = np.where(held, values, 0.0).sum(-1, keepdims=True)
    return np.concatenate((cells, np.where(whole[:, None], total, np.nan)), axis=-1)


def _in_order(found: pl.DataFrame) -> pl.DataFrame:
    """The promised columns, those that could not be reckoned empty."""
    if "survival_births" in found.columns:
        return found
    place = found.get_column_index("survival") + 1
    return found.insert_column(place, pl.Series("survival_births", [None] * len(found), dtype=pl.Float64))
