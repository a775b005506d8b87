"""The same county and plan under other names, and hashes that do not notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import pytest

from seatsim.domain.county import County, Register, Zone
from seatsim.domain.layout_levers import Boundary, Group, Merger
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers, Plan
from seatsim.model import construction, streams

T = TypeVar("T")
Names = Mapping[str, str]
"""New names of zones, schools, groups, projects, boundaries and mergers by their old ones."""


def all_names(county: County, plan: Plan) -> list[str]:
    """Every name of a county and its plan, sorted."""
    register, levers = county.register, plan.levers
    new = [project.school for project in plan.projects.values()]
    kept = (levers.layout.boundaries, levers.small_schools.mergers, levers.groups.formed, plan.projects)
    found = {*(zone.id for zone in county.zones), *register.school_id, *register.group, *new}
    return sorted(found.union(*kept) - {""})


def with_names(county: County, names: Names) -> County:
    """The county under other names."""
    return replace(
        county,
        zones=tuple(_zone(zone, names) for zone in county.zones),
        register=_register(county.register, names),
        catchments={(names[z], names[s], stage): share for (z, s, stage), share in county.catchments.items()},
        feeders={(names[one], names[other]): share for (one, other), share in county.feeders.items()},
        resources={(names[s], stage, what): amount for (s, stage, what), amount in county.resources.items()},
    )


def _zone(zone: Zone, names: Names) -> Zone:
    return replace(zone, id=names[zone.id], neighbours=tuple(names[other] for other in zone.neighbours))


def _register(register: Register, names: Names) -> Register:
    return replace(
        register,
        school_id=tuple(names[school] for school in register.school_id),
        legal_school=tuple(names[school] for school in register.legal_school),
        zone=tuple(names[zone] for zone in register.zone),
        group=tuple(names[group] if group else "" for group in register.group),
    )


def plan_with_names(plan: Plan, names: Names) -> Plan:
    """The plan under other names; policies keep theirs, so there must be none."""
    assert not plan.policies
    projects = {names[name]: _project(project, names) for name, project in plan.projects.items()}
    return replace(plan, projects=projects, levers=_levers(plan.levers, names))


def _project(project: Project, names: Names) -> Project:
    takes = None if project.takes_from is None else _keyed(project.takes_from, names)
    zone = names[project.zone] if project.zone else ""
    return replace(project, school=names[project.school], zone=zone, takes_from=takes)


def _levers(levers: Levers, names: Names) -> Levers:
    lines = {names[name]: _boundary(line, names) for name, line in levers.layout.boundaries.items()}
    mergers = {names[name]: _merger(merger, names) for name, merger in levers.small_schools.mergers.items()}
    formed = {names[name]: _group(group, names) for name, group in levers.groups.formed.items()}
    return replace(
        levers,
        layout=replace(levers.layout, boundaries=lines),
        small_schools=replace(levers.small_schools, mergers=mergers),
        groups=replace(levers.groups, formed=formed),
    )


def _boundary(line: Boundary, names: Names) -> Boundary:
    return replace(line, school=names[line.school], takes_from=_keyed(line.takes_from, names))


def _merger(merger: Merger, names: Names) -> Merger:
    return replace(merger, school=names[merger.school], into=names[merger.into])


def _group(group: Group, names: Names) -> Group:
    return replace(group, schools=tuple(names[school] for school in group.schools))


def _keyed(values: Mapping[str, T], names: Names) -> dict[str, T]:
    return {names[name]: value for name, value in values.items()}


@contextmanager
def hashed_as(old: Names) -> Iterator[None]:
    """Inside, names hash as their old ones do, so that addresses of draws and ties stay where they were.

    ``old`` : old names by new ones; a name that is not there hashes as itself. A cell's name begins with its school's.
    """
    plain = streams.stable_hash

    def stable_hash(name: str) -> int:
        owner, slash, rest = name.partition("/")
        return plain(old.get(owner, owner) + slash + rest)

    with pytest.MonkeyPatch.context() as patch:
        for module in (streams, construction):
            patch.setattr(module, "stable_hash", stable_hash)
        streams._hashes.cache_clear()
        try:
            yield
        finally:
            streams._hashes.cache_clear()
