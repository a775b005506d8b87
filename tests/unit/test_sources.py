"""Bands split by source: what one source makes is told of it, what is off explains nothing, and the method holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtri

import outcomes
from seatsim import api
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome
from seatsim.domain.stored_draws import FEATURES, SOURCES
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.sources import FEWEST, FIGURES, ask_first, drawn_by_source, sources_block, split
from seatsim.inputs.load import load
from seatsim.language.words import Words
from seatsim.model.streams import Draws
from seatsim.printing.answer import Terminal
from seatsim.printing.cells import lines_of
from seatsim.study.ensemble import simulate
from seatsim.telling.sources import source_lines
from shipped import ROOT

Floats = npt.NDArray[np.float64]
PLAN = ROOT / "scenarios" / "combined-plan.toml"
MANY = np.arange(400)


def made_up(off: tuple[str, ...] = ()) -> dict[str, Floats]:
    """Independent normals in every column; constants in those of sources that are off."""
    columns = [feature.column for feature in FEATURES]
    normals = ndtri(Draws(5).uniforms("made up", columns, MANY, 0)[:, :, 0])
    return {
        feature.column: np.full(len(MANY), 7.0) if feature.source in off else normals[:, place]
        for place, feature in enumerate(FEATURES)
    }


@pytest.mark.parametrize("source", SOURCES)
def test_an_exact_function_of_one_source_is_that_sources_alone(source: str) -> None:
    stored = made_up()
    columns = [stored[feature.column] for feature in FEATURES if feature.source == source]
    linear = 100 + np.sum([(place + 1) * column for place, column in enumerate(columns)], axis=0)
    drawn = drawn_by_source(stored)
    for answer in (linear, columns[0] ** 2):
        told = split(answer, drawn)
        assert told["shares"][source] == pytest.approx(1.0, abs=1e-3)
        assert all(share < 5 * drawn[name].noise for name, share in told["shares"].items() if name != source)


def test_shares_of_a_sum_are_those_of_its_parts() -> None:
    stored = made_up()
    answer = 2 * stored["births_to_come_rest"] + stored["crowding_2020_variant"] + stored["costs_growth"]
    told = split(answer, drawn_by_source(stored))
    for source, share in {"births_to_come": 4 / 6, "crowding_2020": 1 / 6, "costs": 1 / 6}.items():
        assert told["shares"][source] == pytest.approx(share, abs=0.07)
    assert told["rest"] < 0.15


def test_what_no_draw_explains_is_the_rest() -> None:
    stored = made_up()
    answer = stored["births_to_come_rest"] * stored["start_primary"]
    told = split(answer, drawn_by_source(stored))
    assert max(told["shares"].values()) < 0.1
    assert told["rest"] > 0.8


def test_a_source_that_is_off_explains_exactly_nothing() -> None:
    stored = made_up(off=("migration", "start"))
    drawn = drawn_by_source(stored)
    told = split(stored["costs_growth"], drawn)
    assert told["shares"]["migration"] == told["shares"]["start"] == 0
    assert drawn["migration"].noise == 0
    assert {name for name, source in drawn.items() if source.state == "off"} == {"migration", "start"}
    assert {source.state for source in drawn_by_source({}).values()} == {"nothing to draw"}


def test_a_band_without_width_is_not_split() -> None:
    drawn = drawn_by_source(made_up())
    assert split(np.full(len(MANY), 5.0), drawn)["shares"] is None
    rare = np.where(MANY == 3, 9.0, 0.0)
    assert split(rare, drawn) == {
        "band": {"mean": 0.0225, "p10": 0, "p50": 0, "p90": 0},
        "width": 0,
        "shares": None,
        "rest": None,
    }


def test_the_noise_is_that_of_shares_that_say_nothing() -> None:
    drawn = drawn_by_source(made_up())
    pure = ndtri(Draws(6).uniforms("noise", [str(i) for i in range(300)], MANY, 0)[:, :, 0])
    for source in ("start", "migration", "crowding_2020"):
        found = np.array([drawn[source].explains(column) for column in pure.T])
        assert found.mean() == pytest.approx(0.0, abs=0.2 * drawn[source].noise)
        assert found.std() == pytest.approx(drawn[source].noise, rel=0.2)


def test_too_few_replications_get_no_split_and_are_told_so() -> None:
    county, scenario = outcomes.county(), outcomes.scenario()
    run = outcomes.outcome()
    block = sources_block(run, measure_frames(run, county, scenario.limits))
    assert block == {"status": "too few replications", "replications": 4, "fewest": FEWEST}
    assert ask_first(block, county, 2021) == []
    for lang in ("zh", "en"):
        (line,) = source_lines(Terminal(), {"sources": block, "ask_first": []}, Words(lang))
        assert str(FEWEST) in line


@cache
def short_run(*settings: str) -> tuple[Outcome, MeasureFrame, County]:
    """The combined plan to 2025."""
    loaded = load(PLAN, ["horizon=2025", *settings])
    scenario = loaded.scenario
    replications = np.arange(150)
    plan = api.plan_of(scenario)
    outcome = simulate(loaded.county, plan, scenario.uncertainty, Draws(scenario.seed), replications)
    return outcome, measure_frames(outcome, loaded.county, scenario.limits), loaded.county


def told_of(*settings: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Rows of the sources and of the answers, by name."""
    outcome, frame, _ = short_run(*settings)
    block = sources_block(outcome, frame)
    return {row["source"]: row for row in block["list"]}, {row["answer"]: row for row in block["answers"]}


@pytest.mark.parametrize(
    ("off", "sources"),
    [
        ("births", ("births_unpublished", "births_to_come")),
        ("start", ("start",)),
        ("crowding_2020", ("crowding_2020",)),
        ("durations", ("projects_due", "projects_to_come")),
    ],
)
def test_a_run_says_which_source_is_off(off: str, sources: tuple[str, ...]) -> None:
    rows, answers = told_of(f"uncertainty.{off}.on=false")
    assert rows[sources[0]]["state"] == "off"
    for source in sources:
        assert rows[source]["state"] != "varies"
        assert {row["shares"][source] for row in answers.values() if row["shares"]} == {0}


def test_switching_a_source_off_takes_about_its_share_of_the_variance() -> None:
    rows, answers = told_of()
    told = answers["crowded_pupil_years"]
    found = {}
    for settings in ((), ("uncertainty.crowding_2020.on=false",)):
        frame = short_run(*settings)[1]
        found[settings] = frame.county("pupils_above_standard", "all")[1:].sum(axis=0).var()
    gone = 1 - found["uncertainty.crowding_2020.on=false",] / found[()]
    assert gone > 0.5
    assert told["shares"]["crowding_2020"] == pytest.approx(gone, abs=0.12)
    assert rows["crowding_2020"]["noise"] < 0.02


def test_figures_are_asked_for_in_the_order_of_what_they_narrow() -> None:
    outcome, frame, county = short_run()
    block = sources_block(outcome, frame)
    rows = ask_first(block, county, 2021)
    kinds = {row["source"]: row["kind"] for row in block["list"]}
    assert {kinds[row["source"]] for row in rows} == {"not_said"}
    shares = [row["first"]["share"] for row in rows]
    assert shares == sorted(shares, reverse=True)
    for row in rows:
        for part in (row["first"], row["most"]):
            assert part["width_estimate"] == pytest.approx(part["width"] * np.sqrt(1 - part["share"]), abs=0.5)
        assert row["most"]["share"] >= row["first"]["share"]
        assert row["office"]["zh"]


def test_only_what_has_happened_can_be_asked_for() -> None:
    assert set(FIGURES) == {source for source, kind in SOURCES.items() if kind == "not_said"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("off", [(), ("uncertainty.births.on=false", "uncertainty.costs.on=false")])
def test_page_one_gets_at_most_four_lines(lang: str, off: tuple[str, ...]) -> None:
    outcome, frame, county = short_run(*off)
    block = sources_block(outcome, frame)
    lines = list(source_lines(Terminal(), {"sources": block, "ask_first": ask_first(block, county, 2021)}, Words(lang)))
    assert sum(map(lines_of, lines)) <= 4
    share = block["answers"][0]["shares"]["crowding_2020"]
    assert f"{share:.0%}" in lines[0]
    assert len(lines) == 2
