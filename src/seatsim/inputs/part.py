"""One county's rows of a register of counties, in the place of a folder of its own.

The tables of a register are read once and parted once; a county's readers get its rows, whose faults name the file and
line of the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.opened import OpenedFolder
from seatsim.inputs.stated_sources import stated_source
from seatsim.inputs.tables import Cells, Columns, Table, frame_of, header_holds, names_of, one_line_end
from seatsim.inputs.toml_files import kept_content, read_text

if TYPE_CHECKING:
    from seatsim.inputs.county_file import CountyFile

COUNTY = "county"
"""First column of a table whose rows belong to one county each."""


@dataclass(frozen=True)
class Whole:
    """A table of a register of counties, read once."""

    path: Path
    """The file."""
    cells: Cells
    """All rows."""
    names: tuple[str, ...]
    """Its columns."""

    @property
    def shared(self) -> bool:
        """Whether it has no column of counties: then every row holds for every county."""
        return COUNTY not in self.names

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Counties in the order in which they stand in it; empty for a shared table."""
        return () if self.shared else tuple(self.cells.rows[COUNTY].unique(maintain_order=True).to_list())

    @cached_property
    def parts(self) -> Mapping[str, pl.DataFrame]:
        """Rows by county, without the column of counties."""
        rows = self.cells.rows
        runs = rows[COUNTY].rle().struct.unnest()
        if runs["value"].n_unique() == runs.height:  # each county's rows stand together: nothing need be copied
            rest, ends = rows.drop(COUNTY), runs["len"].cum_sum().to_list()
            whole = zip(runs["value"].to_list(), runs["len"].to_list(), ends, strict=True)
            return {county: rest.slice(end - length, length) for county, length, end in whole}
        parted = rows.partition_by(COUNTY, maintain_order=True, include_key=False, as_dict=True)
        return {str(county): part for (county,), part in parted.items()}

    def of(self, county: str) -> pl.DataFrame:
        """Rows of a county, perhaps none."""
        if self.shared:
            return self.cells.rows
        found = self.parts.get(county)
        return self.cells.rows.drop(COUNTY).clear() if found is None else found

    def first_line(self, county: str) -> int:
        """Line on which the county stands first [1-based]."""
        return Table(str(self.path), self.cells, self.of(county), []).line(0)


def read_whole(path: Path, faults: list[Fault]) -> Whole | None:
    """Read a table of a register; None with faults if it is no CSV."""
    text = read_text(path, faults)
    if text is None:
        return None
    text = one_line_end(text)
    names = names_of(text)
    twice = len(set(names)) < len(names) or not all(names)
    if twice:
        header_holds(str(path), names, Columns((), tuple(names)), faults)
        return None
    rows = frame_of(path, text, names, faults)
    return None if rows is None else Whole(path, Cells(text, rows), tuple(names))


@dataclass(frozen=True)
class PartFile:
    """One county's rows of a table; what ``tables.Served`` asks for."""

    path: Path
    """The register's file."""
    whole: Whole | None
    """The table; None where there is no such file, or it cannot be read (which was said)."""
    county: str
    """County."""

    def __str__(self) -> str:
        """The file, as faults name it."""
        return str(self.path)

    @property
    def stands(self) -> bool:
        """Whether the table has rows of the county."""
        return self.whole is not None and self.whole.of(self.county).height > 0

    def table(self, columns: Columns, faults: list[Fault]) -> Table | None:
        """The county's rows; None with faults if there is no such table."""
        if self.whole is None:
            faults.append(Fault(str(self), None, "", "", Phrase("no such file"), "no-file"))
            return None
        names = [name for name in self.whole.names if name != COUNTY]
        source = stated_source(self.path.parent, self.path.name)
        if not header_holds(str(self), names, columns.sourced(source), faults):
            return None
        return Table(str(self), self.whole.cells, self.whole.of(self.county), faults, source)

    def text(self, faults: list[Fault]) -> str | None:
        """The county's rows as text, each on the line on which it stands in the file."""
        table = self.table(Columns((), (), others=True), faults)
        if table is None or self.whole is None:
            return None
        rows = self.whole.of(self.county).drop("_row", "_at")
        lines = {table.line(row): rows.slice(row, 1).write_csv(include_header=False) for row in range(rows.height)}
        text, line = rows.clear().write_csv(), 2
        for at, row in lines.items():
            text += "\n" * (at - line) + row
            line = at + row.count("\n")
        return text

    def digest(self) -> bytes:
        """The county's rows as they were read: nothing of other counties, and no line."""
        rows = self.whole.of(self.county).drop("_row", "_at") if self.whole is not None else pl.DataFrame()
        return rows.write_csv().encode()


@dataclass(frozen=True)
class Part:
    """One county of a register of counties, asked as its folder would be."""

    folder: Path
    """Folder of the register."""
    county: str
    """County."""
    tables: Mapping[str, Whole]
    """Tables by file name."""
    file: CountyFile | None
    """The register's ``county.toml`` with the county's own id; None where it cannot be used, which was said."""
    settings: dict[str, object] = field(default_factory=dict, compare=False)
    """Where readers keep what they find the same for every county of the register, which share it."""

    def __truediv__(self, name: str) -> PartFile:
        """A file of the county."""
        return PartFile(self.folder / name, self.tables.get(name), self.county)

    def __str__(self) -> str:
        """As a scenario names it."""
        return f"{self.folder}#{self.county}"

    def is_dir(self) -> bool:
        """It stands."""
        return True


Folder: TypeAlias = Path | Part | OpenedFolder
"""Where a county's files are."""


def digest_of(folder: Folder, names: tuple[str, ...]) -> str:
    """SHA-256 over the files that are read, by name and content. Raises InvalidInput for one that may not be."""
    digest = hashlib.sha256()
    for name, content in _contents(folder, names):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _contents(folder: Folder, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files that are read, sorted by name."""
    if isinstance(folder, OpenedFolder):
        yield from folder.contents(names)
        return
    for name in sorted(names):
        content = _content(folder / name)
        if content is not None:
            yield name, content


def _content(path: Path | PartFile) -> bytes | None:
    if isinstance(path, Path):
        return _bytes(path)
    if path.whole is None:  # county.toml, which all counties of the register share
        return _bytes(path.path)
    return path.digest() if path.stands else None


def _bytes(path: Path) -> bytes | None:
    return kept_content(path) if path.is_file() else None
