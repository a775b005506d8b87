"""A county folder, opened: its tables are served from CSV files and workbooks alike, and every repair is told.

It stands in for the folder as ``part.Part`` does, so that readers of tables do not know where rows come from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.cell_numbers import Asked, number
from seatsim.inputs.csv_tables import read_csv_table
from seatsim.inputs.headings import Meanings, find_heading
from seatsim.inputs.laid_out import LaidOut, laid_out
from seatsim.inputs.mending import Mending
from seatsim.inputs.other_columns import missing_column, unknown_column
from seatsim.inputs.repairs import Repair, Repairs
from seatsim.inputs.standing import is_folder
from seatsim.inputs.stated_sources import stated_source
from seatsim.inputs.tables import Columns, Table
from seatsim.inputs.tidying import tidy
from seatsim.inputs.toml_files import kept_content, read_content
from seatsim.inputs.workbooks import Sheet, read_workbook
from seatsim.language.cell_words import is_word
from seatsim.language.headers import USUAL_GRADES, headers, plain, table_names
from seatsim.language.terms import glossary

REGISTER = "register.xlsx"
"""The workbook whose sheets are tables."""
OTHER_ENDINGS = (".xls", ".et", ".ett", ".wps", ".ods", ".xlsb", ".xlsm", ".xlt", ".numbers", ".tsv")
"""Files of a table's name that look like the table and are not read."""


@dataclass
class OpenedFolder:
    """A county folder whose tables are read as people leave them."""

    path: Path
    """The folder."""
    grades: tuple[int, ...] = USUAL_GRADES
    """Grades of each stage from kindergarten to vocational."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong with files of which no table is asked by name."""
    _repairs: Repairs = field(default_factory=Repairs)
    _known: dict[str, LaidOut | None] = field(default_factory=dict)
    _used: dict[str, Path] = field(default_factory=dict)

    def __truediv__(self, name: str) -> OpenedFile:
        """A file of the county."""
        return OpenedFile(self, name)

    def __str__(self) -> str:
        """The folder, as the user gave it."""
        return str(self.path)

    def is_dir(self) -> bool:
        """Whether it stands."""
        return is_folder(self.path)

    def repairs(self) -> tuple[Repair, ...]:
        """What was read otherwise than it stands, of all that was asked so far."""
        return self._repairs.all()

    def notes(self) -> Iterator[Phrase]:
        """Tables that are there and hold no row."""
        files = [Path(found.file).name for found in self._known.values() if found is not None and not found.filled]
        if files:
            yield Phrase("tables without a row, which count as left out: {}", ", ".join(sorted(set(files))))

    def contents(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Names and bytes of the files that are used for these, each once, sorted by name."""
        used = {name: self.path / name for name in names if (self.path / name).is_file() and not self._other(name)}
        used |= {path.name: path for name in names if (path := self._other(name)) is not None}
        for name in sorted(used):
            yield name, kept_content(used[name])

    def _other(self, name: str) -> Path | None:
        """The file that is used in the place of one of this name."""
        self.found(name)
        path = self._used.get(name)
        return None if path is None or path.name == name else path

    def found(self, name: str) -> LaidOut | None:
        """A table, read once; None where there is none."""
        if name not in self._known:
            self._known[name] = None  # a table that names its own rows finds none of them while it is read
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> LaidOut | None:
        table = name.removesuffix(".csv")
        if table == name:
            return None
        meanings = Meanings(table, self.grades)
        sources = list(self._sources(name, meanings))
        if not sources:
            self._refuse_others(table)
            return None
        for _, each in sources:
            tidy(each, self.grades, self._table, self._repairs)
        filled = [each for each in sources if each[1].filled] or sources[:1]
        path, found = filled[0]
        for _, other in filled[1:]:
            self._same(found, other)
        for beside in self._others(table):
            self._repairs.note(str(self.path / beside), (), Phrase("is not read; {} is", found.file))
        self._used[name] = path
        if found.cells is not None:
            found.cells.shown, found.cells.reasons, found.cells.unread = found.shown, found.bad, found.unread
            found.cells.mend = Mending(found, self._repairs, self.grades)
        return found

    def _sources(self, name: str, meanings: Meanings) -> Iterator[tuple[Path, LaidOut]]:
        """Every place where the table may stand; none needs to be filled in."""
        table = name.removesuffix(".csv")
        path = self._file(name)
        if path is not None:
            yield path, read_csv_table(path, meanings, self._repairs)
        own = self._file(f"{table}.xlsx")
        if own is not None:
            faults: list[Fault] = []
            sheets = self._sheets(own, faults)
            for sheet in sheets[:1]:
                yield own, self._laid_out(sheet, meanings)
            if sheets[1:]:
                others = ", ".join(sheet.name for sheet in sheets[1:])
                self._repairs.note(str(own), (), Phrase("sheets after the first are not read: {}", others))
            if faults:
                yield own, LaidOut(str(own), table, 1, (), {}, {}, None, faults)
        for sheet in self._register:
            if _table_of(sheet.name) == table:
                yield self.path / REGISTER, self._laid_out(sheet, meanings)

    def _laid_out(self, sheet: Sheet, meanings: Meanings) -> LaidOut:
        return laid_out(sheet.grid, meanings, find_heading(sheet.grid, meanings), self._repairs)

    def _sheets(self, path: Path, faults: list[Fault]) -> list[Sheet]:
        content = read_content(path, faults)
        return [] if content is None else read_workbook(path, content, faults, self._repairs) or []

    def _file(self, name: str) -> Path | None:
        """A file by its name, whose letters may be capitals where no other has it; None if there is none."""
        if name in self._listed:
            return self.path / name
        other = sorted(each for each in self._listed if each.casefold() == name)
        return self.path / other[0] if other else None

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Names in the folder."""
        return frozenset(path.name for path in self.path.iterdir()) if self.is_dir() else frozenset()

    @cached_property
    def _register(self) -> list[Sheet]:
        """Sheets of the workbook of tables; those that are none are told."""
        path = self._file(REGISTER)
        if path is None:
            return []
        sheets = self._sheets(path, self.faults)
        others = [
            each.name for each in sheets if _table_of(each.name) is None and not is_word("guide_sheet", each.name)
        ]
        names = ", ".join(f"{table} ({glossary()['table', table]['zh']})" for table in table_names())
        if others and len(others) == len(sheets):
            words = Phrase("no sheet is called by a table's name: {}", names)
            self.faults.append(
                Fault(str(self.path / REGISTER), None, Phrase("sheets"), ", ".join(others), words, "sheet")
            )
        elif others:
            words = Phrase("sheets that are called by no table's name are not read: {}", ", ".join(others))
            self._repairs.note(str(self.path / REGISTER), (), words)
        return sheets

    def open_register(self) -> None:
        """Open the workbook of tables, whose faults come even if no table is missing."""
        if not self._register and self._file(REGISTER) is None:
            self._refuse_others("register")

    def _others(self, stem: str) -> list[str]:
        """Files that look like a table's and cannot be read."""
        small = {name: name.casefold() for name in sorted(self._listed)}
        return [name for name, low in small.items() if low in {f"{stem}{ending}" for ending in OTHER_ENDINGS}]

    def _refuse_others(self, stem: str) -> None:
        """Note files that look like a table's and cannot be read."""
        for name in self._others(stem):
            words = Phrase("is not read; in Excel or WPS save it as {}.xlsx, or each table as CSV UTF-8", stem)
            self.faults.append(Fault(str(self.path / name), None, "", "", words, "file-kind"))

    def _table(self, table: str) -> LaidOut | None:
        """Another table, which cells may name."""
        return self.found(f"{table}.csv")

    def _same(self, first: LaidOut, other: LaidOut) -> None:
        """Say that two tables hold the same rows, or note that they do not."""
        if first.cells is None or other.cells is None:
            return
        one, two = _rows(first, self.grades), _rows(other, self.grades)
        if sorted(one) == sorted(two):
            self._repairs.note(first.file, (), Phrase("read; {} holds the same rows", other.file))
            return
        lines = [line for key in one.keys() ^ two.keys() for line in (one.get(key), two.get(key)) if line is not None]
        words = Phrase("holds other rows than {} (first on line {}); fill in one of them", other.file, min(lines))
        first.faults.append(Fault(first.file, None, "", "", words, "clash"))


@dataclass(frozen=True)
class OpenedFile:
    """A table of an opened folder; what ``tables.Served`` asks for."""

    folder: OpenedFolder
    """The folder."""
    name: str
    """Name as a CSV file."""

    def __str__(self) -> str:
        """The file in which it stands, as faults name it."""
        found = self.folder.found(self.name)
        return str(self.folder.path / self.name) if found is None else found.file

    @property
    def stands(self) -> bool:
        """Whether it is there and filled in, or has faults."""
        found = self.folder.found(self.name)
        return found is not None and found.filled

    def table(self, columns: Columns, faults: list[Fault]) -> Table | None:
        """As ``tables.read_table``."""
        found = self._found(faults)
        source = stated_source(self.folder.path, self.name)
        if found is None or not _header_holds(found, columns.sourced(source), self.folder.grades, faults):
            return None
        faults.extend(found.faults)
        return None if found.cells is None else Table(found.file, found.cells, found.cells.rows, faults, source)

    def text(self, faults: list[Fault]) -> str | None:
        """The rows as CSV text, each on the line on which it stands in the file."""
        found = self._found(faults)
        if found is None:
            return None
        if found.text:
            faults.extend(found.faults if found.cells is not None else ())
            return found.text
        faults.extend(found.faults)
        return None if found.cells is None else _as_text(found)

    def _found(self, faults: list[Fault]) -> LaidOut | None:
        """The table; None with a fault unless another one says why there is none."""
        found = self.folder.found(self.name)
        if found is None and not self.folder.faults:
            file = str(self.folder.path / self.name)
            faults.append(Fault(file, None, "", "", Phrase("no such file"), "no-file"))
        return found


def open_folder(path: Path, grades: tuple[int, ...] = USUAL_GRADES) -> OpenedFolder:
    """Open a county folder; ``grades`` are those of each stage from kindergarten to vocational."""
    folder = OpenedFolder(path, grades)
    folder.open_register()
    return folder


def _table_of(sheet: str) -> str | None:
    """The table that a sheet's name means."""
    name = plain(sheet)
    for table in table_names():
        term = glossary()["table", table]
        if name in (plain(table), plain(term["zh"]), plain(f"{table}.csv")):
            return table
    return None


def _header_holds(found: LaidOut, columns: Columns, grades: Sequence[int], faults: list[Fault]) -> bool:
    """Whether the columns are those that a reader asks for; names in faults are in the file's language."""
    if not found.columns and found.cells is None and found.faults:
        faults.extend(found.faults)
        return False
    known: tuple[str, ...] = (*columns.required, *columns.optional)
    before = len(faults)
    names = _names_in(found, known)
    for name in columns.required:
        if name not in found.columns:
            words = missing_column(found.file, name, found.unread)
            faults.append(Fault(found.file, found.line, names[name], "", words, "missing-column"))
    for name in found.columns:
        if name not in known and not columns.others:
            written = found.shown.get(name, name)
            hint = unknown_column(found.table, written, grades, found.columns, names.values())
            faults.append(Fault(found.file, found.line, written, "", hint, "unknown-column"))
    if len(faults) > before or any(fault.code in _OF_HEADER for fault in found.faults):
        faults.extend(fault for fault in found.faults if fault.code in _OF_HEADER)
        return False
    return True


_OF_HEADER = ("unknown-column", "duplicate")


def _names_in(found: LaidOut, columns: Sequence[str]) -> dict[str, str]:
    """Columns by the names under which the file would write them."""
    names = {name: found.shown.get(name, name) for name in columns}
    if found.chinese:
        chinese = {each.column: each.zh for each in headers(found.table)}
        names |= {name: chinese.get(name, name) for name in columns if name not in found.shown}
    return names


def _rows(found: LaidOut, grades: tuple[int, ...]) -> dict[tuple[tuple[str, str], ...], int]:
    """Lines by what their cells say, whatever the order of columns and the look of numbers."""
    assert found.cells is not None
    units = {each.column: each.unit for each in headers(found.table, grades)} if found.table in table_names() else {}
    lines: dict[tuple[tuple[str, str], ...], int] = {}
    for row in found.cells.rows.iter_rows(named=True):
        cells = sorted((name, str(cell)) for name, cell in row.items() if not name.startswith("_") and cell)
        key = tuple((name, _same_number(cell, units.get(name, ""))) for name, cell in cells)
        lines[key] = found.place_line(int(row["_row"]))
    return lines


def _same_number(cell: str, unit: str) -> str:
    """A number in one of its looks; other cells as they are."""
    return number(cell, Asked(unit, False)).value or cell if unit else cell


def _as_text(found: LaidOut) -> str:
    assert found.cells is not None
    names = [name for name in found.columns if name in found.cells.rows.columns]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    line = 2
    for row in found.cells.rows.iter_rows(named=True):
        at = found.place_line(int(row["_row"]))
        text.write("\n" * (at - line))
        writer.writerow([" ".join(str(row[name]).split("\n")) for name in names])
        line = at + 1
    return text.getvalue()
