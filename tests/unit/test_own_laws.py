"""A county's own error laws take the place of the shipped ones, and of nothing that is stated."""

from pathlib import Path

import pytest

from noisy_county import noisy_county
from noisy_county import scenario_of as scenario
from seatsim.domain.county import County
from seatsim.inputs.county import read_county
from seatsim.inputs.load import load, resolve
from seatsim.inputs.norms import norms

OWN = "uncertainty.progression.grade_sd"


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    return noisy_county(tmp_path)


def test_a_history_gives_the_scenario_its_laws_and_says_where_they_are_from(noisy: Path) -> None:
    loaded = load(scenario(noisy))
    shipped = float(str(norms()[OWN].value))
    assert loaded.scenario.uncertainty.progression.grade_sd > 5 * shipped
    assert loaded.scenario.uncertainty.progression.common_freedom > 3.0
    assert loaded.origins[OWN].file == "history.csv"
    assert loaded.origins["uncertainty.progression.zone_carry"].file == "norms.csv"
    assert any("how demand errs: derived from" in note for note in loaded.county.assumed)


def test_what_is_stated_stays(noisy: Path) -> None:
    path = scenario(noisy, "[uncertainty.progression]\ngrade_sd = 0.03\n")
    assert load(path).scenario.uncertainty.progression.grade_sd == 0.03
    assert resolve(path, ["uncertainty.progression.grade_sd=0.04"]).scenario.uncertainty.progression.grade_sd == 0.04


def test_what_is_shown_is_what_runs(noisy: Path) -> None:
    path = scenario(noisy)
    assert resolve(path).scenario == load(path).scenario


def test_two_years_say_nothing_of_how_they_differ(noisy: Path) -> None:
    history = noisy / "history.csv"
    lines = history.read_text(encoding="utf-8").splitlines()
    history.write_text(
        "\n".join([lines[0], *(line for line in lines if line.startswith("2019"))]) + "\n", encoding="utf-8"
    )
    county: County = read_county(noisy)
    assert county.history is not None
    assert county.own_laws == {}
    assert load(scenario(noisy)).origins[OWN].file == "norms.csv"
