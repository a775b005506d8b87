"""Rows of a table under the names of its columns, from a grid or from a clean CSV text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.grids import Grid, Merge
from seatsim.inputs.headings import Heading, Meanings
from seatsim.inputs.other_columns import told_unread
from seatsim.inputs.repairs import Change, Repairs
from seatsim.inputs.tables import Cells
from seatsim.language.cell_words import is_total, is_word
from seatsim.language.headers import headers, plain, table_names

Spot = tuple[str, int]
"""Column and place of a cell's row (``_row`` of the frame)."""
_LEAST_HEADING = 3
"""Columns over which a row of one merged cell is a heading within a table."""


@dataclass
class LaidOut:
    """A table whose columns are known; readers' words for a cell and what was told of it."""

    file: str
    """As faults name it."""
    table: str
    """Table, named without ``.csv``."""
    line: int
    """Line of the header, the last one of several [1-based]."""
    columns: tuple[str, ...]
    """Columns by the names that readers ask for, in the order of the file; unknown ones as they are written."""
    shown: Mapping[str, str]
    """Columns as the file writes them."""
    places: Mapping[str, int]
    """Where each column stands in the file [1-based]."""
    cells: Cells | None
    """Rows as text; None where faults say why there are none."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong with it, whatever a reader asks for."""
    bad: dict[Spot, tuple[Phrase, str]] = field(default_factory=dict)
    """Cells of which no value can be read, with a fault's words and code."""
    unread: tuple[str, ...] = ()
    """Columns of the file that no table knows, as the file writes them."""
    totals: frozenset[int] = frozenset()
    """Places of the rows that a column which is not read calls totals."""
    text: str = ""
    """Text of a clean CSV file, if its rows were left as they are."""

    @property
    def filled(self) -> bool:
        """Whether it has rows, or faults that may hide them."""
        if self.cells is None or self.faults or self.cells.rows.height:
            return True
        if self.chinese or self.table not in table_names():
            return not self.chinese and "source" not in self.columns
        # A header that lacks something is to be told of.
        needed = {each.column for each in headers(self.table) if each.required} | {"source"}
        return not needed <= set(self.columns)

    @property
    def chinese(self) -> bool:
        """Whether most names of its known columns are not the English ones."""
        if self.table not in table_names():
            return False
        known = {each.column for each in headers(self.table)} & set(self.columns)
        return sum(self.shown.get(name, name) != name for name in known) * 2 > len(known)

    def place_line(self, place: int) -> int:
        """Line of a row by its place."""
        lines = [] if self.cells is None else self.cells.lines
        return lines[place] if place < len(lines) else place + 2

    def fault(self, place: int, column: str, found: str, allowed: Phrase, code: str) -> None:
        """Note a fault at one cell."""
        key = self.shown.get(column, column)
        self.faults.append(Fault(self.file, self.place_line(place), key, found, allowed, code))


def laid_out(grid: Grid, meanings: Meanings, heading: Heading, repairs: Repairs) -> LaidOut:
    """The rows below a grid's header; what lies above and between them is told."""
    body = range(heading.first + heading.count, len(grid.rows))
    if heading.first:
        above = grid.lines[: heading.first]
        repairs.note(grid.file, above, Phrase("above the header, left out"))
    if heading.count > 1:
        repairs.note(grid.file, grid.lines[heading.first : body.start], Phrase("read together as one header"))
    kept = [row for row in body if not _set_aside(grid, row, heading, repairs)]
    names, others = dict[str, int](), meanings.nobodys(heading.columns)
    found = LaidOut(grid.file, meanings.table, grid.lines[body.start - 1] if grid.rows else 1, (), {}, {}, None)
    for place, name in enumerate(heading.columns):
        if not name and not any(grid.rows[row][place] for row in kept):
            continue
        if place not in others:
            _named(found, place, name, heading, names)
    counted = [(heading.written[place], sum(bool(grid.rows[row][place]) for row in kept)) for place in sorted(others)]
    found.unread = told_unread(found.file, found.line, counted, repairs)
    for place, outer in heading.doubtful:
        words = Phrase("stands under '{}': which column is it? Write its whole name in one row", outer)
        found.faults.append(Fault(found.file, found.line, heading.written[place], "", words, "ambiguous"))
    found.columns = tuple(names)
    found.shown = {name: heading.written[place] for name, place in names.items()}
    found.places = {name: place + 1 for name, place in names.items()}
    if found.faults:
        return found
    columns = {name: [grid.rows[row][place] for row in kept] for name, place in names.items()}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).with_row_index("_row")
    cells = Cells("", frame.with_row_index("_at").select("_row", "_at", *names))
    cells.lines = [grid.lines[row] for row in kept]
    found.cells = cells
    found.totals = frozenset(
        place for place, row in enumerate(kept) if any(is_total(grid.rows[row][column]) for column in others)
    )
    _mark(found, grid, kept, names, repairs)
    _fill_merges(found, grid, names, repairs)
    return found


def _named(found: LaidOut, place: int, name: str, heading: Heading, names: dict[str, int]) -> None:
    """Note a column, or why it cannot be one."""
    if not name:
        key = Phrase("column {}", place + 1)
        found.faults.append(Fault(found.file, found.line, key, "", Phrase("has no name"), "unknown-column"))
    elif name in names:
        first, second = heading.written[names[name]], heading.written[place]
        words = Phrase("column stands here twice")
        if first != second:
            words = Phrase("means the same column as '{}'", first)
        found.faults.append(Fault(found.file, found.line, second, "", words, "duplicate"))
    else:
        names[name] = place


def _set_aside(grid: Grid, row: int, heading: Heading, repairs: Repairs) -> bool:
    """Whether a row is no row of the table: the header again, or a heading over all columns."""
    cells, line = grid.rows[row], grid.lines[row]
    last = grid.rows[heading.first + heading.count - 1]
    given = [cell for cell in cells if cell]
    if len(given) > 1 and [plain(cell) for cell in cells] == [plain(cell) for cell in last]:
        repairs.note(grid.file, (line,), Phrase("the header again, left out"))
        return True
    wide = max((m.right - m.left + 1 for m in grid.merges if m.top <= line <= m.bottom), default=1)
    if len(given) == 1 and wide >= _LEAST_HEADING:
        repairs.note(grid.file, (line,), Phrase("heading within the table, left out"))
        return True
    return False


def _mark(found: LaidOut, grid: Grid, kept: Sequence[int], names: Mapping[str, int], repairs: Repairs) -> None:
    """Carry over what a workbook says of single cells."""
    for place, row in enumerate(kept):
        for name, column in names.items():
            reason, change = grid.bad.get((row, column)), grid.changed.get((row, column))
            if reason is not None:
                code = "error-cell" if is_word("error", grid.rows[row][column]) else "formula"
                found.bad[name, place] = reason, code
            if change is not None:
                repairs.cell(found.file, found.place_line(place), found.shown[name], change)


def _fill_merges(found: LaidOut, grid: Grid, names: Mapping[str, int], repairs: Repairs) -> None:
    """Fill cells that are merged downwards with their text; numbers cannot be shared out, nor words sideways."""
    if found.cells is None or not grid.merges:
        return
    numbers = {each.column for each in headers(found.table) if each.unit} if found.table in table_names() else set()
    at = {line: place for place, line in enumerate(found.cells.lines)}
    for merge in grid.merges:
        places = [at[line] for line in range(merge.top, merge.bottom + 1) if line in at]
        inside = [name for name, column in names.items() if merge.left <= column <= merge.right]
        if not places or merge.top not in at or not inside:
            continue
        _fill(found, merge, inside, places, numbers, repairs)


def _fill(
    found: LaidOut, merge: Merge, inside: list[str], places: list[int], numbers: set[str], repairs: Repairs
) -> None:
    assert found.cells is not None
    name, frame = inside[0], found.cells.rows
    column = frame[name].to_list()
    text = column[places[0]]
    if not text:
        return
    if len(inside) > 1:
        words = Phrase("is merged over several columns; which of them does it belong to?")
        found.fault(places[0], name, text, words, "ambiguous")
    elif len(places) > 1 and name in numbers:
        words = Phrase("is merged over lines {} to {}; write each line's own number", merge.top, merge.bottom)
        found.fault(places[0], name, text, words, "ambiguous")
    else:
        kind = Phrase("merged cells, each line holds their text")
        for place in places[1:]:
            column[place] = text
            repairs.cell(found.file, found.place_line(place), found.shown[name], Change(kind, "", text))
        found.cells.rows = frame.with_columns(pl.Series(name, column, dtype=pl.String))
