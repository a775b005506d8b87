"""Sharing whole pupils out: largest remainders in whole numbers, ties by a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = Ints | Floats

_MOST = 2**63 - 1
_EXACT = 2.0**53
"""Up to here floating point holds every whole number, and a quotient rounds down to the right one."""
_NO_CELL = 2**40
"""Stands where a group has fewer cells than the largest."""
_MANY = 10_000
"""Cells from which on it pays to part groups by their size."""
SHARE_UNIT = 1_000_000
"""Integer weight that stands for a share of 1."""


@dataclass(frozen=True)
class Groups:
    """Cells that share out the totals of their groups."""

    of: Ints
    """Group of each cell, shape (cells,)."""
    count: int
    """Number of groups."""
    cells: Ints | None
    """Cells in the order of their groups, shape (cells,); None where they stand in it."""
    filled: Ints
    """Groups that have a cell, shape (filled,)."""
    start: Ints
    """Place of the first cell of each of these in the order of the groups, shape (filled,)."""
    slots: Ints
    """Cells of each group in the order that breaks ties, then ``_NO_CELL``, shape (cells of the largest, groups)."""
    uneven: bool
    """Whether some group has fewer cells than the largest."""

    @staticmethod
    def make(of: Ints, count: int, ties: npt.NDArray[np.uint64]) -> Groups:
        """Groups whose ties are broken by the stable hashes ``ties``, shape (cells,)."""
        order = np.argsort(ties, kind="stable")
        by_group = order[np.argsort(of[order], kind="stable")]
        size = np.bincount(of, minlength=count)
        start = np.cumsum(size) - size
        slots = np.full((size.max(initial=0), count), _NO_CELL, dtype=np.int64)
        slots[np.arange(len(of)) - start[of[by_group]], of[by_group]] = by_group
        cells = None if (of[:-1] <= of[1:]).all() else by_group
        filled = np.flatnonzero(size)
        return Groups(of, count, cells, filled, start[filled], slots, bool((slots == _NO_CELL).any()))

    @staticmethod
    def whole(ties: npt.NDArray[np.uint64]) -> Groups:
        """All cells as one group, ties broken as in ``make``."""
        return Groups.make(np.zeros(len(ties), dtype=np.int64), 1, ties)

    @staticmethod
    def beside(parts: Sequence[Groups]) -> Groups:
        """The groups of several sets of cells, the sets standing side by side."""
        cells = np.cumsum([0, *(len(part.of) for part in parts)])
        groups = np.cumsum([0, *(part.count for part in parts)])
        slots = np.full((max(len(part.slots) for part in parts), groups[-1]), _NO_CELL, dtype=np.int64)
        for part, cell, group in zip(parts, cells, groups, strict=False):
            there = np.where(part.slots == _NO_CELL, _NO_CELL, part.slots + cell)
            slots[: len(there), group : group + part.count] = there
        ordered = [np.arange(len(part.of)) if part.cells is None else part.cells for part in parts]
        return Groups(
            of=np.concatenate([part.of + group for part, group in zip(parts, groups, strict=False)]),
            count=int(groups[-1]),
            cells=np.concatenate([order + cell for order, cell in zip(ordered, cells, strict=False)]),
            filled=np.concatenate([part.filled + group for part, group in zip(parts, groups, strict=False)]),
            start=np.concatenate([part.start + cell for part, cell in zip(parts, cells, strict=False)]),
            slots=slots,
            uneven=bool((slots == _NO_CELL).any()),
        )

    def of_like_size(self, groups: Ints) -> Iterator[tuple[Ints | slice, Ints]]:
        """Which of some ``groups``, shape (some,), to reckon together, and the slots that these have.

        Many are parted by their number of cells, lest the small ones fill up to the largest.
        """
        slots = len(self.slots)
        if not self.uneven or slots * len(groups) < _MANY:
            yield slice(None), self.slots
            return
        size = (self.slots != _NO_CELL).sum(axis=0)[groups]
        most = 1
        while most < 2 * slots:
            these = np.flatnonzero((size > most // 2) & (size <= most))
            if len(these):
                yield these, self.slots[:most]
            most *= 2

    def sums(self, cells: Ints) -> Ints:
        """Sum the cells of each group, (..., cells) to (..., groups)."""
        ordered = cells if self.cells is None else cells[..., self.cells]
        found: Ints = np.add.reduceat(ordered, self.start, axis=-1)
        if len(self.filled) == self.count:
            return found
        result = np.zeros((*cells.shape[:-1], self.count), dtype=np.int64)
        result[..., self.filled] = found
        return result


def share_out(total: Ints, weights: Ints, groups: Groups) -> Ints:
    """Share each group's total over its cells in proportion to the weights.

    ``total`` : (replications, groups) [pupils]; ``weights`` : (replications, cells) [whole numbers >= 0].
    Returns (replications, cells) whole numbers whose sum by group is the total, by largest remainder;
    a group without weight gets nothing, and a cell never more than its weight when the total is not
    above the sum of the weights. Exact: the result does not depend on the order of cells.
    Raises OverflowError where a total times a weight would not fit 64 bits, rather than go wrong silently.
    """
    row, group = total.nonzero()
    shared = np.zeros(weights.size + 1, dtype=np.int64)
    if len(row) and weights.size:
        amount, flat = total[row, group], weights.reshape(-1)
        for these, slots in groups.of_like_size(group):
            # Few groups have something to share: theirs are gathered side by side, shape (slots, groups that share),
            # and where a group has no further cell, what stands past the end.
            at = row[these] * weights.shape[1] + slots.take(group[these], axis=1)
            if groups.uneven:
                at = np.minimum(at, weights.size)
            weight = flat.take(at, mode="clip")
            if groups.uneven:
                weight[at == weights.size] = 0
            shared[at] = _largest_remainders(amount[these], weight)
    return shared[:-1].reshape(weights.shape)


def _largest_remainders(total: Ints, weight: Ints) -> Numbers:
    """Share each total, shape (groups,), over its column of weights, (slots, groups), ties to the earlier slot."""
    together, product = weight.sum(axis=0), _products(total, weight)
    divisor = np.maximum(together, 1)
    whole: Numbers = np.floor(product / divisor) if product.dtype.kind == "f" else product // divisor
    left = (total - whole.sum(axis=0)).astype(np.int64)
    if left.any():
        whole += _one_more(product - whole * divisor, left)
    return whole


def _products(total: Ints, weight: Ints) -> Numbers:
    """Totals times weights: in floating point, which is faster, where all that is reckoned from them is exact."""
    product: Floats = np.multiply(total, weight, dtype=np.float64)
    if (product.max() + 1.0) * len(weight) < _EXACT:
        return product
    most = int(weight.max())
    if max(int(total.max()), len(weight)) * most > _MOST:
        raise OverflowError("numbers of pupils too large to share out exactly")
    return total * weight


def _one_more(remainder: Numbers, left: Ints) -> npt.NDArray[np.bool_]:
    """Which slots of each column are the ``left`` ones with the largest remainders, the earlier of equal ones.

    Nobody without a remainder is one of them.
    """
    slots = len(remainder)
    if remainder.dtype.kind != "f":
        rank = np.argsort(np.argsort(-remainder, axis=0, kind="stable"), axis=0)
        return np.asarray((rank < left) & (remainder > 0))
    # No two keys are equal, so that sorting their values alone, which is much faster, tells who is among the largest.
    key = remainder * slots + np.arange(slots - 1.0, -1.0, -1.0)[:, None]
    ordered = np.sort(np.ascontiguousarray(key.T), axis=1)
    least = ordered[np.arange(len(left)), slots - np.minimum(np.maximum(left, 1), slots)]
    return np.asarray(key >= np.maximum(least, slots))


def round_to_total(values: npt.NDArray[np.float64], total: Ints, ties: npt.NDArray[np.float64]) -> Ints:
    """Round (replications, cells) to whole numbers that sum to ``total`` (replications,).

    Largest remainder; equal remainders are ordered by ``ties``, same shape as the values.
    """
    whole = np.floor(values).astype(np.int64)
    left = total - whole.sum(axis=1)
    order = np.lexsort((ties, -np.round(values - whole, 9)), axis=1)
    one_more = (np.arange(values.shape[1]) < left[:, None]).astype(np.int64)
    np.put_along_axis(whole, order, np.take_along_axis(whole, order, axis=1) + one_more, axis=1)
    return whole


def as_weights(shares: npt.NDArray[np.float64]) -> Ints:
    """Shares or expected numbers as whole weights, to a millionth."""
    return np.rint(shares * SHARE_UNIT).astype(np.int64)
