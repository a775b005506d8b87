"""Why runs are not compared, as a paper says it."""

from __future__ import annotations

from collections.abc import Sequence

from seatsim.comparing.runs import Unpaired
from seatsim.language.words import Words
from seatsim.results.read import Results
from seatsim.results.titles import labels, titles
from seatsim.telling.unpaired import reason


def told(refusal: Unpaired, runs: Sequence[Results], words: Words) -> str:
    """The reason with the titles of both runs and both values; no path, so that the page is the same anywhere."""
    named = [words.text(title) for title in titles(runs, labels(runs))]
    base, other = (
        named[next(i for i, run in enumerate(runs) if run is each)] for each in (refusal.base, refusal.other)
    )
    return reason(refusal, base, other, words)
