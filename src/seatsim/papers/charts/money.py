"""Capital by calendar year against its budget, and recurrent spending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.language.words import Words
from seatsim.papers.chart import Cell, Chart, Row, Spec
from seatsim.papers.charts.parts import (
    Part,
    amounts_axis,
    bands,
    colour,
    line,
    spec,
    years_axis,
)
from seatsim.papers.charts.told import ALL, STATISTICS, Told, number, rounded

_YI, _MILLION = 10_000.0, 100.0
"""10^4 yuan in 亿元 and in CNY million."""


def money(told: Sequence[Told], words: Words) -> tuple[Chart, Chart]:
    """Capital paid against the budget of each year; recurrent spending with what the county has published."""
    first, last = min(t.years[0] for t in told), max(t.years[-1] for t in told)
    paid = [row for run in told for row in _paid(run, words)]
    spent = [row for run in told for row in _spent(run, words)]
    capital_heads = {name: words(f"money_{name}") for name in ("year", "mean", "p10", "p90", "budget")}
    spending_heads = {name: words(f"money_{name}") for name in ("year", "p50", "p10", "p90", "published")}
    return (
        Chart("money", words("money_title"), words("money_caption"),
              _paid_alt(told, paid, words) or words("money_empty"), _paid_spec(words, first, last, capital_heads),
              paid, ("run",), capital_heads, words("money_empty")),
        Chart("spending", words("spending_title"), words("spending_caption"),
              _spent_alt(told, spent, words) or words("spending_empty"),
              _spent_spec(words, first, last, spending_heads),
              spent, ("run",), spending_heads, words("spending_empty")),
    )  # fmt: skip


def _unit(words: Words) -> tuple[float, int]:
    """What makes one unit of the axis, and digits."""
    return (_YI, 3) if words.chinese else (_MILLION, 1)


def _paid(run: Told, words: Words) -> Iterator[Row]:
    """One row a calendar year; none where nothing is paid in any future that counts."""
    found = run.answers["money"]["capital"]
    if not any(row["paid"]["p90"] for row in found):
        return
    scale, digits = _unit(words)
    for row in found:
        stats = rounded({name: row["paid"][name] for name in ("mean", "p10", "p90")}, scale, digits)
        budget = rounded({"budget": row["budget"]}, scale, digits)
        yield {"run": run.run, "year": row["year"]} | stats | budget


def _spent(run: Told, words: Words) -> Iterator[Row]:
    fans = run.fans.get(("spending", ALL))
    if fans is None:
        return
    scale, digits = _unit(words)
    published = {row["year"]: row["published"] for row in run.answers["money"]["spending"].get("years", ())}
    for place, year in enumerate(run.years):
        told = published.get(year)
        row: dict[str, Cell] = {"run": run.run, "year": year}
        row |= rounded(dict(zip(STATISTICS, map(float, fans[:, place, -1]), strict=True)), scale, digits)
        row |= rounded({"published": told and told["value"]}, scale, digits)
        yield row | {"kind": told and told["kind"]}


def _tips(heads: Mapping[str, str]) -> list[Part]:
    return [{"field": field, "type": "quantitative", "title": title, "format": "d" if field == "year" else ",.2f"}
            for field, title in heads.items()]  # fmt: skip


def _paid_spec(words: Words, first: int, last: int, heads: Mapping[str, str]) -> Spec:
    x = years_axis(words, first, last)
    x["scale"] = {"domain": [first - 0.7, last + 0.7], "nice": False, "zero": False}
    x["axis"] |= {"title": words("axis_calendar"), "labelExpr": "format(datum.value, 'd')"}
    share = f"width / {last - first + 1.4:.1f}"
    y = amounts_axis(words("axis_money"), "mean")
    y["axis"]["format"] = ",~f"
    names = [words("label_paid"), words("label_budget")]
    scale = {"domain": names, "range": [colour("band-50"), colour("seats")]}
    legend = {"title": None, "columns": 2, "symbolType": "square", "symbolStrokeWidth": 0}
    quantity = {"type": "quantitative"}
    layers: list[Part] = [
        {
            "mark": {"type": "bar", "width": {"expr": f"0.62 * {share}"}},
            "encoding": {"x": x, "y": y, "y2": {"datum": 0},
                         "fill": {"datum": names[0], "type": "nominal", "scale": scale, "legend": legend}},
        },
        {
            "mark": {"type": "rule", "stroke": colour("ink"), "strokeWidth": 1.3},
            "encoding": {"x": x, "y": {"field": "p10", **quantity}, "y2": {"field": "p90"}},
        },
        {
            "transform": [{"filter": "isValid(datum.budget)"}],
            "mark": {"type": "bar", "width": {"expr": f"0.92 * {share}"}, "height": 3},
            "encoding": {"x": x, "y": {"field": "budget", **quantity},
                         "fill": {"datum": names[1], "type": "nominal", "scale": scale, "legend": legend}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 16, "opacity": 0},
            "encoding": {"x": x, "y": {"field": "p90", **quantity}, "y2": {"datum": 0}, "tooltip": _tips(heads)},
        },
    ]  # fmt: skip
    layers[2]["mark"] = {
        "type": "tick",
        "orient": "horizontal",
        "size": {"expr": f"0.92 * {share}"},
        "thickness": 3,
        "opacity": 1,
    }
    return spec(words, 240, layers)


def _spent_spec(words: Words, first: int, last: int, heads: Mapping[str, str]) -> Spec:
    x = years_axis(words, first, last, "24")
    x["axis"] |= {"title": words("axis_calendar"), "labelExpr": "format(datum.value, 'd')"}
    layers = bands(words, x)
    y = amounts_axis(words("axis_money"), "p025")
    y["axis"]["format"] = ",~f"
    layers[0]["encoding"]["y"] = y
    kinds = {"domain": ["reported", "derived"], "range": ["circle", "diamond"]}
    told = "{" + ", ".join(f"{k}: '{words.term('figure_kind', k)}'" for k in ("reported", "derived")) + "}[datum.label]"
    points: Part = {
        "transform": [{"filter": "isValid(datum.published)"}],
        "mark": {"type": "point", "size": 60, "fill": colour("ground"), "stroke": colour("seats"), "strokeWidth": 1.8,
                 "opacity": 1},
        "encoding": {
            "x": x,
            "y": {"field": "published", "type": "quantitative"},
            "shape": {"field": "kind", "type": "nominal", "scale": kinds,
                      "legend": {"title": words("label_published"), "labelExpr": told, "columns": 2}},
        },
    }  # fmt: skip
    top: Part = {
        "mark": {"type": "rule", "strokeWidth": 14, "opacity": 0},
        "encoding": {"x": x, "y": {"field": "p975", "type": "quantitative"}, "y2": {"datum": 0},
                     "tooltip": _tips(heads)},
    }  # fmt: skip
    return spec(words, 240, [*layers, line(x, "p50", "median", {"strokeWidth": 2.5}), points, top])


def _amount(value: object, words: Words) -> str:
    """A number of the axis's unit, told with its unit."""
    found = number(value)
    return words.numbers.money(None if found is None else found * _unit(words)[0])


def _paid_alt(told: Sequence[Told], rows: Sequence[Row], words: Words) -> str:
    parts = []
    for run in told:
        mine = [row for row in rows if row["run"] == run.run]
        if mine:
            most = max(mine, key=lambda row: number(row["mean"]) or 0)
            total = sum(number(row["mean"]) or 0 for row in mine)
            facts = {"year": most["year"], "most": _amount(most["mean"], words), "total": _amount(total, words)}
            parts.append(words("money_alt").format(run=run.title, **facts))
    return words.join(parts)


def _spent_alt(told: Sequence[Told], rows: Sequence[Row], words: Words) -> str:
    parts = []
    for run in told:
        mine = [row for row in rows if row["run"] == run.run]
        if mine:
            first, last = mine[0], mine[-1]
            facts = {"from": first["year"], "to": last["year"]}
            facts |= {"first": _amount(first["p50"], words), "last": _amount(last["p50"], words)}
            parts.append(words("spending_alt").format(run=run.title, **facts))
    return words.join(parts)
