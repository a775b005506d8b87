"""The program and its blind twin agree exactly: every number of every book, every year, on 300 generated counties."""

import pytest
from agreement import compare
from runs import CASES, REPLICATIONS, fast_run
from twin.county import make_twin

_CHUNK = 10


@pytest.mark.parametrize("first", range(0, CASES, _CHUNK))
def test_program_and_twin_agree_in_every_number(first: int) -> None:
    for number in range(first, first + _CHUNK):
        case, books = fast_run(number)
        assert not compare(case, make_twin, REPLICATIONS, books)
