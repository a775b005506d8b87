"""Layout levers on counties small enough to be worked by hand: mergers, groups, conversions, temporary rooms."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County, Zone
from seatsim.domain.layout_levers import Boundary, Group, GroupKind, GroupsLever, LayoutLever, Merger, SmallSchoolsLever
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Phase, Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.model.groups import build_eras, groups_in
from seatsim.model.layout import build_layout
from seatsim.model.private_kindergartens import Closings
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

PRIMARY = (
    School("big", "primary", "z0", {"primary": 18}, {"primary": [90] * 6}, {"primary": [2] * 6}),
    School("small", "primary", "z0", {"primary": 6}, {"primary": [20] * 6}, {"primary": [1] * 6}),
)
COUNTY = make_county(PRIMARY, {"z0": 110.0})
READY: Phase = "acceptance"


def _run(county: County, plan: Plan, nature: Uncertainty | None = None, replications: int = 2) -> Outcome:
    return simulate(county, plan, nature or make_uncertainty(), Draws(1), np.arange(replications))


def _with(plan: Plan, **levers: Any) -> Plan:  # noqa: ANN401 - a lever of any class
    return replace(plan, levers=replace(plan.levers, **levers))


def test_a_merged_school_hands_over_its_pupils_its_catchment_and_none_of_its_rooms() -> None:
    """From 2022: 20 children in each grade join 90, old rooms close, and 110 in P1 need three classes of 45."""
    merger = SmallSchoolsLever({"one": Merger("small", "big", 2022, "test")})
    primary = _run(COUNTY, _with(make_plan(horizon=2023), small_schools=merger)).stages["primary"]
    big, small = primary.units.school.index("big"), primary.units.school.index("small")
    assert primary.pupils[:, 0, small].sum(axis=1).tolist() == [120, 120, 0, 0]
    assert primary.pupils[2, 0, big].tolist() == [110] * 6
    assert primary.rooms[:, 0, small].tolist() == [6, 6, 0, 0]
    assert primary.claims[2:, 0].tolist() == [[110, 0], [110, 0]]
    # Every grade is formed anew where pupils arrive: three classes each, as many as the 18 rooms hold.
    assert primary.classes[2, 0, big].tolist() == [3] * 6
    assert primary.sent_elsewhere[2:].sum() == 0


def test_years_before_a_merger_are_those_without_it() -> None:
    plan = make_plan(horizon=2023)
    merger = SmallSchoolsLever({"one": Merger("small", "big", 2023, "test")})
    plain, merged = (
        _run(COUNTY, plan).stages["primary"],
        _run(COUNTY, _with(plan, small_schools=merger)).stages["primary"],
    )
    assert np.array_equal(plain.pupils[:3], merged.pupils[:3])
    assert not np.array_equal(plain.pupils[3], merged.pupils[3])


def test_a_boundary_may_move_grades_already_at_school() -> None:
    """In 2022 half of big's P3 goes to small once; its entry claims go on every year."""
    line = LayoutLever(False, {"line": Boundary("small", 2022, {"big": 0.5}, "test", ("P3",))})
    roomy = make_county([PRIMARY[0], replace(PRIMARY[1], rooms={"primary": 12})], {"z0": 110.0})
    primary = _run(roomy, _with(make_plan(horizon=2023), layout=line)).stages["primary"]
    assert primary.pupils[2, 0, :, 1:].tolist() == [[90, 45, 90, 90, 90], [20, 65, 20, 20, 20]]
    assert primary.pupils[3, 0, :, 2:].tolist() == [[90, 45, 90, 90], [20, 65, 20, 20]]
    # Halves of each class of claims are rounded for themselves.
    assert primary.claims[2, 0, 0] in (44, 45)


def test_rooms_converted_to_nursery_classes_are_gone() -> None:
    kindergarten = School(
        "k", "kindergarten", "z0", {"kindergarten": 9}, {"kindergarten": [60] * 3}, {"kindergarten": [2] * 3}
    )
    nursery = Project("conversion", "k", 2021, "test", gives_K=3, phase=READY)
    told = _run(make_county([kindergarten], {"z0": 60.0}), make_plan({"n": nursery}, horizon=2022))
    assert told.stages["kindergarten"].rooms[:, 0, 0].tolist() == [9, 6, 6]
    assert (told.projects.cost[0, 0], told.projects.planned.tolist()) == (3 * 15.0, [2021])


def test_primary_rooms_converted_to_junior_take_the_leavers_once_they_are_open_and_not_before() -> None:
    """A primary school becomes one of nine years in 2022; until then its leavers go to the zone's junior school."""
    schools = [
        School("p", "primary", "z0", {"primary": 18}, {"primary": [40] * 6}, {"primary": [1] * 6}),
        School("j", "junior", "z0", {"junior": 6}, {"junior": [40] * 3}, {"junior": [1] * 3}),
    ]
    change = Project("conversion", "p", 2022, "test", rooms_J=6, gives_P=8, phase=READY)
    junior = _run(make_county(schools, {"z0": 40.0}), make_plan({"c": change}, horizon=2023)).stages["junior"]
    p, j = junior.units.school.index("p"), junior.units.school.index("j")
    assert junior.rooms[:, 0, p].tolist() == [0, 0, 6, 6]
    assert junior.entrants[1:, 0, p].tolist() == [0, 40, 40]
    assert junior.entrants[1:, 0, j].tolist() == [40, 0, 0]


def test_temporary_rooms_end() -> None:
    huts = Project("temporary", "small", 2021, "test", rooms_P=4, years=2, phase=READY)
    told = _run(COUNTY, make_plan({"huts": huts}, horizon=2024))
    assert told.stages["primary"].rooms[:, 0, 1].tolist() == [6, 10, 10, 6, 6]
    assert told.projects.cost[0, 0] == 4 * 20.0


def test_small_works_take_their_own_time() -> None:
    """From the idea: 20 days of review, 2 months of design, 2 of works, 2 of acceptance, against 9, 21 and 2."""
    certain = make_uncertainty(on=False)
    huts = Project("temporary", "small", 2021, "test", rooms_P=4, starts="2020-10")
    wing = replace(huts, kind="extension")
    days = [
        _run(COUNTY, make_plan({"x": each}, horizon=2024), certain).projects.hand_over[0, 0] for each in (huts, wing)
    ]
    # 20 days from 1 October are 21 October; works start in the window of March; an extension a year later.
    assert days[0] < 310 < 600 < days[1]


def _grouped(kind: GroupKind, evens_out: float, year: int = 2022) -> GroupsLever:
    return GroupsLever(evens_out, {"union": Group(kind, ("big", "small"), year, "test")})


@pytest.mark.parametrize("kind", ["一体型", "联盟型", "辐射型"])
def test_pull_evens_out_in_every_kind_of_group(kind: GroupKind) -> None:
    """Even is 82.5 to 27.5 by 18 and 6 rooms, 82 or 83 whole. Of big's 7 or 8 above, half goes in the first year."""
    primary = _run(COUNTY, _with(make_plan(horizon=2024), groups=_grouped(kind, 0.5))).stages["primary"]
    claims = primary.claims[1:, 0, 0]
    assert claims[0] == 90
    assert claims[1] in (86, 87)
    assert claims[1] > claims[2] >= claims[3] >= 82
    assert (primary.claims[1:].sum(axis=2) == 110).all()


def test_a_group_formed_as_one_school_takes_its_own_overflow_from_its_first_year() -> None:
    """Three classes at big are full: 120 of 150 fit at 40; the zone's other school is fuller by rooms than small."""
    schools = [
        *PRIMARY,
        School("other", "primary", "z0", {"primary": 12}, {"primary": [20] * 6}, {"primary": [1] * 6}),
    ]
    county = make_county(schools, {"z0": 320.0})
    county = replace(county, catchments={("z0", "big", "primary"): 1.0})
    one = _run(county, _with(make_plan(horizon=2023), groups=_grouped("一体型", 0.0))).stages["primary"]
    none = _run(county, make_plan(horizon=2023)).stages["primary"]
    small = one.units.school.index("small")
    assert np.array_equal(one.entrants[:2], none.entrants[:2])
    assert one.entrants[2, 0, small] >= none.entrants[2, 0, small]
    assert not np.array_equal(one.entrants[2], none.entrants[2])


def test_groups_of_the_register_are_replaced_by_name_and_left_by_who_joins_another() -> None:
    schools = [replace(s, group="old", group_kind="联盟型") for s in PRIMARY]
    schools.append(School("third", "primary", "z0", {"primary": 6}, {"primary": [20] * 6}, {"primary": [1] * 6}))
    county = make_county(schools, {"z0": 130.0})
    formed = {"new": Group("一体型", ("small", "third"), 2023, "test")}
    eras = build_eras(county, formed, build_layout(county, {}, 30.0))
    before, after = (groups_in(eras, year).stages["primary"] for year in (2022, 2023))
    assert (before.exchanging.tolist(), before.one_school.tolist()) == ([1, 1, 0], [0, 0, 0])
    assert (after.grouped.tolist(), after.one_school.tolist()) == ([0, 1, 1], [0, 1, 1])


_NINE: dict[Stage, int] = {"kindergarten": 9}
EMPTY = School(
    "private", "kindergarten", "z0", _NINE, {"kindergarten": [10] * 3}, {"kindergarten": [1] * 3}, 0, 0, "private"
)
FULL = School("public", "kindergarten", "z0", _NINE, {"kindergarten": [60] * 3}, {"kindergarten": [2] * 3})


def _kindergartens(probability: float, on: bool = True) -> Outcome:
    nature = make_uncertainty()
    closing = replace(nature.private_kindergartens, on=on, use_below=0.4, years=2, closing_probability=probability)
    county = make_county([EMPTY, FULL], {"z0": 70.0})
    return _run(county, make_plan(horizon=2025), replace(nature, private_kindergartens=closing), 40)


def test_a_private_kindergarten_that_stays_empty_for_two_years_closes_and_its_children_find_places() -> None:
    """30 of 270 seats in 2021 and 2022, the two years; closed from September 2023, its children in the public one."""
    kindergarten = _kindergartens(1.0).stages["kindergarten"]
    private = kindergarten.units.school.index("private")
    assert (kindergarten.rooms[:, :, private] > 0).all(axis=1).tolist() == [True, True, True, False, False, False]
    assert (kindergarten.pupils[3:, :, private] == 0).all()
    assert (kindergarten.pupils.sum(axis=(2, 3)) == 210).all()
    assert kindergarten.waiting.sum() == 0
    assert (kindergarten.claims[3:, :, private] == 0).all()


def test_closing_is_a_chance_and_can_be_switched_off() -> None:
    sometimes = _kindergartens(0.3).stages["kindergarten"]
    open_share = (sometimes.rooms[:, :, sometimes.units.school.index("private")] > 0).mean(axis=1)
    assert open_share[2] == 1.0
    assert 1.0 > open_share[3] > open_share[5] > 0.0
    assert _kindergartens(1.0, on=False).stages["kindergarten"].rooms.min() == 9


def test_a_private_kindergarten_used_just_as_stated_is_not_under_it() -> None:
    """Half of nine rooms of thirty seats are 135 pupils; a public one closes at no use."""
    here = build_layout(make_county([EMPTY, FULL], {"z0": 70.0}), {}, 30.0).stages["kindergarten"]
    nature = make_uncertainty().private_kindergartens
    nature = replace(nature, on=True, use_below=0.5, years=1, closing_probability=1.0)
    closings = Closings(here, nature, Draws(1), np.arange(2))
    closings.look(np.array([[135, 10], [134, 10]]), np.full((2, 2), 9), 30, 2021)
    assert closings.shut.tolist() == [[False, False], [True, False]]


def test_new_homes_wait_for_seats() -> None:
    """Half of the in-migrants' children come to new homes; while their zone is full, they do not come at all."""
    zones = (Zone("old", Text(), "town", (), ()), Zone("new", Text(), "new-urban", (), ()))
    schools = [
        School("o", "primary", "old", {"primary": 30}, {"primary": [80] * 6}, {"primary": [2] * 6}),
        School("n", "primary", "new", {"primary": 12}, {"primary": [92] * 6}, {"primary": [2] * 6}),
    ]
    county = make_county(schools, {"old": 80.0, "new": 80.0}, zones)
    county = replace(county, ratios=replace(county.ratios, primary_entry=1.2))
    nature = make_uncertainty()
    nature = replace(nature, migration=replace(nature.migration, old_town_share=0.0, new_homes_share=0.5))
    plan = make_plan(horizon=2022)
    free = _run(county, plan, nature).stages["primary"].claims[1, 0]
    waiting = _run(county, _with(plan, layout=LayoutLever(True)), nature).stages["primary"].claims[1, 0]
    assert (free - waiting).sum() == 16
    roomy = replace(plan, projects={"x": Project("extension", "n", 2021, "test", rooms_P=6, phase=READY)})
    assert np.array_equal(
        _run(county, _with(roomy, layout=LayoutLever(True)), nature).stages["primary"].claims[1, 0], free
    )


def test_a_merger_takes_what_a_boundary_leaves_and_undoes_none_of_it() -> None:
    """Half of small's 20 claims go to third by a boundary; when small merges into big, third keeps its half."""
    third = School("third", "primary", "z0", {"primary": 12}, {"primary": [60] * 6}, {"primary": [2] * 6})
    county = make_county([*PRIMARY, third], {"z0": 170.0})
    line = LayoutLever(False, {"line": Boundary("third", 2021, {"small": 0.5}, "test")})
    merger = SmallSchoolsLever({"one": Merger("small", "big", 2022, "test")})
    primary = _run(county, _with(make_plan(horizon=2023), layout=line, small_schools=merger)).stages["primary"]
    of = {school: primary.claims[1:, 0, place].tolist() for place, school in enumerate(primary.units.school)}
    assert of["third"] == [70, 70, 70]
    assert of["small"] == [10, 0, 0]
    assert of["big"] == [90, 100, 100]


def test_nobody_moves_into_a_school_that_has_merged_while_pupils_come_and_go() -> None:
    merger = SmallSchoolsLever({"one": Merger("small", "big", 2022, "test")})
    outcome = _run(COUNTY, _with(make_plan(horizon=2028), small_schools=merger), make_uncertainty(on=True), 40)
    primary = outcome.stages["primary"]
    small = primary.units.school.index("small")
    assert primary.pupils[2:, :, small].sum() == primary.classes[2:, :, small].sum() == 0
    assert primary.borrowed[2:, :, small].sum() == primary.claims[2:, :, small].sum() == 0
    assert (primary.pupils[2:].sum(axis=(2, 3)) > 500).all()


def test_leavers_of_a_nine_year_school_that_merges_go_to_the_one_that_takes_it_over() -> None:
    schools = [
        School(name, "nine-year", "z0", {"primary": 12, "junior": 12}, {"primary": [n] * 6, "junior": [n] * 3},
               {"primary": [2] * 6, "junior": [2] * 3})
        for name, n in (("one", 40), ("two", 50))
    ]  # fmt: skip
    merger = SmallSchoolsLever({"m": Merger("one", "two", 2022, "test")})
    county = make_county(schools, {"z0": 90.0})
    junior = _run(county, _with(make_plan(horizon=2023), small_schools=merger)).stages["junior"]
    assert junior.entrants[1:, 0].tolist() == [[40, 50], [0, 90], [0, 90]]


def test_children_of_a_zone_whose_only_kindergarten_shuts_ask_in_the_nearest_zone() -> None:
    zones = (
        Zone("here", Text(), "town", ("near", "far"), (10.0, 25.0)),
        Zone("near", Text(), "town", ("here",), (10.0,)),
        Zone("far", Text(), "town", ("here",), (25.0,)),
    )
    roomy = replace(FULL, rooms={"kindergarten": 18})
    schools = [replace(EMPTY, zone="here"), replace(roomy, zone="near"), replace(roomy, id="third", zone="far")]
    nature = make_uncertainty()
    closing = replace(nature.private_kindergartens, on=True, use_below=0.4, years=2, closing_probability=1.0)
    county = make_county(schools, {"here": 10.0, "near": 60.0, "far": 60.0}, zones)
    outcome = _run(county, make_plan(horizon=2025), replace(nature, private_kindergartens=closing))
    kindergarten = outcome.stages["kindergarten"]
    assert kindergarten.claims[3:, 0].tolist() == [[0, 70, 60]] * 3
    assert kindergarten.pupils[3:, 0, 0].sum() == kindergarten.borrowed[3:].sum() == 0


def test_a_plan_to_convert_rooms_changes_nothing_before_they_open() -> None:
    """The zone's children go to its neighbour until its primary school has a kindergarten."""
    zones = (Zone("z0", Text(), "town", ("z1",), (10.0,)), Zone("z1", Text(), "town", ("z0",), (10.0,)))
    schools = [replace(FULL, zone="z0"), replace(PRIMARY[0], zone="z1")]
    county = make_county(schools, {"z0": 60.0, "z1": 30.0}, zones)
    change = Project(
        "conversion", "big", 2023, "test", rooms_K=6, gives_P=6, takes_from={"z1": 1.0}, fills="entry", phase=READY
    )
    told = [_run(county, make_plan(projects, horizon=2024)).stages["kindergarten"] for projects in ({}, {"c": change})]
    assert told[0].claims[1:, 0, 0].tolist() == [90] * 4
    assert told[1].claims[1:3, 0].tolist() == [[90, 0]] * 2
    assert (told[1].rooms[:, 0, 1] > 0).tolist() == [False, False, False, True, True]


def test_pull_goes_on_evening_out_when_a_group_takes_in_a_school() -> None:
    schools = [replace(s, group="old", group_kind="联盟型") for s in PRIMARY]
    schools.append(School("third", "primary", "z0", {"primary": 6}, {"primary": [20] * 6}, {"primary": [1] * 6}))
    county = make_county(schools, {"z0": 130.0})
    formed = {"new": Group("一体型", ("big", "small", "third"), 2024, "test")}
    eras = build_eras(county, formed, build_layout(county, {}, 30.0))
    assert groups_in(eras, 2025).stages["primary"].since.tolist() == [2020, 2020, 2023]


def test_temporary_rooms_that_come_late_stand_as_long_as_they_were_meant_to() -> None:
    huts = Project("temporary", "small", 2021, "test", rooms_P=4, years=2, starts="2021-12")
    primary = _run(COUNTY, make_plan({"huts": huts}, horizon=2026)).stages["primary"]
    assert primary.rooms[:, 0, 1].tolist() == [6, 6, 10, 10, 6, 6, 6]
