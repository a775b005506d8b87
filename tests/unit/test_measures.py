"""Measures: exact counts of classes, sums that agree, and nothing where there is no meaning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import outcomes
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.outcome import Outcome
from seatsim.domain.stages import Stage
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.quantiles import percentiles, plain, rank
from seatsim.indicators.variation import variation

RESOURCES: dict[tuple[str, Stage, str], float] = {
    ("p1", "primary", "floor_area"): 2000.0,
    ("p2", "primary", "floor_area"): 900.0,
    ("nine", "primary", "floor_area"): 1500.0,
    ("p1", "primary", "sports_area"): 800.0,
    ("p2", "primary", "sports_area"): 800.0,
    ("nine", "primary", "sports_area"): 800.0,
}


def measured(outcome: Outcome) -> MeasureFrame:
    return measure_frames(outcome, outcomes.county(resources=RESOURCES), outcomes.limits())


def changed(stage: Stage, array: str, value: object, where: object) -> Outcome:
    """The quiet county with some cells of one array changed."""
    base = outcomes.outcome()
    values = getattr(base.stages[stage], array).copy()
    values[where] = value
    return outcomes.with_stage(base, replace(base.stages[stage], **{array: values}))


@given(st.integers(0, 400), st.integers(0, 9), st.integers(1, 80))
def test_classes_are_counted_as_if_one_by_one(pupils: int, classes: int, size: int) -> None:
    one_by_one = [pupils // classes + (i < pupils % classes) for i in range(classes)]
    sizes = class_sizes(np.array([pupils]), np.array([classes]))
    assert sizes.classes_from(size) == sum(1 for one in one_by_one if one >= size)
    assert sizes.pupils_from(size) == sum(one for one in one_by_one if one >= size)


def test_class_limits_are_three_different_limits() -> None:
    frame = measured(changed("primary", "pupils", [46, 45, 55, 56, 65, 66], (0, 0, 0)))
    # The other two schools have six classes of 40.
    for measure, expected in {
        "classes_above_standard": 5,
        "pupils_above_standard": 46 + 55 + 56 + 65 + 66,
        "classes_large": 3,
        "pupils_large": 56 + 65 + 66,
        "classes_super_large": 1,
        "pupils_super_large": 66,
    }.items():
        assert frame.county(measure, "primary")[0, 0] == expected, measure


def test_the_kindergarten_standard_goes_by_grade() -> None:
    frame = measured(changed("kindergarten", "pupils", [26, 30, 36], (0, 0, 0)))
    assert frame.county("pupils_above_standard", "kindergarten")[0, 0] == 26 + 36


def test_shortage_and_surplus_are_never_netted() -> None:
    base = changed("primary", "rooms", [2, 9, 6], (0, 0))
    frame = measured(base)
    assert frame.county("pupils_over_seats", "primary")[0, 0] == 240 - 90
    assert frame.county("empty_seats", "primary")[0, 0] == 9 * 45 - 240 + 6 * 45 - 240
    assert frame.county("seat_balance", "primary")[0, 0] == 17 * 45 - 720


def test_who_awaits_a_place_is_a_pupil_of_his_zone_and_a_child_at_home_is_none() -> None:
    primary = measured(changed("primary", "waiting", 7, (1, 0, 1, 2)))
    assert primary.county("unplaced", "all")[1, 0] == 7
    assert primary.values["pupils"]["primary"][1, 0].tolist() == [240, 480 + 7, 720 + 7]
    kindergarten = measured(changed("kindergarten", "waiting", 7, (1, 0, 0, 0)))
    assert kindergarten.county("at_home", "kindergarten")[1, 0] == 7
    assert kindergarten.county("pupils", "kindergarten")[1, 0] == 120
    assert kindergarten.county("unplaced", "all")[1, 0] == 0


def test_who_is_placed_over_the_cap_is_told_for_compulsory_stages() -> None:
    frame = measured(changed("junior", "over_cap", 3, (2, 1, 0)))
    assert frame.county("placed_over_cap", "all")[2].tolist() == [0, 3, 0, 0]
    assert set(frame.values["placed_over_cap"]) == {"primary", "junior", "all"}
    assert "placed_over_cap" in frame.schools["junior"]


def test_zones_add_up_and_the_seat_identity_holds() -> None:
    rng = np.random.default_rng(1)
    base = outcomes.outcome()
    for run in list(base.stages.values()):
        pupils, waiting = rng.integers(0, 90, run.pupils.shape), rng.integers(0, 4, run.waiting.shape)
        base = outcomes.with_stage(base, replace(run, pupils=pupils, waiting=waiting))
    frame = measured(base)
    for measure in MEASURES:
        for stage, values in frame.values[measure.name].items():
            if measure.whole and measure.zones:
                assert (values[:, :, :-1].sum(axis=2) == values[:, :, -1]).all(), (measure.name, stage)
    for stage, balance in frame.values["seat_balance"].items():
        unplaced = frame.values["unplaced"].get(stage, 0)
        parts = frame.values["empty_seats"][stage] - frame.values["pupils_over_seats"][stage]
        assert (balance == parts - unplaced).all(), stage


def test_a_campus_is_measured_once_over_all_its_stages_by_the_limit_of_its_kind() -> None:
    base = changed("primary", "pupils", 350, (0, 0, 2))  # 6 × 350 = 2,100 in the nine-year school
    crowd = base.stages["junior"].pupils.copy()
    crowd[0, 0] = 134  # with 3 × 134 juniors 2,502: just above 2,500
    frame = measured(outcomes.with_stage(base, replace(base.stages["junior"], pupils=crowd)))
    assert frame.county("schools_oversized", "all")[0].tolist() == [1, 0, 0, 0]
    assert frame.county("pupils_oversized", "all")[0, 0] == 2502
    assert frame.county("schools", "all")[0, 0] == 7  # the college has no pupil
    assert frame.schools["all"]["schools_oversized"].statistics().mean[0].max() == 0.25


def test_stages_that_share_the_rooms_of_a_campus_are_short_together() -> None:
    """A nine-year school with 5 + 3 rooms, in another future 6 + 1, for 6 × 40 + 3 × 40 pupils."""
    base = changed("primary", "rooms", [2, 6, 5], (0, 0))
    junior = base.stages["junior"].rooms.copy()
    junior[0, 0], junior[0, 1] = 3, 1
    frame = measured(outcomes.with_stage(base, replace(base.stages["junior"], rooms=junior)))
    campus = frame.schools["all"]["pupils_over_seats"]
    over = dict(zip(campus.schools, campus.values[0, 0].tolist(), strict=True))
    assert over == dict.fromkeys(outcomes.SCHOOLS, 0) | {"p1": 240 - 90, "kg": 120 - 90}
    assert frame.schools["primary"]["pupils_over_seats"].values[0, 0].tolist() == [150, 0, 240 - 225]
    assert campus.values[0, 1].tolist()[3] == 240 + 120 - 6 * 45 - 50


def test_what_has_no_meaning_is_left_out() -> None:
    frame = measured(outcomes.outcome())
    for measure in MEASURES:
        expected = set(measure.stages)
        if measure.name.startswith("between_school_cv"):
            told = measure.name in (
                "between_school_cv",
                "between_school_cv_floor_area",
                "between_school_cv_sports_area",
            )
            expected = {"primary"} if told else set()
        assert set(frame.values[measure.name]) == expected, measure.name
        for values in frame.values[measure.name].values():
            assert values.shape == (7, 4, 3 if measure.zones else 1)
            assert (values.dtype.kind == "i") == measure.whole
    assert set(frame.values) == set(MEASURE)


def test_shares_and_money() -> None:
    base = outcomes.outcome()
    registered = np.full((7, 4), 100, dtype=np.int64)
    frame = measured(outcomes.with_stage(base, replace(base.stages["kindergarten"], registered=registered)))
    assert frame.county("gross_enrolment_rate", "kindergarten")[0, 0] == 1.2
    assert np.isnan(frame.county("gross_enrolment_rate", "primary")).all()
    rate = frame.county("senior_admission_rate", "senior")
    assert np.isnan(rate[0]).all()
    assert (rate[1:] == 40 / 80).all()
    assert (frame.county("capital", "all") == 50.0).all()
    assert frame.county("seat_use", "primary")[0, 0] == 720 / 810


def test_variation_between_schools_is_the_plain_mean_of_the_single_ones() -> None:
    frame = measured(outcomes.outcome())
    floor = variation(np.array([2000.0, 900.0, 1500.0]), np.array([240, 240, 240]))
    assert frame.county("between_school_cv_floor_area", "primary")[0, 0] == pytest.approx(float(floor))
    assert frame.county("between_school_cv_sports_area", "primary")[0, 0] == 0
    assert frame.county("between_school_cv", "primary")[0, 0] == pytest.approx(float(floor) / 2)


def test_school_statistics_are_order_statistics() -> None:
    frame = measured(changed("primary", "pupils", 50, (0, 3, 0)))
    pupils = frame.schools["primary"]["pupils"].statistics()
    assert pupils.schools == ("p1", "p2", "nine")
    assert pupils.mean[0].tolist() == [255, 240, 240]
    assert pupils.bands[:, 0, 0].tolist() == [240, 240, 300]


@pytest.mark.parametrize(("percent", "n", "index"), [(50, 4, 1), (50, 5, 2), (10, 4, 0), (90, 10, 8), (95, 500, 474)])
def test_a_percentile_is_the_first_that_reaches_its_share(percent: int, n: int, index: int) -> None:
    assert rank(percent, n) == index
    assert percentiles(np.arange(n)[::-1], [percent]).item() == index


def test_plain_numbers_have_no_nan_and_no_negative_zero() -> None:
    assert [plain(x) for x in (float("nan"), float("inf"), -0.0, 2.0, 0.1234567)] == [None, None, 0, 2, 0.123457]
