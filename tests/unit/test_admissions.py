"""Admission: home, same zone, neighbours, over the standard up to the hard cap, awaiting a place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counties import School, make_county
from seatsim.domain.county import County, Zone
from seatsim.domain.text import Text
from seatsim.model.admissions import (
    Places,
    admit,
    catchment_claims,
    level_out,
    place_in_grades,
)
from seatsim.model.apportion import share_out
from seatsim.model.groups import StageGroups, build_eras
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


def _groups(layout: Layout, county: County | None = None) -> StageGroups:
    nobody = make_county([], {zone.id: 0.0 for zone in ZONES}, ZONES)
    return build_eras(county or nobody, {}, layout)[0].stages["primary"]


def _open(standard: list[int], most: list[int], room: np.ndarray) -> Places:
    """Places for one class of claims: at home up to the cap, overflow to the standard first."""
    return Places([np.array([most])], [[np.array([standard]), np.array([most])]], room)


def _admit(claims: list[int], standard: list[int], most: list[int], room: np.ndarray = UNLIMITED) -> list[list[int]]:
    layout = _layout()
    done = admit(
        np.array([claims])[:, :, None],
        _open(standard, most, room),
        layout.stages["primary"],
        _groups(layout),
        layout.reach,
    )
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
    taken, left = place_in_grades(arrivals, [free], UNLIMITED, layout.stages["primary"], layout.reach)
    assert taken[0, :, 2].tolist() == [2, 2, 3, 1, 0]
    assert left[0, :, 2].tolist() == [1, 0, 0, 0]
    assert taken.sum() == 8


def test_leavers_go_in_proportion_to_a_zones_pupils() -> None:
    layout = _layout()
    pupils = np.zeros((1, 5, 6), dtype=np.int64)
    pupils[0, :, 1] = [30, 10, 50, 0, 0]
    leavers = np.zeros((1, 4, 6), dtype=np.int64)
    leavers[0, 0, 1] = 4
    cells = layout.stages["primary"].by_cell
    gone = share_out(leavers.reshape(1, -1), pupils.reshape(1, -1), cells).reshape(pupils.shape)
    assert gone[0, :, 1].tolist() == [3, 1, 0, 0, 0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 30))
def test_grades_placed_at_once_are_placed_as_one_after_the_other(seed: int, room: int, free: int) -> None:
    """Also where the room of a campus runs out between two grades, and whatever other futures share the block."""
    layout, some = _layout(), np.random.default_rng(seed)
    arrivals = some.integers(0, 12, (4, 4, 6)) * (some.random((4, 4, 6)) < 0.5)
    standard = some.integers(0, free, (4, 5, 6))
    tiers = [standard, standard + some.integers(0, free, (4, 5, 6))]
    limit = some.integers(0, room, (4, 5))
    here = layout.stages["primary"]
    taken, left = place_in_grades(arrivals, tiers, limit, here, layout.reach)
    for future in range(4):
        row, still = slice(future, future + 1), limit[future : future + 1]
        for grade in range(6):
            asking = np.zeros_like(arrivals[row])
            asking[:, :, grade] = arrivals[row, :, grade]
            one, waits = place_in_grades(asking, [places[row] for places in tiers], still, here, layout.reach)
            assert np.array_equal(taken[row, :, grade], one[:, :, grade])
            assert np.array_equal(left[row, :, grade], waits[:, :, grade])
            still = still - one.sum(axis=2)


THREE = np.zeros((1, 5, 3), dtype=np.int64)


def _by_class(**schools: tuple[int, int, int]) -> np.ndarray:
    """Claims of the named schools by class."""
    claims = THREE.copy()
    for name, three in schools.items():
        claims[0, ["a0", "a1", "b2", "c3", "d4"].index(name)] = three
    return claims


def _gate(strict: bool, standard: int = 45, most: int = 55) -> Places:
    low, high = np.full((1, 5), standard), np.full((1, 5), most)
    home = [high, low, low] if strict else [high] * 3
    overflow = [[low, high], [low, low], [low, low]] if strict else [[low, high]] * 3
    return Places(home, overflow, UNLIMITED)


def test_a_school_takes_claims_in_their_order() -> None:
    """40 with a home, 10 registered elsewhere, 20 in-migrants, 55 places: 15 in-migrants must go."""
    layout = _layout()
    done = admit(
        _by_class(a0=(40, 10, 20)), _gate(strict=False), layout.stages["primary"], _groups(layout), layout.reach
    )
    assert done.sent_elsewhere[0].tolist() == [15, 0, 0, 0, 0]
    assert done.entrants[0].tolist() == [55, 15, 0, 0, 0]


def test_the_strict_gate_refuses_claims_2_and_3_above_the_standard_and_never_claim_1() -> None:
    layout = _layout()
    done = admit(_by_class(a0=(50, 10, 5)), _gate(strict=True), layout.stages["primary"], _groups(layout), layout.reach)
    assert done.entrants[0].tolist() == [50, 15, 0, 0, 0]
    crowd = _by_class(a0=(50, 10, 5), a1=(45, 0, 0), b2=(45, 0, 0), c3=(45, 0, 0))
    shut = admit(crowd, _gate(strict=True), layout.stages["primary"], _groups(layout), layout.reach)
    opened = admit(crowd, _gate(strict=False), layout.stages["primary"], _groups(layout), layout.reach)
    assert shut.awaiting[0].tolist() == [15, 0, 0, 0]
    assert opened.awaiting.sum() == 0
    assert shut.entrants.max() == 50
    assert opened.entrants.max() == 55


def test_overflow_is_offered_in_the_order_of_claims() -> None:
    """One standard place is free in the zone, and the second claim gets it before the third."""
    layout = _layout()
    claims = _by_class(a0=(55, 3, 3), a1=(44, 0, 0))
    places = Places([np.full((1, 5), 55)] * 3, [[np.array([[45, 45, 0, 0, 0]])]] * 3, UNLIMITED)
    done = admit(claims, places, layout.stages["primary"], _groups(layout), layout.reach)
    assert done.entrants[0].tolist() == [55, 45, 0, 0, 0]
    assert done.awaiting[0].tolist() == [5, 0, 0, 0]


def test_a_group_that_shares_pupils_takes_its_overflow_before_the_zone() -> None:
    schools = [
        School(name, "primary", "a", {"primary": 6}, {"primary": [40] * 6}, {"primary": [1] * 6}, group=group)
        for name, group in (("near", ""), ("head", "g"), ("branch", "g"))
    ]
    county = make_county(schools, dict.fromkeys("abcd", 9.0), ZONES)
    layout = build_layout(county, {}, 30.0)
    room = np.full((1, 3), 10_000)
    claims = np.array([[[10, 0, 0], [60, 0, 0], [10, 0, 0]]])
    places = Places([np.full((1, 3), 55)] * 3, [[np.full((1, 3), 45), np.full((1, 3), 55)]] * 3, room)
    done = admit(claims, places, layout.stages["primary"], _groups(layout, county), layout.reach)
    assert done.entrants[0].tolist() == [10, 55, 15]


def test_the_last_resort_levels_the_schools_in_reach_child_by_child() -> None:
    """From b the schools of a and b are in reach: 55, 50 and 53 in one class each, and 10 come. All end at 56."""
    layout = _layout()
    pupils = np.array([[55, 50, 53, 10, 10]])
    waiting = np.array([[0, 10, 0, 0]])
    taken, left = level_out(waiting, pupils, np.ones((1, 5), dtype=np.int64), layout.stages["primary"], layout.reach)
    assert (pupils + taken)[0].tolist() == [56, 56, 56, 10, 10]
    assert left.sum() == 0


def test_a_school_without_a_class_of_the_grade_is_no_last_resort() -> None:
    layout = _layout()
    classes = np.array([[1, 0, 0, 0, 0]])
    pupils = np.array([[55, 0, 0, 0, 0]])
    taken, left = level_out(np.array([[3, 0, 0, 2]]), pupils, classes, layout.stages["primary"], layout.reach)
    assert taken[0].tolist() == [3, 0, 0, 0, 0]
    assert left[0].tolist() == [0, 0, 0, 2]
