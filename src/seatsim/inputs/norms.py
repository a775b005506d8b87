"""National norms and the defaults of the scenario format, as shipped with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import FigureKind
from seatsim.inputs.figures import Row, read_rows
from seatsim.inputs.toml_files import Leaf, Leaves, Origin

_FILE = Path(__file__).with_name("norms.csv")
_DEFAULTS = ("horizon", "replications", "seed", "baseline", "uncertainty", "levers", "limits")


@dataclass(frozen=True)
class Norm:
    """One national norm or default, with its source."""

    id: str
    """Stable name; a dotted key of the scenario format for a default."""
    value: object
    """Plain TOML value [unit]."""
    unit: str
    """Unit, or empty."""
    date: str
    """Date the norm speaks of (ISO, or a year)."""
    section: str
    """Section of the source."""
    source: str
    """Where it was read, or why it is assumed; never empty."""
    kind: FigureKind
    """Reported by the source, derived from reported ones, or assumed."""
    note: str
    """What to keep in mind."""
    line: int
    """Line in norms.csv [1-based]."""


@cache
def norms() -> Mapping[str, Norm]:
    """All shipped norms by id. Raises InvalidInput if the shipped file is broken."""
    return read_norms(_FILE)


def read_norms(path: Path) -> Mapping[str, Norm]:
    """Norms of a CSV file by id. Raises InvalidInput with every fault."""
    faults: list[Fault] = []
    found = [norm for row in read_rows(path, faults) if (norm := _norm(path, row, faults)) is not None]
    if faults:
        raise InvalidInput(faults)
    return {norm.id: norm for norm in found}


def default_leaves() -> Leaves:
    """Defaults of the scenario format: the lowest layer of every scenario."""
    return {
        tuple(norm.id.split(".")): Leaf(norm.value, Origin(_FILE.name, fixed_line=norm.line))
        for norm in norms().values()
        if norm.id.split(".")[0] in _DEFAULTS
    }


def _norm(path: Path, row: Row, faults: list[Fault]) -> Norm | None:
    try:
        value: object = tomllib.loads(f"value = {row.value}")["value"]
    except tomllib.TOMLDecodeError:
        faults.append(Fault(str(path), row.line, "value", row.value, "must be a TOML value", "value"))
        return None
    return Norm(row.id, value, row.unit, row.date, row.section, row.source, row.kind, row.note, row.line)
