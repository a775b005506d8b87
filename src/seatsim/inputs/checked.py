"""What ``seatsim check`` tells of an input that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.inputs.county import read_county
from seatsim.inputs.load import load
from seatsim.inputs.load_counties import load_counties, set_named_by
from seatsim.inputs.standing import is_folder


@dataclass(frozen=True)
class Checked:
    """A scenario and its counties, or a county folder, in which nothing is wrong."""

    notes: tuple[Phrase, ...]
    """What was completed by rule, or is worth knowing."""
    repairs: tuple[Phrase, ...]
    """What was read otherwise than it stands in the files."""
    counties: tuple[tuple[County, Scenario | None], ...]
    """Counties, each with the scenario as it has it; None for a folder."""


def check_input(path: Path, overrides: Sequence[str] = ()) -> Checked:
    """Read a scenario and its county or counties, or a county folder.

    Raises InvalidInput with every fault of all; Infeasible if figures clash.
    """
    if is_folder(path):
        county = read_county(path)
        return Checked(county.assumed, county.repairs, ((county, None),))
    named = set_named_by(path, overrides)
    if named is not None and not named.county:
        many = load_counties(path, overrides)
        return Checked(
            (*many.assumed, *many.notes), many.repairs, tuple((one.county, one.scenario) for one in many.members)
        )
    found = load(path, overrides)
    return Checked(
        tuple(dict.fromkeys((*found.county.assumed, *found.notes))),
        found.county.repairs,
        ((found.county, found.scenario),),
    )
