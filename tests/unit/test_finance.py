"""Recurrent spending: the baseline year gives F8, parts add up to the yuan, rules are reported or kept."""

from dataclasses import replace

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.figures import Figure
from seatsim.domain.money import PARTS, MoneyBaseline
from seatsim.domain.outcome import Outcome, SpendingOutcome
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import STAGES
from seatsim.indicators.spending import breaches, cost_of_relief, cost_parts, fell
from seatsim.language.words import Words
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from seatsim.telling import staff as telling
from staffed import money_of, staff_of, with_staff

PRIMARY, COUNTY_OF = STAGES.index("primary"), len(STAGES)
SCHOOLS = [
    School("p", "primary", "z0", {"primary": 30}, {"primary": [45] * 6}, {"primary": [1] * 6}),
    School("q", "primary", "z0", {"primary": 30}, {"primary": [90] * 6}, {"primary": [2] * 6}),
    School(
        "own",
        "primary",
        "z0",
        {"primary": 9},
        {"primary": [20] * 6},
        {"primary": [1] * 6},
        ownership="private",
        plan=20,
    ),
    School("j", "junior", "z0", {"junior": 20}, {"junior": [150] * 3}, {"junior": [3] * 3}),
    School("s", "special", "z0", {}, {"special": [12]}),
]
POSTS = staff_of({"primary": 50, "junior": 36, "special": 4}, {"primary": 10, "junior": 6})


def run(plan: Plan, money: MoneyBaseline | None = None, births: float = 150.0, on: bool = True) -> Outcome:
    county = with_staff(make_county(SCHOOLS, {"z0": births}), POSTS, money or money_of(6000.0))
    return simulate(county, plan, make_uncertainty(on), Draws(1), np.arange(4))


def spent(outcome: Outcome) -> SpendingOutcome:
    assert outcome.spending is not None
    return outcome.spending


def part(outcome: Outcome, name: str) -> np.ndarray:
    """One part by year, replication and stage [yuan]."""
    return np.asarray(spent(outcome).parts[PARTS.index(name)])


@pytest.mark.parametrize("pay", [0.0, 5.0, 20.0, 500.0])
def test_the_baseline_year_gives_spending_per_pupil_to_the_yuan_whatever_the_pay(pay: float) -> None:
    money = replace(money_of(6000.0), pay=pay)
    outcome = run(make_plan(horizon=2022), money)
    for stage in ("primary", "junior"):
        place = STAGES.index(stage)
        pupils = outcome.stages[stage].pupils[0].sum(axis=(1, 2))
        expected = np.rint(pupils * money.per_pupil[place] * 10_000)
        found = spent(outcome).parts[:, 0, :, place].sum(axis=0)
        assert np.abs(found - expected).max() <= 1, stage
    assert (spent(outcome).total[0] == 6000 * 10_000).all()


def test_what_the_total_cannot_hold_is_no_negative_rest() -> None:
    outcome = run(make_plan(horizon=2022), money_of(10.0))
    assert not part(outcome, "other")[0, :, COUNTY_OF].any()
    assert (spent(outcome).total[0] > 10 * 10_000).all()


def test_small_public_compulsory_schools_are_funded_as_three_hundred() -> None:
    """270 pupils count 300 and 540 count themselves; the private 120 count themselves too."""
    money = replace(money_of(6000.0), mainstreamed=0.0, mainstreamed_money=0.0)
    outcome = run(make_plan(horizon=2021), money)
    counted = 300 + 540 + 120
    assert (part(outcome, "public_funds")[0, :, PRIMARY] == round(counted * 0.11 * 10_000)).all()
    plain = run(make_plan(horizon=2021), replace(money, funded_as=0))
    assert (part(plain, "public_funds")[0, :, PRIMARY] == round(930 * 0.11 * 10_000)).all()


def test_mainstreamed_pupils_cost_what_the_report_says() -> None:
    money = replace(money_of(6000.0), funded_as=0)
    outcome, none = (run(make_plan(horizon=2021), m) for m in (money, replace(money, mainstreamed=0.0)))
    extra = (part(outcome, "public_funds") - part(none, "public_funds"))[0].sum(axis=1) / 10_000
    share = 4.0 / (930 + 450)
    ordinary = share * (930 * 0.11 + 450 * 0.15)
    assert extra == pytest.approx(3.0 - ordinary, abs=2e-4)


def test_hiring_costs_money_and_falling_rolls_save_only_what_falls() -> None:
    few = run(make_plan(horizon=2028), births=40.0, on=False)
    pupils = few.stages["primary"].pupils.sum(axis=(2, 3))
    total = spent(few).total
    assert (pupils[-1] < 0.6 * pupils[0]).all()
    assert (total[-1] > total[0]).all()  # pay and the rest grow, staff stay
    level = replace(make_plan(horizon=2028).levers.spending_rules, pay_growth=0.0, funds_growth=0.0, other_growth=0.0)
    plan = make_plan(horizon=2028)
    flat = run(replace(plan, levers=replace(plan.levers, spending_rules=level)), births=40.0, on=False)
    other = part(flat, "other")
    assert (other == other[0]).all()
    assert (part(flat, "upkeep")[:, :, PRIMARY] == part(flat, "upkeep")[0, :, PRIMARY]).all()
    assert (part(flat, "public_funds")[-1].sum(axis=1) < part(flat, "public_funds")[0].sum(axis=1)).all()
    staff = flat.staff
    assert staff is not None
    posts = part(flat, "pay_posts")[:, :, PRIMARY]
    assert (np.diff(posts, axis=0) * np.diff(staff.filled[:, :, PRIMARY], axis=0) >= 0).all()


def falling(keep: bool) -> Outcome:
    plan = make_plan(horizon=2026)
    rules = replace(plan.levers.spending_rules, keep=keep, pay_growth=-0.05, funds_growth=-0.05, other_growth=-0.05)
    return run(replace(plan, levers=replace(plan.levers, spending_rules=rules)), births=170.0)


def test_a_breach_is_listed_with_year_chance_and_amount() -> None:
    outcome = falling(keep=False)
    found = breaches(spent(outcome), outcome.years)
    assert {row["rule"] for row in found} == {"total", "per_pupil"}
    first = next(row for row in found if row["rule"] == "total")
    total = spent(outcome).total
    gap = (total[0] - total[1]) / 10_000
    assert (first["year"], first["chance"]) == (2021, 1)
    assert first["amount"]["mean"] == pytest.approx(gap.mean())
    assert 2020 not in {row["year"] for row in found}


def test_a_fall_between_the_years_given_is_told_apart_from_what_the_run_finds() -> None:
    """61,200 in 2019 and 58,900 in 2020; who gives no earlier year, or a smaller one, has no such fall."""

    def given(**years: float) -> MoneyBaseline:
        figures = {int(year[1:]): _figure(value) for year, value in years.items()}
        return replace(money_of(58_900.0), earlier=figures)

    assert fell(given(y2019=61_200.0), 2020) == [{"from": 2019, "to": 2020, "before": 61_200, "total": 58_900}]
    assert [row["to"] for row in fell(given(y2016=61_000.0, y2017=60_000.0, y2019=58_000.0), 2020)] == [2017, 2019]
    assert fell(given(), 2020) == fell(given(y2019=58_900.0), 2020) == []


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "fell from 61,200 in 2019 to 58,900 in 2020"), ("zh", "61,200 万元")]
)
def test_page_one_does_not_say_that_a_rule_was_kept_where_the_figures_given_break_it(lang: str, words: str) -> None:
    row = {"from": 2019, "to": 2020, "before": 61_200, "total": 58_900}
    spending = {"breaches": [], "margin": {"margin": 0.0, "lost_in": None}}
    kept, told = (" ".join(telling._rules(each, Words(lang))) for each in (spending, spending | {"fell": [row]}))
    assert words in told
    assert words not in kept
    assert kept not in told


def _figure(value: float) -> Figure:
    return Figure("F7.x", value, "10^4 yuan", "", "", "bulletin", "reported", "", 2)


def test_keeping_the_rules_pays_a_top_up_and_leaves_no_breach() -> None:
    outcome = falling(keep=True)
    assert breaches(spent(outcome), outcome.years) == []
    total, pupils = spent(outcome).total, spent(outcome).pupils
    assert (np.diff(total, axis=0) >= 0).all()
    assert (np.diff(total / pupils, axis=0) >= -1e-9).all()
    assert (part(outcome, "top_up")[1:].sum(axis=2) > 0).all()
    assert (part(outcome, "other") == part(falling(keep=False), "other")).all()


def test_a_plan_costs_more_by_exactly_the_sum_of_its_parts() -> None:
    plan = make_plan(horizon=2028)
    dear = replace(plan.levers.recruitment, contract_share=1.0, rounds=2)
    base, more = run(plan), run(replace(plan, levers=replace(plan.levers, recruitment=dear)))
    parts = spent(more).parts - spent(base).parts
    assert (parts.sum(axis=(0, 3)) == spent(more).total - spent(base).total).all()
    reference = cost_parts(base, None)
    assert reference is not None
    told = cost_parts(more, {"money": {"parts": reference}})
    assert told is not None
    for column in ("scenario", "reference", "difference"):
        assert told["total"][column] == sum(row[column] for row in told["parts"].values())
    assert told["total"]["difference"] == told["total"]["scenario"] - told["total"]["reference"] > 0
    assert set(told["parts"]) == {*PARTS, "capital"}
    assert {row["kind"] for row in told["parts"].values()} == {"assumed", "derived"}


def test_cost_of_relief_is_money_over_pupil_years_or_none() -> None:
    parts = {
        "parts": {"capital": {"difference": 30_000_000}},
        "total": {"difference": 50_000_000},
    }
    assert cost_of_relief(parts, 1000.0) == {"avoided": 1000, "capital": 3, "recurrent": 2}
    assert cost_of_relief(parts, -5.0) == {"avoided": -5, "capital": None, "recurrent": None}
    assert cost_of_relief(parts, None) is None
    assert cost_of_relief(None, 1.0) is None


def test_an_empty_seat_costs_its_upkeep_and_its_share_of_a_building() -> None:
    outcome = run(make_plan(horizon=2022))
    upkeep, spread = spent(outcome).empty_seat[:, 0, PRIMARY]
    assert upkeep == pytest.approx(2.0 / 45)
    assert spread == pytest.approx(make_plan().levers.capital.price_primary / 50)
    assert spent(outcome).empty_seat[0, 1, PRIMARY] == pytest.approx(upkeep * 1.03)


def test_without_staff_or_figures_no_spending_is_told() -> None:
    county = make_county(SCHOOLS, {"z0": 150.0})
    plan, nature = make_plan(horizon=2021), make_uncertainty()
    assert simulate(county, plan, nature, Draws(1), np.arange(1)).spending is None
    assert simulate(with_staff(county, POSTS), plan, nature, Draws(1), np.arange(1)).spending is None


def test_campuses_of_one_legal_school_are_small_or_not_together() -> None:
    """270 and 540 pupils of one legal school are 810: none of them is raised to 300."""
    county = make_county(SCHOOLS, {"z0": 150.0})
    joined = replace(county, register=replace(county.register, legal_school=("p", "p", "own", "j", "s")))
    money = replace(money_of(6000.0), mainstreamed=0.0)
    outcome = simulate(
        with_staff(joined, POSTS, money), make_plan(horizon=2021), make_uncertainty(), Draws(1), np.arange(1)
    )
    assert part(outcome, "public_funds")[0, 0, PRIMARY] == round((270 + 540 + 120) * 0.11 * 10_000)


def test_upkeep_is_paid_for_public_rooms() -> None:
    outcome = run(make_plan(horizon=2021))
    assert (part(outcome, "upkeep")[0, :, PRIMARY] == (30 + 30) * 2 * 10_000).all()


def test_without_the_amount_mainstreamed_pupils_cost_the_multiple() -> None:
    money = replace(money_of(6000.0), funded_as=0)
    given, by_multiple, none = (
        part(run(make_plan(horizon=2021), m), "public_funds")[0].sum()
        for m in (money, replace(money, mainstreamed_money=0.0), replace(money, mainstreamed=0.0))
    )
    assert by_multiple > none
    assert given != by_multiple
