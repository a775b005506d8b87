"""What the report counts, keeps and denies: faults against the county's files, pupils lost, statements switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import BaselineReadings
from seatsim.inputs.counted import count_faults
from seatsim.inputs.county import read_county, reconciled
from seatsim.inputs.figures import read_figures
from seatsim.inputs.money import read_money
from seatsim.inputs.retention import lost_by_grade
from seatsim.model.academic_year import first_state, make_world
from seatsim.model.forecast import planner_forecast
from seatsim.model.stated import as_stated
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

SEEDS = Path(__file__).parents[2] / "seeds"
FILE = SEEDS / "figures.csv"
READINGS = BaselineReadings("outside", 9000, "unused", 0.04)


def figures(**values: float) -> Mapping[str, Figure]:
    """Figures by id, ``__`` for a point."""
    names = {name.replace("__", "."): value for name, value in values.items()}
    return {name: Figure(name, value, "", "2020", "", "a test", "reported", line=7) for name, value in names.items()}


@pytest.fixture(scope="module")
def county() -> County:
    return read_county(SEEDS)


def test_the_worked_county_holds_what_its_report_counts(county: County) -> None:
    assert {"F2.towns", "F3.schools", "F3.special"} <= set(county.figures)
    assert list(count_faults(FILE, county.figures, county.zones, county.register)) == []


@pytest.mark.parametrize(
    ("told", "key", "allowed"),
    [
        (figures(F2__towns=7), "value (F2.towns)", "8 zones of kind 'town'"),
        (
            figures(F2__national_zones=1, F2__provincial_zones=2),
            "value (F2.national_zones + F2.provincial_zones)",
            "2 zones of kind 'development'",
        ),
        (figures(F3__senior=5), "value (F3.senior)", "4 schools of kind 'senior'"),
        (figures(F3__schools=106), "value (F3.schools)", "103 (on 105 campuses) schools in all"),
        (figures(F3__schools=102), "value (F3.schools)", "103 (on 105 campuses) schools in all"),
    ],
)
def test_another_count_is_a_fault(told: Mapping[str, Figure], key: str, allowed: str, county: County) -> None:
    (fault,) = count_faults(FILE, told, county.zones, county.register)
    assert (fault.key, fault.line, fault.code) == (key, 7, "count")
    assert allowed in fault.allowed


def test_schools_count_once_or_by_campus_and_what_is_not_told_is_not_checked(county: County) -> None:
    for count in (103, 104, 105):
        assert not list(count_faults(FILE, figures(F3__schools=count), county.zones, county.register))
    assert not list(count_faults(FILE, figures(F2__national_zones=9), county.zones, county.register))


def lost(county: County, **values: float) -> tuple[Mapping[str, float], list[Fault]]:
    faults: list[Fault] = []
    return lost_by_grade(FILE, figures(**values), county.register, faults), faults


def test_nobody_is_lost_at_a_hundred_percent(county: County) -> None:
    assert lost(county) == ({}, [])
    assert lost(county, F6__primary=100, F6__junior=100, F6__primary_going_on=100, F23__drop_outs=0) == ({}, [])


def test_retention_is_that_of_the_whole_course(county: County) -> None:
    found, _ = lost(county, F6__primary=90, F6__junior=81, F6__primary_going_on=95)
    assert set(found) == {"P1", "P2", "P3", "P4", "P5", "P6", "J1", "J2"}
    assert np.prod([1 - found[f"P{grade}"] for grade in range(1, 6)]) == pytest.approx(0.90)
    assert found["J1"] == found["J2"] == pytest.approx(0.1)
    assert found["P6"] == pytest.approx(0.05)


def test_drop_outs_are_part_of_what_the_rates_lose(county: County) -> None:
    pupils = sum(int(county.register.pupils[stage].sum()) for stage in ("primary", "junior"))
    found, _ = lost(county, F23__drop_outs=pupils / 100)
    assert list(found.values()) == pytest.approx([0.01] * 8)
    assert "J3" not in found
    found, _ = lost(county, F23__drop_outs=pupils / 100, F6__junior=81)
    assert found["J1"] == pytest.approx(0.1)
    assert found["P1"] == pytest.approx(0.01)


@pytest.mark.parametrize(("name", "value"), [("F6__junior", 101.0), ("F6__primary", 0.0), ("F23__drop_outs", -1.0)])
def test_impossible_rates_are_faults(name: str, value: float, county: County) -> None:
    found, faults = lost(county, **{name: value})
    assert found == {}
    assert [fault.key for fault in faults] == [f"value ({name.replace('__', '.')})"]


def level_county(told: Mapping[str, float] | None = None) -> County:
    """A hundred in every grade, and a hundred births a year."""
    schools = [
        School("p", "primary", rooms={"primary": 18}, pupils={"primary": (100,) * 6}, classes={"primary": (3,) * 6}),
        School("j", "junior", rooms={"junior": 9}, pupils={"junior": (100,) * 3}, classes={"junior": (2,) * 3}),
    ]
    county = make_county(schools, {"z0": 100.0})
    return replace(county, ratios=replace(county.ratios, lost=told or {}))


def run(county: County) -> Outcome:
    return simulate(county, make_plan(horizon=2022), make_uncertainty(), Draws(1), np.arange(2))


def test_who_is_lost_is_missing_in_the_next_grade() -> None:
    told = {"P2": 0.2, "P6": 0.1, "J1": 0.5}
    outcome = run(level_county(told))
    primary, junior = (outcome.stages[stage].pupils[:, 0, 0] for stage in ("primary", "junior"))
    assert primary[1].tolist() == [100, 100, 80, 100, 100, 100]
    assert primary[2].tolist() == [100, 100, 80, 80, 100, 100]
    assert junior[1].tolist() == [90, 50, 100]
    assert junior[2].tolist() == [90, 45, 50]
    kept = run(level_county())
    assert kept.stages["junior"].pupils[2, 0, 0].tolist() == [100, 100, 100]


def test_the_planner_expects_them_to_be_lost_too() -> None:
    county = level_county({"P6": 0.1, "J1": 0.5})
    world = make_world(county, make_plan(horizon=2022), make_uncertainty(), Draws(1), np.arange(1))
    expected = planner_forecast(first_state(world), 2020, 2020, 2022, world)
    assert expected["junior"][0, 0, 0].tolist() == pytest.approx([90, 50, 100])
    assert expected["junior"][1, 0, 0].tolist() == pytest.approx([90, 45, 50])


def test_what_the_report_denies_is_switched_off(county: County) -> None:
    plan = make_plan()
    lessons = plan.levers.lessons
    assert lessons.choice > 1
    assert lessons.after_school > 0
    assert as_stated(plan, county) == plan
    assert as_stated(plan, replace(county, figures={})) == plan
    no = replace(county, figures=figures(F22=0, F23__after_school=0))
    told = as_stated(plan, no).levers.lessons
    assert (told.choice, told.after_school) == (1.0, 0.0)
    assert replace(told, choice=lessons.choice, after_school=lessons.after_school) == lessons


@pytest.mark.parametrize(("told", "share"), [(figures(F19=1), 0.04), (figures(F19=0), 0.0), ({}, 0.04)])
def test_no_structural_shortage_where_the_report_denies_it(
    told: Mapping[str, Figure], share: float, county: County
) -> None:
    here = reconciled(replace(county, figures=told, register=replace(county.register, synthetic=False)), READINGS)
    assert here.staff is not None
    assert here.staff.structural_shortage == share


def test_no_mainstreaming_where_the_report_denies_it(county: County) -> None:
    told = dict(read_figures(FILE))
    for stated, pupils in ((1.0, 19.0), (0.0, 0.0)):
        told["F21"] = replace(told["F21"], value=stated)
        money = read_money(FILE, told, county.register, 2020, [], [])
        assert money is not None
        assert money.mainstreamed == pupils
        assert (money.mainstreamed_money > 0) == bool(pupils)
