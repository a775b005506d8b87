"""The slide of plans compared: what the plan spares, what it does, what it makes worse, and all plans in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from seatsim.comparing.verdict import harm
from seatsim.language.comparison import COMPARISON
from seatsim.language.plan_contents import plan_line
from seatsim.language.words import Words
from seatsim.papers import native
from seatsim.papers.chart import Chart
from seatsim.papers.office import fitted
from seatsim.papers.slides.deck import WHOLE, Box, Deck
from seatsim.papers.tables.comparison import glance, glance_notes

if TYPE_CHECKING:
    from pptx.slide import Slide

Told = Mapping[str, Any]
MOST_NAME = 30
"""Letters of a name within a title."""
_CROWDED = "pupils_above_standard"
_FEW_ROWS = 3
"""Rows of the plans at a glance that leave room for what the plan does."""
_MOST_LEVERS = 8
"""Levers that are named on a slide."""
_TWO_LINES = 320
"""Latin letters that two small lines hold."""


def compared(
    run: str, charts: Mapping[str, Chart], told: Told, words: Words
) -> tuple[str, Callable[[Deck, Slide], None], list[str]]:
    """Title, what shows it and notes of the plan ``run`` against the base: lines by year, and all plans in a table."""
    other = next((each for each in told["others"] if each.get("run", each["scenario"]) == run), told["others"][0])
    saved = next(row for row in other["avoided"] if (row["measure"], row["stage"]) == (_CROWDED, "all"))
    fewer = saved["mean"] >= 0
    ends = sorted((abs(saved["p10"]), abs(saved["p90"]))) if saved["p10"] * saved["p90"] >= 0 else None
    count = words.numbers.count
    title = words("say_comparison" if fewer else "say_comparison_more").format(
        other=fitted(words.text(other["title"], other["scenario"]), MOST_NAME),
        base=fitted(words.text(told["base"]["title"], told["base"]["scenario"]), MOST_NAME),
        value=count(abs(saved["mean"])),
        band=words.numbers.span(*(count(each) for each in ends or (saved["p10"], saved["p90"]))),
        years=words.numbers.school_years(saved["from"], saved["to"]),
    )
    made = native.comparison(charts, words) or native.dots(charts, "comparison_crowded", words)
    grid = glance(told, words)
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row.cells] for row in grid.rows][:6]
    lines = _does_and_harms(told, other, len(rows) <= _FEW_ROWS, words)

    def shown(deck: Deck, slide: Slide) -> None:
        room, text = 0.75 + 0.42 * len(rows), 0.45 * len(lines)
        if made is not None:
            deck.chart(slide, Box(WHOLE.left, WHOLE.top, WHOLE.width, WHOLE.height - room - text - 0.1), made)
        if lines:
            told_in = Box(WHOLE.left, WHOLE.top + WHOLE.height - room - text - 0.05, WHOLE.width, text)
            deck.text(slide, told_in, "\n".join(lines), 10.5)
        below = Box(WHOLE.left, WHOLE.top + WHOLE.height - room, WHOLE.width, room)
        deck.table(slide, below, grid.heads, rows, (24, 22, 22, 13, 13, 14, 13, 11), grid.caption, 10.5)

    verdicts = [each["verdict"][words.lang] for each in told["others"]]
    return title, shown, [made.alt if made else "", *verdicts, *glance_notes(told, words)]


def _does_and_harms(told: Told, other: Told, roomy: bool, words: Words) -> list[str]:
    """What the plan shown makes worse, under what it does where there is room: two lines each."""
    sentences = Words(words.lang, COMPARISON)
    worse = harm(other, told["horizon"], sentences, one=told["replications"] == 1)
    does = plan_line(other["plan"], words.lang, "base", _MOST_LEVERS) if roomy and other.get("plan") else ""
    return [fitted(line, _TWO_LINES) for line in (does, worse) if line]
