"""Files that let an editor complete and check a scenario and a ``county.toml`` while they are typed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from seatsim.inputs import county_file
from seatsim.inputs.json_schema import county_schema, scenario_schema

SCENARIO_SCHEMA = "seatsim.schema.json"
COUNTY_SCHEMA = "county.schema.json"
FIRST_LINE = f"#:schema ./{SCENARIO_SCHEMA}"
"""First line of a scenario beside the schema, for an editor that reads no settings of the folder."""
_EXTENSION = "tamasfe.even-better-toml"
_TAPLO = f"""\
# Read by the TOML language server taplo, which the extension {_EXTENSION} of VS Code brings along.
exclude = [".taplo.toml"]

[[rule]]
include = ["**/*.toml"]
[rule.schema]
path = "{SCENARIO_SCHEMA}"

# The last rule that fits a file counts.
[[rule]]
include = ["**/{county_file.NAME}"]
[rule.schema]
path = "{COUNTY_SCHEMA}"
"""


def editor_files(lang: str) -> Mapping[str, str]:
    """Text of each file by its path within a folder of scenarios; schemas are told in ``zh`` or ``en``."""
    return {
        SCENARIO_SCHEMA: _json(scenario_schema(lang)),
        COUNTY_SCHEMA: _json(county_schema(lang)),
        ".taplo.toml": _TAPLO,
        ".vscode/extensions.json": _json({"recommendations": [_EXTENSION]}),
        ".vscode/settings.json": _json({"evenBetterToml.taplo.configFile.enabled": True, "files.encoding": "utf8"}),
    }


def _json(value: object) -> str:
    return f"{json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)}\n"
