"""Random numbers of the synthetic register: one uniform at the hash of its address."""

from __future__ import annotations

from hashlib import blake2b
from statistics import NormalDist

SEED = 2020
"""Seed of the shipped register."""

_BITS = 52
_NORMAL = NormalDist()


def uniform(*address: str) -> float:
    """Uniform in (0, 1) at an address, the same in every process and version."""
    key = "/".join((str(SEED), *address))
    word = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") >> (64 - _BITS)
    return (word + 0.5) * 2.0**-_BITS


def normal(*address: str) -> float:
    """Standard normal at an address."""
    return _NORMAL.inv_cdf(uniform(*address))
