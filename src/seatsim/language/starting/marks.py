"""How rows of the example that ``seatsim init`` writes are told from a county's own."""

from __future__ import annotations

from collections.abc import Mapping

MARKS = ("invented", "示例")
"""Beginnings of a source, in lower case, that say that its row is made up."""
EXAMPLE: Mapping[str, str] = {
    "zh": "示例：虚构数据，请换成本县的",
    "en": "invented: example row, replace it with the county's own",
}
"""Source of the example's rows by language."""


ASSUMED = ("assumed", "假定")
"""Words within a source that say that its row is assumed."""


def is_made_up(source: str) -> bool:
    """Whether a source says that its row is none of the county's own: synthetic, invented or assumed."""
    return source.startswith("synthetic") or is_invented(source) or any(mark in source for mark in ASSUMED)


def is_invented(source: str) -> bool:
    """Whether a source says that what it stands beside is made up."""
    return source.strip().casefold().startswith(MARKS)
