"""Slides of one shape: a title that is a sentence, what shows it, a line of sources, notes, a number."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from seatsim.language.punctuation import quoted
from seatsim.language.words import Words
from seatsim.papers.native import Native
from seatsim.papers.office import CREATOR, FONTS, clean, fitted, letters
from seatsim.papers.slides.charts import Part, draw

if TYPE_CHECKING:
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Run

INCH = 914_400
WIDTH, HEIGHT = 12_192_000, 6_858_000
_OLD_WIDTH = 9_144_000
MARGIN = 0.55
INNER = 13.333 - 2 * MARGIN
TOP, BOTTOM = 1.55, 6.75
"""Where what is shown begins and ends [in]."""
TITLE_MOST, SOURCE_MOST = 156, 178
"""Latin letters that a title of two lines, and a line of sources, hold; a Chinese one counts twice."""
INK, SOFT, BLUE = "1B1F24", "57606A", "0B4A6F"
_TITLE_LAYOUT = 5
_NUMBER_PLACEHOLDER = "sldNum"


@dataclass(frozen=True)
class Box:
    """A place on a slide [in]."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height as files tell them."""
        return tuple(round(each * INCH) for each in (self.left, self.top, self.width, self.height))  # type: ignore[return-value]


WHOLE = Box(MARGIN, TOP, INNER, BOTTOM - TOP)
LEFT_HALF = Box(MARGIN, TOP, INNER / 2 - 0.1, BOTTOM - TOP)
RIGHT_HALF = Box(MARGIN + INNER / 2 + 0.1, TOP, INNER / 2 - 0.1, BOTTOM - TOP)


class Deck:
    """A presentation being made."""

    def __init__(self, words: Words, day: str, title: str) -> None:
        from pptx import Presentation
        from pptx.util import Emu

        self.words = words
        self.latin, self.east = FONTS[words.lang]
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Emu(WIDTH), Emu(HEIGHT)
        _widen(self._deck)
        _drop_thumbnail(self._deck)
        self._layout = self._deck.slide_layouts[_TITLE_LAYOUT]
        for place in (self._deck.slide_master, self._layout):
            self._shape_title(place)
        told, when = self._deck.core_properties, datetime.fromisoformat(day)
        told.author, told.last_modified_by, told.title = CREATOR, CREATOR, clean(title)
        told.created, told.modified, told.revision = when, when, 1

    def _shape_title(self, place: Part) -> None:
        from pptx.enum.text import MSO_ANCHOR

        for shape in place.placeholders:
            if shape.placeholder_format.type == 1:  # title
                shape.left, shape.top, shape.width, shape.height = Box(MARGIN, 0.28, INNER, 1.22).emu()
                shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
                shape.text_frame.word_wrap = True

    def slide(self, title: str, source: str, notes: Sequence[str]) -> Slide:
        """A slide with its title, its line of sources, its number and what the speaker needs."""
        from pptx.enum.text import PP_ALIGN

        made = self._deck.slides.add_slide(self._layout)
        frame = made.shapes.title.text_frame
        self.write(frame, fitted(title, TITLE_MOST), 22, BLUE, bold=True)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        box = made.shapes.add_textbox(*Box(MARGIN, 6.9, INNER - 0.8, 0.35).emu())
        box.name = "source"
        self.write(box.text_frame, fitted(source, SOURCE_MOST), 10.5, SOFT)
        self._number(made)
        made.notes_slide.notes_text_frame.text = quoted(clean("\n".join(filter(None, notes))))
        return made

    def _number(self, slide: Slide) -> None:
        """The slide's number, from the layout's place for it."""
        for shape in self._layout.placeholders:
            if shape.element.ph.get("type") == _NUMBER_PLACEHOLDER:
                copied = deepcopy(shape.element)
                copied.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in slide.shapes) + 1))
                slide.shapes._spTree.append(copied)

    def write(self, frame: TextFrame, text: str, size: float, colour: str = INK, bold: bool = False) -> None:
        """One paragraph a line, in both typefaces."""
        frame.word_wrap = True
        for place, line in enumerate(quoted(clean(text)).split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            self.dress(run, size, colour, bold)

    def dress(self, run: _Run, size: float, colour: str, bold: bool = False) -> None:
        """Typefaces, size and colour of a run."""
        from pptx.dml.color import RGBColor
        from pptx.oxml.ns import qn
        from pptx.util import Pt

        run.font.size, run.font.bold, run.font.name = Pt(size), bold, self.latin
        run.font.color.rgb = RGBColor.from_string(colour)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN" if self.words.chinese else "en-GB")
        latin = properties.find(qn("a:latin"))
        east = latin.makeelement(qn("a:ea"), {"typeface": self.east})
        latin.addnext(east)

    def text(self, slide: Slide, box: Box, text: str, size: float = 14, colour: str = INK) -> None:
        """A text in a box."""
        self.write(slide.shapes.add_textbox(*box.emu()).text_frame, text, size, colour)

    def chart(self, slide: Slide, box: Box, native: Native) -> None:
        """A native chart with its caption below."""
        draw(slide, Box(box.left, box.top, box.width, box.height - 0.5).emu(), native, self.latin, self.east)
        caption = Box(box.left, box.top + box.height - 0.5, box.width, 0.5)
        self.text(slide, caption, native.caption, 11, SOFT)

    def table(
        self, slide: Slide, box: Box, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float],
        name: str, size: float = 12, least: float = 0.0,
    ) -> float:  # fmt: skip
        """A real table no taller than its box, of which the end of long texts is left out; where it ends [in].

        ``widths`` are parts of the box's; ``least`` is the least height of a row [in].
        """
        from pptx.util import Inches

        wide = [box.width * width / sum(widths) for width in widths]
        held = [int((each - 0.14) * 72 / size * 1.75) for each in wide]
        cells, heights = _set(box.height, ([head[:1].upper() + head[1:] for head in heads], *rows), held, size, least)
        place = Box(box.left, box.top, box.width, sum(heights))
        frame = slide.shapes.add_table(len(cells), len(heads), *place.emu())
        frame.name = clean(name)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(name))
        for column, width in enumerate(wide):
            frame.table.columns[column].width = Inches(width)
        for row, (texts, height) in enumerate(zip(cells, heights, strict=True)):
            frame.table.rows[row].height = Inches(height)
            for column, text in enumerate(texts):
                self._cell(frame.table.cell(row, column), text, size, row)
        return box.top + sum(heights)

    def _cell(self, cell: Part, text: str, size: float, row: int) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Inches

        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.margin_left = cell.margin_right = Inches(0.07)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        self.write(cell.text_frame, text, size, INK if row else "FFFFFF", bold=not row)
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(("FFFFFF" if row % 2 else "EEF3F7") if row else BLUE)

    def close(self) -> bytes:
        """The finished presentation."""
        out = io.BytesIO()
        self._deck.save(out)
        return out.getvalue()


def _set(
    room: float, rows: Sequence[Sequence[str]], held: Sequence[int], size: float, least: float
) -> tuple[list[list[str]], list[float]]:
    """Texts and heights [in] of rows that fit a room: as many lines a cell as there is room for, four at most."""
    cells: list[list[str]] = []
    heights: list[float] = []
    for most in (4, 3, 2, 1):
        cells = [[fitted(text, most * hold) for text, hold in zip(row, held, strict=True)] for row in rows]
        lines = [max(_lines(text, hold) for text, hold in zip(row, held, strict=True)) for row in cells]
        heights = [max(least, 0.1 + count * size * 1.24 / 72) for count in lines]
        if sum(heights) <= room:
            break
    return cells, heights


def _lines(text: str, hold: int) -> int:
    return max(1, -(-int(letters(text)) // max(1, hold)))


def _widen(deck: Part) -> None:
    """Stretch the template's places from 4:3 to 16:9."""
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.shapes:
            if shape.element.spPr.find(".//{*}off") is not None:
                shape.left, shape.width = (round(each * WIDTH / _OLD_WIDTH) for each in (shape.left, shape.width))


def _drop_thumbnail(deck: Part) -> None:
    """The template's own picture is none of ours."""
    package = deck.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            package._rels.pop(key)
