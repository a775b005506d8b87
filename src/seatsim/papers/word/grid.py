"""Tables: fixed widths, head rows that are repeated, rows that are not broken over pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seatsim.papers.word.flow import PADDING
from seatsim.papers.word.layout import Type
from seatsim.papers.word.xml import Element, make, mm, paragraph, run, within

SHADES: Mapping[str, str] = {"r": "F0A878", "a": "F8E3A1", "sum": "EDEFF2", "head": "E4E7EB"}
"""Grounds of cells: red and amber as in the charts, sums, heads. A word or symbol says the same."""
_LINE = {"val": "single", "sz": 4, "space": 0, "color": "7F7F7F"}


@dataclass(frozen=True)
class Box:
    """A cell."""

    text: str
    """Text."""
    shade: str = ""
    """Name of its ground."""


def table(
    heads: Sequence[Sequence[Box]],
    rows: Sequence[Sequence[Box]],
    widths: Sequence[float],
    left: Sequence[int],
    types: tuple[Type, Type],
    keep: bool = False,
    spans: Sequence[Sequence[int]] = (),
    title: str = "",
) -> Element:
    """A table with its rows of heads; ``types`` of heads and of rows, ``spans`` of the cells of each row of heads.

    ``keep`` keeps its rows on one page; ``title`` is told to those who cannot see it.
    """
    properties = within(
        make("tblPr"), make("tblW", w=mm(sum(widths)), type="dxa"), make("jc", val="center"), _borders()
    )
    properties.append(make("tblLayout", type="fixed"))
    properties.append(_margins())
    properties.append(
        make("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    )
    if title:
        properties.append(make("tblCaption", val=title))
    columns = within(make("tblGrid"), *(make("gridCol", w=mm(width)) for width in widths))
    made = within(make("tbl"), properties, columns)
    for place, boxes in enumerate(heads):
        over = spans[place] if spans else [1] * len(boxes)
        made.append(_row(boxes, widths, over, (), types[0], True, keep=True))
    for place, boxes in enumerate(rows):
        last = place == len(rows) - 1
        made.append(_row(boxes, widths, [1] * len(boxes), left, types[1], False, keep and not last))
    return made


def _borders() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return within(make("tblBorders"), *(make(side, **_LINE) for side in sides))


def _margins() -> Element:
    return within(make("tblCellMar"), *(make(side, w=mm(PADDING), type="dxa") for side in ("left", "right")))


def _row(
    boxes: Sequence[Box],
    widths: Sequence[float],
    spans: Sequence[int],
    left: Sequence[int],
    kind: Type,
    head: bool,
    keep: bool,
) -> Element:
    properties = within(make("trPr"), make("cantSplit"))
    if head:
        properties.append(make("tblHeader"))
    made = within(make("tr"), properties)
    at = 0
    for box, span in zip(boxes, spans, strict=True):
        align = "center" if head else "left" if at in left else "right"
        made.append(_cell(box, sum(widths[at : at + span]), span, align, kind, "head" if head else box.shade, keep))
        at += span
    return made


def _cell(box: Box, width: float, span: int, align: str, kind: Type, shade: str, keep: bool) -> Element:
    properties = within(make("tcPr"), make("tcW", w=mm(width), type="dxa"))
    if span > 1:
        properties.append(make("gridSpan", val=span))
    if shade:
        properties.append(make("shd", val="clear", color="auto", fill=SHADES[shade]))
    properties.append(make("vAlign", val="center"))
    return within(make("tc"), properties, paragraph([run(box.text, kind)], kind, "Cell", align, keep=keep))
