"""Edges of a year: campuses of several stages, caps below the standard, closed and private schools."""

from __future__ import annotations

from dataclasses import replace

from counties import School, make_county, make_plan, make_uncertainty
from generated import steps
from seatsim.domain.limits import SchoolSizes, StageSizes
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import Stage
from seatsim.model.state import Year

NOBODY_BY_CHANCE = make_uncertainty(False)


def first_year(schools: list[School], births: float, plan: Plan) -> Year:
    county = make_county(schools, {"z0": births})
    _, step = next(iter(steps(county, plan, NOBODY_BY_CHANCE, replications=1)))
    return step.record


def pupils_of(record: Year, school: str, stages: tuple[Stage, ...], county_schools: list[School]) -> int:
    """Pupils of one campus over some stages."""
    total = 0
    for stage in stages:
        there = [s.id for s in county_schools if stage in s.rooms]
        total += int(record.stages[stage].state.pupils[0, there.index(school)].sum())
    return total


def test_a_standard_above_the_cap_opens_no_place_beyond_the_cap() -> None:
    schools = [
        School(name, "primary", "z0", {"primary": 7}, {"primary": [40] * 6}, {"primary": [1] * 6}) for name in "ab"
    ]
    plan = make_plan(horizon=2021, gate="strict")
    plan = replace(plan, limits=replace(plan.limits, planning=StageSizes(30, 40, 45, 50)))
    plan = replace(plan, limits=replace(plan.limits, hard_caps=StageSizes(40, 40, 45, 50)))

    primary = first_year(schools, 200.0, plan).stages["primary"]

    assert primary.entrants.tolist() == [[2 * 40, 2 * 40]]
    assert primary.borrowed.tolist() == [[0, 0]]


def test_overflow_of_two_families_keeps_one_size_limit() -> None:
    schools = [
        School(
            "both",
            "primary",
            "z0",
            {"primary": 14, "kindergarten": 12},
            {"primary": [45] * 6, "kindergarten": [30] * 3},
            {"primary": [1] * 6, "kindergarten": [1] * 3},
        ),
        School("full", "primary", "z0", {"primary": 6}, {"primary": [45] * 6}, {"primary": [1] * 6}),
        School("k", "kindergarten", "z0", {"kindergarten": 3}, {"kindergarten": [30] * 3}, {"kindergarten": [1] * 3}),
    ]
    plan = make_plan(horizon=2021)
    sizes = SchoolSizes(360, 630, 2000, 2500, 3000)

    record = first_year(schools, 240.0, replace(plan, limits=replace(plan.limits, schools=sizes)))

    assert record.stages["primary"].sent_elsewhere.sum() > 0
    assert record.stages["kindergarten"].sent_elsewhere.sum() > 0
    assert pupils_of(record, "both", ("primary", "kindergarten"), schools) == 630


def test_a_senior_plan_is_cut_to_what_the_campus_has_left() -> None:
    schools = [
        School(
            "both",
            "junior",
            "z0",
            {"junior": 20, "senior": 30},
            {"junior": [280] * 3, "senior": [100] * 3},
            {"junior": [6] * 3, "senior": [2] * 3},
            plan=500,
        ),
        School("p", "primary", "z0", {"primary": 36}, {"primary": [280] * 6}, {"primary": [6] * 6}),
    ]
    plan = make_plan(horizon=2021)
    sizes = SchoolSizes(360, 2000, 1300, 2500, 3000)

    record = first_year(schools, 280.0, replace(plan, limits=replace(plan.limits, schools=sizes)))

    # 840 juniors and 200 seniors who go on leave 260 of the 500 places planned.
    assert record.stages["senior"].entry_places.tolist() == [[260]]
    assert pupils_of(record, "both", ("junior", "senior"), schools) == 1300


def test_a_private_school_that_is_closed_draws_nobody() -> None:
    schools = [
        School("p", "primary", "z0", {"primary": 12}, {"primary": [60] * 6}, {"primary": [2] * 6}),
        School(
            "own",
            "primary",
            "z0",
            {"primary": 6},
            {"primary": [30] * 6},
            {"primary": [1] * 6},
            plan=30,
            ownership="private",
        ),
    ]
    given_up = Project("conversion", "own", 2021, "test", rooms_J=1, gives_P=6, phase="acceptance")

    record = first_year(schools, 100.0, make_plan({"up": given_up}, horizon=2021)).stages["primary"]

    assert record.rooms.tolist() == [[12, 0]]
    assert record.claims.tolist() == [[100, 0]]


def test_a_share_of_a_zone_moves_no_grade_of_a_private_school() -> None:
    schools = [
        School("p", "primary", "z0", {"primary": 12}, {"primary": [60] * 6}, {"primary": [2] * 6}),
        School(
            "own", "primary", "z0", {"primary": 6}, {"primary": [40] * 6}, {"primary": [1] * 6}, ownership="private"
        ),
    ]
    new = Project(
        "new-school",
        "new",
        2021,
        "test",
        zone="z0",
        rooms_P=12,
        fills="split",
        grades=("P3",),
        takes_from={"z0": 0.5},
        phase="acceptance",
    )

    record = first_year(schools, 100.0, make_plan({"new": new}, horizon=2021)).stages["primary"]

    assert record.state.pupils[0, :, 2].tolist() == [30, 40, 30]
