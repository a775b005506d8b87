"""Help of commands and options, and what click says of wrong usage, in Chinese: sentences by their English ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HELP = Path(__file__).with_name("help.csv")
"""One row a sentence: ``en,zh``; ``{}`` stands for what click puts in, forms of several parts before their parts."""
_FIELD = "{}"


@cache
def help_rows() -> Mapping[str, str]:
    """Chinese by English sentence, blanks and line ends of the English one each a single blank."""
    with HELP.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}


def help_in_chinese(text: str) -> str:
    """A sentence or paragraph of help in Chinese; one without a row as it stands."""
    return help_rows().get(" ".join(text.split()), text)


def usage_in_chinese(text: str) -> str:
    """What click says of wrong usage in Chinese, parts of it too; what no row fits stays as it stands."""
    if text in help_rows():
        return help_rows()[text]
    for form, chinese in _forms():
        if found := form.fullmatch(text):
            return chinese.format(*map(usage_in_chinese, found.groups()))
    return text


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What each sentence with places matches, in the order of the file, and its Chinese."""
    held = {english: chinese for english, chinese in help_rows().items() if _FIELD in english}
    return tuple(
        (re.compile("(.+)".join(map(re.escape, english.split(_FIELD))), re.DOTALL), chinese)
        for english, chinese in held.items()
    )
