"""Finding what a name means: everything that it is a name of, or the names nearest to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches

from seatsim.domain.measures import MEASURE
from seatsim.inputs.key_words import key_meaning
from seatsim.inputs.keys import ANY, county_keys, free, scenario_keys
from seatsim.inputs.toml_lines import KeyPath
from seatsim.language.explained import (
    fault_words,
    figure_units,
    figure_words,
    statistic_words,
    synonyms,
    word_sentences,
)
from seatsim.language.headers import headers, table_names
from seatsim.printing.explain import keys, measures, tables, terms
from seatsim.printing.explain.entry import Entry, words_of

_GROUPS: Mapping[str, Callable[[str], Entry]] = {
    "measures": measures.measures,
    "statistics": measures.statistics,
    "scenario": keys.scenario,
    "county.toml": keys.county,
    "tables": tables.tables,
    "figures": tables.figure_groups,
    "faults": tables.faults,
    "norms": keys.norm_list,
}
"""What can be asked, by the name that lists it."""
_TITLES: Mapping[str, str] = {"county.toml": "group_county"}
_NEAR = 3
_ALIKE = 0.7
_FEW = 3
"""Keys with one last part that are told in full."""


def groups(lang: str) -> Entry:
    """The groups of what can be asked."""
    words = words_of(lang)
    lines = tuple((name, words(_TITLES.get(name, f"group_{name}"))) for name in _GROUPS)
    return Entry("explain", "group", words("groups"), (("note", words("also")),), lines)


def explained(name: str, lang: str) -> tuple[Entry, ...]:
    """Everything that a name is a name of; empty for an unknown one."""
    name = name.strip().strip("[]")
    found = [*_named(name, lang)]
    if not found:
        found = [*_by_last_part(name, lang)]
    if not found:
        found = [*terms.exact(name, lang)]
    # An English name nearly right is misspelt; a Chinese word may be a part of many.
    misspelt = name.isascii() and bool(nearest_names(name))
    if not found and not misspelt and (held := terms.holding(name, lang)) is not None:
        found = [held]
    if (meant := synonyms().get(name)) is not None:
        found = [keys.key_entry(scenario_keys()[tuple(meant.split("."))], lang), *found]
    if name in word_sentences():
        found = [terms.sentence(name, lang), *(entry for entry in found if entry.kind != "term")]
    unique = {(entry.name, entry.kind): entry for entry in found}
    return tuple(unique.values())


def nearest_names(name: str) -> list[str]:
    """Known names closest to one, best first."""
    near = get_close_matches(name, names(), n=_NEAR, cutoff=_ALIKE)
    if near or "." in name:
        return near
    last: dict[str, str] = {}
    for each in names():
        last.setdefault(each.rpartition(".")[2], each)
    return [last[part] for part in get_close_matches(name, last, n=_NEAR, cutoff=_ALIKE)]


def names() -> list[str]:
    """Every name that can be asked, without Chinese ones."""
    columns = (f"{table}.{header.column}" for table in table_names() for header in headers(table))
    return [
        *dict.fromkeys(
            [
                *_GROUPS,
                *MEASURE,
                *statistic_words(),
                *keys.known_keys(),
                *table_names(),
                *columns,
                *figure_words(),
                *figure_units(),
                *fault_words(),
                *keys.other_norms(),
            ]
        )
    ]


def _named(name: str, lang: str) -> Iterator[Entry]:
    """What has exactly this name."""
    if name in _GROUPS:
        yield _GROUPS[name](lang)
    if name in MEASURE:
        yield measures.measure(name, lang)
    if name in statistic_words():
        yield measures.statistic(name, lang)
    path = tuple(name.replace('"', "").split("."))
    for known in (scenario_keys(), county_keys()):
        if (found := free(path, known) or _without_name(path, known)) is not None:
            yield keys.key_entry(known[found], lang)
    table = name.removesuffix(".csv")
    if table in table_names():
        yield tables.table(table, lang)
    yield from (tables.column(of, header, lang) for of, header in tables.columns(name))
    if tables.figure_group(name) is not None:
        yield tables.figures(name, lang)
    if name in fault_words():
        yield tables.fault(name, lang)
    if name in keys.other_norms():
        yield keys.norm_entry(keys.other_norms()[name], lang)


def _without_name(path: KeyPath, known: Collection[KeyPath]) -> KeyPath | None:
    """A key that was written without the name that users choose, as in ``projects.opens``; None if there is none.

    Tables above ``boundaries`` may be left out too.
    """
    whole = {each: tuple(part for part in each if part != ANY) for each in known if ANY in each}
    found = [each for each, short in whole.items() if len(path) > 1 and short[-len(path) :] == path]
    return found[0] if found and found[0] != (*path, ANY) else None


def _by_last_part(name: str, lang: str) -> Iterator[Entry]:
    """Keys that end so: few are told in full, more are listed."""
    ends = {
        written: key for written, key in keys.known_keys().items() if written == name or written.endswith(f".{name}")
    }
    if len(ends) <= _FEW:
        yield from (keys.key_entry(key, lang) for key in ends.values())
    else:
        lines = tuple((written, key_meaning(key, lang)) for written, key in ends.items())
        yield Entry(name, "search", members=lines)
