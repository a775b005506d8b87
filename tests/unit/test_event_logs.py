"""The event logs line by line: what construction and the personnel office did, on which day, to whom, how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from builds import (
    BLOCK,
    CALENDAR,
    CAPITAL,
    CERTAIN,
    DURATIONS,
    END,
    HORIZON,
    LEVERS,
    LIMITS,
    NATURE,
    run,
    school,
    with_review,
)
from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.outcome import Event, Outcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import ConstructionLever
from seatsim.domain.stages import STAGES
from seatsim.model.construction import Construction
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import recruiting, staff_of, with_staff

Line = tuple[float, str, str, str]
MONTH = 365.25 / 12
DESIGN, HALF_WORKS, ACCEPTANCE = 9 * MONTH, 21 * MONTH / 2, 2 * MONTH


def day(year: int, month: int, of_month: int = 1) -> float:
    return float(CALENDAR.day(date(year, month, of_month)))


def check(construction: Construction, expected: list[Line]) -> None:
    """Compare every line; days to a hundredth."""
    told = construction.events()
    assert [(event.kind, event.entity, event.detail) for event in told] == [line[1:] for line in expected]
    assert [event.day for event in told] == pytest.approx([line[0] for line in expected], abs=0.01)


def lines(start: float, project: str = "a", price: float = 819.0, built: float | None = None) -> list[Line]:
    """Everything from the funding on of a project that waits for nothing; two rooms cost 819."""
    half = f"half of the price, {price / 2:.0f} [10^4 yuan]"
    works = start + DESIGN if built is None else built
    return [
        (start, "funded", project, half),
        (start + DESIGN, "design", project, "finished after 274 days"),
        (works, "works start", project, "takes 639 days"),
        (works + HALF_WORKS, "funded", project, half),
        (works + 2 * HALF_WORKS + ACCEPTANCE, "handed over", project, f"final cost {price:.0f} [10^4 yuan]"),
    ]


def test_a_project_that_waits_for_nothing() -> None:
    begin = day(2021, 6)
    review = (begin, "review", "a", "takes 20 days")
    check(run({"a": school(starts="2021-06")}), [review, *lines(begin + 20, price=9828.0)])


def test_works_that_may_not_start_wait_for_march_in_any_winter() -> None:
    for year in (2021, 2033):
        begin = day(year, 3)
        ready = begin + 20 + DESIGN
        log = lines(begin + 20, built=day(year + 1, 3))
        log.insert(2, (ready, "waits", "a", "for window"))
        log = [line for line in [(begin, "review", "a", "takes 20 days"), *log] if line[0] <= END]
        check(run({"a": school(rooms=2, starts=f"{year}-03")}), log)


def test_two_projects_wait_for_desk_sitting_capital_and_crew() -> None:
    """Of 500 a year a third is left in 2020; what is not taken stays two years."""
    levers = replace(LEVERS, construction=ConstructionLever(1, 1, 50.0, 0), capital=replace(CAPITAL, budget=500.0))
    projects = {"a": school(rooms=2, starts="2020-10"), "b": school(rooms=3, starts="2020-10")}
    half_a, half_b = (f"half of the price, {price} [10^4 yuan]" for price in (410, 614))
    built_a = day(2021, 1) + DESIGN
    ends_a = day(2023, 1) + HALF_WORKS
    expected = [
        (30.0, "review", "a", "takes 20 days"),
        (30.0, "waits", "b", "for desk"),
        (50.0, "waits", "a", "for capital"),
        (50.0, "review", "b", "takes 20 days"),
        (70.0, "waits", "b", "for a sitting"),
        (100.0, "waits", "b", "for capital"),
        (day(2021, 1), "funded", "a", half_a),
        (built_a, "design", "a", "finished after 274 days"),
        (built_a, "works start", "a", "takes 639 days"),
        (day(2022, 1), "funded", "b", half_b),
        (built_a + HALF_WORKS, "waits", "a", "for capital"),
        (day(2022, 1) + DESIGN, "design", "b", "finished after 274 days"),
        (day(2022, 1) + DESIGN, "waits", "b", "for crew"),
        (day(2023, 1), "funded", "a", half_a),
        (ends_a, "works start", "b", "takes 639 days"),
        (ends_a + ACCEPTANCE, "handed over", "a", "final cost 819 [10^4 yuan]"),
        (ends_a + HALF_WORKS, "funded", "b", half_b),
        (ends_a + 2 * HALF_WORKS + ACCEPTANCE, "handed over", "b", "final cost 1228 [10^4 yuan]"),
    ]
    construction = run(projects, levers=levers)
    check(construction, expected)
    waits = {"a": (0.0, 72.0 + day(2023, 1) - built_a - HALF_WORKS, 0.0, 0.0)}
    waits["b"] = (50.0, day(2022, 1) - 100.0, ends_a - day(2022, 1) - DESIGN, 0.0)
    told = construction.outcome(END)
    assert told.waits[0] == pytest.approx(np.array([waits["a"], waits["b"]]), abs=0.01)
    first = 500 * 122 / 366
    paid = [first, 500.0, 500.0, 819.0 + 1228.5 / 2 - first - 1000.0, 1228.5 / 2]
    assert told.paid[:, 0] == pytest.approx([*paid, *([0.0] * (len(told.paid) - 5))])


def test_a_joint_meeting_decides_before_the_sitting() -> None:
    log = [
        (0.0, "review", "a", "takes 20 days"),
        (20.0, "waits", "a", "for a sitting"),
        (30.0, "review", "a", "decided by a joint meeting"),
    ]
    check(run({"a": school(rooms=2)}, levers=with_review(1, 50.0, 4)), [*log, *lines(30.0)])


def test_works_under_way_and_acceptance_go_on() -> None:
    projects = {"a": school(rooms=2, phase="construction", progress=0.75)}
    projects["b"] = school(rooms=2, phase="acceptance", progress=0.75)
    expected = [
        (0.0, "works go on", "a", "takes 160 days"),
        (ACCEPTANCE / 4, "handed over", "b", "final cost 819 [10^4 yuan]"),
        (HALF_WORKS / 2 + ACCEPTANCE, "handed over", "a", "final cost 819 [10^4 yuan]"),
    ]
    check(run(projects), expected)


def test_a_cancelled_project_ends_at_review() -> None:
    durations = replace(DURATIONS, log_sd=0.0, slip_probability=0.0, cancel_probability=1.0)
    construction = run({"a": school(rooms=2)}, replace(NATURE, durations=durations))
    check(construction, [(0.0, "review", "a", "takes 20 days"), (20.0, "cancelled", "a", "at review")])
    assert construction.outcome(END).cancelled.all()
    assert not construction.outcome(END).cost.any()


def test_a_project_that_a_policy_orders_begins_on_that_day() -> None:
    projects, draws = {"a": school(rooms=2), "b": school(rooms=3)}, Draws(1)
    construction = Construction(projects, LEVERS, CERTAIN, LIMITS, draws, BLOCK[:2], CALENDAR, HORIZON, ("a", "b"))
    for _ in range(2):
        construction.advance(100)
        construction.order("a", np.array([True, False]), 100)
    construction.advance(END)
    first = [(100.0, "ordered", "a", "by a policy"), (100.0, "review", "a", "takes 20 days")]
    check(construction, [*first, *lines(120.0)])
    told = construction.outcome(END)
    assert told.cost.tolist() == [[819.0, 0.0], [0.0, 0.0]]
    assert np.isfinite(told.hand_over).tolist() == [[True, False], [False, False]]


KINDS = ("posts reviewed", "recruitment round", "high-level teachers", "reserve hired", "hired outside posts")


def office() -> Outcome:
    """A growing county with a new school, high-level teachers, contracts and a yearly review of posts."""
    schools = [
        School("p", "primary", "z0", {"primary": 40}, {"primary": [180] * 6}, {"primary": [4] * 6}),
        School("j", "junior", "z0", {"junior": 20}, {"junior": [180] * 3}, {"junior": [4] * 3}),
    ]
    new = Project("new-school", "new", 2022, "test", zone="z0", rooms_P=12, takes_from={"z0": 0.3}, phase="acceptance")
    plan = make_plan({"new": new}, horizon=2026)
    levers = plan.levers
    recruitment = replace(levers.recruitment, rounds=2, contract_share=0.5, reserve_months=13)
    talent = replace(levers.talent, teachers=6, first_year=2021, years=3)
    levers = replace(levers, recruitment=recruitment, talent=talent, posts=replace(levers.posts, review_years=1))
    nature = make_uncertainty(on=False)
    nature = replace(nature, recruitment=replace(nature.recruitment, candidates_per_post=0.7, acceptance=0.8))
    staff = staff_of({"primary": 40, "junior": 30}, {"primary": 9, "junior": 4})
    county = with_staff(make_county(schools, {"z0": 180.0}), staff)
    return simulate(county, replace(plan, levers=levers), nature, Draws(1), np.array([4, 0]))


def dates(events: list[Event]) -> Mapping[str, set[tuple[int, int]]]:
    when = {kind: [CALENDAR.date(event.day) for event in events if event.kind == kind] for kind in KINDS}
    return {kind: {(on.month, on.day) for on in days} for kind, days in when.items()}


def test_the_personnel_office_tells_the_flows_of_replication_zero() -> None:
    outcome = office()
    events = [event for event in outcome.events if event.kind in KINDS]
    assert dates(events) == {
        "posts reviewed": {(10, 15)},
        "recruitment round": {(4, 20), (12, 21)},
        "high-level teachers": {(1, 4)},
        "reserve hired": {(8, 2)},
        "hired outside posts": {(7, 1)},
    }
    assert {event.entity for event in events if event.kind == "posts reviewed"} <= set(STAGES)
    assert {event.entity for event in events if event.kind == "reserve hired"} == {"new"}
    others = {event.entity for event in events if event.kind not in ("posts reviewed", "reserve hired")}
    assert others == {"county"}
    staff = outcome.staff
    assert staff is not None
    for year in range(1, 7):
        counted = Counter[str]()
        for event in events:
            if CALENDAR.opening_day(2019 + year) < event.day <= CALENDAR.opening_day(2020 + year):
                counted[f"{event.kind}/{event.entity}"] += int(event.detail)
        for place, stage in enumerate(STAGES):
            assert counted[f"posts reviewed/{stage}"] == staff.reviewed[year, 1, place]
        assert counted["high-level teachers/county"] == staff.talent[year, 1].sum()
        assert counted["hired outside posts/county"] == staff.outside_hires[year, 1].sum()
        in_posts = (staff.hires - staff.talent)[year, 1].sum()
        assert counted["recruitment round/county"] + counted["reserve hired/new"] == in_posts
    assert all(getattr(staff, name)[:, 1].any() for name in ("talent", "outside_hires", "reviewed", "hires"))


def test_who_is_hired_outside_posts_is_told_of_the_county() -> None:
    """Nine teachers are of eighteen needed: the contracts of the summer are half of who is missing."""
    school = School("p", "primary", "z0", {"primary": 12}, {"primary": [60] * 6}, {"primary": [2] * 6})
    county = with_staff(make_county([school], {"z0": 60.0}), staff_of({"primary": 9}))
    plan = recruiting(make_plan(horizon=2021), contract_share=0.5)
    outcome = simulate(county, plan, make_uncertainty(), Draws(1), np.arange(1))
    told = [event for event in outcome.events if event.kind == "hired outside posts"]
    assert [event.entity for event in told] == ["county"]
    assert outcome.staff is not None
    assert int(told[0].detail) == outcome.staff.outside_hires[1, 0].sum() > 0


def test_without_replication_zero_there_is_no_log_of_the_office() -> None:
    outcome = office()
    assert all(int(event.detail) for event in outcome.events if event.kind in KINDS)
    alone = simulate(
        with_staff(
            make_county([School("p", "primary", "z0", {"primary": 9}, {"primary": [40] * 6})], {"z0": 40.0}),
            staff_of({"primary": 9}),
        ),
        make_plan(horizon=2022),
        make_uncertainty(on=False),
        Draws(1),
        np.array([3]),
    )
    assert not [event for event in alone.events if event.kind in KINDS]
