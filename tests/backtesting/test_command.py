"""``seatsim backtest`` from files to what is printed and written, on the invented schools of ``docs/examples``."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from invented import FOLDER, SCHOOLS, texts
from rich.cells import cell_len

import seatsim
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import InvalidInput, MissingExtra, RefusedFolder
from seatsim.language.backtest import BACKTEST
from seatsim.language.words import Words
from seatsim.papers import backtest as papers
from seatsim.papers.charts.accuracy import accuracy, coverage
from seatsim.printing.backtest import print_backtest
from seatsim.results.backtest import FORECAST_COLUMNS, PICTURES, SCORE_COLUMNS

TABLES = {"backtest.json", "forecasts.csv", "scores.csv"}


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three schools of two grades over nine years, under a Chinese path; their births are the district's."""
    folder = tmp_path_factory.mktemp("回测 数据")
    rows = texts()["enrolment.csv"].splitlines()
    names = {SCHOOLS[0]: "靖江一小", SCHOOLS[1]: "cmd|' /C calc'!A0", SCHOOLS[2]: 'Nova, "third"'}
    kept = [rows[0]]
    for row in rows[1:]:
        name, year, grade, value = row.split(",")
        if name in names and int(grade) <= 2 and 2012 <= int(year) <= 2020:
            quoted = names[name].replace('"', '""')
            kept.append(f'"{quoted}",{year},{grade},{value}')
    (folder / "在校生.csv").write_text("\n".join(kept), encoding="utf-8")
    (folder / "births.csv").write_text(texts()["births.csv"], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def written(little: Path) -> Path:
    """A folder written once by the command, with births and English charts."""
    out = little / "结果"
    api.backtest(little / "在校生.csv", births=little / "births.csv", out=out, lang="en")
    return out


def content(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "backtest.json").read_text(encoding="utf-8"))
    return found


def args(little: Path, *more: str) -> list[str]:
    return ["backtest", str(little / "在校生.csv"), "--births", str(little / "births.csv"), *more]


def test_the_shipped_example_is_the_invented_one() -> None:
    for name, text in texts().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_the_folder_holds_tables_charts_and_what_they_rest_on(little: Path, written: Path) -> None:
    assert {path.name for path in written.iterdir()} == {*TABLES, *PICTURES}
    told = content(written)
    assert told["backtest_format"] == 1
    assert told["inputs"]["enrolment"]["file"] == "在校生.csv"
    assert told["panel"] == {"entities": 3, "groups": 1, "first_year": 2012, "last_year": 2020, "grades": [1, 2]}
    assert (told["origins"], told["targets"]) == ([2015, 2019], [2016, 2020])
    assert told["births_lag"]["chosen"]
    assert str(told["births_lag"]["years"]) == min(told["births_lag"]["errors"], key=told["births_lag"]["errors"].get)
    assert {row["origin"] for row in told["settings"]} == {2015, 2016, 2017, 2018, 2019}
    assert str(little) not in (written / "backtest.json").read_text(encoding="utf-8")
    for name in PICTURES:
        assert (written / name).read_bytes().startswith(b"\x89PNG")
    assert not [path for path in little.iterdir() if path.name.startswith(".")]


def test_tables_have_the_published_columns_and_the_scores_follow_from_the_forecasts(written: Path) -> None:
    forecasts = pl.read_csv(written / "forecasts.csv", schema_overrides={"grade": pl.String})
    scores = pl.read_csv(written / "scores.csv")
    assert forecasts.columns == [column.name for column in FORECAST_COLUMNS]
    assert scores.columns == [column.name for column in SCORE_COLUMNS]
    assert set(forecasts["entity"]) == {"靖江一小", "cmd|' /C calc'!A0", 'Nova, "third"'}
    assert set(forecasts["group"]) == {"all"}
    used = forecasts.filter((pl.col("scored") == 1) & (pl.col("grade") == "all") & (pl.col("lead") == 2))
    error = (used["forecast"] - used["actual"]).abs() / used["actual"] * 100
    inside = (used["q10"] <= used["actual"]) & (used["actual"] <= used["q90"])
    part = (pl.col("period") == "all", pl.col("level") == "totals", pl.col("size") == "all", pl.col("lead") == 2)
    told = {(row["method"], row["measure"]): row for row in scores.filter(*part).iter_rows(named=True)}
    assert told["seatsim", "mape"]["value"] == pytest.approx(error.mean(), abs=1e-4)
    assert told["seatsim", "mape"]["cells"] == used.height
    assert told["seatsim", "coverage_80"]["value"] == pytest.approx(100 * inside.sum() / used.height, abs=1e-4)
    whole = {"period": "all", "level": "totals", "size": "all", "lead": 2}
    nested = next(each for each in content(written)["scores"] if whole.items() <= each.items())
    assert nested["methods"]["seatsim"]["mape"]["value"] == told["seatsim", "mape"]["value"]


def test_same_files_same_bytes_and_an_earlier_back_test_is_replaced(
    little: Path, written: Path, tmp_path: Path
) -> None:
    out = tmp_path / "again"
    assert main(args(little, "--out", str(out), "--lang", "en", "--quiet")) == 0
    for name in (*TABLES, *PICTURES):
        assert (out / name).read_bytes() == (written / name).read_bytes(), name
    (out / ".DS_Store").write_text("the system's", encoding="utf-8")
    assert main(args(little, "--out", str(out), "--lang", "en", "--quiet")) == 0
    assert (out / "scores.csv").read_bytes() == (written / "scores.csv").read_bytes()


def test_rows_in_another_order_give_the_same_tables(little: Path, written: Path, tmp_path: Path) -> None:
    lines = (little / "在校生.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "在校生.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    api.backtest(tmp_path / "在校生.csv", births=little / "births.csv", out=tmp_path / "out")
    for name in ("forecasts.csv", "scores.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_printed_fits_and_is_in_one_language(
    lang: str, little: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args(little, "--lang", lang)) == 0
    caught = capsys.readouterr()
    lines = caught.out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in caught.out)
    assert chinese == (lang == "zh")
    assert not caught.err
    head = "预测回测：单位 3 个" if lang == "zh" else "Back-test: entities 3, groups 1, grades 1–2"
    assert lines[0].startswith(head)


def test_json_holds_every_score_and_nothing_else_is_printed(
    little: Path, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args(little, "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    kept = content(written)
    assert set(kept.pop("files")) == {"forecasts.csv", "scores.csv"}
    assert told == kept


def test_files_are_named_on_standard_error_unless_it_is_to_be_quiet(
    little: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(args(little, "--out", str(out), "--lang", "en")) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [str(out / name) for name in ("backtest.json", "forecasts.csv", "scores.csv", *PICTURES)]
    assert main(args(little, "--out", str(out), "--lang", "en", "--quiet")) == 0
    assert not capsys.readouterr().err


def test_a_terminal_that_lacks_signs_gets_plain_ones(written: Path) -> None:
    program = (
        "import json, sys; from seatsim.printing.backtest import print_backtest;"
        "print_backtest(json.load(open(sys.argv[1], encoding='utf-8')), 'en')"
    )
    command = [sys.executable, "-c", program, str(written / "backtest.json")]
    plain = {**os.environ, "PYTHONIOENCODING": "ascii:backslashreplace"}
    done = subprocess.run(command, capture_output=True, env=plain, check=True)
    assert b"<=2017" in done.stdout


def test_faults_are_3_and_all_come_together(little: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.csv").write_text("entity,year,grade,value\nA,2010,0,-1\nA,x,0,1\n", encoding="utf-8")
    assert main(["backtest", str(tmp_path / "bad.csv"), "--births", str(tmp_path / "none.csv")]) == 3
    said = capsys.readouterr().err.splitlines()
    assert [line.removeprefix(str(tmp_path)) for line in said] == [
        "/bad.csv:2: value = -1: must be a number ≥ 0 (pupils)",
        "/bad.csv:3: year = x: must be a whole number from 1900 to 2200 (academic year)",
        "/none.csv: no such file",
    ]


@pytest.mark.parametrize(
    "more",
    [["--births-lag", "4"], ["--births-lag", "x"], ["--births-lag", "-1"], ["--lang", "fr"], ["--leave-out", "x"]],
)
def test_wrong_usage_is_2(more: list[str], little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", str(little / "在校生.csv"), *more]) == 2
    assert "Error" in capsys.readouterr().err


def test_folders_of_others_are_refused_and_kept(
    little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("seatsim.backtesting.backtest.forecast", None)  # nothing may be reckoned before
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "a.jpg").write_text("mine", encoding="utf-8")
    assert main(args(little, "--out", str(photos))) == 2
    assert "was not written by seatsim backtest (no readable backtest.json)" in capsys.readouterr().err
    (photos / "backtest.json").write_text('{"backtest_format": 1}', encoding="utf-8")
    assert main(args(little, "--out", str(photos))) == 2
    assert "holds what seatsim did not write (a.jpg)" in capsys.readouterr().err
    (photos / "backtest.json").write_text("[]", encoding="utf-8")
    assert main(args(little, "--out", str(photos))) == 2
    assert main(args(little, "--out", str(photos / "a.jpg"))) == 2
    assert (photos / "a.jpg").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos"]


def test_a_run_does_not_replace_a_back_test_nor_a_back_test_a_run(written: Path, little: Path, runs: Path) -> None:
    from seatsim.results import prepare_folder

    with pytest.raises(RefusedFolder, match="was not written by seatsim"):
        prepare_folder(written, "reference")
    finished = next(path for path in sorted(runs.iterdir()) if (path / "manifest.json").is_file())
    with pytest.raises(RefusedFolder, match="was not written by seatsim backtest"):
        api.backtest(little / "在校生.csv", out=finished)


def test_a_failure_leaves_the_older_folder_as_it_was(
    little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    api.backtest(little / "在校生.csv", out=out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fails(*_: object) -> Mapping[str, bytes]:
        raise RuntimeError("no pictures today")

    monkeypatch.setattr(papers, "pictures", fails)
    with pytest.raises(RuntimeError):
        api.backtest(little / "在校生.csv", births=little / "births.csv", out=out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_the_extra_the_tables_are_written_and_it_is_said(
    little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(papers, "find_spec", lambda _: None)
    assert main(args(little, "--out", str(tmp_path / "out"), "--lang", "en")) == 0
    assert (
        'no charts: they want libraries that are not installed: pip install "seatsim[report]"'
        in capsys.readouterr().err
    )
    assert {path.name for path in (tmp_path / "out").iterdir()} == TABLES


def test_from_python_with_options(little: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    found = seatsim.backtest(
        little / "在校生.csv",
        births=little / "births.csv",
        births_lag=6,
        leave_out=[2020],
        progress=lambda *told: seen.append(told),
    )
    assert found.content["births_lag"] == {"years": 6, "errors": {}, "chosen": False}
    assert found.content["left_out_targets"] == [2020]
    cells = found.content["cells"]
    assert cells["left_out"] == found.forecasts.filter(pl.col("target") == 2020).height > 0
    assert cells["forecast"] == sum(cells[name] for name in ("scored", "left_out", "empty", "unknown"))
    assert found.content["targets"] == [2016, 2019]
    assert not found.files
    assert {what for what, _, _ in seen} == {"backtest"}
    assert seen[-1][1] == seen[-1][2]
    with pytest.raises(ValueError, match="births_lag needs births"):
        seatsim.backtest(little / "在校生.csv", births_lag=6)
    with pytest.raises(InvalidInput, match="--leave-out 1999: must be a target year: 2016 to 2020"):
        seatsim.backtest(little / "在校生.csv", leave_out=[1999])


def test_what_was_left_out_is_said(little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args(little, "--lang", "en", "--leave-out", "2020")) == 0
    assert "Target years left out as asked: 2020/21" in capsys.readouterr().out


def test_without_births_and_with_one_entity_less_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"A,{year},0,{50 + year % 3}" for year in range(2010, 2016)]
    (tmp_path / "one.csv").write_text("\n".join(["entity,year,grade,value", *rows]), encoding="utf-8")
    assert main(["backtest", str(tmp_path / "one.csv"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "No births." in told
    assert "+births" not in told
    assert "By size" not in told


@pytest.mark.parametrize("value", ["0", ""])
def test_nobody_to_forecast_is_a_fault(value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"A,{year},{grade},{5 if year < 2014 else value}" for year in range(2009, 2016) for grade in (0, 1)]
    (tmp_path / "none.csv").write_text("\n".join(["entity,year,grade,value", *rows]), encoding="utf-8")
    assert main(["backtest", str(tmp_path / "none.csv"), "--leave-out", "2013"]) == 3
    assert "none.csv: no" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_draw_the_scores(lang: str, written: Path) -> None:
    told = content(written)
    words = Words(lang, BACKTEST)
    wanted = [part for part in told["scores"] if (part["period"], part["size"]) == ("all", "all")]
    for level in ("totals", "cells"):
        chart = accuracy(told, level, words)
        drawn = {(row["name"], row["lead"]): row["value"] for row in chart.rows}
        assert drawn == {
            (words.term("backtest", method), part["lead"]): part["methods"][method]["mape"]["value"]
            for part in wanted
            if part["level"] == level
            for method in told["methods"]
        }
    chart = coverage(told, words)
    assert len(chart.rows) == 3 * len(wanted)
    assert sorted(row["value"] for row in chart.rows if isinstance(row["value"], float)) == sorted(
        part["methods"]["seatsim"][f"coverage_{band}"]["value"] for part in wanted for band in (50, 80, 95)
    )
    assert chart.alt


def test_pictures_want_the_extra(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra):
        papers.pictures(content(written), "en")


def test_a_chart_whose_letters_no_font_holds_is_drawn_in_english(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seatsim.papers.charts import picture

    monkeypatch.setattr(picture, "face_for", lambda _: None)
    with pytest.warns(picture.FontWarning):
        found = papers.pictures(content(written), "zh")
    assert found == papers.pictures(content(written), "en")


def test_nothing_is_printed_that_is_no_number(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = content(written)
    for part in told["scores"]:
        for method in part["methods"].values():
            for score in method.values():
                score |= {"low": None, "high": None}
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    print_backtest(told, "en")
    assert "nan" not in out.getvalue().lower()
    assert "None" not in out.getvalue()


def test_large_and_ragged_panels_are_taken(tmp_path: Path) -> None:
    draw = np.random.default_rng(3)
    rows = ["entity,year,grade,value"]
    for place in range(40):
        first = int(draw.integers(2000, 2008))
        rows += [
            f"E{place},{year},{grade},{int(draw.integers(0, 10**6))}"
            for year in range(first, 2012)
            for grade in range(3)
            if draw.random() > 0.1
        ]
    (tmp_path / "ragged.csv").write_text("\n".join(rows), encoding="utf-8")
    found = api.backtest(tmp_path / "ragged.csv")
    assert found.scores["value"].is_finite().all()
    assert found.content["cells"]["scored"] > 0
