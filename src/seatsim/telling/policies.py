"""Policies on the printed answer: condition, order, how often and when."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.measures import MEASURE
from seatsim.language.words import Words
from seatsim.telling.cells import Block, count, percent
from seatsim.telling.paper import Paper

_FORECAST = "forecast"
"""The measure of a condition that is no published one: the planner's ratio."""
_SHARE = "pupils/seat"
"""Unit of the only share that a condition watches."""


def tell_policies(out: Paper, answers: Block, words: Words) -> None:
    """One line a policy; nothing without any."""
    names = _names(answers, words)
    for row in answers.get("policies", ()):
        when, order = _when(row["when"], names, words), _order(row["order"], names, words)
        out.line(words("policy").format(when=when, order=order, **_told(row, words)))


def _names(answers: Block, words: Words) -> Mapping[str, str]:
    """Names of projects and zones by their ids, as far as the answers tell them."""
    september = answers["september"] or {"zones": ()}
    zones = {row["zone"]: words.text(row["name"], row["zone"]) for row in september["zones"]}
    return zones | {row["project"]: words.text(row["name"], row["project"]) for row in answers["projects"]}


def _order(order: str, names: Mapping[str, str], words: Words) -> str:
    """What is ordered; a change of the layout has no name but its id."""
    kind, _, name = order.partition(".")
    return words(f"policy_order_{kind}").format(name=names.get(name, name))


def _when(when: Block, names: Mapping[str, str], words: Words) -> str:
    """The condition; a share of seats that are used is told in per cent."""
    stage = words.stage(when["stage"]) if when["stage"] != "all" else ""
    zone = names.get(when["zone"], when["zone"]) if when["zone"] != "all" else ""
    ahead = words("policy_ahead").format(n=when["ahead"]) if when["ahead"] else ""
    forecast = when["measure"] == _FORECAST
    measure = words("policy_forecast") if forecast else words.term("measure", when["measure"])
    side = "above" if "above" in when else "below"
    shared = forecast or MEASURE[when["measure"]].unit == _SHARE
    limit = _limit(when[side], words, shared=shared)
    parts = [part for part in (zone, stage, measure + ahead) if part]
    years = words("policy_years").format(n=when["years"]) if when["years"] > 1 else ""
    what = ("" if words.chinese else " ").join(parts)
    return words(f"policy_{side}").format(what=what, limit=limit, years=years)


def _limit(limit: float, words: Words, *, shared: bool) -> str:
    """A limit as it was set, none of its digits lost."""
    if shared:
        return words.numbers.percent(limit, 0 if round(limit * 100, 6).is_integer() else 1)
    return words.numbers.count(limit) if float(limit).is_integer() else f"{limit:g}"


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
