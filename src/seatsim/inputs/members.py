"""Counties of a set, each with what ties it to the others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seatsim.domain.county import County
from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs import births, county_file, figures, flows, history, links, register, staff, zones
from seatsim.inputs.county_sets import SetName, read_set
from seatsim.inputs.flows import Flows
from seatsim.inputs.nearest import unknown
from seatsim.inputs.part import Folder, Part

FILES = (
    county_file.NAME,
    zones.NAME,
    register.NAME,
    figures.NAME,
    births.NAME,
    links.CROWDING,
    links.RESOURCES,
    links.CATCHMENTS,
    links.FEEDERS,
    staff.STAFF,
    staff.POSTS,
    history.NAME,
)
"""Every file of a county folder that is read; the first three are required."""


@dataclass(frozen=True)
class Member:
    """One county of a set."""

    id: str
    """Its id."""
    folder: Folder
    """Where its files are."""
    flows: Flows
    """The flows of the set."""

    def joined(self, county: County) -> County:
        """The county as one of its set: with its flows, and draws of its own."""
        own = self.flows.of(self.id)
        text = "\n".join([county.digest, self.id, *(f"{flow.entity} {flow.pupils!r} {flow.sd!r}" for flow in own)])
        return replace(county, outside=own, of_set=True, digest=hashlib.sha256(text.encode()).hexdigest())

    def placed(self, faults: Sequence[Fault]) -> list[Fault]:
        """Faults of its files; those of a register that name no line, with the county they are of."""
        if not isinstance(self.folder, Part):
            return list(faults)
        return [
            replace(fault, allowed=Phrase("{} (county {})", fault.allowed, self.id)) if _rowless(fault) else fault
            for fault in faults
        ]


def _rowless(fault: Fault) -> bool:
    """Whether a fault is one county's and names no row of it."""
    of_file = ("missing-column", "unknown-column", "no-file", "csv-syntax", "cells", "encoding")
    return (fault.line or 1) == 1 and fault.code not in of_file


def read_member(name: SetName, faults: list[Fault]) -> Member | None:
    """The county of a set that is named; None with faults. A fault without a file is one of the name."""
    found = read_set(name.path, FILES, faults)
    if found is None:
        return None
    told = flows.read_flows(name.path, found.places, faults)
    if name.county not in found.places:
        words = unknown(
            Phrase("county"), name.county, found.places, Phrase("{} holds {}", name.path, _some(list(found.places)))
        )
        faults.append(Fault("", None, "", name.county, words, "unknown-name"))
        return None
    return Member(name.county, found.places[name.county], told)


def _some(names: Sequence[str]) -> str:
    """The first of many names."""
    first = ", ".join(names[:8])
    return Phrase("{} and {} more", first, len(names) - 8) if len(names) > 8 else first
