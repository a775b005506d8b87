"""Keys of a scenario and of ``county.toml``, and the norms behind their defaults, explained."""

from __future__ import annotations

import json
from collections.abc import Mapping

from seatsim.inputs.key_words import key_meaning, unit_words
from seatsim.inputs.keys import ANY, Key, county_keys, members, scenario_keys
from seatsim.inputs.norms import Norm, norms
from seatsim.inputs.toml_lines import KeyPath
from seatsim.language.words import Words
from seatsim.printing.explain.entry import Entry, words_of

_DECIDED: Mapping[str, str] = {
    "levers": "lever",
    "projects": "project",
    "policies": "policy",
    "uncertainty": "nature",
    "limits": "limit",
    "baseline": "reading",
}
_YEARS = ("academic year", "calendar year")
"""Units whose numbers have no separators."""
_NAME = "NAME"
"""Stands in what is printed for a name that users choose."""
_OF_COUNTY: Mapping[str, str] = {"horizon": "horizon_allowed", "projects.*.opens": "opens_allowed"}
"""Keys whose range only a county knows, and the words that say so."""


def known_keys() -> Mapping[str, Key]:
    """Every key as it is written, of a scenario first, with ``NAME`` for a free name."""
    return {written(key): key for key in (*county_keys().values(), *scenario_keys().values())}


def written(key: Key) -> str:
    """Dotted key with ``NAME`` for a free name."""
    return key.name.replace(ANY, _NAME)


def key_entry(key: Key, lang: str) -> Entry:
    """One key, or a table of keys with one line for each."""
    words, norm = words_of(lang), key.default
    of_scenario = scenario_keys().get(key.path) == key
    default = _toml(key.own_default) if norm is None and key.own_default is not None else ""
    facts = (
        ("meaning", key_meaning(key, lang)),
        ("unit", unit_words(key.unit, lang)),
        ("type", words("or").join(words(each) for each in key.types)),
        ("choices", ", ".join(_toml(choice) for choice in key.choices)),
        ("allowed", _allowed(key, words)),
        ("default", default if norm is None else _toml(norm.value)),
        *(() if norm is None else _sourced(norm, words)),
        ("needed", words("yes" if key.required else "no") if key.path[0] in ("projects", "policies") else ""),
        ("decided", words(_DECIDED[key.path[0]]) if key.path[0] in _DECIDED else ""),
    )
    kind = "key" if of_scenario else "county-key"
    return Entry(written(key), kind, "", facts, _members(key.path, _format(of_scenario), lang))


def scenario(lang: str) -> Entry:
    """Tables and keys at the top of a scenario."""
    return Entry("scenario", "group", words_of(lang)("group_scenario"), members=_members((), scenario_keys(), lang))


def county(lang: str) -> Entry:
    """Tables and keys at the top of ``county.toml``."""
    return Entry("county.toml", "group", words_of(lang)("group_county"), members=_members((), county_keys(), lang))


def norm_entry(norm: Norm, lang: str) -> Entry:
    """A national norm or setting that is no key of a scenario."""
    words = words_of(lang)
    facts = (("value", _toml(norm.value)), ("unit", unit_words(norm.unit, lang)), *_sourced(norm, words))
    return Entry(norm.id, "norm", "", facts)


def other_norms() -> Mapping[str, Norm]:
    """Norms that are no default of a key."""
    return {name: norm for name, norm in norms().items() if tuple(name.split(".")) not in scenario_keys()}


def norm_list(lang: str) -> Entry:
    """All norms that are no default of a key, one line each."""
    lines = tuple((name, f"{_toml(norm.value)} {unit_words(norm.unit, lang)}") for name, norm in other_norms().items())
    return Entry("norms", "group", words_of(lang)("group_norms"), members=lines)


def _format(of_scenario: bool) -> Mapping[KeyPath, Key]:
    return scenario_keys() if of_scenario else county_keys()


def _members(path: KeyPath, keys: Mapping[KeyPath, Key], lang: str) -> tuple[tuple[str, str], ...]:
    lines = []
    for key in members(path, keys):
        unit = f" [{unit_words(key.unit, lang)}]" if key.unit else ""
        lines.append((written(key), f"{key_meaning(key, lang)}{unit}"))
    return tuple(lines)


def _sourced(norm: Norm, words: Words) -> tuple[tuple[str, str], ...]:
    section = f" ({norm.section}, {norm.date})" if norm.section else f" ({norm.date})"
    return (
        ("source", f"{norm.source}{section}"),
        ("kind", words.term("figure_kind", norm.kind)),
        ("note", norm.note),
    )


def _allowed(key: Key, words: Words) -> str:
    if key.name in _OF_COUNTY:
        return words(_OF_COUNTY[key.name])
    if key.range is None:
        return ""
    high = _number(key.range.high, key.unit)
    if 0 < key.range.low < 1e-300:
        return words("above").format(high=high)
    return words("between").format(low=_number(key.range.low, key.unit), high=high)


def _number(value: float, unit: str) -> str:
    """A bound with separators, but a year without."""
    if value != int(value):
        return f"{value:g}"
    return str(int(value)) if unit in _YEARS else f"{int(value):,}"


def _toml(value: object) -> str:
    """A value as it is written in TOML."""
    return json.dumps(value, ensure_ascii=False)
