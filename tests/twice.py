"""A county and its copy side by side as one county, and one of the two taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from renamed import all_names, plan_with_names, with_names
from seatsim.domain.county import County, Register
from seatsim.domain.scenario import Plan

T = TypeVar("T")
SECOND = "-again"
"""Ending of the copy's names."""


def twice(county: County, plan: Plan) -> tuple[County, Plan, Mapping[str, str]]:
    """The county and its copy, which no zone of it reaches; the plan for both, with twice the desks, crews and money.

    Returns old names by the copy's too. Staff are the county's, not the schools', so there must be none.
    """
    assert county.staff is None
    names = {name: name + SECOND for name in all_names(county, plan)}
    copy, again = with_names(county, names), plan_with_names(plan, names)
    births = {
        variant: replace(series, births=np.concatenate([series.births] * 2))
        for variant, series in county.births.items()
    }
    both = replace(
        county,
        zones=county.zones + copy.zones,
        register=_beside(county.register, copy.register),
        births=births,
        catchments={**county.catchments, **copy.catchments},
        feeders={**county.feeders, **copy.feeders},
        resources={**county.resources, **copy.resources},
    )
    return both, _plans_beside(plan, again), {name: old for old, name in names.items()}


def _beside(one: Register, other: Register) -> Register:
    joined: dict[str, Any] = {}
    for column in fields(one):
        first, second = getattr(one, column.name), getattr(other, column.name)
        if isinstance(first, tuple):
            joined[column.name] = first + second
        elif isinstance(first, np.ndarray):
            joined[column.name] = np.concatenate([first, second])
        elif isinstance(first, Mapping):
            joined[column.name] = {stage: np.concatenate([grid, second[stage]]) for stage, grid in first.items()}
    return replace(one, **joined)


def _plans_beside(one: Plan, other: Plan) -> Plan:
    mine, theirs = one.levers, other.levers
    levers = replace(
        mine,
        construction=replace(mine.construction, desks=2 * mine.construction.desks, crews=2 * mine.construction.crews),
        verification=replace(mine.verification, desks=2 * mine.verification.desks),
        layout=replace(mine.layout, boundaries=_both(mine.layout.boundaries, theirs.layout.boundaries)),
        small_schools=replace(
            mine.small_schools, mergers=_both(mine.small_schools.mergers, theirs.small_schools.mergers)
        ),
        groups=replace(mine.groups, formed=_both(mine.groups.formed, theirs.groups.formed)),
    )
    return replace(one, levers=levers, projects=_both(one.projects, other.projects))


def _both(one: Mapping[str, T], other: Mapping[str, T]) -> dict[str, T]:
    return {**one, **other}
