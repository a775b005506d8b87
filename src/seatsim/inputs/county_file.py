"""``county.toml``: what a county is, and the limits and norms that differ from the shipped ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

from seatsim.domain.faults import Fault
from seatsim.domain.limits import Limits
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import BaselineReadings, Levers, Uncertainty
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.inputs.information import Information
from seatsim.inputs.nearest import nearest
from seatsim.inputs.part import Folder, Part
from seatsim.inputs.placing import place_complaints
from seatsim.inputs.safe_text import unsafe_settings
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
class Report:
    """The report on which the baseline stands."""

    source: str
    """Its source as ``figures.csv`` cites it."""
    published: str
    """Day of publication (ISO): its figures are known from then on."""


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
    report: Report | None = None
    """The report on which the baseline stands."""


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
    information: Information
    """Latest date in the data, and when the county's report was published."""
    grades: Mapping[Stage, int]
    """Grades of each of the six stages [grades]."""
    overrides: Leaves
    """Limits and norms that differ from the shipped ones."""
    assumed: tuple[Phrase, ...]
    """What was completed by rule."""

    @property
    def first_as_of(self) -> date:
        """Earliest information date: the baseline's opening day, or the day its report was published."""
        opening = date(self.baseline_year, 9, 1)
        return opening if self.information.published is None else max(opening, self.information.published)


def read_county_file(folder: Folder, faults: list[Fault]) -> CountyFile | None:
    """Read ``county.toml``; None with faults if it cannot be used."""
    if isinstance(folder, Part):
        return folder.file
    file = read_toml((folder if isinstance(folder, Path) else folder.path) / NAME, faults)
    if file is None:
        return None
    if not file.tree:
        faults.append(Fault(file.file, None, "", "", Phrase("is empty"), "empty-file"))
        return None
    head = _head(file, faults)
    faults.extend(place_complaints(unsafe_settings(file.leaves()), file.leaves()))
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
    assumed = () if "grades" in file.tree else (Phrase("grades of each stage: not in county.toml, 3-6-3-3-3 taken"),)
    return CountyFile(head.id, head.name, head.baseline_year, _information(head), grades, overrides, assumed)


def _information(head: CountyHead) -> Information:
    latest = date.fromisoformat(head.information_date)
    if head.report is None:
        return Information(latest)
    return Information(latest, head.report.source, date.fromisoformat(head.report.published))


def _head(file: TomlFile, faults: list[Fault]) -> CountyHead | None:
    tree = {key: value for key, value in file.tree.items() if key not in (*_OVERRIDABLE, "sources")}
    tree = _dates_as_text(tree, "information_date")
    if isinstance(report := tree.get("report"), dict):
        tree["report"] = _dates_as_text(report, "published")
    head, complaints = check(tree, CountyHead)
    faults.extend(place_complaints(complaints, file.leaves()))
    before = len(faults)
    if head is not None:
        _head_holds(head, file, faults)
    return head if len(faults) == before else None


def _dates_as_text(table: Mapping[str, object], key: str) -> dict[str, object]:
    """The table with a TOML date at ``key`` as text, which is how the format's check takes it."""
    return {name: str(value) if name == key and isinstance(value, date) else value for name, value in table.items()}


def _head_holds(head: CountyHead, file: TomlFile, faults: list[Fault]) -> None:
    def fault(path: tuple[str, ...], found: object, allowed: Phrase) -> None:
        faults.append(file.fault(path, allowed, "value", shown(found)))

    if file.tree["format"] is True:
        fault(("format",), True, Phrase("must be 1"))
    if not head.id or not all(letter.isalnum() or letter in "-_" for letter in head.id):
        fault(("id",), head.id, Phrase("must be letters, digits, hyphens"))
    if not 1950 <= head.baseline_year <= 2100:
        fault(("baseline_year",), head.baseline_year, Phrase("must be 1950 to 2100 (academic year)"))
    if _day(head.information_date) is None:
        fault(("information_date",), head.information_date, Phrase("must be a date written YYYY-MM-DD"))
    elif (latest := _day(head.information_date)) and latest.year < head.baseline_year:
        words = Phrase("must not be before the baseline year {}, whose register it knows", head.baseline_year)
        fault(("information_date",), head.information_date, words)
    if head.report is not None:
        _report_holds(head.report, _day(head.information_date), fault)
    for field in fields(Grades):
        grades: int = getattr(head.grades, field.name)
        if not 1 <= grades <= 9:
            fault(("grades", field.name), grades, Phrase("must be 1 to 9 (grades)"))


def _report_holds(
    report: Report, latest: date | None, fault: Callable[[tuple[str, ...], object, Phrase], None]
) -> None:
    published = _day(report.published)
    if not report.source.strip():
        fault(("report", "source"), report.source, Phrase("must be the source that the report's figures cite"))
    if published is None:
        fault(("report", "published"), report.published, Phrase("must be a date written YYYY-MM-DD"))
    elif latest is not None and published > latest:
        fault(("report", "published"), report.published, Phrase("must be at most information_date = {}", latest))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
        hint = Phrase(" ([sources] names '{}')", near) if near else ""
        allowed = Phrase('needs its source: [sources] "{}" = "…"{}', key, hint)
        faults.append(file.fault(path, allowed, "no-source", shown(leaf.value)))
