"""Registered children: ``docs/exact/movement-and-claims.md``, 5."""

from __future__ import annotations

import numpy as np

from seatsim.domain.stages import Stage
from twin.world import World


def age_of_entry(world: World, stage: Stage) -> int:
    """Age at which a stage begins (5.2)."""
    return 6 - world.grades("kindergarten") if stage == "kindergarten" else 6


def birth_factor(world: World, calendar_year: int) -> float:
    """What a calendar year's births err by: one walk for all zones (5.1)."""
    if not world.uncertainty.births.on:
        return 1.0
    series = world.county.births[world.uncertainty.births.variant]
    walk = 0.0
    for year in range(max(series.first_year, series.last_known + 1), calendar_year + 1):
        walk += world.chance.births_step(year)
    return float(np.exp(walk))


def births(world: World, zone_row: int, calendar_year: int) -> float:
    """Births of a zone; after the series its last value for ever."""
    series = world.county.births[world.uncertainty.births.variant]
    row: list[float] = series.births[zone_row].tolist()
    value = row[min(calendar_year - series.first_year, len(row) - 1)]
    return value * birth_factor(world, calendar_year)


def registered_children(world: World, stage: Stage, year: int) -> dict[str, float]:
    """Children of the age of entry on 1 September, by zone (5.3)."""
    born = year - age_of_entry(world, stage)
    third = 1.0 / 3.0
    children = {}
    for row, zone in enumerate(world.zones.ids):
        if born - 1 < world.county.births[world.uncertainty.births.variant].first_year:
            children[zone] = 0.0
        else:
            children[zone] = births(world, row, born - 1) * third + births(world, row, born) * (1.0 - third)
    return children
