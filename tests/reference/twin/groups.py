"""Education groups: ``docs/exact/README.md``, 7."""

from __future__ import annotations

from dataclasses import dataclass

from seatsim.domain.stages import Stage
from twin.world import World

ONE_SCHOOL = "一体型"


@dataclass(frozen=True)
class Membership:
    """A school in a group."""

    group: str
    kind: str
    since: int


def members(world: World, year: int) -> dict[str, Membership]:
    """Who is in which group in a year (7.1)."""
    register, county = world.county.register, world.county
    rows = zip(register.school_id, register.group, register.group_kind, strict=True)
    of = {school: Membership(group, kind, county.baseline_year) for school, group, kind in rows if group}
    formed = [(group.year, name) for name, group in world.plan.levers.groups.formed.items() if group.year <= year]
    for _, name in sorted(formed):
        of = with_group(of, world, name)
    return of


def with_group(of: dict[str, Membership], world: World, name: str) -> dict[str, Membership]:
    """The groups after one more was formed."""
    group = world.plan.levers.groups.formed[name]
    after = {school: member for school, member in of.items() if member.group != name}
    for school in group.schools:
        since = group.year - 1
        if school in of:
            together = [other for other in group.schools if other != school and other in of]
            if any(of[other].group == of[school].group for other in together):
                since = of[school].since
        after[school] = Membership(name, group.kind, since)
    return after


def stage_groups(world: World, of: dict[str, Membership], stage: Stage) -> dict[str, list[str]]:
    """The units of each group that has two of a stage (7.2), closed ones too."""
    groups: dict[str, list[str]] = {}
    for unit in world.units[stage]:
        if unit in of:
            groups.setdefault(of[unit].group, []).append(unit)
    return {name: units for name, units in groups.items() if len(units) >= 2}
