"""The shipped scenarios: the contract's list, each a titled patch that states only its difference."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from seatsim.inputs.load import load
from seatsim.inputs.toml_files import flatten

ROOT = Path(__file__).parents[2] / "scenarios"
EXTENDS: Mapping[str, tuple[str, ...]] = {
    "reference": (),
    "planned-builds": ("reference",),
    "planned-recruitment": ("reference",),
    "combined-plan": ("planned-builds", "planned-recruitment"),
    "faster-approvals": ("combined-plan",),
    "open-gate": ("planned-builds",),
    "strict-gate": ("planned-builds",),
    "slipping-builds": ("planned-builds",),
    "births-fall": ("reference",),
    "inflow-wave": ("reference",),
    "regrouping": ("reference",),
}
HEAD = {"format", "name", "title", "tests", "extends", "county"}


def stated(name: str) -> Mapping[str, object]:
    return tomllib.loads((ROOT / f"{name}.toml").read_text(encoding="utf-8"))


def differences(name: str) -> Iterator[tuple[str, object]]:
    """Keys that a file sets beyond its head, with their values."""
    for path, value in flatten(stated(name)):
        if path[0] not in HEAD:
            yield ".".join(path), value


def test_the_list_is_the_contracts() -> None:
    assert {path.stem for path in ROOT.glob("*.toml")} == set(EXTENDS)


@pytest.mark.parametrize("name", EXTENDS)
def test_a_scenario_has_a_title_and_a_sentence_in_both_languages(name: str) -> None:
    told = stated(name)
    for key in ("title", "tests"):
        text = told[key]
        assert isinstance(text, dict)
        assert text["zh"].strip()
        assert text["en"].strip()
        assert any("一" <= letter <= "鿿" for letter in text["zh"])
        assert text["en"].isascii()


@pytest.mark.parametrize("name", EXTENDS)
def test_a_scenario_extends_what_the_contract_says_and_states_only_its_difference(name: str) -> None:
    parents = stated(name).get("extends", [])
    files = [parents] if isinstance(parents, str) else parents
    assert isinstance(files, list)
    assert tuple(Path(file).stem for file in files) == EXTENDS[name]
    if name == "reference":
        assert not list(differences(name))
        return
    assert list(differences(name)), "it differs in nothing"
    inherited = [dict(_plain(load(ROOT / file).tree)) for file in files]
    for key, value in differences(name):
        said_before = [tree[key] for tree in inherited if key in tree]
        assert value not in said_before, f"{key} is inherited already"


def _plain(tree: dict[str, object]) -> Iterator[tuple[str, object]]:
    for path, value in flatten(tree):
        yield ".".join(path), value
