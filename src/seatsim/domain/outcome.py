"""What a run leaves behind: arrays by stage with a leading year and replication axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

WAITS: tuple[str, ...] = ("desk", "capital", "crew", "window")
"""What a project can wait for: a review desk, the capital budget, a crew, the start window."""


@dataclass(frozen=True)
class Units:
    """The parts of campuses in one stage."""

    stage: Stage
    """Stage."""
    grades: tuple[str, ...]
    """Grade names."""
    school: tuple[str, ...]
    """School id of each unit."""
    campus: Ints
    """Index of the unit's campus, shape (units,)."""
    zone: Ints
    """Index of the unit's zone, shape (units,)."""
    public: npt.NDArray[np.bool_]
    """Whether the unit's school is public, shape (units,)."""


@dataclass(frozen=True)
class StageOutcome:
    """One stage through the years; year 0 is the baseline."""

    units: Units
    """Which units the third axis holds."""
    pupils: Ints
    """Pupils in school on opening day, shape (years, replications, units, grades) [pupils]."""
    classes: Ints
    """Classes, same shape [classes]; zero in vocational and special."""
    rooms: Ints
    """Ordinary classrooms usable on opening day, shape (years, replications, units) [rooms]."""
    borrowed: Ints
    """Special or makeshift rooms used as classrooms, shape (years, replications, units) [rooms]."""
    claims: Ints
    """Children who ask for an entry place at the unit, shape (years, replications, units) [pupils]."""
    claims_by_class: Ints
    """The same claims by class (catchment, other registered, in-migrants), shape (years, replications, units, 3)
    [pupils]; zero in the baseline year and in stages without classes of claims."""
    entry_rooms: Ints
    """Rooms left for the entry grade, shape (years, replications, units) [rooms]; zero in the baseline year."""
    entry_places: Ints
    """Entry places open to every claim under the gate in force (in the baseline year: up to the hard cap; senior: the
    plan), shape (years, replications, units) [pupils]."""
    sent_elsewhere: Ints
    """Claims that the unit could not take, shape (years, replications, units) [pupils]."""
    over_cap: Ints
    """Placed as a last resort, beyond the places of the gate, shape (years, replications, units) [pupils]."""
    entrants: Ints
    """Entrants admitted, shape (years, replications, units) [pupils]."""
    waiting: Ints
    """Awaiting a place by home zone and grade, shape (years, replications, zones, grades) [pupils];
    in kindergarten, vocational and special: at home, not unplaced."""
    registered: Ints
    """Registered children of the stage's age group, shape (years, replications) [children]; zero where unknown."""


@dataclass(frozen=True)
class ProjectOutcome:
    """Timed builds of every replication. Days count from the baseline's opening day."""

    ids: tuple[str, ...]
    """Project ids."""
    planned: Ints
    """Planned academic year, shape (projects,)."""
    hand_over: Floats
    """Day of hand-over, shape (replications, projects); inf if cancelled or after the horizon [days]."""
    cancelled: npt.NDArray[np.bool_]
    """Shape (replications, projects)."""
    waits: Floats
    """Days waited for each of ``WAITS``, shape (replications, projects, waits) [days]."""
    cost: Floats
    """Final cost, shape (replications, projects) [10^4 yuan]; 0 if cancelled."""
    paid: Floats
    """Capital paid by calendar year, shape (calendar years, replications) [10^4 yuan]; year 0 is the baseline's."""


@dataclass(frozen=True)
class Event:
    """One line of the event log of replication 0."""

    day: float
    """Days from the baseline's opening day [days]."""
    kind: str
    """What happened."""
    entity: str
    """To whom."""
    detail: str
    """Numbers that matter."""


@dataclass(frozen=True)
class Outcome:
    """Everything that a run of one plan under one future leaves behind."""

    years: tuple[int, ...]
    """Academic years; the first is the baseline."""
    zones: tuple[str, ...]
    """Zone ids."""
    campuses: tuple[str, ...]
    """Campus ids: the register's, then those of new schools."""
    campus_kind: tuple[str, ...]
    """Kind of each campus, as in the register."""
    stages: Mapping[Stage, StageOutcome]
    """By stage."""
    projects: ProjectOutcome
    """Timed builds."""
    junior_leavers: Ints
    """Junior leavers of the year before, shape (years, replications) [pupils]."""
    elsewhere: Ints
    """Junior leavers who go on in another county's school, shape (years, replications) [pupils]."""
    left_education: Ints
    """Junior leavers who go on to no school, shape (years, replications) [pupils]."""
    crowding_variant: tuple[str, ...]
    """Crowding variant of each replication's start."""
    events: tuple[Event, ...]
    """Event log of replication 0."""
