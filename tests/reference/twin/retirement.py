"""The chance of retiring in a year: ``docs/exact/staff.md``, 4."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from seatsim.domain.staff import MEN, SENIOR, RaisedAge, RetirementLaw
from twin.stock import Cell

SEPTEMBER = 8
"""September of a year is its month 12 · year + 8."""
LEAST_UPTAKE = 1e-15


def retirement_month(birth: int, age: RaisedAge, raised: bool) -> int:
    """Month in which who was born in a month retires (4.2)."""
    later = 0
    if raised and birth >= age.first_birth:
        later = min((birth - age.first_birth) // age.months_per_step + 1, 12 * (age.new_age - age.old_age))
    return birth + 12 * age.old_age + later


def birth_months(year: int, age: int) -> list[int]:
    """The twelve months in which who has an age on 1 September was born (4.1)."""
    first = 12 * year + SEPTEMBER - 12 * (age + 1)
    return [first + month for month in range(12)]


def chance_left(there: float, left: float) -> float:
    """Chance of those there in September that they are not any more a year later (4.4)."""
    return 1.0 - left / there if there > 0 else 1.0


def chance_of(law: RetirementLaw, uptake: float, year: int, sex: int, title: int, age: int) -> float:
    """Chance of somebody of a sex, title and age of retiring in an academic year (4.4, 4.5)."""
    births = birth_months(year, age)
    september = 12 * year + SEPTEMBER

    def stays(birth: int, under: RaisedAge, month: int) -> bool:
        return retirement_month(birth, under, law.raised) >= month

    def number(month: int) -> float:
        if sex == MEN:
            return sum(stays(birth, law.men, month) for birth in births)
        ordinary = sum(stays(birth, law.women, month) for birth in births)
        if title != SENIOR:
            return ordinary
        longer = sum(stays(b, law.senior_women, month) and not stays(b, law.women, month) for b in births)
        return ordinary + max(uptake, LEAST_UPTAKE) * longer

    return chance_left(number(september), number(september + 12))


def retirement_chances(law: RetirementLaw, uptake: float, year: int) -> Callable[[Cell], float]:
    """The chance of every cell in an academic year, the same in post and outside (4.6)."""

    @cache
    def chance(sex: int, title: int, age: int) -> float:
        return chance_of(law, uptake, year, sex, title, age)

    return lambda cell: chance(*cell[1:])
