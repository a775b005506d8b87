"""Elements of WordprocessingML, made by hand where python-docx has no words for them."""

from __future__ import annotations

import unicodedata
from typing import Any, TypeAlias

from seatsim.language.punctuation import visible
from seatsim.papers.word.layout import MM, Type

Element: TypeAlias = Any
"""An element of lxml or an object of python-docx, neither of which tells its types."""
TWIPS = 20
"""Twentieths of a point, in which Word measures."""


def clean(text: str) -> str:
    """A text as it can stand in a document: control characters, which could be fields' marks or breaks, are dropped."""
    kept = (" " if letter in "\t\n\r\v\f\u2028\u2029" else letter for letter in visible(text))
    return "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cs", "Cf", "Cn"))


def make(tag: str, **attributes: object) -> Element:
    """An element of Word's namespace with attributes of it: ``make("jc", val="center")``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def within(parent: Element, *children: Element) -> Element:
    """The parent with children added."""
    for child in children:
        parent.append(child)
    return parent


def twips(points: float) -> int:
    """Points in Word's measure."""
    return round(points * TWIPS)


def mm(millimetres: float) -> int:
    """Millimetres in Word's measure."""
    return twips(millimetres * MM)


def fonts(kind: Type) -> Element:
    """Typefaces of a run for every script; the theme's are not named."""
    return make("rFonts", ascii=kind.latin, hAnsi=kind.latin, eastAsia=kind.east, cs=kind.latin, hint="eastAsia")


def run(text: str, kind: Type, colour: str = "") -> Element:
    """A run of plain text."""
    properties = within(make("rPr"), fonts(kind))
    if kind.bold:
        properties.append(make("b"))
    if colour:
        properties.append(make("color", val=colour))
    within(properties, make("sz", val=round(kind.size * 2)), make("szCs", val=round(kind.size * 2)))
    return within(make("r"), properties, _text(clean(text)))


def _text(text: str) -> Element:
    element = make("t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def field(instruction: str, shown: str, kind: Type) -> list[Element]:
    """A field of ours with what it shows until it is brought up to date. Never given a text of the data."""
    told = make("instrText")
    told.text = f" {instruction} "
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    found = []
    for part in (make("fldChar", fldCharType="begin"), told, make("fldChar", fldCharType="separate")):
        one = run("", kind)
        one.remove(one[-1])
        found.append(within(one, part))
    end = run("", kind)
    end.remove(end[-1])
    return [*found, run(shown, kind), within(end, make("fldChar", fldCharType="end"))]


def paragraph(
    runs: list[Element],
    kind: Type,
    style: str = "",
    align: str = "left",
    indent: int = 0,
    after: float = 0,
    keep: bool = False,
) -> Element:
    """A paragraph of runs, with fixed distance of lines; ``indent`` in letters."""
    properties = make("pPr")
    if style:
        properties.append(make("pStyle", val=style))
    if keep:
        properties.append(make("keepNext"))
    properties.append(make("widowControl", val=0))
    # Fixed grids of letters, as an official document has them: no extra room between Chinese letters and numbers.
    within(properties, *(make(name, val=0) for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid")))
    properties.append(make("spacing", before=0, after=twips(after), line=twips(kind.line), lineRule="exact"))
    first = {"firstLineChars": indent * 100, "firstLine": twips(indent * kind.size)}
    properties.append(make("ind", **(first if indent else {"firstLineChars": 0, "firstLine": 0})))
    properties.append(make("jc", val=align))
    return within(make("p"), properties, *runs)
