"""Sentences of bands, policies and splits: nothing is later than later, parts add up, no band repeats its value."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seatsim.language.bands import without_points
from seatsim.language.words import Words
from seatsim.telling.policies import tell_policies
from seatsim.telling.sources import _split

ENGLISH, CHINESE = Words("en"), Words("zh")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Teachers are shortest in 2026: 375 (80% band 375); in 2038", "Teachers are shortest in 2026: 375; in 2038"),
        ("375 in primary, 80% band 375; in 2038", "375 in primary; in 2038"),
        ("most by builds (−5,642, 80% band −5,642)", "most by builds (−5,642)"),
        ("most by builds (−5,642, 80% band −5,900–−5,100)", None),
        ("fall to 5 (80% band 4–6)", None),
        ("fall to 5,630 (80% band 4,777–6,440); reference: 7", None),
        ("spares 20 (80%: −5 to 30) against", None),
        ("spares 20 (80%: 20) against", "spares 20 against"),
        ("缺口 2026 年最大，375 人（80% 区间 375）；2038 年", "缺口 2026 年最大，375 人；2038 年"),
        ("首要成因是新建（−5,642 人，80% 区间 −5,642）", "首要成因是新建（−5,642 人）"),
        ("首要成因是新建（−5 人，80% 区间 −9 至 −1）", None),
        ("超标准班额学生 5 人（80% 区间 4—6）", None),
    ],
)
def test_a_band_that_is_the_value_is_left_out(text: str, told: str | None) -> None:
    assert without_points(text) == (text if told is None else told)


class Heard:
    """What is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        """Hear a line."""
        self.lines.append(text)


def policy(chance: float, years: float, p10: int | None, p50: int | None, p90: int | None) -> str:
    when = {"measure": "teachers_surplus", "stage": "primary", "zone": "all", "above": 60.0, "years": 2, "ahead": 0}
    first = {"p10": p10, "p50": p50, "p90": p90}
    row = {"when": when, "order": "stop-hiring", "chance": chance, "first": first, "years": years}
    heard: Any = Heard()
    tell_policies(heard, {"policies": [row], "september": None, "projects": []}, ENGLISH)
    (line,) = heard.lines
    return str(line)


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ((0.07, 0.1, None, None, None), "in 7% of futures, 0.1 years on average"),
        ((0.3, 1.4, 2031, None, None), "in 30% of futures, in one of ten by 2031, 1 years on average"),
        ((0.8, 0.0, 2029, 2031, None), "in 80% of futures, first 2031 (2029–later)"),
        ((1.0, 0.0, 2029, 2029, 2029), "in 100% of futures, first 2029"),
        ((0.0, 0.0, None, None, None), "in 0% of futures"),
    ],
)
def test_a_policy_is_never_later_than_later(told: tuple[Any, ...], end: str) -> None:
    assert policy(*told).endswith(end)


def rests(report: list[str], **shares: float) -> tuple[dict[str, Any], dict[str, Any]]:
    kinds = {
        "start": "not_said",
        "births_to_come": "not_knowable",
        "migration": "not_knowable",
        "costs": "not_knowable",
    }
    sources = [
        {"source": name, "kind": kinds[name], "state": "varies" if name in shares else "off", "noise": 0.02}
        for name in kinds
    ]
    rest = round(1 - sum(shares.values()), 3)
    answer = {"answer": "crowded_2031", "year": 2031, "width": 1663, "shares": shares, "rest": rest}
    return answer, {"sources": {"list": sources}, "report": report}


@pytest.mark.parametrize(
    "shares",
    [
        {"migration": 0.16, "births_to_come": 0.025, "costs": 0.02},
        {"migration": 0.166, "births_to_come": 0.166, "costs": 0.166},
        {"start": 0.335, "migration": 0.335, "costs": 0.004},
        {"migration": 0.5},
        {"costs": 0.01},
    ],
)
def test_parts_of_a_band_add_up(shares: dict[str, float]) -> None:
    answer, block = rests(["F1"], **shares)
    for words in (ENGLISH, CHINESE):
        told = _split(answer, block, words).partition(":" if words is ENGLISH else "来自")[2]
        told = re.sub(r"under \d+%|不足 \d+%", "", told)
        assert sum(map(int, re.findall(r"(\d+)%", told))) == 100


def test_a_county_without_the_report_is_not_told_what_the_report_lacks() -> None:
    answer, block = rests([], start=0.3, migration=0.2)
    assert "not in the data: 30%" in _split(answer, block, ENGLISH)
    answer, block = rests(["F1"], start=0.3, migration=0.2)
    assert "not in the report: 30%" in _split(answer, block, ENGLISH)
    answer, block = rests([], migration=0.2)
    assert "not in" not in _split(answer, block, ENGLISH)
    assert "未载" not in _split(answer, block, CHINESE)
