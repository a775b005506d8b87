"""Cells of page one: numbers, bands, shares, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seatsim.language.words import ASSUMED_MARKS, Words

Block = Mapping[str, Any]

ASSUMED = "*"
"""Mark of a project that seatsim assumes."""


def count(value: float | None) -> str:
    """A count with separators."""
    return "–" if value is None else f"{round(value) + 0:,}"


def middle(stats: Block | None) -> str:
    """Median alone."""
    return "–" if stats is None else count(stats["p50"])


def band(stats: Block | None) -> str:
    """Median and 80 % band; one number where the band has no width."""
    if stats is None:
        return "–"
    if stats["p10"] == stats["p90"]:
        return count(stats["p50"])
    return f"{count(stats['p50'])} ({spread(stats)})"


def spread(stats: Block) -> str:
    """The 80 % band alone."""
    low, high = (minus(count(stats[name])) for name in ("p10", "p90"))
    return low if low == high else f"{low}–{high}"


def signed(value: float) -> str:
    """A count with its sign."""
    return minus(f"{value:+,.0f}")


def minus(text: str) -> str:
    """A number with the sign of the printer, not the hyphen."""
    return text.replace("-", "−")


def percent(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{share:.0%}"


def percent_band(stats: Block) -> str:
    """Median share and 80 % band; one number where the band has no width."""
    half, low, high = (percent(stats[name]) for name in ("p50", "p10", "p90"))
    return half if low == high else f"{half} ({low}–{high})"


def futures(share: float, words: Words, form: str = "futures") -> str:
    """A share of the futures in words; ``form`` is ``futures``, ``short`` or ``money_futures``."""
    if share in (0, 1):
        return words(f"{form}_all" if share else f"{form}_none")
    if not 0.05 <= share <= 0.95:
        return words(f"{form}_few" if share < 0.5 else f"{form}_most")
    return words(form).format(n=min(9, max(1, round(share * 10))))


def project_name(row: Block, words: Words) -> str:
    """Name of a project, marked once where it is assumed."""
    name = words.text(row["name"], row["project"])
    for mark in ASSUMED_MARKS:
        name = name.replace(mark, "").strip()
    return name + ASSUMED if row["status"] == "assumed" else name


def month(date: str | None, words: Words) -> str:
    """Month of an ISO date."""
    return words("later") if date is None else date[:7]


def year_ranges(years: Sequence[int]) -> str:
    """Years as ranges: ``2021–2023, 2026``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
