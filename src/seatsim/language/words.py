"""Words of one language: the glossary's terms and the sentences of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatsim.language.numbers import Numbers
from seatsim.language.page_one import PAGE_ONE
from seatsim.language.terms import term

Catalogue = Mapping[str, tuple[str, str]]
"""Sentences by key, Chinese and English."""
ASSUMED_MARKS = ("(假定)", "\uff08假定\uff09", "(assumed)")
"""What an assumed project's own name may say already."""


class Words:
    """Words of one language; Chinese for ``zh``, else English."""

    def __init__(self, lang: str, catalogue: Catalogue = PAGE_ONE) -> None:
        self.chinese = lang.lower().startswith("zh")
        self.lang = "zh" if self.chinese else "en"
        self.numbers = Numbers(self.lang)
        """How this language writes numbers."""
        self._catalogue = catalogue

    def __call__(self, key: str) -> str:
        """The word or sentence of a key of the catalogue."""
        return self._catalogue[key][0 if self.chinese else 1]

    def term(self, group: str, key: str) -> str:
        """A term of the glossary. Raises KeyError for one that it does not hold."""
        return term(group, key, self.lang)

    def stage(self, stage: str) -> str:
        """Name of a stage."""
        return self.term("stage", stage)

    def text(self, text: Mapping[str, str], otherwise: str = "") -> str:
        """A text of the data in this language, in the other one if it is missing."""
        mine, other = ("zh", "en") if self.chinese else ("en", "zh")
        return text[mine] or text[other] or otherwise

    def listed(self, parts: Sequence[str]) -> str:
        """Things of one kind, one after another."""
        return ("、" if self.chinese else ", ").join(parts)

    def join(self, parts: list[str]) -> str:
        """A list."""
        return ("；" if self.chinese else "; ").join(parts)
