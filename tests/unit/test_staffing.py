"""Staff in a run: nobody is lost, extremes behave, too few teachers cap entry classes, posts lag."""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import outcomes
from counties import School, make_county, make_plan, make_uncertainty
from generated import counties
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome, StaffOutcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers, Plan, Uncertainty
from seatsim.domain.staff import FIRST_AGE, IN_POST, MEN, PLAIN, SENIOR, WOMEN
from seatsim.domain.stages import STAGES, Stage
from seatsim.indicators.decisions import decisions
from seatsim.indicators.posts import posts_block
from seatsim.model.academic_year import make_world
from seatsim.model.layout import Layout
from seatsim.model.staff_state import StaffRecord, no_flows, posts_moved
from seatsim.model.staffing import first_staff, retiring, staff_world
from seatsim.model.start import Start
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import recruiting, staff_of, with_staff

PRIMARY, JUNIOR = STAGES.index("primary"), STAGES.index("junior")
SCHOOLS = [
    School("p", "primary", "z0", {"primary": 40}, {"primary": [180] * 6}, {"primary": [4] * 6}),
    School("j", "junior", "z0", {"junior": 20}, {"junior": [180] * 3}, {"junior": [4] * 3}),
]
COUNTY = make_county(SCHOOLS, {"z0": 180.0})
CERTAIN = make_uncertainty(on=False)
STAYING = replace(CERTAIN, leaving=replace(CERTAIN.leaving, under_30=0.0, from_30=0.0, from_50=0.0))
"""Nobody leaves before retirement."""


def run(county: County, plan: Plan, nature: Uncertainty = CERTAIN, numbers: int = 2, seed: int = 1) -> Outcome:
    return simulate(county, plan, nature, Draws(seed), np.arange(numbers))


def staff(outcome: Outcome) -> StaffOutcome:
    assert outcome.staff is not None
    return outcome.staff


def with_levers(plan: Plan, levers: Levers) -> Plan:
    return replace(plan, levers=levers)


def identity_holds(told: StaffOutcome) -> None:
    """Stocks follow from flows, exactly, in every replication."""
    flows = told.moves[1:] + told.hires[1:] - told.retirements[1:] - told.leavers[1:]
    assert (told.filled[1:] == told.filled[:-1] + flows).all()
    assert (told.outside[1:] == told.outside[:-1] + told.outside_hires[1:] - told.outside_left[1:]).all()
    assert not told.moves.sum(axis=2).any()
    stocks = (
        "filled",
        "outside",
        "teachers",
        "needed",
        "structural",
        "missing",
        "subject",
        "backbone",
        "filed",
        "reserve",
    )
    flows_of = ("temporary", "unstaffed", "retirements", "leavers", "hires", "talent", "outside_left")
    for name in (*stocks, *flows_of, "outside_hires", "approved", "entitled"):
        assert (getattr(told, name) >= 0).all(), name
    assert (told.talent <= told.hires).all()
    assert (told.filed <= told.outside).all()
    assert (told.structural <= told.teachers).all()


@settings(max_examples=25, deadline=None)
@given(counties(), st.data())
def test_people_are_conserved_in_every_replication(county: County, data: st.DataObject) -> None:
    numbers = st.integers(0, 300)
    posts: dict[Stage, int] = {stage: data.draw(numbers) for stage in STAGES}
    outside: dict[Stage, int] = {stage: data.draw(numbers) for stage in STAGES}
    ages = data.draw(st.sampled_from([(25, 54), (59, 59), (22, 66), (30, 30)]))
    plan = make_plan(horizon=2026)
    share = st.floats(0.0, 1.0)
    levers = replace(
        plan.levers,
        posts=replace(
            plan.levers.posts, review_years=data.draw(st.integers(1, 4)), replaced_when_falling=data.draw(share)
        ),
        recruitment=replace(
            plan.levers.recruitment,
            rounds=data.draw(st.integers(0, 4)),
            contract_share=data.draw(share),
            contract_ended=data.draw(share),
            kindergarten_filing=data.draw(st.booleans()),
        ),
        talent=replace(plan.levers.talent, teachers=data.draw(st.integers(0, 50))),
        exchange=replace(plan.levers.exchange, between_stages=data.draw(share), county_managed=data.draw(share)),
    )
    people = replace(staff_of(posts, outside, ages=ages), structural_shortage=data.draw(share), backbone_share=0.3)
    outcome = run(with_staff(county, people), with_levers(plan, levers), make_uncertainty(data.draw(st.booleans())), 3)
    identity_holds(staff(outcome))


def test_a_replication_is_the_same_alone_and_in_a_block() -> None:
    county, plan = with_staff(COUNTY, staff_of({"primary": 70, "junior": 50}, {"primary": 20})), make_plan(horizon=2030)
    nature = make_uncertainty(on=True)
    block = staff(simulate(county, plan, nature, Draws(5), np.array([4, 0, 9])))
    alone = staff(simulate(county, plan, nature, Draws(5), np.array([9])))
    for name in ("filled", "outside", "hires", "retirements", "missing", "approved", "subject_cover"):
        assert (getattr(block, name)[:, 2] == getattr(alone, name)[:, 0]).all(), name


def test_no_hiring_at_all_only_loses_people() -> None:
    plan = recruiting(make_plan(horizon=2035), rounds=0)
    told = staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan))
    identity_holds(told)
    assert not told.hires.any()
    assert (np.diff(told.filled, axis=0) <= 0).all()
    assert (told.retirements + told.leavers).sum() > 0
    assert (told.approved[-1] - told.filled[-1] > 0).any()


def test_instant_hiring_fills_every_post_the_september_after() -> None:
    nature = replace(CERTAIN, recruitment=replace(CERTAIN.recruitment, candidates_per_post=1000.0, acceptance=1.0))
    people = staff_of({"primary": 20, "junior": 20}, approved={"primary": 57, "junior": 40})
    told = staff(run(with_staff(COUNTY, people), make_plan(horizon=2024), replace(nature, leaving=STAYING.leaving)))
    identity_holds(told)
    assert told.hires[1, 0, PRIMARY] == 37 + told.retirements[1, 0, PRIMARY]
    assert (told.filled[1:3] >= told.approved[1:3]).all()


def test_nobody_wants_the_posts() -> None:
    nature = replace(CERTAIN, recruitment=replace(CERTAIN.recruitment, acceptance=0.0))
    told = staff(
        run(with_staff(COUNTY, staff_of({"primary": 90})), recruiting(make_plan(), contract_share=1.0), nature)
    )
    assert not told.hires.any()
    assert not told.outside_hires.any()


def test_everyone_of_59_is_gone_within_a_year_and_classes_go_on() -> None:
    plan = recruiting(make_plan(horizon=2024), rounds=0)
    outcome = run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60}, ages=(59, 59))), plan)
    told = staff(outcome)
    identity_holds(told)
    assert told.retirements[1].sum(axis=1).tolist() == [150, 150]
    assert not told.filled[1:].any()
    # No class that goes on is closed; entry classes are kept to the hard cap by temporary teachers.
    primary = outcome.stages["primary"]
    assert (primary.classes[2, :, 0, 1:] == primary.classes[1, :, 0, :-1]).all()
    assert primary.classes[2, 0, 0, 0] == -(-primary.entrants[2, 0, 0] // 55)
    assert told.temporary[2, 0, PRIMARY] > 0


def test_a_stage_with_no_posts_stays_without() -> None:
    told = staff(run(with_staff(COUNTY, staff_of({"junior": 60})), recruiting(make_plan(horizon=2022))))
    identity_holds(told)
    assert not told.filled[:2, :, PRIMARY].any()
    assert (told.needed[:, :, PRIMARY] > 0).all()


def test_too_few_teachers_cap_entry_classes_of_the_next_september() -> None:
    """180 entrants want 4 classes of 45. Teachers for 23 of last year's 24 classes carry, with 20 going on, three."""
    plan = make_plan(horizon=2021)
    per_class = (plan.levers.lessons.primary + plan.levers.lessons.after_school) / plan.levers.lessons.load_primary
    lessons = replace(plan.levers.lessons, overload=1.0)
    plan = with_levers(plan, replace(plan.levers, lessons=lessons))
    classes = {}
    for carried in (24, 23, 22, 10):
        people = staff_of({"primary": int(np.ceil(carried * per_class)), "junior": 200})
        outcome = run(with_staff(COUNTY, people), plan, STAYING)
        entry, told = outcome.stages["primary"].classes[1, 0, 0, 0], staff(outcome)
        classes[carried] = (int(entry), int(told.unstaffed[1, 0, PRIMARY]), int(told.temporary[1, 0, PRIMARY]))
    # Under the hard cap of 55 the 180 need four classes whatever the teachers; at 60 they would fit three.
    extra = int(np.ceil(2 * per_class))
    assert classes[24] == (4, 0, 0)
    assert classes[23] == (4, 0, int(np.ceil(per_class)))
    assert classes[22] == (4, 0, extra)
    open_cap = replace(plan, limits=replace(plan.limits, hard_caps=replace(plan.limits.hard_caps, primary=60)))
    outcome = run(
        with_staff(COUNTY, staff_of({"primary": int(np.ceil(23 * per_class)), "junior": 200})), open_cap, STAYING
    )
    assert outcome.stages["primary"].classes[1, 0, 0, 0] == 3
    assert staff(outcome).unstaffed[1, 0, PRIMARY] == 1
    assert not staff(outcome).temporary.any()


def test_without_staff_nothing_caps_classes() -> None:
    outcome = run(COUNTY, make_plan(horizon=2021))
    assert outcome.staff is None
    assert outcome.stages["primary"].classes[1, 0, 0, 0] == 4


def growing(births: float) -> County:
    return make_county(
        [School("p", "primary", "z0", {"primary": 90}, {"primary": [90] * 6}, {"primary": [2] * 6})], {"z0": births}
    )


def test_posts_lag_on_the_way_up_until_the_committee_looks() -> None:
    plan = make_plan(horizon=2028)
    plan = with_levers(plan, replace(plan.levers, posts=replace(plan.levers.posts, review_years=3, primary=18.0)))
    told = staff(run(with_staff(growing(360.0), staff_of({"primary": 30})), plan, STAYING))
    approved, entitled = told.approved[:, 0, PRIMARY].tolist(), told.entitled[:, 0, PRIMARY].tolist()
    assert approved[:4] == [30] * 4
    # Reviewed on 15 October 2023, from the pupils of that September: in force on the opening day of 2024.
    assert approved[4] == entitled[3] == round(told_pupils(growing(360.0), plan) / 18)
    assert approved[4] == approved[5] == approved[6] < entitled[6]


def told_pupils(county: County, plan: Plan) -> int:
    return int(run(county, plan).stages["primary"].pupils[3, 0].sum())


@pytest.mark.parametrize(("replaced", "falls"), [(1.0, False), (0.0, True)])
def test_when_rolls_fall_one_goes_for_one_who_comes(replaced: float, falls: bool) -> None:
    plan = make_plan(horizon=2032)
    posts = replace(plan.levers.posts, review_years=1, replaced_when_falling=replaced, primary=18.0)
    nature = replace(CERTAIN, recruitment=replace(CERTAIN.recruitment, candidates_per_post=100.0, acceptance=1.0))
    plan = with_levers(plan, replace(plan.levers, posts=posts))
    told = staff(run(with_staff(growing(20.0), staff_of({"primary": 30}, ages=(30, 55))), plan, nature))
    identity_holds(told)
    filled, entitled = told.filled[:, 0, PRIMARY], told.entitled[:, 0, PRIMARY]
    assert entitled[-1] < 10
    if falls:
        assert not told.hires[3:, 0, PRIMARY].any()
        assert filled[-1] < filled[2]
    else:
        # One in for one out keeps the staff, to within those who leave unforeseen in the last year.
        assert abs(int(filled[-1]) - int(filled[2])) <= 2
        assert told.hires[3:, 0, PRIMARY].sum() > 0
    assert (told.approved[2:, 0, PRIMARY] >= filled[2:]).all()


def test_staff_beyond_pupils_move_to_the_next_stage_when_posts_are_county_managed() -> None:
    plan = make_plan(horizon=2023)
    moving = with_levers(plan, replace(plan.levers, exchange=replace(plan.levers.exchange, between_stages=1.0)))
    people = staff_of({"primary": 100, "junior": 10}, approved={"primary": 100, "junior": 40}, ages=(25, 45))
    nobody = replace(STAYING, recruitment=replace(STAYING.recruitment, acceptance=0.0))
    still, moved = (staff(run(with_staff(COUNTY, people), p, nobody)) for p in (plan, moving))
    assert not still.moves.any()
    beyond = 100 - still.entitled[0, 0, PRIMARY]
    assert moved.moves[1, 0, JUNIOR] == min(30, beyond) == -moved.moves[1, 0, PRIMARY]
    identity_holds(moved)


def two_schools(group: str) -> County:
    return make_county(two_schools_list(group), {"z0": 270.0})


@pytest.mark.parametrize(("teachers", "county_managed", "group"), [(1.0, 0.0, "g"), (0.0, 1.0, ""), (0.0, 0.0, "g")])
def test_exchange_and_county_managed_posts_send_teachers_where_they_are_short(
    teachers: float, county_managed: float, group: str
) -> None:
    """Births go to one school by its catchment, so one empties while the other fills."""
    county = two_schools(group)
    county = replace(county, catchments={("z0", "thin", "primary"): 1.0, ("z0", "full", "primary"): 0.0})
    plan = recruiting(make_plan(horizon=2025), rounds=0)
    exchange = replace(plan.levers.exchange, teachers=teachers, county_managed=county_managed)
    plan = with_levers(plan, replace(plan.levers, exchange=exchange))
    told = staff(run(with_staff(county, staff_of({"primary": 90}, ages=(25, 45))), plan, STAYING))
    missing = told.missing[-1, 0, PRIMARY]
    assert (missing == 0) == (teachers + county_managed > 0)


def test_high_level_teachers_come_in_their_rounds_and_not_beyond_their_number() -> None:
    plan = make_plan(horizon=2026)
    talent = replace(plan.levers.talent, teachers=30, years=3, first_year=2021)
    posts = replace(plan.levers.posts, review_years=50)
    plan = recruiting(with_levers(plan, replace(plan.levers, talent=talent, posts=posts)), rounds=0)
    willing = replace(STAYING, recruitment=replace(STAYING.recruitment, candidates_per_post=9.0, acceptance=1.0))
    told = staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, willing))
    assert told.talent.sum(axis=2)[:, 0].tolist() == [0, 0, 10, 10, 10, 0, 0]
    assert (told.approved[4] - told.approved[1]).sum(axis=1).tolist() == [30, 30]
    few = replace(willing, recruitment=replace(willing.recruitment, candidates_per_post=0.5))
    assert staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, few)).talent.sum() < 60


def with_school(months: int, late: bool = False) -> tuple[Plan, Uncertainty]:
    new = Project(
        kind="new-school",
        school="new",
        opens=2022,
        source="test",
        zone="z0",
        rooms_P=12,
        takes_from={"z0": 0.3},
        phase="idea" if late else "acceptance",
    )
    plan = make_plan({"new": new}, horizon=2028)
    plan = recruiting(plan, rounds=0)
    lever = replace(plan.levers.recruitment, reserve_months=months)
    sure = replace(STAYING.recruitment, candidates_per_post=9.0, acceptance=1.0)
    durations = replace(STAYING.durations, construction_months=60.0)
    nature = replace(STAYING, recruitment=sure, durations=durations if late else STAYING.durations)
    return with_levers(plan, replace(plan.levers, recruitment=lever)), nature


@pytest.mark.parametrize(("months", "begins"), [(0, None), (8, 2022), (11, 2022), (12, 2022), (13, 2021), (14, 2021)])
def test_a_reserve_is_hired_ahead_of_the_planned_opening(months: int, begins: int | None) -> None:
    plan, nature = with_school(months)
    told = staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, nature))
    hires = told.hires[:, 0, PRIMARY]
    # Twelve rooms are two tracks: two entry classes.
    per_class = (plan.levers.lessons.primary + plan.levers.lessons.after_school) / plan.levers.lessons.load_primary
    assert hires.sum() == (0 if begins is None else int(np.ceil(2 * per_class)))
    if begins is not None:
        assert hires[begins - 2020] == hires.sum()
        assert told.reserve[:, 0, PRIMARY].tolist() == [
            hires.sum() if y == 1 and begins == 2021 else 0 for y in range(9)
        ]


def test_the_reserve_of_a_school_that_slips_waits_and_is_paid() -> None:
    plan, nature = with_school(14, late=True)
    outcome = run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, nature)
    opens = int(outcome.projects.hand_over[0, 0] // 365.25) + 2021
    told = staff(outcome)
    waiting = np.flatnonzero(told.reserve[:, 0, PRIMARY]) + 2020
    assert opens > 2024
    assert waiting.tolist() == list(range(2021, min(opens, 2029)))


def test_recruitment_is_dated_and_logged() -> None:
    outcome = run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), make_plan(horizon=2023))
    rounds = [event for event in outcome.events if event.kind == "recruitment round"]
    # Announced on 1 March, answered fifty days later: 20 April, 231 days after the opening day of 2020.
    assert rounds[0].day == 231


class TwoSeeds(Draws):
    """Draws of seed 1 up to 2024, of seed 2 after."""

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | npt.NDArray[np.uint64],
        replications: npt.NDArray[np.int64],
        year: int,
        cells: int = 1,
    ) -> npt.NDArray[np.float64]:
        """Uniforms of the year's seed."""
        return Draws(1 if year <= 2024 else 2).uniforms(decision, entities, replications, year, cells)


def test_what_the_office_decides_does_not_know_a_later_year() -> None:
    """The same future up to 2024, another seed after: staff to 2024 are the same, later ones are not."""
    county = with_staff(COUNTY, staff_of({"primary": 90, "junior": 60}, {"primary": 20}))
    nature = make_uncertainty(on=True)

    plan, numbers = make_plan(horizon=2030), np.arange(3)
    one = staff(simulate(county, plan, nature, Draws(1), numbers))
    two = staff(simulate(county, plan, nature, TwoSeeds(1), numbers))
    for name in ("hires", "outside_hires", "approved", "moves", "retirements", "filled"):
        assert (getattr(one, name)[:5] == getattr(two, name)[:5]).all(), name
    assert (one.filled[-1] != two.filled[-1]).any()


def test_counted_by_pupils_the_need_follows_pupils() -> None:
    plan = make_plan(horizon=2021)
    lessons = replace(plan.levers.lessons, needed_by="pupils", pupils_primary=18.0)
    told = staff(
        run(with_staff(COUNTY, staff_of({"primary": 90})), with_levers(plan, replace(plan.levers, lessons=lessons)))
    )
    assert told.needed[0, 0, PRIMARY] == 60
    by_class = staff(run(with_staff(COUNTY, staff_of({"primary": 90})), make_plan(horizon=2021)))
    assert by_class.needed[0, 0, PRIMARY] == int(np.ceil(24 * 29 / 12))


def test_structural_shortage_counts_as_short_and_eases_with_hiring() -> None:
    people = replace(staff_of({"primary": 58, "junior": 60}), structural_shortage=0.5)
    plan = make_plan(horizon=2030)
    eager = with_levers(plan, replace(plan.levers, recruitment=replace(plan.levers.recruitment, short_subjects=1.0)))
    never = with_levers(plan, replace(plan.levers, recruitment=replace(plan.levers.recruitment, short_subjects=0.0)))
    first, last = (staff(run(with_staff(COUNTY, people), p)).structural[:, 0, PRIMARY] for p in (eager, never))
    assert first[0] == last[0] == 29
    assert first[-1] < last[-1]


def test_shared_lessons_and_backbone_teachers_follow_their_levers() -> None:
    people = replace(
        staff_of({"primary": 58, "junior": 60}), backbone_share=0.25, subject_teachers=np.array([0, 15, 9, 0, 0, 0])
    )
    plan = make_plan(horizon=2026)
    levers = replace(
        plan.levers,
        shared_lessons=replace(plan.levers.shared_lessons, reach=0.5),
        backbone=replace(plan.levers.backbone, new_a_year=0, lapse=1.0),
    )
    plain, shared = (staff(run(with_staff(COUNTY, people), p)) for p in (plan, with_levers(plan, levers)))
    assert np.allclose(shared.subject_cover[:, :, PRIMARY], 1.5 * plain.subject_cover[:, :, PRIMARY])
    assert shared.subject_cover[0, 0, PRIMARY] == pytest.approx(15 * 1.5 / (58 * plan.levers.lessons.subject_primary))
    assert plain.backbone[0, 0, PRIMARY] == 14
    assert not shared.backbone[1:].any()


def test_the_reserve_of_a_school_that_is_cancelled_is_let_go() -> None:
    """Cancelled at review: its teachers are ordinary staff, its posts fall away, nobody is hired for it any more."""
    plan, nature = with_school(14, late=True)
    dropped = replace(nature, durations=replace(nature.durations, on=True, cancel_probability=1.0))
    told = staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, dropped))
    kept = staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), plan, nature))
    assert kept.reserve[1].any()
    assert not told.reserve[-1].any()
    later, _ = with_school(2, late=True)
    assert not staff(run(with_staff(COUNTY, staff_of({"primary": 90, "junior": 60})), later, dropped)).reserve.any()


def test_a_horizon_of_one_year_is_told() -> None:
    outcome = run(with_staff(COUNTY, staff_of({"primary": 90})), make_plan(horizon=2021))
    county = with_staff(COUNTY, staff_of({"primary": 90}))
    told = posts_block(outcome, county, make_plan().levers)
    assert told["stages"]["primary"]["next"] == told["stages"]["primary"]["horizon"]
    assert told["review"] is None


def test_dividing_anew_is_not_capped_and_pays_nobody_for_it() -> None:
    plan = recruiting(make_plan(horizon=2024, divide_anew=True), rounds=0)
    told = staff(run(with_staff(COUNTY, staff_of({"primary": 5, "junior": 5})), plan))
    assert not told.unstaffed.any()
    assert not told.temporary.any()


def test_one_hire_makes_up_for_one_teacher_who_is_missing() -> None:
    people = replace(staff_of({"primary": 50}, approved={"primary": 57}, ages=(25, 45)), structural_shortage=0.2)
    plan = make_plan(horizon=2021)
    plan = with_levers(
        plan, replace(plan.levers, recruitment=replace(plan.levers.recruitment, contract_share=0.0, short_subjects=1.0))
    )
    sure = replace(STAYING, recruitment=replace(STAYING.recruitment, candidates_per_post=9.0, acceptance=1.0))
    told = staff(run(with_staff(COUNTY, people), plan, sure))
    assert told.hires[1, 0, PRIMARY] == 7
    assert (told.short[0] - told.short[1])[0, PRIMARY] == 7
    # Without that care one hire in five lands where there are enough.
    plan = with_levers(plan, replace(plan.levers, recruitment=replace(plan.levers.recruitment, short_subjects=0.0)))
    told = staff(run(with_staff(COUNTY, people), plan, sure))
    assert (told.short[0] - told.short[1])[0, PRIMARY] == 6


@pytest.mark.parametrize("share", [0.0, 0.3806, 1.0])
def test_exchange_within_a_group_evens_its_backbone_teachers_out(share: float) -> None:
    """All the backbone teachers stand in one of two equal schools; a year's exchange moves its share of them."""
    schools = [replace(school, pupils={"primary": [90] * 6}) for school in two_schools_list("g")]
    county = replace(make_county(schools, {"z0": 180.0}), resources={("full", "primary", "backbone_teachers"): 20.0})
    people = replace(staff_of({"primary": 80}, ages=(25, 40)), backbone_share=0.25)
    plan = recruiting(make_plan(horizon=2021), rounds=0)
    exchange = replace(plan.levers.exchange, backbone=share)
    backbone = replace(plan.levers.backbone, new_a_year=0, lapse=0.0)
    plan = with_levers(plan, replace(plan.levers, exchange=exchange, backbone=backbone))
    found = run(with_staff(county, people), plan, STAYING).stages["primary"].backbone[:, 0]
    assert found[0].tolist() == [20, 0]
    moved = int(20 * share)
    there = moved * 2 // 3 if share < 1 else 13  # the other school has two thirds of the classes, hence of the teachers
    assert abs(int(found[1][1]) - there) <= 1
    assert found[1].sum() == 20


def two_schools_list(group: str) -> list[School]:
    rooms: dict[Stage, int] = {"primary": 40}
    return [
        School(
            "full",
            "primary",
            "z0",
            rooms,
            {"primary": [90] * 6},
            {"primary": [2] * 6},
            group=group,
            group_kind="联盟型",
        ),
        School(
            "thin",
            "primary",
            "z0",
            rooms,
            {"primary": [180] * 6},
            {"primary": [4] * 6},
            group=group,
            group_kind="联盟型",
        ),
    ]


LEVERS: dict[str, dict[str, float]] = {
    "posts": {"review_years": 1, "replaced_when_falling": 0.0, "primary": 15.0, "senior_title_share": 0.9},
    "lessons": {"primary": 40.0, "after_school": 9.0, "load_primary": 20.0, "subject_primary": 0.5, "overload": 3.0},
    "recruitment": {"rounds": 3, "contract_share": 0.0, "contract_ended": 1.0, "short_subjects": 1.0},
    "retirement": {"senior_women_uptake": 1.0},
    "talent": {"teachers": 40},
    "backbone": {"new_a_year": 0, "lapse": 0.9},
    "exchange": {"teachers": 0.0, "backbone": 1.0, "county_managed": 1.0, "between_stages": 1.0},
    "shared_lessons": {"reach": 0.5},
}


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, keys in LEVERS.items() for key in keys])
def test_every_lever_moves_something(table: str, key: str) -> None:
    """Against the shipped values, in a county that grows, falls, has groups, titles and too few teachers."""
    rooms: dict[Stage, int] = {"primary": 60, "junior": 30}
    schools = [
        *two_schools_list("g"),
        School("lone", "primary", "z0", rooms, {"primary": [180] * 6}, {"primary": [4] * 6}),
        School("j", "junior", "z0", rooms, {"junior": [180] * 3}, {"junior": [4] * 3}),
        School("k", "kindergarten", "z0", {"kindergarten": 9}, {"kindergarten": [60] * 3}, {"kindergarten": [2] * 3}),
    ]
    births = np.concatenate((np.full((1, 9), 270.0), np.full((1, 4), 420.0), np.full((1, 27), 60.0)), axis=1)
    county = make_county(schools, {"z0": 270.0})
    series = {name: replace(each, births=births) for name, each in county.births.items()}
    county = replace(county, births=series, catchments={("z0", "thin", "primary"): 0.9, ("z0", "full", "primary"): 0.1})
    county = replace(county, resources={("full", "primary", "backbone_teachers"): 20.0})
    people = replace(staff_of({"primary": 110, "junior": 45}, {"primary": 40, "junior": 20}), backbone_share=0.3)
    people = replace(people, subject_teachers=np.array([0, 20, 9, 0, 0, 0]), structural_shortage=0.1)
    stock = people.stock.copy()
    stock[:, :, :, SENIOR, 25:35] = 1
    people = replace(people, stock=stock)
    plan = make_plan(horizon=2032)
    other = replace(getattr(plan.levers, table), **{key: LEVERS[table][key]})
    changed = with_levers(plan, replace(plan.levers, **{table: other}))
    one, two = (run(with_staff(county, people), p, make_uncertainty(on=True)) for p in (plan, changed))
    arrays = [field.name for field in fields(StaffOutcome)]
    moved = [name for name in arrays if (getattr(staff(one), name) != getattr(staff(two), name)).any()]
    assert moved or (one.stages["primary"].backbone != two.stages["primary"].backbone).any()


@pytest.mark.parametrize(
    ("year", "uptake", "women", "men", "certain"),
    [
        (2028, 0.0, {55: 1}, 0, 1),
        (2033, 0.0, {56: 40}, 0, 40),
        # A quarter of three women and five twelfths each of one woman and two men make two.
        (2031, 0.5, {56: 3, 60: 1}, 2, 2),
    ],
)
def test_who_is_sure_to_retire_is_expected_to(
    year: int, uptake: float, women: dict[int, int], men: int, certain: int
) -> None:
    """Women with a senior title by age, and men of 60: their shares make a whole number, which the office expects."""
    plan, people = make_plan(), staff_of({})
    plan = with_levers(
        plan, replace(plan.levers, retirement=replace(plan.levers.retirement, senior_women_uptake=uptake))
    )
    for age, count in women.items():
        people.stock[PRIMARY, IN_POST, WOMEN, SENIOR, age - FIRST_AGE] = count
    people.stock[PRIMARY, IN_POST, MEN, PLAIN, 60 - FIRST_AGE] = men
    world = staff_world(people, plan, CERTAIN, range(year, year + 1))
    state = first_staff(people, COUNTY, plan, *_start())
    assert retiring(state, world, 0)[:, PRIMARY].tolist() == [certain]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(-20, 20)), min_size=6, max_size=6))
def test_posts_move_with_staff_and_none_is_lost(cells: list[tuple[int, int, int]]) -> None:
    filled, approved, moves = (np.array([[cell[i] for cell in cells]]) for i in range(3))
    moves[0, -1] -= moves.sum()
    state = first_staff(staff_of({}), COUNTY, make_plan(), *_start())
    none = np.zeros_like(moves)
    record = StaffRecord(
        state=state,
        filled=filled,
        outside=none,
        flows=replace(no_flows(none), moves=moves),
        approved=approved,
        entitled=none,
        reserve=none,
        reviewed=none,
        advertised=none,
        temporary=none,
        unstaffed=none,
    )
    moved = posts_moved(record)
    assert moved.sum() == 0
    assert (moved[moves > 0] >= 0).all()
    assert (moved <= np.maximum(moves, 0)).all()
    assert (-moved[moves < 0] <= -moves[moves < 0]).all()


def _start() -> tuple[Start, Layout]:
    world = make_world(COUNTY, make_plan(), CERTAIN, Draws(1), np.arange(1))
    return world.start, world.layout


@pytest.mark.parametrize(("rounds", "day"), [(1, "2021-03-01"), (2, "2020-11-01"), (0, None)])
def test_posts_are_advertised_by_the_first_round_and_not_without_one(rounds: int, day: str | None) -> None:
    plan = recruiting(make_plan(horizon=2024), rounds=rounds)
    county = with_staff(COUNTY, staff_of({"primary": 50, "junior": 60}, approved={"primary": 57, "junior": 60}))
    told = posts_block(run(county, plan), county, plan.levers)
    scenario = replace(outcomes.scenario(), projects={}, levers=plan.levers)
    asked = {row["item"]: row for row in decisions(scenario, county, None, None, told)}
    assert ("recruitment" in asked) == (day is not None)
    if day is not None:
        assert asked["recruitment"]["by"] == day
        assert asked["recruitment"]["amount"] >= 7
