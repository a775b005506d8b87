"""Lotteries of private schools: ``docs/exact/movement-and-claims.md``, 9."""

from __future__ import annotations

from books import Counts

from seatsim.domain.stages import Stage
from twin.openings import OpeningDay
from twin.sharing import share_out_by
from twin.world import World


def draw_lots(world: World, stage: Stage, asking: list[Counts], opening: OpeningDay) -> tuple[list[Counts], Counts]:
    """Children by class and zone whom nobody drew, and who was drawn at each lottery."""
    left = [dict(of_class) for of_class in asking]
    lotteries = world.lotteries(stage)
    drawn = dict.fromkeys(lotteries, 0)
    for unit in lotteries:
        draw(world, stage, unit, [world.zone(unit)], left, drawn, opening)
    for unit in lotteries:
        draw(world, stage, unit, world.zones.within_reach(world.zone(unit)), left, drawn, opening)
    return left, drawn


def draw(
    world: World,
    stage: Stage,
    unit: str,
    zones: list[str],
    left: list[Counts],
    drawn: Counts,
    opening: OpeningDay,
) -> None:
    """One lottery draws on some zones, all classes alike (9.2)."""
    places = 0 if unit in opening.closed[stage] else world.campuses[unit].plan
    weights = {(zone, of_class): left[of_class][zone] for zone in zones for of_class in range(len(left))}
    number = min(places - drawn[unit], sum(weights.values()))
    for (zone, of_class), part in share_out_by(number, weights, lambda key: key[0]).items():
        left[of_class][zone] -= part
    drawn[unit] += number
