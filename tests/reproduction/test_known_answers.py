"""Rows of the page of theory are made of what the tests tell, number by number."""

from __future__ import annotations

import pytest
from known_answers import THE_SAME, Row, listed, row, told_by
from theory_page import TABLES

REPORT = """\
____ test_waits[0.5] ____
---- Captured stdout call ----
mean wait for 1 desk: known 0.5000, found 0.4969, within 0.0219
____ test_by_hand ____
days: known [10, 1200], found [10, 1200], within exact
days of another: known [10, 1200], found [10, 1201], within exact
"""


def test_numbers_and_the_test_are_those_told() -> None:
    told = told_by(REPORT)
    waits = Row("mean wait", ("mean wait for 1 desk",), "{:g}", "{:.3f}", "{:.3f}")
    assert row(waits, told) == ("mean wait", "0.5", "0.497", "0.022", "test_waits")
    days = Row("days", ("days",), listed("on "), THE_SAME, "{}")
    assert row(days, told) == ("days", "on 10, 1200", "the same", "exact", "test_by_hand")


def test_what_is_not_the_same_is_written_out() -> None:
    other = Row("days", ("days of another",), listed("on "), THE_SAME, "{}")
    assert row(other, told_by(REPORT))[2] == "[[10, 1201]]"


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        (Row("both", ("days", "mean wait for 1 desk"), "{}; {}", "{}; {}", "{}; {}"), "told by"),
        (Row("days", ("days",), "{}", "{}; {}", "{}"), "2 numbers for 1 slots"),
    ],
)
def test_a_row_takes_every_number_of_one_test(spec: Row, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        row(spec, told_by(REPORT))


def test_a_name_told_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="told twice: days"):
        told_by(REPORT + "days: known 1, found 1, within exact\n")


def test_every_print_is_asked_for_once() -> None:
    asked = [name for specs in TABLES.values() for spec in specs for name in spec.told]
    assert len(asked) == len({*asked})
