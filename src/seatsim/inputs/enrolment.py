"""Enrolments to test forecasts on: ``entity,year,grade,value``, with births and groups; every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.inputs.nearest import unknown
from seatsim.inputs.tables import Columns, Table, read_table
from seatsim.language.backtest import both

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = Mapping[str, str]
"""A sentence in both languages."""

FEWEST_YEARS = 5
"""Four years give the three progression ratios that every method learns from; the fifth is forecast [years]."""
MOST_MISSING = 10
"""Most years that may be missing between two that are there: beyond it a year is probably mistyped [years]."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
_LEAST_GRADE, _MOST_GRADE = -5, 30
_MOST = 1e9
_ENROL = Columns(("entity", "year", "grade", "value"), others=True)
_BIRTHS = Columns(("entity", "year", "births"), others=True)
_GROUP = Columns(("entity", "group"), others=True)


@dataclass(frozen=True)
class Series:
    """Numbers by name and year, one row each."""

    name: tuple[str, ...]
    """Entity or group."""
    year: Ints
    """Year, shape (rows,)."""
    value: Floats
    """Number, shape (rows,); NaN where the cell is empty."""


@dataclass(frozen=True)
class Enrolment:
    """What the files hold, checked."""

    entities: tuple[str, ...]
    """Entities by name."""
    group: Mapping[str, str]
    """Group of each entity; the empty name where all are one."""
    pupils: Series
    """Pupils of each entity, academic year and grade [pupils]."""
    grade: Ints
    """Grade of each row of ``pupils``, shape (rows,)."""
    births: Series
    """Births of entities by calendar year [children]; no row where there are none."""
    group_births: Series
    """Births of groups by calendar year [children]; no row where there are none."""
    notes: tuple[Texts, ...]
    """What is worth knowing and no fault."""
    digests: Mapping[str, Mapping[str, str | None]]
    """Name and SHA-256 of each file by what it is: ``enrolment``, ``births``, ``group``; no digest of a pipe."""


NO_SERIES = Series((), np.zeros(0, np.int64), np.zeros(0))


def read_enrolment(enrolment: Path, births: Path | None = None, group: Path | None = None) -> Enrolment:
    """Read and check the files. Raises InvalidInput with every fault of all of them."""
    faults: list[Fault] = []
    notes: list[Texts] = []
    cells = read_table(enrolment, _ENROL, faults, typed=True)
    listed = None if group is None else read_table(group, _GROUP, faults, typed=True)
    born = None if births is None else read_table(births, _BIRTHS, faults, typed=True)
    for table, columns in ((cells, _ENROL), (listed, _GROUP), (born, _BIRTHS)):
        if table is not None and table.others(columns):
            notes.append(both("note_columns", file=Path(table.file).name, columns=", ".join(table.others(columns))))
    pupils, grade = (NO_SERIES, NO_SERIES.year) if cells is None else _pupils(cells)
    entities = tuple(sorted({*pupils.name} - {""}))
    groups = _groups(listed, group, entities, faults, notes) if group is not None else dict.fromkeys(entities, "")
    series = NO_SERIES if born is None else _births(born)
    if born is not None and cells is not None and not (group is not None and listed is None):
        own, shared = _whose(born, series, groups, notes)
    else:
        own, shared = NO_SERIES, NO_SERIES
    if faults:
        raise InvalidInput(faults)
    given = {"enrolment": enrolment, "births": births, "group": group}
    digests = {what: {"file": path.name, "sha256": _digest(path)} for what, path in given.items() if path is not None}
    return Enrolment(entities, groups, pupils, grade, own, shared, tuple(notes), digests)


def _digest(path: Path) -> str | None:
    """SHA-256 of a file; None of what cannot be read twice."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _pupils(table: Table) -> tuple[Series, Ints]:
    """Rows of pupils and their grades."""
    before = len(table.faults)
    entity = table.text("entity")
    year = table.whole("year", "academic year", FIRST_YEAR, LAST_YEAR)
    grade = table.whole("grade", Phrase("grade"), _LEAST_GRADE, _MOST_GRADE)
    value = _blank_as_unknown(table, "value", "pupils")
    sound = [row not in table.faulty for row in range(len(table))]
    keys = [(e, str(y), str(g)) if ok else ("",) for e, y, g, ok in zip(entity, year, grade, sound, strict=True)]
    table.distinct(["entity", "year", "grade"], keys)
    if len(table.faults) == before:
        _refuse_holes(table, year, grade, value)
    return Series(tuple(entity), year, value), grade


def _blank_as_unknown(table: Table, column: str, unit: str) -> Floats:
    """Numbers of a column, NaN where the cell is empty."""
    return np.where(table.given(column), table.numbers(column, unit, _MOST, empty=0.0), np.nan)


def _refuse_holes(table: Table, year: Ints, grade: Ints, value: Floats) -> None:
    """Fault for an empty table, too few years, years far apart and a grade that nobody has."""
    if not len(table):
        table.faults.append(Fault(table.file, None, "", "", Phrase("has no row under its header"), "empty-file"))
        return
    known = np.unique(year[np.isfinite(value)])
    if len(known) < FEWEST_YEARS:
        needed = Phrase("must be at least {}: four to learn from and one to forecast", FEWEST_YEARS)
        table.faults.append(Fault(table.file, None, "years", str(len(known)), needed, "too-short"))
    years = np.unique(year)
    for before, after in pairwise(years.tolist()):
        if after - before > MOST_MISSING + 1:
            words = Phrase("no row from {} to {}: at most {} years may be missing", before + 1, after - 1, MOST_MISSING)
            table.fault(int(np.argmax(year == after)), "year", str(after), words, "missing-years")
    grades = np.unique(grade)
    for missing in sorted({*range(int(grades[0]), int(grades[-1]) + 1)} - {*grades.tolist()}):
        words = Phrase(
            "no row has grade {}: grades must follow one another from {} to {}", missing, grades[0], grades[-1]
        )
        table.faults.append(Fault(table.file, None, "grade", "", words, "missing-grade"))


def _groups(
    table: Table | None, path: Path, entities: Sequence[str], faults: list[Fault], notes: list[Texts]
) -> dict[str, str]:
    """Group of each entity; a fault for each that has none."""
    if table is None:
        return {}
    names, group = table.text("entity"), table.text("group")
    table.distinct(["entity"], [(name,) for name in names])
    found = dict(zip(names, group, strict=True))
    for entity in entities:
        if entity not in found:
            faults.append(
                Fault(str(path), None, "entity", entity, Phrase("has no group: every entity needs a row"), "missing")
            )
    strange = len({*found} - {*entities, ""})
    if strange and entities:
        notes.append(both("note_group_rows", file=path.name, n=strange))
    return {entity: found.get(entity, "") for entity in entities}


def _births(table: Table) -> Series:
    """Rows of births."""
    entity = table.text("entity")
    year = table.whole("year", "calendar year", FIRST_YEAR, LAST_YEAR)
    value = _blank_as_unknown(table, "births", "children")
    sound = [row not in table.faulty for row in range(len(table))]
    table.distinct(
        ["entity", "year"], [(e, str(y)) if ok else ("",) for e, y, ok in zip(entity, year, sound, strict=True)]
    )
    return Series(tuple(entity), year, value)


def _whose(table: Table, series: Series, group: Mapping[str, str], notes: list[Texts]) -> tuple[Series, Series]:
    """Births of entities, and those of groups.

    Births of an entity are its own. Those of a group's name, or with one group those of no entity, serve the group's
    entities by share; several such names are added up. Names of neither are a fault where there are several groups.
    """
    groups = sorted({*group.values()})
    names = dict.fromkeys(series.name)
    strangers = [name for name in names if name and name not in group and name not in groups]
    rows = {name: row for row, name in reversed([*enumerate(series.name)])}
    for name in names:
        if name and name in group and name in groups:
            words = Phrase("is an entity and a group: give one of them another name")
            table.fault(rows[name], "entity", name, words, "ambiguous")
    if len(groups) > 1:
        for name in strangers:
            words = unknown(
                Phrase("entity"),
                name,
                [*group, *filter(None, groups)],
                Phrase("must be an entity of the enrolments or a group"),
            )
            table.fault(rows[name], "entity", name, words, "unknown-name")
        return _only(series, [*group]), _only(series, groups)
    own = _only(series, [*group])
    if {*own.name} >= {*group} and strangers:
        notes.append(both("note_births_unread", file=Path(table.file).name, n=len(strangers)))
        return own, _only(series, groups)
    if own.name and strangers:
        told = ", ".join(strangers[:3]) + (" …" if len(strangers) > 3 else "")
        notes.append(both("note_births_shared", file=Path(table.file).name, names=told))
    of_group = _only(series, [*groups, *strangers])
    return own, _added(of_group, groups[0] if groups else "")


def _only(series: Series, names: Sequence[str]) -> Series:
    """The rows of some names."""
    wanted = {*names}
    rows = np.array([name in wanted for name in series.name], bool)
    kept = tuple(name for name in series.name if name in wanted)
    return Series(kept, series.year[rows], series.value[rows])


def _added(series: Series, name: str) -> Series:
    """The sum of several series under one name, in the years that all of them know."""
    names = sorted({*series.name})
    if len(names) < 2:
        return Series((name,) * len(series.name), series.year, series.value)
    held = {(each, int(year)): value for each, year, value in zip(series.name, series.year, series.value, strict=True)}
    years = np.unique(series.year)
    sums = [sum(held.get((each, int(year)), np.nan) for each in names) for year in years]
    return Series((name,) * len(years), years, np.array(sums))
