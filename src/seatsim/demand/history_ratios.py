"""A county's own ratios from its history: into each grade from the one below, and into the first from births."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand import known
from seatsim.domain.county import BirthSeries
from seatsim.domain.history import History
from seatsim.domain.stages import Stage, grade_names

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Fixed on england_la and ecasd, targets up to 2017/18.
GRADE_DISCOUNT = 0.8
DRIFT_DISCOUNT = 0.9
ENTRY_DISCOUNT = 0.9
_THIRD = 1.0 / 3.0
_STEPPING: tuple[Stage, ...] = ("kindergarten", "primary", "junior", "senior", "vocational")
"""Stages with grades of one year; who enters the senior stage is a matter of places, not of a ratio."""


@dataclass(frozen=True)
class Steps:
    """Pupils of every grade that is reached from a grade below, and those of that grade a year before."""

    reached: tuple[str, ...]
    """Grade that is reached, ``P2`` ...; the first junior grade is reached from the last primary one."""
    left: tuple[str, ...]
    """Grade that is left."""
    now: Floats
    """Shape (zones, years, steps); NaN unless both are known, and where nobody could come [pupils]."""
    before: Floats
    """Same shape [pupils]."""


@dataclass(frozen=True)
class GradeRatios:
    """What a history says of the steps between grades."""

    lasting: Floats
    """Each step's own part, shape (steps,), NaN where it is not known [log]."""
    drift: float
    """What all steps have in common: migration, private schools [log]."""
    years: Ints
    """Years on which each step rests, shape (steps,) [years]."""

    @property
    def ratio(self) -> Floats:
        """Pupils of a grade per pupil of the grade below a year before, shape (steps,), NaN where not known [ratio]."""
        found: Floats = np.exp(self.lasting + self.drift)
        return found


def steps_of(history: History) -> Steps:
    """Every step of a history. Junior schools draw from other zones: that step is the whole county's, in zone 0."""
    parts = [_within(stage, history) for stage in _STEPPING]
    parts.insert(2, _into_junior(history))
    reached, left = (tuple(name for part in parts for name in part[place]) for place in (0, 1))
    now, before = (np.concatenate([_array(part, place) for part in parts], axis=2) for place in (2, 3))
    unknown = np.isnan(now) | np.isnan(before) | (before <= 0) | (now <= 0)
    return Steps(reached, left, np.where(unknown, np.nan, now), np.where(unknown, np.nan, before))


_Part = tuple[tuple[str, ...], tuple[str, ...], Floats, Floats]


def _array(part: _Part, place: int) -> Floats:
    return part[2] if place == 2 else part[3]


def _within(stage: Stage, history: History) -> _Part:
    pupils = history.zones[stage].swapaxes(0, 1)
    names = grade_names(stage, pupils.shape[2])
    return names[1:], names[:-1], pupils[:, 1:, 1:], pupils[:, :-1, :-1]


def _into_junior(history: History) -> _Part:
    primary, junior = history.county("primary"), history.county("junior")
    now = np.full((history.zones["junior"].shape[1], len(junior) - 1, 1), np.nan)
    before = now.copy()
    now[0, :, 0], before[0, :, 0] = junior[1:, 0], primary[:-1, -1]
    return ("J1",), (grade_names("primary", primary.shape[1])[-1],), now, before


def logs_of_sums(steps: Steps) -> Floats:
    """Log ratio of each year and step over the zones that hold both grades, shape (years, steps) [log]."""
    there = np.isfinite(steps.now).sum(axis=0) > 0
    now, before = (np.nansum(of, axis=0) for of in (steps.now, steps.before))
    found: Floats = np.log(np.divide(now, before, out=np.full(now.shape, np.nan), where=there))
    return found


def grade_ratios(steps: Steps) -> GradeRatios:
    """Ratios as the last year knows them.

    A year's drift is the median over its steps; years that know less than half of the steps say nothing.
    """
    logs = logs_of_sums(steps)
    steps_known = np.isfinite(logs).sum(axis=1)
    whole = (steps_known > 0) & (2 * steps_known >= steps_known.max(initial=0))
    common = np.full(len(logs), np.nan)
    common[whole] = [np.nanmedian(row) for row in logs[whole]]
    own = logs - common[:, None]
    drift = float(np.nan_to_num(discounted(common[:, None], DRIFT_DISCOUNT))[0])
    return GradeRatios(discounted(own, GRADE_DISCOUNT), drift, np.isfinite(own).sum(axis=0))


def entry_logs(history: History, stage: Stage, births: BirthSeries, age: int) -> Floats:
    """Log of a stage's entrants per registered child of ``age`` in each year, NaN where not known, (years,) [log]."""
    entrants = history.county(stage)[:, 0]
    children = np.array([registered(births, year, age) for year in history.years])
    there = np.isfinite(entrants) & np.isfinite(children) & (np.nan_to_num(entrants) > 0) & (children > 0)
    found: Floats = np.log(np.divide(entrants, children, out=np.full(len(entrants), np.nan), where=there))
    return found


def registered(births: BirthSeries, year: int, age: int) -> float:
    """The county's children who are ``age`` on 1 September of ``year``; NaN unless both birth years are known.

    Born from 1 September of year - age - 1 to 31 August of year - age, as in ``model/cohorts.py`` [children].
    """
    late = year - age - births.first_year
    if late < 1 or year - age > births.last_known:
        return float("nan")
    both = births.births[:, late - 1 : late + 1].sum(axis=0)
    return float(both[0] * _THIRD + both[1] * (1.0 - _THIRD))


def discounted(values: Floats, discount: float) -> Floats:
    """Mean over the years (first axis) of what is known, a year counting ``discount`` of the next; NaN: nothing is."""
    found: Floats = known.discounted(values[None], discount)[0]
    return found
