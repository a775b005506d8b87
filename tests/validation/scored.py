"""What the validation scripts share: where the data lie, intervals over target years, tables in plain text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Where the real data lie if no file is named; they are not part of the project."""


def interval(values: Floats, years: Ints, draws: int = 2000, seed: int = 1) -> tuple[float, float] | None:
    """5th and 95th percentile of the mean of ``values`` when whole target years are drawn again with replacement.

    ``values``, ``years`` : (cells,). Cells of one year err together, so years are drawn, not cells.
    None without a value.
    """
    if not len(values):
        return None
    known, place = np.unique(years, return_inverse=True)
    sums, counts = np.bincount(place, weights=values), np.bincount(place)
    drawn = np.random.default_rng(seed).integers(len(known), size=(draws, len(known)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return float(low), float(high)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its first column to the left and the others to the right."""
    cells = [list(head), *(list(row) for row in rows)]
    wide = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(zipped))
        for zipped in (list(zip(row, wide, strict=True)) for row in cells)
    ]
    return "\n".join(line.rstrip() for line in lines)


def span(bounds: tuple[float, float] | None, digits: int = 1) -> str:
    """An interval in words."""
    return "-" if bounds is None else f"{bounds[0]:.{digits}f} to {bounds[1]:.{digits}f}"


def as_json(figures: Mapping[str, object]) -> str:
    """The figures as one JSON object."""
    return json.dumps(figures, ensure_ascii=False, indent=2)
