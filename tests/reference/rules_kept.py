"""Whether a case keeps the program's rules for scenarios."""

from __future__ import annotations

from collections.abc import Iterator

from generated_counties import Case

from seatsim.domain.scenario import BaselineReadings, Scenario
from seatsim.inputs.cross_checks import cross_complaints
from seatsim.inputs.rules import limits_complaints, project_complaints
from seatsim.inputs.schema import Complaint


def complaints(of: Case) -> Iterator[Complaint]:
    """What the program's readers of scenarios would say of the case's plan."""
    plan = of.plan
    readings = BaselineReadings("outside", 0, "unused", 0.0)
    scenario = Scenario(
        1, "case", "", plan.horizon, 2, of.seed, readings, of.uncertainty, plan.levers, plan.limits, plan.projects
    )
    yield from limits_complaints(plan.limits)
    yield from cross_complaints(scenario, of.county)
    for key, project in plan.projects.items():
        yield from project_complaints(key, project)
