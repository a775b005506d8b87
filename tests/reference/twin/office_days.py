"""The days of the personnel office: ``docs/exact/staff.md``, 13.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan

What: TypeAlias = Literal[
    "committee", "announce round", "answer round", "announce talent", "answer talent", "contracts", "reserve"
]

ROUNDS: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = (
    ((3, 1), (4, 20)),
    ((11, 1), (12, 21)),
    ((1, 5), (2, 24)),
    ((5, 1), (6, 20)),
)
"""Month and day on which each ordinary round is announced and answered."""
COMMITTEE = (10, 15)
TALENT = ((11, 15), (1, 4))
CONTRACTS = (7, 1)


@dataclass(frozen=True)
class Event:
    """Something that the office does on a day."""

    day: date
    what: What
    round: int = 0
    """Number of an ordinary round."""
    project: str = ""
    """The new school's project whose reserve is hired."""


def day_of(academic_year: int, month_and_day: tuple[int, int]) -> date:
    """The day in an academic year, which begins in September."""
    month, day = month_and_day
    return date(academic_year if month >= 9 else academic_year + 1, month, day)


def reserve_day(project: Project, months: int, baseline_year: int) -> date:
    """Day on which a new school's reserve is hired (13.5.2)."""
    month = 12 * project.opens + 8 - months
    return max(date(month // 12, month % 12 + 1, 2), date(baseline_year, 9, 2))


def has_reserve(project: Project, plan: Plan) -> bool:
    """Whether a project's first teachers are hired ahead (13.5)."""
    months = plan.levers.recruitment.reserve_months
    return project.kind == "new-school" and months > 0 and project.opens <= plan.horizon


def in_academic_year(day: date, academic_year: int) -> bool:
    """Whether a day lies after the opening day of an academic year and no later than the next one."""
    return date(academic_year, 9, 1) < day <= date(academic_year + 1, 9, 1)


def events_of(plan: Plan, baseline_year: int, academic_year: int) -> list[Event]:
    """What happens in an academic year, in the order of its days."""
    events = [Event(day_of(academic_year, CONTRACTS), "contracts")]
    since, every = academic_year - baseline_year, plan.levers.posts.review_years
    if since >= 1 and since % every == 0:
        events.append(Event(day_of(academic_year, COMMITTEE), "committee"))
    for number in range(plan.levers.recruitment.rounds):
        announced, answered = ROUNDS[number]
        events.append(Event(day_of(academic_year, announced), "announce round", round=number))
        events.append(Event(day_of(academic_year, answered), "answer round", round=number))
    talent = plan.levers.talent
    if talent.teachers != 0 and 0 <= academic_year - talent.first_year < talent.years:
        events.append(Event(day_of(academic_year, TALENT[0]), "announce talent"))
        events.append(Event(day_of(academic_year, TALENT[1]), "answer talent"))
    for name in sorted(plan.projects):
        project = plan.projects[name]
        if has_reserve(project, plan):
            day = reserve_day(project, plan.levers.recruitment.reserve_months, baseline_year)
            if in_academic_year(day, academic_year):
                events.append(Event(day, "reserve", project=name))
    return sorted(events, key=lambda event: event.day)
