"""The yardstick: what the arithmetic of a school year costs when nothing else is done.

NumPy only: 1,000 replications x 20 years x 100 schools x 12 grades, one binomial draw a cell and year, classes by the
size limit, five indicators and their quantiles; nothing is written. Run as a whole process beside the job that is
compared with it: ``python tests/benchmarks/floor_kernel.py``.
"""

from __future__ import annotations

import numpy as np

REPLICATIONS, YEARS, SCHOOLS, GRADES = 1_000, 20, 100, 12
STAY, ENTRANTS, LIMIT, ROOMS = 0.98, 100, 45, 40
PERCENTS = (5, 10, 25, 50, 75, 90, 95)


def main() -> None:
    """Run the kernel and print the median number of classes in the last year, so that nothing can be left out."""
    generator = np.random.default_rng(1)
    pupils = np.full((REPLICATIONS, SCHOOLS, GRADES), ENTRANTS, dtype=np.int64)
    told = np.empty((YEARS, 5, REPLICATIONS))
    for year in range(YEARS):
        before = np.concatenate([np.full_like(pupils[:, :, :1], ENTRANTS), pupils[:, :, :-1]], axis=2)
        pupils = generator.binomial(before, STAY)
        classes = -(-pupils // LIMIT)
        held = classes.sum(axis=2)
        told[year] = (
            pupils.sum(axis=(1, 2)),
            held.sum(axis=1),
            np.maximum(held - ROOMS, 0).sum(axis=1),
            np.where(pupils > classes * (LIMIT - 5), pupils, 0).sum(axis=(1, 2)),
            np.maximum(ROOMS * LIMIT - pupils.sum(axis=2), 0).sum(axis=1),
        )
    bands = np.quantile(told, np.array(PERCENTS) / 100, axis=2)
    print(int(bands[3, -1, 1]))


if __name__ == "__main__":
    main()
