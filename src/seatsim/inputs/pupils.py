"""Pupils of a register by grade: as they are written, or known by stage only and shared over the grades."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import BirthSeries
from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import LETTER, STAGES, STAGES_OF_KIND, Stage, grade_names
from seatsim.inputs.named import of_schools
from seatsim.inputs.synthetic.apportion import apportion
from seatsim.inputs.tables import Bools, Floats, Ints, Table

AGE_OF_PRIMARY = 6
_OF_ALL = 0.5
"""Share of a stage's pupils that schools must give by grade for their grades to speak for the others (assumed)."""

Births = Callable[[], BirthSeries | None]
"""Asked only where pupils are to be shared; None where none are known."""


def pupil_columns(stage: Stage, grades: int) -> tuple[str, ...]:
    """Names of a stage's pupil columns: ``pupils_K1`` …, ``pupils_special``."""
    return tuple(f"pupils_{name}" for name in grade_names(stage, grades))


def of_stage(what: str, stage: Stage) -> str:
    """Column of a whole stage: ``pupils_P``, ``classes_P``."""
    return f"{what}_{LETTER[stage]}"


def stacked(table: Table, columns: Sequence[str], unit: str) -> Ints:
    """Columns side by side, shape (rows, columns); a column that is not there is 0."""
    return np.stack([table.counts(column, unit) for column in columns], axis=1)


def filled_in(table: Table, columns: Sequence[str]) -> Bools:
    """Which of their cells are not empty, shape (rows, columns)."""
    return np.stack([table.given(column) for column in columns], axis=1)


def read_pupils(
    table: Table,
    kind: Sequence[str],
    grades: Mapping[Stage, int],
    baseline_year: int | None,
    births: Births,
    assumed: list[Phrase],
) -> tuple[dict[Stage, Ints], dict[Stage, Bools]]:
    """Pupils by stage, shape (schools, grades), and where they were shared over the grades, shape (schools,).

    Faults: a stage of which some grades have no column, or all where a school of its kind stands; a stage that is not
    the sum of its grades; an empty cell beside grades with pupils, which may mean none or not known.
    """
    _columns_hold(table, kind, grades, assumed)
    found = {stage: stacked(table, pupil_columns(stage, grades[stage]), "pupils") for stage in STAGES}
    shared: dict[Stage, Bools] = {}
    for stage in STAGES:
        if grades[stage] == 0 or stage == "special":
            continue
        columns = pupil_columns(stage, grades[stage])
        given = filled_in(table, columns)
        _blanks_hold(table, columns, given, found[stage])
        total = table.counts(of_stage("pupils", stage), "pupils")
        stated = table.given(of_stage("pupils", stage))
        _sums_hold(table, stage, columns, stated & given.any(axis=1), total, found[stage].sum(axis=1))
        rows = np.flatnonzero(stated & ~given.any(axis=1) & (total > 0))
        if len(rows):
            weights, how = _grade_shares(stage, grades, found[stage], total[rows], baseline_year, births)
            for row in rows.tolist():
                found[stage][row] = apportion(weights, int(total[row]))
            shared[stage] = np.isin(np.arange(len(table)), rows)
            text = "{} pupils of {} schools: known by stage only, shared over the grades {}"
            assumed.append(of_schools(Phrase(text, word(stage), len(rows), how), table, rows.tolist()))
    return found, shared


def _columns_hold(table: Table, kind: Sequence[str], grades: Mapping[Stage, int], assumed: list[Phrase]) -> None:
    """A stage has all its grades' columns, one for itself, or none if no school has it."""
    absent: list[Stage] = []
    for stage in STAGES:
        columns, whole = pupil_columns(stage, grades[stage]), of_stage("pupils", stage)
        missing = [column for column in columns if not table.has(column)]
        if missing and len(missing) < len(columns):
            for column in missing:
                table.header_fault(column, Phrase("missing column: other grades of the stage have theirs"))
        elif missing and (stage == "special" or not table.has(whole)):
            named = next((each for each in kind if stage in STAGES_OF_KIND.get(each, ())), None)
            if named is None:
                absent.append(stage)
            else:
                words = Phrase(
                    "missing column: the register has schools of kind '{}' (or one column for each grade)", named
                )
                table.header_fault(whole, words)
    if absent:
        stages = ", ".join(absent)
        assumed.append(
            Phrase("pupils of {}: no column in {} and no school of the kind, none taken", stages, "schools.csv")
        )


def _blanks_hold(table: Table, columns: Sequence[str], given: Bools, pupils: Ints) -> None:
    """Note empty cells beside grades with pupils."""
    there = np.array([table.has(column) for column in columns])
    taught: Bools = pupils.sum(axis=1) > 0
    for row, cell in zip(*np.nonzero(~given & there & taught[:, None]), strict=True):
        words = Phrase("must be given, 0 if there are none: the school has pupils in other grades of the stage")
        table.fault(int(row), columns[cell], "", words, "blank-pupils")


def _sums_hold(table: Table, stage: Stage, columns: Sequence[str], both: Bools, total: Ints, sums: Ints) -> None:
    for row in np.flatnonzero(both & (total != sums)):
        words = Phrase("must be the sum of {} to {}, {}; or leave it out", columns[0], columns[-1], sums[row])
        table.fault(int(row), of_stage("pupils", stage), str(total[row]), words, "sum")


def _grade_shares(
    stage: Stage, grades: Mapping[Stage, int], known: Ints, unknown: Ints, baseline_year: int | None, births: Births
) -> tuple[Floats, Phrase]:
    """Weights of a stage's grades, and whence, in words.

    Schools that give their grades speak for the others if they have half of the stage's pupils; else the births of the
    grades' children do, if all are known; else every grade counts the same.
    """
    sums = known.sum(axis=0)
    if sums.sum() > 0 and sums.sum() >= _OF_ALL * (sums.sum() + unknown.sum()):
        return sums.astype(np.float64), Phrase("as in the schools that give them")
    cohorts = _cohorts(stage, grades, baseline_year, births())
    if cohorts is not None:
        return cohorts, Phrase("by the births of their years")
    return np.ones(grades[stage]), Phrase("evenly")


def _cohorts(
    stage: Stage, grades: Mapping[Stage, int], baseline_year: int | None, series: BirthSeries | None
) -> npt.NDArray[np.float64] | None:
    """Children born for each grade of a stage, youngest first [children]; None unless all are known.

    Those of a grade that one enters at age a in September y are born a third in y - a - 1, two thirds in y - a.
    """
    if series is None or baseline_year is None:
        return None
    before = {"kindergarten": -grades["kindergarten"], "primary": 0, "junior": grades["primary"]}
    before["senior"] = before["vocational"] = grades["primary"] + grades["junior"]
    born = baseline_year - AGE_OF_PRIMARY - before[stage] - np.arange(grades[stage])
    places, totals = born - series.first_year, series.births.sum(axis=0)
    if places.min() < 1 or places.max() >= len(totals) or born.max() > series.last_known:
        return None
    cohorts: Floats = totals[places - 1] / 3 + totals[places] * 2 / 3
    return cohorts if cohorts.sum() > 0 else None
