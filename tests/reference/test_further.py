"""The program and its twin agree on what the first 300 counties never have, and these counties really have it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from agreement import compare, first_difference
from books import YearBook
from fast_books import fast_years, hand_overs, uniform_of, year_book
from further_counties import FEATURES, FURTHER, feature_of, further
from further_happenings import HAPPENS
from generated_counties import case
from generated_plans import BASELINE
from rules_kept import complaints
from runs import REPLICATIONS
from twin.county import make_twin
from twin.staff import make_staff_twin

from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.project import Project
from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.model.academic_year import first_state, make_world
from seatsim.model.streams import Draws
from seatsim.study.ensemble import baseline_year

_SCALED = tuple(number for number in range(1, 60, 2) if (staff := case(number).county.staff) and staff.scaled)


@cache
def _books(number: int) -> list[list[YearBook]]:
    return fast_years(further(number), REPLICATIONS)


@pytest.mark.parametrize("number", FURTHER)
def test_program_and_twin_agree_in_every_number(number: int) -> None:
    assert not compare(further(number), make_twin, REPLICATIONS, _books(number))


@pytest.mark.parametrize("number", FURTHER)
def test_what_a_county_is_made_for_happens(number: int) -> None:
    of = further(number)
    given = hand_overs(of, REPLICATIONS)
    assert any(HAPPENS[feature_of(number)](of, *future) for future in zip(_books(number), given, strict=True))


def test_every_feature_has_three_counties_that_keep_the_rules_for_scenarios() -> None:
    assert [feature_of(number) for number in FURTHER] == 3 * [feature.name for feature in FEATURES]
    assert set(HAPPENS) == {feature.name for feature in FEATURES}
    for number in FURTHER:
        assert not list(complaints(further(number)))


def test_no_scenario_builds_on_what_is_not_there_yet() -> None:
    """Why no county has a boundary into a new school, an extension of one, or a merger into a school that closes."""
    of = further(309)
    levers, zone, new = of.plan.levers, of.county.zones[0].id, "44-takes"
    merger = levers.small_schools.mergers["merger-a"]
    lines = {"line": Boundary(new, BASELINE + 2, {zone: 0.5}, "test")}
    chain = {**levers.small_schools.mergers, "merger-c": Merger(merger.into, merger.school, BASELINE + 3, "test")}
    of_layout = replace(levers, layout=replace(levers.layout, boundaries=lines))
    of_mergers = replace(levers, small_schools=replace(levers.small_schools, mergers=chain))
    later = {**of.plan.projects, "z-more": Project("extension", new, BASELINE + 3, "test", rooms_P=3)}
    for plan, path in (
        (replace(of.plan, levers=of_layout), "levers.layout.boundaries.line.school"),
        (replace(of.plan, levers=of_mergers), "levers.small_schools.mergers.merger-a.into"),
        (replace(of.plan, projects=later), "projects.z-more.school"),
    ):
        assert path in [".".join(complaint.path) for complaint in complaints(replace(of, plan=plan))]


@pytest.mark.parametrize("number", _SCALED)
def test_staff_that_are_completed_by_rule_follow_the_pupils_of_their_future(number: int) -> None:
    """Other pupils than the register's on the first day, as a synthetic register's start draws them."""
    of = case(number)
    world = make_world(of.county, of.plan, of.uncertainty, Draws(of.seed), np.array(REPLICATIONS))
    factor = np.array([17, 27])[:, None, None]
    found = {stage: replace(at, pupils=at.pupils * factor // 20) for stage, at in world.start.stages.items()}
    world = replace(world, start=replace(world.start, stages=found))
    year = baseline_year(first_state(world), world)
    for row, replication in enumerate(REPLICATIONS):
        book = year_book(year, world, row)
        twin = make_staff_twin(of.county, of.plan, of.uncertainty, uniform_of(of.seed, replication))
        pupils = {stage: {unit: sum(n) for unit, n in book.stages[stage].pupils.items()} for stage in STAGES}
        classes = {stage: {unit: sum(n) for unit, n in book.stages[stage].classes.items()} for stage in CLASS_STAGES}
        assert first_difference(book.staff, twin.baseline(pupils, classes)) is None
        assert of.county.staff is not None
        assert book.staff is not None
        held = of.county.staff.stock.sum()
        assert (sum(book.staff.filled.values()) + sum(book.staff.outside.values()) < held) == (row == 0)
