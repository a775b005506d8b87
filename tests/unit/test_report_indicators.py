"""Indicators of the report: what they rest on, what they stand beside, and where they are shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from seatsim.cli import main
from seatsim.domain.county import County
from seatsim.indicators.report import report_indicators
from seatsim.indicators.report_figures import Indicator, from_figures
from seatsim.inputs.load import Loaded, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(ROOT / "scenarios" / "combined-plan.toml")


def told(loaded: Loaded, county: County | None = None) -> dict[str, Indicator]:
    here, scenario = county or loaded.county, loaded.scenario
    rows = report_indicators(here, scenario.levers, scenario.limits, scenario.projects, loaded.county.reconciled)
    assert len({row.id for row in rows}) == len(rows)
    return {row.id: row for row in rows}


@pytest.mark.parametrize(
    ("name", "value", "beside"),
    [
        ("pupils_per_1000", 73110 / 663.408, 31.5 + 71.1 + 30.1 + 24.1),
        ("residents_per_km2", 663408 / 665, None),
        ("spending_growth", 100 * (126700 / 114000 - 1), 11.14),
        ("per_pupil_2019_senior", 2.65 / 1.2155, 2.65),
        ("special_by_money", (75.4e4 / 8 / 1105.81 + 75.4e4 / 8 / 1557.46) / 2, 72),
        ("senior_seats_base", 775 / 0.2764, 2804),
        ("balance_items_met", 93.75, 71.875),
        ("balance_items_gained", 21.875, 21.87),
        ("share_of_births", 13.85, 13.85),
        ("exchange_teachers", 24.1, 24.1),
        ("new_backbone", 237, 280),
        ("projects_under_way", 12, 12),
        ("projects_started", 12, 12),
        ("projects_completed", 9, 9),
    ],
)
def test_indicators_by_hand(name: str, value: float, beside: float | None, loaded: Loaded) -> None:
    row = told(loaded)[name]
    assert row.value == pytest.approx(value)
    assert row.beside == (None if beside is None else pytest.approx(beside))
    assert (row.against == "") == (beside is None)


@pytest.mark.parametrize(
    ("name", "within"), [("variation_primary", 0.005), ("variation_junior", 0.005), ("affordable", 0.5)]
)
def test_the_register_reproduces_what_the_report_says(name: str, within: float, loaded: Loaded) -> None:
    row = told(loaded)[name]
    assert row.against == "county"
    assert row.beside == pytest.approx(row.value, abs=within)
    assert row.beside != row.value


@pytest.mark.parametrize("year", [2010, 2011, 2012, 2013, 2020])
def test_derived_births_come_out_again(year: int, loaded: Loaded) -> None:
    row = told(loaded)[f"births_{year}"]
    assert row.beside == pytest.approx(row.value, abs=0.5)


def test_what_is_not_known_is_left_out_and_nothing_is_divided_by_nothing(loaded: Loaded) -> None:
    figures = dict(loaded.county.figures)
    del figures["F1.census"]
    assert "pupils_per_1000" not in told(loaded, replace(loaded.county, figures=figures))
    figures = {name: figure for name, figure in loaded.county.figures.items() if not name.startswith("PS.")}
    row = told(loaded, replace(loaded.county, figures=figures))["pupils_per_1000"]
    assert (row.against, row.beside, row.figures) == ("", None, ("F4", "F1.census"))
    figures["F1.area"] = replace(figures["F1.area"], value=0.0)
    assert "residents_per_km2" not in {row.id for row in from_figures(figures)}
    assert told(loaded, replace(loaded.county, figures={})) == {}


@pytest.mark.parametrize(
    ("lang", "title", "said"), [("en", "Indicators of the report", "county files"), ("zh", "报告指标", "本县文件")]
)
def test_baseline_prints_them(lang: str, title: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", str(ROOT / "seeds"), "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert title in printed
    assert said in printed


def test_a_county_has_no_projects_and_a_scenario_has(capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for path in ("seeds", "scenarios/combined-plan.toml"):
        assert main(["baseline", str(ROOT / path), "--json"]) == 0
        rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["indicators"]}
        found.append((rows["projects_under_way"]["beside"], rows["talent_teachers"]["beside"]))
    assert found == [(None, 0), (12, 100)]
