"""The glossary: every term of the field, in Chinese and in English."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).with_name("terms.csv")
"""One row a term: ``group,key,zh,en``."""


@cache
def glossary() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Every term by group and key, each with its ``zh`` and ``en``."""
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return {(row["group"], row["key"]): {"zh": row["zh"], "en": row["en"]} for row in csv.DictReader(file)}


def term(group: str, key: str, lang: str) -> str:
    """A term in ``zh`` or ``en``. Raises KeyError for one that the glossary does not hold."""
    return glossary()[group, key][lang]
