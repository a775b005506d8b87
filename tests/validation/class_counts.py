"""Classes and pupils by school, year and grade, and what the program's own class rules make of them.

The pupils of a year are given: what is tested is how many classes they are put into. Rooms and teachers are
unknown in such data, so every school has a room for each class that the rules ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.model.classes import ClassRules, form_entry, go_on, split

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_SIZES = range(10, 61)
"""Sizes tried as planning size and ``split_above`` [pupils]."""
_PSEUDO_CELLS = 10.0
"""What the other grades count for where a grade's two sizes are chosen [cells]."""


@dataclass(frozen=True)
class Counts:
    """Classes of a district; arrays (schools, years, grades), 0 where a school has no such grade in a year."""

    schools: tuple[str, ...]
    """Names."""
    years: Ints
    """Consecutive years, shape (years,)."""
    grades: Ints
    """Consecutive grades, the entry grade first, shape (grades,)."""
    pupils: Ints
    """Pupils [pupils]."""
    classes: Ints
    """Classes [classes]."""
    largest: Ints
    """Largest class [pupils]."""
    sizes: tuple[tuple[int, int, int, int], ...]
    """Every class: place of its school, year and grade, and its size [pupils]."""

    @property
    def before(self) -> Ints:
        """Classes that the cohort had a year ago in the grade below, 0 where there were none [classes]."""
        return a_year_on(self.classes)

    def targets(self, largest: int, left_out: tuple[int, ...] = ()) -> Bools:
        """Cells that are scored: the cohort had a class last year, and no class is above ``largest``."""
        known = (self.classes > 0) & (self.before > 0) & (self.largest <= largest)
        return known & ~np.isin(self.years, left_out)[None, :, None]


@dataclass(frozen=True)
class Sizes:
    """The two sizes of the class rules by grade, shape (grades,) [pupils]."""

    planning: Ints
    """A cohort keeps its classes unless fewer stay within this size."""
    split_above: Ints
    """A class more is made above this mean size."""


def read_sections(path: Path) -> Counts:
    """Read one row a class: ``school,year,grade,section,size``, more columns are passed over."""
    rows = pl.read_csv(path).filter(pl.col("size") > 0).select("school", "year", "grade", "size")
    schools = tuple(sorted(rows["school"].unique().to_list()))
    place = {school: index for index, school in enumerate(schools)}
    years = np.arange(_least(rows, "year"), _most(rows, "year") + 1)
    grades = np.arange(_least(rows, "grade"), _most(rows, "grade") + 1)
    pupils = np.zeros((len(schools), len(years), len(grades)), dtype=np.int64)
    classes, largest, sizes = pupils.copy(), pupils.copy(), []
    for school, year, grade, size in rows.iter_rows():
        cell = (place[school], int(year - years[0]), int(grade - grades[0]))
        pupils[cell] += int(size)
        classes[cell] += 1
        largest[cell] = max(largest[cell], int(size))
        sizes.append((*cell, int(size)))
    return Counts(schools, years, grades, pupils, classes, largest, tuple(sizes))


def _least(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].to_numpy().min())


def _most(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].to_numpy().max())


def a_year_on(cells: Ints) -> Ints:
    """What stood a year ago in the grade below, same shape (schools, years, grades)."""
    moved = np.zeros_like(cells)
    moved[:, 1:, 1:] = cells[:, :-1, :-1]
    return moved


def formed(pupils: Ints, before: Ints, sizes: Sizes) -> Ints:
    """Classes by the program's own rules, from the classes of the cohort a year ago; (schools, years, grades).

    Entry classes to the planning size; above, classes go on, fewer where the rest stays within the planning size,
    more where the mean is above ``split_above``. A room is there for each of them.
    """
    grades = pupils.shape[2]
    entry = np.arange(grades) == 0
    never, no_last = np.full(grades, int(pupils.max(initial=1))), np.zeros(grades, dtype=bool)
    rules = ClassRules(sizes.planning, never, entry, no_last, sizes.split_above)
    grid = pupils.reshape(1, -1, grades)
    rooms = np.full(grid.shape[:2], int(grid.sum()))
    classes = go_on(grid, before.reshape(1, -1, grades), rules)
    classes[:, :, 0] = form_entry(grid[:, :, 0], int(sizes.planning[0]), rooms)
    classes, _ = split(grid, classes, rooms, rules)
    return classes.reshape(pupils.shape)


def carried(counts: Counts, sizes: Sizes, left_out: tuple[int, ...]) -> tuple[Ints, Bools]:
    """Classes of cohorts carried from their entry classes on by the rules alone, and which cells have such a cohort.

    From the second grade on the rules see the classes that they made themselves. A cohort that passes through a
    year that is left out, or was not there in some year, is not followed further.
    """
    there = (counts.classes > 0) & ~np.isin(counts.years, left_out)[None, :, None]
    followed = there & (np.arange(len(counts.grades)) == 0)
    classes = counts.classes * followed
    for _ in counts.grades[1:]:
        step = formed(counts.pupils, a_year_on(classes), sizes)
        goes_on = (a_year_on(followed.astype(np.int64)) > 0) & there
        classes, followed = np.where(goes_on, step, classes), followed | goes_on
    return classes, followed & (np.arange(len(counts.grades)) > 0)


@dataclass(frozen=True)
class Trials:
    """Every pair of sizes tried in every cell."""

    pairs: tuple[tuple[int, int], ...]
    """Planning size and ``split_above``, the latter not below the former [pupils]."""
    exact: Bools
    """Whether the rules with this pair make the true number of classes, shape (pairs, schools, years, grades)."""

    @staticmethod
    def of(counts: Counts, sizes: range = _SIZES) -> Trials:
        """Try all pairs of ``sizes``; which they are does not depend on the data."""
        pairs = tuple((low, high) for low in sizes for high in sizes if high >= low)
        exact = np.stack(
            [formed(counts.pupils, counts.before, _everywhere(pair, counts)) == counts.classes for pair in pairs]
        )
        return Trials(pairs, exact)

    def best(self, cells: Bools, by_grade: bool = True) -> Sizes:
        """The pair that is exact most often in ``cells``, by grade or one for all grades.

        The other grades count for a grade as ten cells of its own would: a grade with few cells follows them.
        """
        hits = (self.exact & cells).sum(axis=(1, 2)).astype(float)
        told = cells.sum(axis=(0, 1))
        others = (hits.sum(axis=1)[:, None] - hits) / np.maximum(told.sum() - told, 1)
        weighed = hits + _PSEUDO_CELLS * others if by_grade else np.broadcast_to(hits.sum(axis=1)[:, None], hits.shape)
        chosen = np.array(self.pairs)[weighed.argmax(axis=0)]
        return Sizes(chosen[:, 0].copy(), chosen[:, 1].copy())


def _everywhere(pair: tuple[int, int], counts: Counts) -> Sizes:
    return Sizes(np.full(len(counts.grades), pair[0]), np.full(len(counts.grades), pair[1]))


def best_caps(counts: Counts, cells: Bools, by_grade: bool) -> Ints:
    """The cap, by grade or for all, whose quotient rounded up is exact most often in ``cells``, (grades,) [pupils]."""
    caps = np.arange(1, int(counts.largest.max()) + 2)
    exact = np.stack([((by_cap(counts, cap) == counts.classes) & cells).sum(axis=(0, 1)) for cap in caps[:, None]])
    if not by_grade:
        exact = np.broadcast_to(exact.sum(axis=1)[:, None], exact.shape)
    best: Ints = caps[exact.argmax(axis=0)]
    return best


def school_caps(counts: Counts, cells: Bools) -> Ints:
    """The cap of each school that is exact most often in its ``cells``; the common one without any, (schools, 1, 1)."""
    common, caps = best_caps(counts, cells, by_grade=False), []
    for school, _ in enumerate(counts.schools):
        own = np.zeros_like(cells)
        own[school] = cells[school]
        caps.append(best_caps(counts, own, by_grade=False)[0] if own.any() else common[0])
    return np.array(caps, dtype=np.int64)[:, None, None]


def by_cap(counts: Counts, cap: Ints) -> Ints:
    """Fewest classes with nobody above the cap, whatever the cohort had, (schools, years, grades) [classes]."""
    return -(-counts.pupils // cap)


def rolled(counts: Counts, trials: Trials, cells: Bools) -> tuple[Ints, Bools]:
    """Classes of every year by sizes chosen on the years before it alone, and the cells of years that have some."""
    classes, told = np.zeros_like(counts.classes), np.zeros_like(cells)
    for place, _ in enumerate(counts.years):
        earlier = cells.copy()
        earlier[:, place:] = False
        if earlier.any():
            sizes = trials.best(earlier)
            classes[:, place] = formed(counts.pupils, counts.before, sizes)[:, place]
            told[:, place] = cells[:, place]
    return classes, told


def above(counts: Counts, classes: Ints, cells: Bools, size: int) -> float:
    """Share of the pupils of ``cells`` who sit in a class above ``size`` when each grade is divided evenly."""
    pupils, into = counts.pupils[cells], np.maximum(classes[cells], 1)
    small, larger = pupils // into, pupils % into
    crowded = larger * (small + 1) * (small + 1 > size) + (into - larger) * small * (small > size)
    return float(crowded.sum() / pupils.sum())


def truly_above(counts: Counts, cells: Bools, size: int) -> float:
    """Share of the pupils of ``cells`` who sit in a class above ``size``."""
    crowded = sum(pupils for *cell, pupils in counts.sizes if cells[tuple(cell)] and pupils > size)
    return float(crowded / counts.pupils[cells].sum())
