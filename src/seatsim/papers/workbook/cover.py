"""The first sheet: what the workbook is, the figures of page one, where it comes from, how to read it, all sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.domain.milestones import milestones, reached
from seatsim.language.words import Words
from seatsim.papers.basis import counted_kind
from seatsim.papers.headline import headline
from seatsim.papers.native import MOST_CHARTED
from seatsim.papers.office import letters
from seatsim.papers.runs import Run
from seatsim.papers.tables.sources import marked
from seatsim.papers.tables.uncertain import KINDS
from seatsim.papers.workbook.book import Book, Column, Value
from seatsim.papers.workbook.results import plan, plan_column
from seatsim.telling.demand_errors import demand_errors, demand_in_band
from seatsim.telling.page_one import CROWDING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (38.0, 24.0, 14.0, 14.0, 14.0, 14.0, 14.0, 32.0)
_SPAN, _WIDE = len(_WIDTHS), 150
_CELLS = ((0, 0), (1, 1), (2, 3), (4, 6), (7, 7))
"""First and last column of what a figure tells."""


_LEAST, _LINE, _BESIDE = 31, 15, 38
"""Least height of a figure's row and height of a line [pt]; letters of a line of what stands beside it."""


def begin(book: Book) -> Worksheet:
    """The sheet itself, which stands first; it is filled when the others are known."""
    return book.sheet("cover", landscape=True)


def fill(book: Book, sheet: Worksheet, runs: Sequence[Run], notes: Sequence[str]) -> None:
    """Everything on it."""
    words, answers = book.words, runs[0].answers
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    name = words.text(answers["county_name"], answers["county"])
    row = book.head(sheet, words("page_title").format(county=name), notes, _SPAN, _WIDE)
    row = _facts(book, sheet, row, runs)
    row = _tiles(book, sheet, row, runs)
    row = _heading(book, sheet, row, words("read_title"))
    kinds = {kind: marked(kind, words).text for kind in KINDS}
    rest = [words(told).format(**kinds) for told in ("read_kinds", "read_filters", "read_text")]
    for text in (words("read_band"), *_demand(runs, words), *rest):
        row = book.paragraph(sheet, row, text, _SPAN, _WIDE)
    row = _contents(book, sheet, row + 1)
    _provenance(book, sheet, row, runs)
    sheet.activate()
    sheet.set_first_sheet()


def _demand(runs: Sequence[Run], words: Words) -> list[str]:
    """Whose error laws of demand the bands hold, plan by plan where they differ."""
    if len({demand_errors(run.answers, words) for run in runs}) == 1:
        return list(filter(None, (demand_in_band(run.answers, words) for run in runs[:1])))
    told = ((run.title, demand_errors(run.answers, words)) for run in runs)
    return [words("demand_errors_plan").format(plan=title, told=clause) for title, clause in told if clause]


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> int:
    for column in range(_SPAN):
        book.put(sheet, row, column, text if column == 0 else None, "heading")
    sheet.set_row(row, 20)
    return row + 1


def _facts(book: Book, sheet: Worksheet, row: int, runs: Sequence[Run]) -> int:
    words, answers = book.words, runs[0].answers
    span = words.numbers.school_years(runs[0].years[0], max(run.years[-1] for run in runs))
    facts = [
        (words("fact_plans"), words.listed([run.title for run in runs])),
        (words("fact_years"), span),
        (words("fact_futures"), words.listed([words.numbers.count(run.answers["replications"]) for run in runs[:1]])),
        (words("fact_information"), words.numbers.day(answers["information_date"])),
    ]
    for name, value in facts:
        sheet.merge_range(row, 1, row, _SPAN - 1, "", book.style("wrap"))
        book.put(sheet, row, 0, name, "kind reported")
        book.put(sheet, row, 1, value, "wrap")
        row += 1
    return row + 1


def _tiles(book: Book, sheet: Worksheet, row: int, runs: Sequence[Run]) -> int:
    """The big figures of the page, run by run."""
    words = book.words
    row = _heading(book, sheet, row, words("headline"))
    heads = ("figure_head", "value_head", "band_head", "beside_head", "rests_head")
    _tile(book, sheet, row, [words(head) for head in heads], ["head"] * len(heads))
    for run in runs[:MOST_CHARTED]:
        if len(runs) > 1:
            row += 1
            book.put(sheet, row, 0, run.title, "kind reported")
        for tile in headline(run, words).tiles:
            row += 1
            sheet.set_row(row, max(_LEAST, _LINE * math.ceil(letters(tile.beside) / _BESIDE)))
            kind = f"kind {tile.rests_kind if tile.rests_kind in KINDS else 'derived'}"
            cells = (tile.label, tile.value, tile.band, tile.beside, tile.rests)
            _tile(book, sheet, row, cells, ("wrap", "big", "wrap", "wrap", kind))
    return row + 2


def _tile(book: Book, sheet: Worksheet, row: int, cells: Sequence[str], styles: Sequence[str]) -> None:
    """Five cells, each as many columns wide as it needs."""
    for (first, last), text, style in zip(_CELLS, cells, styles, strict=True):
        if last > first:
            sheet.merge_range(row, first, row, last, "", book.style(style))
        book.put(sheet, row, first, text, style)


def crowding(book: Book, runs: Sequence[Run]) -> None:
    """Crowding now, at the milestones and at the horizon as numbers, with the reference beside."""
    words = book.words
    told = reached(runs[0].years[0], max(run.years[-1] for run in runs))
    years, form = words.listed([*map(str, told)]), "" if told else "_alone"
    sheet = book.sheet("key", about=words(f"about_key{form}").format(years=years))
    row = book.head(sheet, words(f"crowding_heading{form}").format(years=years), [words("key_note")])
    heads = [Column(words("plan_head"), "text", 24.0), Column(words("measure_head"), "text", 22.0)]
    heads += [Column(words("stage_head")), Column(words("year_head"), "year")]
    heads += [Column(words(f"head_{p}"), "whole", 15.0) for p in ("p50", "p10", "p90", "reference")]
    heads.append(Column(words("rests_head"), "kind", 14.0))
    book.table(sheet, row, heads, _crowded(runs, words), freeze=2)


def _crowded(runs: Sequence[Run], words: Words) -> Iterator[Sequence[Value]]:
    for run in runs:
        block = run.answers["crowding"]
        for measure, stages in CROWDING.items():
            for stage in stages:
                kind = counted_kind(run, measure, stage)
                other = block.get("reference", {}).get(measure, {}).get(stage)
                beside = dict(_milestones(other, run)) if other else {}
                for year, stats in _milestones(block[measure][stage], run):
                    names = (run.title, words.term("measure", measure), words.stage(stage))
                    cells = (stats["p50"], stats["p10"], stats["p90"], beside[year]["p50"] if year in beside else None)
                    yield (*names, year, *cells, marked(kind, words).text)


def _milestones(told: Mapping[str, Any], run: Run) -> list[tuple[int, Mapping[str, Any]]]:
    years = {"now": run.years[0], "horizon": run.years[-1]}
    return [
        (years.get(name) or int(name), told[name])
        for name in ("now", *map(str, milestones(run.years[0])), "horizon")
        if name in told
    ]


def _contents(book: Book, sheet: Worksheet, row: int) -> int:
    words = book.words
    row = _heading(book, sheet, row, words("contents_title"))
    for _, name, about in book.sheets[1:]:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.style("link"), name)
        sheet.merge_range(row, 1, row, _SPAN - 1, "", book.style("wrap"))
        book.put(sheet, row, 1, about, "wrap")
        row += 1
    return row + 1


def _provenance(book: Book, sheet: Worksheet, row: int, runs: Sequence[Run]) -> None:
    """Everything that says which results these are."""
    words = book.words
    row = _heading(book, sheet, row, words("provenance"))
    columns = plan_column(runs, words)
    for run in runs:
        content = run.results.content
        told = [
            ("from_scenario", content["scenario"]),
            ("from_digest", content["digest"]),
            ("from_county", content["county_digest"]),
            ("from_scenario_digest", content["scenario_digest"]),
            ("from_version", content["seatsim"]),
            ("from_seed", content["seed"]),
            ("from_futures", content["replications"]),
            ("from_information", run.answers["information_date"]),
            ("from_files", words.listed(sorted(content["files"]))),
        ]
        if columns:
            book.put(sheet, row, 0, plan(runs, run)[0], "kind reported")
            row += 1
        for name, value in told:
            sheet.merge_range(row, 1, row, _SPAN - 1, "", book.style("wrap"))
            book.put(sheet, row, 0, words(name))
            book.put(sheet, row, 1, str(value), "wrap")
            if name == "from_files":
                sheet.set_row(row, 31)
            row += 1
        row += 1
    book.paragraph(sheet, row, words("made_workbook"), _SPAN, _WIDE)
