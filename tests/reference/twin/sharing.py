"""Sharing out whole numbers: ``docs/exact/README.md``, 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import TypeVar

Key = TypeVar("Key")

MILLION = 1_000_000


def stable_hash(name: str) -> int:
    """64 bits of a name (1.4)."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def as_weight(expected: float) -> int:
    """A share or an expected number as a weight (1.6); Python's ``round`` halves to the even number."""
    return round(expected * MILLION)


def round_up(numerator: int, denominator: int) -> int:
    """The quotient rounded up, exactly."""
    return -(-numerator // denominator)


def share_out_by(total: int, weights: Mapping[Key, int], owner: Callable[[Key], str]) -> dict[Key, int]:
    """Largest remainders, ties by the stable hash of the owner's name (1.5)."""
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    parts = {key: total * weight // whole for key, weight in weights.items()}
    remainders = {key: total * weight % whole for key, weight in weights.items()}
    missing = total - sum(parts.values())
    queue = sorted(weights, key=lambda key: (-remainders[key], stable_hash(owner(key))))
    for key in queue[:missing]:
        parts[key] += 1
    return parts


def share_out(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Shared out among zones or schools, whose ids break ties."""
    return share_out_by(total, weights, lambda name: name)
