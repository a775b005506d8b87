"""Years that papers tell lie five and ten years after the baseline, whatever it is."""

from __future__ import annotations

import numpy as np

from seatsim.comparing.differences import told_years
from seatsim.domain.milestones import milestones
from seatsim.indicators.resolution import resolve, summary

LATER = tuple(range(2025, 2041))


def test_the_baseline_sets_the_milestones() -> None:
    assert milestones(2020) == (2025, 2030)
    assert milestones(2025) == (2030, 2035)


def test_plans_are_compared_at_the_milestones_and_the_horizon() -> None:
    assert told_years(LATER) == (2030, 2035, 2040)
    assert told_years(LATER[:7]) == (2030, 2031)
    assert told_years(LATER[:4]) == (2028,)


def test_a_first_year_is_held_against_the_nearer_milestone() -> None:
    met = np.ones((len(LATER), 4), dtype=np.bool_)
    met[:5, 0] = met[:9, 1] = False
    told = summary(resolve(LATER, met, 3), 3)
    assert told["by_2030"] == 0.75
    assert "by_2025" not in told
