"""Why crowding changes: a waterfall from the baseline year to a later one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.domain.causes import TERMS
from seatsim.language.words import Words
from seatsim.papers.chart import Cell, Chart, Row, Spec
from seatsim.papers.charts.parts import (
    BESIDE_FIGURES,
    ROW,
    Part,
    colour,
    figure_cells,
    figures,
    row_axis,
    row_text,
    rows_spec,
    stripes,
)
from seatsim.papers.charts.told import ALL, Told, number

_FIRST, _LAST = "first", "last"
_ROOM = 1.02
_KINDS: Mapping[str, str] = {"total": "total", "rise": "rise", "fall": "fall", "none": "total"}
"""Colour of each kind of bar."""


def causes(told: Sequence[Told], words: Words) -> Chart:
    """One row for the baseline, for each cause, and for the year to which the change is told."""
    rows = [row for run in told for row in _rows(run, words)]
    heads = {"name": words("cause"), "told": words("causes_head")}
    futures = min((_block(run).get("futures", 0) for run in told), default=0)
    known = all(_block(run).get("rules_known", True) for run in told)
    caption = words("causes_caption").format(n=futures) + ("" if known else words("causes_rules_unknown"))
    return Chart(
        id="causes",
        title=words("causes_title"),
        caption=caption,
        alt=_alt(told[0], rows, words) or words("causes_empty"),
        spec=_spec(words, heads),
        rows=rows,
        by=("run", "stage", "measure", "to"),
        heads=heads,
        empty=words("causes_empty"),
        followed={measure: tuple(stages) for run in told for measure, stages in _block(run).get("changes", {}).items()},
    )


def _block(run: Told) -> Mapping[str, Any]:
    found: Mapping[str, Any] = run.answers.get("causes") or {}
    return found


def _rows(run: Told, words: Words) -> Iterator[Row]:
    """Rows of every change of page one that is not from nobody to nobody."""
    for measure, stages in _block(run).get("changes", {}).items():
        for stage, spans in stages.items():
            for span in {span["to"]: span for span in spans.values()}.values():
                bars = list(_bars(span, words))
                if any(bar["mean"] for bar in bars):
                    yield from ({"run": run.run, "stage": stage, "measure": measure, "to": str(span["to"])} | bar
                                for bar in bars)  # fmt: skip


def _bars(span: Mapping[str, Any], words: Words) -> Iterator[dict[str, Cell]]:
    """The bars of one change, each with where it starts and ends."""
    yield _bar(0, _FIRST, span["value_from"], 0.0, words, span["from"])
    reached = float(span["value_from"]["mean"])
    for place, term in enumerate(TERMS, start=1):
        stats = span["causes"][term]
        yield _bar(place, term, stats, reached, words)
        reached += stats["mean"]
    yield _bar(len(TERMS) + 1, _LAST, span["value_to"], 0.0, words, span["to"])


def _bar(
    place: int, term: str, stats: Mapping[str, float], start: float, words: Words, year: int | None = None
) -> dict[str, Cell]:
    numbers, mean = words.numbers, round(stats["mean"], 1)
    shown = round(mean)
    total = year is not None
    kind = "total" if total else "rise" if shown > 0 else "fall" if shown < 0 else "none"
    sign = {"total": "", "rise": "▲ ", "fall": "▼ ", "none": ""}[kind]
    told = numbers.count if total else numbers.signed
    name = words("crowded_in").format(year=numbers.school_year(year)) if year else words.term("cause", term)
    band = numbers.span(told(stats["p10"]), told(stats["p90"]))
    text = f"{sign}{told(mean)} ({band})" if band != told(mean) else f"{sign}{told(mean)}"
    return {
        "place": place,
        "term": term,
        "kind": kind,
        "name": name,
        "mean": mean,
        "start": round(start, 1),
        "end": round(start + mean, 1),
        "low": round(start + stats["p10"], 1),
        "high": round(start + stats["p90"], 1),
        **figure_cells(text, text),
    }


def _spec(words: Words, heads: Mapping[str, str]) -> Spec:
    low = ROW / 4
    x: Part = {
        "field": "start",
        "type": "quantitative",
        "scale": {"zero": True, "nice": True},
        "axis": {"title": words("axis_pupils"), "format": ",d", "tickCount": 5, "labelOverlap": True},
    }
    fills = {"domain": list(_KINDS), "range": [colour(name) for name in _KINDS.values()]}
    tips = [{"field": field, "type": "nominal", "title": title} for field, title in heads.items()]
    rise = "triangle-right"
    layers: list[Part] = [
        stripes(),
        {
            "mark": {"type": "bar", "height": 13, "yOffset": low},
            "encoding": {
                "x": x,
                "x2": {"field": "end"},
                "y": row_axis(),
                "fill": {"field": "kind", "type": "nominal", "scale": fills, "legend": None},
            },
        },
        {
            "mark": {"type": "rule", "stroke": colour("ink"), "strokeWidth": 1.2, "yOffset": low},
            "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}, "y": row_axis()},
        },
        {
            "transform": [{"filter": "datum.kind === 'rise' || datum.kind === 'fall'"}],
            "mark": {"type": "point", "filled": True, "size": 34, "yOffset": low, "fill": colour("ink"), "opacity": 1},
            "encoding": {
                "x": {"field": "end", "type": "quantitative"},
                "y": row_axis(),
                "shape": {"field": "kind", "type": "nominal", "legend": None,
                          "scale": {"domain": ["rise", "fall"], "range": [rise, "triangle-left"]}},
            },
        },
        row_text("name", BESIDE_FIGURES),
        figures(),
        {
            "mark": {"type": "rect", "opacity": 0},
            "encoding": {"y": row_axis(), "x": {"value": 0}, "x2": {"value": "width"}, "tooltip": tips},
        },
    ]  # fmt: skip
    return rows_spec(words, ROW, "place", layers)


def _alt(run: Told, rows: Sequence[Row], words: Words) -> str:
    """The change of pupils above standard of the whole county to the last year told, cause by cause."""
    mine = [r for r in rows if r["run"] == run.run and r["stage"] == ALL and r["measure"] == "pupils_above_standard"]
    mine = [r for r in mine if r["to"] == max((str(row["to"]) for row in mine), default="")]
    if not mine:
        return ""
    first, *middle, last = mine
    order = sorted(middle, key=lambda row: -abs(number(row["mean"]) or 0))
    signed = words.numbers.signed
    told = [f"{row['name']} {signed(number(row['mean']))}" for row in order if row["kind"] != "none"]
    return words("causes_alt").format(
        run=run.title,
        measure=words.term("measure", "pupils_above_standard"),
        first=words.numbers.count(number(first["mean"])),
        last=words.numbers.count(number(last["mean"])),
        baseline=words.numbers.school_year(run.years[0]),
        to=words.numbers.school_year(int(str(last["to"]))),
        causes=words.join(told),
    )
