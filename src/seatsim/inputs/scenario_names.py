"""Names of schools and zones in a scenario, held against those of a county of which not everything can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from seatsim.domain.layout_levers import Boundary, Group, Merger
from seatsim.domain.phrase import Phrase
from seatsim.domain.policy import Policy
from seatsim.domain.project import Project
from seatsim.domain.stages import Stage
from seatsim.inputs.nearest import unknown
from seatsim.inputs.schema import Complaint, check
from seatsim.inputs.toml_files import Leaves, unflatten
from seatsim.inputs.toml_lines import KeyPath

T = TypeVar("T")


@dataclass(frozen=True)
class Named:
    """Names of a county as far as they are known."""

    zones: tuple[str, ...] | None
    """Zones; None where none could be read."""
    schools: tuple[str, ...] | None
    """Schools; None where none could be read."""
    grades: Mapping[Stage, int]
    """Grades of each stage [grades]."""


def name_complaints(leaves: Leaves, named: Named) -> Iterator[Complaint]:
    """Schools and zones that are none of the county's, in every entry of the scenario that holds by itself.

    A name is told wrong only where all that could bear it are known.
    """
    tree = unflatten((path, leaf.value) for path, leaf in leaves.items())
    projects = list(_entries(tree, ("projects",), Project))
    new = [project.school for _, project in projects if project.kind == "new-school"]
    either = None if named.zones is None or named.schools is None else (*named.zones, *named.schools, *new)
    for at, project in projects:
        if project.kind != "new-school":
            yield from _known((*at, "school"), [project.school], named.schools, Phrase("school"))
        yield from _known((*at, "zone"), [project.zone] if project.zone else [], named.zones, Phrase("zone"))
        yield from _from(at, list(project.takes_from or ()), either)
    for at, boundary in _entries(tree, ("levers", "layout", "boundaries"), Boundary):
        yield from _known((*at, "school"), [boundary.school], named.schools, Phrase("school"))
        yield from _from(at, list(boundary.takes_from), either)
    for at, merger in _entries(tree, ("levers", "small_schools", "mergers"), Merger):
        yield from _known((*at, "school"), [merger.school], named.schools, Phrase("school"))
        yield from _known((*at, "into"), [merger.into], named.schools, Phrase("school"))
    for at, group in _entries(tree, ("levers", "groups", "formed"), Group):
        yield from _known((*at, "schools"), group.schools, named.schools, Phrase("school"))
    zones = None if named.zones is None else (*named.zones, "all")
    for at, policy in _entries(tree, ("policies",), Policy):
        yield from _known((*at, "when", "zone"), [policy.when.zone], zones, Phrase("zone"))


def _entries(tree: Mapping[str, object], path: KeyPath, kind: type[T]) -> Iterator[tuple[KeyPath, T]]:
    """Entries of a table with free names whose own types hold."""
    found: object = tree
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    for key, table in found.items() if isinstance(found, dict) else ():
        value = check(table, kind)[0] if isinstance(table, dict) else None
        if value is not None:
            yield (*path, key), value


def _from(at: KeyPath, names: Sequence[str], known: Sequence[str] | None) -> Iterator[Complaint]:
    for name in names:
        yield from _known((*at, "takes_from", name), [name], known, Phrase("school or zone"))


def _known(at: KeyPath, names: Sequence[str], known: Sequence[str] | None, what: Phrase) -> Iterator[Complaint]:
    if known is not None:
        yield from (Complaint(at, unknown(what, name, known), "unknown-name") for name in names if name not in known)
