"""The stock of staff by stage, post, sex, title and age: who leaves, ages, is promoted, moves and is hired.

Arrays are (replications, stages, in post or outside, sexes, titles, ages), whole people. A rate is applied to a stage
by running along its cells: a cell gives up one person where the running sum of expected people passes a whole number,
from an addressed start. Each cell loses its expected number or the whole number on either side of it, and a stage its
expected number to within one; how much a year's number errs beyond that is the shock on the rate.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.domain.staff import (
    FIRST_AGE,
    IN_POST,
    LAST_AGE,
    OUTSIDE,
    PLAIN,
    SENIOR,
    TITLES_FROM,
    TITLES_UNTIL,
    Leaving,
    StaffBaseline,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

HIRED = slice(22 - FIRST_AGE, 32 - FIRST_AGE)
"""Ages of those hired, 22 to 31 (assumed)."""
_HIRED_WEIGHTS = np.array([4.0, 6.0, 6.0, 5.0, 4.0, 3.0, 2.0, 2.0, 1.0, 1.0])
TALENT = slice(30 - FIRST_AGE, 42 - FIRST_AGE)
"""Ages of high-level teachers, 30 to 41 (assumed)."""
_CELLS_TOGETHER = 1 << 15
"""Cells that ``take`` works on at a time: they stay in the cache, where blocks of many replications do not [cells]."""


def take(stock: Ints, chances: Floats, start: Floats) -> Ints:
    """Whole people of each cell to whom something with these chances happens, shape of ``stock``.

    ``stock`` : (replications, stages, ...); ``chances`` broadcasts to it; ``start`` : (replications, stages) in (0, 1).
    """
    taken, chances = np.empty(stock.shape, dtype=np.int64), np.broadcast_to(chances, stock.shape)
    if not stock.size:  # nobody of any age has a chance
        return taken
    together = max(_CELLS_TOGETHER * len(stock) // stock.size, 1)
    for first in range(0, len(stock), together):
        rows = slice(first, first + together)
        expected = (stock[rows] * chances[rows]).reshape(*taken[rows].shape[:2], -1)
        taken[rows] = _where_it_passes(expected, start[rows]).reshape(taken[rows].shape)
    # The sum of many chances can pass a whole number by the last bit: nobody more than there is.
    return np.minimum(taken, stock, out=taken)


def _where_it_passes(expected: Floats, start: Floats) -> Ints:
    """Whole people of each cell, where the running sum from ``start`` passes whole numbers; uses ``expected`` up."""
    running = np.cumsum(expected, axis=2, out=expected)
    running += start[:, :, None]
    np.floor(running, out=running)
    passed = np.empty(running.shape, dtype=np.int64)
    passed[:, :, :1] = running[:, :, :1]
    np.subtract(running[:, :, 1:], running[:, :, :-1], out=passed[:, :, 1:], casting="unsafe")
    return passed


def spread(total: Ints, weights: Floats, start: Floats) -> Ints:
    """Share ``total`` people of each stage over cells, (replications, stages, *cells of the weights*).

    ``weights`` : (stages, ...), each stage summing to 1; sums are exact.
    """
    flat = np.cumsum(weights.reshape(len(weights), -1), axis=1)
    flat[:, -1] = 1.0
    running = np.floor(total[:, :, None] * flat + start[:, :, None])
    running[:, :, -1] = total
    shared = np.diff(np.minimum(running, total[:, :, None]), axis=2, prepend=0.0)
    return shared.astype(np.int64).reshape(*total.shape, *weights.shape[1:])


def scale(baseline: StaffBaseline, factor: Floats) -> Ints:
    """The baseline's stock times each future's factor, shape (replications, stages, ...).

    ``factor`` : (replications, stages).
    """
    here = np.broadcast_to(baseline.stock, (len(factor), *baseline.stock.shape))
    flat = (here * factor[:, :, None, None, None, None]).reshape(*here.shape[:2], -1)
    return _where_it_passes(flat, np.full_like(factor, 0.5)).reshape(here.shape)


def leaving_rates(leaving: Leaving) -> Floats:
    """Rate of leaving by post and age, shape (in post or outside, 1, 1, ages) [share/year]."""
    ages = np.arange(FIRST_AGE, LAST_AGE + 1)
    rates = np.where(ages < 30, leaving.under_30, np.where(ages < 50, leaving.from_30, leaving.from_50))
    return np.stack([rates, np.minimum(rates * leaving.outside_factor, 1.0)])[:, None, None, :]


def grow_older(stock: Ints) -> Ints:
    """Everybody is a year older; the oldest stay in the last age."""
    older = np.empty_like(stock)
    older[..., 0] = 0
    older[..., 1:] = stock[..., :-1]
    older[..., -1] += stock[..., -1]
    return older


def promote(stock: Ints, most: float, start: Floats) -> Ints:
    """Give senior titles to staff in posts, so that their share rises to ``most`` between 35 and 50.

    Changes the ``stock`` and returns it.
    """
    ages = np.arange(FIRST_AGE, LAST_AGE + 1)
    share = most * np.clip((ages - TITLES_FROM) / (TITLES_UNTIL - TITLES_FROM), 0.0, 1.0)
    before = most * np.clip((ages - 1 - TITLES_FROM) / (TITLES_UNTIL - TITLES_FROM), 0.0, 1.0)
    chances = np.divide(share - before, 1.0 - before, out=np.zeros_like(share), where=before < 1.0)
    rising = with_chance(chances)
    in_post = stock[:, :, IN_POST, :, :, rising]
    promoted = take(in_post[:, :, :, PLAIN], chances[rising], start)
    in_post[:, :, :, PLAIN] -= promoted
    in_post[:, :, :, SENIOR] += promoted
    return stock


def with_chance(chances: Floats) -> slice:
    """Ages from the first to the last with any chance: nobody of another age is taken, and none need be looked at."""
    ages = np.flatnonzero(chances.reshape(-1, chances.shape[-1]).any(axis=0))
    return slice(int(ages[0]), int(ages[-1]) + 1) if len(ages) else slice(0, 0)


def hired_weights(women: Floats) -> Floats:
    """Who is hired, by stage, sex and age within ``HIRED``, shape (stages, sexes, ages); each stage sums to 1."""
    sexes = np.stack([women, 1.0 - women], axis=1)
    weights: Floats = sexes[:, :, None] * (_HIRED_WEIGHTS / _HIRED_WEIGHTS.sum())
    return weights


def talent_weights(women: Floats) -> Floats:
    """Who comes as a high-level teacher, by stage, sex, title (half and half) and age within ``TALENT``."""
    sexes, ages = np.stack([women, 1.0 - women], axis=1), TALENT.stop - TALENT.start
    return np.broadcast_to(sexes[:, :, None, None] / (2 * ages), (len(women), 2, 2, ages)).copy()


def hire(stock: Ints, hires: Ints, outside: Ints, talent: Ints, women: Floats, start: Floats) -> Ints:
    """Add those who begin on opening day; ``hires``, ``outside``, ``talent`` : (replications, stages).

    Changes the ``stock`` and returns it.
    """
    weights = hired_weights(women)
    stock[:, :, IN_POST, :, PLAIN, HIRED] += spread(hires, weights, start)
    stock[:, :, OUTSIDE, :, PLAIN, HIRED] += spread(outside, weights, start)
    if talent.any():
        stock[:, :, IN_POST, :, :, TALENT] += spread(talent, talent_weights(women), start)
    return stock


def in_posts(stock: Ints) -> Ints:
    """Staff in posts by stage, shape (replications, stages) [staff]."""
    return everybody(stock[:, :, IN_POST])


def outside_posts(stock: Ints) -> Ints:
    """Teachers outside posts by stage, shape (replications, stages) [teachers]."""
    return everybody(stock[:, :, OUTSIDE])


def everybody(cells: Ints) -> Ints:
    """Sum over all but the first two axes; as one axis, which is several times faster than one by one."""
    total: Ints = cells.reshape(*cells.shape[:2], -1).sum(axis=2)
    return total
