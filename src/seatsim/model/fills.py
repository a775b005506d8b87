"""How new rooms fill: from whose catchment, with which grades, and what closes for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.scenario import Project
from seatsim.domain.stages import CLASS_STAGES, Stage
from seatsim.model.apportion import SHARE_UNIT, as_weights
from seatsim.model.layout import Layout, rooms_of

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class StageFills:
    """What projects do to one stage; projects are in the order of their sorted ids."""

    rooms: Ints
    """Classrooms that each project adds, shape (projects, units) [rooms]."""
    closes: Ints
    """Classrooms out of use while it is built, shape (projects, units) [rooms]."""
    replaces: Bools
    """Whether the unit's old rooms close at hand-over, shape (projects, units)."""
    plan: Ints
    """Yearly places that it adds, shape (projects, units) [places/year]."""
    unit: Ints
    """Unit that receives pupils, shape (projects,); -1 for none in this stage."""
    takes: Ints
    """Share of each unit's catchment that moves to it, shape (projects, units) [millionths]."""
    splits: Bools
    """Grades whose pupils move on the opening day, shape (projects, grades)."""


def build_fills(county: County, layout: Layout, projects: Mapping[str, Project]) -> Mapping[Stage, StageFills]:
    """Read every project's effect on every stage; entry grades are never split, their catchment changes."""
    zones = [zone.id for zone in county.zones]
    ordered = [project for _, project in sorted(projects.items())]
    return {stage: _stage_fills(stage, layout, ordered, zones) for stage in layout.stages}


def _stage_fills(stage: Stage, layout: Layout, projects: list[Project], zones: list[str]) -> StageFills:
    units = layout.stages[stage].units
    shape = (len(projects), len(units.school))
    rooms, closes, plan, takes = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    replaces = np.zeros(shape, dtype=bool)
    receiver = np.full(len(projects), -1, dtype=np.int64)
    splits = np.zeros((len(projects), len(units.grades)), dtype=bool)
    for p, project in enumerate(projects):
        if project.school not in units.school:
            continue
        unit = units.school.index(project.school)
        added = rooms_of(project).get(stage, 0)
        rooms[p, unit] = added
        if added or stage not in CLASS_STAGES:
            receiver[p] = unit
            replaces[p, unit] = project.kind == "move"
            closes[p, unit] = project.closes_rooms
            plan[p, unit] = project.plan if stage in ("senior", "vocational") else 0
        if added and project.takes_from:
            takes[p] = _takes(project.takes_from, units.school, [zones[z] for z in units.zone])
            takes[p, unit] = 0
            splits[p] = [grade in project.grades for grade in units.grades]
    splits[:, :1] = False
    return StageFills(rooms, closes, replaces, plan, receiver, takes, splits)


def _takes(takes_from: Mapping[str, float], schools: tuple[str, ...], zones: list[str]) -> Ints:
    """Share of each unit's catchment: its school's own and its zone's together, at most all [millionths]."""
    shares = [
        min(1.0, takes_from.get(school, 0.0) + takes_from.get(zone, 0.0))
        for school, zone in zip(schools, zones, strict=True)
    ]
    return as_weights(np.array(shares, dtype=np.float64))


def usable_rooms(start: Ints, fills: StageFills, opened: Bools, under_way: Bools) -> Ints:
    """Classrooms usable on opening day, shape (replications, units) [rooms].

    ``start`` : (replications, units) at the baseline; ``opened``, ``under_way`` : (replications, projects).
    """
    replaced = (opened.astype(np.int64) @ fills.replaces.astype(np.int64)) > 0
    closed = under_way.astype(np.int64) @ fills.closes
    usable: Ints = np.where(replaced, 0, np.maximum(start - closed, 0)) + opened.astype(np.int64) @ fills.rooms
    return usable


def redirect_claims(claims: Ints, fills: StageFills, opened: Bools) -> Ints:
    """Move entry claims to the schools that have opened, project by project in the order of their ids."""
    claims = claims.copy()
    for p in np.flatnonzero(opened.any(axis=0) & (fills.unit >= 0) & fills.takes.any(axis=1)):
        moved = _part(claims, fills.takes[p]) * opened[:, p, None]
        claims -= moved
        claims[:, fills.unit[p]] += moved.sum(axis=1)
    return claims


def split_pupils(pupils: Ints, fills: StageFills, opens_now: Bools) -> Ints:
    """Move the named grades' pupils to schools that open this year; ``pupils`` : (replications, units, grades)."""
    pupils = pupils.copy()
    for p in np.flatnonzero(opens_now.any(axis=0) & fills.splits.any(axis=1)):
        moved = _part(pupils, fills.takes[p][:, None]) * fills.splits[p] * opens_now[:, p, None, None]
        pupils -= moved
        pupils[:, fills.unit[p]] += moved.sum(axis=1)
    return pupils


def _part(numbers: Ints, millionths: Ints) -> Ints:
    """Share of whole numbers, rounded to the nearest."""
    part: Ints = (numbers * millionths + SHARE_UNIT // 2) // SHARE_UNIT
    return part
