"""Measures of a run: pure functions on what it left behind, by year, replication, zone and stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.outcome import Outcome, StageOutcome
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, SCHOOL_STAGES, STAGES, Stage
from seatsim.indicators.between_schools import between_schools
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.quantiles import means, percentiles
from seatsim.indicators.staff_measures import affordable_share, empty_seat_cost, spending_measures, staff_measures
from seatsim.model.layout import FAMILIES

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Series: TypeAlias = npt.NDArray[Any]

ALL = "all"
_UNLIMITED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class SchoolSeries:
    """Statistics of one measure for every school of a stage."""

    schools: tuple[str, ...]
    """School ids."""
    mean: Floats
    """Shape (years, schools) [unit of the measure]."""
    bands: Ints
    """p10, p50 and p90, shape (3, years, schools) [unit of the measure]."""
    chance: Floats
    """Share of the replications in which the value is above 0, shape (years, schools) [probability]."""


@dataclass(frozen=True)
class SchoolValues:
    """One measure of every school of a stage, in every replication."""

    schools: tuple[str, ...]
    """School ids."""
    values: Ints
    """Shape (years, replications, schools) [unit of the measure]."""

    def statistics(self) -> SchoolSeries:
        """Mean, p10, p50 and p90 over the replications, and how often there is any."""
        bands = [percentiles(year, (10, 50, 90)) for year in self.values]  # one year at a time, for memory
        mean = np.stack([means(year) for year in self.values])
        chance = np.stack([np.count_nonzero(year > 0, axis=0) / len(year) for year in self.values])
        return SchoolSeries(self.schools, mean, np.stack(bands, axis=1), chance)


@dataclass(frozen=True)
class MeasureFrame:
    """Every measure of one run."""

    years: tuple[int, ...]
    """Academic years; the first is the baseline."""
    zones: tuple[str, ...]
    """Zone ids, then ``all``."""
    replications: int
    """Number of replications."""
    values: Mapping[str, Mapping[str, Series]]
    """By measure and stage, in the published order: shape (years, replications, zones), or
    (years, replications, 1) for what is told of zone ``all`` only. NaN where there is no meaning."""
    schools: Mapping[str, Mapping[str, SchoolValues]]
    """By stage (or ``all``) and measure."""

    def part(self, first: int, last: int) -> MeasureFrame:
        """Measures of the replications from ``first`` to before ``last``, without the schools'."""
        values = {
            measure: {stage: series[:, first:last] for stage, series in by_stage.items()}
            for measure, by_stage in self.values.items()
        }
        return MeasureFrame(self.years, self.zones, last - first, values, {})

    def county(self, measure: str, stage: str) -> Series:
        """The county's values, shape (years, replications); KeyError where the measure has no meaning."""
        return np.asarray(self.values[measure][stage][:, :, -1])

    def classes_with_standard(self, stage: str) -> Series:
        """Classes among which those above the standard are counted, shape (years, replications)."""
        stages = SCHOOL_STAGES if stage == ALL else (stage,)
        return np.asarray(np.sum([self.county("classes", s) for s in stages], axis=0))


def measure_frames(outcome: Outcome, county: County, limits: Limits) -> MeasureFrame:
    """Compute every published measure of a run."""
    by_stage: dict[str, dict[str, Series]] = {}
    schools: dict[str, Mapping[str, SchoolValues]] = {}
    for stage in STAGES:
        by_stage[stage], schools[stage] = _stage_measures(stage, outcome, limits)
    by_stage[ALL] = _sum_of_stages(by_stage)
    campus, schools[ALL] = _campus_measures(outcome, limits)
    by_stage[ALL] |= campus
    for measures in by_stage.values():
        measures |= _balances(measures)
    for stage in COMPULSORY:
        by_stage[stage] |= between_schools(stage, outcome, county, limits)
    for stage in ("kindergarten", *COMPULSORY):
        by_stage[stage] |= _enrolment(by_stage[stage], outcome.stages[stage])
    by_stage["senior"]["senior_admission_rate"] = _admission_rate(by_stage["senior"]["entrants"], outcome)
    by_stage[ALL]["capital"] = _capital(outcome)
    by_stage["kindergarten"] |= affordable_share(outcome, county)
    empty: dict[str, Series] = {stage: by_stage[stage]["empty_seats"][:, :, -1] for stage in CLASS_STAGES}
    for told in (staff_measures(outcome, county), spending_measures(outcome), empty_seat_cost(outcome.spending, empty)):
        for name, found in told.items():
            by_stage[name] |= found
    return MeasureFrame(
        outcome.years,
        (*outcome.zones, ALL),
        outcome.junior_leavers.shape[1],
        _published(by_stage),
        schools,
    )


def _published(by_stage: Mapping[str, Mapping[str, Series]]) -> dict[str, dict[str, Series]]:
    """Measures by name and stage, where they have a meaning, in the published order."""
    values: dict[str, dict[str, Series]] = {}
    for measure in MEASURES:
        told = {s: by_stage[s][measure.name] for s in measure.stages if measure.name in by_stage.get(s, {})}
        values[measure.name] = {s: _compact(series) if measure.whole else series for s, series in told.items()}
    return values


def _compact(series: Series) -> Series:
    """Whole numbers in half the memory: no county has two thousand million of anything."""
    return series.astype(np.int32)


def _stage_measures(
    stage: Stage, outcome: Outcome, limits: Limits
) -> tuple[dict[str, Series], dict[str, SchoolValues]]:
    """One stage's additive measures by zone and by school, worked year by year."""
    run = outcome.stages[stage]
    belongs = zone_membership(run.units.zone, len(outcome.zones))
    yearly: list[dict[str, Ints]] = []
    school_years: list[dict[str, Ints]] = []
    for year in range(len(outcome.years)):
        units = unit_measures(stage, run, year, limits)
        school_years.append(dict(units))
        units["schools"] = (units["pupils"] > 0).astype(np.int64)
        zones = {name: add_up(values, belongs) for name, values in units.items()}
        yearly.append(zones | _waiting(stage, run.waiting[year], zones["pupils"]))
    measures: dict[str, Series] = {name: np.stack([zones[name] for zones in yearly]) for name in yearly[0]}
    if stage == "special":  # every age in one row: there is no entry grade
        measures = {name: values for name, values in measures.items() if not name.startswith("entr")}
    return measures, _school_values(stage, run.units.school, school_years)


def unit_measures(stage: Stage, run: StageOutcome, year: int, limits: Limits) -> dict[str, Ints]:
    """Additive measures of every unit in one year, each of shape (replications, units)."""
    pupils = run.pupils[year].sum(axis=-1)
    measures: dict[str, Ints] = {
        "pupils": pupils,
        "entrants": run.entrants[year],
        "entry_places": run.entry_places[year],
    }
    if stage not in CLASS_STAGES:
        return measures
    if stage in COMPULSORY:
        measures["placed_over_cap"] = run.over_cap[year]
    seats = run.rooms[year] * limits.planning.of(stage)
    sizes = class_sizes(run.pupils[year], run.classes[year])
    crowded: dict[str, int | Ints] = {
        "above_standard": standard_classes(stage, limits, len(run.units.grades)) + 1,
        "large": limits.classes.large,
        "super_large": limits.classes.super_large,
    }
    return measures | {
        "seats": seats,
        "empty_seats": np.maximum(seats - pupils, 0),
        "pupils_over_seats": np.maximum(pupils - seats, 0),
        "classes": run.classes[year].sum(axis=-1),
        **{f"classes_{name}": sizes.classes_from(size) for name, size in crowded.items()},
        **{f"pupils_{name}": sizes.pupils_from(size) for name, size in crowded.items()},
        "special_rooms_borrowed": run.borrowed[year],
    }


def standard_classes(stage: Stage, limits: Limits, grades: int) -> Ints:
    """Standard class by grade, shape (grades,) [pupils]."""
    return np.array(limits.standard.by_grade(stage, grades), dtype=np.int64)


def _waiting(stage: Stage, waiting: Ints, in_school: Ints) -> dict[str, Ints]:
    """Who has no place, by zone; a pupil of compulsory age who waits is still a pupil of his zone."""
    by_zone = waiting.sum(axis=-1)
    everywhere = np.concatenate([by_zone, by_zone.sum(axis=-1, keepdims=True)], axis=-1)
    if stage in COMPULSORY:
        return {"unplaced": everywhere, "pupils": in_school + everywhere}
    return {"at_home": everywhere} if stage == "kindergarten" else {}


def membership(group: Ints, groups: int) -> Floats:
    """Which group each unit belongs to, shape (units, groups) of 0 and 1."""
    return np.asarray(np.arange(groups) == group[:, None], dtype=np.float64)


def zone_membership(zone: Ints, zones: int) -> Floats:
    """Which zone each unit belongs to, and ``all``, shape (units, zones + 1) of 0 and 1."""
    return np.column_stack([membership(zone, zones), np.ones(len(zone))])


def add_up(values: Ints, belongs: Floats) -> Ints:
    """Sum units to groups: products of whole numbers below 2**53, hence exact in any order."""
    return (values.astype(np.float64) @ belongs).astype(np.int64)


def _sum_of_stages(by_stage: Mapping[str, Mapping[str, Series]]) -> dict[str, Series]:
    """Stage ``all``: the sum over the stages in which a measure has a meaning."""
    totals: dict[str, Series] = {}
    for measure in MEASURES:
        summed = {stage: measures for stage, measures in by_stage.items() if stage not in measure.apart}
        parts = [measures[measure.name] for measures in summed.values() if measure.name in measures]
        if ALL in measure.stages and parts:
            totals[measure.name] = np.sum(parts, axis=0)
    return totals


def _balances(measures: Mapping[str, Series]) -> dict[str, Series]:
    """Net balance and use of seats, where a stage has seats."""
    if "seats" not in measures:
        return {}
    unplaced = measures.get("unplaced", 0)
    balance = measures["empty_seats"] - measures["pupils_over_seats"] - unplaced
    return {"seat_balance": balance, "seat_use": ratio(measures["seats"] - balance, measures["seats"])}


def ratio(part: Series, whole: Series) -> Floats:
    """Quotient, NaN where the whole is zero."""
    quotient: Floats = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=quotient, where=whole > 0)
    return quotient


def _campus_measures(outcome: Outcome, limits: Limits) -> tuple[dict[str, Series], dict[str, SchoolValues]]:
    """Campuses and their size, each campus once, over all its stages."""
    zone = np.zeros(len(outcome.campuses), dtype=np.int64)
    for run in outcome.stages.values():
        zone[run.units.campus] = run.units.zone
    belongs = zone_membership(zone, len(outcome.zones))
    limit = _size_limits(outcome.campus_kind, limits)
    yearly: list[dict[str, Ints]] = []
    school_years: list[dict[str, Ints]] = []
    for year in range(len(outcome.years)):
        pupils = _campus_pupils(outcome, year)
        oversized = pupils > limit
        units = {
            "schools": (pupils > 0).astype(np.int64),
            "schools_oversized": oversized.astype(np.int64),
            "pupils_oversized": np.where(oversized, pupils, 0),
        }
        over = _over_shared_seats(outcome, year, limits)
        told = {"pupils": pupils, "pupils_over_seats": over, "schools_oversized": units["schools_oversized"]}
        school_years.append(told)
        yearly.append({name: add_up(values, belongs) for name, values in units.items()})
    measures: dict[str, Series] = {name: np.stack([zones[name] for zones in yearly]) for name in yearly[0]}
    return measures, _school_values(ALL, outcome.campuses, school_years)


def _campus_pupils(outcome: Outcome, year: int) -> Ints:
    """Pupils of every campus over all stages, shape (replications, campuses)."""
    pupils = np.zeros((outcome.junior_leavers.shape[1], len(outcome.campuses)), dtype=np.int64)
    for run in outcome.stages.values():  # a campus has one unit of a stage
        pupils[:, run.units.campus] += run.pupils[year].sum(axis=-1)
    return pupils


def _over_shared_seats(outcome: Outcome, year: int, limits: Limits) -> Ints:
    """Pupils beyond the seats of the rooms that a campus's stages share, shape (replications, campuses)."""
    shape = (outcome.junior_leavers.shape[1], len(outcome.campuses))
    over = np.zeros(shape, dtype=np.int64)
    for stages in FAMILIES:
        missing = np.zeros(shape, dtype=np.int64)
        for stage in stages:
            run = outcome.stages[stage]
            seats = run.rooms[year] * limits.planning.of(stage)
            missing[:, run.units.campus] += run.pupils[year].sum(axis=-1) - seats
        over += np.maximum(missing, 0)
    return over


def _size_limits(kinds: Sequence[str], limits: Limits) -> Ints:
    """Size limit of every campus by its kind; vocational, special and college have none."""
    found = [limits.schools.of(kind) for kind in kinds]
    return np.array([_UNLIMITED if size is None else size for size in found], dtype=np.int64)


def _enrolment(measures: Mapping[str, Series], run: StageOutcome) -> dict[str, Series]:
    """Pupils per registered child of the age group, for the county."""
    return {"gross_enrolment_rate": ratio(measures["pupils"][:, :, -1], run.registered)[:, :, None]}


def _admission_rate(entrants: Series, outcome: Outcome) -> Floats:
    """Senior entrants per junior leaver; the baseline year's intake was not simulated."""
    rate = ratio(entrants[:, :, -1], outcome.junior_leavers)
    rate[0] = np.nan
    return rate[:, :, None]


def _capital(outcome: Outcome) -> Floats:
    """Capital paid in the calendar year of each autumn."""
    paid = outcome.projects.paid
    years = len(outcome.years)
    capital = np.zeros((years, outcome.junior_leavers.shape[1]))
    capital[: min(years, len(paid))] = paid[:years]
    return capital[:, :, None]


def _school_values(
    stage: str, schools: tuple[str, ...], years: Sequence[Mapping[str, Ints]]
) -> dict[str, SchoolValues]:
    """Values with the years in front, of the measures that are published for the stage."""
    told = [name for name in years[0] if stage in MEASURE[name].stages]
    return {name: SchoolValues(schools, np.stack([_compact(year[name]) for year in years])) for name in told}
