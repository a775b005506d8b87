"""Several runs side by side: crowded pupils by year, and four questions of which each run is one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import Cell, Chart, Row
from seatsim.papers.charts.dots import band_told, dots_spec
from seatsim.papers.charts.lines import lines
from seatsim.papers.charts.parts import figure_cells
from seatsim.papers.charts.told import ALL, CROWDED, FAN, Band, Shared, Told, nothing, rounded

_YI, _MILLION = 10_000.0, 100.0
Comparison = Mapping[str, Any]
Compared = Sequence[tuple[Told, Shared]]
"""Runs with what is compared of them; none where there is one run, or runs that cannot be paired."""


def comparison(told: Sequence[Told], found: Comparison | None, words: Words) -> tuple[Chart, ...]:
    """Lines of up to five runs, then crowded pupil-years, first year met, cost and empty seats of any number.

    They tell the futures that all runs hold, as the comparison does; without a comparison they have no rows.
    """
    runs = [(run, run.shared) for run in told if run.shared is not None]
    years = [] if found is None else _first_years(runs, found, words)
    crowded = _by_stage(runs, lambda shared: shared.crowded, words)
    empty = _by_stage(runs, lambda shared: shared.empty, words)
    return (
        lines(told, words),
        _dots(told, words, "comparison_crowded", ("stage",), crowded, words("axis_pupil_years")),
        _dots(told, words, "comparison_first_year", ("stage",), years, words("axis_first_year"), told[0].years[-1]),
        _dots(told, words, "comparison_cost", (), _costs(runs, words), words("axis_money")),
        _dots(told, words, "comparison_empty", ("stage",), empty, words("axis_seats")),
    )


def _dots(
    told: Sequence[Told],
    words: Words,
    name: str,
    by: tuple[str, ...],
    rows: list[Row],
    axis: str,
    until: int | None = None,
) -> Chart:
    heads = {"name": words("scenario"), "told": words(f"{name}_head")}
    empty = nothing(told, words)
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
        followed={"": FAN[CROWDED]} if rows and by else {},
    )


def _named(run: Told, place: int) -> dict[str, Cell]:
    """A run's row: its place and its title, the base marked."""
    return {"run": run.run, "place": place, "name": run.title, "base": int(not place)}


def _stats(stats: Mapping[str, Any], words: Words, digits: int = 0) -> dict[str, Cell]:
    keys = ("p10", "p50", "p90")
    short = words.numbers.decimal(stats["p50"], digits)
    return {key: stats[key] for key in keys} | figure_cells(band_told(stats, words, digits), short)


def _by_stage(runs: Compared, of: Callable[[Shared], Mapping[str, Band]], words: Words) -> list[Row]:
    return [
        {"stage": stage} | _named(run, place) | _stats(rounded(of(shared)[stage]), words)
        for stage in FAN[CROWDED]
        for place, (run, shared) in enumerate(runs)
    ]


def _first_years(runs: Compared, found: Comparison, words: Words) -> list[Row]:
    """From the rows of the comparison: those of the base stand beside each plan's."""
    told = [{row["stage"]: row for row in other["first_year"] if row["limit"] == "above_standard"}
            for other in found["others"]]  # fmt: skip
    sides = [(told[0], "base"), *((rows, "other") for rows in told)]
    return [
        {"stage": stage} | _named(run, place) | _first_year(rows[stage][side], found["horizon"], words)
        for stage in FAN[CROWDED]
        for place, ((run, _), (rows, side)) in enumerate(zip(runs, sides, strict=True))
    ]


def _first_year(stats: Mapping[str, Any], horizon: int, words: Words) -> dict[str, Cell]:
    if stats["p50"] is None:
        never = words.numbers.percent(stats["not_by_horizon"])
        text = short = words("not_by").format(share=never, horizon=horizon)
    else:
        short = str(stats["p50"])
        ends = [words("later") if stats[key] is None else str(stats[key]) for key in ("p10", "p90")]
        text = short if ends[0] == ends[1] else f"{short} ({words.numbers.span(*ends)})"
    beyond: dict[str, Cell] = {key: horizon + 1 if stats[key] is None else stats[key] for key in ("p10", "p50", "p90")}
    return beyond | {"later": int(stats["p50"] is None)} | figure_cells(text, short)


def _costs(runs: Compared, words: Words) -> list[Row]:
    """Capital, in 亿元 or CNY million."""
    scale, digits = (_YI, 2) if words.chinese else (_MILLION, 1)
    return [
        _named(run, place) | _stats(rounded(shared.cost, scale, digits), words, digits)
        for place, (run, shared) in enumerate(runs)
    ]
