"""What the agreement of program and twin is worth: no wrong number passes, and the cases hold what they are to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, replace

import numpy as np
import pytest
from agreement import Difference, Entry, compare, differences, entries, field_of, first_difference, named
from books import HandOver, ShortageBook, StaffBook, StageBook, Twin, Uniform, YearBook
from fast_books import fast_years, hand_overs, settled_by, uniform_of
from generated_counties import Case, case, schools_with
from rules_kept import complaints
from runs import CASES, happened

from generated import steps
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import COMPULSORY
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.streams import Draws

_AT_LEAST: Mapping[int, str] = {
    150: """nine-year school, overflow, gate open, spring window, campus at its size limit, study elsewhere,
    classes live with their cohort, fewer classes, zone without a stage, at home, handed over in time""",
    100: """class split, lost rooms, lottery: primary, lottery: junior, left education, boundary, retention,
    gate strict, last resort wait, last resort over-cap, special rooms, no special rooms, zone out of reach,
    handed over late, opened: new-school, opened: extension, opened: conversion, project moves grades,
    want of rooms: anew,
    other project takes from catchments, staff: hires, staff: leavers, staff: missing, staff: outside_hires,
    staff: outside_left, staff: advertised, staff: subject, staff: temporary, staff: unstaffed, staff: reviewed,
    teachers short, teachers beyond need, posts struck, pool above entry awaits a place: kindergarten""",
    50: """lost rooms with classes standing, school lost all its rooms, placed over the cap, merger, divided anew,
    boundary moves grades, private kindergarten closed, want of rooms: borrowed, want of rooms: merged,
    want of rooms: makeshift, entrants await a place: primary, entrants await a place: junior,
    pool above entry awaits a place: primary, pool above entry awaits a place: junior, overflow between zones,
    opened: move, opened: temporary, catchments stated, feeders stated, homes wait, wave, pull of a group evens out,
    group formed: 一体型, group formed: 联盟型, group formed: 辐射型, empty stage: senior, verified, verified in part,
    staff as registered, staff scaled, law of 2024, staff: talent, staff: retirements, staff: structural,
    staff: backbone, births off, durations off, progression off, leaving off, recruitment off""",
    15: """empty stage: kindergarten, empty stage: primary, empty stage: junior, five years and four,
    fourth kindergarten grade, pool above entry awaits a place: senior, temporary rooms end, conversion to nobody,
    project cancelled, project not handed over by the horizon, migration off, private_kindergartens off,
    old retirement ages, staff: filed, staff: moves, staff: reserve, statement that something is not there""",
}
"""In how many of the cases something happens at the least."""


def _told(of: Case) -> list[YearBook]:
    return fast_years(of, (0,))[0]


def test_what_is_to_be_compared_happens_in_many_cases() -> None:
    count = Counter(what for number in range(CASES) for what in happened(number))
    wanted = {what.strip(): least for least, names in _AT_LEAST.items() for what in names.replace("\n", " ").split(",")}
    assert {what: (count[what], least) for what, least in wanted.items() if count[what] < least} == {}


def _schools_of(county: County) -> Iterator[tuple[str, str]]:
    yield from zip(county.register.school_id, county.register.ownership, strict=True)


def test_cases_keep_the_rules_for_scenarios() -> None:
    for number in range(CASES):
        of = case(number)
        assert not list(complaints(of))
        public = {school for school, kind in _schools_of(of.county) if kind == "public"}
        assert {into for _, into in of.county.feeders} <= public
        for stage in COMPULSORY:
            having = set(schools_with(of.county.register, stage))
            assert not having or having & public
    (name, project), *_ = case(0).plan.projects.items()
    wrong = replace(case(0).plan, projects={name: replace(project, school="nobody", kind="extension")})
    assert list(complaints(replace(case(0), plan=wrong)))


@pytest.mark.parametrize("number", range(0, CASES, 25))
def test_hand_overs_are_what_the_year_is_given(number: int) -> None:
    of, here = case(number), (0, 1, 2)
    calendar, ids = AcademicCalendar(of.county.baseline_year), sorted(of.plan.projects)
    given = hand_overs(of, here)
    began: dict[tuple[int, str], int] = {}
    for _, step in steps(of.county, of.plan, of.uncertainty, of.seed, len(here)):
        day = calendar.opening_day(step.year)
        for row, told in enumerate(given):
            for place, name in enumerate(ids):
                project, of_it = of.plan.projects[name], told[name]
                over = of_it.handed_over is not None and of_it.handed_over <= day
                opened = over and project.opens <= step.year
                first = began.setdefault((row, name), step.year) if opened else step.year
                stands = opened and (not project.years or step.year - first < project.years)
                assert step.openings.opened[row, place] == stands
                begun = of_it.works_begin is not None and of_it.works_begin <= day
                assert step.openings.under_way[row, place] == (begun and not over)
                cancelled = of_it.cancelled is not None and of_it.cancelled <= day
                assert settled_by(of, told, step.year)[name] == (opened or cancelled)


@pytest.mark.parametrize("cell", [0, 1, 5, 31, 32, 70])
def test_a_uniform_is_that_of_its_address(cell: int) -> None:
    drawn = Draws(7).uniforms("progression/primary", ["east"], np.array([3]), 2024, cell + 1)[0, 0, cell]
    assert uniform_of(7, 3)("progression/primary", "east", 2024, cell) == drawn


def _full_book() -> YearBook:
    """A book in which every field holds a number: staff, verification, want of rooms."""
    of = case(_case_with_everything())
    return next(book for book in _told(of)[1:] if book.shortages)


def _case_with_everything() -> int:
    return next(
        number
        for number in range(1, CASES, 2)
        if case(number).plan.levers.verification.on and len(case(number).county.register.school_id) > 10
    )


def _with(book: YearBook, place: Entry, value: object) -> YearBook:
    """A copy of the book with another number in one place."""
    wrong = deepcopy(book)
    within: object = wrong
    for part in place[:-1]:
        within = _part(within, part)
    last = place[-1]
    if isinstance(within, dict):
        within[last] = value
    elif isinstance(within, list):
        within[:] = [value if grade == last else number for grade, number in enumerate(within)]
    else:
        setattr(within, str(last), value)
    return wrong


def _part(within: object, part: object) -> object:
    if isinstance(within, dict):
        return within[part]
    if isinstance(within, list) and isinstance(part, int):
        return within[part]
    return getattr(within, str(part))


def _fields_told() -> set[str]:
    own = {each.name for each in fields(YearBook)} - {"stages", "staff", "shortages", "verified"}
    of_staff = {f"staff.{each.name}" for each in fields(StaffBook)}
    of_shortages = {f"shortages.{each.name}" for each in fields(ShortageBook)}
    return own | {each.name for each in fields(StageBook)} | of_staff | of_shortages


def test_a_wrong_number_in_any_field_is_told() -> None:
    book = _full_book()
    assert book.verified is not None
    changed: set[str] = set()
    for place, value in entries(book):
        name = f"shortages.{place[-1]}" if place[0] == "shortages" else field_of(place)
        if name in changed or place[0] == "verified":
            continue
        assert isinstance(value, int)
        other = not value if isinstance(value, bool) else value + 1
        wrong = _with(book, place, other)
        assert differences(book, wrong) == [(place, value, other)]
        assert first_difference(book, wrong) == f"{named(place)}: program {value}, twin {other} (1 unequal)"
        changed.add(name)
    assert changed == _fields_told()


def test_what_is_left_out_or_of_another_kind_is_told() -> None:
    book = _full_book()
    assert book.verified is not None
    assert book.staff is not None
    applications, verified = book.verified
    for other in ((applications, verified + 1), (applications + 1, verified), None):
        assert str(first_difference(book, replace(book, verified=other))).startswith("verified")
    assert str(first_difference(book, replace(book, staff=None))).startswith("staff")
    assert str(first_difference(replace(book, staff=None), book)).startswith("staff")
    for stage, posts in book.staff.stock.items():
        for key in posts:
            less = replace(book.staff, stock={**book.staff.stock, stage: {k: n for k, n in posts.items() if k != key}})
            assert len(differences(book, replace(book, staff=less))) == 1
    longer = deepcopy(book)
    next(iter(longer.stages["primary"].pupils.values())).append(1)
    assert len(differences(book, longer)) == 1
    elsewhere = deepcopy(book)
    elsewhere.stages["primary"].claims["nowhere"] = 2
    assert first_difference(book, elsewhere) == "claims / primary / nowhere: program 0, twin 2 (1 unequal)"
    assert first_difference(book, deepcopy(book)) is None


class _Replay:
    """A twin that says what the program's books say, but for the numbers of one year."""

    def __init__(self, books: list[YearBook], wrong_in: int | None) -> None:
        self._books, self._wrong_in = books, wrong_in
        self._at = 0

    def baseline(self) -> YearBook:
        return self._told(self._books[0], 2020)

    def year(self, year: int) -> YearBook:
        self._at += 1
        return self._told(self._books[self._at], year)

    def _told(self, book: YearBook, year: int) -> YearBook:
        return replace(book, leavers=book.leavers + 1) if year == self._wrong_in else book


@pytest.mark.parametrize("wrong_in", [None, 2020, 2023])
def test_the_comparison_runs_every_year_of_every_replication(wrong_in: int | None) -> None:
    of, replications = case(1), (0, 3)
    told = dict(zip(replications, fast_years(of, replications), strict=True))
    asked: list[int] = []

    def make(
        county: County, plan: Plan, uncertainty: Uncertainty, uniform: Uniform, given: Mapping[str, HandOver]
    ) -> Twin:
        assert (county, plan, uncertainty) == (of.county, of.plan, of.uncertainty)
        replication = replications[len(asked)]
        assert uniform("births", "county", 2022, 0) == uniform_of(of.seed, replication)("births", "county", 2022, 0)
        assert given == hand_overs(of, replications)[len(asked)]
        asked.append(replication)
        return _Replay(told[replication], wrong_in if replication == 3 else None)

    found = compare(of, make, replications)
    assert asked == list(replications)
    if wrong_in is None:
        assert not found
    else:
        number = told[3][wrong_in - 2020].leavers
        words = f"leavers: program {number}, twin {number + 1} (1 unequal)"
        assert found == [Difference(of.number, 3, wrong_in, words)]
