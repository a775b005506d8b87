"""Sheets of what the numbers rest on: figures and norms, gaps filled by rule, measures with units, the glossary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence

from seatsim.domain.measures import MEASURES
from seatsim.language.glossary_page import GROUPS
from seatsim.language.phrases import recalled
from seatsim.language.terms import glossary
from seatsim.language.words import Words
from seatsim.papers.runs import Run
from seatsim.papers.tables.sources import figure_meaning, figures_of, marked
from seatsim.papers.tables.uncertain import unit_told
from seatsim.papers.workbook.book import Book, Column, Value

Rows = Iterator[Sequence[Value]]
_ORDER = ("assumed", "set", "derived", "reported")


def sources(book: Book, runs: Sequence[Run]) -> None:
    """Every figure and norm of every run, each once; what was filled by rule stands with them."""
    words = book.words
    sheet = book.sheet("sources")
    lead = [words("sources_lead"), words("sources_sheet_note")]
    row = book.head(sheet, words("sources_title"), lead)
    heads = [Column(words("figure_kind"), "kind", 12.0), Column(words("figure_id"), "text", 34.0)]
    heads.append(Column(words("meaning_head"), "wrap", 40.0))
    heads += [Column(words("figure_value"), "number", 16.0), Column(words("figure_unit")), Column(words("figure_date"))]
    heads += [Column(words("section_head")), Column(words("source_head"), "wrap", 52.0)]
    heads += [Column(words("note_head"), "wrap", 46.0), Column(words("file_head"), "text", 14.0)]
    heads += [Column(words("plans_head"), "text", 26.0)] if len(runs) > 1 else []
    book.table(sheet, row, heads, _figures(runs, words), freeze=2)


def _figures(runs: Sequence[Run], words: Words) -> Rows:
    """Assumed ones first; a figure that several plans share stands once, with their names."""
    found: dict[tuple[str | None, ...], list[str]] = {}
    columns = ("kind", "id", "value", "unit", "date", "section", "source", "note", "file")
    for run in runs:
        for row in figures_of(run):
            found.setdefault(tuple(row[column] for column in columns), []).append(run.title)
        names = run.chinese
        for rule in run.answers["rests_on"]["assumed"]:
            note = recalled(rule, words.lang, names)
            key = ("assumed", words("filled_by_rule"), None, None, None, None, note, None, None)
            found.setdefault(key, []).append(run.title)
    order = sorted(found, key=lambda each: _ORDER.index(each[0] or "assumed"))
    for each in order:
        kind, name, value, unit, *rest = each
        titles = [_all(found[each], runs, words)] if len(runs) > 1 else []
        named = (name, figure_meaning(name or "", words))
        yield (marked(kind or "assumed", words).text, *named, typed(value), unit_told(unit, words), *rest, *titles)


def _all(titles: Sequence[str], runs: Sequence[Run], words: Words) -> str:
    return words("every_plan") if len(titles) == len(runs) else words.listed(titles)


def typed(value: str | None) -> Value:
    """A value as TOML writes it: a number where it is one."""
    if value is None:
        return None
    try:
        found = tomllib.loads(f"x = {value}")["x"] if "\n" not in value else value
    except tomllib.TOMLDecodeError:
        return value
    return found if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e15 else value


def measures(book: Book) -> None:
    """Every measure with its unit, meaning and formula."""
    words = book.words
    sheet = book.sheet("measures")
    row = book.head(sheet, words("measures_title"), [words("terms_lead")], 5, 150)
    heads = [Column(words("measure_head"), "text", 30.0), Column(words("measure_id"), "text", 34.0)]
    heads += [Column(words("figure_unit"), "text", 14.0), Column(words("meaning_head"), "wrap", 70.0)]
    heads += [Column(words("stages_head"), "wrap", 34.0)]
    rows = (
        (
            words.term("measure", each.name),
            each.name,
            unit_told(each.unit, words),
            words.term("measure_meaning", each.name),
            words.listed([words.stage(stage) for stage in each.stages]),
        )
        for each in MEASURES
    )
    book.table(sheet, row, heads, rows, freeze=1)


def terms(book: Book) -> None:
    """The glossary in both languages."""
    words = book.words
    sheet = book.sheet("terms")
    row = book.head(sheet, words("terms_title"), [words("terms_note")], 4, 110)
    heads = [Column(words("group_head"), "text", 26.0), Column(words("zh_head"), "wrap", 40.0)]
    heads += [Column(words("en_head"), "wrap", 44.0), Column(words("key_head"), "text", 34.0)]
    place = 0 if words.chinese else 1
    rows = (
        (GROUPS[group][place], told["zh"], told["en"], key)
        for (group, key), told in glossary().items()
        if group in GROUPS and group != "measure_meaning"
    )
    book.table(sheet, row, heads, rows)
