"""Tables of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
"""Width of the page [cells]."""
_LEAST_WIDTH = 12
_KEPT_END = 7
"""Cells kept of the end of a name that is cut: its number and the mark of what is assumed stand there."""


def table_lines(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    left: Sequence[int] = (0,),
    width: int = WIDTH,
    mark: str = "…",
) -> list[str]:
    """Aligned columns as plain lines, widths in terminal cells (Chinese letters take two).

    Columns stand to the right but for those in ``left``; where a line would pass ``width``, the first column is cut,
    with ``mark`` for what is left out.
    """
    from rich.cells import cell_len

    told = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(cell_len(row[place]) for row in told) for place in range(len(heads))]
    widths[0] = min(widths[0], max(_LEAST_WIDTH, width - sum(widths[1:]) - len(widths) + 1))
    lines = []
    for row in told:
        cells = [_cut(row[0], widths[0], mark), *row[1:]]
        blanks = [" " * (each - cell_len(cell)) for cell, each in zip(cells, widths, strict=True)]
        pairs = zip(cells, blanks, strict=True)
        lines.append(" ".join(c + b if place in left else b + c for place, (c, b) in enumerate(pairs)).rstrip())
    return lines


def _cut(text: str, width: int, mark: str) -> str:
    """Text cut in its middle to at most ``width`` terminal cells."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    end = set_cell_size(text[::-1], _KEPT_END)[::-1].lstrip()
    while end and combining(end[0]):  # it belongs to a letter that is left out
        end = end[1:]
    return set_cell_size(text, width - cell_len(mark) - cell_len(end)).rstrip() + mark + end


def lines_of(text: str) -> int:
    """Lines that a text takes on the page."""
    from rich.console import Console
    from rich.text import Text

    return len(Text(text).wrap(Console(width=WIDTH), WIDTH))


def print_table(
    console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int] = (0,)
) -> None:
    """Print a table with its heads in bold."""
    head, *lines = table_lines(heads, rows, left)
    console.print(head, style="bold")
    for line in lines:
        console.print(line)
