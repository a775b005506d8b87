"""What a plan makes worse than the base: children without a place, crowding of a stage, teachers, later first years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.comparing.differences import summed
from seatsim.comparing.estimates import Pair, chances, estimate, mean_of
from seatsim.domain.measures import MEASURE
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import plain

Block = dict[str, Any]

WATCHED: Mapping[str, tuple[str, ...]] = {
    "unplaced": COMPULSORY,
    "at_home": ("kindergarten",),
    "pupils_above_standard": CLASS_STAGES,
    "pupils_large": (ALL,),
    "pupils_super_large": (ALL,),
    "pupils_oversized": (ALL,),
    "teachers_short": (ALL,),
    "teachers_surplus": (ALL,),
}
"""Measures, lower is better in each, and stages that are watched, summed over the years after the baseline."""
LATER: Mapping[str, tuple[str, ...]] = {
    "unplaced": (*COMPULSORY, ALL),
    "above_standard": CLASS_STAGES,
    "large": (ALL,),
    "super_large": (ALL,),
    "oversized": (ALL,),
}
"""Limits and stages whose first year is watched."""
_UNITS = {"pupils": "pupil-years", "children": "child-years", "teachers": "teacher-years"}
RARER = 0.1
"""Share of the futures from which something is of note."""
_PART = 0.01
"""Part of the base from which more is of note."""


def harm_rows(base: MeasureFrame, other: MeasureFrame) -> list[Block]:
    """What the plan surely makes worse on average, over the years after the baseline, in the order of ``WATCHED``.

    Of note is a rise of at least one, and of a hundredth of the base, whose 95 % interval holds no 0 (with one future,
    of which there is none, any such rise) and that a tenth of the futures or more show.
    """
    return [
        row
        for measure, stages in WATCHED.items()
        for stage in stages
        if all(stage in frame.values.get(measure, {}) for frame in (base, other))
        and _of_note(row := _row(measure, stage, base, other))
    ]


def _row(measure: str, stage: str, base: MeasureFrame, other: MeasureFrame) -> Block:
    pair = Pair(summed(base, measure, stage), summed(other, measure, stage))
    return {
        "measure": measure,
        "stage": stage,
        "from": base.years[1],
        "to": base.years[-1],
        "unit": _UNITS[MEASURE[measure].unit],
        "base": plain(mean_of(pair.base)),
        "other": plain(mean_of(pair.other)),
        "difference": estimate(pair.difference),
        "chance_worse": chances(pair, MEASURE[measure].better)["chance_worse"],
    }


def _of_note(row: Block) -> bool:
    low = row["difference"]["low"]
    sure = low is None or low > 0
    return bool(sure and rises(row["base"], row["other"]) and row["chance_worse"] >= RARER)


def rises(base: float, other: float) -> bool:
    """Whether one mean is above another by one at least, and by a hundredth of it."""
    return round(other - base) >= 1 and other - base >= _PART * base


def later_rows(first_years: Sequence[Block]) -> Iterator[Block]:
    """Limits that the plan meets later than the base in a tenth of the futures or more, and oftener than earlier.

    One that by the medians neither plan meets by the horizon is no harm: in what share of the futures it is met later
    is told beside the shares of the other futures. All stages together are told only where no stage is.
    """
    for limit, stages in LATER.items():
        found = [
            row
            for row in first_years
            if row["limit"] == limit
            and row["stage"] in stages
            and row["later"] >= max(RARER, row["earlier"])
            and any(row[plan]["p50"] is not None for plan in ("base", "other"))
        ]
        single = [row for row in found if row["stage"] != ALL]
        yield from single or found
