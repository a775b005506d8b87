"""Pupils of earlier years by school and grade: ``history.csv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.history import Floats, History
from seatsim.domain.phrase import Phrase, together, word
from seatsim.domain.stages import STAGES, Stage, grade_names
from seatsim.inputs.information import Information
from seatsim.inputs.named import Names, by_name, named
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import Columns, Ints, Table, read_table

NAME = "history.csv"
LONGEST = 40
"""Years before the baseline that a history may reach back [years]."""
_COLUMNS = Columns(("year", "school_id", "grade", "pupils", "source"))
_CLOSED = Phrase("history is that of the register's schools; count a closed school's pupils in the one that took them")


def read_history(
    folder: Folder,
    zones: Sequence[str],
    register: Register,
    baseline_year: int,
    information: Information,
    faults: list[Fault],
    assumed: list[Phrase],
) -> History | None:
    """Read the history; None if the file holds no row, or with faults if it cannot be used.

    A school may have had grades that it lacks today. The baseline year is the register's; rows that state it too must
    agree with it.
    """
    before = len(faults)
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is None:
        return None
    grades = {stage: register.pupils[stage].shape[1] for stage in STAGES}
    rows = _rows(
        table, by_name(register.school_id, register.name), register.school_id, grades, baseline_year, information
    )
    if len(faults) == before:
        _baseline_holds(table, register, baseline_year, rows)
    if len(faults) > before:
        return None
    if not rows:
        assumed.append(Phrase("history: {} holds no row", NAME))
        return None
    first = min(row.year for row in rows)
    stated = {s: np.full((baseline_year - first + 1, *register.pupils[s].shape), np.nan) for s in STAGES}
    for row in rows:
        stated[row.stage][row.year - first, row.school, row.grade] = row.pupils
    for stage in STAGES:
        stated[stage][-1] = register.pupils[stage]
    history = History(first, stated, {stage: _by_zone(stated[stage], stage, zones, register) for stage in STAGES})
    assumed.append(history_note(history, register))
    return history


@dataclass(frozen=True)
class _Row:
    """One row of the file."""

    year: int
    school: int
    stage: Stage
    grade: int
    pupils: int


def check_history(
    folder: Folder,
    schools: Names | None,
    grades: Mapping[Stage, int],
    baseline_year: int | None,
    information: Information | None,
    faults: list[Fault],
) -> None:
    """Note what is wrong with the file itself, where the register or the county's head cannot be used."""
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is not None:
        _rows(table, schools, (), grades, baseline_year, information)


def _rows(
    table: Table,
    schools: Names | None,
    order: Sequence[str],
    grades: Mapping[Stage, int],
    baseline_year: int | None,
    information: Information | None,
) -> list[_Row]:
    """Rows of a table; none if one of them is faulty. ``order`` : the register's schools, row by row."""
    before = len(table.faults)
    names = {stage: grade_names(stage, grades[stage]) for stage in STAGES}
    cells = {name: (stage, grade) for stage in STAGES for grade, name in enumerate(names[stage])}
    place = {school: row for row, school in enumerate(order)}
    years = _years(table, baseline_year, information)
    ids, held = (
        named(table, "school_id", schools, Phrase("school"), _CLOSED),
        table.choices("grade", cells, Phrase("grade")),
    )
    pupils = table.counts("pupils", "pupils", empty=None)
    table.text("source")
    keys = [(str(year), school, grade) for year, school, grade in zip(years, ids, held, strict=True)]
    table.distinct(["year", "school_id", "grade"], keys)
    if len(table.faults) > before or table.faulty or not order:
        return []
    found = zip(years.tolist(), ids, held, pupils.tolist(), strict=True)
    return [_Row(year, place[school], *cells[grade], count) for year, school, grade, count in found]


def history_note(history: History, register: Register) -> Phrase:
    """Which years of each stage are known in every zone and grade, in words; stages without a school are left out."""
    there = [stage for stage in STAGES if register.pupils[stage].any()]
    parts = [Phrase("{} {}", word(stage), spans(history.known(stage))) for stage in there]
    known = together(parts)
    return Phrase("history: {} from {}; every zone and grade known: {}", NAME, history.first_year, known)


def spans(years: Sequence[int]) -> str:
    """Years in words, those that follow one another together: ``2012–2014, 2016``."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def _years(table: Table, baseline_year: int | None, information: Information | None) -> Ints:
    """Academic years of the rows; those that lie ahead, or long ago, are faults."""
    before = len(table.faulty)
    years = table.counts("year", "academic year", 2200, empty=None)
    if len(table.faulty) > before or baseline_year is None:
        return years
    for row in np.flatnonzero((years > baseline_year) | (years < baseline_year - LONGEST)):
        words = Phrase("must be {} to the baseline year {} (academic year)", baseline_year - LONGEST, baseline_year)
        table.fault(int(row), "year", str(years[row]), words, "range")
    if information is None:
        return years
    for row in np.flatnonzero(years <= baseline_year):
        if date(max(int(years[row]), 1), 9, 1) > information.latest:
            words = Phrase("begins after information_date = {}: nobody knows its pupils yet", information.latest)
            table.fault(int(row), "year", str(years[row]), words, "range")
    return years


def _baseline_holds(table: Table, register: Register, baseline_year: int, rows: Sequence[_Row]) -> None:
    """Rows of the baseline year state what the register states."""
    for line, row in enumerate(rows):
        own = int(register.pupils[row.stage][row.school, row.grade])
        if row.year == baseline_year and row.pupils != own:
            words = Phrase("must be the {} pupils of schools.csv in the baseline year (or leave that year out)", own)
            table.fault(line, "pupils", str(row.pupils), words, "differs")


def _by_zone(stated: Floats, stage: Stage, zones: Sequence[str], register: Register) -> Floats:
    """Sums by zone, shape (years, zones, grades); NaN where they are not whole."""
    at_home = np.array([[zone == each for zone in register.zone] for each in zones])
    needed = register.pupils[stage] > 0
    missing = (np.isnan(stated) & needed).astype(np.float64)
    sums = np.einsum("zs,ysg->yzg", at_home, np.nan_to_num(stated))
    whole = np.einsum("zs,ysg->yzg", at_home, missing) == 0
    some = (~np.isnan(stated)).sum(axis=1) > 0
    found: Floats = np.where(whole & some[:, None, :], sums, np.nan)
    return found
