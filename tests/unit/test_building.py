"""What is asked to be built is told with the verb of its kind, by the school at which it is built."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

from seatsim.language.brief import BRIEF
from seatsim.language.slides import SLIDES
from seatsim.language.words import Words
from seatsim.papers.building import building
from seatsim.papers.runs import School

Loose: TypeAlias = Any
"""A run of which only the scenario and the schools are asked."""


def run(**project: object) -> Loose:
    return SimpleNamespace(
        results=SimpleNamespace(scenario={"projects": {"it": project}}),
        schools={"one": School("第一初级中学", "town", "registered")},
    )


@pytest.mark.parametrize(
    ("kind", "rooms", "zh", "en"),
    [
        ("temporary", 8, "在第一初级中学搭建临时教室（8间）", "Put up temporary rooms at 第一初级中学 (8 rooms)"),
        ("extension", 6, "扩建第一初级中学（6间）", "Extend 第一初级中学 (6 rooms)"),
        ("conversion", 0, "改造第一初级中学", "Convert rooms of 第一初级中学"),
        ("new-school", 24, "新建工程", "Build Works"),
        ("move", 24, "迁建工程", "Move Works to a new site"),
    ],
)
def test_each_kind_has_its_verb(kind: str, rooms: int, zh: str, en: str) -> None:
    row = {"project": "it", "name": {"zh": "工程", "en": "Works"}, "status": "reported"}
    told = run(kind=kind, school="one", rooms_J=rooms)
    assert building(row, told, Words("zh", BRIEF)) == zh
    assert building(row, told, Words("en", SLIDES)) == en
    assert building(row, told, Words("zh", BRIEF), "甲").endswith("间，甲）" if "间" in zh else "（甲）")


def test_an_assumed_project_has_its_mark() -> None:
    row = {"project": "it", "name": {"zh": "", "en": ""}, "status": "assumed"}
    assert building(row, run(kind="extension", school="one"), Words("zh", BRIEF)).endswith("*")
