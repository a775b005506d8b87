"""The charts of a back-test as pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

from seatsim.domain.faults import MissingExtra
from seatsim.domain.phrase import Phrase
from seatsim.language.backtest import BACKTEST
from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row
from seatsim.papers.charts.accuracy import accuracy, coverage
from seatsim.papers.charts.picture import png_or_english
from seatsim.results.backtest import PICTURES

_NEEDS = ("fontTools", "vl_convert")


def pictures(content: Mapping[str, Any], lang: str) -> dict[str, bytes]:
    """PNG pictures by file name, in ``zh`` or ``en``; a chart without a row is left out.

    Raises MissingExtra without the libraries that draw them; warns (FontWarning) where no font holds their letters.
    """
    if any(find_spec(library) is None for library in _NEEDS):
        raise MissingExtra(
            Phrase('no charts: they want libraries that are not installed: pip install "seatsim[report]"')
        )
    found = {}
    for name, make in zip(PICTURES, _makers(content), strict=True):
        chart = make(Words(lang, BACKTEST))
        if chart.rows:
            found[name] = png_or_english(chart, chart.rows, partial(_english, make), lang)
    return found


def _makers(content: Mapping[str, Any]) -> Sequence[Callable[[Words], Chart]]:
    """What makes each picture's chart, in the order of ``PICTURES``."""
    return (
        partial(accuracy, content, "totals"),
        partial(accuracy, content, "cells"),
        partial(coverage, content),
    )


def _english(make: Callable[[Words], Chart]) -> tuple[Chart, Sequence[Row]]:
    chart = make(Words("en", BACKTEST))
    return chart, chart.rows
