"""What a run rests on: figures by kind, projects' sources, uncertainties switched on, terms."""

from __future__ import annotations

from typing import Any

from seatsim.domain.measures import MEASURES
from seatsim.inputs.key_words import key_meaning
from seatsim.inputs.keys import scenario_keys
from seatsim.language.phrases import recalled
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Heading, Legend, Row, Sentence
from seatsim.papers.runs import Run
from seatsim.papers.tables.uncertain import KINDS, uncertain, unit_told
from seatsim.telling.demand_errors import demand_in_band

_FOLDED = ("reported", "derived")
_ELSEWHERE = "build."
"""Beginning of the ids of figures about builds of other counties, which no run reads."""


def sources(run: Run, words: Words) -> tuple[Block, ...]:
    """Everything the run rests on."""
    figures = figures_of(run)
    counts = {kind: sum(row["kind"] == kind for row in figures) for kind in KINDS}
    legend = Legend([(f"kind {kind}", shape, _kind_told(kind, counts[kind], words)) for kind, shape in KINDS.items()])
    return (
        Sentence(words("sources_lead")),
        legend,
        Heading(words("uncertain_title")),
        *_band(run, words),
        uncertain(run, figures, words),
        *_completed(run, words),
        Heading(words("project_sources_title")),
        _projects(run, words),
        Heading(words("figures_title")),
        *(_figures(kind, figures, words) for kind in ("assumed", "set", "derived", "reported")),
    )


def figures_of(run: Run) -> list[dict[str, Any]]:
    """Rows of ``figures.csv`` that the run can rest on: builds of other counties stand in the file for comparison."""
    return [row for row in run.table("figures.csv").iter_rows(named=True) if not row["id"].startswith(_ELSEWHERE)]


def figure_meaning(name: str, words: Words) -> str:
    """What a figure is about where it is the value of a scenario's key; empty for others."""
    key = scenario_keys().get(tuple(name.split(".")))
    return "" if key is None else key_meaning(key, words.lang)


def _band(run: Run, words: Words) -> tuple[Sentence, ...]:
    """Whose error laws of demand the 80 % band holds."""
    told = demand_in_band(run.answers, words)
    return (Sentence(told),) if told else ()


def _kind_told(kind: str, count: int, words: Words) -> str:
    return f"{_kind(kind, words)}: {words(f'kind_{kind}')} ({count})"


def _kind(kind: str, words: Words) -> str:
    return words("kind_word_set") if kind == "set" else words.term("figure_kind", kind)


def marked(kind: str, words: Words) -> Cell:
    """A kind by word and shape."""
    return Cell(f"{KINDS[kind]} {_kind(kind, words)}", f"kind {kind}")


def _figures(kind: str, figures: list[dict[str, Any]], words: Words) -> Grid:
    rows = [
        Row(
            (
                Cell(row["id"], "code"),
                figure_meaning(row["id"], words),
                Cell(row["value"] or "", "code"),
                unit_told(row["unit"], words),
                row["date"] or "",
                marked(kind, words),
                " · ".join(filter(None, (row["section"], row["source"], row["note"]))),
            )
        )
        for row in figures
        if row["kind"] == kind
    ]
    heads = [words(f"figure_{name}") for name in ("id", "value", "unit", "date", "kind", "source")]
    heads.insert(1, words("meaning_head"))
    caption = words("figures_caption").format(kind=_kind(kind, words), n=len(rows))
    empty = words("figures_none").format(kind=_kind(kind, words))
    return Grid(caption, heads, rows, empty, left=(0, 1, 3, 4, 5, 6), css="texts", folded=kind in _FOLDED)


def _completed(run: Run, words: Words) -> tuple[Block, ...]:
    """What was missing and completed by rule, as the run tells it."""
    rules = run.answers["rests_on"]["assumed"]
    if not rules:
        return (Sentence(words("completed_none")),)
    names = run.chinese
    rows = [Row((str(place), Cell(recalled(rule, words.lang, names), "code"))) for place, rule in enumerate(rules, 1)]
    return (
        Heading(words("completed_title")),
        Grid(words("completed_caption"), ("", words("completed_rule")), rows, left=(0, 1), css="texts"),
    )


def _projects(run: Run, words: Words) -> Grid:
    """Where each project is stated, or why it is assumed."""
    names = {row["project"]: words.text(row["name"], row["project"]) for row in run.answers["projects"]}
    rows = [
        Row((names.get(row["project"], row["project"]), marked(row["status"], words), row["source"] or ""))
        for row in run.table("projects.csv").iter_rows(named=True)
    ]
    heads = [words("project_name"), words("figure_kind"), words("figure_source")]
    return Grid(words("project_sources_caption"), heads, rows, words("projects_none"), left=(0, 1, 2), css="texts")


def terms(run: Run, words: Words) -> tuple[Block, ...]:
    """Terms of the page and what they mean; of the band, what it holds in this run."""
    rows = [
        Row((*(words.term(group, each.name) for group in ("measure", "measure_meaning")), unit_told(each.unit, words)))
        for each in MEASURES
    ]
    heads = [words("term_head"), words("meaning_head"), words("figure_unit")]
    return (
        Sentence(words("terms_lead")),
        *_band(run, words),
        Grid(words("terms_caption"), heads, rows, left=(0, 1, 2), css="texts", folded=True),
    )
