"""Schools and zones in a scenario: named by id or by what they are called in either language, held against a county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from seatsim.domain.phrase import Phrase, both
from seatsim.domain.project import ProjectKind
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.inputs.named import Bearers, bearers
from seatsim.inputs.nearest import unknown
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaf, Leaves
from seatsim.inputs.toml_lines import KeyPath

_WHOLE = "all"
"""The zone that stands for the whole county in what a policy watches."""


_ON_A_SCHOOL = [kind for kind in get_args(ProjectKind) if kind != "new-school"]
"""Kinds of projects that stand on a school of the register."""


@dataclass(frozen=True)
class Named:
    """Names of a county as far as they are known."""

    zones: tuple[str, ...] | None
    """Zones; None where none could be read."""
    schools: tuple[str, ...] | None
    """Schools; None where none could be read."""
    grades: Mapping[Stage, int]
    """Grades of each stage [grades]."""
    zone_names: tuple[Text, ...]
    """What the zones are called."""
    school_names: tuple[Text, ...]
    """What the schools are called."""


@dataclass
class _Reading:
    """Names read so far: the leaves with ids, and what is wrong."""

    zones: Bearers | None
    schools: Bearers | None
    either: Bearers | None
    leaves: Leaves = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def id_of(self, at: KeyPath, name: str, known: Bearers | None, what: Phrase) -> str:
        """The id that a name means; the name itself, with a complaint, where none or several bear it.

        A name is told wrong only where all that could bear it are known.
        """
        if known is None:
            return name
        ids = known.get(name, ())
        if not ids:
            self.complaints.append(Complaint(at, unknown(what, name, known), "unknown-name"))
        elif len(ids) > 1:
            words = Phrase("is what {} are called: write one of these ids", both(f"'{each}'" for each in ids))
            self.complaints.append(Complaint(at, words, "ambiguous"))
        return ids[0] if len(ids) == 1 else name

    def names_in(self, at: KeyPath, value: object, known: Bearers | None, what: Phrase) -> object:
        """A value with the ids of its names; one that holds no name stays, for its type is told wrong elsewhere."""
        if isinstance(value, list):
            return [self.id_of(at, each, known, what) if isinstance(each, str) else each for each in value]
        if not isinstance(value, str) or (not value and at[-1] == "zone"):
            return value
        return self.id_of(at, value, known, what)

    def take(self, path: KeyPath, leaf: Leaf) -> None:
        """Note one leaf with the ids of what it names."""
        kind = path[-2] if len(path) > 1 else ""
        if kind == "takes_from":
            own = (*path[:-1], self.id_of(path, path[-1], self.either, Phrase("school or zone")))
            if own in self.leaves:
                words = Phrase("stands here twice: it is '{}' too", own[-1])
                self.complaints.append(Complaint(path, words, "duplicate"))
            self.leaves.setdefault(own, leaf)
            return
        known, what = self.schools, Phrase("school")
        if path[-1] == "zone":
            known, what = self.zones, Phrase("zone")
            if known is not None and path[0] == "policies":
                known = {**known, _WHOLE: (_WHOLE,)}
        self.leaves[path] = Leaf(self.names_in(path, leaf.value, known, what), leaf.origin)


def with_ids(leaves: Leaves, named: Named) -> tuple[Leaves, list[Complaint]]:
    """The leaves of a scenario with the ids of the schools and zones that they name, and names that mean none.

    A complaint stands at the key as it was written.
    """
    zones = _bearers(named.zones, named.zone_names)
    schools = _bearers(named.schools, named.school_names)
    built = [path[1] for path, leaf in leaves.items() if _builds_a_school(path, leaf)]
    new = _bearers(*_new_schools(leaves, built))
    any_of = None if zones is None or schools is None or new is None else _together(zones, schools, new)
    reading = _Reading(zones, schools, any_of)
    for path, leaf in leaves.items():
        if _names(path) and not _of_its_own(path, leaves):
            reading.take(path, leaf)
        else:
            reading.leaves[path] = leaf
    return reading.leaves, reading.complaints


def _names(path: KeyPath) -> bool:
    """Whether a leaf names schools or zones."""
    match path:
        case ("projects", _, "school" | "zone") | ("projects", _, "takes_from", _):
            return True
        case ("levers", "layout", "boundaries", _, "school") | ("levers", "layout", "boundaries", _, "takes_from", _):
            return True
        case ("levers", "small_schools", "mergers", _, "school" | "into"):
            return True
        case ("levers", "groups", "formed", _, "schools") | ("policies", _, "when", "zone"):
            return True
    return False


def _of_its_own(path: KeyPath, leaves: Leaves) -> bool:
    """Whether a project's school is, or may be, one that it opens."""
    if path[0] != "projects" or path[-1] != "school":
        return False
    kind = leaves.get((*path[:-1], "kind"))
    return kind is None or kind.value not in _ON_A_SCHOOL


def _builds_a_school(path: KeyPath, leaf: Leaf) -> bool:
    """Whether a leaf says that its project opens a school, whose id is its own."""
    return len(path) == 3 and path[0] == "projects" and path[-1] == "kind" and leaf.value == "new-school"


def _new_schools(leaves: Leaves, built: Sequence[str]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Ids and names of the schools that projects open."""

    def text(*path: str) -> str:
        value = leaves[path].value if path in leaves else ""
        return value if isinstance(value, str) else ""

    ids = tuple(text("projects", key, "school") for key in built)
    names = (Text(text("projects", key, "name", "zh"), text("projects", key, "name", "en")) for key in built)
    return ids, tuple(names)


def _bearers(ids: Sequence[str] | None, names: Sequence[Text]) -> Bearers | None:
    """Ids by every name; None where the ids are not known."""
    return None if ids is None else bearers(ids, names)


def _together(*kinds: Bearers) -> Bearers:
    """Bearers of all kinds; an id is its own bearer's alone, whatever others are called."""
    found: dict[str, dict[str, None]] = {}
    for kind in kinds:
        for name, ids in kind.items():
            found.setdefault(name, {}).update(dict.fromkeys(ids))
    own = {name: (name,) for name, ids in found.items() if name in ids}
    return {name: tuple(ids) for name, ids in found.items()} | own
