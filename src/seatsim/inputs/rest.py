"""What is wrong with a county's other files where its head, zones or register cannot be used.

Only what would still be wrong once those are mended: what rests on them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.faults import Fault
from seatsim.domain.stages import LETTER, STAGES, Stage
from seatsim.inputs import births, county_file, history, links, register, staff, zones
from seatsim.inputs.county_file import CountyFile, Grades
from seatsim.inputs.information import Information
from seatsim.inputs.links import Schools, schools_of
from seatsim.inputs.named import Names, by_name
from seatsim.inputs.part import Folder, Part
from seatsim.inputs.schema import check
from seatsim.inputs.tables import Columns, read_table, stands
from seatsim.inputs.toml_files import read_toml

_GRADE = re.compile(r"(?:pupils|classes)_([KPJSV])([1-9])")


@dataclass(frozen=True)
class Head:
    """What is known of a county's head, as far as it can be read."""

    grades: Mapping[Stage, int]
    """Grades of each stage; those that the register has columns of where they are not stated [grades]."""
    baseline_year: int | None
    """Academic year of the register [academic year]."""
    information: Information | None
    """When its data were known."""


def head_of(folder: Folder, file: CountyFile | None) -> Head:
    """The head of a county whose ``county.toml`` was read, or as much of it as holds by itself."""
    if file is not None:
        return Head(file.grades, file.baseline_year, file.information)
    at = None if isinstance(folder, Part) else folder if isinstance(folder, Path) else folder.path
    read = None if at is None else read_toml(at / county_file.NAME, [])
    tree = {} if read is None else read.tree
    year = tree.get("baseline_year")
    sound = type(year) is int and 1950 <= year <= 2100
    return Head(_grades(folder, tree), year if isinstance(year, int) and sound else None, None)


def _grades(folder: Folder, tree: Mapping[str, object]) -> Mapping[Stage, int]:
    """Grades as stated, as usual if the county states none, else as the register's columns have them."""
    own = tree.get("grades", {})
    stated = check(own, Grades)[0] if isinstance(own, dict) else None
    if tree and stated is not None:
        counts: dict[Stage, int] = {stage: getattr(stated, stage) for stage in STAGES if stage != "special"}
        if all(1 <= count <= 9 for count in counts.values()):
            return {**counts, "special": 1}
    table = read_table(folder / register.NAME, Columns((), (), others=True), [])
    names = [] if table is None else table.others(Columns(()))
    found = [each for name in names if (each := _GRADE.fullmatch(name))]
    usual = Grades()
    most: dict[Stage, int] = {"special": 1}
    for stage in STAGES:
        if stage != "special":
            numbers = [int(each[2]) for each in found if each[1] == LETTER[stage]]
            most[stage] = max(numbers, default=getattr(usual, stage))
    return most


def rest_faults(
    folder: Folder, head: Head, found: zones.Drafted | None, schools: register.Drafted | None, faults: list[Fault]
) -> None:
    """Note what is wrong with births, links, history, staff and posts by themselves."""
    known = None if found is None else zone_names(found)
    held = Schools(None) if schools is None else schools_of(schools.register, schools.sound)
    if stands(folder / births.NAME):
        births.read_births(folder, known, head.baseline_year, faults, [])
    if stands(folder / links.CATCHMENTS):
        links.read_catchments(folder, known, held, faults)
    if stands(folder / links.FEEDERS):
        links.read_feeders(folder, held, faults)
    if stands(folder / links.RESOURCES):
        links.read_resources(folder, held, faults)
    if stands(folder / history.NAME):
        history.check_history(folder, held.names, head.grades, head.baseline_year, head.information, faults)
    staff.check_staff(folder, None if schools is None else schools.stages, faults)


def zone_names(found: zones.Drafted) -> Names:
    """Zones by every name."""
    return by_name([zone.id for zone in found.zones], [zone.name for zone in found.zones])
