"""``seatsim explain``: everything that can be asked is answered, in both languages, within 80 columns."""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

import seatsim
from seatsim.backtesting.summary import MEASURES as SCORES
from seatsim.cli import main
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.inputs.key_words import class_meaning, key_meaning, unit_words
from seatsim.inputs.keys import ANY, county_keys, free, members, scenario_keys
from seatsim.inputs.norms import norms
from seatsim.language.comparison_tables import TABLE_WORDS
from seatsim.language.explained import (
    fault_words,
    figure_units,
    figure_words,
    formula_words,
    key_words,
    statistic_words,
    term_words,
)
from seatsim.language.glossary_page import GROUPS
from seatsim.language.headers import headers, table_names
from seatsim.language.terms import glossary
from seatsim.printing.explain import asked, terms
from seatsim.printing.explain.printed import entry_lines
from shipped import ROOT

SOURCE = Path(seatsim.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")
LANGUAGES = ("zh", "en")


def told(name: str, lang: str) -> str:
    """All lines of what is said of a name."""
    return "\n".join(line for entry in asked.explained(name, lang) for line in entry_lines(entry, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_is_answered_within_80_columns(lang: str) -> None:
    names = asked.names()
    assert len(names) > 600
    for name in names:
        text = told(name, lang)
        assert text, name
        assert max(map(cell_len, text.splitlines())) <= 80, name


def test_every_measure_has_a_formula_in_both_languages() -> None:
    assert set(formula_words()) == set(MEASURE)
    assert all(CHINESE.search(text) or text.isascii() or "−" in text for text in formula_words().values())
    assert all(measure.formula and not CHINESE.search(measure.formula) for measure in MEASURES)


def test_formulas_name_the_same_measures_in_both_languages() -> None:
    """A measure that a formula names by its column is named in the other language too."""
    for measure in MEASURES:
        named = [
            {name for name in MEASURE if "_" in name and re.search(rf"(?<![\w.]){name}(?!\w)", text)}
            for text in (measure.formula, formula_words()[measure.name])
        ]
        assert named[0] == named[1], measure.name


def test_statistics_and_scores_are_all_there() -> None:
    known = {key for group, key in glossary() if group == "statistic"}
    assert set(statistic_words()) == known | set(SCORES)


def test_every_key_has_a_meaning_in_both_languages_and_no_other_is_written() -> None:
    keys = [*scenario_keys().values(), *county_keys().values()]
    used = {(key.table, next(part for part in reversed(key.path) if part != ANY)) for key in keys}
    tables = {(key.table, "") for key in keys}
    assert set(key_words()) - tables == used
    assert {table for table, _ in tables} == {table for table, name in key_words() if not name}
    for key in keys:
        assert CHINESE.search(key_meaning(key, "zh")), key.name
        assert key_meaning(key, "en"), key.name


def test_a_key_tells_what_its_sources_say() -> None:
    """Default, source and range are those of norms.csv and of the rules, not written anew."""
    norm = norms()["levers.construction.desks"]
    english, chinese = told("levers.construction.desks", "en"), told("levers.construction.desks", "zh")
    assert norm.source.split(":")[1][:30] in " ".join(english.split())
    for text, words in (
        (english, ("whole number", "1 to 1,000", "a lever")),
        (chinese, ("整数", "1 至 1,000", "手段")),
    ):
        assert all(word in text for word in words)
    assert "nature" in told("uncertainty.births.growth_sd", "en")
    assert "above 0, at most 3,660" in told("uncertainty.durations.review_days", "en")
    assert '"open", "strict"' in told("levers.admission.gate", "en")


def test_users_names_stand_for_any() -> None:
    assert asked.explained("projects.dujiang.opens", "en")[0].name == "projects.NAME.opens"
    assert asked.explained("projects.x.takes_from.old-town", "en")[0].name == "projects.NAME.takes_from.NAME"
    assert asked.explained("[levers.construction] desks", "en") == ()
    assert free(("projects", "x", "opens", "y"), scenario_keys()) is None


def test_a_table_of_keys_lists_them() -> None:
    (entry,) = asked.explained("levers.construction", "en")
    assert [name for name, _ in entry.members] == [
        key.name for key in members(("levers", "construction"), scenario_keys())
    ]
    assert len(entry.members) == 4
    (projects,) = [entry for entry in asked.explained("projects", "en") if entry.kind == "key"]
    assert ("projects.NAME.plan", "Yearly senior places added to the school's plan [places/year]") in projects.members


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_list_all_their_columns(lang: str) -> None:
    for name in table_names():
        (entry,) = [entry for entry in asked.explained(f"{name}.csv", lang) if entry.kind == "table"]
        assert {header.column for header in headers(name)} <= {column for column, _ in entry.members}


def test_columns_are_found_by_every_name_they_are_read_by() -> None:
    for name in ("rooms_P", "schools.rooms_P", "schools.csv.rooms_P", "小学教室数", "小学普通教室"):
        assert [entry.name for entry in asked.explained(name, "zh")] == ["schools.rooms_P"] or name == "rooms_P"
    assert "schools.rooms_P" in {entry.name for entry in asked.explained("rooms_P", "en")}
    assert asked.explained("schools.pupils_P1", "zh")[0].title == "小学一年级学生数"


def test_figures_are_those_of_the_worked_county_with_their_units() -> None:
    with (ROOT / "seeds" / "figures.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["id"]: row["unit"] for row in csv.DictReader(file)}
    assert {name.split(".")[0] for name in shipped} == set(figure_words())
    for name, unit in shipped.items():
        assert asked.explained(name, "en")[0].kind == "figures", name
        assert figure_units().get(name) == unit or figure_units()[re.sub(r"\d{4}$", "YEAR", name)] == unit, name
    written = {re.sub(r"(?<=\.)\d{4}$", "YEAR", name) for name in shipped} | set(shipped)
    assert set(figure_units()) <= written
    assert asked.explained("F99", "en") == ()
    assert asked.explained("F8.nobody", "en") == ()


def test_readers_of_figures_are_those_that_were_measured() -> None:
    """docs/report-coverage.md says what moves when a figure does; a test of its own computes it anew."""
    names = {"fault": "check", "page one": "page", "indicator": "report"}
    measured: dict[str, set[str]] = {}
    for line in (ROOT / "docs" / "report-coverage.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 9 and (cells[1] in figure_units() or re.sub(r"\d{4}$", "YEAR", cells[1]) in figure_units()):
            measured.setdefault(cells[1].split(".")[0], set()).add(names.get(cells[5], cells[5]))
    assert set(measured) == set(figure_words())
    for group, readers in measured.items():
        assert readers <= set(figure_words()[group]["readers"].split()), group


def codes_of(call: ast.Call) -> list[str]:
    """Codes that a call which makes a fault can give it."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"Fault": 5, "_fault": 5, "Complaint": 2, "fault": 4 if len(call.args) > 4 else 2}.get(name)
    given = [] if place is None else [*call.args[place : place + 1]]
    given += [word.value for word in call.keywords if word.arg == "code"]
    return [code for node in given for code in strings(node) if KEBAB.fullmatch(code)]


def strings(node: ast.AST) -> list[str]:
    if isinstance(node, ast.IfExp):
        return strings(node.body) + strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _says(node: ast.AST) -> bool:
    """Whether an expression is the words of a fault."""
    return getattr(node, "id", "") == "words" or getattr(getattr(node, "func", None), "id", "") == "Phrase"


def codes_used() -> set[str]:
    """Every code of a fault in the program, also those set or returned beside the words (``words, code = …``)."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= set(codes_of(node))
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and _says(node.elts[0]):
                found |= {code for code in strings(node.elts[1]) if KEBAB.fullmatch(code)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                found |= set(strings(node.value))
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
                names = [getattr(target, "id", "") for target in node.targets[0].elts]
                if "code" in names and isinstance(node.value, ast.Tuple):
                    found |= set(strings(node.value.elts[names.index("code")]))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                found |= set(strings(node.value))
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
                words, code = node.value.elts
                if isinstance(words, ast.Call) and ast.unparse(words.func) == "Phrase":
                    found |= {text for text in strings(code) if KEBAB.fullmatch(text)}
    return found


def test_every_code_of_a_fault_is_explained() -> None:
    used = codes_used()
    assert len(used) > 40
    assert sorted(used - set(fault_words())) == []
    assert sorted(set(fault_words()) - used) == []
    assert all(all(row[name] for name in ("zh", "en", "do_zh", "do_en")) for row in fault_words().values())


def test_chinese_names_lead_to_what_they_name() -> None:
    assert [(entry.name, entry.kind) for entry in asked.explained("学位", "zh")] == [("seats", "measure")]
    (found,) = asked.explained("大班额", "zh")
    names = [name for name, _ in found.members]
    assert {"classes_large", "pupils_large", "limits.classes.large"} <= set(names)
    assert asked.explained("老城区", "zh")[0].kind == "term"
    assert "old-town" in told("老城区", "en")


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ("measures", "scenario", "county.toml", "tables", "figures", "faults"))
    assert main(["explain", "seat_use", "--json", "--lang", "zh"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert entry["formula"] == "pupils ÷ seats；没有学位处不计"
    assert entry["kind"] == "measure"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_name_is_a_fault_with_the_nearest(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "levers.construction.desk", "--lang", lang]) == 2
    assert "levers.construction.desks" in capsys.readouterr().err
    assert main(["explain", "desk", "--lang", lang]) == 2
    assert "levers.construction.desks" in capsys.readouterr().err
    assert main(["explain", "qqqqqqqq", "--lang", lang]) == 2
    said = capsys.readouterr()
    assert "seatsim explain" in said.err
    assert not said.out


def test_docstrings_are_the_english_meanings() -> None:
    assert class_meaning("ConstructionLever", "", "en") == "Who reviews and who builds"
    assert class_meaning("ConstructionLever", "", "zh") == "谁来审查，谁来建设"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("projects.opens", "projects.NAME.opens"),
        ("policies.when.zone", "policies.NAME.when.zone"),
        ("boundaries.school", "levers.layout.boundaries.NAME.school"),
        *((word, "projects.NAME.capital") for word in ("cost", "概算", "造价", "projects.capital")),
    ],
)
def test_keys_are_found_without_the_name_that_users_choose_and_by_other_words(name: str, key: str) -> None:
    for lang in LANGUAGES:
        assert key in {entry.name for entry in asked.explained(name, lang)}


@pytest.mark.parametrize("word", ["假定", "最迟启动", "拥挤人年", "毛入园率"])
def test_words_of_the_papers_have_a_sentence(word: str) -> None:
    for lang, fewest in (("zh", 30), ("en", 80)):
        first = asked.explained(word, lang)[0]
        assert len(dict(first.facts)["meaning"]) > fewest


def own_groups() -> list[tuple[str, str]]:
    return [(group, key) for group, key in glossary() if group in GROUPS]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_a_meaning_that_is_no_heading(lang: str) -> None:
    """The heading of its group says of a term no more than where it stands."""
    place = 0 if lang == "zh" else 1
    for group, key in own_groups():
        facts = dict(terms.entry(group, key, lang).facts)
        told = facts.get("meaning") or facts["file"]
        assert told, (group, key)
        assert told not in {title[place] for title in GROUPS.values()}, (group, key)
        assert lang == "en" or CHINESE.search(told) or "meaning" not in facts, (group, key)


def test_meanings_are_of_terms_and_of_no_others() -> None:
    assert set(term_words()) <= set(own_groups())
    assert all(row["zh"] and row["en"] for row in term_words().values())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("crowded pupil-years", "summed over the years"),
        ("choice and rules", "seats stand empty within reach"),
        ("choice_and_rules", "seats stand empty within reach"),
        ("seats_in_wrong_place", "not within their reach"),
        ("classes moving up", "every other cause held"),
        ("late", "cannot be in time"),
        ("misplaced", "in the wrong place"),
        ("neither", "in neither plan"),
        ("pupil-years served", "no other seat of the stage"),
        ("seats less pupils", "seat_balance"),
        ("nine-year", "one campus that share its classrooms"),
        ("complete secondary school", "kind senior"),
        ("完全中学", "kind senior"),
    ],
)
def test_words_of_the_papers_are_known_with_their_meaning(name: str, says: str) -> None:
    found = asked.explained(name, "en")
    assert any(says in dict(entry.facts).get("meaning", "") for entry in found), found
    assert asked.explained(name, "zh")


def test_every_unit_is_told_in_chinese() -> None:
    keys = [*scenario_keys().values(), *county_keys().values()]
    columns = [header for table in table_names() for header in headers(table)]
    units = {
        *(key.unit for key in keys),
        *(column.unit for column in columns),
        *(norm.unit for norm in norms().values()),
    }
    units |= set(figure_units().values())
    in_english = {unit for unit in units if not CHINESE.search(unit_words(unit, "zh"))}
    assert {unit for unit in in_english if re.search("[a-z]{3}", unit)} == set()


HEADINGS = (
    "bridges", "served", "build", "bridge", "cheaper", "even", "pairing", "correlation", "times_fewer", "as_sure",
    "first_years", "neither", "better", "chance", "regret",
)  # fmt: skip
"""Headings of a printed comparison that say nothing by themselves."""


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_of_a_comparison_are_explained(heading: str) -> None:
    for lang, text in zip(LANGUAGES, TABLE_WORDS[heading], strict=True):
        word = re.split(r" · |（各|：| \(medians|: ", text)[0]
        found = asked.explained(word, lang)
        assert any(entry.kind != "search" for entry in found), word
        assert len(told(word, lang)) > len(word) + 30, word


def test_even_is_told_by_its_meaning() -> None:
    assert "临时校舍涨到多少万元一间" in told("平价", "zh").replace("\n", "").replace(" ", "")
    assert "不配对要多少种未来" in told("配对的作用", "zh").replace("\n", "").replace(" ", "")
