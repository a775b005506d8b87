"""Whole people by cell, and how they are taken out and put in: ``docs/exact/staff.md``, 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from seatsim.domain.staff import FIRST_AGE, IN_POST, LAST_AGE, MEN, OUTSIDE, PLAIN, SENIOR, WOMEN

Cell: TypeAlias = tuple[int, int, int, int]
"""In post or outside, sex, title, age on 1 September [years]."""
Stock: TypeAlias = dict[Cell, int]
"""People by cell; a cell that is left out is empty."""

AGES = range(FIRST_AGE, LAST_AGE + 1)
CELLS: tuple[Cell, ...] = tuple(
    (post, sex, title, age)
    for post in (IN_POST, OUTSIDE)
    for sex in (WOMEN, MEN)
    for title in (PLAIN, SENIOR)
    for age in AGES
)
"""All cells in their order (1.1)."""
CELLS_IN_POST = tuple(cell for cell in CELLS if cell[0] == IN_POST)
CELLS_OUTSIDE = tuple(cell for cell in CELLS if cell[0] == OUTSIDE)


def people(stock: Mapping[Cell, int], cells: Iterable[Cell] = CELLS) -> int:
    """People in these cells."""
    return sum(stock.get(cell, 0) for cell in cells)


def posts_of(stock: Mapping[Cell, int]) -> int:
    """Posts (1.2)."""
    return people(stock, CELLS_IN_POST)


def outside_of(stock: Mapping[Cell, int]) -> int:
    """Teachers outside posts (1.2)."""
    return people(stock, CELLS_OUTSIDE)


def teachers_of(stock: Mapping[Cell, int], teaching_share: float) -> int:
    """Full-time teachers (1.3); Python's ``round`` halves to the even number."""
    return round(posts_of(stock) * teaching_share) + outside_of(stock)


def take(stock: Stock, cells: Iterable[Cell], chance: Callable[[Cell], float], start: float) -> Stock:
    """Take whole people out of some cells of the stock, running along them (1.4); who is taken is returned."""
    taken: Stock = {}
    running, floor_before = 0.0, 0
    for cell in cells:
        there = stock.get(cell, 0)
        if there == 0:
            continue
        running += there * chance(cell)
        floor_now = math.floor(running + start)
        taken[cell] = min(there, floor_now - floor_before)
        stock[cell] = there - taken[cell]
        floor_before = floor_now
    return taken


def put(stock: Stock, arriving: Mapping[Cell, int]) -> None:
    """Put people into the stock."""
    for cell, number in arriving.items():
        stock[cell] = stock.get(cell, 0) + number


def spread(number: int, weights: Mapping[Cell, float], start: float) -> Stock:
    """Spread people along some cells, whose weights sum to 1 (1.5)."""
    parts: Stock = {}
    running, floor_before = 0.0, 0
    last = list(weights)[-1]
    for cell, weight in weights.items():
        running += weight
        floor_now = number if cell == last else min(number, math.floor(number * running + start))
        parts[cell] = floor_now - floor_before
        floor_before = floor_now
    return parts


def scaled(stock: Mapping[Cell, int], factor: float) -> Stock:
    """Every cell times a factor, so that the running sums are rounded (3.1)."""
    told: Stock = {}
    running, floor_before = 0.0, 0
    for cell in CELLS:
        running += stock.get(cell, 0) * factor
        floor_now = math.floor(running + 0.5)
        told[cell] = floor_now - floor_before
        floor_before = floor_now
    return told
