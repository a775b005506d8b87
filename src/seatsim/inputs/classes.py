"""Classes of the baseline where a register does not give them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def complete_classes(pupils: Ints, classes: Ints, given: npt.NDArray[np.bool_], rooms: Ints) -> Ints:
    """Classes by grade, those given kept, the others by the smallest common cap that the rooms left over allow.

    ``pupils``, ``classes``, ``given`` : (schools, grades); ``rooms`` : (schools,). In each school the cap is the
    smallest class size k with Σ ⌈pupils/k⌉ over the open grades ≤ rooms left. A school with fewer rooms left than
    open grades with pupils gets one class for each of them.
    """
    open_pupils = np.where(given, 0, pupils)
    left = rooms - np.where(given, classes, 0).sum(axis=1)
    low = np.ones(len(pupils), np.int64)
    high = np.maximum(open_pupils.max(axis=1, initial=0), 1)
    while np.any(low < high):
        middle = (low + high) // 2
        fits = _classes_at(open_pupils, middle).sum(axis=1) <= left
        high = np.where(fits, middle, high)
        low = np.where(fits, low, np.minimum(middle + 1, high))
    return np.where(given, classes, _classes_at(open_pupils, high))


def _classes_at(pupils: Ints, cap: Ints) -> Ints:
    """⌈pupils / cap⌉, shape (schools, grades)."""
    return -(-pupils // cap[:, None])
