"""What a chart is, and the two palettes it is drawn in: the page's and the paper's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Mapping[str, Cell]
Spec: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Chart:
    """One chart of one language: a Vega-Lite specification and the rows it draws."""

    id: str
    """Name, the same in both languages: ``fan``, ``crowding``, ``gantt`` …"""
    title: str
    """Title."""
    caption: str
    """What the bands cover, what is assumed, and units."""
    alt: str
    """What the chart shows, told from its data, for whom cannot see it."""
    spec: Spec
    """Vega-Lite specification; its rows stand apart as ``data = {"name": "rows"}``, its width is ``container``."""
    rows: Sequence[Row]
    """Tidy rows; empty: there is nothing to draw, and ``empty`` says why."""
    by: tuple[str, ...]
    """Columns by which a reader chooses among the rows, of ``run``, ``stage``, ``zone``, ``measure``, ``to``."""
    heads: Mapping[str, str]
    """Heads of the columns that the table beside the chart shows, in order."""
    empty: str
    """Sentence in place of the chart when there is no row (or no row of what is chosen)."""
    followed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Stages that a run follows, by measure (or under no name): of another, no row does not mean that there is none."""


@dataclass(frozen=True)
class Palette:
    """Colours by name."""

    colours: Mapping[str, str]
    """CSS colour of each name of ``NAMES``."""

    def __getitem__(self, name: str) -> str:
        """The colour of a name. Raises KeyError for one that the palette does not hold."""
        return self.colours[name]


_PAPER: Mapping[str, str] = {
    "ink": "#1b1f24",
    "ink-soft": "#57606a",
    "grid": "#e4e7eb",
    "ground": "#ffffff",
    "shade": "#f3f4f6",  # years whose births are continued, not known
    "median": "#004b78",
    "band-50": "#86b6da",
    "band-80": "#b9d5ea",
    "band-95": "#dfebf5",
    "seats": "#c24a00",
    "reference": "#57606a",
    "total": "#9aa3ad",
    "rise": "#d55e00",  # more crowded, dearer, short
    "fall": "#0072b2",  # less crowded, cheaper, over
    "reported": "#0072b2",
    "assumed": "#7a8490",
    "open": "#00785a",
    "too-late": "#c24a00",
    "under-way": "#57606a",
    "heat-green": "#dcecf5",
    "heat-amber": "#f8e3a1",
    "heat-red": "#f0a878",
    "series-1": "#1b1f24",
    "series-2": "#0072b2",
    "series-3": "#d55e00",
    "series-4": "#00785a",
    "series-5": "#a8417f",
}
"""The Okabe-Ito family, darkened where a thin line or a word needs it: blue against orange for every opposition."""

NAMES: tuple[str, ...] = tuple(_PAPER)
"""Names of colours."""
PAPER = Palette(_PAPER)
"""Colours on white paper: pictures for Word and PowerPoint."""
PAGE = Palette({name: f"var(--{name})" for name in NAMES})
"""Custom properties of the page's style sheet, which tells their values for light, dark, print and high contrast."""


def css(palette: Palette) -> str:
    """Declarations of the custom properties of ``PAGE``, one a line, for a rule of a style sheet."""
    return "\n".join(f"--{name}: {palette[name]};" for name in NAMES)


def painted(chart: Chart, palette: Palette) -> Chart:
    """The same chart, made in the colours of ``PAGE``, in those of another palette."""
    colours = {PAGE[name]: palette[name] for name in NAMES}
    spec = {key: _painted(part, colours) for key, part in chart.spec.items()}
    return replace(chart, spec=spec)


def _painted(part: object, colours: Mapping[str, str]) -> object:
    """A part of a specification with each colour replaced."""
    if isinstance(part, Mapping):
        return {key: _painted(value, colours) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_painted(value, colours) for value in part]
    return colours.get(part, part) if isinstance(part, str) else part


def chosen(chart: Chart, **choice: str) -> list[Row]:
    """The rows that a reader's choice leaves: ``chosen(chart, run="reference", stage="primary")``."""
    return [row for row in chart.rows if all(row.get(key) == choice[key] for key in choice if key in chart.by)]


def packed(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Rows by column, for a page: texts that repeat are listed once, and told by their place in that list.

    ``{"columns": [...], "texts": [[...] or None, ...], "values": [[...], ...]}``; row i of column c holds
    ``texts[c] === null ? values[c][i] : texts[c][values[c][i]]``.
    """
    columns = list(dict.fromkeys(key for row in rows for key in row))
    texts: list[list[Cell] | None] = []
    values: list[list[Cell]] = []
    for column in columns:
        cells = [row.get(column) for row in rows]
        if any(isinstance(cell, str) for cell in cells):
            listed = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
            texts.append(list(listed))
            values.append([listed[cell] for cell in cells])
        else:
            texts.append(None)
            values.append(cells)
    return {"columns": columns, "texts": texts, "values": values}


def size(chart: Chart) -> int:
    """Bytes that a chart's rows take in a page, packed, as JSON in UTF-8."""
    told = json.dumps(packed(chart.rows), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return len(told.encode())
