"""Waiting for capital is told where it matters; costs are told as stated or priced; late projects as they are."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

import outcomes
from seatsim.domain.outcome import WAITS
from seatsim.indicators.answers import project_rows
from seatsim.language.brief import BRIEF
from seatsim.language.words import Words
from seatsim.papers.runs import Run
from seatsim.papers.word.problems import _late
from seatsim.papers.word.told import Teller
from seatsim.telling.capital import capital_stated, costs_told, stated_share, wait_that_matters, waits_told
from seatsim.telling.staff import _capital_rows

ENGLISH, CHINESE = Words("en"), Words("zh")


def project(name: str, days: float = 0.0, **more: object) -> dict[str, Any]:
    names = {"zh": name, "en": name}
    told = {"status": "reported", "planned": 2028, "on_time": 0.9, "opens_p50": 2028, "cost": {"mean": 100.0}}
    return {"project": name, "name": names, "waits_days": {"capital": days}, **told, **more}


def answers(*projects: dict[str, Any]) -> dict[str, Any]:
    limits = {"warning": {"amber": 0.2, "red": 0.5}}
    return {"projects": list(projects), "limits": limits, "money": {"waits_for_capital": 0.98}}


def test_days_of_waiting_are_no_headline() -> None:
    told = answers(project("a", 24), project("b", 5, late_for_capital=0.15))
    assert wait_that_matters(told) is None
    assert waits_told(told, ENGLISH) == ""


def test_a_long_wait_is_told_with_the_project_and_the_days() -> None:
    told = answers(project("a", 24), project("b", 45), project("c", 31, late_for_capital=0.1))
    assert waits_told(told, ENGLISH) == (
        "projects wait for capital in over 19 of 20 futures, “b” longest, 45 days on average"
    )
    assert waits_told(told, CHINESE) == "在超过 19/20 的未来里有项目等待基建资金，最久的“b”平均等 45 天"


def test_a_september_missed_for_capital_matters_however_short_the_wait() -> None:
    told = answers(project("a", 6, late_for_capital=0.3))
    assert waits_told(told, ENGLISH).endswith("6 days on average, and misses its September for it in 30%")


def test_a_september_is_missed_for_capital_where_the_wait_alone_made_it_late() -> None:
    scenario, out = outcomes.scenario(), outcomes.outcome()
    run = out.projects
    (row,) = project_rows(scenario, outcomes.county(), run)
    assert row["cost_stated"] == (scenario.projects[row["project"]].capital is not None)
    waits = np.zeros_like(run.waits)
    opening = 365 * (row["planned"] - 2020) + 366  # no later than a year after the opening day, whatever the calendar
    late = replace(run, hand_over=np.full_like(run.hand_over, float(opening)), waits=waits)
    assert project_rows(scenario, outcomes.county(), late)[0]["late_for_capital"] == 0
    waits = waits.copy()
    waits[:, :, WAITS.index("capital")] = 800
    assert project_rows(scenario, outcomes.county(), replace(late, waits=waits))[0]["late_for_capital"] == 1
    soon = replace(late, hand_over=np.zeros_like(run.hand_over), waits=waits)
    assert project_rows(scenario, outcomes.county(), soon)[0]["late_for_capital"] == 0


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ([(98.0, True), (2.0, False)], "98% at stated costs, 2% at assumed prices"),
        ([(98.0, True)], "at stated costs"),
        ([(98.0, False)], "at assumed prices"),
        ([], "at assumed prices"),
    ],
)
def test_costs_are_told_by_how_much_of_them_is_stated(costs: list[tuple[float, bool]], told: str) -> None:
    assert costs_told(stated_share(costs), ENGLISH) == told


def test_a_cost_that_nobody_reported_is_not_stated() -> None:
    rows = [project("a", cost_stated=True), project("b", cost_stated=True, status="assumed")]
    assert capital_stated(answers(*rows)) == 0.5
    assert capital_stated(answers(*rows, project("c", cost_stated=False))) == pytest.approx(1 / 3)
    assert capital_stated(answers(*rows, project("older"))) is None


def test_the_budget_of_years_in_which_nothing_is_paid_is_told() -> None:
    none = dict.fromkeys(("p10", "p50", "p90"), 0)
    row = {"budget": 6000, "paid": none, "left": none | {"p50": 18000}, "used_up": 0}
    rows = _capital_rows({2026: row, 2036: row}, [2026, 2036], ENGLISH)
    assert [cells[-1] for cells in rows] == ["6,000", "0", "18,000", "0%"]


def late(lang: str, *projects: dict[str, Any], latest: list[dict[str, Any]] | None = None) -> str:
    told = answers(*projects) | {"latest_starts": latest or []}
    return "".join(_late(Teller(cast(Run, SimpleNamespace(answers=told)), Words(lang, BRIEF))))


def test_projects_that_are_more_likely_late_than_not_are_told_with_their_chance() -> None:
    often, never = project("often", on_time=0.45, opens_p50=2029), project("never", on_time=0.0, opens_p50=2030)
    assert late("en", often, project("fine"), never) == (
        "Projects that are more likely late than not: 2, namely never, 2028 becomes 2030 (on time in 0%), often, 2028"
        " becomes 2029 (on time in 45%) (derived, annex 2)."
    )
    assert late("zh", often, never) == (
        "2个项目多半赶不上计划启用，如never由2028年推迟至2030年（按期概率0%）（推算，附件2）。"
    )
    assert late("zh", never).startswith("1个项目多半赶不上计划启用：never由2028年")
    third = project("third", on_time=0.2)
    assert "such as never, 2028 becomes 2030 (on time in 0%), third" in late("en", often, third, never)


def test_what_is_likely_in_time_is_no_problem_though_no_start_is_sure_enough() -> None:
    latest = [{"project": "fine", "state": "too-late", "reached": 2029}]
    assert late("en", project("fine", on_time=0.6), latest=latest) == ""
