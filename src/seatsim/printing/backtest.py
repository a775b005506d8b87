"""What ``backtest`` prints: what was tested, errors beside plain methods, bias and bands, sizes; 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from seatsim.language.backtest import BACKTEST
from seatsim.language.words import Words
from seatsim.printing.comparison_lines import Line, head, legend, table
from seatsim.printing.narrow import WIDTH, folded
from seatsim.printing.signs import written

Block = Mapping[str, Any]
_OWN = "seatsim"
_BANDS = (50, 80, 95)
_WIDE = (80, 95)
_OF_BANDS = "to_2019"
"""Period that is printed with the bands alone: a year such as 2020 breaks those built on calm years."""
_LARGE = 100
"""From here on decimals are not told [%]."""
_FEW_YEARS = 10
"""Target years below which intervals are said to be too narrow."""


def print_backtest(content: Block, lang: str) -> None:
    """Print a back-test to standard output in ``zh`` or ``en``, plain when it is no terminal."""
    from rich.console import Console

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    for line in backtest_lines(content, Words(lang, BACKTEST)):
        for part in folded(written(line.text), ambiguous=1):
            console.print(part, style="bold" if line.bold else None)


def backtest_lines(content: Block, words: Words) -> Iterator[Line]:
    """Every line, in order; running text is not wrapped yet."""
    yield from _what(content, words)
    plain = _plain(content)
    for level in ("totals", "cells"):
        parts = [part for part in _parts(content, level) if part["period"] != _OF_BANDS]
        yield from _table(f"error_{level}", content, parts, _error_heads(content, words), _error_cells, words)
    yield from legend(words("error_legend").format(plain=words(plain)))
    if plain == "survival_births":
        yield from legend(words("births_legend"))
    for level in ("totals", "cells"):
        yield from _table(f"bands_{level}", content, _parts(content, level), _band_heads(words), _band_cells, words)
    yield from legend(words("bands_legend"))
    yield from _size_lines(content, words)


def _plain(content: Block) -> str:
    """The plain method that the others are told against: the last of those that there are."""
    return str(content["methods"][-1])


def _what(content: Block, words: Words) -> Iterator[Line]:
    """What was tested, and what must be minded."""
    numbers, panel, lag, cells = words.numbers, content["panel"], content["births_lag"], content["cells"]
    grades = numbers.span(str(panel["grades"][0]), str(panel["grades"][-1]))
    years = numbers.school_years(panel["first_year"], panel["last_year"])
    counts = {name: numbers.count(panel[name]) for name in ("entities", "groups")}
    yield Line(words("head").format(**counts, grades=grades, years=years), True)
    span = {name: numbers.school_years(*content[name]) for name in ("origins", "targets")}
    yield Line(words("origins").format(**span))
    if lag["years"] is None:
        yield Line(words("lag_unknown" if "births" in content["inputs"] else "lag_none"))
    else:
        tried = [
            words("lag_error").format(lag=each, error=numbers.decimal(error)) for each, error in lag["errors"].items()
        ]
        told = words("lag_chosen" if lag["chosen"] else "lag_given")
        yield Line(told.format(n=lag["years"], errors=words.listed(tried)))
    yield Line(words("fixed").format(year=numbers.school_year(content["settings_fixed_to"])))
    left = {name: numbers.count(cells[name]) for name in ("scored", "empty", "unknown")}
    yield Line(words("cells").format(**left))
    if content["left_out_targets"]:
        years = words.listed([numbers.school_year(year) for year in content["left_out_targets"]])
        yield Line(words("left_out").format(years=years, n=numbers.count(cells["left_out"])), True)
    first, last = content["targets"]
    if last - first + 1 < _FEW_YEARS:
        yield Line(words("few_years").format(n=last - first + 1))
    for note in content["notes"]:
        yield Line(words.text(note))


def _parts(content: Block, level: str, size: str = "all") -> list[Block]:
    """Scores of a level, period by period; one that holds as many targets as all of them tells nothing new."""
    mine = [part for part in content["scores"] if part["level"] == level and part["size"] == size]
    whole = {part["lead"]: part["cells"] for part in mine if part["period"] == "all"}
    held: dict[str, dict[int, int]] = {}
    for part in mine:
        held.setdefault(part["period"], {})[part["lead"]] = part["cells"]
    return [part for part in mine if part["period"] == "all" or held[part["period"]] != whole]


def _period(period: str, words: Words) -> str:
    """Name of a period of target years."""
    side, _, year = period.partition("_")
    return words(side).format(year=year)


def _table(
    title: str,
    content: Block,
    parts: Sequence[Block],
    heads: Sequence[str],
    cells: Callable[[Block, Block, Words], Iterator[str]],
    words: Words,
) -> Iterator[Line]:
    """A table with a row for each period and lead."""
    rows: list[tuple[str, ...]] = []
    before = ""
    for part in parts:
        name = "" if part["period"] == before else _period(part["period"], words)
        before = part["period"]
        rows.append((name, str(part["lead"]), *cells(content, part, words)))
    if rows:
        yield from head(words(title))
        yield from table([words("period"), words("lead"), *heads], rows)


def _error_heads(content: Block, words: Words) -> list[str]:
    plain = [words(name) for name in content["methods"][1:]]
    return [words(_OWN), words("interval"), *plain, words("less"), words("interval")]


def _error_cells(content: Block, part: Block, words: Words) -> Iterator[str]:
    """The method's error with its interval, the plain ones', and the difference from the last of them."""
    methods = part["methods"]
    own = methods[_OWN]["mape"]
    yield _told(own["value"], words)
    yield _interval(own, words)
    for name in content["methods"][1:]:
        yield _told(methods[name]["mape"]["value"], words)
    less = methods[_OWN][f"mape_less_{_plain(content)}"]
    yield _told(less["value"], words, signed=True)
    yield _interval(less, words, signed=True)


def _told(value: float, words: Words, signed: bool = False) -> str:
    """A number in per cent: two decimals where they say something."""
    digits = 2 if abs(value) < _LARGE else 0
    return words.numbers.signed(value, digits) if signed else words.numbers.decimal(value, digits)


def _interval(score: Block, words: Words, signed: bool = False) -> str:
    """The ends of a score's interval; a dash where there is none."""
    if score["low"] is None:
        return "–"
    if signed:
        low, high = (_told(score[end], words, signed) for end in ("low", "high"))
        return words("to_words").format(low=low, high=high)
    return words.numbers.span(*(_told(score[end], words) for end in ("low", "high")))


def _band_heads(words: Words) -> list[str]:
    coverage = [words("coverage").format(band=band) for band in _BANDS]
    width = [words("width").format(band=band) for band in _WIDE]
    return [words("bias"), *coverage, *width, words("crps"), words("count")]


def _band_cells(_: Block, part: Block, words: Words) -> Iterator[str]:
    """Bias, coverage, widths and CRPS."""
    numbers, own = words.numbers, part["methods"][_OWN]
    yield _told(own["bias"]["value"], words, signed=True)
    for band in _BANDS:
        yield numbers.count(own[f"coverage_{band}"]["value"])
    for band in _WIDE:
        width = own[f"width_{band}"]["value"]
        yield numbers.decimal(width, 1 if width < _LARGE else 0)
    yield _told(own["crps"]["value"], words)
    yield numbers.count(part["cells"])


def _size_lines(content: Block, words: Words) -> Iterator[Line]:
    """Error and coverage of totals by size, leads side by side."""
    leads, plain, numbers = content["leads"], _plain(content), words.numbers
    asked = (
        (words("size_error"), _OWN, "mape", 2),
        (words("size_plain").format(plain=words(plain)), plain, "mape", 2),
        (words("size_coverage"), _OWN, "coverage_80", 0),
    )
    rows: list[tuple[str, ...]] = []
    for size, ends in content["sizes"].items():
        found = {part["lead"]: part["methods"] for part in _parts(content, "totals", size) if part["period"] == "all"}
        name = words(size).format(**{end: numbers.count(ends[end]) for end in ("least", "most")})
        for what, method, measure, digits in asked:
            cells = [
                numbers.decimal(found[lead][method][measure]["value"], digits) if lead in found else "–"
                for lead in leads
            ]
            rows.append((name, what, *cells))
            name = ""
    if rows:
        yield from head(words("sizes"))
        ahead = [words("years_ahead").format(n=lead) for lead in leads]
        yield from table([words("size"), words("what"), *ahead], rows, left=(0, 1))
