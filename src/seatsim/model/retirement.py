"""Statutory retirement month by month: the law of 2024 over cohorts whose birth months are spread evenly."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from seatsim.domain.staff import AGES, FIRST_AGE, MEN, PLAIN, SENIOR, SEXES, WOMEN, RaisedAge, RetirementLaw

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Numbers = Ints | Floats

_HARDLY = 1e-15
"""So small a share that even of thousands of people nobody's retirement is less than certain after rounding [share]."""
_SEPTEMBER = 8
"""September counted from January [months]."""


def retirement_month(birth: Ints, group: RaisedAge, raised: bool) -> Ints:
    """Month in which a person born in month ``birth`` reaches the statutory age; months from year 0 [months].

    The age rises by a month for every ``months_per_step`` months of later birth, from ``first_birth`` on, up to the
    new age (decision of the Standing Committee of the National People's Congress, 2024).
    """
    later = birth - group.first_birth
    most = 12 * (group.new_age - group.old_age)
    delay = np.where(later >= 0, np.minimum(later // group.months_per_step + 1, most), 0) if raised else 0
    month: Ints = birth + 12 * group.old_age + delay
    return month


@lru_cache(maxsize=16)
def retirement_chances(law: RetirementLaw, uptake: float, years: range) -> Floats:
    """Chance of retiring within an academic year, shape (years, sexes, titles, ages) [probability].

    For somebody who is of the age on 1 September of the year and has not retired by then. Of women with a senior
    title the share ``uptake`` stays on to the later age. Kept, hence not to be written to.
    """
    begin = 12 * np.array(years, dtype=np.int64)[:, None, None] + _SEPTEMBER
    births = begin - 12 * (FIRST_AGE + np.arange(AGES)[:, None] + 1) + np.arange(12)
    men, women, later = (_still(births, group, law.raised, begin) for group in (law.men, law.women, law.senior_women))
    # Who has stayed on before stays to the later age, also where nobody may any more.
    stay = max(uptake, _HARDLY)
    begin_senior, end_senior = (women[at].sum(axis=-1) + stay * (later[at] & ~women[at]).sum(axis=-1) for at in (0, 1))
    chances = np.zeros((len(years), len(SEXES), 2, AGES))
    chances[:, MEN] = _chance(men[0].sum(axis=-1), men[1].sum(axis=-1))[:, None]
    chances[:, WOMEN, PLAIN] = _chance(women[0].sum(axis=-1), women[1].sum(axis=-1))
    chances[:, WOMEN, SENIOR] = _chance(begin_senior, end_senior)
    chances.flags.writeable = False
    return chances


def _still(births: Ints, group: RaisedAge, raised: bool, begin: Ints) -> tuple[Bools, Bools]:
    """Who of the twelve birth months has not retired before the year begins, and before it ends."""
    month = retirement_month(births, group, raised)
    return month >= begin, month >= begin + 12


def _chance(there: Numbers, left: Numbers) -> Floats:
    """Chance of retiring within the year for those still there, (years, ages); who should have gone before goes now.

    ``there``, ``left`` : birth months, of whom part may count, when the year begins and when it ends [months].
    """
    gone: Floats = 1.0 - np.divide(left, there, out=np.zeros(there.shape), where=there > 0)
    return gone
