"""What a plan avoids and what it costs more, and the cost of one crowded-pupil-year avoided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from seatsim.comparing.differences import CROWDED, summed
from seatsim.comparing.estimates import Pair, estimate, ratio_block, turned
from seatsim.indicators.measures import ALL, MeasureFrame, Series
from seatsim.indicators.quantiles import Numbers, share

Block = dict[str, Any]

CROWDED_PUPILS = ("pupils_above_standard", ALL)
"""Measure and stage of the crowded-pupil-years that costs and regret are reckoned by: primary, junior and senior."""


def avoided_rows(base: MeasureFrame, other: MeasureFrame) -> list[Block]:
    """Crowded-pupil-years avoided from the year after the baseline to the horizon, by measure and stage.

    Interval and band mirror those of the difference, other less base, of the same sum.
    """
    return [
        {
            "measure": measure,
            "stage": stage,
            "from": base.years[1],
            "to": base.years[-1],
            **turned(estimate(-(saved := avoided(base, other, measure, stage)))),
            "chance": share(saved > 0),
        }
        for measure in CROWDED
        for stage in base.values.get(measure, {})
        if stage in other.values.get(measure, {})
    ]


def avoided(base: MeasureFrame, other: MeasureFrame, measure: str, stage: str) -> Series:
    """Crowded-pupil-years of the base less those of the other plan, shape (replications,) [pupil-years]."""
    return np.asarray(summed(base, measure, stage) - summed(other, measure, stage))


def capital(frame: MeasureFrame) -> Series:
    """Capital paid from the baseline's opening day to the horizon's year, shape (replications,) [10^4 yuan]."""
    return np.asarray(frame.county("capital", ALL).sum(axis=0))


def recurrent(frame: MeasureFrame) -> Series | None:
    """Recurrent spending of the years after the baseline, shape (replications,) [10^4 yuan]; None if not told."""
    told = frame.values.get("spending", {})
    return summed(frame, "spending", ALL) if ALL in told else None


def cost_block(base: MeasureFrame, other: MeasureFrame) -> Block:
    """Capital and recurrent cost more than the base, and per crowded-pupil-year avoided.

    None where no spending is told; per pupil-year None too where it is not sure that any is avoided.
    """
    saved = avoided(base, other, *CROWDED_PUPILS)
    pairs: Mapping[str, tuple[Series | None, Series | None]] = {
        "capital": (capital(base), capital(other)),
        "recurrent": (recurrent(base), recurrent(other)),
    }
    more = {name: _more(*pair) for name, pair in pairs.items()}
    return {
        **{name: None if cost is None else estimate(cost) for name, cost in more.items()},
        "per_avoided": {name: per_avoided(cost, saved) for name, cost in more.items()},
        "unit": "10^4 yuan",
    }


def _more(base: Series | None, other: Series | None) -> Numbers | None:
    return None if base is None or other is None else Pair(base, other).difference


def per_avoided(cost: Numbers | None, saved: Series) -> Block | None:
    """Mean cost over the mean of what is avoided, with its paired 95 % interval [10^4 yuan/pupil-year].

    None unless the whole interval of what is avoided is above 0: where it holds 0 the ratio has no meaning, and where
    it lies below, the plan adds crowding. None too where there is no interval (one future) or no cost.
    """
    low = estimate(saved)["low"]
    if cost is None or low is None or low <= 0:
        return None
    return ratio_block(Pair(saved, cost))
