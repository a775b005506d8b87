"""Education groups: which schools stand together in a year, and what their kind lets them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.layout_levers import Group
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.apportion import Groups, share_out
from seatsim.model.layout import Layout
from seatsim.model.streams import hashes

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ONE_SCHOOL = "一体型"
"""The kind that is one school: pupils, posts and rooms are shared."""
LESSONS_ALONE = "辐射型"
"""The kind that shares lessons and pull alone: no teacher is exchanged."""


@dataclass(frozen=True)
class StageGroups:
    """Groups of one stage's units; a unit in no group of at least two is a group of its own."""

    members: Groups
    """Units by group."""
    grouped: Ints
    """1 for units of a group of at least two, shape (units,)."""
    inside: Ints
    """These units, shape (grouped,)."""
    together: Groups
    """These units by group."""
    one_school: Ints
    """1 for those whose group is one school, shape (units,)."""
    exchanging: Ints
    """1 for those whose group exchanges teachers, shape (units,)."""
    since: Ints
    """Academic year after which the pull of the unit's group has begun to even out, shape (units,)."""


@dataclass(frozen=True)
class Era:
    """The groups of some years."""

    first_year: int
    """From this academic year on."""
    stages: Mapping[Stage, StageGroups]
    """By stage."""
    members: Groups
    """Units of the stages with classes side by side, by group."""
    exchanging: Ints
    """1 for those of them whose group exchanges teachers, shape (units,)."""
    whole: Bools
    """Whether each of these groups is one school, shape (groups,)."""


def build_eras(county: County, formed: Mapping[str, Group], layout: Layout) -> tuple[Era, ...]:
    """Groups of the register from the baseline on, anew in every year in which a scenario forms one."""
    years = sorted({county.baseline_year, *(group.year for group in formed.values())})
    return tuple(_era(year, _membership(county, formed, year), layout) for year in years)


def groups_in(eras: tuple[Era, ...], year: int) -> Era:
    """The groups of an academic year: those of the last era that has begun."""
    return [era for era in eras if era.first_year <= year][-1]


@dataclass(frozen=True)
class _Member:
    """What a school is a member of."""

    group: str
    kind: str
    since: int


def _membership(county: County, formed: Mapping[str, Group], year: int) -> dict[str, _Member]:
    """Membership of each school in ``year``; later groups win, in the order of year and name."""
    register = county.register
    found = {
        school: _Member(group, kind, county.baseline_year)
        for school, group, kind in zip(register.school_id, register.group, register.group_kind, strict=True)
        if group
    }
    for name, group in sorted(formed.items(), key=lambda item: (item[1].year, item[0])):
        if group.year <= year:
            before = found
            found = {school: of for school, of in before.items() if of.group != name}
            found |= {school: _Member(name, group.kind, _since(school, group, before)) for school in group.schools}
    return found


def _since(school: str, group: Group, before: Mapping[str, _Member]) -> int:
    """When a member's pull began to even out: with its old group, if another member comes from there too."""
    old = before.get(school)
    stays = [s for s in group.schools if old is not None and s in before and before[s].group == old.group]
    return group.year - 1 if old is None or len(stays) < 2 else old.since


def _era(year: int, membership: Mapping[str, _Member], layout: Layout) -> Era:
    stages = {stage: _units_of(layout.stages[stage].units.school, membership) for stage in STAGES}
    members = Groups.beside([stages[stage].members for stage in CLASS_STAGES])
    exchanging = np.concatenate([stages[stage].exchanging for stage in CLASS_STAGES])
    one_school = np.concatenate([stages[stage].one_school for stage in CLASS_STAGES])
    return Era(year, stages, members, exchanging, members.sums(one_school) > 0)


def _units_of(schools: tuple[str, ...], membership: Mapping[str, _Member]) -> StageGroups:
    names = [membership[school].group if school in membership else "" for school in schools]
    keys = [
        name if name and names.count(name) > 1 else f"school {school}"
        for name, school in zip(names, schools, strict=True)
    ]
    found = [membership[s] if key == name else None for s, key, name in zip(schools, keys, names, strict=True)]
    order = {key: place for place, key in enumerate(sorted(set(keys)))}
    of = np.array([order[key] for key in keys], dtype=np.int64)
    ties, grouped = hashes(schools), np.array([m is not None for m in found], dtype=np.int64)
    inside = np.flatnonzero(grouped)
    return StageGroups(
        members=Groups.make(of, len(order), ties),
        grouped=grouped,
        inside=inside,
        together=Groups.make(np.unique(of[inside], return_inverse=True)[1], len(set(of[inside])), ties[inside]),
        one_school=np.array([m is not None and m.kind == ONE_SCHOOL for m in found], dtype=np.int64),
        exchanging=np.array([m is not None and m.kind != LESSONS_ALONE for m in found], dtype=np.int64),
        since=np.array([0 if m is None else m.since for m in found], dtype=np.int64),
    )


def even_out(claims: Ints, rooms: Ints, groups: StageGroups, evens_out: float, year: int) -> Ints:
    """Claims once the pull of a group's schools has evened out by a share a year since the group stands.

    ``claims``, ``rooms`` : (replications, units). Even is what each school's rooms are of its group's; of the claims
    beyond that the part that has evened out goes to the schools of the group below it, in proportion.
    """
    if evens_out <= 0.0 or not len(groups.inside):
        return claims
    members, here, there = groups.together, claims[:, groups.inside], rooms[:, groups.inside]
    seats = members.sums(there)
    even = share_out(np.where(seats > 0, members.sums(here), 0), there, members)
    inside = (seats > 0)[:, members.of]
    beyond, below = (np.where(inside, np.maximum(gap, 0), 0) for gap in (here - even, even - here))
    part = 1.0 - (1.0 - evens_out) ** np.maximum(year - groups.since[groups.inside], 0)
    gives = np.floor(beyond * part).astype(np.int64)
    after = claims.copy()
    after[:, groups.inside] += share_out(members.sums(gives), below, members) - gives
    return after
