"""A scenario together with its county: everything a run needs, every fault of both at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.faults import InvalidInput
from seatsim.domain.limits import Limits
from seatsim.domain.scenario import Project, Scenario
from seatsim.domain.stages import CLASS_STAGES, STAGE_OF_LETTER, Stage, grade_names
from seatsim.inputs.county import NOT_READ, CountyDraft, draft_county, reconciled
from seatsim.inputs.information import Later
from seatsim.inputs.nearest import unknown
from seatsim.inputs.norms import later_norms
from seatsim.inputs.placing import place_complaints, unique
from seatsim.inputs.scenario import Draft, Resolved, draft_scenario
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Origin, flatten


@dataclass(frozen=True)
class Loaded:
    """A scenario with its county."""

    scenario: Scenario
    """The scenario."""
    county: County
    """The county, reconciled with the scenario's readings."""
    origins: Mapping[str, Origin]
    """Dotted key to file and line, option, or line of the norms."""
    tree: dict[str, object]
    """The scenario's plain values, merged."""
    notes: tuple[str, ...]
    """What is worth knowing and no fault, in words."""


def load(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario and its county and check them against each other.

    Raises InvalidInput with every fault of both; Infeasible if the figures clash.
    """
    draft = draft_scenario(path, overrides)
    faults = list(draft.faults)
    found = CountyDraft(None, ())
    if draft.county is not None and draft.county.is_dir():
        found = draft_county(draft.county, draft.as_of)
    county = found.county
    faults.extend(found.faults)
    if county is not None and draft.scenario is not None:
        faults.extend(place_complaints(_cross_complaints(draft.scenario, county), draft.leaves))
    if faults or county is None:
        raise InvalidInput(unique(faults))
    resolved = draft.resolved()
    county = reconciled(county, resolved.scenario.baseline)
    later = (*found.later, *_later_norms(resolved))
    scenario = resolved.scenario
    late = (*_late_projects(scenario), *_talent_rounds(scenario, county))
    notes = (*late, *unread_files(draft), *_later_notes(scenario, county, later))
    return Loaded(resolved.scenario, county, resolved.origins, resolved.tree, notes)


def later_inputs(resolved: Resolved) -> tuple[Later, ...]:
    """Every input that is known only after the scenario's ``as_of``; empty without one.

    Raises InvalidInput if the county is invalid.
    """
    if resolved.scenario.as_of is None:
        return ()
    found = draft_county(Path(resolved.scenario.county), resolved.scenario.as_of)
    if found.faults:
        raise InvalidInput(found.faults)
    return (*found.later, *_later_norms(resolved))


def _later_norms(resolved: Resolved) -> tuple[Later, ...]:
    as_of = resolved.scenario.as_of
    values = {".".join(path): value for path, value in flatten(resolved.tree)}
    return () if as_of is None else later_norms(as_of, values)


def _later_notes(scenario: Scenario, county: County, later: Sequence[Later]) -> Iterator[str]:
    """How many inputs the information date leaves out; all of them are listed by ``seatsim show``."""
    if scenario.as_of is None:
        return
    out, stay = (sum(each.rows for each in later if each.stays is stays) for stays in (False, True))
    yield (
        f"as_of = {scenario.as_of}: {out} rows known only later are left out, {stay} defaults and settings that"
        " rest on later data stay; seatsim show lists them"
    )
    if out and county.register.synthetic:
        yield f"as_of = {scenario.as_of}: the synthetic register stays as it was drawn, from all figures"


def unread_files(draft: Draft) -> Iterator[str]:
    """Notes on files of the county folder that nothing reads yet."""
    if draft.county is not None:
        yield from files_not_read(draft.county)


def files_not_read(folder: Path) -> Iterator[str]:
    """Notes on files of a county folder that nothing reads yet."""
    for name in NOT_READ:
        if (folder / name).exists():
            yield f"{name}: nothing reads it yet"


def _late_projects(scenario: Scenario) -> Iterator[str]:
    for key, project in scenario.projects.items():
        if project.opens > scenario.horizon:
            yield f"projects.{key} opens in {project.opens}, after the horizon {scenario.horizon}: it changes nothing"


def _talent_rounds(scenario: Scenario, county: County) -> Iterator[str]:
    """A note where rounds for high-level teachers lie outside the run."""
    lever, last = scenario.levers.talent, scenario.horizon - 1
    if lever.teachers and not county.baseline_year <= lever.first_year <= last - lever.years + 1:
        rounds = f"{lever.first_year} to {lever.first_year + lever.years - 1}"
        yield f"levers.talent: rounds {rounds}; those before {county.baseline_year} or after {last} are not held"


def _cross_complaints(scenario: Scenario, county: County) -> Iterator[Complaint]:
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
            yield Complaint((*at, "school"), unknown("school", project.school, schools), "unknown-name")
        else:
            yield from _closing_complaints(key, project, county, schools[project.school])
            yield from _site_complaints(key, scenario, county, schools[project.school])
    yield from _boundary_complaints(scenario, county, zones, list(schools))
    sources = [*zones, *schools, *new]
    for key, project in scenario.projects.items():
        yield from _taking_complaints(key, project, sources, county)


def _grades_complaints(limits: Limits, county: County) -> Iterator[Complaint]:
    grades = county.grades["kindergarten"]
    if len(limits.standard.kindergarten) != grades:
        words = f"must be {grades} sizes, one for each kindergarten grade of the county (pupils per class)"
        yield Complaint(("limits", "standard", "kindergarten"), words, "rule")


def _new_school_complaints(
    key: str, project: Project, schools: Mapping[str, int], zones: Sequence[str], new: dict[str, str]
) -> Iterator[Complaint]:
    """Rules for a new school's name and zone; its name goes to ``new``."""
    at = ("projects", key)
    if project.school in schools:
        words = "stands in the register already; a new school needs a name of its own"
        yield Complaint((*at, "school"), words, "duplicate")
    elif project.school in zones:
        yield Complaint((*at, "school"), "is a zone's name", "duplicate")
    elif project.school in new:
        words = f"projects.{new[project.school]} builds it too; give it another name or make this an extension"
        yield Complaint((*at, "school"), words, "duplicate")
    new.setdefault(project.school, key)
    if project.zone and project.zone not in zones:
        yield Complaint((*at, "zone"), unknown("zone", project.zone, zones), "unknown-name")


def _boundary_complaints(
    scenario: Scenario, county: County, zones: Sequence[str], schools: Sequence[str]
) -> Iterator[Complaint]:
    """Rules for changes of boundaries: between schools of the register, from a September that is still to come."""
    sources = [*zones, *schools]
    for key, boundary in scenario.levers.layout.boundaries.items():
        at = ("levers", "layout", "boundaries", key)
        if boundary.school not in schools:
            yield Complaint((*at, "school"), unknown("school", boundary.school, schools), "unknown-name")
        if boundary.year <= county.baseline_year:
            yield Complaint((*at, "year"), f"must be {county.baseline_year + 1} or later (academic year)", "range")
        if not boundary.takes_from:
            yield Complaint((*at, "takes_from"), "must name a school or zone that gives", "rule")
        if not boundary.source.strip():
            yield Complaint((*at, "source"), "must say where it is stated, or why it is assumed", "no-source")
        for name in boundary.takes_from:
            if name not in sources:
                yield Complaint((*at, "takes_from", name), unknown("school or zone", name, sources), "unknown-name")
            elif name == boundary.school:
                yield Complaint((*at, "takes_from", name), "a school takes no pupils from itself", "rule")


def _closing_complaints(key: str, project: Project, county: County, row: int) -> Iterator[Complaint]:
    rooms = sum(int(county.register.rooms[stage][row]) for stage in CLASS_STAGES)
    if project.closes_rooms > rooms:
        words = f"must be at most the {rooms} classrooms of {project.school} (rooms)"
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
        words = f"would have {after} classrooms with its extensions; its site_limit carries {limit} (rooms)"
        yield Complaint(("projects", key, "school"), words, "range")


def _taking_complaints(key: str, project: Project, sources: Sequence[str], county: County) -> Iterator[Complaint]:
    """Rules for whom a project takes and in which grades."""
    at = ("projects", key)
    for name in project.takes_from or ():
        if name not in sources:
            yield Complaint((*at, "takes_from", name), unknown("school or zone", name, sources), "unknown-name")
        elif name == project.school:
            yield Complaint((*at, "takes_from", name), "a school takes no pupils from itself", "rule")
    known = [name for stage in _built_stages(project) for name in grade_names(stage, county.grades[stage])]
    wrong = [name for name in project.grades if name not in known]
    if wrong:
        words = f"must be grades of the stages that get rooms: {', '.join(known) or 'none'}"
        yield Complaint((*at, "grades"), words, "unknown-name")
    elif len(set(project.grades)) < len(project.grades):
        yield Complaint((*at, "grades"), "a grade stands here twice", "duplicate")


def _built_stages(project: Project) -> list[Stage]:
    """Stages to which a project adds rooms."""
    rooms = {"K": project.rooms_K, "P": project.rooms_P, "J": project.rooms_J, "S": project.rooms_S}
    return [STAGE_OF_LETTER[letter] for letter, count in rooms.items() if count]
