"""What public money paid for in the baseline year, from the report's figures (F7-F10) and stated assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seatsim.domain.figures import Figure

Floats = npt.NDArray[np.float64]

PARTS: tuple[str, ...] = (
    "pay_posts",
    "pay_outside",
    "pay_temporary",
    "public_funds",
    "upkeep",
    "student_aid",
    "other",
    "top_up",
)
"""What recurrent spending consists of, in the order of the arrays."""


@dataclass(frozen=True)
class MoneyBaseline:
    """Prices of the baseline year; arrays hold the six stages in their order [10^4 yuan unless said otherwise]."""

    per_pupil: Floats
    """Public spending per pupil (F8), shape (stages,); 0 where the report gives none."""
    funds_per_pupil: Floats
    """Public funds per pupil (公用经费, F9; special school: F10 over its pupils), shape (stages,)."""
    total: float
    """Public spending on education in the baseline year (F7)."""
    funded_as: int
    """Public compulsory schools below this many pupils are funded as this (F9) [pupils]."""
    mainstreamed: float
    """Mainstreamed pupils (随班就读) of the baseline (F21) [pupils]."""
    mainstreamed_money: float
    """Public funds of mainstreamed pupils in the baseline year (F10): eight times the ordinary rate; 0: not given."""
    mainstreamed_multiple: float
    """Their public funds over the ordinary rate where the amount is not given (F10) [ratio]."""
    student_aid: float
    """Student aid (F10)."""
    pay: float
    """Pay of a post and year, employer's contributions included; less where F8 leaves less."""
    outside_pay: float
    """Pay outside posts and of temporary teachers over that of a post [share]."""
    outside_paid: Floats
    """Share of teachers outside posts whom the budget pays, shape (stages,) [share]."""
    upkeep: float
    """Upkeep of a classroom and year."""
    seat_life: float
    """Years over which the price of a seat is spread [years]."""
    margin: float
    """Public funds over the provincial standard that must be kept (F20) [ratio]."""
    standard_growth: float
    """Growth of the provincial standard [share/year]."""
    published: Mapping[int, Figure]
    """Spending that the county published for later years, or that follows from it, by calendar year."""
    earlier: Mapping[int, Figure] = field(default_factory=dict)
    """The same for years before the baseline."""
