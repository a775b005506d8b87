"""How new rooms fill: from whose catchment, with which grades, and what closes for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.outcome import Units
from seatsim.domain.project import Project
from seatsim.domain.stages import AGED_STAGES, Stage
from seatsim.model.apportion import SHARE_UNIT, as_weights
from seatsim.model.changes import Change
from seatsim.model.layout import Layout, rooms_given, rooms_of
from seatsim.model.streams import by_hash

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class StageFills:
    """What projects and changes do to one stage: projects by sorted id, then changes in the order of ``changes_of``."""

    rooms: Ints
    """Classrooms that each project adds, less those it gives up, shape (projects, units) [rooms]."""
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
    turns: Ints
    """Rows in the order of their ids' stable hash: who takes first what rounding leaves, shape (projects,)."""

    @cached_property
    def mergers(self) -> Bools:
        """Rows that close a school and take all that is left of it, shape (projects,)."""
        whole: Bools = (self.replaces & (self.takes == SHARE_UNIT)).any(axis=1)
        return whole

    @cached_property
    def builds(self) -> Ints:
        """Rows that change rooms, shape (building,)."""
        return np.flatnonzero((self.rooms != 0).any(axis=1) | self.replaces.any(axis=1) | (self.closes > 0).any(axis=1))

    @cached_property
    def taking(self) -> Ints:
        """Rows that take pupils from others, shape (taking,)."""
        return np.flatnonzero((self.unit >= 0) & self.takes.any(axis=1))


def build_fills(
    county: County, layout: Layout, projects: Mapping[str, Project], changes: Sequence[Change]
) -> Mapping[Stage, StageFills]:
    """Read the effect of every project and change on every stage; entry grades are never split.

    In both, what changes for an entry grade is the catchment.
    """
    zones = [zone.id for zone in county.zones]
    ordered = [project for _, project in sorted(projects.items())]
    turns = by_hash([*sorted(projects), *(change.id for change in changes)])
    return {
        stage: _stage_fills(stage, layout, ordered, [c.what for c in changes], zones, turns) for stage in layout.stages
    }


def _stage_fills(
    stage: Stage,
    layout: Layout,
    projects: list[Project],
    changes: list[Boundary | Merger],
    zones: list[str],
    turns: Ints,
) -> StageFills:
    units = layout.stages[stage].units
    rows = len(projects) + len(changes)
    shape = (rows, len(units.school))
    fills = StageFills(
        rooms=np.zeros(shape, dtype=np.int64),
        closes=np.zeros(shape, dtype=np.int64),
        replaces=np.zeros(shape, dtype=bool),
        plan=np.zeros(shape, dtype=np.int64),
        unit=np.full(rows, -1, dtype=np.int64),
        takes=np.zeros(shape, dtype=np.int64),
        splits=np.zeros((rows, len(units.grades)), dtype=bool),
        turns=turns,
    )
    # A private school has no catchment, so that a zone's share takes nothing of it; its own share does.
    private = set(layout.stages[stage].lottery.tolist())
    homes = ["" if unit in private else zones[zone] for unit, zone in enumerate(units.zone)]
    for row, project in enumerate(projects):
        if project.school in units.school:
            _fill_project(row, project, stage, fills, units, homes)
    for row, change in enumerate(changes, start=len(projects)):
        if stage in AGED_STAGES:
            _fill_change(row, change, fills, units, homes)
    fills.splits[:, :1] = False
    return fills


def _fill_project(
    row: int, project: Project, stage: Stage, fills: StageFills, units: Units, homes: Sequence[str]
) -> None:
    unit = units.school.index(project.school)
    added = rooms_of(project).get(stage, 0)
    fills.rooms[row, unit] = added - rooms_given(project).get(stage, 0)
    if stage in ("senior", "vocational"):
        fills.plan[row, unit] = project.plan
    if added:
        fills.unit[row] = unit
        fills.replaces[row, unit] = project.kind == "move"
        fills.closes[row, unit] = project.closes_rooms if stage == _first_built(project) else 0
    if added and project.takes_from:
        fills.takes[row] = _takes(project.takes_from, units.school, homes)
        fills.takes[row, unit] = 0
        fills.splits[row] = [grade in project.grades for grade in units.grades]


def _fill_change(row: int, change: Boundary | Merger, fills: StageFills, units: Units, homes: Sequence[str]) -> None:
    receiver = change.into if isinstance(change, Merger) else change.school
    if receiver not in units.school:
        return
    unit = units.school.index(receiver)
    if isinstance(change, Merger):
        if change.school not in units.school:
            return
        gone = units.school.index(change.school)
        fills.takes[row, gone] = SHARE_UNIT
        fills.replaces[row, gone] = True
        fills.splits[row] = True
    else:
        fills.takes[row] = _takes(change.takes_from, units.school, homes)
        fills.takes[row, unit] = 0
        fills.splits[row] = [grade in change.grades for grade in units.grades]
    fills.unit[row] = unit


def _first_built(project: Project) -> Stage:
    """The stage whose old rooms are out of use while a project is built."""
    return next(stage for stage, rooms in rooms_of(project).items() if rooms > 0)


def _takes(takes_from: Mapping[str, float], schools: Sequence[str], zones: Sequence[str]) -> Ints:
    """Share of each unit's catchment: its school's own and its zone's together, at most all [millionths].

    ``zones`` : zone of each unit, empty where a zone's share does not count.
    """
    shares = [
        min(1.0, takes_from.get(school, 0.0) + takes_from.get(zone, 0.0))
        for school, zone in zip(schools, zones, strict=True)
    ]
    return as_weights(np.array(shares, dtype=np.float64))


def usable_rooms(start: Ints, fills: StageFills, opened: Bools, under_way: Bools) -> Ints:
    """Classrooms usable on opening day, shape (replications, units) [rooms].

    ``start`` : (replications, units) at the baseline; ``opened``, ``under_way`` : (replications, projects).
    """
    rows = fills.builds
    done, building = opened[:, rows].astype(np.int64), under_way[:, rows].astype(np.int64)
    replaced = (done @ fills.replaces[rows].astype(np.int64)) > 0
    closed = building @ fills.closes[rows]
    usable: Ints = np.where(replaced, 0, np.maximum(start - closed, 0)) + done @ fills.rooms[rows]
    return np.maximum(usable, 0)


def redirect_claims(claims: Ints, fills: StageFills, opened: Bools, closed: Bools) -> Ints:
    """Move entry claims to the schools that have opened, each its share of the catchment as it was before any of them.

    ``claims``, ``closed`` : (replications, units); nobody is sent to a school that is closed. Mergers take what the
    others have left.
    """
    at_work = _at_work(fills, opened, closed)
    redirected = _hand_over(claims, fills, at_work & ~fills.mergers)
    return hand_over_to_mergers(redirected, fills, opened, closed)


def hand_over_to_mergers(numbers: Ints, fills: StageFills, opened: Bools, closed: Bools) -> Ints:
    """Move what belongs to a merged school to the one that takes its pupils, (replications, units)."""
    return _hand_over(numbers, fills, _at_work(fills, opened, closed) & fills.mergers)


def _at_work(fills: StageFills, opened: Bools, closed: Bools) -> Bools:
    """Which rows take from others, shape (replications, projects): those whose receiver is there and open."""
    working, taking = np.zeros_like(opened), fills.taking
    working[:, taking] = opened[:, taking] & ~closed[:, fills.unit[taking]]
    return working


def _hand_over(numbers: Ints, fills: StageFills, at_work: Bools) -> Ints:
    after = numbers.copy()
    for p, units, moved in _moves(numbers, fills, at_work):
        after[:, units] -= moved
        after[:, fills.unit[p]] += moved.sum(axis=1)
    return after


def split_pupils(pupils: Ints, classes: Ints, fills: StageFills, opens_now: Bools, closed: Bools) -> tuple[Ints, Ints]:
    """Move the named grades' pupils to rooms that open this year, both (replications, units, grades).

    Where they arrive the grade has no class yet: it is formed anew with those who were there. The classes left
    behind keep their number.
    """
    pupils_now, classes_now = pupils.copy(), classes.copy()
    opening = _at_work(fills, opens_now, closed)
    if not opening.any():
        return pupils_now, classes_now
    for grade in np.flatnonzero(fills.splits.any(axis=0)):
        for rows in (~fills.mergers, fills.mergers):
            there = pupils_now[:, :, grade].copy()
            for p, units, moved in _moves(there, fills, opening & fills.splits[:, grade] & rows):
                unit = fills.unit[p]
                pupils_now[:, units, grade] -= moved
                pupils_now[:, unit, grade] += moved.sum(axis=1)
                classes_now[:, unit, grade] = np.where(moved.any(axis=1), 0, classes_now[:, unit, grade])
    return pupils_now, classes_now


def _moves(numbers: Ints, fills: StageFills, at_work: Bools) -> Iterator[tuple[int, Ints, Ints]]:
    """What each project takes from ``numbers``, (replications, units), in whole pupils, with the units it takes from.

    Shares are of the numbers given, so the order of projects does not matter; where they pass the whole, they are
    scaled down to it. Rounded to the nearest, never beyond what is left, in the order of the projects' stable hash.
    """
    anywhere = np.asarray(at_work.any(axis=0))
    working = fills.turns[anywhere[fills.turns]]
    shares = np.maximum(at_work[:, working].astype(np.int64) @ fills.takes[working], SHARE_UNIT)
    left = numbers.copy()
    for p in working:
        units = np.flatnonzero(fills.takes[p])
        of = shares[:, units]
        part = (numbers[:, units] * fills.takes[p, units] + of // 2) // of
        moved = np.minimum(part, left[:, units]) * at_work[:, p, None]
        left[:, units] -= moved
        yield int(p), units, moved
