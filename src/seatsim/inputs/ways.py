"""Zones without a stage: their children go to the nearest zone that has it, if there is a way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.domain.county import Register, Zone
from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.domain.stages import AGED_STAGES, COMPULSORY, Stage
from seatsim.inputs.links import Schools
from seatsim.inputs.zones import Drafted

Catchments = Mapping[tuple[str, str, Stage], float]


def way_faults(drafted: Drafted, register: Register, schools: Schools, catchments: Catchments) -> Iterator[Fault]:
    """Zones whose children of a stage could go nowhere; ``catchments`` may say where they go."""
    lost: dict[str, list[Stage]] = {}
    stated = {(zone, stage) for (zone, _, stage), share in catchments.items() if share > 0}
    for stage in AGED_STAGES:
        homes = _homes(stage, register, schools)
        if not homes:
            continue  # nobody follows the stage
        for zone in drafted.zones:
            served = zone.id in homes or (zone.id, stage) in stated
            if not served and not _reached(zone.id, drafted.zones) & homes:
                lost.setdefault(zone.id, []).append(stage)
    for zone, line in zip(drafted.zones, drafted.lines, strict=True):
        if zone.id in lost:
            text = (
                "no school of {} here, and no way over neighbours to a zone that has one: its children could go"
                " nowhere; name a neighbour and its minutes, or catchments"
            )
            words = Phrase(text, listed(map(word, lost[zone.id])))
            yield Fault(drafted.file, line, "neighbours", ";".join(zone.neighbours), words, "no-way")


def _homes(stage: Stage, register: Register, schools: Schools) -> set[str]:
    """Zones with a school that has a catchment in a stage: private ones of the compulsory stages have none."""
    stages = schools.stages or {}
    return {
        zone
        for school, zone in zip(register.school_id, register.zone, strict=True)
        if stage in stages.get(school, ()) and not (stage in COMPULSORY and school in schools.private)
    }


def _reached(start: str, zones: Sequence[Zone]) -> set[str]:
    """Zones that can be reached over neighbours, the zone itself among them; neighbours are so both ways."""
    beside: dict[str, set[str]] = {zone.id: set(zone.neighbours) for zone in zones}
    for zone in zones:
        for neighbour in zone.neighbours:
            beside.setdefault(neighbour, set()).add(zone.id)
    found, asked = {start}, [start]
    while asked:
        more = beside.get(asked.pop(), set()) - found
        found |= more
        asked.extend(more)
    return found
