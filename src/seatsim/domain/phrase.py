"""A sentence to people that can be said in another language: it keeps its template and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Self

from seatsim.domain.text import Text


class Phrase(str):
    """An English sentence; ``template`` and ``values`` are what a catalogue of another language needs."""

    template: str
    """The sentence with ``{}`` for each value, as ``str.format`` takes it; the key of a catalogue."""
    values: tuple[object, ...]
    """What stands in the places; phrases among them are said in the other language too."""

    def __new__(cls, template: str, *values: object) -> Self:
        """``template`` without values is taken as it stands, braces and all."""
        self = super().__new__(cls, template.format(*values) if values else template)
        self.template, self.values = template, values
        return self

    def __reduce__(self) -> tuple[type[Phrase], tuple[object, ...]]:
        """Another process gets the parts, not the English text alone."""
        return Phrase, (self.template, *self.values)


class Called(Phrase):
    """What a school or zone is called in each language."""

    chinese: str
    """Its Chinese name."""

    def __new__(cls, chinese: str, english: str) -> Self:
        """A name in Chinese and in English."""
        self = super().__new__(cls, english)
        self.chinese = chinese
        return self

    def __reduce__(self) -> tuple[type[Phrase], tuple[object, ...]]:
        """Both names."""
        return Called, (self.chinese, str(self))


def called(name: Text, otherwise: str) -> Called:
    """A name in both languages; ``otherwise`` stands for one that is empty."""
    return Called(name.zh or otherwise, name.en or otherwise)


def reason(error: Exception) -> str:
    """What an error says: its phrase where it was raised with one, what the system says of a file, or its text."""
    phrase = next((told for told in error.args if isinstance(told, Phrase)), None)
    return phrase or getattr(error, "strerror", None) or str(error)


def word(term: str) -> Phrase:
    """A stage, unit or column name: said as the glossary has it."""
    return Phrase(term)


def either(parts: Iterable[str]) -> Phrase:
    """``a or b or c``; phrases among them are said in the other language too. Raises TypeError without any."""
    return _each(lambda one, other: Phrase("{} or {}", one, other), parts)


def both(parts: Iterable[str]) -> Phrase:
    """``a and b and c``; otherwise like ``either``."""
    return _each(lambda one, other: Phrase("{} and {}", one, other), parts)


def together(parts: Iterable[str]) -> Phrase:
    """``a; b; c``; otherwise like ``either``."""
    return _each(lambda one, other: Phrase("{}; {}", one, other), parts)


def listed(parts: Iterable[str]) -> Phrase:
    """``a, b, c``; otherwise like ``either``."""
    return _each(lambda one, other: Phrase("{}, {}", one, other), parts)


def lines(parts: Iterable[str]) -> Phrase:
    """One on each line; otherwise like ``either``."""
    return _each(lambda one, other: Phrase("{}\n{}", one, other), parts)


def _each(join: Callable[[Phrase, Phrase], Phrase], parts: Iterable[str]) -> Phrase:
    return reduce(join, (part if isinstance(part, Phrase) else Phrase("{}", part) for part in parts))
