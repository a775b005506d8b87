"""Pupils and seats of one stage in one zone, and what they would be at another level of births."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import AGED_STAGES
from seatsim.indicators.measures import MeasureFrame

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

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

        Pupils more take the zone's empty seats one for one. Pupils fewer first leave overfull schools: seats are
        gained only where the zone has more seats than pupils left.
        """
        more = np.rint((level - 1.0) * self.born_later[:, None] * self.pupils).astype(np.int64)
        pupils = self.pupils + more
        left = np.maximum(self.empty - more, 0)
        empty = np.where(more > 0, left, np.maximum(self.empty, self.seats - pupils))
        return replace(self, pupils=pupils, empty=empty)

    def without(self, seats: Ints) -> Stock:
        """The same without ``seats``, (years, replications) [seats]: whoever sits there takes empty ones."""
        return replace(self, seats=np.maximum(self.seats - seats, 0), empty=np.maximum(self.empty - seats, 0))

    def of(self, futures: Bools) -> Stock:
        """The same in some of the futures, itself where all are meant; ``futures`` : (replications,)."""
        if futures.all():
            return self
        some = {name: getattr(self, name)[:, futures] for name in ("pupils", "seats", "empty")}
        return replace(self, **some)

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

    ``continued_from`` : first entry year of kindergarten, primary and junior of whom any are born later (the answers'
    ``births_continued_from``). Entrants are born from September to August: of that year's two thirds are born later
    (January to August), of the next year's all. Every grade counts alike. Grades of kindergarten and primary follow
    from the three years; primary and junior have nine together, senior three (assumed where the results do not tell).
    """
    first, grades = _entry(continued_from)
    if stage not in first:
        return np.zeros(len(years))
    entered = np.array([[year - grade for grade in range(grades[stage])] for year in years])
    share = (entered >= first[stage] + 1) / 3 + 2 * (entered >= first[stage]) / 3
    return np.asarray(share.mean(axis=1))


def _entry(continued_from: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """First entry year any are born later, and grades, by stage with classes; empty where the answers do not tell."""
    if not set(AGED_STAGES) <= set(continued_from):
        return {}, {}
    kindergarten, primary, junior = (continued_from[stage] for stage in AGED_STAGES)
    grades = {"kindergarten": primary - kindergarten, "primary": junior - primary}
    grades |= {"junior": max(_COMPULSORY_YEARS - grades["primary"], 1), "senior": _SENIOR_YEARS}
    first = {"kindergarten": kindergarten, "primary": primary, "junior": junior, "senior": junior + grades["junior"]}
    return first, grades
