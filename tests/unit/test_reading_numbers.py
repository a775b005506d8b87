"""Numbers as people write them: what is read, what is told, and what can be read in two ways and is read in none."""

import pytest

from seatsim.inputs.cell_numbers import Asked, Seen, number

PUPILS, ROOMS = Asked("pupils", True), Asked("rooms", True)
SHARE, PERCENT, YEAR = Asked("share of the zone's entrants", False), Asked("%", False), Asked("academic year", True)
FULL, THOUSANDS, UNIT = "full-width characters", "thousands separators left out", "unit left out"


@pytest.mark.parametrize(
    ("cell", "asked", "value", "kinds"),
    [
        ("１２３", PUPILS, "123", [FULL]),
        ("1,234", PUPILS, "1234", [THOUSANDS]),
        ("1，234", PUPILS, "1234", [FULL, THOUSANDS]),
        ("1 234", PUPILS, "1234", [THOUSANDS]),
        ("1\u00a0234", PUPILS, "1234", [THOUSANDS]),
        ("1,234,567.00", PUPILS, "1234567", [THOUSANDS, "whole number written with decimals"]),
        ("45.0", PUPILS, "45", ["whole number written with decimals"]),
        ("45人", PUPILS, "45", [UNIT]),
        ("４５ 人", PUPILS, "45", [FULL, UNIT]),
        ("1,234名", PUPILS, "1234", [UNIT, THOUSANDS]),
        ("45间", ROOMS, "45", [UNIT]),
        ("'45", ROOMS, "45", ["text mark left out"]),
        ("30%", SHARE, "0.3", ["percent sign"]),
        ("12.5％", SHARE, "0.125", [FULL, "percent sign"]),
        ("95%", PERCENT, "95", ["percent sign"]),
        ("2020年", YEAR, "2020", [UNIT]),
        ("2020-2021学年", YEAR, "2020", ["the year in which the school year begins"]),
        ("2020/21", YEAR, "2020", ["the year in which the school year begins"]),
        ("2020-09-01", YEAR, "2020", ["only the year is meant"]),
        ("-4", PUPILS, "-4", []),
    ],
)
def test_a_number_is_read_and_what_was_done_is_said(cell: str, asked: Asked, value: str, kinds: list[str]) -> None:
    seen = number(cell, asked)
    assert (seen.value, list(seen.kinds), seen.trouble) == (value, kinds, None)


@pytest.mark.parametrize(
    ("cell", "asked", "trouble"),
    [
        ("1,23", PUPILS, "can be read in two ways: as a decimal or with thousands; write 1234 or 12.34"),
        ("12,34", PUPILS, "can be read in two ways: as a decimal or with thousands; write 1234 or 12.34"),
        ("0,5", SHARE, "can be read in two ways: as a decimal or with thousands; write 1234 or 12.34"),
        ("1,234 567", PUPILS, "can be read in two ways: as a decimal or with thousands; write 1234 or 12.34"),
        ("12 34", PUPILS, "can be read in two ways: as a decimal or with thousands; write 1234 or 12.34"),
        ("95%", PUPILS, "has a percent sign; must be a number (pupils)"),
        ("45间", PUPILS, "'间' stands behind the number; must be a number alone (pupils)"),
        ("1.2万", PUPILS, "'万' stands behind the number; must be a number alone (pupils)"),
        ("45²", PUPILS, "'²' stands behind the number; must be a number alone (pupils)"),
        ("2026-03-05", PUPILS, "is a date; must be a number (pupils)"),
        ("2020-03-05", YEAR, "is a date; must be a number (academic year)"),
    ],
)
def test_what_can_be_read_in_two_ways_is_read_in_none(cell: str, asked: Asked, trouble: str) -> None:
    assert number(cell, asked).value == ""
    assert number(cell, asked).trouble == trouble


@pytest.mark.parametrize("cell", ["NaN", "inf", "", "x", "四十五", "约45", "45.5", "①", "1.2.3", "--4", "9" * 50])
def test_what_is_no_number_is_left_to_its_reader(cell: str) -> None:
    assert number(cell, PUPILS) == Seen()
