"""``seatsim report --format pptx``: six to eight slides, one message each, with native charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.language.slides import SLIDES
from seatsim.language.words import Words
from seatsim.papers import office
from seatsim.papers.basis import staff_kind
from seatsim.results.read import Results
from seatsim.telling.demand_errors import also_demand
from seatsim.telling.rooms import rooms_told

if TYPE_CHECKING:
    from seatsim.papers.runs import Run

Progress = Callable[[str, int, int], None]
_SHORT = 12
"""Letters of a digest that tell two results apart."""


def slides(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    progress: Progress | None = None,
) -> bytes:
    """The presentation. ``unpaired`` says why runs that stand beside each other are not compared."""
    from seatsim.papers.charts import charts
    from seatsim.papers.runs import name_runs
    from seatsim.papers.slides.deck import Deck
    from seatsim.papers.slides.messages import Subject, messages

    words = Words(lang, SLIDES)
    named = name_runs(runs, words)
    subject = named[-1]  # as on the page; the first of several is the base
    day = max(str(run.answers["information_date"]) for run in runs)
    answers = subject.answers
    county = words.text(answers["county_name"], answers["county"])
    deck = Deck(words, day, words("deck_title").format(county=county))
    drawn = {chart.id: chart for chart in charts(runs, comparison, words)}
    told = list(messages(Subject(subject, named, drawn, comparison, words)))
    notes = [*_rests(subject, words), *([words("unpaired").format(why=unpaired)] if unpaired else [])]
    for place, message in enumerate(told):
        if progress is not None:
            progress(words("writing_slides"), place, len(told))
        made = deck.slide(message.title, _source(subject, words), [*message.notes, *notes])
        message.shown(deck, made)
    return office.repacked(deck.close(), day, office.FONTS[words.lang][1])


def _source(run: Run, words: Words) -> str:
    """The line of sources."""
    return words("source_line").format(
        plan=office.fitted(run.title, 40),
        digest=run.results.content["digest"][:_SHORT],
        n=words.numbers.count(run.answers["replications"]),
        day=words.numbers.day(run.answers["information_date"]),
        rests=rooms_told(run.answers, words, "tile_rests"),
    )


def _rests(run: Run, words: Words) -> list[str]:
    """What the speaker may be asked: bands, assumptions, the figure that would help most, the run."""
    rests, shares = run.answers["rests_on"], run.answers["rests_on"]["shares"]
    lines = [
        words("notes_band").format(
            n=words.numbers.count(run.answers["replications"]), demand=also_demand(run.answers, words)
        ),
        words("notes_rests").format(
            rooms=rooms_told(run.answers, words, "tile_rests"),
            staff=words(f"tile_staff_{staff_kind(run.answers)}"),
            seats=words.numbers.percent(shares.get("project_seats_assumed")),
            births=words.numbers.percent(shares.get("entrants_on_continued_births")),
        ),
    ]
    first = (rests.get("ask_first") or [None])[0]
    if first:
        lines.append(
            words("notes_first").format(figure=words.text(first["figure"]), office=words.text(first["office"]))
        )
    return [*lines, words("notes_run").format(plan=run.title, digest=run.results.content["digest"])]
