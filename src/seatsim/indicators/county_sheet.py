"""One county's measures in a run of many: two arrays of fixed rows, which add up to those of all counties.

A run of many counties keeps of each what is told of a whole county, replication by replication. Whole measures and sums
of money are added up; a ratio of all counties is reckoned from parts that are added up, and left out where there are
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.outcome import Outcome
from seatsim.domain.stages import COMPULSORY, STAGES
from seatsim.indicators.measures import ALL, MeasureFrame, ratio

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Array: TypeAlias = npt.NDArray[Any]
Row: TypeAlias = tuple[str, str]
"""A measure, or a part of one, and its stage."""

UNTOLD = np.iinfo(np.int32).min
"""Stands in a row of whole numbers where a county tells nothing."""
MILLIONTHS = 1_000_000
"""Money is added up in whole millionths, so that no order of counties tells."""

_EVERY = (*STAGES, ALL)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "_in_school": _EVERY,
    "_backbone": _EVERY,
    "_subject": COMPULSORY,
    "_registered": ("kindergarten", *COMPULSORY),
    "_leavers": (ALL,),
    "came": _EVERY,
    "went": _EVERY,
    "missing": _EVERY,
}
"""What ratios of all counties are reckoned from; and who crossed borders."""
CROSSED = ("came", "went", "missing")
"""Parts that tell who crossed a county's border."""
WHOLE: tuple[Row, ...] = (
    *((measure.name, stage) for measure in MEASURES if measure.whole for stage in measure.stages),
    *((part, stage) for part, stages in _PARTS.items() for stage in stages),
)
"""Rows of whole numbers."""
REAL: tuple[Row, ...] = tuple(
    (measure.name, stage) for measure in MEASURES if not measure.whole for stage in measure.stages
)
"""Rows of other numbers."""
ADDED = ("spending", "empty_seat_cost", "capital")
"""Measures that are no whole numbers and are added up all the same."""
LEFT_OUT = ("between_school_cv", "backbone_cv", "subject_cover", "affordable_share")
"""Ratios, or the first words of their names, that are not told of all counties together."""
_MONEY = tuple(place for place, (name, _) in enumerate(REAL) if name in ADDED)
SUMMED: tuple[Row, ...] = (*WHOLE, *(REAL[place] for place in _MONEY))
"""Rows that are added up over the counties."""


@dataclass(frozen=True)
class Sheet:
    """A county's rows in some replications."""

    whole: npt.NDArray[np.int32]
    """Shape (replications, rows of ``WHOLE``, years) [unit of the row]; ``UNTOLD`` where nothing is told."""
    real: Floats
    """Shape (replications, rows of ``REAL``, years) [unit of the row]; NaN where nothing is told."""

    def summed(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """What is added up, (replications, rows of ``SUMMED``, years), 0 where nothing is told; and where it is told.

        The second is of shape (rows, years): told in every replication.
        """
        money = self.real[:, list(_MONEY)]
        told = np.concatenate([self.whole != UNTOLD, np.isfinite(money)], axis=1)
        millionths = np.rint(np.nan_to_num(money) * MILLIONTHS).astype(np.int64)
        return np.where(told, np.concatenate([self.whole, millionths], axis=1), 0), np.asarray(told.all(axis=0))


def county_sheet(frame: MeasureFrame, outcome: Outcome, county: County) -> Sheet:
    """A county's rows of every measure, from the measures and what the run left behind."""
    shape = (outcome.junior_leavers.shape[1], len(outcome.years))
    parts = dict(_parts(frame, outcome, county))
    whole = np.full((shape[0], len(WHOLE), shape[1]), UNTOLD, dtype=np.int32)
    for place, (name, stage) in enumerate(WHOLE):
        if (name, stage) in parts:
            whole[:, place] = parts[name, stage].T
        elif stage in frame.values.get(name, {}):
            whole[:, place] = frame.county(name, stage).T
    real = np.full((shape[0], len(REAL), shape[1]), np.nan)
    for place, (name, stage) in enumerate(REAL):
        if stage in frame.values[name]:
            real[:, place] = frame.county(name, stage).T
    return Sheet(whole, real)


def _parts(frame: MeasureFrame, outcome: Outcome, county: County) -> Iterator[tuple[Row, Array]]:
    """Parts of ratios, each of shape (years, replications)."""
    yield ("_leavers", ALL), outcome.junior_leavers
    in_school = {stage: run.pupils.sum(axis=(2, 3)) for stage, run in outcome.stages.items()}
    yield from _by_stage("_in_school", in_school)
    for stage in _PARTS["_registered"]:
        yield ("_registered", stage), next(run.registered for name, run in outcome.stages.items() if name == stage)
    if outcome.staff is not None and county.staff is not None:
        backbone = {stage: outcome.staff.backbone[:, :, place] for place, stage in enumerate(STAGES)}
        if county.staff.backbone_share > 0:
            yield from _by_stage("_backbone", backbone)
        for stage in COMPULSORY:
            if stage in frame.values["subject_teachers_per_100"]:
                yield ("_subject", stage), outcome.staff.subject[:, :, STAGES.index(stage)]
    nobody = np.zeros((*outcome.junior_leavers.shape, len(STAGES)), dtype=np.int64)
    for name in CROSSED:
        crossed = nobody if outcome.outside is None else getattr(outcome.outside, name)
        yield from _by_stage(name, {stage: crossed[:, :, place] for place, stage in enumerate(STAGES)})


def _by_stage(name: str, series: Mapping[Any, Array]) -> Iterator[tuple[Row, Array]]:
    for stage, values in series.items():
        yield (name, stage), values
    yield (name, ALL), np.sum(list(series.values()), axis=0)


def total_frame(sums: Ints, told: npt.NDArray[np.bool_], years: tuple[int, ...]) -> MeasureFrame:
    """Measures of all counties together, told of zone ``all``.

    ``sums`` : (replications, rows of ``SUMMED``, years); ``told`` : (rows, years), where every county tells the row.
    A measure that some county does not tell is left out.
    """
    rows: dict[Row, Floats | Ints] = {}
    for place, row in enumerate(SUMMED):
        if told[place].all():
            rows[row] = sums[:, place].T if place < len(WHOLE) else sums[:, place].T / MILLIONTHS
    values: dict[str, dict[str, Array]] = {measure.name: {} for measure in MEASURES}
    for measure in MEASURES:
        for stage in measure.stages:
            found = rows.get((measure.name, stage)) if measure.whole or measure.name in ADDED else None
            if found is None and not measure.whole:
                found = _ratio(measure.name, stage, rows)
            if found is not None:
                values[measure.name][stage] = np.ascontiguousarray(found)[:, :, None]
    return MeasureFrame(years, (ALL,), sums.shape[0], values, {})


_RATIOS: Mapping[str, tuple[str, str]] = {
    "pupil_teacher_ratio": ("_in_school", "teachers"),
    "spending_per_pupil": ("spending", "_in_school"),
    "subject_teachers_per_100": ("_subject", "_in_school"),
    "backbone_share": ("_backbone", "teachers"),
    "gross_enrolment_rate": ("pupils", "_registered"),
}
"""Parts of the ratios of all counties: what is divided by what, both of the ratio's own stage."""
_TIMES: Mapping[str, int] = {"subject_teachers_per_100": 100}


def _ratio(name: str, stage: str, rows: Mapping[Row, Array]) -> Floats | None:
    """A ratio of all counties, (years, replications); None where its parts are not told."""
    if name == "seat_use" and ("seats", stage) in rows:
        return ratio(rows["seats", stage] - rows["seat_balance", stage], rows["seats", stage])
    if name == "senior_admission_rate":
        rate = ratio(rows["entrants", stage], rows["_leavers", ALL])
        rate[0] = np.nan  # the baseline's intake was not simulated
        return rate
    part, whole = (rows.get((each, stage)) for each in _RATIOS.get(name, ("", "")))
    if part is None or whole is None:
        return None
    return _TIMES.get(name, 1) * ratio(part, whole)


def told_of_all() -> tuple[str, ...]:
    """Names of the measures that can be told of all counties together, in the published order."""
    others = (*ADDED, "seat_use", "senior_admission_rate", *_RATIOS)
    return tuple(measure.name for measure in MEASURES if measure.whole or measure.name in others)


def unit_of(row: Row) -> str:
    """Unit of a row's numbers."""
    return MEASURE[row[0]].unit if row[0] in MEASURE else "pupils"
