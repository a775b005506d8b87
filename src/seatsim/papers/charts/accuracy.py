"""Accuracy of forecasts by years ahead beside plain methods, and how often bands hold what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row, Spec
from seatsim.papers.charts.parts import DASHES, Part, colour, spec

Block = Mapping[str, Any]
_OWN = "seatsim"
_BANDS = (50, 80, 95)
_HEIGHT = 300
_TONES: Mapping[str, str] = {
    _OWN: "series-2",
    "naive": "series-1",
    "survival": "series-3",
    "survival_births": "series-4",
}
_LOWEST = 40
"""Where the axis of coverage begins unless something is lower [%]."""
_BAND_TONES = ("series-2", "series-4", "series-3")


def accuracy(content: Block, level: str, words: Words) -> Chart:
    """Error by lead of every method, for ``totals`` or grade ``cells``, all targets."""
    parts = list(_parts(content, level))
    rows = [row for part in parts for row in _error_rows(content, part, words)]
    name = "accuracy" if level == "totals" else "accuracy_cells"
    heads = {"name": "method", "lead": words("axis_lead"), "value": words("axis_mape")}
    told = [(part["lead"], _errors(content, part, words)) for part in parts]
    return Chart(
        id=name,
        title=words(f"{name}_title"),
        caption=words("accuracy_caption"),
        alt=_alt(told, words),
        spec=_accuracy_spec(content, words(f"{name}_title"), words),
        rows=rows,
        by=(),
        heads=heads,
        empty="",
    )


def coverage(content: Block, words: Words) -> Chart:
    """Coverage of the three bands by lead, for totals and grade cells, all targets."""
    parts = [part for level in ("totals", "cells") for part in _parts(content, level)]
    rows = [row for part in parts for row in _coverage_rows(part, words)]
    told = [(part["lead"], _covered(part, words)) for part in parts if part["level"] == parts[0]["level"]]
    return Chart(
        id="coverage",
        title=words("coverage_title"),
        caption=words("coverage_caption"),
        alt=_alt(told, words),
        spec=_coverage_spec(content, rows, words),
        rows=rows,
        by=(),
        heads={"name": "band", "level": "level", "lead": words("axis_lead"), "value": words("axis_coverage")},
        empty="",
    )


def _parts(content: Block, level: str) -> Iterator[Block]:
    """Scores of a level for all sizes and targets, by lead."""
    for part in content["scores"]:
        if (part["period"], part["level"], part["size"]) == ("all", level, "all"):
            yield part


def _errors(content: Block, part: Block, words: Words) -> list[tuple[str, float]]:
    """Error of every method by its name."""
    return [(words.term("backtest", name), part["methods"][name]["mape"]["value"]) for name in content["methods"]]


def _covered(part: Block, words: Words) -> list[tuple[str, float]]:
    """Coverage of every band by its name."""
    return [(_band(band, words), part["methods"][_OWN][f"coverage_{band}"]["value"]) for band in _BANDS]


def _error_rows(content: Block, part: Block, words: Words) -> Iterator[Row]:
    for method in content["methods"]:
        score = part["methods"][method]["mape"]
        ends = {end: score[end] if method == _OWN else None for end in ("low", "high")}
        yield {"name": words.term("backtest", method), "lead": part["lead"], "value": score["value"], **ends}


def _coverage_rows(part: Block, words: Words) -> Iterator[Row]:
    level = words("totals" if part["level"] == "totals" else "cells_level")
    for name, value in _covered(part, words):
        yield {"name": name, "level": level, "lead": part["lead"], "value": value}


def _band(band: int, words: Words) -> str:
    return words("band_named").format(band=band)


def _lead_axis(content: Block, words: Words) -> Part:
    """Years ahead, a mark for each that was scored."""
    leads = content["leads"]
    return {
        "field": "lead",
        "type": "quantitative",
        "scale": {"domain": [leads[0] - 0.3, leads[-1] + 0.3], "nice": False, "zero": False},
        "axis": {"values": leads, "format": "d", "grid": False, "title": words("axis_lead")},
    }


def _key(field: str, names: Sequence[str], tones: Sequence[str], columns: int) -> tuple[Part, Part]:
    """Colours and dashes of named lines, which share one legend."""
    legend = {"title": None, "symbolType": "stroke", "symbolStrokeWidth": 2.2, "symbolSize": 500, "columns": columns,
              "labelLimit": 290}  # fmt: skip
    colours = {"domain": list(names), "range": [colour(tone) for tone in tones]}
    dashes = {"domain": list(names), "range": [list(dash) for dash in DASHES[: len(names)]]}
    kind = {"field": field, "type": "nominal", "legend": legend}
    return {**kind, "scale": colours}, {**kind, "scale": dashes}


def _accuracy_spec(content: Block, title: str, words: Words) -> Spec:
    names = [words.term("backtest", method) for method in content["methods"]]
    stroke, dash = _key("name", names, [_TONES[method] for method in content["methods"]], 2)
    x = _lead_axis(content, words)
    axis = {"title": words("axis_mape"), "format": "~f"}
    y: Part = {"field": "value", "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis}
    layers: list[Part] = [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "area", "fill": colour("band-80"), "opacity": 0.6},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "stroke": stroke, "strokeDash": dash},
        },
        {
            "mark": {"type": "circle", "size": 45, "opacity": 1},
            "encoding": {"x": x, "y": y, "fill": {**stroke, "legend": None}},
        },
    ]
    return _titled(spec(words, _HEIGHT, layers), title)


def _coverage_spec(content: Block, rows: Sequence[Row], words: Words) -> Spec:
    names = [_band(band, words) for band in _BANDS]
    levels = [words("totals"), words("cells_level")]
    stroke, _ = _key("name", names, _BAND_TONES, 3)
    x = _lead_axis(content, words)
    least = min((value for row in rows if isinstance(value := row["value"], float)), default=0.0)
    axis = {"title": words("axis_coverage"), "format": "d", "values": [0, *_BANDS, 100], "grid": False}
    scale = {"domain": [min(_LOWEST, 10 * (least // 10)), 100], "zero": False}
    y: Part = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    key = {"title": None, "symbolType": "stroke", "symbolStrokeWidth": 2.2, "symbolSize": 500,
           "symbolStrokeColor": colour("ink-soft")}  # fmt: skip
    dashes = {"domain": levels, "range": [[1, 0], [5, 3]]}
    dash: Part = {"field": "level", "type": "nominal", "scale": dashes, "legend": key}
    layers: list[Part] = [
        *(
            {
                "transform": [{"aggregate": [{"op": "count", "as": "rows"}]}],
                "mark": {"type": "rule", "stroke": colour(tone), "strokeWidth": 1, "strokeDash": [2, 3]},
                "encoding": {"y": {"datum": band, "type": "quantitative"}},
            }
            for band, tone in zip(_BANDS, _BAND_TONES, strict=True)
        ),
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "stroke": stroke, "strokeDash": dash},
        },
        # A layer each, not a scale of shapes: its legend would be merged with that of the dashes.
        *(
            {
                "transform": [{"filter": {"field": "level", "equal": level}}],
                "mark": {"type": shape, "size": 50, "opacity": 1},
                "encoding": {"x": x, "y": y, "fill": {**stroke, "legend": None}},
            }
            for level, shape in zip(levels, ("circle", "square"), strict=True)
        ),
    ]
    return _titled(spec(words, _HEIGHT, layers), words("coverage_title"))


def _titled(drawn: Spec, title: str) -> Spec:
    """A chart that stands alone, under its own title."""
    font = drawn["config"]["font"]
    return {**drawn, "title": {"text": title, "anchor": "start", "fontSize": 15, "font": font, "color": colour("ink"),
                               "offset": 12}}  # fmt: skip


def _alt(told: Sequence[tuple[int, Sequence[tuple[str, float]]]], words: Words) -> str:
    """Every number that is drawn, lead by lead."""
    parts = []
    for lead, values in told:
        pairs = [words("alt_pair").format(name=name, value=words.numbers.decimal(value)) for name, value in values]
        parts.append(words("alt_lead").format(lead=lead, told=words.listed(pairs)))
    return words.join(parts)
