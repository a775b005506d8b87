"""A lower norm of class size: what it never makes worse, counted in pupils."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from closed_school import YEARS, ClosedSchool, class_rules, closed_schools, crowds_no_more, followed, of_one_stage
from counties import make_plan
from seatsim.domain.limits import StageSizes
from seatsim.domain.scenario import Plan
from septembers import a_part


def splitting_above(plan: Plan, size: int) -> Plan:
    """The plan in which classes that go on are split above ``size``."""
    return replace(plan, levers=replace(plan.levers, admission=replace(plan.levers.admission, split_above=size)))


def planned_for(plan: Plan, lower: int) -> Plan:
    """The plan with new classes planned for so many pupils fewer."""
    sizes = plan.limits.planning
    fewer = StageSizes(sizes.kindergarten - lower, sizes.primary - lower, sizes.junior - lower, sizes.senior - lower)
    return replace(plan, limits=replace(plan.limits, planning=fewer))


@a_part(2)
@given(closed_schools(), class_rules(), st.integers(46, 64), st.integers(1, 10))
def test_splitting_smaller_classes_never_crowds_a_closed_school_in_the_same_september(
    closed: ClosedSchool, plan: Plan, above: int, lower: int
) -> None:
    """From the same state; "never" split is the highest such norm of all."""
    start = replace(closed, intakes=closed.intakes[:1])
    rooms = [closed.school.rooms]
    never, higher, lowest = (
        next(followed(start, norm, rooms))
        for norm in (
            never_splitting(plan),
            splitting_above(plan, above),
            splitting_above(plan, above - lower),
        )
    )
    assert crowds_no_more(never, higher)
    assert crowds_no_more(higher, lowest)


def never_splitting(plan: Plan) -> Plan:
    """The plan in which no class that goes on is split."""
    return replace(plan, levers=replace(plan.levers, admission=replace(plan.levers.admission, split_above="never")))


@a_part(2)
@given(closed_schools(), class_rules(), st.integers(1, 10))
def test_smaller_planned_classes_never_crowd_a_closed_school_in_which_rooms_are_enough(
    closed: ClosedSchool, plan: Plan, lower: int
) -> None:
    """In every year; enough are as many as all grades need at the lower size."""
    ample = {stage: rooms + 200 for stage, rooms in closed.school.rooms.items()}
    before, after = (followed(closed, norm, [ample] * YEARS) for norm in (plan, planned_for(plan, lower)))
    assert all(map(crowds_no_more, before, after))


@a_part(2)
@given(closed_schools().filter(of_one_stage), st.integers(1, 10))
def test_smaller_planned_classes_never_crowd_where_classes_are_divided_anew_by_rule(
    closed: ClosedSchool, lower: int
) -> None:
    """A closed school of one stage in every year, however few its rooms; two stages have one size for both."""
    plan, rooms = make_plan(divide_anew=True), [closed.school.rooms] * YEARS
    before, after = (followed(closed, norm, rooms) for norm in (plan, planned_for(plan, lower)))
    assert all(map(crowds_no_more, before, after))
