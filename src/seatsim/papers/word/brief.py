"""The brief as parts in order: all that could be said, each with its weight; what stays is fitted to two pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from seatsim.language.plan_contents import plan_line, plan_short
from seatsim.language.punctuation import full_width
from seatsim.papers.blocks import AnyCell, Cell
from seatsim.papers.charts.picture import Pictures
from seatsim.papers.runs import Run
from seatsim.papers.tables.comparison import glance, nature_note
from seatsim.papers.word.asks import asks
from seatsim.papers.word.flow import Line, Part, Said, Sheet, Shot, Shots, fitted
from seatsim.papers.word.layout import Layout
from seatsim.papers.word.problems import problems
from seatsim.papers.word.situation import (
    crowding,
    money,
    results_table,
    seats,
    september,
    situation,
    staff,
    tightest,
)
from seatsim.papers.word.told import Teller
from seatsim.papers.word.worse import compared_with, worse_in_short

PAGES = 2
"""Pages of the brief."""
ASKS_ANNEX = 2
"""Annex that holds the decisions where two pages have no room for any."""
_PAIR = 2
"""A plan and the base that it is compared with: the share of one tells that of the other."""
_MOST_LEVERS = 5
"""Levers of a plan that the brief names."""
_PIXELS = (340, 62)
"""Width and height of the plot of a picture; legends and axes come on top."""
_GLANCE = (0, 1, 2, 3, 4, 6)
"""Columns of the plans at a glance that the brief has room for."""
_GLANCE_WIDTHS = {"zh": (34.0, 40.0, 32.0, 17.0, 18.0, 15.0), "en": (30.0, 38.0, 33.0, 21.0, 22.0, 16.0)}


def subject(runs: Sequence[Run]) -> Run:
    """The run that the brief is about: the last, as on the page and the slides; the first of several is the base."""
    return runs[-1]


def brief(
    tell: Teller,
    runs: Sequence[Run],
    told: Mapping[str, Any] | None,
    unpaired: str | None,
    pictures: Pictures,
    titles: Sequence[str],
    layout: Layout,
) -> list[Part]:
    """The parts that stay on two pages. ``titles`` are those of the annexes."""
    parts = [
        *_opening(tell, told, len(titles)),
        *_body(tell, runs, told, unpaired, pictures, titles),
        *_closing(tell, titles),
    ]
    if tell.words.chinese:
        parts = [_typeset(part) for part in parts]
    return _numbered(fitted(parts, layout, PAGES, tell.words("ordinals").split("|")), tell)


def _opening(tell: Teller, told: Mapping[str, Any] | None, annex: int) -> Iterator[Part]:
    words = tell.words
    yield Said(
        words("brief_title").format(county=tell.county),
        "title",
        align="center" if words.chinese else "left",
        indent=False,
    )
    yield Said(words("address").format(county=tell.county), align="left", indent=False)
    lead = words("brief_lead").format(
        plan=tell.run.title,
        years=tell.years,
        n=words.numbers.count(tell.answers["replications"]),
        date=words.numbers.day(tell.answers["information_date"]),
    )
    yield Said(lead)
    if line := _contents(tell, told, annex):
        yield Said(line, importance=98, follows=words.chinese)  # a page of an official document holds half as many


def _contents(tell: Teller, told: Mapping[str, Any] | None, annex: int) -> str:
    """What the plan does beyond the base that it is compared with, else beyond the reference; in Chinese in brief.

    A comparison tells it whole in its annex. A page of an official document holds half as many words.
    """
    other, lang = compared_with(tell, told), tell.words.lang
    contents = tell.answers.get("plan") if other is None else other.get("plan")
    if not contents:
        return ""
    if tell.words.chinese:
        return plan_short(contents, lang, None if other is None else annex)
    return plan_line(contents, lang, "reference" if other is None else "base", _MOST_LEVERS)


def _body(
    tell: Teller,
    runs: Sequence[Run],
    told: Mapping[str, Any] | None,
    unpaired: str | None,
    pictures: Pictures,
    titles: Sequence[str],
) -> Iterator[Part]:
    words = tell.words
    stage = tightest(tell)
    yield Said(words("part_situation"), "heading", align="left")
    yield situation(tell)
    yield Said(words("part_results"), "heading", align="left")
    yield crowding(tell)
    yield from results_table(tell)
    yield from seats(tell, stage)
    yield from september(tell)
    yield from _shots(tell, runs, stage, pictures)
    yield from staff(tell)
    yield from money(tell, 95 if told is None else 91)  # the table of the plans tells it
    yield from _plans(tell, told, unpaired, len(titles))
    yield Said(words("part_problems"), "heading", align="left")
    yield from problems(tell, told, len(titles))
    yield Said(words("part_decisions"), "heading", align="left")
    yield from asks(tell, "{asks}")


def _closing(tell: Teller, titles: Sequence[str]) -> Iterator[Part]:
    words = tell.words
    listed = [words("annex_item").format(n=place, title=title) for place, title in enumerate(titles, 1)]
    yield Said(words("annexes").format(list=("  " if words.chinese else "; ").join(listed)), indent=False)
    if words.chinese:
        yield Said(words("bureau").format(county=tell.county) + "    ", align="right", indent=False)
        yield Said(words("date") + "    ", align="right", indent=False)


def _shots(tell: Teller, runs: Sequence[Run], stage: str, pictures: Pictures) -> Iterator[Shots]:
    """Crowding with the reference beside, and pupils against the seats of one stage."""
    words, shots, notes = tell.words, [], []
    everything = {"run": tell.run.key, "zone": "all"}
    wanted = (
        ("crowding", {**everything, "measure": "pupils_above_standard", "stage": "all"}, words("figure_crowding")),
        ("fan", {**everything, "stage": stage}, words("figure_seats").format(stage=words.stage(stage))),
    )
    beside = _beside(tell, runs)
    for name, choice, caption in wanted:
        png = pictures.png(name, choice, *_PIXELS)
        if png is not None:
            shots.append(Shot(png, caption, f"{caption}: {pictures.charts[name].alt}", _ratio(png)))
            note = words("note_crowding" if name == "crowding" else "note_seats")
            notes.append(note.format(n=len(shots), beside=beside, kind=tell.register))
    if shots:
        yield Shots(shots, "".join(notes))


def _beside(tell: Teller, runs: Sequence[Run]) -> str:
    """What stands beside the median in the chart of crowding."""
    words = tell.words
    if len(runs) > 1 and runs[0].key != tell.run.key:
        return words("note_base").format(base=runs[0].title)
    alone = len(runs) > 1 or "reference" not in tell.answers["crowding"]
    return words("note_alone" if alone else "note_diamond")


def _ratio(png: bytes) -> float:
    """Height over width of a picture, from its header."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return height / width


def _plans(tell: Teller, told: Mapping[str, Any] | None, unpaired: str | None, annex: int) -> Iterator[Part]:
    """The plans at a glance, where several are compared."""
    words = tell.words
    if told is None:
        if unpaired is not None:
            yield Said(words("plans_unpaired").format(plan=tell.run.title), importance=97, lead=words("lead_plans"))
        return
    grid = glance(told, words)
    none = words.numbers.percent(0)
    shares = [_text(row.cells[-1]) for row in grid.rows]
    best = [
        words("plan_best").format(plan=_text(row.cells[0]), share=share)
        for row, share in zip(grid.rows, shares, strict=True)
        if share != none
    ]
    pair = words.chinese and len(shares) == _PAIR and compared_with(tell, told) is not None
    base = words.text(told["base"]["title"], told["base"]["scenario"])
    sentence = words("plans_pair" if pair else "plans_told").format(
        share=shares[-1],
        harm=worse_in_short(tell, told),
        base=base,
        n=words.numbers.count(told["replications"]),
        table="{plans}",
        best=words.listed(best),
        annex=annex,
    )
    yield Said(sentence, importance=97, lead=words("lead_plans"))
    lines = [Line([_text(row.cells[at]) for at in _GLANCE]) for row in grid.rows]
    heads = [grid.heads[at] for at in _GLANCE]
    widths, note = _GLANCE_WIDTHS[words.lang], nature_note(told, words)
    yield Sheet(words("table_plans").format(base=base), heads, lines, widths, (0,), note, importance=80 if pair else 96)


def _text(cell: AnyCell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _typeset(part: Part) -> Part:
    """A part with Chinese punctuation as it is printed."""
    if isinstance(part, Said):
        return replace(part, text=full_width(part.text))
    if isinstance(part, Shots):
        shots = [replace(shot, caption=full_width(shot.caption), alt=full_width(shot.alt)) for shot in part.shots]
        return replace(part, shots=shots, note=full_width(part.note))
    rows = [replace(row, cells=[full_width(cell) for cell in row.cells]) for row in part.rows]
    heads = [full_width(head) for head in part.heads]
    return replace(
        part, caption=full_width(part.caption), heads=heads, rows=rows, note=full_width(part.note), typeset=full_width
    )


def has_asks(parts: Sequence[Part], tell: Teller) -> bool:
    """Whether the table of decisions stayed, or there is nothing to ask."""
    asked = [part for part in asks(tell, "") if isinstance(part, Sheet)]
    captions = {part.caption for part in parts if isinstance(part, Sheet)}
    return all(part.caption in captions for part in asked)


def _numbered(parts: Sequence[Part], tell: Teller) -> list[Part]:
    """Parts with their leads, numbered where there are several, and the numbers of the tables that they name."""
    words = tell.words
    leads = iter(words("leads").split("|") if sum(isinstance(p, Said) and bool(p.lead) for p in parts) > 1 else ())
    sheets = [part for part in parts if isinstance(part, Sheet)]
    captions = {words("table_asks"): "{asks}"}
    names = {captions.get(s.caption, "{plans}"): f"{words('word_table')}{n}" for n, s in enumerate(sheets, 1)}
    made: list[Part] = []
    missing = {"{asks}": words("in_annex").format(n=ASKS_ANNEX), "{plans}": ""}
    for part in parts:
        if isinstance(part, Said):
            text = part.text
            for mark, without in missing.items():
                text = text.replace(mark, words("in_table").format(table=names[mark]) if mark in names else without)
            lead = part.lead and next(leads, "") + part.lead
            lead = full_width(lead) if words.chinese else lead
            made.append(replace(part, text=text, lead=lead))
        else:
            made.append(part)
    return made
