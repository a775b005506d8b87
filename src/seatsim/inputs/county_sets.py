"""Sets of counties: a folder of county folders, or one register whose tables begin with a column ``county``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.domain.text import Text
from seatsim.inputs import county_file, register, zones
from seatsim.inputs.county_file import read_county_file
from seatsim.inputs.nearest import unknown
from seatsim.inputs.part import COUNTY, Folder, Part, Whole, read_whole
from seatsim.inputs.sizes import header_of, leads_out
from seatsim.inputs.standing import is_folder, is_there
from seatsim.inputs.toml_files import read_toml

MARK = "#"
"""Between a set and one of its counties, where a scenario names one: ``../province#north``."""
_NEEDED = (zones.NAME, register.NAME)
"""Tables of a register that cannot be shared by all counties."""


@dataclass(frozen=True)
class CountySet:
    """Counties that are run together."""

    path: Path
    """Folder of the set."""
    places: Mapping[str, Folder]
    """Where each county's files are, by its id, sorted by id."""


@dataclass(frozen=True)
class SetName:
    """How a scenario names a set of counties, or one of them."""

    path: Path
    """Folder of the set."""
    county: str
    """County; empty for the whole set."""


def named_set(name: str) -> SetName | None:
    """The set, or the county of a set, that a scenario's ``county`` names; None for a county's own folder."""
    whole = Path(name)
    if is_set(whole):
        return SetName(whole, "")
    path, mark, county = name.rpartition(MARK)
    if mark and not is_there(whole) and is_set(Path(path)):
        return SetName(Path(path), county)
    return None


def is_set(folder: Path) -> bool:
    """Whether a folder is a set of counties."""
    if not is_folder(folder):
        return False
    if not is_there(folder / county_file.NAME):
        return any(is_there(place / county_file.NAME) for place in _places(folder))
    try:
        header = next(csv.reader(io.StringIO(header_of(folder / register.NAME), newline="")), [])
    except csv.Error:
        return False
    return bool(header) and header[0].strip() == COUNTY


def _places(folder: Path) -> list[Path]:
    """What stands in a folder; nothing where that may not be told."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def read_set(folder: Path, names: tuple[str, ...], faults: list[Fault]) -> CountySet | None:
    """The counties of a set; None with faults if it cannot be told which they are. ``names`` : files of a county."""
    before = len(faults)
    found = (
        _Register(folder, names).places(faults) if (folder / county_file.NAME).exists() else _folders(folder, faults)
    )
    return CountySet(folder, dict(sorted(found.items()))) if len(faults) == before else None


def _folders(folder: Path, faults: list[Fault]) -> dict[str, Folder]:
    """County folders by the ids that their files state; hidden folders are none."""
    found: dict[str, Folder] = {}
    for place in _places(folder):
        if not is_folder(place) or place.name.startswith("."):
            continue
        if leads_out(place):
            out = Phrase("is a link out of the folder of counties: put a copy of the county in its place")
            faults.append(Fault(str(place), None, "", "", out, "outside"))
            continue
        file = read_toml(place / county_file.NAME, faults)
        county = None if file is None else file.tree.get("id")
        if file is None or not isinstance(county, str):
            if file is not None:
                read_county_file(place, faults)  # says what is wrong with it
            continue
        if county in found:
            words = Phrase("is the id of {} too; counties of a set have ids of their own", found[county])
            faults.append(file.fault(("id",), words, "duplicate", county))
        found.setdefault(county, place)
    return found


@dataclass(frozen=True)
class _Register:
    """One folder whose tables hold the rows of many counties."""

    folder: Path
    """The folder."""
    names: tuple[str, ...]
    """Files of a county."""

    def places(self, faults: list[Fault]) -> dict[str, Folder]:
        """Every county's part of it."""
        file = read_county_file(self.folder, faults)
        tables = self._tables(faults)
        needed = [tables.get(name) for name in _NEEDED]
        for name, table in zip(_NEEDED, needed, strict=True):
            if table is None and not (self.folder / name).exists():
                faults.append(Fault(str(self.folder / name), None, "", "", Phrase("no such file"), "no-file"))
            elif table is not None and table.shared:
                words = Phrase("missing column: the first of every table that is not the same for all counties")
                faults.append(Fault(str(table.path), 1, COUNTY, "", words, "missing-column"))
        schools = tables.get(register.NAME)
        if file is None or schools is None or any(table is None or table.shared for table in needed):
            return {}
        for table in tables.values():
            _counties_hold(table, schools, faults)
        settings: dict[str, object] = {}
        return {
            county: Part(self.folder, county, tables, replace(file, id=county, name=Text(county, county)), settings)
            for county in schools.counties
        }

    def _tables(self, faults: list[Fault]) -> dict[str, Whole]:
        """Every table that is there, read once."""
        found = {}
        for name in self.names:
            path = self.folder / name
            if name != county_file.NAME and path.exists():
                table = read_whole(path, faults)
                if table is not None:
                    found[name] = table
        return found


def _counties_hold(table: Whole, schools: Whole, faults: list[Fault]) -> None:
    """Note counties that have no school, ids that are none, and counties without a zone."""
    known = dict.fromkeys(schools.counties)
    for county in table.counties:
        line = table.first_line(county) if county not in known or not is_id(county) else 0
        if not county:
            faults.append(Fault(str(table.path), line, COUNTY, "", Phrase("must not be empty"), "empty"))
        elif not is_id(county):
            faults.append(
                Fault(str(table.path), line, COUNTY, county, Phrase("must be letters, digits, hyphens"), "value")
            )
        elif county not in known:
            words = unknown(Phrase("county"), county, known, Phrase("has no school in {}", register.NAME))
            faults.append(Fault(str(table.path), line, COUNTY, county, words, "unknown-name"))
    if table.path.name == zones.NAME:
        for county in known:
            if county not in table.parts:
                words = Phrase("has schools in {} and no zone here", register.NAME)
                faults.append(Fault(str(table.path), None, COUNTY, county, words, "missing"))


def is_id(county: str) -> bool:
    """Whether a text may be a county's id: it is a part of addresses and file names."""
    return bool(county) and all(letter.isalnum() or letter in "-_" for letter in county)
