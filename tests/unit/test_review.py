"""The joint review: desks, sittings and joint meetings, and the scenarios that change them."""

import heapq
import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builds import (
    BLOCK,
    CALENDAR,
    CAPITAL,
    CERTAIN,
    DURATIONS,
    END,
    HORIZON,
    LIMITS,
    NATURE,
    build,
    run,
    school,
    with_budget,
    with_review,
)
from seatsim.domain.outcome import WAITS
from seatsim.domain.project import Project
from seatsim.domain.scenario import ConstructionLever, Levers, Uncertainty
from seatsim.model import construction as construction_module
from seatsim.model.construction import meeting_days, next_sitting
from seatsim.model.streams import Draws, stable_hash
from seatsim.model.works import TICK, Works, draw_works


def certain_review(days: float) -> Uncertainty:
    """A future without luck in which a review takes so many days at a desk."""
    return replace(CERTAIN, durations=replace(DURATIONS, on=False, review_days=days))


def decided(projects: Mapping[str, Project], nature: Uncertainty, levers: Levers) -> dict[str, float]:
    """Day on which each project leaves the review, in the order of leaving: money is there at once."""
    left: dict[str, float] = {}
    for event in run(projects, nature, levers).events():
        if event.kind in ("funded", "cancelled"):
            left.setdefault(event.entity, event.day)
    return left


@pytest.mark.parametrize(
    ("sitting_days", "days"),
    [(0.0, [20.0, 40.0, 60.0]), (30.0, [30.0, 60.0, 60.0]), (14.0, [28.0, 42.0, 70.0]), (20.0, [20.0, 40.0, 60.0])],
)
def test_a_review_ends_at_the_next_sitting_and_the_desk_goes_on_meanwhile(
    sitting_days: float, days: list[float]
) -> None:
    projects = {name: school(rooms=1) for name in ("a", "b", "c")}
    order = sorted(projects, key=stable_hash)
    found = decided(projects, CERTAIN, with_review(1, sitting_days))
    assert found == dict(zip(order, days, strict=True))
    assert list(found) == order, "what is ready first is decided first, at the same sitting too"
    outcome = run(projects, levers=with_review(1, sitting_days)).outcome(END)
    waited = outcome.waits[0, [outcome.ids.index(name) for name in order], WAITS.index("desk")]
    assert waited.tolist() == [day - 20.0 for day in days]


def test_what_is_ready_first_is_decided_first_even_if_the_other_is_ready_on_the_day() -> None:
    projects = {"late": school(rooms=1, starts="2020-10"), "soon": school(rooms=1, starts="2020-09")}
    found = decided(projects, certain_review(40.0), with_review(2, sitting_days=70.0))
    assert list(found.items()) == [("soon", 70.0), ("late", 70.0)]


def test_a_joint_meeting_decides_what_waits_for_a_sitting() -> None:
    # 1 October is day 30; the desk is done on day 20, the next sitting would be on day 366.
    found = decided({"a": school(rooms=1)}, CERTAIN, with_review(1, sitting_days=366.0, joint_meetings=4))
    assert found == {"a": 30.0}


@settings(deadline=None)
@given(ticks=st.integers(0, 6000 * 1024), sitting_days=st.floats(0, 366))
def test_the_next_sitting_is_never_past_and_less_than_one_interval_away(ticks: int, sitting_days: float) -> None:
    day = ticks * TICK
    sitting = next_sitting(day, sitting_days)
    assert day <= sitting < day + sitting_days + TICK
    assert sitting % TICK == 0.0


def test_joint_meetings_are_spread_evenly_from_new_year() -> None:
    dates = [CALENDAR.date(day) for day in meeting_days(4, CALENDAR, 2022)]
    expected = [date(year, month, day) for year in (2021, 2022) for month, day in ((1, 1), (4, 2), (7, 2), (10, 1))]
    assert dates == [date(2020, 10, 1), *expected]
    assert meeting_days(0, CALENDAR, 2022) == ()
    assert set(meeting_days(4, CALENDAR, HORIZON)) <= set(meeting_days(12, CALENDAR, HORIZON))


@pytest.mark.parametrize(("cancel_probability", "kind"), [(0.0, "funded"), (1.0, "cancelled")])
def test_a_joint_meeting_decides_all_that_is_under_review(cancel_probability: float, kind: str) -> None:
    """One desk of 50 days and a meeting on 1 January, day 122: the third project is at the desk by then."""
    months = {"2020-09": 5, "2020-12": 1, "2021-01": 1, "2021-02": 1}
    projects = {f"{month}/{i}": school(rooms=1, starts=month) for month, count in months.items() for i in range(count)}
    levers = with_review(1, sitting_days=30.0, joint_meetings=1)
    durations = replace(DURATIONS, review_days=50.0, log_sd=0.0, cancel_probability=cancel_probability)
    nature = replace(CERTAIN, durations=durations)
    order = sorted(projects, key=lambda name: (name[:7], stable_hash(name)))
    found = decided(projects, nature, levers)
    # Desk 0-50, sitting on day 60; desk 50-100, sitting on 120; the rest at the meeting, the one of 1 January too;
    # the last from 1 February, day 153, to 203 and to the sitting on 210.
    assert found == dict(zip(order, [60.0, 120.0, *[122.0] * 5, 210.0], strict=True))
    assert list(found) == order
    construction = run(projects, nature, levers)
    assert {event.kind for event in construction.events() if event.day == 122.0} >= {kind}
    waits = construction.outcome(END).waits[0, :, WAITS.index("desk")]
    by_name = dict(zip(construction.ids, waits.tolist(), strict=True))
    # The third waited 100 days and then had the desk until the meeting.
    assert [by_name[name] for name in order] == [10.0, 70.0, 100.0, 122.0, 122.0, 31.0, 0.0, 7.0]


MONTHS = st.tuples(st.integers(2020, 2023), st.integers(1, 12)).map(lambda month: f"{month[0]}-{month[1]:02}")


@settings(deadline=None, max_examples=150)
@given(
    plan=st.lists(st.tuples(MONTHS, st.booleans(), st.integers(1, 40)), min_size=2, max_size=12),
    review_days=st.sampled_from([5.0, 20.0, 90.0]),
    lever=st.tuples(
        st.integers(1, 3), st.sampled_from([0.0, 15.0, 30.0, 60.0]), st.sampled_from([0, 1, 2, 4]), st.integers(1, 12)
    ),
    more=st.tuples(st.integers(0, 2), st.sampled_from([1, 2, 5]), st.sampled_from([1, 3])),
)
def test_faster_approvals_never_make_a_certain_hand_over_later(
    plan: list[tuple[str, bool, int]],
    review_days: float,
    lever: tuple[int, float, int, int],
    more: tuple[int, int, int],
) -> None:
    """More desks, sittings and meetings on top of those there are; with money for all (see the decision's limits)."""
    projects = {
        f"p{i}": replace(school(rooms, starts), kind="extension" if small else "new-school")
        for i, (starts, small, rooms) in enumerate(plan)
    }
    nature = certain_review(review_days)
    desks, sitting_days, meetings, crews = lever
    slow = with_review(desks, sitting_days, meetings, crews)
    fast = with_review(desks + more[0], sitting_days / more[1], meetings * more[2], crews)
    before, after = (run(projects, nature, levers).outcome(END) for levers in (slow, fast))
    assert (after.hand_over <= before.hand_over).all()


def test_without_sittings_and_meetings_the_review_is_the_old_one_bit_for_bit() -> None:
    """Days that the model gave before it knew of sittings, summed over 40 futures (exact: times are whole ticks)."""
    projects = {f"p{i}": school(rooms=6 * (i + 1), starts=f"202{i % 3}-0{1 + i}") for i in range(6)}
    levers = replace(with_budget(9000.0), construction=ConstructionLever(1, 2, 0.0, 0))
    nature = replace(NATURE, durations=replace(DURATIONS, review_days=60.0))
    outcome = run(projects, nature, levers, BLOCK).outcome(END)
    finished = np.where(np.isfinite(outcome.hand_over), outcome.hand_over, 0.0).sum(axis=0)
    assert finished.tolist() == [
        54388.623046875,
        73922.27734375,
        100654.3955078125,
        57883.646484375,
        87250.6572265625,
        113397.0244140625,
    ]
    assert outcome.waits[:, :, 0].sum(axis=0).tolist() == [2437.08203125, 0.0, 0.0, 0.0, 2.5712890625, 7.2001953125]


def test_sittings_and_meetings_move_no_draw() -> None:
    projects = {f"p{i}": school(rooms=6, starts=f"202{i % 3}-0{1 + i}") for i in range(6)}
    slow, fast = (
        run(projects, NATURE, levers, BLOCK).outcome(END) for levers in (with_review(1, 30.0), with_review(3, 7.0, 12))
    )
    assert np.array_equal(slow.cost, fast.cost)
    assert np.array_equal(slow.cancelled, fast.cancelled)
    assert not np.array_equal(slow.hand_over, fast.hand_over)


@pytest.mark.parametrize("desks", [1, 2, 3])
def test_the_desks_follow_the_recursion_of_a_queue_with_several_servers(desks: int) -> None:
    """Lognormal desk times and arrivals on the first of a month: every single wait, by hand."""
    projects = {f"p{i:02}": school(rooms=1, starts=f"202{1 + i % 2}-{1 + i % 5:02}") for i in range(30)}
    outcome = run(projects, NATURE, with_review(desks), BLOCK).outcome(END)
    drawn = draw_works(projects, NATURE, LIMITS.planning, CAPITAL, Draws(1), BLOCK, CALENDAR)
    line = sorted(range(30), key=lambda place: (drawn.enters[place], stable_hash(outcome.ids[place])))
    for row in range(len(BLOCK)):
        free = [0.0] * desks
        for place in line:
            start = max(float(drawn.enters[place]), heapq.heappop(free))
            heapq.heappush(free, start + float(drawn.review[row, place]))
            assert outcome.waits[row, place, WAITS.index("desk")] == start - drawn.enters[place]


def test_the_mean_wait_for_a_desk_is_erlangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrivals and desk times scripted as exponential (the model's are not): then Erlang C is exact."""
    desks, mean_days, rate, runs, count = 2, 20.0, 0.07, 40, 400
    luck = np.random.default_rng(11)
    names = {f"p{i:03}": school() for i in range(count)}
    means = []
    for _ in range(runs):
        works = _reviews_only(np.cumsum(luck.exponential(1 / rate, count)), luck.exponential(mean_days, count))
        monkeypatch.setattr(construction_module, "draw_works", lambda *_, works=works: works)
        construction = build(names, levers=with_review(desks))
        construction.advance(40 * 365)
        means.append(construction.outcome(40 * 365).waits[0, 100:, WAITS.index("desk")].mean())
    load = rate * mean_days
    full = load**desks / math.factorial(desks) / (1 - load / desks)
    must_wait = full / (sum(load**k / math.factorial(k) for k in range(desks)) + full)
    expected = must_wait / (desks / mean_days - rate)
    assert np.mean(means) == pytest.approx(expected, abs=3 * np.std(means) / math.sqrt(runs))
    assert np.std(means) / math.sqrt(runs) < 0.1 * expected, "the test could not fail"


def _reviews_only(
    arrivals: np.ndarray[tuple[int], np.dtype[np.float64]], review: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Works:
    """Projects that are all cancelled at the end of their review."""
    count, none = len(arrivals), np.zeros((1, len(arrivals)))
    return Works(
        phase=np.zeros(count, dtype=np.int64),
        half_paid=np.zeros(count, dtype=np.bool_),
        enters=np.rint(arrivals / TICK) * TICK,
        review=np.rint(review / TICK)[None, :] * TICK,
        cancelled=np.ones((1, count), dtype=np.bool_),
        design=none,
        first_works=none,
        last_works=none,
        acceptance=none,
        cost=none,
    )


def _shipped(name: str) -> dict[str, object]:
    """What a shipped scenario changes, without its titles."""
    path = Path(__file__).parents[2] / "scenarios" / f"{name}.toml"
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in tree.items() if key not in ("format", "name", "title", "tests")}


def test_the_gate_and_approval_scenarios_change_nothing_else() -> None:
    assert _shipped("strict-gate") == {
        "extends": "planned-builds.toml",
        "levers": {"admission": {"gate": "strict"}},
    }
    assert _shipped("open-gate") == {
        "extends": "planned-builds.toml",
        "limits": {"hard_caps": {"primary": 65, "junior": 65, "senior": 65}},
    }
    assert _shipped("faster-approvals") == {
        "extends": "combined-plan.toml",
        "levers": {"construction": {"desks": 3, "sitting_days": 7.0, "joint_meetings": 12}},
    }
