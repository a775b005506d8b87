"""How demand errs in a county with a history: its own error laws in place of those borrowed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.demand.error_laws import CellLaw, CommonLaw, EntityLaw, EntryLaw, ErrorLaws, GradeYearLaw
from seatsim.demand.history_laws import laws_from_history
from seatsim.demand.history_ratios import Steps, entry_logs, steps_of
from seatsim.domain.county import BirthSeries
from seatsim.domain.history import History
from seatsim.domain.stages import Stage
from seatsim.inputs.births import AGE_OF_PRIMARY
from seatsim.inputs.norms import norms
from seatsim.inputs.rules import RANGES, applies

Floats = npt.NDArray[np.float64]

_MOVED, _ENTERED = "uncertainty.progression.", "uncertainty.migration."
_TRANSFER = "J1"
_FEWEST_YEARS = 3
"""Years between which two steps of a grade lie: of fewer nothing can be said about how they differ."""
FROM_BIRTHS: tuple[Stage, ...] = ("kindergarten", "primary")


def own_laws(history: History, births: BirthSeries | None, grades: Mapping[Stage, int]) -> Mapping[str, float]:
    """Error laws of a county by dotted key of the scenario, drawn to the borrowed ones by three years.

    ``births`` : None where they were completed from pupils, so that they say nothing of entry. Empty where the history
    has fewer than three years.
    """
    if len(history.years) < _FEWEST_YEARS:
        return {}
    steps = steps_of(history)
    borrowed = _borrowed(steps)
    entries = [] if births is None else [entry_logs_of(history, stage, births, grades) for stage in FROM_BIRTHS]
    found = laws_from_history(steps, entries, borrowed)
    scale = _without_transfer(steps, found.cell.grade_scale)
    own = {
        f"{_MOVED}common_sd": found.common.sd,
        f"{_MOVED}common_freedom": found.common.freedom,
        f"{_MOVED}grade_sd": float(np.sqrt(np.mean(found.grade_year.sd**2))),
        f"{_MOVED}zone_sd": found.entity.sd,
        f"{_MOVED}zone_variance": found.entity.per_pupil,
        f"{_MOVED}cell_sd": float(np.sqrt(found.cell.variance)) * scale,
        f"{_MOVED}cell_variance": found.cell.per_pupil * scale**2,
    }
    if entries:
        own[f"{_ENTERED}common_sd"] = found.entry.common_sd
    return {key: _within(key, value) for key, value in own.items()}


def entry_logs_of(history: History, stage: Stage, births: BirthSeries, grades: Mapping[Stage, int]) -> Floats:
    """Log of entrants per registered child of the stage's age by year, NaN where not known, shape (years,) [log]."""
    age = AGE_OF_PRIMARY - (grades[stage] if stage == "kindergarten" else 0)
    return entry_logs(history, stage, births, age)


def _borrowed(steps: Steps) -> ErrorLaws:
    """The shipped laws along the steps of a history."""
    count = len(steps.reached)
    return ErrorLaws(
        CommonLaw(_norm("common_sd"), _norm("common_carry"), _norm("common_freedom")),
        GradeYearLaw(np.full(count, _norm("grade_sd"))),
        EntityLaw(_norm("zone_sd"), _norm("zone_variance"), _norm("zone_carry")),
        CellLaw(
            _norm("cell_sd") ** 2,
            _norm("cell_variance"),
            np.where(np.array(steps.reached) == _TRANSFER, _norm("transfer_scale"), 1.0),
        ),
        EntryLaw(0.0, 0.0, 0.0, float(str(norms()[f"{_ENTERED}common_sd"].value)), 0.0, 0.0),
    )


def _norm(key: str) -> float:
    return float(str(norms()[f"{_MOVED}{key}"].value))


def _without_transfer(steps: Steps, scale: Floats) -> float:
    """What the grades that are reached within a school are noisier by than the law of all cells."""
    within = np.array(steps.reached) != _TRANSFER
    return float(np.sqrt(np.mean(scale[within] ** 2))) if within.any() else 1.0


def _within(key: str, value: float) -> float:
    """A value within what a scenario may state."""
    rule = next(rule for rule in RANGES if applies(tuple(key.split(".")), rule.keys))
    return min(max(value, rule.low), rule.high)
