"""``seatsim report --format docx``: a brief of two pages to the county government, with annexes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from seatsim.language.brief import BRIEF
from seatsim.language.punctuation import full_width
from seatsim.language.words import Words
from seatsim.papers.word.package import About
from seatsim.papers.word.told import Teller
from seatsim.results.read import Results

Progress = Callable[[str, int, int], None]


def document(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    progress: Progress | None = None,
) -> bytes:
    """The brief as a file: same results, same bytes. Warns (FontWarning) where no font holds a picture's letters."""
    from seatsim.papers.charts.picture import Pictures
    from seatsim.papers.runs import name_runs
    from seatsim.papers.word.annexes import annexes, titles
    from seatsim.papers.word.brief import brief, has_asks, subject
    from seatsim.papers.word.document import Paper
    from seatsim.papers.word.layout import layout

    words = Words(lang, BRIEF)
    if progress is not None:
        progress(words("drawing"), 0, 1)
    named = name_runs(runs, words)
    tell, look = Teller(subject(named), words), layout(words.lang)
    pictures = Pictures(runs, comparison, words)
    paper = Paper(look, words)
    parts = brief(tell, named, comparison, unpaired, pictures, titles(tell, comparison is not None), look)
    for part in parts:
        paper.add(part)
    annexes(paper, tell, comparison, asked=has_asks(parts, tell))
    return paper.saved(_about(tell, words))


def _about(tell: Teller, words: Words) -> About:
    """Properties of the document."""
    day = tell.answers["information_date"]
    told = words("brief_subject").format(plan=tell.run.title, years=tell.years, date=words.numbers.day(day))
    return About(
        title=words("brief_title").format(county=tell.county),
        subject=full_width(told) if words.chinese else told,
        author=words("bureau").format(county=tell.county),
        digest=str(tell.run.results.content["digest"]),
        day=date.fromisoformat(day),
    )
