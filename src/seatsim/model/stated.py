"""What the report says is there or is not: its statements without a number, 1 for yes and 0 for no."""

from __future__ import annotations

from dataclasses import replace

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan

SUBJECT_CHOICE = "F22"
AFTER_SCHOOL = "F23.after_school"


def as_stated(plan: Plan, county: County) -> Plan:
    """The plan in a county whose figures say that something is not there.

    Without subject choice (F22 = 0) a senior class has no lessons beyond its own, without after-school hours
    (F23.after_school = 0) they weigh nothing. What the figures do not mention is as the plan has it.
    """
    lessons = plan.levers.lessons
    if denied(county, SUBJECT_CHOICE):
        lessons = replace(lessons, choice=1.0)
    if denied(county, AFTER_SCHOOL):
        lessons = replace(lessons, after_school=0.0)
    return replace(plan, levers=replace(plan.levers, lessons=lessons))


def denied(county: County, figure: str) -> bool:
    """Whether the county's figures hold a statement and it is no."""
    return figure in county.figures and county.figures[figure].value == 0
