"""What nature decides of demand: births, entry ratios and movement in the grades reached.

The shocks are the error laws of ``seatsim.demand.error_laws``; here stand their numbers as a scenario states them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

BirthVariant: TypeAlias = Literal["low", "reference", "high"]


@dataclass(frozen=True)
class Births:
    """Births after the last year known."""

    variant: BirthVariant
    """Which of the county's birth series is taken."""
    on: bool
    """Whether births not yet known err."""
    growth_sd: float
    """Standard deviation of the yearly step of log births after the last known year [log/year]."""


@dataclass(frozen=True)
class Migration:
    """Children who come from elsewhere: one budget, its shocks and where it goes."""

    on: bool
    """Whether entry ratios err."""
    common_sd: float
    """Scale of a year's common shock of the entry ratios [log]."""
    common_carry: float
    """Part of that shock which the next year keeps [share]."""
    common_freedom: float
    """Degrees of freedom of its Student t: the fewer years were seen, the fatter its tails [degrees]."""
    zone_sd: float
    """Standard deviation of a zone's own shock of the entry ratios [log]."""
    zone_carry: float
    """Part of a zone's shock which the next year keeps [share]."""
    cell_sd: float
    """Standard deviation of a large zone's entrants in one year alone [log]."""
    cell_variance: float
    """Variance of a zone's entrants in one year alone, per child, beside that of a large zone [pupils]."""
    old_town_share: float
    """Share of the in-migration budget that goes to old-town zones, whatever their registered share [share]."""
    new_homes_share: float
    """Share of the in-migration budget that goes to new-urban zones, whatever their registered share [share]."""
    wave_from: int
    """First year of a wave of in-migration [academic year]."""
    wave_years: int
    """Length of the wave [years]."""
    wave_share: float
    """What the wave adds to the entry ratios of kindergarten, primary and junior: children from elsewhere per
    registered child (in junior per leaver) [share]."""


@dataclass(frozen=True)
class Progression:
    """Pupils already enrolled who come or go between two grades."""

    on: bool
    """Whether progression errs."""
    common_sd: float
    """Scale of a year's shock common to all zones and grades [log]."""
    common_carry: float
    """Part of that shock which the next year keeps [share]."""
    common_freedom: float
    """Degrees of freedom of its Student t: the fewer years were seen, the fatter its tails [degrees]."""
    grade_sd: float
    """Standard deviation of a grade's yearly shock [log]."""
    zone_sd: float
    """Standard deviation of the shock that all grades of a large zone share [log]."""
    zone_variance: float
    """Variance of that shock per pupil of the zone in the baseline year, beside that of a large zone [pupils]."""
    zone_carry: float
    """Part of a zone's shock which the next year keeps [share]."""
    cell_sd: float
    """Standard deviation of a large zone-grade cell's net movement [log]."""
    cell_variance: float
    """Variance of a zone-grade cell's net movement, per pupil, beside that of a large cell [pupils]."""
    transfer_scale: float
    """Factor on a cell's standard deviation where pupils change school: primary leavers who enter junior [factor]."""
