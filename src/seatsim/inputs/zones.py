"""Zones: ``zones.csv`` with neighbours and travel times."""

from __future__ import annotations

import math

from seatsim.domain.county import Zone
from seatsim.domain.faults import Fault
from seatsim.domain.text import Text
from seatsim.inputs.nearest import unknown
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import Columns, Table, read_table

NAME = "zones.csv"
KINDS = ("old-town", "new-urban", "development", "town")
_COLUMNS = Columns(("zone", "name_zh", "kind", "neighbours", "minutes", "source"), ("name_en",))
_MOST_MINUTES = 600.0


def read_zones(folder: Folder, faults: list[Fault]) -> tuple[Zone, ...] | None:
    """Read the zones in file order; None with faults if they cannot be used."""
    before = len(faults)
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is None:
        return None
    if len(table) == 0:
        faults.append(Fault(table.file, 1, "", "", "holds no zone", "empty-file"))
        return None
    ids = table.ids("zone")
    names, english = table.text("name_zh"), table.text("name_en", empty="")
    kinds = table.choices("kind", KINDS, "kind of zone")
    table.text("source")
    neighbours, minutes = table.text("neighbours", empty=""), table.text("minutes", empty="")
    zones: list[Zone] = []
    for row, zone in enumerate(ids):
        near = _neighbours(table, row, zone, neighbours[row], ids)
        times = _minutes(table, row, minutes[row], len(near))
        zones.append(Zone(zone, Text(names[row], english[row]), kinds[row], near, times))
    return tuple(zones) if len(faults) == before else None


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _neighbours(table: Table, row: int, zone: str, cell: str, ids: list[str]) -> tuple[str, ...]:
    names = _list(cell)
    for place, name in enumerate(names):
        if name == zone:
            table.fault(row, "neighbours", name, "a zone is no neighbour of itself", "neighbour")
        elif name not in ids:
            table.fault(row, "neighbours", name, unknown("zone", name, ids), "unknown-name")
        elif name in names[:place]:
            table.fault(row, "neighbours", name, "stands here twice", "duplicate")
    return tuple(names)


def _minutes(table: Table, row: int, cell: str, count: int) -> tuple[float, ...]:
    """Travel times [minutes]."""
    parts = _list(cell)
    if len(parts) != count:
        words = f"must be {count} numbers with ; between, one for each neighbour (minutes)"
        table.fault(row, "minutes", cell, words, "minutes")
        return ()
    times = [_number(part) for part in parts]
    if not all(0 < time <= _MOST_MINUTES for time in times):
        table.fault(row, "minutes", cell, f"must be above 0, at most {_MOST_MINUTES:.0f} (minutes)", "number")
    return tuple(times)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
