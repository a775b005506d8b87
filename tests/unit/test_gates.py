"""The shipped gates under one seed: the same luck, and crowding and waiting move in opposite directions."""

from pathlib import Path

import numpy as np
import pytest

from seatsim.api import plan_of
from seatsim.domain.outcome import Outcome
from seatsim.domain.stages import Stage
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.inputs.load import load
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

SCENARIOS = Path(__file__).parents[2] / "scenarios"
Run = tuple[Outcome, MeasureFrame]


def _run(name: str) -> Run:
    loaded = load(SCENARIOS / f"{name}.toml")
    scenario = loaded.scenario
    outcome = simulate(loaded.county, plan_of(scenario), scenario.uncertainty, Draws(scenario.seed), np.arange(60))
    return outcome, measure_frames(outcome, loaded.county, scenario.limits)


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    """The two gates on the same builds."""
    return {name: _run(name) for name in ("open-gate", "strict-gate")}


def test_births_migration_and_durations_are_identical(runs: dict[str, Run]) -> None:
    wide, narrow = (runs[name][0] for name in ("open-gate", "strict-gate"))
    # Claims to K1 and P1 are births and in-migration; juniors follow whoever was admitted before.
    stages: tuple[Stage, ...] = ("kindergarten", "primary")
    for stage in stages:
        assert np.array_equal(wide.stages[stage].claims.sum(axis=2), narrow.stages[stage].claims.sum(axis=2))
        assert np.array_equal(wide.stages[stage].registered, narrow.stages[stage].registered)
    assert np.array_equal(wide.projects.hand_over, narrow.projects.hand_over)
    assert np.array_equal(wide.projects.cost, narrow.projects.cost)


def test_crowding_and_waiting_move_in_opposite_directions(runs: dict[str, Run]) -> None:
    """Summed over the years after the baseline, in the mean of the futures."""
    wide, narrow = (runs[name][1] for name in ("open-gate", "strict-gate"))
    crowded = [frame.county("pupils_large", "all")[1:].sum(axis=0).mean() for frame in (wide, narrow)]
    waiting = [frame.county("unplaced", "all")[1:].sum(axis=0).mean() for frame in (wide, narrow)]
    assert crowded[0] > crowded[1]
    assert waiting[0] < waiting[1]
