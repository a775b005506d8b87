"""Timed builds of generated counties, of every kind and every way to fill, within the program's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dice import Dice
from generated_changes import stages_of

from seatsim.domain.county import County
from seatsim.domain.project import Phase, Project
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, Stage, grade_names

_PHASES: tuple[Phase, ...] = ("idea", "idea", "review", "funding", "design", *("construction",) * 2, "acceptance")
_NEW: tuple[tuple[Stage, ...], ...] = (
    ("primary",),
    ("primary",),
    ("junior",),
    ("primary", "junior"),
    ("kindergarten",),
    ("senior",),
    ("kindergarten", "primary"),
)


@dataclass
class _Sites:
    """What is still free to be built on while a plan is thrown."""

    dice: Dice
    county: County
    horizon: int
    closing: frozenset[str]
    given: dict[tuple[str, Stage], int] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)
    new: list[str] = field(default_factory=list)

    def rows(self) -> list[int]:
        """Rows of schools with classes that do not close."""
        register = self.county.register
        return [
            row
            for row, school in enumerate(register.school_id)
            if school not in self.closing and any(register.rooms[stage][row] > 0 for stage in CLASS_STAGES)
        ]

    def takes(self, school: str) -> dict[str, float]:
        """Schools and zones from which a project takes; one may not exist when it opens."""
        others = [other for other in (*self.county.register.school_id, *self.new) if other != school]
        zones = [zone.id for zone in self.county.zones]
        chosen = self.dice.some(zones, least=1, most=2) + self.dice.some(others, most=2)
        return {name: self.dice.share() for name in chosen}

    def dated(self, project: Project) -> Project:
        """The project with a planned September, a phase, and sometimes a stated start."""
        dice = self.dice
        phase = dice.pick(_PHASES)
        starts = f"{self.county.baseline_year + dice.whole(0, 3)}-{dice.whole(1, 12):02d}"
        return replace(
            project,
            opens=self.county.baseline_year + dice.whole(1, self.horizon - self.county.baseline_year),
            phase=phase,
            progress=dice.between(0.0, 0.95) if phase not in ("idea", "funding") else 0.0,
            starts=starts if phase == "idea" and dice.chance(0.4) else "",
        )


def generated_projects(dice: Dice, county: County, horizon: int, closing: frozenset[str]) -> Mapping[str, Project]:
    """Up to six projects; ids are in no order of kinds."""
    sites = _Sites(dice, county, horizon, closing)
    makers = {
        "new": _new_school,
        "extend": _extension,
        "move": _move,
        "convert": _conversion,
        "huts": _temporary,
    }
    projects: dict[str, Project] = {}
    for number in range(dice.whole(0, 6)):
        kind = dice.pick(("new", "new", "extend", "extend", "move", "convert", "convert", "huts"))
        project = makers[kind](sites, number)
        if project is not None:
            projects[f"{dice.pick('abcxyz')}-{kind}-{number}"] = sites.dated(project)
    return projects


def _with_rooms(project: Project, rooms: Mapping[Stage, int], given: Mapping[Stage, int] | None = None) -> Project:
    def of(numbers: Mapping[Stage, int], stage: Stage) -> int:
        return numbers.get(stage, 0)

    gives = given or {}
    return replace(
        project,
        rooms_K=of(rooms, "kindergarten"),
        rooms_P=of(rooms, "primary"),
        rooms_J=of(rooms, "junior"),
        rooms_S=of(rooms, "senior"),
        gives_K=of(gives, "kindergarten"),
        gives_P=of(gives, "primary"),
        gives_J=of(gives, "junior"),
        gives_S=of(gives, "senior"),
    )


def _filling(sites: _Sites, project: Project, stages: list[Stage], entry: bool) -> Project:
    """The project filling from others: by its entry grade alone, or with grades that move."""
    dice = sites.dice
    names = [name for stage in stages for name in grade_names(stage, sites.county.grades[stage])]
    if entry or dice.chance(0.4):
        return replace(project, fills="entry", takes_from=sites.takes(project.school))
    grades = tuple(dice.some(names, least=1))
    return replace(project, fills="split", takes_from=sites.takes(project.school), grades=grades)


def _new_school(sites: _Sites, number: int) -> Project | None:
    dice, stages = sites.dice, list(sites.dice.pick(_NEW))
    school = f"{dice.whole(10, 99)}-new-{number}"
    rooms = {stage: dice.whole(1, 24) for stage in stages}
    project = Project("new-school", school, 0, "test", zone=dice.pick(sites.county.zones).id)
    project = _with_rooms(project, rooms)
    if stages == ["senior"]:
        project = replace(project, plan=dice.whole(20, 200))
    else:
        project = _filling(sites, project, stages, entry=False)
    sites.new.append(school)
    return project


def _extension(sites: _Sites, number: int) -> Project | None:
    """More rooms of a stage that the school has, or of one that it has not; closing some while it is built."""
    dice, register, rows = sites.dice, sites.county.register, sites.rows()
    if not rows:
        return None
    row = dice.pick(rows)
    has = [stage for stage in stages_of(register, row) if stage in CLASS_STAGES]
    there = sum(int(register.rooms[stage][row]) for stage in CLASS_STAGES)
    own = dice.chance(0.8)
    stage = dice.pick(has if own else CLASS_STAGES)
    project = _with_rooms(Project("extension", register.school_id[row], 0, "test"), {stage: dice.whole(1, 6)})
    project = replace(project, closes_rooms=dice.pick((0, dice.whole(0, there), there)))
    if stage == "senior":
        return replace(project, plan=dice.whole(0, 100))
    if stage not in has or dice.chance(0.4):
        return _filling(sites, project, [stage], entry=False)
    return project


def _move(sites: _Sites, number: int) -> Project | None:
    """The school leaves its rooms for others, more or fewer, sometimes of one of its stages alone."""
    dice, register = sites.dice, sites.county.register
    rows = [row for row in sites.rows() if register.school_id[row] not in sites.moved | sites.altered]
    if not rows:
        return None
    row = dice.pick(rows)
    has = [stage for stage in stages_of(register, row) if stage in CLASS_STAGES]
    moving = has if dice.chance(0.7) else dice.some(has, least=1, most=1)
    sites.moved.add(register.school_id[row])
    rooms = {stage: max(1, int(register.rooms[stage][row]) + dice.whole(-8, 12)) for stage in moving}
    project = _with_rooms(Project("move", register.school_id[row], 0, "test"), rooms)
    return replace(project, plan=dice.whole(0, 50)) if "senior" in moving else project


def _conversion(sites: _Sites, number: int) -> Project | None:
    """Rooms given up to another stage, or to nobody; sometimes all of them, also of a school that has merged away."""
    dice, register = sites.dice, sites.county.register
    rows = [
        row
        for row, school in enumerate(register.school_id)
        if school not in sites.moved
        and any(
            register.rooms[stage][row] > sites.given.get((school, stage), 0)
            for stage in stages_of(register, row)
            if stage in CLASS_STAGES
        )
    ]
    if not rows:
        return None
    row = dice.pick(rows)
    school, has = register.school_id[row], stages_of(register, row)
    free = {
        stage: int(register.rooms[stage][row]) - sites.given.get((school, stage), 0)
        for stage in has
        if stage in CLASS_STAGES
    }
    stage = dice.pick([stage for stage, rooms in free.items() if rooms > 0])
    gives = dice.pick((free[stage], dice.whole(1, free[stage])))
    targets: list[Stage] = [other for other in AGED_STAGES if other not in has]
    if school not in sites.closing:
        targets += [other for other in has if other in AGED_STAGES and other != stage]
    sites.given[school, stage] = sites.given.get((school, stage), 0) + gives
    sites.altered.add(school)
    project = Project("conversion", school, 0, "test")
    if not targets or dice.chance(0.3):
        return _with_rooms(project, {}, {stage: gives})
    target = dice.pick(targets)
    project = _with_rooms(project, {target: dice.whole(1, gives)}, {stage: gives})
    needed = target not in has and not (target == "junior" and "primary" in has)
    return _filling(sites, project, [target], entry=False) if needed or dice.chance(0.4) else project


def _temporary(sites: _Sites, number: int) -> Project | None:
    """Rooms that stand for some Septembers, or for good."""
    dice, register = sites.dice, sites.county.register
    rows = [row for row in sites.rows() if register.school_id[row] not in sites.moved]
    if not rows:
        return None
    row = dice.pick(rows)
    school = register.school_id[row]
    sites.altered.add(school)
    stage = dice.pick([stage for stage in stages_of(register, row) if stage in CLASS_STAGES])
    project = replace(Project("temporary", school, 0, "test"), years=dice.whole(0, 3))
    project = _with_rooms(project, {stage: dice.whole(1, 6)})
    if stage != "senior" and dice.chance(0.2):
        return _filling(sites, project, [stage], entry=True)
    return project
