"""The capital budget: a calendar-year container that refills on 1 January and carries what is unspent."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
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
        self._first_year = calendar.baseline_year
        self._new_years = [calendar.new_year_day(year) for year in range(self._first_year + 1, last_year + 1)]
        self._claims: deque[_Claim] = deque()
        self._vintages = deque([_Vintage(self._first_year, lever.budget * rest_of_year(calendar))])
        self.paid = [0.0] * (last_year - self._first_year + 1)
        """Set aside in each calendar year, the baseline's first [10^4 yuan]."""
        self._await_refill(0)

    @property
    def level(self) -> float:
        """Money that nobody has claimed yet [10^4 yuan]."""
        return sum(vintage.left for vintage in self._vintages)

    def claim(self, amount: float) -> simpy.Event:
        """Ask for an instalment [10^4 yuan]; the event succeeds when all of it is set aside."""
        return self.ask(amount) or self._env.event().succeed()

    def ask(self, amount: float) -> simpy.Event | None:
        """As ``claim``; None, and no event, where all of it is set aside at once."""
        claim = _Claim(self._env.event(), amount)
        if amount <= 0.0:  # what costs nothing waits for no one's money
            return None
        self._claims.append(claim)
        self._serve(claim)
        return claim.granted if claim.missing > 0.0 else None

    def _await_refill(self, place: int) -> None:
        """Refill on the new year at ``place``: a callback, for this waits for nothing but the day."""
        if place < len(self._new_years):
            new_year = self._env.timeout(self._new_years[place] - self._env.now)
            new_year.callbacks.append(lambda _: self._refill(place))

    def _refill(self, place: int) -> None:
        year = self._first_year + 1 + place
        while self._vintages and self._vintages[0].year < year - self._lever.carry_years:
            self._vintages.popleft()
        self._vintages.append(_Vintage(year, self._lever.budget))
        self._serve()
        self._await_refill(place + 1)

    def _serve(self, latest: _Claim | None = None) -> None:
        """Give to the claims in line what the oldest vintages hold; the ``latest`` is told by who asked."""
        if not self._claims:
            return
        this_year = bisect_right(self._new_years, self._env.now)
        while self._claims and self._vintages:
            claim, vintage = self._claims[0], self._vintages[0]
            taken = min(claim.missing, vintage.left)
            claim.missing -= taken
            vintage.left -= taken
            self.paid[this_year] += taken
            if claim.missing <= 0.0:
                self._claims.popleft()
                if claim is not latest:
                    claim.granted.succeed()
            else:
                self._vintages.popleft()


def rest_of_year(calendar: AcademicCalendar) -> float:
    """Share of the baseline's calendar year that lies on or after opening day [share]."""
    begin = calendar.new_year_day(calendar.baseline_year)
    end = calendar.new_year_day(calendar.baseline_year + 1)
    return end / (end - begin)
