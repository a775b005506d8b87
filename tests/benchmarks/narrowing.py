"""What would narrow a paired difference further, and where its spread comes from.

``python tests/benchmarks/narrowing.py [FUTURES]`` prints the table of ``docs/common-random-numbers.md`` and, as JSON,
the numbers that its text quotes. A regression is judged out of sample: ten parts of the futures in order, each told by
a fit on the other nine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from common_random_numbers import FUTURES, SCENARIOS, Floats, blocks

from seatsim.api import plan_of
from seatsim.indicators.measures import measure_frames
from seatsim.inputs.load import load
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

PARTS = 10
FIRST, LAST, GATES = 2021, 2030, 2025
HEAD = ("change", "`planned-builds` – `reference`", "`strict-gate` – `open-gate`, above the standard")
CHANGES = (
    "as it is",
    "start and migration as controls, and the reference's own answer, its mean from a longer kept run",
    "start and migration as controls (`draws.parquet`)",
    "the reference's own answer alone",
    "start alone as controls",
    "the share of crowding that a plan takes away, not pupils",
)
_OF_THE_REFERENCE = (1, 3)
"""Rows that ask for a plan that is run once and kept: of two gates neither is."""


@dataclass(frozen=True)
class Sample:
    """One scenario's futures."""

    years: Floats
    """Pupil-years above the standard to 2030 by zone, the county last, shape (futures, zones)."""
    in_2025: Floats
    """Pupils above the standard in 2025 in the county, shape (futures,)."""
    drawn: Mapping[str, Floats]
    """Stored draws by column, each of shape (futures,)."""
    zones: tuple[str, ...]
    """Zones, the county last."""


@dataclass(frozen=True)
class Pair:
    """The same answer of two scenarios under the same draws."""

    one: Floats
    other: Floats
    drawn: Mapping[str, Floats]
    """Stored draws of the other."""

    @property
    def unpaired(self) -> float:
        """Variance of the difference if nothing were shared."""
        return float(self.one.var(ddof=1) + self.other.var(ddof=1))

    @property
    def difference(self) -> Floats:
        """Their difference, future by future."""
        return self.one - self.other

    def controls(self, *sources: str) -> Floats:
        """Stored draws of some sources that vary, standardised, shape (futures, any)."""
        columns = [
            column for name, column in self.drawn.items() if name.split("_")[0] in sources and np.ptp(column) > 0
        ]
        return np.column_stack([(column - column.mean()) / column.std() for column in columns])

    @property
    def own(self) -> Floats:
        """The other's own answer as a control, shape (futures, 1)."""
        centred: Floats = self.other - self.other.mean()
        control: Floats = centred[:, None] / self.other.std()
        return control

    def left(self, controls: Floats) -> Floats:
        """What a regression of the difference leaves of each future that it was not fitted to."""
        place = np.arange(len(self.one)) * PARTS // len(self.one)
        columns = np.column_stack([np.ones(len(self.one)), controls])
        left = np.empty(len(self.one))
        for part in range(PARTS):
            told = place == part
            fitted = np.linalg.lstsq(columns[~told], self.difference[~told])[0]
            left[told] = self.difference[told] - columns[told] @ fitted
        return left

    def times_fewer(self) -> tuple[float, ...]:
        """How many times fewer replications, in the order of ``CHANGES``."""
        start, both = self.controls("start"), self.controls("start", "migration")
        asked = (np.column_stack([both, self.own]), both, self.own, start)
        told = [self.unpaired / float(self.left(controls).var(ddof=1)) for controls in asked]
        return (self.plain, *told, self._of_shares())

    @property
    def plain(self) -> float:
        """How many times fewer replications pairing alone needs."""
        return self.unpaired / float(self.difference.var(ddof=1))

    def _of_shares(self) -> float:
        """The same for the ratio of the two means, by the delta method."""
        ratio = self.one.mean() / self.other.mean()
        unpaired = self.one.var(ddof=1) + ratio**2 * self.other.var(ddof=1)
        return float(unpaired / (self.one - ratio * self.other).var(ddof=1))


def sample(scenario: str, futures: int) -> Sample:
    """Run a scenario's futures."""
    loaded = load(SCENARIOS / f"{scenario}.toml")
    plan, nature, seed = plan_of(loaded.scenario), loaded.scenario.uncertainty, loaded.scenario.seed
    years, in_2025, drawn = [], [], []
    for numbers in blocks(futures):
        outcome = simulate(loaded.county, plan, nature, Draws(seed), numbers)
        frame = measure_frames(outcome, loaded.county, loaded.scenario.limits)
        above = np.asarray(frame.values["pupils_above_standard"]["all"], dtype=np.float64)
        at = frame.years.index
        years.append(above[at(FIRST) : at(LAST) + 1].sum(axis=0))
        in_2025.append(above[at(GATES), :, -1])
        drawn.append(outcome.stored_draws)
    told = {name: np.concatenate([block[name] for block in drawn]) for name in drawn[0]}
    return Sample(np.concatenate(years), np.concatenate(in_2025), told, frame.zones)


def table(builds: Pair, gates: Pair) -> str:
    """The table in Markdown."""
    lines = [f"| {' | '.join(HEAD)} |", "|---|---|---|"]
    told = zip(CHANGES, builds.times_fewer(), gates.times_fewer(), strict=True)
    for place, (change, first, second) in enumerate(told):
        lines.append(f"| {change} | {_short(first)} | {'–' if place in _OF_THE_REFERENCE else _short(second)} |")
    return "\n".join(lines) + "\n"


def _short(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"


def quoted(builds: Pair, by_zone: Mapping[str, float]) -> dict[str, float | Mapping[str, float]]:
    """What the page's text quotes of the builds' pair: slope, R², spreads, what the start explains, zones."""
    slope, level = np.polyfit(builds.other, builds.difference, 1)
    spread = builds.difference - builds.difference.mean()
    rest = builds.difference - slope * builds.other - level
    start = builds.left(builds.controls("start"))
    return {
        "slope": float(slope),
        "r2": float(1 - rest @ rest / (spread @ spread)),
        "spread_builds": float(builds.one.std(ddof=1)),
        "spread_reference": float(builds.other.std(ddof=1)),
        "most": builds.unpaired / float(builds.one.std(ddof=1) - builds.other.std(ddof=1)) ** 2,
        "start": float(1 - start @ start / (spread @ spread)),
        "zones": dict(by_zone),
    }


def by_zone(one: Sample, other: Sample) -> dict[str, float]:
    """Times fewer of the pupil-years, zone by zone."""
    pairs = zip(one.zones[:-1], one.years.T, other.years.T, strict=False)
    return {zone: Pair(mine, theirs, {}).plain for zone, mine, theirs in pairs}


def main(words: Sequence[str]) -> None:
    """Print table and quoted numbers."""
    futures = int(words[0]) if words else FUTURES
    reference, builds, strict, opened = (
        sample(name, futures) for name in ("reference", "planned-builds", "strict-gate", "open-gate")
    )
    pair = Pair(builds.years[:, -1], reference.years[:, -1], reference.drawn)
    print(table(pair, Pair(strict.in_2025, opened.in_2025, opened.drawn)))
    print(json.dumps(quoted(pair, by_zone(builds, reference))))


if __name__ == "__main__":
    main(sys.argv[1:])
