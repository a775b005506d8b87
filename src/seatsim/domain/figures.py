"""Figures with unit, date and source, and what reconciliation makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

FigureKind: TypeAlias = Literal["reported", "derived", "assumed"]


@dataclass(frozen=True)
class Figure:
    """One number of the county's report or of the national norms."""

    id: str
    """Stable name, e.g. ``F8.primary``."""
    value: float
    """The number [unit]."""
    unit: str
    """Unit, e.g. ``10^4 yuan/pupil``."""
    date: str
    """Date the figure speaks of (ISO, or a year)."""
    section: str
    """Section of the source."""
    source: str
    """Where it was read, or why it is assumed; never empty."""
    kind: FigureKind
    """Reported by the source, derived from reported ones, or assumed."""
    note: str = ""
    """What to keep in mind."""
    line: int = 0
    """Line in its file [1-based]."""


@dataclass(frozen=True)
class Narrowing:
    """One figure of the reconciliation: how well it fits and what it tells."""

    figure: str
    """Figure id."""
    reported: float
    """The value the source gives [unit]."""
    reconciled: float
    """The same quantity after reconciliation [unit]."""
    unit: str
    """Unit of both."""
    residual: float
    """(reported - reconciled) / standard error [standard errors]; 0 for a hard figure that holds."""
    hard: bool
    """True if the figure must hold exactly (or as a bound)."""
    kind: FigureKind
    """Reported, derived or assumed."""
    se_with: Mapping[str, float]
    """Standard error of each stage's pupils with the figure [pupils]."""
    se_without: Mapping[str, float]
    """The same without it [pupils]; infinite where the stage is then undetermined."""
    narrows: tuple[str, ...]
    """Stages whose standard error the figure reduces by more than 1 %."""


@dataclass(frozen=True)
class Reconciled:
    """The starting state the figures allow: a truncated normal over pupils by grade."""

    cells: tuple[str, ...]
    """Names of the unknowns: ``K1 … V3``, ``special``, and ``college`` when it is inside the total."""
    mean: npt.NDArray[np.float64]
    """Estimate, shape (cells,) [pupils]; sums to ``total``."""
    factor: npt.NDArray[np.float64]
    """Square root of the covariance, shape (cells, dimensions) [pupils]; every column sums to 0."""
    total: int
    """Pupils of the county, exact after rounding [pupils]."""
    cost: npt.NDArray[np.float64]
    """Spending per pupil by cell, shape (cells,) [10^4 yuan]."""
    bound: float
    """Most that the pupils may cost together [10^4 yuan]."""
    registered: Mapping[str, float]
    """Registered children of the age group by stage (kindergarten, primary, junior) [children]."""
    narrowings: tuple[Narrowing, ...]
    """One row per figure."""
    notes: tuple[str, ...]
    """What stays undetermined, in words."""
