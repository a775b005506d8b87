"""The staff of generated counties: enough or too few, old or young, followed as a register or completed by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from dice import Dice

from seatsim.domain.county import County
from seatsim.domain.figures import Figure
from seatsim.domain.scenario import Levers, Plan
from seatsim.domain.staff import AGES, FIRST_AGE, IN_POST, OUTSIDE, PLAIN, SENIOR, TITLES_FROM, StaffBaseline
from seatsim.domain.staff_levers import (
    BackboneLever,
    ExchangeLever,
    LessonsLever,
    PostsLever,
    RecruitmentLever,
    RetirementLever,
    TalentLever,
)
from seatsim.domain.stages import STAGES
from seatsim.inputs.staff import retirement_law

_BEFORE_THE_LAW = date(2021, 5, 10)


def stated_figures(dice: Dice) -> Mapping[str, Figure]:
    """What some counties say is not there: subject choice, after-school hours."""
    names = dice.some(("F22", "F23.after_school")) if dice.chance(0.3) else []
    return {name: Figure(name, float(dice.whole(0, 1)), "1", "2020", "", "test", "assumed") for name in names}


def generated_staff(dice: Dice, county: County, plan: Plan) -> County:
    """The county with staff on its opening day, outside posts teachers only."""
    plenty = dice.pick((0.4, 0.8, 1.0, 1.3))
    stock = np.zeros((len(STAGES), 2, 2, 2, AGES), dtype=np.int64)
    approved = np.zeros(len(STAGES), dtype=np.int64)
    youngest, oldest = dice.pick(((22, 40), (25, 58), (45, 66)))
    ages = np.arange(AGES) + FIRST_AGE
    for place, stage in enumerate(STAGES):
        due = int(county.register.pupils[stage].sum()) / plan.levers.posts.of(stage)
        held = int(due * plenty * dice.between(0.7, 1.3))
        outside = int(due * dice.pick((0.0, 0.0, 0.1, 0.4)))
        for kind, count in ((IN_POST, held), (OUTSIDE, outside)):
            weights = np.ones((2, 2, AGES)) * ((ages >= youngest) & (ages <= oldest))
            weights[:, SENIOR] *= ages >= TITLES_FROM
            weights[:, PLAIN] *= 2
            thrown = dice.rng.multinomial(count, (weights / weights.sum()).ravel())
            stock[place, kind] = thrown.reshape(2, 2, AGES)
        approved[place] = max(0, held + dice.pick((0, 0, 3, 10, -3)))
    staff = StaffBaseline(
        stock=stock,
        approved=approved,
        teaching_share=np.array([dice.pick((1.0, dice.between(0.6, 1.0))) for _ in STAGES]),
        women_hired=np.array([dice.pick((0.0, 0.5, 1.0, dice.between(0.0, 1.0))) for _ in STAGES]),
        subject_teachers=np.array([dice.pick((0, dice.whole(0, 10))) for _ in STAGES], dtype=np.int64),
        backbone_share=dice.pick((0.0, dice.between(0.05, 0.4))),
        structural_shortage=dice.pick((0.0, dice.between(0.02, 0.2))),
        law=retirement_law(None if dice.chance(0.7) else _BEFORE_THE_LAW),
        scaled=dice.chance(0.4),
        kind="reported",
    )
    return replace(county, staff=staff)


def with_staff_levers(dice: Dice, levers: Levers) -> Levers:
    """Posts, lessons, recruitment, retirement, titles and exchange as some authority may decide them."""
    return replace(
        levers,
        posts=_posts(dice, levers.posts),
        lessons=_lessons(dice, levers.lessons),
        recruitment=RecruitmentLever(
            rounds=dice.whole(0, 4),
            contract_share=dice.share(),
            contract_ended=dice.share(),
            reserve_months=dice.pick((0, 3, 6, 12, 14)),
            kindergarten_filing=dice.chance(0.4),
            short_subjects=dice.share(),
        ),
        retirement=RetirementLever(dice.share()),
        talent=TalentLever(dice.pick((0, 7, 20)), dice.whole(1, 3), dice.whole(2019, 2023)),
        backbone=BackboneLever(dice.pick((0, 5, 20)), dice.pick((0.0, 0.12, 0.5))),
        exchange=ExchangeLever(dice.share(), dice.share(), dice.share(), dice.pick((0.0, dice.share()))),
    )


def _posts(dice: Dice, posts: PostsLever) -> PostsLever:
    return replace(
        posts,
        primary=dice.pick((19.0, 15.0, 25.0)),
        junior=dice.pick((13.5, 18.0)),
        review_years=dice.whole(1, 3),
        replaced_when_falling=dice.share(),
        senior_title_share=dice.pick((0.0, 0.3, 0.9)),
    )


def _lessons(dice: Dice, lessons: LessonsLever) -> LessonsLever:
    return replace(
        lessons,
        needed_by=dice.pick(("classes", "classes", "pupils")),
        kindergarten_class=dice.pick((2.0, 1.5, 3.0)),
        after_school=dice.pick((0.0, 2.0)),
        overload=dice.pick((1.0, 1.1, 1.3)),
    )
