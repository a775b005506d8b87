"""Tables and sentences for a terminal of 80 columns, whatever its font makes of ambiguous widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from seatsim.printing.cells import table_lines

WIDTH = 80
"""Width of the tables [cells]."""
_CUT = ".."
_PLAIN = str.maketrans({"−": "-", "–": "-", "—": "-", "…": "..", "·": ".", "×": "x", "“": '"', "”": '"', "’": "'"})
"""Signs whose width depends on the terminal's font, and what stands for them."""
_CLOSING = ("Pe", "Pf", "Po")
"""Categories of signs that may not begin a line: closing brackets and quotation marks, stops."""
_OPENING = ("Ps", "Pi")
"""Categories of signs that may not end a line: opening brackets and quotation marks."""


@dataclass(frozen=True)
class Table:
    """One small table."""

    heads: tuple[str, ...]
    """Heads; the first is the title."""
    rows: tuple[tuple[str, ...], ...]
    """Rows."""
    left: tuple[int, ...] = (0,)
    """Columns that stand to the left."""
    spare: tuple[int, ...] = ()
    """Columns that are left out, the last one first, where the table is too wide."""


def plain(text: str) -> str:
    """A text without signs whose width is ambiguous: dashes, dots, quotation marks."""
    return text.translate(_PLAIN)


def small_lines(table: Table) -> list[str]:
    """Lines of a table, at most 80 cells wide, with nothing in it whose width is ambiguous."""
    from rich.cells import cell_len

    heads, left, spare = list(map(plain, table.heads)), table.left, list(table.spare)
    rows = [list(map(plain, row)) for row in table.rows]
    while True:
        lines = table_lines(heads, rows, left, WIDTH, _CUT)
        if not spare or max(map(cell_len, lines)) <= WIDTH:
            return lines
        gone = spare.pop()
        for row in (heads, *rows):
            del row[gone]
        left = tuple(place - (place > gone) for place in left if place != gone)


def folded(text: str, ambiguous: int = 2, most: int = WIDTH, cells: Callable[[str], int] | None = None) -> list[str]:
    """A sentence in lines of at most so many cells; ``cells`` counts them, else rich, ambiguous signs as so many."""
    measured = cells or (lambda part: width(part, ambiguous))
    lines, line = [], ""
    for piece in _pieces(text):
        if line and measured(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not lines else piece.lstrip()
        while measured(line.rstrip()) > most:  # a word, such as a path, longer than a line
            fits = max(end for end in range(1, len(line)) if measured(line[:end]) <= most)
            while fits > 1 and category(line[fits - 1]) in _OPENING:
                fits -= 1
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank behind them; Chinese letter by letter, with what may not stand apart from it."""
    piece = ""
    for letter in text:
        beside_chinese = piece and (_chinese(letter) or _chinese(piece[-1])) and letter != " "
        opened = piece and category(piece[-1]) in _OPENING
        if piece.endswith(" ") or (beside_chinese and not opened and category(letter) not in _CLOSING):
            yield piece
            piece = ""
        piece += letter
    yield piece


def _chinese(letter: str) -> bool:
    """Whether a letter takes two cells in every terminal, as Chinese ones do."""
    return east_asian_width(letter) in "WF"


def width(text: str, ambiguous: int = 2) -> int:
    """Cells of a text where the terminal gives so many to signs of ambiguous width."""
    from rich.cells import cell_len

    return cell_len(text) + (ambiguous - 1) * sum(east_asian_width(letter) == "A" for letter in text)
