"""CSV tables of a county folder, checked by column; every fault names file, line and column."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.domain.faults import Fault
from seatsim.inputs.nearest import unknown
from seatsim.inputs.toml_files import read_text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST = 10_000_000
"""Largest count taken as possible in one cell."""
MOST_OF_AN_AGE = 1_000_000
"""Most children of one year or grade in a county: sharing them out by millionths stays within 64 bits."""


@dataclass(frozen=True)
class Columns:
    """Column names of one kind of file."""

    required: tuple[str, ...]
    """Must be there."""
    optional: tuple[str, ...] = ()
    """May be there."""
    others: bool = False
    """Whether any further column may be there, which is not read."""


class Table:
    """One CSV file as text columns, and what is wrong with it."""

    def __init__(self, file: str, text: str, frame: pl.DataFrame, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self.faulty: set[int] = set()
        """Rows with a fault, whose other cells say little."""
        self._text = text
        self._frame = frame
        self._rows = frame["_row"].to_numpy()

    def __len__(self) -> int:
        return self._frame.height

    def has(self, column: str) -> bool:
        """Whether the file has the column."""
        return column in self._frame.columns

    def others(self, columns: Columns) -> list[str]:
        """Columns of the file that are not among these."""
        return [name for name in self._frame.columns[1:] if name not in (*columns.required, *columns.optional)]

    @cached_property
    def _lines(self) -> list[int]:
        return [line for line, _ in _records(self._text)][1:]

    def line(self, row: int) -> int:
        """Line on which a row begins [1-based]."""
        place = int(self._rows[row])
        return self._lines[place] if place < len(self._lines) else place + 2

    def fault(self, row: int, column: str, found: str, allowed: str, code: str) -> None:
        """Note a fault at one cell."""
        self.faulty.add(row)
        self.faults.append(Fault(self.file, self.line(row), column, found, allowed, code))

    def text(self, column: str, empty: str | None = None) -> list[str]:
        """Column as text; a fault for every empty cell unless ``empty`` says what it means."""
        if not self.has(column):
            return [empty or ""] * len(self)
        cells: list[str] = self._frame[column].to_list()
        if empty is not None:
            return [cell or empty for cell in cells]
        for row, cell in enumerate(cells):
            if not cell:
                why = "every row needs its source" if column == "source" else "must not be empty"
                self.fault(row, column, "", why, "empty")
        return cells

    def choices(self, column: str, allowed: Collection[str], what: str, empty: str | None = None) -> list[str]:
        """Column whose cells are one of ``allowed``."""
        cells = self.text(column, empty)
        for row, cell in enumerate(cells):
            if cell and cell not in allowed:
                otherwise = f"must be one of {', '.join(allowed)}" if len(allowed) <= 14 else ""
                self.fault(row, column, cell, unknown(what, cell, allowed, otherwise), "unknown-name")
        return cells

    def ids(self, column: str) -> list[str]:
        """Column of names that must differ."""
        cells = self.text(column)
        self.distinct([column], [(cell,) for cell in cells])
        return cells

    def distinct(self, columns: Sequence[str], keys: Sequence[tuple[str, ...]]) -> None:
        """Note every row whose key has been seen on an earlier row."""
        first: dict[tuple[str, ...], int] = {}
        for row, key in enumerate(keys):
            before = first.setdefault(key, row)
            if before != row and any(key):
                words = f"stands on line {self.line(before)} too"
                self.fault(row, ", ".join(columns), ", ".join(key), words, "duplicate")

    def counts(self, column: str, unit: str, high: int = MOST, empty: int | None = 0) -> Ints:
        """Column of whole numbers from 0 to ``high``, shape (rows,); an empty cell means ``empty``.

        With ``empty`` None an empty cell is a fault. Faulty cells come back as 0.
        """
        series = self._series(column)
        values = series.cast(pl.Int64, strict=False)
        good = (values.is_not_null() & values.is_between(0, high)).fill_null(value=False)
        return self._filled(column, values, good, empty, f"must be a whole number ≥ 0 ({unit})", high).astype(np.int64)

    def numbers(self, column: str, unit: str, high: float = 1e12, empty: float | None = None) -> Floats:
        """Column of finite numbers from 0 to ``high``, shape (rows,); otherwise like ``counts``."""
        series = self._series(column)
        values = series.cast(pl.Float64, strict=False)
        good = (values.is_finite() & values.is_between(0, high)).fill_null(value=False)
        return self._filled(column, values, good, empty, f"must be a number ≥ 0 ({unit})", high)

    def whole(self, column: str, unit: str, low: int, high: int) -> Ints:
        """Column of whole numbers from ``low`` to ``high``, shape (rows,); an empty cell is a fault.

        Faulty cells come back as ``low``.
        """
        values = self._series(column).cast(pl.Int64, strict=False)
        good = values.is_between(low, high).fill_null(value=False)
        for row in (~good).arg_true():
            allowed = f"must be a whole number from {low} to {high} ({unit})"
            self.fault(row, column, self._series(column)[row], allowed, "number")
        return values.set(~good, None).fill_null(low).to_numpy().astype(np.int64)

    def given(self, column: str) -> npt.NDArray[np.bool_]:
        """Which cells are not empty, shape (rows,)."""
        return (self._series(column) != "").to_numpy()

    def _series(self, column: str) -> pl.Series:
        return self._frame[column] if self.has(column) else pl.Series(column, [""] * len(self), dtype=pl.String)

    def _filled(
        self, column: str, values: pl.Series, good: pl.Series, empty: float | None, allowed: str, high: float
    ) -> Floats:
        cells = self._series(column)
        bad = ~good & (cells != "") if empty is not None else ~good
        for row in bad.arg_true():
            large = values[row] is not None and values[row] > high
            words = f"must be at most {high:,.0f}" if large else allowed
            self.fault(row, column, cells[row], words, "number")
        return values.set(~good, None).fill_null(empty or 0).to_numpy().astype(np.float64)


def read_table(path: Path, columns: Columns, faults: list[Fault]) -> Table | None:
    """Read a CSV file (UTF-8, with or without a byte order mark); None with faults if it is no such table."""
    text = read_text(path, faults)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header = next(_records(text), (1, []))[1]
    names = [name.strip() for name in header]
    if not _header_holds(str(path), names, columns, faults):
        return None
    try:
        frame = pl.read_csv(text.encode(), infer_schema=False, new_columns=names)
    except pl.exceptions.PolarsError as error:
        if _cells_hold(str(path), text, len(names), faults):
            faults.append(Fault(str(path), 1, "", "", f"no valid CSV: {str(error).splitlines()[0]}", "csv-syntax"))
        return None
    frame = frame.with_columns(pl.all().str.strip_chars().fill_null("")).with_row_index("_row")
    frame = frame.filter(pl.any_horizontal(pl.col(names) != ""))
    return Table(str(path), text, frame, faults)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each begins, up to the first that csv cannot read."""
    reader = csv.reader(io.StringIO(text, newline=""))
    begin = 1
    with contextlib.suppress(csv.Error):  # a cell of more than 131,072 characters
        for record in reader:
            yield begin, record
            begin = reader.line_num + 1


def _header_holds(file: str, names: Sequence[str], columns: Columns, faults: list[Fault]) -> bool:
    known = (*columns.required, *columns.optional)
    before = len(faults)
    for name in columns.required:
        if name not in names:
            faults.append(Fault(file, 1, name, "", "missing column", "missing-column"))
    for place, name in enumerate(names):
        if not name:
            faults.append(Fault(file, 1, f"column {place + 1}", "", "has no name", "unknown-column"))
        elif name in names[:place]:
            faults.append(Fault(file, 1, name, "", "column stands here twice", "duplicate"))
        elif name not in known and not columns.others:
            faults.append(Fault(file, 1, name, "", unknown("column", name, known), "unknown-column"))
    return len(faults) == before


def _cells_hold(file: str, text: str, width: int, faults: list[Fault]) -> bool:
    """Whether no record has more cells than the header, and every quote is closed."""
    before = len(faults)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for record in reader:
            if len(record) > width:
                faults.append(Fault(file, begin, "", "", f"must have {width} cells, has {len(record)}", "cells"))
            begin = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(file, begin, "", "", f"no valid CSV: {error}", "csv-syntax"))
    return len(faults) == before
