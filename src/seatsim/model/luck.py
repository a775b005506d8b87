"""What chance does to one academic year's demand: the error laws at the addresses of the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.demand.error_laws import (
    CellLaw,
    CommonLaw,
    EntityLaw,
    GradeYearLaw,
    common_shock,
    entity_shock,
    grade_year_shock,
)
from seatsim.domain.county import County
from seatsim.domain.demand_uncertainty import Migration, Progression
from seatsim.domain.scenario import Uncertainty
from seatsim.domain.stages import STAGES, Stage
from seatsim.model.layout import Layout
from seatsim.model.outside import Crossing, crossing
from seatsim.model.streams import Draws, hashes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pair: TypeAlias = tuple[Floats, Floats]

_COUNTY = ("county",)


@dataclass(frozen=True)
class Luck:
    """Shocks and roundings of one academic year, from uniforms at their own addresses."""

    common: Floats
    """Common shock of the entry ratios, shape (replications,) [log]."""
    zone: Mapping[Stage, Floats]
    """Zone shock of the entry ratios, shape (replications, zones) [log]."""
    entry: Mapping[Stage, Floats]
    """Each zone's entrants in this year alone, shape (replications, zones), uniform in (0, 1)."""
    rounding: Mapping[Stage, Floats]
    """Rounding of a stage's entrants to a whole number, shape (replications,) in (0, 1)."""
    moved_common: Floats
    """Common shock of the grades reached, shape (replications,) [log]."""
    moved_zone: Floats
    """Zone shock of the grades reached, shape (replications, zones) [log]."""
    grade: Mapping[Stage, Floats]
    """Shock of each grade's progression, shape (replications, grades) [log]."""
    net: Mapping[Stage, Floats]
    """Each zone-grade's own net movement, shape (replications, zones, grades), uniform in (0, 1)."""
    net_rounding: Mapping[Stage, Floats]
    """Rounding of each zone-grade's net movement, same shape, in (0, 1)."""
    crossing: Mapping[Stage, Crossing]
    """Who is to come from other counties and to go there, by stage with such a flow."""


def draw_luck(
    county: County,
    layout: Layout,
    uncertainty: Uncertainty,
    draws: Draws,
    replications: Ints,
    year: int,
    before: Luck | None = None,
) -> Luck:
    """Draw one year's uniforms; what is switched off is at the middle of its distribution.

    ``before`` : the luck of the year before, of whose common and zone shocks a part is carried on; None in the first.
    """
    zones = hashes([zone.id for zone in county.zones])
    migration, progression = uncertainty.migration, uncertainty.progression
    zone, entry, rounding, grade, net, net_rounding = {}, {}, {}, {}, {}, {}
    for stage in STAGES:
        names = layout.stages[stage].units.grades
        entering = _drawn(migration.on, draws.uniforms(f"migration/{stage}", zones, replications, year, 2))
        law = zone_law(migration.zone_sd, 0.0, migration.zone_carry)
        zone[stage] = entity_shock(law, before.zone[stage] if before else None, np.ones(len(zones)), entering[:, :, 0])
        entry[stage] = entering[:, :, 1]
        turned = draws.uniforms(f"migration/{stage}/rounding", _COUNTY, replications, year)[:, 0, 0]
        rounding[stage] = _drawn(migration.on, turned)
        grade[stage] = grade_shocks(progression, names, draws, replications, year)
        cells = draws.uniforms(f"progression/{stage}", zones, replications, year, 2 * len(names))
        cells = _drawn(progression.on, cells)
        net[stage], net_rounding[stage] = cells[:, :, : len(names)], cells[:, :, len(names) :]
    moving = _drawn(progression.on, draws.uniforms("progression/zone", zones, replications, year)[:, :, 0])
    law = zone_law(progression.zone_sd, progression.zone_variance, progression.zone_carry)
    return Luck(
        common=entry_shock(migration, draws, replications, year, before.common if before else None),
        zone=zone,
        entry=entry,
        rounding=rounding,
        moved_common=moved_shock(progression, draws, replications, year, before.moved_common if before else None),
        moved_zone=entity_shock(law, before.moved_zone if before else None, zone_pupils(county), moving),
        grade=grade,
        net=net,
        net_rounding=net_rounding,
        crossing=crossing(county, draws, replications, year),
    )


def entry_shock(migration: Migration, draws: Draws, replications: Ints, year: int, before: Floats | None) -> Floats:
    """Common shock of a year's entry ratios, shape (replications,) [log]; ``before`` : that of the year before."""
    law = _common_law(migration)
    uniform = draws.uniforms("migration/common", _COUNTY, replications, year)[:, 0, 0]
    return common_shock(law, before, _drawn(migration.on, uniform))


def moved_shock(progression: Progression, draws: Draws, replications: Ints, year: int, before: Floats | None) -> Floats:
    """Common shock of a year's grades reached, shape (replications,) [log]; ``before`` : that of the year before."""
    law = _common_law(progression)
    uniform = draws.uniforms("progression/common", _COUNTY, replications, year)[:, 0, 0]
    return common_shock(law, before, _drawn(progression.on, uniform))


def common_shocks(uncertainty: Uncertainty, draws: Draws, replications: Ints, years: Sequence[int]) -> Iterator[Pair]:
    """Common shocks of the entry ratios and of the grades reached, year by year from the first of a run."""
    entered = moved = None
    for year in years:
        entered = entry_shock(uncertainty.migration, draws, replications, year, entered)
        moved = moved_shock(uncertainty.progression, draws, replications, year, moved)
        yield entered, moved


def grade_shocks(progression: Progression, names: Sequence[str], draws: Draws, replications: Ints, year: int) -> Floats:
    """Shock of a year's movement in each grade, shape (replications, grades) [log]; 0 where it is switched off."""
    uniform = draws.uniforms("progression/grade", names, replications, year)[:, :, 0]
    return grade_year_shock(GradeYearLaw(np.full(len(names), progression.grade_sd)), _drawn(progression.on, uniform))


def zone_law(sd: float, per_pupil: float, carry: float) -> EntityLaw:
    """Law of what a zone has for itself in a year, as wide in every year."""
    return EntityLaw(sd, per_pupil, carry, renewal=_renewal(carry))


def _common_law(of: Migration | Progression) -> CommonLaw:
    return CommonLaw(of.common_sd, of.common_carry, of.common_freedom, _renewal(of.common_carry))


def _renewal(carry: float) -> float:
    """What a later year adds, so that a carried shock is as wide in every year."""
    return float(np.sqrt(1.0 - carry**2))


def moved_law(progression: Progression) -> CellLaw:
    """Law of the net movement of one zone's grade."""
    return CellLaw(progression.cell_sd**2, progression.cell_variance, np.ones(1))


def entry_law(stage: Stage, uncertainty: Uncertainty) -> CellLaw:
    """Law of a zone's entrants in one year alone: from births, or of leavers who change school into junior."""
    migration, progression = uncertainty.migration, uncertainty.progression
    if stage == "junior":
        scale = np.full(1, progression.transfer_scale)
        return CellLaw(progression.cell_sd**2, progression.cell_variance, scale)
    return CellLaw(migration.cell_sd**2, migration.cell_variance, np.ones(1))


def zone_pupils(county: County) -> Floats:
    """Pupils of each zone's schools in the register, all stages, shape (zones,) [pupils]."""
    register = county.register
    at = np.array(register.zone)
    pupils = sum(by_grade.sum(axis=1) for by_grade in register.pupils.values())
    return np.array([np.sum(pupils, where=at == zone.id) for zone in county.zones], dtype=np.float64)


def _drawn(on: bool, uniform: Floats) -> Floats:
    return uniform if on else np.full_like(uniform, 0.5)
