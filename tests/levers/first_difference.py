"""The first thing in which two runs differ: the earliest year, and in it the earliest array in the order of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from seatsim.domain.outcome import Outcome
from seatsim.model.academic_calendar import AcademicCalendar

Numbers = npt.NDArray[np.float64]

_STAGES = ("primary", "junior", "kindergarten", "senior", "vocational", "special")
_BEFORE_SCHOOL = ("reviewed", "advertised", "hires", "talent", "reserve", "outside_hires", "approved")
_OPENING = (
    "rooms",
    "claims",
    "claims_by_class",
    "entry_rooms",
    "entry_places",
    "sent_elsewhere",
    "entrants",
    "over_cap",
    "waiting",
    "pupils",
    "borrowed",
    "classes",
)


def arrays(outcome: Outcome) -> Iterator[tuple[str, Numbers]]:
    """Every array of a run by year, in the order in which a year makes them."""
    assert outcome.staff is not None
    assert outcome.spending is not None
    years = len(outcome.years)
    yield "projects.cost", _at_start(outcome.projects.cost, years)
    yield "projects.paid", outcome.projects.paid[:years].astype(np.float64)
    yield "projects.hand_over", _by_year(outcome)
    staff = outcome.staff
    rest = [field.name for field in fields(staff) if field.name not in _BEFORE_SCHOOL]
    for name in ("retirements", "leavers", *_BEFORE_SCHOOL):
        yield f"staff.{name}", getattr(staff, name).astype(np.float64)
    for name in _OPENING:
        for stage in _STAGES:
            yield f"{stage}.{name}", getattr(outcome.stages[stage], name).astype(np.float64)  # type: ignore[index]
    for name in rest:
        yield f"staff.{name}", getattr(staff, name).astype(np.float64)
    for stage in _STAGES:
        yield f"{stage}.backbone", outcome.stages[stage].backbone.astype(np.float64)  # type: ignore[index]
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


def first_difference(one: Outcome, other: Outcome) -> tuple[int, str] | None:
    """The first year and array in which two runs differ; None where they are the same."""
    found = None
    for (name, a), (_, b) in zip(arrays(one), arrays(other), strict=True):
        different = np.flatnonzero([not np.array_equal(x, y) for x, y in zip(a, b, strict=True)])
        if len(different) and (found is None or different[0] < found[0]):
            found = (int(different[0]), name)
    return None if found is None else (one.years[found[0]], found[1])


def total(outcome: Outcome, name: str) -> float:
    """Sum of an array over a run."""
    return next(float(values.sum()) for each, values in arrays(outcome) if each == name)
