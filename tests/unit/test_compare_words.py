"""A comparison in words and lines: folding, verdicts, the shipped county with its money."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import seatsim
from compared import FACTS, comparison_row, copied, estimate, recounted
from seatsim.api import run
from seatsim.cli import main
from seatsim.comparing.verdict import in_futures, more_or_less, tenths, verdict
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.printing.narrow import folded
from seatsim.printing.progress import progress_bar

ROOT = Path(__file__).parents[2]
CROWDED = [
    f"{what}_{limit}" for what in ("pupils", "classes") for limit in ("above_standard", "large", "super_large")
] + ["pupils_oversized", "schools_oversized", "unplaced"]
ENGLISH, CHINESE = Words("en", COMPARISON), Words("zh", COMPARISON)


@pytest.mark.parametrize(
    "text",
    [
        "在全部未来里，“综合方案”比“基准情景”减少超标准班额学生人年。" * 6,
        "In every future “Combined plan” spares pupil-years, in all 99,891 fewer than before. " * 4,
        "/a/path/without/a/blank/" + "x" * 200 + "/" + "很长的文件夹" * 20,
        "",
        "  two blanks before",
    ],
)
def test_wrapped_text_loses_nothing_and_fits(text: str) -> None:
    lines = folded(text)
    assert all(cell_len(line) <= 80 for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert not [line for line in lines[1:] if line.startswith((",", "。", ")", "”"))]
    assert lines[0].startswith("  ") == text.startswith("  ")


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (1, "In every future"),
        (0, "In no future"),
        (0.8, "In 8 of 10 futures"),
        (0.049, "In under 1 of 20 futures"),
        (0.05, "In 1 of 10 futures"),
        (0.95, "In 9 of 10 futures"),
        (0.96, "In over 19 of 20 futures"),
    ],
)
def test_shares_are_told_in_tenths(share: float, told: str) -> None:
    assert in_futures(share, ENGLISH) == told


NAMES = ("earlier", "later", "untold", "same")


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((0.45, 0.08, 0.47, 0.0), (4, 1, 5, 0)),
        ((0.46, 0.06, 0.48, 0.0), (4, 1, 5, 0)),
        ((1, 0, 0, 0), (10, 0, 0, 0)),
        ((0.94, 0.03, 0.03, 0), (10, 0, 0, 0)),
        ((0.85, 0.05, 0.05, 0.05), (8, 1, 1, 0)),
        ((0.3, 0.1, 0.2, 0.4), (3, 1, 2, 4)),
        ((0.333333, 0.333333, 0, 0.333333), (4, 3, 0, 3)),
    ],
)
def test_tenths_add_up_to_ten(shares: tuple[float, ...], told: tuple[int, ...]) -> None:
    found = tenths(dict(zip(NAMES, shares, strict=True)))
    assert tuple(found.values()) == told
    assert sum(told) == 10


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((0.45, 0.08, 0.0, 0.47), "earlier in 4 of 10 futures, later in 1 of 10 futures, in the same year in 5 of 10"),
        ((0.94, 0.03, 0.03, 0.0), "earlier in over 9 of 10 futures."),
        ((0.96, 0.0, 0.04, 0.0), "earlier in over 19 of 20 futures."),
        ((1, 0, 0, 0), "earlier in every future."),
    ],
)
def test_all_parts_of_when_are_named(shares: tuple[float, ...], told: str) -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    row["first_year"][0].update(zip(NAMES, shares, strict=True))
    assert f"(base not by 2035), {told}" in verdict(row, FACTS)["en"]


@pytest.mark.parametrize(
    ("mean", "told"),
    [(2000, "spares 2,000 pupil-years"), (-2000, "adds 2,000 pupil-years"), (0, "have the same pupil-years")],
)
def test_one_future_is_told_in_plain_words(mean: float, told: str) -> None:
    single = {"mean": mean, "low": None, "high": None, "p10": mean, "p50": mean, "p90": mean}
    row = comparison_row(single, float(mean > 0), same=float(mean == 0))
    row["first_year"][0].update(earlier=1, later=0, untold=0, same=0)
    row["measures"][1]["difference"] = single | {"mean": 7}
    row["cost"]["per_avoided"] = {"capital": None, "recurrent": None}
    found = verdict(row, FACTS | {"replications": 1})
    assert f"“b” {told}" in found["en"] or f"“b” and “A” {told}" in found["en"]
    assert "When: large classes end in 2027 (base not by 2035), earlier." in found["en"]
    assert "7 more seats stand empty in 2035." in found["en"]
    assert "one future is compared" in found["en"]
    assert ("does not make sure" in found["en"]) == (mean > 0)
    for unsaid in ("every", "interval", "average", "futures", "median", "–;"):
        assert unsaid not in found["en"]
    for unsaid in ("全部", "区间", "平均", "80%", "中位"):
        assert unsaid not in found["zh"]


def test_amounts_are_more_or_less_than_the_base() -> None:
    assert more_or_less(83_175, CHINESE) == "多 8.32亿元"
    assert more_or_less(-250, ENGLISH) == "CNY 2.50 million less"
    assert more_or_less(-0.3, ENGLISH) == "the same"


def test_a_verdict_tells_who_when_cost_later_and_what_is_not_sure() -> None:
    told = verdict(comparison_row(estimate(2000, 1900, 2100), 0.8), FACTS)
    assert told["en"] == (
        "In 8 of 10 futures “b” spares pupil-years in classes above the standard (primary, junior, senior;"
        " 2021/22–2035/36): 2,000 fewer than “A” on average (95% interval of the mean 1,900–2,100; 80% of futures"
        " 1,800–2,200). When (medians): large classes end in 2027 (base not by 2035), earlier in 8 of 10 futures, in"
        " neither by the horizon in 2 of 10 futures. Cost: capital CNY 10.00 million more; recurrent not told. Per"
        " pupil-year spared: capital CNY 5,000 (4,000–6,000) (95% interval). Later: 300 fewer seats stand empty in"
        " 2035 on average (80% of futures 190–410). Not sure: the direction differs between futures (the rarer one in"
        " a tenth or more): over standard, empty seats."
    )
    assert told["zh"].startswith("在 8/10 的未来里，“b”比“甲”减少")


def test_a_plan_that_crowds_more_is_told_so() -> None:
    told = verdict(comparison_row(estimate(-2000, -2100, -1900), 0.1), FACTS)
    assert told["en"].startswith("In 9 of 10 futures “b” adds pupil-years")
    assert "2,000 more than “A” on average (95% interval of the mean 1,900–2,100" in told["en"]


@pytest.mark.parametrize(
    ("avoided", "said"),
    [
        (estimate(5, -20, 30), "it is not sure that any is spared"),
        (estimate(5, 0, 10) | {"low": None, "high": None}, "it is not sure that any is spared"),
        (estimate(-2000, -2100, -1900), "none is spared on average"),
        (estimate(0, 0, 0), "none is spared on average"),
    ],
)
def test_why_a_pupil_year_has_no_price(avoided: dict[str, Any], said: str) -> None:
    row = comparison_row(avoided, 0.4)
    row["cost"]["per_avoided"] = {"capital": None, "recurrent": None}
    told = verdict(row, FACTS)
    assert f"No cost per pupil-year: {said}." in told["en"]
    assert ("不能确定减少了拥挤" in told["zh"]) == ("not sure" in said)


@pytest.mark.parametrize(
    ("rooms", "told"),
    [
        ("assumed", "classrooms and classes are assumed"),
        (
            "neither",
            "of 4% of the pupils neither classrooms nor classes are known, so that crowding there today is not",
        ),
        ("registered", ""),
    ],
)
def test_a_verdict_says_what_is_not_known_of_rooms(rooms: str, told: str) -> None:
    said = verdict(comparison_row(estimate(2000, 1900, 2100), 0.8), FACTS | {"rooms": rooms, "rooms_unknown": 0.036})[
        "en"
    ]
    assert ("classrooms" in said) == bool(told)
    assert told in said


def test_a_verdict_keeps_to_what_is_told() -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    for name in ("avoided", "measures"):
        assert verdict(row | {name: []}, FACTS)["en"].startswith("When (medians)")


def test_what_is_not_sure_is_not_told_as_sure() -> None:
    told = verdict(comparison_row(estimate(5, -20, 30), 0.45), FACTS)
    assert "cannot be told: mean change −5" in told["en"]
    assert "45%" in told["zh"]


def test_plans_that_hardly_ever_differ_are_the_same() -> None:
    told = verdict(comparison_row(estimate(0.1, -0.1, 0.3), 0.01, same=0.98), FACTS)
    assert told["en"].startswith("In over 19 of 20 futures “b” and “A” have the same")


def test_who_is_first_is_not_told_where_the_plans_ask_for_other_years() -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    told = verdict(row | {"differs": [{"key": "limits.tolerances.years", "base": 3, "other": 1}]}, FACTS)
    assert "which is first cannot be told in 2 of 10 futures" in told["en"]
    assert "in neither by the horizon" not in told["en"]
    assert "2/10 的未来看不出先后" in told["zh"]


def test_zero_crowded_classes_are_compared(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [copied(runs / name, tmp_path / name) for name in ("base", "wing")]
    for folder in folders:
        recounted(folder, *CROWDED)
    told = seatsim.compare(folders).comparison
    (other,) = told["others"]
    row = next(row for row in other["measures"] if row["measure"] == "pupils_large" and row["year"] == "sum")
    assert (row["ratio"], row["percent"], row["chance_same"]) == (None, None, 1)
    assert other["cost"]["per_avoided"]["capital"] is None
    assert [each["best"] for each in told["regret"]] == [1, 1]
    assert all(each["same"] == 1 for each in other["first_year"] if each["base"]["p50"] == 2020)
    for lang, said in (("en", "0 in both plans"), ("zh", "各年两案均为 0")):
        assert main(["compare", *map(str, folders), "--lang", lang]) == 0
        assert said in capsys.readouterr().out


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The shipped county with few futures and years: with money, staff and many projects."""
    out = tmp_path_factory.mktemp("shipped")
    return [
        run(
            ROOT / "scenarios" / f"{name}.toml",
            out=out / name,
            overrides=["horizon=2023"],
            replications=4,
            reference=False,
        ).folder
        for name in ("reference", "planned-builds")
    ]


def test_the_shipped_plans_are_compared_with_their_money(
    shipped: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    told = seatsim.compare(shipped).comparison
    (other,) = told["others"]
    assert other["cost"]["recurrent"]["mean"] is not None
    assert other["cost"]["capital"]["mean"] > 0
    assert min(row["empty_seat_cost"]["mean"] for row in told["regret"]) == 0
    rows = told["bridge_or_build"]
    assert {row["run"] for row in rows} == {"planned-builds"}
    move = next(row for row in rows if row["kind"] == "move")
    assert 0 < move["seats"] < 60 * 50  # the new campus less what the old one had
    split = [row for row in rows if row["project"] == "etdz-nine-year"]
    assert [row["stage"] for row in split] == ["primary", "junior"]
    if split[0]["build"] is not None and split[0]["chance_opens"] == 1:
        capital = [row["build"]["capital"]["mean"] for row in split]
        # By planned cost: 4 rooms of 45 seats at 9.1, 6 of 50 at 14.
        assert capital[0] / sum(capital) == pytest.approx(4 * 45 * 9.1 / (4 * 45 * 9.1 + 6 * 50 * 14), abs=1e-6)
    assert told["bridge_or_build_zones"]
    for lang in ("en", "zh"):
        assert main(["compare", *map(str, shipped), "--lang", lang]) == 0
        assert not [line for line in capsys.readouterr().out.splitlines() if cell_len(line) > 80]


def test_no_progress_before_its_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress_bar(quiet=False, after=60.0) as told:
        assert told is not None
        told("read", 1, 2)
    assert capsys.readouterr().err.strip() == ""
