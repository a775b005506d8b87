"""What each run loses against the best one of the same future: crowded pupil-years and empty seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row
from seatsim.papers.charts.dots import dots_spec
from seatsim.papers.charts.parts import figure_cells
from seatsim.papers.charts.told import Told, whole

_OF: Mapping[str, str] = {"regret": "crowded_pupil_years", "regret_empty": "empty_seats"}
_AXIS: Mapping[str, str] = {"regret": "axis_pupil_years", "regret_empty": "axis_seats"}


def regret(told: Sequence[Told], comparison: Mapping[str, Any] | None, words: Words) -> tuple[Chart, ...]:
    """Two charts from the comparison, whose runs stand in the order of ``told``; without one they are empty."""
    rows = [] if comparison is None else list(zip(told, comparison["regret"], strict=True))
    return tuple(_chart(name, rows, words) for name in _OF)


def _chart(name: str, found: Sequence[tuple[Told, Mapping[str, Any]]], words: Words) -> Chart:
    rows = [_row(name, place, run.title, each, words) for place, (run, each) in enumerate(found)]
    heads = {"name": words("scenario"), "told": words("regret_head"), "best": words("regret_best")}
    parts = words.join([f"{row['name']} {row['told']}" for row in rows])
    return Chart(
        id=name,
        title=words(f"{name}_title"),
        caption=words(f"{name}_caption"),
        alt=words("dots_alt").format(title=words(f"{name}_title"), rows=parts) if rows else words("regret_nothing"),
        spec=dots_spec(words, words(_AXIS[name]), heads),
        rows=rows,
        by=(),
        heads=heads,
        empty=words("regret_nothing"),
    )


def _row(name: str, place: int, title: str, each: Mapping[str, Any], words: Words) -> Row:
    """The dot is the mean; the interval goes from it to what is passed in one future of ten."""
    stats, numbers = each[_OF[name]], words.numbers
    mean, high = whole(stats["mean"]), whole(stats["p90"])
    ends = (mean, high) if high is None or mean is None or high >= mean else (high, mean)
    told = words("regret_told").format(mean=numbers.count(mean), p90=numbers.count(high))
    return {
        "place": place,
        "name": title,
        "base": int(not place),
        "p10": ends[0],
        "p50": mean,
        "p90": ends[1],
        "best": numbers.percent(stats.get("best", each["best"])),
        **figure_cells(told, numbers.count(mean)),
    }
