"""The template from an empty folder to a brief, as a newcomer goes: nothing changed, filled in, filled in twice."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from seatsim.cli import main
from seatsim.inputs.county import read_county
from seatsim.language.headers import headers
from seatsim.language.starting.marks import is_invented
from seatsim.starting.county import new_county
from seatsim.starting.workbook import sheet_name

TODAY = date(2026, 11, 27)


@pytest.fixture(params=["zh", "en"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A new county, and its language."""
    lang = str(request.param)
    new_county(tmp_path / "县", lang, TODAY)
    return tmp_path / "县", lang


def edit(folder: Path, lang: str, table: str, change: Callable[[Worksheet, list[str]], None]) -> None:
    """Change a sheet of the register, given its columns in English, and save it as a spreadsheet does."""
    book = load_workbook(folder / "register.xlsx")
    sheet = book[sheet_name(table, lang)]
    assert isinstance(sheet, Worksheet)
    change(sheet, [header.column for header in headers(table)])
    book.save(folder / "register.xlsx")


def sourced(sheet: Worksheet, columns: list[str], source: str | None = None) -> None:
    """Give every row a source; None: none of its own."""
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns.index("source") + 1).value = source


def test_it_runs_as_it_is(made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lang = made
    monkeypatch.chdir(folder)
    assert main(["check", ".", "--lang", lang]) == 0
    assert main(["run", "plan.toml", "--replications", "2", "--jobs", "1", "--lang", lang]) == 0
    assert main(["report", "results/plan", "--format", "docx", "--lang", lang]) == 0
    assert (folder / "results" / "plan" / "papers" / f"brief.{lang}.docx").stat().st_size > 10_000


def test_both_languages_are_one_county(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        new_county(tmp_path / lang, lang, TODAY)
    zh, en = (read_county(tmp_path / lang) for lang in ("zh", "en"))
    assert zh.zones == en.zones
    for name in ("school_id", "name", "zone", "kind", "ownership"):
        assert getattr(zh.register, name) == getattr(en.register, name)
    assert all((zh.register.pupils[stage] == en.register.pupils[stage]).all() for stage in zh.register.pupils)
    assert all((zh.register.classes[stage] == en.register.classes[stage]).all() for stage in zh.register.classes)
    assert (zh.births["reference"].births == en.births["reference"].births).all()
    assert zh.ratios == en.ratios


def test_own_rows_take_the_source_of_the_county_file(made: tuple[Path, str]) -> None:
    folder, lang = made
    for table in ("zones", "schools", "births"):
        edit(folder, lang, table, sourced)
    edit(folder, lang, "figures", lambda sheet, columns: sourced(sheet, columns, "our yearbook of 2025"))
    county = read_county(folder)
    assert not any("invented" in note for note in county.assumed)
    assert not any(map(is_invented, county.register.source))
    assert set(county.register.source) == {
        tomllib.loads((folder / "county.toml").read_text("utf-8"))["sources"]["schools.csv"]
    }


def test_a_table_filled_in_twice_is_a_fault(made: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, lang = made
    header = (folder / "zones.csv").read_bytes()
    (folder / "zones.csv").write_bytes(header + "a,甲区,A,town,,,our list\r\n".encode())
    assert main(["check", str(folder)]) == 3
    said = capsys.readouterr().err
    assert "zones.csv" in said
    assert f"register.xlsx#{sheet_name('zones', lang)}" in said


def test_a_wrong_cell_is_told_with_its_sheet_and_row(
    made: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, lang = made

    def spoil(sheet: Worksheet, columns: list[str]) -> None:
        sheet.cell(5, columns.index("pupils_P1") + 1).value = -4

    edit(folder, lang, "schools", spoil)
    assert main(["check", str(folder)]) == 3
    assert f"register.xlsx#{sheet_name('schools', lang)}:5: " in capsys.readouterr().err
