"""Where more is worse: five small examples, one for each reason found. docs/laws.md tells them in words."""

from dataclasses import replace

import numpy as np

from closed_school import ClosedSchool, followed
from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.staff import FIRST_AGE, OUTSIDE, PLAIN, WOMEN
from seatsim.domain.stages import STAGES
from seatsim.indicators.measures import measure_frames
from seatsim.model.needs import classes_staffed
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import staff_of, with_staff

PLAN = make_plan(horizon=2024)


def primary(pupils: list[int], classes: list[int], intakes: list[int]) -> ClosedSchool:
    """A primary school with so many pupils and classes by grade, and its intakes."""
    school = School("x", "primary", "z0", {"primary": sum(classes)}, {"primary": pupils}, {"primary": classes})
    return ClosedSchool(school, [{"primary": intake} for intake in intakes])


def test_a_lost_room_may_help_because_everything_is_then_divided_anew() -> None:
    """Six rooms keep a grade of 130 in two classes; with five no merger keeps the cap, and one cap is set for all."""
    closed = primary([130, 57, 57, 0, 0, 0], [2, 2, 2, 0, 0, 0], [0])
    six, five = (next(followed(closed, PLAN, [{"primary": rooms}])) for rooms in (6, 5))
    assert (six.anew, five.anew) == (False, True)
    assert six.cells["primary"][1].ravel().tolist() == [0, 2, 2, 2, 0, 0]
    assert five.cells["primary"][1].ravel().tolist() == [0, 3, 1, 1, 0, 0]
    assert six.crowded()[:2] == (130, 130)
    assert five.crowded()[:2] == (114, 114)


def test_a_room_may_keep_children_in_full_classes_whom_a_neighbour_would_have_seated_better() -> None:
    """A hundred children belong to the full school: with one entry room it keeps 55 and sends 45 next door."""
    crowded = []
    for rooms in (11, 12):
        full = School("full", "primary", "z0", {"primary": rooms}, {"primary": [100] * 6}, {"primary": [2] * 6})
        empty = School("empty", "primary", "z0", {"primary": 6}, {"primary": [0] * 6}, {"primary": [0] * 6})
        county = make_county([full, empty], {"z0": 100.0})
        plan = replace(PLAN, horizon=2021)
        outcome = simulate(county, plan, make_uncertainty(), Draws(1), np.arange(1))
        run, frame = outcome.stages["primary"], measure_frames(outcome, county, plan.limits)
        crowded.append((run.pupils[1, 0, :, 0].tolist(), int(frame.county("pupils_above_standard", "primary")[1, 0])))
        assert frame.county("unplaced", "primary")[1, 0] == 0
    assert crowded == [([55, 45], 555), ([100, 0], 600)]


def test_a_teacher_may_open_an_entry_class_in_the_room_that_a_crowded_class_needed() -> None:
    """Entry comes before splits: 50 entrants sit in two classes, and the class of 60 stays what it is."""
    closed = primary([60, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [50])
    found = []
    for teachers in (6, 7):
        stock = np.full((1, len(STAGES)), teachers, dtype=np.int64)
        carried = int(classes_staffed(PLAN.levers.lessons, PLAN.limits, stock)[0, STAGES.index("primary")])
        september = next(followed(closed, PLAN, [{"primary": 3}], [carried]))
        found.append((carried, september.cells["primary"][1].ravel().tolist()[:2], september.crowded()))
    assert found == [(2, [1, 2], (50, 0, 0)), (3, [2, 1], (60, 60, 0))]


def test_rooms_handed_over_earlier_may_be_held_by_older_classes_when_the_large_cohort_comes() -> None:
    """A class of 60 is split into a room of the year before; a year later 110 entrants find two rooms, not three."""
    closed = primary([60, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [45, 110, 0, 0])
    late, early = (
        [each.crowded()[0] for each in followed(closed, PLAN, [{"primary": here} for here in rooms])]
        for rooms in ((2, 5, 5, 5), (5, 5, 5, 5))
    )
    assert late == [60, 60, 60, 60]
    assert early == [0, 110, 110, 110]


def test_a_teacher_more_may_leave_when_fewer_have_been_hired() -> None:
    """The office hires one fewer for him, and he goes: a year later one more is missing than without him."""
    plan = replace(PLAN, levers=replace(PLAN.levers, lessons=replace(PLAN.levers.lessons, needed_by="pupils")))
    school = School("p", "primary", "z0", {"primary": 18}, {"primary": [30] * 6}, {"primary": [1] * 6})
    county = make_county([school], {"z0": 30.0})
    few = staff_of({}, {"primary": 4}, ages=(30, 39))
    stock = few.stock.copy()
    stock[STAGES.index("primary"), OUTSIDE, WOMEN, PLAIN, 30 - FIRST_AGE] += 1
    teachers: list[list[int]] = []
    for staff in (few, replace(few, stock=stock)):
        run = simulate(with_staff(county, staff), plan, make_uncertainty(), Draws(1), np.arange(1)).staff
        assert run is not None
        assert run.needed[:, 0, STAGES.index("primary")].tolist() == [11] * 5
        teachers.append(run.teaching[:4, 0, STAGES.index("primary")].tolist())
    assert teachers == [[4, 9, 9, 10], [5, 9, 10, 9]]
