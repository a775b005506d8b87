"""The glossary holds a term in both languages for everything that the program can tell, and nothing is told twice."""

from __future__ import annotations

import ast
import csv
import importlib
import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import pytest

import outcomes
import seatsim
from seatsim.backtesting.sizes import CLASSES
from seatsim.backtesting.summary import BASELINES, CELLS, OWN, PERIODS, TOTALS
from seatsim.backtesting.summary import MEASURES as SCORES
from seatsim.domain.allocation import PARTS as ALLOCATION
from seatsim.domain.causes import TERMS
from seatsim.domain.demand_uncertainty import BirthVariant
from seatsim.domain.figures import FigureKind
from seatsim.domain.latest_start import StartState
from seatsim.domain.layout_levers import GroupKind
from seatsim.domain.measures import MEASURES, RESOURCES
from seatsim.domain.money import PARTS as MONEY
from seatsim.domain.outcome import WAITS
from seatsim.domain.project import Fills, Phase, Project, ProjectKind
from seatsim.domain.scenario import AdmissionLever, CrowdingVariant, Levers, Uncertainty
from seatsim.domain.stages import STAGES
from seatsim.domain.stored_draws import FEATURES, SOURCES, Kind
from seatsim.indicators.decisions import OFFICES
from seatsim.indicators.measures import measure_frames
from seatsim.indicators.report_figures import Indicator
from seatsim.indicators.resolution import LIMIT_STAGES
from seatsim.indicators.sources import FIGURES, State, headline_answers
from seatsim.inputs.norms import norms
from seatsim.inputs.register import KINDS as SCHOOL_KINDS
from seatsim.inputs.register import OWNERSHIPS
from seatsim.inputs.zones import KINDS as ZONE_KINDS
from seatsim.language.glossary_page import GROUPS, glossary_page
from seatsim.language.page_one import PAGE_ONE
from seatsim.language.terms import GLOSSARY, glossary
from seatsim.model.finance import RULES
from seatsim.results.columns import TABLES, Column
from shipped import ROOT

SOURCE = Path(seatsim.__file__).parent
CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
CHINESE_SIGNS = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]")
STATISTIC = re.compile("_(mean|p10|p50|p90)$")
OF_ENGLISH_TOO = {("unit", "%")}
"""Terms that are the same sign in both languages."""
WITH_CHINESE = {"measure_meaning"}
"""Groups whose English names the Chinese term in brackets."""
ROWS = list(csv.DictReader(GLOSSARY.read_text(encoding="utf-8").splitlines()))
MORE_IN_ONE = {
    "cause_moving_up",
    *("brief_lead", "pupils_now", "crowded_now", "note_results", "note_seats", "problem_overflow", "unsure_births"),
    *("problem_plan", "plans_pair", "plans_told"),
}
"""Sentences of which one language says more: the year from which pupils move up; and the brief, whose English has room
in its sentences for what the Chinese tells in the notes of its tables or in an annex."""
BLANK_IN_ENGLISH = {"short_stage", "date", "leads"}
"""What English leaves blank: a head whose letters below the legend explains; of the brief, the date under the signature
and numbers of the second level."""
CATALOGUES: Mapping[str, Mapping[str, object]] = {
    f"{path.stem}.{name}": value
    for path in sorted((SOURCE / "language").glob("*.py"))
    for name, value in vars(importlib.import_module(f"seatsim.language.{path.stem}")).items()
    if name.isupper() and isinstance(value, Mapping)
}


def units_of(table: Path) -> set[str]:
    """Units of a county's figures."""
    return {row["unit"] for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())}


def stems(columns: Collection[Column]) -> set[str]:
    """Names of columns without their statistic."""
    return {STATISTIC.sub("", column.name) for column in columns}


def statistics() -> set[str]:
    """Statistics that stand in a name of a column."""
    found = {match.group(1) for columns in TABLES.values() for c in columns if (match := STATISTIC.search(c.name))}
    return found | {c.name for columns in TABLES.values() for c in columns if re.fullmatch(r"mean|p\d\d", c.name)}


def answers() -> set[str]:
    """Names of the answers whose bands are split."""
    run = outcomes.outcome(range(2020, 2036), 2)
    frame = measure_frames(run, outcomes.county(), outcomes.limits())
    # Milestones follow the baseline year, so that no year of their own has a word.
    told = {re.sub(r"_\d{4}$", "_YEAR", name) for name in headline_answers(run, frame)}
    return {*told, "crowded"}


def events() -> set[str]:
    """Kinds of events: the first word of every note that the model writes, and the steps of a campus without rooms."""
    found = set()
    for path in [*(SOURCE / "model").glob("*.py"), *(SOURCE / "study").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = {"note": 0, "_note": 0, "Event": 1}.get(name)
                if at is not None:
                    found |= set(texts(node.args[at]))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "steps":
                found |= {text for step in getattr(node.value, "elts", ()) for text in texts(step.elts[0])}
    return found


def texts(node: ast.AST) -> list[str]:
    """Literal strings that an expression can be."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def literals(kind: type, field: str) -> tuple[str, ...]:
    """What a field may hold."""
    return get_args(get_type_hints(kind)[field])


def columns_of_other_tables() -> set[str]:
    """Columns of every table but the ledger and the September sheet; measures and draws have groups of their own."""
    own = {m.name for m in MEASURES} | {f.column for f in FEATURES} | statistics()
    tables = [columns for name, columns in TABLES.items() if name not in ("teachers.csv", "september.csv")]
    return {name for columns in tables for name in stems([c for c in columns if c.name not in own])}


TOLD: Mapping[str, Collection[str]] = {
    "stage": (*STAGES, "all"),
    "stage_full": (*STAGES, "all"),
    "measure": [m.name for m in MEASURES],
    "measure_meaning": [m.name for m in MEASURES],
    "unit": {m.unit for m in MEASURES}
    | {column.unit for columns in TABLES.values() for column in columns if column.unit}
    | {norm.unit for norm in norms().values() if norm.unit}
    | units_of(ROOT / "seeds" / "figures.csv")
    | {"yuan", "pupil-years"},
    "statistic": statistics(),
    "limit": LIMIT_STAGES,
    "cause": TERMS,
    "allocation": ALLOCATION,
    "source": SOURCES,
    "source_kind": get_args(Kind),
    "source_state": get_args(State),
    "answer": answers(),
    "office": OFFICES,
    "office_short": OFFICES,
    "project_kind": get_args(ProjectKind),
    "project_status": literals(Project, "status"),
    "school_status": ("registered", "completed", "assumed", "new"),
    "phase": get_args(Phase),
    "fills": get_args(Fills),
    "wait": WAITS,
    "latest_state": get_args(StartState),
    "zone_kind": ZONE_KINDS,
    "school_kind": SCHOOL_KINDS,
    "ownership": OWNERSHIPS,
    "group_kind": get_args(GroupKind),
    "figure_kind": (*get_args(FigureKind), "set"),
    "colour": ("red", "amber", "green"),
    "gate": literals(AdmissionLever, "gate"),
    "last_resort": literals(AdmissionLever, "last_resort"),
    "variant": (*get_args(BirthVariant), *get_args(CrowdingVariant)),
    "ledger": stems(TABLES["teachers.csv"]),
    "september": stems(TABLES["september.csv"]),
    "money_part": (*MONEY, "capital"),
    "rule": RULES,
    "resource": RESOURCES,
    "part": [
        f"{name}.{f.name}" for name, kind in (("uncertainty", Uncertainty), ("levers", Levers)) for f in fields(kind)
    ],
    "event": events(),
    "column": columns_of_other_tables(),
    "draw": [f.column for f in FEATURES],
    "backtest": (OWN, *BASELINES, *SCORES, *PERIODS, TOTALS, CELLS, *CLASSES),
}
"""What the program can tell, by group."""


@pytest.mark.parametrize("group", TOLD)
def test_nothing_that_can_be_told_lacks_a_term(group: str) -> None:
    assert TOLD[group]
    assert sorted(set(TOLD[group]) - {key for of, key in glossary() if of == group}) == []


@pytest.mark.parametrize(
    "group", sorted({"measure", "cause", "source", "limit", "part", "draw", "event", "ledger", "backtest"})
)
def test_no_term_is_left_of_what_is_no_longer_told(group: str) -> None:
    assert sorted({key for of, key in glossary() if of == group} - set(TOLD[group])) == []


def test_both_languages_are_there_and_each_is_itself() -> None:
    for row in ROWS:
        place = (row["group"], row["key"])
        assert all(row[name] == row[name].strip() != "" for name in ("group", "key", "zh", "en")), place
        assert CHINESE.search(row["zh"]) or place in OF_ENGLISH_TOO, f"{place}: no Chinese"
        if row["group"] not in WITH_CHINESE:
            assert not CHINESE_SIGNS.search(row["en"]), f"{place}: Chinese in the English"


def test_no_key_stands_twice() -> None:
    assert len(glossary()) == len(ROWS)


@pytest.mark.parametrize(
    "group", ["measure", "stage", "limit", "cause", "source", "school_kind", "ledger", "column", "backtest"]
)
def test_no_two_terms_of_a_table_read_the_same(group: str) -> None:
    for lang in ("zh", "en"):
        told = [row[lang] for row in ROWS if row["group"] == group]
        assert sorted(told) == sorted(set(told))


def test_meanings_are_the_programs_own() -> None:
    assert {m.name: m.meaning for m in MEASURES} == {
        key: text["en"] for (group, key), text in glossary().items() if group == "measure_meaning"
    }
    assert {f.column: f.meaning for f in FEATURES} == {
        key: text["en"] for (group, key), text in glossary().items() if group == "draw"
    }
    assert {key: glossary()["resource", key]["en"] for key in RESOURCES} == dict(RESOURCES)


def test_offices_in_the_answers_are_the_glossarys() -> None:
    assert {item: glossary()["office", item] for item in OFFICES} == dict(OFFICES)
    for asked in FIGURES.values():
        for lang, sign in (("zh", "、"), ("en", ", ")):
            known = {text[lang] for (group, _), text in glossary().items() if group in ("office", "office_short")}
            assert set(asked["office"][lang].split(sign)) <= known


def test_answers_on_page_one_are_the_glossarys() -> None:
    plain = {key: texts for key, texts in PAGE_ONE.items() if key.startswith("answer_") and not gaps("".join(texts))}
    assert len(plain) >= 4
    for key, texts in plain.items():
        assert tuple(glossary()["answer", key.removeprefix("answer_")].values()) == texts


def test_texts_of_the_report_indicators_have_units_of_the_glossary() -> None:
    from seatsim.indicators.report import report_indicators
    from seatsim.inputs.baseline import baseline_plan, load_baseline

    county, reconciled = load_baseline(ROOT / "seeds", ())
    told: tuple[Indicator, ...] = report_indicators(county, *baseline_plan(ROOT / "seeds", ()), reconciled)
    assert {row.unit for row in told} - {key for group, key in glossary() if group == "unit"} == set()
    assert {row.against for row in told if row.against} <= {key for group, key in glossary() if group == "against"}


def test_every_group_stands_on_the_page() -> None:
    assert {group for group, _ in glossary()} == {*GROUPS, "measure_meaning"}
    assert all(CHINESE.search(chinese) and not CHINESE.search(english) for chinese, english in GROUPS.values())


def test_the_page_is_the_glossary() -> None:
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == glossary_page()


@pytest.mark.parametrize("name", CATALOGUES)
def test_sentences_have_both_languages_and_the_same_gaps(name: str) -> None:
    for key, texts in CATALOGUES[name].items():
        assert isinstance(texts, tuple), key
        chinese, english = texts
        assert bool(chinese) == bool(english) or key in BLANK_IN_ENGLISH, key
        assert not CHINESE_SIGNS.search(english), key
        assert gaps(chinese) == gaps(english) or key in MORE_IN_ONE, key


def gaps(text: str) -> set[str]:
    """Names of what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_catalogues() -> None:
    assert {"page_one.PAGE_ONE", "baseline.BASELINE", "baseline.COMPARED", "show.SHOW", "show.CHECK"} <= set(CATALOGUES)


WRITERS = sorted(
    path for layer in ("telling", "printing", "papers", "comparing") for path in (SOURCE / layer).rglob("*.py")
)


@pytest.mark.parametrize("path", WRITERS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_chinese_is_written_beside_the_catalogues(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.value)
        for parent in ast.walk(tree)
        if isinstance(parent, ast.Module | ast.ClassDef | ast.FunctionDef)
        for node in parent.body
        if isinstance(node, ast.Expr)
    }
    found = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
        if CHINESE_SIGNS.search(node.value)
    ]
    assert found == []
