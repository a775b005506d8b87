"""Whose error laws of demand a run has: the shipped ones, those of the county's history, or the scenario's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from seatsim.domain.county import County
from seatsim.domain.scenario import Scenario
from seatsim.inputs.norms import norms

DemandErrors: TypeAlias = Literal["assumed", "derived", "stated"]

_MOVED, _ENTERED = "uncertainty.progression.", "uncertainty.migration."
_BOTH = ("on", "common_sd", "common_carry", "common_freedom", "zone_sd", "zone_carry", "cell_sd", "cell_variance")
LAWS = (
    *(f"{_MOVED}{name}" for name in (*_BOTH, "grade_sd", "zone_variance", "transfer_scale")),
    *(f"{_ENTERED}{name}" for name in _BOTH),
)
"""How demand errs. Where in-migrants go, and a wave of them, say how much demand there is, not how it errs."""


def demand_errors(scenario: Scenario, county: County) -> DemandErrors:
    """Kind of the error laws, by their values alone.

    ``stated`` where one is neither the shipped nor the county's own; ``derived`` where every law that the county's
    history gives is in force, some of progression among them; else ``assumed``, the weaker: where they are mixed too.
    """
    shipped, own = norms(), county.own_laws
    values = dict(_values(scenario))
    if any(value != shipped[key].value and value != own.get(key) for key, value in values.items()):
        return "stated"
    given = any(key.startswith(_MOVED) for key in own)
    return "derived" if given and all(values[key] == value for key, value in own.items()) else "assumed"


def _values(scenario: Scenario) -> Iterator[tuple[str, object]]:
    """Laws of the scenario by dotted key."""
    on = scenario.uncertainty
    for key in LAWS:
        part = on.progression if key.startswith(_MOVED) else on.migration
        yield key, getattr(part, key.rpartition(".")[2])
