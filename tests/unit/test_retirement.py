"""The law of 2024 month by month, against a table worked by hand from its wording."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from seatsim.domain.staff import FIRST_AGE, MEN, PLAIN, SENIOR, WOMEN, RetirementLaw
from seatsim.inputs.staff import retirement_law
from seatsim.model.retirement import retirement_chances, retirement_month

LAW = retirement_law(None)
OLD = retirement_law(date(2024, 9, 12))
# Birth month, month of retirement: the age rises by a month for every four months of birth from January 1965 (men,
# and women with a senior title who stay) or January 1970 (women of the old age 55), by three years at the most.
BY_HAND = {
    "men": """
        1964-12 2024-12, 1965-01 2025-02, 1965-04 2025-05, 1965-05 2025-07, 1965-08 2025-10, 1965-09 2025-12,
        1965-12 2026-03, 1966-01 2026-05, 1966-06 2026-11, 1966-12 2027-06, 1967-01 2027-08, 1968-01 2028-11,
        1968-09 2029-09, 1968-12 2029-12, 1969-01 2030-02, 1970-05 2031-10, 1972-09 2034-09, 1973-01 2035-02,
        1976-08 2039-07, 1976-09 2039-09, 1980-01 2043-01""",
    "women": """
        1969-12 2024-12, 1970-01 2025-02, 1970-03 2025-04, 1970-05 2025-07, 1970-12 2026-03, 1971-01 2026-05,
        1971-08 2027-01, 1972-02 2027-09, 1973-01 2028-11, 1973-09 2029-09, 1974-01 2030-02, 1975-06 2031-11,
        1977-09 2034-09, 1979-12 2037-06, 1981-08 2039-07, 1981-09 2039-09, 1985-07 2043-07""",
    "senior_women": "1964-12 2024-12, 1965-05 2025-07, 1976-09 2039-09",
}
CASES = [(group, *pair.split()) for group, pairs in BY_HAND.items() for pair in pairs.split(",")]


def month(text: str) -> int:
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def test_the_table_has_forty_birth_months() -> None:
    assert len(CASES) == 41


@pytest.mark.parametrize(("group", "birth", "retires"), CASES)
def test_months_of_retirement_agree_with_the_table(group: str, birth: str, retires: str) -> None:
    found = retirement_month(np.array([month(birth)]), getattr(LAW, group), LAW.raised)
    assert found.tolist() == [month(retires)]


@pytest.mark.parametrize(("group", "age"), [("men", 60), ("women", 55), ("senior_women", 60)])
def test_before_the_law_is_known_the_old_ages_hold(group: str, age: int) -> None:
    births = np.arange(month("1950-01"), month("1990-01"))
    assert not OLD.raised
    assert (retirement_month(births, getattr(OLD, group), OLD.raised) == births + 12 * age).all()


def chance(law: RetirementLaw, year: int, sex: int, title: int, age: int, uptake: float = 0.3) -> float:
    return float(retirement_chances(law, uptake, range(year, year + 1))[0, sex, title, age - FIRST_AGE])


def test_within_a_year_birth_months_retire_one_by_one() -> None:
    # Men of 59 on 1 September 2025 are born from September 1965 to August 1966. Those born to April 1966 reach 60 years
    # and 3 or 4 months by August 2026: eight of twelve.
    assert chance(LAW, 2025, MEN, PLAIN, 59) == pytest.approx(8 / 12)
    # Of those of 60 only July and August 1965 are still there, and go in September and October 2025.
    assert chance(LAW, 2025, MEN, PLAIN, 60) == 1.0
    assert chance(LAW, 2020, MEN, PLAIN, 59) == 1.0
    assert chance(LAW, 2020, MEN, PLAIN, 58) == 0.0
    assert chance(LAW, 2020, WOMEN, PLAIN, 54) == 1.0
    assert chance(LAW, 2020, WOMEN, PLAIN, 53) == 0.0


def test_women_with_a_senior_title_stay_by_uptake() -> None:
    assert chance(LAW, 2020, WOMEN, SENIOR, 54) == pytest.approx(0.7)
    assert chance(LAW, 2020, WOMEN, SENIOR, 55) == 0.0
    assert chance(LAW, 2020, WOMEN, SENIOR, 59) == 1.0
    assert chance(LAW, 2020, WOMEN, SENIOR, 54, uptake=1.0) == 0.0
    # Nobody may stay any more: those who stay already do so to their end.
    assert chance(LAW, 2020, WOMEN, SENIOR, 54, uptake=0.0) == pytest.approx(1.0)
    assert chance(LAW, 2020, WOMEN, SENIOR, 57, uptake=0.0) == 0.0


@pytest.mark.parametrize("year", [2020, 2025, 2031, 2045])
def test_nobody_stays_beyond_the_last_age(year: int) -> None:
    chances = retirement_chances(LAW, 0.5, range(year, year + 1))[0]
    assert (chances[MEN, :, 63 - FIRST_AGE :] == 1.0).all()
    assert (chances[WOMEN, PLAIN, 58 - FIRST_AGE :] == 1.0).all()
    assert (chances[:, :, : 54 - FIRST_AGE] == 0.0).all()


def test_a_cohort_leaves_month_by_month_until_nobody_is_left() -> None:
    """Twelve thousand men of 55 in 2020, a thousand a birth month, followed to their end: the table, summed by year."""
    chances = retirement_chances(LAW, 0.0, range(2020, 2032))
    left, gone = 12_000.0, []
    for place in range(12):
        now = left * chances[place, MEN, PLAIN, 55 + place - FIRST_AGE]
        gone.append(round(now))
        left -= now
    births = np.arange(month("1964-09"), month("1965-09"))
    years = (retirement_month(births, LAW.men, raised=True) - 8) // 12
    assert gone == [1000 * int((years == year).sum()) for year in range(2020, 2032)]
    assert left == 0.0


def test_a_law_of_other_ages_is_data() -> None:
    law = replace(LAW, men=replace(LAW.men, new_age=65))
    assert retirement_month(np.array([month("1990-01")]), law.men, raised=True).tolist() == [month("2055-01")]
