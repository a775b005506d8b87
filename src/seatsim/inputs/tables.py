"""CSV tables of a county folder, checked by column; every fault names file, line and column."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.inputs.grids import width_holds
from seatsim.inputs.nearest import unknown
from seatsim.inputs.other_columns import missing_column
from seatsim.inputs.safe_text import SUSPECT, unsafe
from seatsim.inputs.sizes import MOST_ROWS, MOST_TABLE, too_many
from seatsim.inputs.stated_sources import SOURCE, csv_name, stated_source
from seatsim.inputs.toml_files import read_text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST = 10_000_000
"""Largest count taken as possible in one cell."""
MOST_OF_AN_AGE = 1_000_000
"""Most children of one year or grade in a county: sharing them out by millionths stays within 64 bits."""

_NO_SOURCE = 'every row needs its source; one for the whole table may stand in county.toml, as [sources] "{}"'
_STRAY = Phrase("no valid CSV: a quote within a cell; put quotes around the whole cell, or take it out")
_OF_USERS = ("school_id", "from_county", "to_county")
"""Columns of choices whose words are names that users give."""
_NAME = re.compile(r"\w+")
SAID_ALREADY = ("error-cell", "formula")
"""Codes of cells that are faults whoever reads them, and were said to be."""


@dataclass(frozen=True)
class Columns:
    """Column names of one kind of file."""

    required: tuple[str, ...]
    """Must be there."""
    optional: tuple[str, ...] = ()
    """May be there."""
    others: bool = False
    """Whether any further column may be there, which is not read."""

    def sourced(self, source: str) -> Columns:
        """The columns of a table whose ``source`` is stated for all rows: it may leave the column out."""
        if not source:
            return self
        required = tuple(name for name in self.required if name != SOURCE)
        return replace(self, required=required, optional=(*self.optional, SOURCE))


_NO_NUMBER = np.iinfo(np.int64).min
"""Stands where a cell is no whole number; never within any range."""


class Cells:
    """All rows of a CSV file; a column of numbers is read once, however many counties have rows of it."""

    def __init__(self, content: str, rows: pl.DataFrame) -> None:
        """``content`` has one kind of line end; ``rows`` are those of ``frame_of``."""
        self.content, self.rows = content, rows
        self.shown: Mapping[str, str] = {}
        """Columns as the file writes them, where it writes them otherwise."""
        self.reasons: Mapping[tuple[str, int], tuple[Phrase, str]] = {}
        """Why a cell of a column, by ``_row``, cannot be read, with the fault's code, where readers cannot know."""
        self.unread: tuple[str, ...] = ()
        """Columns of the file that are none of the table's, as they are written."""
        self.mend: Callable[[str, pl.Series, pl.Series], pl.Series] | None = None
        """Reads cells that are no numbers as they stand; None: they are none."""
        self._known: dict[tuple[str, type], npt.NDArray[np.generic]] = {}

    @cached_property
    def lines(self) -> list[int]:
        """Line on which each record after the header begins [1-based]."""
        return [line for line, _ in _records(self.content)][1:]

    def whole_numbers(self, column: str) -> Ints:
        """Column as whole numbers, ``_NO_NUMBER`` where a cell is none, shape (rows,)."""
        return self._read(column, int, lambda cells: self._cast(column, cells, pl.Int64()).fill_null(_NO_NUMBER))

    def numbers(self, column: str) -> Floats:
        """Column as numbers, NaN where a cell is none, shape (rows,)."""
        return self._read(column, float, lambda cells: self._cast(column, cells, pl.Float64()).fill_null(np.nan))

    def given(self, column: str) -> Bools:
        """Which cells are not empty, shape (rows,)."""
        return self._read(column, bool, lambda cells: cells != "")

    def _cast(self, column: str, cells: pl.Series, kind: pl.Int64 | pl.Float64) -> pl.Series:
        """A column as numbers, null where a cell is none."""
        read = cells.cast(kind, strict=False)
        return read if self.mend is None else self.mend(column, cells, read)

    def _read(self, column: str, kind: type, reading: Callable[[pl.Series], pl.Series]) -> npt.NDArray[Any]:
        if (column, kind) not in self._known:
            self._known[column, kind] = reading(self.rows[column]).to_numpy()
        return self._known[column, kind]


class Table:
    """One CSV file, or one county's rows of it, as text columns, and what is wrong with it."""

    def __init__(self, file: str, cells: Cells, frame: pl.DataFrame, faults: list[Fault], source: str = "") -> None:
        """``frame`` : some of the rows of the ``cells``; ``source`` : stated for rows that give none."""
        self.file = file
        self.faults = faults
        self.faulty: set[int] = set()
        """Rows with a fault, whose other cells say little."""
        self._cells = cells
        self.source = source
        """Source of the rows that give none, as ``county.toml`` states it; empty for none."""
        self._frame = frame
        self._rows = frame["_row"].to_numpy()
        self._at = frame["_at"].to_numpy()

    def __len__(self) -> int:
        return self._frame.height

    def has(self, column: str) -> bool:
        """Whether the file has the column."""
        return column in self._frame.columns

    def others(self, columns: Columns) -> list[str]:
        """Columns of the file that are not among these."""
        return [name for name in self._frame.columns[2:] if name not in (*columns.required, *columns.optional)]

    @property
    def unread(self) -> tuple[str, ...]:
        """Columns of the file that were left out, because no table knows them."""
        return self._cells.unread

    def line(self, row: int) -> int:
        """Line on which a row begins [1-based]."""
        place = int(self._rows[row])
        lines = self._cells.lines
        return lines[place] if place < len(lines) else place + 2

    def fault(self, row: int, column: str, found: str, allowed: Phrase, code: str) -> None:
        """Note a fault at one cell."""
        self.faulty.add(row)
        allowed, code = self._cells.reasons.get((column, int(self._rows[row])), (allowed, code))
        if code not in SAID_ALREADY:
            shown = self._cells.shown
            name = shown.get(column) or _NAME.sub(lambda found: shown.get(found[0], found[0]), column)
            self.faults.append(Fault(self.file, self.line(row), name, found, allowed, code))

    def header_fault(self, column: str, allowed: Phrase, code: str = "missing-column") -> None:
        """Note a fault of the header."""
        self.faults.append(Fault(self.file, 1, column, "", allowed, code))

    def text(self, column: str, empty: str | None = None) -> list[str]:
        """Column as text; a fault for every empty cell unless ``empty`` says what it means."""
        if column == SOURCE and self.source:
            empty = self.source
        if not self.has(column):
            return [empty or ""] * len(self)
        cells: list[str] = self._frame[column].to_list()
        for row in self._frame[column].str.contains(SUSPECT).arg_true():
            if (found := unsafe(cells[row])) is not None:
                self.fault(row, column, cells[row], *found)
        if empty is not None:
            return [cell or empty for cell in cells]
        for row, cell in enumerate(cells):
            if not cell:
                why = Phrase(_NO_SOURCE, csv_name(self.file)) if column == SOURCE else Phrase("must not be empty")
                self.fault(row, column, "", why, "empty")
        return cells

    def choices(
        self,
        column: str,
        allowed: Collection[str],
        what: Phrase,
        empty: str | None = None,
        advice: Callable[[str], Phrase | None] | None = None,
    ) -> list[str]:
        """Column whose cells are one of ``allowed``; ``advice`` on some others stands in the place of the list."""
        cells = self.text(column, empty)
        names = map(str, allowed) if column in _OF_USERS else map(word, allowed)
        few = Phrase("must be one of {}", listed(names)) if 0 < len(allowed) <= 14 else None
        for row, cell in enumerate(cells):
            if cell and cell not in allowed:
                told = advice(cell) if advice is not None else None
                words = Phrase("unknown {}; {}", what, told) if told else unknown(what, cell, allowed, few)
                self.fault(row, column, cell, words, "unknown-name")
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
                words = Phrase("stands on line {} too", self.line(before))
                self.fault(row, ", ".join(columns), ", ".join(key), words, "duplicate")

    def counts(self, column: str, unit: str, high: int = MOST, empty: int | None = 0) -> Ints:
        """Column of whole numbers from 0 to ``high``, shape (rows,); an empty cell means ``empty``.

        With ``empty`` None an empty cell is a fault. Faulty cells come back as 0.
        """
        values = self._values(column, self._cells.whole_numbers, _NO_NUMBER)
        good = (values >= 0) & (values <= high)
        self._note(column, values, good, empty, Phrase("must be a whole number ≥ 0 ({})", word(unit)), high)
        return np.where(good, values, empty or 0).astype(np.int64)

    def numbers(self, column: str, unit: str, high: float = 1e12, empty: float | None = None) -> Floats:
        """Column of finite numbers from 0 to ``high``, shape (rows,); otherwise like ``counts``."""
        values = self._values(column, self._cells.numbers, np.nan)
        good = (values >= 0) & (values <= high)
        self._note(column, values, good, empty, Phrase("must be a number ≥ 0 ({})", word(unit)), high)
        return np.where(good, values, empty or 0).astype(np.float64)

    def whole(self, column: str, unit: str, low: int, high: int) -> Ints:
        """Column of whole numbers from ``low`` to ``high``, shape (rows,); an empty cell is a fault.

        Faulty cells come back as ``low``.
        """
        values = self._values(column, self._cells.whole_numbers, _NO_NUMBER)
        good = (values >= low) & (values <= high)
        for row in np.flatnonzero(~good):
            allowed = Phrase("must be a whole number from {} to {} ({})", low, high, word(unit))
            self.fault(int(row), column, self._cell(int(row), column), allowed, "number")
        return np.where(good, values, low).astype(np.int64)

    def given(self, column: str) -> Bools:
        """Which cells are not empty, shape (rows,)."""
        return self._values(column, self._cells.given, False)

    def _values(self, column: str, read: Callable[[str], npt.NDArray[Any]], absent: object) -> npt.NDArray[Any]:
        """A column's values in the table's rows; ``absent`` where the file has no such column."""
        return read(column)[self._at] if self.has(column) else np.full(len(self), absent)

    def _cell(self, row: int, column: str) -> str:
        return str(self._frame[column][int(row)]) if self.has(column) else ""

    def _note(
        self, column: str, values: npt.NDArray[Any], good: Bools, empty: float | None, allowed: Phrase, high: float
    ) -> None:
        """Note the cells that are not good; an empty one is, where ``empty`` says what it means."""
        bad = ~good & self.given(column) if empty is not None else ~good
        for row in np.flatnonzero(bad):
            words = Phrase("must be at most {:,.0f}", high) if values[row] > high else allowed
            self.fault(int(row), column, self._cell(int(row), column), words, "number")


class Served(Protocol):
    """A file of which somebody else has read the rows: those of one county of a register."""

    @property
    def stands(self) -> bool:
        """Whether there is such a file, with rows of the county."""

    def table(self, columns: Columns, faults: list[Fault]) -> Table | None:
        """As ``read_table``."""

    def text(self, faults: list[Fault]) -> str | None:
        """As ``read_text``; rows of others are empty lines."""


File: TypeAlias = Path | Served
"""A file of a county."""


def read_table(path: File, columns: Columns, faults: list[Fault], typed: bool = False) -> Table | None:
    """Read a CSV file (UTF-8, with or without a byte order mark); None with faults if it is no such table.

    ``typed`` : as of ``content_of``.
    """
    if not isinstance(path, Path):
        return path.table(columns, faults)
    text = read_text(path, faults, MOST_TABLE, typed)
    if text is None:
        return None
    text = one_line_end(text)
    names = names_of(text)
    if not width_holds(str(path), names, faults):
        return None
    source = stated_source(path.parent, path.name)
    if not header_holds(str(path), names, columns.sourced(source), faults):
        return None
    frame = frame_of(path, text, names, faults)
    return None if frame is None else Table(str(path), Cells(text, frame), frame, faults, source)


def stands(path: File) -> bool:
    """Whether a name is in the folder, be it a broken link: only what is not there is completed by rule."""
    return os.path.lexists(path) if isinstance(path, Path) else path.stands


def one_line_end(text: str) -> str:
    """The text with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def names_of(text: str) -> list[str]:
    """Names of the columns."""
    return [name.strip() for name in next(_records(text), (1, []))[1]]


def frame_of(path: Path, text: str, names: Sequence[str], faults: list[Fault]) -> pl.DataFrame | None:
    """Rows that are not empty as stripped text; None with faults if it is no CSV.

    Before them stand the place ``_row`` of each among the records of the file, and ``_at`` among these rows.
    """
    if (many := too_many(Phrase("lines"), text.count("\n"), MOST_ROWS)) is not None:
        faults.append(Fault(str(path), None, "", "", many, "too-large"))
        return None
    if any('"' in name for name in names_of(text)):  # all rows below would be taken for one cell
        faults.append(Fault(str(path), 1, "", "", _STRAY, "csv-syntax"))
        return None
    try:
        frame = pl.read_csv(text.encode(), infer_schema=False, new_columns=list(names))
    except pl.exceptions.PolarsError as error:
        if _cells_hold(str(path), text, len(names), faults):
            stray = next((line for line, cells in _records(text) if any('"' in cell for cell in cells)), None)
            words = Phrase("no valid CSV: {}", str(error).splitlines()[0]) if stray is None else _STRAY
            faults.append(Fault(str(path), stray or 1, "", "", words, "csv-syntax"))
        return None
    frame = frame.with_columns(pl.all().str.strip_chars().fill_null("")).with_row_index("_row")
    kept = frame.filter(pl.any_horizontal(pl.col(names) != "")).with_row_index("_at")
    return kept.select("_row", "_at", *names)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each begins, up to the first that csv cannot read."""
    reader = csv.reader(io.StringIO(text, newline=""))
    begin = 1
    with contextlib.suppress(csv.Error):  # a cell of more than 131,072 characters
        for record in reader:
            yield begin, record
            begin = reader.line_num + 1


def header_holds(file: str, names: Sequence[str], columns: Columns, faults: list[Fault]) -> bool:
    """Whether the columns are those that a file may have; faults say which are not."""
    known = (*columns.required, *columns.optional)
    before = len(faults)
    if not width_holds(file, names, faults):
        return False
    for name in columns.required:
        if name not in names:
            words = missing_column(file, name)
            faults.append(Fault(file, 1, name, "", words, "missing-column"))
    for place, name in enumerate(names):
        if not name:
            faults.append(Fault(file, 1, f"column {place + 1}", "", Phrase("has no name"), "unknown-column"))
        elif name in names[:place]:
            faults.append(Fault(file, 1, name, "", Phrase("column stands here twice"), "duplicate"))
        elif name not in known and not columns.others:
            faults.append(Fault(file, 1, name, "", unknown(Phrase("column"), name, known), "unknown-column"))
    return len(faults) == before


def _cells_hold(file: str, text: str, width: int, faults: list[Fault]) -> bool:
    """Whether no record has more cells than the header, and every quote is closed."""
    before = len(faults)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for record in reader:
            if len(record) > width:
                faults.append(
                    Fault(file, begin, "", "", Phrase("must have {} cells, has {}", width, len(record)), "cells")
                )
            begin = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(file, begin, "", "", Phrase("no valid CSV: {}", str(error)), "csv-syntax"))
    return len(faults) == before
