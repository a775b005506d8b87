"""Paired estimates: known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seatsim.comparing.differences import CROWDED, measure_row, told_years
from seatsim.comparing.estimates import Pair, chances, estimate, pairing, percent_block, ratio, ratio_block, turned
from seatsim.domain.measures import MEASURE, MEASURES

BASE = np.array([10, 20, 30, 40])


def test_the_interval_of_a_difference_is_the_paired_one() -> None:
    told = estimate(Pair(BASE, BASE - np.array([1, 2, 3, 4])).difference)
    half = 1.959963984540054 * math.sqrt((1.5**2 + 0.5**2) * 2 / 3 / 4)  # differences −1 … −4, variance 5/3
    assert told["mean"] == -2.5
    assert told["low"] == pytest.approx(-2.5 - half, abs=1e-6)
    assert told["high"] == pytest.approx(-2.5 + half, abs=1e-6)
    assert (told["p10"], told["p50"], told["p90"]) == (-4, -3, -1)


def test_whole_numbers_beyond_32_bits_are_subtracted_whole() -> None:
    large = np.array([2_000_000_000], dtype=np.int32)
    assert Pair(-large, large).difference.tolist() == [4_000_000_000]


def test_a_single_future_has_no_interval() -> None:
    pair = Pair(BASE[:1], BASE[1:2])
    assert estimate(pair.difference) == {"mean": 10, "low": None, "high": None, "p10": 10, "p50": 10, "p90": 10}
    assert ratio_block(pair) == {"value": 2, "low": None, "high": None}
    assert pairing(pair) == {"correlation": None, "times_fewer": None, "unpaired_replications": None}


def test_pairing_of_a_known_correlation() -> None:
    # z is at right angles to x and as long: y = 0.6 x + 0.8 z has the variance of x and correlation 0.6 with it.
    x, z = np.array([1.0, 1.0, -1.0, -1.0]), np.array([1.0, -1.0, 1.0, -1.0])
    told = pairing(Pair(x, 0.6 * x + 0.8 * z))
    assert told["correlation"] == 0.6
    assert told["times_fewer"] == pytest.approx(2 / (2 - 1.2))
    assert told["unpaired_replications"] == 10


def test_a_constant_difference_cannot_be_told_in_futures() -> None:
    told = pairing(Pair(BASE / 3, BASE / 3 + 0.1))
    assert told == {"correlation": 1, "times_fewer": None, "unpaired_replications": None}


def test_against_a_plan_that_never_varies_pairing_saves_nothing() -> None:
    told = pairing(Pair(np.zeros(4), BASE))
    assert told == {"correlation": None, "times_fewer": 1, "unpaired_replications": 4}


def test_a_plan_that_turns_the_base_round_is_worse_off_paired() -> None:
    assert pairing(Pair(BASE, 50 - BASE))["times_fewer"] == pytest.approx(0.5)


def test_the_interval_of_a_ratio_is_that_of_a_bootstrap() -> None:
    generator = np.random.default_rng(7)
    base = generator.gamma(20.0, 5.0, 400)
    other = 0.7 * base + generator.normal(0.0, 4.0, 400)
    value, half = ratio(Pair(base, other)) or (math.nan, math.nan)
    again = generator.integers(0, 400, (4000, 400))
    drawn = other[again].mean(axis=1) / base[again].mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    assert value == pytest.approx(other.mean() / base.mean())
    assert half == pytest.approx((high - low) / 2, rel=0.05)
    blind = 1.96 * math.sqrt(other.var() / 400 + value**2 * base.var() / 400) / base.mean()
    assert half < 0.5 * blind  # without the covariance it would be more than twice as wide


def test_there_is_no_ratio_to_nothing() -> None:
    assert ratio_block(Pair(np.zeros(3), BASE[:3])) is None
    assert percent_block(Pair(np.array([-1, 1]), BASE[:2])) is None


def test_per_cent_is_the_ratio_less_one() -> None:
    told = percent_block(Pair(BASE, BASE * 3 // 4 * 1.0))
    of = ratio_block(Pair(BASE, BASE * 3 // 4 * 1.0))
    assert told is not None
    assert of is not None
    assert told["value"] == pytest.approx(100 * (float(of["value"] or 0) - 1), abs=1e-4)
    assert told["low"] == pytest.approx(100 * (float(of["low"] or 0) - 1), abs=1e-4)


def test_a_ratio_of_what_cannot_be_negative_is_not_below_zero() -> None:
    pair = Pair(np.array([1, 2, 3, 40]), np.array([1, 0, 0, 0]))
    value, half = ratio(pair) or (math.nan, math.nan)
    assert value - half < 0
    crowded, balance = (measure_row(name, "all", 2025, pair) for name in ("pupils_large", "seat_balance"))
    assert (crowded["ratio"]["low"], crowded["percent"]["low"]) == (0, -100)
    assert crowded["ratio"]["high"] == balance["ratio"]["high"]
    assert balance["ratio"]["low"] == pytest.approx(value - half, abs=1e-6)
    assert balance["percent"]["low"] < -100
    single = measure_row("pupils_large", "all", 2025, Pair(BASE[:1], BASE[1:2]))
    assert (single["ratio"]["low"], single["percent"]["low"]) == (None, None)


def test_a_difference_that_hardly_varies_saves_no_times() -> None:
    base = 1e6 * np.arange(40.0)
    told = pairing(Pair(base, base + 5.0 + np.tile([0.0, 1.0], 20)))
    assert told == {"correlation": 1, "times_fewer": None, "unpaired_replications": None}


def test_an_estimate_told_the_other_way_round_is_its_mirror() -> None:
    difference = Pair(BASE, BASE - np.array([1, 2, 3, 4])).difference
    told, back = estimate(difference), turned(estimate(difference))
    assert (back["p10"], back["p50"], back["p90"]) == (1, 3, 4)
    assert (back["low"], back["mean"], back["high"]) == (-(told["high"] or 0), 2.5, -(told["low"] or 0))
    assert turned(back) == told
    assert turned(estimate(BASE[:1]))["low"] is None


@pytest.mark.parametrize(
    ("better", "shares"), [("lower", (0.5, 0.25, 0.25)), ("higher", (0.25, 0.25, 0.5)), (None, (None, None, None))]
)
def test_chances_follow_the_direction(better: str | None, shares: tuple[float | None, ...]) -> None:
    told = chances(Pair(BASE, np.array([9, 19, 30, 41])), better)
    assert tuple(told[f"chance_{name}"] for name in ("better", "same", "worse")) == shares


def test_directions_are_those_of_the_measures() -> None:
    assert {measure.better for measure in MEASURES} == {"lower", "higher", None}
    assert all(MEASURE[name].better == "lower" for name in (*CROWDED, "unplaced", "empty_seats", "capital"))
    assert MEASURE["affordable_share"].better == "higher"
    assert all(
        MEASURE[name].better is None for name in ("pupils", "seats", "seat_balance", "posts", "spending_per_pupil")
    )


def test_a_row_says_what_it_is_of() -> None:
    row = measure_row("pupils_large", "all", "sum", Pair(BASE, BASE - 10))
    assert (row["unit"], row["better"], row["base"], row["other"]) == ("pupil-years", "lower", 25, 15)
    assert row["ratio"]["value"] == 0.6
    assert row["percent"]["value"] == -40


@pytest.mark.parametrize(
    ("last", "told"), [(2035, (2025, 2030, 2035)), (2030, (2025, 2030)), (2027, (2025, 2027)), (2022, (2022,))]
)
def test_milestones_end_with_the_horizon(last: int, told: tuple[int, ...]) -> None:
    assert told_years(tuple(range(2020, last + 1))) == told
