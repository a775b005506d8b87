"""Timed builds: queues, windows, money, hand-over days, and draws that stay where they are."""

import tomllib
from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from builds import (
    BLOCK,
    CALENDAR,
    CAPITAL,
    DURATIONS,
    END,
    HORIZON,
    LIMITS,
    NATURE,
    at_once,
    build,
    run,
    school,
    with_budget,
    with_crews,
)
from seatsim.domain.outcome import WAITS
from seatsim.domain.project import Phase, Project
from seatsim.domain.scenario import Costs, Uncertainty
from seatsim.model.academic_calendar import DAYS_PER_MONTH
from seatsim.model.budget import Budget, rest_of_year
from seatsim.model.streams import Draws, stable_hash
from seatsim.model.works import TICK, draw_works, enters_review, median_lead, planned_cost


@pytest.mark.parametrize(("review_days", "opens"), [(183.0, True), (184.0, True), (185.0, False)])
def test_handed_over_on_opening_day_opens_that_year(review_days: float, opens: bool) -> None:
    construction = build({"a": school(starts="2021-03")}, at_once(review_days))
    opening_day = CALENDAR.opening_day(2021)
    construction.advance(opening_day)
    assert construction.handed_over(opening_day)[0, 0] == opens
    hand_over = construction.outcome(opening_day).hand_over[0, 0]
    assert hand_over == (CALENDAR.spring_day(2020) + review_days if opens else np.inf)


def test_steps_of_any_size_end_in_the_same_state() -> None:
    projects = {f"p{i}": school(starts=f"202{i % 4}-05") for i in range(8)}
    one, many = (build(projects, NATURE, replications=BLOCK) for _ in range(2))
    one.advance(END)
    for day in range(0, END + 1, 7):
        many.advance(day)
        many.advance(day - 3)
    many.advance(END)
    assert np.array_equal(one.outcome(END).hand_over, many.outcome(END).hand_over)
    assert np.array_equal(one.outcome(END).paid, many.outcome(END).paid)


def test_the_medians_add_up_when_nothing_is_waited_for() -> None:
    construction = run({"a": school(starts="2020-09")})
    whole = 20.0 + (9.0 + 21.0 + 2.0) * DAYS_PER_MONTH
    outcome = construction.outcome(END)
    assert outcome.hand_over[0, 0] == pytest.approx(whole)
    assert outcome.waits.sum() == 0.0
    started = 20.0 + 9.0 * DAYS_PER_MONTH
    days = (int(started), int(started) + 1, int(whole) - 1, int(whole))
    assert [bool(construction.under_way(day)[0, 0]) for day in days] == [False, True, True, False]
    assert [bool(construction.handed_over(day)[0, 0]) for day in days] == [False, False, False, True]


def test_one_project_followed_is_that_of_the_whole_run_and_of_a_settled_one() -> None:
    projects = {f"p{i}": school(rooms=6 + i, starts=f"202{i % 3}-0{1 + i % 9}") for i in range(9)}
    whole, levers = run(projects, NATURE, with_crews(2), BLOCK), with_crews(2)
    for until in (END // 3, END):
        hand_over = whole.outcome(until).hand_over
        for place, name in enumerate(whole.ids):
            alone = build(projects, NATURE, levers, BLOCK).follow(name, until)
            assert np.array_equal(alone, hand_over[:, place])
    twice = build(projects, NATURE, levers, BLOCK).settled(END, 2)
    for day in (END // 4, END // 2, END):
        twice.advance(day)
        for told in ("handed_over", "cancelled", "under_way"):
            assert np.array_equal(getattr(twice, told)(day), np.tile(getattr(whole, told)(day), (2, 1)))


def test_money_that_is_there_makes_no_event() -> None:
    env = simpy.Environment()
    purse = Budget(env, replace(CAPITAL, budget=120.0), CALENDAR, HORIZON + 1)
    assert purse.ask(30.0) is None
    later = purse.ask(60.0)
    assert later is not None
    assert not later.triggered
    env.run(until=CALENDAR.new_year_day(2021) + 1)
    assert later.triggered


def test_one_desk_serves_equal_arrivals_by_hash_one_after_the_other() -> None:
    projects = {name: school(rooms=1) for name in ("a", "b", "c", "d")}
    order = sorted(projects, key=stable_hash)
    for desks, expected in ((1, [0.0, 20.0, 40.0, 60.0]), (2, [0.0, 0.0, 20.0, 20.0])):
        for names in (list(projects), list(reversed(projects))):
            outcome = run({name: projects[name] for name in names}, levers=with_crews(12, desks)).outcome(END)
            waited = outcome.waits[0, [outcome.ids.index(name) for name in order], WAITS.index("desk")]
            assert waited.tolist() == expected


def test_works_wait_for_a_crew_first_come_first_served() -> None:
    projects = {"a": school(rooms=1, starts="2020-09"), "b": school(rooms=1, starts="2020-11")}
    outcome = run(projects, levers=with_crews(1)).outcome(END)
    first_done = outcome.hand_over[0, 0] - 2.0 * DAYS_PER_MONTH
    ready = CALENDAR.day(date(2020, 11, 1)) + 20.0 + 9.0 * DAYS_PER_MONTH
    assert outcome.waits[0, 1, WAITS.index("crew")] == pytest.approx(first_done - ready)
    assert outcome.waits[0, 0].sum() == 0.0


def test_works_under_way_go_on_beyond_the_crews_and_new_ones_wait_for_them() -> None:
    old = {f"old{i}": school(rooms=1, phase="construction", progress=0.5 + i / 10) for i in range(3)}
    outcome = run({**old, "new": school(rooms=1, phase="design", progress=1.0)}, levers=with_crews(2)).outcome(END)
    assert outcome.ids[0] == "new"
    for i in range(3):
        rest = (0.5 - i / 10) * 21.0 + 2.0
        assert outcome.hand_over[0, 1 + i] == pytest.approx(rest * DAYS_PER_MONTH, abs=TICK)
    # With two crews the new works begin when the second of the three is done, in a month that allows it.
    second_done = 0.4 * 21.0 * DAYS_PER_MONTH
    assert outcome.waits[0, 0, WAITS.index("crew")] == pytest.approx(second_done, abs=TICK)


@pytest.mark.parametrize(("progress", "month"), [(0.68, 11), (0.62, 12), (0.5, 1), (0.3, 3)])
def test_works_do_not_start_in_winter(progress: float, month: int) -> None:
    outcome = run({"a": school(rooms=1, phase="design", progress=progress)}).outcome(END)
    ready = (1.0 - progress) * 9.0 * DAYS_PER_MONTH
    assert CALENDAR.date(ready).month == month
    wait = CALENDAR.spring_day(2020) - ready if month in (12, 1) else 0.0
    assert outcome.waits[0, 0, WAITS.index("window")] == pytest.approx(wait, abs=TICK)


def test_no_works_of_a_whole_programme_start_in_winter() -> None:
    many = run({f"p{i:02}": school(rooms=2, starts=f"2021-{i + 1:02}") for i in range(12)}, NATURE)
    starts = [CALENDAR.date(event.day).month for event in many.events() if event.kind == "works start"]
    assert len(starts) > 6
    assert all(3 <= month <= 11 for month in starts)


@pytest.mark.parametrize(("progress", "halves"), [(0.0, 1), (0.2, 1), (0.5, 0), (0.9, 0)])
def test_works_under_way_take_the_rest_and_have_paid_what_was_due(progress: float, halves: int) -> None:
    outcome = run({"a": school(rooms=20, phase="construction", progress=progress)}).outcome(END)
    assert outcome.hand_over[0, 0] == pytest.approx(((1 - progress) * 21.0 + 2.0) * DAYS_PER_MONTH, abs=TICK)
    assert outcome.paid.sum() == pytest.approx(halves * 20 * 45 * 9.1 / 2)


@pytest.mark.parametrize(
    ("phase", "months"), [("review", 10 / DAYS_PER_MONTH + 32), ("design", 27.5), ("acceptance", 1)]
)
def test_other_phases_take_their_rest_too(phase: Phase, months: float) -> None:
    # Half of the review, design or acceptance is done; design ends in January and waits for March.
    outcome = run({"a": school(rooms=1, phase=phase, progress=0.5)}).outcome(END)
    wait = outcome.waits[0, 0, WAITS.index("window")]
    assert outcome.hand_over[0, 0] == pytest.approx(months * DAYS_PER_MONTH + wait)


def test_a_project_dearer_than_any_budget_collects_over_the_years() -> None:
    price = 24 * 45 * 9.1
    outcome = run({"a": school()}, levers=with_budget(price / 6, carry_years=0)).outcome(END)
    # A third of 2020's sixth, then a sixth a year: the first half is there on 1 January 2023.
    assert outcome.waits[0, 0, WAITS.index("capital")] > CALENDAR.new_year_day(2023) - 21
    assert outcome.hand_over[0, 0] < np.inf
    assert outcome.paid.sum() == pytest.approx(price)
    assert outcome.paid.max() <= price / 6 + 1e-9


def test_without_a_budget_nothing_starts_and_the_wait_goes_on() -> None:
    outcome = run({"a": school()}, levers=with_budget(0.0)).outcome(END)
    assert outcome.hand_over[0, 0] == np.inf
    assert outcome.waits[0, 0, WAITS.index("capital")] == pytest.approx(END - 20.0)
    assert outcome.paid.sum() == 0.0


def test_the_second_half_stops_the_works_when_it_is_not_there() -> None:
    price = 24 * 45 * 9.1
    first = price / 2 / rest_of_year(CALENDAR)
    levers = with_budget(first, carry_years=0)
    dear = {"a": school(), "b": replace(school(), capital=20 * first, starts="2020-10")}
    outcome = run(dear, levers=levers).outcome(END)
    assert outcome.waits[0, 0, WAITS.index("capital")] > 365.0
    assert outcome.waits[0, 1, WAITS.index("capital")] > 365.0


@settings(deadline=None, max_examples=60)
@given(
    carry_years=st.integers(0, 4),
    claims=st.lists(st.tuples(st.floats(0, 5000), st.floats(0.01, 300)), max_size=25),
)
def test_the_level_never_passes_the_last_budgets(carry_years: int, claims: list[tuple[float, float]]) -> None:
    budget = 100.0
    env = simpy.Environment()
    purse = Budget(env, replace(CAPITAL, budget=budget, carry_years=carry_years), CALENDAR, HORIZON + 1)
    granted: list[simpy.Event] = []

    def ask() -> Generator[simpy.Event, object, None]:
        for day, amount in sorted(claims):
            yield env.timeout(max(0.0, day - env.now))
            granted.append(purse.claim(amount))

    env.process(ask())
    for year in range(2021, HORIZON + 2):
        while env.peek() <= CALENDAR.new_year_day(year):
            env.step()
        held = [budget] * min(year - 2020, carry_years + 1)
        if year - 2020 <= carry_years:
            held.append(budget * rest_of_year(CALENDAR))
        assert purse.level <= sum(held) + 1e-9
        assert sum(purse.paid[: year - 2020]) <= budget * (year - 2021 + rest_of_year(CALENDAR)) + 1e-9
        order = [claim.triggered for claim in granted]
        assert order == sorted(order, reverse=True), "first come, first served"
    asked = sum(amount for _, amount in claims)
    if all(claim.triggered for claim in granted):
        assert sum(purse.paid) == pytest.approx(asked)
    else:
        assert sum(purse.paid) < asked


def test_unspent_money_expires_after_its_years() -> None:
    for carry_years, level in ((0, 1.0), (2, 3.0)):
        env = simpy.Environment()
        purse = Budget(env, replace(CAPITAL, budget=1.0, carry_years=carry_years), CALENDAR, HORIZON)
        env.run(until=CALENDAR.new_year_day(2030) + 1)
        assert purse.level == level


def test_what_is_paid_is_what_the_projects_cost() -> None:
    projects = {f"p{i:02}": school(rooms=6 + i, starts=f"202{i % 3}-0{1 + i % 9}") for i in range(12)}
    outcome = run(projects, NATURE, replications=BLOCK).outcome(END)
    done = np.isfinite(outcome.hand_over) | outcome.cancelled
    assert done.all()
    assert outcome.paid.sum(axis=0) == pytest.approx(outcome.cost.sum(axis=1))
    assert (outcome.cost[outcome.cancelled] == 0.0).all()


def test_cancellations_slips_and_costs_have_their_stated_size() -> None:
    count = 4000
    risky = replace(DURATIONS, cancel_probability=0.2)
    works = draw_works(
        {"a": school(), "b": school(phase="construction")},
        replace(NATURE, durations=risky),
        LIMITS.planning,
        CAPITAL,
        Draws(3),
        np.arange(count),
        CALENDAR,
    )
    assert works.cancelled.mean() == pytest.approx(0.2, abs=4 * np.sqrt(0.2 * 0.8 / (2 * count)))
    calm = replace(DURATIONS, log_sd=0.0)
    slipping = draw_works(
        {"a": school()},
        replace(NATURE, durations=calm),
        LIMITS.planning,
        CAPITAL,
        Draws(3),
        np.arange(count),
        CALENDAR,
    )
    slips = (slipping.first_works + slipping.last_works) / DAYS_PER_MONTH - 21.0
    share = (slips > 1e-3).mean()
    assert share == pytest.approx(0.3, abs=4 * np.sqrt(0.3 * 0.7 / count))
    assert slips[slips > 1e-3].mean() == pytest.approx(6.0, abs=4 * 6.0 / np.sqrt(count * 0.3))
    planned = planned_cost(school(), LIMITS.planning, CAPITAL, 2020)
    error = 4 * 0.1 * np.sqrt(np.pi / 2 / count)
    assert np.log(np.median(works.cost[:, 0]) / planned) == pytest.approx(0.0, abs=error)
    assert np.log(works.cost[:, 0]).std() == pytest.approx(0.1, abs=4 * 0.1 / np.sqrt(2 * count))


def test_every_part_of_a_projects_luck_is_drawn_at_its_own_address() -> None:
    ids, numbers, draws = ["a", "b"], np.arange(60)[::-1], Draws(7)
    projects = {"a": school(), "b": replace(school(), kind="conversion")}
    works = draw_works(projects, NATURE, LIMITS.planning, CAPITAL, draws, numbers, CALENDAR)

    def luck(work: str, median: float | list[float], log_sd: float = DURATIONS.log_sd) -> np.ndarray:
        return np.array(median) * np.exp(log_sd * ndtri(draws.uniforms(f"works/{work}", ids, numbers, 0)[:, :, 0]))

    assert works.review == pytest.approx(luck("review", DURATIONS.review_days), abs=TICK)
    design = [DURATIONS.design_months * DAYS_PER_MONTH, DURATIONS.small_design_months * DAYS_PER_MONTH]
    assert works.design == pytest.approx(luck("design", design), abs=TICK)
    acceptance = luck("acceptance", DURATIONS.acceptance_months * DAYS_PER_MONTH)
    assert works.acceptance == pytest.approx(acceptance, abs=TICK)
    slips, longer = np.moveaxis(draws.uniforms("works/slip", ids, numbers, 0, 2), 2, 0)
    slip = -np.log(1.0 - longer) * (slips < DURATIONS.slip_probability) * DURATIONS.slip_months * DAYS_PER_MONTH
    months = [DURATIONS.construction_months * DAYS_PER_MONTH, DURATIONS.conversion_months * DAYS_PER_MONTH]
    assert works.first_works + works.last_works == pytest.approx(luck("construction", months) + slip, abs=2 * TICK)
    planned = [planned_cost(projects[name], LIMITS.planning, CAPITAL, 2020) for name in ids]
    assert works.cost == pytest.approx(luck("cost", planned, NATURE.costs.log_sd))
    cancelled = draws.uniforms("works/cancel", ids, numbers, 0)[:, :, 0] < DURATIONS.cancel_probability
    assert np.array_equal(works.cancelled, cancelled)
    assert 0 < cancelled.sum() < cancelled.size > (slip > 0).sum() > 0


def test_only_what_is_not_reviewed_yet_can_be_cancelled() -> None:
    sure = replace(NATURE, durations=replace(DURATIONS, cancel_probability=1.0))
    phases: tuple[Phase, ...] = ("idea", "review", "funding", "design", "construction", "acceptance")
    outcome = run({f"{i}": school(rooms=1, phase=phase) for i, phase in enumerate(phases)}, sure).outcome(END)
    assert outcome.cancelled[0].tolist() == [True, True, False, False, False, False]
    assert np.isfinite(outcome.hand_over[0]).tolist() == [False, False, True, True, True, True]


def test_adding_a_project_or_an_uncertainty_moves_no_other_draw() -> None:
    def drawn(projects: Mapping[str, Project], nature: Uncertainty, block: list[int]) -> list[list[float]]:
        works = draw_works(projects, nature, LIMITS.planning, CAPITAL, Draws(7), np.array(block), CALENDAR)
        place = sorted(projects).index("m")
        parts = (works.review, works.design, works.first_works, works.last_works, works.acceptance, works.cost)
        return [part[-1, place].tolist() for part in parts]

    alone = drawn({"m": school()}, NATURE, [5])
    assert drawn({"a": school(9), "m": school(), "z": school()}, NATURE, [0, 3, 5]) == alone
    other = replace(NATURE, durations=replace(DURATIONS, cancel_probability=0.9), costs=Costs(False, 0.1))
    assert drawn({"m": school()}, other, [5])[:5] == alone[:5]


def test_the_order_of_the_mapping_does_not_matter() -> None:
    projects = {f"p{i}": school(rooms=6 * (i + 1)) for i in range(6)}
    ahead = run(projects, NATURE, replications=BLOCK).outcome(END)
    back = run(dict(reversed(projects.items())), NATURE, replications=BLOCK).outcome(END)
    assert ahead.ids == back.ids == tuple(sorted(projects))
    assert np.array_equal(ahead.hand_over, back.hand_over)
    assert np.array_equal(ahead.waits, back.waits)


def test_a_block_gives_the_same_rows_as_the_whole() -> None:
    projects = {f"p{i}": school() for i in range(5)}
    whole = run(projects, NATURE, replications=BLOCK).outcome(END)
    part = run(projects, NATURE, replications=BLOCK[10:20]).outcome(END)
    assert np.array_equal(whole.hand_over[10:20], part.hand_over)
    assert np.array_equal(whole.paid[:, 10:20], part.paid)


def test_a_project_without_a_start_is_begun_so_that_the_median_is_in_time() -> None:
    late, early = replace(school(starts=""), opens=2025), replace(school(starts=""), opens=2021)
    day = enters_review(late, DURATIONS, CALENDAR)
    assert day + median_lead(late, DURATIONS) == pytest.approx(CALENDAR.day(date(2025, 8, 1)))
    assert enters_review(early, DURATIONS, CALENDAR) == 0.0
    assert enters_review(school(starts="2019-04"), DURATIONS, CALENDAR) == 0.0
    assert enters_review(school(starts="2021-04"), DURATIONS, CALENDAR) == CALENDAR.day(date(2021, 4, 1))
    extension = replace(late, kind="extension")
    assert median_lead(late, DURATIONS) - median_lead(extension, DURATIONS) == pytest.approx(9 * DAYS_PER_MONTH)


def test_a_stated_cost_replaces_seats_times_price() -> None:
    mixed = Project("new-school", "n", 2023, "test", rooms_K=1, rooms_P=2, rooms_J=3, rooms_S=4)
    by_seats = 30 * 15.0 + 90 * 9.1 + 150 * 14.0 + 200 * 12.0
    assert planned_cost(mixed, LIMITS.planning, CAPITAL, 2020) == pytest.approx(by_seats)
    assert planned_cost(replace(mixed, capital=7.0), LIMITS.planning, CAPITAL, 2020) == 7.0


def test_only_replication_zero_keeps_a_log_and_it_tells_the_life_of_a_project() -> None:
    projects = {"a": school(), "b": school()}
    events = run(projects, replications=BLOCK[:3]).events()
    assert [event.day for event in events] == sorted(event.day for event in events)
    first = min(projects, key=stable_hash)
    kinds = [event.kind for event in events if event.entity == first]
    assert kinds == ["review", "funded", "design", "works start", "funded", "handed over"]
    assert ("waits", "for desk") in {(event.kind, event.detail) for event in events if event.entity != first}
    assert run(projects, replications=BLOCK[1:3]).events() == ()


def test_no_projects_are_no_trouble() -> None:
    outcome = run({}, replications=BLOCK[:3]).outcome(END)
    assert outcome.hand_over.shape == (3, 0)
    assert outcome.waits.shape == (3, 0, len(WAITS))
    assert outcome.paid.shape == (HORIZON + 2 - 2020, 3)


def test_the_shipped_projects_are_as_many_as_the_report_says() -> None:
    path = Path(__file__).parents[2] / "scenarios" / "planned-builds.toml"
    projects = tomllib.loads(path.read_text(encoding="utf-8"))["projects"]
    under_way = {key: p for key, p in projects.items() if p.get("phase") == "construction"}
    starts = {key for key, p in projects.items() if "12 starts of 2021" in p["source"]}
    assert len(under_way) == 12
    assert sum(p["opens"] == 2021 for p in under_way.values()) == 9
    assert len(starts) == 12
    assert set(projects) == set(under_way) | starts | {"liuguojun"}
    reported = {key for key, p in projects.items() if p.get("status") == "reported"}
    assert reported == {"dujiang", "jingjiang-senior", "chengbei-kindergarten", "liuguojun"}
    for key, project in projects.items():
        assert project["source"].startswith("reported: " if key in reported else "assumed: ")
        assert key not in reported or "Assumed: " in project["source"]


def test_what_costs_nothing_waits_for_no_ones_money() -> None:
    env = simpy.Environment()
    purse = Budget(env, replace(CAPITAL, budget=0.0), CALENDAR, HORIZON + 1)
    assert not purse.claim(1.0).triggered
    assert purse.claim(0.0).triggered
