"""How many classes, and how many pupils in them, lie at or above a size: whole-number arithmetic on grades.

Classes of a grade differ by at most one pupil (compulsory schools must divide evenly): of k classes with n
pupils, n mod k have ⌊n/k⌋ + 1 pupils and the others ⌊n/k⌋.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ClassSizes:
    """Sizes of the classes of every grade; all arrays have the shape of the grades they were made from."""

    smaller: Ints
    """Size of the smaller classes [pupils]."""
    smaller_classes: Ints
    """Number of the smaller classes [classes]."""
    larger_classes: Ints
    """Number of classes with one pupil more [classes]."""

    def classes_from(self, size: int | Ints) -> Ints:
        """Classes of ``size`` and more by unit, summed over the last axis (grades) [classes]."""
        small = np.where(self.smaller >= size, self.smaller_classes, 0)
        large = np.where(self.smaller + 1 >= size, self.larger_classes, 0)
        return _over_grades(small + large)

    def pupils_from(self, size: int | Ints) -> Ints:
        """Pupils in classes of ``size`` and more by unit, summed over the last axis (grades) [pupils]."""
        small = np.where(self.smaller >= size, self.smaller_classes * self.smaller, 0)
        large = np.where(self.smaller + 1 >= size, self.larger_classes * (self.smaller + 1), 0)
        return _over_grades(small + large)


def _over_grades(cells: Ints) -> Ints:
    """Sum over the last axis; short as it is, einsum does it three times faster than a reduction."""
    return np.asarray(np.einsum("...g->...", cells))


def class_sizes(pupils: Ints, classes: Ints) -> ClassSizes:
    """Sizes of classes from pupils and classes by grade, shapes (..., grades); no class, no size."""
    smaller = pupils // np.maximum(classes, 1)
    larger_classes = np.where(classes > 0, pupils - smaller * classes, 0)
    return ClassSizes(smaller, classes - larger_classes, larger_classes)
