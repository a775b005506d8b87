"""Teachers needed, posts approved and filled, and how many are short or too many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.language.words import Words
from seatsim.papers.basis import staff_kind
from seatsim.papers.chart import Cell, Chart, Row, Spec
from seatsim.papers.charts.parts import (
    SMALL,
    Part,
    amounts_axis,
    baseline_mark,
    colour,
    hover,
    line,
    spec,
    spread,
    years_axis,
)
from seatsim.papers.charts.told import Told, number, whole

_LINES: Mapping[str, tuple[str, Sequence[int]]] = {
    "needed": ("series-1", (1, 0)),
    "teachers": ("series-2", (1, 0)),
    "approved": ("series-3", (7, 3)),
    "filled": ("series-4", (2, 2)),
    "outside": ("series-5", (9, 3, 2, 3)),
}
"""Columns of the ledger with their colour and dash."""
_HEIGHT = 280
_GAP = 14 / _HEIGHT
"""Least distance of two names, in parts of the height."""


def teachers(told: Sequence[Told], words: Words) -> tuple[Chart, Chart]:
    """The ledger's stocks as lines, and who is short or too many as bars; means over the futures."""
    rows = [row for run in told for row in _rows(run)]
    names = _names(told, words)
    heads = {"year": words("year")} | {name: words.term("ledger", name) for name in _LINES} | names
    gap_heads = {"year": words("year")} | {name: words.term("ledger", name) for name in ("short", "surplus")}
    first, last = min(t.years[0] for t in told), max(t.years[-1] for t in told)
    by, empty = ("run", "stage"), words("teachers_empty")
    shared = ("run", "stage", "year")
    stocks = [{k: v for k, v in row.items() if k not in ("short", "surplus")} for row in rows]
    gaps = [{name: row[name] for name in (*shared, "short", "surplus")} for row in rows]
    return (
        Chart("teachers", words("teachers_title"), words("teachers_caption"), _alt(told[0], rows, words) or empty,
              _spec(words, first, last, heads, names), stocks, by, heads, empty),
        Chart("teacher_gap", words("gap_title"), words("gap_caption"), _gap_alt(told[0], rows, words) or empty,
              _gap_spec(words, first, last, gap_heads), gaps, by, gap_heads, empty),
    )  # fmt: skip


def _names(told: Sequence[Told], words: Words) -> dict[str, str]:
    """Names of what is assumed in one of the runs: posts filled, where no file holds the staff."""
    assumed = any(staff_kind(run.answers) == "assumed" for run in told if run.answers["posts"].get("stages"))
    return {"filled": words("label_filled_assumed")} if assumed else {}


def _rows(run: Told) -> Iterator[dict[str, Cell]]:
    """One row for each stage and year, means to whole numbers; heights of the names stand in the last year."""
    table = run.results.table("teachers.csv")
    columns = ("year", "stage", *_LINES, "short", "surplus")
    by_stage: dict[str, list[dict[str, Cell]]] = {}
    for told in table.select(columns).iter_rows(named=True):
        row = {"run": run.run, "stage": told["stage"], "year": told["year"]}
        row |= {name: None if told[name] is None else whole(told[name]) for name in (*_LINES, "short", "surplus")}
        by_stage.setdefault(told["stage"], []).append(row)
    for rows in by_stage.values():
        rows.sort(key=lambda row: number(row["year"]) or 0)
        most = max((number(row[name]) or 0 for row in rows for name in _LINES), default=0)
        if not most:
            continue
        heights = spread({name: number(rows[-1][name]) or 0 for name in _LINES}, _GAP * most * 1.1)
        for row in rows:
            told_last = row is rows[-1]
            yield row | {f"{name}_at": heights[name] if told_last else None for name in _LINES}


def _spec(words: Words, first: int, last: int, heads: Mapping[str, str], names: Mapping[str, str]) -> Spec:
    x = years_axis(words, first, last, "76")
    layers: list[Part] = []
    for name, (tone, dash) in _LINES.items():
        drawn = line(x, name, tone, {"strokeDash": list(dash), "strokeWidth": 2.6 if name == "needed" else 1.8})
        drawn["encoding"]["y"] = amounts_axis(words("axis_people"), name)
        layers.append(drawn)
    for name, (tone, _) in _LINES.items():
        layers.append(
            {
                "transform": [{"filter": f"isValid(datum.{name}_at)"}],
                "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": SMALL, "fontWeight": "bold",
                         "fill": colour(tone), "text": names.get(name, words(f"label_{name}"))},
                "encoding": {"x": x, "y": {"field": f"{name}_at", "type": "quantitative"}},
            }
        )  # fmt: skip
    return spec(words, _HEIGHT, [*layers, *baseline_mark(words, x, first), hover(x, heads, "needed")])


def _gap_spec(words: Words, first: int, last: int, heads: Mapping[str, str]) -> Spec:
    x = years_axis(words, first, last)
    x["scale"] = {"domain": [first - 0.7, last + 0.7], "nice": False, "zero": False}
    down = [{"calculate": "-datum.surplus", "as": "below"}]
    width = {"expr": f"0.66 * width / {last - first + 1.4:.1f}"}
    axis = {"title": words("axis_people"), "labelExpr": "format(abs(datum.value), ',d')", "labelOverlap": True}
    y = {"type": "quantitative", "axis": axis, "scale": {"zero": True, "nice": True, "padding": 14}}

    names = [words("label_short"), words("label_surplus")]
    scale = {"domain": names, "range": [colour("rise"), colour("fall")]}
    legend = {"title": None, "symbolType": "square", "symbolStrokeWidth": 0, "columns": 2}

    def bar(field: str, name: str) -> Part:
        fill = {"datum": name, "type": "nominal", "scale": scale, "legend": legend}
        return {
            "transform": down,
            "mark": {"type": "bar", "width": width},
            "encoding": {"x": x, "y": {"field": field, **y}, "y2": {"datum": 0}, "fill": fill},
        }

    def figure(field: str, value: str, dy: int) -> Part:
        return {
            "transform": [*down, {"filter": f"datum.{value} > 0"},
                          {"calculate": f"format(datum.{value}, ',d')", "as": "told"}],
            "mark": {"type": "text", "dy": dy, "fontSize": {"expr": "width < 520 ? 7.5 : 10"}},
            "encoding": {"x": x, "y": {"field": field, **y}, "text": {"field": "told"}},
        }  # fmt: skip

    zero = {"mark": {"type": "rule", "stroke": colour("ink-soft")}, "encoding": {"y": {"datum": 0}}}
    layers = [
        bar("short", names[0]),
        bar("below", names[1]),
        zero,
        figure("short", "short", -7),
        figure("below", "surplus", 8),
        hover(x, heads, "short"),
    ]
    return spec(words, 220, layers)


def _county(run: Told, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["run"] == run.run and row["stage"] == "all"]


def _alt(run: Told, rows: Sequence[Row], words: Words) -> str:
    mine = _county(run, rows)
    if not mine:
        return ""
    count = words.numbers.count
    ends = [
        words("teachers_alt_year").format(
            year=words.numbers.school_year(int(row["year"] or 0)),
            filled_name=_names([run], words).get("filled", words("label_filled")),
            **{name: count(number(row[name])) for name in _LINES},
        )
        for row in (mine[0], mine[-1])
    ]
    return words("teachers_alt").format(run=run.title, years=words.join(ends))


def _gap_alt(run: Told, rows: Sequence[Row], words: Words) -> str:
    mine = _county(run, rows)
    if not mine:
        return ""
    most = {name: max(mine, key=lambda row: number(row[name]) or 0) for name in ("short", "surplus")}
    count, year = words.numbers.count, words.numbers.school_year
    return words("gap_alt").format(
        run=run.title,
        short=count(number(most["short"]["short"])),
        short_year=year(int(most["short"]["year"] or 0)),
        surplus=count(number(most["surplus"]["surplus"])),
        surplus_year=year(int(most["surplus"]["year"] or 0)),
    )
