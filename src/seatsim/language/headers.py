"""Columns of a county's tables: their names in the files, in Chinese and in English, with meaning and unit."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEADERS = Path(__file__).with_name("headers.csv")
"""One row a column; those of the register that are by grade are made by rule."""
_NUMERALS = "一二三四五六七八九"
MOST_GRADES = 9
"""Most grades of a stage that have names."""
USUAL_GRADES = (3, 6, 3, 3, 3)
"""Grades of kindergarten, primary, junior, senior and vocational in the 6-3 system."""
_STAGES: Mapping[str, tuple[str, str]] = {
    "K": ("幼儿园", "kindergarten"),
    "P": ("小学", "primary"),
    "J": ("初中", "junior"),
    "S": ("高中", "senior"),
    "V": ("中职", "vocational"),
}
_SHORT = (("J", "初"), ("S", "高"))
"""Letter and short name of stages whose grades are called by it."""
_KINDERGARTEN = ("小班", "中班", "大班")
_COUNTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("pupils", ("学生数", "在校生数", "在校生", "学生", "人数", ""), "学生数"),
    ("classes", ("班数", "班级数", "班级", "班"), "班级数"),
)
"""What is counted by grade: in column names, in headers as templates and as others write them, in meanings."""


@dataclass(frozen=True)
class Header:
    """One column of a table."""

    column: str
    """Its English name, which readers ask for."""
    zh: str
    """Its Chinese name, as templates write it."""
    aliases: tuple[str, ...]
    """Other Chinese names under which it is known."""
    unit: str
    """Unit; empty for text."""
    required: bool
    """Whether a table without it cannot be read."""
    meaning: Mapping[str, str]
    """What it holds, in ``zh`` and ``en``."""

    def name(self, lang: str) -> str:
        """Name of the column in ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.column


def headers(table: str, grades: Sequence[int] = USUAL_GRADES) -> tuple[Header, ...]:
    """Columns of a table, named without ``.csv``, in the order of a file.

    ``grades`` : grades of each stage from kindergarten to vocational. Raises KeyError for an unknown table.
    """
    return _tables(tuple(grades))[table]


def table_names() -> tuple[str, ...]:
    """Tables of a county folder that have headers here."""
    return tuple(_tables(USUAL_GRADES))


def column_of(table: str, text: str, grades: Sequence[int] = USUAL_GRADES) -> str | None:
    """English name of the column that a header means; None if it means none of the table's."""
    return _names(table, tuple(grades)).get(plain(text))


def plain(text: str) -> str:
    """A header or word without width, case and spaces, for looking it up."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def spellings(table: str, grades: tuple[int, ...]) -> Mapping[str, str]:
    """Every name of a table's columns as it is written, by the name as ``plain`` makes it, in the order of a file."""
    known = headers(table, grades)
    found = dict[str, str]()
    for name in (name for each in known for name in (each.column, each.zh, *each.aliases)):
        found.setdefault(plain(name), name)
    return found


@cache
def _names(table: str, grades: tuple[int, ...]) -> Mapping[str, str]:
    """Columns by every name in which they may be written."""
    known = headers(table, grades)
    return {plain(name): each.column for each in known for name in (each.column, each.zh, *each.aliases)}


@cache
def _tables(grades: tuple[int, ...]) -> Mapping[str, tuple[Header, ...]]:
    tables: dict[str, list[Header]] = {}
    with HEADERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table = tables.setdefault(row["table"], [])
            if row["table"] == "schools" and row["column"] == "source":  # it ends every row
                table.extend(_by_grade(dict(zip(_STAGES, grades, strict=True))))
            aliases = tuple(filter(None, row["aliases"].split("|")))
            meaning = {"zh": row["meaning_zh"], "en": row["meaning_en"]}
            table.append(Header(row["column"], row["zh"], aliases, row["unit"], row["required"] == "yes", meaning))
    return {table: tuple(columns) for table, columns in tables.items()}


def _by_grade(held: Mapping[str, int]) -> Iterator[Header]:
    """Pupils and classes of each grade, and of a stage where grades are not told apart."""
    for what, words, zh in _COUNTS:
        for letter, (stage, english) in _STAGES.items():
            if what == "classes" and letter == "V":
                continue
            meaning = {"zh": f"{stage}{zh}(不分年级时填)", "en": f"{what} of the {english} stage, if not by grade"}
            names = tuple(f"{stage}{word}" for word in words if word)
            yield Header(f"{what}_{letter}", f"{stage}{words[0]}", names[1:], what, False, meaning)
            for grade in range(1, held[letter] + 1):
                grades = _grade_names(letter, stage, grade, held["P"])
                meaning = {"zh": f"{grades[0]}{zh}", "en": f"{what} of {english} grade {grade}"}
                names = tuple(f"{name}{word}" for name in grades for word in words)
                yield Header(f"{what}_{letter}{grade}", f"{grades[0]}{words[0]}", names[1:], what, False, meaning)
        if what == "pupils":
            meaning = {"zh": "特殊教育学校学生数", "en": "pupils of special schools"}
            yield Header("pupils_special", "特殊教育学生数", ("特教学生数", "特殊教育在校生数"), what, False, meaning)


def _grade_names(letter: str, stage: str, grade: int, primary: int) -> tuple[str, ...]:
    """Chinese names of a grade, the one of templates first; compulsory grades are counted through too.

    ``primary`` : grades of the primary stage.
    """
    numeral = _NUMERALS[grade - 1]
    names = [f"{stage}{numeral}年级", f"{stage}{grade}年级"]
    if letter == "K" and grade <= len(_KINDERGARTEN):
        own = _KINDERGARTEN[grade - 1]
        names = [f"幼儿园{own}", own, *names]
    number = {"P": grade, "J": primary + grade}.get(letter, MOST_GRADES + 1)
    if number <= MOST_GRADES:
        names += [f"{_NUMERALS[number - 1]}年级", f"{number}年级"]
    for own, short in _SHORT:
        names += [f"{short}{numeral}", f"{stage}{short}{numeral}"] if own == letter else []
    return tuple(names)
