"""What ties schools to zones and to one another: crowding variants, resources, catchments, feeders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.stages import STAGES, Stage, grade_names
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import Columns, Ints, Table, read_table, stands

CROWDING = "crowding.csv"
RESOURCES = "resources.csv"
CATCHMENTS = "catchments.csv"
FEEDERS = "feeders.csv"
VARIANTS: tuple[CrowdingVariant, ...] = get_args(CrowdingVariant)
_ROUNDING = 1e-6


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
    variants = table.choices("variant", VARIANTS, "variant")
    schools, cells = table.choices("school_id", place, "school"), table.choices("grade", names, "grade")
    counts = table.counts("pupils", "pupils", empty=None)
    table.text("source")
    table.distinct(["variant", "school_id", "grade"], list(zip(variants, schools, cells, strict=True)))
    if len(faults) > before:
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
            words = f"must sum to the register's {own[grade]} pupils of {name}"
            faults.append(Fault(file, None, f"pupils ({variant}, {name})", str(sums[grade]), words, "sum"))
    if stage in register.classes:
        for school, grade in zip(*np.nonzero((pupils > 0) & (register.classes[stage] == 0)), strict=True):
            cell = f"{variant}, {register.school_id[school]}, {grade_names(stage, len(own))[grade]}"
            words = "the register has no class for them"
            faults.append(Fault(file, None, f"pupils ({cell})", str(pupils[school, grade]), words, "no-class"))


def read_resources(
    folder: Folder, schools: Sequence[str], faults: list[Fault]
) -> Mapping[tuple[str, Stage, str], float]:
    """Amount of each resource by school, stage and indicator."""
    table = read_table(folder / RESOURCES, Columns(("school_id", "stage", "indicator", "value", "source")), faults)
    if table is None:
        return {}
    ids, stages = table.choices("school_id", set(schools), "school"), table.choices("stage", STAGES, "stage")
    indicators, values = table.text("indicator"), table.numbers("value", "unit of the indicator")
    table.text("source")
    table.distinct(["school_id", "stage", "indicator"], list(zip(ids, stages, indicators, strict=True)))
    rows = zip(ids, stages, indicators, values, strict=True)
    return {(school, stage, name): float(value) for school, text, name, value in rows if (stage := _stage(text))}


def read_catchments(
    folder: Folder, zones: Sequence[str], schools: Sequence[str], faults: list[Fault]
) -> Mapping[tuple[str, str, Stage], float]:
    """Share of a zone's entrants in each school's catchment; the shares of a zone and stage sum to 1 at most."""
    table = read_table(folder / CATCHMENTS, Columns(("zone", "school_id", "stage", "share", "source")), faults)
    if table is None:
        return {}
    zone, ids = table.choices("zone", zones, "zone"), table.choices("school_id", set(schools), "school")
    stages, shares = table.choices("stage", STAGES, "stage"), table.numbers("share", "share of the zone's entrants", 1)
    table.text("source")
    table.distinct(["zone", "school_id", "stage"], list(zip(zone, ids, stages, strict=True)))
    _shares_hold(table, list(zip(zone, stages, strict=True)), shares.tolist())
    rows = zip(zone, ids, stages, shares, strict=True)
    return {(each, school, stage): float(share) for each, school, text, share in rows if (stage := _stage(text))}


def read_feeders(folder: Folder, schools: Register, faults: list[Fault]) -> Mapping[tuple[str, str], float]:
    """Share of a primary school's leavers fed to each junior school; the shares of a school sum to 1 at most.

    None is fed to a private school, which draws by lottery up to its plan.
    """
    table = read_table(folder / FEEDERS, Columns(("from_school", "to_school", "share", "source")), faults)
    if table is None:
        return {}
    known = set(schools.school_id)
    private = {school for school, kind in zip(schools.school_id, schools.ownership, strict=True) if kind != "public"}
    one, other = table.choices("from_school", known, "school"), table.choices("to_school", known, "school")
    shares = table.numbers("share", "share of the school's leavers", 1)
    table.text("source")
    table.distinct(["from_school", "to_school"], list(zip(one, other, strict=True)))
    _shares_hold(table, [(school,) for school in one], shares.tolist())
    for row, target in enumerate(other):
        if target in private:
            words = "must be a public school: a private one draws by lottery, up to its plan"
            table.fault(row, "to_school", target, words, "rule")
    return {(a, b): float(share) for a, b, share in zip(one, other, shares, strict=True)}


def _stage(name: str) -> Stage | None:
    return next((stage for stage in STAGES if stage == name), None)


def _shares_hold(table: Table, keys: list[tuple[str, ...]], shares: list[float]) -> None:
    """Note the row at which the shares of one key pass 1."""
    sums: dict[tuple[str, ...], float] = {}
    for row, (key, share) in enumerate(zip(keys, shares, strict=True)):
        before = sums.get(key, 0.0)
        sums[key] = before + share
        if before <= 1 + _ROUNDING < sums[key]:
            words = f"the shares of {', '.join(key)} must sum to 1 at most"
            table.fault(row, "share", f"{sums[key]:.6g} in all", words, "share-sum")
