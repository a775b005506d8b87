"""Zones: ``zones.csv`` with neighbours and travel times."""

from __future__ import annotations

import math
from dataclasses import dataclass

from seatsim.domain.county import Zone
from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.domain.text import Text
from seatsim.inputs.named import Names, by_name, named_ids
from seatsim.inputs.nearest import unknown
from seatsim.inputs.part import Folder
from seatsim.inputs.sizes import MOST_ZONES, too_many
from seatsim.inputs.tables import Columns, Table, read_table

NAME = "zones.csv"
WHOLE = "all"
"""What measures and policies call the whole county."""
KINDS = ("old-town", "new-urban", "development", "town")
_COLUMNS = Columns(("name_zh", "kind", "source"), ("zone", "name_en", "neighbours", "minutes"))
_MOST_MINUTES = 600.0


@dataclass(frozen=True)
class Drafted:
    """Zones as far as they could be read."""

    zones: tuple[Zone, ...]
    """In file order; where they are not ``sound``, only their ids and names say anything."""
    sound: bool
    """Whether nothing is wrong with them."""
    file: str
    """The file, as faults name it."""
    lines: tuple[int, ...]
    """Line of each zone [1-based]."""


def draft_zones(folder: Folder, faults: list[Fault], assumed: list[Phrase]) -> Drafted | None:
    """Read the zones; None with faults if it is no such table. What is completed by rule goes to ``assumed``."""
    before = len(faults)
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is None:
        return None
    if len(table) == 0:
        faults.append(Fault(table.file, 1, "", "", Phrase("holds no zone"), "empty-file"))
        return None
    if (many := too_many(Phrase("zones"), len(table), MOST_ZONES)) is not None:
        faults.append(Fault(table.file, None, "", "", many, "too-large"))
        return None
    names, english = table.text("name_zh"), table.text("name_en", empty="")
    ids = named_ids(table, "zone", names, Phrase("zones"), assumed)
    kinds = table.choices("kind", KINDS, Phrase("kind of zone"))
    table.text("source")
    known = by_name(ids, [Text(*each) for each in zip(names, english, strict=True)])
    neighbours, minutes = table.text("neighbours", empty=""), table.text("minutes", empty="")
    zones: list[Zone] = []
    for row, zone in enumerate(ids):
        if zone == WHOLE:
            table.fault(row, "zone", zone, Phrase("stands for the whole county; give the zone another name"), "value")
        near = _neighbours(table, row, zone, neighbours[row], known)
        times = _minutes(table, row, minutes[row], len(near))
        zones.append(Zone(zone, Text(names[row], english[row]), kinds[row], near, times))
    if len(zones) > 1 and not any(neighbours):
        text = "neighbours of the zones: not in {}, none taken: no child is sent to a school of another zone"
        assumed.append(Phrase(text, NAME))
    lines = tuple(table.line(row) for row in range(len(table)))
    return Drafted(tuple(zones), len(faults) == before, table.file, lines)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _neighbours(table: Table, row: int, zone: str, cell: str, ids: Names) -> tuple[str, ...]:
    names = [ids.get(name, name) for name in _list(cell)]
    for place, name in enumerate(names):
        if name == zone:
            table.fault(row, "neighbours", name, Phrase("a zone is no neighbour of itself"), "neighbour")
        elif name not in ids.values():
            table.fault(row, "neighbours", name, unknown(Phrase("zone"), name, ids), "unknown-name")
        elif name in names[:place]:
            table.fault(row, "neighbours", name, Phrase("stands here twice"), "duplicate")
    return tuple(names)


def _minutes(table: Table, row: int, cell: str, count: int) -> tuple[float, ...]:
    """Travel times [minutes]."""
    parts = _list(cell)
    if len(parts) != count:
        words = Phrase("must be {} numbers with ; between, one for each neighbour (minutes)", count)
        table.fault(row, "minutes", cell, words, "minutes")
        return ()
    times = [_number(part) for part in parts]
    if not all(0 < time <= _MOST_MINUTES for time in times):
        table.fault(row, "minutes", cell, Phrase("must be above 0, at most {:.0f} (minutes)", _MOST_MINUTES), "number")
    return tuple(times)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
