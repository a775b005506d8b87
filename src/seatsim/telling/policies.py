"""Policies on the printed answer: condition, order, how often and when."""

from __future__ import annotations

from seatsim.language.words import Words
from seatsim.telling.cells import Block, count, percent
from seatsim.telling.paper import Paper


def tell_policies(out: Paper, answers: Block, words: Words) -> None:
    """One line a policy; nothing without any."""
    for row in answers.get("policies", ()):
        out.line(words("policy").format(when=_when(row["when"], words), order=row["order"], **_told(row, words)))


def _when(when: Block, words: Words) -> str:
    """The condition, in the scenario's own names."""
    stage = words.stage(when["stage"]) if when["stage"] != "all" else ""
    zone = when["zone"] if when["zone"] != "all" else ""
    ahead = words("policy_ahead").format(n=when["ahead"]) if when["ahead"] else ""
    side, limit = (">", when["above"]) if "above" in when else ("<", when["below"])
    parts = [part for part in (zone, stage, when["measure"] + ahead) if part]
    years = words("policy_years").format(n=when["years"]) if when["years"] > 1 else ""
    return f"{' '.join(parts)} {side} {limit:g}{years}"


def _told(row: Block, words: Words) -> dict[str, str]:
    """How often, when first as far as the quantiles tell it, and the years that hiring stood still."""
    stood = words("policy_stood").format(n=_years(row["years"])) if row["years"] else ""
    return {"chance": percent(row["chance"]), "first": _first(row["first"], words) + stood}


def _first(first: Block, words: Words) -> str:
    """Median and band of the first order; where fewer than half of the futures have one, by when the first tenth."""
    early, half, late = (first[p] for p in ("p10", "p50", "p90"))
    if half is not None:
        band = f"{half} ({early}–{late or words('later')})" if early != late else str(half)
        return words("policy_first").format(first=band)
    return words("policy_tenth").format(year=early) if early is not None else ""


def _years(years: float) -> str:
    """Years in a mean: a part of one is no 0."""
    return count(years) if years >= 1 else f"{years:.1f}"
