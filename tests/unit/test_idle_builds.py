"""A building that next to nobody needs is told in words, with what the plan spares there all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.printing.comparison_bridges import bridge_lines
from seatsim.telling.idle_builds import idle_builds, idle_told


def row(project: str, served: float | None, seated: float = 3600.0, stage: str = "junior") -> dict[str, Any]:
    told: dict[str, Any] = {"run": "plan", "project": project, "name": {"zh": project, "en": project}, "stage": stage}
    told |= {"status": "reported", "zone": "z", "zone_name": {"zh": "", "en": ""}}
    bands = {"served": None, "seated": None} if served is None else {"served": {"mean": served}}
    return told | bands | ({} if served is None else {"seated": {"mean": seated}})


def comparison(rows: Sequence[dict[str, Any]], spared: float = 2089) -> dict[str, Any]:
    avoided = {"measure": "pupils_above_standard", "stage": "junior", "mean": spared}
    titled = {"title": {"zh": "", "en": ""}}
    base, other = {"run": "base", **titled}, {"run": "plan", "avoided": [avoided], **titled}
    return {"base": base, "others": [other], "bridge_or_build": rows, "bridge_or_build_zones": []}


def test_only_what_opens_and_serves_next_to_nobody_is_idle() -> None:
    rows = [row("idle", 1), row("needed", 3513), row("never", None), row("little", 37), row("edge", 36)]
    assert [each["project"] for each in idle_builds(comparison(rows), "plan")] == ["idle", "edge"]
    assert idle_builds(comparison(rows), "base") == []


def test_it_is_told_with_what_the_plan_spares_there() -> None:
    told = list(idle_told(comparison([row("wing", 1)]), "plan", "en"))
    assert told[0] == (
        "Hardly anybody needs these seats by number: wing, junior (3,600 pupil-years seated there, 1 of them with no"
        " seat elsewhere); the other seats of the stage in the zone are enough."
    )
    assert told[1].startswith(
        "The plan still spares pupil-years in classes above the standard there: junior 2,089. That is owed to where"
    )
    chinese = "".join(idle_told(comparison([row("wing", 1)]), "plan", "zh"))
    assert "wing·初中（在那里就读 3,600 人年，其中别处坐不下的 1）" in chinese
    assert "初中 2,089" in chinese


@pytest.mark.parametrize(("served", "sentences"), [(500, 0), (1, 1)])
def test_without_anything_spared_or_idle_nothing_more_is_said(served: float, sentences: int) -> None:
    assert len(list(idle_told(comparison([row("wing", served)], spared=-3), "plan", "en"))) == sentences


def test_the_table_tells_what_it_does_not_count() -> None:
    words = Words("en", COMPARISON)
    assert "They are not the pupil-years spared of the verdict" in words("bridges_legend")
    assert next(bridge_lines(comparison([]), words)) is not None
