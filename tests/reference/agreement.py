"""The comparison: every number of the program's books against every number of the twin's, the first difference named.

A number that one side leaves out counts as 0 there: the program has rows for schools that are not open yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from books import MakeTwin, YearBook
from fast_books import fast_years, hand_overs, uniform_of
from generated_counties import Case

Entry = tuple[object, ...]

_ORDER: tuple[str, ...] = (
    *("verified", "leavers", "left_education", "net", "rooms", "claims_by_class", "claims", "entry_rooms"),
    *("entry_places", "sent_elsewhere", "unstaffed", "temporary", "over_cap", "entrants", "shortages", "borrowed"),
    *("pupils", "classes", "waiting", "elsewhere", "staff"),
)
"""Fields of a book about in the order in which a year reckons them, so that a difference is told where it begins."""
_STAFF_ORDER: tuple[str, ...] = (
    *("retirements", "leavers", "outside_left", "reviewed", "advertised", "hires", "talent", "outside_hires"),
    *("moves", "approved", "entitled", "reserve", "stock", "filled", "outside", "teachers", "subject", "structural"),
    *("filed", "teaching", "needed", "capacity", "temporary", "unstaffed", "posted", "missing", "backbone"),
    "backbone_posted",
)


@dataclass(frozen=True)
class Difference:
    """What the books of one opening day do not agree in."""

    case: int
    """Number of the case."""
    replication: int
    """Number of the replication."""
    year: int
    """Academic year."""
    first: str
    """The first unequal number, and how many there are."""


def compare(
    case: Case, make_twin: MakeTwin, replications: Sequence[int], told: list[list[YearBook]] | None = None
) -> list[Difference]:
    """Run the twin beside the program; every opening day whose books differ, in the order of replications and years.

    ``told`` : the program's books of each replication, where they are at hand.
    """
    found: list[Difference] = []
    given = hand_overs(case, replications)
    for place, books in enumerate(fast_years(case, replications) if told is None else told):
        number = replications[place]
        twin = make_twin(case.county, case.plan, case.uncertainty, uniform_of(case.seed, number), given[place])
        for year, expected in enumerate(books, start=case.county.baseline_year):
            got = twin.baseline() if year == case.county.baseline_year else twin.year(year)
            first = first_difference(expected, got)
            if first is not None:
                found.append(Difference(case.number, number, year, first))
    return found


def first_difference(expected: object, got: object) -> str | None:
    """Name the first unequal number of two books and count all; None where every number agrees."""
    unequal = differences(expected, got)
    if not unequal:
        return None
    place, one, other = unequal[0]
    return f"{named(place)}: program {one}, twin {other} ({len(unequal)} unequal)"


def differences(expected: object, got: object) -> list[tuple[Entry, object, object]]:
    """Every unequal number: its place, the program's, the twin's; in the order in which a year reckons them."""
    one, other = dict(entries(expected)), dict(entries(got))
    unequal = [
        (place, one.get(place, 0), other.get(place, 0))
        for place in dict.fromkeys((*one, *other))
        if one.get(place, 0) != other.get(place, 0)
    ]
    return sorted(unequal, key=lambda found: _order(found[0]))


def entries(book: object, at: Entry = ()) -> Iterator[tuple[Entry, object]]:
    """Every number of a book with its place: names of fields, stages, campuses, zones; grades by their place."""
    if is_dataclass(book) and not isinstance(book, type):
        for each in fields(book):
            yield from entries(getattr(book, each.name), (*at, each.name))
    elif isinstance(book, dict):
        for key, value in book.items():
            yield from entries(value, (*at, key))
    elif isinstance(book, list | tuple):
        for place, value in enumerate(book):
            yield from entries(value, (*at, place))
    else:
        yield at, book


def field_of(place: Entry) -> str:
    """Name of the field that a number stands in, that of the staff with ``staff.`` before it."""
    if place[0] == "stages":
        return str(place[2])
    return ".".join(str(part) for part in place[: 2 if place[0] == "staff" else 1])


def named(place: Entry) -> str:
    """A place in words: field first, then stage, campus or zone, and grade from 0."""
    if place[0] == "stages":
        return " / ".join(map(str, (place[2], place[1], *place[3:])))
    return " / ".join(map(str, (field_of(place), *place[2 if place[0] == "staff" else 1 :])))


def _order(place: Entry) -> tuple[int, int]:
    """Where a year reckons a number, as far as the order of fields tells."""
    first = str(place[0])
    if first == "staff":
        within = str(place[1]) if len(place) > 1 else ""
        return len(_ORDER), _STAFF_ORDER.index(within) if within in _STAFF_ORDER else 0
    name = field_of(place)
    return _ORDER.index(name) if name in _ORDER else len(_ORDER), 0
