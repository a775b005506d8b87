"""The folder of a back-test: tables, pictures and ``backtest.json``, written aside and moved into place whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.backtesting.summary import BANDS, BASELINES
from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.columns import Column
from seatsim.results.disk import at_file, naming
from seatsim.results.folder import RunFolder, claim, refuse_strangers
from seatsim.results.manifest import sha256
from seatsim.results.stored import read_json

if TYPE_CHECKING:
    import polars as pl

    from seatsim.backtesting.backtest import Backtest

JSON = "backtest.json"
FORECASTS, SCORES = "forecasts.csv", "scores.csv"
PICTURES = ("accuracy.png", "accuracy-cells.png", "coverage.png")
"""Charts that may stand beside the tables."""
_FORMAT = "backtest_format"
_PUPILS = "pupils"
_PLAIN: Mapping[str, str] = {
    "naive": "The last value",
    "survival": "Cohort survival with the mean of the last three progression ratios (none: the last value)",
    "survival_births": "The same, its entry from births by the mean of the last three ratios (blank: no births at all)",
}
_QUANTILES = {"q025": "2.5", "q05": "5", "q10": "10", "q25": "25", "q50": "50", "q75": "75", "q90": "90", "q95": "95",
              "q975": "97.5"}  # fmt: skip

FORECAST_COLUMNS: tuple[Column, ...] = (
    Column("entity", "string", "Entity: a school, an area"),
    Column("group", "string", "Group of the entity; `all` where there are no groups"),
    Column("origin", "integer", "Last year whose pupils the forecast has seen", "academic year"),
    Column("target", "integer", "Year that is forecast", "academic year"),
    Column("lead", "integer", "Years ahead: target less origin", "years"),
    Column("grade", "string", "Grade, or `all`: the entity's total"),
    Column("actual", "number", "Pupils who came", _PUPILS),
    Column("forecast", "number", "Forecast", _PUPILS),
    *(Column(name, "number", _PLAIN[name], _PUPILS) for name in BASELINES),
    *(Column(name, "number", f"{each} % quantile of the forecast", _PUPILS) for name, each in _QUANTILES.items()),
    Column("crps", "number", "Continuous ranked probability score of the forecast", _PUPILS),
    Column("size", "string", "`small`, `middle`, `large`: thirds by total at the origin; `all` where there are none"),
    Column("scored", "integer", "1 where pupils came and every method has a forecast, else 0: it enters no score"),
)
"""Columns of ``forecasts.csv``, in order."""
SCORE_COLUMNS: tuple[Column, ...] = (
    Column(
        "period",
        "string",
        "Target years: `all`, `to_2017` (settings were fixed on such), `from_2018`, `to_2019` (before the pandemic)",
    ),
    Column("level", "string", "`totals` of an entity, or its grade `cells`"),
    Column("size", "string", "Size of the entity at the origin, or `all`"),
    Column("lead", "integer", "Years ahead", "years"),
    Column(
        "method", "string", "`seatsim`, or a plain method on the same cells: `naive`, `survival`, `survival_births`"
    ),
    Column("measure", "string", "Score, one of the list above"),
    Column("unit", "string", "Unit of the row's numbers"),
    Column("value", "number", "Mean over the cells"),
    Column("low", "number", "Lower end of its 95 % interval: target years drawn anew (blank: one year)"),
    Column("high", "number", "Upper end of its 95 % interval"),
    Column("cells", "integer", "Forecasts scored", "cells"),
    Column("years", "integer", "Target years among them", "years"),
)
"""Columns of ``scores.csv``, in order."""
SCORE_MEANINGS: Mapping[str, str] = {
    "mape": "Mean of |forecast − actual| / actual",
    "bias": "Mean of (forecast − actual) / actual: above 0 too many pupils are forecast",
    **{f"mape_less_{name}": f"`mape` less that of `{name}`, cell by cell: below 0 is better" for name in BASELINES},
    **{f"coverage_{band}": f"Share of the cells within the {band} % band, ends included" for band in BANDS},
    **{f"width_{band}": f"Mean width of the {band} % band over the actual pupils" for band in BANDS},
    "crps": "Mean of CRPS / actual; of a forecast without a band it would be its `mape`",
}
"""What each measure of ``scores.csv`` is."""


def claim_backtest(out: Path) -> RunFolder:
    """Claim the folder of a back-test before any work is done; an earlier back-test in it will be replaced.

    Raises RefusedFolder for anything else that stands there.
    """
    return claim(out, _refuse_foreign)


def _refuse_foreign(out: Path) -> None:
    """Refuse what is not a finished back-test, or holds more than that."""
    try:
        found = read_json(out / JSON)
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or _FORMAT not in found:
        raise RefusedFolder(
            Phrase("{}: was not written by seatsim backtest (no readable {}); choose another --out", out, JSON)
        )
    refuse_strangers(out, {JSON, FORECASTS, SCORES, *PICTURES})


def write_backtest(folder: RunFolder, found: Backtest, pictures: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write a back-test whole or not at all and return its files; ``pictures`` are PNG files by name.

    The digests of the tables stand in ``backtest.json``; pictures have none, for they depend on the fonts installed.
    Raises RefusedFolder if it cannot be written; what stood there then still stands.
    """
    tables = {
        FORECASTS: _table(found.forecasts, FORECAST_COLUMNS),
        SCORES: _table(found.scores, SCORE_COLUMNS),
    }
    digests = {name: sha256(text) for name, text in tables.items()}
    files = {JSON: json_text({**found.content, "files": digests}).encode(), **tables, **pictures}
    try:
        draft = folder.new_draft()
        for name, text in files.items():
            with naming(draft / name):
                (draft / name).write_bytes(text)
        folder.publish()
    except OSError as error:
        words = "{}: not written ({}); what stood there is untouched"
        raise RefusedFolder(Phrase(words, folder.out, at_file(error))) from error
    return tuple(folder.out / name for name in files)


def json_text(content: Mapping[str, Any]) -> str:
    """``backtest.json``: the same bytes for the same input files."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _table(frame: pl.DataFrame, columns: tuple[Column, ...]) -> bytes:
    """A table in its published columns as CSV."""
    return frame.select(column.name for column in columns).write_csv().encode()
