"""Stages of schooling, their letters in column names, and the names of grades."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["kindergarten", "primary", "junior", "senior", "vocational", "special"]

STAGES: tuple[Stage, ...] = ("kindergarten", "primary", "junior", "senior", "vocational", "special")
GRADED = STAGES[:5]
"""Stages that have grades."""
LETTER: Mapping[Stage, str] = {
    "kindergarten": "K",
    "primary": "P",
    "junior": "J",
    "senior": "S",
    "vocational": "V",
    "special": "special",
}
STAGE_OF_LETTER: Mapping[str, Stage] = {letter: stage for stage, letter in LETTER.items()}

CLASS_STAGES: tuple[Stage, ...] = ("kindergarten", "primary", "junior", "senior")
"""Stages whose classes are followed; vocational and special have no class limit here."""
SCHOOL_STAGES: tuple[Stage, ...] = ("primary", "junior", "senior")
"""Stages whose classes above the standard are summed; kindergartens, whose standard changes by grade, stand apart."""
AGED_STAGES: tuple[Stage, ...] = ("kindergarten", "primary", "junior")
"""Stages with a registered age group, youngest first."""
COMPULSORY: tuple[Stage, ...] = ("primary", "junior")

STAGES_OF_KIND: Mapping[str, tuple[Stage, ...]] = {
    "kindergarten": ("kindergarten",),
    "primary": ("primary",),
    "junior": ("junior",),
    "nine-year": ("primary", "junior"),
    "senior": ("senior",),
    "vocational": ("vocational",),
    "special": ("special",),
}
"""Stages that a kind of school has, whatever its pupils; a college has none here."""


def grade_names(stage: Stage, grades: int) -> tuple[str, ...]:
    """Names of a stage's grades as they stand in column names: ``K1 … K3``, ``special``."""
    if stage == "special":
        return ("special",)
    return tuple(f"{LETTER[stage]}{grade + 1}" for grade in range(grades))
