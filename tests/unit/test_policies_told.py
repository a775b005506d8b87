"""Policies on the printed answer: condition and order in words, none of a scenario's own names."""

from __future__ import annotations

import pytest

from seatsim.domain.policy import SEEN
from seatsim.language.words import Words
from seatsim.papers.blocks import Sentence
from seatsim.papers.page_one import Blocks
from seatsim.telling.policies import tell_policies

NEVER = {"p10": None, "p50": None, "p90": None}


def told(lang: str, order: str, **when: object) -> str:
    out = Blocks(Words(lang))
    condition = {"stage": "all", "zone": "all", "years": 1, "ahead": 0, **when}
    row = {"policy": "p", "order": order, "when": condition, "chance": 0.3, "first": NEVER, "years": None}
    answers = {
        "september": {"zones": [{"zone": "z1", "name": {"zh": "新区", "en": "New area"}}]},
        "projects": [{"project": "huts", "name": {"zh": "板房", "en": "Huts"}}],
        "policies": [row],
    }
    tell_policies(out, answers, Words(lang))
    (line,) = out.blocks
    assert isinstance(line, Sentence)
    return line.text


def test_a_stop_of_hiring_is_told_without_the_files_own_names() -> None:
    when = {"measure": "seat_use", "stage": "primary", "below": 0.8, "years": 2}
    assert (
        told("zh", "stop-hiring", **when) == "条件措施：小学学位使用率低于 80%，连续 2 年，则停招教师：30% 的未来触发"
    )
    english = told("en", "stop-hiring", **when)
    assert english == "If primary use of seats is below 80%, 2 years running, hiring stops: in 30% of futures"


def test_zone_project_and_forecast_are_told_by_their_names() -> None:
    when = {"measure": "forecast", "zone": "z1", "above": 1.125, "ahead": 3}
    assert "新区预计在校生数与当年之比（3 年后）高于 112.5%，则启动“板房”" in told("zh", "projects.huts", **when)
    english = told("en", "projects.huts", **when)
    assert "New area expected pupils over those of the day (3 years ahead) is above 112.5%, “Huts” starts" in english


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("measure", SEEN)
def test_every_measure_that_a_policy_watches_has_words(lang: str, measure: str) -> None:
    line = told(lang, "mergers.two", measure=measure, above=0.5)
    assert "_" not in line
    assert "mergers" not in line
    assert "50%" in line if measure in ("seat_use", "forecast") else "0.5" in line
