"""``seatsim baseline``: what the report says, what it allows, and what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from seatsim.domain.county import County
from seatsim.domain.figures import Figure, FigureKind, Narrowing, Reconciled
from seatsim.domain.stages import LETTER, STAGES
from seatsim.indicators.report_figures import Indicator
from seatsim.inputs.history import spans
from seatsim.inputs.reconcile import StageEstimate, mean_of_starts, stage_estimates
from seatsim.inputs.reconcile_notes import in_language
from seatsim.inputs.reconcile_terms import SPLIT
from seatsim.language.baseline import BASELINE, COMPARED
from seatsim.language.words import Words
from seatsim.printing.baseline_indicators import indicators_json, indicators_table, unit_name

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from seatsim.inputs.norms import Norm

WIDTH = 118
_STYLES = {"reported": "", "derived": "cyan", "assumed": "yellow"}
_NAMED = {"vocational": "stage_full", "special": "stage_full", "college": "school_kind"}
"""Cells that no figure splits further, and the group of the glossary that names each."""


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
    words = Words(lang, BASELINE)
    console.print(_first_line(county, words))
    console.print(
        words("head").format(
            name=words.text({"zh": county.name.zh, "en": county.name.en}),
            year=county.baseline_year,
            total=reconciled.total,
            date=county.information_date,
        )
    )
    if county.history is not None:
        stages = [f"{words.stage(stage)} {spans(years)}" for stage, years in _known(county).items()]
        told = words("history_between").join(stages)
        console.print(words("history").format(first=county.history.first_year, stages=told), soft_wrap=True)
    console.print()
    _print(console, _split_table(reconciled, words), words("split-note"))
    _print(console, _figures_table(reconciled, words), words("residual-note"))
    _print(console, _errors_table(reconciled, words), words("errors-note"))
    if indicators:
        _print(console, indicators_table(indicators, words), words("indicators-note"))
    console.print(words("open"), style="bold")
    for note in reconciled.notes:
        console.print(f"- {in_language(note, lang)}", soft_wrap=True)
    console.print()
    console.print(words("sources"), style="bold")
    for source, ids in _sources(county.figures, reconciled).items():
        console.print(f"- {', '.join(ids)}: {source}", soft_wrap=True)
    console.print()
    console.print(words("standard-errors"), style="bold")
    for norm in _assumed_errors():
        console.print(
            f"- {norm.id} = {norm.value} {norm.unit}: {norm.source}", style=_STYLES[norm.kind], soft_wrap=True
        )


def baseline_json(county: County, reconciled: Reconciled, indicators: Sequence[Indicator] = ()) -> dict[str, object]:
    """The same as a plain tree; an infinite standard error is null."""
    return {
        "county": county.id,
        "classrooms_and_classes": _first_line(county, Words("en", BASELINE)),
        "baseline_year": county.baseline_year,
        "information_date": county.information_date,
        "history": {stage: list(years) for stage, years in _known(county).items()},
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


def _known(county: County) -> Mapping[str, tuple[int, ...]]:
    """Years that the history knows in every zone and grade, by stage with pupils; empty without a history."""
    past = county.history
    return {} if past is None else {stage: past.known(stage) for stage in STAGES if county.register.pupils[stage].any()}


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


def _first_line(county: County, words: Words) -> str:
    if county.register.synthetic:
        return words("rooms")
    return words("rooms-by-rule" if county.register.completed else "rooms-real")


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


def _split_table(reconciled: Reconciled, words: Words) -> Table:
    names = [words(key) for key in ("pupils", "drawn", "se", "range", "registered")]
    table = _table(words("split"), words.term("column", "stage"), *(f">{name}" for name in names))
    for row in stage_estimates(reconciled):
        children = reconciled.registered.get(row.stage)
        table.add_row(
            words.term("stage_full", row.stage),
            f"{row.pupils:,.0f}",
            f"{row.drawn:,.0f}",
            f"{row.se:,.0f}",
            f"{row.low:,.0f} – {row.high:,.0f}",
            "" if children is None else f"{children:,.0f}",
        )
    for cell, pupils, drawn in zip(reconciled.cells, reconciled.mean, mean_of_starts(reconciled), strict=True):
        if cell in _NAMED:
            table.add_row(words.term(_NAMED[cell], cell), f"{pupils:,.0f}", f"{drawn:,.0f}")
    return table


def _figures_table(reconciled: Reconciled, words: Words) -> Table:
    names = [words(key) for key in ("figure", "what", "kind", "reported", "reconciled", "residual", "narrows")]
    table = _table(words("table"), *names[:3], f">{names[3]}", f">{names[4]}", "", f">{names[5]}", names[6])
    for row in reconciled.narrowings:
        table.add_row(
            row.figure,
            _compared(row, words),
            _kind(row.kind, words),
            _number(row.reported),
            _number(row.reconciled),
            unit_name(row.unit, words),
            words("hard") if row.hard else f"{round(row.residual, 1) + 0.0:+.1f}",
            " ".join(_letter(stage) for stage in row.narrows) or words("nothing"),
            style=_STYLES[row.kind],
        )
    return table


def _compared(row: Narrowing, words: Words) -> str:
    """What a row compares."""
    if row.figure in COMPARED:
        return Words(words.lang, COMPARED)(row.figure)
    return words("neighbours" if row.unit == "ratio" else "births")


def _kind(kind: FigureKind, words: Words) -> str:
    """Reported, derived or assumed; what is assumed stands out without colours too."""
    name = words.term("figure_kind", kind)
    return words("assumed-mark").format(assumed=name.upper()) if kind == "assumed" else name


def _errors_table(reconciled: Reconciled, words: Words) -> Table:
    """Standard errors with everything, then without each figure that narrows something."""
    table = _table(words("errors"), words("figure"), *(f">{_letter(stage)}" for stage in SPLIT))
    if not reconciled.narrowings:
        return table
    full = reconciled.narrowings[0].se_with
    table.add_row(words("all-figures"), *(f"{full[stage]:,.0f}" for stage in SPLIT), style="bold")
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
