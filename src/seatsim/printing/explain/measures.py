"""Measures, statistics and scores, explained."""

from __future__ import annotations

from seatsim.backtesting.summary import MEASURES as SCORES
from seatsim.domain.measures import MEASURE
from seatsim.language.explained import formula_words, statistic_words
from seatsim.language.terms import glossary
from seatsim.printing.explain.entry import Entry, words_of


def measure(name: str, lang: str) -> Entry:
    """A published measure. Raises KeyError for another name."""
    words, found = words_of(lang), MEASURE[name]
    return Entry(
        name,
        "measure",
        words.term("measure", name),
        (
            ("meaning", words.term("measure_meaning", name)),
            ("unit", words.term("unit", found.unit)),
            ("formula", formula_words()[name] if words.chinese else found.formula),
            ("stages", words.listed([words.stage(stage) for stage in found.stages])),
            ("told", words("zones" if found.zones else "county")),
            ("better", words(found.better or "neither")),
            ("file", "summary.csv, replications.parquet; docs/measures.md"),
        ),
    )


def measures(lang: str) -> Entry:
    """All measures, one line each."""
    words = words_of(lang)
    lines = tuple((name, words.term("measure", name)) for name in MEASURE)
    return Entry("measures", "group", words("group_measures"), members=lines)


def statistic(name: str, lang: str) -> Entry:
    """A statistic over the futures, or a score of a back-test. Raises KeyError for another name."""
    found, score = statistic_words()[name], name in SCORES
    group = "backtest" if score else "statistic"
    return Entry(
        name,
        "score" if score else "statistic",
        glossary()[group, name][lang],
        (
            ("meaning", found[lang]),
            ("unit", SCORES.get(name, "")),
            ("formula", found[f"formula_{lang}"]),
            ("file", "scores.csv, backtest.json" if score else ""),
        ),
    )


def statistics(lang: str) -> Entry:
    """All statistics and scores, one line each."""
    lines = tuple((name, found[lang]) for name, found in statistic_words().items())
    return Entry("statistics", "group", words_of(lang)("group_statistics"), members=lines)
