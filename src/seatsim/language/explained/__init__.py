"""What names mean that people type or read: keys, formulas, statistics, figures, faults; one file of words each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


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
def fault_words() -> Mapping[str, Mapping[str, str]]:
    """Codes of faults: ``zh`` and ``en`` say what is wrong, ``do_zh`` and ``do_en`` what to do."""
    return {row["code"]: row for row in _rows("faults")}


def under(about: str, text: str, lang: str) -> str:
    """A text under what it is about."""
    return f"{about}：{text}" if lang == "zh" else f"{about}: {text}"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
