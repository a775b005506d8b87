"""Ratios of a county with a history: calibrated from it, each with the years on which it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seatsim.demand.history_ratios import ENTRY_DISCOUNT, discounted, grade_ratios, steps_of
from seatsim.domain.county import BirthSeries, Ratios
from seatsim.domain.history import History
from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import Stage
from seatsim.inputs.own_laws import FROM_BIRTHS, entry_logs_of, own_laws

_OF_LEAVERS = "J1"


@dataclass(frozen=True)
class Found:
    """What a history says of a county's ratios; what it does not say is absent."""

    kindergarten_entry: float | None
    """K1 per registered child [ratio]."""
    primary_entry: float | None
    """P1 per registered child [ratio]."""
    junior_entry: float | None
    """J1 per primary leaver [ratio]."""
    lost: Mapping[str, float]
    """Share lost on the way to the next grade, by the grade that is left; below 0 where some come [share]."""
    laws: Mapping[str, float]
    """Error laws by dotted key of the scenario."""
    notes: tuple[Phrase, ...]
    """Each ratio in words."""

    @property
    def replaced(self) -> tuple[str, ...]:
        """Figures that are not used beside it."""
        own = (self.kindergarten_entry, self.primary_entry, self.junior_entry)
        names = ("F5.preschool", "F5.primary", "F5.junior")
        return tuple(name for name, value in zip(names, own, strict=True) if value is not None)

    def over(self, ratios: Ratios) -> Ratios:
        """The ratios with what was found in place of the figures'. Losses of the last primary grade are in J1's."""
        return Ratios(
            kindergarten_entry=_first(self.kindergarten_entry, ratios.kindergarten_entry),
            primary_entry=_first(self.primary_entry, ratios.primary_entry),
            junior_entry=_first(self.junior_entry, ratios.junior_entry),
            going_on=ratios.going_on,
            lost={grade: share for grade, share in {**ratios.lost, **self.lost}.items() if share != 0},
        )


NOTHING = Found(None, None, None, {}, {}, ())
"""What no history says."""


def calibrate(history: History, births: BirthSeries | None, grades: Mapping[Stage, int]) -> Found:
    """Ratios of a history; those from births only where ``births`` were stated and not completed from pupils."""
    notes: list[Phrase] = []
    entries = {} if births is None else _entries(history, births, grades, notes)
    steps = steps_of(history)
    found = grade_ratios(steps)
    junior, lost = None, dict[str, float]()
    for reached, left, ratio, years in zip(
        steps.reached, steps.left, found.ratio.tolist(), found.years.tolist(), strict=True
    ):
        if years == 0:
            continue
        into_junior = reached == _OF_LEAVERS
        junior = ratio if into_junior else junior
        lost[left] = 0.0 if into_junior else 1.0 - ratio
        notes.append(Phrase("{} per pupil of {}: {:.4f}, derived from {}", reached, left, ratio, _years(years)))
    laws = own_laws(history, births, grades)
    if laws:
        notes.append(Phrase("how demand errs: derived from {}, drawn to the shipped laws", _years(len(history.years))))
    return Found(entries.get("kindergarten"), entries.get("primary"), junior, lost, laws, tuple(notes))


def _entries(
    history: History, births: BirthSeries, grades: Mapping[Stage, int], notes: list[Phrase]
) -> dict[Stage, float]:
    """Entrants per registered child, where at least one year knows both [ratio]."""
    found: dict[Stage, float] = {}
    for stage in FROM_BIRTHS:
        logs = entry_logs_of(history, stage, births, grades)
        years = int(np.isfinite(logs).sum())
        if years:
            found[stage] = float(np.exp(discounted(logs[:, None], ENTRY_DISCOUNT)[0]))
            notes.append(
                Phrase("{} entry: {:.4f} of the registered, derived from {}", word(stage), found[stage], _years(years))
            )
    return found


def _first(own: float | None, other: float) -> float:
    return other if own is None else own


def _years(count: int) -> Phrase:
    return Phrase("1 year of history.csv") if count == 1 else Phrase("{} years of history.csv", count)
