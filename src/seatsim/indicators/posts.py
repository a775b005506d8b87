"""Posts on page one: needed, approved, filled, outside; whom to hire this round; who is too many after the peak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.milestones import milestones
from seatsim.domain.outcome import Outcome, StaffOutcome
from seatsim.domain.scenario import Levers
from seatsim.domain.stages import STAGES
from seatsim.indicators.measures import ALL
from seatsim.indicators.quantiles import band, means

Ints = npt.NDArray[np.int64]
Block = dict[str, Any]

FOUR = ("needed", "approved", "filled", "outside")
"""Four numbers, never one."""
_HALF = 0.5


def posts_block(outcome: Outcome, county: County, levers: Levers) -> Block:
    """Posts by stage and in all; ``status`` alone where staff are not followed."""
    staff = outcome.staff
    if staff is None or county.staff is None:
        return {"status": "not followed"}
    reserve, unstaffed = staff.reserve.sum(axis=2), staff.unstaffed.sum(axis=2)
    return {
        "staff_kind": county.staff.kind,
        "needed_by": levers.lessons.needed_by,
        "review_years": levers.posts.review_years,
        "structural_shortage": county.staff.structural_shortage,
        "stages": {stage: _stage(stage, staff, outcome.years) for stage in (*STAGES, ALL)},
        "rounds": levers.recruitment.rounds,
        "review": _review(staff, outcome.years, levers.posts.review_years),
        "talent": band(staff.talent.sum(axis=(0, 2))),
        "reserve": {str(year): band(reserve[i]) for i, year in enumerate(outcome.years)},
        "unstaffed_classes": {str(year): band(unstaffed[i]) for i, year in enumerate(outcome.years)},
    }


def _review(staff: StaffOutcome, years: tuple[int, ...], every: int) -> Block | None:
    """The first review of posts, and those that it adds.

    None where it comes after the horizon.
    """
    if every + 1 >= len(years):
        return None
    return {"year": years[every], "posts_added": band(np.maximum(staff.reviewed[every + 1], 0).sum(axis=1))}


def _stage(stage: str, staff: StaffOutcome, years: tuple[int, ...]) -> Block:
    """One stage's posts through the years."""

    def of(values: Ints) -> Ints:
        """(years, replications) of the stage; of all stages their sum."""
        return np.asarray(values.sum(axis=2) if stage == ALL else values[:, :, STAGES.index(stage)])

    short, surplus, beyond = of(staff.short), of(staff.surplus), of(staff.beyond_pupils)
    return {
        **{
            name: {four: band(of(getattr(staff, four))[i]) for four in FOUR} | {"teachers": band(of(staff.teachers)[i])}
            for name, i in _milestones(years).items()
        },
        "this_round": {
            "year": years[1],
            "hires": band(of(staff.hires)[1]),
            "outside_hires": band(of(staff.outside_hires)[1]),
            "retirements": band(of(staff.retirements)[1]),
            "vacancies": band(of(staff.approved - staff.filled)[1]),
            "advertised": band(of(staff.advertised)[1]),
        },
        "short": {"now": band(short[0]), **_peak(short, years), "schools_now": band(of(staff.missing)[0])},
        "surplus": {"now": band(surplus[0]), **_peak(surplus, years), "horizon": band(surplus[-1])},
        "beyond_pupils": {"now": band(beyond[0]), **_peak(beyond, years), "horizon": band(beyond[-1])},
        "more_than_needed_in": [year for year, more in zip(years, surplus > 0, strict=True) if more.mean() >= _HALF],
        "temporary": _peak(of(staff.temporary), years),
    }


def _milestones(years: tuple[int, ...]) -> Mapping[str, int]:
    """Places of the years that are told, by name."""
    told = {str(year): years.index(year) for year in milestones(years[0]) if year in years}
    return {"now": 0, "next": 1, **told, "horizon": len(years) - 1}


def _peak(values: Ints, years: tuple[int, ...]) -> Block:
    """The year whose mean is highest, and the band of that year."""
    place = int(means(values, axis=1).argmax())
    return {"peak": {"year": years[place], "value": band(values[place])}}
