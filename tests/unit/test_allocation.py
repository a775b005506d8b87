"""The best possible allocation: worked by hand, against brute force, and what the re-check catches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import outcomes
from seatsim.domain.allocation import AllocationError, AllocationSplit
from seatsim.domain.county import County, Zone
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan
from seatsim.domain.text import Text
from seatsim.study.allocation import (
    Answer,
    Links,
    Problems,
    Solver,
    best_allocation,
    reach_links,
    recheck,
    split_rows,
)

Ints = npt.NDArray[np.int64]
School = tuple[int, int, int]
"""Zone, pupils, rooms; a primary classroom has 45 seats and 10 places more under the hard cap."""


def in_a_row(count: int, minutes: float = 10.0) -> tuple[Zone, ...]:
    """Zones of which each has its neighbours left and right."""
    beside = [tuple(f"z{j}" for j in (i - 1, i + 1) if 0 <= j < count) for i in range(count)]
    return tuple(Zone(f"z{i}", Text(), "town", b, (minutes,) * len(b)) for i, b in enumerate(beside))


def county(zones: Sequence[Zone]) -> County:
    return replace(outcomes.county(), zones=tuple(zones))


def plan(reach_minutes: float = 30.0) -> Plan:
    scenario = outcomes.scenario()
    admission = replace(scenario.levers.admission, reach_minutes=reach_minutes)
    return Plan(replace(scenario.levers, admission=admission), scenario.limits, {}, scenario.horizon)


def outcome(
    schools: Sequence[School], zones: int, waiting: Mapping[int, int] | None = None, years: int = 1, runs: int = 1
) -> Outcome:
    """Primary schools with the given pupils, all in the first grade, and nobody in junior."""
    base = outcomes.outcome(tuple(range(2020, 2020 + years)), runs)
    junior = outcomes.stage_outcome("junior", years, runs, pupils=0)
    primary = outcomes.stage_outcome("primary", years, runs)
    zone, pupils, rooms = np.array(schools, dtype=np.int64).T
    units = replace(primary.units, school=tuple(f"s{i}" for i in range(len(zone))), campus=np.arange(len(zone)))
    units = replace(units, zone=zone, public=np.ones(len(zone), dtype=np.bool_))
    in_school = np.zeros((years, runs, len(zone), 6), dtype=np.int64)
    in_school[..., 0] = pupils
    awaiting = np.zeros((years, runs, zones, 6), dtype=np.int64)
    for where, count in (waiting or {}).items():
        awaiting[:, :, where, 0] = count
    primary = replace(primary, units=units, pupils=in_school, rooms=np.tile(rooms, (years, runs, 1)), waiting=awaiting)
    nobody = replace(junior, waiting=np.zeros((years, runs, zones, 3), dtype=np.int64))
    nobody = replace(nobody, units=replace(junior.units, zone=np.zeros_like(junior.units.zone)))
    return outcomes.with_stage(outcomes.with_stage(base, primary), nobody)


def split(schools: Sequence[School], zones: int, waiting: Mapping[int, int] | None = None) -> AllocationSplit:
    return best_allocation(outcome(schools, zones, waiting), county(in_a_row(zones)), plan())


WORKED: Mapping[str, tuple[Sequence[School], int, Mapping[int, int], tuple[int, int, int], int, float]] = {
    # 100 pupils on 45 seats: 10 more under the cap, 45 without a place.
    "too few seats": ([(0, 100, 1)], 1, {}, (55, 0, 0), 45, 0),
    # 60 without a seat in z0, 60 seats empty in z2, and z1 has no school to pass them on to.
    "wrong place": ([(0, 150, 2), (2, 30, 2)], 3, {}, (0, 60, 0), 40, 0),
    # The same next door: they could all have gone, 10 minutes each.
    "choice between zones": ([(0, 150, 2), (1, 30, 2)], 2, {}, (0, 0, 60), 0, 600),
    # Two schools of one zone.
    "choice within a zone": ([(0, 60, 1), (0, 20, 1)], 1, {}, (0, 0, 15), 0, 0),
    # z0 to z1, and as many from z1 on to z2.
    "a chain": ([(0, 60, 1), (1, 45, 1), (2, 10, 1)], 3, {}, (0, 0, 15), 0, 300),
    # Who waits in z1 has 5 seats there; of 25 more, 20 sit in z0 at 10 minutes and 5 above the standard at home.
    "waiting": ([(0, 25, 1), (1, 40, 1)], 2, {1: 30}, (5, 0, 25), 0, 200),
    # 27 beyond all seats, 15 more beyond reach, and 5 who needed not be crowded.
    "all three": ([(0, 50, 1), (0, 40, 1), (2, 87, 1), (4, 30, 1)], 5, {}, (27, 15, 5), 32, 0),
    "a zone without a school": ([(1, 40, 1)], 2, {0: 3}, (0, 0, 3), 0, 30),
    "quiet": ([(0, 45, 1), (1, 45, 1)], 2, {}, (0, 0, 0), 0, 0),
}
"""Schools, zones, waiting; parts, pupils without a place in the best allocation, pupils × minutes."""


@pytest.mark.parametrize("name", WORKED)
def test_worked_by_hand(name: str) -> None:
    schools, zones, waiting, parts, unplaced, minutes = WORKED[name]
    found = split(schools, zones, waiting)
    assert found.parts["primary"][0, 0].tolist() == list(parts)
    assert found.unplaced["primary"][0, 0] == unplaced
    assert found.minutes["primary"][0, 0] == minutes
    assert not found.parts["junior"].any()


def test_reach_ends_at_its_minutes() -> None:
    zones = (Zone("a", Text(), "town", ("b", "c"), (20.0, 20.5)), *(Zone(z, Text(), "town", (), ()) for z in "bc"))
    links = reach_links(zones, 20.0)
    assert list(zip(links.origin, links.target, links.minutes, strict=True)) == [
        (0, 0, 0),
        (0, 1, 20),
        (1, 0, 20),
        (1, 1, 0),
        (2, 2, 0),
    ]


def test_only_the_first_replications_are_solved() -> None:
    run = outcome([(0, 60, 1), (1, 10, 1)], 2, years=2, runs=4)
    run.stages["primary"].pupils[1, 3, 0, 0] = 61
    everything = best_allocation(run, county(in_a_row(2)), plan())
    some = best_allocation(run, county(in_a_row(2)), plan(), replications=2)
    assert everything.parts["primary"].shape == (2, 4, 3)
    assert everything.parts["primary"][..., 2].tolist() == [[15] * 4, [15, 15, 15, 16]]
    assert np.array_equal(some.parts["primary"], everything.parts["primary"][:, :2])
    assert everything.minutes["primary"][1].tolist() == [150, 150, 150, 160]


def test_rows_give_mean_and_band_by_stage_and_year() -> None:
    run = outcome([(0, 60, 1), (1, 10, 1)], 2, years=2, runs=2)
    run.stages["primary"].pupils[1, 1, 0, 0] = 65
    rows = split_rows(best_allocation(run, county(in_a_row(2)), plan()))
    assert [(row["stage"], row["year"]) for row in rows] == [
        (stage, year) for stage in ("primary", "junior") for year in (2020, 2021)
    ]
    assert rows[1]["choice_and_rules"] == {"mean": 17.5, "p10": 15, "p50": 15, "p90": 20}
    assert rows[1]["simulated"] == rows[1]["choice_and_rules"]
    assert rows[1]["seats_in_wrong_place"]["mean"] == 0
    assert rows[1]["best_minutes"]["mean"] == 175


@st.composite
def tangles(draw: st.DrawFn, most: int) -> tuple[Links, Problems]:
    """Up to four zones with one-way links, and three problems of up to ``most`` pupils and places a zone."""
    count = draw(st.integers(1, 4))
    times = st.sampled_from([1.0, 7.0, 12.5, 30.0, 31.0])
    zones = []
    for i in range(count):
        others = draw(st.sets(st.integers(0, count - 1)))
        beside = tuple(f"z{j}" for j in sorted(others - {i}))
        zones.append(Zone(f"z{i}", Text(), "town", beside, tuple(draw(times) for _ in beside)))

    def table() -> Ints:
        rows = st.lists(st.integers(0, most), min_size=count, max_size=count)
        return np.array([draw(rows) for _ in range(3)], dtype=np.int64)

    return reach_links(zones, 30.0), Problems(table(), table(), table())


def brute_force(links: Links, problems: Problems, row: int) -> tuple[int, int, float]:
    """Try every place for every pupil in turn: (without a place, above the standard, minutes)."""
    pupils = [zone for zone, count in enumerate(problems.pupils[row].tolist()) for _ in range(count)]
    ways = list(zip(links.origin.tolist(), links.target.tolist(), links.minutes.tolist(), strict=True))

    @cache
    def best(pupil: int, free: tuple[int, ...]) -> tuple[int, int, float]:
        if pupil == len(pupils):
            return 0, 0, 0.0
        left, above, minutes = best(pupil + 1, free)
        found = [(left + 1, above, minutes)]
        for origin, target, time in ways:
            for extra in (0, 1):
                place = target + extra * links.zones
                if origin == pupils[pupil] and free[place] > 0:
                    rest = best(pupil + 1, (*free[:place], free[place] - 1, *free[place + 1 :]))
                    found.append((rest[0], rest[1] + extra, rest[2] + time))
        return min(found)

    return best(0, (*problems.seats[row].tolist(), *problems.extra[row].tolist()))


@settings(max_examples=150, deadline=None)
@given(tangles(2))
def test_brute_force_agrees(tangle: tuple[Links, Problems]) -> None:
    links, problems = tangle
    found = recheck(links, problems, Solver(links, 3).solve(problems, "primary", 2020), "primary", 2020)
    for row in range(3):
        mine = (int(found.unplaced[row]), int(found.above[row]), float(found.minutes[row]))
        assert mine == brute_force(links, problems, row)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_parts_add_up(data: st.DataObject) -> None:
    """To the simulated crowding, none negative; more reach never leaves more seats in the wrong place."""
    zones = data.draw(st.integers(1, 5))
    one = st.tuples(st.integers(0, zones - 1), st.integers(0, 2_000), st.integers(0, 40))
    schools = data.draw(st.lists(one, min_size=1, max_size=8))
    waiting = data.draw(st.dictionaries(st.integers(0, zones - 1), st.integers(0, 300)))
    run = outcome(schools, zones, waiting)
    near, far = (best_allocation(run, county(in_a_row(zones)), plan(reach)) for reach in (5.0, 30.0))
    crowding = sum(max(0, pupils - rooms * 45) for _, pupils, rooms in schools) + sum(waiting.values())
    for found in (near, far):
        assert found.parts["primary"].sum() == crowding == found.simulated("primary").item()
        assert (found.parts["primary"] >= 0).all()
        assert found.best("primary") == found.parts["primary"][..., :2].sum()
        assert found.unplaced["primary"] <= found.best("primary")
    assert far.best("primary") <= near.best("primary")


# Two zones next to each other, 10 minutes apart: links 0-0, 0-1, 1-0, 1-1. Two replications; z0 has 14 pupils on 8
# seats and 1 extra place, z1 has 4 on 6 and 1. Best: z0 8 at home, 2 in z1, 1 + 1 above, 2 left.
PAIR = reach_links(in_a_row(2), 30.0)
TWICE = Problems(np.array([[14, 4]] * 2), np.array([[8, 6]] * 2), np.array([[1, 1]] * 2))


def solved() -> Answer:
    return Solver(PAIR, 2).solve(TWICE, "junior", 2024)


def changed(part: str, cells: Mapping[int, float]) -> Callable[[Answer], Answer]:
    """Add to cells of one part of the second replication's answer."""

    def change(answer: Answer) -> Answer:
        values = getattr(answer, part).copy()
        for cell, by in cells.items():
            values[1, cell] += by
        corrupted: Answer = replace(answer, **{part: values})
        return corrupted

    return change


def then(*changes: Callable[[Answer], Answer]) -> Callable[[Answer], Answer]:
    def change(answer: Answer) -> Answer:
        for one in changes:
            answer = one(answer)
        return answer

    return change


CORRUPTED: Mapping[str, tuple[Callable[[Answer], Answer], str]] = {
    "not a number": (changed("seated", {0: np.nan}), "no number"),
    "infinite": (changed("unplaced", {0: np.inf}), "no number"),
    "half a pupil": (changed("seated", {0: -0.5, 1: 0.5}), "pupils in fractions"),
    "negative": (changed("unplaced", {0: 1.0, 1: -1.0}), "fewer pupils than none"),
    "lost": (changed("unplaced", {0: -1.0}), "pupils lost or counted twice"),
    "invented": (changed("unplaced", {1: 1.0}), "pupils lost or counted twice"),
    "no seat": (then(changed("seated", {1: 1.0}), changed("unplaced", {0: -1.0})), "more pupils than seats"),
    "over the cap": (
        then(changed("above", {0: 1.0}), changed("unplaced", {0: -1.0})),
        "more pupils than places under the hard cap",
    ),
    "sent home": (
        then(changed("seated", {0: -1.0}), changed("unplaced", {0: 1.0})),
        "not the fewest without a place",
    ),
    # z1's pupils sit in z0 and as many of z0's in z1: nobody worse placed, 20 minutes more.
    "crossed over": (changed("seated", {0: -1.0, 1: 1.0, 2: 1.0, 3: -1.0}), "not proved to be the shortest ways"),
    "wrong price": (changed("seat_price", {0: -1.0}), "not proved to be the shortest ways"),
    "no price": (changed("extra_price", {0: np.nan}), "not proved to be the shortest ways"),
}


def test_the_uncorrupted_answer_passes() -> None:
    found = recheck(PAIR, TWICE, solved(), "junior", 2024)
    assert (found.unplaced.tolist(), found.above.tolist(), found.minutes.tolist()) == ([2, 2], [2, 2], [30, 30])


@pytest.mark.parametrize("name", CORRUPTED)
def test_a_corrupted_answer_is_caught(name: str) -> None:
    corrupt, words = CORRUPTED[name]
    with pytest.raises(AllocationError) as caught:
        recheck(PAIR, TWICE, corrupt(solved()), "junior", 2024)
    error = caught.value
    assert (error.stage, error.year, error.replications, error.failed) == ("junior", 2024, (1,), words)
    assert str(error) == f"best allocation of junior, 2024, replication 1: {words}"


def test_needless_crowding_is_caught() -> None:
    """As few without a place as possible, but one above the standard beside an empty seat."""
    problems = replace(TWICE, pupils=np.array([[5, 4]] * 2))
    answer = Solver(PAIR, 2).solve(problems, "primary", 2021)
    crowded = then(changed("seated", {0: -1.0}), changed("above", {0: 1.0}))(answer)
    with pytest.raises(AllocationError, match=r"primary, 2021, replication 1: not the least crowding"):
        recheck(PAIR, problems, crowded, "primary", 2021)


def test_a_problem_without_an_answer_is_no_silent_number() -> None:
    impossible = replace(TWICE, pupils=np.array([[14, 4], [14, -1]]))
    with pytest.raises(AllocationError, match=r"primary, 2022, replication 0, 1: no optimum"):
        Solver(PAIR, 2).solve(impossible, "primary", 2022)
