"""The five tables of the synthetic register as text: the same targets give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from seatsim.inputs.synthetic.births import birth_rows
from seatsim.inputs.synthetic.register import crowding_rows, fill, school_rows
from seatsim.inputs.synthetic.resources import resource_rows
from seatsim.inputs.synthetic.targets import Targets
from seatsim.inputs.synthetic.zones import zone_rows


def tables(targets: Targets) -> Mapping[str, str]:
    """Text of the five tables by file name. Raises ValueError if the targets cannot be met."""
    filled = fill(targets)
    return {
        "zones.csv": as_csv(zone_rows()),
        "schools.csv": as_csv(school_rows(filled)),
        "crowding.csv": as_csv(crowding_rows(filled)),
        "resources.csv": as_csv(resource_rows(filled, targets)),
        "births.csv": as_csv(birth_rows(filled.zone_pupils("primary"), targets)),
    }


def write_tables(folder: Path, targets: Targets) -> None:
    """Write the five tables into a folder. Raises OSError, and ValueError if the targets cannot be met."""
    for name, text in tables(targets).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def as_csv(rows: list[dict[str, str]]) -> str:
    """Rows as CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
