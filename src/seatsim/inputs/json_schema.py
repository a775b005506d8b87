"""JSON Schemas of a scenario, which is a patch and requires little, and of ``county.toml``; for editors."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import STAGES
from seatsim.inputs.county_file import CountyHead, Settings
from seatsim.inputs.key_words import class_meaning, described
from seatsim.inputs.keys import ANY, SOURCES, Key, county_keys, reference, scenario_keys
from seatsim.inputs.rules import Range
from seatsim.inputs.schema import adapter
from seatsim.inputs.toml_lines import KeyPath

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WHOLE = ("Project", "Policy", "When")
"""Tables that a scenario states whole if it extends no other; else it may patch a part of one (``ProjectPatch``)."""
_EXAMPLES: Mapping[str, list[object]] = {
    "name": ["late-school"],
    "county": ["../seeds"],
    "extends": ["reference.toml", ["planned-builds.toml", "planned-recruitment.toml"]],
    "projects.*.school": ["dujiang-primary"],
    "projects.*.opens": [2023],
    "projects.*.starts": ["2021-03"],
    "projects.*.grades": [["P1", "P2"]],
    "projects.*.takes_from": [{"old-town": 0.2}],
    "policies.*.order": ["projects.spare-block", "stop-hiring"],
    "policies.*.when.zone": ["all"],
    "policies.*.when.stage": ["primary"],
    "levers.layout.boundaries.*.year": [2023],
    "levers.layout.boundaries.*.takes_from": [{"old-town": 0.2}],
    "levers.small_schools.mergers.*.year": [2023],
    "levers.groups.formed.*.year": [2023],
    "id": ["jingjiang"],
    "baseline_year": [2020],
    "information_date": ["2025-12-31"],
}
_PATTERNS: Mapping[str, Mapping[str, object]] = {
    # As name_complaints has it, in what every dialect of expressions knows.
    "name": {"minLength": 1, "maxLength": 60, "pattern": r"^[^-\s/\\._][^\s/\\._]*$"},
    "projects.*.school": {"pattern": r"\S"},
    "projects.*.source": {"pattern": r"\S"},
    "projects.*.starts": {"pattern": r"^((19|20|21)\d\d-(0[1-9]|1[0-2]))?$"},
    "policies.*.order": {"pattern": r"^((projects|boundaries|mergers)\..+|stop-hiring)$"},
    "policies.*.when.stage": {"enum": [*STAGES, "all"]},
    "levers.layout.boundaries.*.source": {"pattern": r"\S"},
    "levers.small_schools.mergers.*.source": {"pattern": r"\S"},
    "levers.groups.formed.*.source": {"pattern": r"\S"},
    "levers.groups.formed.*.schools": {"minItems": 2, "uniqueItems": True},
    "id": {"pattern": r"^[^\s/\\.]+$"},
}


def scenario_schema(lang: str = "en") -> dict[str, Any]:
    """Schema of one scenario file, told in ``zh`` or ``en``, with units, ranges and the shipped defaults.

    A file may state any part: what it leaves out comes from the files it extends, its county or the norms.
    """
    definitions = _closed(Scenario)
    for name, definition in definitions.items():
        if name not in _WHOLE:
            definition.pop("required", None)
    scenario = definitions["Scenario"]
    scenario["properties"] = {"extends": _extends(), **scenario["properties"]}
    scenario["properties"]["as_of"] = {"type": "string", "format": "date"}
    _told(definitions, "Scenario", (), scenario_keys(), lang)
    whole = {name: dict(scenario["properties"][name]["additionalProperties"]) for name in ("projects", "policies")}
    _add_patches(definitions)
    del definitions["Scenario"], definitions["StageSizes"]
    return _headed(scenario, definitions, "scenario", lang) | {
        "required": ["format", "name"],
        "anyOf": [{"required": ["extends"]}, {"required": ["county"]}],
        "if": {"not": {"required": ["extends"]}},
        "then": {"properties": {name: {"additionalProperties": table} for name, table in whole.items()}},
    }


def county_schema(lang: str = "en") -> dict[str, Any]:
    """Schema of ``county.toml``, told in ``zh`` or ``en``: the county's own keys, and the norms that it overrides."""
    settings = _closed(Settings)
    for definition in settings.values():
        definition.pop("required", None)
    definitions: dict[str, Any] = settings | _closed(CountyHead)
    head = definitions["CountyHead"]
    text = {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "object"}]}
    head["properties"] |= definitions.pop("Settings")["properties"]
    head["properties"][SOURCES[0]] = {"type": "object", "additionalProperties": text}
    _told(definitions, "CountyHead", (), county_keys(), lang)
    del definitions["CountyHead"], definitions["StageSizes"]
    return _headed(head, definitions, "county", lang)


def _closed(kind: type) -> dict[str, Any]:
    """Schemas of a table and of those within it, which take no other keys; older pydantics do not say so."""
    definitions: dict[str, Any] = adapter(kind).json_schema()["$defs"]
    for definition in definitions.values():
        if "properties" in definition:
            definition.setdefault("additionalProperties", False)
    return definitions


def _add_patches(definitions: dict[str, Any]) -> None:
    """Let a scenario's projects and policies be parts; their whole tables stay beside."""
    for name in _WHOLE:
        patch = copy.deepcopy(definitions[name])
        patch.pop("required")
        definitions[f"{name}Patch"] = patch
    definitions["PolicyPatch"]["properties"]["when"]["$ref"] = "#/$defs/WhenPatch"
    for key, name in (("projects", "Project"), ("policies", "Policy")):
        definitions["Scenario"]["properties"][key]["additionalProperties"] = {"$ref": f"#/$defs/{name}Patch"}


def _extends() -> dict[str, Any]:
    return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def _headed(table: dict[str, Any], definitions: dict[str, Any], kind: str, lang: str) -> dict[str, Any]:
    """The schema of a file: its own keys first, what they refer to last."""
    about = class_meaning("Scenario" if kind == "scenario" else "CountyHead", "", lang)
    head = {"$schema": _DRAFT, "$id": f"urn:seatsim:{kind}:1", "title": f"seatsim {kind}", "description": about}
    return {**head, **table, **head, "$defs": definitions}


def _told(
    definitions: dict[str, Any], table: str, above: KeyPath, keys: Mapping[KeyPath, Key], lang: str, known: str = ""
) -> None:
    """Write what is known of every key into its definition; ``known`` is the class that ``table`` was copied from."""
    definition = definitions[table]
    definition["title"] = table
    definition["description"] = class_meaning(known or table, str(definition.get("description") or ""), lang)
    for name, value in definition["properties"].items():
        path = (*above, name)
        _tell(value, keys[path], lang)
        inner = _values(value)
        target = reference(value) or reference(inner)
        if target is None:
            if (key := keys.get((*path, ANY))) is not None:
                _bound(inner, key.range)
            continue
        origin = target
        if target == "StageSizes":  # one definition for tables whose defaults differ
            target = f"{origin}-{name}"
            definitions[target] = copy.deepcopy(definitions[origin])
            value["$ref"] = f"#/$defs/{target}"
        below = path if reference(value) else (*path, ANY)
        _told(definitions, target, below, keys, lang, origin)


def _values(value: Mapping[str, Any]) -> dict[str, Any]:
    """Schema of the values of a table with free names; empty for what is no such table."""
    parts = [value, *value.get("anyOf", ())]
    found: object = next((part["additionalProperties"] for part in parts if "additionalProperties" in part), None)
    return found if isinstance(found, dict) else {}


def _tell(value: dict[str, Any], key: Key, lang: str) -> None:
    """Write one key's meaning, default, range and examples."""
    value.pop("title", None)
    value.pop("default", None)
    if "anyOf" in value:
        parts = [part for part in value.pop("anyOf") if part.get("type") != "null"]  # TOML has no null
        value |= parts[0] if len(parts) == 1 else {"anyOf": parts}
    value["description"] = described(key, lang)
    if key.default is not None:
        value["default"] = key.default.value
    elif key.own_default not in (None, "", {}, []):
        value["default"] = key.own_default
    for part in value.get("anyOf", [value]):
        if part.get("type") in ("integer", "number"):
            _bound(part, key.range)
        elif part.get("type") == "array" and key.range is not None:
            _bound(part["items"], key.range)
    value |= _PATTERNS.get(key.name, {})
    if key.name in _EXAMPLES:
        value["examples"] = _EXAMPLES[key.name]


def _bound(part: dict[str, Any], allowed: Range | None) -> None:
    """Write a range as JSON Schema has it."""
    if allowed is None:
        return
    low, high = allowed.low, allowed.high
    if 0 < low < 1e-300:
        part["exclusiveMinimum"] = 0
    else:
        part["minimum"] = low
    part["maximum"] = high
