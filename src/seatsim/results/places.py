"""Tables that let results be read without the county folder: zones, schools, and what the run rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.domain.county import County
from seatsim.domain.figures import Figure
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Scenario
from seatsim.domain.text import Text
from seatsim.inputs.norms import Norm, known_norms
from seatsim.language.starting.marks import is_made_up

Row = tuple[str | None, ...]

SET = "set"
"""Kind of a default that the scenario replaces: neither a finding nor an assumption, but what was asked."""


def zone_rows(county: County) -> Iterator[Row]:
    """Rows of ``zones.csv``."""
    for zone in county.zones:
        minutes = ";".join(f"{each:g}" for each in zone.minutes)
        yield _told(county.id, zone.id, zone.name.zh, zone.name.en, zone.kind, ";".join(zone.neighbours), minutes)


def register_rows(county: County, scenario: Scenario, outcome: Outcome) -> Iterator[Row]:
    """Rows of ``register.csv``: the register's schools, then those that projects open."""
    register, completed = county.register, set(county.register.completed)
    for i, school in enumerate(register.school_id):
        own = "completed" if school in completed else "registered"
        status = "assumed" if is_made_up(register.source[i]) else own
        yield _school(
            county, school, register.name[i], register.zone[i], register.kind[i], register.ownership[i], status
        )
    opened = {project.school: project for project in scenario.projects.values()}
    for campus, kind in list(zip(outcome.campuses, outcome.campus_kind, strict=True))[len(register.school_id) :]:
        yield _school(county, campus, opened[campus].name, opened[campus].zone, kind, "public", "new")


def _school(county: County, school: str, name: Text, zone: str, kind: str, ownership: str, status: str) -> Row:
    return _told(county.id, school, name.zh, name.en, zone, kind, ownership, status)


def figure_rows(county: County, scenario: Scenario, tree: Mapping[str, Any]) -> Iterator[Row]:
    """Rows of ``figures.csv``: the county's figures, then the norms and defaults known by the information date.

    ``tree`` holds the scenario's resolved values: a default that one of them replaces stands with that value.
    """
    for figure in county.figures.values():
        yield _figure(county, figure, figure.value, figure.kind, figure.source, "figures.csv")
    for norm in known_norms(scenario.as_of).values():
        value = _at(tree, norm.id.split("."), norm.value)
        kind, source = (
            (norm.kind, norm.source) if value == norm.value else (SET, f"the scenario; default {_plain(norm.value)}")
        )
        yield _figure(county, norm, value, kind, source, "norms.csv")


def _figure(county: County, told: Figure | Norm, value: object, kind: str, source: str, file: str) -> Row:
    row = (told.id, _plain(value), told.unit, told.date, told.section, source, kind, told.note, file)
    return _told(county.id, *row)


def _at(tree: Mapping[str, Any], keys: Sequence[str], otherwise: object) -> object:
    """Value at a dotted key, else ``otherwise``."""
    found: Any = tree
    for key in keys:
        if not isinstance(found, Mapping) or found.get(key) is None:
            return otherwise
        found = found[key]
    return found


def _plain(value: object) -> str:
    """A TOML value as text."""
    if isinstance(value, float):
        return f"{value:.10g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _told(*cells: str) -> Row:
    """A row; what is empty is blank."""
    return tuple(cell or None for cell in cells)
