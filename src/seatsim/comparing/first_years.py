"""Change in the first year from which a limit is met, with censored futures told as what they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits
from seatsim.indicators.measures import MeasureFrame
from seatsim.indicators.quantiles import Plain, plain, rank, share
from seatsim.indicators.resolution import LIMIT_STAGES, Resolution, resolutions, summary

Block = dict[str, Any]
Floats = npt.NDArray[np.float64]


def first_year_rows(base: MeasureFrame, other: MeasureFrame, base_limits: Limits, other_limits: Limits) -> list[Block]:
    """One row a limit and stage; each plan is held to its own limits, and what differs between them is told."""
    mine, theirs = resolutions(base, base_limits), resolutions(other, other_limits)
    fewest = base_limits.tolerances.years, other_limits.tolerances.years
    return [
        first_year_row(limit, stage, mine[limit][stage], theirs[limit][stage], fewest)
        for limit, stages in LIMIT_STAGES.items()
        for stage in stages
    ]


def first_year_row(limit: str, stage: str, base: Resolution, other: Resolution, fewest: tuple[int, int]) -> Block:
    """Earlier, same, later and untold shares, and quantiles of the change where they can be told [years].

    ``fewest`` : years that must follow, in either plan. ``untold`` is neither plan by the horizon, or one of them so
    near to it that the other, which asks for more years to follow, may have met the limit before.
    """
    low, high = changes(base, other, fewest)
    earlier, same, later = high < 0, (low == 0) & (high == 0), low > 0
    return {
        "limit": limit,
        "stage": stage,
        "base": _told(summary(base, fewest[0])),
        "other": _told(summary(other, fewest[1])),
        "earlier": share(earlier),
        "same": share(same),
        "later": share(later),
        "untold": share(~(earlier | same | later)),
        "change": {f"p{percent}": quantile(low, high, percent) for percent in (10, 50, 90)},
    }


def changes(base: Resolution, other: Resolution, fewest: tuple[int, int]) -> tuple[Floats, Floats]:
    """The least and the most that the first year can have moved in each future, each (replications,) [years].

    A year that is not by the horizon is the first that cannot be told, or any later one.
    """
    least, most = zip(*(_bounds(each, n) for each, n in zip((base, other), fewest, strict=True)), strict=True)
    return least[1] - most[0], most[1] - least[0]


def _bounds(resolution: Resolution, fewest: int) -> tuple[Floats, Floats]:
    """Least and most that each future's first year can be [academic year]."""
    first = resolution.first.astype(np.float64)
    censored = resolution.first > resolution.years[-1]
    untold = float(resolution.years[-1] - fewest + 2)  # the first year after which too few follow
    return np.where(censored, untold, first), np.where(censored, np.inf, first)


def quantile(low: Floats, high: Floats, percent: int) -> Plain:
    """An order statistic of what lies between two bounds: told where both give the same, else None."""
    at = rank(percent, len(low))
    least, most = np.sort(low)[at], np.sort(high)[at]
    return plain(least) if least == most else None


def _told(found: dict[str, object]) -> Block:
    return {name: found[name] for name in ("p10", "p50", "p90", "not_by_horizon")}
