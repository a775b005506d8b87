"""The tables of ``docs/theory.md`` from what the tests of ``tests/theory`` print.

A row's numbers are written from one or several prints; which test they belong to is read from what pytest reports. The
column of formulas is words, and the page's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import Formatter
from typing import Any

from pages import rows, section, table
from work import Work

PAGE = "docs/theory.md"
_COMMAND = ("-m", "pytest", "-q", "-rP", "-p", "no:cacheprovider", "tests/theory")
_HEAD = ("tested", "known answer", "known", "found", "within", "test")
_TEST = re.compile(r"_+ (test_\w+)(?:\[.*])? _+")
_TOLD = re.compile(r"(.+): known (.+), found (.+), within (.+)")
Words = str | Callable[[Sequence[Any]], str]
"""Words with a slot for each number, or what makes them."""


@dataclass(frozen=True)
class Told:
    """What a test told of one comparison."""

    test: str
    """Name of the test."""
    known: Any
    """Number, or numbers."""
    found: Any
    """Number, or numbers."""
    within: Any
    """Tolerance, or words."""


@dataclass(frozen=True)
class Row:
    """A row of the page: what each column is made of."""

    tested: str
    """First cell."""
    told: tuple[str, ...]
    """Names of the prints whose numbers stand in it, in order."""
    known: Words
    """Known answer."""
    found: Words
    """What was found."""
    within: Words
    """Tolerance."""


def told_by(report: str) -> Mapping[str, Told]:
    """What was told, by its name. Raises ValueError for a name told twice."""
    test, found = "", dict[str, Told]()
    for line in report.splitlines():
        if begins := _TEST.fullmatch(line):
            test = begins[1]
        elif tells := _TOLD.fullmatch(line):
            if tells[1] in found:
                raise ValueError(f"told twice: {tells[1]}")
            found[tells[1]] = Told(test, *(_value(tells[part]) for part in (2, 3, 4)))
    return found


def _value(words: str) -> Any:  # noqa: ANN401 - whatever a test tells
    try:
        return ast.literal_eval(words)
    except (ValueError, SyntaxError):
        return words


def row(spec: Row, told: Mapping[str, Told]) -> tuple[str, str, str, str, str]:
    """Cells of a row without its formula: tested, known, found, within and the test.

    Raises ValueError where several tests told it.
    """
    parts = [told[name] for name in spec.told]
    tests = {part.test for part in parts}
    if len(tests) != 1:
        raise ValueError(f"{spec.tested}: told by {sorted(tests)}")
    known, found, within = ([getattr(part, name) for part in parts] for name in ("known", "found", "within"))
    told_found = f"{found}" if spec.found == THE_SAME and found != known else _found(spec.found, found)
    return spec.tested, _filled(spec.known, known), told_found, _filled(spec.within, within), tests.pop()


def _found(words: Words, found: Sequence[Any]) -> str:
    return THE_SAME if words == THE_SAME else _filled(words, found)


def _filled(words: Words, values: Sequence[Any]) -> str:
    """Words with the numbers in their slots. Raises ValueError unless there is one number for each."""
    values = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    if not isinstance(words, str):
        return words(values)
    slots = sum(name is not None for _, name, _, _ in Formatter().parse(words))
    if slots != len(values):
        raise ValueError(f"{words!r}: {len(values)} numbers for {slots} slots")
    return words.format(*values)


def one(words: str) -> Words:
    """Words with one slot for numbers that are all alike; all of them where they are not."""
    return lambda values: words.format("; ".join(dict.fromkeys(map(str, values))))


def listed(words: str) -> Words:
    """Words before a list of whole numbers."""
    return lambda values: words + ", ".join(map(str, values))


def always(words: str) -> Words:
    """Words without a number."""
    return lambda _: words


def counted(values: Sequence[Any]) -> str:
    """Days of funding, with how often each comes."""
    times = {1: "", 3: " three times", 4: " four times"}
    runs = [(day, len([*alike])) for day, alike in groupby(values)]
    return "funded " + ", ".join(f"{day}{times.get(count, f' {count} times')}" for day, count in runs)


def dated(values: Sequence[Any]) -> str:
    """Numbers of the years from 2020 on, without the nothing before and after them."""
    years = [2020 + place for place, number in enumerate(values) if number]
    numbers = [str(number) for number in values[years[0] - 2020 : years[-1] - 2019]]
    return f"{numbers[0]} in {years[0]}, {', '.join(numbers[1:])} in {years[-1]}"


THE_SAME = "the same"
"""Where what was found is, to the last number, what was known; else it is written out."""


def making(name: str, specs: Sequence[Row]) -> Callable[[Work], str]:
    return lambda work: _table(name, [row(spec, all_told(work)) for spec in specs])


def all_told(work: Work) -> Mapping[str, Told]:
    told: Mapping[str, Told] = work.once("pytest tests/theory -rP", lambda: told_by(work.python(*_COMMAND)))
    return told


def _table(name: str, made: Sequence[tuple[str, str, str, str, str]]) -> str:
    """The table with the page's formulas, a test's name in its first row only. Raises ValueError for another length."""
    formulas = [cells[1] for cells in rows(section(PAGE, name))]
    before = ("", *(cells[-1] for cells in made))
    cells = [
        (tested, formula, *numbers, "" if test == last else f"`{test}`")
        for (tested, *numbers, test), formula, last in zip(made, formulas, before, strict=False)
    ]
    if len(made) != len(formulas):
        raise ValueError(f"{name}: {len(formulas)} rows on the page, {len(made)} are made")
    return table(_HEAD, cells)
