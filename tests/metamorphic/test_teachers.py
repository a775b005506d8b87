"""One more teacher, or fewer lessons a class: what that never makes worse."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from closed_school import ClosedSchool, class_rules, closed_schools, crowds_no_more, followed, of_one_stage
from counties import LIMITS, make_uncertainty
from generated import counties, plans
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan
from seatsim.domain.staff import FIRST_AGE, OUTSIDE, PLAIN, WOMEN
from seatsim.domain.staff_levers import LessonsLever
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.needs import classes_staffed, teachers_needed
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from septembers import a_part
from shipped import SHIPPED
from staffed import staff_of, with_staff

LESSONS = SHIPPED.levers.lessons


def _carried(teachers: int, stage: Stage, lever: LessonsLever) -> int:
    """Classes that so many teachers of a stage carry."""
    stock = np.full((1, len(STAGES)), teachers, dtype=np.int64)
    return int(classes_staffed(lever, LIMITS, stock)[0, STAGES.index(stage)])


def _with_lessons(fewer: float) -> LessonsLever:
    """The norm of lessons a week a class, or of teachers a class in kindergarten, lowered to a part of it."""
    return replace(
        LESSONS,
        kindergarten_class=LESSONS.kindergarten_class * fewer,
        primary=LESSONS.primary * fewer,
        junior=LESSONS.junior * fewer,
        senior=LESSONS.senior * fewer,
    )


@given(
    closed_schools().filter(of_one_stage),
    class_rules(),
    st.integers(0, 60),
    st.integers(0, 3),
    st.floats(0.6, 1.0),
)
def test_one_more_teacher_or_fewer_lessons_never_crowd_the_entry_grade(
    closed: ClosedSchool, plan: Plan, teachers: int, more: int, fewer: float
) -> None:
    """Entrants of a closed school in the same September from the same state, a small intake or a large one."""
    stage = closed.stages[0]
    one = _carried(teachers, stage, LESSONS)
    other = _carried(teachers + more, stage, _with_lessons(fewer))
    assert other >= one
    for first in range(2):
        start = replace(closed, intakes=closed.intakes[first : first + 1])
        before, after = (next(followed(start, plan, [closed.school.rooms], [carried])) for carried in (one, other))
        assert crowds_no_more(before, after, entry_only=True)


@given(st.lists(st.integers(0, 3000), min_size=6, max_size=6), st.floats(0.6, 1.0))
def test_fewer_lessons_never_need_more_teachers(classes: list[int], fewer: float) -> None:
    """For the same classes and pupils."""
    counted = np.array([classes])
    less, norm = (teachers_needed(lever, LIMITS, counted * 40, counted) for lever in (_with_lessons(fewer), LESSONS))
    assert (less <= norm).all()


@st.composite
def staffed(draw: st.DrawFn) -> tuple[County, Plan]:
    """A county with teachers whom its pupils need, too few or too many, and its plan."""
    county = draw(counties())
    posts: dict[Stage, int] = {stage: draw(st.integers(0, 60)) for stage in STAGES}
    return with_staff(county, staff_of(posts, posts, ages=(25, 44))), draw(plans(county))


@a_part(3)
@given(staffed(), st.sampled_from(CLASS_STAGES), st.booleans(), st.integers(25, 44))
def test_one_more_teacher_never_leaves_more_teachers_short_where_nobody_leaves(
    case: tuple[County, Plan], stage: Stage, chance: bool, age: int
) -> None:
    """In every stage and year of a county where nobody leaves, retires or has a contract ended: he saves hiring one."""
    county, plan = case
    nature = make_uncertainty(chance)
    nature = replace(nature, leaving=replace(nature.leaving, under_30=0.0, from_30=0.0, from_50=0.0))
    lessons = replace(plan.levers.lessons, needed_by="pupils")
    recruitment = replace(plan.levers.recruitment, contract_ended=0.0)
    plan = replace(plan, levers=replace(plan.levers, lessons=lessons, recruitment=recruitment))
    assert county.staff is not None
    stock = county.staff.stock.copy()
    stock[STAGES.index(stage), OUTSIDE, WOMEN, PLAIN, age - FIRST_AGE] += 1
    more = replace(county, staff=replace(county.staff, stock=stock))
    short = []
    for each in (county, more):
        staff = simulate(each, plan, nature, Draws(3), np.arange(2)).staff
        assert staff is not None
        short.append(staff.short)
    assert (short[1] <= short[0]).all()
