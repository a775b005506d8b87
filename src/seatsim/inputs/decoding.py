"""Bytes of a text file to text: UTF-8, UTF-16 with its mark, or GB18030 where it makes sense."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from seatsim.domain.phrase import Phrase

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COMMON_ROWS = range(0xB0, 0xD8)
"""First bytes of the 3,755 usual characters of GB 2312; names may hold a few others."""
_SIGNS = range(0xA1, 0xAA)
"""First bytes of its punctuation and signs."""
_LEAST_COMMON = 0.8
_LONGEST_SEEN = 100_000
"""Characters that are looked at to tell sense from nonsense."""


@dataclass(frozen=True)
class Decoded:
    """Text of a file."""

    text: str
    """The text, without a byte order mark."""
    told: Phrase | None = None
    """What was done, where it was no UTF-8."""


def decoded(content: bytes) -> Decoded | int:
    """Text of a file; the first line [1-based] that is no UTF-8 where no other reading makes sense either."""
    if content.startswith(_MARKS):
        try:
            return Decoded(content.decode("utf-16"), Phrase("read as UTF-16"))
        except UnicodeDecodeError:
            return 1
    try:
        return Decoded(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if content.startswith(codecs.BOM_UTF8):
        return line
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return line
    return Decoded(text, Phrase("read as GB18030")) if _makes_sense(text) else line


def _makes_sense(text: str) -> bool:
    """Whether text is Chinese as people write it: no private or unassigned letters, and few rare ones."""
    letters: Sequence[str] = [letter for letter in text if letter > "\x7f"][:_LONGEST_SEEN]
    if any(unicodedata.category(letter) in ("Co", "Cn", "Cc", "Cs") for letter in letters):
        return False
    return sum(map(_is_common, letters)) >= _LEAST_COMMON * len(letters)


def _is_common(letter: str) -> bool:
    try:
        first = letter.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return first in _COMMON_ROWS or first in _SIGNS
