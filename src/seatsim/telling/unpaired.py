"""Why two runs are not compared, in words."""

from __future__ import annotations

from seatsim.comparing.runs import Unpaired
from seatsim.language.words import Words

_DIGEST = 12
"""Letters told of a digest."""


def reason(refusal: Unpaired, base: str, other: str, words: Words) -> str:
    """The reason with the names of both runs and both values."""
    mine, theirs = (str(value)[:_DIGEST] if refusal.key == "county_digest" else value for value in refusal.values)
    return words(f"unpaired_{refusal.key}").format(base=base, other=other, mine=mine, theirs=theirs)
