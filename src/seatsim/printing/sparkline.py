"""A line of numbers as a row of small bars, one cell a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from typing import TypeGuard

BARS = "⣀⣤⣶⣿"
"""Lowest bar first. Braille patterns take one cell in every terminal; the width of block elements is ambiguous in
Unicode, and many Chinese terminals give them two."""
PLAIN_BARS = ".-=#"
"""The same where the terminal's encoding has no Braille."""
_LEAST_RANGE = 0.1
"""Range that the bars stand for at least, as a share of the largest number: a ripple is not drawn as a mountain."""
_ROUNDING = 1e-9
"""What arithmetic may lack of the next bar."""


def sparkline(values: Sequence[float | None], scale: Iterable[float | None] | None = None, bars: str = BARS) -> str:
    """Bars from the lowest to the highest number, as many as there are numbers; a blank for one that is not told.

    ``scale`` holds the numbers that lowest and highest are taken from, so that several rows stand on one scale. Numbers
    that hardly differ are bars of middle height; where all are 0, the lowest.
    """
    told = [value for value in (values if scale is None else scale) if _known(value)]
    low, high = min(told, default=0.0), max(told, default=0.0)
    reach = max(high - low, _LEAST_RANGE * max(abs(low), abs(high)))
    base = (low + high - reach) / 2 if low or high else 0.0
    return "".join(bars[_level(value - base, reach, len(bars))] if _known(value) else " " for value in values)


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and not isnan(value)


def _level(above: float, reach: float, levels: int) -> int:
    """Bar of a number that is so far above the base."""
    return min(max(int(above / reach * levels + _ROUNDING), 0), levels - 1) if reach else 0
