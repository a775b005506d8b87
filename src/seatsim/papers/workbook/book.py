"""A workbook in which a text is always a text: styles by name, sheets by key, tables of typed columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.language.words import Words
from seatsim.papers.chart import PAPER
from seatsim.papers.office import CREATOR, FONTS, clean, letters

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | None

MOST_ROWS = 1_048_576
"""Rows of a sheet."""
_BEGINS = ("=", "+", "-", "@")
"""How a text begins that a spreadsheet would take for a formula if somebody typed it anew."""
_NARROWEST, _WIDEST = 7.0, 46.0
_ROWS_MEASURED = 400
_COLOURS = {"reported": "#ffffff", "derived": "#eef3f7", "assumed": "#fff4d6", "set": "#e8f1ea"}
_PLAIN: Mapping[str, Any] = {"valign": "top", "indent": 1}
_NUMBER: Mapping[str, Any] = {"valign": "top", "align": "right"}
_WRAP: Mapping[str, Any] = {"valign": "top", "text_wrap": True, "indent": 1}
_HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#0b4a6f", "text_wrap": True, "valign": "vcenter",
         "border": 1, "border_color": "#ffffff"}  # fmt: skip
STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": _PLAIN,
    "wrap": _WRAP,
    "title": {"bold": True, "font_size": 16, "font_color": "#0b4a6f"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#0b4a6f", "bottom": 1, "bottom_color": "#0b4a6f"},
    "note": {"text_wrap": True, "valign": "top", "font_color": PAPER["ink-soft"]},
    "link": {"font_color": "#0b5cad", "underline": 1},
    "head": _HEAD,
    "year": {"valign": "top", "align": "center", "num_format": "0"},
    "whole": {**_NUMBER, "num_format": "#,##0"},
    "tenth": {**_NUMBER, "num_format": "#,##0.0"},
    "decimal": {**_NUMBER, "num_format": "#,##0.00"},
    "number": {**_NUMBER, "num_format": "#,##0.###"},
    "signed": {**_NUMBER, "num_format": "+#,##0;\u2212#,##0;0"},
    "percent": {**_NUMBER, "num_format": "0%"},
    "percent1": {**_NUMBER, "num_format": "0.0%"},
    "day": {**_NUMBER, "num_format": "yyyy-mm-dd"},
    "big": {"bold": True, "font_size": 12, "align": "right", "valign": "vcenter", "font_color": "#0b4a6f"},
    "sum": {**_NUMBER, "num_format": "#,##0", "bold": True, "top": 1},
    "sum-text": {"bold": True, "top": 1},
    "kind reported": {**_PLAIN, "bold": True},
    "kind derived": {**_WRAP, "italic": True, "bg_color": _COLOURS["derived"]},
    "kind assumed": {**_WRAP, "bg_color": _COLOURS["assumed"], "border": 3, "border_color": "#8a6d00"},
    "kind set": {**_PLAIN, "bg_color": _COLOURS["set"]},
    "warning r": {"bg_color": PAPER["heat-red"], "bold": True},
    "warning a": {"bg_color": PAPER["heat-amber"]},
    "warning g": {"bg_color": PAPER["heat-green"]},
}


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: str
    """Head, with the unit where the rows do not tell it."""
    style: str = "text"
    """Style of its cells; ``kind`` takes the style of each cell's kind."""
    width: float = 0.0
    """Width [letters]; 0: as wide as what stands in it."""


@dataclass(frozen=True)
class Area:
    """Where the rows of a table stand, counted from 0."""

    first: int
    last: int
    columns: int


class Book:
    """A workbook being written."""

    def __init__(self, words: Words, day: str) -> None:
        import xlsxwriter

        self._raw = io.BytesIO()
        self.words = words
        latin, east = FONTS[words.lang]
        self.font = east if words.chinese else latin
        """Typeface of cells and charts."""
        self.book = xlsxwriter.Workbook(
            self._raw,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": self.font, "font_size": 10},
                "default_date_format": "yyyy-mm-dd",
                "remove_timezone": True,
            },
        )
        when = datetime.fromisoformat(day)
        self.book.set_properties({"author": CREATOR, "created": when, "title": words("book_title")})
        self._formats: dict[tuple[str, bool], Format] = {}
        self.sheets: list[tuple[str, str, str]] = []
        """Key, name and what each sheet holds, in order."""

    def sheet(self, key: str, place: int = 0, landscape: bool = True, about: str = "") -> Worksheet:
        """A new sheet, named and titled by the catalogue; ``place`` numbers sheets of one kind.

        ``about`` : what it is about, where the catalogue's sentence wants values.
        """
        name = self.words(f"sheet_{key}") + (f" {place}" if place else "")
        made = self.book.add_worksheet(name)
        self.sheets.append((key, name, about or self.words(f"about_{key}")))
        if landscape:
            made.set_landscape()
        made.set_paper(9)  # A4
        made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        made.fit_to_pages(1, 0)
        made.set_footer(f"&L&8{name}&R&8&P / &N")
        made.hide_gridlines(2)
        return made

    def style(self, name: str, quoted: bool = False) -> Format:
        """A style by name; ``quoted`` keeps a text a text when somebody types it anew."""
        key = (name, quoted)
        if key not in self._formats:
            told = dict(STYLES[name]) | ({"quote_prefix": True} if quoted else {})
            font = {"font_name": self.font, "font_size": 10}
            self._formats[key] = self.book.add_format({**font, **told})
        return self._formats[key]

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, style: str = "text") -> None:
        """One cell, typed by its value. A text is never a formula, a link or a number."""
        if value is None or value == "" or (isinstance(value, float) and value != value):
            sheet.write_blank(row, column, None, self.style(style))
        elif isinstance(value, str):
            text = clean(value)
            sheet.write_string(row, column, text, self.style(style, text.startswith(_BEGINS)))
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.style(style))
        else:
            sheet.write_number(row, column, value, self.style(style))

    def head(self, sheet: Worksheet, title: str, notes: Sequence[str] = (), span: int = 8, wide: int = 110) -> int:
        """Title and notes of a sheet; the row below them."""
        self.put(sheet, 0, 0, title, "title")
        sheet.set_row(0, 26)
        row = 1
        for note in filter(None, notes):
            row = self.paragraph(sheet, row, note, span, wide)
        return row + 1

    def paragraph(
        self, sheet: Worksheet, row: int, text: str, span: int = 8, wide: int = 110, style: str = "note"
    ) -> int:
        """A text over ``span`` columns of ``wide`` letters in all; the row below it."""
        sheet.merge_range(row, 0, row, span - 1, "", self.style(style))
        self.put(sheet, row, 0, text, style)
        lines = sum(max(1, -(-int(letters(part)) // wide)) for part in text.split("\n"))
        sheet.set_row(row, 14.5 * lines + 3)
        return row + 1

    def table(
        self,
        sheet: Worksheet,
        row: int,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        freeze: int = 0,
        only: bool = True,
    ) -> Area:
        """Heads and rows; filters, fixed heads and repeated heads where it is the sheet's ``only`` table.

        Raises RefusedFolder where a sheet cannot hold the rows.
        """
        widest = [column.width or _head_width(column.head) for column in columns]
        sheet.set_row(row, 15.0 * max(_head_lines(c.head, w) for c, w in zip(columns, widest, strict=True)) + 4)
        at = row
        for place, column in enumerate(columns):
            self.put(sheet, row, place, column.head, "head")
        for at, cells in enumerate(rows, row + 1):
            if at >= MOST_ROWS:
                raise RefusedFolder(
                    Phrase("{}: more rows than a workbook holds; report fewer runs together", sheet.get_name())
                )
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                self.put(sheet, at, place, cell, _style(column, cell))
                if at - row <= _ROWS_MEASURED and not column.width:
                    widest[place] = max(widest[place], _cell_width(cell, column.style))
        if only:
            for place, width in enumerate(widest):
                sheet.set_column(place, place, width)
            sheet.freeze_panes(row + 1, freeze)
            sheet.autofilter(row, 0, max(at, row + 1), len(columns) - 1)
            sheet.repeat_rows(row)
        return Area(row + 1, at, len(columns))

    def close(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._raw.getvalue()


def _style(column: Column, cell: Value) -> str:
    if column.style != "kind":
        return column.style
    return f"kind {KIND_OF[str(cell)[0]]}" if cell and str(cell)[0] in KIND_OF else "text"


KIND_OF: Mapping[str, str] = {"■": "reported", "◩": "derived", "◇": "assumed", "✎": "set"}
"""Kind of a figure by the shape before its word."""


def _head_width(head: str) -> float:
    """Heads may stand in two or three lines."""
    words = max((letters(part) for part in head.replace("(", " (").split()), default=0.0)
    return min(18.0, max(_NARROWEST, words / 2 + 3 if words > 14 else words + 3, letters(head) / 3 + 3))


def _head_lines(head: str, width: float) -> int:
    return max(1, -(-int(letters(head) + 2) // max(1, int(width - 2))))


def _cell_width(cell: Value, style: str) -> float:
    if cell is None:
        return 0.0
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return len(f"{cell:,.0f}") + (4.5 if style in ("decimal", "number", "tenth") else 2.5)
    return min(_WIDEST, letters(str(cell).split("\n")[0]) + 2.0)
