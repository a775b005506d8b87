"""Figures with unit, date and source, read from ``figures.csv``; a value without a source is refused."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import Figure, FigureKind
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.inputs.information import DATE_WORDS, last_day
from seatsim.inputs.nearest import nearest, unknown
from seatsim.inputs.safe_text import unsafe
from seatsim.inputs.sizes import MOST_FIGURES
from seatsim.inputs.tables import SAID_ALREADY, File
from seatsim.inputs.toml_files import read_text
from seatsim.language.cell_words import is_unit
from seatsim.language.explained import figure_names, figure_unit, figure_units, is_figure
from seatsim.language.headers import plain

NAME = "figures.csv"
COLUMNS = ("id", "value", "unit", "date", "section", "source", "kind", "note")
_NEVER_EMPTY = ("id", "value", "date", "source", "kind")
_LIST = Phrase("seatsim explain figures lists them")
_KINDS: tuple[str, ...] = get_args(FigureKind)


@dataclass(frozen=True)
class Row:
    """One sourced value as it is written."""

    id: str
    """Stable name."""
    value: str
    """Value as text."""
    unit: str
    """Unit."""
    date: str
    """Date."""
    section: str
    """Section of the source."""
    source: str
    """Source, never empty."""
    kind: FigureKind
    """Reported, derived or assumed."""
    note: str
    """Note."""
    line: int
    """Line in the file [1-based]."""


def read_figures(path: File) -> Mapping[str, Figure]:
    """Figures of a CSV file by id. Raises InvalidInput with every fault of the file."""
    faults: list[Fault] = []
    figures: dict[str, Figure] = {}
    rows = [_called(row) for row in read_rows(path, faults)]
    faults.extend(_unknown_ids(path, rows))
    said = {fault.line for fault in faults if fault.code in ("ambiguous", *SAID_ALREADY)}
    for row in rows:
        value = _number(row.value)
        if value is None and row.line not in said:
            faults.append(_fault(path, row.line, "value", row.value, Phrase("must be a finite number"), "value"))
        unit = _unit(path, row, faults)
        figures[row.id] = Figure(
            row.id, value or 0.0, unit, row.date, row.section, row.source, row.kind, row.note, row.line
        )
    if faults:
        raise InvalidInput(faults)
    return figures


def _unit(path: File, row: Row, faults: list[Fault]) -> str:
    """Unit of a row as the figure has it; a value in another one would be taken for so much of this one."""
    asked = figure_unit(row.id)
    if not row.unit:
        faults.append(_fault(path, row.line, "unit", "", Phrase("must not be empty (1 for a pure number)"), "empty"))
    elif asked is not None and not is_unit(row.unit, asked):
        words = Phrase("must be {}, the unit of {}; put the value into it", word(asked), row.id)
        faults.append(_fault(path, row.line, "unit", row.unit, words, "unit"))
    return asked or row.unit


def _called(row: Row) -> Row:
    """The row by its id, which may be written as the figure's Chinese name."""
    return replace(row, id=figure_names().get(plain(row.id), row.id))


def _unknown_ids(path: File, rows: Iterable[Row]) -> Iterator[Fault]:
    """Rows that no reader would look for, and ids that stand twice once Chinese names are read."""
    lines: dict[str, int] = {}
    for row in rows:
        if not is_figure(row.id):
            near = nearest(row.id, figure_names())
            hint = Phrase("did you mean '{}'?", figure_names()[near]) if near else _LIST
            words = unknown(Phrase("figure"), row.id, figure_units(), hint)
            yield _fault(path, row.line, "id", row.id, words, "unknown-figure")
        elif row.id in lines:
            yield _fault(path, row.line, "id", row.id, Phrase("stands on line {} too", lines[row.id]), "duplicate")
        lines.setdefault(row.id, row.line)


def read_rows(path: File, faults: list[Fault]) -> list[Row]:
    """Rows of a CSV file with the columns ``COLUMNS``; what is wrong with it is added to ``faults``."""
    text = read_text(path, faults, MOST_FIGURES) if isinstance(path, Path) else path.text(faults)
    if text is None:
        return []
    records = _records(path, text, faults)
    _, header = next(records, (1, []))
    if not _header_holds(path, header, faults):
        return []
    rows: list[Row] = []
    lines: dict[str, int] = {}
    for line, record in records:
        cells = dict(zip(header, (cell.strip() for cell in record), strict=False))
        if not any(cells.values()):
            continue
        if len(record) > len(header):
            faults.append(
                _fault(path, line, "", "", Phrase("must have {} cells, has {}", len(header), len(record)), "cells")
            )
        elif _row_holds(path, line, cells, lines, faults):
            rows.append(_row(cells, line))
    return rows


def _records(path: File, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Records of a CSV text with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for record in reader:
            yield begin, record
            begin = reader.line_num + 1
    except csv.Error as error:
        faults.append(_fault(path, begin, "", "", Phrase("no valid CSV: {}", str(error)), "csv-syntax"))


def _header_holds(path: File, header: list[str], faults: list[Fault]) -> bool:
    missing = [name for name in COLUMNS if name not in header]
    extra = [name for name in header if name not in COLUMNS]
    faults.extend(_fault(path, 1, name, "", Phrase("missing column"), "missing-column") for name in missing)
    faults.extend(
        _fault(path, 1, name, "", unknown(Phrase("column"), name, COLUMNS), "unknown-column") for name in extra
    )
    return not missing and not extra


def _row_holds(path: File, line: int, cells: Mapping[str, str], lines: dict[str, int], faults: list[Fault]) -> bool:
    before = len(faults)
    for name in _NEVER_EMPTY:
        if not cells.get(name):
            why = Phrase("a value without a source is refused") if name == "source" else Phrase("must not be empty")
            faults.append(_fault(path, line, name, "", why, "empty"))
    kind, row_id = cells.get("kind", ""), cells.get("id", "")
    if kind and kind not in _KINDS:
        faults.append(_fault(path, line, "kind", kind, Phrase("must be one of {}", listed(map(word, _KINDS))), "value"))
    if (when := cells.get("date", "")) and not _is_date(when):
        faults.append(_fault(path, line, "date", when, DATE_WORDS, "value"))
    if row_id in lines:
        faults.append(_fault(path, line, "id", row_id, Phrase("stands on line {} too", lines[row_id]), "duplicate"))
    for name, cell in cells.items():
        if (unfit := unsafe(cell)) is not None:
            faults.append(_fault(path, line, name, cell, *unfit))
    lines.setdefault(row_id, line)
    return len(faults) == before


def _is_date(text: str) -> bool:
    try:
        last_day(text)
    except ValueError:
        return False
    return True


def _row(cells: Mapping[str, str], line: int) -> Row:
    return Row(
        id=cells["id"],
        value=cells["value"],
        unit=cells["unit"],
        date=cells["date"],
        section=cells["section"],
        source=cells["source"],
        kind=cast("FigureKind", cells["kind"]),
        note=cells.get("note", ""),
        line=line,
    )


def _number(text: str) -> float | None:
    """Finite number written in ``text``, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _fault(path: File, line: int, key: str, found: str, allowed: Phrase, code: str) -> Fault:
    return Fault(str(path), line, key, found, allowed, code)
