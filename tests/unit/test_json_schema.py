"""The published schemas: what is sound is valid by them, what has a wrong key, type, choice or range is not."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from seatsim.cli import main
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.inputs.checked import check_input
from seatsim.inputs.editor_files import COUNTY_SCHEMA, FIRST_LINE, SCENARIO_SCHEMA, editor_files
from seatsim.inputs.json_schema import county_schema, scenario_schema
from seatsim.inputs.keys import ANY, county_keys, scenario_keys
from shipped import ROOT

BAD = ROOT / "tests" / "bad_input"
SCENARIOS = sorted((ROOT / "scenarios").glob("*.toml"))
COUNTIES = [ROOT / "seeds" / "county.toml", BAD / "county" / "county.toml"]
LANGUAGES = ("zh", "en")
RULES = {
    *("rule", "order", "project-kind", "trigger", "itself", "lottery", "grade-sizes", "ordered", "closes", "differs"),
    *("no-catchment", "no-common-stage", "other-year", "share-sum"),
}
BETWEEN = {"unknown-name", "duplicate", "cycle", "no-file", "empty-file", *RULES}
"""Codes of what lies between keys or files, which a schema cannot say."""
CANNOT_SAY = {
    # The county decides: its baseline year, its register, its measures' stages.
    "[levers.layout.boundaries.east] year",
    "[levers.groups.formed.g] year",
    "[levers.groups.formed.h] year",
    "[levers.small_schools.mergers.a] year",
    "horizon",
    "[projects.early] opens",
    "[projects.too-many] gives_P",
    "[projects.grades] closes_rooms",
    "[projects.wing] school",
    "[projects.second-wing] school",
    "[policies.d.when] stage",
    # Another key decides: the kind of the project, how it fills.
    "[projects.new-stage] takes_from",
    "[projects.early] zone",
    "[projects.split] grades",
    "[projects.split] takes_from",
    "[projects] nothing-given",
    "[projects] nothing",
    # The file extends another, which may hold the rest.
    "[policies.old-town] order",
    "[policies.old-town.when] stage",
    # To JSON Schema 2030.0 is a whole number, and no JSON holds nan.
    "[uncertainty.costs] log_sd",
}
"""Keys of faults of the other codes that the schema lets pass, with the reason."""


def plain(path: Path) -> Any:  # noqa: ANN401 - what TOML holds
    """A TOML file as JSON has it; dates are text, as TOML language servers give them to a schema."""
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8-sig")), default=str))


def places(errors: Iterator[ValidationError] | list[ValidationError]) -> Iterator[tuple[str, ...]]:
    """Key paths at which the schema finds something wrong."""
    for error in errors:
        path = tuple(part for part in error.absolute_path if isinstance(part, str))
        yield path
        if error.validator in ("additionalProperties", "required"):
            yield from ((*path, name) for name in re.findall(r"'([^']*)'", error.message))
        yield from places(error.context or [])


def key_path(fault: Fault) -> tuple[str, ...]:
    table = re.fullmatch(r"\[(.*)\] (.*)", fault.key)
    return tuple((f"{table[1]}.{table[2]}" if table else fault.key).split("."))


def faults_of(path: Path) -> tuple[Fault, ...]:
    try:
        check_input(path, ())
    except InvalidInput as error:
        return error.faults
    return ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_are_schemas_of_the_draft(lang: str) -> None:
    for schema in (scenario_schema(lang), county_schema(lang)):
        Draft202012Validator.check_schema(schema)
        assert schema["$id"].startswith("urn:seatsim:")
        json.dumps(schema, allow_nan=False)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_shipped_scenarios_are_valid(path: Path) -> None:
    assert list(places(Draft202012Validator(scenario_schema()).iter_errors(plain(path)))) == []


@pytest.mark.parametrize("path", COUNTIES, ids=lambda path: path.parent.name)
def test_county_files_are_valid(path: Path) -> None:
    assert list(places(Draft202012Validator(county_schema()).iter_errors(plain(path)))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_of_a_new_county_are_valid(lang: str, tmp_path: Path) -> None:
    """What ``seatsim init`` writes is sound to the editor that it is opened in."""
    main(["init", str(tmp_path / "new"), "--lang", lang])
    found = [path for path in sorted((tmp_path / "new").rglob("*.toml")) if not path.name.startswith(".")]
    assert {path.name for path in found} >= {"county.toml", "plan.toml", "reference.toml"}
    for path in found:
        schema = county_schema(lang) if path.name == "county.toml" else scenario_schema(lang)
        assert list(places(Draft202012Validator(schema).iter_errors(plain(path)))) == [], path.name


def test_a_resolved_scenario_is_valid() -> None:
    """The scenario that a results folder keeps states every key."""
    from seatsim.inputs.load import resolve
    from seatsim.inputs.toml_files import flatten

    tree = resolve(ROOT / "scenarios" / "combined-plan.toml", ()).tree
    assert len(list(flatten(tree))) > 200
    told = json.loads(json.dumps(tree, default=str))
    assert list(places(Draft202012Validator(scenario_schema()).iter_errors(told))) == []


def test_bad_scenarios_are_invalid_wherever_a_schema_can_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("county", "scenarios"):
        shutil.copytree(BAD / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    validator = Draft202012Validator(scenario_schema())
    seen, missed = 0, set()
    for path in sorted(Path("scenarios").glob("*.toml")):
        try:
            tree = plain(path)
        except tomllib.TOMLDecodeError:
            continue  # no TOML at all: the editor's own fault
        found = set(places(validator.iter_errors(tree)))
        for fault in faults_of(path):
            if fault.file == str(path) and fault.code not in BETWEEN:
                seen += 1
                missed |= set() if key_path(fault) in found else {fault.key}
    assert seen > 60
    assert missed == CANNOT_SAY


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("id",), "a/b"),
        (("baseline_year",), 1900),
        (("baseline_yer",), 2020),
        (("grades", "primary"), 0),
        (("limits", "hard_caps", "primary"), 0),
        (("limits", "hard_caps", "primry"), 55),
        (("sources", "limits.hard_caps.primary"), ""),
        (("levers", "construction", "desks"), True),
    ],
)
def test_bad_county_files_are_invalid(key: tuple[str, ...], value: object) -> None:
    tree = plain(COUNTIES[1])
    table = tree
    for name in key[:-1]:
        table = table.setdefault(name, {})
    table[key[-1]] = value
    assert key in set(places(Draft202012Validator(county_schema()).iter_errors(tree)))


def every_property(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema.get("properties", {}).items()
    for definition in schema["$defs"].values():
        yield from definition.get("properties", {}).items()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_described_in_the_language_with_its_default_and_range(lang: str) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for schema in (scenario_schema(lang), county_schema(lang)):
        for name, value in every_property(schema):
            assert value["description"], name
            assert lang == "en" or chinese.search(value["description"]), name
    desks = scenario_schema(lang)["$defs"]["ConstructionLever"]["properties"]["desks"]
    assert (desks["minimum"], desks["maximum"], desks["default"]) == (1, 1000, 1)
    planning = scenario_schema(lang)["$defs"]["StageSizes-planning"]["properties"]
    caps = scenario_schema(lang)["$defs"]["StageSizes-hard_caps"]["properties"]
    assert planning["primary"]["default"] == 45
    assert caps["primary"]["default"] == 55


def test_every_range_of_the_rules_stands_in_the_schema() -> None:
    for keys in (scenario_keys(), county_keys()):
        for key in keys.values():
            numeric = {"integer", "number"} & set(key.types)
            assert not numeric or key.range is not None or key.choices, key.name
    review = scenario_schema()["$defs"]["Durations"]["properties"]["review_days"]
    assert review["exclusiveMinimum"] == 0
    assert "minimum" not in review
    assert scenario_keys()["projects", ANY, "takes_from", ANY].range is not None


def test_a_whole_scenario_states_its_projects_whole() -> None:
    project = {"kind": "extension", "school": "a", "opens": 2023}
    alone = {"format": 1, "name": "x", "county": "c", "projects": {"p": project}}
    validator = Draft202012Validator(scenario_schema())
    assert ("projects", "p", "source") in set(places(validator.iter_errors(alone)))
    patch = {"format": 1, "name": "x", "extends": "y.toml", "projects": {"p": {"opens": 2024}}}
    assert list(places(validator.iter_errors(patch))) == []


def test_the_command_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / SCENARIO_SCHEMA
    assert main(["schema", "--out", str(out), "--lang", "zh"]) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(json.dumps(scenario_schema("zh")))
    assert not capsys.readouterr().out
    assert main(["schema", "--county", "--lang", "en"]) == 0
    assert "baseline_year" in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_of_an_editor(lang: str) -> None:
    files = editor_files(lang)
    assert set(files) == {
        SCENARIO_SCHEMA,
        COUNTY_SCHEMA,
        ".taplo.toml",
        ".vscode/extensions.json",
        ".vscode/settings.json",
    }
    for name, text in files.items():
        read = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
        assert read
    rules = tomllib.loads(files[".taplo.toml"])["rule"]
    assert [rule["schema"]["path"] for rule in rules] == [SCENARIO_SCHEMA, COUNTY_SCHEMA]
    assert FIRST_LINE.endswith(SCENARIO_SCHEMA)


def test_the_page_shows_the_file_that_is_written() -> None:
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert tomllib.loads(shown[1]) == tomllib.loads(editor_files("en")[".taplo.toml"])
    assert FIRST_LINE in page
