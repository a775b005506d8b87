"""What ties schools to zones and to one another: crowding variants, resources, catchments, feeders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.measures import RESOURCES as RESOURCE_NAMES
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.stages import COMPULSORY, STAGES, STAGES_OF_KIND, Stage, grade_names
from seatsim.inputs.named import Names, by_name, named
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import Bools, Columns, Ints, Table, read_table, stands

CROWDING = "crowding.csv"
RESOURCES = "resources.csv"
CATCHMENTS = "catchments.csv"
FEEDERS = "feeders.csv"
VARIANTS: tuple[CrowdingVariant, ...] = get_args(CrowdingVariant)
_ROUNDING = 1e-6
_LOTTERY = Phrase("must be a public school: a private one draws by lottery, up to its plan")


@dataclass(frozen=True)
class Schools:
    """What other files of a county may say of its schools."""

    names: Names | None
    """Schools; None if the register could not be read."""
    stages: Mapping[str, frozenset[Stage]] | None = None
    """Stages of each school; None if the register has faults, which may have hidden some."""
    private: frozenset[str] = frozenset()
    """Schools that are not public."""


def schools_of(register: Register, sound: bool) -> Schools:
    """The schools of a register; ``sound`` : whether nothing is wrong with it."""
    private = frozenset(
        school for school, own in zip(register.school_id, register.ownership, strict=True) if own != "public"
    )
    names = by_name(register.school_id, register.name)
    if not sound:
        return Schools(names, None, private)
    has = {stage: _has(register, stage) for stage in STAGES}
    stages = {
        school: frozenset(stage for stage in STAGES if has[stage][row]) for row, school in enumerate(register.school_id)
    }
    return Schools(names, stages, private)


def _has(register: Register, stage: Stage) -> list[bool]:
    """Whether each school has a stage: by its kind, its pupils or its rooms."""
    of_kind = np.array([stage in STAGES_OF_KIND.get(kind, ()) for kind in register.kind])
    found: Bools = of_kind | (register.pupils[stage].sum(axis=1) > 0)
    if stage in register.rooms:
        found = found | (register.rooms[stage] > 0)
    return [bool(each) for each in found]


def read_crowding(
    folder: Folder, register: Register, grades: Mapping[Stage, int], faults: list[Fault]
) -> Mapping[CrowdingVariant, Mapping[Stage, Ints]]:
    """Pupils by school and grade under each variant; cells that no row names are the register's own.

    Without the file every variant is the register. Faults: a variant whose sum of a grade is not the register's.
    """
    pupils = {variant: {stage: register.pupils[stage].copy() for stage in STAGES} for variant in VARIANTS}
    if not stands(folder / CROWDING):
        return pupils
    table = read_table(folder / CROWDING, Columns(("variant", "school_id", "grade", "pupils", "source")), faults)
    if table is None:
        return pupils
    before = len(faults)
    names = {name: (stage, grade) for stage in STAGES for grade, name in enumerate(grade_names(stage, grades[stage]))}
    place = {school: row for row, school in enumerate(register.school_id)}
    variants = table.choices("variant", VARIANTS, Phrase("variant"))
    schools, cells = table.choices("school_id", place, Phrase("school")), table.choices("grade", names, Phrase("grade"))
    counts = table.counts("pupils", "pupils", empty=None)
    table.text("source")
    table.distinct(["variant", "school_id", "grade"], list(zip(variants, schools, cells, strict=True)))
    if len(faults) > before or table.faulty:
        return pupils
    for variant, school, cell, count in zip(variants, schools, cells, counts, strict=True):
        stage, grade = names[cell]
        pupils[_variant(variant)][stage][place[school], grade] = count
    for variant in VARIANTS:
        for stage in STAGES:
            _sums_hold(table.file, variant, stage, pupils[variant][stage], register, faults)
    return pupils


def _variant(name: str) -> CrowdingVariant:
    return next(variant for variant in VARIANTS if variant == name)


def _sums_hold(file: str, variant: str, stage: Stage, pupils: Ints, register: Register, faults: list[Fault]) -> None:
    """Every variant seats the same pupils in the same grades, in schools that have classes for them."""
    sums, own = pupils.sum(axis=0), register.pupils[stage].sum(axis=0)
    for grade, name in enumerate(grade_names(stage, len(own))):
        if sums[grade] != own[grade]:
            words = Phrase("must sum to the register's {} pupils of {}", own[grade], name)
            faults.append(Fault(file, None, f"pupils ({variant}, {name})", str(sums[grade]), words, "sum"))
    if stage in register.classes:
        for school, grade in zip(*np.nonzero((pupils > 0) & (register.classes[stage] == 0)), strict=True):
            cell = f"{variant}, {register.school_id[school]}, {grade_names(stage, len(own))[grade]}"
            words = Phrase("the register has no class for them")
            faults.append(Fault(file, None, f"pupils ({cell})", str(pupils[school, grade]), words, "no-class"))


def read_resources(folder: Folder, schools: Schools, faults: list[Fault]) -> Mapping[tuple[str, Stage, str], float]:
    """Amount of each resource by school, stage and indicator."""
    table = read_table(folder / RESOURCES, Columns(("school_id", "stage", "indicator", "value", "source")), faults)
    if table is None:
        return {}
    ids, stages = (
        named(table, "school_id", schools.names, Phrase("school")),
        table.choices("stage", STAGES, Phrase("stage")),
    )
    indicators = table.choices("indicator", RESOURCE_NAMES, Phrase("indicator"))
    values = table.numbers("value", Phrase("unit of the indicator"))
    table.text("source")
    table.distinct(["school_id", "stage", "indicator"], list(zip(ids, stages, indicators, strict=True)))
    _stages_hold(table, "school_id", ids, stages, schools)
    rows = zip(ids, stages, indicators, values, strict=True)
    return {(school, stage, name): float(value) for school, text, name, value in rows if (stage := _stage(text))}


def read_catchments(
    folder: Folder, zones: Names | None, schools: Schools, faults: list[Fault]
) -> Mapping[tuple[str, str, Stage], float]:
    """Share of a zone's entrants in each school's catchment; the shares of a zone and stage sum to 1 at most.

    A school has a catchment in the stages that it has; a private one of the compulsory stages draws by lottery.
    """
    table = read_table(folder / CATCHMENTS, Columns(("zone", "school_id", "stage", "share", "source")), faults)
    if table is None:
        return {}
    zone, ids = named(table, "zone", zones, Phrase("zone")), named(table, "school_id", schools.names, Phrase("school"))
    stages, shares = (
        table.choices("stage", STAGES, Phrase("stage")),
        table.numbers("share", Phrase("share of the zone's entrants"), 1),
    )
    table.text("source")
    table.distinct(["zone", "school_id", "stage"], list(zip(zone, ids, stages, strict=True)))
    _shares_hold(table, list(zip(zone, stages, strict=True)), shares.tolist())
    _stages_hold(table, "school_id", ids, stages, schools)
    for row, (school, level) in enumerate(zip(ids, stages, strict=True)):
        if school in schools.private and level in COMPULSORY:
            table.fault(row, "school_id", school, _LOTTERY, "lottery")
    rows = zip(zone, ids, stages, shares, strict=True)
    return {(each, school, stage): float(share) for each, school, text, share in rows if (stage := _stage(text))}


def read_feeders(folder: Folder, schools: Schools, faults: list[Fault]) -> Mapping[tuple[str, str], float]:
    """Share of a primary school's leavers fed to each junior school; the shares of a school sum to 1 at most.

    None is fed to a private school, which draws by lottery up to its plan.
    """
    table = read_table(folder / FEEDERS, Columns(("from_school", "to_school", "share", "source")), faults)
    if table is None:
        return {}
    one, other = (named(table, name, schools.names, Phrase("school")) for name in ("from_school", "to_school"))
    shares = table.numbers("share", Phrase("share of the school's leavers"), 1)
    table.text("source")
    table.distinct(["from_school", "to_school"], list(zip(one, other, strict=True)))
    _shares_hold(table, [(school,) for school in one], shares.tolist())
    _stages_hold(table, "from_school", one, ["primary"] * len(table), schools)
    _stages_hold(table, "to_school", other, ["junior"] * len(table), schools)
    for row, target in enumerate(other):
        if target in schools.private:
            table.fault(row, "to_school", target, _LOTTERY, "lottery")
    return {(a, b): float(share) for a, b, share in zip(one, other, shares, strict=True)}


def _stages_hold(table: Table, column: str, ids: Sequence[str], stages: Sequence[str], schools: Schools) -> None:
    """Note rows that give a school a stage which it does not have: nothing would come of them."""
    for row, (school, stage) in enumerate(zip(ids, stages, strict=True)):
        held = None if schools.stages is None else schools.stages.get(school)
        if held is not None and _stage(stage) is not None and stage not in held:
            own = listed(word(each) for each in STAGES if each in held) if held else "-"
            words = Phrase("must be a school with the stage {}: it has {}", word(stage), own)
            table.fault(row, column, school, words, "no-stage")


def _stage(name: str) -> Stage | None:
    return next((stage for stage in STAGES if stage == name), None)


def _shares_hold(table: Table, keys: list[tuple[str, ...]], shares: list[float]) -> None:
    """Note the row at which the shares of one key pass 1."""
    sums: dict[tuple[str, ...], float] = {}
    for row, (key, share) in enumerate(zip(keys, shares, strict=True)):
        before = sums.get(key, 0.0)
        sums[key] = before + share
        if before <= 1 + _ROUNDING < sums[key]:
            words = Phrase("the shares of {} must sum to 1 at most", ", ".join(key))
            table.fault(row, "share", Phrase("{} in all", f"{sums[key]:.6g}"), words, "share-sum")
