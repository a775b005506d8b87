"""Whole pupils by largest remainder."""

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.model.apportion import Groups, round_to_total, share_out
from seatsim.model.streams import hashes


def _groups(of: list[int], count: int) -> Groups:
    return Groups.make(np.array(of, dtype=np.int64), count, hashes([f"unit-{i}" for i in range(len(of))]))


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


def _by_fractions(total: list[int], weights: list[int], of: list[int], ties: list[int]) -> list[int]:
    """Largest remainders, cell by cell, in exact fractions."""
    shared = [0] * len(weights)
    for group, amount in enumerate(total):
        cells = [cell for cell, home in enumerate(of) if home == group]
        together = sum(weights[cell] for cell in cells)
        if together == 0:
            continue
        exact = {cell: Fraction(amount * weights[cell], together) for cell in cells}
        for cell in cells:
            shared[cell] = floor(exact[cell])
        left = amount - sum(shared[cell] for cell in cells)
        for cell in sorted(cells, key=lambda cell: (shared[cell] - exact[cell], ties[cell]))[:left]:
            shared[cell] += 1
    return shared


_SIZES = st.sampled_from([3, 200, 10**6, 2**31 - 1, 2**34, 3 * 10**9])


@given(st.data(), _SIZES, _SIZES, st.integers(1, 5))
def test_sharing_agrees_with_exact_fractions_whatever_the_size(
    data: st.DataObject, totals: int, weights: int, count: int
) -> None:
    of = data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=9))
    rows = data.draw(st.integers(1, 3))
    amounts = st.one_of(st.just(0), st.integers(0, min(totals, (2**63 - 1) // weights)))
    total = data.draw(st.lists(st.lists(amounts, min_size=count, max_size=count), min_size=rows, max_size=rows))
    cells = st.lists(st.one_of(st.integers(0, 2), st.integers(0, weights)), min_size=len(of), max_size=len(of))
    weight = data.draw(st.lists(cells, min_size=rows, max_size=rows))
    ties = data.draw(st.lists(st.integers(0, 2**64 - 1), min_size=len(of), max_size=len(of), unique=True))
    groups = Groups.make(np.array(of), count, np.array(ties, dtype=np.uint64))
    shared = share_out(np.array(total), np.array(weight), groups)
    assert shared.tolist() == [_by_fractions(t, w, of, ties) for t, w in zip(total, weight, strict=True)]


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(5, 6))
def test_sums_of_groups_also_where_some_are_empty(of: list[int], count: int) -> None:
    cells = np.arange(3 * len(of)).reshape(3, len(of)) ** 2
    plain = np.zeros((3, count), dtype=np.int64)
    for cell, group in enumerate(of):
        plain[:, group] += cells[:, cell]
    assert np.array_equal(_groups(of, count).sums(cells), plain)


def test_weights_too_large_to_add_up_are_refused() -> None:
    with pytest.raises(OverflowError, match="too large"):
        share_out(np.array([[1]]), np.array([[2**62, 2**62]]), _groups([0, 0], 1))


@pytest.mark.parametrize("weight", [2**54, 2**60])
def test_equal_remainders_beyond_floating_point_go_to_one_cell(weight: int) -> None:
    shared = share_out(np.array([[1]]), np.array([[weight] * 3]), Groups.make(np.zeros(3, int), 1, hashes("abc")))
    assert shared[0].tolist() == _by_fractions([1], [weight] * 3, [0] * 3, hashes("abc").tolist())
    assert shared.sum() == 1


def test_many_groups_of_any_size_are_shared_out_as_each_alone() -> None:
    some = np.random.default_rng(7)
    of = np.repeat(np.arange(9), [1, 9, 0, 2, 5, 3, 1, 4, 7])
    groups = _groups(of.tolist(), 9)
    total, weights = some.integers(0, 60, (200, 9)), some.integers(0, 9, (200, len(of)))
    alone = [share_out(total[row : row + 1], weights[row : row + 1], groups)[0] for row in range(200)]
    assert np.array_equal(share_out(total, weights, groups), np.stack(alone))


def test_groups_beside_each_other_are_shared_out_as_by_themselves() -> None:
    some = np.random.default_rng(3)
    parts = [_groups([2, 0, 2, 2], 3), _groups([0, 0], 1), _groups([1, 0, 1], 4)]
    totals = [some.integers(0, 30, (6, part.count)) for part in parts]
    weights = [some.integers(0, 5, (6, len(part.of))) for part in parts]
    beside = Groups.beside(parts)
    shared = share_out(np.concatenate(totals, axis=1), np.concatenate(weights, axis=1), beside)
    apart = [share_out(total, weight, part) for total, weight, part in zip(totals, weights, parts, strict=True)]
    assert np.array_equal(shared, np.concatenate(apart, axis=1))
    sums = [part.sums(weight) for weight, part in zip(weights, parts, strict=True)]
    assert np.array_equal(beside.sums(np.concatenate(weights, axis=1)), np.concatenate(sums, axis=1))
