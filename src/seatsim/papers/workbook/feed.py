"""The sheet of numbers that feeds the charts: one block a chart, categories down, series across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seatsim.papers.native import Native
from seatsim.papers.workbook.book import Book

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Block:
    """Where a chart's cells stand, counted from 0."""

    sheet: str
    head: int
    first: int
    last: int

    def series(self, place: int) -> list[str | int]:
        """Cells of the values of a series."""
        return [self.sheet, self.first, place + 1, self.last, place + 1]

    def name(self, place: int) -> list[str | int]:
        """Cell of the name of a series."""
        return [self.sheet, self.head, place + 1]

    @property
    def categories(self) -> list[str | int]:
        """Cells of the categories."""
        return [self.sheet, self.first, 0, self.last, 0]


class Feed:
    """The sheet, filled block by block."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Worksheet = book.sheet("feed")
        self._sheet.set_column(0, 0, 44.0)
        self._sheet.set_column(1, 16, 14.0)
        self._row = book.head(self._sheet, book.words("feed_title"), [book.words("feed_note")])

    def block(self, native: Native, owner: str) -> Block:
        """Write a chart's numbers; ``owner`` is the plan that it tells."""
        book, sheet = self._book, self._sheet
        book.put(sheet, self._row, 0, f"{native.title} · {owner}" if owner else native.title, "heading")
        head = self._row + 1
        extra: Sequence[tuple[str, Sequence[float | None]]] = native.extra
        names = [each.name for each in native.series] + [book.words.term("statistic", name) if name != "p975"
                                                         else book.words("p975_head") for name, _ in extra]  # fmt: skip
        book.put(sheet, head, 0, native.x_title or book.words("category_head"), "head")
        for place, name in enumerate(names):
            book.put(sheet, head, place + 1, name, "head")
        columns = [each.values for each in native.series] + [values for _, values in extra]
        for at, category in enumerate(native.categories, 1):
            book.put(sheet, head + at, 0, category)
            for place, values in enumerate(columns, 1):
                book.put(sheet, head + at, place, values[at - 1], "number")
        self._row = head + len(native.categories) + 2
        return Block(sheet.get_name(), head, head + 1, head + len(native.categories))
