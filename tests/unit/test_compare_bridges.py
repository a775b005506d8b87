"""Bridge or build, by hand on a county of two zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from compared import frame
from seatsim.comparing.bridge_or_build import project_rows, zone_rows
from seatsim.comparing.bridges import (
    LEVELS,
    Prices,
    birth_level,
    buses,
    freed_rooms,
    most_of_temporary,
    temporary_rooms,
)
from seatsim.comparing.builds import building, together
from seatsim.comparing.project_sites import ProjectSite
from seatsim.comparing.stock import Stock, born_later, stock_of

YEARS = (2020, 2021, 2022, 2023)
LEVEL = np.ones(4)
PRICES = Prices(temporary=20.0, conversion=15.0, bus=0.3, upkeep=2.0, life=50.0, dearer=LEVEL, grown=LEVEL)
NOBODY = np.zeros(4)
Floats = npt.NDArray[np.float64]


def powers(rate: float) -> Floats:
    return np.power(rate, np.arange(4, dtype=np.float64))


def futures(*by_year: int) -> np.ndarray:
    """The same in two futures."""
    return np.array([[each, each] for each in by_year])


def stock(pupils: np.ndarray, seats: np.ndarray, empty: np.ndarray, planning: int = 45) -> Stock:
    return Stock(pupils, seats, empty, planning, NOBODY)


# A block of four rooms (180 seats) opens in 2021 in a zone that has 450 other seats; in the second future never.
HERE = stock(
    futures(440, 500, 600, 540), np.array([[450, 450], [630, 450], [630, 450], [630, 450]]), futures(0, 0, 0, 0)
)
OPENS = np.array([2021.0, np.inf])
COST = np.array([1638.0, 1638.0])
BLOCK = building(180, OPENS, COST, YEARS, 45, PRICES.life)


def test_served_are_those_whom_nothing_else_in_the_zone_seats() -> None:
    assert BLOCK.need(HERE).T.tolist() == [[0, 50, 150, 90], [0, 0, 0, 0]]


def test_nobody_is_served_beyond_the_own_seats() -> None:
    full = replace(HERE, pupils=futures(440, 900, 900, 900))
    assert BLOCK.need(full)[:, 0].tolist() == [0, 180, 180, 180]


def test_seated_is_the_share_of_all_seats_in_use() -> None:
    assert BLOCK.seated(HERE)[:, 0].tolist() == pytest.approx([0, 180 * 500 / 630, 180 * 600 / 630, 180 * 540 / 630])


def test_a_building_costs_its_capital_and_upkeep_from_opening_to_horizon() -> None:
    assert BLOCK.cost(PRICES).tolist() == [1638 + 4 * 2 * 3, 0]
    assert BLOCK.spread(PRICES).tolist() == pytest.approx([1638 * 3 / 50 + 24, 0])


def test_temporary_rooms_are_bought_at_the_peak_and_kept_up_while_needed() -> None:
    need = BLOCK.need(HERE)  # 50, 150, 90: 2, 4 and 2 rooms
    told = temporary_rooms(need, 45, PRICES)
    assert told.bought.tolist() == [4, 0]
    assert told.cost.tolist() == [4 * 20 + (2 + 4 + 2) * 2, 0]
    assert told.served.tolist() == [290, 0]


def test_rooms_bought_later_cost_the_price_of_their_year() -> None:
    dearer = replace(PRICES, dearer=powers(1.1), grown=powers(1.5))
    told = temporary_rooms(BLOCK.need(HERE), 45, dearer)
    rooms = 20 * (2 * 1.1 + 2 * 1.1**2)
    assert told.cost[0] == pytest.approx(rooms + 2 * (2 * 1.5 + 4 * 1.5**2 + 2 * 1.5**3))


def test_freed_rooms_serve_what_they_can_and_temporary_rooms_the_rest() -> None:
    # 70 empty kindergarten seats of 30 make two rooms; none in the last year.
    kindergarten = stock(futures(9, 9, 9, 9), futures(99, 99, 99, 99), futures(70, 70, 70, 0), planning=30)
    told = freed_rooms(BLOCK.need(HERE), 45, kindergarten.free_rooms, PRICES)
    # Converted 2, 2, 0; temporary 0, 2, 2.
    assert told.cost.tolist() == [2 * 15 + 2 * 20 + (2 + 2) * 2, 0]
    assert told.served.tolist() == [50 + 90, 0]


def test_buses_go_where_seats_are_empty() -> None:
    told = buses(BLOCK.need(HERE), 45, futures(0, 60, 60, 60), PRICES)
    # 50, 60 and 60 ride; 0, 90 and 30 are left: 0, 2 and 1 rooms.
    assert told.cost.tolist() == pytest.approx([0.3 * 170 + 2 * 20 + 3 * 2, 0])
    assert told.served.tolist() == [170, 0]


def test_no_need_costs_nothing() -> None:
    nobody = np.zeros((4, 2), dtype=np.int64)
    for offer in (temporary_rooms(nobody, 45, PRICES), buses(nobody, 45, futures(9, 9, 9, 9), PRICES)):
        assert offer.cost.tolist() == [0, 0]


def test_pupils_born_later_are_counted_grade_by_grade() -> None:
    # Births known to 2021, entry at 3, 6 and 12: the autumn's third of 2022 enters kindergarten in 2025 with two
    # thirds of the next year, that is 2/3 of the entrants of 2025 and all of 2026.
    continued = {"kindergarten": 2025, "primary": 2028, "junior": 2034}
    years = tuple(range(2020, 2041))
    kindergarten = dict(zip(years, born_later("kindergarten", years, continued), strict=True))
    assert [kindergarten[year] for year in (2024, 2025, 2026, 2027, 2028)] == pytest.approx([0, 2 / 9, 5 / 9, 8 / 9, 1])
    primary = dict(zip(years, born_later("primary", years, continued), strict=True))
    assert [primary[year] for year in (2027, 2028, 2033, 2034)] == pytest.approx([0, 2 / 18, 17 / 18, 1])
    senior = dict(zip(years, born_later("senior", years, continued), strict=True))
    assert [senior[year] for year in (2036, 2037, 2040)] == pytest.approx([0, 2 / 9, 1])


def test_a_five_four_county_has_four_junior_grades() -> None:
    told = born_later("junior", (2033, 2034, 2037), {"kindergarten": 2025, "primary": 2028, "junior": 2033})
    assert told.tolist() == pytest.approx([2 / 12, 5 / 12, 1])


def test_answers_that_do_not_tell_count_nobody_as_born_later() -> None:
    assert born_later("primary", (2030,), {}).tolist() == [0]


HALF = np.array([0.0, 0.5])
"""Share of the pupils born later in the first and the second of two years."""


def test_pupils_more_take_empty_seats_one_for_one() -> None:
    told = Stock(futures(100, 100), futures(200, 200), futures(110, 30), 45, HALF).at(1.8)
    assert told.pupils[:, 0].tolist() == [100, 140]
    assert told.empty[:, 0].tolist() == [110, 0]


@pytest.mark.parametrize(
    ("pupils", "empty", "told"),
    [
        (100, 100, 125),  # no school is overfull: every pupil fewer leaves an empty seat
        (100, 190, 190),  # 90 sit where no seat is: they go first
        (800, 0, 0),  # 600 pupils still for 200 seats
        (240, 10, 20),  # 50 overfull, 60 fewer
    ],
)
def test_pupils_fewer_first_leave_overfull_schools(pupils: int, empty: int, told: int) -> None:
    fewer = Stock(futures(100, pupils), futures(200, 200), futures(110, empty), 45, HALF).at(0.5)
    assert fewer.pupils[:, 0].tolist() == [100, pupils * 3 // 4]
    assert fewer.empty[:, 0].tolist() == [110, told]


def test_an_overfull_zone_has_no_empty_seats_at_fewer_births() -> None:
    told = Stock(futures(800, 800), futures(600, 600), futures(0, 0), 45, np.ones(2)).at(0.9)
    assert told.pupils[:, 0].tolist() == [720, 720]
    assert told.empty[:, 0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (99.0, {"state": "always", "factor": None}),
        (130.0, {"state": "at", "factor": 0.65}),
        (400.0, {"state": "at", "factor": 2.0}),
        (400.1, {"state": "never", "factor": None}),
    ],
)
def test_the_birth_level_is_the_smallest_on_the_grid(build: float, told: dict[str, object]) -> None:
    assert birth_level(lambda level: 200 * level, build, most=1e9) == told


def test_no_level_is_worked_where_the_bridge_can_never_cost_as_much() -> None:
    def bridge(level: float) -> float:
        raise AssertionError(level)

    assert birth_level(bridge, 10.0, most=9.0)["state"] == "never"


def test_what_is_never_passed_is_never_passed() -> None:
    dearer = replace(PRICES, dearer=powers(1.1))
    need = BLOCK.need(HERE)
    most = most_of_temporary(need, 45, dearer)
    assert most[0] > temporary_rooms(need, 45, dearer).cost[0]
    assert most[0] == pytest.approx(20 * 1.1**3 * 4 + 16)


def site(
    name: str,
    opens: np.ndarray = OPENS,
    seats: int = 180,
    later: np.ndarray = NOBODY,
    temporary: float = 20.0,
    bus: float = 0.3,
) -> ProjectSite:
    here = replace(HERE, born_later=later)
    near = stock(futures(9, 9, 9, 9), futures(9, 9, 9, 9), futures(0, 60, 60, 60))
    names: Mapping[str, object] = {"project": name, "zone": "town", "zone_name": {}, "stage": "primary"}
    prices = replace(PRICES, temporary=temporary, bus=bus)
    return ProjectSite(names, YEARS, seats, opens, COST, here, {}, {}, (near,), prices)


def test_a_project_is_judged_in_the_futures_in_which_it_opens() -> None:
    (row,) = project_rows([site("block")])
    assert row["chance_opens"] == 0.5
    assert row["opens"] == {"p10": 2021, "p50": 2021, "p90": None}
    assert row["served"]["mean"] == 290
    assert row["build"]["total"]["mean"] == 1662
    # No stage has rooms to free: its bridge is temporary rooms too, and the first named of equal ones is told.
    assert {name: told["mean"] for name, told in row["bridges"].items()} == {
        "temporary": 96,
        "freed_rooms": 96,
        "buses": 97,
    }
    assert row["bridges"]["buses"]["own_share"] == pytest.approx(170 / 290, abs=1e-6)
    assert row["bridges"]["freed_rooms"]["own_share"] == 0
    assert row["cheapest"] == "temporary"
    assert row["difference"]["mean"] == 1662 - 96
    assert row["chance_bridge_cheaper"] == 1
    assert row["birth_level"] == {"state": "never", "factor": None}
    assert row["break_even"] == pytest.approx((1662 - 16) / 4)


def nine_year(name: str) -> ProjectSite:
    """The block with 100 junior seats of the same project; the zone's juniors have 200 seats, 130 of them empty."""
    junior = stock(futures(70, 70, 70, 70), futures(200, 200, 200, 200), futures(130, 130, 130, 130), planning=50)
    told = site(name, opens=np.array([2022.0, 2022.0]))
    here = replace(HERE, seats=futures(450, 450, 630, 630))
    return replace(told, here=here, others={"junior": junior}, beside={"junior": 100})


def test_rooms_that_the_same_project_builds_for_another_stage_are_not_free() -> None:
    (row,) = project_rows([nine_year("block")])
    # Needed are 150 and 90 from 2022: four rooms, then two. Of the juniors' 130 empty seats 100 are the project's own;
    # the other 30 make no room.
    assert row["served"]["mean"] == 240
    assert row["bridges"]["freed_rooms"] == {**row["bridges"]["temporary"], "own_share": 0}
    alone = replace(nine_year("block"), beside={"junior": 0})
    (row,) = project_rows([alone])
    assert row["bridges"]["freed_rooms"]["own_share"] == pytest.approx((2 * 45 + 90) / 240)


def test_projects_together_free_no_rooms_of_each_other() -> None:
    pair = [replace(nine_year(name), beside={"junior": 50}) for name in ("one", "two")]
    assert project_rows(pair)[0]["bridges"]["freed_rooms"]["own_share"] > 0
    (row,) = zone_rows(pair)
    assert row["bridges"]["freed_rooms"]["own_share"] == 0


def test_seats_that_are_taken_away_are_empty_ones_first() -> None:
    told = Stock(futures(100, 100), futures(200, 200), futures(110, 30), 45, HALF).without(futures(0, 40))
    assert (told.seats[:, 0].tolist(), told.empty[:, 0].tolist()) == ([200, 160], [110, 0])
    assert told.at(0.5).empty[:, 0].tolist() == [110, 85]


def test_the_building_wins_where_bridges_are_dear_enough() -> None:
    price = (1662 - 16) / 4
    (even,) = project_rows([site("block", temporary=price, bus=99.0)])
    assert even["difference"]["mean"] == 0
    assert even["birth_level"]["state"] == "always"  # nobody is born later here: births change nothing
    (dear,) = project_rows([site("block", temporary=price + 1, bus=99.0)])
    assert dear["chance_bridge_cheaper"] == 0
    (cheap,) = project_rows([site("block", temporary=price - 1, bus=99.0)])
    assert cheap["birth_level"]["state"] == "never"


def test_more_children_make_the_building_win() -> None:
    # Half of the pupils of 2022 are born later: at b there are 600 + 300 (b − 1), of whom up to 180 need a room.
    later = np.array([0.0, 0.0, 0.5, 0.0])
    price = 500.0  # two rooms more would be too many: 4 × 500 + 16 > 1662, so the peak must come down to three
    (row,) = project_rows([site("block", later=later, temporary=price, bus=99.0)])
    # Three rooms hold 135: 150 + 300 (b − 1) ≤ 135 for b ≤ 0.95; 3 × 500 + 14 < 1662 ≤ 4 × 500 + 16.
    assert row["birth_level"] == {"state": "at", "factor": 1.0}
    assert LEVELS[0] == 0.5


def test_a_project_that_never_opens_has_no_numbers() -> None:
    (row,) = project_rows([site("block", opens=np.array([np.inf, np.inf]))])
    assert row["chance_opens"] == 0
    assert (row["served"], row["build"], row["cheapest"], row["birth_level"]) == (None, None, None, None)


def test_a_project_whose_seats_others_hold_serves_nobody() -> None:
    (row,) = project_rows([replace(site("block"), here=replace(HERE, pupils=futures(400, 400, 400, 400)))])
    assert row["served"]["mean"] == 0
    assert (row["cheapest"], row["break_even"]) == (None, None)
    assert row["bridges"]["temporary"]["own_share"] is None


def test_two_projects_that_stand_in_for_each_other_serve_together() -> None:
    always = np.array([2021.0, 2021.0])
    seats = futures(450, 810, 810, 810)
    pair = [replace(site(name, opens=always), here=replace(HERE, seats=seats)) for name in ("one", "two")]
    assert [row["served"]["mean"] for row in project_rows(pair)] == [0, 0]
    (row,) = zone_rows(pair)
    assert (row["projects"], row["seats"], row["served"]["mean"]) == (["one", "two"], 360, 290)
    assert row["build"]["capital"]["mean"] == 2 * 1638


def test_what_opens_in_one_future_only_counts_there() -> None:
    pair = [site("one", opens=np.array([2021.0, np.inf])), site("two", opens=np.array([np.inf, 2022.0]))]
    (row,) = zone_rows(pair)
    assert row["chance_opens"] == 1
    assert row["build"]["capital"] == {"mean": 1638, "p10": 1638, "p50": 1638, "p90": 1638}


def test_a_project_alone_in_its_zone_is_not_told_twice() -> None:
    assert zone_rows([site("block")]) == []


def test_buildings_together_add_up_future_by_future() -> None:
    other = building(45, np.array([2022.0, 2022.0]), np.array([400.0, 410.0]), YEARS, 45, 50.0)
    both = together([BLOCK, other])
    assert both.added.T.tolist() == [[0, 180, 225, 225], [0, 0, 45, 45]]
    assert both.capital.tolist() == [2038, 410]


def test_a_stock_is_read_from_its_zone() -> None:
    by_zone = np.arange(2 * 3 * 2).reshape(2, 3, 2)
    told = frame((2020, 2021), {m: {"primary": by_zone} for m in ("pupils", "seats", "empty_seats")}, ("town", "all"))
    found = stock_of(told, "primary", "town", 45, np.zeros(2))
    assert found.pupils.tolist() == [[0, 2, 4], [6, 8, 10]]
