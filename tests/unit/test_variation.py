"""The official coefficient of variation."""

from __future__ import annotations

import numpy as np
import pytest

from seatsim.indicators.variation import variation

PUPILS = np.array([45, 37, 89, 76, 55])
BOOKS = np.array([279, 137, 935, 160, 402])


def test_worked_example() -> None:
    assert round(float(variation(BOOKS, PUPILS)), 2) == 0.52


def test_even_schools_do_not_vary() -> None:
    assert variation(PUPILS * 7, PUPILS) == pytest.approx(0, abs=1e-12)


def test_population_form_by_hand() -> None:
    # Two schools of 100: 1 and 3 per pupil, mean 2, deviation 1.
    assert variation(np.array([100, 300]), np.array([100, 100])) == pytest.approx(0.5)
    # The large school weighs more: mean (100 + 900) / 400 = 2.5, squares (100 * 2.25 + 300 * .25) / 400 = .75.
    assert variation(np.array([100, 900]), np.array([100, 300])) == pytest.approx(np.sqrt(0.75) / 2.5)


def test_leading_axes_broadcast() -> None:
    pupils = np.stack([np.stack([PUPILS, PUPILS * 2]), np.stack([PUPILS + 1, PUPILS])])
    found = variation(BOOKS, pupils)
    assert found.shape == (2, 2)
    assert found[0, 0] == pytest.approx(found[0, 1])
    assert found[1, 0] == variation(BOOKS, PUPILS + 1)
    assert found[1, 0] != found[0, 0]


def test_units_without_pupils_or_without_amounts_are_left_out() -> None:
    pupils = np.array([45, 37, 89, 76, 55, 0, 400])
    books = np.array([279, 137, 935, 160, 402, 50, np.nan])
    assert variation(books, pupils) == pytest.approx(float(variation(BOOKS, PUPILS)))


def test_small_units_are_left_out_on_request() -> None:
    assert variation(BOOKS, PUPILS, fewest=50) == pytest.approx(float(variation(BOOKS[2:], PUPILS[2:])))
    assert variation(BOOKS, PUPILS, fewest=50) != pytest.approx(float(variation(BOOKS, PUPILS)))


def test_nothing_to_compare_is_not_a_number() -> None:
    assert np.isnan(variation(np.array([3.0]), np.array([0])))
    assert np.isnan(variation(np.zeros(2), np.array([10, 20])))
