"""Staff for small counties: so many in posts and outside, spread over ages, and what money paid for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from seatsim.domain.county import County
from seatsim.domain.money import MoneyBaseline
from seatsim.domain.scenario import Plan
from seatsim.domain.staff import AGES, FIRST_AGE, IN_POST, OUTSIDE, PLAIN, WOMEN, StaffBaseline
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.staff import retirement_law

LAW = retirement_law(None)


def staff_of(
    in_posts: Mapping[Stage, int],
    outside: Mapping[Stage, int] | None = None,
    approved: Mapping[Stage, int] | None = None,
    ages: tuple[int, int] = (25, 54),
) -> StaffBaseline:
    """Women without titles, spread evenly over ``ages``, all of them teachers; approved as many as there are."""
    stock = np.zeros((len(STAGES), 2, 2, 2, AGES), dtype=np.int64)
    years = range(ages[0] - FIRST_AGE, ages[1] - FIRST_AGE + 1)
    for place, stage in enumerate(STAGES):
        for held, counts in ((IN_POST, in_posts), (OUTSIDE, outside or {})):
            total = counts.get(stage, 0)
            for n, age in enumerate(years):
                share = (n + 1) * total // len(years) - n * total // len(years)
                stock[place, held, WOMEN, PLAIN, age] = share
    posts = [(approved or in_posts).get(stage, 0) for stage in STAGES]
    return StaffBaseline(
        stock=stock,
        approved=np.array(posts, dtype=np.int64),
        teaching_share=np.ones(len(STAGES)),
        women_hired=np.ones(len(STAGES)),
        subject_teachers=np.zeros(len(STAGES), dtype=np.int64),
        backbone_share=0.0,
        structural_shortage=0.0,
        law=LAW,
        scaled=False,
        kind="reported",
    )


def money_of(total: float = 2000.0) -> MoneyBaseline:
    """Prices of a small county."""
    return MoneyBaseline(
        per_pupil=np.array([0.5, 1.5, 2.3, 2.6, 0.0, 0.0]),
        funds_per_pupil=np.array([0.07, 0.11, 0.15, 0.11, 0.16, 1.0]),
        total=total,
        funded_as=300,
        mainstreamed=4.0,
        mainstreamed_money=3.0,
        mainstreamed_multiple=8.0,
        student_aid=20.0,
        pay=20.0,
        outside_pay=0.6,
        outside_paid=np.array([0.0, 0.5, 0.5, 0.5, 1.0, 1.0]),
        upkeep=2.0,
        seat_life=50.0,
        margin=1.1,
        standard_growth=0.03,
        published={},
    )


def with_staff(county: County, staff: StaffBaseline, money: MoneyBaseline | None = None) -> County:
    """The county with staff and, where given, money."""
    return replace(county, staff=staff, money=money)


def recruiting(plan: Plan, rounds: int = 1, contract_share: float = 0.0, contract_ended: float = 0.0) -> Plan:
    """The plan with other rounds and contracts."""
    lever = replace(
        plan.levers.recruitment, rounds=rounds, contract_share=contract_share, contract_ended=contract_ended
    )
    return replace(plan, levers=replace(plan.levers, recruitment=lever))
