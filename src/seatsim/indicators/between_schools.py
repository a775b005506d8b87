"""Variation between schools: what each school holds in each year, and the official coefficient of it.

Resources move with the model (``docs/decisions/0016``). A school that a project opens holds the county's mean per pupil
for its planned seats, and of teachers for the classes it has formed (assumed); extensions add floor area and multimedia
rooms in proportion to classrooms; backbone teachers stand where the model posts them; a plan of equipment buys towards
the mean. Everything else stays as the register has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.measures import RESOURCES
from seatsim.domain.outcome import Outcome, StageOutcome
from seatsim.domain.staff_levers import EquipmentLever
from seatsim.domain.stages import Stage
from seatsim.indicators.variation import variation
from seatsim.model.streams import by_hash

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Series: TypeAlias = npt.NDArray[Any]

TEACHING_POINT = 50
"""Schools under this many pupils are left out of the variation between schools (教督〔2017〕6号) [pupils]."""
GROW_WITH_ROOMS: tuple[str, ...] = ("floor_area", "multimedia_rooms")
"""Resources that an extension adds in proportion to classrooms; a sports ground does not grow with a building."""
BOUGHT: tuple[str, ...] = ("equipment_value", "multimedia_rooms")
"""Resources that a plan of equipment (装备规划) buys; it buys no ground and no floor."""
STAYS_BEHIND: tuple[str, ...] = ("floor_area", "sports_area", "multimedia_rooms")
"""Resources that a merger leaves in the building of the school that closes."""
BACKBONE = "backbone_teachers"
TEACHERS: tuple[str, ...] = ("qualified_teachers", BACKBONE, "pe_arts_teachers")
"""Resources that are people: they come to a new school with its classes, where a building stands from the first day."""


@dataclass(frozen=True)
class _Schools:
    """One stage's schools, in the order of their hashes; arrays (years, replications, units) unless said otherwise."""

    pupils: Ints
    """Pupils in school [pupils]."""
    rooms: Ints
    """Ordinary classrooms usable [rooms]."""
    seats: Ints
    """Planned seats: rooms times the planning size [seats]."""
    taught: Ints
    """Seats in the classes formed: classes times the planning size [seats]."""
    backbone: Ints | None
    """Backbone teachers where the model follows them [teachers]."""
    opened: Bools
    """Whether a project opens the school, or the stage in it, shape (units,)."""
    school: tuple[str, ...]
    """School of each unit."""


def between_schools(stage: Stage, outcome: Outcome, county: County, limits: Limits) -> dict[str, Series]:
    """Coefficient of each resource on record and their plain mean, each (years, replications, 1) [coefficient].

    Schools under ``TEACHING_POINT`` pupils, and schools of the register without the resource on record, are left out.
    Formula: ``indicators/variation.py``. Empty where the county has no resource on record.
    """
    schools = _schools(stage, outcome.stages[stage], county, limits)
    single: dict[str, Series] = {}
    for indicator in RESOURCES:
        record = _on_record(stage, indicator, schools.school, county)
        if not np.isnan(record).all():
            amount = _held(indicator, record, schools, outcome)
            single[indicator] = variation(amount, schools.pupils, fewest=TEACHING_POINT)[:, :, None]
    if not single:
        return {}
    composite = np.sum(list(single.values()), axis=0) / len(single)
    return {"between_school_cv": composite, **{f"between_school_cv_{name}": cv for name, cv in single.items()}}


def _schools(stage: Stage, run: StageOutcome, county: County, limits: Limits) -> _Schools:
    size = limits.planning.of(stage)
    order = by_hash(run.units.school)
    names = tuple(run.units.school[unit] for unit in order)
    row = {school: place for place, school in enumerate(county.register.school_id)}
    rooms = county.register.rooms.get(stage)
    opened = [s not in row or (rooms is not None and rooms[row[s]] == 0) for s in names]
    backbone = run.backbone[..., order] if county.staff is not None and county.staff.backbone_share > 0 else None
    usable = run.rooms[..., order]
    return _Schools(
        pupils=run.pupils.sum(axis=-1)[..., order],
        rooms=usable,
        seats=usable * size,
        taught=run.classes.sum(axis=-1)[..., order] * size,
        backbone=backbone,
        opened=np.array(opened, dtype=bool),
        school=names,
    )


def _on_record(stage: Stage, indicator: str, schools: tuple[str, ...], county: County) -> Floats:
    """Amount in the register by unit, NaN where none is on record, shape (units,) [unit of the resource]."""
    return np.array([county.resources.get((school, stage, indicator), np.nan) for school in schools])


def _held(indicator: str, record: Floats, schools: _Schools, outcome: Outcome) -> Floats:
    """What each school holds, (years, replications, units) [unit of the resource]; NaN where nothing is on record."""
    opened = schools.opened & np.isnan(record)
    if indicator == BACKBONE and schools.backbone is not None:
        # The model's backbone teachers are of every level: only their distribution counts in a coefficient.
        return np.where(np.isnan(record) & ~opened, np.nan, schools.backbone)
    held = np.broadcast_to(record, schools.pupils.shape).copy()
    if indicator in GROW_WITH_ROOMS:
        held *= _room_growth(schools.rooms)
    mean = mean_per_pupil(held[0], schools.pupils[0])
    seats = schools.taught if indicator in TEACHERS else schools.seats
    held[:, :, opened] = (mean[:, None] * seats)[:, :, opened]
    if indicator not in STAYS_BEHIND:
        held = _merged(held, schools, outcome.merged_into)
    if indicator in BOUGHT and outcome.equipment is not None:
        held += _bought(held, schools.pupils, outcome.equipment, outcome.years)
    return held


def _merged(held: Floats, schools: _Schools, merged_into: Mapping[str, str]) -> Floats:
    """What a school that has closed held stands in the school that took its pupils; its building stays behind."""
    together = held.copy()
    for gone, into in merged_into.items():
        if gone in schools.school and into in schools.school:
            one, other = schools.school.index(gone), schools.school.index(into)
            closed = schools.rooms[:, :, one] == 0
            together[:, :, other] += np.where(closed, np.nan_to_num(held[:, :, one]), 0.0)
            together[:, :, one] = np.where(closed, 0.0, held[:, :, one])
    return together


def _room_growth(rooms: Ints) -> Floats:
    """Classrooms over those of the baseline, 1 where there were none."""
    growth: Floats = np.ones(rooms.shape)
    np.divide(rooms, rooms[0], out=growth, where=np.broadcast_to(rooms[0] > 0, rooms.shape))
    return growth


def mean_per_pupil(amount: Floats, pupils: Ints) -> Floats:
    """The county's mean, Σ amount / Σ pupils over the schools that the coefficient counts, shape (replications,)."""
    counts = (pupils >= TEACHING_POINT) & ~np.isnan(amount)
    total = np.where(counts, pupils, 0).sum(axis=-1)
    mean: Floats = np.full(total.shape, np.nan)
    np.divide(np.where(counts, amount, 0.0).sum(axis=-1), total, out=mean, where=total > 0)
    return mean


def _bought(held: Floats, pupils: Ints, lever: EquipmentLever, years: tuple[int, ...]) -> Floats:
    """What the plan has bought by each opening day, (years, replications, units) [unit of the resource].

    It is drawn up on the opening day of its first year (a plan that began earlier: of the baseline, which holds what
    was bought before), for the gaps of that day, and closes its share of each in equal yearly steps.
    """
    start = max(lever.first_year - years[0], 0)
    if start >= len(years):
        return np.zeros(held.shape)
    mean = mean_per_pupil(held[start], pupils[start])
    gap = np.maximum(np.nan_to_num(mean[:, None] * pupils[start] - held[start]), 0.0)
    steps = np.clip((np.array(years) - lever.first_year) / lever.years, 0.0, 1.0)
    since: Floats = np.maximum(steps - steps[start], 0.0)
    bought: Floats = since[:, None, None] * (lever.share * gap)
    return bought
