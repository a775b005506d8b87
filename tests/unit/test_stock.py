"""Rates applied to whole people: nobody is lost, each cell keeps its expectation, hires have their ages."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from seatsim.domain.staff import AGES, FIRST_AGE, IN_POST, OUTSIDE, PLAIN, SENIOR
from seatsim.domain.stages import STAGES
from seatsim.model.stock import grow_older, hire, promote, spread, take, with_chance
from shipped import SHIPPED

SHAPE = (2, len(STAGES), 2, 2, 2, AGES)
STARTS = np.full(SHAPE[:2], 0.25)
stocks = hnp.arrays(np.int64, SHAPE, elements=st.integers(0, 40))
starts = hnp.arrays(np.float64, SHAPE[:2], elements=st.floats(1e-9, 1 - 1e-9))


@given(stocks, st.floats(0.0, 1.0), starts)
def test_a_rate_takes_whole_people_within_one_of_what_is_expected(
    stock: np.ndarray, chance: float, start: np.ndarray
) -> None:
    taken = take(stock, np.full(SHAPE[2:], chance), start)
    assert ((taken >= 0) & (taken <= stock)).all()
    assert (np.abs(taken - stock * chance) <= 1 + 1e-6).all()
    whole = stock.sum(axis=(2, 3, 4, 5)) * chance
    assert (np.abs(taken.sum(axis=(2, 3, 4, 5)) - whole) <= 1 + 1e-6).all()


@given(stocks, starts)
def test_certain_and_impossible_are_exact(stock: np.ndarray, start: np.ndarray) -> None:
    assert (take(stock, np.ones(SHAPE[2:]), start) == stock).all()
    assert not take(stock, np.zeros(SHAPE[2:]), start).any()


def test_a_row_gives_up_the_same_people_in_any_block_and_for_any_ages_looked_at() -> None:
    random = np.random.default_rng(1)
    stock, start = random.integers(0, 12, (40, *SHAPE[1:])), random.random((40, SHAPE[1]))
    chances = random.random((40, *SHAPE[1:3], 1, 1, AGES)) * 0.2
    chances[..., :30] = 0.0
    taken = take(stock, chances, start)
    for row in range(len(stock)):
        one = slice(row, row + 1)
        assert np.array_equal(taken[one], take(stock[one], chances[one], start[one]))
    old = with_chance(chances)
    assert old == slice(30, AGES)
    assert np.array_equal(taken[..., old], take(stock[..., old], chances[..., old], start))
    assert not taken[..., :30].any()


def test_over_many_starts_every_cell_gives_up_its_expectation() -> None:
    """With 4,000 evenly spread starts the mean of a cell is its expectation to 1/4,000."""
    stock = np.zeros((4000, 1, 2, 2, 2, AGES), dtype=np.int64)
    stock[..., 10:40] = 3
    chances = np.linspace(0.0, 0.2, AGES)
    start = ((np.arange(4000) + 0.5) / 4000)[:, None]
    means = take(stock, chances, start).mean(axis=0)[0]
    assert np.abs(means - stock[0, 0] * chances).max() < 1 / 2000


@given(hnp.arrays(np.int64, SHAPE[:2], elements=st.integers(0, 500)), starts)
def test_spreading_keeps_the_sum(total: np.ndarray, start: np.ndarray) -> None:
    weights = np.ones((len(STAGES), 2, 5)) / 10
    shared = spread(total, weights, start)
    assert (shared >= 0).all()
    assert (shared.sum(axis=(2, 3)) == total).all()
    assert (np.abs(shared - total[:, :, None, None] / 10) <= 1 + 1e-6).all()


@given(stocks)
def test_growing_older_and_titles_lose_nobody(stock: np.ndarray) -> None:
    older = grow_older(stock)
    assert (older.sum(axis=5) == stock.sum(axis=5)).all()
    assert (older[..., 1:-1] == stock[..., :-2]).all()
    titled = promote(stock, 0.3, STARTS)
    assert (titled.sum(axis=4) == stock.sum(axis=4)).all()
    assert (titled[:, :, OUTSIDE] == stock[:, :, OUTSIDE]).all()


def test_where_nobody_may_hold_a_senior_title_nobody_gets_one() -> None:
    stock = np.ones(SHAPE, dtype=np.int64)
    assert (promote(stock.copy(), 0.0, STARTS) == stock).all()


def test_titles_reach_the_share_that_the_limit_allows_at_fifty() -> None:
    stock = np.zeros((1, 1, 2, 2, 2, AGES), dtype=np.int64)
    stock[0, 0, IN_POST, 0, PLAIN, 34 - FIRST_AGE] = 10_000
    for _ in range(20):
        stock = promote(grow_older(stock), 0.3, np.full((1, 1), 0.5))
    at_54 = stock[0, 0, IN_POST, 0, :, 54 - FIRST_AGE]
    assert abs(at_54[SENIOR] / at_54.sum() - 0.3) < 0.002


def test_no_senior_title_is_given_where_the_limit_allows_none() -> None:
    stock = np.ones((2, len(STAGES), 2, 2, 2, AGES), dtype=np.int64)
    assert np.array_equal(promote(stock.copy(), 0.0, np.full((2, len(STAGES)), 0.5)), stock)


def test_who_is_hired_is_young_and_the_talents_are_not() -> None:
    empty = np.zeros((1, len(STAGES), 2, 2, 2, AGES), dtype=np.int64)
    one = np.full((1, len(STAGES)), 100)
    women = np.full(len(STAGES), 0.6)
    stock = hire(empty, one, 2 * one, 3 * one, women, np.full((1, len(STAGES)), 0.5))
    assert stock[:, :, IN_POST].sum() == 400 * len(STAGES)
    assert stock[:, :, OUTSIDE].sum() == 200 * len(STAGES)
    assert not stock[..., : 22 - FIRST_AGE].any()
    assert not stock[..., 42 - FIRST_AGE :].any()
    assert stock[:, :, OUTSIDE, 0].sum() == 120 * len(STAGES)
    assert stock[:, :, IN_POST, :, SENIOR].sum() == 150 * len(STAGES)


def test_the_shipped_rates_of_leaving_fall_with_age() -> None:
    leaving = SHIPPED.uncertainty.leaving
    assert leaving.under_30 > leaving.from_30 > leaving.from_50 > 0
