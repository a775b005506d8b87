"""Recurrent spending reckoned again by plain loops from decision 0013, school by school and year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.money import PARTS, MoneyBaseline
from seatsim.domain.outcome import SpendingOutcome, StaffOutcome, StageOutcome
from seatsim.domain.scenario import CapitalLever
from seatsim.domain.staff_levers import SpendingLever
from seatsim.domain.stages import STAGES, Stage
from seatsim.model.finance import spending
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import money_of, staff_of, with_staff

SCHOOLS = [
    School("k", "kindergarten", "z0", {"kindergarten": 9}, {"kindergarten": [40] * 3}, {"kindergarten": [2] * 3}),
    School("p", "primary", "z0", {"primary": 8}, {"primary": [20] * 6}, {"primary": [1] * 6}),
    School("q", "primary", "z0", {"primary": 15}, {"primary": [35] * 6}, {"primary": [1] * 6}),
    School("r", "primary", "z0", {"primary": 14}, {"primary": [70] * 6}, {"primary": [2] * 6}),
    School("o", "primary", "z0", {"primary": 9}, {"primary": [20] * 6}, {"primary": [1] * 6}, ownership="private"),
    School("j", "junior", "z0", {"junior": 20}, {"junior": [150] * 3}, {"junior": [3] * 3}),
    School("s", "senior", "z0", {"senior": 9}, {"senior": [90] * 3}, {"senior": [2] * 3}, plan=90),
    School("x", "special", "z0", {}, {"special": [12]}),
]
LEGAL = {"p": "both", "q": "both"}
RULES = SpendingLever(keep=False, pay_growth=0.02, funds_growth=0.03, other_growth=0.05)
MONEY = replace(money_of(9000.0), outside_paid=np.array([0.3, 0.5, 0.6, 0.5, 1.0, 1.0]))
FALLING = SpendingLever(keep=True, pay_growth=-0.05, funds_growth=-0.02, other_growth=-0.04)
CASES: Mapping[str, tuple[MoneyBaseline, SpendingLever]] = {
    "as reported": (MONEY, RULES),
    "pay that F8 cannot hold": (replace(MONEY, pay=500.0), RULES),
    "upkeep that leaves no pay": (replace(MONEY, upkeep=60.0), RULES),
    "a multiple, no amount": (replace(MONEY, mainstreamed_money=0.0, funded_as=0), RULES),
    "nobody mainstreamed": (replace(MONEY, mainstreamed=0.0), RULES),
    "more mainstreamed than pupils": (replace(MONEY, mainstreamed=1e6), RULES),
    "a total below the parts": (replace(MONEY, total=10.0), RULES),
    "rules kept": (MONEY, FALLING),
    "rules broken": (MONEY, replace(FALLING, keep=False)),
}
PLAN = make_plan(horizon=2024)
CAPITAL = replace(PLAN.levers.capital, price_growth=0.04)


@pytest.fixture(scope="module")
def ran() -> tuple[StaffOutcome, Mapping[Stage, StageOutcome]]:
    """Staff and stages of a run whose futures differ from the baseline year on."""
    posts = staff_of({"kindergarten": 12, "primary": 50, "junior": 36, "special": 4}, {"primary": 10, "junior": 6})
    county = with_staff(make_county(SCHOOLS, {"z0": 150.0}), posts, MONEY)
    run = simulate(county, PLAN, make_uncertainty(on=True), Draws(1), np.arange(3))
    assert run.staff is not None
    more = np.arange(3)[None, :, None]
    # Filed teachers, temporary ones and other pupils in every future, for the formulas alone.
    staff = replace(run.staff, filed=np.minimum(run.staff.outside, 2 + more), temporary=run.staff.temporary + 1 + more)
    stages = {
        stage: replace(one, pupils=one.pupils + (one.pupils > 0) * more[..., None]) for stage, one in run.stages.items()
    }
    return staff, stages


@pytest.mark.parametrize("case", CASES)
def test_every_part_is_the_decisions(case: str, ran: tuple[StaffOutcome, Mapping[Stage, StageOutcome]]) -> None:
    (money, lever), (staff, stages) = CASES[case], ran
    told = spending(money, staff, stages, LEGAL, lever, CAPITAL, PLAN.limits)
    for future in range(3):
        _agree(told, _Hand(money, staff, stages, lever, future), future)
    found = told.parts[:, 0, :, : len(STAGES)].sum(axis=0)
    fits = (money.per_pupil > 0) & (case != "upkeep that leaves no pay")
    pupils = np.stack([stages[stage].pupils[0].sum(axis=(1, 2)) for stage in STAGES], axis=1)
    over = np.abs(found - np.rint(pupils * money.per_pupil * 10_000))[:, fits]
    # Three parts of a pay that just fits are rounded one by one.
    assert over.max(initial=0.0) <= (1.0 if case == "pay that F8 cannot hold" else 0.0)


def _agree(told: SpendingOutcome, hand: _Hand, future: int) -> None:
    for year in range(5):
        for name, amounts in hand.parts(year).items():
            found = told.parts[PARTS.index(name), year, future]
            assert np.abs(found - np.array(amounts)).max() <= 2.0, (name, year)
    total = [told.parts[:, year, future].sum() for year in range(5)]
    pupils = [int(sum(hand.pupils(year, place) for place in range(6))) for year in range(5)]
    assert told.pupils[:, future].tolist() == pupils
    top_up = PARTS.index("top_up")
    for year in range(1, 5):
        asked = (total[year - 1], -(-total[year - 1] * pupils[year] // pupils[year - 1]))
        assert told.required[year, future] == pytest.approx(asked, abs=1.0)
        without = total[year] - told.parts[top_up, year, future].sum()
        paid = max(*told.required[year, future], without) - without if hand.lever.keep else 0
        assert told.parts[top_up, year, future].tolist() == [0] * 6 + [paid]
    assert not told.required[0].any()
    assert not told.parts[top_up, 0].any()
    expected = [hand.pay(place) if hand.staff.filled[0, future, place] else 0.0 for place in range(6)]
    assert told.pay[future] == pytest.approx(expected, abs=2e-7)


class _Hand:
    """One future's spending by plain loops [yuan]."""

    def __init__(
        self,
        money: MoneyBaseline,
        staff: StaffOutcome,
        stages: Mapping[Stage, StageOutcome],
        lever: SpendingLever,
        future: int,
    ) -> None:
        self.money, self.staff, self.stages, self.lever, self.future = money, staff, stages, lever, future

    def parts(self, year: int) -> Mapping[str, list[float]]:
        """Every part but the top-up, by stage and the county."""
        now = {name: [self._price(name, year, place) for place in range(6)] for name in PARTS[:6]}
        first = [[self._price(name, 0, place) for name in PARTS[:6]] for place in range(6)]
        rest = [
            max(round(self._budget(place)) - sum(first[place]), 0.0) if self.money.per_pupil[place] > 0 else 0.0
            for place in range(6)
        ]
        of_county = max(round(self.money.total * 10_000) - sum(map(sum, first)) - sum(rest), 0.0)
        grown = (1 + self.lever.other_growth) ** year
        return {name: [*amounts, 0.0] for name, amounts in now.items()} | {
            "other": [amount * grown for amount in (*rest, of_county)]
        }

    def _price(self, name: str, year: int, place: int) -> float:
        growth = {"public_funds": "funds", "student_aid": "funds", "upkeep": "other"}.get(name, "pay")
        grown = (1 + getattr(self.lever, f"{growth}_growth")) ** year
        if name.startswith("pay"):
            return float(round(self._heads(name, year, place) * self.pay(place) * grown * 10_000))
        reckon = {"public_funds": self._funds, "student_aid": self._aid, "upkeep": self._upkeep}
        return float(round(reckon[name](year, place) * grown * 10_000))

    def _heads(self, name: str, year: int, place: int) -> float:
        """Staff in posts' pay; a teacher by filing has a post's."""
        money, at = self.money, (year, self.future, place)
        if name == "pay_posts":
            return float(self.staff.filled[at])
        if name == "pay_temporary":
            return float(self.staff.temporary[at] * money.outside_pay)
        filed = self.staff.filed[at]
        return float((self.staff.outside[at] - filed) * money.outside_paid[place] * money.outside_pay + filed)

    def pay(self, place: int) -> float:
        """Pay of a post: as assumed, or what F8 leaves in the baseline year."""
        heads = sum(self._heads(name, 0, place) for name in PARTS[:3])
        fixed = sum(self._price(name, 0, place) for name in ("public_funds", "student_aid", "upkeep"))
        left = max(round(self._budget(place)) - fixed, 0.0) / 10_000
        return min(self.money.pay, left / heads) if heads and self.money.per_pupil[place] > 0 else self.money.pay

    def _budget(self, place: int) -> float:
        return float(self.money.per_pupil[place] * self.pupils(0, place) * 10_000)

    def pupils(self, year: int, place: int) -> int:
        """Pupils of a stage."""
        return int(self.stages[STAGES[place]].pupils[year, self.future].sum())

    def _upkeep(self, year: int, place: int) -> float:
        return sum(rooms for _, public, _, rooms in self._schools(year, place) if public) * self.money.upkeep

    def _aid(self, year: int, place: int) -> float:
        aided = [p for p in range(6) if self.money.per_pupil[p] > 0]
        everyone = sum(self.pupils(0, p) for p in aided)
        return self.money.student_aid * self.pupils(year, place) / everyone if place in aided else 0.0

    def _funds(self, year: int, place: int) -> float:
        counted, small = 0, dict[str, int]()
        for school, public, pupils, _ in self._schools(year, place):
            if public:
                small[LEGAL.get(school, school)] = small.get(LEGAL.get(school, school), 0) + pupils
            else:
                counted += pupils
        least = self.money.funded_as if STAGES[place] in ("primary", "junior") else 0
        counted += sum(max(pupils, least) if pupils else 0 for pupils in small.values())
        extra = self._mainstreamed(year, place) * (self._multiple() - 1.0)
        return float((counted + extra) * self.money.funds_per_pupil[place])

    def _mainstreamed(self, year: int, place: int) -> float:
        share = self.money.mainstreamed / sum(self.pupils(0, p) for p in range(3))
        return min(share, 1.0) * self.pupils(year, place) if place < 3 else 0.0

    def _multiple(self) -> float:
        ordinary = sum(self._mainstreamed(0, p) * float(self.money.funds_per_pupil[p]) for p in range(3))
        given = self.money.mainstreamed_money
        return given / ordinary if given > 0 and ordinary > 0 else self.money.mainstreamed_multiple

    def _schools(self, year: int, place: int) -> Iterator[tuple[str, bool, int, int]]:
        one = self.stages[STAGES[place]]
        for unit, school in enumerate(one.units.school):
            at = (year, self.future, unit)
            yield school, bool(one.units.public[unit]), int(one.pupils[at].sum()), int(one.rooms[at])


def test_an_empty_seat_costs_upkeep_and_a_part_of_its_price_that_grow_apart(
    ran: tuple[StaffOutcome, Mapping[Stage, StageOutcome]],
) -> None:
    upkeep, spread = spending(MONEY, *ran, LEGAL, RULES, CAPITAL, PLAN.limits).empty_seat
    sizes, prices = PLAN.limits.planning, _prices(CAPITAL)
    for year in range(5):
        seats = [sizes.kindergarten, sizes.primary, sizes.junior, sizes.senior]
        assert upkeep[year] == pytest.approx([*(2.0 / size * 1.05**year for size in seats), 0.0, 0.0])
        assert spread[year] == pytest.approx([*(price / 50.0 * 1.04**year for price in prices), 0.0, 0.0])


def _prices(capital: CapitalLever) -> tuple[float, float, float, float]:
    return capital.price_kindergarten, capital.price_primary, capital.price_junior, capital.price_senior
