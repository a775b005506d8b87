"""How many times fewer replications two scenarios need because they share their draws.

``python tests/benchmarks/common_random_numbers.py [FUTURES]`` prints a table. A difference of means over n replications
has the variance var(A − B) / n where both are run under the same draws and (var A + var B) / n where they are not; the
quotient is how many times fewer replications pairing needs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from seatsim.api import plan_of
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.resolution import CROWDING, crowded_pupil_years
from seatsim.inputs.load import Loaded, load
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

Floats = npt.NDArray[np.float64]
Answer = Callable[[MeasureFrame], npt.NDArray[np.int64]]

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FUTURES, BLOCK = 400, 100


def in_year(measure: str, stage: str, year: int) -> Answer:
    """The county's values in one year, shape (replications,)."""
    return lambda frame: np.asarray(frame.county(measure, stage)[frame.years.index(year)], dtype=np.int64)


def crowded_years(limit: str, stage: str, to: int) -> Answer:
    """Crowded-pupil-years, shape (replications,) [pupil-years]."""
    return lambda frame: crowded_pupil_years(frame, limit, stage, to)


@dataclass(frozen=True)
class Pair:
    """Two scenarios and what is asked of their difference, the promised answer first."""

    one: str
    """Scenario."""
    other: str
    """Scenario taken away from it."""
    answers: Mapping[str, Answer]
    """By what the table calls them."""


_CROWDED = {f"pupil-years {limit} to 2030, all": crowded_years(limit, "all", 2030) for limit in CROWDING}
PAIRS = (
    Pair(
        "strict-gate",
        "open-gate",
        {
            "pupils_large 2025, all": in_year("pupils_large", "all", 2025),
            "pupils_large 2025, primary": in_year("pupils_large", "primary", 2025),
            "pupils_large 2025, senior": in_year("pupils_large", "senior", 2025),
            "pupils_above_standard 2025, all": in_year("pupils_above_standard", "all", 2025),
        },
    ),
    Pair("planned-builds", "reference", _CROWDED),
    Pair("faster-approvals", "combined-plan", _CROWDED),
    Pair(
        "births-fall",
        "reference",
        {
            "empty_seats 2032, all": in_year("empty_seats", "all", 2032),
            "seat_balance 2032, all": in_year("seat_balance", "all", 2032),
        },
    ),
)


@dataclass(frozen=True)
class Gain:
    """What pairing does for one difference."""

    difference: float
    """Mean difference."""
    paired: float
    """Variance of the paired difference."""
    unpaired: float
    """Sum of the two variances."""
    correlation: float
    """Correlation of the two scenarios."""

    @property
    def ratio(self) -> float:
        """How many times fewer replications pairing needs; inf where no future differs from another."""
        return self.unpaired / self.paired if self.paired else float("inf")


def gain(one: Floats, other: Floats) -> Gain:
    """Compare two samples under the same draws, each of shape (replications,)."""
    spread = [float(each.var(ddof=1)) for each in (one, other)]
    together = float(np.corrcoef(one, other)[0, 1]) if all(spread) else float("nan")
    return Gain(float((one - other).mean()), float((one - other).var(ddof=1)), sum(spread), together)


def blocks(futures: int) -> Iterator[npt.NDArray[np.int64]]:
    """Replication numbers in blocks, so that memory stays small."""
    edges = [*range(0, futures, BLOCK), futures]
    return (np.arange(first, last) for first, last in pairwise(edges))


def answers_of(loaded: Loaded, answers: Mapping[str, Answer], futures: int) -> dict[str, Floats]:
    """What is asked of one scenario, each of shape (futures,)."""
    scenario, found = loaded.scenario, []
    for numbers in blocks(futures):
        draws, plan = Draws(scenario.seed), plan_of(scenario)
        frame = measure_frames(
            simulate(loaded.county, plan, scenario.uncertainty, draws, numbers), loaded.county, scenario.limits
        )
        found.append({name: answer(frame).astype(np.float64) for name, answer in answers.items()})
    return {name: np.concatenate([block[name] for block in found]) for name in answers}


def gains(pair: Pair, futures: int, overrides: tuple[str, ...] = ()) -> dict[str, Gain]:
    """Gain of every answer of a pair."""
    one, other = (
        answers_of(load(SCENARIOS / f"{name}.toml", list(overrides)), pair.answers, futures)
        for name in (pair.one, pair.other)
    )
    return {name: gain(one[name], other[name]) for name in pair.answers}


def main(futures: int) -> None:
    """Print the table."""
    print("| pair | answer | mean difference | var paired | var unpaired | times fewer | correlation |")
    print("|---|---|---|---|---|---|---|")
    for pair in PAIRS:
        for name, found in gains(pair, futures).items():
            numbers = f"{found.difference:,.1f} | {found.paired:,.0f} | {found.unpaired:,.0f}"
            print(f"| {pair.one} – {pair.other} | {name} | {numbers} | {found.ratio:.1f} | {found.correlation:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FUTURES)
