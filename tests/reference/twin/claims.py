"""Who asks where for an entry place: ``docs/exact/movement-and-claims.md``, 8 to 14."""

from __future__ import annotations

import math
from dataclasses import dataclass

from books import Counts

from seatsim.domain.stages import Stage
from twin.births import registered_children
from twin.catchments import Pairs, claims_at_schools
from twin.entrants import LEAST, entrants_of, homes_wait
from twin.groups import Membership
from twin.junior import junior_claims
from twin.lotteries import draw_lots
from twin.openings import OpeningDay
from twin.verification import verify
from twin.world import State, World

ByClass = list[Counts]
"""The three classes of claims, each by unit."""


@dataclass(frozen=True)
class Claims:
    """What an opening day is asked for."""

    by_class: dict[Stage, ByClass]
    """Stages with classes; kindergarten and senior have all in the first class."""
    leavers: int
    """Junior leavers."""
    going_on: int
    """Those who go on to the senior stage."""
    verified: tuple[int, int] | None

    def of(self, stage: Stage, unit: str) -> int:
        """All claims of a unit."""
        return sum(of_class[unit] for of_class in self.by_class[stage])


def kindergarten_claims(
    world: World, opening: OpeningDay, waits: bool, pairs: Pairs, of: dict[str, Membership]
) -> ByClass:
    """Kindergarten has one class and no lottery (10.1)."""
    children = registered_children(world, "kindergarten", opening.year)
    number = entrants_of(world, "kindergarten", opening.year, children, waits).number
    nobody = dict.fromkeys(world.units["kindergarten"], 0)
    return [claims_at_schools(world, "kindergarten", number, {}, pairs, opening, of), nobody, nobody]


def primary_claims(
    world: World, opening: OpeningDay, waits: bool, pairs: Pairs, of: dict[str, Membership]
) -> tuple[ByClass, Counts]:
    """Claims of primary by class before verification, and who was drawn (10.2)."""
    children = registered_children(world, "primary", opening.year)
    entrants = entrants_of(world, "primary", opening.year, children, waits)
    asking: list[Counts] = [{}, {}, {}]
    for zone, number in entrants.number.items():
        migrants = min(max(1.0 - children[zone] / max(entrants.expected[zone], LEAST), 0.0), 1.0)
        third = math.floor(number * migrants + 0.5)
        second = math.floor((number - third) * world.uncertainty.claims.other_registered + 0.5)
        for of_class, part in zip(asking, (number - third - second, second, third), strict=True):
            of_class[zone] = part
    asking, drawn = draw_lots(world, "primary", asking, opening)
    claims = [claims_at_schools(world, "primary", part, {}, pairs, opening, of) for part in asking]
    return claims, drawn


def yearly_places(world: World, stage: Stage, opening: OpeningDay) -> Counts:
    """Places of senior and vocational units: the register's plan and those of open projects (14.4)."""
    places = {}
    for unit in world.units[stage]:
        rows = [row for row in opening.open_rows[stage] if row.sort == "project" and row.school == unit]
        places[unit] = world.campuses[unit].plan + sum(world.plan.projects[row.id].plan for row in rows)
    return places


def going_on(world: World, leavers: int, year: int) -> int:
    """Junior leavers who go on (14.2)."""
    expected = leavers * world.county.ratios.going_on + world.chance.entry_rounding("senior", year)
    return min(leavers, math.floor(expected))


def make_claims(
    world: World, opening: OpeningDay, spring: State, pairs: dict[Stage, Pairs], of: dict[str, Membership]
) -> Claims:
    """All claims of an opening day; ``spring``: the state after the spring, before moving up."""
    waits = homes_wait(world, opening, spring)
    primary, drawn = primary_claims(world, opening, waits, pairs["primary"], of)
    junior, placed = junior_claims(world, opening, spring, waits, pairs["junior"], of)
    by_class, verified = verify(world, {"primary": primary, "junior": junior})
    for unit, number in drawn.items():
        by_class["primary"][0][unit] += number
    for unit, number in placed.items():
        by_class["junior"][0][unit] += number
    by_class["kindergarten"] = kindergarten_claims(world, opening, waits, pairs["kindergarten"], of)
    nobody = dict.fromkeys(world.units["senior"], 0)
    by_class["senior"] = [yearly_places(world, "senior", opening), nobody, nobody]
    leavers = sum(cells[-1] for cells in spring.pupils["junior"].values())
    leavers += sum(cells[-1] for cells in spring.waiting["junior"].values())
    return Claims(by_class, leavers, going_on(world, leavers, opening.year), verified)
