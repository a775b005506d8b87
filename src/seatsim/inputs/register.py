"""The school register: ``schools.csv`` checked by column, completed by stated rules (``docs/completion.md``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from seatsim.domain.county import Bools, ByRule, Register
from seatsim.domain.faults import Fault
from seatsim.domain.layout_levers import GroupKind
from seatsim.domain.limits import StandardClass
from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, GRADED, LETTER, STAGES, STAGES_OF_KIND, Stage
from seatsim.domain.text import Text
from seatsim.inputs.named import Names, named, named_ids, of_schools, school_names
from seatsim.inputs.oddities import odd_notes
from seatsim.inputs.other_columns import missing_column, unknown_column
from seatsim.inputs.part import Folder
from seatsim.inputs.pupils import Births, of_stage, pupil_columns, read_pupils
from seatsim.inputs.rooms import MOST_ROOMS, Rooms, class_columns
from seatsim.inputs.sizes import MOST_SCHOOLS, too_many
from seatsim.inputs.stated_sources import SOURCE
from seatsim.inputs.tables import MOST_OF_AN_AGE, Columns, Ints, Table, read_table
from seatsim.language.cell_words import is_word

NAME = "schools.csv"
KINDS = (*STAGES_OF_KIND, "college")
OWNERSHIPS = ("public", "private-affordable", "private")
_REQUIRED = ("name_zh", "zone", "kind", "ownership", "source")
_OF_HEADER = ("missing-column", "unknown-column")
_OPTIONAL = ("school_id", "name_en", "legal_school", "group", "group_kind", "special_rooms", "plan", "site_limit")


@dataclass(frozen=True)
class Asked:
    """What of a county's other files a register is completed with."""

    zones: Names | None
    """Zones; None if zones.csv could not be read."""
    grades: Mapping[Stage, int]
    """Grades of each stage [grades]."""
    standard: StandardClass
    """Size of the classes of which nothing is known."""
    baseline_year: int | None
    """Academic year of the register; None if it could not be read [academic year]."""
    births: Births
    """Asked only where pupils are shared over the grades."""


@dataclass(frozen=True)
class Drafted:
    """A register as far as it could be read."""

    register: Register
    """Schools; where it is not ``sound``, only their ids, zones and kinds say anything."""
    sound: bool
    """Whether nothing is wrong with it."""
    stages: frozenset[Stage]
    """Stages that some school has, or may have where a cell is faulty."""
    file: str
    """The file, as faults name it."""
    lines: tuple[int, ...]
    """Line of each school [1-based]."""


def draft_register(folder: Folder, asked: Asked, faults: list[Fault], assumed: list[Phrase]) -> Drafted | None:
    """Read the register; None with faults if it is no such table. What is completed by rule goes to ``assumed``."""
    before = len(faults)
    table = read_table(folder / NAME, Columns((), others=True), faults)
    if table is None:
        return None
    if len(table) == 0:
        faults.append(Fault(table.file, 1, "", "", Phrase("holds no school"), "empty-file"))
        return None
    if (many := too_many(Phrase("schools"), len(table), MOST_SCHOOLS)) is not None:
        faults.append(Fault(table.file, None, "", "", many, "too-large"))
        return None
    _header_holds(table, _columns(asked.grades), [asked.grades[stage] for stage in GRADED])
    register = _read(table, asked, all(fault.code not in _OF_HEADER for fault in faults[before:]), assumed)
    lines = tuple(table.line(row) for row in range(len(table)))
    return Drafted(register, len(faults) == before, stages_of(register, table.faulty), table.file, lines)


def names_differ(drafted: Drafted, zones: Collection[str], faults: list[Fault]) -> None:
    """A project names schools and zones in one list, so no school may have a zone's name."""
    for school, line in zip(drafted.register.school_id, drafted.lines, strict=True):
        if school in zones:
            words = Phrase("is a zone's name too; schools and zones need different names")
            faults.append(Fault(drafted.file, line, "school_id", school, words, "duplicate"))


def _header_holds(table: Table, columns: Columns, grades: Sequence[int]) -> None:
    """Note columns that are missing or unknown; what the others say is read all the same."""
    known = (*columns.required, *columns.optional)
    for name in columns.required:
        if not table.has(name) and not (name == SOURCE and table.source):
            table.header_fault(name, missing_column(table.file, name, table.unread))
    for name in table.others(columns):
        words = unknown_column(NAME.removesuffix(".csv"), name, grades, [*filter(table.has, known)], known)
        table.header_fault(name, words, "unknown-column")


def stages_of(register: Register, faulty: Collection[int]) -> frozenset[Stage]:
    """Stages of a register's schools by kind, pupils or rooms; all of them where a ``faulty`` row may have any."""
    found = {stage for kind in register.kind for stage in STAGES_OF_KIND.get(kind, ())}
    found |= {stage for stage in STAGES if register.pupils[stage].any()}
    found |= {stage for stage in CLASS_STAGES if register.rooms[stage].any()}
    return frozenset(STAGES if faulty else found)


def _columns(grades: Mapping[Stage, int]) -> Columns:
    rooms = tuple(f"rooms_{LETTER[stage]}" for stage in CLASS_STAGES)
    pupils = tuple(name for stage in STAGES for name in pupil_columns(stage, grades[stage]))
    classes = tuple(name for stage in CLASS_STAGES for name in class_columns(stage, grades[stage]))
    of_stages = (
        *(of_stage("pupils", stage) for stage in STAGES if stage != "special"),
        *(of_stage("classes", stage) for stage in CLASS_STAGES),
    )
    return Columns(_REQUIRED, (*_OPTIONAL, *rooms, *pupils, *classes, *of_stages))


def _read(table: Table, asked: Asked, whole: bool, assumed: list[Phrase]) -> Register:
    """The register; ``whole`` : whether its header holds, so that what rests on several columns can be checked."""
    grades = asked.grades
    names = table.text("name_zh")
    ids = named_ids(table, "school_id", names, Phrase("schools"), assumed)
    english = table.text("name_en", empty="")
    legal = table.text("legal_school", empty="")
    zone = named(table, "zone", asked.zones, Phrase("zone"))
    source = table.text("source")
    kind = table.choices("kind", KINDS, Phrase("kind of school"), advice=_of_two_kinds)
    before = len(table.faults)
    pupils, shared = read_pupils(table, kind, grades, asked.baseline_year, asked.births, assumed)
    whole = whole and all(fault.code != "missing-column" for fault in table.faults[before:])
    rooms = Rooms(table, kind, pupils)
    by_rule = rooms.complete(asked.standard, assumed) if whole else ByRule()
    _college_holds(table, kind, pupils)
    _sums_hold(table, pupils, grades)
    ownership = table.choices("ownership", OWNERSHIPS, Phrase("ownership"))
    if whole:
        _catchments_exist(table, ownership, rooms.rooms, pupils)
    plan, planned = _plans(table, ownership, pupils, assumed)
    assumed.extend(
        Phrase("{} of each school: not in {}, 0 taken (none or unknown)", word(name), NAME)
        for name in ("special_rooms", "site_limit")
        if not table.has(name)
    )
    synthetic = any(text.startswith("synthetic") for text in source)
    if not synthetic:
        assumed.extend(odd_notes(school_names(table), pupils, rooms.rooms, kind))
        assumed.extend(_plans_unused(table, plan, kind, ownership, pupils, rooms.rooms))
    completed = np.zeros(len(table), bool)
    for part in (by_rule.classes, by_rule.rooms):
        for rows in part.values():
            completed |= rows
    return Register(
        school_id=tuple(ids),
        name=tuple(Text(zh, en) for zh, en in zip(names, english, strict=True)),
        legal_school=tuple(school or own for school, own in zip(legal, ids, strict=True)),
        zone=tuple(zone),
        group=tuple(table.text("group", empty="")),
        group_kind=tuple(table.choices("group_kind", get_args(GroupKind), Phrase("kind of group"), empty="")),
        kind=tuple(kind),
        ownership=tuple(ownership),
        rooms=rooms.rooms,
        special_rooms=table.counts("special_rooms", "rooms", MOST_ROOMS),
        plan=plan,
        site_limit=table.counts("site_limit", "rooms", MOST_ROOMS),
        pupils=pupils,
        classes=rooms.classes,
        source=tuple(source),
        synthetic=synthetic,
        completed=tuple(ids[row] for row in np.flatnonzero(completed)),
        by_rule=replace(by_rule, pupils=shared),
        planned_by_rule=tuple(ids[row] for row in planned.tolist()),
    )


def _plans(
    table: Table, ownership: Sequence[str], pupils: Mapping[Stage, Ints], assumed: list[Phrase]
) -> tuple[Ints, Ints]:
    """Places a year by school, and the rows for which their entry grade stands in.

    Senior schools admit by their plan and private compulsory ones draw up to it: one that is not known is taken to be
    what came last, lest a school empties because a cell is empty. A plan of 0 says that none is admitted.
    """
    plan, given = table.counts("plan", Phrase("places/year")), table.given("plan")
    private = np.array([each != "public" for each in ownership])
    entry = {stage: pupils[stage][:, 0] for stage in ("senior", *COMPULSORY)}
    drawn = np.where(entry["primary"] > 0, entry["primary"], entry["junior"]) * private
    usual = np.where(entry["senior"] > 0, entry["senior"], drawn)
    rows = np.flatnonzero(~given & (usual > 0))
    plan[rows] = usual[rows]
    if len(rows):
        text = "plan of {} senior or private schools: not in {}, the pupils of their entry grade taken"
        assumed.append(of_schools(Phrase(text, len(rows), NAME), table, rows.tolist()))
    return plan, rows


def _plans_unused(
    table: Table,
    plan: Ints,
    kind: Sequence[str],
    ownership: Sequence[str],
    pupils: Mapping[Stage, Ints],
    rooms: Mapping[Stage, Ints],
) -> Iterator[Phrase]:
    """Notes on plans by which nobody is admitted, and on those of vocational schools, which are shares."""
    given = plan > 0

    def has(stage: Stage) -> Bools:
        of_kind = np.array([stage in STAGES_OF_KIND.get(each, ()) for each in kind])
        there: Bools = of_kind | pupils[stage].any(axis=1)
        return there | (rooms[stage] > 0) if stage in rooms else there

    private = np.array([each != "public" for each in ownership])
    held = has("senior") | private & (has("primary") | has("junior"))
    shared = np.flatnonzero(given & ~held & has("vocational")).tolist()
    unused = np.flatnonzero(given & ~held & ~has("vocational")).tolist()
    if unused:
        text = (
            "plan of {} schools: not used, for only senior schools and private primary and junior schools are held to"
            " a plan; these admit as many as their classrooms hold"
        )
        yield of_schools(Phrase(text, len(unused)), table, unused)
    if shared:
        text = (
            "plan of {} vocational schools: no limit; who finds no senior place enters as often as in the baseline"
            " year, and the plans only share the entrants out between the schools"
        )
        yield of_schools(Phrase(text, len(shared)), table, shared)


def _catchments_exist(
    table: Table, ownership: list[str], rooms: Mapping[Stage, Ints], pupils: Mapping[Stage, Ints]
) -> None:
    """Note a compulsory stage of private schools alone: whom no lottery draws could ask nowhere."""
    for stage in COMPULSORY:
        there = np.flatnonzero((rooms[stage] > 0) | (pupils[stage].sum(axis=1) > 0)).tolist()
        if there and all(ownership[row] != "public" for row in there):
            text = "must be public in one {} school at least: private ones draw by lottery, up to their plans"
            words = Phrase(text, word(stage))
            table.fault(there[0], "ownership", ownership[there[0]], words, "lottery")


def _sums_hold(table: Table, pupils: Mapping[Stage, Ints], grades: Mapping[Stage, int]) -> None:
    """Note grades with more pupils than any county has."""
    for stage in STAGES:
        for column, count in zip(pupil_columns(stage, grades[stage]), pupils[stage].sum(axis=0), strict=True):
            if count > MOST_OF_AN_AGE:
                words = Phrase("must sum to {:,} at most (pupils of one grade)", MOST_OF_AN_AGE)
                table.faults.append(Fault(table.file, None, column, Phrase("{} in all", count), words, "sum"))


def _of_two_kinds(cell: str) -> Phrase | None:
    """What to do with a school of junior and senior grades (完全中学), which is no kind."""
    if not is_word("secondary_school", cell):
        return None
    return Phrase(
        "a school with junior and senior grades: enter it as 'senior', with its junior pupils in pupils_J1 to pupils_J3"
        " or pupils_J (so too rooms_J and classes_J), or as two rows"
    )


def _college_holds(table: Table, kind: list[str], pupils: Mapping[Stage, Ints]) -> None:
    """A college has no pupils in the model: its students are a reading of the report."""
    sums = sum(pupils[stage].sum(axis=1) for stage in STAGES)
    for row, each in enumerate(kind):
        if each == "college" and int(np.asarray(sums)[row]):
            words = Phrase("a college has no pupils here; its students are the reading baseline.college")
            table.fault(row, "pupils_*", str(int(np.asarray(sums)[row])), words, "college")
