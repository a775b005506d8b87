"""Extremes: instant builds, no births, one giant school, a zone without a school of a stage."""

from dataclasses import replace

import numpy as np

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County, Zone
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.domain.text import Text
from seatsim.indicators.measures import measure_frames
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import money_of, staff_of, with_staff

ZONES = (Zone("z0", Text(), "old-town", ("z1",), (20.0,)), Zone("z1", Text(), "town", ("z0",), (20.0,)))


def county_of(primary: int = 400, births: float = 400.0) -> County:
    """z1 has kindergartens only: its primary, junior and senior pupils go to z0."""
    schools = [
        School(
            "k0", "kindergarten", "z0", {"kindergarten": 36}, {"kindergarten": [300] * 3}, {"kindergarten": [10] * 3}
        ),
        School(
            "k1", "kindergarten", "z1", {"kindergarten": 12}, {"kindergarten": [100] * 3}, {"kindergarten": [4] * 3}
        ),
        School("p", "primary", "z0", {"primary": 60}, {"primary": [primary] * 6}, {"primary": [-(-primary // 45)] * 6}),
        School("j", "junior", "z0", {"junior": 30}, {"junior": [400] * 3}, {"junior": [9] * 3}),
        School("s", "senior", "z0", {"senior": 18}, {"senior": [250] * 3}, {"senior": [5] * 3}, plan=250),
        School("v", "vocational", "z0", {}, {"vocational": [120] * 3}, {}),
    ]
    county = make_county(schools, {"z0": births * 0.75, "z1": births * 0.25}, ZONES)
    return with_staff(county, staff_of({"primary": 150, "junior": 100, "senior": 70}, ages=(25, 59)), money_of(9000.0))


def run(county: County, plan: Plan, nature: Uncertainty | None = None) -> Outcome:
    """Three futures, everything uncertain, with every measure told."""
    outcome = simulate(county, plan, nature or make_uncertainty(on=True), Draws(3), np.arange(3))
    frame = measure_frames(outcome, county, plan.limits)
    for stage in CLASS_STAGES:
        assert (frame.values["seats"][stage] >= 0).all()
    return outcome


def test_instant_builds_open_on_their_planned_september_and_cost_their_price() -> None:
    nature = make_uncertainty(on=True)
    durations = replace(nature.durations, review_days=0.1, design_months=0.0, construction_months=0.0)
    durations = replace(durations, acceptance_months=0.0, slip_probability=0.0, cancel_probability=0.0)
    project = Project("new-school", "new", 2021, "test", zone="z1", rooms_P=24, takes_from={"z1": 1.0, "z0": 0.2})
    outcome = run(county_of(), make_plan({"new": project}), replace(nature, durations=durations))
    primary = outcome.stages["primary"]
    new = primary.units.school.index("new")
    assert (primary.rooms[1:, :, new] == 24).all()
    assert (primary.entrants[1, :, new] > 0).all()
    # Review in September; the first works of the year begin in March, six months before the first September.
    assert (outcome.projects.hand_over < 365).all()


def test_without_births_schools_empty_from_below_and_nobody_is_missing() -> None:
    county = county_of()
    births = county.births["reference"].births.copy()
    births[:, 2021 - 2005 :] = 0.0
    series = replace(county.births["reference"], births=births)
    nature = make_uncertainty(on=True)
    nature = replace(nature, births=replace(nature.births, on=False))
    empty = replace(county, births=dict.fromkeys(("low", "reference", "high"), series))
    outcome = run(empty, make_plan(horizon=2038), nature)
    for stage, last in (("kindergarten", 2025), ("primary", 2032), ("junior", 2035)):
        pupils = outcome.stages[stage].pupils.sum(axis=(2, 3)) + outcome.stages[stage].waiting.sum(axis=(2, 3))  # type: ignore[index]
        assert (pupils[last - 2020 + 3 :] == 0).all(), stage
        assert (pupils[1] > 0).all()
    assert outcome.spending is not None
    assert (outcome.spending.total > 0).all()
    assert outcome.staff is not None
    assert (outcome.staff.filled >= 0).all()


def test_one_giant_school_is_oversized_and_takes_its_own_children_only() -> None:
    """Nine thousand children in one school of 60 rooms: classes far above any cap, and nobody vanishes."""
    county = county_of(primary=1500, births=1500.0)
    outcome = run(county, make_plan())
    primary = outcome.stages["primary"]
    assert (primary.pupils.sum(axis=(2, 3)) + primary.waiting.sum(axis=(2, 3)) > 5000).all()
    assert (primary.classes.sum(axis=3) <= primary.rooms + primary.borrowed)[1:].all()
    assert (primary.pupils[primary.classes > 0] / primary.classes[primary.classes > 0]).max() > 55
    frame = measure_frames(outcome, county, make_plan().limits)
    assert (frame.county("schools_oversized", "all")[0] == 2).all()


def test_a_zone_without_a_school_of_a_stage_is_served_by_the_nearest() -> None:
    outcome = run(county_of(), make_plan())
    primary = outcome.stages["primary"]
    assert set(primary.units.zone.tolist()) == {0}
    # All of the county's six-year-olds, z1's too, ask at the one school there is.
    assert (primary.claims[1:].sum(axis=2) > 330).all()
    frame = measure_frames(outcome, county_of(), make_plan().limits)
    assert (frame.values["pupils"]["primary"][:, :, 1] == primary.waiting.sum(axis=3)[:, :, 1]).all()
    assert all(np.isfinite(frame.values["pupils"][stage]).all() for stage in STAGES)
