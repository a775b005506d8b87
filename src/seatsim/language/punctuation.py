"""Chinese punctuation as it is printed: full width beside Chinese letters, as GB/T 15834 has it."""

from __future__ import annotations

_PLAIN, _FULL = ",:;?!", "\uff0c\uff1a\uff1b\uff1f\uff01"
_OPEN, _CLOSE = "\uff08", "\uff09"
_FIRST_CHINESE = 0x2E80
_QUOTES = "“”"


def _chinese(letter: str) -> bool:
    return bool(letter) and (ord(letter) >= _FIRST_CHINESE or letter in _QUOTES)


def full_width(text: str) -> str:
    """A text with commas, colons, semicolons and brackets of full width where they stand beside Chinese letters.

    Numbers (14,981), what is followed by a space, and brackets without a Chinese letter in or before them stay.
    """
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
