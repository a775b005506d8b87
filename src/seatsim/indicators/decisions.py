"""What a meeting is asked: money by calendar year, latest starts, and who must decide what by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.outcome import WAITS, ProjectOutcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import CapitalLever, Scenario
from seatsim.domain.text import Text
from seatsim.indicators.quantiles import band, plain, share
from seatsim.indicators.september import school_names
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.budget import rest_of_year
from seatsim.model.recruitment import COMMITTEE, ROUNDS
from seatsim.model.works import enters_review, planned_cost

Floats = npt.NDArray[np.float64]
Block = dict[str, Any]

OFFICES: Mapping[str, dict[str, str]] = {
    "review": {"zh": "发改", "en": "development and reform"},
    "site": {"zh": "资规", "en": "natural resources and planning"},
    "capital": {"zh": "财政", "en": "finance"},
    "works": {"zh": "住建", "en": "housing and construction"},
    "posts": {"zh": "编办", "en": "posts committee"},
    "recruitment": {"zh": "人社", "en": "human resources"},
    "overflow": {"zh": "教育局", "en": "education bureau"},
}
"""Which office decides what (section 四 of the report names the offices; the split between them is assumed)."""
NEEDS_SITE = ("new-school", "move")
"""Kinds of projects that need a site of their own."""
UNDECIDED = ("idea", "review")
"""Phases in which a project still waits for a decision."""
OVERFLOW_PLACED_BY = "08-20"
"""Last day on which the bureau places who was sent elsewhere: the last day of the verification (assumed)."""
POSTS_DECIDED_BY = "{:02}-{:02}".format(*COMMITTEE)
"""Day of the posts committee (``model/recruitment.py``)."""
_USED_UP = 0.5
"""A budget with less than this left is used up [10^4 yuan]."""


def money(scenario: Scenario, county: County, run: ProjectOutcome) -> Block:
    """Capital by calendar year against the budget; ``budget_given`` stands there where it is none of the county's."""
    lever, calendar = scenario.levers.capital, AcademicCalendar(county.baseline_year)
    years = range(county.baseline_year, scenario.horizon + 1)
    first = lever.budget * rest_of_year(calendar)
    paid = run.paid[: len(years)]
    at_hand = capital_at_hand(paid, first, lever)
    waits = run.waits[:, :, WAITS.index("capital")]
    return {
        **({} if county.budget_given else {"budget_given": False}),
        "capital": [
            {
                "year": year,
                "budget": plain(first if i == 0 else lever.budget),
                "paid": band(paid[i]),
                "left": band(at_hand[i] - paid[i]),
                "used_up": share(np.asarray(at_hand[i] - paid[i] < _USED_UP)),
            }
            for i, year in enumerate(years)
        ],
        "waits_for_capital": share(np.asarray((waits >= 1.0).any(axis=1))) if waits.size else 0,
    }


def capital_at_hand(paid: Floats, first: float, lever: CapitalLever) -> Floats:
    """Budget of each calendar year with what earlier years left, shape of ``paid``: (years, replications).

    The oldest money is spent first; what is unspent stays for ``carry_years`` [10^4 yuan].
    """
    vintages: list[Floats] = []
    found = np.zeros_like(paid)
    for year, spent in enumerate(paid):
        vintages = vintages[max(0, len(vintages) - lever.carry_years) :]
        vintages.append(np.full(spent.shape, first if year == 0 else lever.budget))
        found[year] = np.sum(vintages, axis=0)
        due = spent.copy()
        for place, left in enumerate(vintages):
            taken = np.minimum(left, due)
            vintages[place], due = left - taken, due - taken
    return found


def latest_block(scenario: Scenario, county: County, latest: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Latest starts as handed in, with the project's name, state and status."""
    names = school_names(county, scenario)
    return [{**row, **_known(row, scenario.projects[row["project"]], names)} for row in latest]


def _known(row: Mapping[str, Any], project: Project, names: Mapping[str, Text]) -> Block:
    """What the scenario says of a project."""
    chosen = "open" if row["last_month"] is not None else "too-late"
    state = row.get("state") or ("under-way" if project.phase not in UNDECIDED else chosen)
    return {"name": _name(project, names), "status": project.status, "state": state}


def _name(project: Project, names: Mapping[str, Text]) -> dict[str, str]:
    """Name of a project: its own, else its school's."""
    name = project.name if project.name != Text() else names.get(project.school, Text())
    return {"zh": name.zh, "en": name.en}


def decisions(
    scenario: Scenario,
    county: County,
    september: Mapping[str, Any] | None,
    latest: Sequence[Mapping[str, Any]] | None,
    posts: Mapping[str, Any] | None = None,
) -> list[Block]:
    """Decisions asked, by date: item, amount, office, by when.

    A project is decided by its latest start, else (``basis`` says so) by the month in which the plan enters review.
    """
    turned_round = {row["project"]: row for row in latest or () if row["state"] != "under-way"}
    calendar, names = AcademicCalendar(county.baseline_year), school_names(county, scenario)
    found = [] if september is None else _overflow(september)
    found += _posts(posts or {}, scenario.as_of)
    conditional = {policy.order for policy in scenario.policies.values()}
    for key, project in sorted(scenario.projects.items()):
        if project.phase in UNDECIDED and f"projects.{key}" not in conditional:
            planned = calendar.date(enters_review(project, scenario.uncertainty.durations, calendar))
            by, basis = planned.isoformat()[:7], "planned_start"
            if key in turned_round:
                last = turned_round[key]["last_month"]
                by, basis = last or by, "latest_start" if last else "too_late"
            cost = planned_cost(project, scenario.limits.planning, scenario.levers.capital, county.baseline_year)
            found += _of_project(key, project, cost, names, {"by": by, "basis": basis})
    return sorted(found, key=lambda row: str(row["by"]))


def _of_project(key: str, project: Project, cost: float, names: Mapping[str, Text], when: Block) -> list[Block]:
    """What one project asks of each office."""
    items = ["review", *(["site"] if project.kind in NEEDS_SITE else []), "capital", "works"]
    return [
        {
            "item": item,
            "project": key,
            "name": _name(project, names),
            "status": project.status,
            "opens": project.opens,
            "amount": plain(cost) if item == "capital" else None,
            "unit": "10^4 yuan" if item == "capital" else None,
            "office": OFFICES[item],
            **when,
        }
        for item in items
    ]


def _posts(posts: Mapping[str, Any], as_of: date | None) -> list[Block]:
    """Posts to advertise for the coming September, and posts that the first review is asked for."""
    if "stages" not in posts:
        return []
    coming, review = posts["stages"]["all"]["this_round"], posts["review"]
    asked = []
    if posts["rounds"]:
        asked.append(("recruitment", coming["advertised"], "posts", _first_round(coming["year"], posts["rounds"])))
    if review is not None:
        asked.append(("posts", review["posts_added"], "posts", f"{review['year']}-{POSTS_DECIDED_BY}"))
    return [
        {
            "item": item,
            "amount": told["p50"],
            "unit": unit,
            "office": OFFICES[item],
            "by": by,
            "basis": "too_late" if as_of is not None and by < as_of.isoformat() else "posts",
        }
        for item, told, unit, by in asked
        if told["p50"]
    ]


def _first_round(year: int, rounds: int) -> str:
    """Day on which the first round for the September of ``year`` is announced (ISO)."""
    return min(date(year - (month >= 9), month, day) for month, day in ROUNDS[:rounds]).isoformat()


def _overflow(september: Mapping[str, Any]) -> list[Block]:
    """Places to find for those whom over-full schools send elsewhere, one row a stage."""
    found = []
    for stage, told in september["stages"].items():
        schools = [row["school"] for row in september["overflow"] if row["stage"] == stage]
        if schools:
            found.append(
                {
                    "item": "overflow",
                    "stage": stage,
                    "schools": schools,
                    "amount": told["sent_elsewhere"]["p50"],
                    "unit": "pupils",
                    "office": OFFICES["overflow"],
                    "by": f"{september['year']}-{OVERFLOW_PLACED_BY}",
                    "basis": "admission",
                }
            )
    return found
