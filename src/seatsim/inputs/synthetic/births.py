"""Births by zone and year: the region's shape at the level of the reconciled age groups, then a continuation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.domain.demand_uncertainty import BirthVariant
from seatsim.domain.stages import Stage
from seatsim.inputs.synthetic.apportion import round_to_sum
from seatsim.inputs.synthetic.targets import NATIONAL_YEARS, Targets
from seatsim.inputs.synthetic.zones import PROFILES, registered_shares

Floats = npt.NDArray[np.float64]

FIRST, LAST_KNOWN, LAST = 2005, 2021, 2032
"""First year, last year of the region's births, last year of the continuation [calendar year]."""
VARIANTS: tuple[BirthVariant, ...] = ("reference", "low", "high")

_AGE_GROUPS: Mapping[Stage, tuple[int, int]] = {
    "junior": (2005, 2008),
    "primary": (2008, 2014),
    "kindergarten": (2014, 2017),
}
"""Birth years of the registered age groups of September 2020: a third of the first, two thirds of the last."""
_FACTOR: Mapping[BirthVariant, float] = {"reference": 1.0, "low": 0.9, "high": 1.1}
"""Births after the last known year over the reference; assumed."""
_YEARLY: Mapping[BirthVariant, float] = {"reference": 0.99, "low": 0.97, "high": 1.0}
"""Births over those of the year before, after the last national year; assumed."""
_DECIMALS = 10


def birth_rows(zone_pupils: Floats, targets: Targets) -> list[dict[str, str]]:
    """Rows of ``births.csv``, one decimal; ``zone_pupils`` are 2020's primary pupils by zone, shape (zones,)."""
    shares = registered_shares(zone_pupils, targets.ratios.primary_entry, targets)
    rows = []
    for variant in VARIANTS:
        for year, births in county_births(variant, targets).items():
            tenths = round_to_sum(shares * round(births * _DECIMALS), round(births * _DECIMALS))
            rows += [
                {
                    "zone": profile.id,
                    "year": str(year),
                    "births": f"{count / _DECIMALS:.1f}",
                    "variant": variant,
                    "source": _source(variant, year),
                }
                for profile, count in zip(PROFILES, tenths, strict=True)
            ]
    return rows


def county_births(variant: BirthVariant, targets: Targets) -> Mapping[int, float]:
    """The county's births by year in one variant [children]."""
    level = _levels(targets)
    found = {year: level[year] * targets.region_births[year] for year in range(FIRST, LAST_KNOWN + 1)}
    last_national = NATIONAL_YEARS[-1]
    for year in range(LAST_KNOWN + 1, LAST + 1):
        if year <= last_national:
            share = targets.national_births[year] / targets.national_births[LAST_KNOWN]
            found[year] = found[LAST_KNOWN] * share * _FACTOR[variant]
        else:
            found[year] = found[year - 1] * _YEARLY[variant]
    return found


def cohort_weights(stage: Stage) -> Mapping[int, float]:
    """Weights of birth years in a registered age group: born from 1 September of the first to 31 August of the last."""
    first, last = _AGE_GROUPS[stage]
    between = dict.fromkeys(range(first + 1, last), 1.0)
    return {first: 1 / 3, **between, last: 2 / 3}


def _levels(targets: Targets) -> Mapping[int, float]:
    """County's births over the region's by year: straight lines between the middles of the three age groups.

    The three heights are those at which the registered age groups come out exactly; level before and after.
    """
    stages = tuple(_AGE_GROUPS)
    middles = [sum(_AGE_GROUPS[stage]) / 2 for stage in stages]
    years = np.arange(FIRST, LAST_KNOWN + 1)
    basis = np.array([np.interp(years, middles, unit) for unit in np.eye(len(stages))])
    births = np.array([targets.region_births[int(year)] for year in years])
    weights = np.array([[cohort_weights(stage).get(int(year), 0.0) for year in years] for stage in stages])
    heights = np.linalg.solve((weights * births) @ basis.T, [targets.registered[stage] for stage in stages])
    return {int(year): float(level) for year, level in zip(years, heights @ basis, strict=True)}


def _source(variant: BirthVariant, year: int) -> str:
    """Source of a row."""
    if year <= LAST_KNOWN:
        return (
            "derived: region's births (B.*) at the level of the reconciled registered age groups; "
            "zones by 2020's primary pupils less in-migrants"
        )
    rule = f"continuation: {_FACTOR[variant]:g} x births of {LAST_KNOWN} moving as births.national.* of the norms"
    if year <= NATIONAL_YEARS[-1]:
        return rule
    change = _YEARLY[variant] - 1
    return (
        f"{rule}; level after {NATIONAL_YEARS[-1]}"
        if change == 0
        else f"{rule}; {change:+.0%} a year after {NATIONAL_YEARS[-1]}"
    )
