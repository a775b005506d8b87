"""How many times fewer replications two scenarios need because they share their draws.

``python tests/benchmarks/common_random_numbers.py [FUTURES]`` prints a table. A difference of means over n replications
has the variance var(A − B) / n where both are run under the same draws and (var A + var B) / n where they are not; the
quotient is how many times fewer replications pairing needs. ``most`` is that quotient if A and B, with the spreads they
have, were correlated fully. ``adjusted`` is the quotient once the difference is regressed on what each future drew of
start and migration (``draws.parquet``), whose means are known without a run. With ``--why`` the promised answers are
asked once more with sources of chance switched off.
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


_NOT_START = ("births", "migration", "progression", "durations", "costs", "leaving", "recruitment")
WITHOUT: Mapping[str, tuple[str, ...]] = {
    "nothing": (),
    "start": ("start",),
    "durations, costs": ("durations", "costs"),
    "migration": ("migration",),
    "all but start and crowding of 2020": (*_NOT_START, "private_kindergartens"),
}
"""Sources of chance switched off, by what the table calls them."""
WHY = (
    "pupils_large 2025, all",
    "pupils_above_standard 2025, all",
    "pupil-years above_standard to 2030, all",
)
"""Answers that are asked once more."""
CONTROLS = ("start", "migration")
"""Sources whose stored draws adjust a difference."""


@dataclass(frozen=True)
class Gain:
    """What pairing does for one difference."""

    difference: float
    """Mean difference."""
    paired: float
    """Variance of the paired difference."""
    one: float
    """Variance of the one scenario."""
    other: float
    """Variance of the other."""
    residual: float
    """Variance of the paired difference that its regression on the controls leaves."""

    @property
    def unpaired(self) -> float:
        """Sum of the two variances."""
        return self.one + self.other

    @property
    def ratio(self) -> float:
        """How many times fewer replications pairing needs."""
        return _quotient(self.unpaired, self.paired)

    @property
    def correlation(self) -> float:
        """Correlation of the two scenarios; NaN where one does not vary."""
        both = np.sqrt(self.one * self.other)
        return float((self.unpaired - self.paired) / 2.0 / both) if both else float("nan")

    @property
    def most(self) -> float:
        """The ratio that a full correlation would give."""
        return _quotient(self.unpaired, float(np.sqrt(self.one) - np.sqrt(self.other)) ** 2)

    @property
    def adjusted(self) -> float:
        """The ratio after regression."""
        return _quotient(self.unpaired, self.residual)


def _quotient(part: float, whole: float) -> float:
    """A quotient; inf where the whole is 0, NaN where both are."""
    return part / whole if whole else float("inf" if part else "nan")


def gain(one: Floats, other: Floats, controls: Floats) -> Gain:
    """Compare two samples under the same draws, each of shape (replications,); ``controls`` : (replications, any)."""
    difference = one - other
    columns = np.column_stack([np.ones(len(one)), controls])
    fitted = columns @ np.linalg.lstsq(columns, difference)[0]
    left = float(((difference - fitted) ** 2).sum()) / (len(one) - columns.shape[1])
    paired, first, second = (float(each.var(ddof=1)) for each in (difference, one, other))
    return Gain(float(difference.mean()), paired, first, second, left)


def blocks(futures: int) -> Iterator[npt.NDArray[np.int64]]:
    """Replication numbers in blocks, so that memory stays small."""
    edges = [*range(0, futures, BLOCK), futures]
    return (np.arange(first, last) for first, last in pairwise(edges))


def answers_of(loaded: Loaded, answers: Mapping[str, Answer], futures: int) -> tuple[dict[str, Floats], Floats]:
    """What is asked of one scenario, each of shape (futures,), and the controls, standardised, (futures, any)."""
    scenario, found, drawn = loaded.scenario, [], []
    for numbers in blocks(futures):
        draws, plan = Draws(scenario.seed), plan_of(scenario)
        outcome = simulate(loaded.county, plan, scenario.uncertainty, draws, numbers)
        frame = measure_frames(outcome, loaded.county, scenario.limits)
        found.append({name: answer(frame).astype(np.float64) for name, answer in answers.items()})
        stored = [values for name, values in outcome.stored_draws.items() if name.split("_")[0] in CONTROLS]
        drawn.append(np.column_stack(stored))
    controls = np.concatenate(drawn)
    spread = controls.std(axis=0)
    varies = spread > 0
    controls = (controls[:, varies] - controls[:, varies].mean(axis=0)) / spread[varies]
    return {name: np.concatenate([block[name] for block in found]) for name in answers}, controls


def gains(pair: Pair, futures: int, off: tuple[str, ...] = ()) -> dict[str, Gain]:
    """Gain of every answer of a pair, with some sources of chance switched off."""
    overrides = [f"uncertainty.{source}.on=false" for source in off]
    (one, controls), (other, _) = (
        answers_of(load(SCENARIOS / f"{name}.toml", overrides), pair.answers, futures)
        for name in (pair.one, pair.other)
    )
    return {name: gain(one[name], other[name], controls) for name in pair.answers}


_HEAD = ("mean difference", "var paired", "var unpaired", "times fewer", "correlation", "most", "adjusted")


def _row(*names: str, found: Gain) -> str:
    """One row of a table."""
    large = (f"{found.difference:,.1f}", f"{found.paired:,.0f}", f"{found.unpaired:,.0f}")
    ratios = (_times(found.ratio), f"{found.correlation:.3f}", _times(found.most), _times(found.adjusted))
    return f"| {' | '.join((*names, *large, *ratios))} |".replace("nan", "–")


def _times(ratio: float) -> str:
    """A ratio; beyond a thousand its digits say nothing."""
    return "> 1,000" if ratio > 1000 else f"{ratio:.1f}"


def main(futures: int, why: bool) -> None:
    """Print the tables."""
    print(f"| {' | '.join(('pair', 'answer', *_HEAD))} |\n|{'---|' * (2 + len(_HEAD))}")
    for pair in PAIRS:
        for name, found in gains(pair, futures).items():
            print(_row(f"{pair.one} – {pair.other}", name, found=found), flush=True)
    if why:
        print(f"\n| {' | '.join(('pair', 'answer', 'without', *_HEAD))} |\n|{'---|' * (3 + len(_HEAD))}")
        for pair in PAIRS[:2]:
            for without, off in WITHOUT.items():
                for name, found in gains(pair, futures, off).items():
                    if name not in WHY:
                        continue
                    print(_row(f"{pair.one} – {pair.other}", name, without, found=found), flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else FUTURES, "--why" in sys.argv)
