"""Draw addresses: every draw is one 64-bit uniform at (seed, decision, entity, replication, year, cell).

The uniform is a block of Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC11), keyed by seed and decision and counted by the rest of the address. No generator is kept:
a draw that another scenario does not change is the same draw there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
HalfWords = npt.NDArray[np.uint32]

_MULTIPLIERS = np.array([0xD2511F53, 0xCD9E8D57], dtype=np.uint64)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_HIGH_HALF = int(sys.byteorder == "little")
"""Place of the high half of a 64-bit word among its two halves."""
_MOST_CELLS = 1 << 20
OUTSIDE = "outside"
"""The decision of flows between counties, at whose addresses no county stands: both ends of a flow draw the same."""
_MOST_YEARS = 1 << 12


@lru_cache(maxsize=1 << 12)
def stable_hash(name: str) -> int:
    """Hash a name to 64 bits, the same in every process and version [0, 2**64)."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def hashes(names: Sequence[str]) -> Words:
    """Stable hashes of many names, shape (names,), not to be written to."""
    return _hashes(tuple(names))


@lru_cache(maxsize=256)
def _hashes(names: tuple[str, ...]) -> Words:
    found = np.array([stable_hash(name) for name in names], dtype=np.uint64)
    found.flags.writeable = False
    return found


def by_hash(names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Places of the names in the order of their stable hash, shape (names,): no order of rows or alphabet decides.

    Ties are broken in it, and fractions are summed in it, so that their last bit does not depend on the order of rows.
    """
    return np.argsort(hashes(names), kind="stable")


def philox4x32(
    counter: tuple[Words, Words, Words, Words], key: tuple[int, int]
) -> tuple[HalfWords, HalfWords, HalfWords, HalfWords]:
    """Ten rounds of Philox4x32 over 32-bit words; the words of the counter broadcast to one shape.

    Both lanes of a round are one array: half as many steps, and nothing is allocated between them.
    """
    shape = np.broadcast_shapes(*(word.shape for word in counter))
    multiplied, passed_on = np.empty((2, 2, *shape), dtype=np.uint32)
    multiplied[0], passed_on[0], multiplied[1], passed_on[1] = counter
    # What is passed on is read from one buffer while the next products go to the other.
    products = np.empty((2, 2, *shape), dtype=np.uint64)
    crossed = products.view(np.uint32).reshape(*products.shape, 2)[:, ::-1]
    turns = [(products[turn], *(crossed[turn, ..., half] for half in (_HIGH_HALF, 1 - _HIGH_HALF))) for turn in (0, 1)]
    by_lane = (2, *(1,) * len(shape))
    multipliers = _MULTIPLIERS.reshape(by_lane)
    for number, round_key in enumerate(_round_keys(key).reshape(_ROUNDS, *by_lane)):
        product, high, low = turns[number % 2]
        np.multiply(multiplied, multipliers, out=product)
        np.bitwise_xor(high, passed_on, out=multiplied)
        np.bitwise_xor(multiplied, round_key, out=multiplied)
        passed_on = low
    return multiplied[0], passed_on[0], multiplied[1], passed_on[1]


@lru_cache(maxsize=1 << 10)
def _round_keys(key: tuple[int, int]) -> HalfWords:
    """Key of each round and lane, shape (rounds, 2)."""
    rounds = range(_ROUNDS)
    keys = [[(word + number * step) & 0xFFFFFFFF for word, step in zip(key, _WEYL, strict=True)] for number in rounds]
    return np.array(keys, dtype=np.uint32)


@dataclass(frozen=True)
class Draws:
    """All draws of a run, by address."""

    seed: int
    """Seed of the scenario."""
    county: str = field(default="", kw_only=True)
    """County of a set of counties, a part of every address but those of ``OUTSIDE``; empty in a run of one county."""

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | Words,
        replications: npt.NDArray[np.int64],
        year: int,
        cells: int = 1,
    ) -> npt.NDArray[np.float64]:
        """Uniforms in (0, 1) at the addresses, shape (replications, entities, cells).

        ``entities`` are names or their stable hashes; ``replications`` are replication numbers;
        ``cells`` counts the cells of each entity from 0. Raises ValueError outside 2**20 cells or 2**12 years.
        """
        if not 0 < cells <= _MOST_CELLS or not 0 <= year < _MOST_YEARS:
            raise ValueError(f"no address for year {year}, {cells} cells")
        entity = entities if isinstance(entities, np.ndarray) else hashes(entities)
        pairs = (cells + 1) // 2
        cell = (np.arange(pairs, dtype=np.uint64) << np.uint64(12)) | np.uint64(year)
        place = f"{self.seed}/{self.county}" if self.county and decision != OUTSIDE else str(self.seed)
        key = stable_hash(f"{place}/{decision}")
        words = philox4x32(
            (
                (entity & _LOW)[None, :, None],
                (entity >> _SHIFT)[None, :, None],
                replications.astype(np.uint64)[:, None, None],
                cell[None, None, :],
            ),
            (key & 0xFFFFFFFF, key >> 32),
        )
        both = np.empty((len(replications), len(entity), pairs, 2))
        both[..., 0], both[..., 1] = _unit(words[0], words[1]), _unit(words[2], words[3])
        return both.reshape(*both.shape[:2], 2 * pairs)[:, :, :cells]


def _unit(high: HalfWords, low: HalfWords) -> npt.NDArray[np.float64]:
    """Two 32-bit words to a float in the open unit interval."""
    bits = np.left_shift(high, _SHIFT, dtype=np.uint64)
    bits |= low
    bits >>= np.uint64(12)
    unit = bits.astype(np.float64)
    unit *= 2.0**-52
    unit += 2.0**-53
    return unit
