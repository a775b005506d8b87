"""How each language writes numbers, money and school years.

Chinese follows GB/T 15835-2011 (ranges and school years with a full dash, figures with separators) and the usual
style of education statistics: ``2024—2025学年``.
"""

from __future__ import annotations

from math import nan

import pytest

from seatsim.language.numbers import Numbers

ZH, EN = Numbers("zh"), Numbers("en")


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (-0.0, "0"), (-0.4, "0"), (0.6, "1"), (1234, "1,234"), (-1234.4, "−1,234"), (None, "–"), (nan, "–")],
)
def test_counts(value: float | None, told: str) -> None:
    assert ZH.count(value) == EN.count(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (-0.3, "0"), (0.3, "0"), (5, "+5"), (-5, "−5"), (12345.6, "+12,346"), (None, "–"), (nan, "–")],
)
def test_signs(value: float | None, told: str) -> None:
    assert ZH.signed(value) == EN.signed(value) == told


def test_decimals_and_shares() -> None:
    assert [EN.decimal(value) for value in (1234.567, -0.001, -1.5, None)] == ["1,234.57", "0.00", "−1.50", "–"]
    assert EN.decimal(2.25, 1) == "2.2"  # ties to the even digit, as everywhere
    assert [EN.percent(share) for share in (0.25, 0, -0.0001, -0.25, 1, None)] == [
        "25%",
        "0%",
        "0%",
        "−25%",
        "100%",
        "–",
    ]
    assert ZH.percent(0.1234, 1) == "12.3%"


def test_spans_are_words_where_a_dash_would_look_like_a_minus() -> None:
    assert (ZH.span("1", "5"), EN.span("1", "5")) == ("1—5", "1–5")
    assert (ZH.span("−5", "−1"), EN.span("−5", "3")) == ("−5 至 −1", "−5 to 3")
    assert (ZH.span("–", "3"), EN.span("3", "–")) == ("– 至 3", "3 to –")
    assert ZH.span("7", "7") == EN.span("7", "7") == "7"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0万元", "CNY 0"),
        (-0.0, "0万元", "CNY 0"),
        (-0.001, "0万元", "CNY 0"),
        (0.83, "0.83万元", "CNY 8,300"),
        (-0.83, "−0.83万元", "−CNY 8,300"),
        (9.994, "9.99万元", "CNY 99,900"),
        (9.996, "10万元", "CNY 100,000"),
        (99.99, "100万元", "CNY 999,900"),
        (99.996, "100万元", "CNY 1.00 million"),
        (2457, "2,457万元", "CNY 24.57 million"),
        (9999.4, "9,999万元", "CNY 99.99 million"),
        (9999.6, "1.00亿元", "CNY 100.00 million"),
        (10000, "1.00亿元", "CNY 100.00 million"),
        (-12600, "−1.26亿元", "−CNY 126.00 million"),
        (2_176_607, "217.66亿元", "CNY 21,766.07 million"),
        (None, "–", "–"),
        (nan, "–", "–"),
    ],
)
def test_money_changes_its_unit_by_what_is_written(value: float | None, zh: str, en: str) -> None:
    assert (ZH.money(value), EN.money(value)) == (zh, en)


@pytest.mark.parametrize(
    ("year", "zh", "en"),
    [
        (2024, "2024—2025学年", "2024/25"),
        (1999, "1999—2000学年", "1999/00"),
        (2000, "2000—2001学年", "2000/01"),
        (2008, "2008—2009学年", "2008/09"),
        (2099, "2099—2100学年", "2099/00"),
    ],
)
def test_school_years(year: int, zh: str, en: str) -> None:
    assert (ZH.school_year(year), EN.school_year(year)) == (zh, en)


def test_several_school_years() -> None:
    assert ZH.school_years(2020, 2035) == "2020—2021至2035—2036学年"
    assert EN.school_years(1999, 2000) == "1999/00–2000/01"
    assert ZH.school_years(2020, 2020) == ZH.school_year(2020)


def test_months_and_days() -> None:
    assert (ZH.month("2021-08"), EN.month("2021-08-31")) == ("2021年8月", "Aug 2021")
    assert (ZH.day("2021-08-31"), EN.day("2021-12-01")) == ("2021年8月31日", "1 Dec 2021")
    assert ZH.month(None) == EN.month(None) == ZH.day(None) == EN.day(None) == "–"


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        ZH.day("2021-02-30")
