"""What keys of a scenario and of ``county.toml`` mean, in Chinese and in English."""

from __future__ import annotations

from functools import cache

from seatsim.domain.scenario import Scenario
from seatsim.inputs.county_file import CountyHead
from seatsim.inputs.keys import ANY, Key
from seatsim.inputs.schema import adapter
from seatsim.language.explained import key_words, under
from seatsim.language.terms import glossary

_SHORTEST = 5
"""Chinese meanings below this are a stage's name, which says nothing without its table."""


def key_meaning(key: Key, lang: str) -> str:
    """Meaning of a key in ``zh`` or ``en``, without its unit."""
    name = next(part for part in reversed(key.path) if part != ANY)
    own = key_words()[key.table, name] if lang == "zh" else key.meaning
    short = not own if lang == "en" else len(own) < _SHORTEST and (key.table, "") in key_words()
    if not short or key.types == ("object",):
        return own
    return under(class_meaning(key.table, "", lang), own or name, lang)


def unit_words(unit: str, lang: str) -> str:
    """A unit in ``zh`` or ``en``, as the glossary has it."""
    told = glossary().get(("unit", unit))
    return unit if told is None else told[lang]


def described(key: Key, lang: str) -> str:
    """Meaning with its unit in brackets, for editors."""
    if not key.unit:
        return key_meaning(key, lang)
    unit = unit_words(key.unit, lang) if lang == "zh" else key.unit
    return f"{key_meaning(key, lang)} [{unit}]"


def class_meaning(table: str, otherwise: str, lang: str) -> str:
    """What a table of keys is about, by its dataclass, without a stop."""
    text = key_words().get((table, ""), otherwise) if lang == "zh" else _docstrings().get(table, otherwise)
    return " ".join(text.replace("``", "'").split()).removesuffix(".")


@cache
def _docstrings() -> dict[str, str]:
    found = adapter(Scenario).json_schema()["$defs"] | adapter(CountyHead).json_schema()["$defs"]
    return {name: str(definition.get("description", "")) for name, definition in found.items()}
