"""The golden result: whole numbers of a small run of the main job.

``python tests/golden/combined_plan.py`` writes it anew; read the difference and tell it in the CHANGELOG as *Results*.
"""

import json
from pathlib import Path

import numpy as np

from seatsim.api import plan_of
from seatsim.indicators.measures import measure_frames
from seatsim.inputs.load import load
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

GOLDEN = Path(__file__).with_suffix(".json")
SCENARIO = Path(__file__).parents[2] / "scenarios" / "combined-plan.toml"
REPLICATIONS = 20
MEASURES = {
    "pupils": ("kindergarten", "primary", "junior", "senior", "vocational", "special"),
    "classes": ("kindergarten", "primary", "junior", "senior"),
    "seats": ("kindergarten", "primary", "junior", "senior"),
    "pupils_above_standard": ("kindergarten", "primary", "junior", "senior"),
    "pupils_large": ("primary", "junior", "senior"),
    "unplaced": ("primary", "junior"),
    "schools_oversized": ("all",),
}


def compute() -> dict[str, object]:
    """Sums over the replications by year, and the days of hand-over."""
    loaded = load(SCENARIO)
    scenario = loaded.scenario
    outcome = simulate(
        loaded.county, plan_of(scenario), scenario.uncertainty, Draws(scenario.seed), np.arange(REPLICATIONS)
    )
    frame = measure_frames(outcome, loaded.county, scenario.limits)
    days = np.where(np.isfinite(outcome.projects.hand_over), np.floor(outcome.projects.hand_over), 0)
    return {
        "measures": {
            f"{measure}/{stage}": frame.county(measure, stage).sum(axis=1).astype(int).tolist()
            for measure, stages in MEASURES.items()
            for stage in stages
        },
        "hand_over_days": dict(zip(outcome.projects.ids, days.sum(axis=0).astype(int).tolist(), strict=True)),
        "cancelled": int(outcome.projects.cancelled.sum()),
    }


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(compute(), indent=1) + "\n", encoding="utf-8")
