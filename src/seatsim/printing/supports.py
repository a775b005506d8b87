"""What the data can and cannot support, as text and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatsim.indicators.supports import Supports
from seatsim.language.phrases import said
from seatsim.language.show import CHECK
from seatsim.language.words import Words


def print_supports(told: Supports, lang: str) -> None:
    """Print what the data support, what they do not, and last what to ask for first."""
    words = Words(lang, CHECK)
    for title, lines in (("can", told.can), ("cannot", told.cannot)):
        print(words(title))
        for line in lines:
            print(f"  - {said(line, words.lang)}")
    print(words("first").format(figure=said(told.first, words.lang)))


def supports_as_json(told: Supports) -> Mapping[str, str | Sequence[str]]:
    """The same as plain values, in English as notes are."""
    return {"can": [*map(str, told.can)], "cannot": [*map(str, told.cannot)], "first": str(told.first)}
