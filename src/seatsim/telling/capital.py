"""What is told of capital: whether waiting for it matters, and how much of the costs is stated and not priced."""

from __future__ import annotations

from collections.abc import Iterable

from seatsim.language.words import Words
from seatsim.telling.cells import Block, count, futures, percent, project_name

LONG = 30.0
"""Mean wait for capital above which it matters: a month [days]."""
_SURE = 0.995
"""Share from which all is told, and below the rest of which nothing."""


def wait_that_matters(answers: Block) -> Block | None:
    """The project that waits longest for capital, where any waits long or misses its September because of it.

    A September is missed so where the chance reaches the amber line of warnings; older results tell the wait alone.
    """
    amber = answers["limits"]["warning"]["amber"]
    found = [
        row
        for row in answers["projects"]
        if row["waits_days"]["capital"] > LONG or row.get("late_for_capital", 0) >= amber
    ]
    return max(found, key=lambda row: (row["waits_days"]["capital"], row["project"]), default=None)


def waits_told(answers: Block, words: Words) -> str:
    """That projects wait for capital, which one longest and how long; empty where it does not matter."""
    row = wait_that_matters(answers)
    if row is None:
        return ""
    late = row.get("late_for_capital", 0)
    missed = (
        words("capital_missed").format(share=percent(late)) if late >= answers["limits"]["warning"]["amber"] else ""
    )
    return words("capital_waits").format(
        share=futures(answers["money"]["waits_for_capital"], words, "money_futures"),
        name=project_name(row, words),
        days=count(row["waits_days"]["capital"]),
        missed=missed,
    )


def stated_share(costs: Iterable[tuple[float, bool]]) -> float | None:
    """Share of costs that is stated; None where there is no cost.

    ``costs`` : cost of each project [10^4 yuan], and whether a document states it.
    """
    told = list(costs)
    whole = sum(cost for cost, _ in told)
    return sum(cost for cost, stated in told if stated) / whole if whole else None


def stated(row: Block) -> bool:
    """Whether the cost of a project of the answers is stated by a document, not priced by its seats or assumed."""
    return bool(row.get("cost_stated")) and row["status"] == "reported"


def capital_stated(answers: Block) -> float | None:
    """Share of the mean cost of the projects that is stated; None where there is none, or older results do not tell."""
    rows = answers["projects"]
    if not all("cost_stated" in row for row in rows):
        return None
    return stated_share((row["cost"]["mean"], stated(row)) for row in rows)


def costs_told(share: float | None, words: Words) -> str:
    """What costs rest on, in words: how much of them is stated, and how much is at assumed prices."""
    if share is None or share < 1 - _SURE:
        return words("costs_priced")
    if share > _SURE:
        return words("costs_stated")
    return words("costs_mixed").format(stated=percent(share), priced=percent(1 - share))
