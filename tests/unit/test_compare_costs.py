"""Pupil-years avoided, what one of them costs, and regret: by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from compared import frame
from seatsim.comparing.costs import avoided_rows, cost_block, per_avoided
from seatsim.comparing.differences import measure_rows
from seatsim.comparing.regret import reckoned, regret_rows
from seatsim.indicators.measures import MeasureFrame

YEARS = (2020, 2021, 2022)


def plan(
    crowded: Sequence[Sequence[int]],
    capital: Sequence[float] = (0, 0, 0),
    spending: Sequence[float] | None = (100, 100, 100),
    empty: Sequence[int] = (0, 0, 0),
) -> MeasureFrame:
    """Pupils above the standard by year after the baseline and future; the other numbers alike in every year."""
    count = len(capital)
    yearly = np.array([[50] * count, *crowded])
    nothing = np.zeros((3, count), dtype=np.int64)
    values = {
        "pupils_above_standard": {"all": yearly},
        "pupils_large": {"all": nothing},
        "pupils_super_large": {"all": nothing},
        "pupils_oversized": {"all": nothing},
        "capital": {"all": np.array([capital, [0.0] * count, [0.0] * count])},
        "empty_seats": {"all": np.array([empty] * 3)},
        "spending": {} if spending is None else {"all": np.array([spending] * 3)},
        "empty_seat_cost": {} if spending is None else {"all": 2.0 * np.array([empty] * 3)},
    }
    return frame(YEARS, values)


BASE = plan([[40, 50, 60], [40, 50, 60]])
BETTER = plan([[30, 30, 30], [30, 30, 30]], capital=(100, 110, 120), spending=(110, 110, 110), empty=(5, 5, 8))


def test_the_baseline_year_is_not_avoided() -> None:
    told = next(row for row in avoided_rows(BASE, BETTER) if row["measure"] == "pupils_above_standard")
    assert (told["from"], told["to"]) == (2021, 2022)
    assert (told["mean"], told["p10"], told["p50"], told["p90"], told["chance"]) == (40, 20, 40, 60, 1)
    half = 1.959963984540054 * math.sqrt(400 / 3)
    assert told["low"] == pytest.approx(40 - half, abs=1e-6)


def test_the_band_of_what_is_avoided_mirrors_that_of_the_difference() -> None:
    base, other = (plan([[n * k for k in range(10)]] * 2, capital=(0,) * 10, empty=(0,) * 10) for n in (5, 2))
    told = next(row for row in avoided_rows(base, other) if row["measure"] == "pupils_above_standard")
    row = next(
        each for each in measure_rows(base, other) if (each["measure"], each["year"]) == (told["measure"], "sum")
    )
    for one, two in (("p10", "p90"), ("p50", "p50"), ("p90", "p10"), ("low", "high"), ("high", "low")):
        assert told[one] == -row["difference"][two]
    assert (told["p10"], told["p50"], told["p90"]) == (6, 30, 54)


def test_cost_of_a_pupil_year_is_a_ratio_of_means_with_their_covariance() -> None:
    told = cost_block(BASE, BETTER)
    assert told["capital"]["mean"] == 110
    assert told["recurrent"]["mean"] == 20  # ten more in each of the two years after the baseline
    value = told["per_avoided"]["capital"]
    assert value["value"] == 2.75
    # cost − 2.75 × avoided: 100 − 55, 110 − 110, 120 − 165: variance 2025.
    half = 1.959963984540054 * math.sqrt(2025 / 3) / 40
    assert value["high"] - value["value"] == pytest.approx(half, abs=1e-6)


def test_a_pupil_year_that_is_not_surely_avoided_has_no_price() -> None:
    unsure = plan([[30, 50, 70], [30, 50, 70]], capital=(100, 100, 100))
    told = cost_block(BASE, unsure)
    assert told["per_avoided"] == {"capital": None, "recurrent": None}
    assert per_avoided(np.array([1.0]), np.array([5])) is None  # one future: not sure
    assert cost_block(BETTER, BASE)["per_avoided"]["capital"] is None  # more, not fewer


def test_without_money_capital_alone_is_told() -> None:
    told = cost_block(plan([[40, 50, 60]] * 2, spending=None), plan([[30, 30, 30]] * 2, spending=None))
    assert told["recurrent"] is None
    assert told["per_avoided"]["recurrent"] is None
    assert told["per_avoided"]["capital"] == {"value": 0, "low": 0, "high": 0}


def test_regret_is_against_the_best_of_each_future() -> None:
    mixed = plan([[45, 20, 60], [45, 20, 60]], empty=(1, 2, 3))
    base, better, other = regret_rows([reckoned(each) for each in (BASE, BETTER, mixed)])
    # Summed: base 80, 100, 120; better 60, 60, 60; mixed 90, 40, 120. Least: 60, 40, 60.
    assert base["crowded_pupil_years"] == {"mean": pytest.approx((20 + 60 + 60) / 3, abs=1e-6), "p90": 60, "best": 0}
    assert better["crowded_pupil_years"]["mean"] == pytest.approx(20 / 3, abs=1e-6)
    assert [row["best"] for row in (base, better, other)] == pytest.approx([0, 2 / 3, 1 / 3], abs=1e-6)
    # Empty seats at the horizon: least 0, 0, 0.
    assert [row["empty_seats"]["mean"] for row in (base, better, other)] == [0, 6, 2]
    assert other["empty_seat_cost"] == {"mean": 8, "p90": 12, "best": 0}  # two years at two a seat


def test_plans_that_tie_are_both_best() -> None:
    assert [row["best"] for row in regret_rows([reckoned(BASE)] * 2)] == [1, 1]


def test_without_money_there_is_no_regret_in_money() -> None:
    told = regret_rows([reckoned(plan([[1, 1, 1]] * 2, spending=None)), reckoned(BASE)])
    assert [row["empty_seat_cost"] for row in told] == [None, None]
