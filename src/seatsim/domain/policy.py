"""Policies that react: what an authority orders once it has seen something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

SeenMeasure: TypeAlias = Literal[
    "pupils",
    "seat_use",
    "empty_seats",
    "pupils_over_seats",
    "unplaced",
    "pupils_above_standard",
    "pupils_large",
    "classes_large",
    "vacancies",
    "teachers_short",
    "teachers_surplus",
    "forecast",
]
"""Measures that a policy can watch, as in docs/measures.md; ``forecast`` is the planner's: expected pupils so many
years ahead over those of the day [ratio]."""
SEEN: tuple[str, ...] = get_args(SeenMeasure)
"""The same as a list."""
STAFF_SEEN = ("vacancies", "teachers_short", "teachers_surplus")
"""Those told of the county only, by stage."""
STOP_HIRING = "stop-hiring"
"""Order: the ordinary rounds of the academic year hire nobody for the stage watched, as long as the condition holds."""
ORDERABLE = ("projects", "boundaries", "mergers")
"""What a policy can order by its id, once."""


@dataclass(frozen=True)
class When:
    """A condition, looked at on every opening day in what that future has shown so far."""

    measure: SeenMeasure
    """What is watched."""
    stage: str
    """Stage, or ``all`` [stage]."""
    zone: str = "all"
    """Zone, or ``all`` for the county."""
    above: float | None = None
    """It holds while the measure is above this [unit of the measure]."""
    below: float | None = None
    """It holds while the measure is below this [unit of the measure]."""
    years: int = 1
    """Opening days in a row on which it must hold [years]."""
    ahead: int = 0
    """Years ahead of the planner's forecast; only with ``forecast`` [years]."""


@dataclass(frozen=True)
class Policy:
    """Order something when a condition is met."""

    when: When
    """The condition."""
    order: str
    """``projects.ID``, ``boundaries.ID`` or ``mergers.ID``, which then wait for the order; or ``stop-hiring``."""

    @property
    def orders(self) -> tuple[str, str]:
        """What is ordered and its id; ``("stop-hiring", "")`` has none."""
        kind, _, name = self.order.partition(".")
        return kind, name
