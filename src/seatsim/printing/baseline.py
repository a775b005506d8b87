"""``seatsim baseline``: what the report says, what it allows, and what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from seatsim.domain.county import County
from seatsim.domain.figures import Figure, Narrowing, Reconciled
from seatsim.domain.stages import LETTER
from seatsim.indicators.report_figures import Indicator
from seatsim.inputs.reconcile import StageEstimate, mean_of_starts, stage_estimates
from seatsim.inputs.reconcile_notes import in_language
from seatsim.inputs.reconcile_terms import SPLIT
from seatsim.printing.baseline_indicators import NOTE, indicators_json, indicators_table
from seatsim.printing.baseline_words import BIRTHS, COMPARED, NEIGHBOURS, STAGES, UNITS, say, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from seatsim.domain.text import Text
    from seatsim.inputs.norms import Norm

WIDTH = 118
_STYLES = {"reported": "", "derived": "cyan", "assumed": "yellow"}


def print_baseline(
    county: County,
    reconciled: Reconciled,
    lang: str,
    json: bool = False,
    indicators: Sequence[Indicator] = (),
) -> None:
    """Print the reconciliation to standard output in ``zh`` or ``en``, or as JSON (the same in both languages).

    ``reconciled`` comes from ``narrowings``, ``indicators`` from ``report_indicators``. The first line of a synthetic
    register says that its classrooms and classes are assumed.
    """
    if json:
        from json import dumps

        print(dumps(baseline_json(county, reconciled, indicators), ensure_ascii=False, indent=2, allow_nan=False))
        return
    from rich.console import Console

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    console.print(_first_line(county, lang))
    console.print(
        word("head", lang).format(
            name=say(county.name, lang),
            year=county.baseline_year,
            total=reconciled.total,
            date=county.information_date,
        )
    )
    console.print()
    _print(console, _split_table(reconciled, lang), word("split-note", lang))
    _print(console, _figures_table(reconciled, lang), word("residual-note", lang))
    _print(console, _errors_table(reconciled, lang), word("errors-note", lang))
    if indicators:
        _print(console, indicators_table(indicators, lang), say(NOTE, lang))
    console.print(word("open", lang), style="bold")
    for note in reconciled.notes:
        console.print(f"- {in_language(note, lang)}", soft_wrap=True)
    console.print()
    console.print(word("sources", lang), style="bold")
    for source, ids in _sources(county.figures, reconciled).items():
        console.print(f"- {', '.join(ids)}: {source}", soft_wrap=True)
    console.print()
    console.print(word("standard-errors", lang), style="bold")
    for norm in _assumed_errors():
        console.print(
            f"- {norm.id} = {norm.value} {norm.unit}: {norm.source}", style=_STYLES[norm.kind], soft_wrap=True
        )


def baseline_json(county: County, reconciled: Reconciled, indicators: Sequence[Indicator] = ()) -> dict[str, object]:
    """The same as a plain tree; an infinite standard error is null."""
    return {
        "county": county.id,
        "classrooms_and_classes": _first_line(county, "en"),
        "baseline_year": county.baseline_year,
        "information_date": county.information_date,
        "total": reconciled.total,
        "spending_bound": reconciled.bound if isfinite(reconciled.bound) else None,
        "stages": [_estimate_json(estimate, reconciled) for estimate in stage_estimates(reconciled)],
        "cells": {cell: float(pupils) for cell, pupils in zip(reconciled.cells, reconciled.mean, strict=True)},
        "mean_of_starts": dict(zip(reconciled.cells, map(float, mean_of_starts(reconciled)), strict=True)),
        "figures": [_row_json(row) for row in reconciled.narrowings],
        "indicators": indicators_json(indicators),
        "undetermined": list(reconciled.notes),
        "sources": _sources(county.figures, reconciled),
        "standard_errors": {norm.id: {"value": norm.value, "source": norm.source} for norm in _assumed_errors()},
    }


def _estimate_json(estimate: StageEstimate, reconciled: Reconciled) -> dict[str, object]:
    return {
        "stage": estimate.stage,
        "pupils": estimate.pupils,
        "mean_of_starts": estimate.drawn,
        "se": estimate.se,
        "low": estimate.low,
        "high": estimate.high,
        "registered": reconciled.registered.get(estimate.stage),
    }


def _row_json(row: Narrowing) -> dict[str, object]:
    def finite(errors: Mapping[str, float]) -> dict[str, float | None]:
        return {stage: se if isfinite(se) else None for stage, se in errors.items()}

    return {
        "figure": row.figure,
        "kind": row.kind,
        "reported": row.reported,
        "reconciled": row.reconciled,
        "unit": row.unit,
        "hard": row.hard,
        "residual": row.residual,
        "narrows": list(row.narrows),
        "se_with": finite(row.se_with),
        "se_without": finite(row.se_without),
    }


def _first_line(county: County, lang: str) -> str:
    return word("rooms" if county.register.synthetic else "rooms-real", lang)


def _print(console: Console, table: Table, note: str) -> None:
    console.print(table)
    console.print(note, style="dim")
    console.print()


def _table(title: str, *columns: str) -> Table:
    """A table without lines; a column whose name starts with ``>`` is set to the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, style="bold"), title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    return table


def _split_table(reconciled: Reconciled, lang: str) -> Table:
    names = [word(key, lang) for key in ("stage", "pupils", "drawn", "se", "range", "registered")]
    table = _table(word("split", lang), names[0], *(f">{name}" for name in names[1:]))
    for row in stage_estimates(reconciled):
        children = reconciled.registered.get(row.stage)
        table.add_row(
            say(STAGES[row.stage], lang),
            f"{row.pupils:,.0f}",
            f"{row.drawn:,.0f}",
            f"{row.se:,.0f}",
            f"{row.low:,.0f} – {row.high:,.0f}",
            "" if children is None else f"{children:,.0f}",
        )
    for cell, pupils, drawn in zip(reconciled.cells, reconciled.mean, mean_of_starts(reconciled), strict=True):
        if cell in STAGES:
            table.add_row(say(STAGES[cell], lang), f"{pupils:,.0f}", f"{drawn:,.0f}")
    return table


def _figures_table(reconciled: Reconciled, lang: str) -> Table:
    names = [word(key, lang) for key in ("figure", "what", "kind", "reported", "reconciled", "residual", "narrows")]
    table = _table(word("table", lang), *names[:3], f">{names[3]}", f">{names[4]}", "", f">{names[5]}", names[6])
    for row in reconciled.narrowings:
        table.add_row(
            row.figure,
            say(_compared(row), lang),
            word(f"{row.kind}-kind", lang),
            _number(row.reported),
            _number(row.reconciled),
            say(UNITS[row.unit], lang) if row.unit in UNITS else row.unit,
            word("hard", lang) if row.hard else f"{round(row.residual, 1) + 0.0:+.1f}",
            " ".join(_letter(stage) for stage in row.narrows) or word("nothing", lang),
            style=_STYLES[row.kind],
        )
    return table


def _compared(row: Narrowing) -> Text:
    """What a row compares."""
    return COMPARED.get(row.figure, NEIGHBOURS if row.unit == "ratio" else BIRTHS)


def _errors_table(reconciled: Reconciled, lang: str) -> Table:
    """Standard errors with everything, then without each figure that narrows something."""
    table = _table(word("errors", lang), word("figure", lang), *(f">{_letter(stage)}" for stage in SPLIT))
    if not reconciled.narrowings:
        return table
    full = reconciled.narrowings[0].se_with
    table.add_row(word("all-figures", lang), *(f"{full[stage]:,.0f}" for stage in SPLIT), style="bold")
    for row in reconciled.narrowings:
        if row.narrows:
            cells = (_error(row.se_without[stage]) if stage in row.narrows else "·" for stage in SPLIT)
            table.add_row(row.figure, *cells, style=_STYLES[row.kind])
    return table


def _letter(stage: str) -> str:
    return next(letter for name, letter in LETTER.items() if name == stage)


def _error(se: float) -> str:
    return f"{se:,.0f}" if isfinite(se) else "∞"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _sources(figures: Mapping[str, Figure], reconciled: Reconciled) -> Mapping[str, list[str]]:
    """Sources of the figures and norms that take part, each with the ids that rest on it."""
    from seatsim.inputs.norms import norms

    found: dict[str, dict[str, None]] = {}
    for row in reconciled.narrowings:
        for key in _behind(row.figure):
            origin = figures.get(key) or norms().get(key)
            if origin is not None:
                found.setdefault(origin.source, {})[key] = None
    return {source: list(ids) for source, ids in found.items()}


def _assumed_errors() -> list[Norm]:
    """Standard errors and limits of the reconciliation itself."""
    from seatsim.inputs.norms import norms

    return [norm for key, norm in norms().items() if key.startswith("reconcile.")]


def _behind(row: str) -> Iterator[str]:
    """Ids of the figures behind a row: ``B.2014-2017`` stands for four of them."""
    years = row.removeprefix("B.").split("-")
    if row.startswith("B.") and len(years) == 2:
        yield from (f"B.{year}" for year in range(int(years[0]), int(years[1]) + 1))
    else:
        yield row
