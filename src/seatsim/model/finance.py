"""Recurrent spending: pay, public funds, upkeep and what is left, so that the baseline year gives F8 for every stage.

Everything is whole yuan, so that parts add up to the last one. The total of the baseline year is F7, or what the stages
of a dear start come to if that is more (the reconciliation lets them pass F7 by 1 %; the special school comes on top).
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
    """Ordinary classrooms of public schools [rooms]."""


def spending(
    money: MoneyBaseline,
    staff: StaffOutcome,
    stages: Mapping[Stage, StageOutcome],
    legal_school: Mapping[str, str],
    lever: SpendingLever,
    capital: CapitalLever,
    limits: Limits,
) -> SpendingOutcome:
    """Recurrent spending of every year and replication; the baseline year gives F8 for every stage that has it.

    ``legal_school`` : legal school of each campus, by which small schools are counted; a campus not named is its own.
    """
    counts = _count(money, stages, legal_school)
    years, replications = counts.pupils.shape[:2]
    parts = np.zeros((len(PARTS), years, replications, len(STAGES) + 1), dtype=np.int64)
    grown = _growth(lever, years)
    part = {name: parts[place] for place, name in enumerate(PARTS)}
    part["student_aid"][:, :, :_COUNTY] = _yuan(_aid(money, counts) * grown["funds"])
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
    rest_of_county = np.maximum(_yuan(np.array(money.total)) - parts[:, 0].sum(axis=(0, 2)), 0)
    part["other"][:, :, _COUNTY] = _yuan_again(rest_of_county, grown["other"][:, :, 0])
    pupils = counts.pupils.sum(axis=2)
    required = _required(parts, pupils, part["top_up"][:, :, _COUNTY], lever.keep)
    held = staff.filled[0] > 0
    empty_seat = _empty_seat(money, capital, limits, lever, years)
    return SpendingOutcome(parts, required, pupils, pay * held, empty_seat)


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


def _count(money: MoneyBaseline, stages: Mapping[Stage, StageOutcome], legal_school: Mapping[str, str]) -> _Counts:
    pupils, funded, rooms = [], [], []
    for stage in STAGES:
        run = stages[stage]
        units = run.pupils.sum(axis=3)
        pupils.append(units.sum(axis=2))
        names = [legal_school.get(school, school) for school in run.units.school]
        legal, place = np.unique(np.array(names, dtype=np.str_), return_inverse=True)
        belongs = (place[:, None] == np.arange(len(legal))).astype(np.float64)
        schools = (units * run.units.public).astype(np.float64) @ belongs
        small = (schools > 0) & (stage in COMPULSORY)
        private = (units * ~run.units.public).sum(axis=2)
        raised = np.where(small, np.maximum(schools, money.funded_as), schools).sum(axis=2)
        funded.append(raised.astype(np.int64) + private)
        rooms.append((run.rooms * run.units.public).sum(axis=2))
    return _Counts(*(np.stack(each, axis=2) for each in (pupils, funded, rooms)))


def _public_funds(money: MoneyBaseline, counts: _Counts) -> Floats:
    """Public funds at the baseline's rates; a mainstreamed pupil has a multiple of the ordinary rate [10^4 yuan]."""
    here = np.array([stage in MAINSTREAMING for stage in STAGES])
    base = (counts.pupils[0] * here).sum(axis=1)
    share = money.mainstreamed / np.maximum(base, 1)
    mainstreamed = np.minimum(share[None, :, None] * counts.pupils * here, counts.pupils)
    ordinary = (money.funds_per_pupil * mainstreamed[0]).sum(axis=1)
    known = (ordinary > 0) & (money.mainstreamed_money > 0)
    multiple = np.full_like(ordinary, money.mainstreamed_multiple)
    np.divide(money.mainstreamed_money, ordinary, out=multiple, where=known)
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
    fixed = sum(part[name][0, :, :_COUNTY] for name in ("public_funds", "upkeep", "student_aid"))
    left = np.maximum(budget - fixed, 0) / YUAN
    most = np.divide(left, heads, out=np.full_like(heads, money.pay), where=heads > 0)
    # A hair less than what is left, so that rounding to whole yuan cannot pass it.
    return np.where(money.per_pupil > 0, np.minimum(money.pay, most - 1e-7 * (most > 1e-7)), money.pay)


def _aid(money: MoneyBaseline, counts: _Counts) -> Floats:
    """Student aid by pupils, within the spending per pupil of the stages that have it [10^4 yuan]."""
    aided = counts.pupils * (money.per_pupil > 0)
    return np.asarray(money.student_aid * aided / np.maximum(aided[0].sum(axis=1), 1)[None, :, None])


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
    dearer = (1.0 + capital.price_growth) ** np.arange(years)[:, None]
    return np.stack([np.array(upkeep) * grown, np.array(spread) * dearer])
