"""Campuses and units: ``docs/exact/README.md``, 4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from books import Cells

from seatsim.domain.county import County, Register
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage

FAMILIES: tuple[tuple[Stage, ...], ...] = (("primary", "junior"), ("senior",), ("kindergarten",))
"""Stages that share rooms, in the order in which they enter (4.6)."""


@dataclass(frozen=True)
class Campus:
    """A school of the register or of a project (4.1)."""

    id: str
    zone: str
    kind: str
    public: bool
    registered: bool
    special_rooms: int
    plan: int
    """Yearly places of the register, for each of its units (8.1)."""
    limit: int | None
    """Size limit (4.4)."""
    stages: tuple[Stage, ...]
    """Stages in which it has a unit (4.3)."""

    def has(self, stage: Stage) -> bool:
        """Whether it has a unit of a stage."""
        return stage in self.stages

    def is_lottery(self, stage: Stage) -> bool:
        """Private units of the compulsory stages draw lots (4.5)."""
        return not self.public and stage in ("primary", "junior") and self.has(stage)


def rooms_added(project: Project, stage: Stage) -> int:
    """Rooms that a project adds to a stage; none to vocational and special."""
    return {
        "kindergarten": project.rooms_K,
        "primary": project.rooms_P,
        "junior": project.rooms_J,
        "senior": project.rooms_S,
    }.get(stage, 0)


def rooms_given(project: Project, stage: Stage) -> int:
    """Rooms of a stage that a project gives up."""
    return {
        "kindergarten": project.gives_K,
        "primary": project.gives_P,
        "junior": project.gives_J,
        "senior": project.gives_S,
    }.get(stage, 0)


def stages_of_kind(kind: str) -> tuple[Stage, ...]:
    """Stages that a kind of school has; a college has none."""
    if kind == "nine-year":
        return ("primary", "junior")
    return tuple(stage for stage in STAGES if stage == kind)


def kind_of_new_school(project: Project) -> str:
    """The kind that follows from the rooms built (4.2)."""
    built = [stage for stage in CLASS_STAGES if rooms_added(project, stage) > 0]
    if built == ["primary", "junior"]:
        return "nine-year"
    return built[0] if built else "primary"


def stages_of(
    school: str, kind: str, projects: Mapping[str, Project], in_register: frozenset[Stage]
) -> tuple[Stage, ...]:
    """Stages in which a school has a unit (4.3)."""
    by_kind = stages_of_kind(kind)
    built = {s for p in projects.values() if p.school == school for s in CLASS_STAGES if rooms_added(p, s) > 0}
    return tuple(stage for stage in STAGES if stage in by_kind or stage in built or stage in in_register)


def grades_of(register: Register, of: Mapping[Stage, list[list[int]]], stage: Stage, grades: int) -> Cells:
    """Numbers of the register by school and grade; zeros where it has none of the stage."""
    rows = of.get(stage) or [[0] * grades for _ in register.school_id]
    return dict(zip(register.school_id, rows, strict=True))


def registered_pupils(county: County, stage: Stage) -> Cells:
    """Pupils of the register by school and grade."""
    of: dict[Stage, list[list[int]]] = {s: rows.tolist() for s, rows in county.register.pupils.items()}
    return grades_of(county.register, of, stage, county.grades[stage])


def zone_pupils(county: County) -> dict[str, float]:
    """Pupils of the register by the zone of their school, all stages."""
    pupils = {zone.id: 0 for zone in county.zones}
    for stage in county.register.pupils:
        of_school = registered_pupils(county, stage)
        for school, zone in zip(county.register.school_id, county.register.zone, strict=True):
            pupils[zone] += sum(of_school.get(school, []))
    return {zone: float(count) for zone, count in pupils.items()}


def registered_classes(county: County, stage: Stage) -> Cells:
    """Classes of the register by school and grade; none in vocational and special."""
    of: dict[Stage, list[list[int]]] = {s: rows.tolist() for s, rows in county.register.classes.items()}
    if stage not in CLASS_STAGES:
        of = {}
    return grades_of(county.register, of, stage, county.grades[stage])


def registered_rooms(county: County, stage: Stage) -> dict[str, int]:
    """Rooms of the register by school; none in vocational and special."""
    register = county.register
    if stage not in CLASS_STAGES or stage not in register.rooms:
        return dict.fromkeys(register.school_id, 0)
    rooms: list[int] = register.rooms[stage].tolist()
    return dict(zip(register.school_id, rooms, strict=True))


def make_campuses(county: County, plan: Plan) -> dict[str, Campus]:
    """All campuses, those that will open too."""
    register = county.register
    known: dict[str, set[Stage]] = {school: set() for school in register.school_id}
    for stage in STAGES:
        pupils, rooms = registered_pupils(county, stage), registered_rooms(county, stage)
        for school in register.school_id:
            if sum(pupils[school]) > 0 or rooms[school] > 0:
                known[school].add(stage)
    special: list[int] = register.special_rooms.tolist()
    places: list[int] = register.plan.tolist()
    campuses = {}
    for row, school in enumerate(register.school_id):
        kind = register.kind[row]
        campuses[school] = Campus(
            id=school,
            zone=register.zone[row],
            kind=kind,
            public=register.ownership[row] == "public",
            registered=True,
            special_rooms=special[row],
            plan=places[row],
            limit=plan.limits.schools.of(kind),
            stages=stages_of(school, kind, plan.projects, frozenset(known[school])),
        )
    for project in plan.projects.values():
        if project.kind == "new-school":
            campuses[project.school] = new_campus(project, plan)
    return campuses


def new_campus(project: Project, plan: Plan) -> Campus:
    """The campus of a new school, whether it will open or not."""
    kind = kind_of_new_school(project)
    return Campus(
        id=project.school,
        zone=project.zone,
        kind=kind,
        public=True,
        registered=False,
        special_rooms=0,
        plan=0,
        limit=plan.limits.schools.of(kind),
        stages=stages_of(project.school, kind, plan.projects, frozenset()),
    )
