"""What was read otherwise than it stands in a file: every change is told, with file, lines and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from seatsim.domain.phrase import Phrase

_UNREAD = "not read, for no table has such a column; filled cells: {}"
_MOST_SHOWN = 4
"""Values of one kind and column that are shown; the lines are told of all."""


@dataclass(frozen=True)
class Repair:
    """Cells of one column, or a part of a file, that were read otherwise than they stand there."""

    file: str
    """File, with the sheet of a workbook."""
    lines: tuple[int, ...]
    """Lines [1-based]; empty where it is the whole file."""
    column: str
    """Column, or columns, as the file names them; empty where it is no column."""
    found: str
    """What stands there, in the first of the lines; empty where it is no cell."""
    what: Phrase
    """What was made of it."""

    @property
    def line(self) -> int | None:
        """The first line."""
        return self.lines[0] if self.lines else None

    @property
    def words(self) -> Phrase:
        """The repair in one sentence that begins with the place."""
        place = f"{self.file}:{spans(self.lines)}" if self.lines else self.file
        where = Phrase("{}: {}", place, self.column) if self.column else Phrase("{}", place)
        return Phrase("{}: {}", where, self.what)


def columns_unread(repairs: Iterable[Phrase]) -> Iterator[Phrase]:
    """Those of a county's repairs, in words, that tell of columns which are not read."""
    return (each for each in repairs if any(getattr(part, "template", "") == _UNREAD for part in each.values))


def spans(lines: Sequence[int]) -> str:
    """Lines in few words: ``3-5,9``."""
    starts = [line for line in lines if line - 1 not in lines]
    ends = [line for line in lines if line + 1 not in lines]
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


@dataclass(frozen=True)
class Change:
    """How one cell was read."""

    kind: Phrase
    """What was done, without values: ``thousands separators left out``."""
    found: str
    """The cell as it stands."""
    taken: str
    """What was taken; empty for nothing."""

    @property
    def words(self) -> Phrase:
        """Both in words; an empty cell that was filled has nothing to show."""
        taken = self.taken or Phrase("nothing")
        return Phrase("{} taken as {}", self.found, taken) if self.found else Phrase("{}", taken)


class Repairs:
    """Collects repairs; each cell is told once for each kind, however often it is read."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, Phrase], dict[int, Change]] = {}
        self._others: dict[Repair, None] = {}

    def cell(self, file: str, line: int, column: str, change: Change) -> None:
        """Note a cell that was read otherwise."""
        self._cells.setdefault((file, column, change.kind), {})[line] = change

    def note(self, file: str, lines: Sequence[int], what: Phrase, column: str = "") -> None:
        """Note what was done with lines, a column or a whole file."""
        self._others.setdefault(Repair(file, tuple(sorted(set(lines))), column, "", what))

    def unread(self, file: str, line: int, columns: str, cells: Phrase) -> None:
        """Note columns that are not read, with the numbers of their filled cells."""
        self.note(file, (line,), Phrase(_UNREAD, cells), columns)

    def all(self) -> tuple[Repair, ...]:
        """Every repair, by file and first line."""
        found = [*_of_lines(self._others), *_together(self._of_cells())]
        return tuple(sorted(found, key=lambda each: (each.file, each.line or 0, each.column)))

    def _of_cells(self) -> Iterator[Repair]:
        for (file, column, kind), cells in self._cells.items():
            lines = tuple(sorted(cells))
            changes = list(dict.fromkeys(cells[line] for line in lines))
            shown = [each.words for each in changes]
            told = shown[0]
            for each in shown[1:_MOST_SHOWN]:
                told = Phrase("{}; {}", told, each)
            if len(shown) > _MOST_SHOWN:
                told = Phrase("{}; and {} others", told, len(shown) - _MOST_SHOWN)
            yield Repair(file, lines, column, changes[0].found, Phrase("{}: {}", kind, told))


def _together(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Repairs of the same lines that differ in nothing but their columns as one each."""
    columns: dict[Repair, list[str]] = {}
    for each in repairs:
        columns.setdefault(replace(each, column=""), []).append(each.column)
    for each, names in columns.items():
        yield replace(each, column=", ".join(names))


def _of_lines(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Repairs that differ in nothing but their lines as one each."""
    lines: dict[Repair, set[int]] = {}
    for each in repairs:
        lines.setdefault(replace(each, lines=()), set()).update(each.lines)
    for each, those in lines.items():
        yield replace(each, lines=tuple(sorted(those)))
