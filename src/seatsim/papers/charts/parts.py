"""Parts that charts share: the frame of a specification, axes, bands, names and figures beside a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import PAGE, Spec

Part = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_FONTS: Mapping[str, str] = {
    "zh": "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Source Han Sans SC, sans-serif",
    "en": "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, Noto Sans CJK SC, Microsoft YaHei, sans-serif",
}
_SIZE = 12
SMALL = 11
BEFORE = 0.3
"""Room before the first year [years]."""
HEAD = 40
"""Room between legend and plot for the title of the axis above and for marks that are named above the plot [px]."""
_NAME = 20
"""Height of a name at the end of a line, with the room above it [px]."""
ROW = 38
"""Height of a row that has its name above its mark [px]."""
DASHES: Sequence[Sequence[int]] = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 4))
"""Dashes that tell lines apart without colour."""


def colour(name: str) -> str:
    """A colour of the page's palette, by name."""
    return PAGE[name]


def rows_spec(words: Words, step: int, field: str, layers: Sequence[Part]) -> Spec:
    """A layered specification with as many rows as the values of a field.

    ``usermeta.rows`` names the field: whoever knows the rows may set ``height`` to ``step`` times their number, which
    spares Vega-Lite a warning.
    """
    return {**spec(words, 0, layers), "height": {"step": step}, "usermeta": {"rows": field}}


def spec(words: Words, height: int, layers: Sequence[Part]) -> Spec:
    """A layered specification as wide as what holds it."""
    return {
        "$schema": SCHEMA,
        "data": {"name": "rows"},
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "right": 8, "top": 6, "bottom": 4},
        "layer": list(layers),
        "config": _config(words),
    }


def _config(words: Words) -> Part:
    """Type, axes and legends of every chart."""
    font = _FONTS[words.lang]
    ink, soft = colour("ink"), colour("ink-soft")
    text = {"labelFont": font, "titleFont": font, "labelFontSize": SMALL, "titleFontSize": SMALL}
    plain = {"labelColor": ink, "titleColor": soft, "titleFontWeight": "normal"}
    return {
        "font": font,
        "background": colour("ground"),
        "view": {"stroke": None},
        "axis": {**text, **plain, "domainColor": soft, "tickColor": soft, "gridColor": colour("grid")},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6, "tickCount": 5, **_TITLE_ABOVE},
        "legend": {**text, **plain, "orient": "top", "offset": HEAD, "symbolSize": 130, "titleOrient": "left",
                   "titlePadding": 8, "columnPadding": 12, "titleLimit": 400, "rowPadding": 4,
                   "layout": {"top": {"direction": "vertical", "anchor": "start", "margin": 4}}},
        "text": {"font": font, "fontSize": _SIZE, "color": ink},
    }  # fmt: skip


_TITLE_ABOVE: Part = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -24,
                      "titleBaseline": "bottom"}  # fmt: skip


def years_axis(words: Words, first: int, last: int, room: str = "66") -> Part:
    """Years to the right, with room behind the last one for names of lines [px, an expression]."""
    span = max(1, last - first) + BEFORE
    english = "datum.value + '/' + pad((datum.value + 1) % 100, 2, '0', 'left')"
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {
            "domain": [first - BEFORE, {"expr": f"{last} + {span:g} * ({room}) / (width - ({room}))"}],
            "nice": False,
            "zero": False,
        },
        "axis": {
            "values": list(range(first, last + 1)),
            "labelExpr": "format(datum.value, 'd')" if words.chinese else english,
            "labelOverlap": "parity",
            "labelSeparation": 8,
            "labelFlush": False,
            "grid": False,
            "title": words("axis_year"),
        },
    }


def amounts_axis(title: str, field: str) -> Part:
    """Amounts upwards from 0."""
    axis = {"title": title, "format": ",d", "labelOverlap": True}
    return {"field": field, "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis}


def last_only() -> list[Part]:
    """Transforms that leave the last year alone."""
    return [
        {"joinaggregate": [{"op": "max", "field": "year", "as": "last"}]},
        {"filter": "datum.year === datum.last"},
    ]


def bands(words: Words, x: Part) -> list[Part]:
    """The 95, 80 and 50 % bands of a fan, with one legend that names them."""
    names = {width: words("per_cent").format(n=width) for width in ("50", "80", "95")}
    scale = {"domain": list(names.values()), "range": [colour(f"band-{width}") for width in names]}
    legend = {"title": words("bands_title"), "columns": 3, "symbolType": "square", "symbolStrokeWidth": 0}
    ends = {"95": ("p025", "p975"), "80": ("p10", "p90"), "50": ("p25", "p75")}
    return [
        {
            "mark": {"type": "area"},
            "encoding": {
                "x": x,
                "y": {"field": low, "type": "quantitative"},
                "y2": {"field": high},
                "fill": {"datum": names[width], "type": "nominal", "scale": scale, "legend": legend},
            },
        }
        for width, (low, high) in ends.items()
    ]


def line(x: Part, field: str, name: str, mark: Part) -> Part:
    """A line in a colour of the palette; ``mark`` is what else is said of it."""
    return {
        "mark": {"type": "line", "stroke": colour(name), "strokeWidth": 2, **mark},
        "encoding": {"x": x, "y": {"field": field, "type": "quantitative"}},
    }


def end_label(text: str, x: Part, field: str, name: str) -> Part:
    """A name behind the end of a line, at the height that a field tells."""
    return {
        "transform": last_only(),
        "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": SMALL, "fill": colour(name), "text": text,
                 "fontWeight": "bold"},
        "encoding": {"x": x, "y": {"field": field, "type": "quantitative"}},
    }  # fmt: skip


def apart(first: str, second: str, most: Sequence[str]) -> list[Part]:
    """Transforms that keep two names a line apart at the last year: heights ``<field>_at``."""
    tallest = [{"op": "max", "field": field, "as": f"most_{field}"} for field in most]
    gap = f"{_NAME} / height * max({', '.join(f'(datum.most_{field} || 0)' for field in most)})"
    far = f"abs(datum.{first} - datum.{second}) >= {gap} || !isValid(datum.{second})"
    down = f"max({gap} / 2, (datum.{first} + datum.{second}) / 2 - {gap} / 2)"
    up = f"({down} + {gap})"
    lone = f"(isValid(datum.{second}) ? max({gap} / 2, datum.{second}) : null)"
    above = f"datum.{first} >= datum.{second}"
    return [
        {"joinaggregate": tallest},
        {"calculate": f"{far} ? max({gap} / 2, datum.{first}) : {above} ? {up} : {down}", "as": f"{first}_at"},
        {"calculate": f"{far} ? {lone} : {above} ? {down} : {up}", "as": f"{second}_at"},
    ]


def spread(ends: Mapping[str, float], gap: float) -> dict[str, float]:
    """Heights of names, as near to their lines' ends as a gap between them allows, none below 0."""
    order = sorted(ends, key=lambda name: ends[name])
    heights = [ends[name] for name in order]
    lowest = gap / 2
    for _ in range(60):
        for i in range(len(heights) - 1):
            short = gap - (heights[i + 1] - heights[i])
            if short > 0:
                heights[i] -= short / 2
                heights[i + 1] += short / 2
        heights = [max(height, lowest + i * gap) for i, height in enumerate(heights)]
    return {name: round(height, 1) for name, height in zip(order, heights, strict=True)}


def baseline_mark(words: Words, x: Part, first: int) -> list[Part]:
    """A rule at the baseline year, named above the plot."""
    at = {"x": {"datum": first, "type": "quantitative", "scale": x["scale"]}}
    rule = {"type": "rule", "stroke": colour("ink-soft"), "strokeDash": [2, 3]}
    name = {"type": "text", "align": "left", "fontSize": SMALL, "fill": colour("ink-soft"), "text": words("baseline")}
    one = [{"aggregate": [{"op": "min", "field": "year", "as": "year"}]}]
    return [
        {"transform": one, "mark": rule, "encoding": at},
        {"transform": one, "mark": name, "encoding": {**at, "y": {"value": -9}}},
    ]


def continued_mark(words: Words, x: Part) -> list[Part]:
    """Shade over the years whose entry rests on continued births (``known`` 0), named above the plot."""
    span = [
        {"filter": "datum.known === 0"},
        {"aggregate": [{"op": "min", "field": "year", "as": "year"}, {"op": "max", "field": "year", "as": "last"}]},
        {"filter": "isValid(datum.year)"},
        {"calculate": f"datum.year - {BEFORE}", "as": "year_from"},
        {"calculate": words("continued_expr"), "as": "told"},
    ]
    x2 = {"field": "last"}
    start = {**x, "field": "year_from"}
    edge = {"type": "rule", "stroke": colour("ink-soft"), "strokeWidth": 0.8}
    name = {"type": "text", "align": "right", "fontSize": SMALL, "fill": colour("ink-soft")}
    return [
        {"transform": span, "mark": {"type": "rect", "fill": colour("shade")}, "encoding": {"x": start, "x2": x2}},
        {"transform": span, "mark": edge, "encoding": {"x": start}},
        {"transform": span, "mark": name, "encoding": {"x": {"value": "width"}, "y": {"value": -9},
                                                       "text": {"field": "told"}}},
    ]  # fmt: skip


def hover(x: Part, told: Mapping[str, str], top: str) -> Part:
    """A bar that cannot be seen over each year, which tells the year's numbers."""
    tips = [{"field": field, "type": "nominal" if field == "name" else "quantitative", "title": title,
             "format": "d" if field == "year" else ",d"} for field, title in told.items()]  # fmt: skip
    return {
        "mark": {"type": "rule", "strokeWidth": 14, "opacity": 0},
        "encoding": {"x": x, "y": {"field": top, "type": "quantitative"}, "y2": {"datum": 0}, "tooltip": tips},
    }


def row_axis() -> Part:
    """One row for each ``place``, from the top, without an axis."""
    return {"field": "place", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}


NARROW = 420
"""Width below which a row tells its figures short [px]."""


def figures() -> Part:
    """The figures of each row above its mark to the right: ``told``, or ``short`` where there is little room."""
    part = row_text("figures", "width * 0.75", right=True)
    return {"transform": [{"calculate": f"width < {NARROW} ? datum.short : datum.told", "as": "figures"}], **part}


BESIDE_FIGURES = f"width - (width < {NARROW} ? datum.short_px : datum.told_px) - 10"
"""Room for the name of a row beside its figures [px, an expression]."""


def figure_cells(told: str, short: str) -> dict[str, str | int | float | None]:
    """What ``figures`` needs in a row."""
    return {"told": told, "told_px": text_width(told), "short": short, "short_px": text_width(short)}


def row_text(field: str, limit: str, right: bool = False, mark: Part | None = None) -> Part:
    """A text above the mark of each row, to the left or to the right."""
    side = {"align": "right" if right else "left", "limit": {"expr": limit}}
    drawn = {"type": "text", "fontSize": _SIZE, "dy": -ROW / 2 + 10, "baseline": "middle", **side, **(mark or {})}
    x = {"value": "width"} if right else {"value": 0}
    return {"mark": drawn, "encoding": {"y": row_axis(), "x": x, "text": {"field": field, "type": "nominal"}}}


def text_width(text: str) -> int:
    """About how wide a text of a row is [px]: Chinese letters are twice as wide as others."""
    return round(sum(_SIZE if ord(letter) > 0x2E80 else _SIZE * 0.54 for letter in text))


def stripes() -> Part:
    """A thin line between rows."""
    mark = {"type": "rule", "stroke": colour("grid"), "dy": 0, "yOffset": -ROW / 2}
    return {"mark": mark, "encoding": {"y": row_axis(), "x": {"value": 0}, "x2": {"value": "width"}}}
