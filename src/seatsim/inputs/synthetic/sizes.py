"""Classes and class sizes of the cells of a stage: who is crowded, by how much, and sums that come out exactly.

A cell is one school in one grade, its classes differ by at most one pupil: a single large class is the one that
takes a cell of 55 over it. A score orders the cells by crowding; the variants differ in how many cells are above
the standard class, never in classes or in grade sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.inputs.synthetic.apportion import apportion, apportion_at_least_one, round_to_sum, solve

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LARGE = 56
"""Smallest large class (大班额) [pupils]."""
_PEAK = 2.0
"""How steeply the sizes above the standard rise towards the most crowded cell (assumed)."""
_SPREAD = 0.9
"""How strongly the score moves a class below the standard, on the logistic scale (assumed)."""
_BOUNDS = 40.0


@dataclass(frozen=True)
class Crowding:
    """How crowded a stage is."""

    standard: int
    """Standard class [pupils]."""
    smallest: float
    """Size that the thinnest classes approach [pupils]."""
    above: float
    """Share of classes above the standard class [share of classes]."""
    large: float
    """Share of classes of 56 and more [share of classes]."""


def class_counts(weights: Floats, pupils: tuple[int, ...], mean_size: float) -> Ints:
    """Classes by school and grade, shape (schools, grades), so that the stage has its mean class size [classes].

    ``weights`` are the schools' shares of the classes, shape (schools,); every school has a class in every grade.
    """
    total = round(sum(pupils) / mean_size)
    by_grade = apportion(np.array(pupils, dtype=np.float64), total)
    return np.stack([apportion_at_least_one(weights, int(k)) for k in by_grade], axis=1)


def crowded_pupils(pupils: tuple[int, ...], classes: Ints, score: Floats, crowding: Crowding) -> Ints:
    """Pupils by school and grade, shape (schools, grades), that meet the grade sums and the shares of ``crowding``.

    Raises ValueError if the grade sums leave no room for those shares.
    """
    total = int(classes.sum())
    above = apportion(classes.sum(axis=0).astype(np.float64), round(crowding.above * total))
    large = large_cells(classes, score, round(crowding.large * total), above)
    columns = [
        _grade(pupils[g], classes[:, g], score[:, g], large[:, g], int(above[g]), crowding)
        for g in range(classes.shape[1])
    ]
    return np.stack(columns, axis=1)


def thin_pupils(pupils: int, classes: Ints, score: Floats, smallest: float, largest: float) -> Ints:
    """Pupils of cells whose classes all lie between two sizes, shape (cells,), with the sum ``pupils``.

    Raises ValueError if the sum cannot lie between them.
    """

    def ideal(shift: float) -> Floats:
        return classes * (smallest + (largest - smallest) / (1 + np.exp(-(shift + _SPREAD * score))))

    shift = solve(lambda s: float(ideal(s).sum()), pupils, -_BOUNDS, _BOUNDS)
    found = ideal(shift)
    return round_to_sum(found * (pupils / found.sum()), pupils)


def large_cells(classes: Ints, score: Floats, large: int, most: Ints) -> Ints:
    """Large classes by cell, shape (schools, grades): spread over the grades and over the crowded schools.

    Every grade has its part; its most crowded cell takes it, of schools that have none yet if there are any. The
    other classes of the cell have one pupil fewer, so a cell may hold no more than ``most`` classes, shape
    (grades,). Raises ValueError if a grade's part finds no cells.
    """
    found = np.zeros_like(classes)
    for grade, part in enumerate(apportion(classes.sum(axis=0).astype(np.float64), large)):
        missing, room = int(part), int(most[grade])
        for school in np.lexsort((-score[:, grade], found.any(axis=1))):
            count = int(classes[school, grade])
            if missing and count <= room:
                found[school, grade] = min(count, missing)
                missing, room = missing - int(found[school, grade]), room - count
        if missing:
            raise ValueError(f"no cell of grade {grade + 1} can hold {missing} more large classes")
    return found


def class_sizes(pupils: Ints, classes: Ints) -> Ints:
    """Sizes of all classes of the cells, one flat array [pupils]."""
    small, more = np.divmod(pupils.ravel(), np.maximum(classes.ravel(), 1))
    k = classes.ravel()
    return np.concatenate([np.repeat(small + 1, np.minimum(more, k)), np.repeat(small, k - np.minimum(more, k))])


def _grade(pupils: int, classes: Ints, score: Floats, large: Ints, above: int, crowding: Crowding) -> Ints:
    """Pupils of one grade by school: the large cells, those above the standard, one at the margin, the rest."""
    found = np.where(large > 0, (LARGE - 1) * classes + large, 0)
    left = above - int(classes[large > 0].sum())
    order = [int(s) for s in np.argsort(-score, kind="stable") if large[s] == 0]
    whole: list[int] = []
    while order and left >= classes[order[0]]:
        left -= int(classes[order[0]])
        whole.append(order.pop(0))
    for rank, school in enumerate(whole):
        found[school] = round(classes[school] * _above_size(1 - (rank + 0.5) / len(whole), crowding.standard))
    if left > 0:
        margin = order.pop(0)
        found[margin] = crowding.standard * classes[margin] + left
    rest = np.array(order)
    found[rest] = thin_pupils(
        pupils - int(found.sum()), classes[rest], score[rest], crowding.smallest, crowding.standard
    )
    return found


def _above_size(height: float, standard: int) -> float:
    """Mean size in a cell above the standard; ``height`` 0 is the least, 1 the most crowded of them [pupils]."""
    return float(standard + 1 + (LARGE - 2 - standard) * height**_PEAK)
