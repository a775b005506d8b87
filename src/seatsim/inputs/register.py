"""The school register: ``schools.csv`` checked by column, classes completed where they are absent."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, LETTER, STAGES, Stage, grade_names
from seatsim.domain.text import Text
from seatsim.inputs.classes import complete_classes
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import MOST_OF_AN_AGE, Columns, Ints, Table, read_table

NAME = "schools.csv"
KINDS = ("kindergarten", "primary", "junior", "nine-year", "senior", "vocational", "special", "college")
OWNERSHIPS = ("public", "private-affordable", "private")
_MOST_ROOMS = 10_000
_OPTIONAL = ("name_en", "legal_school", "group", "group_kind", "special_rooms", "plan", "site_limit")


def read_register(
    folder: Folder, zones: tuple[str, ...] | None, grades: Mapping[Stage, int], faults: list[Fault], assumed: list[str]
) -> Register | None:
    """Read the register; None with faults if it cannot be used.

    ``zones`` are the zone ids (None if zones.csv could not be read); what is completed by rule goes to ``assumed``.
    """
    before = len(faults)
    table = read_table(folder / NAME, _columns(grades), faults)
    if table is None:
        return None
    if len(table) == 0:
        faults.append(Fault(table.file, 1, "", "", "holds no school", "empty-file"))
        return None
    register = _read(table, zones, grades, assumed)
    return register if len(faults) == before else None


def pupil_columns(stage: Stage, grades: int) -> tuple[str, ...]:
    """Names of a stage's pupil columns: ``pupils_K1`` …, ``pupils_special``."""
    return tuple(f"pupils_{name}" for name in grade_names(stage, grades))


def _class_columns(stage: Stage, grades: int) -> tuple[str, ...]:
    return tuple(f"classes_{name}" for name in grade_names(stage, grades))


def _columns(grades: Mapping[Stage, int]) -> Columns:
    rooms = tuple(f"rooms_{LETTER[stage]}" for stage in CLASS_STAGES)
    pupils = tuple(name for stage in STAGES for name in pupil_columns(stage, grades[stage]))
    classes = tuple(name for stage in CLASS_STAGES for name in _class_columns(stage, grades[stage]))
    required = ("school_id", "name_zh", "zone", "kind", "ownership", *rooms, *pupils, "source")
    return Columns(required, (*_OPTIONAL, *classes))


def _read(table: Table, zones: tuple[str, ...] | None, grades: Mapping[Stage, int], assumed: list[str]) -> Register:
    ids = table.ids("school_id")
    names = table.text("name_zh")
    english = table.text("name_en", empty="")
    legal = table.text("legal_school", empty="")
    zone = table.text("zone") if zones is None else table.choices("zone", zones, "zone")
    source = table.text("source")
    kind = table.choices("kind", KINDS, "kind of school")
    rooms = {stage: table.counts(f"rooms_{LETTER[stage]}", "rooms", _MOST_ROOMS) for stage in CLASS_STAGES}
    pupils = {stage: _stack(table, pupil_columns(stage, grades[stage]), "pupils") for stage in STAGES}
    classes, by_rule = _classes(table, kind, rooms, pupils, grades, assumed)
    _college_holds(table, kind, pupils)
    _sums_hold(table, pupils, grades)
    ownership = table.choices("ownership", OWNERSHIPS, "ownership")
    _catchments_exist(table, ownership, rooms, pupils)
    assumed.extend(
        f"{name} of each school: not in {NAME}, 0 taken (none or unknown)"
        for name in ("special_rooms", "plan", "site_limit")
        if not table.has(name)
    )
    return Register(
        school_id=tuple(ids),
        name=tuple(Text(zh, en) for zh, en in zip(names, english, strict=True)),
        legal_school=tuple(school or own for school, own in zip(legal, ids, strict=True)),
        zone=tuple(zone),
        group=tuple(table.text("group", empty="")),
        group_kind=tuple(table.text("group_kind", empty="")),
        kind=tuple(kind),
        ownership=tuple(ownership),
        rooms=rooms,
        special_rooms=table.counts("special_rooms", "rooms", _MOST_ROOMS),
        plan=table.counts("plan", "places/year"),
        site_limit=table.counts("site_limit", "rooms", _MOST_ROOMS),
        pupils=pupils,
        classes=classes,
        source=tuple(source),
        synthetic=any(text.startswith("synthetic") for text in source),
        completed=tuple(school for school, completed in zip(ids, by_rule.tolist(), strict=True) if completed),
    )


def _catchments_exist(
    table: Table, ownership: list[str], rooms: Mapping[Stage, Ints], pupils: Mapping[Stage, Ints]
) -> None:
    """Note a compulsory stage of private schools alone: whom no lottery draws could ask nowhere."""
    for stage in COMPULSORY:
        there = np.flatnonzero((rooms[stage] > 0) | (pupils[stage].sum(axis=1) > 0)).tolist()
        if there and all(ownership[row] != "public" for row in there):
            words = f"must be public in one {stage} school at least: private ones draw by lottery, up to their plans"
            table.fault(there[0], "ownership", ownership[there[0]], words, "rule")


def _stack(table: Table, columns: tuple[str, ...], unit: str) -> Ints:
    """Columns side by side, shape (rows, columns)."""
    return np.stack([table.counts(column, unit) for column in columns], axis=1)


def _classes(
    table: Table,
    kind: list[str],
    rooms: Mapping[Stage, Ints],
    pupils: Mapping[Stage, Ints],
    grades: Mapping[Stage, int],
    assumed: list[str],
) -> tuple[dict[Stage, Ints], npt.NDArray[np.bool_]]:
    """Classes by stage, shape (schools, grades), and which schools' were completed, shape (schools,).

    Stages that share rooms are checked and completed together.
    """
    given = {stage: _given(table, _class_columns(stage, grades[stage])) for stage in CLASS_STAGES}
    known = {stage: _stack(table, _class_columns(stage, grades[stage]), "classes") for stage in CLASS_STAGES}
    classes = {stage: np.zeros_like(pupils[stage]) for stage in CLASS_STAGES}
    nine_year = np.array([each == "nine-year" for each in kind])
    pools: list[tuple[tuple[Stage, ...], npt.NDArray[np.bool_]]] = [
        (("kindergarten",), np.ones(len(kind), bool)),
        (("primary", "junior"), nine_year),
        (("primary",), ~nine_year),
        (("junior",), ~nine_year),
        (("senior",), np.ones(len(kind), bool)),
    ]
    sound = np.array([row not in table.faulty for row in range(len(kind))])
    for stages, where in pools:
        rows = np.flatnonzero(where & sound)
        heads = np.concatenate([pupils[stage][rows] for stage in stages], axis=1)
        stated = np.concatenate([given[stage][rows] for stage in stages], axis=1)
        had = np.concatenate([known[stage][rows] for stage in stages], axis=1)
        room = np.stack([rooms[stage][rows] for stage in stages]).sum(axis=0)
        names = [name for stage in stages for name in _class_columns(stage, grades[stage])]
        _pool_holds(table, rows, stages, names, heads, stated, had, room)
        completed = complete_classes(heads, had, stated, room)
        place = 0
        for stage in stages:
            classes[stage][rows] = completed[:, place : place + grades[stage]]
            place += grades[stage]
    absent = {stage: ~given[stage] & (pupils[stage] > 0) for stage in CLASS_STAGES}
    missing = sum(int(cells.sum()) for cells in absent.values())
    if missing:
        assumed.append(
            f"classes of {missing} grades with pupils: not in {NAME}; smallest common class size the rooms allow"
        )
    return classes, np.any([cells.any(axis=1) for cells in absent.values()], axis=0)


def _given(table: Table, columns: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    return np.stack([table.given(column) for column in columns], axis=1)


def _pool_holds(
    table: Table,
    rows: Ints,
    stages: tuple[Stage, ...],
    names: list[str],
    heads: Ints,
    given: npt.NDArray[np.bool_],
    classes: Ints,
    rooms: Ints,
) -> None:
    """Note stages with pupils but no room, pupils without a class, and more classes than rooms."""
    columns = " + ".join(f"rooms_{LETTER[stage]}" for stage in stages)
    sums, needed = heads.sum(axis=1), (heads > 0).sum(axis=1)
    held = classes.sum(axis=1)
    open_cells = ((heads > 0) & ~given).sum(axis=1)
    for place in np.flatnonzero((sums > 0) & (rooms == 0)):
        words = f"must be above 0: the stage has {sums[place]} pupils"
        table.fault(int(rows[place]), columns, "0", words, "no-rooms")
    for place in np.flatnonzero((rooms > 0) & (held + open_cells > rooms)):
        row = int(rows[place])
        if open_cells[place]:
            words = f"too few for {needed[place]} grades with pupils, one class each at least"
        else:
            words = f"must be at least the {held[place]} classes of the stage (rooms)"
        table.fault(row, columns, str(rooms[place]), words, "classes-over-rooms")
    for place, cell in zip(*np.nonzero((heads > 0) & given & (classes == 0)), strict=True):
        words = f"must be at least 1: the grade has {heads[place, cell]} pupils"
        table.fault(int(rows[place]), names[cell], "0", words, "pupils-without-class")
    for place, cell in zip(*np.nonzero((classes > 0) & (classes > heads)), strict=True):
        words = f"must be at most the grade's pupils ({heads[place, cell]})"
        table.fault(int(rows[place]), names[cell], str(classes[place, cell]), words, "class-without-pupils")


def _sums_hold(table: Table, pupils: Mapping[Stage, Ints], grades: Mapping[Stage, int]) -> None:
    """Note grades with more pupils than any county has."""
    for stage in STAGES:
        for column, count in zip(pupil_columns(stage, grades[stage]), pupils[stage].sum(axis=0), strict=True):
            if count > MOST_OF_AN_AGE:
                words = f"must sum to {MOST_OF_AN_AGE:,} at most (pupils of one grade)"
                table.faults.append(Fault(table.file, None, column, f"{count} in all", words, "sum"))


def _college_holds(table: Table, kind: list[str], pupils: Mapping[Stage, Ints]) -> None:
    """A college has no pupils in the model: its students are a reading of the report."""
    sums = sum(pupils[stage].sum(axis=1) for stage in STAGES)
    for row, each in enumerate(kind):
        if each == "college" and int(np.asarray(sums)[row]):
            words = "a college has no pupils here; its students are the reading baseline.college"
            table.fault(row, "pupils_*", str(int(np.asarray(sums)[row])), words, "college")
