"""The pictures of the README and of the guide to the brief: what each is drawn from, and the picture itself.

Fonts and browsers differ, so pixels are a measurement. What must be the same is what is drawn: the specification and
the rows of a chart, or the words of a section of the page or of the brief. ``docs/pictures/drawn-from.csv`` keeps the
digests of both.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from brief_pictures import BRIEF_SHOTS
from brief_pictures import main as cut_briefs
from items import Item, sha256
from pages import ROOT
from pictures import PICTURES, SHOTS, main
from work import PLANS, Work

from seatsim import api
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers.chart import PAGE, Chart, chosen
from seatsim.papers.charts import charts

KEPT = PICTURES / "drawn-from.csv"
COLUMNS = ("picture", "drawn_from", "sha256_drawn_from", "sha256_picture")
DRAWN_FROM: Mapping[str, str] = {
    "headline": "section headline",
    "seats": "chart fan, stage primary",
    "schools": "section schools",
    "plans": "chart comparison, stage all",
    "page-one-zh": "header, sections headline and page-one",
    **dict.fromkeys(BRIEF_SHOTS, "brief in Word"),
}
"""What each picture shows of the page of the four plans, or of the brief on the last beside the first."""
_TAKEN, _CUT = (f"python tests/{program}.py" for program in ("browser/pictures", "papers/brief_pictures"))
_BRIEF = f"seatsim report results/{PLANS[0]} results/{PLANS[-1]} --format docx"
_COMMAND = f"seatsim report {' '.join(f'results/{plan}' for plan in PLANS)}"


def items() -> list[Item]:
    """Two items a picture: what it is drawn from, and its pixels."""
    return [item for name in DRAWN_FROM for item in (_source(name), _pixels(name))]


def _source(name: str) -> Item:
    command = (
        f"{_BRIEF} --lang {BRIEF_SHOTS[name].lang}" if name in BRIEF_SHOTS else f"{_COMMAND} --lang {SHOTS[name][0]}"
    )
    return Item(
        name=f"picture-{name}",
        page=f"docs/pictures/{name}.png",
        command=f"{command}: {DRAWN_FROM[name]}",
        make=lambda work: source(name, work).encode(),
        held=lambda: b"",
        digest_held=lambda: kept().get(name, {}).get("sha256_drawn_from", ""),
        write=lambda made, work: _keep(name, made, work),
    )


def _pixels(name: str) -> Item:
    return Item(
        name=f"pixels-{name}",
        page=f"docs/pictures/{name}.png",
        command=_CUT if name in BRIEF_SHOTS else _TAKEN,
        make=lambda work: (taken(name, work) / f"{name}.png").read_bytes(),
        held=lambda: (PICTURES / f"{name}.png").read_bytes(),
        write=lambda _, __: None,
        measured=True,
    )


def kept() -> Mapping[str, Mapping[str, str]]:
    """Digests that are kept, by picture; none without the file."""
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {row["picture"]: row for row in csv.DictReader(file)}


def _keep(name: str, made: bytes, work: Work) -> None:
    """Put a picture into its place, with the digests of what it was drawn from and of its pixels."""
    pixels = (taken(name, work) / f"{name}.png").read_bytes()
    (PICTURES / f"{name}.png").write_bytes(pixels)
    rows = dict(kept())
    rows[name] = dict(zip(COLUMNS, (name, DRAWN_FROM[name], sha256(made), sha256(pixels)), strict=True))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in DRAWN_FROM if name in rows)
    KEPT.write_text(out.getvalue(), encoding="utf-8")


def taken(name: str, work: Work) -> Path:
    """The folder of pictures taken anew: of the page in a browser, of the brief by an office."""
    brief = name in BRIEF_SHOTS
    folders = _of_brief(work) if brief else [work.plan(plan).folder for plan in PLANS]

    def take() -> Path:
        (cut_briefs if brief else main)(folders, work.pictures)
        return work.pictures

    folder: Path = work.once(_CUT if brief else _TAKEN, take)
    return folder


def source(name: str, work: Work) -> str:
    """What a picture is drawn from: chart as JSON, or part of the page."""
    if name in BRIEF_SHOTS:
        return brief(BRIEF_SHOTS[name].lang, work)
    lang = SHOTS[name][0]
    if name == "seats":
        return _told(_chart("fan", lang, work), run=PLANS[-1], stage="primary")
    if name == "plans":
        return _told(_chart("comparison", lang, work), stage="all")
    parts = {"headline": ("headline",), "schools": ("schools",), "page-one-zh": ("header", "headline", "page-one")}
    return "".join(_part(part, _page(lang, work)) for part in parts[name])


def _chart(begins: str, lang: str, work: Work) -> Chart:
    """The first chart of a kind that has something to draw."""
    runs = [work.plan(plan) for plan in PLANS]
    told = charts(runs, work.comparison(*PLANS), Words(lang, REPORT), PAGE)
    return next(chart for chart in told if chart.id.startswith(begins) and chart.rows)


def _told(chart: Chart, **choice: str) -> str:
    told = {"title": chart.title, "caption": chart.caption, "spec": chart.spec, "rows": chosen(chart, **choice)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)


def _page(lang: str, work: Work) -> str:
    """The page of the four plans."""
    folders = [work.plan(plan).folder for plan in PLANS]

    def make() -> str:
        (path,) = api.report(folders, lang=lang, out=work.folder / "papers")
        return path.read_text(encoding="utf-8")

    page: str = work.once(f"{_COMMAND} --lang {lang}", make)
    return page


def _of_brief(work: Work) -> list[Path]:
    """Runs of the brief: the last plan beside the first."""
    return [work.plan(plan).folder for plan in (PLANS[0], PLANS[-1])]


def brief(lang: str, work: Work) -> str:
    """The body of the brief as its file holds it, pictures told in words, without the digest of the results."""

    def make() -> str:
        (path,) = api.report(_of_brief(work), lang=lang, formats=("docx",), out=work.folder / "papers")
        with zipfile.ZipFile(path) as parts:
            return re.sub(r"[0-9a-f]{16,}", "", parts.read("word/document.xml").decode())

    body: str = work.once(f"{_BRIEF} --lang {lang}", make)
    return body


def _part(name: str, page: str) -> str:
    """The page's header, its headline, or a section by its name. Raises ValueError where there is none."""
    begins = {"header": "<header", "headline": '<section class="headline"'}.get(name, f'<section id="{name}"')
    found = re.search(f"{begins}.*?</{'header' if name == 'header' else 'section'}>", page, re.DOTALL)
    if found is None:
        raise ValueError(f"the page has no {name}")
    return found[0]


def shown() -> list[str]:
    """Files of the pictures, from the root."""
    return [(PICTURES / f"{name}.png").relative_to(ROOT).as_posix() for name in DRAWN_FROM]
