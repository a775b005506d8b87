"""What the figures say about the pupils of the baseline year, as statements in logarithms.

The unknowns are the logs of the pupils by grade ("cells"), of the three entry rates, and of the births'
common level. Registered children are stage ÷ rate; no figure sees the birth years within a stage apart.
Every soft statement has the form ``log Σ above − log Σ below + Σ coefficient · other = target ± se``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import Figure, FigureKind
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.stages import Stage, grade_names
from seatsim.inputs.norms import norms

Floats = npt.NDArray[np.float64]

SPLIT: tuple[Stage, ...] = ("kindergarten", "primary", "junior", "senior", "vocational")
"""Stages among which the pupils are split; special is a single cell of its own."""
AGE_STAGES: tuple[Stage, ...] = ("kindergarten", "primary", "junior")
"""Stages whose pupils F5 compares with a registered age group."""
F5_RATES: Mapping[Stage, str] = {"kindergarten": "F5.preschool", "primary": "F5.primary", "junior": "F5.junior"}
SPENDING: Mapping[Stage, str] = {
    "kindergarten": "F8.preschool",
    "primary": "F8.primary",
    "junior": "F8.junior",
    "senior": "F8.senior",
    "vocational": "F8.vocational",
    "special": "F8.primary",
}
PRIMARY_AGE = 6
"""Age at which primary school starts, on 1 September [years]; 义务教育法, art. 11."""


@dataclass(frozen=True)
class Term:
    """One soft statement about the unknowns."""

    figure: str
    """Figure or norm it rests on."""
    above: tuple[int, ...]
    """Cells whose sum stands above the line."""
    below: tuple[int, ...]
    """Cells whose sum stands below it."""
    others: tuple[tuple[int, float], ...]
    """Other unknowns with their coefficients."""
    target: float
    """Value of the statement [log]."""
    se: float
    """Standard error [log]."""
    reported: float
    """The figure as its source gives it [unit]."""
    unit: str
    """Unit of the figure."""
    kind: FigureKind
    """Reported, derived or assumed."""


@dataclass(frozen=True)
class Problem:
    """Everything the figures say, ready to be solved."""

    cells: tuple[str, ...]
    """Names of the cells."""
    stages: Mapping[Stage, tuple[int, ...]]
    """Cells of each stage."""
    others: tuple[str, ...]
    """Names of the other unknowns; they follow the cells."""
    terms: tuple[Term, ...]
    """Soft statements."""
    total: float | None
    """Pupils of the county, exactly [pupils]; None when no figure gives it."""
    cost: Floats
    """Spending per pupil by cell, shape (cells,) [10^4 yuan]."""
    bound: float
    """Most that the pupils may cost together [10^4 yuan]; inf when no figure gives it."""
    births: bool
    """Whether births by year are known for every registered age group."""


def number(norm: str) -> float:
    """Value of a shipped norm that is a number. Raises TypeError if it is none."""
    value = norms()[norm].value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"norm {norm} is not a number")
    return float(value)


def build(figures: Mapping[str, Figure], readings: BaselineReadings, grades: Mapping[Stage, int]) -> Problem:
    """State what the figures say; figures that are absent say nothing.

    Raises InvalidInput if a figure must be above 0 and is not.
    """
    _refuse_not_positive(figures)
    cells, stages = _cells(readings, grades)
    others = (*(f"rate.{stage}" for stage in AGE_STAGES), "births.level")
    windows = {stage: births_of(figures, stage, grades) for stage in AGE_STAGES}
    births = all(window is not None for window in windows.values())
    terms = [
        *_provincial_shares(figures, stages),
        *_smooth_cohorts(figures, stages, grades),
        *_going_on(figures, stages),
        *_entry_rates(figures, len(cells)),
        *_sizes(figures, readings, stages, len(cells)),
    ]
    if births:
        terms += _registered_births(figures, stages, grades, len(cells))
        terms += _linked_cohorts(figures, stages, grades, len(cells))
    cost, bound = _spending(figures, stages, len(cells))
    total = figures["F4"].value if "F4" in figures else None
    return Problem(cells, stages, others, tuple(terms), total, cost, bound, births)


def births_of(figures: Mapping[str, Figure], stage: Stage, grades: Mapping[Stage, int]) -> Floats | None:
    """Births in the region behind each grade of a stage, youngest grade first, shape (grades,) [children].

    The children of a grade were born from 1 September to 31 August: one third of the earlier calendar year,
    two thirds of the later one. None if a year is missing.
    """
    opening = _academic_year(figures)
    if opening is None:
        return None
    first = _youngest(stage, grades)
    years = [opening - first - grade for grade in range(grades[stage])]
    if any(f"B.{year - back}" not in figures for year in years for back in (0, 1)):
        return None
    return np.array([figures[f"B.{y - 1}"].value / 3 + figures[f"B.{y}"].value * 2 / 3 for y in years])


def _births_row(figures: Mapping[str, Figure], youngest: int, cohorts: int) -> str:
    """Name of the births behind some cohorts, the youngest of an age on opening day: ``B.2014-2017``."""
    last = (_academic_year(figures) or 0) - youngest
    return f"B.{last - cohorts}-{last}"


def _youngest(stage: Stage, grades: Mapping[Stage, int]) -> int:
    """Age of a stage's first graders on opening day [years]."""
    if stage == "kindergarten":
        return PRIMARY_AGE - grades["kindergarten"]
    return PRIMARY_AGE if stage == "primary" else PRIMARY_AGE + grades["primary"]


def _academic_year(figures: Mapping[str, Figure]) -> int | None:
    """Academic year of the day on which F4 counts; a bare year means its autumn."""
    if "F4" not in figures:
        return max((int(f.date[:4]) for key, f in figures.items() if key.startswith("F5.")), default=None)
    year, month = figures["F4"].date[:4], figures["F4"].date[5:7]
    return int(year) - (1 if month and int(month) < 9 else 0)


def _refuse_not_positive(figures: Mapping[str, Figure]) -> None:
    used = {"F4", "F6.going_on", "F7", "F10.special_pupils", "F12.base", "B.share"}
    used |= {*F5_RATES.values(), *SPENDING.values()}
    faults = [
        Fault("figures.csv", figure.line or None, figure.id, f"{figure.value:g}", Phrase("must be above 0"), "range")
        for figure in figures.values()
        if figure.value <= 0
        and (figure.id in used or figure.id.startswith("PS.") or figure.id.removeprefix("B.").isdecimal())
    ]
    if faults:
        raise InvalidInput(faults)


def _cells(
    readings: BaselineReadings, grades: Mapping[Stage, int]
) -> tuple[tuple[str, ...], dict[Stage, tuple[int, ...]]]:
    cells: list[str] = []
    stages: dict[Stage, tuple[int, ...]] = {}
    for stage in (*SPLIT, "special"):
        names = grade_names(stage, grades.get(stage, 1))
        stages[stage] = tuple(range(len(cells), len(cells) + len(names)))
        cells += names
    if readings.college == "inside":
        cells.append("college")
    return tuple(cells), stages


def _provincial_shares(figures: Mapping[str, Figure], stages: Mapping[Stage, tuple[int, ...]]) -> Iterator[Term]:
    """Stage shares of the province: only their proportions are used, never the province's level."""
    groups: Mapping[str, tuple[int, ...]] = {
        "kindergarten": stages["kindergarten"],
        "primary": stages["primary"],
        "junior": stages["junior"],
        "senior_stage": stages["senior"] + stages["vocational"],
    }
    known = [figures[f"PS.{group}"] for group in groups if f"PS.{group}" in figures]
    if len(known) < len(groups):
        return
    everyone = tuple(cell for cells in groups.values() for cell in cells)
    per_thousand = sum(figure.value for figure in known)
    for figure, (group, cells) in zip(known, groups.items(), strict=True):
        se = number(f"reconcile.share_se.{group}")
        target = log(figure.value / per_thousand)
        yield Term(figure.id, cells, everyone, (), target, se, figure.value, figure.unit, figure.kind)


def _smooth_cohorts(
    figures: Mapping[str, Figure], stages: Mapping[Stage, tuple[int, ...]], grades: Mapping[Stage, int]
) -> Iterator[Term]:
    """Adjacent grades of a stage differ as the births behind them do (not at all where births are unknown).

    Across stages ``_linked_cohorts`` says the same of registered children, which needs F5 and the births.
    """
    se = number("reconcile.smooth_se")
    for stage in SPLIT:
        window = births_of(figures, stage, grades) if stage in AGE_STAGES else None
        for at, (younger, older) in enumerate(pairwise(stages[stage])):
            target = 0.0 if window is None else log(window[at + 1] / window[at])
            yield Term("reconcile.smooth_se", (older,), (younger,), (), target, se, se, "log", "assumed")


def _going_on(figures: Mapping[str, Figure], stages: Mapping[Stage, tuple[int, ...]]) -> Iterator[Term]:
    """First graders of the senior stage against the last grade of junior (F6)."""
    if figure := figures.get("F6.going_on"):
        first = (stages["senior"][0], stages["vocational"][0])
        se = number("reconcile.link_se")
        leavers = (stages["junior"][-1],)
        yield Term(figure.id, first, leavers, (), log(figure.value / 100), se, figure.value, figure.unit, figure.kind)


def _entry_rates(figures: Mapping[str, Figure], cells: int) -> Iterator[Term]:
    """F5 gives the rates; without it they have a flat prior."""
    se = number("reconcile.rate_se")
    for at, stage in enumerate(AGE_STAGES):
        if figure := figures.get(F5_RATES[stage]):
            rate = ((cells + at, 1.0),)
            yield Term(figure.id, (), (), rate, log(figure.value / 100), se, figure.value, figure.unit, figure.kind)


_ANY_SHARE = 10.0
"""Where a free level is counted from [%]; any number does."""


def _registered_births(
    figures: Mapping[str, Figure],
    stages: Mapping[Stage, tuple[int, ...]],
    grades: Mapping[Stage, int],
    cells: int,
) -> Iterator[Term]:
    """Registered age groups against the region's births: one weak common level, a shape for each stage.

    Without the county's share of the births the level is free, and their shape still speaks.
    """
    level, percent = cells + len(AGE_STAGES), _ANY_SHARE
    if share := figures.get("B.share"):
        se, percent = number("reconcile.births_level_se"), share.value
        yield Term(share.id, (), (), ((level, 1.0),), 0.0, se, share.value, share.unit, share.kind)
    se = number("reconcile.births_shape_se")
    for at, stage in enumerate(AGE_STAGES):
        window = births_of(figures, stage, grades)
        if window is not None:
            children = percent / 100 * float(window.sum())
            rate_and_level = ((cells + at, -1.0), (level, -1.0))
            row = _births_row(figures, _youngest(stage, grades), grades[stage])
            yield Term(row, stages[stage], (), rate_and_level, log(children), se, children, "children", "derived")


def _linked_cohorts(
    figures: Mapping[str, Figure],
    stages: Mapping[Stage, tuple[int, ...]],
    grades: Mapping[Stage, int],
    cells: int,
) -> Iterator[Term]:
    """Registered children of neighbouring ages on both sides of a stage boundary differ as their births do.

    Registered children are pupils over F5's rate: without the rates of both stages nothing is said, so that
    births alone stay silent.
    """
    se = number("reconcile.cohort_link_se")
    for at, (younger, older) in enumerate(pairwise(AGE_STAGES)):
        known = births_of(figures, younger, grades), births_of(figures, older, grades)
        if known[0] is None or known[1] is None or not {F5_RATES[younger], F5_RATES[older]} <= figures.keys():
            continue
        ratio = float(known[1][0] / known[0][-1])
        rates = ((cells + at + 1, -1.0), (cells + at, 1.0))
        row = _births_row(figures, _youngest(older, grades) - 1, 2)
        first, last = (stages[older][0],), (stages[younger][-1],)
        yield Term(row, first, last, rates, log(ratio), se, ratio, "ratio", "derived")


def _sizes(
    figures: Mapping[str, Figure],
    readings: BaselineReadings,
    stages: Mapping[Stage, tuple[int, ...]],
    cells: int,
) -> Iterator[Term]:
    """General share of the senior stage, the special school, the college and the reading of 2,804."""
    share = norms()["senior.general_share"]
    general = number(share.id)
    stage = stages["senior"] + stages["vocational"]
    se = number("reconcile.general_share_se") / general
    yield Term(share.id, stages["senior"], stage, (), log(general), se, general, share.unit, share.kind)
    if special := figures.get("F10.special_pupils"):
        se = number("reconcile.special_se") / special.value
        yield Term(
            special.id, stages["special"], (), (), log(special.value), se, special.value, special.unit, special.kind
        )
    if readings.college == "inside":
        students = float(readings.college_students)
        se = number("reconcile.college_se")
        norm = "baseline.college_students"
        yield Term(norm, (cells - 1,), (), (), log(students), se, students, "students", "assumed")
    if readings.base_2804 == "intake" and (base := figures.get("F12.base")):
        se = number("reconcile.intake_se")
        for grade in stages["senior"]:
            yield Term(base.id, (grade,), (), (), log(base.value), se, base.value, "pupils/year", base.kind)


def _spending(
    figures: Mapping[str, Figure], stages: Mapping[Stage, tuple[int, ...]], cells: int
) -> tuple[Floats, float]:
    """Spending per pupil by cell and its bound; the college costs the county nothing."""
    cost = np.zeros(cells)
    if "F7" not in figures or any(key not in figures for key in SPENDING.values()):
        return cost, inf
    for stage, key in SPENDING.items():
        cost[list(stages[stage])] = figures[key].value
    return cost, figures["F7"].value * (1 + number("reconcile.spending_tolerance"))
