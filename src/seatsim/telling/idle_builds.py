"""Buildings whose seats hardly anybody needs by number, told in words: a small number in a table explains nothing."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.comparing.costs import CROWDED_PUPILS
from seatsim.comparing.verdict import find
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.telling.cells import Block, project_name

_HARDLY = 0.01
"""Part of the pupil-years seated in a building below which hardly anybody needs its seats."""


def idle_builds(comparison: Block, run: str) -> list[Block]:
    """Projects and stages of a run that open in some future and serve next to nobody."""
    return [
        row
        for row in comparison["bridge_or_build"]
        if row["run"] == run
        and row["served"] is not None
        and row["served"]["mean"] <= _HARDLY * max(row["seated"]["mean"], 1)
    ]


def idle_told(comparison: Block, run: str, lang: str) -> Iterator[str]:
    """A sentence on those buildings, and one on what the plan spares in their stages; nothing without any."""
    words, rows = Words(lang, COMPARISON), idle_builds(comparison, run)
    if not rows:
        return
    count = words.numbers.count
    named = [
        words("idle_one").format(
            name=project_name(row, words),
            stage=words.stage(row["stage"]),
            served=count(row["served"]["mean"]),
            seated=count(row["seated"]["mean"]),
        )
        for row in rows
    ]
    yield words("idle").format(names=words.listed(named))
    other = next((each for each in comparison["others"] if each["run"] == run), None)
    stages = dict.fromkeys(row["stage"] for row in rows)
    spared = [
        words("idle_stage").format(stage=words.stage(stage), n=count(found["mean"]))
        for stage in (stages if other is not None else ())
        if other is not None
        and (found := find(other["avoided"], measure=CROWDED_PUPILS[0], stage=stage)) is not None
        and found["mean"] >= 1
    ]
    if spared:
        yield words("idle_spared").format(stages=words.listed(spared))
