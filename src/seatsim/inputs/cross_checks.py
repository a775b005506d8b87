"""What a scenario says of schools, zones and grades, held against its county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.domain.county import County
from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.limits import Limits
from seatsim.domain.phrase import Phrase, both, either, listed, word
from seatsim.domain.project import Project
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, STAGE_OF_LETTER, Stage, grade_names
from seatsim.inputs.nearest import unknown
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_lines import KeyPath


def cross_complaints(scenario: Scenario, county: County) -> Iterator[Complaint]:
    """Everything that the scenario says of schools, zones and grades that the county does not have."""
    yield from _grades_complaints(scenario.limits, county)
    schools = {school: row for row, school in enumerate(county.register.school_id)}
    zones = [zone.id for zone in county.zones]
    new: dict[str, str] = {}
    for key, project in scenario.projects.items():
        at = ("projects", key)
        if project.kind == "new-school":
            yield from _new_school_complaints(key, project, schools, zones, new)
        elif project.school not in schools:
            yield Complaint((*at, "school"), unknown(Phrase("school"), project.school, schools), "unknown-name")
        else:
            yield from _closing_complaints(key, project, county, schools[project.school])
            yield from _giving_complaints(key, scenario, county, schools[project.school])
            yield from _new_stage_complaints(key, project, county, schools[project.school])
            yield from _moving_complaints(key, scenario)
            yield from _site_complaints(key, scenario, county, schools[project.school])
    yield from _boundary_complaints(scenario, county, zones, list(schools))
    yield from _merger_complaints(scenario, county)
    yield from _group_complaints(scenario, county)
    yield from _policy_complaints(scenario, zones)
    sources = [*zones, *schools, *new]
    for key, project in scenario.projects.items():
        yield from _taking_complaints(key, project, sources, county)


def _grades_complaints(limits: Limits, county: County) -> Iterator[Complaint]:
    grades = county.grades["kindergarten"]
    if len(limits.standard.kindergarten) != grades:
        words = Phrase("must be {} sizes, one for each kindergarten grade of the county (pupils per class)", grades)
        yield Complaint(("limits", "standard", "kindergarten"), words, "grade-sizes")


def _new_school_complaints(
    key: str, project: Project, schools: Mapping[str, int], zones: Sequence[str], new: dict[str, str]
) -> Iterator[Complaint]:
    """Rules for a new school's name and zone; its name goes to ``new``."""
    at = ("projects", key)
    if project.school in schools:
        words = Phrase("stands in the register already; a new school needs a name of its own")
        yield Complaint((*at, "school"), words, "duplicate")
    elif project.school in zones:
        yield Complaint((*at, "school"), Phrase("is a zone's name"), "duplicate")
    elif project.school in new:
        words = Phrase("projects.{} builds it too; give it another name or make this an extension", new[project.school])
        yield Complaint((*at, "school"), words, "duplicate")
    new.setdefault(project.school, key)
    if project.zone and project.zone not in zones:
        yield Complaint((*at, "zone"), unknown(Phrase("zone"), project.zone, zones), "unknown-name")


def _boundary_complaints(
    scenario: Scenario, county: County, zones: Sequence[str], schools: Sequence[str]
) -> Iterator[Complaint]:
    """Rules for changes of boundaries: between schools of the register, from a September that is still to come."""
    sources = [*zones, *schools]
    for key, boundary in scenario.levers.layout.boundaries.items():
        at = ("levers", "layout", "boundaries", key)
        if boundary.school not in schools:
            yield Complaint((*at, "school"), unknown(Phrase("school"), boundary.school, schools), "unknown-name")
        yield from _change_complaints(at, boundary.year, boundary.source, county)
        if not boundary.takes_from:
            yield Complaint((*at, "takes_from"), Phrase("must name a school or zone that gives"), "rule")
        for name in boundary.takes_from:
            if name not in sources:
                yield Complaint(
                    (*at, "takes_from", name), unknown(Phrase("school or zone"), name, sources), "unknown-name"
                )
            elif name == boundary.school:
                yield Complaint((*at, "takes_from", name), Phrase("a school takes no pupils from itself"), "itself")
        yield from _line_stages(at, boundary, county)


def _closing_complaints(key: str, project: Project, county: County, row: int) -> Iterator[Complaint]:
    rooms = sum(int(county.register.rooms[stage][row]) for stage in CLASS_STAGES)
    if project.closes_rooms > rooms:
        words = Phrase("must be at most the {} classrooms of {} (rooms)", rooms, project.school)
        yield Complaint(("projects", key, "closes_rooms"), words, "range")


def _site_complaints(key: str, scenario: Scenario, county: County, row: int) -> Iterator[Complaint]:
    """A site carries so many classrooms, where the register says how many; a school that moves leaves it."""
    project, limit = scenario.projects[key], int(county.register.site_limit[row])
    if limit == 0 or project.kind != "extension":
        return
    there = sum(int(county.register.rooms[stage][row]) for stage in CLASS_STAGES)
    same = [p for p in scenario.projects.values() if p.school == project.school and p.kind == "extension"]
    after = there + sum(p.rooms_K + p.rooms_P + p.rooms_J + p.rooms_S for p in same)
    if after > limit:
        words = Phrase("would have {} classrooms with its extensions; its site_limit carries {} (rooms)", after, limit)
        yield Complaint(("projects", key, "school"), words, "range")


def _taking_complaints(key: str, project: Project, sources: Sequence[str], county: County) -> Iterator[Complaint]:
    """Rules for whom a project takes and in which grades."""
    at = ("projects", key)
    for name in project.takes_from or ():
        if name not in sources:
            yield Complaint((*at, "takes_from", name), unknown(Phrase("school or zone"), name, sources), "unknown-name")
        elif name == project.school:
            yield Complaint((*at, "takes_from", name), Phrase("a school takes no pupils from itself"), "itself")
    known = [name for stage in _built_stages(project) for name in grade_names(stage, county.grades[stage])]
    yield from _named_grades((*at, "grades"), project.grades, known, Phrase("grades of the stages that get rooms"))


def _line_stages(at: KeyPath, boundary: Boundary, county: County) -> Iterator[Complaint]:
    """A boundary is drawn in stages with a catchment that the receiving school has."""
    rows = {school: row for row, school in enumerate(county.register.school_id)}
    if boundary.school not in rows:
        return
    has = {school: [s for s in AGED_STAGES if _has(county, s, row)] for school, row in rows.items()}
    stages = has[boundary.school]
    if not stages:
        yield Complaint(
            (*at, "school"),
            Phrase("must be a school with a catchment: kindergarten, primary or junior"),
            "no-catchment",
        )
        return
    for name in boundary.takes_from:
        if name in rows and not set(has[name]) & set(stages):
            words = Phrase("has no stage in common with {} ({})", boundary.school, listed(map(word, stages)))
            yield Complaint((*at, "takes_from", name), words, "no-common-stage")
    yield from _moving_grades((*at, "grades"), boundary.grades, stages, county)


def _has(county: County, stage: Stage, row: int) -> bool:
    """Whether a school of the register has a stage: rooms or pupils."""
    rooms = county.register.rooms.get(stage)
    return bool(county.register.pupils[stage][row].sum() > 0 or (rooms is not None and rooms[row] > 0))


def _new_stage_complaints(key: str, project: Project, county: County, row: int) -> Iterator[Complaint]:
    """A stage that a school has not had fills from somewhere: its own leavers, the county's plan, or ``takes_from``."""
    new = [stage for stage in _built_stages(project) if not _has(county, stage, row)]
    own_leavers = _has(county, "primary", row)
    lacking = [s for s in new if s in AGED_STAGES and not (s == "junior" and own_leavers)]
    if lacking and not project.takes_from:
        words = Phrase(
            "is required, with fills = 'entry': {} has no {} yet, and no catchment",
            project.school,
            either(map(word, lacking)),
        )
        yield Complaint(("projects", key, "takes_from"), words, "missing")


def _moving_complaints(key: str, scenario: Scenario) -> Iterator[Complaint]:
    """A school that moves leaves its rooms, so nothing is converted or put up in the old ones."""
    project = scenario.projects[key]
    others = [o for o, p in scenario.projects.items() if p.school == project.school and p.kind == "move" and o != key]
    if project.kind in ("conversion", "temporary") and others:
        words = Phrase("moves with projects.{}; rooms of the old site cannot be converted or added to", others[0])
        yield Complaint(("projects", key, "school"), words, "rule")


def _moving_grades(at: KeyPath, grades: Sequence[str], stages: Sequence[Stage], county: County) -> Iterator[Complaint]:
    """Grades that move with a boundary: not the entry grades, whose catchment moves anyway."""
    known = [name for stage in stages for name in grade_names(stage, county.grades[stage])[1:]]
    yield from _named_grades(at, grades, known, Phrase("grades above an entry grade"))


def _named_grades(at: KeyPath, grades: Sequence[str], known: Sequence[str], what: Phrase) -> Iterator[Complaint]:
    if any(name not in known for name in grades):
        yield Complaint(at, Phrase("must be {}: {}", what, ", ".join(known) or Phrase("none")), "unknown-name")
    elif len(set(grades)) < len(grades):
        yield Complaint(at, Phrase("a grade stands here twice"), "duplicate")


def _built_stages(project: Project) -> list[Stage]:
    """Stages to which a project adds rooms."""
    rooms = {"K": project.rooms_K, "P": project.rooms_P, "J": project.rooms_J, "S": project.rooms_S}
    return [STAGE_OF_LETTER[letter] for letter, count in rooms.items() if count]


def _giving_complaints(key: str, scenario: Scenario, county: County, row: int) -> Iterator[Complaint]:
    """A conversion gives up rooms that the school has, all conversions of a school together."""
    same = [p for p in scenario.projects.values() if p.school == scenario.projects[key].school]
    for letter, stage in STAGE_OF_LETTER.items():
        given = [getattr(project, f"gives_{letter}", 0) for project in same]
        there = int(county.register.rooms[stage][row]) if stage in CLASS_STAGES else 0
        if getattr(scenario.projects[key], f"gives_{letter}", 0) and sum(given) > there:
            words = Phrase(
                "must be at most the school's {} classrooms of the stage, all conversions together (rooms)", there
            )
            yield Complaint(("projects", key, f"gives_{letter}"), words, "range")


def _merger_complaints(scenario: Scenario, county: County) -> Iterator[Complaint]:
    """A merger names two schools of the register; who takes pupils of a stage has it, and does not close itself."""
    register, mergers = county.register, scenario.levers.small_schools.mergers
    rows = {school: row for row, school in enumerate(register.school_id)}
    closing = [merger.school for merger in mergers.values()]
    for key, merger in mergers.items():
        at = ("levers", "small_schools", "mergers", key)
        yield from _change_complaints(at, merger.year, merger.source, county)
        for name, school in (("school", merger.school), ("into", merger.into)):
            if school not in rows:
                yield Complaint((*at, name), unknown(Phrase("school"), school, rows), "unknown-name")
        if closing.count(merger.school) > 1:
            yield Complaint((*at, "school"), Phrase("another merger closes it too"), "duplicate")
        if merger.into in closing:
            yield Complaint((*at, "into"), Phrase("is a school that closes"), "closes")
        if merger.school in rows and merger.into in rows:
            yield from _taking_over(at, merger, county, rows)
        if any(_builds_on(project, merger.school, county, rows) for project in scenario.projects.values()):
            words = Phrase("a project builds there; only a conversion to another stage may use what the school leaves")
            yield Complaint((*at, "school"), words, "closes")


def _builds_on(project: Project, school: str, county: County, rows: Mapping[str, int]) -> bool:
    """Whether a project gives rooms to a stage of a school that closes."""
    if project.school != school or school not in rows:
        return False
    had = [stage for stage, pupils in county.register.pupils.items() if pupils[rows[school]].sum() > 0]
    return project.kind != "conversion" or any(stage in had for stage in _built_stages(project))


def _taking_over(at: KeyPath, merger: Merger, county: County, rows: Mapping[str, int]) -> Iterator[Complaint]:
    register, one, other = county.register, rows[merger.school], rows[merger.into]
    stages = [stage for stage, pupils in register.pupils.items() if pupils[one].sum() > 0]
    if any(stage not in AGED_STAGES for stage in stages):
        words = Phrase("must be a kindergarten, primary, junior or nine-year school: the others have no catchment")
        yield Complaint((*at, "school"), words, "no-catchment")
    elif register.ownership[one] != "public" or register.ownership[other] != "public":
        yield Complaint((*at, "school"), Phrase("an authority merges public schools only"), "rule")
    lacking = [stage for stage in stages if stage in CLASS_STAGES and not register.rooms[stage][other]]
    if lacking:
        words = Phrase("has no classroom for {}, which {} has", both(map(word, lacking)), merger.school)
        yield Complaint((*at, "into"), words, "rule")


def _change_complaints(at: KeyPath, year: int, source: str, county: County) -> Iterator[Complaint]:
    """Rules for every change without a build: a September that is still to come, and a source."""
    if year <= county.baseline_year:
        yield Complaint((*at, "year"), Phrase("must be {} or later (academic year)", county.baseline_year + 1), "range")
    if not source.strip():
        yield Complaint((*at, "source"), Phrase("must say where it is stated, or why it is assumed"), "no-source")


def _group_complaints(scenario: Scenario, county: County) -> Iterator[Complaint]:
    """A group has at least two schools of the register; nobody joins two groups in one year."""
    joined: dict[tuple[str, int], str] = {}
    for key, group in scenario.levers.groups.formed.items():
        at = ("levers", "groups", "formed", key)
        yield from _change_complaints(at, group.year, group.source, county)
        if len(set(group.schools)) < 2:
            yield Complaint((*at, "schools"), Phrase("must name at least two schools"), "rule")
        if len(set(group.schools)) < len(group.schools):
            yield Complaint((*at, "schools"), Phrase("a school stands here twice"), "duplicate")
        known = [list(county.register.school_id).index(s) for s in group.schools if s in county.register.school_id]
        shared = [stage for stage in county.register.pupils if sum(_has(county, stage, row) for row in known) > 1]
        if len(known) > 1 and not shared:
            yield Complaint((*at, "schools"), Phrase("no two of them have a stage in common"), "no-common-stage")
        for school in group.schools:
            if school not in county.register.school_id:
                words = unknown(Phrase("school"), school, county.register.school_id)
                yield Complaint((*at, "schools"), words, "unknown-name")
            other = joined.setdefault((school, group.year), key)
            if other != key:
                yield Complaint((*at, "schools"), Phrase("{} joins {} in the same year", school, other), "duplicate")


def _policy_complaints(scenario: Scenario, zones: Sequence[str]) -> Iterator[Complaint]:
    """A policy watches a zone of the county and orders what the scenario describes, alone."""
    known: Mapping[str, Mapping[str, object]] = {
        "projects": scenario.projects,
        "boundaries": scenario.levers.layout.boundaries,
        "mergers": scenario.levers.small_schools.mergers,
    }
    ordered: dict[tuple[str, str], str] = {}
    for key, policy in scenario.policies.items():
        at, (kind, name) = ("policies", key), policy.orders
        if policy.when.zone not in (*zones, "all"):
            words = unknown(Phrase("zone"), policy.when.zone, (*zones, "all"))
            yield Complaint((*at, "when", "zone"), words, "unknown-name")
        if kind not in known:
            continue
        if name not in known[kind]:
            yield Complaint((*at, "order"), unknown(Phrase("id in {}", kind), name, known[kind]), "unknown-name")
        elif kind == "projects" and scenario.projects[name].phase != "idea":
            yield Complaint((*at, "order"), Phrase("{} is past the idea: it is ordered already", name), "ordered")
        elif kind == "projects" and scenario.projects[name].starts:
            yield Complaint((*at, "order"), Phrase("{} has a start of its own (starts): leave it out", name), "ordered")
        other = ordered.setdefault((kind, name), key)
        if other != key:
            yield Complaint((*at, "order"), Phrase("policies.{} orders it too", other), "duplicate")
