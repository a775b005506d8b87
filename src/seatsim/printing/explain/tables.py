"""Tables and columns of a county folder, its figures, and faults, explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatsim.inputs.key_words import unit_words
from seatsim.language.explained import fault_words, figure_units, figure_words, under
from seatsim.language.headers import Header, headers, plain, table_names
from seatsim.printing.explain.entry import Entry, words_of

_YEAR = re.compile(r"\.\d{4}$")


def table(name: str, lang: str) -> Entry:
    """A table with its columns. Raises KeyError for another name."""
    lines = tuple((each.column, _column_line(each, lang)) for each in headers(name))
    facts = (("file", f"{name}.csv, {name}.xlsx, register.xlsx#{name}"),)
    return Entry(name, "table", f"{name}.csv", facts, lines)


def columns(name: str) -> Iterator[tuple[str, Header]]:
    """Columns that a name means, with their tables: ``schools.rooms_P``, ``rooms_P``, or a Chinese header."""
    of, _, column = name.rpartition(".")
    for each in table_names():
        if of in ("", each, f"{each}.csv"):
            for header in headers(each):
                if plain(column) in {plain(known) for known in (header.column, header.zh, *header.aliases)}:
                    yield each, header


def column(of: str, header: Header, lang: str) -> Entry:
    """A column of a table."""
    words = words_of(lang)
    facts = (
        ("meaning", header.meaning[lang]),
        ("unit", unit_words(header.unit, lang)),
        ("needed", words("yes" if header.required else "no")),
        ("names", words.listed([header.column, header.zh, *header.aliases])),
    )
    return Entry(f"{of}.{header.column}", "column", header.zh if lang == "zh" else "", facts)


def tables(lang: str) -> Entry:
    """All tables, one line each."""
    words = words_of(lang)
    lines = tuple((name, words.listed([each.name(lang) for each in headers(name)[:5]])) for name in table_names())
    return Entry("tables", "group", words("group_tables"), members=lines)


def figure_group(name: str) -> str | None:
    """Group of a figure's id (``F8.growth.primary``); None for what is no figure."""
    group = name.split(".")[0]
    pattern = _YEAR.sub(".YEAR", name)
    known = name == group or name in figure_units() or pattern in figure_units()
    return group if group in figure_words() and known else None


def figures(name: str, lang: str) -> Entry:
    """A group of figures, or one of them; ``name`` has a group."""
    words, group = words_of(lang), name.split(".")[0]
    said = figure_words()[group]
    units = {each: unit for each, unit in figure_units().items() if each.split(".")[0] == group}
    unit = units.get(name) or units.get(_YEAR.sub(".YEAR", name)) or ""
    facts = (
        ("meaning", said[lang]),
        ("unit", unit_words(unit, lang)),
        ("used", words.join([words(f"reader_{reader}") for reader in said["readers"].split()])),
    )
    lines = () if name != group else tuple((each, unit_words(told, lang)) for each, told in units.items())
    return Entry(name, "figures", "", facts, lines if len(lines) > 1 else ())


def figure_groups(lang: str) -> Entry:
    """All groups of figures."""
    lines = tuple((name, said[lang]) for name, said in figure_words().items())
    return Entry("figures", "group", words_of(lang)("group_figures"), members=lines)


def fault(code: str, lang: str) -> Entry:
    """A code of a fault. Raises KeyError for another name."""
    said = fault_words()[code]
    return Entry(code, "fault", "", (("meaning", said[lang]), ("do", said[f"do_{lang}"])))


def faults(lang: str) -> Entry:
    """All codes of faults, one line each."""
    lines = tuple((code, said[lang]) for code, said in fault_words().items())
    return Entry("faults", "group", words_of(lang)("group_faults"), members=lines)


def _column_line(header: Header, lang: str) -> str:
    words = words_of(lang)
    unit = f" [{unit_words(header.unit, lang)}]" if header.unit else ""
    must = f" ({words('must')})" if header.required else ""
    text = f"{header.meaning[lang]}{unit}{must}"
    return under(header.zh, text, lang) if lang == "zh" else text
