"""How often the interval of a run that stops when it is precise enough holds the truth; 95 % is what it says.

``python tests/benchmarks/stopping_coverage.py [TRIALS]`` prints a table: values of several shapes, a half-width asked
for that would need so many replications if the spread were known, and three rules: that number fixed beforehand,
the looks of ``seatsim.indicators.thresholds``, and a look after every replication from the first look on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.indicators.thresholds import FIRST_LOOK, QUANTILE_975, looks
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


def stopped(values: Floats, width: float, counts: Sequence[int], truth: float) -> tuple[float, float, float]:
    """Share of trials, shape (trials, replications), whose interval holds the truth when they stop.

    With it the mean number of replications, and the share that stopped although no value differed from another.
    """
    ends = np.array(counts) - 1
    number = ends + 1.0
    sums, squares = (np.cumsum(each, axis=1)[:, ends] for each in (values, values * values))
    mean = sums / number
    variance = np.maximum(squares / number - mean * mean, 0.0) * number / (number - 1.0)
    half = QUANTILE_975 * np.sqrt(variance / number)
    precise = half <= width
    precise[:, -1] = True
    at = precise.argmax(axis=1)
    rows = np.arange(len(values))
    holds = np.abs(mean[rows, at] - truth) <= half[rows, at]
    return float(holds.mean()), float(number[at].mean()), float((half[rows, at] == 0.0).mean())


def main(trials: int) -> None:
    """Print the table."""
    every = range(FIRST_LOOK, MAXIMUM + 1)
    print("| values | needed | fixed | looks | replications | all alike | every replication |")
    print("|---|---|---|---|---|---|---|")
    for name, (shape, (mean, spread)) in SHAPES.items():
        uniforms = Draws(1).uniforms(name, [f"trial-{trial}" for trial in range(trials)], np.arange(MAXIMUM), 0, 2)
        values = np.ascontiguousarray(shape(uniforms[:, :, 0], uniforms[:, :, 1]).T)
        del uniforms
        for needed in NEEDED:
            width = QUANTILE_975 * spread / np.sqrt(needed)
            fixed = stopped(values, np.inf, [max(needed, FIRST_LOOK)], mean)[0]
            held, count, alike = stopped(values, width, looks(maximum=MAXIMUM), mean)
            always = stopped(values, width, every, mean)[0]
            print(f"| {name} | {needed} | {fixed:.3f} | {held:.3f} | {count:,.0f} | {alike:.3f} | {always:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
