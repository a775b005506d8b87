"""Every chart of the report, each defined once for the page and for the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seatsim.language.charts import CHARTS
from seatsim.language.words import Words
from seatsim.papers.chart import PAGE, Chart, Palette, painted
from seatsim.papers.charts.causes import causes
from seatsim.papers.charts.comparison import comparison as comparison_charts
from seatsim.papers.charts.crowding import crowding
from seatsim.papers.charts.fan import fan
from seatsim.papers.charts.gantt import gantt
from seatsim.papers.charts.money import money
from seatsim.papers.charts.regret import regret
from seatsim.papers.charts.teachers import teachers
from seatsim.papers.charts.told import tell
from seatsim.papers.charts.zones import zones
from seatsim.results.read import Results

__all__ = ["charts"]


def charts(
    runs: Sequence[Results], comparison: Mapping[str, Any] | None, words: Words, palette: Palette = PAGE
) -> tuple[Chart, ...]:
    """Every chart, in the order of the page; the first run is the base. Without a comparison no chart compares runs.

    A chart that has nothing to draw has no rows and says why. Raises RefusedFolder, ValueError without a run or
    with a comparison of other runs.
    """
    if not runs:
        raise ValueError("no run to chart")
    told_by = Words(words.lang, CHARTS)
    if comparison is not None and len(comparison["regret"]) != len(runs):
        raise ValueError(f"the comparison has {len(comparison['regret'])} runs, the report {len(runs)}")
    shared = None if comparison is None else comparison["replications"]
    told = tell(runs, told_by, shared)
    made = (
        fan(told, told_by),
        zones(told, told_by),
        crowding(told, told_by),
        causes(told, told_by),
        gantt(told, told_by),
        *teachers(told, told_by),
        *money(told, told_by),
        *comparison_charts(told, comparison, told_by),
        *regret(told, comparison, told_by),
    )
    return made if palette is PAGE else tuple(painted(chart, palette) for chart in made)
