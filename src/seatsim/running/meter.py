"""How much of some tasks is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class Meter:
    """Adds up what tasks of some weights say of themselves."""

    def __init__(self, weights: Sequence[int], done: Callable[[float], None] | None) -> None:
        self._weights = weights
        self._shares = [0.0] * len(weights)
        self._whole, self._sum = max(sum(self._weights), 1), 0.0
        self._done = done

    def at(self, place: int, share: float) -> None:
        """A task is done by a share."""
        self._sum += self._weights[place] * max(share - self._shares[place], 0.0)
        self._shares[place] = max(share, self._shares[place])
        if self._done is not None:
            self._done(min(self._sum / self._whole, 1.0))
