"""Regret: how far each plan falls short, in every future, of the best of the compared plans in that future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seatsim.comparing.costs import CROWDED_PUPILS
from seatsim.comparing.differences import summed
from seatsim.indicators.measures import ALL, MeasureFrame, Series
from seatsim.indicators.quantiles import means, percentiles, plain, share

Block = dict[str, Any]


@dataclass(frozen=True)
class Reckoned:
    """What one plan's regret is reckoned by, all that is kept of its futures; each shape (replications,)."""

    crowded: Series
    """Crowded-pupil-years after the baseline [pupil-years]."""
    empty: Series
    """Empty seats at the horizon [seats]."""
    cost: Series | None
    """Cost of empty seats summed over the years after the baseline [10^4 yuan]; None where it is not told."""


def reckoned(frame: MeasureFrame) -> Reckoned:
    """What regret asks of one plan."""
    told = ALL in frame.values.get("empty_seat_cost", {})
    cost = summed(frame, "empty_seat_cost", ALL) if told else None
    return Reckoned(summed(frame, *CROWDED_PUPILS), frame.county("empty_seats", ALL)[-1].copy(), cost)


def regret_rows(plans: Sequence[Reckoned]) -> list[Block]:
    """One row a plan, in the order given; every quantity is better if lower.

    ``best`` is the share of the futures in which a plan has the fewest of all, ties counted for each that ties.
    A plan that is best in one respect is seldom so in the other: the rows show what is paid for what.
    """
    costs = [plan.cost for plan in plans if plan.cost is not None]
    told = _blocks(costs) if len(costs) == len(plans) else None
    crowded, empty = (_blocks([getattr(plan, name) for plan in plans]) for name in ("crowded", "empty"))
    return [
        {
            "crowded_pupil_years": mine,
            "empty_seats": seats,
            "empty_seat_cost": None if told is None else told[place],
            "best": mine["best"],
        }
        for place, (mine, seats) in enumerate(zip(crowded, empty, strict=True))
    ]


def regrets(values: Sequence[Series]) -> Series:
    """Each plan's value less the least of all in the same future, shape (plans, replications)."""
    told = np.stack(values)
    return np.asarray(told - told.min(axis=0))


def _blocks(values: Sequence[Series]) -> list[Block]:
    return [
        {
            "mean": plain(means(row).item()),
            "p90": plain(percentiles(row, (90,))[0]),
            "best": share(row == 0),
        }
        for row in regrets(values)
    ]
