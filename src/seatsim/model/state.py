"""What the year works on: the state of an opening day, what never changes, and what a year leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import Stage
from seatsim.model.cohorts import Births
from seatsim.model.fills import StageFills
from seatsim.model.groups import Era
from seatsim.model.layout import Layout
from seatsim.model.outside import Crossed
from seatsim.model.staff_state import StaffRecord, StaffWorld
from seatsim.model.start import Start
from seatsim.model.verification import Verified

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class StageState:
    """One stage on an opening day."""

    pupils: Ints
    """Shape (replications, units, grades) [pupils]."""
    classes: Ints
    """Same shape [classes]."""
    waiting: Ints
    """Awaiting a place (kindergarten: at home), shape (replications, zones, grades) [pupils]."""


@dataclass(frozen=True)
class World:
    """What a block of replications is given and never changes."""

    county: County
    """The county."""
    plan: Plan
    """What the authority decides."""
    uncertainty: Uncertainty
    """What nature decides."""
    layout: Layout
    """What stands where."""
    fills: Mapping[Stage, StageFills]
    """How projects fill."""
    start: Start
    """The baseline of each replication."""
    births: Births
    """Births of each replication."""
    catchments: Mapping[Stage, Ints]
    """Weight of each catchment pair, shape (replications, pairs)."""
    vocational_share: npt.NDArray[np.float64]
    """Share of those without a general senior place who enter vocational here, shape (replications,)."""
    staff: StaffWorld | None
    """What the staff are given; None: staff are not followed."""
    eras: tuple[Era, ...]
    """Education groups by the year from which they stand."""
    teachers_cap: bool = True
    """Whether too few teachers cap entry classes."""


@dataclass(frozen=True)
class Openings:
    """What is open on an opening day, shapes (replications, projects and then changes without a build)."""

    opened: Bools
    """Handed over by the day and not before the planned September, temporary rooms until they end; a change in
    force."""
    opens_now: Bools
    """Open, and not on the opening day before."""
    under_way: Bools
    """Being built."""
    shut: Bools | None = None
    """Private kindergartens that have closed, shape (replications, kindergarten units); None: none has."""


def with_changes(openings: Openings, in_force: Bools, begin: Bools) -> Openings:
    """Openings with the changes, shapes (replications, changes), as further columns: they build nothing."""
    return replace(
        openings,
        opened=np.concatenate((openings.opened, in_force), axis=1),
        opens_now=np.concatenate((openings.opens_now, begin), axis=1),
        under_way=np.concatenate((openings.under_way, np.zeros_like(in_force)), axis=1),
    )


@dataclass(frozen=True)
class YearRecord:
    """What one opening day leaves behind for a stage."""

    state: StageState
    """The stage after admission."""
    rooms: Ints
    """Usable classrooms, shape (replications, units) [rooms]."""
    borrowed: Ints
    """Special or makeshift rooms used, shape (replications, units) [rooms]."""
    claims: Ints
    """Claims to entry places, shape (replications, units) [pupils]."""
    claims_by_class: Ints
    """The same by class of claims, shape (replications, units, 3) [pupils]."""
    entry_rooms: Ints
    """Rooms left for the entry grade, shape (replications, units) [rooms]."""
    entry_places: Ints
    """Entry places open to every claim under the gate, or the plan, shape (replications, units) [pupils]."""
    entrants: Ints
    """Admitted to the entry grade, shape (replications, units) [pupils]."""
    sent_elsewhere: Ints
    """Claims that the unit could not take, shape (replications, units) [pupils]."""
    over_cap: Ints
    """Placed as a last resort, beyond the places of the gate, shape (replications, units, grades) [pupils]."""
    net: Ints
    """Pupils who came or went in grades already reached, shape (replications, zones, grades) [pupils]."""
    unstaffed: Ints
    """Entry classes not opened for want of teachers, shape (replications, units) [classes]."""
    temporary: Ints
    """Entry classes opened with temporary teachers, shape (replications, units) [classes]."""


@dataclass(frozen=True)
class Shortage:
    """What campuses did for want of rooms on an opening day, arrays (replications, campuses)."""

    campuses: tuple[str, ...]
    """Campus ids."""
    borrowed: Ints
    """Special rooms used as classrooms [rooms]."""
    merged: Ints
    """Classes merged away [classes]."""
    anew: Bools
    """Whether every grade was divided anew."""
    makeshift: Ints
    """Rooms still missing [rooms]."""


@dataclass(frozen=True)
class Year:
    """The county on one opening day."""

    stages: Mapping[Stage, YearRecord]
    """By stage."""
    leavers: Ints
    """Junior leavers of the year before, shape (replications,) [pupils]."""
    elsewhere: Ints
    """Those of them who go on, but in another county's school, shape (replications,) [pupils]."""
    left_education: Ints
    """Those of them who go on to no school, shape (replications,) [pupils]."""
    shortages: tuple[Shortage, ...]
    """What was done for want of rooms, by family of stages."""
    verified: Verified | None
    """What the verification desks did; None without verification."""
    staff: StaffRecord | None
    """The staff; None where they are not followed."""
    crossed: Mapping[Stage, Crossed] = field(default_factory=dict)
    """Who came from other counties and went there, by stage with such a flow."""


def plain_record(state: StageState, entrants: Ints, places: Ints, net: Ints) -> YearRecord:
    """The record of a stage without classes or claims: who enters is who claimed."""
    none = np.zeros_like(entrants)
    three = np.zeros((*entrants.shape, 3), dtype=np.int64)
    over = np.zeros_like(state.pupils)
    return YearRecord(state, none, none, entrants, three, none, places, entrants, none, over, net, none, none)
