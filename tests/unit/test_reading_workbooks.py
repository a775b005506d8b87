"""Workbooks as people save them: merged, hidden, formatted and computed cells, and files that are no workbooks."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from filled_in import (
    LITTLE,
    SCHOOLS,
    ZONES,
    Untyped,
    add,
    differences,
    in_workbook,
    little,
    place,
    repaired,
    said,
    unchanged,
    with_text,
    workbook,
)
from seatsim.inputs.county import READ, draft_county
from seatsim.inputs.opened import open_folder
from seatsim.inputs.part import digest_of
from seatsim.language.headers import headers

CLEAN = draft_county(LITTLE).county
HERE = "schools.xlsx#学校"
P1 = place("pupils_P1")
Edit = Callable[[Untyped], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return little(tmp_path)


def cell(row: int, column: int, value: object, form: str = "") -> Edit:
    """Write a cell, with a format."""

    def edit(sheet: Untyped) -> None:
        sheet.cell(row, column).value = value
        if form:
            sheet.cell(row, column).number_format = form

    return edit


def merged(first: tuple[int, int], last: tuple[int, int], value: object) -> Edit:
    """Merge cells into one."""

    def edit(sheet: Untyped) -> None:
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                sheet.cell(row, column).value = None
        sheet.cell(*first).value = value
        sheet.merge_cells(start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1])

    return edit


def hidden(sheet: Untyped) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.ref = "A1:C5"
    sheet.sheet_state = "visible"


def titled(sheet: Untyped) -> None:
    sheet.insert_rows(1, 3)
    merged((1, 1), (1, 9), "2020年学校基本情况表")(sheet)
    sheet.cell(2, 1).value = "单位：人"
    sheet.cell(2, 40).value = "2020年9月"


def with_formula(sheet: Untyped) -> None:
    sheet.cell(3, P1).value = "=45+45"


REPAIRED: list[tuple[str, Edit, list[str]]] = [
    ("nothing", unchanged, []),
    ("a title", titled, [f"{HERE}:1-2: above the header, left out"]),
    (
        "hidden rows and columns",
        hidden,
        [f"{HERE}: hidden columns (B), read all the same", f"{HERE}:3: hidden rows, read all the same"],
    ),
    (
        "a merged zone",
        merged((2, 5), (3, 5), "town"),
        [f"{HERE}:3: zone: merged cells, each line holds their text: town"],
    ),
    (
        "a heading within the table",
        lambda sheet: (sheet.insert_rows(4), merged((4, 1), (4, 20), "二、乡村学校")(sheet)),
        [f"{HERE}:4: heading within the table, left out"],
    ),
    (
        "a number with a date's format",
        cell(3, P1, datetime(1900, 3, 30)),
        [f"{HERE}:3: pupils_P1: number that its format shows as a date: 1900-03-30 taken as 90"],
    ),
    (
        "a number as text",
        cell(3, P1, "90 人"),
        [f"{HERE}:3: pupils_P1: unit left out: 90 人 taken as 90"],
    ),
    ("a whole number that is none to the office", cell(3, P1, 90.0), []),
    ("a cell far away in which nothing stands", cell(1_048_576, 200, " "), []),
]


@pytest.mark.parametrize(("edit", "told"), [case[1:] for case in REPAIRED], ids=[case[0] for case in REPAIRED])
def test_a_workbook_is_the_same_county_and_every_repair_is_told(edit: Edit, told: list[str], folder: Path) -> None:
    found = in_workbook(folder, edit)
    assert said(found, folder) == []
    assert differences(CLEAN, found.county) == []
    assert sorted(repaired(found, folder)) == sorted(told)


REFUSED: list[tuple[str, Edit, str]] = [
    ("an error", cell(3, P1, "#REF!"), ":3: pupils_P1 = #REF!: is an error of Excel; correct the cell"),
    ("an error in a name", cell(3, 2, "#N/A"), ":3: name_zh = #N/A: is an error of Excel"),
    ("a formula without a value", with_formula, ":3: pupils_P1: is a formula without a stored value"),
    ("merged numbers", merged((3, P1), (4, P1), 90), ":3: pupils_P1 = 90: is merged over lines 3 to 4"),
    ("cells merged sideways", merged((3, P1), (3, P1 + 1), 90), ":3: pupils_P1 = 90: is merged over several columns"),
    ("a date", cell(3, P1, datetime(2026, 3, 5)), ":3: pupils_P1 = 2026-03-05: is a date; must be a number (pupils)"),
    ("a percentage", cell(3, P1, 0.9, "0%"), ":3: pupils_P1 = 90%: has a percent sign; must be a number (pupils)"),
    ("yes for a number", cell(3, P1, True), ":3: pupils_P1 = TRUE: must be a whole number"),
    ("half a pupil", cell(3, P1, 90.5), ":3: pupils_P1 = 90.5: must be a whole number"),
    ("a column far away", cell(1, 16_384, "x"), ": holds 5 rows and 16,384 columns; 100,000 and 1,000 at most"),
]


@pytest.mark.parametrize(("edit", "fault"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_read_in_one_way_is_a_fault(edit: Edit, fault: str, folder: Path) -> None:
    found = in_workbook(folder, edit)
    assert found.county is None
    assert [text for text in said(found, folder) if text.startswith(f"{HERE}{fault}")], said(found, folder)


def test_leading_zeros_that_a_format_shows_belong_to_an_id(folder: Path) -> None:
    found = in_workbook(folder, cell(3, 1, 12, "0000"))
    assert repaired(found, folder) == [f"{HERE}:3: school_id: leading zeros that its format shows: 12 taken as 0012"]
    assert found.county is not None
    assert found.county.register.school_id[1] == "0012"


def test_a_formula_s_stored_value_is_taken_and_told(folder: Path) -> None:
    def computed(content: bytes) -> bytes:
        """What an office leaves behind: the formula with its value."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, re.sub(rb"</f><v[^>]*>(</v>)?", b"</f><v>90</v>", data))
        return out.getvalue()

    in_workbook(folder, with_formula)
    path = folder / "schools.xlsx"
    path.write_bytes(computed(path.read_bytes()))
    found = draft_county(folder)
    assert said(found, folder) == []
    assert differences(CLEAN, found.county) == []
    assert repaired(found, folder) == [f"{HERE}:3: cells with formulas, whose stored values are taken: 1"]


def two_rows(sheet: Untyped) -> None:
    """A header of two rows, stages above grades."""
    chinese = {each.column: each.zh for each in headers("schools")}
    sheet.insert_rows(1)
    above = ""
    for column, name in enumerate(SCHOOLS[0], start=1):
        text = chinese[name]
        stage = next((stage for stage in ("幼儿园", "小学", "初中", "高中", "中职") if text.startswith(stage)), "")
        kind = {"pupils": "学生数", "classes": "班级数（个）"}.get(name.split("_")[0], "")
        group = f"{stage}{kind}" if stage and kind else text
        sheet.cell(1, column).value = None if group == above else group
        rest = text.removeprefix(stage).removesuffix("学生数").removesuffix("班数")
        sheet.cell(2, column).value = rest if group != text else None
        above = group


def test_a_header_of_two_rows_is_read_together(folder: Path) -> None:
    found = in_workbook(folder, two_rows)
    assert said(found, folder) == []
    assert differences(CLEAN, found.county) == []
    assert repaired(found, folder) == [f"{HERE}:1-2: read together as one header"]


def test_grades_under_words_that_say_something_else_are_a_fault_that_says_how_to_mend_it(folder: Path) -> None:
    def edit(sheet: Untyped) -> None:
        two_rows(sheet)
        sheet.cell(1, place("pupils_K1")).value = "在园情况"

    found = in_workbook(folder, edit)
    assert found.county is None
    assert any(
        "stands under '在园情况': which column is it? Write its whole name in one row" in f for f in said(found, folder)
    )


def test_tables_are_sheets_of_one_workbook(folder: Path) -> None:
    book = workbook()
    add(book.create_sheet("zones"), ZONES)
    book.create_sheet("填写说明")["A1"] = "先填学校"
    book.create_sheet("Sheet3")["A1"] = "x"
    book["zones"].sheet_state = "hidden"
    book.save(folder / "register.xlsx")
    for name in ("schools.csv", "zones.csv"):
        (folder / name).unlink()
    found = draft_county(folder)
    assert said(found, folder) == []
    assert differences(CLEAN, found.county) == []
    assert repaired(found, folder) == [
        "register.xlsx: sheets that are called by no table's name are not read: Sheet3",
        "register.xlsx#zones: hidden sheet, read all the same",
    ]
    opened = open_folder(folder)
    assert [name for name, _ in opened.contents(READ)] == ["county.toml", "register.xlsx"]
    assert digest_of(opened, READ) != digest_of(open_folder(LITTLE), READ)


def test_a_workbook_without_a_table_is_a_fault(folder: Path) -> None:
    workbook(title="Sheet1").save(folder / "register.xlsx")
    assert said(draft_county(folder), folder) == [
        "register.xlsx: sheets = Sheet1: no sheet is called by a table's name: schools (学校), zones (片区), births "
        "(出生人口), catchments (划片), feeders (对口), staff (教职工), posts (编制), history (历年学生), resources "
        "(办学条件), figures (指标)"
    ]


def test_a_table_that_is_filled_in_twice_must_hold_the_same_rows(folder: Path) -> None:
    found = in_workbook(folder, unchanged, keep=True)
    assert differences(CLEAN, found.county) == []
    assert repaired(found, folder) == [f"schools.csv: read; {HERE} holds the same rows"]
    found = in_workbook(folder, cell(3, place("rooms_P"), 13), keep=True)
    assert said(found, folder) == [f"schools.csv: holds other rows than {HERE} (first on line 3); fill in one of them"]


def test_a_header_alone_is_not_filled_in(folder: Path) -> None:
    found = in_workbook(folder, lambda sheet: sheet.delete_rows(2, 9), keep=True)
    assert differences(CLEAN, found.county) == []
    (folder / "schools.xlsx").unlink()
    workbook().save(folder / "schools.xlsx")
    found = with_text(folder, "schools.csv", ",".join(SCHOOLS[0]) + "\n")
    assert differences(CLEAN, found.county) == []
    found = with_text(folder, "births.csv", "片区,年份,出生人口,方案,来源\n")
    assert found.county is not None
    assert "tables without a row, which count as left out: births.csv" in found.county.assumed


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def whole() -> bytes:
    out = io.BytesIO()
    workbook().save(out)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
NO_BOOKS: list[tuple[str, bytes, str]] = [
    ("empty", b"", "is no workbook, whatever its name; in Excel or WPS save it as .xlsx or CSV UTF-8"),
    ("text", b"school_id,name_zh\n", "is no workbook, whatever its name"),
    ("a web page", b"\n<html><table></table></html>", "is a web page or XML with the name of a workbook"),
    ("an old workbook", b"\xd0\xcf\x11\xe0" + b"x" * 600, "is an old workbook (.xls, .et) whatever its name"),
    (
        "a password",
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password; take it off, then in Excel or WPS save it as .xlsx or CSV UTF-8",
    ),
    ("half a workbook", whole()[:3000], "is a damaged workbook"),
    ("a scratched workbook", whole()[:200] + b"z" * 40 + whole()[240:], "is a damaged workbook"),
    ("a document", zipped({"word/document.xml": b"<a/>"}), "is no .xlsx workbook, whatever its name"),
    ("entities", zipped({"xl/workbook.xml": ENTITY}), "declares a document type, which no workbook does"),
    (
        "entities in UTF-16",
        zipped({"xl/workbook.xml": ENTITY.decode().encode("utf-16")}),
        "declares a document type, which no workbook does",
    ),
    (
        "a bomb",
        zipped({"xl/workbook.xml": b"0" * 150_000_000}),
        "unpacks to 150,000,000 bytes; 134,217,728 at most are opened",
    ),
    (
        "very many parts",
        zipped({"xl/workbook.xml": b"<a/>"} | {f"xl/{n}": b"" for n in range(2_000)}),
        "holds 2,001 files; a workbook may hold 2,000 at most",
    ),
    ("a workbook of nothing", zipped({"xl/workbook.xml": b"<a/>"}), "cannot be read as a workbook ("),
]


@pytest.mark.parametrize(("content", "fault"), [case[1:] for case in NO_BOOKS], ids=[case[0] for case in NO_BOOKS])
def test_what_is_no_workbook_is_refused_before_it_is_opened(content: bytes, fault: str, folder: Path) -> None:
    (folder / "register.xlsx").write_bytes(content)
    found = said(draft_county(folder), folder)
    assert len(found) == 1
    assert found[0].startswith(f"register.xlsx: {fault}")


def test_other_endings_are_named_and_never_read(folder: Path) -> None:
    (folder / "schools.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert repaired(draft_county(folder), folder) == ["schools.xls: is not read; schools.csv is"]
    (folder / "schools.csv").unlink()
    assert said(draft_county(folder), folder) == [
        "schools.xls: is not read; in Excel or WPS save it as schools.xlsx, or each table as CSV UTF-8"
    ]


def test_a_workbook_that_an_office_holds_open_is_left_alone(folder: Path) -> None:
    (folder / "~$register.xlsx").write_bytes(b"\x05Planner")
    assert draft_county(folder).repairs == ()
