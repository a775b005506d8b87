"""Whole pupils by largest remainder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.model.apportion import Groups, round_to_total, share_out
from seatsim.model.streams import hashes


def _groups(of: list[int], count: int) -> Groups:
    return Groups.make(np.array(of), count, hashes([f"unit-{i}" for i in range(len(of))]))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500)), min_size=1, max_size=12),
    st.lists(st.integers(0, 3000), min_size=4, max_size=4),
)
def test_shares_add_up_and_stay_within_one_of_proportional(cells: list[tuple[int, int]], totals: list[int]) -> None:
    groups = _groups([group for group, _ in cells], 4)
    weights = np.array([[weight for _, weight in cells]])
    total = np.array([totals])
    shared = share_out(total, weights, groups)
    weight = groups.sums(weights)
    assert np.array_equal(groups.sums(shared), np.where(weight > 0, total, 0))
    exact = total[:, groups.of] * weights / np.maximum(weight, 1)[:, groups.of]
    assert (np.abs(shared - exact) < 1.0).all()
    fits = (total <= weight)[:, groups.of]
    assert (shared[fits] <= weights[fits]).all()


@given(st.permutations(range(7)))
def test_the_order_of_schools_does_not_matter(order: list[int]) -> None:
    ties = hashes([f"unit-{i}" for i in range(7)])
    weights = np.array([[3, 3, 3, 5, 5, 0, 3]])
    zone = np.array([0, 0, 1, 1, 0, 1, 1])
    total = np.array([[10, 8]])
    straight = share_out(total, weights, Groups.make(zone, 2, ties))
    moved = share_out(total, weights[:, order], Groups.make(zone[order], 2, ties[order]))
    assert np.array_equal(straight[:, order], moved)


def test_rounding_keeps_the_total_and_the_order_of_remainders() -> None:
    values = np.array([[1.4, 2.6, 3.0], [1.5, 1.5, 1.0]])
    rounded = round_to_total(values, np.array([7, 4]), np.array([[0.0, 0.1, 0.2], [0.9, 0.1, 0.5]]))
    assert rounded.tolist() == [[1, 3, 3], [1, 2, 1]]


def test_numbers_that_would_not_fit_are_refused_and_never_wrong() -> None:
    with pytest.raises(OverflowError, match="too large"):
        share_out(np.array([[10**12]]), np.array([[10**7, 10**7]]), _groups([0, 0], 1))
