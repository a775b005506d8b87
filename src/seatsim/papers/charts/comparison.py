"""Several runs side by side: crowded pupils by year, and four questions of which each run is one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import Cell, Chart, Row
from seatsim.papers.charts.dots import band_told, dots_spec
from seatsim.papers.charts.lines import lines
from seatsim.papers.charts.parts import figure_cells
from seatsim.papers.charts.told import ALL, FAN, Told, rounded

_MEASURE = "pupils_above_standard"
_YI, _MILLION = 10_000.0, 100.0


def comparison(told: Sequence[Told], words: Words) -> tuple[Chart, ...]:
    """Lines of up to five runs, then crowded pupil-years, first year met, cost and empty seats of any number."""
    return (
        lines(told, words),
        _dots(told, words, "comparison_crowded", ("stage",), _crowded(told, words), words("axis_pupil_years")),
        _dots(told, words, "comparison_first_year", ("stage",), _first_years(told, words), words("axis_first_year"),
              until=max(t.years[-1] for t in told)),
        _dots(told, words, "comparison_cost", (), _costs(told, words), words("axis_money")),
        _dots(told, words, "comparison_empty", ("stage",), _empty(told, words), words("axis_seats")),
    )  # fmt: skip


def _dots(
    told: Sequence[Told],
    words: Words,
    name: str,
    by: tuple[str, ...],
    rows: list[Row],
    axis: str,
    until: int | None = None,
) -> Chart:
    if len(told) < 2:
        rows = []
    heads = {"name": words("scenario"), "told": words(f"{name}_head")}
    empty = words("comparison_alone") if len(told) < 2 else words("comparison_nothing")
    shown = [row for row in rows if row.get("stage", ALL) == ALL]
    alt = words("dots_alt").format(
        title=words(f"{name}_title"), rows=words.join([f"{row['name']} {row['told']}" for row in shown])
    )
    return Chart(
        id=name,
        title=words(f"{name}_title"),
        caption=words(f"{name}_caption"),
        alt=alt if shown else empty,
        spec=dots_spec(words, axis, heads, until),
        rows=rows,
        by=by,
        heads=heads,
        empty=empty,
    )


def _named(told: Sequence[Told], place: int) -> dict[str, Cell]:
    """A run's row: its place and its title, the base marked."""
    title = told[place].title
    return {"run": told[place].run, "place": place, "name": title,
            "base": int(not place)}  # fmt: skip


def _stats(stats: Mapping[str, Any], words: Words, digits: int = 0) -> dict[str, Cell]:
    keys = ("p10", "p50", "p90")
    short = words.numbers.decimal(stats["p50"], digits)
    return {key: stats[key] for key in keys} | figure_cells(band_told(stats, words, digits), short)


def _crowded(told: Sequence[Told], words: Words) -> list[Row]:
    found = [run.answers["crowded_pupil_years"][_MEASURE] for run in told]
    return [
        {"stage": stage} | _named(told, place) | _stats(rounded(found[place][stage]["horizon"]), words)
        for stage in FAN[_MEASURE]
        for place in range(len(told))
    ]


def _first_years(told: Sequence[Told], words: Words) -> list[Row]:
    found = [run.answers["first_year"]["above_standard"] for run in told]
    rows: list[Row] = []
    for stage in FAN[_MEASURE]:
        for place, run in enumerate(told):
            stats, horizon = found[place][stage], run.years[-1]
            if stats["p50"] is None:
                never = words.numbers.percent(stats["not_by_horizon"])
                text = short = words("not_by").format(share=never, horizon=horizon)
            else:
                short = str(stats["p50"])
                ends = [words("later") if stats[key] is None else str(stats[key]) for key in ("p10", "p90")]
                text = short if ends[0] == ends[1] else f"{short} ({words.numbers.span(*ends)})"
            beyond = {key: horizon + 1 if stats[key] is None else stats[key] for key in ("p10", "p50", "p90")}
            later = {"later": int(stats["p50"] is None)}
            rows.append({"stage": stage} | _named(told, place) | beyond | later | figure_cells(text, short))
    return rows


def _costs(told: Sequence[Told], words: Words) -> list[Row]:
    """Capital, in 亿元 or CNY million."""
    scale, digits = (_YI, 2) if words.chinese else (_MILLION, 1)
    return [
        _named(told, place) | _stats(rounded(run.cost, scale, digits), words, digits) for place, run in enumerate(told)
    ]


def _empty(told: Sequence[Told], words: Words) -> list[Row]:
    found = [run.answers["empty_seats"] for run in told]
    return [
        {"stage": stage} | _named(told, place) | _stats(rounded(found[place][stage]["horizon"]), words)
        for stage in FAN[_MEASURE]
        for place in range(len(told))
    ]
