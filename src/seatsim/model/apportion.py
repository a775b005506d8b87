"""Sharing whole pupils out: largest remainders in integer arithmetic, ties by a fixed order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_MOST = 2**63 - 1
SHARE_UNIT = 1_000_000
"""Integer weight that stands for a share of 1."""


@dataclass(frozen=True)
class Groups:
    """Cells that share out the totals of their groups."""

    of: Ints
    """Group of each cell, shape (cells,)."""
    count: int
    """Number of groups."""
    order: Ints
    """Cells in the order that breaks ties, shape (cells,)."""
    member: npt.NDArray[np.float64]
    """1 where a cell is in a group, shape (cells, groups)."""

    @staticmethod
    def make(of: Ints, count: int, ties: npt.NDArray[np.uint64]) -> Groups:
        """Groups whose ties are broken by the stable hashes ``ties``, shape (cells,)."""
        member = (of[:, None] == np.arange(count)).astype(np.float64)
        return Groups(of, count, np.argsort(ties, kind="stable"), member)

    @staticmethod
    def whole(ties: npt.NDArray[np.uint64]) -> Groups:
        """All cells as one group, ties broken as in ``make``."""
        return Groups.make(np.zeros(len(ties), dtype=np.int64), 1, ties)

    def sums(self, cells: Ints) -> Ints:
        """Sum the cells of each group, (..., cells) to (..., groups).

        Whole numbers below 2**53 in all, hence exact in floating point, which sums a dozen times faster.
        """
        result: Ints = (cells.astype(np.float64) @ self.member).astype(np.int64)
        return result


def share_out(total: Ints, weights: Ints, groups: Groups) -> Ints:
    """Share each group's total over its cells in proportion to the weights.

    ``total`` : (replications, groups) [pupils]; ``weights`` : (replications, cells) [whole numbers >= 0].
    Returns (replications, cells) whole numbers whose sum by group is the total, by largest remainder;
    a group without weight gets nothing, and a cell never more than its weight when the total is not
    above the sum of the weights. Integer arithmetic: the result does not depend on the order of cells.
    Raises OverflowError where a total times a weight would not fit 64 bits, rather than go wrong silently.
    """
    if int(total.max(initial=0)) * int(weights.max(initial=0)) > _MOST:
        raise OverflowError("numbers of pupils too large to share out exactly")
    weight = groups.sums(weights)
    product = total[:, groups.of] * weights
    divisor = np.maximum(weight, 1)[:, groups.of]
    whole = product // divisor
    remainder = product - whole * divisor
    left = np.where(weight > 0, total, 0) - groups.sums(whole)
    whole += _largest(remainder, left, groups)
    return whole


def _largest(remainder: Ints, left: Ints, groups: Groups) -> Ints:
    """Give one more to the ``left`` cells of each group with the largest remainders, as 0 or 1."""
    one_more = np.zeros_like(remainder)
    if not left.any():
        return one_more
    of = groups.of[groups.order]
    span = int(remainder.max()) + 1
    key = of * span - remainder[:, groups.order]
    place = np.argsort(key, axis=1, kind="stable")
    size = np.bincount(groups.of, minlength=groups.count)
    sorted_group = np.repeat(np.arange(groups.count), size)
    rank = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size)
    np.put_along_axis(one_more, groups.order[place], (rank < left[:, sorted_group]).astype(np.int64), axis=1)
    return one_more


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
