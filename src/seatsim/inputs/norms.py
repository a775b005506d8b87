"""National norms and the defaults of the scenario format, as shipped with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import FigureKind
from seatsim.domain.phrase import Phrase
from seatsim.inputs.figures import Row, read_rows
from seatsim.inputs.information import Later, last_day
from seatsim.inputs.toml_files import Leaf, Leaves, Origin

FILE_NAME = "norms.csv"
_FILE = Path(__file__).with_name(FILE_NAME)
_SETTINGS = (
    "reconcile.",
    "senior.general_share",
    "class_size.",
    "share_56.",
    "share_above_standard.",
    "resources.",
    "latest_start.",
    "staff.",
    "spending.",
)
"""Beginnings of norms that stay in force like the defaults of the format: settings of the reconciliation, and what a
synthetic register, staff and pay are completed with."""
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
        if _is_default(norm)
    }


def _is_default(norm: Norm) -> bool:
    return norm.id.split(".")[0] in _DEFAULTS


def known_from(norm: Norm) -> date:
    """Day from which a norm is known: the end of its date, or before that the day on which it was announced.

    A law is known from its publication: ``retirement.announced`` dates all of ``retirement.*`` that is later.
    """
    own = last_day(norm.date)
    announced = norms().get(f"{norm.id.split('.')[0]}.announced")
    return own if announced is None else min(own, date.fromisoformat(str(announced.value)))


def known_norms(as_of: date | None) -> Mapping[str, Norm]:
    """Norms that a run may use: those known by ``as_of`` (None: all), and what stays in force."""
    if as_of is None:
        return norms()
    return {key: norm for key, norm in norms().items() if _stays(norm) or known_from(norm) <= as_of}


def later_norms(as_of: date, values: Mapping[str, object]) -> tuple[Later, ...]:
    """Norms not known by ``as_of``: left out, or in force all the same.

    ``values`` are a scenario's by dotted key; a default that another value replaces is no input and not listed.
    """
    return tuple(
        Later(_FILE.name, norm.line, norm.id, norm.date, known_from(norm), _stays(norm))
        for norm in norms().values()
        if known_from(norm) > as_of and (not _is_default(norm) or values.get(norm.id) == norm.value)
    )


def _stays(norm: Norm) -> bool:
    return _is_default(norm) or norm.id.startswith(_SETTINGS)


def _norm(path: Path, row: Row, faults: list[Fault]) -> Norm | None:
    try:
        value: object = tomllib.loads(f"value = {row.value}")["value"]
    except tomllib.TOMLDecodeError:
        faults.append(Fault(str(path), row.line, "value", row.value, Phrase("must be a TOML value"), "value"))
        return None
    return Norm(row.id, value, row.unit, row.date, row.section, row.source, row.kind, row.note, row.line)
