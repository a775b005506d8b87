"""Merged cells and links over ranges in a workbook's parts, counted before it is opened: openpyxl makes every cell."""

from __future__ import annotations

import io
from contextlib import suppress
from xml.etree.ElementTree import ParseError

from seatsim.domain.phrase import Phrase

MOST_CELLS, MOST_PLACES = 50_000, 5_000
"""Most cells of one sheet within such ranges, and most ranges: seconds to open."""
_MARKS = ("mergeCell", "hyperlink")
_SIGNS = tuple(mark.encode(encoding) for mark in _MARKS for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
"""Names of elements hold no entities: in UTF-8 or UTF-16, which is all that is read, they stand as they are."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def too_wide(xml: bytes) -> Phrase | None:
    """Why a part is not opened: it merges or links more cells than any table needs."""
    from defusedxml.ElementTree import iterparse

    if not any(sign in xml for sign in _SIGNS):
        return None
    cells = places = 0
    with suppress(ParseError):  # no XML: openpyxl says so
        for _, element in iterparse(io.BytesIO(xml)):
            if element.tag.rpartition("}")[2] in _MARKS:
                cells, places = cells + _area(element.get("ref", "")), places + 1
                if cells > MOST_CELLS or places > MOST_PLACES:
                    return Phrase(
                        "merges or links more than {:,} cells, or in more than {:,} places; undo that in Excel or WPS",
                        MOST_CELLS,
                        MOST_PLACES,
                    )
            element.clear()
    return None


def _area(ref: str) -> int:
    """Cells of a range; none of what is no range, which is refused elsewhere."""
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(ref)
    except (ValueError, TypeError):
        return 0
    return ((right or _LAST_COLUMN) - (left or 1) + 1) * ((bottom or _LAST_ROW) - (top or 1) + 1)
