"""Scenario files: layers merged, every value with its origin, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.limits import Limits
from seatsim.domain.phrase import Phrase
from seatsim.domain.policy import Policy
from seatsim.domain.project import Project
from seatsim.domain.scenario import Scenario
from seatsim.inputs import rules
from seatsim.inputs.county_file import CountyFile, read_county_file
from seatsim.inputs.county_sets import MARK, is_set, named_set
from seatsim.inputs.extends import PatchChain
from seatsim.inputs.members import FILES, Member, read_member
from seatsim.inputs.norms import default_leaves
from seatsim.inputs.overrides import override_leaves
from seatsim.inputs.part import Folder
from seatsim.inputs.places import grounds, is_around, is_as_stated, is_path, outside_county
from seatsim.inputs.placing import place_complaints, unique
from seatsim.inputs.safe_text import unsafe_settings
from seatsim.inputs.schema import Complaint, check
from seatsim.inputs.standing import is_folder
from seatsim.inputs.toml_files import Leaf, Leaves, Origin, overlay, unflatten
from seatsim.inputs.toml_lines import KeyPath

T = TypeVar("T")

_NO_PROJECTS: Leaves = {("projects",): Leaf({}, Origin("default"))}
_HEAD: tuple[KeyPath, ...] = (("format",), ("name",), ("county",))


@dataclass(frozen=True)
class Resolved:
    """A scenario with everything it inherits, and where each value was set."""

    scenario: Scenario
    """The scenario."""
    origins: Mapping[str, Origin]
    """Dotted key to file and line, option, or line of the norms."""
    tree: dict[str, object]
    """Plain values, merged, in the order of the format."""


@dataclass(frozen=True)
class Draft:
    """A scenario as far as it could be read, with everything that is wrong with it."""

    leaves: Leaves
    """Values by key path."""
    county: Folder | None
    """Folder of the county, if it is stated."""
    scenario: Scenario | None
    """The scenario, if its types hold."""
    faults: tuple[Fault, ...]
    """What is wrong."""
    member: Member | None = None
    """The county of a set that is named; None for a county by itself."""

    @property
    def as_of(self) -> date | None:
        """Information date; None if none is stated, or anything is wrong with the scenario."""
        return None if self.faults or self.scenario is None else self.scenario.as_of

    def resolved(self) -> Resolved:
        """The scenario; raises InvalidInput if anything is wrong with it."""
        if self.faults or self.scenario is None:
            raise InvalidInput(self.faults)
        order = [field.name for field in fields(Scenario)]
        leaves = sorted(self.leaves.items(), key=lambda item: order.index(item[0][0]))
        return Resolved(
            self.scenario,
            {".".join(path): leaf.origin for path, leaf in leaves},
            unflatten((path, leaf.value) for path, leaf in leaves),
        )


def draft_scenario(path: Path, overrides: Sequence[str] = ()) -> Draft:
    """Read a scenario, what it extends, its county's limits and norms, and ``a.b=value`` overrides, as far as can be.

    Layers, lowest first: shipped norms, county, extended files, the file itself, overrides. Faults are collected.
    """
    faults: list[Fault] = []
    stated = stated_leaves(path, overrides, faults)
    if not stated:
        return Draft({}, None, None, tuple(faults))
    member = _member(stated, faults)
    folder = member.folder if member is not None else _county_folder(stated)
    county = _county_file(folder, stated, faults)
    return replace(draft_over(path, stated, county, faults), county=folder, member=member)


def stated_leaves(path: Path, overrides: Sequence[str], faults: list[Fault]) -> Leaves:
    """What a scenario, the files that it extends and overrides state themselves; empty with faults if it is none."""
    chain = PatchChain()
    stated = chain.read(path)
    faults.extend(chain.faults)
    if not stated:
        return {}
    stated = overlay(stated, override_leaves(overrides, faults))
    stated.pop(("extends",), None)
    return stated if _county_may_be_named(path, stated, faults) else {}


def _county_may_be_named(path: Path, stated: Leaves, faults: list[Fault]) -> bool:
    """Whether the county is none that a file may not name; its files are not opened before."""
    folder, county = _county_folder(stated), stated.get(("county",))
    if folder is None or county is None:
        return True
    said = None
    if not is_path(folder):
        said = Complaint(("county",), Phrase("no such folder"), "no-file")
    elif county.origin.text and not (
        _is_around(folder, grounds(path)) or is_as_stated(folder, FILES, county.origin.text)
    ):
        said = Complaint(("county",), outside_county(), "outside")
    faults.extend(place_complaints([said] if said else [], stated))
    return said is None


def _is_around(folder: Path, around: Sequence[Path]) -> bool:
    """Whether a county lies within one of the folders: its own folder, or the set of which it is one."""
    whole, mark, _ = str(folder).rpartition(MARK)
    places = [folder, Path(whole)] if mark and not folder.exists() else [folder]
    return all(is_around(place, around) for place in places)


def draft_over(path: Path, stated: Leaves, county: CountyFile | None, faults: list[Fault]) -> Draft:
    """What is ``stated`` over the norms and the settings of a county; ``faults`` were found before."""
    leaves = overlay(default_leaves() | _NO_PROJECTS, {} if county is None else county.overrides)
    leaves = overlay(leaves, stated)
    if ("county",) not in leaves:
        faults.append(
            Fault(str(path), 1, "county", "", Phrase("is required, here or in a file that is extended"), "missing")
        )
    scenario, complaints = check_leaves(leaves, county)
    # What a file's head lacks was said when the file was read.
    complaints = [said for said in complaints if not (said.code == "missing" and said.path in _HEAD)]
    faults.extend(place_complaints(complaints, leaves))
    return Draft(leaves, None, scenario, unique(faults))


def check_leaves(leaves: Leaves, county: CountyFile | None) -> tuple[Scenario | None, list[Complaint]]:
    """The scenario that the leaves state, and every complaint about types, ranges and rules.

    Without a county nothing is said about years and dates.
    """
    tree = unflatten((path, leaf.value) for path, leaf in leaves.items())
    first, latest = (None, None) if county is None else (county.first_as_of, county.information.latest)
    scenario, complaints = check(_with_date_as_text(tree), Scenario)
    complaints.extend(rules.as_of_complaints(leaves, first, latest))
    complaints.extend(rules.range_complaints(leaves, None if county is None else county.baseline_year))
    if tree.get("format") is True:  # true equals 1
        complaints.append(Complaint(("format",), Phrase("must be 1 (required)"), "format"))
    complaints.extend(rules.name_complaints(tree.get("name")))
    complaints.extend(unsafe_settings(leaves))
    complaints.extend(rules.migration_complaints(leaves))
    limits = _part(tree, "limits", Limits)
    if limits is not None:
        complaints.extend(rules.limits_complaints(limits))
    for key, project in _tables(tree, "projects", Project):
        complaints.extend(rules.project_complaints(key, project))
    for key, policy in _tables(tree, "policies", Policy):
        complaints.extend(rules.policy_complaints(key, policy))
    return scenario, complaints


def _with_date_as_text(tree: Mapping[str, object]) -> dict[str, object]:
    """The tree with ``as_of`` as the format's check takes a date; what is no date is left to the rules."""
    as_of = tree.get("as_of")
    rest = {key: value for key, value in tree.items() if key != "as_of"}
    return rest | {"as_of": as_of.isoformat()} if type(as_of) is date else rest


def _part(tree: Mapping[str, object], name: str, kind: type[T]) -> T | None:
    """One table of the scenario on its own, so that its rules are checked when others fail."""
    table = tree.get(name)
    return check(table, kind)[0] if isinstance(table, dict) else None


def _tables(tree: Mapping[str, object], name: str, kind: type[T]) -> Iterator[tuple[str, T]]:
    """Every table of a kind with free names whose own types hold."""
    found = tree.get(name)
    for key, table in found.items() if isinstance(found, dict) else ():
        value = check(table, kind)[0] if isinstance(table, dict) else None
        if value is not None:
            yield key, value


def _county_file(folder: Folder | None, leaves: Leaves, faults: list[Fault]) -> CountyFile | None:
    """The county's own file; None with a fault if the folder or the file cannot be used."""
    if folder is None:
        return None
    if not is_folder(folder):
        faults.extend(place_complaints([Complaint(("county",), Phrase("no such folder"), "no-file")], leaves))
        return None
    if isinstance(folder, Path) and is_set(folder):
        allowed = Phrase("holds many counties: seatsim run works them all; '{}{}<id>' names one of them", folder, MARK)
        faults.extend(place_complaints([Complaint(("county",), allowed, "many")], leaves))
        return None
    return read_county_file(folder, faults)


def _member(leaves: Leaves, faults: list[Fault]) -> Member | None:
    """The county of a set that is named; None where none is, or with faults."""
    folder = _county_folder(leaves)
    named = None if folder is None else named_set(str(folder))
    if named is None or not named.county:
        return None
    said: list[Fault] = []
    member = read_member(named, said)
    if member is None and not said:
        return None
    faults.extend(fault if fault.file else _at_county(fault, leaves) for fault in said)
    return member


def _at_county(fault: Fault, leaves: Leaves) -> Fault:
    """A fault of the name itself, where the scenario states it."""
    return next(place_complaints([Complaint(("county",), fault.allowed, fault.code)], leaves))


def _county_folder(leaves: Leaves) -> Path | None:
    county = leaves.get(("county",))
    return Path(county.value) if county is not None and isinstance(county.value, str) and county.value else None
