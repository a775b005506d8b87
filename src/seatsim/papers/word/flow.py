"""What the brief is made of, how much room it takes, and which parts stay so that it keeps to two pages."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from unicodedata import east_asian_width

from seatsim.papers.word.layout import MM, Layout, Type

ALWAYS = 100
"""Importance of what is never left out."""
PADDING = 1.2
"""Room on either side of a cell's text [mm]."""
_LATIN = 0x2000
_BORDER = 0.12
"""Room between a Chinese letter and another, half of what an office may leave [em]."""
_WIDTHS = {**dict.fromkeys(",.:;'|!", 0.28), **dict.fromkeys("()-ijlt ", 0.33), **dict.fromkeys("%mwMW", 0.85)}
_UPPER, _NARROW = 0.68, 0.52
"""Width of a capital letter, and of any other that is neither Chinese nor told apart [em]."""
_RULE = 0.75
"""Height of a line between rows [pt]."""
_LOSS = 0.99
"""Share of a line that is filled: whole words and marks do not break."""


@dataclass(frozen=True)
class Said:
    """A paragraph."""

    text: str
    """Text."""
    style: str = "body"
    """Part of the layout: title, heading, body, note …"""
    importance: int = ALWAYS
    """The least important are left out first."""
    lead: str = ""
    """Words in front, set as a heading of the second level."""
    align: str = "both"
    """``both``, ``center``, ``right``, ``left``."""
    indent: bool = True
    """Whether its first line is indented."""
    numbered: bool = False
    """Whether a number stands in front, given when it is known what stays."""
    follows: bool = False
    """Whether it goes on in the paragraph before it; with that paragraph it stands or falls."""


@dataclass(frozen=True)
class Line:
    """A row of a table."""

    cells: Sequence[str]
    """Cells."""
    importance: int = ALWAYS
    """The least important are left out first."""


@dataclass(frozen=True)
class Sheet:
    """A small table that is not broken over pages."""

    caption: str
    """Caption, without its number."""
    heads: Sequence[str]
    """Heads."""
    rows: Sequence[Line]
    """Rows."""
    widths: Sequence[float]
    """Widths of the columns [mm]."""
    left: Sequence[int] = (0,)
    """Columns that stand to the left."""
    note: str = ""
    """Note below."""
    rest: Callable[[int], str] | None = None
    """What is said of rows that are left out."""
    importance: int = ALWAYS
    """The least important are left out first."""
    typeset: Callable[[str], str] = str
    """How what is said of them is set."""
    dropped: int = 0
    """Rows left out."""

    def notes(self) -> str:
        """What stands below the table."""
        told = self.rest(self.dropped) if self.rest is not None and self.dropped else ""
        return " ".join(filter(None, (self.note, self.typeset(told))))


@dataclass(frozen=True)
class Shot:
    """A picture with its caption and its alternative text."""

    png: bytes = field(repr=False)
    """Picture."""
    caption: str
    """Caption, without its number."""
    alt: str
    """What it shows."""
    ratio: float
    """Height over width."""


@dataclass(frozen=True)
class Shots:
    """Pictures beside each other, with one note."""

    shots: Sequence[Shot]
    """One or two."""
    note: str = ""
    """Note below."""
    importance: int = ALWAYS
    """The least important are left out first."""


Part: TypeAlias = Said | Sheet | Shots


def ems(text: str) -> float:
    """Width of a text [em], with the room that some offices leave between Chinese letters and numbers."""
    wide = [east_asian_width(letter) in "WFA" and ord(letter) > _LATIN for letter in text]
    borders = sum(one != other for one, other in itertools.pairwise(wide))
    letters = zip(text, wide, strict=True)
    return sum(1.0 if each else _latin(letter) for letter, each in letters) + _BORDER * borders


def _latin(letter: str) -> float:
    return _WIDTHS.get(letter, _UPPER if letter.isupper() else _NARROW)


def lines(text: str, width: float, kind: Type, indent: float = 0) -> int:
    """Lines that a text takes in a width [mm], with a first line indented by so many letters."""
    room = width * MM / kind.size * _LOSS
    return max(1, math.ceil((ems(text) + indent) / room))


def row_height(cells: Sequence[str], widths: Sequence[float], kind: Type) -> float:
    """Height of a row of a table [pt]."""
    most = max(lines(text, wide - 2 * PADDING, kind) for text, wide in zip(cells, widths, strict=True))
    return most * kind.line + _RULE


def shot_width(layout: Layout) -> float:
    """Width of each picture [mm]."""
    return layout.width / 2 - 1


def height(part: Part, layout: Layout) -> float:
    """Height of a part [pt]."""
    types = layout.types
    if isinstance(part, Said):
        kind = types[part.style]
        count = lines(part.lead + part.text, layout.width, kind, layout.indent if part.indent else 0)
        return count * kind.line + layout.after
    note = lines(part.note, layout.width, types["note"]) * types["note"].line if part.note else 0.0
    if isinstance(part, Shots):
        wide = shot_width(layout)
        tallest = max(shot.ratio for shot in part.shots) * wide * MM
        captions = max(lines(shot.caption + "Figure 10", wide, types["caption"]) for shot in part.shots)
        return tallest + 3 + captions * types["caption"].line + note + layout.after
    told = part.notes()
    note = lines(told, layout.width, types["note"]) * types["note"].line + 3 if told else 3.0
    rows = sum(row_height(row.cells, part.widths, types["table"]) for row in part.rows)
    return types["caption"].line + row_height(part.heads, part.widths, types["head"]) + rows + note + layout.after


def pages(parts: Sequence[Part], layout: Layout) -> int:
    """Pages that parts take one after another; paragraphs break between lines, tables and pictures do not."""
    page, used = 1, 0.0
    for place, part in enumerate(parts):
        rest = height(part, layout)
        step = layout.types[part.style].line if isinstance(part, Said) else rest
        following = parts[place + 1] if place + 1 < len(parts) else None
        kept = _first(following, layout) if isinstance(part, Said) and part.style == "heading" else 0.0
        while rest > 0:
            if used + min(step, rest) + kept > layout.height:
                page, used = page + 1, 0.0
            used, rest = used + min(step, rest), rest - step
    return page


def _first(part: Part | None, layout: Layout) -> float:
    """Height of what of a part must stand on the page of its heading."""
    if part is None:
        return 0.0
    return layout.types[part.style].line if isinstance(part, Said) else height(part, layout)


def joined(parts: Sequence[Part], ordinals: Sequence[str], layout: Layout) -> list[Part]:
    """Parts with numbers before numbered sentences, which are one paragraph where the layout has it so.

    What follows on a paragraph is part of it.
    """
    made: list[Part] = []
    count = 0
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Said) and part.follows and isinstance(last, Said):
            made[-1] = replace(last, text=last.text + part.text)
            continue
        if not (isinstance(part, Said) and part.numbered):
            made.append(part)
            continue
        told = replace(part, text=ordinals[count] + part.text)
        if layout.runs_on and isinstance(last, Said) and last.numbered:
            made[-1] = replace(last, text=last.text + told.text)
        else:
            made.append(told)
        count += 1
    return made


def fitted(parts: Sequence[Part], layout: Layout, most: int, ordinals: Sequence[str], spare: float = 0.5) -> list[Part]:
    """The parts that keep to so many pages with some lines to spare, the most important taken in first.

    What is always there stays even where it takes more pages.
    """
    units = sorted(_units(parts), key=lambda unit: -unit[0])
    taken = {(part, row) for importance, part, row in units if importance >= ALWAYS}
    room = Said("", style="note", indent=False)
    reserve = [room] * round(spare * layout.types["body"].line / layout.types["note"].line)
    for importance, part, row in units:
        if importance >= ALWAYS or (row is not None and (part, None) not in taken):
            continue
        more = taken | {(part, row)}
        if pages([*joined(_of(parts, more), ordinals, layout), *reserve], layout) <= most:
            taken = more
    return joined(_of(parts, taken), ordinals, layout)


def _units(parts: Sequence[Part]) -> Iterator[tuple[int, int, int | None]]:
    """Importance, place and row of everything that can be left out; no row is taken in before its table."""
    for place, part in enumerate(parts):
        yield part.importance, place, None
        if isinstance(part, Sheet):
            yield from ((min(part.importance, row.importance), place, at) for at, row in enumerate(part.rows))


def _of(parts: Sequence[Part], taken: AbstractSet[tuple[int, int | None]]) -> list[Part]:
    """What is taken in; a table with the rows that are, and without any it is none."""
    made: list[Part] = []
    for place, part in enumerate(parts):
        if (place, None) not in taken:
            continue
        if isinstance(part, Sheet):
            rows = [row for at, row in enumerate(part.rows) if (place, at) in taken]
            if rows:
                made.append(replace(part, rows=rows, dropped=len(part.rows) - len(rows)))
        else:
            made.append(part)
    return made
