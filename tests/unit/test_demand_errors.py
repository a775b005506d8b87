"""Whose error laws of demand the bands hold: in the answers, and in the words of page one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import outcomes
from noisy_county import noisy_county, scenario_of
from seatsim import api
from seatsim.domain.demand_uncertainty import Migration, Progression
from seatsim.indicators.answers import answers
from seatsim.indicators.demand_errors import LAWS, demand_errors
from seatsim.indicators.measures import measure_frames
from seatsim.inputs.load import load
from seatsim.inputs.norms import norms
from seatsim.printing.answer import print_answer

MOVED, ENTERED = "uncertainty.progression.", "uncertainty.migration."
WORDS = {
    ("zh", "assumed"): "不在其内；需求误差规律系假定，借自英格兰地方教育当局和全国入学数。",
    ("zh", "derived"): "不在其内；需求误差规律由本县历年学生数推算。",
    ("zh", "stated"): "不在其内；需求误差规律由方案给定。",
    ("en", "assumed"): "not in them; how demand errs is assumed, as in English authorities and national intakes.",
    ("en", "derived"): "not in them; how demand errs is derived from the county's own history.",
    ("en", "stated"): "not in them; how demand errs is stated by the scenario.",
}


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a history."""
    return noisy_county(tmp_path_factory.mktemp("noisy"))


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same county without one."""
    folder = noisy_county(tmp_path_factory.mktemp("young"))
    (folder / "history.csv").unlink()
    return folder


def kind(county: Path, overrides: Sequence[str] = ()) -> str:
    loaded = load(scenario_of(county), overrides)
    return demand_errors(loaded.scenario, loaded.county)


def test_a_county_without_history_borrows_its_laws(young: Path) -> None:
    assert kind(young) == "assumed"


def test_a_history_gives_its_own(noisy: Path) -> None:
    assert kind(noisy) == "derived"


@pytest.mark.parametrize(
    "law",
    [
        f"{MOVED}grade_sd=0.03",
        f"{MOVED}zone_carry=0.5",
        f"{MOVED}on=false",
        f"{ENTERED}common_sd=0.2",
        f"{ENTERED}cell_variance=2",
    ],
)
def test_a_law_that_is_stated_is_told(law: str, noisy: Path, young: Path) -> None:
    assert kind(noisy, [law]) == kind(young, [law]) == "stated"


def test_a_shipped_law_beside_the_countys_own_makes_all_of_them_assumed(noisy: Path) -> None:
    key = f"{MOVED}grade_sd"
    assert kind(noisy, [f"{key}={norms()[key].value}"]) == "assumed"


@pytest.mark.parametrize("text", [f"{ENTERED}wave_share=0.1", f"{ENTERED}old_town_share=0.3"])
def test_where_in_migrants_go_is_no_law_of_errors(text: str, noisy: Path, young: Path) -> None:
    assert (kind(noisy, [text]), kind(young, [text])) == ("derived", "assumed")


def test_every_law_is_looked_at() -> None:
    laws = {f"{MOVED}{name}" for name in Progression.__dataclass_fields__}
    laws |= {f"{ENTERED}{name}" for name in Migration.__dataclass_fields__}
    asides = {
        key for key in laws if key.startswith(f"{ENTERED}wave") or key.endswith(("old_town_share", "homes_share"))
    }
    assert laws - set(LAWS) == asides
    assert len(asides) == 5


@pytest.mark.parametrize(("with_history", "told"), [(True, "derived"), (False, "assumed")])
def test_a_run_says_it_in_its_answers(with_history: bool, told: str, noisy: Path, young: Path, tmp_path: Path) -> None:
    path = scenario_of(noisy if with_history else young, "replications = 2\nhorizon = 2023\n")
    assert api.run(path, out=tmp_path / "out").answers["rests_on"]["demand_errors"] == {"kind": told}


def crowded(kind: str | None) -> dict[str, Any]:
    out = outcomes.outcome()
    frame = measure_frames(out, outcomes.county(), outcomes.limits())
    told = answers(outcomes.scenario(), outcomes.county(), out, frame)
    rests = {name: block for name, block in told["rests_on"].items() if name != "demand_errors"}
    return {**told, "rests_on": rests if kind is None else {**rests, "demand_errors": {"kind": kind}}}


def page(told: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]) -> str:
    print_answer(told, lang)
    text = capsys.readouterr().out
    return " ".join(text.split()) if lang == "en" else "".join(text.split())


@pytest.mark.parametrize(("lang", "kind"), WORDS)
def test_page_one_says_what_its_bands_hold(lang: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert WORDS[lang, kind] in page(crowded(kind), lang, capsys)


@pytest.mark.parametrize(("lang", "end"), [("zh", "不在其内。"), ("en", "not in them.")])
def test_older_results_are_told_without_it(lang: str, end: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert end in page(crowded(None), lang, capsys)


def test_laws_of_the_scenario_itself_are_stated() -> None:
    scenario = outcomes.scenario()
    assert demand_errors(scenario, outcomes.county()) == "stated"
    county = replace(outcomes.county(), own_laws={f"{MOVED}grade_sd": scenario.uncertainty.progression.grade_sd})
    assert demand_errors(scenario, county) == "stated"
