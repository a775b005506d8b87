"""Paper, typefaces and spacing of the brief: GB/T 9704-2012 in Chinese, a plain A4 memo in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seatsim.language.typefaces import FANG, HEI, KAI, ROMAN, SANS, SONG, TITLE_SONG

MM = 72 / 25.4
"""Points in a millimetre."""
PAGE = (210.0, 297.0)
"""A4 [mm]."""


@dataclass(frozen=True)
class Type:
    """A typeface for two scripts."""

    latin: str
    """Name of the Latin typeface."""
    east: str
    """Name of the East Asian typeface."""
    size: float
    """Size [pt]."""
    line: float
    """Fixed distance of lines [pt]."""
    bold: bool = False
    """Whether it is bold."""


@dataclass(frozen=True)
class Layout:
    """A page and the typefaces of its parts."""

    lang: str
    """Language of the document as Word names it."""
    top: float
    """Margin [mm]."""
    bottom: float
    """Margin [mm]."""
    left: float
    """Margin [mm]."""
    right: float
    """Margin [mm]."""
    footer: float
    """From the edge of the paper to the page number [mm]."""
    indent: int
    """Letters by which the first line of a paragraph is indented."""
    after: float
    """Room after a paragraph of the body [pt]."""
    runs_on: bool
    """Whether numbered sentences stand in one paragraph."""
    justified: bool
    """Whether lines are filled; else Chinese names within Latin text would be drawn apart letter by letter."""
    types: Mapping[str, Type]
    """By part: title, heading, lead, body, table, head, caption, note, number."""

    @property
    def width(self) -> float:
        """Width of the type area [mm]."""
        return PAGE[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area [pt]."""
        return (PAGE[1] - self.top - self.bottom) * MM

    @property
    def wide(self) -> float:
        """Width of the type area of a page laid on its side, margins turned with it [mm]."""
        return PAGE[1] - 2 * self.side

    @property
    def side(self) -> float:
        """Left and right margin of a page laid on its side [mm]."""
        return 20.0


OFFICIAL = Layout(
    lang="zh-CN",
    top=37,
    bottom=35,
    left=28,
    right=26,
    footer=24,
    indent=2,
    after=0,
    runs_on=True,
    justified=True,
    types={
        "title": Type(ROMAN, TITLE_SONG, 22, 32),
        "heading": Type(ROMAN, HEI, 16, 28),
        "lead": Type(ROMAN, KAI, 16, 28),
        "body": Type(ROMAN, FANG, 16, 28),
        "table": Type(ROMAN, FANG, 9, 12),
        "head": Type(ROMAN, HEI, 9, 12),
        "caption": Type(ROMAN, HEI, 9, 14),
        "note": Type(ROMAN, FANG, 9, 11.5),
        "number": Type(SONG, SONG, 14, 16),
    },
)
"""Official document: title 2号小标宋, body 3号仿宋 of 22 lines a page, headings 黑体 and 楷体, number 4号宋体."""

MEMO = Layout(
    lang="en-GB",
    top=22,
    bottom=20,
    left=25,
    right=25,
    footer=10,
    indent=0,
    after=4,
    runs_on=False,
    justified=False,
    types={
        "title": Type(SANS, HEI, 16, 21, True),
        "heading": Type(SANS, HEI, 12, 20, True),
        "lead": Type(SANS, HEI, 10.5, 14, True),
        "body": Type(SANS, SONG, 10.5, 14),
        "table": Type(SANS, SONG, 8.5, 11.5),
        "head": Type(SANS, HEI, 8.5, 11.5, True),
        "caption": Type(SANS, HEI, 9, 14, True),
        "note": Type(SANS, SONG, 8, 10.5),
        "number": Type(SANS, SONG, 9, 12),
    },
)
"""Plain memo."""


def layout(lang: str) -> Layout:
    """Layout of a language."""
    return OFFICIAL if lang == "zh" else MEMO
