"""The seven resources of every primary and junior unit, spread so that the reported variation comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import COMPULSORY, Stage
from seatsim.inputs.synthetic.apportion import solve
from seatsim.inputs.synthetic.register import Filled
from seatsim.inputs.synthetic.targets import Targets
from seatsim.inputs.synthetic.uniforms import normal
from seatsim.inputs.synthetic.zones import PROFILES

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """How one resource is spread over the schools; all assumed."""

    level: float
    """Mean over the line of the standard [ratio]."""
    spread: float
    """Spread relative to the other resources [ratio]."""
    pull: float
    """How far it follows the crowded zones (positive) or the thin ones (negative) [correlation]."""


_SHAPES: Mapping[str, Shape] = {
    "qualified_teachers": Shape(1.4, 0.7, 0.3),
    "backbone_teachers": Shape(1.6, 1.2, 0.5),
    "pe_arts_teachers": Shape(0.0, 0.9, 0.2),
    "floor_area": Shape(1.5, 1.0, -0.6),
    "sports_area": Shape(1.3, 1.3, -0.7),
    "equipment_value": Shape(1.6, 1.1, 0.2),
    "multimedia_rooms": Shape(1.3, 0.8, -0.4),
}
"""Land is short where classes are crowded; teachers with titles are drawn there. Level 0: given by a figure (F14)."""
_PER_100 = ("qualified_teachers", "backbone_teachers", "pe_arts_teachers", "multimedia_rooms")
_WIDEST = 3.0


def resource_rows(filled: Filled, targets: Targets) -> list[dict[str, str]]:
    """Rows of ``resources.csv``: raw amounts, whole numbers [teachers, rooms, m2, yuan].

    Raises ValueError if no spread reproduces the reported variation.
    """
    return [
        {
            "school_id": school,
            "stage": stage,
            "indicator": indicator,
            "value": str(int(amount)),
            "source": f"synthetic: drawn so that the mean of the seven coefficients is the report's (F16.{stage})",
        }
        for stage in COMPULSORY
        for school, amounts in _stage_amounts(stage, filled, targets).items()
        for indicator, amount in amounts.items()
    ]


def _stage_amounts(stage: Stage, filled: Filled, targets: Targets) -> Mapping[str, Mapping[str, float]]:
    """Raw amounts by school and indicator."""
    pupils = filled.pupils[stage].sum(axis=1)
    rows = np.flatnonzero(pupils)
    count = pupils[rows].astype(np.float64)
    shapes = {indicator: _normals(stage, indicator, rows, filled) for indicator in _SHAPES}
    means = {indicator: _mean(stage, indicator, targets) for indicator in _SHAPES}

    def amounts(width: float) -> Mapping[str, Floats]:
        return {i: _raw(count, means[i], width * _SHAPES[i].spread, shapes[i]) for i in _SHAPES}

    def composite(width: float) -> float:
        return float(np.mean([_variation(raw, count) for raw in amounts(width).values()]))

    found = amounts(solve(composite, targets.variation[stage], 0.0, _WIDEST))
    whole = {indicator: np.rint(raw) for indicator, raw in found.items()}
    return {filled.schools[row].id: {i: float(whole[i][u]) for i in whole} for u, row in enumerate(rows)}


def _normals(stage: Stage, indicator: str, rows: Ints, filled: Filled) -> Floats:
    """Standard normal shape of a resource over the units, shape (units,)."""
    zone = {profile.id: profile.crowding for profile in PROFILES}
    crowded = np.array([zone[filled.schools[row].zone] for row in rows])
    crowded = (crowded - crowded.mean()) / crowded.std()
    own = np.array([normal("resource", stage, indicator, filled.schools[row].id) for row in rows])
    pull = _SHAPES[indicator].pull
    found: Floats = pull * crowded + np.sqrt(1 - pull**2) * own
    return found


def _mean(stage: Stage, indicator: str, targets: Targets) -> float:
    """Mean of a resource per pupil: a figure where there is one, else a level over the standard's line."""
    if indicator == "pe_arts_teachers":
        return targets.subject_teachers[stage] / 100
    per_pupil = targets.lines[stage, indicator] * _SHAPES[indicator].level
    return per_pupil / 100 if indicator in _PER_100 else per_pupil


def _raw(pupils: Floats, mean: float, width: float, shape: Floats) -> Floats:
    """Raw amounts, lognormal per pupil around the county's mean, shape (units,)."""
    per_pupil = np.exp(width * shape)
    raw: Floats = pupils * per_pupil * (mean * pupils.sum() / (pupils * per_pupil).sum())
    return raw


def _variation(raw: Floats, pupils: Floats) -> float:
    """Coefficient of variation between schools, 教督〔2017〕6号; the indicator of the results is checked against it."""
    mean = raw.sum() / pupils.sum()
    return float(np.sqrt((pupils * (raw / pupils - mean) ** 2).sum() / pupils.sum()) / mean)
