"""Terms of the glossary, explained: Chinese names lead to what they are names of."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.domain.measures import MEASURE
from seatsim.inputs.key_words import key_meaning
from seatsim.inputs.keys import scenario_keys
from seatsim.language.explained import term_words, word_sentences
from seatsim.language.glossary_page import GROUPS
from seatsim.language.headers import plain
from seatsim.language.terms import glossary
from seatsim.printing.explain.entry import Entry, words_of
from seatsim.printing.explain.keys import key_entry, known_keys
from seatsim.printing.explain.measures import measure, statistic
from seatsim.printing.explain.tables import table

_MOST = 20
"""Most names listed of those that hold a word."""
_EXPLAINED = {"measure": measure, "statistic": statistic, "table": table}
"""Groups of terms that have an explanation of their own."""
_LONGER = {"stage_full": "stage", "office_short": "office"}
"""Groups of other names for what another group has."""
_MOST_COUNTED = 5
"""Most measures and keys named that are counted in a unit."""


def exact(name: str, lang: str) -> Iterator[Entry]:
    """Terms that read exactly so in either language, or have exactly this name of several words in files.

    A name of one word, as ``desk``, is rather a key that is misspelt.
    """
    wanted, of_files = plain(name), "-" in name or "_" in name
    for (group, key), text in glossary().items():
        if group in GROUPS and (wanted in (plain(text["zh"]), plain(text["en"])) or (of_files and name == key)):
            yield entry(group, key, lang)


def entry(group: str, key: str, lang: str) -> Entry:
    """A term of the glossary: a measure, statistic, table or key of that name, or the term itself."""
    if group in _EXPLAINED:
        return _EXPLAINED[group](key, lang)
    if group == "part":
        return key_entry(scenario_keys()[tuple(key.split("."))], lang)
    if (group, key) in term_words() or (_LONGER.get(group, ""), key) in term_words():
        return term(group, key, lang)
    if group == "compare" and key in MEASURE:
        return measure(key, lang)
    return statistic(key, lang) if group == "backtest" else term(group, key, lang)


def term(group: str, key: str, lang: str) -> Entry:
    """A term of the glossary by itself."""
    text = glossary()[group, key]
    facts = (("meaning", meaning(group, key, lang)), ("chinese", text["zh"]), ("english", text["en"]))
    return Entry(text[lang], "term", "", (*facts, ("key_name", key)))


def meaning(group: str, key: str, lang: str) -> str:
    """What a term means. Raises KeyError for one without a meaning of its own."""
    if group == "unit":
        return _counted_in(key, lang)
    if group == "draw":
        return glossary()[group, key][lang]
    of_longer = (_LONGER.get(group, group), key)
    return term_words()[(group, key) if (group, key) in term_words() else of_longer][lang]


def _counted_in(unit: str, lang: str) -> str:
    """The measures and keys that are counted in a unit, the first few; a unit of other numbers says that it is one."""
    words = words_of(lang)
    names = [words.term("measure", name) for name, found in MEASURE.items() if found.unit == unit]
    names += [name for name, key in known_keys().items() if key.unit == unit]
    if not names:
        return words("counts")
    more = ["…"] if len(names) > _MOST_COUNTED else []
    return words("counted_in").format(names=words.listed([*names[:_MOST_COUNTED], *more]))


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
