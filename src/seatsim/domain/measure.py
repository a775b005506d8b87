"""What a published measure is, and the stages in which one can have a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Better: TypeAlias = Literal["lower", "higher"]

CLASSES = ("kindergarten", "primary", "junior", "senior")
CLASSES_AND_ALL = (*CLASSES, "all")
ALL_STAGES = (*CLASSES, "vocational", "special", "all")
COMPULSORY_STAGES = ("primary", "junior")


@dataclass(frozen=True)
class Measure:
    """One published measure."""

    name: str
    """Column name."""
    unit: str
    """Unit."""
    meaning: str
    """What it says."""
    formula: str
    """How it is computed from what a run leaves behind."""
    stages: tuple[str, ...]
    """Stages in which it has a meaning; ``all`` is the sum over those that count."""
    whole: bool = True
    """Whether it is a whole number in every replication."""
    zones: bool = True
    """Whether it is told by zone; else for zone ``all`` only."""
    apart: tuple[str, ...] = ()
    """Stages told, but not part of stage ``all``."""
    better: Better | None = None
    """Which way is better, all else alike; None where neither is. Money counts as what it costs: lower."""
