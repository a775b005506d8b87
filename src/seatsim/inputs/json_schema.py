"""JSON Schema of a scenario file: a patch, in which little is required."""

from __future__ import annotations

from typing import Any

from seatsim.domain.scenario import Scenario
from seatsim.inputs.norms import norms
from seatsim.inputs.schema import adapter

_ALWAYS_REQUIRED = ("Project",)


def scenario_schema() -> dict[str, Any]:
    """Schema of one scenario file, with units in the descriptions and the shipped defaults.

    A file may state any part: what it leaves out comes from the files it extends, its county or the norms.
    """
    schema = adapter(Scenario).json_schema()
    definitions: dict[str, Any] = schema["$defs"]
    scenario = definitions.pop("Scenario")
    for name, definition in definitions.items():
        if name not in _ALWAYS_REQUIRED:
            definition.pop("required", None)
    scenario["properties"] = {"extends": _extends(), **scenario["properties"]}
    scenario["required"] = ["format", "name"]
    scenario["anyOf"] = [{"required": ["extends"]}, {"required": ["county"]}]
    _add_defaults(scenario, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **scenario, "$defs": definitions}


def _extends() -> dict[str, Any]:
    return {
        "description": "Scenario file or files that this one patches, relative to the file that holds them.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }


def _add_defaults(scenario: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Write the shipped default at every key that has one."""
    for norm in norms().values():
        table = scenario
        *tables, key = norm.id.split(".")
        for name in tables:
            reference = table.get("properties", {}).get(name, {}).get("$ref", "")
            table = definitions.get(reference.rpartition("/")[2], {})
        # Stages share one definition (StageSizes), whose defaults differ with the table that refers to it.
        if key in table.get("properties", {}) and table.get("title") != "StageSizes":
            table["properties"][key]["default"] = norm.value
