"""Why runs are not compared, as a paper says it."""

from __future__ import annotations

from collections.abc import Sequence

from seatsim.comparing.runs import Unpaired
from seatsim.language.words import Words
from seatsim.results.read import Results
from seatsim.results.titles import labels, titles

_DIGEST = 12
"""Letters told of a digest."""


def told(refusal: Unpaired, runs: Sequence[Results], words: Words) -> str:
    """The reason with the titles of both runs and both values; no path, so that the page is the same anywhere."""
    named = [words.text(title) for title in titles(runs, labels(runs))]
    base, other = (
        named[next(i for i, run in enumerate(runs) if run is each)] for each in (refusal.base, refusal.other)
    )
    mine, theirs = (str(value)[:_DIGEST] if refusal.key == "county_digest" else value for value in refusal.values)
    return words(f"unpaired_{refusal.key}").format(base=base, other=other, mine=mine, theirs=theirs)
