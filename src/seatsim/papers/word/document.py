"""A document: styles, pages, parts of the brief, annexes, and its bytes."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence

from seatsim.language.words import Words
from seatsim.papers.word import styles
from seatsim.papers.word.flow import Part, Said, Sheet, Shots, shot_width
from seatsim.papers.word.grid import Box, table
from seatsim.papers.word.layout import Layout, Type
from seatsim.papers.word.package import About, settled
from seatsim.papers.word.xml import Element, clean, field, make, mm, paragraph, run, within

_HEADING = "Heading1"
_CAPTION = "Caption"
_NOTE = "Note"


class Paper:
    """Takes the parts of a brief and its annexes, in order."""

    def __init__(self, layout: Layout, words: Words) -> None:
        from docx import Document

        self._layout, self._words = layout, words
        self._document = Document()
        self._body = self._document.element.body
        self._number = {"figure": itertools.count(1), "table": itertools.count(1)}
        self._pictures = itertools.count(1)
        styles.set_up(self._document, layout)
        styles.upright(self._document.sections[0], layout)

    def add(self, part: Part) -> None:
        """A part of the brief."""
        if isinstance(part, Said):
            self._said(part)
        elif isinstance(part, Sheet):
            self._sheet(part)
        else:
            self._shots(part)

    def annexes(self) -> None:
        """Pages laid on their side from here on; the brief must end with a paragraph."""
        section = self._document.add_section()
        break_ = self._body[-2]
        properties = break_.pPr.sectPr
        break_.getparent().remove(break_)
        self._body[-2].get_or_add_pPr().append(properties)
        styles.sideways(section, self._layout)

    def annex(self, number: str, title: str, first: bool) -> None:
        """Heading of an annex, on a page of its own."""
        types = self._layout.types
        runs = [run(f"{number}  ", types["heading"]), run(title, types["heading"])]
        made = paragraph(runs, types["heading"], _HEADING, "left", after=6, keep=True)
        if not first:
            made.pPr.insert(1, make("pageBreakBefore"))
        self._put(made)

    def line(self, text: str, style: str = "note") -> None:
        """A paragraph of an annex."""
        kind = self._layout.types[style]
        self._put(paragraph([run(text, kind)], kind, _NOTE, "left", after=3))

    def grid(
        self,
        caption: str,
        heads: Sequence[Sequence[Box]],
        rows: Sequence[Sequence[Box]],
        widths: Sequence[float],
        left: Sequence[int],
        spans: Sequence[Sequence[int]] = (),
    ) -> None:
        """A table of an annex, which goes on over pages with its heads repeated."""
        types = self._layout.types
        small = Type(types["table"].latin, types["table"].east, 8.5, 11.5)
        smaller = Type(types["head"].latin, types["head"].east, 8.5, 11.5, types["head"].bold)
        self._caption("table", caption)
        self._put(table(heads, rows, widths, left, (smaller, small), spans=spans, title=clean(caption)))
        self._put(paragraph([], types["note"], _NOTE, after=2))

    def saved(self, about: About) -> bytes:
        """The document with fixed dates."""
        styles.describe(self._document, about, self._layout)
        out = io.BytesIO()
        self._document.save(out)
        return settled(out.getvalue())

    def _put(self, element: Element) -> None:
        self._body.insert(len(self._body) - 1, element)  # before the properties of the last section

    def _said(self, part: Said) -> None:
        layout = self._layout
        kind = layout.types[part.style]
        style = {"title": "Title", "heading": _HEADING, "note": _NOTE}.get(part.style, "")
        runs = [run(part.lead, layout.types["lead"])] if part.lead else []
        runs.append(run(part.text, kind))
        indent = layout.indent if part.indent else 0
        align = "left" if part.align == "both" and not layout.justified else part.align
        self._put(paragraph(runs, kind, style, align, indent, layout.after, keep=part.style == "heading"))

    def _caption(self, kind: str, text: str, keep: bool = True) -> None:
        self._put(self._captioned(kind, text, keep))

    def _captioned(self, kind: str, text: str, keep: bool = True) -> Element:
        """A caption with its number, which Word counts."""
        face = self._layout.types["caption"]
        word, number = self._words(f"word_{kind}"), next(self._number[kind])
        runs = [run(word, face), *field(f"SEQ {word.strip()} \\* ARABIC", str(number), face), run(f"  {text}", face)]
        return paragraph(runs, face, _CAPTION, "center", keep=keep)

    def _sheet(self, part: Sheet) -> None:
        layout = self._layout
        self._caption("table", part.caption)
        types = (layout.types["head"], layout.types["table"])
        heads, rows = [[Box(head) for head in part.heads]], [[Box(cell) for cell in row.cells] for row in part.rows]
        self._put(table(heads, rows, part.widths, part.left, types, keep=True, title=clean(part.caption)))
        kind = layout.types["note"]
        self._put(paragraph([run(part.notes(), kind)], kind, _NOTE, "left", after=3 + layout.after))

    def _shots(self, part: Shots) -> None:
        """Pictures and their captions in the cells of a table without lines."""
        layout = self._layout
        wide = shot_width(layout) + 1
        made = make("tbl")
        zero = within(make("tblCellMar"), *(make(side, w=0, type="dxa") for side in ("left", "right")))
        count = len(part.shots)
        within(
            made,
            within(make("tblPr"), make("tblW", w=mm(wide * count), type="dxa"), make("jc", val="center"),
                   make("tblLayout", type="fixed"), zero),
            within(make("tblGrid"), *(make("gridCol", w=mm(wide)) for _ in part.shots)),
        )  # fmt: skip
        drawn = [self._picture(shot.png, shot.alt, wide - 1) for shot in part.shots]
        captions = [self._captioned("figure", shot.caption, keep=False) for shot in part.shots]
        for cells in (drawn, captions):
            made.append(within(make("tr"), within(make("trPr"), make("cantSplit")), *(_plain(c, wide) for c in cells)))
        self._put(made)
        kind = layout.types["note"]
        self._put(paragraph([run(part.note, kind)], kind, _NOTE, "left", after=layout.after))

    def _picture(self, png: bytes, alt: str, width: float) -> Element:
        """A paragraph with a picture and its alternative text."""
        from docx.shared import Mm

        place = next(self._pictures)
        inline = self._document.part.new_pic_inline(io.BytesIO(png), width=Mm(width))
        name = f"{self._words('word_figure').strip()} {place}"
        drawn: Element = inline
        for told in (drawn.docPr, drawn.graphic.graphicData.pic.nvPicPr.cNvPr):
            told.set("id", str(place))
            told.set("name", name)
            told.set("descr", clean(alt))
        runs = [within(make("r"), within(make("drawing"), inline))]
        made = paragraph(runs, self._layout.types["note"], align="center", keep=True)
        spacing = made.pPr.find(make("spacing").tag)
        made.pPr.replace(spacing, make("spacing", before=0, after=60, line=240, lineRule="auto"))
        return made


def _plain(content: Element, width: float) -> Element:
    """A cell without lines."""
    return within(make("tc"), within(make("tcPr"), make("tcW", w=mm(width), type="dxa")), content)
