"""Where a table's header stands, and which column each of its names means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from seatsim.inputs.grids import Grid
from seatsim.inputs.other_columns import is_nobodys
from seatsim.language.cell_words import is_footer, texts
from seatsim.language.headers import column_of, headers, plain, table_names

SEARCHED = 15
"""Rows among which the header is looked for."""
_MOST_ROWS = 3
"""Rows over which one header may stretch."""
_COUNTED = ("pupils_", "classes_", "rooms_")
_DAY = re.compile(r"(\d+\D?)+")
_BEHIND = re.compile(r"[(（](.*)[)）]\s*$")


@dataclass(frozen=True)
class Heading:
    """The header of a grid."""

    first: int
    """Its first row [0-based]."""
    count: int
    """Rows of it."""
    written: tuple[str, ...]
    """What stands over each column; several rows of a header with a space between."""
    columns: tuple[str, ...]
    """English name of the column that is meant; what is written where it means none."""
    doubtful: tuple[tuple[int, str], ...] = ()
    """Columns whose name depends on what stands above it, and what that is."""


@dataclass(frozen=True)
class Meanings:
    """What the headers of one table may say."""

    table: str
    """Table, named without ``.csv``."""
    grades: tuple[int, ...]
    """Grades of each stage from kindergarten to vocational."""

    @property
    def any(self) -> bool:
        """Whether the table's headers have names other than those of the files."""
        return self.table in table_names()

    def of(self, text: str) -> str | None:
        """The column that a name means; a unit behind it in brackets says nothing more."""
        if not self.any or not text:
            return None
        found = column_of(self.table, text, self.grades)
        if found is not None or not (behind := _BEHIND.search(text)):
            return found
        units = {unit for each in headers(self.table, self.grades) for unit in (*texts("unit", each.unit), each.unit)}
        word = plain(behind[1])
        return column_of(self.table, text[: behind.start()], self.grades) if word in units and word else None

    def nobodys(self, columns: Sequence[str]) -> frozenset[int]:
        """Places of the columns that no table knows, by their English names or as they are written.

        Where none is the table's own the header is none, and all of them are to be told of.
        """
        own = {each.column for each in headers(self.table, self.grades)} if self.any else set()
        if own.isdisjoint(columns):
            return frozenset()
        strange = ((place, name) for place, name in enumerate(columns) if name and name not in own)
        return frozenset(place for place, name in strange if is_nobodys(self.table, name, self.grades))

    def of_parts(self, parts: Sequence[str]) -> tuple[str | None, bool]:
        """The column that names above one another mean, and whether a part that says nothing known was passed over."""
        for start in range(len(parts)):
            found = {self.of(name) for name in _joined(self._short(parts[start:]))} - {None}
            if len(found) == 1:
                return found.pop(), start > 0
            if found:
                return None, True
        return None, False

    def _short(self, parts: Sequence[str]) -> list[str]:
        """Parts without the units behind them, where there are several."""
        if len(parts) < 2:
            return list(parts)
        units = {unit for each in headers(self.table, self.grades) for unit in texts("unit", each.unit)}
        cut = [_BEHIND.search(part) for part in parts]
        return [
            part[: found.start()] if found and plain(found[1]) in units else part
            for part, found in zip(parts, cut, strict=True)
        ]


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """Names that parts above one another may make, in any order; a grade may stand within its stage's count."""
    for order in permutations(parts):
        yield "".join(order)
    if len(parts) == 2:
        outer, inner = parts
        for place in range(1, len(outer)):
            yield outer[:place] + inner + outer[place:]


def find_heading(grid: Grid, meanings: Meanings) -> Heading:
    """The header: the row, or rows, that name most columns of the table; the first row where none names any."""
    best, most = plain_heading(grid, meanings), 0
    if not meanings.any:
        return best
    filled = [_filled(grid, row) for row in range(min(len(grid.rows), SEARCHED + _MOST_ROWS))]
    for count in range(1, _MOST_ROWS + 1):
        for first in range(min(len(filled) - count + 1, SEARCHED)):
            found, known = _heading(grid, filled, first, count, meanings)
            if known > most:
                best, most = found, known
    return best


def plain_heading(grid: Grid, meanings: Meanings) -> Heading:
    """The first row as header."""
    names = tuple(grid.rows[0]) if grid.rows else ()
    return Heading(0, 1, names, tuple(meanings.of(name) or name for name in names))


def _heading(grid: Grid, filled: list[list[str]], first: int, count: int, meanings: Meanings) -> tuple[Heading, int]:
    """These rows as header, and how many different columns they surely name."""
    width = len(grid.rows[0])
    above = _groups(filled[first - 1]) if first else {}
    written, columns, doubtful, sure = list[str](), list[str](), list[tuple[int, str]](), set[str]()
    for column in range(width):
        parts = _parts(grid, filled, first, count, column)
        found, passed = meanings.of_parts(parts)
        outer = parts[0] if passed else above.get(column, "")
        if outer and found is not None and not passed:
            passed = meanings.of_parts([outer, *parts]) != (found, False)
        unsure = bool(outer) and passed and (found or "").startswith(_COUNTED)
        if unsure:
            doubtful.append((column, outer))
        elif found is not None:
            sure.add(found)
        text = " ".join(parts)
        written.append(text)
        columns.append(found or text)
    return Heading(first, count, tuple(written), tuple(columns), tuple(doubtful)), len(sure)


def _parts(grid: Grid, filled: list[list[str]], first: int, count: int, column: int) -> list[str]:
    """What stands over a column, from above, each once; an upper name reaches right over lower ones."""
    found: list[str] = []
    for row in range(first, first + count):
        text = filled[row][column]
        below = any(grid.rows[each][column] for each in range(row + 1, first + count))
        place = column
        while not text and below and place > 0:
            place -= 1
            text = filled[row][place]
        if text and text not in found:
            found.append(text)
    return found


def _filled(grid: Grid, row: int) -> list[str]:
    """A row in which merged cells all hold their value."""
    cells, line = list(grid.rows[row]), grid.lines[row]
    for merge in grid.merges:
        if merge.top <= line <= merge.bottom and merge.top in grid.lines:
            text = grid.rows[grid.lines.index(merge.top)][merge.left]
            cells[merge.left : merge.right + 1] = [text] * (min(merge.right, len(cells) - 1) - merge.left + 1)
    return cells


def _groups(above: list[str]) -> dict[int, str]:
    """What a row above a header says of groups of columns; a title that begins at the left says nothing of them."""
    found, last = dict[int, str](), ""
    if len({text for text in above if text}) < 2:
        return found
    for column, text in enumerate(above):
        last = text or last
        if last and last != above[0] and not is_footer(last) and not _DAY.fullmatch(last):
            found[column] = last
    return found
