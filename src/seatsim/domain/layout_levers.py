"""Where children belong and which schools stand together: boundaries, mergers, education groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

GroupKind: TypeAlias = Literal["一体型", "联盟型", "辐射型"]


@dataclass(frozen=True)
class Boundary:
    """A change of catchments without a build."""

    school: str
    """School whose catchment grows; it keeps its rooms."""
    year: int
    """First September of the new boundary [academic year]."""
    takes_from: Mapping[str, float]
    """Schools or zones that give, with the share of their catchment (and of the grades named) [share]."""
    source: str
    """Where the change is stated, or why it is assumed."""
    grades: tuple[str, ...] = ()
    """Grades already at school that move too, in the first September."""


@dataclass(frozen=True)
class LayoutLever:
    """Where children belong."""

    homes_wait: bool
    """Whether new homes wait for seats: in a September in which the compulsory schools of the new urban zones have no
    seat for more than the pupils of the year before, no family moves into new homes there."""
    boundaries: Mapping[str, Boundary] = field(default_factory=dict)
    """Changes of catchments by id."""


@dataclass(frozen=True)
class Merger:
    """A small school that closes; its pupils, its catchment and its feeders go to another."""

    school: str
    """School that closes."""
    into: str
    """School that takes its pupils, grade by grade."""
    year: int
    """First September without it [academic year]."""
    source: str
    """Where the merger is stated, or why it is assumed."""


@dataclass(frozen=True)
class SmallSchoolsLever:
    """What becomes of small schools; other uses of their rooms are projects (``conversion``)."""

    mergers: Mapping[str, Merger] = field(default_factory=dict)
    """Mergers by id."""


@dataclass(frozen=True)
class Group:
    """An education group that a scenario forms, or a group of the register that changes its kind or its members."""

    kind: GroupKind
    """One school (一体型): pupils, posts and rooms are shared; alliance (联盟型): teachers are exchanged; radiation
    (辐射型): lessons and pull alone."""
    schools: tuple[str, ...]
    """Its members; who stood in another group leaves it."""
    year: int
    """First September [academic year]."""
    source: str
    """Where the group is stated, or why it is assumed."""


@dataclass(frozen=True)
class GroupsLever:
    """Education groups."""

    evens_out: float
    """Part of the uneven pull of a group's schools on entrants that evens out in a year, in every kind of group
    [share/year]."""
    formed: Mapping[str, Group] = field(default_factory=dict)
    """Groups by name; a name of the register's replaces that group."""
