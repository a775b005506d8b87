"""A dot and an interval for each run, its name above to the left and its figures above to the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import Spec
from seatsim.papers.charts.parts import (
    BESIDE_FIGURES,
    ROW,
    Part,
    colour,
    figures,
    row_axis,
    row_text,
    rows_spec,
    stripes,
)


def band_told(stats: Mapping[str, Any], words: Words, digits: int = 0) -> str:
    """Median and 80 % band in words."""
    middle, low, high = (words.numbers.decimal(stats[key], digits) for key in ("p50", "p10", "p90"))
    return middle if low == high else f"{middle} ({words.numbers.span(low, high)})"


def dots_spec(words: Words, axis: str, heads: Mapping[str, str], until: int | None = None) -> Spec:
    """Rows have ``place``, ``name``, ``base``, ``p10``, ``p50``, ``p90`` and those of ``figure_cells``.

    ``until`` is the horizon where the dots are years; those of ``later`` 1 lie behind it.
    """
    low, years = ROW / 4, until is not None
    x: Part = {
        "field": "p10",
        "type": "quantitative",
        "scale": {"zero": not years, "nice": not years, "padding": 10 if years else 0},
        "axis": {"title": axis, "format": "d" if years else ",~f", "tickCount": 6, "labelOverlap": True,
                 "tickMinStep": 1 if years else 0},
    }  # fmt: skip
    if years:
        x["axis"]["labelExpr"] = f"datum.value > {until} ? '{words('later')}' : format(datum.value, 'd')"
    tips = [{"field": field, "type": "nominal", "title": title} for field, title in heads.items()]
    later = "datum.later === 1"
    shapes = [{"test": later, "value": "triangle-right"}, {"test": "datum.base === 1", "value": "square"}]
    fill = {"condition": {"test": later, "value": colour("ground")}, "value": colour("median")}
    layers: list[Part] = [
        stripes(),
        {
            "mark": {"type": "rule", "stroke": colour("band-50"), "strokeWidth": 5, "yOffset": low,
                     "strokeCap": "round"},
            "encoding": {"x": x, "x2": {"field": "p90"}, "y": row_axis()},
        },
        {
            "mark": {"type": "point", "size": 80, "yOffset": low, "stroke": colour("median"), "strokeWidth": 1.6,
                     "opacity": 1},
            "encoding": {
                "x": {"field": "p50", "type": "quantitative"},
                "y": row_axis(),
                "shape": {"condition": shapes, "value": "circle"},
                "fill": fill,
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
