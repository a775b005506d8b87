"""What a future costs in blocks of another size: ``python tests/benchmarks/block_sizes.py``, one process.

Prints processor time of a future in blocks of each size over that in blocks of 256, the best of two rounds.
"""

from __future__ import annotations

import time

import numpy as np
from parts import SCENARIO

from seatsim.api import load, plan_of
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

USUAL = 256
SIZES = (20, 64, 128, USUAL, 512, 1_024)
ROUNDS, FEWEST = 2, 128
"""Rounds, and the fewest futures that a round takes."""


def ratios() -> dict[int, float]:
    """Processor time of a future by size of block, over the usual one's."""
    loaded = load(SCENARIO, ["horizon=2040"])
    plan, nature = plan_of(loaded.scenario), loaded.scenario.uncertainty

    def spent(size: int) -> float:
        """Processor time of a future [s]."""
        blocks = -(-FEWEST // size)
        begun = time.process_time()
        for block in range(blocks):
            simulate(loaded.county, plan, nature, Draws(1), np.arange(block * size, (block + 1) * size))
        return (time.process_time() - begun) / (blocks * size)

    best = {size: min(spent(size) for _ in range(ROUNDS)) for size in SIZES}
    return {size: seconds / best[USUAL] for size, seconds in best.items()}


def main() -> None:
    """Print a line for each size."""
    for size, ratio in ratios().items():
        print(f"{size} {ratio:.1f}")


if __name__ == "__main__":
    main()
