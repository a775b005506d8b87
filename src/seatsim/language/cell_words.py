"""Words that people write into cells: other names of choices, marks for nothing, totals, units behind numbers."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from seatsim.language.headers import plain
from seatsim.language.terms import glossary

CELL_WORDS = Path(__file__).with_name("cell_words.csv")
"""One row a meaning: ``group,key,texts`` with ``|`` between the texts."""
_LONGEST_TOTAL = 12
"""Letters of a word that ends like a total and is one."""
_TERMS = ("school_kind", "ownership", "zone_kind", "stage", "group_kind", "variant", "resource", "figure_kind")
"""Groups of the glossary whose words cells may hold."""


def key_of(group: str, text: str) -> str | None:
    """What a word of a choice means; None if it is none of the group's."""
    return _keys(group).get(plain(text))


def texts(group: str, key: str = "") -> frozenset[str]:
    """All texts of a meaning, plain as ``headers.plain`` makes them."""
    return frozenset(plain(text) for text in _rows().get((group, key), ()))


def written(group: str) -> frozenset[str]:
    """All texts of a group without keys, in small letters, as they are written and as ``headers.plain`` makes them."""
    return frozenset(text.casefold() for text in _rows()[group, ""]) | texts(group)


def is_unit(text: str, unit: str) -> bool:
    """Whether a text is a unit, by its name in either language or as people write it."""
    term = glossary().get(("unit", unit), {})
    return plain(text) in {plain(name) for name in (unit, *(term[lang] for lang in ("zh", "en") if term))} | texts(
        "unit", unit
    )


def is_word(group: str, text: str) -> bool:
    """Whether a cell holds nothing but a word of a group without keys."""
    return plain(text) in texts(group)


def is_total(text: str) -> bool:
    """Whether a cell names a row of totals."""
    word = plain(text).rstrip(":：")
    return word in texts("total") or (len(word) <= _LONGEST_TOTAL and word.endswith(tuple(texts("total_ending"))))


def is_footer(text: str) -> bool:
    """Whether a cell begins a remark below a table."""
    return plain(text).startswith(tuple(texts("footer")))


def chinese(group: str, key: str) -> str:
    """The Chinese word that templates write for a choice; the key itself where there is none."""
    term = glossary().get((group, key))
    if term is not None:
        return term["zh"]
    return next(iter(_rows().get((group, key), (key,))))


@cache
def _keys(group: str) -> Mapping[str, str]:
    """Keys by every text that means them."""
    found = dict[str, str]()
    if group in _TERMS:
        for (of, key), said in glossary().items():
            if of == group:
                found |= {plain(text): key for text in (key, said["zh"], said["en"])}
    for (of, key), words in _rows().items():
        if of == group:
            found |= {plain(text): key for text in (key, *words)}
    return found


@cache
def _rows() -> Mapping[tuple[str, str], tuple[str, ...]]:
    with CELL_WORDS.open(encoding="utf-8", newline="") as file:
        return {
            (row["group"], row["key"]): tuple(filter(None, row["texts"].split("|"))) for row in csv.DictReader(file)
        }
