"""The order of rows is nobody's luck: permuting schools or zones permutes results bit for bit."""

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any, TypeVar

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from by_name import by_name, differing, outcome_and_measures, studies
from counties import School, make_county, make_plan, make_uncertainty
from generated import cases
from seatsim.domain.county import County, Register, Zone
from seatsim.domain.measures import RESOURCES
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import COMPULSORY
from seatsim.domain.text import Text
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from septembers import a_part

T = TypeVar("T")

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


def _shuffled(values: Mapping[str, T], luck: Random) -> dict[str, T]:
    """The same entries in another order."""
    keys = list(values)
    luck.shuffle(keys)
    return {key: values[key] for key in keys}


def _zones(county: County, order: list[int]) -> County:
    """The county with its zones in another order."""
    births = {name: replace(series, births=series.births[order]) for name, series in county.births.items()}
    return replace(county, zones=tuple(county.zones[zone] for zone in order), births=births)


def _in_other_order(case: Case, luck: Random) -> Case:
    """Rows of the register, zones, projects, boundaries, mergers, groups and feeders in another order."""
    county, plan, nature = case
    schools, zones = list(range(len(county.register.school_id))), list(range(len(county.zones)))
    luck.shuffle(schools)
    luck.shuffle(zones)
    feeders = list(county.feeders.items())
    luck.shuffle(feeders)
    turned = _zones(replace(county, register=_rows(county.register, schools), feeders=dict(feeders)), zones)
    levers = plan.levers
    levers = replace(
        levers,
        layout=replace(levers.layout, boundaries=_shuffled(levers.layout.boundaries, luck)),
        small_schools=replace(levers.small_schools, mergers=_shuffled(levers.small_schools.mergers, luck)),
        groups=replace(levers.groups, formed=_shuffled(levers.groups.formed, luck)),
    )
    return turned, replace(plan, projects=_shuffled(plan.projects, luck), levers=levers), nature


@st.composite
def full_cases(draw: st.DrawFn) -> Case:
    """Cases with feeders and with resources on record, some with staff; chance on or off."""
    county, plan, nature = draw(cases())
    amount = st.floats(0.0, 5000.0)
    resources = {
        (school, stage, name): draw(amount)
        for school in ("p0", "p1", "j0")
        for stage in COMPULSORY
        for name in RESOURCES
    }
    feeders = {("p0", "j0"): draw(st.sampled_from([0.3, 1.0])), ("p1", "j0"): draw(st.floats(0.0, 1.0))}
    return replace(county, resources=resources, feeders=feeders), plan, nature


@a_part(2)
@given(full_cases(), st.randoms(use_true_random=False))
def test_permuting_rows_permutes_outcome_and_measures(case: Case, luck: Random) -> None:
    """Pupils, classes, staff, money, projects, events, stored draws and every measure, bit for bit."""
    other = _in_other_order(case, luck)
    assert list(differing(outcome_and_measures(*case), outcome_and_measures(*other))) == []


@a_part(12)
@given(full_cases(), st.randoms(use_true_random=False))
def test_permuting_rows_permutes_studies_and_answers(case: Case, luck: Random) -> None:
    """Allocation, latest starts, causes and every block of the answers, bit for bit."""
    other = _in_other_order(case, luck)
    assert list(differing(studies(*case), studies(*other))) == []


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
    turned = _zones(county, [2, 1, 0])
    one, other = (simulate(each, plan, nature, Draws(2), NUMBERS) for each in (county, turned))
    assert one.stages["primary"].over_cap.any()
    assert list(differing(by_name(one, {}), by_name(other, {}))) == []
