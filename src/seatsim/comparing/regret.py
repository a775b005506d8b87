"""Regret: how far each plan falls short, in every future, of the best of the compared plans in that future."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from seatsim.comparing.costs import CROWDED_PUPILS
from seatsim.comparing.differences import summed
from seatsim.indicators.measures import ALL, MeasureFrame, Series
from seatsim.indicators.quantiles import means, percentiles, plain, share

Block = dict[str, Any]


def regret_rows(frames: Sequence[MeasureFrame]) -> list[Block]:
    """One row a plan, in the order given; every quantity is better if lower.

    ``best`` is the share of the futures in which a plan has the fewest of all, ties counted for each that ties.
    A plan that is best in one respect is seldom so in the other: the rows show what is paid for what.
    """
    crowded = [summed(frame, *CROWDED_PUPILS) for frame in frames]
    empty = [frame.county("empty_seats", ALL)[-1] for frame in frames]
    costs = [_empty_seat_cost(frame) for frame in frames]
    told = None if any(cost is None for cost in costs) else _blocks([cost for cost in costs if cost is not None])
    return [
        {
            "crowded_pupil_years": mine,
            "empty_seats": seats,
            "empty_seat_cost": None if told is None else told[place],
            "best": mine["best"],
        }
        for place, (mine, seats) in enumerate(zip(_blocks(crowded), _blocks(empty), strict=True))
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


def _empty_seat_cost(frame: MeasureFrame) -> Series | None:
    """Cost of empty seats summed over the years after the baseline [10^4 yuan]; None where it is not told."""
    told = ALL in frame.values.get("empty_seat_cost", {})
    return summed(frame, "empty_seat_cost", ALL) if told else None
