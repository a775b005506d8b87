"""What names mean that people type or read: keys, formulas, statistics, figures, faults; one file of words each."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_YEAR = re.compile(r"(?<=[A-Za-z0-9])\.\d{4}$")
_OF_SPECIAL = {"F8.special": "F8.senior", "F9.special": "F9.senior"}
"""Ids that a county may give and the worked one does not, with one of the same unit."""


@cache
def key_words() -> Mapping[tuple[str, str], str]:
    """Chinese meaning of each key by its table's dataclass and its name; an empty name is the table itself.

    English meanings are the dataclasses' docstrings.
    """
    return {(row["table"], row["key"]): row["zh"] for row in _rows("keys")}


@cache
def formula_words() -> Mapping[str, str]:
    """Chinese formula of each measure; the English one stands beside the measure."""
    return {row["measure"]: row["zh"] for row in _rows("formulas")}


@cache
def statistic_words() -> Mapping[str, Mapping[str, str]]:
    """Statistics and scores by name: ``zh``, ``en``, ``formula_zh`` and ``formula_en``, the last two may be empty."""
    return {row["name"]: row for row in _rows("statistics")}


@cache
def figure_words() -> Mapping[str, Mapping[str, str]]:
    """Groups of figures (``F2``): ``zh``, ``en``, and ``readers`` with blanks between."""
    return {row["group"]: row for row in _rows("figures")}


@cache
def figure_units() -> Mapping[str, str]:
    """Unit of each figure by id; ``YEAR`` stands for a year."""
    return {row["id"]: row["unit"] for row in _rows("figure_ids")}


@cache
def word_sentences() -> Mapping[str, Mapping[str, str]]:
    """A sentence in ``zh`` and ``en`` on each word of the papers that is no name of a measure or key."""
    return {row["word"]: row for row in _rows("words")}


@cache
def term_words() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Meaning of each term of the glossary that no measure, key or table explains: ``zh`` and ``en``."""
    return {(row["group"], row["key"]): row for row in _rows("terms")}


@cache
def synonyms() -> Mapping[str, str]:
    """Dotted key that people mean by a word of their own; ``*`` stands for a free name."""
    return {row["word"]: row["key"] for row in _rows("synonyms")}


@cache
def figure_names() -> Mapping[str, str]:
    """Figure of each Chinese name that means one alone."""
    return {name: row["id"] for row in _rows("figure_ids") for name in filter(None, row["zh"].split("|"))}


def is_figure(name: str) -> bool:
    """Whether a figure has this id, for which a reader may look."""
    return figure_unit(name) is not None


def figure_unit(name: str) -> str | None:
    """Unit of a figure by its id; None if no figure has it."""
    if name in _OF_SPECIAL:
        return figure_units()[_OF_SPECIAL[name]]
    return figure_units().get(name) or figure_units().get(_YEAR.sub(".YEAR", name))


@cache
def fault_words() -> Mapping[str, Mapping[str, str]]:
    """Codes of faults: ``zh`` and ``en`` say what is wrong, ``do_zh`` and ``do_en`` what to do."""
    return {row["code"]: row for row in _rows("faults")}


def under(about: str, text: str, lang: str) -> str:
    """A text under what it is about."""
    return f"{about}：{text}" if lang == "zh" else f"{about}: {text}"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
