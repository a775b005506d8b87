"""Charts: rows by hand, nothing to draw, many runs, colours, both languages, and specifications that compile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from test_results import write

import outcomes
from chart_runs import changed, named
from seatsim.comparing.first_years import first_year_rows
from seatsim.comparing.regret import reckoned, regret_rows
from seatsim.comparing.runs import common_replications, shared_futures
from seatsim.indicators.causes import causes_block
from seatsim.indicators.quantiles import band
from seatsim.language.charts import CHARTS
from seatsim.language.words import Words
from seatsim.papers.chart import NAMES, PAGE, PAPER, Chart, Palette, chosen, css, packed, painted, size
from seatsim.papers.charts import charts
from seatsim.papers.charts.gantt import at
from seatsim.papers.charts.parts import spread, text_width
from seatsim.papers.charts.picture import png, whole_spec
from seatsim.papers.charts.told import statistics
from seatsim.papers.charts.zones import per_cent, wrapped
from seatsim.papers.page.colours import DARK
from seatsim.results.columns import names
from seatsim.results.read import Results, read_results

LANGUAGES = ("zh", "en")
REGRET = [
    {"scenario": name, "crowded_pupil_years": {"mean": mean, "p90": p90},
     "empty_seats": {"mean": 2.0, "p90": 1, "best": 0.5}, "empty_seat_cost": None, "best": best}
    for name, mean, p90, best in (("plan", 12.4, 30, 0.25), ("other", 3.0, 0, 0.75))
]  # fmt: skip
PROJECT = {
    "project": "annex", "kind": "extension", "school": "s1", "name": {"zh": "分校（假定）", "en": "Annex (assumed)"},
    "status": "assumed", "planned": 2022, "hand_over_p10": "2022-01-01", "hand_over_p50": "2022-07-02",
    "hand_over_p90": None, "opens_p10": 2022, "opens_p50": 2022, "opens_p90": None, "on_time": 0.6, "cancelled": 0.1,
    "waits_for": None, "waits_days": {}, "cost": {"mean": 1, "p10": 1, "p50": 1, "p90": 1},
}  # fmt: skip
LATEST = {"project": "annex", "wanted": 2022, "state": "open", "last_month": "2021-02", "reached": None}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A hand-made folder without a project."""
    return read_results(write(tmp_path_factory.mktemp("charts") / "plan"))


@pytest.fixture(scope="module")
def full(run: Results) -> Results:
    """The same with causes, and a project of which one future in ten is never handed over."""
    causes = causes_block(outcomes.cause_split(outcomes.outcome(replications=4)))
    return changed(run, {"projects": [PROJECT], "latest_starts": [LATEST], "causes": causes})


def made(runs: Sequence[Results], lang: str, comparison: Mapping[str, Any] | None = None) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(runs, comparison, Words(lang))}


def beside(runs: Sequence[Results], **parts: object) -> Mapping[str, Any]:
    """What charts take from the comparison of runs, told otherwise in some parts."""
    count = common_replications(runs)
    base, *others = frames = [shared_futures(run.frame(), count) for run in runs]
    limits = runs[0].limits()
    rows = [{"first_year": first_year_rows(base, other, limits, limits)} for other in others]
    told = {
        "replications": count,
        "horizon": base.years[-1],
        "others": rows,
        "regret": regret_rows([reckoned(frame) for frame in frames]),
    }
    return {**told, **parts}


def test_order_statistics_by_hand() -> None:
    values = np.arange(40, 0, -1).reshape(1, 40, 1)
    assert statistics(values)[:, 0, 0].tolist() == [1, 4, 10, 20, 30, 36, 39]
    assert statistics(np.array([[[7]]]))[:, 0, 0].tolist() == [7] * 7


def test_names_of_lines_keep_their_distance() -> None:
    found = spread({"a": 0.0, "b": 1.0, "c": 100.0}, 10)
    assert found["a"] >= 5
    assert found["b"] - found["a"] >= 9.9
    assert found["c"] == 100.0


def test_names_of_zones_are_broken_where_they_may_be() -> None:
    assert wrapped("Jingcheng, old town", 14) == "Jingcheng, old\ntown"
    assert wrapped("Jiangyin-Jingjiang Park", 14) == "Jiangyin-\nJingjiang Park"
    assert wrapped("靖江经济技术开发区管委会", 9) == "靖江经济技术开发区\n管委会"
    assert wrapped("Gushan", 14) == "Gushan"


def test_no_share_is_lifted_over_a_warning_line() -> None:
    assert [per_cent(share) for share in (0.0, 0.001, 0.29, 0.498, 0.5, 0.999, 1.0)] == [0, 1, 29, 49, 50, 99, 100]


def test_days_are_years_with_decimals() -> None:
    assert at("2021-01-01") == 2021
    assert at(date(2021, 7, 2)) == pytest.approx(2021.499)
    assert at(None) is None


def test_packed_rows_come_back() -> None:
    rows: list[dict[str, str | int | float | None]] = [
        {"run": "a", "year": 2020, "x": 1.5},
        {"run": "b", "year": 2021, "x": None},
        {"run": "a", "year": 2022},
    ]
    told = packed(rows)
    assert told["texts"] == [["a", "b"], None, None]
    back = [
        {
            column: values[i] if texts is None else texts[values[i]]
            for column, texts, values in zip(told["columns"], told["texts"], told["values"], strict=True)
        }
        for i in range(3)
    ]
    assert back == [{"run": None, "year": None, "x": None} | row for row in rows]


def test_rows_of_a_hand_made_run(run: Results) -> None:
    frame = run.frame()
    found = made([run], "en")
    for year, place in ((frame.years[0], 0), (frame.years[-1], -1)):
        row = next(r for r in chosen(found["fan"], run="plan", stage="primary", zone="all") if r["year"] == year)
        values = sorted(frame.values["pupils"]["primary"][place, :, -1].tolist())
        assert len(values) == 4
        assert (row["p10"], row["p50"], row["p90"]) == (values[0], values[1], values[3])
        assert row["seats"] == sorted(frame.values["seats"]["primary"][place, :, -1].tolist())[1]


def test_a_project_that_may_never_open(full: Results) -> None:
    (row,) = made([full], "en")["gantt"].rows
    assert row["name"] == "Annex (assumed)"
    assert (row["later"], row["assumed"]) == (1, 1)
    assert row["end"] == pytest.approx(2022.666 + 0.4, abs=0.001), "a little beyond the planned September"
    assert row["start"] == 2022
    assert row["latest"] == pytest.approx(2021.085, abs=0.001)
    assert row["hand_over"] == "Jul 2022 (Jan 2022–later)"
    assert row["state"] == "review by Feb 2021 (late)", "the information is of later"
    (early,) = made([changed(full, {"information_date": "2021-02-27"})], "en")["gantt"].rows
    assert early["state"] == "review by Feb 2021"
    (zh,) = made([full], "zh")["gantt"].rows
    assert zh["name"] == "分校 （假定）"
    assert zh["state"] == "最迟2021年2月送审（已迟）"


def test_regret_is_the_comparison(full: Results) -> None:
    runs = [full, named(full, "other", "另一方案", "Another")]
    found = made(runs, "en", beside(runs, regret=REGRET))
    rows = found["regret"].rows
    assert [(row["p10"], row["p50"], row["p90"], row["best"]) for row in rows] == [
        (12, 12, 30, "25%"),
        (0, 3, 3, "75%"),
    ]
    assert [row["name"] for row in rows] == [full.answers["title"]["en"] or "plan", "Another"]
    assert [row["best"] for row in found["regret_empty"].rows] == ["50%", "50%"]
    with pytest.raises(ValueError, match="has 2 runs, the report 1"):
        made([full], "en", beside(runs))
    assert not made(runs, "en")["regret"].rows
    assert made(runs, "en")["regret"].empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_leaves_no_rows_and_says_why(run: Results, lang: str) -> None:
    frame = run.frame()
    nobody = {
        measure: {stage: np.zeros_like(values) for stage, values in by_stage.items()}
        for measure, by_stage in frame.values.items()
        if measure in ("pupils_above_standard", "pupils_large", "pupils_oversized")
    }
    without = {k: v for k, v in frame.values.items() if k != "spending"}
    money = {**run.answers["money"], "capital": []}
    empty = changed(
        run,
        {"projects": [], "causes": None, "money": money},
        {"teachers.csv": pl.DataFrame(schema=dict.fromkeys(names("teachers.csv"), pl.Float64))},
        replace(frame, values={**without, **nobody}),
    )
    found = made([empty], lang)
    for name in ("crowding", "causes", "gantt", "teachers", "teacher_gap", "money", "spending", "comparison", "regret",
                 "comparison_crowded", "comparison_first_year", "comparison_cost", "comparison_empty"):  # fmt: skip
        chart = found[name]
        assert not chart.rows, name
        assert chart.empty, name
        assert chart.alt == chart.empty, name
    assert found["fan"].rows


def test_one_zone_and_two_years(run: Results) -> None:
    frame = run.frame()
    values = {
        measure: {stage: series[:2, :, [-1, -1]] if series.shape[2] > 1 else series[:2] for stage, series in by.items()}
        for measure, by in frame.values.items()
    }
    short = changed(
        run,
        {"horizon": frame.years[1]},
        {"teachers.csv": run.table("teachers.csv").filter(pl.col("year") <= frame.years[1])},
        replace(frame, years=frame.years[:2], zones=("town", "all"), values=values),
    )
    found = made([short], "en")
    assert {row["zone"] for row in found["zones"].rows} == {"town"}, "the county's row would say the same"
    assert {row["year"] for row in found["fan"].rows} == set(frame.years[:2])
    for chart in found.values():
        compiles(chart, painted(chart, PAPER))


def compiles(chart: Chart, paper: Chart) -> None:
    """Vega-Lite takes the specification with the first of its rows."""
    import vl_convert

    if chart.rows:
        first = {key: str(chart.rows[0][key]) for key in chart.by if key in chart.rows[0]}
        rows = chosen(chart, **first)
        assert rows
        vega = vl_convert.vegalite_to_vega(whole_spec(paper, rows), show_warnings=True)
        assert vega["marks"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_specifications_compile_without_a_warning(full: Results, lang: str, capfd: pytest.CaptureFixture[str]) -> None:
    runs = [full, named(full, "other", "另一方案", "Another")]
    found = made(runs, lang, beside(runs))
    drawn = [chart for chart in found.values() if chart.rows]
    assert {chart.id for chart in drawn} >= {"fan", "zones", "gantt", "comparison", "comparison_first_year", "regret"}
    for chart in drawn:
        compiles(chart, painted(chart, PAPER))
    told = capfd.readouterr()
    assert "WARN" not in (told.out + told.err).upper(), told


def test_a_picture_is_drawn(full: Results) -> None:
    chart = made([full], "zh")["fan"]
    rows = chosen(chart, run="plan", stage="primary", zone="all")
    picture = png(chart, rows, scale=1, width=360)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20], "big") == 360
    assert len(picture) > 5_000
    with pytest.raises(ValueError, match="nothing to draw"):
        png(chart, [])


def texts(part: object) -> Iterator[str]:
    """Every text inside a specification."""
    if isinstance(part, Mapping):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)
    elif isinstance(part, str):
        yield part


_COLOUR = re.compile(r"^(#[0-9a-fA-F]{3,8}|rgba?\(.*|hsla?\(.*|var\(.*\)|black|white|gr[ae]y|red|green|blue|orange)$")


def test_colours_are_those_of_the_palette_alone(full: Results) -> None:
    runs = [full, named(full, "other", "另一方案", "Another")]
    for chart in made(runs, "en", beside(runs)).values():
        page = {text for text in texts(chart.spec) if _COLOUR.match(text)}
        assert page
        assert page <= set(PAGE.colours.values()), chart.id
        paper = {text for text in texts(painted(chart, PAPER).spec) if _COLOUR.match(text)}
        assert paper == {PAPER[name] for name in NAMES if PAGE[name] in page}, chart.id
    assert css(PAPER).count("\n") == len(NAMES) - 1


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [PAPER, Palette(DARK)], ids=["paper", "night"])
def test_words_and_lines_can_be_seen(palette: Palette) -> None:
    ground = palette["ground"]
    for name in ("ink", "ink-soft", "median", "seats", "reference", "series-1", "series-2", "series-3", "series-4",
                 "series-5", "open", "too-late", "under-way"):  # fmt: skip
        assert contrast(palette[name], ground) >= (3 if name.startswith("series-3") else 4.5), name
    for name in ("rise", "fall", "total", "reported", "assumed"):
        assert contrast(palette[name], ground) >= 2.5, name
    for name in ("green", "amber", "red"):
        assert contrast(palette["ink"], palette[f"heat-{name}"]) >= 4.5, name
    bands = [luminance(palette[f"band-{width}"]) for width in (95, 80, 50)]
    assert bands == sorted(bands, reverse=palette is PAPER), "the denser the band, the further from the ground"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_twenty_runs(full: Results, lang: str) -> None:
    runs = [full, *(named(full, f"plan-{i}", f"方案{i}", f"Plan {i}") for i in range(19))]
    found = made(runs, lang, beside(runs))
    assert {row["run"] for row in found["fan"].rows} == {run.content["scenario"] for run in runs}
    assert not found["comparison"].rows, "twenty lines cannot be told apart"
    assert found["comparison"].empty == Words(lang, CHARTS)("lines_many")
    rows = chosen(found["comparison_crowded"], stage="all")
    assert [row["place"] for row in rows] == list(range(20))
    assert len({row["name"] for row in rows}) == 20
    compiles(found["comparison_crowded"], painted(found["comparison_crowded"], PAPER))
    alone = sum(size(chart) for chart in made([full], lang).values())
    assert sum(size(chart) for chart in found.values()) < 22 * alone + 20_000
    for chart in found.values():
        json.dumps([dict(row) for row in chart.rows], allow_nan=False)


def test_runs_of_one_name_are_told_apart(full: Results) -> None:
    found = made([full, full], "en", beside([full, full]))
    assert {row["run"] for row in found["fan"].rows} == {"plan (plan) #1", "plan (plan) #2"}
    assert len({row["name"] for row in found["comparison_cost"].rows}) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_tells_what_it_shows(full: Results, lang: str) -> None:
    runs = [full, named(full, "other", "另一方案", "Another")]
    found = made(runs, lang, beside(runs))
    assert list(found) == list(dict.fromkeys(found))
    for chart in found.values():
        for told in (chart.title, chart.caption, chart.alt, chart.empty, *chart.heads.values()):
            assert told.strip()
            assert "{" not in told
            assert "None" not in told
        assert set(chart.by) <= {"run", "stage", "zone", "measure", "to"}
        for row in chart.rows:
            assert set(chart.heads) | set(chart.by) <= set(row), chart.id
        if lang == "zh":
            assert re.search(r"[\u4e00-\u9fff]", chart.title + chart.caption)


COMPARED = (
    "comparison",
    "comparison_crowded",
    "comparison_first_year",
    "comparison_cost",
    "comparison_empty",
    "regret",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_runs_that_are_not_paired_are_in_no_chart_that_compares(full: Results, lang: str) -> None:
    runs = [full, named(full, "other", "另一方案", "Another")]
    found = made(runs, lang)
    for name in COMPARED:
        assert not found[name].rows, name
    assert found["comparison"].empty == Words(lang, CHARTS)("comparison_unpaired")
    assert not {row["beside"] for row in found["crowding"].rows if row["run"] == "other"} - {None}
    assert full.answers["title"][lang] not in found["crowding"].heads["beside"]
    paired = made(runs, lang, beside(runs))
    assert all(paired[name].rows for name in COMPARED)


def test_what_is_compared_is_told_of_the_futures_that_all_runs_hold(full: Results) -> None:
    few = full.frame()
    more = {
        measure: {
            stage: np.concatenate([values, values * 3 + 7, values[:, :1] + 90], axis=1) for stage, values in by.items()
        }
        for measure, by in few.values.items()
    }
    long = changed(full, {"scenario": "long"}, frame=replace(few, replications=9, values=more), name="long")
    runs = [long, full]
    told = beside(runs)
    assert told["replications"] == 4
    found = made(runs, "en", told)
    frame = long.frame()
    for stage in ("primary", "all"):
        crowded = np.sort(frame.county("pupils_above_standard", stage)[1:, :4].sum(axis=0))
        empty = np.sort(frame.county("empty_seats", stage)[-1, :4])
        for name, values in (("comparison_crowded", crowded), ("comparison_empty", empty)):
            row = chosen(found[name], stage=stage)[0]
            assert [row[key] for key in ("p10", "p50", "p90")] == [values[0], values[1], values[3]], name
        ends = [row["p50"] for row in chosen(found["comparison"], stage=stage) if row["run"] == "long"]
        assert ends == np.sort(frame.county("pupils_above_standard", stage)[:, :4], axis=1)[:, 1].tolist()
        (first,) = [
            row["base"] for row in told["others"][0]["first_year"]
            if (row["limit"], row["stage"]) == ("above_standard", stage)
        ]  # fmt: skip
        assert chosen(found["comparison_first_year"], stage=stage)[0]["p50"] in (first["p50"], long.years[-1] + 1)
    cost = band(frame.county("capital", "all")[:, :4].sum(axis=0))
    assert found["comparison_cost"].rows[0]["p50"] == pytest.approx((cost["p50"] or 0) / 100, abs=0.051)


def test_no_run_is_refused() -> None:
    with pytest.raises(ValueError, match="no run"):
        charts([], None, Words("en"))


class Asked(dict[str, tuple[str, str]]):
    """A catalogue that remembers which of its sentences were asked for."""

    def __init__(self, catalogue: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(catalogue)
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> tuple[str, str]:
        self.seen.add(key)
        return super().__getitem__(key)


def test_sentences_are_whole_in_both_languages_and_all_said(full: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, (zh, en) in CHARTS.items():
        assert zh, key
        assert en, key
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), key
    asked = Asked(CHARTS)
    monkeypatch.setattr("seatsim.papers.charts.CHARTS", asked)
    late = [LATEST | {"state": "too-late", "last_month": None, "reached": 2023}]
    unknown = {**full.answers["causes"], "rules_known": False}
    others = [named(full, f"plan-{i}", f"方案{i}", f"Plan {i}") for i in range(6)]
    made([changed(full, {"latest_starts": late, "causes": unknown})], "en")
    made([changed(full, {"latest_starts": []})], "en")
    made([changed(full, {"information_date": "2021-02-27"})], "en")
    for rests in ("assumed", "neither", "mostly", "no_rooms", "completed", "registered"):
        told = {**full.answers["rests_on"], "classrooms_and_classes": rests}
        told["shares"] = {**told["shares"], "pupils_without_rooms_and_classes": 0.036}
        found = made([changed(full, {"rests_on": told})], "en")
        assert CHARTS[f"crowding_rests_{rests}"][1].format(share="4%") in found["crowding"].caption
    made([full, others[0]], "en")
    made([full, others[0]], "en", beside([full, others[0]]))
    made([full, *others], "en", beside([full, *others]))
    of_the_real_run = {"causes_alt", "crowding_alt_measure"}  # nobody is crowded in the hand-made one
    assert set(CHARTS) - asked.seen == of_the_real_run


def test_widths_of_texts_are_near() -> None:
    assert text_width("已在建") == 36
    assert 50 <= text_width("under way") <= 65
