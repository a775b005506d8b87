"""``county.toml``: what a county is, and the limits and norms that differ from the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

from seatsim.domain.faults import Fault
from seatsim.domain.limits import Limits
from seatsim.domain.scenario import BaselineReadings, Levers, Text, Uncertainty
from seatsim.domain.stages import Stage
from seatsim.inputs.nearest import nearest
from seatsim.inputs.placing import place_complaints
from seatsim.inputs.schema import check, known_keys
from seatsim.inputs.toml_files import Leaf, Leaves, TomlFile, flatten, read_toml, shown

NAME = "county.toml"
_OVERRIDABLE = ("baseline", "uncertainty", "levers", "limits")


@dataclass(frozen=True)
class Grades:
    """Grades of each stage; the 6-3 system by default."""

    kindergarten: int = 3
    """[grades]."""
    primary: int = 6
    """[grades]."""
    junior: int = 3
    """[grades]."""
    senior: int = 3
    """[grades]."""
    vocational: int = 3
    """[grades]."""


@dataclass(frozen=True)
class CountyHead:
    """The county's own keys of ``county.toml``."""

    format: Literal[1]
    """Version of the county format."""
    id: str
    """Short name, the first column of every table."""
    name: Text
    """Name for people."""
    baseline_year: int
    """Academic year of the register [academic year]."""
    information_date: str
    """Latest date in the data (ISO)."""
    grades: Grades = Grades()
    """Grades of each stage."""


@dataclass(frozen=True)
class Settings:
    """The tables that a county may override."""

    baseline: BaselineReadings
    """Readings of the report."""
    uncertainty: Uncertainty
    """What nature decides."""
    levers: Levers
    """What the authority decides."""
    limits: Limits
    """Limits and tolerances."""


@dataclass(frozen=True)
class CountyFile:
    """A county file that was read."""

    id: str
    """Short name."""
    name: Text
    """Name for people."""
    baseline_year: int
    """Academic year of the register [academic year]."""
    information_date: str
    """Latest date in the data (ISO)."""
    grades: Mapping[Stage, int]
    """Grades of each of the six stages [grades]."""
    overrides: Leaves
    """Limits and norms that differ from the shipped ones."""
    assumed: tuple[str, ...]
    """What was completed by rule."""


def read_county_file(folder: Path, faults: list[Fault]) -> CountyFile | None:
    """Read ``county.toml``; None with faults if it cannot be used."""
    file = read_toml(folder / NAME, faults)
    if file is None:
        return None
    if not file.tree:
        faults.append(Fault(file.file, None, "", "", "is empty", "empty-file"))
        return None
    head = _head(file, faults)
    overrides = {path: leaf for path, leaf in file.leaves().items() if path[0] in _OVERRIDABLE}
    _sources_hold(file, overrides, faults)
    if head is None:
        return None
    grades: dict[Stage, int] = {
        "kindergarten": head.grades.kindergarten,
        "primary": head.grades.primary,
        "junior": head.grades.junior,
        "senior": head.grades.senior,
        "vocational": head.grades.vocational,
        "special": 1,
    }
    assumed = () if "grades" in file.tree else ("grades of each stage: not in county.toml, 3-6-3-3-3 taken",)
    return CountyFile(head.id, head.name, head.baseline_year, head.information_date, grades, overrides, assumed)


def _head(file: TomlFile, faults: list[Fault]) -> CountyHead | None:
    tree = {key: value for key, value in file.tree.items() if key not in (*_OVERRIDABLE, "sources")}
    if isinstance(tree.get("information_date"), date):
        tree["information_date"] = str(tree["information_date"])
    head, complaints = check(tree, CountyHead)
    faults.extend(place_complaints(complaints, file.leaves()))
    before = len(faults)
    if head is not None:
        _head_holds(head, file, faults)
    return head if len(faults) == before else None


def _head_holds(head: CountyHead, file: TomlFile, faults: list[Fault]) -> None:
    def fault(path: tuple[str, ...], found: object, allowed: str) -> None:
        faults.append(file.fault(path, allowed, "value", shown(found)))

    if file.tree["format"] is True:
        fault(("format",), True, "must be 1")
    if not head.id or not all(letter.isalnum() or letter in "-_" for letter in head.id):
        fault(("id",), head.id, "must be letters, digits, hyphens")
    if not 1950 <= head.baseline_year <= 2100:
        fault(("baseline_year",), head.baseline_year, "must be 1950 to 2100 (academic year)")
    try:
        date.fromisoformat(head.information_date)
    except ValueError:
        fault(("information_date",), head.information_date, "must be a date written YYYY-MM-DD")
    for field in fields(Grades):
        grades: int = getattr(head.grades, field.name)
        if not 1 <= grades <= 9:
            fault(("grades", field.name), grades, "must be 1 to 9 (grades)")


def _sources_hold(file: TomlFile, overrides: Mapping[tuple[str, ...], Leaf], faults: list[Fault]) -> None:
    """Every override names its source, as ``"limits.hard_caps.primary" = "…"`` or as nested tables."""
    table = file.tree.get("sources", {})
    sources = {".".join(path): text for path, text in flatten(table)} if isinstance(table, dict) else {}
    known = set(known_keys(Settings))
    for path, leaf in overrides.items():
        key = ".".join(path)
        text = sources.get(key)
        if path not in known or (isinstance(text, str) and text.strip()):
            continue
        near = nearest(key, (name for name in sources if tuple(name.split(".")) not in overrides))
        hint = f" ([sources] names '{near}')" if near else ""
        allowed = f'needs its source: [sources] "{key}" = "…"{hint}'
        faults.append(file.fault(path, allowed, "no-source", shown(leaf.value)))
