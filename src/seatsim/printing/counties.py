"""What ``run`` prints of many counties: all together, and those that need it most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.indicators.set_answers import RANKED
from seatsim.language.counties import COUNTIES
from seatsim.language.words import Words
from seatsim.printing.cells import WIDTH, print_table

_MEASURES = ("pupils", "seats", "pupils_large", "unplaced")
_LIMITS = ("large", "super_large", "oversized", "unplaced")
_FEW = 5
"""Counties printed of each ranking."""


def print_counties(answers: Mapping[str, Any], lang: str) -> None:
    """Print the answers of a run of many counties to standard output in ``zh`` or ``en``."""
    from rich.console import Console

    words, console = Words(lang, COUNTIES), Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    number, years = words.numbers, [str(year) for year in answers["years"]]
    told = {"scenario": words.text(answers["title"], answers["scenario"])}
    counts = {name: number.count(answers[name]) for name in ("counties", "schools", "replications")}
    span = {"first": answers["baseline_year"], "last": answers["horizon"]}
    console.print(words("head").format(**told, **counts, **span), style="bold")
    rows = [
        [words(measure), *(_band(words, answers["totals"][measure]["all"].get(year)) for year in years)]
        for measure in _MEASURES
        if "all" in answers["totals"][measure]
    ]
    console.print(words("together"))
    print_table(console, ["", *years], rows)
    firsts = [[words(limit), _first(words, answers["first_years"][limit]["all"])] for limit in _LIMITS]
    print_table(console, [words("first"), ""], firsts)
    for measure in RANKED:
        ranked = [
            [row["county"], number.count(row["sum"]), number.count(row["most"]), str(row["year"])]
            for row in answers["most"][measure][:_FEW]
        ]
        heads = [words(f"most_{measure}"), words("sum"), words("peak"), words("year")]
        print_table(console, heads, ranked or [[words("nobody"), "", "", ""]])
    console.print(words("one"))


def _band(words: Words, band: Mapping[str, Any] | None) -> str:
    """Mean, and the interval where there is one."""
    if band is None:
        return "–"
    mean, low, high = (words.numbers.count(band[name]) for name in ("mean", "p10", "p90"))
    return mean if low == high else f"{mean} ({words.numbers.span(low, high)})"


def _first(words: Words, told: Mapping[str, Any]) -> str:
    """Median of the first year."""
    return words("never") if told["p50"] is None else str(told["p50"])
