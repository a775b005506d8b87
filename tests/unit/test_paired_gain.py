"""How many times fewer replications pairing needs: known answers."""

import math

import numpy as np
import pytest
from common_random_numbers import blocks, gain

NONE = np.empty((4, 0))
CASES = np.array([1.0, 2.0, 3.0, 6.0])


def test_a_constant_difference_needs_one_replication() -> None:
    found = gain(CASES, CASES - 5.0, NONE)
    assert found.difference == 5.0
    assert found.ratio == math.inf
    assert found.correlation == pytest.approx(1.0)


def test_a_scenario_that_does_not_vary_shares_nothing() -> None:
    found = gain(np.zeros(4), CASES, NONE)
    assert found.ratio == pytest.approx(1.0)
    assert found.most == pytest.approx(1.0)
    assert math.isnan(found.correlation)


def test_an_effect_in_proportion_is_bounded_by_the_spreads() -> None:
    # Halved in every future: variances 1 and 4 with a difference of variance 1, whatever is shared.
    found = gain(CASES / 2.0, CASES, NONE)
    assert found.ratio == pytest.approx(5.0)
    assert found.most == pytest.approx(5.0)
    assert found.correlation == pytest.approx(1.0)


def test_what_was_drawn_explains_the_difference() -> None:
    drawn = np.array([0.0, 1.0, 0.0, 1.0])
    found = gain(CASES + drawn, CASES, drawn[:, None])
    assert found.adjusted > 1e12
    noise = np.array([0.5, 0.5, -0.5, -0.5])
    found = gain(CASES + drawn + noise, CASES, drawn[:, None])
    # Noise lies at right angles to what was drawn: squares of 4 · 0.25 over 4 − 2 are left.
    assert found.adjusted == pytest.approx(found.unpaired / 0.5)


def test_blocks_hold_every_future_once() -> None:
    assert [block.tolist() for block in blocks(3)] == [[0, 1, 2]]
    assert np.concatenate(list(blocks(250))).tolist() == list(range(250))
    assert [len(block) for block in blocks(400)] == [100] * 4
