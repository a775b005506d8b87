"""Section 2's last sentence: why crowding changes."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.domain.causes import MOVING_UP
from seatsim.domain.milestones import milestones
from seatsim.language.words import Words
from seatsim.telling.cells import Block, count, signed, spread
from seatsim.telling.paper import Paper

_MOST_LINES = 2


def cause_line(out: Paper, answers: Block, words: Words) -> Iterator[str]:
    """The causes of the change of crowding to a milestone, or to the horizon, in two lines of the page where they fit.

    Bands stand behind the largest causes, as many as there is room for. Causes that the plan leaves as they were in
    the baseline year, and which are 0 by definition, are left out.
    """
    if "causes" not in answers:
        return
    block = answers["causes"]
    spans = block["changes"]["pupils_above_standard"]["all"]
    near, _ = milestones(answers["baseline_year"])
    span = spans.get(str(near), spans["horizon"])
    if not span["value_from"]["mean"] and not span["value_to"]["mean"]:
        return
    largest = sorted(span["causes"], key=lambda cause: -abs(span["causes"][cause]["mean"]))
    for bands in range(len(largest), -1, -1):
        told = _sentence(block, span, set(largest[:bands]), words)
        if out.lines_of(told) <= _MOST_LINES:
            break
    yield told


def _sentence(block: Block, span: Block, with_band: set[str], words: Words) -> str:
    """All causes with their means, and with their bands where there is room."""
    causes = [
        _cause(cause, span["from"], words)
        + (f" {signed(rounded)}" if (rounded := round(stats["mean"])) else " 0")
        + (f" ({spread(stats)})" if cause in with_band and stats["p10"] < stats["p90"] else "")
        for cause, stats in span["causes"].items()
        if cause not in block["unchanged"]
    ]
    return words("causes").format(
        people=words("above_standard_together"),
        before=count(span["value_from"]["mean"]),
        after=count(span["value_to"]["mean"]),
        first=span["from"],
        last=span["to"],
        n=block["futures"],
        causes=words.join(causes),
        rules="" if block["rules_known"] else words("rules_unknown"),
    )


def _cause(cause: str, first: int, words: Words) -> str:
    """Name of a cause; the pupils who move up are those of the first year."""
    return words("cause_moving_up").format(first=first) if cause == MOVING_UP else words.term("cause", cause)
