"""Claims of zones' children at schools: ``docs/exact/movement-and-claims.md``, 8."""

from __future__ import annotations

import math

import numpy as np
from books import Cells, Counts

from seatsim.domain.stages import AGED_STAGES, Stage
from twin.groups import Membership, stage_groups
from twin.openings import OpeningDay
from twin.rows import mergers_last, move_shares
from twin.sharing import MILLION, as_weight, share_out
from twin.world import World

Pairs = dict[str, Counts]
"""By zone: the catchment units that serve it, with their weights."""


def catchment_units(world: World, stage: Stage) -> list[str]:
    """Units of the register that draw no lots (README 4.5)."""
    campuses = world.campuses
    return [u for u in world.units[stage] if campuses[u].registered and not world.is_lottery(stage, u)]


def serving_zone(world: World, stage: Stage, zone: str) -> str | None:
    """The nearest zone with a catchment unit (8.1)."""
    standing = {world.zone(unit) for unit in catchment_units(world, stage)}
    return next((near for near in world.zones.by_travel[zone] if near in standing), None)


def baseline_weights(world: World, stage: Stage) -> Counts:
    """Pupils of the baseline by unit; in junior those who did not come from the campus's own primary (8.2, 8.4)."""
    pupils = {unit: sum(cells) for unit, cells in world.start.pupils[stage].items()}
    if stage != "junior":
        return pupils
    weights = {}
    for unit in world.units[stage]:
        own_primary: Cells = world.start.pupils["primary"]
        oldest = sum(own_primary.get(unit, [])[-world.grades("junior") :])
        weights[unit] = max(0, pupils[unit] - oldest)
    for zone in world.zones.ids:
        units = world.units_in(stage, zone)
        if all(weights[unit] == 0 for unit in units):
            weights |= {unit: pupils[unit] for unit in units}
    return weights


def pairs_of(world: World, stage: Stage) -> Pairs:
    """Who serves each zone, for the whole run."""
    units = catchment_units(world, stage)
    stated = {key: share for key, share in world.county.catchments.items() if key[2] == stage}
    weights = dict.fromkeys(units, MILLION) if stated else baseline_weights(world, stage)
    pairs: Pairs = {}
    for zone in world.zones.ids:
        pairs[zone] = {
            unit: as_weight(share) for (of, unit, _), share in stated.items() if of == zone and unit in units
        }
        if not pairs[zone]:
            serving = serving_zone(world, stage, zone)
            pairs[zone] = {unit: weights[unit] for unit in units if world.zone(unit) == serving}
    return pairs


def all_pairs(world: World) -> dict[Stage, Pairs]:
    """The catchments of all stages with an age group."""
    return {stage: pairs_of(world, stage) for stage in AGED_STAGES}


def share_in_catchments(world: World, stage: Stage, children: Counts, pairs: Pairs) -> Counts:
    """Claims by unit of who asks in each zone (8.5)."""
    claims = dict.fromkeys(world.units[stage], 0)
    for zone, number in children.items():
        weights = pairs[zone]
        if all(weight == 0 for weight in weights.values()):
            weights = dict.fromkeys(weights, 1)
        for unit, part in share_out(number, weights).items():
            claims[unit] += part
    return claims


def place_strays(world: World, stage: Stage, claims: Counts, pairs: Pairs, closed: set[str]) -> Counts:
    """Claims at closed units ask anew where a catchment unit is open (8.8)."""
    claims = dict(claims)
    strays = dict.fromkeys(world.zones.ids, 0)
    for unit in closed:
        strays[world.zone(unit)] += claims[unit]
        claims[unit] = 0
    open_pairs = {zone: [unit for unit in pairs[zone] if unit not in closed] for zone in pairs}
    if not any(open_pairs.values()):
        back = share_in_catchments(world, stage, strays, pairs)
        return {unit: claims[unit] + back[unit] for unit in claims}
    asking = dict.fromkeys(world.zones.ids, 0)
    for zone, number in strays.items():
        asking[next(near for near in world.zones.by_travel[zone] if open_pairs[near])] += number
    of_open: Pairs = {}
    for zone, units in open_pairs.items():
        weights = {unit: pairs[zone][unit] for unit in units}
        of_open[zone] = weights if any(weights.values()) else dict.fromkeys(units, 1)
    again = share_in_catchments(world, stage, asking, of_open)
    return {unit: claims[unit] + again[unit] for unit in claims}


def even_out(world: World, stage: Stage, claims: Counts, opening: OpeningDay, of: dict[str, Membership]) -> Counts:
    """Part of what a group's schools have beyond their rooms' share goes to its others (8.9)."""
    pace = world.plan.levers.groups.evens_out
    if pace <= 0:
        return claims
    claims = dict(claims)
    for units in stage_groups(world, of, stage).values():
        rooms = {u: 0 if world.is_lottery(stage, u) else opening.usable[stage][u] for u in units}
        if sum(rooms.values()) == 0:
            continue
        even = share_out(sum(claims[unit] for unit in units), rooms)
        below = {unit: max(0, even[unit] - claims[unit]) for unit in units}
        gives = {}
        for unit in units:
            years = max(0, opening.year - of[unit].since)
            part = 1.0 - float(np.power(1.0 - pace, years))
            gives[unit] = math.floor(max(0, claims[unit] - even[unit]) * part)
        gets = share_out(sum(gives.values()), below)
        for unit in units:
            claims[unit] += gets[unit] - gives[unit]
    return claims


def claims_at_schools(
    world: World,
    stage: Stage,
    children: Counts,
    fed: Counts,
    pairs: Pairs,
    opening: OpeningDay,
    of: dict[str, Membership],
) -> Counts:
    """One class of claims, from zones and feeders to units (8.5 to 8.9)."""
    claims = share_in_catchments(world, stage, children, pairs)
    claims = {unit: number + fed.get(unit, 0) for unit, number in claims.items()}
    for rows in mergers_last(opening.at_work(stage)):
        claims, _ = move_shares(claims, rows)
    claims = place_strays(world, stage, claims, pairs, opening.closed[stage])
    return even_out(world, stage, claims, opening, of)
