"""Annexes: the September sheet, projects, warnings, assumptions and sources, verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from seatsim.language.punctuation import full_width
from seatsim.language.terms import glossary
from seatsim.papers.blocks import AnyCell, Block, Cell, Grid, Row, Sentence
from seatsim.papers.tables.projects import projects
from seatsim.papers.tables.schools import FLAG, by_rule_note, schools
from seatsim.papers.tables.september import ALL, september
from seatsim.papers.tables.sources import sources
from seatsim.papers.tables.uncertain import KINDS, applies
from seatsim.papers.word.asks import asks
from seatsim.papers.word.document import Paper
from seatsim.papers.word.flow import Sheet
from seatsim.papers.word.grid import Box
from seatsim.papers.word.problems import ask_first
from seatsim.papers.word.told import Teller
from seatsim.telling.demand_errors import demand_in_band
from seatsim.telling.idle_builds import idle_told

_AHEAD = 8
"""Years of warnings."""
_FLAGGED = "※"
"""Mark of the year of an announcement, which Chinese typefaces hold."""
_COUNTED = ("reported", "derived")
_SHIPPED = "norms.csv"
"""Table of figures that come with the program and are no county's own."""
Annex = Callable[[Paper, Teller], None]


def titles(tell: Teller, compared: bool) -> list[str]:
    """Titles of the annexes in order."""
    words = tell.words
    names = [words(f"annex_{name}") for name in ("september", "projects", "schools", "sources")]
    return [*names, words("annex_verdicts")] if compared else names


def annexes(paper: Paper, tell: Teller, told: Mapping[str, Any] | None, asked: bool = True) -> None:
    """Every annex, each on a page of its own; the projects' has the decisions too where the brief could not ask."""
    made: list[Annex] = [_september, _projects, _schools, _sources]
    paper.annexes()
    words = tell.words
    for place, (title, annex) in enumerate(zip(titles(tell, False), made, strict=True), 1):
        paper.annex(words("annex_number").format(n=place), _set(title, tell), first=place == 1)
        paper.line(_set(words("annex_plan").format(plan=tell.run.title), tell))
        if annex is _projects and not asked:
            _asks(paper, tell)
        annex(paper, tell)
    if told is not None:
        paper.annex(words("annex_number").format(n=len(made) + 1), words("annex_verdicts"), first=False)
        for other in told["others"]:
            paper.line(_set(other["verdict"][words.lang], tell), "table")
        for sentence in idle_told(told, tell.run.key, words.lang):
            paper.line(_set(sentence, tell), "table")
        for note in told.get("notes", ()):
            paper.line(_set(note[words.lang], tell))


def _set(text: str, tell: Teller) -> str:
    return full_width(text) if tell.words.chinese else text


def _text(cell: AnyCell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _notes(blocks: Sequence[Block], paper: Paper, tell: Teller) -> None:
    """Sentences of a section."""
    for block in blocks:
        if isinstance(block, Sentence):
            paper.line(_set(block.text, tell))


def _put(
    paper: Paper,
    tell: Teller,
    caption: str,
    heads: Sequence[Sequence[str]],
    rows: Sequence[Sequence[Box]],
    widths: Sequence[float],
    left: Sequence[int],
    spans: Sequence[Sequence[int]] = (),
) -> None:
    boxed = [[Box(_set(head, tell)) for head in row] for row in heads]
    told = [[Box(_set(box.text, tell), box.shade) for box in row] for row in rows]
    paper.grid(_set(caption, tell), boxed, told, widths, left, spans)


def _september(paper: Paper, tell: Teller) -> None:
    """Schools by zone with their sums; sums by stage and of all in the end."""
    blocks, words = september(tell.run, tell.words), tell.words
    grid = next((block for block in blocks if isinstance(block, Grid)), None)
    if grid is not None:
        heads = list(grid.heads)
        groups = ["", "", words("claims_group"), *[""] * 6]
        under = [heads[0], heads[1], *heads[3:]]
        widths = (58.0, 23.0, 19.0, 19.0, 19.0, 19.0, 20.0, 19.0, 18.0, 26.0, 17.0)
        spans = ([1, 1, 3, *[1] * 6], [1] * len(under))
        caption = words("september_by_zone").format(year=words.numbers.school_year(tell.run.years[1]))
        _put(paper, tell, caption, (groups, under), list(_by_zone(grid, tell)), widths, (0, 1), spans)
    _notes(blocks, paper, tell)


def _by_zone(grid: Grid, tell: Teller) -> Iterator[list[Box]]:
    """Rows of each zone in the register's order, and its sum; then the county's."""
    words = tell.words
    sums = {(row.stage, row.zone): row for row in grid.foot}
    order = {school.shown: place for place, school in enumerate(tell.run.schools.values())}
    for zone in tell.run.zones:
        rows = [row for row in grid.rows if row.zone == zone]
        for row in sorted(rows, key=lambda row: order.get(_text(row.cells[0]), 0)):
            yield _boxes(row)
        if (ALL, zone) in sums:
            yield _boxes(sums[ALL, zone], words("subtotal").format(zone=tell.run.zone(zone)))
    for row in (row for row in grid.rows if row.zone not in tell.run.zones):
        yield _boxes(row)
    for (stage, zone), row in sums.items():
        if zone == ALL:
            name = "grand_total" if stage == ALL else "stage_total"
            yield _boxes(row, words(name).format(stage=words.stage(stage)))


def _boxes(row: Row, name: str = "") -> list[Box]:
    """A row without its zone; a sum has a name and a ground."""
    cells = [_text(cell) for cell in row.cells]
    shade = "sum" if name else ""
    return [Box(cell, shade) for cell in (name or cells[0], cells[1], *cells[3:])]


def _asks(paper: Paper, tell: Teller) -> None:
    """Every decision that is asked."""
    for part in asks(tell, ""):
        if isinstance(part, Sheet):
            rows = [[Box(cell) for cell in row.cells] for row in part.rows]
            _put(paper, tell, part.caption, [part.heads], rows, _scaled(part.widths, 257), part.left)
            paper.line(_set(part.note, tell))


def _projects(paper: Paper, tell: Teller) -> None:
    blocks = projects(tell.run, tell.words)
    for block in blocks:
        if isinstance(block, Grid):
            widths = (42.0, 14.0, 24.0, 14.0, 43.0, 29.0, 13.0, 12.0, 14.0, 27.0, 32.0, 13.0)
            rows = [[Box(_text(cell)) for cell in row.cells] for row in block.rows]
            _put(paper, tell, block.caption, [block.heads], rows, _scaled(widths, 257), block.left)
    _notes(blocks, paper, tell)


def _scaled(widths: Sequence[float], total: float) -> list[float]:
    return [width * total / sum(widths) for width in widths]


def _schools(paper: Paper, tell: Teller) -> None:
    """Schools that reach a warning in the coming years, worst first."""
    words, warning = tell.words, tell.answers["limits"]["warning"]
    years = tell.run.years[1 : _AHEAD + 1] or tell.run.years
    span = words.numbers.span(str(years[0]), str(years[-1]))
    at = [3 + tell.run.years.index(year) for year in years]
    grid = next(block for block in schools(tell.run, words) if isinstance(block, Grid))
    rows = []
    for row in grid.rows:
        cells = [row.cells[i] for i in at if i < len(row.cells)]
        if any(isinstance(cell, Cell) and cell.css[:1] in ("r", "a") for cell in cells):
            rows.append([*(Box(_text(cell)) for cell in row.cells[:3]), *map(_warning, cells)])
    shares = {name: words.numbers.percent(share) for name, share in warning.items()}
    if not rows:
        paper.line(_set(words("warnings_none").format(years=span, **shares), tell), "table")
        return
    heads = [*grid.heads[:3], *map(str, years)]
    widths = _scaled((56.0, 19.0, 32.0, *[150 / len(years)] * len(years)), 257)
    _put(paper, tell, words("warnings_caption").format(years=span), [heads], rows, widths, (0, 1, 2))
    note = words("warnings_note").format(kind=tell.register, **shares)
    paper.line(_set(note + by_rule_note(tell.run, words), tell))


def _warning(cell: AnyCell) -> Box:
    if not isinstance(cell, Cell):
        return Box(cell)
    return Box(cell.text.replace(FLAG, _FLAGGED), cell.css[:1] if cell.css[:1] in ("r", "a") else "")


def _sources(paper: Paper, tell: Teller) -> None:
    """Uncertainties, gaps, projects; how many figures each part rests on, and where the county's own come from.

    Figure by figure they stand in the workbook and on the page.
    """
    words = tell.words
    widths = {3: (55.0, 25.0, 177.0), 2: (14.0, 243.0)}
    for block in sources(tell.run, words):
        if isinstance(block, Grid) and block.rows and len(block.heads) in widths:
            rows = [[Box(_text(cell)) for cell in row.cells] for row in block.rows]
            _put(paper, tell, block.caption, [block.heads], rows, widths[len(block.heads)], range(6))
    if words.chinese:  # the brief has no room for the first, and not always for the second
        for told in filter(None, (demand_in_band(tell.answers, words), ask_first(tell))):
            paper.line(_set(told, tell))
    figures = list(tell.run.table("figures.csv").iter_rows(named=True))
    _groups(paper, tell, figures)
    own = [row for row in figures if row["file"] != _SHIPPED]
    counts = Counter((row["kind"], row["source"] or "") for row in own if row["kind"] in _COUNTED)
    if counts:
        order = sorted(counts, key=lambda key: (_COUNTED.index(key[0]), -counts[key], key[1]))
        rows = [[Box(source), Box(tell.kind(kind)), Box(str(counts[kind, source]))] for kind, source in order]
        heads = [words("source_head"), words("figure_kind"), words("source_count")]
        _put(paper, tell, words("sources_caption"), [heads], rows, (217.0, 20.0, 20.0), (0, 1))
    paper.line(_set(words("annex_whole"), tell))
    paper.line(words("made_with").format(digest=tell.run.results.content["digest"]))


def _groups(paper: Paper, tell: Teller, figures: Sequence[Mapping[str, Any]]) -> None:
    """How many figures of each kind every part that the run has rests on."""
    words = tell.words
    counts: dict[str, Counter[str]] = {}
    switched = {row["id"] for row in figures if str(row["id"]).endswith(".on")}
    for group, part in glossary():
        if (
            group != "part"
            or not applies(part, tell.run)
            or (f"{part}.on" in switched and part not in tell.run.results.content["parts"])
        ):
            continue
        found = Counter(str(row["kind"]) for row in figures if str(row["id"]).startswith(f"{part}."))
        if found:
            counts[part] = found
    rows = [
        [Box(words.term("part", part)), *(Box(str(found[kind] or "–")) for kind in KINDS)]
        for part, found in counts.items()
    ]
    heads = [words("group_head"), *(tell.kind(kind) if kind != "set" else words("kind_word_set") for kind in KINDS)]
    if rows:
        _put(paper, tell, words("groups_caption"), [heads], rows, (137.0, 30.0, 30.0, 30.0, 30.0), (0,))
