"""Classes live with their cohort: they go on, are split, merged, or divided anew when rooms are short.

Arrays hold every class-forming grade of one room pool side by side: ``pupils`` and ``classes`` are
(replications, pools, cells), a cell being a grade of the campus, entry grades among them. A cell that the
campus does not have stays empty. Sizes within a cell differ by at most one (n // k and n // k + 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ClassRules:
    """Rules that hold for every cell of the pool grid."""

    planning: Ints
    """Size to which new classes are planned, shape (cells,) [pupils]."""
    hard_cap: Ints
    """Size that admissions and merging never pass, shape (cells,) [pupils]."""
    entry: Bools
    """Entry grades, shape (cells,): formed on the day, never split."""
    last: Bools
    """Last grades, shape (cells,): split only above the hard cap, for a year is left."""
    split_above: Ints | None
    """Size above which a class that goes on is split while a room is left, shape (cells,) [pupils]; None: never."""


@dataclass(frozen=True)
class Fitted:
    """Classes that fit their rooms, and what it took."""

    classes: Ints
    """Shape (replications, pools, cells) [classes]."""
    borrowed: Ints
    """Special rooms used as classrooms, shape (replications, pools) [rooms]."""
    merged: Ints
    """Classes merged away for want of a room, shape (replications, pools) [classes]."""
    anew: Bools
    """Whether everything was divided anew, shape (replications, pools)."""
    makeshift: Ints
    """Rooms still missing: a grade keeps one class wherever it sits, shape (replications, pools) [rooms]."""


def size_of_largest(pupils: Ints, classes: Ints) -> Ints:
    """Largest class of each cell, 0 without classes [pupils]."""
    return _rounded_up(pupils, np.maximum(classes, 1)) * (classes > 0)


def planned_classes(pupils: Ints, planning: Ints | int) -> Ints:
    """Fewest classes that keep the planning size [classes]."""
    return _rounded_up(pupils, planning)


def _rounded_up(pupils: Ints, by: Ints | int) -> Ints:
    """Quotient rounded up: in floating point, several times faster and exact for numbers so far below 2**53."""
    return np.ceil(pupils / by).astype(np.int64)


def go_on(pupils: Ints, classes: Ints, rules: ClassRules) -> Ints:
    """Number of classes that go on: last year's, fewer where the rest stays within the planning size.

    A grade that has pupils but no class (it moved in, or nobody was there before) is formed to the planning
    size; a grade without pupils has no class.
    """
    formed = planned_classes(pupils, rules.planning)
    kept = np.minimum(classes, np.maximum(formed, 1))
    return np.where(pupils == 0, 0, np.where(classes == 0, formed, kept))


def fit_rooms(pupils: Ints, classes: Ints, entry_rooms: Ints, rooms: Ints, special: Ints, rules: ClassRules) -> Fitted:
    """Fit the classes that go on into the rooms.

    ``entry_rooms`` : (replications, pools) rooms that entry grades need at the least; ``rooms`` : (replications,
    pools); ``special`` : (replications, pools) rooms that may be borrowed. In order: borrow special rooms, merge
    classes of the grade with the smallest mean as far as the hard cap, divide everything anew by the smallest
    common cap; rooms that are still missing are makeshift.
    """
    short = np.maximum(classes.sum(axis=2) + entry_rooms - rooms, 0)
    borrowed = np.minimum(short, special)
    missing = short - borrowed
    merged_classes, short = _merge_smallest(pupils, classes.copy(), missing, rules)
    merged, anew, makeshift = missing - short, short > 0, np.zeros_like(short)
    where = np.nonzero(anew)
    if len(where[0]):
        available = (rooms + borrowed - entry_rooms)[where]
        merged_classes[where] = divide_anew(pupils[where], available)
        makeshift[where] = np.maximum(merged_classes[where].sum(axis=1) - available, 0)
    return Fitted(merged_classes, borrowed, merged, anew, makeshift)


def _merge_smallest(pupils: Ints, classes: Ints, short: Ints, rules: ClassRules) -> tuple[Ints, Ints]:
    """Merge one class away at a time, in the grade with the smallest mean, while rooms are short."""
    short = short.copy()
    where = np.nonzero(short > 0)
    while len(where[0]):
        here, there = pupils[where], classes[where]
        fits = (there > 1) & (size_of_largest(here, there - 1) <= rules.hard_cap)
        mean = np.where(fits, here / np.maximum(there, 1), np.inf)
        # What fits nowhere never will: the others go on.
        merging = fits.any(axis=1)
        where = tuple(index[merging] for index in where)
        classes[*where, mean[merging].argmin(axis=1)] -= 1
        short[where] -= 1
        where = tuple(index[short[where] > 0] for index in where)
    return classes, short


def divide_anew(pupils: Ints, rooms: Ints, least: Ints | int = 1) -> Ints:
    """Divide grades anew by the smallest common cap k with the sum of ceil(n / max(k, least)) within the rooms.

    ``pupils`` : (..., cells), ``rooms`` : (...), ``least`` : (cells,) sizes below which no class is made.
    A grade with pupils keeps one class even when that is more than the rooms. Returns classes (..., cells).
    """
    low = np.ones(rooms.shape, dtype=np.int64)
    high = np.maximum(low, pupils.max(axis=-1, initial=1))
    while (low < high).any():
        middle = (low + high) // 2
        fits = _rounded_up(pupils, np.maximum(middle[..., None], least)).sum(axis=-1) <= rooms
        high = np.where(fits, middle, high)
        low = np.where(fits, low, np.minimum(middle + 1, high))
    return _rounded_up(pupils, np.maximum(high[..., None], least))


def split(pupils: Ints, classes: Ints, rooms_left: Ints, rules: ClassRules) -> tuple[Ints, Ints]:
    """Split classes that go on, the most crowded grade first, while a room is left.

    Returns the classes and the rooms still left. Ties go to the earlier cell.
    """
    if rules.split_above is None:
        return classes, rooms_left
    most = np.where(rules.last, np.maximum(rules.split_above, rules.hard_cap), rules.split_above)
    classes, rooms_left = classes.copy(), rooms_left.copy()
    where = np.nonzero(rooms_left > 0)
    while len(where[0]):
        here, there = pupils[where], classes[where]
        # Above the size means more than it for each of the classes.
        crowded = (here > most * there) & ~rules.entry & (there > 0)
        splitting = crowded.any(axis=1)
        where = tuple(index[splitting] for index in where)
        mean = np.where(crowded, here / np.maximum(there, 1), -1.0)[splitting]
        classes[*where, mean.argmax(axis=1)] += 1
        rooms_left[where] -= 1
        where = tuple(index[rooms_left[where] > 0] for index in where)
    return classes, rooms_left


def form_entry(intake: Ints, planning: int, rooms_left: Ints) -> Ints:
    """Entry classes: as many as the planning size asks, as the rooms allow, at least one if there is an intake."""
    wanted = planned_classes(intake, planning)
    return np.where(intake > 0, np.maximum(np.minimum(wanted, rooms_left), 1), 0)
