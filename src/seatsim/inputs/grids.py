"""A table as it lies on paper: rows of cells as text, before anybody knows which of them is the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.repairs import Change

Place = tuple[int, int]
"""Row and column of a cell in a grid [0-based]."""
COMMA = ","
_HEAD = 2**22
"""Letters of a text among which its first rows are looked for: a copy of all would cost as much as reading it."""
MOST_COLUMNS = 1_000
"""Most columns of a table."""
SEPARATORS = (COMMA, ";", "\t")


@dataclass(frozen=True)
class Merge:
    """Cells that are merged into one; its value stands in the first."""

    top: int
    """First line [1-based, as ``Grid.lines``]."""
    bottom: int
    """Last line."""
    left: int
    """First column [0-based]."""
    right: int
    """Last column."""


@dataclass(frozen=True)
class Grid:
    """Cells of a sheet or a CSV file."""

    file: str
    """As faults name it."""
    rows: list[list[str]]
    """Cells as stripped text; all rows are as long."""
    lines: list[int]
    """Line of each row [1-based]."""
    merges: tuple[Merge, ...] = ()
    """Merged cells."""
    bad: Mapping[Place, Phrase] = field(default_factory=dict)
    """Cells that hold no value that could be read, and why."""
    changed: Mapping[Place, Change] = field(default_factory=dict)
    """Cells whose text is not what an office shows."""


def csv_grid(file: str, text: str, separator: str, faults: list[Fault]) -> Grid | None:
    """Grid of a text with one kind of line end; None with faults if it is no such text."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, lines, begin = list[list[str]](), list[int](), 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                rows.append([cell.strip() for cell in record])
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(file, begin, "", "", Phrase("no valid CSV: {}", str(error)), "csv-syntax"))
        return None
    width = max(map(len, rows), default=0)
    return Grid(file, [row + [""] * (width - len(row)) for row in rows], lines)


def first_rows(text: str, separator: str, count: int) -> list[list[str]]:
    """The first rows that are not empty, up to the first that csv cannot read."""
    reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                rows.append([cell.strip() for cell in record])
            if len(rows) >= count:
                break
    except csv.Error:
        pass
    return rows


def width_holds(file: str, names: Sequence[str], faults: list[Fault]) -> bool:
    """Whether a header has no more columns than any table needs; a fault says if not."""
    if len(names) > MOST_COLUMNS:
        words = Phrase("has {:,} columns; {:,} at most are read", len(names), MOST_COLUMNS)
        faults.append(Fault(file, 1, "", "", words, "too-large"))
    return len(names) <= MOST_COLUMNS
