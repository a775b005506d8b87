"""``seatsim report --format html``: one file that works offline and asks nothing of the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.results.read import Results

Progress = Callable[[str, int, int], None]


def page(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    progress: Progress | None = None,
) -> bytes:
    """The page. ``unpaired`` says why runs that stand beside each other are not compared."""
    from seatsim.papers.chart import PAGE
    from seatsim.papers.charts import charts
    from seatsim.papers.page.document import document
    from seatsim.papers.runs import name_runs

    words = Words(lang, REPORT)
    named = name_runs(runs, words)
    if progress is not None:
        progress(words("drawing"), 0, 1)
    return document(named, comparison, unpaired, charts(runs, comparison, words, PAGE), words, progress).encode()
