"""Classes of size: thirds of the set's own entities, by their pupils at the origin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from seatsim.backtesting.panel import Panel

ALL = "all"
CLASSES = ("small", "middle", "large")
"""Thirds of the pairs of entity and origin, by total: fixed limits would not part a set of schools, or of counties."""


def with_sizes(cells: pl.DataFrame, panel: Panel) -> tuple[pl.DataFrame, Mapping[str, tuple[float, float]]]:
    """Forecasts with ``size``, and the least and most pupils at the origin of each class [pupils].

    The total is that of the grades known at the origin. Every pair of entity and origin counts once, so that an
    entity may grow out of its class. With fewer than three entities, or totals that do not differ, there is no class
    and ``size`` is ``all``.
    """
    pairs = cells.select("entity", "origin").unique().sort("entity", "origin")
    place = {entity: row for row, entity in enumerate(panel.entities)}
    rows = np.array([place[entity] for entity in pairs["entity"]], np.int64)
    totals = np.nansum(panel.pupils, axis=2)[rows, pairs["origin"].to_numpy() - panel.first_year]
    if len({*rows.tolist()}) < len(CLASSES):
        return cells.with_columns(size=pl.lit(ALL)), {}
    ordered = np.sort(totals)
    cuts = [ordered[-(-len(ordered) * third // len(CLASSES)) - 1] for third in (1, 2)]
    classes = np.searchsorted(cuts, totals, side="left")  # a total at the cut belongs below it
    if len({*classes.tolist()}) < len(CLASSES):
        return cells.with_columns(size=pl.lit(ALL)), {}
    named = pairs.with_columns(size=pl.Series([CLASSES[each] for each in classes]))
    within = {name: totals[classes == each] for each, name in enumerate(CLASSES)}
    edges = {name: (float(found.min()), float(found.max())) for name, found in within.items()}
    return cells.join(named, on=["entity", "origin"], how="left", maintain_order="left"), edges
