"""Bands of which nothing is to tell: one that is the value itself says nothing, and is left out of a sentence."""

from __future__ import annotations

import re

_POINT = r"−?\d+(?:,\d{3})*(?:\.\d+)?%?(?![\d,.%]*(?:[–—\d]| to | 至 ))"
"""A number, not one end of a range."""
_BARE = re.compile(rf"（80% ?区间 {_POINT}）| \(80%(?: band|:) {_POINT}\)|，80% ?区间 {_POINT}|, 80% band {_POINT}")


def without_points(text: str) -> str:
    """A sentence without 80 % bands that are one number, for they are the value that stands before them."""
    return _BARE.sub("", text)
