"""Classrooms and classes of a register: as they are written, or completed by a stated rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from seatsim.domain.county import ByRule
from seatsim.domain.limits import StandardClass
from seatsim.domain.phrase import Phrase
from seatsim.domain.stages import CLASS_STAGES, LETTER, Stage, grade_names
from seatsim.inputs.classes import complete_classes
from seatsim.inputs.named import of_schools
from seatsim.inputs.pupils import filled_in, of_stage, stacked
from seatsim.inputs.synthetic.apportion import apportion_at_least_one
from seatsim.inputs.tables import Bools, Ints, Table

MOST_ROOMS = 10_000


def class_columns(stage: Stage, grades: int) -> tuple[str, ...]:
    """Names of a stage's columns of classes: ``classes_K1`` …."""
    return tuple(f"classes_{name}" for name in grade_names(stage, grades))


class Rooms:
    """Rooms and classes of a register's schools while they are read; the results are ``rooms`` and ``classes``."""

    def __init__(self, table: Table, kind: Sequence[str], pupils: Mapping[Stage, Ints]) -> None:
        """``pupils`` : by stage, shape (schools, grades)."""
        self._table, self._pupils = table, pupils
        self._nine_year = np.array([each == "nine-year" for each in kind])
        self._columns = {stage: class_columns(stage, pupils[stage].shape[1]) for stage in CLASS_STAGES}
        self.rooms = {stage: table.counts(_rooms(stage), "rooms", MOST_ROOMS) for stage in CLASS_STAGES}
        """Classrooms by stage, shape (schools,) [rooms]."""
        self.classes = {stage: stacked(table, self._columns[stage], "classes") for stage in CLASS_STAGES}
        """Classes by stage, shape (schools, grades) [classes]."""
        self._given = {stage: filled_in(table, self._columns[stage]) for stage in CLASS_STAGES}
        self._no_rooms = {stage: np.zeros(len(table), bool) for stage in CLASS_STAGES}
        self._neither = {stage: np.zeros(len(table), bool) for stage in CLASS_STAGES}

    def complete(self, standard: StandardClass, assumed: list[Phrase]) -> ByRule:
        """Fill in what is not given, note it in ``assumed`` and return it; faults go to the table.

        Stages that share rooms are checked and completed together.
        """
        absent = {stage: ~self._given[stage] & (self._pupils[stage] > 0) for stage in CLASS_STAGES}
        shared = {row for stage in CLASS_STAGES for row in self._share_classes(stage)}
        self._fill_rooms(standard, assumed)
        without = {stage: ~self._given[stage] & (self._pupils[stage] > 0) for stage in CLASS_STAGES}
        for stages, rows in self._pools():
            self._complete_pool(stages, rows)
        if shared:
            text = "classes of {} schools: known by stage only, shared over the grades by their pupils"
            assumed.append(of_schools(Phrase(text, len(shared)), self._table, shared))
        missing = sum(int(cells.sum()) for cells in without.values())
        if missing:
            text = "classes of {} grades with pupils: not in {}; smallest common class size the rooms allow"
            assumed.append(Phrase(text, missing, "schools.csv"))
        return ByRule(
            classes=_some({stage: cells.sum(axis=1) > 0 for stage, cells in absent.items()}),
            rooms=_some(self._no_rooms),
            neither=_some(self._neither),
        )

    def _pools(self) -> Iterator[tuple[tuple[Stage, ...], Ints]]:
        """Stages that share rooms, with the sound rows of the schools in which they do."""
        sound = np.array([row not in self._table.faulty for row in range(len(self._table))])
        every = np.ones(len(self._table), bool)
        pools: list[tuple[tuple[Stage, ...], Bools]] = [
            (("kindergarten",), every),
            (("primary", "junior"), self._nine_year),
            (("primary",), ~self._nine_year),
            (("junior",), ~self._nine_year),
            (("senior",), every),
        ]
        for stages, where in pools:
            yield stages, np.flatnonzero(where & sound)

    def _share_classes(self, stage: Stage) -> list[int]:
        """Share a stage's classes over its grades where they are given as one number; the rows of these schools."""
        column, shared = of_stage("classes", stage), list[int]()
        total, stated = self._table.counts(column, "classes"), self._table.given(column)
        for row in np.flatnonzero(stated).tolist():
            if row in self._table.faulty:
                continue
            heads, given, own = self._pupils[stage][row], self._given[stage][row], self.classes[stage][row]
            words = _stage_complaint(int(total[row]), heads, given, own)
            if words is not None:
                self._table.fault(row, column, str(total[row]), words, "classes-by-stage")
            elif not given.any() and total[row]:
                there = heads > 0
                own[there] = apportion_at_least_one(heads[there].astype(np.float64), int(total[row]))
                given[:] = True
                shared.append(row)
        return shared

    def _fill_rooms(self, standard: StandardClass, assumed: list[Phrase]) -> None:
        """Rooms of pools of which no cell of rooms is filled in: as many as classes, those at the standard size."""
        from_classes, from_pupils = set[int](), set[int]()
        for stages, rows in self._pools():
            filled = np.any([self._table.given(_rooms(stage)) for stage in stages], axis=0)
            heads = np.sum([self._pupils[stage].sum(axis=1) for stage in stages], axis=0)
            for row in rows[(~filled & (heads > 0))[rows]].tolist():
                for stage in stages:
                    self._fill_row(stage, row, standard)
                unknown = any(self._neither[stage][row] for stage in stages)
                (from_pupils if unknown else from_classes).add(row)
        if from_classes:
            text = "classrooms of {} schools: not in {}, as many as their classes; a spare room is not known"
            assumed.append(of_schools(Phrase(text, len(from_classes), "schools.csv"), self._table, from_classes))
        if from_pupils:
            text = (
                "classrooms and classes of {} schools: not in {}, the fewest classes of the standard size;"
                " crowding today cannot be told there"
            )
            assumed.append(of_schools(Phrase(text, len(from_pupils), "schools.csv"), self._table, from_pupils))

    def _fill_row(self, stage: Stage, row: int, standard: StandardClass) -> None:
        """One school's stage: classes that are not given at the standard size, and a room for each class."""
        pupils, given = self._pupils[stage][row], self._given[stage][row]
        if not pupils.any():
            return
        sizes = np.array(standard.by_grade(stage, len(pupils)), dtype=np.int64)
        self._neither[stage][row] = bool(((pupils > 0) & ~given).any())
        self.classes[stage][row] = np.where(given, self.classes[stage][row], -(-pupils // sizes))
        given[:] = True
        self.rooms[stage][row] = self.classes[stage][row].sum()
        self._no_rooms[stage][row] = True

    def _complete_pool(self, stages: tuple[Stage, ...], rows: Ints) -> None:
        """Classes that are not given, as the rooms allow, of stages that share them."""
        heads, given, had = (
            np.concatenate([part[stage][rows] for stage in stages], axis=1)
            for part in (self._pupils, self._given, self.classes)
        )
        room = np.stack([self.rooms[stage][rows] for stage in stages]).sum(axis=0)
        names = [name for stage in stages for name in self._columns[stage]]
        _pool_holds(self._table, rows, stages, names, heads, given, had, room)
        completed, place = complete_classes(heads, had, given, room), 0
        for stage in stages:
            grades = self._pupils[stage].shape[1]
            self.classes[stage][rows] = completed[:, place : place + grades]
            place += grades


def _some(found: Mapping[Stage, Bools]) -> Mapping[Stage, Bools]:
    """Stages of which something is completed."""
    return {stage: rows for stage, rows in found.items() if rows.any()}


def _rooms(stage: Stage) -> str:
    return f"rooms_{LETTER[stage]}"


def _stage_complaint(total: int, heads: Ints, given: Bools, own: Ints) -> Phrase | None:
    """What is wrong with a stage's classes in one number, beside its grades' ``own`` where they are ``given``."""
    needed = int((heads > 0).sum())
    if given.any() and not given[heads > 0].all():
        return Phrase("must not stand beside the classes of some grades: give all of them, or this alone")
    if given.any():
        sums = int(own.sum())
        return None if total == sums else Phrase("must be the sum of its grades, {}; or leave it out", sums)
    if total < needed:
        return Phrase("too few for {} grades with pupils, one class each at least", needed)
    if total > heads.sum():
        return Phrase("must be at most the stage's pupils ({})", int(heads.sum()))
    return None


def _pool_holds(
    table: Table,
    rows: Ints,
    stages: tuple[Stage, ...],
    names: list[str],
    heads: Ints,
    given: Bools,
    classes: Ints,
    rooms: Ints,
) -> None:
    """Note stages with pupils but no room, pupils without a class, and more classes than rooms."""
    columns = " + ".join(_rooms(stage) for stage in stages)
    sums, needed = heads.sum(axis=1), (heads > 0).sum(axis=1)
    held = classes.sum(axis=1)
    open_cells = ((heads > 0) & ~given).sum(axis=1)
    for place in np.flatnonzero((sums > 0) & (rooms == 0)):
        words = Phrase("must be above 0: the stage has {} pupils (leave it empty if it is not known)", sums[place])
        table.fault(int(rows[place]), columns, "0", words, "no-rooms")
    for place in np.flatnonzero((rooms > 0) & (held + open_cells > rooms)):
        row = int(rows[place])
        if open_cells[place]:
            words = Phrase("too few for {} grades with pupils, one class each at least", needed[place])
        else:
            words = Phrase("must be at least the {} classes of the stage (rooms)", held[place])
        table.fault(row, columns, str(rooms[place]), words, "classes-over-rooms")
    for place, cell in zip(*np.nonzero((heads > 0) & given & (classes == 0)), strict=True):
        words = Phrase("must be at least 1: the grade has {} pupils", heads[place, cell])
        table.fault(int(rows[place]), names[cell], "0", words, "pupils-without-class")
    for place, cell in zip(*np.nonzero((classes > 0) & (classes > heads)), strict=True):
        words = Phrase("must be at most the grade's pupils ({})", heads[place, cell])
        table.fault(int(rows[place]), names[cell], str(classes[place, cell]), words, "class-without-pupils")
