"""Recurrent spending: pay, public funds, upkeep and what is left of F8, so that the baseline year comes out exactly.

Everything is whole yuan, so that parts add up to the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits
from seatsim.domain.money import PARTS, MoneyBaseline
from seatsim.domain.outcome import SpendingOutcome, StaffOutcome, StageOutcome
from seatsim.domain.scenario import CapitalLever
from seatsim.domain.staff_levers import SpendingLever
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

YUAN = 10_000
"""Yuan in the unit of the figures."""
_COUNTY = len(STAGES)
"""Place, after the stages, of what belongs to no stage."""
MAINSTREAMING: tuple[Stage, ...] = ("kindergarten", "primary", "junior")
"""Stages with mainstreamed pupils (随班就读), from preschool on (F21)."""
RULES: tuple[str, ...] = ("total", "per_pupil")
"""The two "only increase" rules (两个只增不减)."""


@dataclass(frozen=True)
class _Counts:
    """What money pays for, each (years, replications, stages)."""

    pupils: Ints
    """Pupils in school [pupils]."""
    funded: Ints
    """Pupils for whom public funds are paid, small schools counted as larger [pupils]."""
    rooms: Ints
    """Ordinary classrooms [rooms]."""


def spending(
    money: MoneyBaseline,
    staff: StaffOutcome,
    stages: Mapping[Stage, StageOutcome],
    lever: SpendingLever,
    capital: CapitalLever,
    limits: Limits,
) -> SpendingOutcome:
    """Recurrent spending of every year and replication; the baseline year gives F8 for every stage that has it."""
    counts = _count(money, stages)
    years, replications = counts.pupils.shape[:2]
    parts = np.zeros((len(PARTS), years, replications, len(STAGES) + 1), dtype=np.int64)
    grown = _growth(lever, years)
    part = {name: parts[place] for place, name in enumerate(PARTS)}
    part["public_funds"][:, :, :_COUNTY] = _yuan(_public_funds(money, counts) * grown["funds"])
    part["upkeep"][:, :, :_COUNTY] = _yuan(counts.rooms * money.upkeep * grown["other"])
    paid = _paid_staff(money, staff)
    budget = _yuan(money.per_pupil * counts.pupils[0])
    pay = _pay(money, sum(paid.values(), np.zeros(counts.pupils.shape))[0], budget, part)
    for name, heads in paid.items():
        part[name][:, :, :_COUNTY] = _yuan(heads * pay * grown["pay"])
    found = parts[:, 0, :, :_COUNTY].sum(axis=0)
    rest = np.where(money.per_pupil > 0, np.maximum(budget - found, 0), 0)
    part["other"][:, :, :_COUNTY] = _yuan_again(rest, grown["other"])
    _add_county(money, counts, part, parts, grown)
    pupils = counts.pupils.sum(axis=2)
    required = _required(parts, pupils, part["top_up"][:, :, _COUNTY], lever.keep)
    return SpendingOutcome(parts, required, pupils, _empty_seat(money, capital, limits, lever, years))


def _growth(lever: SpendingLever, years: int) -> Mapping[str, Floats]:
    """Factors on the baseline's prices, shape (years, 1, 1)."""
    rates = {"pay": lever.pay_growth, "funds": lever.funds_growth, "other": lever.other_growth}
    places = np.arange(years, dtype=np.float64)[:, None, None]
    return {name: np.power(1.0 + rate, places) for name, rate in rates.items()}


def _yuan(amount: Floats) -> Ints:
    """10^4 yuan in whole yuan."""
    return np.rint(amount * YUAN).astype(np.int64)


def _yuan_again(yuan: Ints, grown: Floats) -> Ints:
    """An amount of the baseline year, (replications, ...), in every year, to the whole yuan."""
    return np.rint(yuan * grown).astype(np.int64)


def _count(money: MoneyBaseline, stages: Mapping[Stage, StageOutcome]) -> _Counts:
    pupils, funded, rooms = [], [], []
    for stage in STAGES:
        run = stages[stage]
        units = run.pupils.sum(axis=3)
        pupils.append(units.sum(axis=2))
        small = (units > 0) & run.units.public & (stage in COMPULSORY)
        funded.append(np.where(small, np.maximum(units, money.funded_as), units).sum(axis=2))
        rooms.append(run.rooms.sum(axis=2))
    return _Counts(*(np.stack(each, axis=2) for each in (pupils, funded, rooms)))


def _public_funds(money: MoneyBaseline, counts: _Counts) -> Floats:
    """Public funds at the baseline's rates; a mainstreamed pupil has a multiple of the ordinary rate [10^4 yuan]."""
    here = np.array([stage in MAINSTREAMING for stage in STAGES])
    base = (counts.pupils[0] * here).sum(axis=1)
    share = money.mainstreamed / np.maximum(base, 1)
    mainstreamed = np.minimum(share[None, :, None] * counts.pupils * here, counts.pupils)
    ordinary = (money.funds_per_pupil * mainstreamed[0]).sum(axis=1)
    multiple = np.divide(money.mainstreamed_money, ordinary, out=np.ones_like(ordinary), where=ordinary > 0)
    counted = counts.funded + mainstreamed * (multiple[None, :, None] - 1.0)
    return np.asarray(counted * money.funds_per_pupil)


def _paid_staff(money: MoneyBaseline, staff: StaffOutcome) -> Mapping[str, Floats]:
    """Staff whom the budget pays, in posts' pay, each (years, replications, stages); filed teachers have a post's."""
    contracts = (staff.outside - staff.filed) * money.outside_paid * money.outside_pay
    return {
        "pay_posts": staff.filled.astype(np.float64),
        "pay_outside": contracts + staff.filed,
        "pay_temporary": np.asarray(staff.temporary * money.outside_pay, dtype=np.float64),
    }


def _pay(money: MoneyBaseline, heads: Floats, budget: Ints, part: Mapping[str, Ints]) -> Floats:
    """Pay of a post, (replications, stages): as assumed, less where F8 leaves less for it [10^4 yuan]."""
    fixed = part["public_funds"][0, :, :_COUNTY] + part["upkeep"][0, :, :_COUNTY]
    left = np.maximum(budget - fixed, 0) / YUAN
    most = np.divide(left, heads, out=np.full_like(heads, money.pay), where=heads > 0)
    # A hair less than what is left, so that rounding to whole yuan cannot pass it.
    return np.where(money.per_pupil > 0, np.minimum(money.pay, most - 1e-7 * (most > 1e-7)), money.pay)


def _add_county(
    money: MoneyBaseline, counts: _Counts, part: Mapping[str, Ints], parts: Ints, grown: Mapping[str, Floats]
) -> None:
    """Student aid by pupils, and what the report's total holds beyond all else, which no pupil moves."""
    pupils = counts.pupils.sum(axis=2)
    aid = money.student_aid * pupils / np.maximum(pupils[0], 1) * grown["funds"][:, :, 0]
    part["student_aid"][:, :, _COUNTY] = _yuan(aid)
    rest = np.maximum(_yuan(np.array(money.total)) - parts[:, 0].sum(axis=(0, 2)), 0)
    part["other"][:, :, _COUNTY] = _yuan_again(rest, grown["other"][:, :, 0])


def _required(parts: Ints, pupils: Ints, top_up: Ints, keep: bool) -> Ints:
    """What each rule asks of a year after the one before; with ``keep`` the top-up pays it."""
    total = parts.sum(axis=(0, 3))
    required = np.zeros((*total.shape, len(RULES)), dtype=np.int64)
    for year in range(1, len(total)):
        before = total[year - 1]
        required[year, :, 0] = before
        required[year, :, 1] = np.ceil(before * (pupils[year] / np.maximum(pupils[year - 1], 1))).astype(np.int64)
        if keep:
            top_up[year] = np.maximum(required[year].max(axis=1) - total[year], 0)
            total[year] += top_up[year]
    return required


def _empty_seat(
    money: MoneyBaseline, capital: CapitalLever, limits: Limits, lever: SpendingLever, years: int
) -> Floats:
    """Upkeep of an empty seat, and the price of a seat spread over its life, by year and stage [10^4 yuan/seat]."""
    price = {
        "kindergarten": capital.price_kindergarten,
        "primary": capital.price_primary,
        "junior": capital.price_junior,
        "senior": capital.price_senior,
    }
    upkeep = [money.upkeep / limits.planning.of(s) if s in CLASS_STAGES else 0.0 for s in STAGES]
    spread = [price.get(s, 0.0) / money.seat_life for s in STAGES]
    grown = (1.0 + lever.other_growth) ** np.arange(years)[:, None]
    return np.stack([np.array(upkeep) * grown, np.broadcast_to(np.array(spread), (years, len(STAGES)))])
