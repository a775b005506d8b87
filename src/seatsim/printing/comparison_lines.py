"""Lines of a printed comparison, and its tables, which fit 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seatsim.language.words import Words
from seatsim.printing.cells import table_lines
from seatsim.printing.narrow import WIDTH
from seatsim.printing.signs import written
from seatsim.telling.cells import Block


@dataclass(frozen=True)
class Line:
    """One line or paragraph."""

    text: str
    bold: bool = False


def head(text: str) -> Iterator[Line]:
    """A heading after a blank line."""
    yield Line("")
    yield Line(text, bold=True)


def legend(text: str) -> Iterator[Line]:
    """What a table's numbers are."""
    yield Line(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int] = (0,)) -> Iterator[Line]:
    """A table with its heads in bold; nothing where there is no row."""
    told = [tuple(row) for row in rows]
    if told:
        cells = [tuple(map(written, row)) for row in (heads, *told)]
        first, *lines = table_lines(cells[0], cells[1:], left, WIDTH, written("…"))
        yield Line(first, bold=True)
        yield from map(Line, lines)


def span(told: Block, low: str, high: str, words: Words, signed: bool = False) -> str:
    """From one statistic to another; a dash where there is none."""
    if told[low] is None or told[high] is None:
        return "–"
    if not signed:
        return words.numbers.span(words.numbers.count(told[low]), words.numbers.count(told[high]))
    least, most = (words.numbers.signed(told[name]) for name in (low, high))
    return least if least == most else words("to").format(low=least, high=most)
