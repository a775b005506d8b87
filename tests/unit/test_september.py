"""Opening day and the spring window on small counties, worked by hand."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from counties import LIMITS, School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County, Ratios, Zone
from seatsim.domain.outcome import Outcome, StageOutcome
from seatsim.domain.scenario import Plan, VerificationLever
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text
from seatsim.model.cohorts import move_up
from seatsim.model.movement import doors, spring_and_autumn
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

LAST_RESORTS: tuple[Literal["wait", "over-cap"], ...] = ("wait", "over-cap")
ZONES = (Zone("z0", Text(), "old-town", ("z1",), (10.0,)), Zone("z1", Text(), "town", ("z0",), (10.0,)))


def _run(county: County, plan: Plan) -> Outcome:
    return simulate(county, plan, make_uncertainty(), Draws(1), np.arange(1))


def _one(county: County, plan: Plan, stage: Stage = "primary") -> StageOutcome:
    return _run(county, plan).stages[stage]


def _primary(name: str, rooms: int, pupils: int, classes: int, zone: str = "z0", special: int = 0) -> School:
    return School(
        name, "primary", zone, {"primary": rooms}, {"primary": [pupils] * 6}, {"primary": [classes] * 6}, special
    )


def test_special_rooms_are_borrowed_for_entrants_who_would_otherwise_wait() -> None:
    """Two rooms are free for 130 claims: 110 places; one special room takes the other 20."""
    full = _one(make_county([_primary("p", 12, 90, 2)], {"z0": 130.0}), make_plan(horizon=2021))
    lent = _one(make_county([_primary("p", 12, 90, 2, special=1)], {"z0": 130.0}), make_plan(horizon=2021))
    assert (full.entrants[1, 0, 0], full.waiting[1, 0, 0, 0], full.borrowed[1, 0, 0]) == (110, 20, 0)
    assert (lent.entrants[1, 0, 0], lent.waiting[1, 0, 0, 0], lent.borrowed[1, 0, 0]) == (130, 0, 1)
    assert lent.classes[1, 0, 0, 0] == 3


def test_a_class_is_opened_for_those_who_wait_once_a_room_is_left() -> None:
    """Twelve rooms, one class a grade. 2021: 400 claims fill the 7 rooms left. 2022: 133 claims find one room.

    2023: nobody asks for P1 and one room is left. It goes to the 78 of the second cohort who wait, 45 of them.
    """
    county = make_county([_primary("p", 12, 55, 1)], {"z0": 400.0})
    births = county.births["reference"]
    falling = births.births.copy()
    falling[:, 2016 - births.first_year :] = 0.0
    county = replace(county, births={"reference": replace(births, births=falling)})
    primary = _one(county, make_plan(horizon=2023, split_above="never"))
    assert primary.entrants[1:, 0, 0].tolist() == [385, 55, 0]
    assert primary.waiting[2, 0, 0, :3].tolist() == [78, 15, 0]
    assert primary.waiting[3, 0, 0, :3].tolist() == [0, 33, 15]
    assert (primary.pupils[3, 0, 0, 1], primary.classes[3, 0, 0, 1]) == (100, 2)


def test_a_nine_year_school_keeps_a_room_for_each_of_its_entry_grades() -> None:
    school = School(
        "n",
        "nine-year",
        rooms={"primary": 6, "junior": 3},
        pupils={"primary": [40] * 6, "junior": [40] * 3},
        classes={"primary": [1] * 6, "junior": [1] * 3},
    )
    outcome = _run(make_county([school], {"z0": 90.0}), make_plan(horizon=2021))
    assert outcome.stages["junior"].entrants[1, 0, 0] == 40
    assert outcome.stages["primary"].entrants[1, 0, 0] == 55
    assert outcome.stages["primary"].waiting[1].sum() == 35


def test_a_private_school_draws_lots_up_to_its_plan_and_takes_no_catchment() -> None:
    private = replace(_primary("private", 12, 30, 1), ownership="private", plan=40)
    primary = _one(make_county([_primary("public", 12, 90, 2), private], {"z0": 100.0}), make_plan(horizon=2021))
    assert primary.claims[1, 0].tolist() == [60, 40]


def test_a_campus_at_its_size_limit_takes_no_overflow_from_either_stage() -> None:
    limits = replace(LIMITS, schools=replace(LIMITS.schools, nine_year=400))
    nine = School(
        "n",
        "nine-year",
        rooms={"primary": 60, "junior": 30},
        pupils={"primary": [40] * 6, "junior": [40] * 3},
        classes={"primary": [1] * 6, "junior": [1] * 3},
    )
    small = School(
        "s",
        "nine-year",
        rooms={"primary": 6, "junior": 3},
        pupils={"primary": [90] * 6, "junior": [90] * 3},
        classes={"primary": [1] * 6, "junior": [1] * 3},
    )
    plan = replace(make_plan(horizon=2021, split_above="never"), limits=limits)
    outcome = _run(make_county([nine, small], {"z0": 250.0}), plan)
    campus = sum(outcome.stages[stage].pupils[1, 0, 0].sum() for stage in ("primary", "junior"))
    assert campus <= 400


def test_a_senior_school_never_admits_beyond_its_size_limit() -> None:
    limits = replace(LIMITS, schools=replace(LIMITS.schools, senior=300))
    senior = School(
        "s", "senior", rooms={"senior": 30}, pupils={"senior": [100] * 3}, classes={"senior": [2] * 3}, plan=150
    )
    junior = School("j", "junior", rooms={"junior": 30}, pupils={"junior": [300] * 3}, classes={"junior": [6] * 3})
    plan = replace(make_plan(horizon=2022), limits=limits)
    outcome = _run(make_county([junior, senior], {"z0": 300.0}), plan)
    assert outcome.stages["senior"].pupils[1:, 0, 0].sum(axis=1).tolist() == [300, 300]


@pytest.mark.parametrize(("gate", "sizes"), [("open", [45, 55]), ("strict", [45])])
def test_doors_for_arrivals(gate: Literal["open", "strict"], sizes: list[int]) -> None:
    assert [int(size[0]) for size in doors("primary", make_plan(gate=gate), 6).sizes] == sizes


def test_arrivals_fill_seats_below_the_standard_before_they_crowd_a_class() -> None:
    """Nobody comes or goes, so only waiters move: 9 wait in P1 beside classes of 45 and 20."""
    full, thin = _primary("full", 6, 45, 1), _primary("thin", 6, 20, 1)
    county = make_county([full, thin], {"z0": 65.0})
    plan = make_plan(horizon=2021, split_above="never")
    outcome = simulate(county, plan, make_uncertainty(on=True, spring_share=0.5), Draws(4), np.arange(50))
    primary = outcome.stages["primary"]
    crowded = (primary.pupils[1, :, 0, 1:] > 45) & (primary.pupils[1, :, 1, 1:] < 45)
    assert not crowded.any()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_spring_and_autumn_are_parts_of_one_movement(share: float) -> None:
    from seatsim.model.academic_year import first_state, make_world
    from seatsim.model.cohorts import net_movement
    from seatsim.model.luck import draw_luck, moved_law

    county = make_county([_primary("p", 30, 200, 5)], {"z0": 200.0}, ratios=Ratios(1.0, 1.1, 1.0, 1.0))
    nature, numbers = make_uncertainty(on=True), np.arange(40)
    world = make_world(county, make_plan(), nature, Draws(1), numbers)
    luck = draw_luck(county, world.layout, nature, Draws(1), numbers, 2021)
    law = moved_law(nature.progression)
    state = first_state(world)["primary"]
    spring, autumn = spring_and_autumn("primary", state, world.layout, luck, law, share)
    whole = net_movement(move_up(state.pupils), world.layout.stages["primary"], luck, law)
    assert np.array_equal(move_up(spring) + autumn, whole)
    assert (np.abs(autumn) <= np.abs(whole)).all()


def test_a_private_school_takes_no_overflow_beyond_its_plan() -> None:
    """The public school has two rooms for 120 claims of its own; the private one keeps its plan of 40."""
    private = replace(_primary("private", 12, 30, 1), ownership="private", plan=40)
    for how in LAST_RESORTS:
        plan = make_plan(horizon=2023, last_resort=how)
        primary = _one(make_county([_primary("public", 12, 90, 2), private], {"z0": 160.0}), plan)
        assert (primary.entrants[1:, 0, 1] <= 40).all()


def test_a_school_over_its_size_limit_takes_nobody_who_waits() -> None:
    limits = replace(LIMITS, schools=replace(LIMITS.schools, primary=500))
    plan = replace(make_plan(horizon=2024), limits=limits)
    county = make_county(
        [_primary("big", 60, 90, 2), _primary("small", 6, 55, 1, "z1")], {"z0": 0.0, "z1": 150.0}, ZONES
    )
    primary = _one(county, plan)
    assert primary.pupils[0, 0, 0].sum() == 540
    assert primary.waiting[1, 0].sum() > 0
    assert (primary.entrants[1:, 0, 0] <= np.maximum(500 - primary.pupils[1:, 0, 0, 1:].sum(axis=1), 0)).all()
    joined = primary.pupils[2, 0, 0, 2:] - primary.pupils[1, 0, 0, 1:-1]
    assert (joined <= 0).all()


def test_the_last_resort_reaches_every_grade() -> None:
    """Whoever would wait is placed, in the entry grade and above, and is counted."""
    county = make_county([_primary("p", 12, 90, 2)], {"z0": 150.0})
    waits, placed = (_one(county, make_plan(horizon=2024, last_resort=how)) for how in LAST_RESORTS)
    assert waits.waiting[1:].sum() > 0
    assert waits.over_cap.sum() == 0
    assert placed.waiting.sum() == 0
    assert placed.over_cap[1:].sum() > 0


def test_who_stays_in_a_nine_year_school_needs_no_verification() -> None:
    """No desk verifies anybody, and all 40 leavers stay; under the strict gate, too."""
    school = School(
        "n",
        "nine-year",
        rooms={"primary": 6, "junior": 3},
        pupils={"primary": [40] * 6, "junior": [40] * 3},
        classes={"primary": [1] * 6, "junior": [1] * 3},
    )
    plan = make_plan(horizon=2021, gate="strict", verification=VerificationLever(True, 0, 1))
    junior = _one(make_county([school], {"z0": 40.0}), plan, "junior")
    assert junior.claims_by_class[1, 0, 0].tolist() == [40, 0, 0]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_lots_do_not_depend_on_the_order_of_the_register(order: tuple[int, ...]) -> None:
    """Two private schools in two zones compete for 120 children; each draws on its own zone first."""
    schools = [
        replace(_primary("priv-a", 12, 30, 1, "z0"), ownership="private", plan=90),
        replace(_primary("priv-b", 12, 30, 1, "z1"), ownership="private", plan=90),
        _primary("public", 12, 30, 1, "z0"),
    ]
    primary = _one(make_county([schools[i] for i in order], {"z0": 70.0, "z1": 50.0}, ZONES), make_plan(horizon=2021))
    drawn = dict(zip(primary.units.school, primary.claims[1, 0].tolist(), strict=True))
    assert drawn["priv-a"] >= 70
    assert drawn["priv-b"] >= 50
    assert drawn == {"priv-a": 70, "priv-b": 50, "public": 0}
