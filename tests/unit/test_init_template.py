"""The register's template as a spreadsheet reads it: headers, lists, notes, and an office's print of it."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfReader

from office import as_pdf
from seatsim.language.headers import column_of, headers, table_names
from seatsim.language.terms import term
from seatsim.starting.county import header_only
from seatsim.starting.workbook import register, sheet_name, sheets

YEAR = 2026


@pytest.fixture(scope="module")
def books() -> Mapping[str, Workbook]:
    return {lang: load_workbook(io.BytesIO(register(lang, YEAR))) for lang in ("zh", "en")}


def rule(books: Mapping[str, Workbook], lang: str, table: str, column: str) -> DataValidation:
    """The validation of a column's first row."""
    sheet = books[lang][sheet_name(table, lang)]
    place = [header.column for header in headers(table)].index(column) + 1
    found: list[DataValidation] = [
        each for each in sheet.data_validations.dataValidation if sheet.cell(2, place).coordinate in each.sqref
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_has_a_sheet_with_its_headers(books: Mapping[str, Workbook], lang: str) -> None:
    assert set(sheets()) == set(table_names())
    book = books[lang]
    assert book.sheetnames[1:] == [sheet_name(table, lang) for table in sheets()]
    for table in sheets():
        sheet = book[sheet_name(table, lang)]
        names = [str(cell.value) for cell in sheet[1]]
        assert names == [header.name(lang) for header in headers(table)]
        assert [column_of(table, name) for name in names] == [header.column for header in headers(table)]
        assert sheet.freeze_panes is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_header_says_what_it_means(books: Mapping[str, Workbook], lang: str) -> None:
    for table in sheets():
        for header, cell in zip(headers(table), books[lang][sheet_name(table, lang)][1], strict=True):
            assert cell.comment is not None
            assert header.meaning[lang] in cell.comment.text
            assert header.name("en" if lang == "zh" else "zh") in cell.comment.text
    rooms = [each.column for each in headers("schools")].index("rooms_P") + 1
    comment = books[lang][sheet_name("schools", lang)].cell(1, rooms).comment
    assert comment is not None
    assert {"zh": "单位：间", "en": "unit: rooms"}[lang] in comment.text


def test_lists_offer_the_words_of_the_format(books: Mapping[str, Workbook]) -> None:
    kinds = rule(books, "zh", "schools", "kind")
    assert kinds.type == "list"
    assert kinds.errorStyle in (None, "stop")
    assert str(kinds.formula1).strip('"').split(",")[:2] == [term("school_kind", "kindergarten", "zh"), "小学"]
    assert rule(books, "en", "schools", "ownership").formula1 == '"public,private-affordable,private"'
    assert rule(books, "en", "births", "variant").formula1 == '"low,reference,high"'
    assert rule(books, "en", "staff", "in_post").formula1 == '"yes,no"'
    assert rule(books, "zh", "staff", "senior_title").formula1 == '"是,否"'
    assert str(rule(books, "en", "history", "grade").formula1).startswith('"K1,K2,K3,P1')
    for lang in ("zh", "en"):
        for sheet in books[lang].worksheets:
            for each in sheet.data_validations.dataValidation:
                assert len(str(each.formula1)) <= 257  # what Excel takes as a list


def test_zones_and_schools_are_chosen_by_name_and_may_be_typed(books: Mapping[str, Workbook]) -> None:
    zone = rule(books, "zh", "schools", "zone")
    assert zone.formula1 == "'片区'!$B$2:$B$2001"
    assert zone.errorStyle == "warning"  # a code is right too
    assert [cell.value for cell in books["zh"]["片区"]["B"]][:2] == ["片区名称", "老城区"]
    assert rule(books, "en", "catchments", "school_id").formula1 == "'schools'!$A$2:$A$2001"


def test_numbers_below_nought_are_refused(books: Mapping[str, Workbook]) -> None:
    for lang in ("zh", "en"):
        for column in ("pupils_P1", "classes_J3", "rooms_K", "plan", "pupils_special"):
            each = rule(books, lang, "schools", column)
            assert (each.type, each.operator, each.formula1) == ("whole", "greaterThanOrEqual", "0")
    share = rule(books, "en", "feeders", "share")
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")
    assert rule(books, "en", "births", "births").type == "decimal"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_example_rows_say_that_they_are_invented(books: Mapping[str, Workbook], lang: str) -> None:
    filled = {"zones": 3, "schools": 8, "births": 48, "figures": 2}
    for table in sheets():
        cells = books[lang][sheet_name(table, lang)].iter_rows(min_row=2, values_only=True)
        rows = [row for row in cells if any(row)]
        assert len(rows) == filled.get(table, 0)
        source = [header.column for header in headers(table)].index("source")
        mark = {"zh": "示例", "en": "invented"}[lang]
        assert all(str(row[source]).startswith(mark) for row in rows)


def test_codes_keep_their_leading_zeros(books: Mapping[str, Workbook]) -> None:
    assert books["zh"]["学校"].column_dimensions["A"].number_format == "@"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_without_excel_hold_a_header_only(lang: str) -> None:
    for table in sheets():
        content = header_only(table, lang)
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows == [[header.name(lang) for header in headers(table)]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_office_prints_every_sheet(lang: str, tmp_path: Path) -> None:
    book = tmp_path / "register.xlsx"
    book.write_bytes(register(lang, YEAR))
    pages = [page.extract_text() for page in PdfReader(as_pdf(book, tmp_path)).pages]
    assert len(pages) <= 16
    for table in sheets():
        required = next(header for header in headers(table) if header.required)
        assert any(required.name(lang) in page for page in pages)
    assert {"zh": "学校名册模板", "en": "Template of a county"}[lang] in pages[0]
