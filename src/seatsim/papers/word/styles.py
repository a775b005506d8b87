"""Styles, pages, page numbers and properties of a document."""

from __future__ import annotations

from datetime import datetime, time

from seatsim.language.typefaces import FALLBACKS, LATIN
from seatsim.papers.word.layout import PAGE, Layout, Type
from seatsim.papers.word.package import About
from seatsim.papers.word.xml import Element, clean, field, fonts, make, paragraph, run, twips, within

_MODE = 15
"""Word 2013 and later: nothing is laid out as an older one would."""
_NAMES = {"Normal": "body", "Title": "title", "Heading 1": "heading", "Heading 2": "lead", "Caption": "caption"}
_OWN = {"Cell": "table", "Note": "note"}


def set_up(document: Element, layout: Layout) -> None:
    """Typefaces of every style, the document's language, names that stand in for typefaces."""
    from docx.enum.style import WD_STYLE_TYPE

    for name in _OWN:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, part in {**_NAMES, **_OWN}.items():
        _style(document.styles[name].element, layout.types[part])
    for named in list(document.styles.element.iter(make("rFonts").tag)):
        if named.get(make("rFonts", eastAsia="").keys()[0]) is None:  # the template's own, by theme or Latin alone
            named.getparent().replace(named, fonts(layout.types["body"]))
    _defaults(document.styles.element, layout)
    _settings(document.settings.element, layout)
    _font_table(document)


def _style(element: Element, kind: Type) -> None:
    """One style in one typeface, black, with fixed lines."""
    properties = element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(fonts(kind))
    within(
        properties, *([make("b")] if kind.bold else [make("b", val=0)]), make("i", val=0), make("color", val="000000")
    )
    within(properties, make("sz", val=round(kind.size * 2)), make("szCs", val=round(kind.size * 2)))
    layout = element.get_or_add_pPr()
    kept = [child for child in layout if child.tag in (make("outlineLvl").tag, make("keepNext").tag)]
    for child in list(layout):
        layout.remove(child)
    level = [child for child in kept if child.tag == make("outlineLvl").tag]
    within(layout, *(child for child in kept if child not in level))
    layout.append(make("spacing", before=0, after=0, line=twips(kind.line), lineRule="exact"))
    within(layout, *level)


def _defaults(styles: Element, layout: Layout) -> None:
    """Typeface and language of whatever says nothing else."""
    from docx.oxml.ns import qn

    properties = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(fonts(layout.types["body"]))
    properties.append(_language("lang", layout))


def _language(tag: str, layout: Layout) -> Element:
    """Languages of the scripts: numbers are English in the Chinese paper too, else they are broken anywhere."""
    return make(tag, val="en-US" if layout.lang.startswith("zh") else layout.lang, eastAsia="zh-CN", bidi="ar-SA")


def _settings(settings: Element, layout: Layout) -> None:
    """Laid out as Word 2013 and later do; languages of the theme's typefaces."""
    from docx.oxml.ns import qn

    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), str(_MODE))
    theme = settings.find(qn("w:themeFontLang"))
    settings.replace(theme, _language("themeFontLang", layout))


def _font_table(document: Element) -> None:
    """Other names of each typeface, by which an office that lacks it finds the next best."""
    from docx.oxml import parse_xml
    from docx.oxml.xmlchemy import serialize_for_reading

    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    root: Element = parse_xml(part.blob)
    for child in list(root):
        root.remove(child)
    for name, others in FALLBACKS:
        east = name not in LATIN
        told = within(make("font", name=name), make("altName", val=others), make("charset", val="86" if east else "00"))
        root.append(told)
    part._blob = serialize_for_reading(root).encode()


def upright(section: Element, layout: Layout) -> None:
    """Pages of the brief."""
    from docx.enum.section import WD_ORIENT

    _page(section, PAGE, (layout.top, layout.right, layout.bottom, layout.left), layout)
    section.orientation = WD_ORIENT.PORTRAIT
    _numbers(section, layout)


def sideways(section: Element, layout: Layout) -> None:
    """Pages of the annexes."""
    from docx.enum.section import WD_ORIENT

    _page(section, (PAGE[1], PAGE[0]), (layout.side, layout.side, layout.side, layout.side), layout)
    section.orientation = WD_ORIENT.LANDSCAPE


def _page(
    section: Element, size: tuple[float, float], margins: tuple[float, float, float, float], layout: Layout
) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    top, right, bottom, left = (Mm(margin) for margin in margins)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.footer_distance = Mm(min(layout.footer, margins[2] - 10))
    section.header_distance = Mm(10)


def _numbers(section: Element, layout: Layout) -> None:
    """The page's number between dashes on the outside."""
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
    kind = layout.types["number"]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        runs = [run("— ", kind), *field("PAGE", "1", kind), run(" —", kind)]
        made = paragraph(runs, kind, "Footer", side)
        indent = made.pPr.find(make("ind").tag)
        made.pPr.replace(indent, make("ind", **{f"{side}Chars": 100, side: twips(kind.size)}))
        element = footer._element
        for child in list(element):
            element.remove(child)
        element.append(made)


def describe(document: Element, about: About, layout: Layout) -> None:
    """Properties: what it is and what it was made from; its dates are those of the information."""
    told, day = document.core_properties, datetime.combine(about.day, time())
    told.title, told.subject = clean(about.title)[:255], clean(about.subject)[:255]
    told.author, told.last_modified_by = clean(about.author)[:255], ""
    told.keywords, told.comments, told.category = about.mark, about.digest, ""
    told.language, told.revision = layout.lang, 1
    told.created = told.modified = day
    document.settings.odd_and_even_pages_header_footer = True
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]  # the template's own picture
