"""Draw addresses: every draw is one 64-bit uniform at (seed, decision, entity, replication, year, cell).

The uniform is a block of Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC11), keyed by seed and decision and counted by the rest of the address. No generator is kept:
a draw that another scenario does not change is the same draw there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MOST_CELLS = 1 << 20
_MOST_YEARS = 1 << 12


def stable_hash(name: str) -> int:
    """Hash a name to 64 bits, the same in every process and version [0, 2**64)."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def hashes(names: Sequence[str]) -> Words:
    """Stable hashes of many names, shape (names,)."""
    return np.array([stable_hash(name) for name in names], dtype=np.uint64)


def philox4x32(counter: tuple[Words, Words, Words, Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Ten rounds of Philox4x32 over arrays of 32-bit words held in uint64."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        low_product = c0 * _MULTIPLIERS[0]
        high_product = c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (high_product >> _SHIFT) ^ c1 ^ np.uint64(k0),
            high_product & _LOW,
            (low_product >> _SHIFT) ^ c3 ^ np.uint64(k1),
            low_product & _LOW,
        )
        k0 = (k0 + _WEYL[0]) & 0xFFFFFFFF
        k1 = (k1 + _WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


@dataclass(frozen=True)
class Draws:
    """All draws of a run, by address."""

    seed: int
    """Seed of the scenario."""

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
        shape = (len(replications), len(entity), pairs)
        place = (np.arange(pairs, dtype=np.uint64) << np.uint64(12)) | np.uint64(year)
        key = stable_hash(f"{self.seed}/{decision}")
        words = philox4x32(
            (
                np.broadcast_to((entity & _LOW)[None, :, None], shape),
                np.broadcast_to((entity >> _SHIFT)[None, :, None], shape),
                np.broadcast_to(replications.astype(np.uint64)[:, None, None], shape),
                np.broadcast_to(place[None, None, :], shape),
            ),
            (key & 0xFFFFFFFF, key >> 32),
        )
        both = np.stack((_unit(words[0], words[1]), _unit(words[2], words[3])), axis=-1)
        return both.reshape(*shape[:2], 2 * pairs)[:, :, :cells]


def _unit(high: Words, low: Words) -> npt.NDArray[np.float64]:
    """Two 32-bit words to a float in the open unit interval."""
    return (((high << _SHIFT) | low) >> np.uint64(12)).astype(np.float64) * 2.0**-52 + 2.0**-53
