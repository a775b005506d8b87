"""The capital budget: a calendar-year container that refills on 1 January and carries what is unspent."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass

import simpy

from seatsim.domain.scenario import CapitalLever
from seatsim.model.academic_calendar import AcademicCalendar


@dataclass
class _Claim:
    """An instalment that is being set aside."""

    granted: simpy.Event
    missing: float


@dataclass
class _Vintage:
    """What is left of one calendar year's budget."""

    year: int
    left: float


class Budget:
    """One replication's capital budget.

    Claims are served first come, first served. What the first claim in line takes is set aside for it at
    once and no longer expires, so a claim dearer than any one year's budget collects over the years instead
    of waiting for ever. Of the baseline's calendar year only the part after opening day is to be had: the
    part before it is spent (assumed: evenly over the year).
    """

    def __init__(self, env: simpy.Environment, lever: CapitalLever, calendar: AcademicCalendar, last_year: int) -> None:
        self._env = env
        self._lever = lever
        self._calendar = calendar
        self._first_year = calendar.baseline_year
        self._claims: deque[_Claim] = deque()
        self._vintages = deque([_Vintage(self._first_year, lever.budget * rest_of_year(calendar))])
        self.paid = [0.0] * (last_year - self._first_year + 1)
        """Set aside in each calendar year, the baseline's first [10^4 yuan]."""
        env.process(self._refill())

    @property
    def level(self) -> float:
        """Money that nobody has claimed yet [10^4 yuan]."""
        return sum(vintage.left for vintage in self._vintages)

    def claim(self, amount: float) -> simpy.Event:
        """Ask for an instalment [10^4 yuan]; the event succeeds when all of it is set aside."""
        claim = _Claim(self._env.event(), amount)
        if amount <= 0.0:  # what costs nothing waits for no one's money
            claim.granted.succeed()
            return claim.granted
        self._claims.append(claim)
        self._serve()
        return claim.granted

    def _refill(self) -> Generator[simpy.Event, object, None]:
        for year in range(self._first_year + 1, self._first_year + len(self.paid)):
            yield self._env.timeout(self._calendar.new_year_day(year) - self._env.now)
            while self._vintages and self._vintages[0].year < year - self._lever.carry_years:
                self._vintages.popleft()
            self._vintages.append(_Vintage(year, self._lever.budget))
            self._serve()

    def _serve(self) -> None:
        """Give to the claims in line what the oldest vintages hold."""
        while self._claims and self._vintages:
            claim, vintage = self._claims[0], self._vintages[0]
            taken = min(claim.missing, vintage.left)
            claim.missing -= taken
            vintage.left -= taken
            self.paid[self._calendar.date(self._env.now).year - self._first_year] += taken
            if claim.missing <= 0.0:
                self._claims.popleft().granted.succeed()
            else:
                self._vintages.popleft()


def rest_of_year(calendar: AcademicCalendar) -> float:
    """Share of the baseline's calendar year that lies on or after opening day [share]."""
    begin = calendar.new_year_day(calendar.baseline_year)
    end = calendar.new_year_day(calendar.baseline_year + 1)
    return end / (end - begin)
