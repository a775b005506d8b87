"""What is known of classrooms and classes, in the words of a catalogue."""

from __future__ import annotations

from seatsim.language.words import Words
from seatsim.telling.cells import Block

_WHOLE = 0.01
"""Share of the pupils below which a whole per cent tells too little."""


def rooms_told(answers: Block, words: Words, form: str) -> str:
    """The sentence ``form_KIND``, with the share of the pupils of whom neither classrooms nor classes are known."""
    rests = answers["rests_on"]
    return words(f"{form}_{rests['classrooms_and_classes']}").format(share=share_told(answers, words))


def share_told(answers: Block, words: Words) -> str:
    """That share in per cent, with a decimal where it is small."""
    share = answers["rests_on"]["shares"].get("pupils_without_rooms_and_classes", 0)
    return words.numbers.percent(share, 0 if share >= _WHOLE else 1)
