"""Signs that standard output can write: where its encoding lacks one, a plain one stands for it."""

from __future__ import annotations

import sys

from seatsim.printing.sparkline import BARS, PLAIN_BARS

_STAND_IN = dict(zip("−–—·×“”’†", '---.x""\'+', strict=True)) | {"…": "..", "⁴": "^4", "≤": "<=", "→": "->"}


def encoding() -> str:
    """Encoding of standard output."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower()


def bars() -> str:
    """Signs of sparklines."""
    return BARS if writable(BARS) else PLAIN_BARS


def writable(text: str) -> bool:
    """Whether standard output's encoding has every letter."""
    try:
        text.encode(encoding())
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def written(text: str) -> str:
    """A text with plain signs for those that standard output cannot write; letters of names stay what they are."""
    if writable(text):
        return text
    return "".join(each if writable(each) else _STAND_IN.get(each, each) for each in text)
