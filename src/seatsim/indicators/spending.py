"""Money on page one: spending by calendar year, the two "only increase" rules, the parts of what a plan costs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.money import PARTS, MoneyBaseline
from seatsim.domain.outcome import Outcome, SpendingOutcome
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import STAGES
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import band, means, plain, share
from seatsim.model.finance import RULES, YUAN

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Block = dict[str, Any]

PART_KINDS: Mapping[str, str] = {
    "pay_posts": "assumed",
    "pay_outside": "assumed",
    "pay_temporary": "assumed",
    "public_funds": "derived",
    "upkeep": "assumed",
    "student_aid": "derived",
    "other": "assumed",
    "top_up": "assumed",
    "capital": "assumed",
}
"""What each part rests on: derived from reported figures (F7 to F10) with assumed growth, or assumed altogether."""


def spending_block(outcome: Outcome, county: County, scenario: Scenario, frame: MeasureFrame) -> Block:
    """Recurrent spending; ``status`` alone where the figures do not give it."""
    spent, money = outcome.spending, county.money
    if spent is None or money is None:
        return {"status": "not told: the figures give no spending (F7, F8)"}
    total, pupils = spent.total / YUAN, spent.pupils
    # A stage's pay is told where every future has staff to pay.
    pay = np.where((spent.pay > 0).all(axis=0), means(spent.pay), 0.0)
    return {
        "years": [
            {
                "year": year,
                "total": band(total[i]),
                "per_pupil": band(total[i] / np.maximum(pupils[i], 1)),
                "published": _published(money, year),
            }
            for i, year in enumerate(outcome.years)
        ],
        "breaches": breaches(spent, outcome.years),
        **({"fell": given} if (given := fell(money, outcome.years[0])) else {}),
        "margin": _margin(money, scenario, outcome.years),
        "pay": {
            "assumed": plain(money.pay),
            "stages": {s: plain(each) for s, each in zip(STAGES, pay.tolist(), strict=True) if each > 0},
        },
        "empty_seats": {
            name: band(frame.county("empty_seat_cost", ALL)[i]) for name, i in (("now", 0), ("horizon", -1))
        },
    }


def _published(money: MoneyBaseline, year: int) -> Block | None:
    """What the county told of a later year, and whether it told or only implied it; None if neither."""
    figure = money.published.get(year)
    return None if figure is None else {"value": plain(figure.value), "kind": figure.kind}


def fell(money: MoneyBaseline, baseline_year: int) -> list[Block]:
    """Years up to the baseline in which total spending as given is below the last year given [10^4 yuan]."""
    given = {year: figure.value for year, figure in money.earlier.items()} | {baseline_year: money.total}
    return [
        {"from": before, "to": year, "before": plain(given[before]), "total": plain(given[year])}
        for before, year in pairwise(sorted(given))
        if given[year] < given[before]
    ]


def breaches(spent: SpendingOutcome, years: tuple[int, ...]) -> list[Block]:
    """Years in which a rule is broken in any future: how often, and by how much where it is [10^4 yuan]."""
    found = []
    required, total = spent.required, spent.total
    for rule, name in enumerate(RULES):
        short = required[:, :, rule] - total
        for i, year in enumerate(years):
            broken = short[i] > 0
            if i and broken.any():
                amount = band(short[i][broken] / YUAN)
                found.append({"year": year, "rule": name, "chance": share(broken), "amount": amount})
    return sorted(found, key=lambda row: (row["year"], row["rule"]))


def _margin(money: MoneyBaseline, scenario: Scenario, years: tuple[int, ...]) -> Block:
    """The first year in which public funds fall below the margin over the provincial standard.

    The report gives no standard, only that the margin holds: the highest standard that it allows is taken.
    """
    growth = scenario.levers.spending_rules.funds_growth
    ratio = [((1 + growth) / (1 + money.standard_growth)) ** i for i in range(len(years))]
    lost = [year for year, each in zip(years, ratio, strict=True) if each < 1 - 1e-12] if money.margin else []
    return {"margin": plain(money.margin), "lost_in": lost[0] if lost else None, "standard": "assumed"}


def cost_parts(outcome: Outcome, reference: Mapping[str, Any] | None) -> Block | None:
    """What the years after the baseline cost, part by part, in whole yuan of the mean future, which add up exactly.

    Capital counts from the baseline's opening day on, for it is the plan's too.
    With ``reference``, its own parts stand beside, and the difference, whose parts add up too.
    """
    if outcome.spending is None:
        return None
    sums = outcome.spending.parts[:, 1:].sum(axis=(1, 3))
    mean = {name: round(float(sums[place].mean())) for place, name in enumerate(PARTS)}
    years = len(outcome.years)
    mean["capital"] = round(float(outcome.projects.paid[:years].sum(axis=0).mean() * YUAN))
    beside = None if reference is None else reference.get("money", {}).get("parts")
    rows: dict[str, dict[str, Any]] = {
        name: {
            "scenario": value,
            **({} if beside is None else _difference(value, beside["parts"][name]["scenario"])),
            "kind": PART_KINDS[name],
        }
        for name, value in mean.items()
    }
    columns = ("scenario",) if beside is None else ("scenario", "reference", "difference")
    total = {column: sum(int(row[column]) for row in rows.values()) for column in columns}
    years_told = {"from": outcome.years[1], "to": outcome.years[-1]}
    return {"unit": "yuan", **years_told, "parts": rows, "total": total}


def _difference(value: int, other: int) -> dict[str, int]:
    return {"reference": other, "difference": value - other}


def cost_of_relief(parts: Block | None, avoided: float | None) -> Block | None:
    """Cost per crowded-pupil-year that the plan avoids against the reference [10^4 yuan/pupil-year].

    ``avoided`` : mean pupil-years above the standard avoided to the horizon; None without a reference. A plan that
    avoids none has no such cost.
    """
    if parts is None or avoided is None or "difference" not in parts["total"]:
        return None
    capital = parts["parts"]["capital"]["difference"] / YUAN
    recurrent = parts["total"]["difference"] / YUAN - capital
    if avoided <= 0:
        return {"avoided": plain(avoided), "capital": None, "recurrent": None}
    return {"avoided": plain(avoided), "capital": plain(capital / avoided), "recurrent": plain(recurrent / avoided)}
