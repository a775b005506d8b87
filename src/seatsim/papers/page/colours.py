"""Colours of the charts at night; those of day and paper are the charts' own."""

from __future__ import annotations

from collections.abc import Mapping

DARK: Mapping[str, str] = {
    "ink": "#e8ecf0",
    "ink-soft": "#aab4bf",
    "grid": "#2c343d",
    "ground": "#14181d",
    "shade": "#1f262e",
    "median": "#9ad2ff",
    "band-50": "#3b78a8",
    "band-80": "#2a5577",
    "band-95": "#1e3b53",
    "seats": "#ff9d5c",
    "reference": "#aab4bf",
    "total": "#7d8894",
    "rise": "#f08a4b",
    "fall": "#5cb3ef",
    "reported": "#5cb3ef",
    "assumed": "#98a3af",
    "open": "#4cc4a0",
    "too-late": "#ff9d5c",
    "under-way": "#aab4bf",
    "heat-green": "#1c3a4c",
    "heat-amber": "#6b5414",
    "heat-red": "#8a3f1d",
    "series-1": "#e8ecf0",
    "series-2": "#5cb3ef",
    "series-3": "#f08a4b",
    "series-4": "#4cc4a0",
    "series-5": "#dd86bb",
}
"""By the names of ``chart.NAMES``; every word on a ``heat-`` colour is written in ``ink``."""
