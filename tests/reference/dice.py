"""A generator's throws by name, for counties that a number stands for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

Thing = TypeVar("Thing")


class Dice:
    """Throws of one NumPy generator; what is thrown is plain numbers."""

    def __init__(self, number: int) -> None:
        self.rng = np.random.default_rng(number)

    def chance(self, probability: float) -> bool:
        """Throw a yes with so much probability."""
        return bool(self.rng.random() < probability)

    def whole(self, low: int, high: int) -> int:
        """Throw a whole number from ``low`` to ``high``, both included."""
        return int(self.rng.integers(low, high + 1))

    def between(self, low: float, high: float) -> float:
        """Throw a number with three decimals."""
        return round(float(self.rng.uniform(low, high)), 3)

    def share(self) -> float:
        """Throw a share: nothing, all, a round one or any."""
        return self.pick((0.0, 1.0, 0.25, 0.5, self.between(0.0, 1.0), self.between(0.0, 1.0)))

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Throw one of the things, each with the same probability."""
        return things[self.whole(0, len(things) - 1)]

    def some(self, things: Sequence[Thing], least: int = 0, most: int | None = None) -> list[Thing]:
        """Throw some of the things, in any order, no more than there are."""
        most = min(len(things), len(things) if most is None else most)
        count = self.whole(min(least, most), most)
        return [things[place] for place in self.rng.permutation(len(things))[:count].tolist()]

    def parts(self, count: int, whole: bool) -> list[float]:
        """Throw shares with three decimals that sum to 1, or to less."""
        cuts = sorted(self.whole(0, 1000) for _ in range(count if not whole else count - 1))
        edges = [0, *cuts, 1000]
        return [(high - low) / 1000 for low, high in pairwise(edges)][:count]
