"""Every key of a scenario and of ``county.toml``: meaning, unit, type, choices, range and shipped default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.inputs.county_file import CountyHead, Settings
from seatsim.inputs.norms import Norm, default_leaves, norms
from seatsim.inputs.rules import RANGES, Range, applies
from seatsim.inputs.schema import adapter
from seatsim.inputs.toml_lines import KeyPath

ANY = "*"
"""Stands in a key path for a name that users choose."""
SOURCES: KeyPath = ("sources",)
"""Table of ``county.toml`` that its reader takes apart by itself."""
_UNIT = re.compile(r"\s*\[([^\]]+)\]")
_FIRST_BASELINE, _LAST_BASELINE, _LONGEST, _LAST_YEAR = 1950, 2100, 50, 9999
_SAID = Phrase("")
"""Words of a range of which nobody is told: only its ends are read here."""
_YEARS: tuple[Range, ...] = (
    # Known exactly only with the county; no county allows more than this.
    Range("horizon", _FIRST_BASELINE + 1, _LAST_BASELINE + _LONGEST, _SAID),
    Range("projects.*.opens", _FIRST_BASELINE, _LAST_YEAR, _SAID),
)
_HEAD_RANGES: tuple[Range, ...] = (
    Range("baseline_year", _FIRST_BASELINE, _LAST_BASELINE, _SAID),
    Range("grades.*", 1, 9, _SAID),
)
_SOURCES_MEANING = (
    "Source of each value that differs from the norms, by its dotted key in quotes; of a table, by its file"
)
_EXTENDS_MEANING = "Scenario file or files that this one patches, relative to the file that holds them"


@dataclass(frozen=True)
class Key:
    """One key of a format, or a table of keys."""

    path: KeyPath
    """Key path; ``ANY`` stands for a free name."""
    table: str
    """Dataclass that holds it, which is the name of its definition in the JSON Schema."""
    meaning: str
    """What it says, in English, without its unit."""
    unit: str
    """Unit, or empty."""
    types: tuple[str, ...]
    """Types of its values: ``integer``, ``number``, ``boolean``, ``string``, ``date``, ``array``, ``object``."""
    choices: tuple[object, ...]
    """Values allowed; empty where they are not listed."""
    range: Range | None
    """Numbers allowed; None where any number is."""
    default: Norm | None
    """Shipped default with its source; None where there is none."""
    own_default: object
    """Value of a key that is left out, where the format itself has one."""
    required: bool
    """Whether a table that is not patched needs it."""

    @property
    def name(self) -> str:
        """Dotted key, as ``seatsim explain`` takes it."""
        return ".".join(self.path)


@cache
def scenario_keys() -> Mapping[KeyPath, Key]:
    """Every key of a scenario by path, tables before what they hold."""
    schema = adapter(Scenario).json_schema()
    extends = Key(("extends",), "Scenario", _EXTENDS_MEANING, "", ("string", "array"), (), None, None, None, False)
    found = {key.path: key for key in _keys(schema, "Scenario", (), (*_YEARS, *RANGES))}
    return {extends.path: extends, **found}


@cache
def county_keys() -> Mapping[KeyPath, Key]:
    """Every key of ``county.toml`` by path; what it may override of the norms has the keys of a scenario."""
    head = _keys(adapter(CountyHead).json_schema(), "CountyHead", (), _HEAD_RANGES)
    sources = Key(SOURCES, "CountyHead", _SOURCES_MEANING, "", ("object",), (), None, None, None, False)
    settings = {path: key for path, key in scenario_keys().items() if path[0] in Settings.__dataclass_fields__}
    return {**{key.path: key for key in head}, sources.path: sources, **settings}


def free(path: Sequence[str], keys: Mapping[KeyPath, Key]) -> KeyPath | None:
    """Path among ``keys`` that a written one means, in which users' names are ``ANY``; None if there is none."""
    for known in keys:
        if len(known) == len(path) and all(own in (part, ANY) for own, part in zip(known, path, strict=True)):
            return known
    return None


def members(path: KeyPath, keys: Mapping[KeyPath, Key]) -> tuple[Key, ...]:
    """Keys directly in a table; a free name between them is passed over."""
    below = [key for known, key in keys.items() if known[: len(path)] == path]
    direct = [key for key in below if len(key.path) == len(path) + 1]
    passed = [key for key in below if key.path[len(path) : -1] == (ANY,)]
    return tuple(direct or passed)


def _keys(schema: Mapping[str, Any], table: str, above: KeyPath, ranges: Sequence[Range]) -> Iterator[Key]:
    """Keys of a definition and of those it refers to."""
    definition = schema["$defs"][table]
    for name, value in definition["properties"].items():
        path = (*above, name)
        key = _key(schema, table, path, value, name in definition.get("required", ()), ranges)
        yield key
        inner = next((part["additionalProperties"] for part in _parts(value) if "additionalProperties" in part), None)
        if (target := reference(value)) is not None:
            yield from _keys(schema, target, path, ranges)
        elif isinstance(inner, dict) and (target := reference(inner)) is not None:
            yield from _keys(schema, target, (*path, ANY), ranges)
        elif isinstance(inner, dict):
            told = {"description": value.get("description"), **inner}
            yield _key(schema, table, (*path, ANY), told, False, ranges)


def reference(value: Mapping[str, Any]) -> str | None:
    """Definition that a value of a schema refers to."""
    parts = [value, *value.get("anyOf", ())]
    found = next((part["$ref"] for part in parts if "$ref" in part), None)
    return None if found is None else str(found).rpartition("/")[2]


def _key(
    schema: Mapping[str, Any],
    table: str,
    path: KeyPath,
    value: Mapping[str, Any],
    required: bool,
    ranges: Sequence[Range],
) -> Key:
    parts = _parts(value)
    told = value.get("description")
    if told is None and (target := reference(value)) is not None:
        told = schema["$defs"][target].get("description")
    text = " ".join(str(told or "").split())
    unit = _UNIT.search(text)
    return Key(
        path,
        table,
        _UNIT.sub("", text, count=1).replace("``", "'").strip().removesuffix("."),
        unit[1] if unit else "",
        tuple(dict.fromkeys(_type(part) for part in parts)),
        tuple(choice for part in parts for choice in part.get("enum", [part["const"]] if "const" in part else [])),
        next((each for each in ranges if applies(path, each.keys)), None),
        norms().get(".".join(path)) if path in default_leaves() else None,
        value.get("default"),
        required,
    )


def _parts(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a value may be, without nothing at all: TOML has no null."""
    return [part for part in value.get("anyOf", [value]) if part.get("type") != "null"]


def _type(part: Mapping[str, Any]) -> str:
    if part.get("format") == "date":
        return "date"
    return "object" if "$ref" in part else str(part.get("type", "string"))
