"""The one place that decides what "handed over in time" means."""

from datetime import date

import pytest

from seatsim.model.academic_calendar import AcademicCalendar

CALENDAR = AcademicCalendar(2020)


def test_day_zero_is_the_baselines_opening_day() -> None:
    assert CALENDAR.opening_day(2020) == 0
    assert CALENDAR.date(0) == date(2020, 9, 1)
    assert CALENDAR.day(date(2020, 8, 31)) == -1


def test_spring_and_new_year_lie_within_their_years() -> None:
    assert CALENDAR.date(CALENDAR.spring_day(2023)) == date(2024, 3, 1)
    assert CALENDAR.date(CALENDAR.new_year_day(2024)) == date(2024, 1, 1)
    assert CALENDAR.opening_day(2023) < CALENDAR.new_year_day(2024) < CALENDAR.spring_day(2023)
    assert CALENDAR.spring_day(2023) < CALENDAR.opening_day(2024)


def test_a_leap_day_makes_the_academic_year_longer() -> None:
    lengths = [CALENDAR.opening_day(year + 1) - CALENDAR.opening_day(year) for year in range(2020, 2025)]
    assert lengths == [365, 365, 365, 366, 365]


@pytest.mark.parametrize(
    ("hand_over", "opens"),
    [
        (date(2022, 8, 31), 2022),
        (date(2022, 9, 1), 2022),
        (date(2022, 9, 2), 2023),
        (date(2022, 12, 31), 2023),
        (date(2023, 1, 1), 2023),
    ],
)
def test_what_is_handed_over_on_opening_day_opens_that_year(hand_over: date, opens: int) -> None:
    assert CALENDAR.opens_in(CALENDAR.day(hand_over), 2020) == opens


def test_a_part_of_a_day_belongs_to_its_day_but_comes_after_opening() -> None:
    noon = CALENDAR.opening_day(2022) + 0.5
    assert CALENDAR.date(noon) == date(2022, 9, 1)
    assert CALENDAR.opens_in(noon, 2020) == 2023


def test_what_is_ready_early_waits_for_its_planned_september() -> None:
    assert CALENDAR.opens_in(CALENDAR.day(date(2021, 5, 1)), 2023) == 2023
