"""What of the brief stays on its pages: the important parts, in their order."""

from __future__ import annotations

import pytest

from seatsim.papers.word.flow import Line, Part, Said, Sheet, fitted, height, joined, pages
from seatsim.papers.word.layout import MEMO, MM, OFFICIAL, Layout
from seatsim.papers.word.xml import clean

ORDINALS = ("一是", "二是", "三是")


def said(lines: int, importance: int = 100) -> Said:
    return Said("学" * (27 * lines - 2), importance=importance)


def test_the_official_page_is_that_of_the_standard() -> None:
    assert (OFFICIAL.top, OFFICIAL.left) == (37, 28)
    assert OFFICIAL.width == pytest.approx(156)
    assert OFFICIAL.height == pytest.approx(225 * MM)
    body = OFFICIAL.types["body"]
    assert (body.size, int(OFFICIAL.height // body.line)) == (16, 22)


def test_paragraphs_break_and_tables_do_not() -> None:
    assert height(said(3), OFFICIAL) == 3 * 28
    assert pages([said(22)], OFFICIAL) == 1
    assert pages([said(23)], OFFICIAL) == 2
    sheet = Sheet("表", ("甲",), [Line(("1",))] * 20, (156.0,))
    assert pages([said(14), sheet], OFFICIAL) == 2
    assert pages([said(14), sheet, said(10)], OFFICIAL) == 2


def test_the_least_important_is_left_out_and_order_stays() -> None:
    parts: list[Part] = [said(10), said(20, 40), said(10, 60), said(20, 50), said(10)]
    kept = fitted(parts, OFFICIAL, 2, ORDINALS)
    assert kept == [parts[0], parts[2], parts[4]]
    assert fitted(parts, OFFICIAL, 4, ORDINALS) == parts


def test_what_always_stands_stays_even_on_more_pages() -> None:
    parts: list[Part] = [said(30), said(30), said(1, 99)]
    assert fitted(parts, OFFICIAL, 2, ORDINALS) == parts[:2]


def test_a_table_tells_how_many_rows_it_lacks_and_goes_with_its_last() -> None:
    rows = [Line((str(n),), 50 - n) for n in range(60)]
    sheet = Sheet("表", ("甲",), rows, (156.0,), rest="另有{}项".format)
    kept = fitted([said(20), sheet], OFFICIAL, 2, ORDINALS)[1]
    assert isinstance(kept, Sheet)
    assert list(kept.rows) == rows[: len(kept.rows)]
    assert 0 < len(kept.rows) < 60
    assert kept.notes() == f"另有{60 - len(kept.rows)}项"
    assert fitted([said(43), sheet], OFFICIAL, 2, ORDINALS) == [said(43)]


def test_numbers_are_given_to_what_stays() -> None:
    told: list[Part] = [Said("甲。", numbered=True), Said("乙。", numbered=True)]
    assert [part.text for part in joined(told, ORDINALS, OFFICIAL) if isinstance(part, Said)] == ["一是甲。二是乙。"]
    assert len(joined(told, ORDINALS, MEMO)) == 2


@pytest.mark.parametrize("layout", [OFFICIAL, MEMO])
def test_what_follows_on_a_paragraph_is_part_of_it_and_has_no_number(layout: Layout) -> None:
    told: list[Part] = [Said("甲。", numbered=True), Said("乙。", numbered=True), Said("丙。", follows=True)]
    made = joined(told, ORDINALS, layout)
    assert isinstance(made[-1], Said)
    assert made[-1].text.endswith("二是乙。丙。")
    assert len(fitted([said(43), Said("丙。", importance=50, follows=True)], OFFICIAL, 2, ORDINALS)) == 1


def test_control_characters_are_dropped() -> None:
    assert clean("a\x00b\x13c\u202ed\ud800e\tf") == "abcde f"
    assert clean("{HYPERLINK x}") == "{HYPERLINK x}"
