"""One opening day's admission while it goes on: ``docs/exact/rooms-and-admission.md``, 1 and 4."""

from __future__ import annotations

from dataclasses import dataclass, field

from books import ByStage, Cells, Counts

from seatsim.domain.stages import CLASS_STAGES, Stage
from twin.claims import Claims
from twin.groups import Membership
from twin.openings import OpeningDay
from twin.rooms import Pool
from twin.world import State, World, campus_pupils


@dataclass
class Entry:
    """How a stage entered, by unit."""

    entry_rooms: Counts
    entry_places: Counts
    entrants: Counts
    sent_elsewhere: Counts
    unstaffed: Counts
    temporary: Counts
    over_cap: Cells
    waiting: Cells
    """Who awaits a place, by zone."""


@dataclass
class Day:
    """What the families share on an opening day."""

    world: World
    opening: OpeningDay
    settled: State
    claims: Claims
    of: dict[str, Membership]
    """Who is in which group."""
    carried: ByStage | None
    """Classes that the teachers of the day before carry; None where they set no limit."""
    sizes: Counts
    """Size of each campus, which grows through the day (4.1, 4.3)."""
    pools: dict[Stage, dict[str, Pool]] = field(default_factory=dict)
    """By stage and campus; stages of a family share them."""
    entries: dict[Stage, Entry] = field(default_factory=dict)

    def room_for_overflow(self, stage: Stage, unit: str) -> int:
        """What a unit may take beyond its own claims (4.2)."""
        if self.world.is_lottery(stage, unit) or unit in self.opening.closed[stage]:
            return 0
        return self.world.room_under_limit(unit, self.sizes[unit])


def sizes_before_admission(world: World, settled: State, claims: Claims) -> Counts:
    """Pupils and claims of a campus in all stages with classes (4.1)."""
    sizes = {}
    for campus in world.campuses.values():
        asking = sum(claims.of(stage, campus.id) for stage in CLASS_STAGES if campus.has(stage))
        sizes[campus.id] = campus_pupils(settled.pupils, campus.id) + asking
    return sizes
