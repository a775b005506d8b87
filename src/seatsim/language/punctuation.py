"""Punctuation as it is printed: Chinese as GB/T 15834 has it; letters that nobody sees are dropped."""

from __future__ import annotations

import re

_PLAIN, _FULL = ",:;?!", "\uff0c\uff1a\uff1b\uff1f\uff01"
_OPEN, _CLOSE = "\uff08", "\uff09"
_FIRST_CHINESE = 0x2E80
_QUOTES = "“”"
_INNER = "‘’"


_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, marks of direction and of no width: a name with one of them can read as another."""
_RANGE = re.compile(r"(−?[\d,.]+%?)–(−?)(?=\d|更晚|期后)")


def visible(text: str) -> str:
    """A text of the user's files without control characters and marks of direction and of no width."""
    return _UNSEEN.sub("", text)


def typeset(text: str, lang: str) -> str:
    """A text as a page shows it: no marks that nobody sees; Chinese ranges as ``Numbers.span`` writes them."""
    told = visible(text)
    if lang != "zh":
        return told
    return quoted(_RANGE.sub(_ranged, told) if "–" in told else told)


def quoted(text: str) -> str:
    """A text whose quotes within quotes are single: a title may have quotes of its own. Odd ones stay as they are."""
    opens, closes = _QUOTES[0], _QUOTES[1]
    if text.count(opens) < 2 or text.count(opens) != text.count(closes):
        return text
    letters, depth = list(text), 0
    for place, letter in enumerate(text):
        depth += letter == opens
        if letter in _QUOTES and depth % 2 == 0:
            letters[place] = _INNER[_QUOTES.index(letter)]
        depth -= letter == closes
        if depth < 0:
            return text
    return "".join(letters)


def _ranged(found: re.Match[str]) -> str:
    low, minus = found.groups()
    return f"{low} 至 {minus}" if minus or low.startswith("−") else f"{low}—"


def _chinese(letter: str) -> bool:
    return bool(letter) and (ord(letter) >= _FIRST_CHINESE or letter in _QUOTES + _INNER)


def full_width(text: str) -> str:
    """A text with commas, colons, semicolons and brackets of full width where they stand beside Chinese letters.

    Quotes within quotes are single. Numbers (14,981), what is followed by a space, and brackets without a Chinese
    letter in or before them stay.
    """
    text = quoted(text)
    letters = list(text)
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            start = opened.pop()
            if any(map(_chinese, text[max(0, start - 1) : place])):
                letters[start], letters[place] = _OPEN, _CLOSE
    for place, letter in enumerate(text):
        before, after = "".join(letters[max(0, place - 1) : place]), "".join(letters[place + 1 : place + 2])
        if letter in _PLAIN and after != " " and (_chinese(before) or _chinese(after)):
            letters[place] = _FULL[_PLAIN.index(letter)]
    return "".join(letters)
