"""Terms of the glossary, explained: Chinese names lead to what they are names of."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.inputs.key_words import key_meaning
from seatsim.language.explained import word_sentences
from seatsim.language.glossary_page import GROUPS
from seatsim.language.headers import plain
from seatsim.language.terms import glossary
from seatsim.printing.explain.entry import Entry, words_of
from seatsim.printing.explain.keys import known_keys
from seatsim.printing.explain.measures import measure, statistic

_MOST = 20
"""Most names listed of those that hold a word."""
_EXPLAINED = {"measure": measure, "statistic": statistic}
"""Groups of terms that have an explanation of their own."""


def exact(name: str, lang: str) -> Iterator[Entry]:
    """Terms that read exactly so in either language."""
    wanted = plain(name)
    for (group, key), text in glossary().items():
        if group not in GROUPS or wanted not in (plain(text["zh"]), plain(text["en"])):
            continue
        if group in _EXPLAINED:
            yield _EXPLAINED[group](key, lang)
        else:
            yield term(group, key, lang)


def term(group: str, key: str, lang: str) -> Entry:
    """A term of the glossary."""
    text, words = glossary()[group, key], words_of(lang)
    told = GROUPS[group][0 if words.chinese else 1]
    facts = (("meaning", told), ("chinese", text["zh"]), ("english", text["en"]), ("key_name", key))
    return Entry(text[lang], "term", "", facts)


def sentence(word: str, lang: str) -> Entry:
    """A word of the papers in a sentence. Raises KeyError for another."""
    return Entry(word, "term", "", (("meaning", word_sentences()[word][lang]),))


def holding(name: str, lang: str) -> Entry | None:
    """Names whose term or meaning holds a text; None if none does."""
    wanted = plain(name)
    found: dict[str, str] = {}
    for (group, key), text in glossary().items():
        if group in GROUPS and wanted in plain(text["zh"] + " " + text["en"]):
            found.setdefault(key if group in _EXPLAINED else text[lang], f"{text['zh']}, {text['en']}")
    for known, stated in known_keys().items():
        if wanted in plain(key_meaning(stated, "zh")):
            found.setdefault(known, key_meaning(stated, lang))
    if not found:
        return None
    listed = list(found.items())
    more = words_of(lang)("more").format(count=len(listed) - _MOST)
    return Entry(name, "search", "", (("note", more if len(listed) > _MOST else ""),), tuple(listed[:_MOST]))
