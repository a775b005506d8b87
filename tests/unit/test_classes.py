"""Classes that live with their cohort: going on, fitting into rooms, splitting, dividing anew."""

from dataclasses import replace

import numpy as np
import pytest

from seatsim.model.classes import ClassRules, divide_anew, fit_rooms, form_entry, go_on, size_of_largest, split

RULES = ClassRules(
    planning=np.array([45, 45, 45]),
    hard_cap=np.array([55, 55, 55]),
    entry=np.array([True, False, False]),
    last=np.array([False, False, True]),
    split_above=np.array([50, 50, 50]),
)


def _grid(*cells: int) -> np.ndarray:
    return np.array([[cells]], dtype=np.int64)


@pytest.mark.parametrize(
    ("pupils", "classes", "expected"),
    [(168, 3, 3), (90, 3, 2), (91, 3, 3), (0, 3, 0), (100, 0, 3), (45, 1, 1)],
    ids=["crowded keeps", "two are enough", "two are not", "nobody", "formed", "one stays one"],
)
def test_a_grade_keeps_its_classes_unless_fewer_stay_within_the_planning_size(
    pupils: int, classes: int, expected: int
) -> None:
    assert go_on(_grid(0, pupils, 0), _grid(0, classes, 0), RULES)[0, 0, 1] == expected


def test_splitting_takes_the_most_crowded_grade_first_and_spares_the_last_year() -> None:
    entry, last = np.array([True, False, False, False]), np.array([False, False, False, True])
    rules = ClassRules(np.full(4, 45), np.full(4, 55), entry, last, np.full(4, 50))
    pupils, classes = _grid(90, 52, 130, 54), _grid(1, 1, 2, 1)
    after, left = split(pupils, classes, np.array([[1]]), rules)
    assert after.tolist() == [[[1, 1, 3, 1]]]
    assert left.tolist() == [[0]]
    after, left = split(pupils, classes, np.array([[9]]), rules)
    assert after.tolist() == [[[1, 2, 3, 1]]]
    assert left.tolist() == [[7]]
    # In its last year a class is split only where it stands above the hard cap.
    after, _ = split(_grid(90, 52, 130, 56), classes, np.array([[9]]), rules)
    assert after.tolist() == [[[1, 2, 3, 2]]]


def test_never_means_never() -> None:
    rules = replace(RULES, split_above=None)
    after, left = split(_grid(0, 200, 0), _grid(0, 1, 0), np.array([[9]]), rules)
    assert (after[0, 0, 1], left[0, 0]) == (1, 9)


def test_missing_rooms_are_borrowed_first_then_the_thinnest_grade_merges() -> None:
    pupils, classes = _grid(0, 60, 100), _grid(0, 2, 2)
    enough = fit_rooms(pupils, classes, np.array([[1]]), np.array([[4]]), np.array([[1]]), RULES)
    assert enough.classes.tolist() == classes.tolist()
    assert enough.borrowed.tolist() == [[1]]
    # 60 pupils cannot merge into one class under the cap of 55, 100 cannot into one; so all is divided anew.
    short = fit_rooms(pupils, classes, np.array([[1]]), np.array([[4]]), np.array([[0]]), RULES)
    assert short.classes.tolist() == [[[0, 1, 2]]]
    assert short.borrowed.tolist() == [[0]]
    assert short.anew.tolist() == [[True]]
    thin = fit_rooms(_grid(0, 50, 60), classes, np.array([[1]]), np.array([[4]]), np.array([[0]]), RULES)
    assert thin.classes.tolist() == [[[0, 1, 2]]]
    assert (thin.merged.tolist(), thin.anew.tolist()) == ([[1]], [[False]])


def test_a_school_without_enough_rooms_for_its_grades_says_so() -> None:
    fitted = fit_rooms(_grid(0, 50, 60), _grid(0, 1, 2), np.array([[0]]), np.array([[1]]), np.array([[0]]), RULES)
    assert fitted.classes.sum() == 2
    assert fitted.makeshift.tolist() == [[1]]
    assert fitted.anew.tolist() == [[True]]


@pytest.mark.parametrize("rooms", range(3, 12))
def test_dividing_anew_takes_the_smallest_common_cap(rooms: int) -> None:
    pupils = np.array([[100, 60, 33]])
    classes = divide_anew(pupils, np.array([rooms]))[0]
    caps = [k for k in range(1, 101) if sum(-(-n // k) for n in (100, 60, 33)) <= rooms]
    assert classes.tolist() == [-(-n // caps[0]) for n in (100, 60, 33)]


def test_entry_classes_follow_the_planning_size_within_the_rooms() -> None:
    formed = form_entry(np.array([0, 10, 90, 91, 300]), 45, np.array([5, 0, 5, 5, 5]))
    assert formed.tolist() == [0, 1, 2, 3, 5]


def test_the_largest_class_is_the_mean_rounded_up() -> None:
    assert size_of_largest(_grid(94, 93, 0), _grid(2, 2, 0)).tolist() == [[[47, 47, 0]]]
