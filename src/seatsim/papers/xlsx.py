"""``seatsim report --format xlsx``: one workbook of typed data and native charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.language.words import Words
from seatsim.language.workbook import WORKBOOK
from seatsim.papers import office
from seatsim.papers.native import MOST_CHARTED
from seatsim.results.read import Results

if TYPE_CHECKING:
    from seatsim.papers.runs import Run

Progress = Callable[[str, int, int], None]


def workbook(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    progress: Progress | None = None,
) -> bytes:
    """The workbook. ``unpaired`` says why runs that stand beside each other are not compared. Raises RefusedFolder."""
    from seatsim.papers.charts import charts
    from seatsim.papers.runs import name_runs
    from seatsim.papers.workbook import charts as drawn
    from seatsim.papers.workbook import comparison as compared
    from seatsim.papers.workbook import cover, results, sources
    from seatsim.papers.workbook.book import Book
    from seatsim.papers.workbook.feed import Feed

    words = Words(lang, WORKBOOK)
    named = name_runs(runs, words)
    made = {chart.id: chart for chart in charts(runs, comparison, words)}
    day = max(str(run.answers["information_date"]) for run in runs)
    book = Book(words, day)
    first = cover.begin(book)
    pictures = drawn.begin(book, named, comparison)
    parts: list[Callable[[], object]] = [lambda: cover.crowding(book, named)]
    parts += [lambda: compared.sheets(book, comparison)] if comparison else []
    parts += [lambda each=each: each(book, named) for each in results.SHEETS]  # type: ignore[misc]
    parts += [lambda: sources.sources(book, named), lambda: sources.measures(book), lambda: sources.terms(book)]
    parts += [lambda: drawn.fill(book, Feed(book), pictures, named, made)]
    for place, part in enumerate(parts):
        if progress is not None:
            progress(words("writing_workbook"), place, len(parts))
        part()
    cover.fill(book, first, named, _notes(named, unpaired, words))
    return office.repacked(book.close(), day, office.FONTS[words.lang][1])


def _notes(runs: Sequence[Run], unpaired: str | None, words: Words) -> list[str]:
    """What the cover says before anything else."""
    notes = [words("unpaired").format(why=unpaired)] if unpaired else []
    return [*notes, *([words("charts_some").format(n=MOST_CHARTED)] if len(runs) > MOST_CHARTED else [])]
