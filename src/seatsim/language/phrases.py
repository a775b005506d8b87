"""Faults, notes and messages in the language chosen: a catalogue of sentences, keyed by the English template."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from operator import eq
from pathlib import Path
from string import Formatter

from seatsim.domain.phrase import Called, Phrase
from seatsim.language.headers import headers, table_names
from seatsim.language.terms import glossary

PHRASES = Path(__file__).with_name("phrases")
"""Folder of the catalogue; every ``.csv`` file in it has one row a template: ``en,zh``."""
_FIELD = re.compile(r"\{[^{}]*\}")
_FIELD_SPEC = re.compile(r"\{(\d*)[^{}]*\}")
_FEWEST_LETTERS = 12
"""Letters that a template needs besides its values to be known again."""
_MORE = "…"
"""Stands in a list for what it does not name."""
_ENDED = ("？；", "？")
"""A question that stands before another sentence has its stop already."""
_WORDS = ("stage", "unit", "variant")
"""Groups of the glossary whose words may stand in a phrase."""
_CHOICES = ("stage", "school_kind", "ownership", "zone_kind", "variant", "figure_kind", "resource")
"""Groups whose words cells hold, first those that most columns have."""
_NOTED = ("school_id", "zone", "schools", "zones", "special_rooms", "site_limit", "evenly")
"""Columns, rows and ways of sharing that notes of results name."""


def said(text: str, lang: str) -> str:
    """A phrase in ``zh``, with what stands in it; in ``en``, and for a text that is no phrase, the text itself.

    A unit in brackets of its own, and a word of the glossary, is said as the glossary has it, and what is called
    something in both languages as it is called; other values stay. A template that the catalogue lacks stays English.
    """
    if lang != "zh" or not isinstance(text, Phrase):
        return text
    if isinstance(text, Called):
        return text.chinese
    chinese = catalogue().get(text.template)
    if chinese is None:
        return _named(text) if not text.values else text
    if not text.values:
        return chinese
    return chinese.format(*_values(text)).replace(*_ENDED)


def recalled(text: str, lang: str, names: Mapping[str, str]) -> str:
    """In ``zh`` a note that results keep as its English text, by the template that fits it; else the text itself.

    ``names`` : Chinese names of schools and zones by their English ones.
    """
    return _recalled(text, names) if lang == "zh" else text


@cache
def catalogue() -> Mapping[str, str]:
    """Chinese templates by English ones."""
    return {row["en"]: row["zh"] for _, row in rows()}


def rows() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every row of the catalogue with the name of its file."""
    for path in sorted(PHRASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.name, row


def _values(phrase: Phrase) -> list[object]:
    units = _units(phrase.template)
    return [
        _term(value) if place in units and isinstance(value, str) and not isinstance(value, Phrase) else _said(value)
        for place, value in enumerate(phrase.values)
    ]


def _said(value: object) -> object:
    return said(value, "zh") if isinstance(value, Phrase) else value


def _units(template: str) -> set[int]:
    """Places of values that stand in brackets of their own."""
    parts = list(Formatter().parse(template))
    fields = [place for place, part in enumerate(parts) if part[1] is not None]
    return {
        number
        for number, place in enumerate(fields)
        if parts[place][0].endswith("(") and place + 1 < len(parts) and parts[place + 1][0].startswith(")")
    }


def _recalled(text: str, names: Mapping[str, str]) -> str:
    if text in names:
        return names[text]
    if text in catalogue() and not _FIELD.search(text):
        return catalogue()[text]
    if text in _NOTED:
        return catalogue().get(text) or _columns()[text]
    for form, chinese in _forms():
        if found := form.fullmatch(text):
            return chinese.format(*(_recalled(each, names) for each in found.groups()))
    parts = [part for part in text.split(", ") if part != _MORE]
    words = [names.get(part) or _term(part) for part in parts]
    return text if any(map(eq, words, parts)) else "、".join([*words, *([_MORE] if text.endswith(_MORE) else [])])


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What each template matches, and its Chinese with values that are written already; long templates first.

    Templates of few words are left out, for they match much that is not theirs.
    """
    long = {english: zh for english, zh in catalogue().items() if len(_FIELD.sub("", english)) >= _FEWEST_LETTERS}
    order = sorted(long, key=lambda english: -len(_FIELD.sub("", english)))
    return tuple(
        (re.compile("(.+)".join(map(re.escape, _FIELD.split(english)))), _FIELD_SPEC.sub(r"{\1}", long[english]))
        for english in order
    )


def _named(text: str) -> str:
    """A word of the glossary, a choice of a cell or a column of a county's table in Chinese; another as it stands."""
    word = _term(text)
    if word != text:
        return word
    found = _choice(str(text))
    return _columns().get(str(text), text) if found is None else found


def _choice(text: str) -> str | None:
    """The Chinese word for a choice of a cell; None if it is none."""
    found = (glossary().get((group, text)) for group in _CHOICES)
    return next((each["zh"] for each in found if each is not None), None)


@cache
def _columns() -> Mapping[str, str]:
    """Chinese names of columns of a county's tables, those of the register first."""
    named: dict[str, str] = {}
    for table in sorted(table_names(), key=lambda name: (name != "schools", name != "zones")):
        for header in headers(table):
            named.setdefault(header.column, header.zh)
    return named


def _term(text: str) -> str:
    """A word of the glossary in Chinese; another text as it stands."""
    found = (glossary().get((group, str(text))) for group in _WORDS)
    return next((each["zh"] for each in found if each is not None), text)
