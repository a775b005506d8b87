"""Teachers and backbone teachers posted to units: ``docs/exact/staff.md``, 11 and 12."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from books import Counts

from seatsim.domain.staff_levers import ExchangeLever
from twin.sharing import share_out

ONE_SCHOOL = "一体型"
NO_EXCHANGE = "辐射型"
EPSILON = 1e-9


@dataclass(frozen=True)
class StageGroup:
    """The units of one stage that are in one education group, with the kind of each unit's membership."""

    kind: dict[str, str]

    @property
    def units(self) -> Iterable[str]:
        """All its units."""
        return self.kind

    def exchanging(self) -> list[str]:
        """Units whose teachers count for the exchange."""
        return [unit for unit, kind in self.kind.items() if kind != NO_EXCHANGE]

    def share(self, of_alliance: float) -> float:
        """Share of its teachers who may change school in a year."""
        return 1.0 if ONE_SCHOOL in self.kind.values() else of_alliance


def beyond(posted: Counts, needed: Counts, units: Iterable[str]) -> Counts:
    """Teachers beyond need of each unit."""
    return {unit: max(posted[unit] - needed[unit], 0) for unit in units}


def lacking(posted: Counts, needed: Counts, units: Iterable[str]) -> Counts:
    """Teachers of whom each unit is short."""
    return {unit: max(needed[unit] - posted[unit], 0) for unit in units}


def missing(posted: Counts, needed: Counts) -> int:
    """Teachers missing in all units (3.8)."""
    return sum(lacking(posted, needed, posted).values())


def change(posted: Counts, parts: Counts, sign: int) -> None:
    """Add the parts, or take them away."""
    for unit, part in parts.items():
        posted[unit] += sign * part


def send(posted: Counts, needed: Counts, units: Iterable[str], most: int) -> None:
    """Send teachers from where they are beyond need to where they are short, within a set of units."""
    units = list(units)
    surplus, short = beyond(posted, needed, units), lacking(posted, needed, units)
    moved = min(sum(surplus.values()), sum(short.values()), most)
    change(posted, share_out(moved, surplus), -1)
    change(posted, share_out(moved, short), 1)


def part_of(share: float, number: int) -> int:
    """A share of a number, rounded down."""
    return math.floor(share * number + EPSILON)


def post_teachers(
    posted_before: Counts, needed: Counts, teaching: int, groups: list[StageGroup], lever: ExchangeLever
) -> Counts:
    """The new posting of a stage (11)."""
    posted = dict(posted_before)
    going = max(sum(posted.values()) - teaching, 0)
    change(posted, share_out(going, posted), -1)  # 1
    for unit in posted:  # 2
        if needed[unit] == 0:
            posted[unit] = 0
    for group in groups:  # 3
        there = sum(posted[unit] for unit in group.exchanging())
        send(posted, needed, group.units, part_of(group.share(lever.teachers), there))
    surplus = sum(beyond(posted, needed, posted).values())
    send(posted, needed, posted, part_of(lever.county_managed, surplus))  # 4
    receive(posted, needed, teaching)
    return posted


def receive(posted: Counts, needed: Counts, teaching: int) -> None:
    """Who comes goes first where teachers are short (11.5)."""
    coming = max(teaching - sum(posted.values()), 0)
    short = lacking(posted, needed, posted)
    first = min(coming, sum(short.values()))
    weights = needed if sum(needed.values()) > 0 else dict.fromkeys(posted, 1)
    change(posted, share_out(first, short), 1)
    change(posted, share_out(coming - first, weights), 1)


def post_backbone(
    backbone_before: Counts, posted: Counts, backbone: int, groups: list[StageGroup], share: float
) -> Counts:
    """The new posting of a stage's backbone teachers (12)."""
    placed = dict(backbone_before)
    nobody = sum(posted.values()) == 0
    going = max(sum(placed.values()) - backbone, 0)
    change(placed, share_out(going, placed), -1)  # 1
    for unit in placed:  # 2
        if posted[unit] == 0 and not nobody:
            placed[unit] = 0
    coming = max(backbone - sum(placed.values()), 0)
    change(placed, share_out(coming, dict.fromkeys(placed, 1) if nobody else posted), 1)  # 3
    for group in groups:  # 4
        exchange_backbone(placed, posted, group, share)
    return placed


def exchange_backbone(placed: Counts, posted: Counts, group: StageGroup, share: float) -> None:
    """A share of a group's backbone teachers stand anew as all its teachers do (12.4)."""
    of_group = {unit: placed[unit] for unit in group.units}
    teachers = {unit: posted[unit] for unit in group.units}
    if sum(teachers.values()) == 0:
        return
    moved = part_of(share, sum(of_group[unit] for unit in group.exchanging()))
    change(placed, share_out(moved, of_group), -1)
    change(placed, share_out(moved, teachers), 1)
