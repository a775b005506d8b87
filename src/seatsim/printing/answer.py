"""What ``run`` prints: page one of a meeting paper, in the columns of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from seatsim.language.words import Words
from seatsim.printing.cells import WIDTH, lines_of, print_table
from seatsim.printing.counties import print_counties
from seatsim.telling.cells import Block
from seatsim.telling.page_one import tell_page_one

T = TypeVar("T")


class Terminal:
    """A paper of ``WIDTH`` columns: titles stand in the first head of a table, long lists are cut."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)

    def title(self, text: str) -> None:
        """A title in bold."""
        self._console.print(text, style="bold")

    def line(self, text: str) -> None:
        """A sentence."""
        self._console.print(text)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> None:
        """A table."""
        print_table(self._console, heads, rows, left)

    def titled(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> None:
        """A table whose first head is the section's title, which says what the rows are."""
        self.table([title, *heads[1:]], rows, left)

    def most(self, rows: Sequence[T], few: int) -> Sequence[T]:
        """The first rows."""
        return rows[:few]

    def lines_of(self, text: str) -> int:
        """Lines that a text takes."""
        return lines_of(text)


def print_answer(answers: Block, lang: str) -> None:
    """Print a run's answers to standard output in ``zh`` or ``en``, plain when it is no terminal."""
    if "counties" in answers:
        print_counties(answers, lang)
        return
    tell_page_one(Terminal(), answers, Words(lang))
