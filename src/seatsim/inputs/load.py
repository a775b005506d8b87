"""A scenario together with its county: everything a run needs, every fault of both at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.inputs import history
from seatsim.inputs.county import CountyDraft, draft_county, reconciled
from seatsim.inputs.county_sets import named_set
from seatsim.inputs.cross_checks import cross_complaints
from seatsim.inputs.information import Later
from seatsim.inputs.invented import invented_projects
from seatsim.inputs.members import read_member
from seatsim.inputs.norms import FILE_NAME, later_norms
from seatsim.inputs.part import Folder
from seatsim.inputs.placing import place_complaints, unique
from seatsim.inputs.scenario import Draft, Resolved, check_leaves, draft_scenario
from seatsim.inputs.scenario_names import Named, with_ids
from seatsim.inputs.standing import is_folder
from seatsim.inputs.toml_files import Leaf, Origin, flatten
from seatsim.inputs.unstated import is_unstated

BUDGET = "levers.capital.budget"
"""Key of the capital budget of a year, whose default suits the worked county alone."""


@dataclass(frozen=True)
class Loaded:
    """A scenario with its county."""

    scenario: Scenario
    """The scenario."""
    county: County
    """The county, reconciled with the scenario's readings."""
    origins: Mapping[str, Origin]
    """Dotted key to file and line, option, or line of the norms."""
    tree: dict[str, object]
    """The scenario's plain values, merged."""
    notes: tuple[Phrase, ...]
    """What is worth knowing and no fault, in words."""


def load(path: Path, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario and its county and check them against each other.

    Raises InvalidInput with every fault of both; Infeasible if the figures clash.
    """
    draft = draft_scenario(path, overrides)
    faults = list(draft.faults)
    found = CountyDraft(None, ())
    if draft.county is not None and is_folder(draft.county):
        found = draft_county(draft.county, draft.as_of)
    return completed(draft, found, faults)


def completed(draft: Draft, found: CountyDraft, faults: list[Fault], alone: bool = True) -> Loaded:
    """A drafted scenario with its drafted county; ``faults`` were found before.

    ``alone`` : whether no other county of its set is read, so that flows are held against this one here.

    Raises InvalidInput with every fault of both; Infeasible if the figures clash.
    """
    county, member = found.county, draft.member
    faults.extend(found.faults if member is None else member.placed(found.faults))
    if county is not None and member is not None:
        county = member.joined(county)
        if alone:
            member.flows.hold([county], faults)
    if found.named is not None and draft.leaves:
        draft = _with_ids(draft, found.named, faults)
    if county is not None and draft.scenario is not None:
        faults.extend(place_complaints(cross_complaints(draft.scenario, county), draft.leaves))
    if faults or county is None:
        raise InvalidInput(unique(faults))
    resolved = with_own_laws(draft, county).resolved()
    county = reconciled(county, resolved.scenario.baseline)
    county = replace(county, budget_given=_budget_given(county, resolved))
    later = (*found.later, *_later_norms(resolved))
    scenario = resolved.scenario
    late = (*_late_projects(scenario), *_talent_rounds(scenario, county))
    notes = (*invented_projects(scenario.projects), *late, *_later_notes(scenario, county, later))
    return Loaded(resolved.scenario, county, resolved.origins, resolved.tree, notes)


def _with_ids(draft: Draft, named: Named, faults: list[Fault]) -> Draft:
    """The draft with the ids of the schools and zones that it names; faults of names go to ``faults``."""
    leaves, complaints = with_ids(draft.leaves, named)
    faults.extend(place_complaints(complaints, draft.leaves))
    if leaves == draft.leaves:
        return draft
    return replace(draft, leaves=leaves, scenario=draft.scenario and check_leaves(leaves, None)[0])


def _budget_given(county: County, resolved: Resolved) -> bool:
    """Whether the scenario or the county gives its capital budget, be it as large as the default."""
    value = resolved.scenario.levers.capital.budget
    return county.register.synthetic or not is_unstated(BUDGET, value, resolved.origins[BUDGET])


def resolve(path: Path, overrides: Sequence[str] = ()) -> Resolved:
    """A scenario as it will run: with the laws of its county's history.

    Raises InvalidInput with every fault of the scenario; a county with faults gives no laws.
    """
    draft = draft_scenario(path, overrides)
    if draft.faults or draft.county is None or not is_folder(draft.county):
        return draft.resolved()
    county = draft_county(draft.county, draft.as_of).county
    return (draft if county is None else with_own_laws(draft, county)).resolved()


def with_own_laws(draft: Draft, county: County) -> Draft:
    """The draft with the laws of the county's history where it has the shipped ones; what is stated stays."""
    own = {
        path: Leaf(value, Origin(history.NAME))
        for key, value in county.own_laws.items()
        if draft.leaves[path := tuple(key.split("."))].origin.file == FILE_NAME
    }
    if not own:
        return draft
    leaves = draft.leaves | own
    return replace(draft, leaves=leaves, scenario=check_leaves(leaves, None)[0])


def later_inputs(resolved: Resolved) -> tuple[Later, ...]:
    """Every input that is known only after the scenario's ``as_of``; empty without one.

    Raises InvalidInput if the county is invalid.
    """
    if resolved.scenario.as_of is None:
        return ()
    found = draft_county(_folder(resolved.scenario.county), resolved.scenario.as_of)
    if found.faults:
        raise InvalidInput(found.faults)
    return (*found.later, *_later_norms(resolved))


def _folder(name: str) -> Folder:
    """The county folder, or the county of a set, that a valid scenario names."""
    named = named_set(name)
    member = None if named is None or not named.county else read_member(named, [])
    return Path(name) if member is None else member.folder


def _later_norms(resolved: Resolved) -> tuple[Later, ...]:
    as_of = resolved.scenario.as_of
    values = {".".join(path): value for path, value in flatten(resolved.tree)}
    return () if as_of is None else later_norms(as_of, values)


def _later_notes(scenario: Scenario, county: County, later: Sequence[Later]) -> Iterator[Phrase]:
    """How many inputs the information date leaves out; all of them are listed by ``seatsim show``."""
    if scenario.as_of is None:
        return
    out, stay = (sum(each.rows for each in later if each.stays is stays) for stays in (False, True))
    yield (
        Phrase(
            "as_of = {}: {} rows known only later are left out, {} defaults and settings that rest on "
            "later data stay; seatsim show lists them",
            scenario.as_of,
            out,
            stay,
        )
    )
    if out and county.register.synthetic:
        yield Phrase("as_of = {}: the synthetic register stays as it was drawn, from all figures", scenario.as_of)


def _late_projects(scenario: Scenario) -> Iterator[Phrase]:
    for key, project in scenario.projects.items():
        if project.opens > scenario.horizon:
            yield Phrase(
                "projects.{} opens in {}, after the horizon {}: it changes nothing",
                key,
                project.opens,
                scenario.horizon,
            )


def _talent_rounds(scenario: Scenario, county: County) -> Iterator[Phrase]:
    """A note where rounds for high-level teachers lie outside the run."""
    lever, last = scenario.levers.talent, scenario.horizon - 1
    if lever.teachers and not county.baseline_year <= lever.first_year <= last - lever.years + 1:
        rounds = Phrase("{} to {}", lever.first_year, lever.first_year + lever.years - 1)
        yield Phrase(
            "levers.talent: rounds {}; those before {} or after {} are not held", rounds, county.baseline_year, last
        )
