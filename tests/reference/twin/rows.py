"""Rows: what projects, boundaries and mergers do in a stage: ``docs/exact/README.md``, 5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from books import Counts

from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, Stage
from twin.campuses import Campus, rooms_added, rooms_given
from twin.sharing import MILLION, as_weight, stable_hash


@dataclass(frozen=True)
class Row:
    """What one project, boundary or merger does in one stage."""

    id: str
    sort: Literal["project", "boundary", "merger"]
    school: str
    """School of the project or boundary, or the one that closes."""
    rooms: int = 0
    """Rooms added at its school, less those given up."""
    receiver: str | None = None
    ends_rooms: bool = False
    """Whether the old rooms of its school end."""
    closes_rooms: int = 0
    """Rooms of its school that are closed while built."""
    takes: Counts = field(default_factory=dict)
    """What it takes of each unit [millionths]; zeros left out."""
    grades: frozenset[int] = frozenset()
    """Grades that move."""

    @property
    def is_merger(self) -> bool:
        """Mergers come after all others."""
        return self.sort == "merger"


def what_it_takes(shares: Mapping[str, float], stage: Stage, units: Iterable[Campus], receiver: str) -> Counts:
    """What a row takes of each unit of a stage (5.1)."""
    takes = {}
    for unit in units:
        of_zone = 0.0 if unit.is_lottery(stage) else shares.get(unit.zone, 0.0)
        weight = as_weight(min(1.0, shares.get(unit.id, 0.0) + of_zone))
        if weight > 0 and unit.id != receiver:
            takes[unit.id] = weight
    return takes


def moving_grades(named: Sequence[str], names: Sequence[str]) -> frozenset[int]:
    """The grades of a stage among those named, never the entry grade (5.2)."""
    return frozenset(grade for grade in range(1, len(names)) if names[grade] in named)


def project_row(name: str, project: Project, stage: Stage, units: Sequence[Campus], names: Sequence[str]) -> Row | None:
    """What a project does in a stage in which its school has a unit."""
    if project.school not in [unit.id for unit in units]:
        return None
    added = rooms_added(project, stage)
    shares = project.takes_from if added > 0 else None
    built = [s for s in CLASS_STAGES if rooms_added(project, s) > 0]
    return Row(
        id=name,
        sort="project",
        school=project.school,
        rooms=added - rooms_given(project, stage),
        receiver=project.school if added > 0 else None,
        ends_rooms=project.kind == "move" and added > 0,
        closes_rooms=project.closes_rooms if built and built[0] == stage else 0,
        takes=what_it_takes(shares, stage, units, project.school) if shares else {},
        grades=moving_grades(project.grades, names) if shares else frozenset(),
    )


def boundary_row(
    name: str, boundary: Boundary, stage: Stage, units: Sequence[Campus], names: Sequence[str]
) -> Row | None:
    """What a boundary does in a stage in which its school has a unit."""
    if stage not in AGED_STAGES or boundary.school not in [unit.id for unit in units]:
        return None
    return Row(
        id=name,
        sort="boundary",
        school=boundary.school,
        receiver=boundary.school,
        takes=what_it_takes(boundary.takes_from, stage, units, boundary.school),
        grades=moving_grades(boundary.grades, names),
    )


def merger_row(name: str, merger: Merger, stage: Stage, units: Sequence[Campus], names: Sequence[str]) -> Row | None:
    """What a merger does in a stage in which both schools have a unit."""
    present = [unit.id for unit in units]
    if stage not in AGED_STAGES or merger.school not in present or merger.into not in present:
        return None
    return Row(
        id=name,
        sort="merger",
        school=merger.school,
        receiver=merger.into,
        ends_rooms=True,
        takes={merger.school: MILLION},
        grades=moving_grades(names, names),
    )


def rows_of(plan: Plan, stage: Stage, units: Sequence[Campus], names: Sequence[str]) -> list[Row]:
    """The rows of a stage, in their order: by the stable hash of their ids, projects, boundaries and mergers alike."""
    layout, small = plan.levers.layout, plan.levers.small_schools
    rows = [(i, project_row(i, project, stage, units, names)) for i, project in sorted(plan.projects.items())]
    rows += [(i, boundary_row(i, boundary, stage, units, names)) for i, boundary in sorted(layout.boundaries.items())]
    rows += [(i, merger_row(i, merger, stage, units, names)) for i, merger in sorted(small.mergers.items())]
    return [row for _, row in sorted(rows, key=lambda pair: stable_hash(pair[0])) if row is not None]


def move_shares(numbers: Counts, rows: Sequence[Row]) -> tuple[Counts, Counts]:
    """Numbers of units after some rows at work have moved their shares, and what each unit got (5.5)."""
    divisor = {unit: max(sum(row.takes.get(unit, 0) for row in rows), MILLION) for unit in numbers}
    left = dict(numbers)
    got = dict.fromkeys(numbers, 0)
    for row in rows:
        for unit, share in row.takes.items():
            part = (numbers[unit] * share + divisor[unit] // 2) // divisor[unit]
            moved = min(part, left[unit])
            left[unit] -= moved
            assert row.receiver is not None
            got[row.receiver] += moved
    return {unit: left[unit] + got[unit] for unit in numbers}, got


def mergers_last(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that are no mergers, and the mergers."""
    return [row for row in rows if not row.is_merger], [row for row in rows if row.is_merger]
