"""What a plan does, told from two resolved scenarios: every lever has words, nothing that is the same is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import outcomes
from seatsim.domain.scenario import plan_of
from seatsim.indicators.answers import answers
from seatsim.indicators.measures import measure_frames
from seatsim.indicators.plan_contents import plan_contents, plan_tree, projects_alone, unstated_of
from seatsim.inputs.load import load
from seatsim.language.plan_contents import levers, levers_named, plan_line, plan_short
from seatsim.language.terms import glossary

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def plans() -> Mapping[str, Mapping[str, Any]]:
    names = ("reference", "planned-builds", "combined-plan", "regrouping")
    return {name: plan_tree(plan_of(load(SCENARIOS / f"{name}.toml").scenario)) for name in names}


def test_every_lever_has_a_form_and_words(plans: Mapping[str, Mapping[str, Any]]) -> None:
    named = {("layout", "boundaries"), ("small_schools", "mergers"), ("groups", "formed")}
    told = {
        f"{lever}.{key}"
        for lever, settings in plans["reference"]["levers"].items()
        for key in settings
        if (lever, key) not in named
    }
    assert told == set(levers())
    assert all(row["zh"] and row["en"] and row["form"] for row in levers().values())
    for lang in ("zh", "en"):
        assert len({row[lang] for row in levers().values()}) == len(levers())
    assert {("part", f"levers.{key.split('.')[0]}") for key in levers()} <= set(glossary())


def test_a_plan_of_projects_alone_tells_projects_alone(plans: Mapping[str, Mapping[str, Any]]) -> None:
    contents = plan_contents(plans["reference"], plans["planned-builds"])
    assert projects_alone(contents) == (not contents["levers"] and not contents["changes"])
    assert sum(contents["projects"].values()) == len(plans["planned-builds"]["projects"])
    nothing = plan_contents(plans["reference"], plans["reference"])
    assert projects_alone(nothing)
    assert not any(nothing.values())
    assert plan_line(nothing, "en", "base") == "What the plan does, where it differs from the base: nothing."


def test_the_combined_plan_is_told_lever_by_lever(plans: Mapping[str, Mapping[str, Any]]) -> None:
    contents = plan_contents(plans["reference"], plans["combined-plan"])
    json.dumps(contents)
    assert not projects_alone(contents)
    changed = {row["key"]: row for row in contents["levers"]}
    assert changed["admission.gate"] == {"key": "admission.gate", "base": "open", "plan": "strict"}
    assert changed["verification.desks"]["base"] is None  # there is no joint verification in the reference
    english, chinese = (plan_line(contents, lang, "reference") for lang in ("en", "zh"))
    assert "admission gate strict (reference open)" in english
    assert "joint verification on (reference off); verification desks 4;" in english
    assert "capital budget a year CNY 550.00 million (reference CNY 400.00 million)" in english
    assert "入学关：从严（对照：放开）" in chinese
    assert chinese.count("；") >= len(changed)
    for key in changed:
        assert levers()[key]["en"] in english
        assert levers()[key]["zh"] in chinese
    assert "2 more settings" in plan_line(contents, "en", "reference", most=len(changed) - 2)
    assert "admission and classes" in levers_named(contents, "en")


def test_a_budget_of_the_base_that_nobody_gave_is_told_as_the_default(plans: Mapping[str, Mapping[str, Any]]) -> None:
    assert unstated_of({}) == ()
    contents = plan_contents(plans["reference"], plans["combined-plan"], unstated_of({"budget_given": False}))
    marked = [row["key"] for row in contents["levers"] if row.get("base_default")]
    assert marked == ["capital.budget"]
    assert "每年基建预算：5.50亿元（基准没有给出，按默认值 4.00亿元）" in plan_line(contents, "zh", "base")
    english = plan_line(contents, "en", "base")
    assert "capital budget a year CNY 550.00 million (base: none given, the default CNY 400.00 million)" in english
    assert "入学关：从严（基准：放开）" in plan_line(contents, "zh", "base")


def test_changes_of_the_layout_policies_and_what_is_left_out_are_counted(
    plans: Mapping[str, Mapping[str, Any]],
) -> None:
    reference, regrouping = plans["reference"], plans["regrouping"]
    contents = plan_contents(reference, regrouping)
    assert contents["changes"]["boundaries"] == len(regrouping["levers"]["layout"]["boundaries"])
    back = plan_contents(plans["planned-builds"], reference)
    assert back["projects_left_out"] == len(plans["planned-builds"]["projects"])
    assert f"projects of the base left out: {back['projects_left_out']}" in plan_line(back, "en", "base")
    stop = {"stop": {"when": {"measure": "vacancies"}, "order": "stop-hiring"}}
    ordered = plan_contents(reference, {**reference, "policies": stop})
    assert not projects_alone(ordered)
    assert "policies: 1 (hiring stops when a limit is passed)" in plan_line(ordered, "en", "base")
    assert levers_named(ordered, "zh") == "条件措施"
    assert plan_short(ordered, "zh") == "方案内容：条件措施（达到条件即停招教师）。"
    assert plan_short(ordered, "en") == "What the plan does: policies (hiring stops when a limit is passed)."
    assert not projects_alone(plan_contents({**reference, "policies": stop}, reference))


def test_what_is_switched_off_in_both_plans_is_not_told(plans: Mapping[str, Mapping[str, Any]]) -> None:
    reference = plans["reference"]
    talent = {**reference["levers"]["talent"], "first_year": 2030}
    later = {**reference, "levers": {**reference["levers"], "talent": talent}}
    assert reference["levers"]["talent"]["teachers"] == 0
    assert plan_contents(reference, later)["levers"] == []


def test_the_answers_hold_what_the_plan_does_beside_the_reference() -> None:
    scenario = outcomes.scenario()
    before = replace(plan_of(scenario), projects={})
    out = outcomes.outcome()
    frame = measure_frames(out, outcomes.county(), scenario.limits)
    told = answers(scenario, outcomes.county(), out, frame, before=before)
    assert told["plan"]["projects"] == {"extension": 1}
    assert projects_alone(told["plan"])
    poorer = replace(before.levers, capital=replace(before.levers.capital, budget=1.0))
    other = replace(before, levers=poorer)
    unstated = {**told, "money": {**told["money"], "budget_given": False}}
    beside = answers(scenario, outcomes.county(), out, frame, unstated, before=other)["plan"]["levers"]
    assert beside == [
        {"key": "capital.budget", "base": 1.0, "base_default": True, "plan": scenario.levers.capital.budget}
    ]
    for same in (None, plan_of(scenario)):
        assert "plan" not in answers(scenario, outcomes.county(), out, frame, before=same)


def test_in_few_words_the_gate_is_told_and_the_rest_is_named(plans: Mapping[str, Mapping[str, Any]]) -> None:
    contents = plan_contents(plans["reference"], plans["combined-plan"])
    told = plan_short(contents, "zh", 5)
    assert told.startswith(f"方案内容：项目 {sum(contents['projects'].values())} 个，入学关从严，并改变联审联批、")
    assert told.endswith(" 方面（附件5）。")
    assert len(told) < len(plan_line(contents, "zh", "base")) / 2
    assert "招生与编班" not in told
    assert plan_short(plan_contents(plans["reference"], plans["reference"]), "en") == "What the plan does: nothing."
