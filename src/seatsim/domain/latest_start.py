"""Projects turned round: the last month in which each can start and still be in time, and what delay costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

StartState: TypeAlias = Literal["open", "too-late", "under-way"]
"""Open: there is a last month; too late: not even the first month is early enough; under way: nothing to choose."""
NotCosted: TypeAlias = Literal["", "no-school-seats", "fewer-seats"]
"""Why a delay has no cost: it adds no primary, junior or senior seats, the only ones whose crowding is counted, or
other projects add more seats."""


@dataclass(frozen=True)
class LatestStart:
    """One project: when it can start, and what a later opening costs."""

    project: str
    """Project id."""
    wanted: int
    """September in which it should open [academic year]."""
    state: StartState
    """Whether there is a month to choose."""
    last_month: str | None
    """Last month in which it can enter review and open in time, ``YYYY-MM``; None if too late or under way."""
    probability: float
    """Probability of opening in time if it enters review in that month; if it is too late, in the first month; if
    it is under way, as it stands [probability]."""
    planned_month: str | None
    """Month in which it enters review in the plan, ``YYYY-MM``; None if under way."""
    planned_probability: float
    """Probability of opening in time as planned [probability]."""
    reached: int | None
    """September reached with the probability asked for: from the first month if it is too late, as it stands if
    under way [academic year]; None: not by the horizon, or there is a last month."""
    monotone: bool
    """Whether every earlier month that was tried is early enough too; else ``last_month`` is the last of those tried
    that is."""
    delay: Ints | None
    """Crowded-pupil-years, pupils awaiting a place included, that opening one year later adds up to the horizon,
    shape (replications,) [pupil-years]; None if not simulated."""
    not_costed: NotCosted = ""
    """Why ``delay`` is None."""
