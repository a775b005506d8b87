"""The order of rows is nobody's luck: permuting schools or zones permutes results bit for bit."""

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counties import School, make_county, make_plan, make_uncertainty
from generated import cases
from seatsim.domain.county import County, Register, Zone
from seatsim.domain.outcome import Outcome, StaffOutcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import STAGES
from seatsim.domain.text import Text
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

Case = tuple[County, Plan, Uncertainty]
NUMBERS = np.arange(2)


def _rows(register: Register, order: list[int]) -> Register:
    """The register with its rows in another order."""
    turned: dict[str, Any] = {}
    for column in fields(register):
        value = getattr(register, column.name)
        if isinstance(value, tuple) and len(value) == len(order):
            turned[column.name] = tuple(value[i] for i in order)
        elif isinstance(value, np.ndarray):
            turned[column.name] = value[order]
        elif isinstance(value, Mapping):
            turned[column.name] = {stage: grid[order] for stage, grid in value.items()}
    return replace(register, **turned)


def _by_school(outcome: Outcome) -> dict[str, list[int]]:
    """Pupils, classes, claims and backbone teachers of every unit, by stage and school."""
    return {
        f"{stage}/{school}": np.concatenate(
            [each[:, :, u].ravel() for each in (run.pupils, run.classes, run.claims, run.backbone)]
        ).tolist()
        for stage, run in outcome.stages.items()
        for u, school in enumerate(run.units.school)
    }


def _staff_and_money(outcome: Outcome) -> list[list[float]]:
    """Every number of staff and of spending."""
    told = [getattr(outcome.staff, field.name) for field in fields(StaffOutcome)] if outcome.staff else []
    told += [outcome.spending.parts, outcome.spending.required] if outcome.spending else []
    return [np.asarray(each).ravel().tolist() for each in told]


@given(cases(), st.randoms(use_true_random=False))
def test_permuting_schools_permutes_results(case: Case, luck: Random) -> None:
    county, plan, nature = case
    order = list(range(len(county.register.school_id)))
    luck.shuffle(order)
    turned = replace(county, register=_rows(county.register, order))
    one, other = (simulate(each, plan, nature, Draws(2), NUMBERS) for each in (county, turned))
    assert _by_school(one) == _by_school(other)
    assert _staff_and_money(one) == _staff_and_money(other)


@given(cases())
def test_permuting_zones_permutes_results(case: Case) -> None:
    county, plan, _ = case
    nature = make_uncertainty(on=True, spring_share=0.4)
    births = {name: replace(series, births=series.births[::-1]) for name, series in county.births.items()}
    turned = replace(county, zones=county.zones[::-1], births=births)
    straight = simulate(county, plan, nature, Draws(2), NUMBERS)
    reverse = simulate(turned, plan, nature, Draws(2), NUMBERS)
    assert _by_school(straight) == _by_school(reverse)
    assert _staff_and_money(straight) == _staff_and_money(reverse)
    for stage in STAGES:
        assert np.array_equal(straight.stages[stage].waiting, reverse.stages[stage].waiting[:, :, ::-1])


def test_the_last_resort_serves_zones_in_no_order_of_rows() -> None:
    """Two zones share one school over the cap: a case that once depended on which stood first in the file."""
    zones = [
        Zone("z0", Text(), "old-town", ("z1",), (10.0,)),
        Zone("z1", Text(), "new-urban", ("z0", "z2"), (10.0, 10.0)),
        Zone("z2", Text(), "town", ("z1",), (10.0,)),
    ]
    schools = [
        School("p0", "primary", "z0", {"primary": 12}, {"primary": [80] * 6}, {"primary": [2] * 6}),
        School("x0", "nine-year", "z1", {"primary": 6, "junior": 3}, {"primary": [40] * 6}, {"primary": [1] * 6}),
    ]
    county = make_county(schools, {"z0": 151.0, "z1": 97.0, "z2": 173.0}, zones)
    plan = make_plan(horizon=2026, last_resort="over-cap")
    nature = make_uncertainty(on=True, spring_share=0.4)
    births = {name: replace(series, births=series.births[::-1]) for name, series in county.births.items()}
    turned = replace(county, zones=county.zones[::-1], births=births)
    one, other = (simulate(each, plan, nature, Draws(2), NUMBERS) for each in (county, turned))
    assert one.stages["primary"].over_cap.any()
    assert _by_school(one) == _by_school(other)
