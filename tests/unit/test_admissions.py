"""Admission: home, same zone, neighbours, over the standard up to the hard cap, awaiting a place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counties import School, make_county
from seatsim.domain.county import Zone
from seatsim.domain.scenario import Text
from seatsim.model.admissions import admit, catchment_claims, place_in_grades, take_away
from seatsim.model.layout import Layout, build_layout

ZONES = (
    Zone("a", Text(), "old-town", ("b", "c"), (10.0, 20.0)),
    Zone("b", Text(), "town", ("a",), (10.0,)),
    Zone("c", Text(), "town", ("a", "d"), (20.0, 45.0)),
    Zone("d", Text(), "town", ("c",), (45.0,)),
)
UNLIMITED = np.full((1, 5), 10_000)


def _layout() -> Layout:
    """Two schools in zone a, one each in b, c and d; d is out of everybody's reach."""
    schools = [
        School(f"{zone}{i}", "primary", zone, {"primary": 6}, {"primary": [40] * 6}, {"primary": [1] * 6})
        for i, zone in enumerate("aabcd")
    ]
    return build_layout(make_county(schools, {zone.id: 40.0 for zone in ZONES}, ZONES), {}, 30.0)


def _admit(claims: list[int], standard: list[int], most: list[int], room: np.ndarray = UNLIMITED) -> list[list[int]]:
    layout = _layout()
    tiers = [np.array([standard]), np.array([most])]
    done = admit(np.array([claims]), tiers, layout.stages["primary"], layout.reach, room)
    return [done.entrants[0].tolist(), done.awaiting[0].tolist()]


def test_a_school_takes_its_own_claims_up_to_the_hard_cap_and_no_further() -> None:
    assert _admit([50, 10, 0, 0, 0], [45, 45, 0, 0, 0], [55, 55, 0, 0, 0])[0] == [50, 10, 0, 0, 0]


def test_overflow_goes_to_the_same_zone_first() -> None:
    assert _admit([70, 10, 10, 10, 10], [45] * 5, [55] * 5)[0] == [55, 25, 10, 10, 10]


def test_then_to_the_nearest_zone_within_reach_up_to_the_standard() -> None:
    assert _admit([70, 45, 40, 10, 10], [45] * 5, [55] * 5)[0] == [55, 45, 45, 20, 10]


def test_then_over_the_standard_in_the_same_order_and_never_beyond_reach() -> None:
    entrants, awaiting = _admit([100, 45, 45, 45, 10], [45] * 5, [55] * 5)
    assert entrants == [55, 55, 55, 55, 10]
    assert awaiting == [15, 0, 0, 0]


def test_a_school_at_its_size_limit_takes_no_overflow() -> None:
    room = np.array([[0, 3, 0, 0, 0]])
    entrants, awaiting = _admit([60, 10, 10, 10, 10], [45] * 5, [55] * 5, room)
    assert entrants == [55, 13, 10, 10, 10]
    assert awaiting == [2, 0, 0, 0]


@given(
    st.lists(st.integers(0, 300), min_size=5, max_size=5),
    st.lists(st.integers(0, 6), min_size=5, max_size=5),
    st.lists(st.integers(0, 200), min_size=5, max_size=5),
)
def test_nobody_vanishes_and_no_place_is_taken_twice(claims: list[int], rooms: list[int], room: list[int]) -> None:
    most = [55 * r for r in rooms]
    entrants, awaiting = _admit(claims, [45 * r for r in rooms], most, np.array([room]))
    assert sum(entrants) + sum(awaiting) == sum(claims)
    assert all(e <= m for e, m in zip(entrants, most, strict=True))
    assert all(e <= min(c, m) + o for e, c, m, o in zip(entrants, claims, most, room, strict=True))


def test_a_zone_without_a_school_of_the_stage_asks_in_the_nearest_one() -> None:
    schools = [School("b0", "primary", "b"), School("d0", "primary", "d")]
    county = make_county(schools, dict.fromkeys("abcd", 9.0), ZONES)
    layout = build_layout(county, {}, 30.0).stages["primary"]
    claims = catchment_claims(np.array([[7, 1, 5, 2]]), layout, np.ones((1, len(layout.pair_unit)), dtype=np.int64))
    # From c it is 30 minutes to b by way of a, 45 to d.
    assert claims.tolist() == [[13, 2]]


def test_arrivals_take_free_places_in_their_own_grade_and_zone_first() -> None:
    layout = _layout()
    arrivals = np.zeros((1, 4, 6), dtype=np.int64)
    arrivals[0, 0, 2] = 9
    free = np.zeros((1, 5, 6), dtype=np.int64)
    free[0, :, 2] = [2, 2, 3, 1, 50]
    free[0, :, 3] = 50
    taken, left = place_in_grades(arrivals, free, layout.stages["primary"], layout.reach)
    assert taken[0, :, 2].tolist() == [2, 2, 3, 1, 0]
    assert left[0, :, 2].tolist() == [1, 0, 0, 0]
    assert taken.sum() == 8


def test_leavers_go_in_proportion_to_a_zones_pupils() -> None:
    layout = _layout()
    pupils = np.zeros((1, 5, 6), dtype=np.int64)
    pupils[0, :, 1] = [30, 10, 50, 0, 0]
    leavers = np.zeros((1, 4, 6), dtype=np.int64)
    leavers[0, 0, 1] = 4
    gone = take_away(leavers, pupils, layout.stages["primary"])
    assert gone[0, :, 1].tolist() == [3, 1, 0, 0, 0]
