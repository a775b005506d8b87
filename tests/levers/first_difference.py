"""The first thing in which two runs differ: the earliest year, and in it the earliest array in the order of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import COMPULSORY, Stage
from seatsim.indicators.between_schools import between_schools
from seatsim.inputs.load import load
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

Numbers = npt.NDArray[np.float64]

_STAGES: tuple[Stage, ...] = ("primary", "junior", "kindergarten", "senior", "vocational", "special")
_BEFORE_SCHOOL = (
    "retirements",
    "leavers",
    "outside_left",
    "moves",
    "reviewed",
    "approved",
    "advertised",
    "hires",
    "talent",
    "reserve",
    "outside_hires",
)
_OPENING = (
    "rooms",
    "claims",
    "claims_by_class",
    "entry_rooms",
    "entry_places",
    "sent_elsewhere",
    "over_cap",
    "entrants",
    "waiting",
    "pupils",
    "borrowed",
    "classes",
)


HORIZON = 2027
REPLICATIONS = 4


@dataclass(frozen=True)
class Run:
    """A short run of a scenario."""

    outcome: Outcome
    county: County
    plan: Plan


@cache
def run(scenario: str, *overrides: str) -> Run:
    """The scenario with overrides, in four futures to 2027."""
    loaded = load(Path(scenario), [f"horizon={HORIZON}", *overrides])
    found = loaded.scenario
    plan = Plan(found.levers, found.limits, found.projects, found.horizon, found.policies)
    numbers = np.arange(REPLICATIONS)
    return Run(simulate(loaded.county, plan, found.uncertainty, Draws(found.seed), numbers), loaded.county, plan)


def arrays(run: Run) -> Iterator[tuple[str, Numbers]]:
    """Every array of a run by year, in the order in which a year makes them."""
    outcome = run.outcome
    assert outcome.staff is not None
    assert outcome.spending is not None
    years = len(outcome.years)
    yield "projects.cost", _at_start(outcome.projects.cost, years)
    yield "projects.paid", outcome.projects.paid[:years].astype(np.float64)
    yield "projects.hand_over", _by_year(outcome)
    staff = outcome.staff
    rest = [field.name for field in fields(staff) if field.name not in _BEFORE_SCHOOL]
    rest.sort(key=lambda name: name != "structural")
    for name in _BEFORE_SCHOOL:
        yield f"staff.{name}", getattr(staff, name).astype(np.float64)
    for name in _OPENING:
        for stage in _STAGES:
            yield f"{stage}.{name}", getattr(outcome.stages[stage], name).astype(np.float64)
    for name in rest:
        yield f"staff.{name}", getattr(staff, name).astype(np.float64)
    for stage in _STAGES:
        yield f"{stage}.backbone", outcome.stages[stage].backbone.astype(np.float64)
    for stage in COMPULSORY:
        for name, values in between_schools(stage, outcome, run.county, run.plan.limits).items():
            yield f"between_schools.{stage}.{name}", np.nan_to_num(values)
    yield "spending.parts", np.moveaxis(outcome.spending.parts, 1, 0).astype(np.float64)
    yield "spending.required", outcome.spending.required.astype(np.float64)


def _at_start(values: Numbers, years: int) -> Numbers:
    """What is known from the start on, as the first year's."""
    found = np.zeros((years, *values.shape))
    found[0] = values
    return found


def _by_year(outcome: Outcome) -> Numbers:
    """Days of hand-over by the academic year that opens next, shape (years, replications, projects)."""
    calendar = AcademicCalendar(outcome.years[0])
    days, last = outcome.projects.hand_over, -np.inf
    found = []
    for year in outcome.years:
        opening = calendar.opening_day(year)
        found.append(np.where((days > last) & (days <= opening), days, 0.0))
        last = opening
    return np.stack(found)


def first_difference(one: Run, other: Run) -> tuple[int, str] | None:
    """The first year and array in which two runs differ; None where they are the same.

    Arrays that only one has (a project that is there in one of them) differ in the first year in which they are not 0.
    """
    found = None
    for (name, a), (_, b) in zip(arrays(one), arrays(other), strict=True):
        year = _first_year(a, b)
        if year is not None and (found is None or year < found[0]):
            found = (year, name)
    return None if found is None else (one.outcome.years[found[0]], found[1])


def _first_year(a: Numbers, b: Numbers) -> int | None:
    if a.shape == b.shape:
        different = [not np.array_equal(x, y) for x, y in zip(a, b, strict=True)]
    else:
        different = [x.sum() != y.sum() for x, y in zip(a, b, strict=True)]
    years = np.flatnonzero(different)
    return int(years[0]) if len(years) else None


def total(run: Run, own: str, year: int | None = None) -> float:
    """Sum of an array, or of all whose names begin so, in one year or over the run."""
    years = slice(None) if year is None else run.outcome.years.index(year)
    return sum(float(values[years].sum()) for name, values in arrays(run) if name == own or name.startswith(f"{own}."))


def distance(one: Run, other: Run, name: str, year: int) -> float:
    """Sum of the absolute differences of one array in one year; of the sums, where only one has a project."""
    place = one.outcome.years.index(year)
    a, b = (next(values[place] for each, values in arrays(run) if each == name) for run in (one, other))
    return float(np.abs(a - b).sum()) if a.shape == b.shape else abs(float(a.sum() - b.sum()))
