"""Complaints become faults: the value found, and the file and line that set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from seatsim.domain.faults import Fault
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaf, Leaves, Origin, shown, written
from seatsim.inputs.toml_lines import KeyPath

_Firsts: TypeAlias = dict[int, dict[KeyPath, Leaf]]
"""The first leaf under each table, by the table's depth; filled when asked for."""


def place_complaints(complaints: Iterable[Complaint], leaves: Leaves) -> Iterator[Fault]:
    """Faults from complaints: the value found, and the file and line that set it."""
    firsts: _Firsts = {}
    for complaint in complaints:
        said = _of_the_user(complaint, leaves, firsts)
        leaf = leaves.get(said.path)
        found = "" if leaf is None or said.code in ("unknown-key", "missing") else shown(leaf.value)
        origin = _origin(said.path, leaves, firsts)
        yield Fault(origin.file, origin.line, written(said.path), found, said.allowed, said.code)


def unique(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults with one for each place and key."""
    first: dict[tuple[str, int | None, str, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.key, "" if fault.key else fault.allowed), fault)
    return tuple(first.values())


def _of_the_user(said: Complaint, leaves: Leaves, firsts: _Firsts) -> Complaint:
    """The complaint, or its other side where only that was set by the user."""
    other = said.instead
    return (
        other
        if other is not None and _shipped(said.path, leaves, firsts) and not _shipped(other.path, leaves, firsts)
        else said
    )


def _shipped(path: KeyPath, leaves: Leaves, firsts: _Firsts) -> bool:
    """Whether a key only has its shipped default, which no user can be asked to change."""
    return _origin(path, leaves, firsts).fixed_line is not None


def _origin(path: KeyPath, leaves: Leaves, firsts: _Firsts) -> Origin:
    """Where ``path`` was set; for a table or a missing key, where the nearest table around it was opened."""
    if path in leaves:
        return leaves[path].origin
    for depth in range(len(path), 0, -1):
        tables = firsts.setdefault(depth, {})
        if not tables:
            for other, leaf in leaves.items():
                tables.setdefault(other[:depth], leaf)
        if path[:depth] in tables:
            below = tables[path[:depth]].origin
            return Origin(below.file, path[:depth], below.text, below.fixed_line)
    return next(iter(leaves.values())).origin
