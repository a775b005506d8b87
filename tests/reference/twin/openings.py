"""What is open on an opening day: ``docs/exact/README.md``, 6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from books import Cells, Counts, HandOver

from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.rows import Row
from twin.world import World


@dataclass(frozen=True)
class OpeningDay:
    """Which rows are open, which rooms can be used and which units are closed."""

    year: int
    open_rows: dict[Stage, list[Row]]
    opening_now: dict[Stage, list[Row]]
    usable: dict[Stage, Counts]
    closed: dict[Stage, set[str]]

    def at_work(self, stage: Stage) -> list[Row]:
        """Open rows that take something for a receiver that is not closed (5.4)."""
        return [row for row in self.open_rows[stage] if self._works(stage, row)]

    def at_work_now(self, stage: Stage) -> list[Row]:
        """Those of them that open now."""
        return [row for row in self.opening_now[stage] if self._works(stage, row)]

    def _works(self, stage: Stage, row: Row) -> bool:
        return bool(row.takes) and row.receiver is not None and row.receiver not in self.closed[stage]


@dataclass
class Openings:
    """Hand-overs by project, and the private kindergartens that have shut."""

    world: World
    hand_overs: Mapping[str, HandOver]
    shut: set[str] = field(default_factory=set)
    empty_days: Counts = field(default_factory=dict)
    """Opening days running on which a private kindergarten was empty."""

    def day(self, year: int) -> int:
        """Days from the baseline's opening day."""
        return (date(year, 9, 1) - date(self.world.county.baseline_year, 9, 1)).days

    def opened(self, project: str, year: int) -> bool:
        """Handed over in time and planned for this year or an earlier one (6.1); nothing was on the baseline's day."""
        handed_over = self.hand_overs[project].handed_over
        if year <= self.world.county.baseline_year or handed_over is None:
            return False
        return handed_over <= self.day(year) and self.world.plan.projects[project].opens <= year

    def opened_in(self, project: str, year: int) -> int:
        """The year in which a project opened that is opened by ``year``."""
        while self.opened(project, year - 1):
            year -= 1
        return year

    def under_way(self, project: str, year: int) -> bool:
        """Works have begun, and it is not handed over (6.2)."""
        times, day = self.hand_overs[project], self.day(year)
        begun = times.works_begin is not None and times.works_begin <= day
        return begun and (times.handed_over is None or times.handed_over > day)

    def settled(self, project: str, year: int) -> bool:
        """Opened by rule 1 or cancelled by the day."""
        cancelled = self.hand_overs[project].cancelled
        return self.opened(project, year) or (cancelled is not None and cancelled <= self.day(year))

    def is_open(self, row: Row, year: int) -> bool:
        """Whether a row is open (6.3)."""
        if row.sort == "boundary":
            return self.world.plan.levers.layout.boundaries[row.id].year <= year
        if row.sort == "merger":
            return self.world.plan.levers.small_schools.mergers[row.id].year <= year
        stands = self.world.plan.projects[row.id].years
        if not self.opened(row.id, year):
            return False
        return stands == 0 or year - self.opened_in(row.id, year) < stands

    def opens_now(self, row: Row, year: int) -> bool:
        """Whether this is a row's first opening day."""
        if row.sort == "boundary":
            return self.world.plan.levers.layout.boundaries[row.id].year == year
        if row.sort == "merger":
            return self.world.plan.levers.small_schools.mergers[row.id].year == year
        return self.opened(row.id, year) and not self.opened(row.id, year - 1)

    def opening_day(self, year: int) -> OpeningDay:
        """What is open in ``year``."""
        rows = self.world.rows
        open_rows = {stage: [row for row in rows[stage] if self.is_open(row, year)] for stage in STAGES}
        now = {stage: [row for row in rows[stage] if self.opens_now(row, year)] for stage in STAGES}
        usable: dict[Stage, Counts] = {}
        closed: dict[Stage, set[str]] = {}
        for stage in STAGES:
            usable[stage] = self._usable_rooms(stage, open_rows[stage], year)
            closed[stage] = self._closed_units(stage, open_rows[stage])
        return OpeningDay(year, open_rows, now, usable, closed)

    def _old_rooms(self, stage: Stage, unit: str, open_rows: list[Row]) -> int:
        """Rooms of the baseline, unless a move or a merger has ended them."""
        ended = any(row.ends_rooms and row.school == unit for row in open_rows)
        return 0 if ended else self.world.rooms[stage][unit]

    def _usable_rooms(self, stage: Stage, open_rows: list[Row], year: int) -> Counts:
        """Rooms that can be used (6.4, 6.6)."""
        usable = {}
        for unit in self.world.units[stage]:
            building = [row for row in self.world.rows[stage] if row.school == unit and row.closes_rooms > 0]
            out_of_use = sum(row.closes_rooms for row in building if self.under_way(row.id, year))
            old = max(0, self._old_rooms(stage, unit, open_rows) - out_of_use)
            added = sum(row.rooms for row in open_rows if row.school == unit)
            usable[unit] = 0 if self._has_shut(stage, unit) else max(0, old + added)
        return usable

    def _closed_units(self, stage: Stage, open_rows: list[Row]) -> set[str]:
        """Units that would have no room even if nothing were under way (6.5, 6.6)."""
        if stage not in CLASS_STAGES:
            return set()
        closed = set()
        for unit in self.world.units[stage]:
            added = sum(row.rooms for row in open_rows if row.school == unit)
            rooms = self._old_rooms(stage, unit, open_rows) + added
            unknown = self.world.rooms[stage][unit] == 0 and sum(self.world.start.pupils[stage][unit]) > 0
            if (rooms <= 0 and not unknown) or self._has_shut(stage, unit):
                closed.add(unit)
        return closed

    def _has_shut(self, stage: Stage, unit: str) -> bool:
        return stage == "kindergarten" and unit in self.shut

    def look_at_kindergartens(self, opening: OpeningDay, pupils: Cells) -> None:
        """After all else of an opening day: private kindergartens that stay empty may shut (6.7)."""
        rule = self.world.uncertainty.private_kindergartens
        for unit in self.world.units["kindergarten"]:
            rooms = opening.usable["kindergarten"][unit]
            if self.world.campuses[unit].public:
                continue
            needed = rule.use_below * self.world.planning("kindergarten") * rooms
            empty = rooms > 0 and sum(pupils[unit]) < needed
            self.empty_days[unit] = self.empty_days.get(unit, 0) + 1 if empty else 0
            at_risk = rooms > 0 and self.empty_days[unit] >= rule.years
            if at_risk and self.world.chance.kindergarten_closes(unit, opening.year):
                self.shut.add(unit)
