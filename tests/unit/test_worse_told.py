"""The brief names what a plan makes worse: paired where plans are compared, else by means beside the reference."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from seatsim.language.brief import BRIEF
from seatsim.language.words import Words
from seatsim.papers.runs import Run
from seatsim.papers.word.brief import _numbered
from seatsim.papers.word.flow import Part, Said
from seatsim.papers.word.problems import _idle, problems
from seatsim.papers.word.told import Teller
from seatsim.papers.word.worse import worse, worse_in_short


def by_year(*means: float) -> dict[str, Any]:
    return {"by_year": {str(2026 + place): {"mean": mean} for place, mean in enumerate(means)}}


def crowded(primary: float) -> dict[str, Any]:
    stages = {"kindergarten": 10, "primary": primary, "junior": 500, "senior": 0}
    return {"pupils_above_standard": {stage: {"horizon": {"mean": mean}} for stage, mean in stages.items()}}


def first(primary: int | None) -> dict[str, Any]:
    return {"unplaced": {"primary": {"p50": primary}, "junior": {"p50": 2026}}}


def teller(lang: str, *, beside: bool = True) -> Teller:
    """A plan in which primary children await a place longer than in the reference, and fewer sit in crowds."""
    answers: dict[str, Any] = {
        "baseline_year": 2026,
        "horizon": 2028,
        "unplaced": {"primary": by_year(99, 40, 47), "junior": by_year(0, 5, 5)},
        "crowded_pupil_years": crowded(700),
        "first_year": first(None),
    }
    if beside:
        answers["unplaced"]["reference"] = {"primary": by_year(99, 1, 2), "junior": by_year(0, 5, 5)}
        answers["crowded_pupil_years"]["reference"] = crowded(900)
        answers["first_year"]["reference"] = first(2026)
    run = SimpleNamespace(answers=answers, key="plan", years=(2026, 2027, 2028))
    return Teller(cast(Run, run), Words(lang, BRIEF))


def test_beside_the_reference_means_are_told() -> None:
    assert "".join(worse(teller("en"), None, 5)) == (
        "Worse than in the reference (means, summed over 2027–2028): children awaiting a place in primary, from 3 to 87"
        " pupil-years; all are placed in primary later, not by 2028 (reference in 2026)."
    )
    assert "".join(worse(teller("zh"), None, 5)) == (
        "比对照变差（2027—2028累计均值）：小学待统筹学生由 3 增至 87 人年；另有1项。"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_nothing_beside_it_nothing_is_worse(lang: str) -> None:
    assert list(worse(teller(lang, beside=False), None, 5)) == []


def comparison(run: str) -> dict[str, Any]:
    harm = {
        "measure": "teachers_short",
        "stage": "all",
        "from": 2027,
        "to": 2028,
        "unit": "teacher-years",
        "base": 256,
        "other": 809,
        "chance_worse": 0.97,
    }
    other = {"run": run, "scenario": run, "harms": [harm], "first_year": []}
    base = {"title": {"zh": "基", "en": "B"}, "scenario": "b"}
    return {"replications": 200, "others": [other], "base": base, "bridge_or_build": []}


def test_where_plans_are_compared_the_share_of_futures_is_told() -> None:
    assert "".join(worse(teller("en"), comparison("plan"), 5)) == (
        "Worse than in the base (summed over 2027–2028): teachers missing, from 256 to 809 teacher-years (more in 97%"
        " of the futures)."
    )
    assert worse_in_short(teller("zh"), comparison("plan")) == "；但教师缺口变差"
    assert worse_in_short(teller("en"), comparison("another")) == ""
    assert "reference" in "".join(worse(teller("en"), comparison("another"), 5))


def test_it_stands_first_among_the_problems() -> None:
    told = next(problems(teller("en"), comparison("plan"), 5))
    assert told.text.startswith("Worse than in the base")
    assert told.importance == 96


def idle(project: str, seated: float) -> dict[str, Any]:
    names = {"name": {"zh": project, "en": project}, "status": "reported", "project": project, "run": "plan"}
    return {**names, "stage": "primary", "served": {"mean": 1}, "seated": {"mean": seated}}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "按数量算几乎没有人需要large小学的学位：就读5,382人年，其中别处坐不下的1；另有1处（附件5）。",
        ),
        (
            "en",
            "Hardly anybody needs the seats of large, primary, by number: 5,382 pupil-years seated there, 1 of them"
            " with no seat elsewhere; 1 more (annex 5).",
        ),
    ],
)
def test_a_building_that_hardly_anybody_needs_is_among_the_first_problems(lang: str, said: str) -> None:
    told = comparison("plan") | {"bridge_or_build": [idle("small", 400), idle("large", 5382)]}
    (found,) = (each for each in _idle(teller(lang), told, 5))
    assert found == said
    assert list(_idle(teller(lang), comparison("plan"), 5)) == []


def test_a_lead_that_stands_alone_has_no_number() -> None:
    parts: list[Part] = [Said("", lead="拥挤状况。"), Said("", lead="方案比较。")]
    leads = [part.lead for part in _numbered(parts, teller("zh")) if isinstance(part, Said)]
    assert leads == ["（一）拥挤状况。", "（二）方案比较。"]
    (alone,) = _numbered(parts[:1], teller("zh"))
    assert isinstance(alone, Said)
    assert alone.lead == "拥挤状况。"
