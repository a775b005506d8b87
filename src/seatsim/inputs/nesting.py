"""TOML that is nested deeper than any scenario: refused before its keys cost minutes, or the stack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seatsim.domain.phrase import Phrase

MOST = 50
"""Most tables within one another, and most parts of a key."""
_TEXTS = re.compile(r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*", re.DOTALL)
"""Strings and comments, whose dots part no key."""
_BETWEEN = re.compile(r"[\n=,\[\]{}]")
"""What stands between keys and numbers."""


def refuse_long_keys(text: str) -> None:
    """Raise ValueError where a key has more than ``MOST`` parts: ``tomllib`` takes their number squared."""
    if not any(line.count(".") > MOST for line in text.split("\n")):
        return
    if any(piece.count(".") > MOST for piece in _BETWEEN.split(_TEXTS.sub("", text))):
        raise ValueError(_too_deep())


def refuse_depth(tree: Mapping[str, object]) -> None:
    """Raise ValueError where tables lie within more than ``MOST`` others: whoever walks through them would fall."""
    level: list[object] = [tree]
    for _ in range(MOST + 1):
        level = [value for each in level for value in _below(each)]
        if not level:
            return
    raise ValueError(_too_deep())


def _below(value: object) -> list[object]:
    """Tables and lists right below."""
    below = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [each for each in below if isinstance(each, Mapping | list)]


def _too_deep() -> Phrase:
    return Phrase("nested more than {} deep", MOST)
