"""A CSV file of an opened folder: a clean one is read by column, any other as people left it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.decoding import decoded
from seatsim.inputs.grids import COMMA, SEPARATORS, Grid, csv_grid, first_rows, width_holds
from seatsim.inputs.headings import SEARCHED, Heading, Meanings, find_heading
from seatsim.inputs.laid_out import LaidOut, laid_out
from seatsim.inputs.other_columns import told_unread
from seatsim.inputs.repairs import Repairs
from seatsim.inputs.sizes import MOST_FIGURES, MOST_ROWS, MOST_TABLE, too_many
from seatsim.inputs.tables import Cells, frame_of, one_line_end
from seatsim.inputs.toml_files import read_content
from seatsim.inputs.totals import totals_in

_FIGURES = "figures.csv"
_HEAD = 2**22
"""Letters of a text among which its first record is looked for."""
_SEPARATOR_NAMES = {";": ";", "\t": Phrase("tab")}
_HEAD_ROWS = SEARCHED + 3
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|table|\?xml)\b", re.IGNORECASE)
"""How web pages and XML begin, as which some programs save tables whatever the name."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_csv_table(path: Path, meanings: Meanings, repairs: Repairs) -> LaidOut:
    """Read a CSV file; what is wrong with it stands among its faults."""
    faults: list[Fault] = []
    text = _text(path, faults, repairs)
    if text is None:
        return _nothing(path, meanings, faults)
    try:
        names = next(csv.reader(io.StringIO(text[:_HEAD], newline="")), [])
    except csv.Error as error:
        faults.append(Fault(str(path), 1, "", "", Phrase("no valid CSV: {}", str(error)), "csv-syntax"))
        return _nothing(path, meanings, faults)
    if not width_holds(str(path), names, faults):
        return _nothing(path, meanings, faults)
    leads = bool(text[: text.find("\n")].strip(" ,"))  # else the first row is not the first record
    if not (leads and names and meanings.any and all(map(meanings.of, names))):
        separator, heading = _layout(str(path), text, meanings)
        if separator != COMMA or heading.first or heading.count > 1 or not leads:
            return _untidy(path, text, separator, meanings, repairs)
    return _clean(path, text, meanings, repairs)


def _text(path: Path, faults: list[Fault], repairs: Repairs) -> str | None:
    """Text of the file with one kind of line end; None with a fault."""
    content = read_content(path, faults, MOST_FIGURES if path.name.casefold() == _FIGURES else MOST_TABLE)
    if content is None:
        return None
    if content.startswith(_WORKBOOKS):
        words = Phrase("is a workbook and no CSV; name it .xlsx, or save it as CSV UTF-8")
        faults.append(Fault(str(path), None, "", "", words, "file-kind"))
        return None
    if _PAGE.match(content):
        words = Phrase("is a web page and no CSV; open it in Excel and save it as CSV UTF-8")
        faults.append(Fault(str(path), None, "", "", words, "file-kind"))
        return None
    found = decoded(content)
    if isinstance(found, int):
        words = Phrase("must be UTF-8 text (in Excel: save as 'CSV UTF-8')")
        faults.append(Fault(str(path), found, "", "", words, "encoding"))
        return None
    if (at := found.text.find("\0")) >= 0:
        words = Phrase("holds characters that no text has; in Excel save it as 'CSV UTF-8'")
        faults.append(Fault(str(path), found.text.count("\n", 0, at) + 1, "", "", words, "encoding"))
        return None
    if not found.text.strip():
        faults.append(Fault(str(path), None, "", "", Phrase("is empty"), "empty-file"))
        return None
    if (many := too_many(Phrase("lines"), found.text.count("\n"), MOST_ROWS)) is not None:
        faults.append(Fault(str(path), None, "", "", many, "too-large"))
        return None
    if found.told is not None:
        repairs.note(str(path), (), found.told)
    return one_line_end(found.text)


def _nothing(path: Path, meanings: Meanings, faults: list[Fault]) -> LaidOut:
    return LaidOut(str(path), meanings.table, 1, (), {}, {}, None, faults)


def _layout(file: str, text: str, meanings: Meanings) -> tuple[str, Heading]:
    """The mark between cells and the header: those that name most columns of the table, a comma if none does."""
    best: tuple[int, str, Heading] | None = None
    for separator in SEPARATORS:
        rows = first_rows(text, separator, _HEAD_ROWS)
        width = max(map(len, rows), default=0)
        if separator != COMMA and width < 2:
            continue
        grid = Grid(file, [row + [""] * (width - len(row)) for row in rows], list(range(1, len(rows) + 1)))
        heading = find_heading(grid, meanings)
        known = len({name for name, text in zip(heading.columns, heading.written, strict=True) if meanings.of(text)})
        if best is None or known > best[0]:
            best = known, separator, heading
    assert best is not None
    return best[1], best[2]


def _untidy(path: Path, text: str, separator: str, meanings: Meanings, repairs: Repairs) -> LaidOut:
    """A file with other marks between cells, with rows above the header, or with a header of several rows."""
    faults: list[Fault] = []
    grid = csv_grid(str(path), text, separator, faults)
    if grid is None:
        return _nothing(path, meanings, faults)
    if separator != COMMA:
        repairs.note(str(path), (), Phrase("cells with '{}' between", _SEPARATOR_NAMES[separator]))
    return laid_out(grid, meanings, find_heading(grid, meanings), repairs)


def _clean(path: Path, text: str, meanings: Meanings, repairs: Repairs) -> LaidOut:
    """A file whose first line is the header, with commas between cells."""
    names = next(iter(first_rows(text, COMMA, 1)), [])
    columns = [meanings.of(name) or name for name in names]
    shown = {column: name for column, name in zip(columns, names, strict=True) if name}
    places = {name: place for place, name in reversed(list(enumerate(columns, start=1))) if name}
    others = sorted(meanings.nobodys(columns))
    read = tuple(column for place, column in enumerate(columns) if column and place not in others)
    found = LaidOut(str(path), meanings.table, 1, read, shown, places, None)
    found.unread = tuple(names[place] for place in others)
    blank = _blank_columns(text, columns)
    for place, (column, name) in enumerate(zip(columns, names, strict=True)):
        if not column and place not in blank:
            words = Phrase("has no name")
            found.faults.append(Fault(found.file, 1, Phrase("column {}", place + 1), "", words, "unknown-column"))
        elif column in columns[:place] and column in read:
            first = names[columns.index(column)]
            words = Phrase("column stands here twice")
            if first != name:
                words = Phrase("means the same column as '{}'", first)
            found.faults.append(Fault(found.file, 1, name, "", words, "duplicate"))
    found.text = text if read == tuple(names) else ""
    if found.faults or not found.columns:
        return found
    written = [column if column in read else f"\0{place}" for place, column in enumerate(columns)]
    frame = frame_of(path, text, written, found.faults)
    if frame is not None:
        found.cells = Cells(text, frame.select("_row", "_at", *found.columns))
        found.totals = totals_in(frame, [written[place] for place in others])
        _headers_again(found, frame, names, written, repairs)
        told_unread(
            found.file, 1, [(names[place], int((frame[written[place]] != "").sum())) for place in others], repairs
        )
    return found


def _blank_columns(text: str, columns: Sequence[str]) -> frozenset[int]:
    """Columns without a name in which no row of the file has a cell; one of fewer cells may have lost some."""
    nameless = {place for place, column in enumerate(columns) if not column}
    if not nameless:
        return frozenset()
    for record in csv.reader(io.StringIO(text, newline="")):
        if record and len(record) < len(columns):
            return frozenset()
        nameless -= {place for place, cell in enumerate(record) if cell.strip()}
    return frozenset(nameless)


def _headers_again(
    found: LaidOut, frame: pl.DataFrame, names: Sequence[str], written: Sequence[str], repairs: Repairs
) -> None:
    """Leave out rows that repeat the header, as printed pages do."""
    assert found.cells is not None
    first = next((place for place, name in enumerate(names) if name), 0)
    if not bool((frame[written[first]] == names[first]).any()):
        return
    pairs = [(column, name) for column, name in zip(written, names, strict=True) if name]
    again = frame.filter(pl.all_horizontal(pl.col(column) == name for column, name in pairs))
    if again.height:
        places = again["_row"].to_list()
        lines = [found.place_line(place) for place in places]
        repairs.note(found.file, lines, Phrase("the header again, left out"))
        kept = found.cells.rows.filter(~pl.col("_row").is_in(places)).drop("_at").with_row_index("_at")
        found.cells.rows, found.text = kept.select("_row", "_at", *found.columns), ""
