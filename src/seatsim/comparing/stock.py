"""Pupils and seats of one stage in one zone, and what they would be at another level of births."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import AGED_STAGES
from seatsim.indicators.measures import MeasureFrame

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_COMPULSORY_YEARS = 9
_SENIOR_YEARS = 3


@dataclass(frozen=True)
class Stock:
    """One stage in one zone."""

    pupils: Ints
    """Shape (years, replications) [pupils]."""
    seats: Ints
    """Shape (years, replications) [seats]."""
    empty: Ints
    """Empty seats, school by school, shape (years, replications) [seats]."""
    planning: int
    """Planning size of a class [pupils]."""
    born_later: Floats
    """Share of the pupils born after the last year of births known, shape (years,) [share]."""

    def at(self, level: float) -> Stock:
        """The same with ``level`` times the children born after the last known year.

        Pupils more or fewer take from, or add to, the zone's empty seats one for one, within 0 and its seats.
        """
        more = np.rint((level - 1.0) * self.born_later[:, None] * self.pupils).astype(np.int64)
        empty = np.clip(self.empty - more, 0, np.maximum(self.seats, self.empty))
        return Stock(self.pupils + more, self.seats, empty, self.planning, self.born_later)

    @property
    def free_rooms(self) -> Ints:
        """Rooms that its empty seats would make, gathered over the zone, shape (years, replications) [rooms]."""
        return self.empty // self.planning


def stock_of(frame: MeasureFrame, stage: str, zone: str, planning: int, born_later: Floats) -> Stock:
    """A stage in a zone as a run tells it."""
    place = frame.zones.index(zone)
    pupils, seats, empty = (
        frame.values[measure][stage][:, :, place].astype(np.int64) for measure in ("pupils", "seats", "empty_seats")
    )
    return Stock(pupils, seats, empty, planning, born_later)


def born_later(stage: str, years: tuple[int, ...], continued_from: Mapping[str, int]) -> Floats:
    """Share of a stage's pupils born after the last known year, by counting grades, shape (years,) [share].

    ``continued_from`` : first entry year of kindergarten, primary and junior in which all are born later (the answers'
    ``births_continued_from``). Every grade counts alike; of the entrants of the year before, a third is born in the
    last known year's successor (September to December). Grades of kindergarten and primary follow from the three
    years; primary and junior have nine together, senior three (assumed where the results do not tell).
    """
    first, grades = _entry(continued_from)
    if stage not in first:
        return np.zeros(len(years))
    entered = np.array([[year - grade for grade in range(grades[stage])] for year in years])
    share = (entered >= first[stage] + 1) / 3 + 2 * (entered >= first[stage]) / 3
    return np.asarray(share.mean(axis=1))


def _entry(continued_from: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """First entry year all born later, and grades, by stage with classes; empty where the answers do not tell."""
    if not set(AGED_STAGES) <= set(continued_from):
        return {}, {}
    kindergarten, primary, junior = (continued_from[stage] for stage in AGED_STAGES)
    grades = {"kindergarten": primary - kindergarten, "primary": junior - primary}
    grades |= {"junior": max(_COMPULSORY_YEARS - grades["primary"], 1), "senior": _SENIOR_YEARS}
    first = {"kindergarten": kindergarten, "primary": primary, "junior": junior, "senior": junior + grades["junior"]}
    return first, grades
