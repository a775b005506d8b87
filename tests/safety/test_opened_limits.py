"""Limits hold for workbooks and for CSV of every kind too: places, sizes, and text that stays text."""

from __future__ import annotations

import csv
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from little import check, instead, scenario, told

from filled_in import SCHOOLS, ZONES, add, place, workbook
from seatsim.cli import main
from seatsim.inputs import csv_tables
from seatsim.language.headers import headers

SEEDS = Path(__file__).parents[2] / "seeds"
SECONDS = 60.0
"""A hang would take for ever."""
FORMULA = "=cmd|' /C calc'!A0"
UNSEEN = "北\u202e岭"
CHINESE = {each.column: each.zh for each in headers("schools")}
Put = Callable[[Path, list[list[str]]], str]


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device", "link"])
@pytest.mark.parametrize("name", ["schools.xlsx", "register.xlsx", "Schools.CSV", "figures.xlsx"])
def test_what_is_no_file_in_a_table_s_place_is_a_fault(
    plan: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("county", f"{name.split('.')[0].lower()}.csv").unlink(missing_ok=True)
    secret = plan.parent / "secret.csv"
    secret.write_text("password-of-the-treasurer\n", encoding="utf-8")
    instead(Path("county", name), kind, secret)
    begun = time.perf_counter()
    assert check(plan) == 3
    assert check("county") == 3
    assert time.perf_counter() - begun < SECONDS
    said = told(capsys)
    words = {"pipe": "is a pipe", "device": "is a link out", "link": "is a link out"}.get(kind, "cannot be read")
    assert f"{name}: {words}" in said
    assert "treasurer" not in said


def test_a_pipe_in_the_place_of_the_county_s_file_is_not_waited_for(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("county/county.toml").unlink()
    os.mkfifo("county/county.toml")
    Path("county/schools.csv").unlink()
    workbook().save("county/schools.xlsx")
    begun = time.perf_counter()
    assert check(plan) == 3
    assert time.perf_counter() - begun < SECONDS
    assert "county.toml: is a pipe" in told(capsys)


def test_a_workbook_that_is_a_link_within_the_county_is_read(plan: Path) -> None:
    Path("county/schools.csv").unlink()
    workbook().save("county/of-2020.bin")
    Path("county/schools.xlsx").symlink_to("of-2020.bin")
    assert check(plan) == 0


@pytest.mark.parametrize("name", ["schools.xlsx", "register.xlsx", "SCHOOLS.csv", "FIGURES.csv"])
def test_two_gigabytes_are_refused_at_once(plan: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("county", f"{name.split('.')[0].lower()}.csv").unlink(missing_ok=True)
    with Path("county", name).open("wb") as file:
        file.truncate(2 * 10**9)
    begun = time.perf_counter()
    assert check(plan) == 3
    assert time.perf_counter() - begun < SECONDS
    assert f"{name}: has 2,000 MB, {50 if name == 'FIGURES.csv' else 300} MB are read at most" in told(capsys)


@pytest.mark.parametrize("text", ["title,,,\n", "", "\n"], ids=["a title", "clean", "blank"])
@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8"), (";", "gb18030"), ("\t", "utf-16")])
def test_too_many_lines_are_refused_in_every_kind_of_csv(
    plan: Path,
    text: str,
    mark: str,
    encoding: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(csv_tables, "MOST_ROWS", 30)
    path = Path("county/schools.csv")
    rows = (text + path.read_text(encoding="utf-8")).replace(",", mark)
    path.write_bytes(rows.encode(encoding))
    assert check(plan) == 0
    path.write_bytes((rows + "\n" * 30).encode(encoding))
    capsys.readouterr()
    assert check(plan) == 3
    assert "lines, 30 are read at most" in told(capsys)


def as_workbook(folder: Path, rows: list[list[str]]) -> str:
    """The register as its own workbook; the file as faults name it."""
    book = openpyxl.Workbook()
    book.active.title = "学校"
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = book.active.cell(line, column)
            cell.value = int(text) if text.isdigit() else text or None
            if text and not text.isdigit():
                cell.data_type = "s"  # else openpyxl would write a formula
    book.save(folder / "schools.xlsx")
    (folder / "schools.csv").unlink()
    return "schools.xlsx#学校"


def in_register(folder: Path, rows: list[list[str]]) -> str:
    """The register as a sheet of the workbook of tables."""
    as_workbook(folder, rows)
    (folder / "schools.xlsx").rename(folder / "register.xlsx")
    return "register.xlsx#学校"


def as_text(mark: str, encoding: str) -> Put:
    """The register as CSV with other marks between and in another encoding."""

    def put(folder: Path, rows: list[list[str]]) -> str:
        with (folder / "schools.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=mark, lineterminator="\n").writerows(rows)
        return "schools.csv"

    return put


PUT = {
    "workbook": as_workbook,
    "register": in_register,
    "csv": as_text(",", "utf-8"),
    "semicolons": as_text(";", "gb18030"),
    "tabs": as_text("\t", "utf-16"),
}


@pytest.mark.parametrize("chinese", [True, False], ids=["Chinese header", "header"])
@pytest.mark.parametrize("put", PUT.values(), ids=PUT.keys())
@pytest.mark.parametrize("column", ["school_id", "name_zh", "name_en", "group", "source"])
@pytest.mark.parametrize(
    ("text", "words"),
    [(FORMULA, "must not begin with =: a spreadsheet would"), (UNSEEN, "holds a character that nobody sees (U+202E)")],
    ids=["formula", "unseen"],
)
def test_text_stays_text_however_the_register_is_filled_in(
    plan: Path, column: str, put: Put, chinese: bool, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [list(row) for row in SCHOOLS]
    rows[1][place(column) - 1] = text
    if chinese:
        rows[0] = [CHINESE.get(name, name) for name in rows[0]]
    file = put(Path("county"), rows)
    assert check(plan) == 3
    said = told(capsys)
    shown = CHINESE[column] if chinese else column
    assert any(f"{file}:2: {shown} = " in line and words in line for line in said.splitlines()), said
    assert "\u202e" not in said


def test_a_name_that_stands_for_an_id_stays_text(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row[1:] for row in SCHOOLS]
    assert SCHOOLS[0][0] == "school_id"
    rows[1][rows[0].index("name_zh")] = FORMULA
    file = as_workbook(Path("county"), rows)
    assert check(plan) == 3
    assert f"{file}:2: name_zh = {FORMULA}: must not begin with =" in told(capsys)


@pytest.mark.parametrize("column", ["zone", "name_zh", "source"])
def test_text_of_zones_in_a_workbook_stays_text(plan: Path, column: str, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "zones"
    add(book.active, ZONES)
    cell = book.active.cell(2, ZONES[0].index(column) + 1)
    cell.value, cell.data_type = "＝1+1", "s"
    book.save("county/register.xlsx")
    Path("county/zones.csv").unlink()
    assert check(plan) == 3
    assert f"register.xlsx#zones:2: {column} = ＝1+1: must not begin with ＝" in told(capsys)


@pytest.mark.parametrize("column", ["id", "section", "source"])
def test_text_of_figures_in_a_workbook_stays_text(plan: Path, column: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader((SEEDS / "figures.csv").read_text(encoding="utf-8").splitlines()))[:3]
    book = openpyxl.Workbook()
    book.active.title = "figures"
    add(book.active, rows)
    cell = book.active.cell(2, rows[0].index(column) + 1)
    cell.value, cell.data_type = FORMULA, "s"
    book.save("county/figures.xlsx")
    assert check(plan) == 3
    assert f"figures.xlsx#figures:2: {column} = {FORMULA}: must not begin with =" in told(capsys)


def test_names_of_sheets_turn_no_terminal(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = workbook()
    book.create_sheet("a\u202eb")["A1"] = "x"
    book.save("county/register.xlsx")
    Path("county/schools.csv").unlink()
    assert check(plan) == 0
    out = capsys.readouterr()
    assert "not read" in out.out + out.err
    assert "\u202e" not in out.out + out.err


def test_a_resolved_scenario_names_a_county_of_workbooks_by_its_digest(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("county/schools.csv").unlink()
    workbook().save("county/register.xlsx")
    assert main(["run", str(plan), "--out", "results/plan", "--no-reference", "--quiet"]) == 0
    text = Path("results/plan/scenario.toml").read_text(encoding="utf-8")
    far = plan.parents[1] / "far" / "away" / "here"
    far.mkdir(parents=True)
    resolved = far / "scenario.toml"
    county = (plan.parents[1] / "county").as_posix()
    resolved.write_text(re.sub('^county = ".*"$', f'county = "{county}"', text, flags=re.MULTILINE), encoding="utf-8")
    monkeypatch.chdir(far)
    capsys.readouterr()
    code, said = check(resolved), told(capsys)
    assert code == 0, said
    rows = [list(row) for row in SCHOOLS]
    rows[1][place("name_en") - 1] = "Other"
    workbook(rows).save(plan.parents[1] / "county" / "register.xlsx")
    assert check(resolved) == 3
    assert "lies outside of the working folder" in told(capsys)


def test_the_scenario_s_own_county_of_workbooks_is_around(plan: Path) -> None:
    Path("county/schools.csv").unlink()
    workbook().save("county/schools.xlsx")
    assert check(scenario(Path("scenarios/other.toml"), "../county")) == 0
