"""What nature decides of the staff: ``docs/exact/staff.md``, 5 and 13.1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from books import Uniform
from scipy.special import ndtri

from seatsim.domain.scenario import Uncertainty
from seatsim.domain.stages import Stage

Start: TypeAlias = Literal[
    "shock", "retire", "leave", "ended", "promote", "hire", "subjects", "backbone", "structural", "moves"
]
STARTS: tuple[Start, ...] = (
    "shock",
    "retire",
    "leave",
    "ended",
    "promote",
    "hire",
    "subjects",
    "backbone",
    "structural",
    "moves",
)
"""The names of a year's uniforms, in the order of their cells."""


def exp(x: float) -> float:
    """NumPy's, whose last bit decides (README 1.2)."""
    return float(np.exp(x))


@dataclass(frozen=True)
class StaffLuck:
    """The luck of one future's staff; what is switched off takes its middle value."""

    uniform: Uniform
    uncertainty: Uncertainty

    def start(self, name: Start, stage: Stage, year: int) -> float:
        """A uniform of the year whose opening day is to come (5)."""
        if not self.uncertainty.leaving.on:
            return 0.5
        return self.uniform("staff", stage, year, STARTS.index(name))

    def shock(self, stage: Stage, year: int) -> float:
        """Shock of a stage's rate of leaving [log]."""
        return self.uncertainty.leaving.log_sd * float(ndtri(self.start("shock", stage, year)))

    def candidates(self, sought: int, decision: str, entity: str, year: int, i: int = 0) -> int:
        """Who asks for the posts or contracts sought, and takes one (13.1)."""
        rule = self.uncertainty.recruitment
        error, start = 0.0, 0.5
        if rule.on:
            error = rule.log_sd * float(ndtri(self.uniform(decision, entity, year, 2 * i)))
            start = self.uniform(decision, entity, year, 2 * i + 1)
        return math.floor(sought * rule.candidates_per_post * exp(error) * rule.acceptance + start)
