"""Scenario files: layers, paths, origins, and what is inherited."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seatsim.domain.faults import InvalidInput
from seatsim.domain.scenario import Scenario
from seatsim.inputs.json_schema import scenario_schema
from seatsim.inputs.load import resolve
from seatsim.inputs.norms import norms
from seatsim.inputs.scenario import Resolved
from seatsim.inputs.schema import known_keys

Write = Callable[[str, str], Path]

COUNTY = """
format = 1
id = "k"
name.zh = "县"
baseline_year = 2020
information_date = "2021-05-31"
[limits.hard_caps]
primary = 50
junior = 52
[sources]
limits.hard_caps.primary = "assumed"
"limits.hard_caps.junior" = "assumed"
"""
PARENT = """
format = 1
name = "parent"
title.zh = "上"
county = "../k"
horizon = 2034
[limits]
hard_caps.primary = 51
standard.kindergarten = [20, 25, 30]
[projects.one]
kind = "new-school"
school = "one"
zone = "z"
opens = 2022
rooms_P = 12
takes_from = { z = 0.1, y = 0.2 }
source = "assumed"
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k").mkdir()
    (tmp_path / "s").mkdir()
    Path("k/county.toml").write_text(COUNTY, encoding="utf-8")
    Path("s/parent.toml").write_text(PARENT, encoding="utf-8")

    def write(name: str, body: str) -> Path:
        path = Path("s", f"{name}.toml")
        path.write_text(f'format = 1\nname = "{name}"\n{body}', encoding="utf-8")
        return path

    return write


def origin(resolved: Resolved, key: str) -> str:
    return str(resolved.origins[key])


def test_layers_and_origins(write: Write) -> None:
    child = write("child", 'extends = "parent.toml"\n[limits]\nstandard.kindergarten = [1, 2, 3]\n')
    found = resolve(child, ["levers.construction.desks=3", "baseline.college=inside"])
    assert found.scenario.name == "child"
    assert found.scenario.county == "k"
    assert found.scenario.limits.standard.kindergarten == (1, 2, 3)
    assert found.scenario.limits.hard_caps.primary == 51
    assert found.scenario.limits.hard_caps.junior == 52
    assert found.scenario.limits.hard_caps.senior == norms()["limits.hard_caps.senior"].value
    assert found.scenario.levers.construction.desks == 3
    assert found.scenario.baseline.college == "inside"
    assert origin(found, "name") == "s/child.toml:2"
    assert origin(found, "county") == "s/parent.toml:5"
    assert origin(found, "limits.standard.kindergarten") == "s/child.toml:5"
    assert origin(found, "limits.hard_caps.primary") == "s/parent.toml:8"
    assert origin(found, "limits.hard_caps.junior") == "k/county.toml:9"
    assert origin(found, "limits.hard_caps.senior") == f"norms.csv:{norms()['limits.hard_caps.senior'].line}"
    assert origin(found, "levers.construction.desks") == "--set levers.construction.desks=3"


def test_tables_are_merged_and_what_describes_a_file_is_not_inherited(write: Write) -> None:
    child = write("child", 'extends = "parent.toml"\n[projects.one]\nopens = 2024\ntakes_from.y = 0.3\n')
    scenario = resolve(child).scenario
    assert scenario.projects["one"].opens == 2024
    assert scenario.projects["one"].takes_from == {"z": 0.1, "y": 0.3}
    assert scenario.projects["one"].rooms_P == 12
    assert scenario.title.zh == ""


def test_the_tree_holds_every_value_in_the_order_of_the_format(write: Write) -> None:
    child = write("child", 'extends = "parent.toml"\n')
    found = resolve(child, ["seed=7"])
    assert list(found.tree)[:6] == ["format", "name", "county", "horizon", "replications", "seed"]
    assert {".".join(path) for path in known_keys(Scenario) if path[-1] == "on"} <= found.origins.keys()


def test_a_patch_wins_over_what_it_patches_in_any_order(write: Write) -> None:
    write("plain", 'extends = "parent.toml"\n')
    write("later", 'extends = "parent.toml"\nhorizon = 2030\n')
    for order in ('["plain.toml", "later.toml"]', '["later.toml", "plain.toml"]'):
        assert resolve(write("both", f"extends = {order}\n")).scenario.horizon == 2030


def test_two_that_agree_do_not_clash(write: Write) -> None:
    for name in ("one", "other"):
        write(name, 'extends = "parent.toml"\nseed = 5\n')
    assert resolve(write("both", 'extends = ["one.toml", "other.toml"]\n')).scenario.seed == 5


def test_whole_numbers_stand_for_numbers_and_nothing_else_is_converted(write: Write) -> None:
    path = write("numbers", 'county = "../k"\n')
    assert resolve(path, ["levers.capital.budget=5"]).scenario.levers.capital.budget == 5.0
    with pytest.raises(InvalidInput):
        resolve(path, ["seed=5.0"])
    assert resolve(path, ["levers.admission.split_above=never"]).scenario.levers.admission.split_above == "never"


def test_a_name_may_be_chinese_and_holds_no_path(write: Write) -> None:
    assert resolve(write("联合方案-2", 'county = "../k"\n')).scenario.name == "联合方案-2"
    for name in ("a/b", "..", "a b", "-a", "", "x" * 61):
        with pytest.raises(InvalidInput):
            resolve(write("plain", 'county = "../k"\n'), [f'name="{name}"'])


def test_every_key_of_the_format_without_a_default_has_a_norm() -> None:
    leaves = {".".join(path) for path in known_keys(Scenario) if path[0] not in ("projects", "title", "tests")}
    tables = {key for key in leaves if any(other.startswith(f"{key}.") for other in leaves)}
    named = {key for key in leaves if ".*" in key}  # tables of what a user names are empty by default
    assert leaves - tables - named - {"format", "name", "county", "as_of"} <= norms().keys()


def test_the_schema_asks_for_little_and_knows_every_key() -> None:
    schema = scenario_schema()
    assert schema["required"] == ["format", "name"]
    assert schema["additionalProperties"] is False
    assert "required" not in schema["$defs"]["ConstructionLever"]
    assert set(schema["$defs"]["Project"]["required"]) == {"kind", "school", "opens", "source"}
    assert schema["$defs"]["ConstructionLever"]["properties"]["desks"]["default"] == 1
    assert "[desks]" in schema["$defs"]["ConstructionLever"]["properties"]["desks"]["description"]
