"""``seatsim compare`` on finished runs: what is refused, what is said, what is written."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import seatsim
from compared import copied, recounted, retold, without
from seatsim.api import run
from seatsim.cli import main
from seatsim.comparing.comparison import NEEDED
from seatsim.comparing.files import write_comparison
from seatsim.comparing.runs import differs, labels, read_runs, shared_futures
from seatsim.comparing.table import COLUMNS
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.printing.comparison import _saved
from seatsim.results.manifest import scenario_digest
from seatsim.results.read import read_results

ROOT = Path(__file__).parents[2]


def compared(*folders: Path) -> dict[str, Any]:
    return dict(seatsim.compare(list(folders)).comparison)


def row_of(rows: list[dict[str, Any]], **wanted: object) -> dict[str, Any]:
    (found,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return found


def refused(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    """What standard error says of a refused comparison."""
    assert main(["compare", *map(str, args)]) == 2
    caught = capsys.readouterr()
    assert not caught.out
    return caught.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"seed": 2}, "another seed: future 17 of one is not future 17 of the other; cannot be paired (seed: 2, not 1"),
        ({"county_digest": "f" * 64}, "another county, or another state of its files"),
        ({"horizon": 2030}, "another horizon; cannot be paired (horizon: 2030, not 2024"),
    ],
)
def test_runs_that_cannot_be_paired_are_refused_with_both_values(
    content: dict[str, object], said: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copied(runs / "wing", tmp_path / "other", **content)
    if "county_digest" in content:  # the scenario's own digest counts it
        told = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
        told["content"]["scenario_digest"] = scenario_digest(read_results(other).scenario, "f" * 64)
        (other / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    error = refused(capsys, runs / "base", other)
    assert said in error
    assert str(other) in error
    assert str(runs / "base") in error


def test_another_baseline_year_is_refused(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = copied(runs / "wing", tmp_path / "other")

    def earlier(text: str) -> str:
        # The chance by the milestone is named after it, which follows the baseline year.
        return text.replace('"baseline_year": 2020', '"baseline_year": 2019').replace('"by_2025"', '"by_2024"')

    retold(other, "answers.json", earlier)
    assert "baseline_year: 2019, not 2020" in refused(capsys, runs / "base", other)


def test_another_format_is_refused(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = copied(runs / "wing", tmp_path / "other")
    manifest = other / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**told, "results_format": 9}), encoding="utf-8")
    assert "results format 9, this seatsim reads 1" in refused(capsys, runs / "base", other)


def test_one_folder_twice_is_refused(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = runs / "wing" / ".." / "base"
    error = refused(capsys, runs / "base", runs / "wing", again)
    assert f"{again}: given twice (as {runs / 'base'})" in error


def test_a_link_to_the_same_folder_is_the_same_folder(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to(runs / "base")
    assert "given twice" in refused(capsys, runs / "base", tmp_path / "link")


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_runs_are_refused(count: int, runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"at least one other run; {count} given" in refused(capsys, *[runs / "base"][:count])


def test_an_unfinished_folder_is_refused(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "unfinished.json").write_text("{}", encoding="utf-8")
    assert "no finished results folder" in refused(capsys, runs / "base", tmp_path / "half")
    assert "no such folder" in refused(capsys, runs / "base", tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["answers.json", "replications.parquet", "hand_overs.parquet", "scenario.toml"])
def test_what_was_changed_after_the_run_is_refused(
    name: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copied(runs / "wing", tmp_path / "other")
    path = other / name
    if name == "scenario.toml":
        path.write_text(path.read_text(encoding="utf-8").replace("rooms_P = 4", "rooms_P = 5"), encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes() + b" ")
    assert f"{path}: was changed after the run" in refused(capsys, runs / "base", other)


def test_more_rooms_spare_pupils_in_every_measure_that_tells_it(runs: Path) -> None:
    told = compared(runs / "base", runs / "wing")
    (other,) = told["others"]
    assert (told["replications"], told["baseline_year"], told["horizon"]) == (12, 2020, 2024)
    assert (told["base"]["scenario"], other["scenario"], other["title"]["zh"]) == ("base", "wing", "扩建")
    crowded = row_of(other["measures"], measure="pupils_above_standard", stage="primary", year="sum")
    avoided = row_of(other["avoided"], measure="pupils_above_standard", stage="primary")
    assert crowded["difference"]["mean"] < 0
    assert avoided["mean"] == -crowded["difference"]["mean"]
    assert (avoided["low"], avoided["high"]) == (-crowded["difference"]["high"], -crowded["difference"]["low"])
    assert [avoided[name] for name in ("p10", "p50", "p90")] == [
        -crowded["difference"][name] for name in ("p90", "p50", "p10")
    ]
    assert crowded["chance_better"] == avoided["chance"]
    assert crowded["unit"] == "pupil-years"
    # Nothing of the junior school is touched: it is the same in every future, not merely on average.
    same = row_of(other["measures"], measure="pupils_above_standard", stage="junior", year=2024)
    assert (same["chance_same"], same["difference"]["p10"], same["difference"]["p90"]) == (1, 0, 0)


def test_differences_are_those_of_the_summary(runs: Path) -> None:
    def mean(run_: str, measure: str) -> float:
        with (runs / run_ / "summary.csv").open(encoding="utf-8") as file:
            rows = [
                row
                for row in csv.DictReader(file)
                if (row["year"], row["zone"], row["stage"], row["measure"]) == ("2024", "all", "all", measure)
            ]
        return float(rows[0]["mean"])

    (other,) = compared(runs / "base", runs / "wing")["others"]
    for measure in ("empty_seats", "pupils_above_standard", "capital", "seat_use"):
        row = row_of(other["measures"], measure=measure, stage="all", year=2024)
        assert row["base"] == pytest.approx(mean("base", measure), abs=2e-6)
        assert row["difference"]["mean"] == pytest.approx(mean("wing", measure) - mean("base", measure), abs=2e-6)


def test_the_common_futures_are_compared_and_it_is_said(runs: Path) -> None:
    told = compared(runs / "base", runs / "wing-short")
    assert told["replications"] == 5
    (note,) = [note for note in told["notes"] if "12, 5" in note["en"]]
    assert "5" in note["zh"]
    # The first five futures of the longer run are those of the shorter one.
    longer = compared(runs / "base", runs / "wing", runs / "wing-short")
    assert longer["replications"] == 5
    first, second = longer["others"]
    assert first["measures"] == second["measures"]
    assert [other["run"] for other in longer["others"]] == ["wing (wing)", "wing (wing-short)"]


def test_a_single_future_is_compared_without_intervals(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = compared(runs / "wing", runs / "base-one")
    assert told["replications"] == 1
    (other,) = told["others"]
    row = row_of(other["measures"], measure="pupils_above_standard", stage="all", year="sum")
    assert (row["difference"]["low"], row["ratio"]["low"], row["pairing"]["correlation"]) == (None, None, None)
    assert other["cost"]["per_avoided"] == {"capital": None, "recurrent": None}
    assert any("One future only" in note["en"] for note in told["notes"])
    assert main(["compare", str(runs / "wing"), str(runs / "base-one"), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert "· 1 future, paired" in printed
    assert "1 futures" not in printed
    assert "every future" not in printed[: printed.index("Figures")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_terminal_of_gbk_gets_plain_signs_in_80_cells(
    lang: str, runs: Path, other_nature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="gbk"))
    assert main(["compare", str(runs / "base"), str(runs / "wing"), str(other_nature), "--lang", lang]) == 0
    printed = raw.getvalue().decode("gbk")
    assert "\\u" not in printed
    assert [line for line in printed.splitlines() if cell_len(line) > 80] == []
    assert re.search(r"[.\-=#]{5}", printed)
    assert re.search(r"-\d", printed)


def test_ties_stand_beside_what_is_better(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = compared(runs / "base", runs / "wing")["others"][0]["measures"]
    row = row_of(told, measure="pupils_above_standard", stage="primary", year=2024)
    assert 0 < row["chance_same"] < 1
    assert main(["compare", str(runs / "base"), str(runs / "wing"), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "better/same" in printed
    assert f"{row['chance_better']:.0%}/{row['chance_same']:.0%}" in printed


def test_very_many_times_fewer_are_only_told_to_be_more() -> None:
    words = Words("en", COMPARISON)
    assert _saved({"times_fewer": 915230.1, "unpaired_replications": 457_615_050}, words) == ("> 1,000", "> 500,000")
    assert _saved({"times_fewer": 12.25, "unpaired_replications": 6125}, words) == ("12.2", "6,125")
    assert _saved({"times_fewer": None, "unpaired_replications": None}, words) == ("–", "–")


def test_without_figures_no_spending_is_told(runs: Path) -> None:
    told = compared(runs / "base", runs / "wing")
    assert told["others"][0]["cost"]["recurrent"] is None
    assert [row["empty_seat_cost"] for row in told["regret"]] == [None, None]
    assert any("Recurrent spending is not told" in note["en"] for note in told["notes"])


def test_the_wing_is_told_as_bridge_or_build_and_the_base_builds_nothing(runs: Path) -> None:
    told = compared(runs / "base", runs / "wing")
    (row,) = told["bridge_or_build"]
    assert (row["run"], row["project"], row["stage"], row["zone"], row["seats"]) == (
        "wing",
        "wing",
        "primary",
        "town",
        180,
    )
    assert row["zone_name"] == {"zh": "城区", "en": "Town"}
    assert told["bridge_or_build_zones"] == []
    with (runs / "wing" / "projects.csv").open(encoding="utf-8") as file:
        project = next(csv.DictReader(file))
    assert str(row["opens"]["p50"]) == project["opens_p50"]
    if row["chance_opens"] == 1:
        assert row["build"]["capital"]["mean"] == pytest.approx(float(project["cost_mean"]))


def test_temporary_rooms_stand_beside_the_cheapest_bridge(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = compared(runs / "base", runs / "wing")["bridge_or_build"]
    said = {
        "en": ("temp.", "kindergarten rooms", "several projects may count", "both with kindergarten"),
        "zh": ("临时", "可能是幼儿园的", "可能指望同一批", "均含幼儿园"),
    }
    head = {"en": "Bridge or build", "zh": "过渡或新建"}
    for lang, parts in said.items():
        assert main(["compare", str(runs / "base"), str(runs / "wing"), "--lang", lang]) == 0
        lines = capsys.readouterr().out.splitlines()
        text = ("" if lang == "zh" else " ").join(lines)
        assert [part for part in parts if part not in text] == []
        start = next(place for place, line in enumerate(lines) if line.startswith(head[lang]))
        assert re.search(rf" {row['bridges']['temporary']['mean']:,.0f} +\d+% ", lines[start + 2])


def test_no_projects_no_bridge(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(runs / "base"), str(runs / "base-one"), "--lang", "en"]) == 0
    assert "no plan has a building" in capsys.readouterr().out


def test_an_older_folder_takes_the_shipped_price_of_a_bus_and_says_so(runs: Path, tmp_path: Path) -> None:
    older = copied(runs / "wing", tmp_path / "older")
    retold(older, "figures.csv", lambda text: re.sub(r"^[^\n]*,spending\.bus,[^\n]*\n", "", text, flags=re.M))
    assert "spending.bus" not in (older / "figures.csv").read_text(encoding="utf-8")
    told, now = compared(runs / "base", older), compared(runs / "base", runs / "wing")
    assert any("no price of a bus (wing)" in note["en"] for note in told["notes"])
    assert not any("price of a bus" in note["en"] for note in now["notes"])
    assert told["bridge_or_build"] == now["bridge_or_build"]


def test_a_folder_without_hand_overs_is_compared_without_bridges(runs: Path, tmp_path: Path) -> None:
    older = copied(runs / "wing", tmp_path / "older")
    without(older, "hand_overs.parquet")
    told = compared(runs / "base", older)
    assert told["bridge_or_build"] == []
    assert any("hand-overs" in note["en"] for note in told["notes"])
    assert told["others"][0]["measures"] == compared(runs / "base", runs / "wing")["others"][0]["measures"]


def test_another_version_is_a_note(runs: Path, tmp_path: Path) -> None:
    other = copied(runs / "wing", tmp_path / "other", seatsim="9.9.9")
    assert any("9.9.9" in note["zh"] and "9.9.9" in note["en"] for note in compared(runs / "base", other)["notes"])


@pytest.fixture(scope="module")
def other_nature(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with another uncertainty, information date and limit, in a Chinese path."""
    out = tmp_path_factory.mktemp("结果") / "另一种 未来"
    changed = ["horizon=2024", "uncertainty.births.growth_sd=0.1", "as_of=2021-05-30", "limits.classes.large=51"]
    return run(runs / "scenarios" / "base.toml", out=out, overrides=changed, replications=12, reference=False).folder


def test_what_differs_by_nature_is_told_and_said_not_to_be_merit(
    runs: Path, other_nature: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, other = read_runs([runs / "base", other_nature])
    assert [row["key"] for row in differs(base, other)] == [
        "as_of",
        "limits.classes.large",
        "uncertainty.births.growth_sd",
    ]
    assert differs(base, other)[0] == {"key": "as_of", "base": "unset", "other": "2021-05-30"}
    assert differs(*read_runs([runs / "base", runs / "wing"])) == []
    for lang, said in (("en", "not the plan's merit alone"), ("zh", "差异不全是方案之功")):
        assert main(["compare", str(runs / "base"), str(other_nature), "--lang", lang]) == 0
        printed = capsys.readouterr().out.replace("\n", " " if lang == "en" else "")
        assert said in printed
        assert "另一种" in printed
    assert labels((base, other)) == ("base (base)", "base (另一种 未来)")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_printed_is_wider_than_80_cells(
    lang: str, runs: Path, other_nature: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = runs / "wing"
    assert main(["compare", str(runs / "base"), str(long), str(other_nature), "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if cell_len(line) > 80] == []
    assert len(lines) > 80


def test_json_is_the_comparison(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(runs / "base"), str(runs / "wing"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == compared(runs / "base", runs / "wing")


def test_out_holds_json_and_a_tidy_table(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "对比 结果"
    args = ["compare", str(runs / "base"), str(runs / "wing"), "--out", str(out), "--lang", "zh"]
    assert main(args) == 0
    assert str(out / "comparison.json") in capsys.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == ["comparison.csv", "comparison.json"]
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(args) == 0  # ours is replaced, a stranger's file beside it does not matter
    assert {name: (out / name).read_bytes() for name in first} == first
    told = json.loads(first["comparison.json"])
    with (out / "comparison.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert len(rows) == len(told["others"][0]["measures"])
    for row, measure in zip(rows, told["others"][0]["measures"], strict=True):
        assert (row["measure"], row["stage"], row["year"]) == (
            measure["measure"],
            measure["stage"],
            str(measure["year"]),
        )
        assert float(row["difference_mean"]) == measure["difference"]["mean"]
        assert (row["ratio_value"] == "") == (measure["ratio"] is None)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda out: out.write_text("x", encoding="utf-8"), "is a file"),
        (
            lambda out: (out.mkdir(), (out / "comparison.csv").write_text("mine", encoding="utf-8")),
            "not written by seatsim",
        ),
        (
            lambda out: (out.mkdir(), (out / "comparison.json").write_text("{}", encoding="utf-8")),
            "not written by seatsim",
        ),
    ],
)
def test_what_is_not_ours_is_not_overwritten(
    make: Callable[[Path], object], said: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    make(out)
    before = out.read_bytes() if out.is_file() else {path.name: path.read_bytes() for path in out.iterdir()}
    assert said in refused(capsys, runs / "base", runs / "wing", "--out", out)
    after = out.read_bytes() if out.is_file() else {path.name: path.read_bytes() for path in out.iterdir()}
    assert before == after


def test_lines_end_alike_on_every_system(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_elsewhere(path: Path, text: str, encoding: str | None = None, newline: str | None = None) -> None:
        path.write_bytes(text.replace("\n", newline or "\r\n").encode(encoding or "utf-8"))

    monkeypatch.setattr(Path, "write_text", as_elsewhere)
    for path in write_comparison(tmp_path, compared(runs / "base", runs / "wing")):
        assert b"\r" not in path.read_bytes()


def test_a_results_folder_is_no_place_for_a_comparison(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = copied(runs / "wing", tmp_path / "place")
    assert "is a results folder" in refused(capsys, runs / "base", runs / "wing", "--out", place)
    shutil.rmtree(place)


def test_a_folder_that_cannot_be_written_is_refused(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    error = refused(capsys, runs / "base", runs / "wing", "--out", tmp_path / "file" / "below")
    assert "cannot be written" in error


def test_every_sentence_has_both_languages_and_the_same_places() -> None:
    for key, (zh, en) in COMPARISON.items():
        assert zh or key == "short_stage"
        places = [set(re.findall(r"\{(\w+)\}", text)) for text in (zh, en)]
        assert places[0] == places[1], key


def test_several_plans_are_told_at_a_glance_and_marked_where_nature_differs(
    runs: Path, other_nature: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(runs / "base"), str(runs / "wing"), str(other_nature), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    glance = printed[printed.index("At a glance") : printed.index("Figures")]
    assert "A new wing " in glance
    assert "A new wing†" not in glance
    assert glance.count("†") == 2  # the run and what the mark says
    assert main(["compare", str(runs / "base"), str(runs / "wing"), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "†" not in printed
    assert "At a glance" not in printed


def test_runs_of_one_title_are_told_apart(runs: Path) -> None:
    told = compared(runs / "base", runs / "wing", runs / "wing-short")
    assert [other["title"]["en"] for other in told["others"]] == [
        "A new wing (wing)",
        "A new wing (wing-short)",
    ]
    assert all(other["title"]["zh"] in other["verdict"]["zh"] for other in told["others"])


def test_many_plans_keep_to_what_sets_them_apart(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = [copied(runs / "wing", tmp_path / f"plan-{place}") for place in range(5)]
    assert main(["compare", str(runs / "base"), *map(str, plans), "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert "各案一览" in printed
    assert "主要数字" not in printed
    assert "过渡或新建" not in printed
    assert [line for line in printed.splitlines() if cell_len(line) > 80] == []
    told = compared(runs / "base", *plans)
    assert len({row["run"] for row in told["regret"]}) == 6
    assert [row["best"] for row in told["regret"][1:]] == [1] * 5


@pytest.mark.parametrize("measure", NEEDED)
def test_runs_that_do_not_tell_what_is_compared_are_refused(
    measure: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copied(runs / "wing", tmp_path / "other")
    recounted(other, measure, untold=True)
    assert f"tells nothing of {measure}; cannot be compared" in refused(capsys, runs / "base", other)


def test_of_many_runs_two_stay_in_memory(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[weakref.ref[MeasureFrame]] = []
    most = []

    def watched(frame: MeasureFrame, count: int) -> MeasureFrame:
        found = shared_futures(frame, count)
        alive.append(weakref.ref(found))
        most.append(sum(each() is not None for each in alive))
        return found

    monkeypatch.setattr("seatsim.comparing.comparison.shared_futures", watched)
    plans = [copied(runs / "wing", tmp_path / f"plan-{place}") for place in range(4)]
    compared(runs / "base", *plans)
    assert most == [1, 2, 2, 2, 2]
