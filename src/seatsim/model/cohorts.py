"""Demand: who reaches an entry grade, who moves up, who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.demand.error_laws import CellLaw, cell_shock
from seatsim.demand.step import entry, next_grade
from seatsim.domain.county import BirthSeries, County
from seatsim.domain.demand_uncertainty import Migration
from seatsim.domain.scenario import Uncertainty
from seatsim.domain.stages import AGED_STAGES, Stage
from seatsim.model.apportion import Groups, as_weights, share_out
from seatsim.model.layout import StageLayout
from seatsim.model.luck import Luck
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

AGE_OF_PRIMARY = 6
"""Age on 1 September at which registered children reach the first primary grade [years]."""
NEW_URBAN = "new-urban"
"""Kind of the zones where new homes are built."""
_THIRD = 1.0 / 3.0


def age_of_entry(stage: Stage, grades: Mapping[Stage, int]) -> int:
    """Age on 1 September at which registered children reach the first grade of a stage [years].

    Kindergarten ends where primary begins, junior begins where it ends, in 6-3 and in 5-4 counties alike.
    Raises KeyError for a stage without an age group.
    """
    ages: Mapping[Stage, int] = {
        "kindergarten": AGE_OF_PRIMARY - grades["kindergarten"],
        "primary": AGE_OF_PRIMARY,
        "junior": AGE_OF_PRIMARY + grades["primary"],
    }
    return ages[stage]


@dataclass(frozen=True)
class Births:
    """Births of each replication, as far as any entry grade needs them."""

    first_year: int
    """Calendar year of the first column."""
    children: Floats
    """Shape (replications, zones, years) [children]."""
    levels: Floats
    """Factor on the children who were of kindergarten age or younger, of primary age, of junior age or older on the
    baseline's opening day, shape (replications, 3): it fits the births to the drawn pupils of those stages."""
    baseline_year: int
    """Academic year of the baseline."""
    grades: Mapping[Stage, int]
    """Grades of each stage [grades]."""

    def registered(self, year: int, age: int) -> Floats:
        """Registered children who are ``age`` on 1 September of ``year``, shape (replications, zones) [children].

        Born from 1 September of year - age - 1 to 31 August of year - age: without monthly births one third
        of the earlier calendar year and two thirds of the later. Zero before the series begins.
        """
        late = year - age - self.first_year
        if late < 1:
            return np.zeros(self.children.shape[:2])
        both = self.children[:, :, late - 1] * _THIRD + self.children[:, :, late] * (1.0 - _THIRD)
        age_then = self.baseline_year - (year - age)
        column = sum(age_then >= age_of_entry(stage, self.grades) for stage in AGED_STAGES[1:])
        levelled: Floats = both * self.levels[:, column, None]
        return levelled

    def age_group(self, year: int, stage: Stage) -> Floats:
        """Registered children of a stage's ages, shape (replications,); zero where births do not reach back."""
        first = age_of_entry(stage, self.grades)
        ages = range(first, first + self.grades[stage])
        if year - ages[-1] - self.first_year < 1:
            return np.zeros(self.children.shape[0])
        total: Floats = sum((self.registered(year, age).sum(axis=1) for age in ages), np.zeros(1))
        return total


def draw_births(county: County, uncertainty: Uncertainty, draws: Draws, replications: Ints, last_year: int) -> Births:
    """Births of each replication to calendar year ``last_year``.

    After the last known year the log of births errs by a random walk whose step of a year has its own address.
    Past the series births stay level. Every age group's level is 1.
    """
    series = county.births[uncertainty.births.variant]
    births = given_births(county, series, last_year).children[0]
    walk = np.zeros((len(replications), births.shape[1]))
    if uncertainty.births.on:
        for column in range(births.shape[1]):
            year = series.first_year + column
            if year > series.last_known:
                step = ndtri(draws.uniforms("births", ["county"], replications, year)[:, 0, 0])
                walk[:, column:] += (step * uncertainty.births.growth_sd)[:, None]
    children = births[None] * np.exp(walk)[:, None, :]
    levels = np.ones((len(replications), len(AGED_STAGES)))
    return Births(series.first_year, children, levels, county.baseline_year, county.grades)


def given_births(county: County, series: BirthSeries, last_year: int) -> Births:
    """One future of births as they are given, level after them to calendar year ``last_year``; every level is 1."""
    missing = last_year - (series.first_year + series.births.shape[1] - 1)
    children = np.pad(series.births, ((0, 0), (0, max(missing, 0))), mode="edge")[None]
    return Births(series.first_year, children, np.ones((1, len(AGED_STAGES))), county.baseline_year, county.grades)


def entrants_by_zone(
    children: Floats,
    ratio: float,
    stage: Stage,
    luck: Luck,
    migration: Migration,
    law: CellLaw,
    zone_kind: tuple[str, ...],
    zones: Groups,
    homes: Bools | None = None,
) -> Ints:
    """Children who ask for a place in the first grade of a stage, shape (replications, zones) [pupils].

    ``children`` : (replications, zones), registered children or leavers of the stage below. In-migrants are
    one budget, ``ratio`` - 1 of all children; stated shares of it go to old-town and new-urban zones,
    the rest follows the children. Pupils are whole: the county is rounded once, zones by largest remainder.
    ``law`` : of a zone's entrants in one year alone.
    ``homes`` : as in ``expected_entrants``.
    """
    expected = expected_entrants(children, ratio, migration, zone_kind, homes)
    own = cell_shock(law, expected, luck.entry[stage])
    expected = np.maximum(entry(expected, 0.0, luck.common[:, None] + luck.zone[stage] + own), 0.0)
    total = np.floor(expected.sum(axis=1) + luck.rounding[stage]).astype(np.int64)
    return share_out(total[:, None], as_weights(expected), zones)


def expected_entrants(
    children: Floats, ratio: float, migration: Migration, zone_kind: tuple[str, ...], homes: Bools | None = None
) -> Floats:
    """Expected entrants by zone, before any shock of the year, shape (replications, zones) [pupils].

    ``homes`` : where new homes are finished, (replications,); elsewhere they wait for seats, and their part of the
    budget does not come. None: everywhere.
    """
    budget = children.sum(axis=1, keepdims=True) * (ratio - 1.0)
    shares = _budget_shares(children, migration, zone_kind)
    if homes is not None:
        new = np.array([kind == NEW_URBAN for kind in zone_kind])
        shares = np.where(new & ~homes[:, None], shares - _homes_part(children, migration, new), shares)
    expected: Floats = children + budget * shares
    return expected


def _homes_part(children: Floats, migration: Migration, new: Bools) -> Floats:
    """The share of the budget that new homes bring to each new urban zone, shape (replications, zones)."""
    part = children * new
    whole = part.sum(axis=1, keepdims=True)
    share: Floats = migration.new_homes_share * part / np.maximum(whole, 1e-12)
    return share


def _budget_shares(children: Floats, migration: Migration, zone_kind: tuple[str, ...]) -> Floats:
    """Where the in-migration budget goes, shape (replications, zones), rows sum to 1."""
    shares = np.zeros_like(children)
    free = np.ones((len(children), 1))
    for kind, share in (("old-town", migration.old_town_share), (NEW_URBAN, migration.new_homes_share)):
        part = children * np.array([k == kind for k in zone_kind])
        whole = part.sum(axis=1, keepdims=True)
        stated = np.where(whole > 0, share, 0.0)
        shares += stated * part / np.maximum(whole, 1e-12)
        free -= stated
    rest: Floats = shares + free * children / np.maximum(children.sum(axis=1, keepdims=True), 1e-12)
    return rest


def net_movement(pupils: Ints, layout: StageLayout, luck: Luck, law: CellLaw, kept: Floats | float = 1.0) -> Ints:
    """Pupils who come (positive) or go between two Septembers, by zone and grade already reached.

    ``pupils`` : (replications, units, grades) after moving up; ``law`` : of one zone's grade; ``kept`` : share of
    those of the grade before who are not lost (F6, F23), shape (grades,). Returns (replications, zones, grades), drawn
    whole, never below minus a zone-grade's pupils.
    """
    stage = layout.units.stage
    zones = layout.by_zone.count
    by_zone = layout.by_cell.sums(pupils.reshape(len(pupils), -1)).reshape(len(pupils), zones, -1)
    before = by_zone.astype(np.float64)
    shock = luck.moved_common[:, None, None] + luck.moved_zone[:, :, None] + luck.grade[stage][:, None, :]
    expected = next_grade(before, np.log(kept), shock)
    own = before * cell_shock(law, before, luck.net[stage])
    net = np.floor(expected - before + own + luck.net_rounding[stage]).astype(np.int64)
    net[:, :, 0] = 0
    bounded: Ints = np.maximum(net, -by_zone)
    return bounded


def move_up(cells: Ints) -> Ints:
    """Shift pupils or classes one grade up, leaving the first grade empty, shape (..., grades)."""
    moved = np.zeros_like(cells)
    moved[..., 1:] = cells[..., :-1]
    return moved


def summed(cells: Ints) -> Ints:
    """Sum over a short last axis, shape (..., grades) to (...): its slices add up several times faster."""
    total: Ints = cells[..., 0].copy()
    for grade in range(1, cells.shape[-1]):
        total += cells[..., grade]
    return total
