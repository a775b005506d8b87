"""What schools hold moves with the model, and the official coefficient with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import outcomes
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome
from seatsim.domain.staff_levers import EquipmentLever
from seatsim.domain.stages import Stage
from seatsim.indicators.between_schools import between_schools
from seatsim.indicators.variation import variation

Floats = npt.NDArray[np.float64]


def holding(indicator: str, amounts: Mapping[str, float]) -> County:
    """The quiet county with one resource on record in some primary schools."""
    resources: dict[tuple[str, Stage, str], float] = {(s, "primary", indicator): n for s, n in amounts.items()}
    county = outcomes.county(resources=resources)
    return replace(county, register=replace(county.register, rooms={"primary": np.array([0, 6, 6, 6, 0, 0, 0, 0])}))


def cv(*amounts: float, pupils: Sequence[int] = (240, 240, 240)) -> float:
    """The coefficient of amounts by school."""
    return float(variation(np.array(amounts), np.array(pupils[: len(amounts)])))


def quiet(**arrays: npt.NDArray[np.int64]) -> Outcome:
    """The quiet county; arrays of primary replaced. Nobody is a backbone teacher."""
    base = outcomes.outcome(years=range(2020, 2024), replications=2)
    changed: dict[str, Any] = {"backbone": np.zeros((4, 2, 3), np.int64), **arrays}
    return outcomes.with_stage(base, replace(base.stages["primary"], **changed))


def coefficient(outcome: Outcome, county: County, indicator: str) -> Floats:
    """The coefficient of one resource, (years, replications)."""
    found = between_schools("primary", outcome, county, outcomes.limits())
    assert set(found) == {"between_school_cv", f"between_school_cv_{indicator}"}
    assert np.array_equal(found["between_school_cv"], found[f"between_school_cv_{indicator}"], equal_nan=True)
    return np.asarray(found[f"between_school_cv_{indicator}"][:, :, 0])


def with_new_school(classes_from: int = 2) -> Outcome:
    """The quiet county with a school of 12 rooms that opens in the third year, in the second replication only.

    It has 4 classes of 40, in its first grade only.
    """
    base = outcomes.outcome(years=range(2020, 2024), replications=2)
    run = base.stages["primary"]
    units = replace(
        run.units,
        school=(*run.units.school, "new"),
        campus=np.append(run.units.campus, len(base.campuses)),
        zone=np.append(run.units.zone, 0),
        public=np.append(run.units.public, True),
    )
    grown = {
        name: np.concatenate([values := getattr(run, name), np.zeros_like(values[:, :, :1])], axis=2)
        for name in ("pupils", "classes", "rooms", "backbone")
    }
    grown["pupils"][classes_from:, 1, 3, 0] = 160
    grown["classes"][classes_from:, 1, 3, 0] = 4
    grown["rooms"][classes_from:, 1, 3] = 12
    grown["backbone"][:] = 0
    return outcomes.with_stage(base, replace(run, units=units, **grown))


RECORD = {"p1": 2400.0, "p2": 1200.0, "nine": 1200.0}
MEAN = 4800 / 720
"""Per pupil, of ``RECORD``."""


def test_a_new_school_holds_the_mean_for_its_planned_seats_once_it_is_open() -> None:
    found = coefficient(with_new_school(), holding("sports_area", RECORD), "sports_area")
    before = cv(2400.0, 1200, 1200)
    after = cv(2400, 1200, 1200, MEAN * 12 * 45, pupils=(240, 240, 240, 160))
    assert found[:, 0] == pytest.approx(np.full(4, before))
    assert found[:, 1] == pytest.approx([before, before, after, after])
    assert before != pytest.approx(after)


def test_teachers_come_to_a_new_school_with_its_classes() -> None:
    found = coefficient(with_new_school(), holding("qualified_teachers", RECORD), "qualified_teachers")
    after = cv(2400, 1200, 1200, MEAN * 4 * 45, pupils=(240, 240, 240, 160))
    assert found[3, 1] == pytest.approx(after)


@pytest.mark.parametrize(
    ("indicator", "grows"), [("floor_area", True), ("multimedia_rooms", True), ("sports_area", False)]
)
def test_an_extension_adds_floor_and_rooms_but_no_ground(indicator: str, grows: bool) -> None:
    rooms = np.full((4, 2, 3), 6)
    rooms[2:, 0, 1] = 9
    found = coefficient(quiet(rooms=rooms), holding(indicator, RECORD), indicator)
    before = cv(2400.0, 1200, 1200)
    after = cv(2400.0, 1800 if grows else 1200, 1200)
    assert found[:, 0] == pytest.approx([before, before, after, after])
    assert found[:, 1] == pytest.approx(np.full(4, before))


def test_a_school_of_the_register_without_a_record_stays_out() -> None:
    county = holding("floor_area", {"p1": 2400.0, "p2": 1200.0})
    found = coefficient(quiet(), county, "floor_area")
    assert found == pytest.approx(np.full((4, 2), cv(2400.0, 1200)))


def test_backbone_teachers_stand_where_the_model_posts_them() -> None:
    posted = np.array([[[4, 2, 2]] * 2] * 4)
    posted[3] = [3, 3, 2]
    county = holding("backbone_teachers", RECORD)
    base = quiet()
    outcome = outcomes.with_stage(base, replace(base.stages["primary"], backbone=posted))
    found = coefficient(outcome, county, "backbone_teachers")
    assert found[0] == pytest.approx(np.full(2, cv(4, 2, 2)))
    assert found[3] == pytest.approx(np.full(2, cv(3, 3, 2)))
    assert county.staff is not None
    unknown = replace(county, staff=replace(county.staff, backbone_share=0.0))
    kept = coefficient(base, unknown, "backbone_teachers")
    assert kept == pytest.approx(np.full((4, 2), cv(2400.0, 1200, 1200)))


def planned(lever: EquipmentLever, indicator: str = "equipment_value") -> Floats:
    outcome = replace(quiet(), equipment=lever)
    return coefficient(outcome, holding(indicator, RECORD), indicator)[:, 0]


@pytest.mark.parametrize("indicator", ["equipment_value", "multimedia_rooms"])
def test_the_plan_of_equipment_closes_its_share_of_the_gaps_step_by_step(indicator: str) -> None:
    # The mean is 1,600 for 240 pupils, so two schools lack 400 each.
    bought = [0, 0.5 * 400 / 2, 0.5 * 400, 0.5 * 400]
    expected = [cv(2400, 1200 + b, 1200 + b) for b in bought]
    assert planned(EquipmentLever(2020, 2, 0.5), indicator) == pytest.approx(expected)


def test_a_later_plan_begins_later_and_an_earlier_one_has_bought_its_first_part() -> None:
    quiet_cv = cv(2400.0, 1200, 1200)
    later = planned(EquipmentLever(2022, 2, 1.0))
    assert later[:3] == pytest.approx(np.full(3, quiet_cv))
    assert later[3] == pytest.approx(cv(2400.0, 1400, 1400))
    earlier = planned(EquipmentLever(2018, 4, 1.0))  # half of it is in the register
    assert earlier[0] == pytest.approx(quiet_cv)
    assert earlier[2:] == pytest.approx(np.full(2, cv(2400.0, 1400, 1400)))
    assert planned(EquipmentLever(2030, 2, 1.0)) == pytest.approx(np.full(4, quiet_cv))


@pytest.mark.parametrize("indicator", ["floor_area", "sports_area", "qualified_teachers"])
def test_it_buys_no_ground_no_floor_and_no_teacher(indicator: str) -> None:
    assert np.ptp(planned(EquipmentLever(2020, 2, 1.0), indicator)) == pytest.approx(0, abs=1e-12)


def test_off_is_off() -> None:
    county = holding("equipment_value", RECORD)
    off = coefficient(replace(quiet(), equipment=EquipmentLever(2020, 5, 0.0)), county, "equipment_value")
    assert off.tobytes() == coefficient(quiet(), county, "equipment_value").tobytes()


def test_small_schools_give_no_mean() -> None:
    pupils = np.full((4, 2, 3, 6), 40)
    pupils[:, :, 0] = 8  # 48 pupils: a teaching point
    outcome = replace(quiet(pupils=pupils), equipment=EquipmentLever(2020, 1, 1.0))
    found = coefficient(
        outcome, holding("equipment_value", {"p1": 9000.0, "p2": 2400.0, "nine": 1200.0}), "equipment_value"
    )
    assert found[0] == pytest.approx(np.full(2, cv(2400.0, 1200)))
    assert found[1] == pytest.approx(np.full(2, cv(2400.0, 1800)))
