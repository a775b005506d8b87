"""Sheets of native charts, each fed from cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.words import Words
from seatsim.papers import native
from seatsim.papers.chart import PAPER, Chart
from seatsim.papers.native import HIDDEN, MOST_CHARTED, Native, Series
from seatsim.papers.office import clean
from seatsim.papers.runs import Run
from seatsim.papers.workbook.book import Book
from seatsim.papers.workbook.feed import Block, Feed

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawn
    from xlsxwriter.worksheet import Worksheet

WIDTH, HEIGHT = 660, 340
"""Size of a chart [px]."""
_COLUMNS, _ROW_PX = 8, 20
_BETWEEN = 2
_SCALE = 60
"""Scale at which two charts beside each other fill a landscape page [per cent]."""
_BAR_PX = 26
_TALLEST = 1_100
_DASH = "dash"


@dataclass(frozen=True)
class Pictures:
    """Sheets that stand early and are filled last."""

    runs: Sequence[Worksheet]
    compared: Worksheet | None


def begin(book: Book, runs: Sequence[Run], comparison: Mapping[str, Any] | None) -> Pictures:
    """A sheet for each of the first runs, and one on which all are compared."""
    numbered = len(runs) > 1
    sheets = [book.sheet("charts", place if numbered else 0) for place, _ in enumerate(runs[:MOST_CHARTED], 1)]
    return Pictures(sheets, book.sheet("charts_compared") if comparison else None)


def fill(book: Book, feed: Feed, pictures: Pictures, runs: Sequence[Run], charts: Mapping[str, Chart]) -> None:
    """Draw every chart."""
    words = book.words
    if pictures.compared is not None:
        row = _begin(book, pictures.compared, words("charts_compared_title"), words("charts_note"))
        found = [native.comparison(charts, words), native.dots(charts, "comparison_crowded", words),
                 native.dots(charts, "comparison_cost", words)]  # fmt: skip
        _place(book, feed, pictures.compared, row, [each for each in found if each is not None], "")
    for sheet, run in zip(pictures.runs, runs, strict=False):
        made = of_run(charts, run, words, beside_of(runs, words))
        note = words("charts_note") if made else words("charts_none")
        row = _begin(book, sheet, f"{words('charts_title')} · {run.title}", note)
        _place(book, feed, sheet, row, made, run.title)


def beside_of(runs: Sequence[Run], words: Words) -> str:
    """Whose median stands beside that of a run: the base of several, else the reference."""
    return runs[0].title if len(runs) > 1 else words("reference_name")


def of_run(charts: Mapping[str, Chart], run: Run, words: Words, beside: str) -> list[Native]:
    """Every chart of one run that has something to draw."""
    made = [native.fan(charts, run.key, stage, words) for stage in CLASS_STAGES]
    made += [
        native.crowding(charts, run.key, words, beside),
        native.teachers(charts, run.key, words),
        native.causes(charts, run.key, run.years[0], words),
        native.gantt(charts, run.key, words),
    ]
    return [each for each in made if each is not None]


def _begin(book: Book, sheet: Worksheet, title: str, note: str) -> int:
    sheet.set_column(0, 2 * _COLUMNS, 11.4)
    sheet.set_print_scale(_SCALE)
    return book.head(sheet, title, [note], 2 * _COLUMNS - 1, 170)


def _place(book: Book, feed: Feed, sheet: Worksheet, row: int, charts: Sequence[Native], owner: str) -> None:
    """Charts in two columns from a row on, two rows of them on a printed page."""
    breaks, used = [], 0
    for at in range(0, len(charts), 2):
        pair = charts[at : at + 2]
        tall = max(_height(each) for each in pair)
        rows = -(-tall // _ROW_PX)
        need = 2 if tall > HEIGHT else 1
        if used + need > 2:  # two rows of charts fill a printed page, and one of tall charts
            breaks.append(row)
            used = 0
        used += need
        for place, each in enumerate(pair):
            column = place * _COLUMNS
            insert(book, feed, sheet, row, column, each, owner, tall)
            sheet.merge_range(row + rows, column, row + rows, column + _COLUMNS - 2, "", book.style("note"))
            book.put(sheet, row + rows, column, each.caption, "note")
        sheet.set_row(row + rows, 42)
        row += rows + _BETWEEN
    sheet.set_h_pagebreaks(breaks)


def _height(chart: Native) -> int:
    return min(_TALLEST, max(HEIGHT, 120 + _BAR_PX * len(chart.categories))) if chart.form == "bars" else HEIGHT


def insert(
    book: Book, feed: Feed, sheet: Worksheet, row: int, column: int, chart: Native, owner: str, tall: int
) -> None:
    """Draw a chart over the cells from a row and a column on."""
    drawn = _DRAW[chart.form](book, chart, feed.block(chart, owner))
    font = {"name": book.font, "size": 9}
    drawn.set_title({"name": clean(chart.title), "name_font": {**font, "size": 12, "bold": True}, "overlay": False})
    left_out = [] if chart.form == "bars" else chart.legend  # LibreOffice counts those of bars from the other end
    drawn.set_legend({"position": "bottom", "font": font, "delete_series": left_out})
    drawn.set_size({"width": WIDTH, "height": tall})
    drawn.set_chartarea({"border": {"color": PAPER["grid"]}, "fill": {"color": PAPER["ground"]}})
    drawn.show_blanks_as("gap")
    name = f"{chart.title} · {owner}" if owner else chart.title
    sheet.insert_chart(row, column, drawn, {"description": clean(f"{name}\n{chart.alt}"), "object_position": 2})


def _axes(book: Book, drawn: Drawn, chart: Native, on_tick: bool) -> None:
    font = {"name": book.font, "size": 9}
    title = {**font, "bold": False}
    grid = {"visible": True, "line": {"color": PAPER["grid"], "width": 0.75}}
    soft = {"color": PAPER["ink-soft"], "width": 0.75}
    x: dict[str, Any] = {"num_font": font, "line": soft, "name_font": title, "label_position": "low"}
    y: dict[str, Any] = {"num_font": font, "num_format": "#,##0", "major_gridlines": grid, "line": {"none": True},
                         "name": chart.y_title, "name_font": title}  # fmt: skip
    if chart.x_title:
        x["name"] = chart.x_title
    if on_tick:
        x["position_axis"] = "on_tick"
    if chart.form == "bars":
        x |= {"reverse": True, "interval_unit": 1}
        y["label_position"] = "high"  # below: the categories run from top to bottom
        if chart.span is not None:
            y |= {"min": chart.span[0], "max": chart.span[1], "major_unit": 1, "num_format": "0"}
    elif all((value or 0) >= 0 for each in chart.series for value in each.values):
        y["min"] = 0
    drawn.set_x_axis(y if chart.form == "bars" else x)  # of a bar chart the values lie along x
    drawn.set_y_axis(x if chart.form == "bars" else y)


def _filled(series: Series) -> dict[str, Any]:
    if series.look == HIDDEN:
        return {"fill": {"none": True}, "border": {"none": True}}
    colour = PAPER[series.look]
    if series.pattern:
        fill = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": PAPER["ground"]}}
        return {**fill, "border": {"color": colour, "width": 0.75}}
    return {"fill": {"color": colour}, "border": {"none": True}}


def _line(series: Series) -> dict[str, Any]:
    line: dict[str, Any] = {"color": PAPER[series.look], "width": 2.25 if series.look == "median" else 1.75}
    if series.dash:
        line["dash_type"] = _DASH
    return {"line": line}


def _add(drawn: Drawn, block: Block, place: int, look: dict[str, Any], hidden: bool = False) -> None:
    told = {"name": " " if hidden else block.name(place), "categories": block.categories, "values": block.series(place)}
    drawn.add_series({**told, **look})


def _fan(book: Book, chart: Native, block: Block) -> Drawn:
    """Stacked areas, and lines over them on the same axes."""
    areas = book.book.add_chart({"type": "area", "subtype": "stacked"})
    lines = book.book.add_chart({"type": "line"})
    for place, each in enumerate(chart.series):
        _add(lines if each.line else areas, block, place, _line(each) if each.line else _filled(each))
    _axes(book, areas, chart, on_tick=True)
    areas.combine(lines)
    return areas


def _lines(book: Book, chart: Native, block: Block) -> Drawn:
    lines = book.book.add_chart({"type": "line"})
    for place, each in enumerate(chart.series):
        _add(lines, block, place, _line(each))
    _axes(book, lines, chart, on_tick=True)
    return lines


def _stacks(kind: str) -> Callable[[Book, Native, Block], Drawn]:
    def draw(book: Book, chart: Native, block: Block) -> Drawn:
        stacks = book.book.add_chart({"type": kind, "subtype": "stacked"})
        for place, each in enumerate(chart.series):
            _add(stacks, block, place, {**_filled(each), "gap": 45, "overlap": 100}, each.look == HIDDEN)
        _axes(book, stacks, chart, on_tick=False)
        return stacks

    return draw


_DRAW: Mapping[str, Callable[[Book, Native, Block], Drawn]] = {
    "fan": _fan,
    "lines": _lines,
    "columns": _stacks("column"),
    "bars": _stacks("bar"),
}
