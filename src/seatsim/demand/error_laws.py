"""Error laws of the demand step: how far a year strays from the step, all entities together and each for itself.

A law turns one uniform into one shock, so that two scenarios share every shock. All shocks are added to the log of a
progression ratio. Arrays broadcast: (replications, zones, grades) and (paths, entities, grades) are served alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

Floats = npt.NDArray[np.float64]

_FARTHEST = 8.3
"""Where a normal of the finest uniform ends: the tails of a t, cut here, keep pupils countable [sd]."""


def _no_points() -> Floats:
    return np.empty(0)


def _none() -> Floats:
    return np.zeros(())


@dataclass(frozen=True)
class CommonLaw:
    """What all entities and grades share in a year: migration, private schools."""

    sd: float
    """Scale of a year's shock [log]."""

    carry: float
    """Part of a year's shock that the next year keeps [-]."""

    freedom: float
    """Degrees of freedom of the Student t: the fewer years were seen, the fatter its tails [-]."""

    renewal: float = 1.0
    """Scale of what a later year adds, of the first year's [-]."""


@dataclass(frozen=True)
class GradeYearLaw:
    """What all entities share in one grade of a year."""

    sd: Floats
    """Standard deviation, shape (grades,) [log]."""


@dataclass(frozen=True)
class EntityLaw:
    """What the grades of one entity (school, area, zone) share in a year."""

    sd: float
    """Standard deviation in a very large entity [log]."""

    per_pupil: float
    """Variance that one pupil would have; an entity of n pupils has 1/n of it [log² pupils]."""

    carry: float
    """Part of a year's shock that the next year keeps [-]."""

    points: Floats = field(default_factory=_no_points)
    """Standardised past errors, ascending, that give the shape; none: normal. Shape (points,) [-]."""

    renewal: float = 1.0
    """Scale of what a later year adds, of the first year's [-]."""


@dataclass(frozen=True)
class CellLaw:
    """What one grade of one entity has for itself in a year."""

    variance: float
    """Variance in a very large cell [log²]."""

    per_pupil: float
    """Variance that one pupil would have; a cell of n pupils has 1/n of it [log² pupils]."""

    grade_scale: Floats
    """Factor on the standard deviation by grade: grades into which pupils change school are noisier. (grades,) [-]."""

    points: Floats = field(default_factory=_no_points)
    """Standardised past errors, ascending, that give the shape; none: normal. Shape (points,) [-]."""

    stays: Floats = field(default_factory=_none)
    """Part of a year's shock that stays in the same grade for good, shape (grades,) or () [-]."""


@dataclass(frozen=True)
class EntryLaw:
    """The first grade, which has no grade before it: a part of each year's own and a part that grows with the lead."""

    variance: float
    """Variance of a year in a very large cell [log²]."""

    per_pupil: float
    """Variance that one pupil would have [log² pupils]."""

    growth: float
    """Standard deviation by which the level of an entity's entry wanders in a year [log]."""

    common_sd: float
    """Standard deviation of a year's shock to all entries [log]."""

    common_growth: float
    """Standard deviation by which the level of all entries wanders in a year [log]."""

    keep: float
    """Part of the level wandered to so far that the next year keeps [-]."""

    start: float = 0.0
    """Standard deviation of what the level of an entity's entry is wrong by at the start [log]."""

    common_start: float = 0.0
    """The same of the level of all entries [log]."""

    births_common: float = 0.0
    """Standard deviation that each year of births not yet known adds to the wandering of all entries [log]."""

    births_own: float = 0.0
    """The same of an entity's own births beyond the common [log]."""


@dataclass(frozen=True)
class ErrorLaws:
    """All error laws of one set of entities."""

    common: CommonLaw
    grade_year: GradeYearLaw
    entity: EntityLaw
    cell: CellLaw
    entry: EntryLaw


def common_shock(law: CommonLaw, before: Floats | None, uniform: Floats) -> Floats:
    """Common shock of the year from one uniform a replication [log], shape of ``uniform``.

    ``before`` : the shock of the year before, None in the first year.
    """
    furthest = np.clip(stdtrit(law.freedom, uniform), -_FARTHEST, _FARTHEST)
    fresh = np.asarray(law.sd * furthest, dtype=np.float64)
    return _carried(before, fresh, law.carry, law.renewal)


def grade_year_shock(law: GradeYearLaw, uniform: Floats) -> Floats:
    """Shock of each grade this year, ``uniform`` : (..., grades) [log]."""
    shock: Floats = law.sd * ndtri(uniform)
    return shock


def entity_shock(law: EntityLaw, before: Floats | None, pupils: Floats, uniform: Floats) -> Floats:
    """Shock of each entity this year [log], shape of ``uniform`` and ``pupils`` broadcast.

    ``before`` : the shock of the year before, None in the first year; ``pupils`` : of all grades [pupils].
    """
    fresh = _sd(law.sd**2, law.per_pupil, pupils) * standard(uniform, law.points)
    return _carried(before, fresh, law.carry, law.renewal)


def cell_shock(law: CellLaw, pupils: Floats, uniform: Floats) -> Floats:
    """New shock of each cell this year, ``pupils`` and ``uniform`` : (..., grades) [log].

    What stays of earlier years' comes on top (``stays``).
    """
    return law.grade_scale * _sd(law.variance, law.per_pupil, pupils) * standard(uniform, law.points)


def entry_level(growth: float, keep: float, before: Floats | None, uniform: Floats, start: float = 0.0) -> Floats:
    """Where the level of entries has wandered to this year from one uniform each [log], shape of ``uniform``.

    ``growth``, ``keep``, ``start`` : of the entry law, common or of an entity; ``before`` : None in the first year.
    """
    if before is None:
        first: Floats = np.hypot(growth, start) * ndtri(uniform)
        return first
    return keep * before + growth * ndtri(uniform)


def entry_shock(law: EntryLaw, pupils: Floats, uniform: Floats) -> Floats:
    """Shock of each entry in this year alone, without the wandering level, ``pupils`` : of the entry [log]."""
    shock: Floats = _sd(law.variance, law.per_pupil, pupils) * ndtri(uniform)
    return shock


def common_entry_shock(law: EntryLaw, uniform: Floats) -> Floats:
    """Shock of all entries in this year alone, without the wandering level [log], shape of ``uniform``."""
    shock: Floats = law.common_sd * ndtri(uniform)
    return shock


def standard(uniform: Floats, points: Floats) -> Floats:
    """A standardised error from its uniform: normal, or by inversion of the past ``points`` (ascending) [-]."""
    if len(points) == 0:
        shape: Floats = ndtri(uniform)
        return shape
    places = (np.arange(len(points)) + 0.5) / len(points)
    return np.interp(uniform, places, points)


def _carried(before: Floats | None, fresh: Floats, carry: float, renewal: float) -> Floats:
    """The recursion of a shock that is carried on."""
    return fresh if before is None else carry * before + renewal * fresh


def _sd(variance: float, per_pupil: float, pupils: Floats) -> Floats:
    """Standard deviation in a cell of so many pupils; one of less than one counts as one [log]."""
    sd: Floats = np.sqrt(variance + per_pupil / np.maximum(pupils, 1.0))
    return sd
