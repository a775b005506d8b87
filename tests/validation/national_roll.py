"""Pupils and teachers by stage rolled forward from one year: the model's ideas, in numbers of a whole country.

Entrants of primary from births by the model's cut-off, kindergarten pupils from the births of its three ages, entrants
of the next stage from leavers, pupils by en(t+1) = en(t) + in(t+1) - gr(t+1). Everything is known at the origin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from national_series import National

from seatsim.demand.step import entry, next_grade
from seatsim.domain.stages import Stage
from seatsim.model.cohorts import Births, age_of_entry

GRADES: Mapping[Stage, int] = {"kindergarten": 3, "primary": 6, "junior": 3, "senior": 3}
"""Years of each stage [grades]."""
FLOWING: tuple[Stage, ...] = ("primary", "junior", "senior")
"""Stages with entrants and leavers; of kindergarten only pupils are published."""
HELD_OUT = (2012, 2013)
"""Years in which the rolls were cleaned up: no ratio rests on them, none is scored [academic year]."""
DISCOUNT = 0.8
"""Weight of a ratio against that of the year after (``demand``'s own, not fitted here)."""


@dataclass(frozen=True)
class Rule:
    """How a roll takes ratios and births."""

    births: str = "births_as_published"
    """Series of births."""
    ratios: Literal["own", "last", "mean"] = "own"
    """``own``: discounted means where children decide, the last one where a rule does (how many go to general senior
    schools, pupils per teacher) or a build-up is under way (kindergarten). ``last``: last year's ratio everywhere, the
    rival that a planner has at hand, which takes whoever entered for who leaves. ``mean``: discounted means everywhere.
    """


def roll(national: National, origin: int, last: int, rule: Rule) -> Mapping[str, Mapping[int, float]]:
    """Every series from ``origin`` + 1 to academic year ``last``, by name and year [10^4 persons].

    No figure after the origin is read: births of later years are level.
    """
    known = _Known(national, origin, rule)
    years = range(origin + 1, last + 1)
    found: dict[str, dict[int, float]] = {}
    found["kindergarten_pupils"] = known.kindergarten(years)
    for below, stage in zip((None, *FLOWING), FLOWING, strict=False):
        leavers = None if below is None else found[f"{below}_leavers"]
        entrants = known.entrants(stage, years, leavers)
        gone = known.leavers(stage, years, entrants)
        found |= {f"{stage}_entrants": entrants, f"{stage}_leavers": gone}
        found[f"{stage}_pupils"] = recursion(national.at(f"{stage}_pupils", origin), years, entrants, gone)
    for stage in GRADES:
        found[f"{stage}_teachers"] = known.teachers(stage, found[f"{stage}_pupils"])
    return found


def recursion(
    pupils: float, years: Sequence[int], entrants: Mapping[int, float], leavers: Mapping[int, float]
) -> dict[int, float]:
    """Pupils of a stage, en(t+1) = en(t) + in(t+1) - gr(t+1), by year [10^4 persons]."""
    found = {}
    for year in years:
        pupils += entrants[year] - leavers[year]
        found[year] = pupils
    return found


class _Known:
    """What a planner knows at an origin, and the ratios that follow from it."""

    def __init__(self, national: National, origin: int, rule: Rule) -> None:
        self._national, self._origin, self._rule = national, origin, rule
        born = national.births(rule.births, origin)
        level = np.pad(born, (0, 2 * age_of_entry("junior", GRADES)), mode="edge")
        self._births = Births(national.first_year, level[None, None, :], np.ones((1, len(GRADES) - 1)), origin, GRADES)

    def registered(self, year: int, age: int) -> float:
        """Children of an age on 1 September by the model's own cut-off; NaN before the series [10^4 persons]."""
        found = float(self._births.registered(year, age)[0, 0])
        return found if found > 0 else float("nan")

    def kindergarten_ages(self, year: int) -> float:
        """Children of the three ages of kindergarten [10^4 persons]."""
        first = age_of_entry("kindergarten", GRADES)
        return sum(self.registered(year, first + grade) for grade in range(GRADES["kindergarten"]))

    def ratio(
        self, of: Callable[[int], float], to: Callable[[int], float], span: int = 0, by_rule: bool = False
    ) -> float:
        """Discounted mean of log ratios up to the origin, or the last one [log].

        ``span`` : years between both figures; a ratio whose span touches a year held out is left out.
        ``by_rule`` : a rule or a build-up moves it, so that its last value says more than its mean.
        """
        years = [t for t in range(self._national.first_year, self._origin + 1) if not _touches(t - span, t)]
        logs = {t: np.log(of(t) / to(t)) for t in years if of(t) / to(t) > 0}
        if not logs:
            return float("nan")
        if self._rule.ratios == "last" or (by_rule and self._rule.ratios == "own"):
            return float(logs[max(logs)])
        weights = {t: DISCOUNT ** (self._origin - t) for t in logs}
        return float(sum(weights[t] * logs[t] for t in logs) / sum(weights.values()))

    def kindergarten(self, years: Sequence[int]) -> dict[int, float]:
        """Pupils of kindergarten from the births of its ages, by year [10^4 persons]."""
        at = self._national.at
        each = self.ratio(lambda t: at("kindergarten_pupils", t), self.kindergarten_ages, by_rule=True)
        return {year: _entry(self.kindergarten_ages(year), each) for year in years}

    def teachers(self, stage: Stage, pupils: Mapping[int, float]) -> dict[int, float]:
        """Teachers of a stage at so many per pupil as at the origin, by year [10^4 persons]."""
        at = self._national.at
        each = self.ratio(lambda t: at(f"{stage}_teachers", t), lambda t: at(f"{stage}_pupils", t), by_rule=True)
        return {year: count * float(np.exp(each)) for year, count in pupils.items()}

    def entrants(self, stage: Stage, years: Sequence[int], leavers: Mapping[int, float] | None) -> dict[int, float]:
        """Entrants from births (primary), or from the leavers of the stage below, by year."""
        name = f"{stage}_entrants"
        if leavers is None:
            age = age_of_entry("primary", GRADES)
            each = self.ratio(lambda t: self._national.at(name, t), lambda t: self.registered(t, age))
            return {year: _entry(self.registered(year, age), each) for year in years}
        below = f"{FLOWING[FLOWING.index(stage) - 1]}_leavers"
        places = stage == "senior"
        each = self.ratio(lambda t: self._national.at(name, t), lambda t: self._national.at(below, t), by_rule=places)
        return {year: _step(leavers[year], each) for year in years}

    def leavers(self, stage: Stage, years: Sequence[int], entrants: Mapping[int, float]) -> dict[int, float]:
        """Leavers of a stage by year: those who entered as many years before as it has grades.

        Cohorts that are in school at the origin are scaled so that together they are its pupils; a cohort to come
        reaches the end as earlier ones did.
        """
        grades, name = GRADES[stage], f"{stage}_entrants"
        came = self._national.at
        each = self.ratio(lambda t: came(f"{stage}_leavers", t), lambda t: came(name, t - grades), grades)
        there = sum(came(name, self._origin - grade) for grade in range(grades))
        level = float(np.log(came(f"{stage}_pupils", self._origin) / there))
        begun = {y: came(name, y - grades) for y in years if y - grades <= self._origin}
        now = each if self._rule.ratios == "last" else level
        return {y: _step(begun[y], now) if y in begun else _step(entrants[y - grades], each) for y in years}


def _entry(births: float, log_ratio: float) -> float:
    """Who enters from births, by the program's own step [10^4 persons]."""
    return float(entry(np.array(births), np.array(log_ratio)))


def _step(before: float, log_ratio: float) -> float:
    """Who is there after those before them, by the program's own step [10^4 persons]."""
    return float(next_grade(np.array(before), np.array(log_ratio)))


def _touches(first: int, last: int) -> bool:
    """Whether a year held out lies between two years, or is one of them."""
    return any(first <= year <= last for year in HELD_OUT)
