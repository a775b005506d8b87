"""Days and academic years: the one place that decides what "handed over in time" means.

Days count from the baseline's opening day, 1 September of the baseline year, which is day 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class AcademicCalendar:
    """Calendar of a run whose day 0 is 1 September of ``baseline_year``."""

    baseline_year: int
    """Academic year of the register."""

    def day(self, when: date) -> int:
        """Days from the baseline's opening day to ``when`` [days]."""
        return (when - date(self.baseline_year, 9, 1)).days

    def date(self, day: float) -> date:
        """Calendar date on which ``day`` falls."""
        return date(self.baseline_year, 9, 1) + timedelta(days=int(day // 1))

    def opening_day(self, year: int) -> int:
        """Opening day of academic year ``year``: 1 September [days]."""
        return self.day(date(year, 9, 1))

    def spring_day(self, year: int) -> int:
        """1 March within academic year ``year`` [days]."""
        return self.day(date(year + 1, 3, 1))

    def new_year_day(self, year: int) -> int:
        """1 January of calendar year ``year`` [days]."""
        return self.day(date(year, 1, 1))

    def opens_in(self, hand_over: float, planned: int) -> int:
        """Academic year in which rooms handed over on ``hand_over`` open, not before the ``planned`` one.

        What is handed over on opening day itself counts for that year.
        """
        year = self.date(hand_over).year
        return max(planned, year if hand_over <= self.opening_day(year) else year + 1)
