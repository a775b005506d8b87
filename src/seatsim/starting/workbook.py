"""``register.xlsx``: the tables of a county as sheets, with lists to choose from and a note at every header."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from seatsim.language.headers import Header, headers, table_names
from seatsim.language.starting.documents import rows
from seatsim.language.starting.words import INIT, UNITS
from seatsim.language.terms import term
from seatsim.language.words import Words
from seatsim.starting.cells import Allowed, allowed
from seatsim.starting.example import example_rows

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONTS: Mapping[str, str] = {"zh": "Microsoft YaHei", "en": "Arial"}
"""Typeface by language."""
_ORDER = ("zones", "schools", "births")
"""Sheets that are filled in first."""
_LAST = 2000
"""Last row that offers lists and refuses what is no number; further rows may be filled in all the same."""
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands as the day of its making, so that the same template has the same bytes."""
_DARK, _LIGHT, _EDGE, _MADE_UP = "#1F4E79", "#DDEBF7", "#9DB7D5", "#B45F06"
_WIDTHS: Mapping[str, float] = {
    "name_zh": 24,
    "name_en": 30,
    "source": 44,
    "note": 40,
    "neighbours": 22,
    "school_id": 24,
    "from_school": 24,
    "to_school": 24,
    "kind": 18,
    "id": 20,
    "indicator": 26,
}
_WIDTH = 13.0
_KEPT: Mapping[str, int] = {"zones": 2, "schools": 2}
"""Columns that stay in view when a wide sheet is scrolled."""
_GUIDE_RULES = ("rule_1", "rule_2", "rule_3", "rule_4", "rule_5")


def sheets() -> tuple[str, ...]:
    """Tables in the order of the workbook's sheets."""
    return (*_ORDER, *(table for table in table_names() if table not in _ORDER))


def sheet_name(table: str, lang: str) -> str:
    """Name of a table's sheet: its own in English."""
    return term("table", table, "zh") if lang == "zh" else table


def register(lang: str, year: int) -> bytes:
    """The workbook in ``zh`` or ``en``, with the invented example of an academic year filled in."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    look = {"font_name": FONTS[lang], "font_size": 10, "valign": "vcenter"}
    book = Workbook(buffer, {"in_memory": True, "default_format_properties": look})
    book.set_properties({"title": Words(lang, INIT)("title"), "author": "seatsim", "created": _MADE})
    template = _Template(book, Words(lang, INIT))
    template.guide()
    for table in sheets():
        template.sheet(table, example_rows(table, lang, year))
    book.close()
    return buffer.getvalue()


class _Template:
    """The workbook while it is written."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self._book, self._words, self._lang = book, words, words.lang
        frame = {"border": 1, "border_color": _EDGE}
        head = {**frame, "bold": True, "text_wrap": True, "align": "center"}
        self._required = self._format(**head, bg_color=_DARK, font_color="#FFFFFF")
        self._optional = self._format(**head, bg_color=_LIGHT, font_color="#000000")
        self._made_up = self._format(font_color=_MADE_UP, italic=True)
        self._title = self._format(bold=True, font_size=16)
        self._wrapped = self._format(text_wrap=True, valign="top")
        self._told = self._format(**frame, text_wrap=True)
        self._whole, self._number = self._format(num_format="0"), self._format(num_format="General")
        self._text = self._format(num_format="@")  # codes keep their leading zeros
        """Formats of headers, of cells, and of the guide."""

    def _format(self, **properties: object) -> Format:
        look = {"font_name": FONTS[self._lang], "font_size": 10, "valign": "vcenter"}
        return self._book.add_format({**look, **properties})

    def guide(self) -> None:
        """The first sheet: how to fill in the others."""
        words = self._words
        sheet = self._book.add_worksheet(words("guide_sheet"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 2, 52)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, words("title"), self._title)
        sheet.merge_range(1, 0, 1, 2, words("subtitle"), self._made_up)
        for row, rule in enumerate(_GUIDE_RULES, start=3):
            sheet.merge_range(row, 0, row, 2, f"{row - 2}. {words(rule)}", self._wrapped)
            sheet.set_row(row, 30)
        told = {row["table"]: row for row in rows("tables")}
        top = 4 + len(_GUIDE_RULES)
        for column, key in enumerate(("sheet", "holds", "without")):
            sheet.write_string(top, column, words(key), self._optional)
        for row, table in enumerate(sheets(), start=top + 1):
            name, of = sheet_name(table, self._lang), told[table]
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._told, name)
            sheet.write_string(row, 1, of[self._lang], self._told)
            sheet.write_string(row, 2, of[f"without_{self._lang}"], self._told)
            sheet.set_row(row, 30)
        self._page(sheet, 9)
        sheet.fit_to_pages(1, 1)

    def sheet(self, table: str, filled: Sequence[Mapping[str, str]]) -> None:
        """One table, with rows that are filled in."""
        sheet = self._book.add_worksheet(sheet_name(table, self._lang))
        columns = headers(table)
        sheet.set_row(0, 45)
        sheet.set_comments_author("seatsim")
        for place, header in enumerate(columns):
            may = allowed(table, header, self._lang)
            sheet.set_column(place, place, _WIDTHS.get(header.column, _WIDTH), self._form(may))
            sheet.write_string(0, place, header.name(self._lang), self._required if header.required else self._optional)
            sheet.write_comment(0, place, self._comment(header), {"x_scale": 1.9, "y_scale": 1.1, "font_size": 9})
            self._validate(sheet, place, may)
            for row, cells in enumerate(filled, start=1):
                self._cell(sheet, row, place, cells.get(header.column, ""), header, may)
        sheet.freeze_panes(1, _KEPT.get(table, 0))
        sheet.repeat_rows(0)
        if table in _KEPT:
            sheet.repeat_columns(0, _KEPT[table] - 1)
        self._page(sheet, 8 if table == "schools" else 9)

    def _form(self, may: Allowed) -> Format:
        """How a column's cells are written; a list of text columns keeps what is typed."""
        return {"whole": self._whole, "": self._text}.get(may.number, self._number)

    def _cell(self, sheet: Worksheet, row: int, place: int, cell: str, header: Header, may: Allowed) -> None:
        if not cell:
            return
        if may.number:
            sheet.write_number(row, place, float(cell), self._form(may))
        else:
            sheet.write_string(row, place, cell, self._made_up if header.column == "source" else self._text)

    def _comment(self, header: Header) -> str:
        """Meaning, unit, whether it is required, and the other language's name."""
        words = self._words
        other = header.name("en" if self._lang == "zh" else "zh")
        named = UNITS.get(header.unit, "") if self._lang == "zh" else header.unit
        unit = [words("unit").format(unit=named)] if named else []
        needed = words("required") if header.required else words("optional")
        return "\n".join([header.meaning[self._lang], *unit, needed, words("also").format(name=other)])

    def _validate(self, sheet: Worksheet, place: int, may: Allowed) -> None:
        """Lists to choose from, and numbers that are not below 0."""
        words = self._words
        if may.words:
            rule: dict[str, object] = {"validate": "list", "source": list(may.words)}
        elif may.of_table:
            rule = {"validate": "list", "source": self._named(may.of_table), "error_type": "warning"}
        elif may.number == "share":
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        elif may.number:
            kind = "integer" if may.number == "whole" else "decimal"
            rule = {"validate": kind, "criteria": ">=", "value": 0}
        else:
            return
        said = words(may.number or "choose")
        told = {"error_title": words("wrong"), "error_message": said}
        sheet.data_validation(1, place, _LAST, place, {**rule, **told})

    def _named(self, table: str) -> str:
        """Cells that hold the names of a table's rows: their Chinese names, in English their ids."""
        columns = [header.column for header in headers(table)]
        name = "name_zh" if self._lang == "zh" else columns[0]
        letter = "ABC"[columns.index(name)]
        return f"='{sheet_name(table, self._lang)}'!${letter}$2:${letter}${_LAST + 1}"

    def _page(self, sheet: Worksheet, paper: int) -> None:
        """How the sheet is printed: landscape, on A4 (9) or A3 (8), numbered."""
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(3 if paper == 8 else 1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer(f"&C{self._words('page')}")
