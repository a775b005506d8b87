"""The tidy table of a comparison: one row a plan, measure, stage and year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.inputs.safe_text import unsafe
from seatsim.results.columns import Column

Block = Mapping[str, Any]

_ESTIMATE = (
    ("mean", "mean"),
    ("low", "lower end of the mean's 95 % interval"),
    ("high", "upper end of the mean's 95 % interval"),
    ("p10", "10 % order statistic over the futures"),
    ("p50", "50 % order statistic over the futures"),
    ("p90", "90 % order statistic over the futures"),
)
_RATIO = (("value", "value"), ("low", "lower end of its 95 % interval"), ("high", "upper end of its 95 % interval"))
_SAME = "the row's unit"

COLUMNS: tuple[Column, ...] = (
    Column("county", "string", "County"),
    Column("base", "string", "Run that the others are compared with"),
    Column("run", "string", "Run that is compared: its scenario, with its folder where that is not enough"),
    Column("measure", "string", "Measure"),
    Column("stage", "string", "Stage, or `all`"),
    Column("year", "string", "Academic year, or `sum`: over the years after the baseline", "academic year"),
    Column("unit", "string", "Unit of the row's quantity"),
    Column("better", "string", "Which way is better: `lower`, `higher`, or blank for neither"),
    Column("base_mean", "number", "Mean of the base", _SAME),
    Column("other_mean", "number", "Mean of the other run", _SAME),
    *(Column(f"difference_{name}", "number", f"Other less base, paired: {words}", _SAME) for name, words in _ESTIMATE),
    *(Column(f"ratio_{name}", "number", f"Other over base, of the means: {words}", "ratio") for name, words in _RATIO),
    *(Column(f"percent_{name}", "number", f"Change of the mean: {words}", "%") for name, words in _RATIO),
    *(
        Column(f"chance_{name}", "number", f"Share of the futures in which the other is {words}", "share")
        for name, words in (("better", "better"), ("same", "the same"), ("worse", "worse"))
    ),
    Column("correlation", "number", "Correlation of the two runs over the futures"),
    Column("times_fewer", "number", "Variance of an unpaired difference over that of the paired one", "ratio"),
    Column("unpaired_replications", "integer", "As sure as so many unpaired futures of each run", "replications"),
)
"""Columns of ``comparison.csv``, in order; blank is what cannot be told."""


def table_text(comparison: Block) -> str:
    """``comparison.csv``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    for row in _rows(comparison):
        writer.writerow([_cell(row[column.name]) for column in COLUMNS])
    return text.getvalue()


def _cell(value: object) -> object:
    """A cell; a name of a stranger's run that a spreadsheet would take for a formula stands behind an apostrophe."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and unsafe(value) is not None else value


def _rows(comparison: Block) -> Iterator[Block]:
    for other in comparison["others"]:
        for told in other["measures"]:
            yield {
                "county": comparison["county"],
                "base": comparison["base"]["run"],
                "run": other["run"],
                **{name: told[name] for name in ("measure", "stage", "year", "unit", "better")},
                "base_mean": told["base"],
                "other_mean": told["other"],
                **{f"difference_{name}": told["difference"][name] for name, _ in _ESTIMATE},
                **{
                    f"{kind}_{name}": (told[kind] or {}).get(name)
                    for kind in ("ratio", "percent")
                    for name, _ in _RATIO
                },
                **{name: told[name] for name in ("chance_better", "chance_same", "chance_worse")},
                **told["pairing"],
            }
