"""What page one is written on: a terminal of so many columns, or a page that takes everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Paper(Protocol):
    """Takes titles, sentences and tables in the order of page one."""

    def title(self, text: str) -> None:
        """A section's title."""

    def line(self, text: str) -> None:
        """A sentence, or several."""

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> None:
        """A table; columns stand to the right but for those in ``left``."""

    def titled(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> None:
        """A section that begins with a table: ``heads`` as for ``table``."""

    def most(self, rows: Sequence[T], few: int) -> Sequence[T]:
        """The rows that are shown: the first ``few`` where there is room for no more."""

    def lines_of(self, text: str) -> int:
        """Lines that a text takes; 0 where length does not matter."""
