"""A scenario together with a set of counties: everything that a run of many needs, every fault of all at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seatsim.domain.county import County, OutsideFlow
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.inputs.county import draft_county
from seatsim.inputs.county_file import CountyFile, read_county_file
from seatsim.inputs.county_sets import SetName, named_set, read_set
from seatsim.inputs.flows import Flows, read_flows
from seatsim.inputs.load import Loaded, completed
from seatsim.inputs.members import FILES, Member
from seatsim.inputs.placing import place_complaints, unique
from seatsim.inputs.scenario import Draft, draft_over, stated_leaves
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaves, unflatten
from seatsim.inputs.toml_lines import KeyPath

_OF_ONE_COUNTY: tuple[KeyPath, ...] = (
    ("projects",),
    ("policies",),
    ("levers", "layout", "boundaries"),
    ("levers", "small_schools", "mergers"),
    ("levers", "groups", "formed"),
)
"""Tables of a scenario whose entries name schools or zones, of which every county has its own."""

Read = Callable[[int, int], None]
"""Told how many counties are read, and how many there are."""


@dataclass(frozen=True)
class LoadedCounties:
    """A scenario with the counties of a set."""

    scenario: Scenario
    """The scenario as the first county has it; what counties may set for themselves differs in others."""
    members: tuple[Loaded, ...]
    """The scenario with each county, by id."""
    tree: dict[str, object]
    """What the scenario states itself, merged: every county's own settings and the norms stand below it."""
    digest: str
    """SHA-256 over the counties and their flows."""
    flows: tuple[OutsideFlow, ...]
    """Flows between the counties, by the names of their ends."""
    notes: tuple[Phrase, ...]
    """What is worth knowing and no fault, in words."""
    assumed: tuple[Phrase, ...]
    """What was completed by a stated rule, in words."""
    repairs: tuple[Phrase, ...] = ()
    """What was read otherwise than it stands in the counties' files, in words."""


def set_named_by(path: Path, overrides: Sequence[str] = ()) -> SetName | None:
    """The set of counties, or the county of one, that a scenario names; None for a county by itself, or for faults."""
    county = stated_leaves(path, overrides, []).get(("county",))
    return named_set(county.value) if county is not None and isinstance(county.value, str) and county.value else None


def load_counties(path: Path, overrides: Sequence[str] = (), read: Read | None = None) -> LoadedCounties:
    """Read a scenario and every county of the set that it names, and check them against each other.

    Raises InvalidInput with every fault of all; Infeasible if the figures of one clash.
    """
    faults: list[Fault] = []
    stated = stated_leaves(path, overrides, faults)
    county = stated.get(("county",))
    named = named_set(str(county.value)) if county is not None else None
    found = None if named is None else read_set(named.path, FILES, faults)
    if not stated or named is None or found is None:
        raise InvalidInput(unique(faults))
    faults.extend(place_complaints(_of_one_county(stated), stated))
    flows = read_flows(named.path, found.places, faults)
    drafts = _Drafts(path, stated)
    loaded: list[Loaded] = []
    for number, (name, place) in enumerate(found.places.items(), start=1):
        one = _read(Member(name, place, flows), drafts, faults)
        if one is not None:
            loaded.append(one)
        if read is not None:
            read(number, len(found.places))
    _whole_set_holds(loaded, flows, faults)
    if faults:
        raise InvalidInput(unique(faults))
    tree = unflatten((key, leaf.value) for key, leaf in stated.items())
    between = tuple(sorted(flows.flows, key=lambda flow: flow.entity))
    digest = _digest(one.county for one in loaded)
    repairs = tuple(words for one in loaded for words in one.county.repairs)
    return LoadedCounties(loaded[0].scenario, tuple(loaded), tree, digest, between, *_notes(loaded), repairs)


def _read(member: Member, drafts: _Drafts, faults: list[Fault]) -> Loaded | None:
    """One county with the scenario; None with faults."""
    said: list[Fault] = []
    file = read_county_file(member.folder, said)
    if file is None:
        faults.extend(said)
        faults.extend(member.placed(draft_county(member.folder).faults))
        return None
    draft = drafts.over(file)
    found = draft_county(member.folder, draft.as_of)
    try:
        # Flows are held against all counties at once, when every one has been read.
        return completed(replace(draft, county=member.folder, member=member), found, list(draft.faults), alone=False)
    except InvalidInput as error:
        faults.extend(error.faults)
        return None


class _Drafts:
    """The scenario over the settings of counties; those that set nothing, or share what they set, share one."""

    def __init__(self, path: Path, stated: Leaves) -> None:
        self._path, self._stated = path, stated
        self._known: dict[tuple[object, ...], Draft] = {}
        self._held: list[CountyFile] = []  # lest another takes the place by which its settings are known

    def over(self, file: CountyFile) -> Draft:
        """The scenario over a county's settings."""
        key = (id(file.overrides) if file.overrides else 0, file.baseline_year, file.information)
        if key not in self._known:
            self._known[key] = draft_over(self._path, self._stated, file, [])
            self._held.append(file)
        return self._known[key]


def _of_one_county(stated: Leaves) -> list[Complaint]:
    """What names schools or zones: in a run of many counties nobody knows whose they are."""
    words = Phrase("names schools or zones of one county: run that one with --county, or leave it out of a run of many")
    first: dict[KeyPath, KeyPath] = {}
    for path in stated:
        for table in _OF_ONE_COUNTY:
            if path[: len(table)] == table and len(path) > len(table):
                first.setdefault(path[: len(table) + 1], path)
    return [Complaint(path, words, "one-county") for path in first]


def _whole_set_holds(loaded: Sequence[Loaded], flows: Flows, faults: list[Fault]) -> None:
    """Note what no county can be told by itself: other baseline years, and flows that are too large."""
    for one in loaded[1:]:
        first = loaded[0].county
        if one.county.baseline_year != first.baseline_year:
            words = Phrase(
                "must be {}, as of county {}: the years of all counties are added up", first.baseline_year, first.id
            )
            found = Phrase("{} (county {})", one.county.baseline_year, one.county.id)
            faults.append(Fault(one.scenario.county, None, "baseline_year", found, words, "other-year"))
    if flows.table is not None:
        flows.hold((one.county for one in loaded), faults)


def _digest(counties: Iterable[County]) -> str:
    return hashlib.sha256("".join(f"{county.id} {county.digest}\n" for county in counties).encode()).hexdigest()


def _notes(loaded: Sequence[Loaded]) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Notes of the counties and what was completed, each once, with how many have it."""
    notes, assumed = (Counter(text for one in each for text in one) for each in _texts(loaded))
    return _each_once(notes, len(loaded)), _each_once(assumed, len(loaded))


def _texts(loaded: Sequence[Loaded]) -> tuple[Sequence[Sequence[Phrase]], Sequence[Sequence[Phrase]]]:
    return [one.notes for one in loaded], [one.county.assumed for one in loaded]


def _each_once(counts: Counter[Phrase], counties: int) -> tuple[Phrase, ...]:
    return tuple(
        text if count == counties else Phrase("{} ({} counties)", text, count) for text, count in counts.items()
    )
