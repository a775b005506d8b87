"""A back-test from what was read to what is told: forecasts, scores, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from seatsim.backtesting.arrange import panel_of
from seatsim.backtesting.forecasts import Forecasts, forecast
from seatsim.backtesting.panel import Panel
from seatsim.backtesting.sizes import ALL, with_sizes
from seatsim.backtesting.summary import LAST_TUNED, SCHEMA, methods, scorable, scores
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.inputs.enrolment import Enrolment
from seatsim.version import VERSION

BACKTEST_FORMAT = 1
LEADS = (1, 2, 3, 4, 5, 10)
"""Years ahead; those beyond the data are left out."""
PATHS, SEED = 500, 1
_DECIMALS, _OF_PUPILS = 6, 3
_PART = ("period", "level", "size", "lead")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Backtest:
    """A finished back-test."""

    content: Mapping[str, Any]
    """What ``backtest.json`` holds, but for the digests of the files beside it."""
    forecasts: pl.DataFrame
    """Every forecast cell with its quantiles, the plain methods, ``size`` and ``scored`` (0 or 1)."""
    scores: pl.DataFrame
    """Every score, tidy."""


def back_test(
    enrolment: Enrolment,
    lag: int | None,
    leave_out: Sequence[int],
    file: str,
    progress: Progress | None = None,
) -> Backtest:
    """Forecast from every origin, score, and say what it rests on; ``file`` is where the pupils were read.

    Without ``lag`` the years from birth to the entry grade are chosen; targets in ``leave_out`` are not scored.
    Raises InvalidInput where nothing can be scored, or a year to leave out is no target.
    """
    panel = panel_of(enrolment)
    made = forecast(panel, lag=lag, leads=LEADS, progress=progress, paths=PATHS, seed=SEED)
    told, edges = with_sizes(made.cells, panel)
    told = scorable(told, leave_out)
    faults = [*_nothing(told, file), *_no_targets(told, leave_out)]
    if faults:
        raise InvalidInput(faults)
    found = _rounded(scores(told, SEED))
    content = _content(enrolment, panel, made, told, edges, found)
    content["births_lag"]["chosen"] = made.lag is not None and lag is None
    content["left_out_targets"] = sorted({*leave_out})
    content["cells"] = _counts(told, leave_out)
    told = told.with_columns(pl.col("group").replace("", ALL), pl.col("scored").cast(pl.Int64))
    return Backtest(content, _rounded(told, _OF_PUPILS), found)


def _nothing(told: pl.DataFrame, file: str) -> Iterator[Fault]:
    """Why no forecast can be scored, where none can."""
    if told.is_empty():
        why = Phrase("no entity has enough years: at least four that follow one another, and a later one to forecast")
        yield Fault(file, None, "", "", why, "too-short")
    elif not told["scored"].any():
        why = Phrase("no forecast can be scored: no pupils came in any cell that every method forecasts")
        yield Fault(file, None, "", "", why, "nothing-scored")


def _no_targets(told: pl.DataFrame, leave_out: Sequence[int]) -> Iterator[Fault]:
    """Years to leave out that no forecast aims at."""
    targets = sorted({*told["target"]})
    for year in sorted({*leave_out} - {*targets}):
        allowed = (
            Phrase("must be a target year: {} to {}", targets[0], targets[-1])
            if targets
            else Phrase("there is no target year")
        )
        yield Fault(f"--leave-out {year}", None, "", "", allowed, "no-target")


def _rounded(frame: pl.DataFrame, decimals: int = _DECIMALS) -> pl.DataFrame:
    """Numbers to so many decimals; what is not known is null."""
    return frame.with_columns(pl.selectors.float().fill_nan(None).round(decimals))


def _content(
    enrolment: Enrolment,
    panel: Panel,
    made: Forecasts,
    told: pl.DataFrame,
    edges: Mapping[str, tuple[float, float]],
    found: pl.DataFrame,
) -> dict[str, Any]:
    used = told.filter("scored")
    return {
        "backtest_format": BACKTEST_FORMAT,
        "seatsim": VERSION,
        "inputs": enrolment.digests,
        "panel": {
            "entities": len(panel.entities),
            "groups": len(panel.groups),
            "first_year": panel.first_year,
            "last_year": panel.first_year + panel.pupils.shape[1] - 1,
            "grades": list(panel.grades),
        },
        "births_lag": {"years": made.lag, "errors": _lags(made)},
        "seed": SEED,
        "paths": PATHS,
        "settings_fixed_to": LAST_TUNED,
        "methods": list(methods(told)),
        "leads": sorted({*used["lead"]}),
        "origins": [used["origin"].min(), used["origin"].max()],
        "targets": [used["target"].min(), used["target"].max()],
        "left_out_targets": [],
        "cells": {},
        "sizes": {name: {"least": least, "most": most} for name, (least, most) in edges.items()},
        "notes": list(enrolment.notes),
        "settings": [_plain(row) for row in _rounded(made.settings).to_dicts()],
        "scores": nested(found),
    }


def _lags(made: Forecasts) -> dict[str, float]:
    """Error of each lag that was tried."""
    return {str(lag): round(float(error), _DECIMALS) for lag, error in sorted(made.lag_errors.items())}


def _counts(told: pl.DataFrame, leave_out: Sequence[int]) -> dict[str, int]:
    """Forecasts, those scored, and why others are not."""
    aside = pl.col("target").is_in(list(leave_out))
    came = (pl.col("actual") > 0).fill_null(value=False)
    found = {
        "forecast": told.height,
        "scored": int(told["scored"].sum()),
        "left_out": told.filter(aside).height,
        "empty": told.filter(~aside & ~came).height,
    }
    return found | {"unknown": told.height - found["scored"] - found["left_out"] - found["empty"]}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for JSON, which knows no number that is not finite."""
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}


def nested(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Scores by part: ``methods`` by name holds measures by name, each with ``value``, ``low`` and ``high``."""
    parts: dict[tuple[Any, ...], dict[str, Any]] = {}
    assert found.columns == list(SCHEMA)
    for row in found.iter_rows(named=True):
        key = tuple(row[name] for name in _PART)
        part = parts.setdefault(key, {name: row[name] for name in (*_PART, "cells", "years")} | {"methods": {}})
        method = part["methods"].setdefault(row["method"], {})
        method[row["measure"]] = {name: row[name] for name in ("value", "low", "high")}
    return list(parts.values())
