"""Every sentence to people stands in the catalogue, with the same values; every command says it in Chinese."""

import ast
import pickle
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import seatsim
from seatsim.cli import main
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase, both, called, either, listed, word
from seatsim.domain.text import Text
from seatsim.inputs.checked import check_input
from seatsim.language.phrases import catalogue, recalled, rows, said
from seatsim.language.terms import glossary
from seatsim.printing.faults import fault_line

SOURCE = Path(seatsim.__file__).parent
BAD = Path(__file__).parents[1] / "bad_input"
SCENARIOS = sorted(path.name for path in (BAD / "scenarios").glob("*.toml") if "#! " in path.read_text())
MAKERS = {"domain/phrase.py", "indicators/supports.py"}
"""Where phrases are made of what is no literal: ``word`` of the glossary, and what ``PASSED_ON`` are given."""
PASSED_ON = {"_gap": (1, 2)}
"""Functions that make phrases of literals, with the places of these."""
OTHER = "\0"
CHINESE = re.compile(r"[\u3400-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'")
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b")
ERRORS = {"Infeasible", "MissingExtra", "RefusedCluster", "RefusedFolder", "UsageError", "WorkerLost"}


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a name in the source, with the file."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield path, node


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@cache
def named() -> dict[tuple[str, str], frozenset[str]]:
    """Texts of names that stand for nothing else in their file, by file and name."""
    found: dict[tuple[str, str], set[str]] = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault((path, node.targets[0].id), set()).update(texts(node.value))
    return {place: frozenset(each) for place, each in found.items()}


def texts(value: ast.expr) -> set[str]:
    """The texts that an expression may be; a mark in their place if it may be anything else."""
    if isinstance(value, ast.IfExp):
        return texts(value.body) | texts(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else {OTHER}


def stated(path: str, value: ast.expr) -> set[str]:
    """Templates that an argument may be."""
    if isinstance(value, ast.Name):
        return set(named().get((path, value.id), {OTHER}))
    return texts(value)


@cache
def templates() -> Counter[str]:
    """Templates of the source: literals, or names of literals."""
    found: Counter[str] = Counter()
    for path, call in calls("Phrase"):
        if call.args:
            found.update(stated(path, call.args[0]))
    for name, places in PASSED_ON.items():
        for path, call in calls(name):
            for place in places:
                found.update(stated(path, call.args[place]))
    for empty in (OTHER, ""):
        del found[empty]
    return found


def fields(template: str) -> list[tuple[int, str, str]]:
    """Place, form and conversion of every value of a template, sorted."""
    parsed = [(name, form or "", how or "") for _, name, form, how in Formatter().parse(template) if name is not None]
    return sorted({(int(name or place), form, how) for place, (name, form, how) in enumerate(parsed)})


def test_every_phrase_is_a_literal_template() -> None:
    made = [
        f"{path}:{call.lineno}"
        for path, call in calls("Phrase")
        if path not in MAKERS and not (call.args and OTHER not in stated(path, call.args[0]))
    ]
    assert made == []
    assert len(templates()) > 400


def test_every_template_has_one_row_and_every_row_a_template() -> None:
    held = Counter(row["en"] for _, row in rows())
    assert [en for en, count in held.items() if count > 1] == []
    assert sorted({*templates()} - {*held}) == []
    assert sorted({*held} - {*templates()}) == []


@pytest.mark.parametrize("file", sorted({name for name, _ in rows()}))
def test_values_agree_and_the_chinese_is_chinese(file: str) -> None:
    mine = [row for name, row in rows() if name == file]
    assert [row["en"] for row in mine if fields(row["en"]) != fields(row["zh"])] == []
    # Places are all told or all counted, as ``str.format`` wants it.
    assert [
        row["zh"]
        for row in mine
        if len({bool(name) for _, name, _, _ in Formatter().parse(row["zh"]) if name is not None}) > 1
    ] == []
    worded = [row for row in mine if re.search(r"[a-z]{2}", re.sub(r"\{[^}]*\}|seatsim|--\w+", "", row["en"]))]
    assert [row["en"] for row in worded if not CHINESE.search(row["zh"])] == []


def test_every_error_to_people_carries_a_phrase() -> None:
    texts = [
        f"{path}:{call.lineno}"
        for name in ERRORS
        for path, call in calls(name)
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert texts == []


def test_every_unit_of_a_column_is_known() -> None:
    """What a cell must be is told with its unit: a word of the glossary, or a phrase."""
    units = [
        call.args[1].value
        for name in ("counts", "numbers", "whole")
        for _, call in calls(name)
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    ]
    assert len(units) > 5
    assert [unit for unit in units if ("unit", str(unit)) not in glossary()] == []


def test_values_keep_their_form_and_their_place() -> None:
    phrase = Phrase("must be at most the {} classrooms of {} (rooms)", 12, "town-primary")
    assert phrase == "must be at most the 12 classrooms of town-primary (rooms)"
    assert said(phrase, "en") == phrase
    assert said(phrase, "zh") == catalogue()[phrase.template].format(12, "town-primary")
    assert said(phrase, "zh").index("town-primary") < said(phrase, "zh").index("12")
    assert "1,234" in said(Phrase("must sum to {:,} at most (children)", 1234), "zh")


def test_phrases_words_and_units_within_a_phrase_are_said_too() -> None:
    junior, pupils = (glossary()[key]["zh"] for key in (("stage", "junior"), ("unit", "pupils")))
    assert said(word("junior"), "zh") == junior
    assert junior in said(Phrase("has no classroom for {}, which {} has", both([word("junior")]), "a"), "zh")
    assert pupils in said(Phrase("must be 0 to {:,.0f} ({})", 5.0, "pupils"), "zh")
    assert said(listed(["x", "y"]), "zh") == "x、y"
    assert (either(["x", "y", "z"]), said(either(["x", "y"]), "zh")) == (
        "x or y or z",
        catalogue()["{} or {}"].format("x", "y"),
    )


@pytest.mark.parametrize("text", ["no phrase at all", Phrase("nobody has written a row for this {}", 3)])
def test_what_the_catalogue_does_not_hold_stays_as_it_is(text: str) -> None:
    assert said(text, "zh") == text


def test_another_process_gets_what_can_be_said() -> None:
    fault = Fault("x.toml", 3, "years", Phrase("{} in all", 7), Phrase("must be {}", Phrase("a list")), "type")
    error = pickle.loads(pickle.dumps(InvalidInput([fault])))
    assert fault_line(error.faults[0], "zh") == fault_line(fault, "zh") != str(fault)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the bad scenarios, and a locale that asks for nothing."""
    for name in ("county", "scenarios"):
        shutil.copytree(BAD / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    return tmp_path


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_bad_scenario_is_refused_in_chinese_at_the_same_places(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_input(Path("scenarios", name))
    assert main(["check", f"scenarios/{name}", "--lang", "zh"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(caught.value.faults)
    for line, fault in zip(lines, caught.value.faults, strict=True):
        place = fault.told("", "").removesuffix(": ")
        assert line.startswith(place)
        allowed = line.removeprefix(place)
        assert CHINESE.search(allowed)
        assert not ENGLISH.search(QUOTED.sub("", allowed))


def test_the_locale_speaks_where_no_option_does(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for locale, option, chinese in (("C", [], False), ("zh_CN.UTF-8", [], True), ("zh_CN.UTF-8", ["--lang=en"], False)):
        monkeypatch.setenv("LANG", locale)
        assert main(["show", "nowhere.toml", *option]) == 3
        assert bool(CHINESE.search(capsys.readouterr().err)) is chinese


@pytest.mark.parametrize(
    "args",
    [
        ["run", "county"],
        ["run", "scenarios/base.toml", "--jobs", "1", "--cluster", "tcp://h:1"],
        ["run", "scenarios/base.toml", "--precision", "pupil 2025 9"],
        ["run", "scenarios/base.toml", "--county", "x"],
        ["check", "county", "--set", "a=1"],
        ["show", "nowhere"],
        ["baseline"],
        ["compare", "one"],
        ["report", "nowhere"],
        ["report", "nowhere", "--format", "pdf"],
        ["backtest", "nowhere.csv"],
    ],
    ids=lambda args: " ".join(args),
)
def test_every_command_fails_in_chinese(args: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*args, "--lang", "zh"]) in (2, 3)
    told = capsys.readouterr().err.splitlines()[-1]
    assert CHINESE.search(told)
    assert not ENGLISH.search(QUOTED.sub("", told))


def test_notes_are_told_in_chinese_and_programs_read_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "county", "--lang", "zh"]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  - ")]
    assert len(notes) > 3
    assert all(CHINESE.search(note) and not ENGLISH.search(QUOTED.sub("", note)) for note in notes)
    assert main(["check", "county", "--lang", "zh", "--json"]) == 0
    assert not CHINESE.search(capsys.readouterr().out)


@pytest.mark.parametrize("english", [row["en"] for name, row in rows() if name == "notes.csv"])
def test_a_note_that_results_keep_as_text_is_known_again(english: str) -> None:
    """Papers are written from what a run has kept, which is English."""
    values = [0.5 if form else f"F{place}.x" for place, form, _ in fields(english)]
    note = Phrase(english, *values)
    assert recalled(str(note), "zh", {}) == said(note, "zh") != str(note)
    assert recalled(str(note), "en", {}) == note


def test_what_stands_in_a_kept_note_is_known_again() -> None:
    rule = Phrase("posts by levers.posts")
    note = Phrase("{}: no row of {}, {}", "posts.csv", listed([word("primary"), word("junior")]), rule)
    assert recalled(f"{note}", "zh", {}) == said(note, "zh")
    years = Phrase(
        "{} entry: {:.4f} of the registered, derived from {}", word("primary"), 0.97, Phrase("1 year of history.csv")
    )
    assert recalled(f"{years}", "zh", {}) == said(years, "zh")
    even = Phrase(
        "{} pupils of {} schools: known by stage only, shared over the grades {}", word("senior"), 2, Phrase("evenly")
    )
    assert recalled(f"{even}", "zh", {}) == said(even, "zh")
    assert recalled("classes, as of old: smallest cap", "zh", {}) == "classes, as of old: smallest cap"


def test_a_school_is_called_in_each_language_by_its_name_there() -> None:
    names = [called(Text("\u4e00\u5c0f", "No. 1 School"), "s1"), called(Text("\u4e8c\u5c0f"), "s2")]
    note = Phrase("{} (schools: {})", word("primary"), listed([*names, "\u2026"]))
    assert note == "primary (schools: No. 1 School, s2, \u2026)"
    chinese = said(note, "zh")
    assert "\u4e00\u5c0f\u3001\u4e8c\u5c0f\u3001\u2026" in chinese
    kept = {"No. 1 School": "\u4e00\u5c0f", "s2": "\u4e8c\u5c0f"}
    assert recalled(str(note), "zh", kept) == chinese
    assert recalled(str(note), "zh", {}) != chinese
    assert recalled(str(note), "en", kept) == note
    assert [pickle.loads(pickle.dumps(name)).chinese for name in names] == ["\u4e00\u5c0f", "\u4e8c\u5c0f"]
