"""The change of crowding split into its causes, which add up exactly in every future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.measure import CLASSES_AND_ALL

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Row: TypeAlias = tuple[str, str]
"""A measure and a stage."""

CAUSES: tuple[str, ...] = (
    "builds",
    "progression",
    "births",
    "migration",
    "admission_rules",
    "class_rules",
    "staffing",
)
"""Causes in the order in which they act in a year."""
MOVING_UP = "moving_up"
"""What happens with every cause held: the cohorts of the baseline year move up with their classes."""
TERMS: tuple[str, ...] = (MOVING_UP, *CAUSES)
"""What a change is split into."""
SPLIT_MEASURES: tuple[str, ...] = ("pupils_above_standard", "pupils_large")
"""Measures that are split."""
ROWS: tuple[Row, ...] = tuple((measure, stage) for measure in SPLIT_MEASURES for stage in CLASSES_AND_ALL)
"""Rows of every array of a split; ``all`` sums the stages that it sums in the measure."""


@dataclass(frozen=True)
class CauseSplit:
    """Crowding of some futures and the causes of its change since the baseline year."""

    years: tuple[int, ...]
    """Academic years; the first is the baseline."""
    values: Ints
    """Crowding in the run, shape (rows, years, replications) [pupils]."""
    halves: Ints
    """Cumulative change by term, shape (rows, terms, years, replications) [half pupils]: whole numbers, because a
    cause is the mean of two steps. The terms add up to twice the change of ``values`` since the first year."""
    unchanged: tuple[str, ...]
    """Causes that are in this plan as they stood in the baseline year: they were not switched, and are 0."""
    rules_known: bool
    """Whether the rules before the plan, those of the reference, are known; else the plan's own stand for them."""

    def change(self, row: Row, first: int, last: int) -> Floats:
        """Split of the change between two years, (terms, replications), exact to the half [pupils].

        Raises ValueError for a row or a year that is not told.
        """
        split = self.halves[ROWS.index(row)]
        halves: Ints = split[:, self.years.index(last)] - split[:, self.years.index(first)]
        return halves / 2.0

    def value(self, row: Row, year: int) -> Ints:
        """Crowding of one year, shape (replications,) [pupils]. Raises ValueError as above."""
        return np.asarray(self.values[ROWS.index(row), self.years.index(year)])
