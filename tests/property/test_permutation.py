"""The order of rows is nobody's luck: permuting schools or zones permutes results bit for bit."""

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counties import make_uncertainty
from generated import cases
from seatsim.domain.county import County, Register
from seatsim.domain.outcome import Outcome, StaffOutcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import STAGES
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
