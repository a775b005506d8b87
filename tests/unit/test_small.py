"""Small tables and sparklines fit 80 columns in every terminal, and say what the files say."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from unicodedata import east_asian_width

import polars as pl
import pytest
from rich.cells import cell_len
from test_results import write

import outcomes
from seatsim.cli import main
from seatsim.language.small import SMALL
from seatsim.language.words import Words
from seatsim.printing import small
from seatsim.printing.cells import table_lines
from seatsim.printing.narrow import Table, folded, plain, small_lines
from seatsim.printing.signs import written
from seatsim.printing.small import narrow_note, print_small
from seatsim.printing.sparkline import BARS, PLAIN_BARS, sparkline
from seatsim.results.read import Results, read_results

NAMES = (
    "渡江实验小学",
    "Dujiang Primary School",
    "ハンカクカナ学校",
    "e\u0301cole supe\u0301rieure de la Re\u0301publique tout entie\u0300re",
    "🏫 school with a picture 🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫",
    "江苏省靖江高级中学（滨江新区分校）附属第二实验初级中学南校区及其临时过渡校舍一号楼",
    "A",
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return read_results(write(tmp_path_factory.mktemp("results") / "plan"))


def told(runs: list[Results], lang: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_small(runs, lang)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("letter", [*BARS, *PLAIN_BARS, "~", "-", ".", "*", "#"])
def test_signs_of_tables_take_one_cell_whatever_the_font(letter: str) -> None:
    assert east_asian_width(letter) in ("N", "Na", "H")
    assert cell_len(letter) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_80_cells(run: Results, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told([run, run, run], lang, capsys)
    assert len(lines) > 60
    assert [line for line in lines if widest(line) > 80] == []
    assert "\x1b" not in "".join(lines)


def widest(text: str) -> int:
    """Cells where signs of ambiguous width take two."""
    return cell_len(text) + sum(east_asian_width(letter) == "A" for letter in text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_hold_no_sign_of_ambiguous_width(run: Results, lang: str) -> None:
    words = Words(lang, SMALL)
    medians = small._medians(run)
    tables = [
        small._pupils(run, medians, words),
        small._crowded(run, medians, words),
        small._empty(run, medians, words),
        small._teachers(run, medians, words),
        small._projects(run.answers, words),
        small._runs([run, run], ["one", "two"], words),
    ]
    letters = {letter for table in tables for line in small_lines(table) for letter in line}
    assert sorted(letter for letter in letters if east_asian_width(letter) == "A") == []


def test_the_numbers_are_those_of_the_files(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told([run], "en", capsys)
    summary = run.table("summary.csv").filter(zone="all", stage="primary")

    def median(measure: str, year: int) -> str:
        return f"{summary.filter(measure=measure, year=year)['p50'][0]:,.0f}"

    primary = [line.split() for line in lines if line.startswith("primary ")]
    peak = run.answers["peaks"]["primary"]["peak"]
    first, last = run.years[0], run.years[-1]
    assert primary[0][2:] == [
        median("pupils", first),
        f"{peak['pupils']['p50']:,}",
        str(peak["year"]["p50"]),
        median("pupils", last),
        median("seats", first),
        median("seats", last),
    ]
    assert primary[1][2] == median("pupils_above_standard", first)
    assert primary[2][2:4] == [median("empty_seats", first), median("empty_seats", last)]
    assert primary[3][-2:] == [median("teachers_needed", last), median("teachers", last)]


def test_projects_stand_with_their_tenth_and_ninetieth(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told([run], "zh", capsys)
    project = run.answers["projects"][0]
    line = lines[next(place for place, text in enumerate(lines) if text.startswith("项目（")) + 1]
    assert f"{project['planned']} {project['hand_over_p10'][:7]}~{project['hand_over_p90'][:7]}" in line
    assert line.split()[1] == "扩建"


def test_several_runs_stand_in_one_table(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = told([run], "en", capsys), told([run, run], "en", capsys)
    assert not any(line.startswith("plans") for line in one)
    place = next(place for place, line in enumerate(two) if line.startswith("plans"))
    total = run.answers["crowded_pupil_years"]["pupils_above_standard"]["all"]["horizon"]["p50"]
    assert f" {total:,} " in two[place + 1]
    assert "(plan) #1" in two[place + 1]
    assert two[place + 1].replace("#1", "#2") == two[place + 2]
    assert [line for line in two if "(plan) #2" in line and "futures" in line], "the head of its own tables too"


def without(run: Results, **parts: object) -> Results:
    """The same run with other answers."""
    changed = Results(run.folder, run.content)
    changed.__dict__["answers"] = {**run.answers, **parts}
    return changed


def test_a_run_without_projects_or_spending_is_told(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    bare = without(run, projects=[], money={**run.answers["money"], "parts": None})
    lines = told([bare, run], "zh", capsys)
    assert "本方案无建设项目。" in lines
    assert lines[2].split()[-1] == "-"


def test_staff_that_are_not_followed_are_no_table(
    run: Results, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    medians = {key: series for key, series in small._medians(run).items() if "teachers" not in key[0]}
    monkeypatch.setattr(small, "_medians", lambda _: medians)
    assert "Teachers are not followed." in told([run], "en", capsys)


def test_the_reference_stands_beside_where_it_was_run(run: Results) -> None:
    words = Words("en", SMALL)
    told = small._medians(run)
    crowding, empty = run.answers["crowding"], run.answers["empty_seats"]
    alone = without(
        run,
        crowding={key: value for key, value in crowding.items() if key != "reference"},
        empty_seats={key: value for key, value in empty.items() if key != "reference"},
    )
    beside = without(run, crowding={**crowding, "reference": crowding}, empty_seats={**empty, "reference": empty})
    assert "ref." not in small._crowded(alone, told, words).heads + small._empty(alone, told, words).heads
    assert small._crowded(beside, told, words).heads.count("ref.") == 2
    rows = small._crowded(beside, told, words).rows
    assert all(row[3] == row[4] and row[5] == row[6] for row in rows)


@pytest.mark.parametrize("width", [30, 40, 80])
def test_columns_line_up_whatever_the_names(width: int) -> None:
    rows = [(name, f"{place * 1000:,}") for place, name in enumerate(NAMES)]
    lines = table_lines(("名称", "pupils"), rows, width=width, mark="..")
    assert {cell_len(line) for line in lines} == {min(width, cell_len(lines[0]))}
    assert max(map(cell_len, lines)) <= width
    assert "…" not in "".join(lines)
    assert not any(re.search(r"\.\.[\u0300-\u036f]", line) for line in lines)


def test_a_table_that_is_too_wide_leaves_out_what_can_be_spared() -> None:
    heads = ("stage", "bars", *(f"number {n}" for n in range(6)))
    rows = (("primary", "#" * 30, *("1,234,567" for _ in range(6))),)
    assert max(map(cell_len, small_lines(Table(heads, rows, spare=(1,))))) <= 80
    assert "bars" not in small_lines(Table(heads, rows, spare=(1,)))[0]
    assert "bars" in small_lines(Table(heads[:4], (rows[0][:4],), spare=(1,)))[0]


def test_signs_that_tables_hold_are_plain() -> None:
    assert plain("−1,234–5—6…·×") == "-1,234-5-6...x"
    assert all(east_asian_width(letter) not in "AWF" for letter in plain("−–—…·×“”’"))


def test_sentences_are_folded_where_they_may_be() -> None:
    text = "数字为中位数，" * 12 + "the end of it all, " * 6
    lines = folded(text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(widest(line) <= 80 for line in lines)
    assert not any(line.startswith((",", "。", ";")) for line in lines)
    assert all(widest(line) > 60 for line in lines[:-1])
    for start in range(30, 50):
        quoted = folded("在" * start + "“综合方案”（一）比" * 12)
        assert not [line for line in quoted if line[-1] in "“（"]
        assert "".join(quoted) == "在" * start + "“综合方案”（一）比" * 12
    assert folded("短" * 39 + "（" + "x" * 90)[0][-1] != "（"
    assert folded("short") == ["short"]
    assert [len(line) for line in folded("in " + "x" * 200)] == [2, 80, 80, 40]
    assert folded("") == [""]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([0, 1, 2, 3], "⣀⣤⣶⣿"),
        ([3, 0], "⣿⣀"),
        ([0, 0, 0], "⣀⣀⣀"),
        ([72, 72, 72], "⣶⣶⣶"),
        ([1000, 1010], "⣤⣶"),
        ([-5, 5], "⣀⣿"),
        ([None, 4, float("nan"), 0], " ⣿ ⣀"),
        ([None], " "),
        ([], ""),
    ],
)
def test_bars(values: list[float | None], drawn: str) -> None:
    assert sparkline(values) == drawn
    assert cell_len(sparkline(values)) == len(values)


def test_rows_of_bars_can_stand_on_one_scale() -> None:
    assert sparkline([0, 1], scale=[0, 4]) == "⣀⣤"
    assert sparkline([9, -9], scale=[0, 4]) == "⣿⣀"
    assert sparkline([0, 3], bars=PLAIN_BARS) == ".#"


def test_many_years_are_thinned_and_an_old_terminal_gets_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(small._bars(range(40))) <= 16

    class Old:
        encoding = "gbk"

    monkeypatch.setattr(sys, "stdout", Old())
    assert set(small._bars(range(16))) == set(PLAIN_BARS)
    assert written("−6,398 “甲”，10⁴ → 𠀀") == "-6,398 “甲”，10^4 → 𠀀"
    assert written("差−1—2") == "差-1—2"


def otherwise(run: Results, folder: Path, key: str, value: int | str) -> Results:
    """The run as one of another folder that differs in one thing."""
    content = {**run.content, **({key: value} if key in run.content else {})}
    changed = Results(folder, content)
    changed.__dict__["answers"] = {**run.answers, **({key: value} if key in run.answers else {})}
    tables = run.table
    last = run.years[-1] if key != "horizon" else int(value)
    object.__setattr__(changed, "table", lambda name: tables(name).filter(pl.col("year") <= last))
    return changed


@pytest.mark.parametrize(
    ("key", "value", "zh", "en"),
    [
        ("seed", 9, "随机种子是 9，", "is 9, that of"),
        ("county_digest", "f" * 64, "摘要 ffffffffffff", "digest ffffffffffff"),
        ("horizon", 2024, "测算到 2024 年", "runs to 2024"),
    ],
)
def test_why_runs_of_one_table_cannot_be_paired_is_said(
    key: str, value: int | str, zh: str, en: str, run: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = otherwise(run, tmp_path / "other", key, value)
    for lang, said, reason in (("zh", zh, "不能逐一配对比较"), ("en", en, "Not to be compared future by future")):
        print_small([run, other], lang)
        lines = capsys.readouterr().out.splitlines()
        text = ("" if lang == "zh" else " ").join(lines)
        assert text.count(said) == 1
        assert text.count(reason) == 1
        assert [line for line in lines if widest(line) > 80] == []
        assert any("(2024)" in line for line in lines) == (key == "horizon")
        assert any(f"({run.years[-1]})" in line for line in lines) == (key == "horizon")
    print_small([run, otherwise(run, tmp_path / "alike", "title", run.answers["title"])], "en")
    assert "Not to be compared" not in capsys.readouterr().out


def test_one_folder_twice_is_said(run: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "(plan) #1” and “" in " ".join(told([run, run], "en", capsys))
    assert "是同一结果文件夹" in "".join(told([run, run], "zh", capsys))
    alike = otherwise(run, tmp_path / "alike", "title", run.answers["title"])
    assert "given twice" not in " ".join(told([run, alike], "en", capsys))


def test_rows_of_other_numbers_of_futures_are_said(
    run: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = otherwise(run, tmp_path / "more", "replications", 800)
    fewest = run.answers["replications"]
    assert f"a comparison pairs the first {fewest} alone" in " ".join(told([run, more], "en", capsys))
    assert f"逐一配对比较时只取前 {fewest} 种" in "".join(told([run, more], "zh", capsys))
    alike = otherwise(run, tmp_path / "alike", "title", run.answers["title"])
    assert "numbers of futures" not in " ".join(told([run, alike], "en", capsys))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_narrow_terminal_is_told_what_fits(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    assert narrow_note("results/plan", lang) is None
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    note = narrow_note("results/plan", lang)
    assert note is not None
    assert "seatsim report results/plan --format text" in note
    assert "100" in note
    assert "90" in note
    assert "\n" not in note
    monkeypatch.setenv("COLUMNS", "100")
    assert narrow_note("results/plan", lang) is None


def test_the_command_prints_the_same(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    expected = told([run, run], "zh", capsys)
    assert main(["report", str(run.folder), str(run.folder), "--format", "text", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.splitlines() == expected
    assert not (run.folder / "papers").exists()
    assert main(["report", str(run.folder / "nothing"), "--format", "text"]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["report", str(run.folder), "--format", "text,papyrus"]) == 2
    assert "html, docx, xlsx, pptx, text" in capsys.readouterr().err


def test_assumed_rooms_are_said(run: Results, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcomes.county().register.synthetic
    assert SMALL["rooms_assumed"][1] in told([run], "en", capsys)
