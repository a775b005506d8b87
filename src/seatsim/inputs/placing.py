"""Complaints become faults: the value found, and the file and line that set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seatsim.domain.faults import Fault
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaves, Origin, shown, written
from seatsim.inputs.toml_lines import KeyPath


def place_complaints(complaints: Iterable[Complaint], leaves: Leaves) -> Iterator[Fault]:
    """Faults from complaints: the value found, and the file and line that set it."""
    for complaint in complaints:
        said = _of_the_user(complaint, leaves)
        leaf = leaves.get(said.path)
        found = "" if leaf is None or said.code in ("unknown-key", "missing") else shown(leaf.value)
        origin = _origin(said.path, leaves)
        yield Fault(origin.file, origin.line, written(said.path), found, said.allowed, said.code)


def unique(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults with one for each place and key."""
    first: dict[tuple[str, int | None, str, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.key, "" if fault.key else fault.allowed), fault)
    return tuple(first.values())


def _of_the_user(said: Complaint, leaves: Leaves) -> Complaint:
    """The complaint, or its other side where only that was set by the user."""
    other = said.instead
    return other if other is not None and _shipped(said.path, leaves) and not _shipped(other.path, leaves) else said


def _shipped(path: KeyPath, leaves: Leaves) -> bool:
    """Whether a key only has its shipped default, which no user can be asked to change."""
    return _origin(path, leaves).fixed_line is not None


def _origin(path: KeyPath, leaves: Leaves) -> Origin:
    """Where ``path`` was set; for a table or a missing key, where the nearest table around it was opened."""
    if path in leaves:
        return leaves[path].origin
    for depth in range(len(path), 0, -1):
        for other, leaf in leaves.items():
            if other[:depth] == path[:depth]:
                below = leaf.origin
                return Origin(below.file, path[:depth], below.text, below.fixed_line)
    return next(iter(leaves.values())).origin
