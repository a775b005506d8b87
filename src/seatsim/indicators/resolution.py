"""From which year a limit is met for good, how surely, and what crowding comes before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits
from seatsim.domain.milestones import milestones
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import Plain, plain, rank, share

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LIMIT_STAGES: Mapping[str, tuple[str, ...]] = {
    "above_standard": (*CLASS_STAGES, ALL),
    "above_standard_any": (*CLASS_STAGES, ALL),
    "large": (*CLASS_STAGES, ALL),
    "super_large": (*CLASS_STAGES, ALL),
    "oversized": (ALL,),
    "unplaced": (*COMPULSORY, ALL),
}
"""Limits and the stages for which they are followed. ``above_standard`` allows the stated share of classes;
``above_standard_any`` is the official item: no class above the standard at all."""

CROWDING = ("above_standard", "large", "super_large")
"""Limits whose pupils are summed over years."""

WARNING_YEARS = 2
"""How many years ahead a shortage is announced; assumed: an extension takes about that long [years]."""


@dataclass(frozen=True)
class Resolution:
    """One limit in one stage of the county."""

    years: tuple[int, ...]
    """Academic years; the first is the baseline."""
    met: Bools
    """Whether the limit is met in a year, shape (years, replications)."""
    held: Bools
    """Whether it is met from a year on to the horizon, same shape; False where too few years follow."""
    first: Ints
    """First year from which it is held, shape (replications,): the baseline year if already met then and
    ever after; the year after the horizon if not by the horizon (censored) [academic year]."""


def resolve(years: tuple[int, ...], met: Bools, fewest: int) -> Resolution:
    """Find the first year from which a limit is met in every year to the horizon, at least ``fewest`` of them."""
    held = np.logical_and.accumulate(met[::-1], axis=0)[::-1].copy()
    enough = np.arange(len(years), 0, -1) >= fewest
    held &= enough[:, None]
    index = np.where(held.any(axis=0), held.argmax(axis=0), len(years))
    first = np.array((*years, years[-1] + 1), dtype=np.int64)[index]
    return Resolution(years, met, held, first)


def resolutions(frame: MeasureFrame, limits: Limits) -> dict[str, dict[str, Resolution]]:
    """Every limit and stage of the county."""
    return {
        limit: {
            stage: resolve(frame.years, _met(frame, limits, limit, stage), limits.tolerances.years) for stage in stages
        }
        for limit, stages in LIMIT_STAGES.items()
    }


def _met(frame: MeasureFrame, limits: Limits, limit: str, stage: str) -> Bools:
    """Whether a limit is met, shape (years, replications)."""
    if limit == "above_standard":
        # A share of classes in whole numbers: 0.02 as a binary fraction would misjudge the boundary itself.
        allowed = Fraction(str(limits.tolerances.above_standard))
        above = frame.county("classes_above_standard", stage).astype(np.int64)
        classes = frame.classes_with_standard(stage).astype(np.int64)
        return np.asarray(above * allowed.denominator <= classes * allowed.numerator)
    measure = {
        "above_standard_any": "classes_above_standard",
        "large": "classes_large",
        "super_large": "classes_super_large",
        "oversized": "schools_oversized",
        "unplaced": "unplaced",
    }[limit]
    return np.asarray(frame.county(measure, stage) == 0)


def summary(resolution: Resolution, fewest: int) -> dict[str, object]:
    """Distribution of the first year resolved and the yearly probabilities, for JSON.

    Quantiles count a censored replication as later than any year: None says "not by the horizon".
    """
    years, first = resolution.years, np.sort(resolution.first)
    by_year, _ = milestones(years[0])
    tellable = years[: max(0, len(years) - fewest + 1)]
    return {
        **{f"p{p}": _year(first[rank(p, len(first))], years) for p in (10, 50, 90)},
        "already": share(first == years[0]),
        "not_by_horizon": share(first > years[-1]),
        f"by_{by_year}": share(first <= by_year) if by_year in tellable else None,
        "distribution": {str(year): share(first == year) for year in tellable if (first == year).any()},
        "met_in": {str(year): share(resolution.met[i]) for i, year in enumerate(years)},
        "met_from": {str(year): share(resolution.held[i]) for i, year in enumerate(tellable)},
    }


def _year(first: int, years: tuple[int, ...]) -> Plain:
    """A quantile of the first year; None beyond the horizon."""
    return plain(first) if first <= years[-1] else None


def crowded_pupil_years(frame: MeasureFrame, limit: str, stage: str, to: int) -> Ints:
    """Pupils in classes above a limit, summed over the years after the baseline up to ``to`` [pupil-years].

    The baseline year is left out: no plan can change it. Shape (replications,).
    """
    count = sum(1 for year in frame.years if year <= to)
    pupils = frame.county(f"pupils_{limit}", stage)
    return np.asarray(pupils[1:count].sum(axis=0, dtype=np.int64))


@dataclass(frozen=True)
class Turn:
    """A peak or a trough of a stage's pupils, by replication."""

    year: Ints
    """Shape (replications,) [academic year]."""
    pupils: Ints
    """Shape (replications,) [pupils]."""
    balance: Ints | None
    """Seats less pupils in that year, shape (replications,) [seats]; None where the stage has no seats."""


def peak_and_trough(frame: MeasureFrame, stage: str) -> tuple[Turn, Turn]:
    """The largest number of pupils, and the smallest from then on: the trough a plan has to live with."""
    pupils = frame.county("pupils", stage).astype(np.int64)
    top = pupils.argmax(axis=0)
    before = np.arange(len(frame.years))[:, None] < top
    bottom = np.where(before, np.iinfo(np.int64).max, pupils).argmin(axis=0)
    return _turn(frame, stage, pupils, top), _turn(frame, stage, pupils, bottom)


def _turn(frame: MeasureFrame, stage: str, pupils: Ints, index: Ints) -> Turn:
    """Year, pupils and balance at one index per replication."""
    along = np.arange(len(index))
    seated = stage in frame.values["seat_balance"]
    balance = frame.county("seat_balance", stage).astype(np.int64)[index, along] if seated else None
    return Turn(np.array(frame.years, dtype=np.int64)[index], pupils[index, along], balance)


def shortage(frame: MeasureFrame, stage: str, limits: Limits) -> list[dict[str, object]]:
    """P(pupils > seats) by year with its warning colour, and the year in which to warn: two years ahead."""
    short = frame.county("seat_balance", stage) < 0
    rows: list[dict[str, object]] = []
    for i, year in enumerate(frame.years):
        probability = np.count_nonzero(short[i]) / short.shape[1]
        colour = (
            "red" if probability >= limits.warning.red else "amber" if probability >= limits.warning.amber else "none"
        )
        rows.append(
            {
                "year": year,
                "probability": plain(probability),
                "colour": colour,
                "warn_in": max(frame.years[0], year - WARNING_YEARS),
            }
        )
    return rows
