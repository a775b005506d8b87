"""One more room, or the same rooms a year earlier: what that never makes worse, counted in pupils."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from closed_school import YEARS, ClosedSchool, class_rules, closed_schools, crowds_no_more, followed, more_rooms
from counties import make_plan
from generated import cases
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import COMPULSORY
from seatsim.model.state import Year
from septembers import Taken, a_part, crowded, septembers, unplaced

Case = tuple[County, Plan, Uncertainty]


@a_part(2)
@given(closed_schools(), class_rules(), st.integers(1, 3))
def test_more_rooms_never_crowd_a_closed_school(closed: ClosedSchool, plan: Plan, extra: int) -> None:
    """In every year, as long as rooms never grow so short that everything is divided anew."""
    before = list(followed(closed, plan, [closed.school.rooms] * YEARS))
    after = list(followed(closed, plan, [more_rooms(closed.school.rooms, extra)] * YEARS))
    assume(not any(september.anew for september in (*before, *after)))
    assert all(map(crowds_no_more, before, after))


@a_part(2)
@given(closed_schools(), class_rules(), st.integers(1, 6), st.integers(0, YEARS - 2))
def test_an_earlier_hand_over_never_crowds_while_the_later_one_is_awaited(
    closed: ClosedSchool, plan: Plan, extra: int, opens: int
) -> None:
    """A closed school up to the last September in which only the earlier hand-over has taken place."""
    found, more = closed.school.rooms, more_rooms(closed.school.rooms, extra)
    late = list(followed(closed, plan, [found] * YEARS))
    early = list(followed(closed, plan, [found] * opens + [more] * (YEARS - opens)))
    assume(not any(september.anew for september in (*late, *early)))
    assert all(map(crowds_no_more, late, early))


@a_part(2)
@given(closed_schools(), st.integers(1, 6), st.integers(0, YEARS - 2))
def test_where_classes_are_divided_anew_by_rule_an_earlier_hand_over_never_crowds_at_all(
    closed: ClosedSchool, extra: int, opens: int
) -> None:
    """A closed school in every year, before and after: no class keeps a room from the year before."""
    plan = make_plan(divide_anew=True)
    found, more = closed.school.rooms, more_rooms(closed.school.rooms, extra)
    late = followed(closed, plan, [found] * (opens + 1) + [more] * (YEARS - opens - 1))
    early = followed(closed, plan, [found] * opens + [more] * (YEARS - opens))
    assert all(map(crowds_no_more, late, early))


@a_part(10)
@given(cases(), st.integers(0, 10_000))
def test_one_more_room_anywhere_in_the_county(case: Case, which: int) -> None:
    """In the same September from the same state nobody more awaits a place, and no other campus is more crowded.

    Unless some campus divides anew. The second law is one of primary and junior classes, and of rooms alone: where
    staff are followed, a further class here may take the teachers of one there.
    """
    for taken, before, after, campus in _one_more_room(case, which):
        if _anew(before) or _anew(after):
            continue
        there, here = (sum(zones.sum(axis=1) for zones in unplaced(year).values()) for year in (before, after))
        assert (here <= there).all(), taken.year
        if taken.people is None:
            _crowds_no_other_campus(taken, before, after, campus)


def _crowds_no_other_campus(taken: Taken, before: Year, after: Year, campus: int) -> None:
    there, here = (crowded(year, taken.world) for year in (before, after))
    for stage in COMPULSORY:
        others = taken.world.layout.stages[stage].units.campus != campus
        assert (here[stage][:, :, others].sum(axis=2) <= there[stage][:, :, others].sum(axis=2)).all(), stage


def _anew(year: Year) -> bool:
    """Whether rooms were so short on some campus that everything was divided anew."""
    return any(bool(shortage.anew.any()) for shortage in year.shortages)


def _one_more_room(case: Case, which: int) -> list[tuple[Taken, Year, Year, int]]:
    """Every September of a run as it was and with one more room at some campus, which is told."""
    found = []
    for place, taken in enumerate(septembers(*case)):
        units = [
            (stage, int(unit))
            for stage in COMPULSORY
            for unit in np.flatnonzero((taken.world.start.stages[stage].rooms > 0).all(axis=0))
        ]
        stage, unit = units[(which + place) % len(units)]
        campus = int(taken.world.layout.stages[stage].units.campus[unit])
        found.append((taken, taken.again(), taken.with_rooms(stage, unit, 1).again(), campus))
    return found
