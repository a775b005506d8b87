"""How new rooms fill: catchments, splits, moves, closures; independent of the order of projects."""

from dataclasses import replace

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import Zone
from seatsim.domain.layout_levers import Boundary, LayoutLever
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Project
from seatsim.domain.text import Text
from seatsim.model.fills import build_fills, redirect_claims, split_pupils, usable_rooms
from seatsim.model.layout import build_layout
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

ZONES = (Zone("z0", Text(), "old-town", ("z1",), (10.0,)), Zone("z1", Text(), "town", ("z0",), (10.0,)))
SCHOOLS = (
    School("a", "primary", "z0", {"primary": 12}, {"primary": [90] * 6}, {"primary": [2] * 6}),
    School("b", "primary", "z0", {"primary": 12}, {"primary": [60] * 6}, {"primary": [2] * 6}),
    School("c", "nine-year", "z1", {"primary": 6, "junior": 3}, {"primary": [40] * 6, "junior": [40] * 3}, {
        "primary": [1] * 6, "junior": [1] * 3}),
    School("s", "senior", "z0", {"senior": 6}, {"senior": [40] * 3}, {"senior": [1] * 3}, plan=40),
)  # fmt: skip
COUNTY = make_county(SCHOOLS, {"z0": 150.0, "z1": 40.0}, ZONES)
ON = np.array([[True]])
NONE_CLOSED = np.zeros((1, 8), dtype=bool)


def _new(takes_from: dict[str, float], school: str = "new", grades: tuple[str, ...] = ()) -> Project:
    return Project(
        kind="new-school",
        school=school,
        opens=2021,
        source="test",
        zone="z0",
        rooms_P=12,
        takes_from=takes_from,
        grades=grades,
    )


def _redirect(projects: dict[str, Project], claims: list[int]) -> list[int]:
    layout = build_layout(COUNTY, projects, 30.0)
    fills = build_fills(COUNTY, layout, projects, ())["primary"]
    opened = np.ones((1, len(projects)), dtype=bool)
    redirected: list[int] = redirect_claims(np.array([claims]), fills, opened, NONE_CLOSED)[0].tolist()
    return redirected


def test_a_new_school_takes_its_share_of_the_catchments_named() -> None:
    assert _redirect({"p": _new({"a": 0.5, "z1": 0.1})}, [90, 60, 40, 0]) == [45, 60, 36, 49]


def test_a_zone_and_a_school_in_it_add_up_and_never_pass_the_whole() -> None:
    assert _redirect({"p": _new({"a": 0.8, "z0": 0.5})}, [90, 60, 40, 0]) == [0, 30, 40, 120]


def test_the_order_of_projects_does_not_matter() -> None:
    straight = _redirect({"p": _new({"z0": 0.5}), "q": _new({"z0": 0.25}, "other")}, [90, 60, 40, 0, 0])
    turned = _redirect({"q": _new({"z0": 0.5}), "p": _new({"z0": 0.25}, "other")}, [90, 60, 40, 0, 0])
    assert sum(straight) == sum(turned) == 190
    # Columns of new schools follow the ids of their projects: 'new' comes first in one, 'other' in the other.
    assert straight[3:] == turned[3:][::-1]
    assert straight[:3] == turned[:3]


def test_shares_beyond_the_whole_are_scaled_to_it() -> None:
    assert _redirect({"p": _new({"a": 1.0}), "q": _new({"a": 1.0}, "other")}, [90, 60, 40, 0, 0]) == [0, 60, 40, 45, 45]


def test_split_moves_the_named_grades_and_forms_them_anew_where_they_arrive() -> None:
    projects = {"p": _new({"a": 1 / 3}, grades=("P1", "P3"))}
    layout = build_layout(COUNTY, projects, 30.0)
    fills = build_fills(COUNTY, layout, projects, ())["primary"]
    pupils = np.array([[[90] * 6, [60] * 6, [40] * 6, [0] * 6]])
    classes = np.array([[[2] * 6, [2] * 6, [1] * 6, [5] * 6]])
    moved, kept = split_pupils(pupils, classes, fills, ON, NONE_CLOSED)
    assert moved[0, :, 2].tolist() == [60, 60, 40, 30]
    assert kept[0, :, 2].tolist() == [2, 2, 1, 0]
    # The entry grade is filled by its catchment, never by a split.
    assert moved[0, :, 0].tolist() == [90, 60, 40, 0]
    unchanged, _ = split_pupils(pupils, classes, fills, ~ON, NONE_CLOSED)
    assert np.array_equal(unchanged, pupils)


@pytest.mark.parametrize(
    ("project", "opened", "under_way", "primary", "junior"),
    [
        (Project("extension", "c", 2022, "test", rooms_P=4, rooms_J=2, closes_rooms=2), False, True, 4, 3),
        (Project("extension", "c", 2022, "test", rooms_P=4, rooms_J=2, closes_rooms=2), True, False, 10, 5),
        (Project("move", "c", 2022, "test", rooms_P=9), True, False, 9, 3),
    ],
    ids=["building closes rooms once", "handed over", "a move closes the old rooms"],
)
def test_usable_rooms(project: Project, opened: bool, under_way: bool, primary: int, junior: int) -> None:
    layout = build_layout(COUNTY, {"p": project}, 30.0)
    fills = build_fills(COUNTY, layout, {"p": project}, ())
    at = [np.array([[opened]]), np.array([[under_way]])]
    unit = layout.stages["primary"].units.school.index("c")
    assert usable_rooms(np.array([[12, 12, 6]]), fills["primary"], *at)[0, unit] == primary
    assert usable_rooms(np.array([[3]]), fills["junior"], *at)[0, 0] == junior


def _run(project: Project) -> Outcome:
    return simulate(COUNTY, make_plan({"p": project}, horizon=2023), make_uncertainty(), Draws(1), np.arange(1))


def test_a_project_opens_in_its_planned_september_even_if_it_is_ready_before() -> None:
    early = Project("extension", "s", 2022, "test", plan=30, phase="acceptance", progress=0.5)
    assert _run(early).stages["senior"].claims[1:, 0, 0].tolist() == [40, 70, 70]


def test_places_alone_raise_the_senior_plan() -> None:
    more = Project("extension", "s", 2021, "test", plan=30, phase="acceptance", progress=0.5)
    senior = _run(more).stages["senior"]
    assert senior.claims[1:, 0, 0].tolist() == [70, 70, 70]


def test_what_schools_do_for_want_of_rooms_is_logged() -> None:
    closing = Project("extension", "b", 2023, "test", rooms_P=1, closes_rooms=9, phase="construction")
    kinds = [(event.kind, event.entity) for event in _run(closing).events if event.entity == "b"]
    assert ("makeshift rooms", "b") in kinds
    assert ("classes divided anew", "b") in kinds


def test_a_boundary_moves_catchment_from_its_year_on_and_adds_no_room() -> None:
    """From 2022 school b takes a third of a's catchment: 90 and 60 claims become 60 and 90."""
    county = make_county(SCHOOLS[:2], {"z0": 150.0, "z1": 0.0}, ZONES)
    plan = make_plan(horizon=2023)
    boundary = Boundary("b", 2022, {"a": 1 / 3}, "test")
    plan = replace(plan, levers=replace(plan.levers, layout=LayoutLever(False, {"east": boundary})))
    primary = simulate(county, plan, make_uncertainty(), Draws(1), np.arange(2)).stages["primary"]
    assert primary.claims[1:, 0].tolist() == [[90, 60], [60, 90], [60, 90]]
    assert (primary.rooms == 12).all()
