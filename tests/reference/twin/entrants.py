"""Entrants by zone, and new homes that wait: ``docs/exact/movement-and-claims.md``, 6 and 7."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from books import Counts

from seatsim.domain.stages import COMPULSORY, Stage
from twin.openings import OpeningDay
from twin.sharing import as_weight, share_out
from twin.world import State, World

LEAST = 1e-12


@dataclass(frozen=True)
class Entrants:
    """Who comes to an entry grade, by zone."""

    children: dict[str, float]
    expected: dict[str, float]
    number: Counts


def total(numbers: Iterable[float]) -> float:
    """Sum over zones as NumPy makes it (README 1.3)."""
    return float(np.sum(np.array(list(numbers), dtype=float)))


def total_of_kind(world: World, children: dict[str, float], kind: str) -> float:
    """Sum over the zones of a kind, all others as 0 in their places (README 1.3)."""
    return total(number if world.zones.kind[zone] == kind else 0.0 for zone, number in children.items())


def entry_ratio(world: World, stage: Stage, year: int) -> float:
    """Entrants per child of the county (6.2)."""
    ratios, migration = world.county.ratios, world.uncertainty.migration
    if stage == "junior":
        ratio = ratios.junior_entry * (1.0 - world.lost(world.grade_names("primary")[-1]))
    else:
        ratio = ratios.kindergarten_entry if stage == "kindergarten" else ratios.primary_entry
    in_wave = 0 <= year - migration.wave_from < migration.wave_years
    return ratio + (migration.wave_share if in_wave else 0.0)


def budget_parts(world: World, children: dict[str, float], homes_wait: bool) -> dict[str, float]:
    """Which part of the budget of in-migration comes to each zone (6.4, 6.5)."""
    migration, kinds = world.uncertainty.migration, world.zones.kind
    follows = 1.0
    parts = dict.fromkeys(children, 0.0)
    for kind, share in (("old-town", migration.old_town_share), ("new-urban", migration.new_homes_share)):
        of_kind = total_of_kind(world, children, kind)
        if of_kind > 0:
            follows -= share
            for zone in children:
                if kinds[zone] == kind:
                    parts[zone] = share * children[zone] / max(of_kind, LEAST)
    everybody = total(children.values())
    new_urban = total_of_kind(world, children, "new-urban")
    for zone in children:
        parts[zone] += follows * children[zone] / max(everybody, LEAST)
        if homes_wait and kinds[zone] == "new-urban":
            parts[zone] -= migration.new_homes_share * children[zone] / max(new_urban, LEAST)
    return parts


def entrants_of(world: World, stage: Stage, year: int, children: dict[str, float], homes_wait: bool) -> Entrants:
    """Entrants of a stage by zone (6.3 to 6.8)."""
    chance = world.chance
    budget = total(children.values()) * (entry_ratio(world, stage, year) - 1.0)
    parts = budget_parts(world, children, homes_wait)
    expected = {zone: children[zone] + budget * parts[zone] for zone in children}
    common = chance.common_shock(year)
    drawn = {}
    for zone in children:
        own = chance.entry_cell(stage, zone, year, expected[zone])
        shock = common + chance.zone_shock(stage, zone, year) + own
        drawn[zone] = max(0.0, expected[zone] * float(np.exp(shock)))
    county = math.floor(total(drawn.values()) + chance.entry_rounding(stage, year))
    return Entrants(children, expected, share_out(county, {zone: as_weight(x) for zone, x in drawn.items()}))


def homes_wait(world: World, opening: OpeningDay, spring: State) -> bool:
    """Whether new homes wait this year: no seat in new-urban zones beyond the pupils after the spring (7)."""
    if not world.plan.levers.layout.homes_wait:
        return False
    zones = [zone for zone in world.zones.ids if world.zones.kind[zone] == "new-urban"]
    seats = 0
    for stage in COMPULSORY:
        for zone in zones:
            for unit in world.units_in(stage, zone):
                seats += opening.usable[stage][unit] * world.planning(stage) - sum(spring.pupils[stage][unit])
            seats -= sum(spring.waiting[stage][zone])
    return seats <= 0
