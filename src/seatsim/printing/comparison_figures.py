"""Figures of one plan against the base: headline, year by year, pupil-years avoided, first years."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.language.words import Words
from seatsim.printing.comparison_lines import Line, head, legend, span, table
from seatsim.printing.signs import bars
from seatsim.printing.sparkline import sparkline
from seatsim.telling.cells import Block

_HEADLINE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pupils_above_standard", ("kindergarten", "primary", "junior", "senior", "all")),
    ("pupils_large", ("all",)),
    ("pupils_super_large", ("all",)),
    ("pupils_oversized", ("all",)),
    ("unplaced", ("all",)),
    ("empty_seats", ("all",)),
)
_TOLD = 0.005
"""Share of the futures that is written as 1 % or more."""
_FROM_TO = ("capital", "spending")
"""Money is told over all years in a section of its own; here by year only."""


def label(measure: str, stage: str, words: Words) -> str:
    """Name of a measure with its stage."""
    name = words.term("compare", measure)
    return name if stage == "all" else words("of_stage").format(name=name, stage=words.stage(stage))


def figure_lines(row: Block, words: Words) -> Iterator[Line]:
    """The headline by milestone year; what is 0 in both plans is told in one line."""
    heads = [words(name) for name in ("what", "year", "base", "plan", "difference", "interval", "better")]
    rows, nobody = [], []
    for measure, stages in _HEADLINE:
        for stage in stages:
            told = [
                each
                for each in row["measures"]
                if (each["measure"], each["stage"]) == (measure, stage) and each["year"] != "sum"
            ]
            if any(round(each["base"]) or round(each["other"]) for each in told):
                rows += [
                    _figure(each, label(measure, stage, words) if not i else "", words) for i, each in enumerate(told)
                ]
            elif told:
                nobody.append(label(measure, stage, words))
    yield from table(heads, rows)
    if nobody:
        yield Line(words("nobody").format(names=words.join(nobody)))


def _figure(told: Block, name: str, words: Words) -> tuple[str, ...]:
    numbers = words.numbers
    return (
        name,
        str(told["year"]),
        numbers.count(told["base"]),
        numbers.count(told["other"]),
        numbers.signed(told["difference"]["mean"]),
        span(told["difference"], "low", "high", words, signed=True),
        _better(told, words),
    )


def _better(told: Block, words: Words) -> str:
    """Share of the futures in which the plan is better, and where it is the same in some that count, that share too."""
    better, same = (words.numbers.percent(told[f"chance_{name}"]) for name in ("better", "same"))
    return f"{better}/{same}" if told["chance_same"] >= _TOLD else better


def by_year_lines(row: Block, words: Words) -> Iterator[Line]:
    """Means by year as sparklines, base and plan on one scale."""
    rows = []
    count = words.numbers.count
    for told in row["by_year"]:
        both = [*told["base"], *told["other"]]
        if any(both):
            for name, key in (("base_line", "base"), ("plan_line", "other")):
                values = told[key]
                ends = f"{count(values[0])} → {count(values[-1])}"
                first = label(told["measure"], told["stage"], words) if key == "base" else ""
                if key == "base" and told["measure"] in _FROM_TO:
                    first += words("money_unit")
                rows.append((first, words(name), sparkline(values, both, bars()), ends))
    if rows:
        years = row["by_year"][0]["years"]
        yield from head(words("by_year").format(first=years[0], last=years[-1]))
        yield from table([words("what"), "", "", words("from_to")], rows, left=(0, 1, 2))


def avoided_lines(row: Block, words: Words) -> Iterator[Line]:
    """Crowded-pupil-years avoided, by measure and stage."""
    told = [each for each in row["avoided"] if any(each[name] for name in ("mean", "p10", "p90"))]
    if not told:
        return
    heads = [words(name) for name in ("what", "mean", "interval", "band", "chance")]
    rows = [
        (
            label(each["measure"], each["stage"], words),
            words.numbers.count(each["mean"]),
            span(each, "low", "high", words),
            span(each, "p10", "p90", words),
            words.numbers.percent(each["chance"]),
        )
        for each in told
    ]
    yield from head(words("avoided").format(years=words.numbers.school_years(told[0]["from"], told[0]["to"])))
    yield from table(heads, rows)


def first_year_lines(row: Block, horizon: int, words: Words) -> Iterator[Line]:
    """First years of both plans and how the change is spread; limits that never move in one line."""
    heads = [words(n) for n in ("limit", "base", "plan", "earlier", "same", "later", "neither", "change")]
    moved = [told for told in row["first_year"] if told["earlier"] or told["later"]]
    yield from head(words("first_years"))
    yield from table(heads, [_first(told, horizon, words) for told in moved])
    if len(moved) < len(row["first_year"]):
        yield Line(words("no_change").format(n=len(row["first_year"]) - len(moved)))
    if moved:
        yield from legend(words("first_years_legend"))


def _first(told: Block, horizon: int, words: Words) -> tuple[str, ...]:
    name = words(f"limit_{told['limit']}")
    if told["stage"] != "all":
        name = words("of_stage").format(name=name, stage=words.stage(told["stage"]))
    years = [f">{horizon}" if told[plan]["p50"] is None else str(told[plan]["p50"]) for plan in ("base", "other")]
    shares = [words.numbers.percent(told[key]) for key in ("earlier", "same", "later", "untold")]
    return (name, *years, *shares, _change(told["change"], words))


def _change(told: Block, words: Words) -> str:
    half, low, high = (words.numbers.signed(told[name]) for name in ("p50", "p10", "p90"))
    return half if half == low == high else f"{half} ({low}/{high})"
