"""Page one of a meeting paper as blocks: the words of the terminal, with room for every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from seatsim.language.page_one import PAGE_ONE
from seatsim.language.report_page_one import ROOMIER
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Grid, Heading, Row, Sentence
from seatsim.papers.runs import Run
from seatsim.telling.page_one import tell_page_one

T = TypeVar("T")
_DAY = re.compile(r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")
"""An ISO day."""


class Blocks:
    """A paper that takes everything and keeps it as blocks."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.blocks: list[Block] = []
        """What was told, in order."""

    def title(self, text: str) -> None:
        """A heading."""
        self.blocks.append(Heading(self._dated(text)))

    def line(self, text: str) -> None:
        """A sentence; nothing where there is nothing to say."""
        if text.strip():
            self.blocks.append(Sentence(self._dated(text.strip())))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> None:
        """A table; what was told just before it is its caption."""
        last = self.blocks[-1] if self.blocks else None
        told = last.text if isinstance(last, Heading | Sentence) else heads[0]
        plain = [Row(tuple(self._dated(cell.strip()) for cell in row)) for row in rows]
        if plain:
            self.blocks.append(Grid(told, tuple(heads), plain, left=tuple(left), css="page-one"))

    def _dated(self, text: str) -> str:
        """Days as the page writes them; the terminal, which is read by machines too, has ISO."""
        return _DAY.sub(lambda found: self._words.numbers.day(found[0]), text)

    def titled(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> None:
        """A heading and its table."""
        self.title(title)
        self.table(heads, rows, left)

    def most(self, rows: Sequence[T], few: int) -> Sequence[T]:  # noqa: ARG002 - a paper without end
        """Every row."""
        return rows

    def lines_of(self, text: str) -> int:  # noqa: ARG002 - a paper without end
        """Length does not matter."""
        return 0


def page_one(run: Run, words: Words) -> tuple[Block, ...]:
    """Page one of a run."""
    paper = Blocks(words)
    tell_page_one(paper, run.answers, Words(words.lang, {**PAGE_ONE, **ROOMIER}))
    return tuple(paper.blocks)
