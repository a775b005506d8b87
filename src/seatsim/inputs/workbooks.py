"""Excel workbooks: cells as text, with what only an office shows; formulas are never evaluated."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.grids import MOST_COLUMNS, Grid, Merge, Place
from seatsim.inputs.repairs import Change, Repairs
from seatsim.inputs.spans import too_wide
from seatsim.language.cell_words import is_word

Untyped: TypeAlias = Any
"""A sheet or a cell: openpyxl has no types."""
MOST_BYTES = 64 * 2**20
"""Largest workbook, packed [bytes]."""
MOST_UNPACKED = 128 * 2**20
"""Largest workbook, unpacked [bytes]."""
MOST_MEMBERS = 2_000
"""Most files in a workbook."""
MOST_ROWS, MOST_CELLS = 100_000, 3_000_000
"""Largest sheet."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_SAVE = Phrase("in Excel or WPS save it as .xlsx or CSV UTF-8")
_SHOWN_AS_DATE = Phrase("number that its format shows as a date")
_ZEROS = Phrase("leading zeros that its format shows")
_FIRST_DAY = 1960
"""Dates before this year are numbers in cells with a date's format."""


_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
"""What zipfile raises for packages that are none."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    """Its name."""
    grid: Grid
    """Its cells."""


def read_workbook(path: Path, content: bytes, faults: list[Fault], repairs: Repairs) -> list[Sheet] | None:
    """Sheets in the order of the workbook; None with a fault if it cannot be opened."""
    refusal = refused(content)
    if refusal is not None:
        faults.append(Fault(str(path), None, "", "", *refusal))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read: rules for input, drawings
            return _sheets(path, content, faults, repairs)
    except Exception as error:  # of whatever kind openpyxl meets a damaged part with
        words = Phrase("cannot be read as a workbook ({}); {}", type(error).__name__, _SAVE)
        faults.append(Fault(str(path), None, "", "", words, "workbook"))
        return None


def refused(content: bytes) -> tuple[Phrase, str] | None:
    """Why a file is not opened as a workbook, with the fault's code; None: it may be opened."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Phrase("is protected by a password; take it off, then {}", _SAVE), "file-kind"
        return Phrase("is an old workbook (.xls, .et) whatever its name; {}", _SAVE), "file-kind"
    if not content.startswith(_ZIP):
        if content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return Phrase("is a web page or XML with the name of a workbook; {}", _SAVE), "file-kind"
        return Phrase("is no workbook, whatever its name; {}", _SAVE), "file-kind"
    if len(content) > MOST_BYTES:
        return Phrase("has {:,} bytes; a workbook may have {:,} at most", len(content), MOST_BYTES), "too-large"
    try:
        return _bomb(content)
    except _DAMAGE as error:
        return Phrase("is a damaged workbook ({}); {}", str(error) or type(error).__name__, _SAVE), "workbook"


def _bomb(content: bytes) -> tuple[Phrase, str] | None:
    """Whether a package is larger than it looks, or declares entities; None: it may be opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        if len(members) > MOST_MEMBERS:
            return Phrase("holds {:,} files; a workbook may hold {:,} at most", len(members), MOST_MEMBERS), "too-large"
        size = sum(member.file_size for member in members)
        if size > MOST_UNPACKED:
            return Phrase("unpacks to {:,} bytes; {:,} at most are opened", size, MOST_UNPACKED), "too-large"
        names = {member.filename for member in members}
        if "mimetype" in names or "xl/workbook.bin" in names or "xl/workbook.xml" not in names:
            return Phrase("is no .xlsx workbook, whatever its name; {}", _SAVE), "file-kind"
        for member in members:
            xml = package.read(member)
            if _declares(xml):
                return Phrase("declares a document type, which no workbook does"), "file-kind"
            if (wide := too_wide(xml)) is not None:
                return wide, "too-large"
    return None


def _declares(xml: bytes) -> bool:
    """Whether XML declares a document type: in UTF-8 or UTF-16, which is all that is read."""
    return b"<!DOCTYPE" in xml or b"<\0!\0D\0O\0C\0T" in xml or b"\0<\0!\0D\0O\0C\0T" in xml


def _sheets(path: Path, content: bytes, faults: list[Fault], repairs: Repairs) -> list[Sheet]:
    import openpyxl

    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content)) if _has_formulas(content) else None
    found: list[Sheet] = []
    for sheet in values.worksheets:
        file = f"{path}#{sheet.title}"
        computed = _formulas(formulas[sheet.title]) if formulas is not None else frozenset()
        grid = _grid(file, sheet, computed, faults)
        if grid is None or not grid.rows:
            continue
        _tell(file, sheet, grid, computed, repairs)
        found.append(Sheet(str(sheet.title), grid))
    return found


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(b"<f>" in (xml := package.read(name)) or b"<f " in xml or b":f>" in xml for name in sheets)


def _formulas(sheet: Untyped) -> frozenset[tuple[int, int]]:
    """Rows and columns of cells with a formula [1-based]."""
    return frozenset(place for place, cell in sheet._cells.items() if cell.data_type == "f")


def _grid(file: str, sheet: Untyped, computed: frozenset[tuple[int, int]], faults: list[Fault]) -> Grid | None:
    """Cells of a sheet; rows without any are left out."""
    # Only cells that are there: walking over rows would make those between one stray cell and the table.
    cells = {
        place: cell
        for place, cell in sheet._cells.items()
        if (cell.value is not None and str(cell.value).strip()) or place in computed
    }
    lines = sorted({row for row, _ in cells})
    width = max((column for _, column in cells), default=0)
    if len(lines) > MOST_ROWS or width > MOST_COLUMNS or len(lines) * width > MOST_CELLS:
        words = Phrase(
            "holds {:,} rows and {:,} columns; {:,} and {:,} at most are read",
            len(lines),
            width,
            MOST_ROWS,
            MOST_COLUMNS,
        )
        faults.append(Fault(file, None, "", "", words, "too-large"))
        return None
    place_of = {line: row for row, line in enumerate(lines)}
    rows = [[""] * width for _ in lines]
    bad, changed = dict[Place, Phrase](), dict[Place, Change]()
    for (line, column), cell in cells.items():
        place = place_of[line], column - 1
        text, change = _text(cell)
        if not text and (line, column) in computed:
            bad[place] = Phrase("is a formula without a stored value; open and save it in Excel, or write the number")
        elif cell.data_type == "e" or is_word("error", text):
            bad[place] = Phrase("is an error of Excel; correct the cell")
        if change is not None:
            changed[place] = change
        rows[place[0]][place[1]] = text
    merges = tuple(Merge(m.min_row, m.max_row, m.min_col - 1, m.max_col - 1) for m in sheet.merged_cells.ranges)
    return Grid(file, rows, lines, merges, bad, changed)


def _text(cell: Untyped) -> tuple[str, Change | None]:
    """A cell as people see it, and what differs from what they see."""
    value, look = cell.value, str(cell.number_format or "")
    if value is None:
        return "", None
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, date | datetime):
        return _day(value, look, cell)
    if isinstance(value, time):
        return value.isoformat(), None
    if isinstance(value, int | float):
        if "%" in look:
            return f"{_digits(float(Decimal(repr(value)) * 100))}%", None
        text = _digits(value)
        if look and not look.strip("0") and len(look) > len(text):
            return text.zfill(len(look)), Change(_ZEROS, text, text.zfill(len(look)))
        return text, None
    return str(value).strip(), None


def _digits(value: float) -> str:
    """A number in plain digits; whole ones without a point."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _day(value: date, look: str, cell: Untyped) -> tuple[str, Change | None]:
    """A date as its format shows it: the day, the month or the year; an old one is a number in disguise."""
    from openpyxl.utils.datetime import to_excel

    day = value.date() if isinstance(value, datetime) else value
    if day.year < _FIRST_DAY:
        serial: Callable[..., float] = to_excel
        text = _digits(serial(value, cell.parent.parent.epoch))
        return text, Change(_SHOWN_AS_DATE, day.isoformat(), text)
    shown = {letter for letter in look.lower().split(";")[0] if letter in "ymd"}
    if shown == {"y"}:
        return f"{day.year}", None
    return (f"{day.year}-{day.month:02}" if shown == {"y", "m"} else day.isoformat()), None


def _tell(file: str, sheet: Untyped, grid: Grid, computed: frozenset[tuple[int, int]], repairs: Repairs) -> None:
    """Tell what is read although an office does not show it, and what was computed by one."""
    if sheet.sheet_state != "visible":
        repairs.note(file, (), Phrase("hidden sheet, read all the same"))
    if hidden := [line for line in grid.lines if sheet.row_dimensions[line].hidden]:
        repairs.note(file, hidden, Phrase("hidden rows, read all the same"))
    if columns := sorted(set(_hidden_columns(sheet, len(grid.rows[0])))):
        words = Phrase("hidden columns ({}), read all the same", ", ".join(columns))
        repairs.note(file, (), words)
    if computed:
        words = Phrase("cells with formulas, whose stored values are taken: {}", len(computed))
        repairs.note(file, sorted({line for line, _ in computed}), words)


def _hidden_columns(sheet: Untyped, width: int) -> Iterator[str]:
    """Letters of the columns that are hidden."""
    from openpyxl.utils import get_column_letter

    for each in sheet.column_dimensions.values():
        if each.hidden:
            last = min(int(each.max or 0), width)
            yield from (get_column_letter(number) for number in range(int(each.min or 1), last + 1))
