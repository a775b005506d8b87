"""What the charts draw is what the tables of a real run say."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from chart_runs import real_run
from seatsim.language.words import Words
from seatsim.papers.chart import PAPER, Chart, Row, chosen, size
from seatsim.papers.charts import charts
from seatsim.papers.charts.picture import png, whole_spec
from seatsim.results.read import Results

Cells = Mapping[tuple[Any, ...], Mapping[str, Any]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return real_run(tmp_path_factory.mktemp("charts") / "planned-builds")


@pytest.fixture(scope="module")
def made(run: Results) -> Mapping[str, Chart]:
    return {chart.id: chart for chart in charts([run], None, Words("en"))}


@pytest.fixture(scope="module")
def summary(run: Results) -> Cells:
    rows = run.table("summary.csv").iter_rows(named=True)
    return {(row["measure"], row["stage"], row["zone"], row["year"]): row for row in rows}


def whole(value: float) -> int:
    return math.floor(value + 0.5)


def same(row: Row, told: Mapping[str, Any], names: Mapping[str, str]) -> None:
    """Columns of a chart's row equal those of a row of the summary, to whole numbers."""
    for mine, theirs in names.items():
        assert row[mine] == whole(told[theirs]), (dict(row), theirs)


SHARED = {name: name for name in ("p10", "p25", "p50", "p75", "p90")}


def test_the_fan_is_the_summary(made: Mapping[str, Chart], summary: Cells) -> None:
    rows = made["fan"].rows
    for row in rows:
        cell = (row["stage"], row["zone"], row["year"])
        same(row, summary[("pupils", *cell)], SHARED)
        if row["stage"] != "vocational":
            same(row, summary[("seats", *cell)], {"seats": "p50", "seats_p10": "p10", "seats_p90": "p90"})
        assert row["p025"] <= row["p10"] <= row["p90"] <= row["p975"]  # type: ignore[operator]
    told = {(row["stage"], row["zone"], row["year"]) for row in rows}
    missing = {
        key[1:]
        for key, row in summary.items()
        if key[0] == "pupils" and key[1] in ("kindergarten", "primary", "junior", "senior") and row["p95"] > 0
    } - told
    assert not missing


def test_crowding_is_the_summary(made: Mapping[str, Chart], summary: Cells) -> None:
    rows = made["crowding"].rows
    assert {row["measure"] for row in rows} == {"pupils_above_standard", "pupils_large", "pupils_oversized"}
    for row in rows:
        same(row, summary[(row["measure"], row["stage"], row["zone"], row["year"])], SHARED)


def test_years_on_continued_births_are_told_apart(made: Mapping[str, Chart], run: Results) -> None:
    from_ = run.answers["rests_on"]["births_continued_from"]
    for row in made["fan"].rows:
        first = from_.get(row["stage"], 9999)
        assert row["known"] == int(int(row["year"] or 0) < first), row
    assert {row["known"] for row in made["fan"].rows} == {0, 1}
    above = [r for r in made["crowding"].rows if r["measure"] == "pupils_above_standard" and r["stage"] == "all"]
    large = [r for r in made["crowding"].rows if r["measure"] == "pupils_large" and r["stage"] == "all"]
    assert {row["known"] for row in above} == {1}, "kindergartens are no part of all above standard"
    assert {row["known"] for row in large} == {0, 1}, "kindergartens are part of all in large classes"


def test_zones_are_shares_of_the_futures(made: Mapping[str, Chart], run: Results) -> None:
    frame = run.frame()
    for row in made["zones"].rows:
        column, year = frame.zones.index(str(row["zone"])), frame.years.index(int(row["year"] or 0))
        over = [
            int(frame.values["pupils"][str(row["stage"])][year, r, column])
            > int(frame.values["seats"][str(row["stage"])][year, r, column])
            for r in range(frame.replications)
        ]
        assert row["percent"] == 100 * sum(over) // len(over), row
    assert any(row["percent"] for row in made["zones"].rows)


def test_causes_add_up_and_are_those_of_the_table(made: Mapping[str, Chart], run: Results) -> None:
    table = {
        (row["measure"], row["stage"], str(row["year"]), row["cause"]): row
        for row in run.table("causes.csv").iter_rows(named=True)
    }
    seen = 0
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in made["causes"].rows:
        groups.setdefault((row["measure"], row["stage"], row["to"]), []).append(row)
    for key, bars in groups.items():
        first, *causes, last = bars
        for row in causes:
            assert row["mean"] == pytest.approx(table[(*key, row["term"])]["mean"], abs=0.051)
            seen += 1
        total = float(first["mean"] or 0) + sum(float(row["mean"] or 0) for row in causes)
        assert total == pytest.approx(float(last["mean"] or 0), abs=0.5)
        assert causes[-1]["end"] == pytest.approx(last["end"], abs=0.5)
        for row in causes:
            sign = {"rise": "▲ +", "fall": "▼ −", "none": "0"}[str(row["kind"])]
            assert str(row["told"]).startswith(sign), row
    assert seen >= 7


def test_teachers_are_the_ledger(made: Mapping[str, Chart], run: Results) -> None:
    ledger = {(row["stage"], row["year"]): row for row in run.table("teachers.csv").iter_rows(named=True)}
    for chart, names in (
        ("teachers", ("needed", "teachers", "approved", "filled", "outside")),
        ("teacher_gap", ("short", "surplus")),
    ):
        assert len(made[chart].rows) == len(ledger)
        for row in made[chart].rows:
            same(row, ledger[row["stage"], row["year"]], {name: name for name in names})


def test_projects_are_the_table_in_planned_order(made: Mapping[str, Chart], run: Results) -> None:
    rows = made["gantt"].rows
    table = {row["project"]: row for row in run.table("projects.csv").iter_rows(named=True)}
    assert len(rows) == len(table) > 20
    assert sum(row["assumed"] == 1 for row in rows) == sum(row["status"] == "assumed" for row in table.values())
    planned = [float(row["planned"] or 0) for row in rows]
    assert planned == sorted(planned)
    for row in rows:
        assert ("(assumed)" in str(row["name"])) == (row["assumed"] == 1)
        if row["middle"] is not None:
            assert float(row["start"] or 0) <= float(row["middle"]) <= float(row["end"] or 0)


def test_money_is_page_one(made: Mapping[str, Chart], run: Results, summary: Cells) -> None:
    paid = {row["year"]: row for row in run.answers["money"]["capital"]}
    for row in made["money"].rows:
        assert float(row["mean"] or 0) == pytest.approx(paid[row["year"]]["paid"]["mean"] / 100, abs=0.051)
        assert float(row["budget"] or 0) == pytest.approx(paid[row["year"]]["budget"] / 100, abs=0.051)
    for row in made["spending"].rows:
        told = summary[("spending", "all", "all", row["year"])]
        assert float(row["p50"] or 0) == pytest.approx(told["p50"] / 100, abs=0.051)


def peak(rows: Sequence[Row]) -> Row:
    return max(rows, key=lambda row: (int(row["p50"] or 0), -int(row["year"] or 0)))


def test_what_the_fan_shows_is_told_in_words(made: Mapping[str, Chart]) -> None:
    for stage in ("kindergarten", "primary", "junior", "senior"):
        top = peak(chosen(made["fan"], run="planned-builds", stage=stage, zone="all"))
        year = int(top["year"] or 0)
        told = f"{stage} pupils peaks at {top['p50']:,} (80%: {top['p10']:,}–{top['p90']:,}) in {year}/{year % 100 + 1}"
        assert told in made["fan"].alt


def test_a_run_stays_small_in_a_page(made: Mapping[str, Chart]) -> None:
    assert sum(size(chart) for chart in made.values()) < 120_000  # 8 of 16 years


def test_crowding_and_causes_are_told_in_words(made: Mapping[str, Chart]) -> None:
    rows = chosen(made["crowding"], run="planned-builds", stage="all", zone="all", measure="pupils_above_standard")
    first, last = rows[0], rows[-1]
    told = f"pupils above standard goes from {first['p50']:,} (80%: {first['p10']:,}–{first['p90']:,}) in 2020/21 to "
    assert told + f"{last['p50']:,} in 2027/28; highest {peak(rows)['p50']:,}" in made["crowding"].alt
    bars = chosen(made["causes"], run="planned-builds", stage="all", measure="pupils_above_standard", to="2027")
    largest = max(bars[1:-1], key=lambda row: abs(float(row["mean"] or 0)))
    name = f"{largest['name']} {largest['told']}".replace("▲ ", "").replace("▼ ", "").split(" (")[0]
    assert f"in 2027/28 (means): {name}" in made["causes"].alt


def test_every_chart_of_a_real_run_compiles_and_is_a_picture(run: Results, capfd: pytest.CaptureFixture[str]) -> None:
    import vl_convert

    drawn = [chart for chart in charts([run], None, Words("zh"), PAPER) if chart.rows]
    assert len(drawn) == 9
    for chart in drawn:
        first = {key: str(chart.rows[0][key]) for key in chart.by}
        spec = whole_spec(chart, chosen(chart, **first), width=330)
        assert vl_convert.vegalite_to_vega(spec, show_warnings=True)["marks"]
        assert len(png(chart, chosen(chart, **first), scale=1)) > 3_000
    told = capfd.readouterr()
    assert "WARN" not in (told.out + told.err).upper(), told


def drawn_texts(chart: Chart, rows: Sequence[Row]) -> set[str]:
    """Texts of a picture."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(whole_spec(chart, rows))
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", svg))


def test_lines_are_named_where_nothing_stands_beside(made: Mapping[str, Chart]) -> None:
    """A stage without seats and a plan without a reference keep the names of their lines."""
    choice = {"run": "planned-builds", "zone": "all", "measure": "pupils_above_standard"}
    vocational = drawn_texts(made["fan"], chosen(made["fan"], **choice, stage="vocational"))
    assert "pupils" in vocational
    assert "seats" not in vocational
    assert {"pupils", "seats"} <= drawn_texts(made["fan"], chosen(made["fan"], **choice, stage="primary"))
    alone = drawn_texts(made["crowding"], chosen(made["crowding"], **choice, stage="senior"))
    assert "this plan" in alone
    assert "reference" not in alone
    assert "births continued from 2025/26 →" in drawn_texts(
        made["fan"], chosen(made["fan"], **choice, stage="kindergarten")
    )
