"""The invented county of ``docs/examples/forty-schools``, and someone who types it into the workbook of ``init``."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook

from seatsim.language.headers import column_of
from seatsim.language.terms import glossary

ROWS = Path(__file__).parents[2] / "docs" / "examples" / "forty-schools"
TABLES: Mapping[str, str] = {"zones": "片区", "schools": "学校", "births": "出生人口", "figures": "指标"}
"""Tables that are typed, and their sheets."""
Slips: TypeAlias = Mapping[tuple[str, str, str], str]
"""What is typed instead of a cell: by table, name in the row's first column, and column."""
Sheet: TypeAlias = Any
"""A sheet of openpyxl, which has no types."""
_WORDS: Mapping[tuple[str, str], str] = {
    ("zones", "kind"): "zone_kind",
    ("schools", "kind"): "school_kind",
    ("schools", "ownership"): "ownership",
}
"""Groups of the glossary for words that cells hold."""
_LEAST_HEADERS = 3


def rows(table: str) -> list[dict[str, str]]:
    """Rows of a table of the example, by the columns' English names."""
    with (ROWS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{_known(table, head): cell for head, cell in row.items()} for row in csv.DictReader(file)]


def typed(workbook: Path, lang: str, slips: Slips | None = None) -> None:
    """Open the workbook, type the example's rows in the place of the template's, save it: as a person would.

    In English the words that cells hold (kinds, ownership) are the English ones.
    """
    book = load_workbook(workbook)
    for table in TABLES:
        sheet = _sheet(book, table)
        line, columns = _headers(sheet, table)
        for old in sheet.iter_rows(min_row=line + 1):
            for cell in old:
                cell.value = None
        for place, row in enumerate(rows(table), line + 1):
            name = next(iter(row.values()))
            for column, cell in row.items():
                said = (slips or {}).get((table, name, column), _words(table, column, cell, lang))
                sheet.cell(place, columns[column]).value = _number(said) if said else None
    book.save(workbook)


def mended(workbook: Path, lang: str, slips: Slips) -> None:
    """Open the workbook again and type what should have stood in some cells."""
    book = load_workbook(workbook)
    for table, name, column in slips:
        sheet = _sheet(book, table)
        line, columns = _headers(sheet, table)
        place, row = next((n, row) for n, row in enumerate(rows(table), line + 1) if next(iter(row.values())) == name)
        sheet.cell(place, columns[column]).value = _number(_words(table, column, row[column], lang))
    book.save(workbook)


def _known(table: str, head: str) -> str:
    column = column_of(table, head)
    assert column is not None, f"{table}: {head}"
    return column


def _words(table: str, column: str, cell: str, lang: str) -> str:
    """What stands in a cell, in the language of the template."""
    group = _WORDS.get((table, column))
    if lang == "zh" or group is None:
        return cell
    return next(key for (of, key), said in glossary().items() if of == group and said["zh"] == cell)


def _number(cell: str) -> str | int | float:
    """A number as Excel takes what is typed, or the text."""
    if re.fullmatch(r"\d+", cell, re.ASCII):
        return int(cell)
    return float(cell) if re.fullmatch(r"\d+\.\d+", cell, re.ASCII) else cell


def _sheet(book: Sheet, table: str) -> Sheet:
    """The sheet of a table, by its Chinese name or the table's."""
    return book[next(name for name in (TABLES[table], table) if name in book.sheetnames)]


def _headers(sheet: Sheet, table: str) -> tuple[int, Mapping[str, int]]:
    """Line of a sheet's headers and the place of each column [1-based]."""
    for line in range(1, 12):
        found = {}
        for cell in sheet[line]:
            column = column_of(table, str(cell.value)) if cell.value else None
            if column is not None:
                found[column] = cell.column
        if len(found) >= _LEAST_HEADERS:
            return line, found
    raise AssertionError(f"{sheet.title}: no line of headers")
