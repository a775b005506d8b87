"""How often the interval of a run that stops when it is precise enough holds the truth; 95 % is what it says.

``python tests/benchmarks/stopping_coverage.py [TRIALS]`` prints a table: values of several shapes, a half-width asked
for that would need so many replications if the spread were known, and the share of intervals that hold the truth with
that number fixed beforehand; with the looks and the rule of ``seatsim.indicators.thresholds``, and its mean number of
replications; with those looks and the half-width alone; with that and a look after every replication from 30 on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.indicators.thresholds import FEWEST_APART, FIRST_LOOK, QUANTILE_975, looks
from seatsim.model.streams import Draws

Floats = npt.NDArray[np.float64]

TRIALS, MAXIMUM = 4000, 2000
NEEDED = (70, 150, 300, 1000)
"""Replications that the half-width asked for would need if the spread were known; 70 is met at the first look."""


def _zero_inflated(chance: float) -> Callable[[Floats, Floats], Floats]:
    """Nothing in most futures, lognormal around 1 in some."""
    return lambda u, v: np.where(u < chance, np.exp(ndtri(v)), 0.0)


def _moments(chance: float) -> tuple[float, float]:
    """Mean and standard deviation of the same."""
    mean, square = chance * np.exp(0.5), chance * np.exp(2.0)
    return mean, float(np.sqrt(square - mean * mean))


SHAPES: dict[str, tuple[Callable[[Floats, Floats], Floats], tuple[float, float]]] = {
    "normal": (lambda u, _: np.asarray(ndtri(u)), (0.0, 1.0)),
    "lognormal, log sd 1": (_zero_inflated(1.0), _moments(1.0)),
    **{f"zero but in {p:.0%}": (_zero_inflated(p), _moments(p)) for p in (0.2, 0.05, 0.01)},
}
"""Values made of two uniforms, and their true mean and standard deviation."""


def stopped(
    values: Floats, width: float, counts: Sequence[int], truth: float, fewest_apart: int = 0
) -> tuple[float, float]:
    """Share of trials, shape (trials, replications), whose interval holds the truth when they stop.

    With it the mean number of replications. The commonest value, if there is one, is 0.
    """
    ends = np.array(counts) - 1
    number = ends + 1.0
    sums, squares, apart = (np.cumsum(each, axis=1)[:, ends] for each in (values, values * values, values != 0.0))
    mean = sums / number
    variance = np.maximum(squares / number - mean * mean, 0.0) * number / (number - 1.0)
    half = QUANTILE_975 * np.sqrt(variance / number)
    stops = (half <= width) & (apart >= fewest_apart)
    stops[:, -1] = True
    at = stops.argmax(axis=1)
    rows = np.arange(len(values))
    holds = np.abs(mean[rows, at] - truth) <= half[rows, at]
    return float(holds.mean()), float(number[at].mean())


def drawn(name: str, trials: int, maximum: int) -> Floats:
    """Values of a shape, shape (trials, maximum)."""
    uniforms = Draws(1).uniforms(name, [f"trial-{trial}" for trial in range(trials)], np.arange(maximum), 0, 2)
    return np.ascontiguousarray(SHAPES[name][0](uniforms[:, :, 0], uniforms[:, :, 1]).T)


def main(trials: int) -> None:
    """Print the table."""
    few, every = looks(maximum=MAXIMUM), range(30, MAXIMUM + 1)
    print("| values | needed | fixed | looks | replications | half-width alone | and after every replication |")
    print("|---|---|---|---|---|---|---|")
    for name, (_, (mean, spread)) in SHAPES.items():
        values = drawn(name, trials, MAXIMUM)
        for needed in NEEDED:
            width = QUANTILE_975 * spread / np.sqrt(needed)
            fixed = stopped(values, np.inf, [max(needed, FIRST_LOOK)], mean)[0]
            held, count = stopped(values, width, few, mean, FEWEST_APART)
            alone, always = (stopped(values, width, counts, mean)[0] for counts in (few, every))
            print(f"| {name} | {needed} | {fixed:.3f} | {held:.3f} | {count:,.0f} | {alone:.3f} | {always:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
