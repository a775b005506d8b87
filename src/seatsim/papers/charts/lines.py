"""Crowded pupils by year of a few runs, each a line with its own dash, letter and name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row, Spec
from seatsim.papers.charts.parts import (
    DASHES,
    SMALL,
    Part,
    amounts_axis,
    baseline_mark,
    colour,
    spec,
    spread,
    years_axis,
)
from seatsim.papers.charts.told import ALL, CROWDED, FAN, Shared, Told, nothing, number, whole

MOST = 5
"""Runs whose lines can be told apart."""
_LETTERS = "ABCDE"
_HEIGHT = 280
_GAP = 15 / _HEIGHT
"""Least distance of two names, in parts of the height."""
_WIDE = 480
"""Width from which names stand beside the lines; below it their letters [px]."""
_ROOM = f"width < {_WIDE} ? 56 : 220"
"""Room for keys and names behind the last year [px]."""
_KEY = 26
"""Length of a key [px]."""


def lines(told: Sequence[Told], words: Words) -> Chart:
    """Medians of two to five runs; more cannot be told apart."""
    compared = [(run, run.shared) for run in told if run.shared is not None]
    rows = list(_rows(compared)) if 2 <= len(compared) <= MOST else []
    heads = {"title": words("scenario"), "year": words("year"), "p50": words("pupils_median")}
    empty = words("lines_many") if len(compared) > MOST else nothing(told, words)
    return Chart(
        id="comparison",
        title=words("comparison_title"),
        caption=words("comparison_caption"),
        alt=_alt(told, rows, words) if rows else empty,
        spec=_spec(told[:MOST], words),
        rows=rows,
        by=("stage",),
        heads=heads,
        empty=empty,
        followed={"": FAN[CROWDED]} if rows else {},
    )


def _rows(compared: Sequence[tuple[Told, Shared]]) -> Iterator[Row]:
    """Median by run, stage and year of the county; heights of the names stand in the last year."""
    told = [run for run, _ in compared]
    for stage in FAN[CROWDED]:
        found = [shared.medians[stage] for _, shared in compared]
        ends = {run.run: float(values[-1]) for run, values in zip(told, found, strict=True)}
        heights = spread(ends, _GAP * max(float(values.max()) for values in found) * 1.1)
        for run, values, letter in zip(told, found, _LETTERS, strict=False):
            for year, value in zip(run.years, values, strict=True):
                end = heights[run.run] if year == run.years[-1] else None
                yield {"run": run.run, "letter": letter, "title": run.title, "stage": stage, "year": year,
                       "p50": whole(value), "at": end}  # fmt: skip


def _spec(told: Sequence[Told], words: Words) -> Spec:
    first, last = min(t.years[0] for t in told), max(t.years[-1] for t in told)
    x = years_axis(words, first, last, _ROOM)
    keys = [run.run for run in told]
    tones = {"domain": keys, "range": [colour(f"series-{place + 1}") for place in range(len(keys))]}
    dashes = {"domain": keys, "range": [list(dash) for dash in DASHES[: len(keys)]]}
    stroke: Part = {"field": "run", "type": "nominal", "scale": tones}
    dash: Part = {"field": "run", "type": "nominal", "scale": dashes}
    named = {run.run: f"{letter}  {run.title}" for letter, run in zip(_LETTERS, told, strict=False)}
    legend = {
        "title": None,
        "symbolType": "stroke",
        "symbolStrokeWidth": 2.2,
        "symbolSize": 500,
        "labelLimit": 290,
        "columns": {"expr": f"width < {_WIDE} ? 1 : 2"},
        "labelExpr": f"{json.dumps(named, ensure_ascii=False)}[datum.label]",
    }
    tips = [
        {"field": "title", "type": "nominal", "title": words("scenario")},
        {"field": "year", "type": "quantitative", "title": words("year"), "format": "d"},
        {"field": "p50", "type": "quantitative", "title": words("pupils_median"), "format": ",d"},
    ]
    layers: list[Part] = [
        *baseline_mark(words, x, first),
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {
                "x": x,
                "y": amounts_axis(words("axis_pupils"), "p50"),
                "stroke": stroke | {"legend": legend},
                "strokeDash": dash | {"legend": legend},
            },
        },
        *_ends(keys, stroke, dash),
        {
            "mark": {"type": "circle", "size": 160, "opacity": 0},
            "encoding": {"x": x, "y": {"field": "p50", "type": "quantitative"}, "tooltip": tips},
        },
    ]  # fmt: skip
    return spec(words, _HEIGHT, layers)


def _ends(keys: Sequence[str], stroke: Part, dash: Part) -> list[Part]:
    """Behind the last year: a piece of each line, and its name, or its letter where there is no room for names."""
    tests = [{"test": f"datum.run === {json.dumps(key)}", "value": tone}
             for key, tone in zip(keys, stroke["scale"]["range"], strict=True)]  # fmt: skip
    behind = f"width - ({_ROOM})"
    at: Part = {"field": "at", "type": "quantitative"}
    only = [{"filter": "isValid(datum.at)"}]
    label = {"calculate": f"width < {_WIDE} ? datum.letter : datum.title", "as": "label"}
    return [
        {
            "transform": only,
            "mark": {"type": "rule", "strokeWidth": 2.2},
            "encoding": {
                "x": {"value": {"expr": f"{behind} + 8"}},
                "x2": {"value": {"expr": f"{behind} + {8 + _KEY}"}},
                "y": at,
                "stroke": stroke,
                "strokeDash": dash,
            },
        },
        {
            "transform": [*only, label],
            "mark": {"type": "text", "align": "left", "fontSize": SMALL, "fontWeight": "bold",
                     "limit": {"expr": f"({_ROOM}) - {_KEY + 14}"}},
            "encoding": {"x": {"value": {"expr": f"{behind} + {_KEY + 13}"}}, "y": at, "text": {"field": "label"},
                         "fill": {"condition": tests, "value": colour("ink")}},
        },
    ]  # fmt: skip


def _alt(told: Sequence[Told], rows: Sequence[Row], words: Words) -> str:
    """From what to what each median goes, over all stages."""
    count = words.numbers.count
    parts = []
    for run in told:
        mine = [row for row in rows if row["run"] == run.run and row["stage"] == ALL]
        first, last = (count(number(row["p50"])) for row in (mine[0], mine[-1]))
        parts.append(words("comparison_alt_run").format(run=run.title, first=first, last=last))
    span = {"baseline": told[0].years[0], "horizon": told[0].years[-1]}
    return words("comparison_alt").format(runs=words.join(parts), **span)
