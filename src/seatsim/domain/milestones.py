"""Years that are told beside now, the peak and the horizon: five and ten years after the baseline."""

from __future__ import annotations

_AFTER = (5, 10)
"""Years after the baseline [years]."""


def milestones(baseline: int) -> tuple[int, int]:
    """The nearer and the farther milestone of a baseline year, whether or not a run reaches them."""
    near, far = (baseline + after for after in _AFTER)
    return near, far


def reached(baseline: int, horizon: int) -> tuple[int, ...]:
    """The milestones that a run to ``horizon`` reaches."""
    return tuple(year for year in milestones(baseline) if year <= horizon)
