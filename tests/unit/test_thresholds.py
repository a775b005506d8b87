"""Half-widths, intervals and thresholds: known answers, and the numbers of ``summary.csv``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from stopping_coverage import SHAPES, drawn, stopped

import outcomes
from seatsim.domain.faults import BadExpression
from seatsim.indicators.expressions import OPERATORS, STATISTICS, Precision, Threshold
from seatsim.indicators.measures import MeasureFrame, Series, measure_frames
from seatsim.indicators.thresholds import (
    FEWEST_APART,
    QUANTILE_975,
    crossed,
    half_width,
    interval,
    looks,
    precise,
    value_of,
)
from seatsim.results.tables import summary_rows

FINITE = st.floats(-1e6, 1e6)


def framed(values: Mapping[str, Mapping[str, Series]]) -> MeasureFrame:
    """Two years, four futures, one zone and the county."""
    return MeasureFrame((2020, 2021), ("z0", "all"), 4, values, {})


FRAME = framed(
    {
        "pupils_large": {"primary": np.array([[[0, 0]] * 4, [[1, 3], [0, 0], [2, 8], [0, 1]]], dtype=np.int32)},
        "between_school_cv": {"primary": np.array([[[np.nan], [0.3], [0.3], [0.3]], [[0.3]] * 4])},
    }
)
LARGE = ("pupils_large", "all", "primary", 2021)


def test_the_half_width_of_four_numbers_by_hand() -> None:
    # 1, 2, 3, 6: mean 3, squares 4 + 1 + 0 + 9 = 14, variance 14 / 3, of the mean 14 / 12.
    assert half_width(np.array([1, 2, 3, 6])) == pytest.approx(1.959964 * math.sqrt(14 / 12), rel=1e-6)
    assert float(ndtri(0.975)) == pytest.approx(QUANTILE_975, rel=1e-15)


def test_fewer_than_two_values_know_nothing_and_equal_ones_do_not_vary() -> None:
    assert half_width(np.array([])) == math.inf
    assert half_width(np.array([3])) == math.inf
    assert half_width(np.full(7, 0.1)) == 0.0


@given(st.lists(FINITE, min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_replications_changes_no_bit(values: list[float], luck: object) -> None:
    turned = sorted(values)
    assert half_width(np.array(values)) == half_width(np.array(turned))
    expected = QUANTILE_975 * np.std(values, ddof=1) / math.sqrt(len(values))
    assert half_width(np.array(values)) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.lists(st.integers(0, 80_000), min_size=2, max_size=40))
def test_whole_numbers_of_any_type_and_their_floats_agree(values: list[int]) -> None:
    widths = {half_width(np.array(values, dtype=kind)) for kind in (np.int32, np.int64, np.float64)}
    assert len(widths) == 1


def test_an_interval_is_of_the_zone_and_the_year_asked_for() -> None:
    county = interval(FRAME, Precision(*LARGE, 1.0))
    assert county.mean == 3.0
    assert county.half_width == half_width(np.array([3, 0, 8, 1]))
    assert interval(FRAME, Precision("pupils_large", "z0", "primary", 2021, 1.0)).mean == 0.75
    assert interval(FRAME, Precision("pupils_large", "all", "primary", 2020, 1.0)).half_width == 0.0
    assert interval(FRAME, Precision("between_school_cv", "all", "primary", 2021, 1.0)).half_width == 0.0


def test_a_run_stops_when_its_half_width_is_met_and_enough_has_been_seen() -> None:
    def framed_as(values: list[float]) -> MeasureFrame:
        return MeasureFrame((2021,), ("all",), len(values), {"seat_use": {"all": np.array(values)[None, :, None]}}, {})

    wide = Precision("seat_use", "all", "all", 2021, 1000.0)
    for apart, stops in ((0, False), (29, False), (30, True)):
        values = [0.0] * 70 + [float(number + 1) for number in range(apart)]
        assert precise(framed_as(values), wide) == stops
    spread = framed_as([float(number) for number in range(50)])
    width = half_width(np.arange(50))
    assert precise(spread, replace(wide, half_width=width))
    assert not precise(spread, replace(wide, half_width=0.999 * width))


@pytest.mark.parametrize(
    ("shape", "low", "high"),
    # Three standard errors of 1,500 trials around what stopping_coverage.py finds with 4,000.
    [("normal", 0.93, 0.965), ("zero but in 20%", 0.88, 0.94)],
)
def test_the_interval_of_a_stopped_run_holds_the_truth_as_often_as_is_said(shape: str, low: float, high: float) -> None:
    mean, spread = SHAPES[shape][1]
    values = drawn(shape, 1500, 800)
    width = QUANTILE_975 * spread / math.sqrt(300)
    held, count = stopped(values, width, looks(maximum=800), mean, FEWEST_APART)
    assert low <= held <= high
    assert 300 < count < 500
    # One who stops at the first moment that looks good is too sure of himself.
    assert stopped(values, width, range(2, 801), mean)[0] < held - 0.02


@pytest.mark.parametrize(
    ("statistic", "value"), [("mean", 3.0), ("p05", 0.0), ("p50", 1.0), ("p75", 3.0), ("p90", 8.0)]
)
def test_statistics_are_order_statistics(statistic: str, value: float) -> None:
    assert value_of(FRAME, Threshold(*LARGE, statistic, ">", 0.0)) == value


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (">", True, False, False),
        (">=", True, True, False),
        ("<", False, False, True),
        ("<=", False, True, True),
        ("==", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_a_threshold_is_crossed_when_its_comparison_is_true(
    operator: str, below: bool, equal: bool, above: bool
) -> None:
    found = [crossed(FRAME, Threshold(*LARGE, "mean", operator, value)) for value in (2.9, 3.0, 3.1)]
    assert found == [below, equal, above]
    assert operator in OPERATORS


def test_a_number_without_a_meaning_is_not_told() -> None:
    asked = ("between_school_cv", "all", "primary", 2020)
    words = r"'between_school_cv@all/primary 2020 .*': not told: without a meaning in 1 of 4 futures"
    for statistic in ("mean", "p50"):
        with pytest.raises(BadExpression, match=words):
            crossed(FRAME, Threshold(*asked, statistic, ">", 0.0))
    with pytest.raises(BadExpression, match=words):
        interval(FRAME, Precision(*asked, 1.0))


def test_a_number_that_a_run_does_not_have_is_not_told() -> None:
    large = Threshold(*LARGE, "mean", ">", 0.0)
    for missing in (replace(large, measure="teachers"), replace(large, zone="z9"), replace(large, year=2022)):
        with pytest.raises(BadExpression, match="not told: this run has no such number"):
            value_of(FRAME, missing)


def test_thresholds_compare_what_the_summary_shows() -> None:
    frame = measure_frames(outcomes.outcome(), outcomes.county(), outcomes.limits())
    rows = list(summary_rows("test", frame))
    assert len(rows) > 1000
    for _, year, _, zone, stage, measure, _, *statistics in rows:
        assert year is not None
        assert zone is not None
        assert stage is not None
        assert measure is not None
        for statistic, shown in zip(STATISTICS, statistics, strict=True):
            assert shown is not None
            told = value_of(frame, Threshold(measure, zone, stage, int(year), statistic, ">", 0.0))
            assert told == float(shown)


def test_looks_double_and_end_with_the_maximum() -> None:
    assert looks(maximum=1000) == (100, 200, 400, 800, 1000)
    assert looks(maximum=400) == (100, 200, 400)
    assert looks(minimum=300, maximum=2000) == (400, 800, 1600, 2000)
    assert looks(maximum=60) == (60,)
    assert looks(minimum=500, maximum=300) == (300,)
    with pytest.raises(ValueError, match="no look"):
        looks(maximum=0)


@given(st.integers(1, 10_000), st.integers(1, 200_000))
def test_looks_are_few_and_within_their_bounds(minimum: int, maximum: int) -> None:
    found = looks(minimum=minimum, maximum=maximum)
    assert found[-1] == maximum
    assert list(found) == sorted(set(found))
    assert all(count >= min(minimum, maximum) for count in found)
    assert all(2 * one == other for one, other in pairwise(found[:-1]))
