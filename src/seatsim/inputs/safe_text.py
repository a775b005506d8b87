"""Text of users that would be something else to the next program: a formula to a spreadsheet, a command to a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatsim.domain.phrase import Phrase
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaves

_OPENERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with, also in full width."""
_NUMBER = re.compile(r"[+-]?(\d[\d,]{0,40}\.?\d{0,40}|\.\d{1,40})(e[+-]?\d{1,4})?\s?%?", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, halves of characters, marks of direction and of no width; a cell may hold tabs and line ends."""
SUSPECT = (
    r"(?s)^[=+@\-\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}].|["
    r"\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}]"
)
"""Which cells need a closer look, for a whole column at once."""
_FREE = ("title", "tests")
"""Sentences of a scenario, which stand in no table of CSV."""


def unsafe(text: str) -> tuple[Phrase, str] | None:
    """What is wrong with a cell's text and the code of the fault; None with most texts. Numbers are no formulas."""
    found = _unseen(text)
    if found is None and text[:1] in _OPENERS and len(text) > 1 and not _NUMBER.fullmatch(text):
        return Phrase("must not begin with {}: a spreadsheet would take it for a formula", text[0]), "formula-text"
    return found


def unsafe_settings(leaves: Leaves) -> Iterator[Complaint]:
    """Complaints of keys and texts of a scenario or a county file that are unsafe."""
    for path, leaf in leaves.items():
        free = path[0] in _FREE
        told = [*path, *_texts(leaf.value)] if leaf.origin.text or leaf.origin.fixed_line is None else []
        found = next(filter(None, ((_unseen if free else unsafe)(text) for text in told)), None)
        if found is not None:
            yield Complaint(path, *found)


def _unseen(text: str) -> tuple[Phrase, str] | None:
    found = _UNSEEN.search(text)
    if found is None:
        return None
    return Phrase("holds a character that nobody sees (U+{}): delete it", f"{ord(found[0]):04X}"), "character"


def _texts(value: object) -> Iterator[str]:
    """The texts of a TOML value, keys of tables in lists too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
