"""The cases as the tests run them: each once, its happenings kept for the test that counts them."""

from __future__ import annotations

from books import YearBook
from fast_books import fast_years, hand_overs
from generated_counties import Case, case
from happenings import happenings

CASES = 300
"""How many counties are compared."""
REPLICATIONS = (0, 1)
"""Futures of each."""
_HAPPENED: dict[int, frozenset[str]] = {}


def fast_run(number: int) -> tuple[Case, list[list[YearBook]]]:
    """A case and the program's books of every replication."""
    here = case(number)
    books, given = fast_years(here, REPLICATIONS), hand_overs(here, REPLICATIONS)
    both = [happenings(here, *future) for future in zip(books, given, strict=True)]
    _HAPPENED[number] = frozenset().union(*both)
    return here, books


def happened(number: int) -> frozenset[str]:
    """What happened in the futures of a case."""
    if number not in _HAPPENED:
        fast_run(number)
    return _HAPPENED[number]
