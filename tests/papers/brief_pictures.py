"""The pictures of the guide to the brief, cut from the brief as an office lays it out.

``python tests/papers/brief_pictures.py BASE RUN`` writes ``docs/pictures/brief-*.png`` from two finished runs. Each is
a strip of a page between two lines of it.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from pictures import PICTURES

from office import as_pdf
from seatsim import api

_DOTS = 110
"""Dots an inch."""
_POINTS = 72
_MARGIN = 4.0
"""Kept above and below a strip [points]."""
Line = tuple[int, float, float, str]
"""Page [1-based], top and bottom [points], and words without spaces."""


@dataclass(frozen=True)
class Strip:
    """What a picture shows: from one line of the brief up to another."""

    lang: str
    """Language of the brief."""
    begins: str
    """Words with which its first line begins."""
    ends: str
    """Words with which the line after its last begins."""
    above: bool = False
    """Whether it shows what stands above its first line too, up to the line before: a chart has no lines."""


BRIEF_SHOTS: Mapping[str, Strip] = {
    "brief-lead-en": Strip("en", "School places and teachers", "2. Results"),
    "brief-charts-en": Strip("en", "Figure 1 Pupils", "Money.", above=True),
    "brief-asks-en": Strip("en", "4. Decisions asked", "Annexes:"),
    "brief-lead-zh": Strip("zh", "关于靖江市", "二、测算结果"),
    "brief-charts-zh": Strip("zh", "图1超标准班额", "（二）方案比较", above=True),
    "brief-asks-zh": Strip("zh", "四、提请研究事项", "附件："),
}
"""Pictures by name."""


def main(runs: Sequence[Path], into: Path = PICTURES) -> None:
    """Take every picture of finished runs, the base first, and put it into a folder."""
    into.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for lang in sorted({strip.lang for strip in BRIEF_SHOTS.values()}):
            (brief,) = api.report(runs, lang=lang, formats=("docx",), out=folder)
            pdf = as_pdf(brief, folder)
            lines = _lines(pdf)
            for shot, strip in BRIEF_SHOTS.items():
                if strip.lang == lang:
                    _cut(pdf, *_place(strip, lines), into / f"{shot}.png")


def _lines(pdf: Path) -> list[Line]:
    """Lines of a document in the order in which they are laid out."""
    told = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    pages = [each for each in ElementTree.fromstring(told.stdout).iter() if each.tag.endswith("}page")]
    found = [
        (number, float(line.get("yMin", 0)), float(line.get("yMax", 0)), _plain(" ".join(line.itertext())))
        for number, page in enumerate(pages, 1)
        for line in page.iter()
        if line.tag.endswith("}line")
    ]
    return sorted(found)


def _plain(words: str) -> str:
    return "".join(words.split())


def _place(strip: Strip, lines: Sequence[Line]) -> tuple[int, float, float]:
    """Page, top and bottom of a strip [points]. Raises ValueError where its lines are not found on one page."""
    begins, ends = _plain(strip.begins), _plain(strip.ends)
    for before, (page, top, _, words) in pairwise([(0, 0.0, 0.0, ""), *lines]):
        if not words.startswith(begins):
            continue
        end = next((each for each in lines if each[:2] > (page, top) and each[3].startswith(ends)), None)
        if end is not None and end[0] == page:
            return page, before[2] + 2 * _MARGIN if strip.above and before[0] == page else top, end[1]
    raise ValueError(f"no strip from {strip.begins!r} to {strip.ends!r} on one page")


def _cut(pdf: Path, page: int, top: float, bottom: float, to: Path) -> None:
    """Write a strip of a page as a picture."""
    scale = _DOTS / _POINTS
    first, last = round((top - _MARGIN) * scale), round((bottom - 1.0) * scale)
    where = ["-f", str(page), "-l", str(page), "-x", "0", "-y", str(first), "-W", str(round(595 * scale))]
    size = ["-H", str(last - first), "-r", str(_DOTS)]
    subprocess.run(["pdftoppm", "-png", "-singlefile", *where, *size, str(pdf), str(to.with_suffix(""))], check=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
    main([Path(run) for run in sys.argv[1:]])
