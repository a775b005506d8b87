"""What a run leaves behind: arrays by stage with a leading year and replication axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seatsim.domain.staff_levers import EquipmentLever
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
    backbone: Ints
    """Backbone teachers at the unit, shape (years, replications, units) [teachers]; zero where not followed."""


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
class StaffOutcome:
    """Staff through the years; every array is (years, replications, stages), the six stages in their order.

    A year's flows are those since the opening day before; what stands at the end of them opens the year.
    """

    approved: Ints
    """Posts approved [posts]."""
    entitled: Ints
    """Posts that the year's pupils carry by the ratio [posts]."""
    filled: Ints
    """Staff in posts [staff]."""
    outside: Ints
    """Teachers outside posts [teachers]."""
    teachers: Ints
    """Full-time teachers, temporary ones left out [teachers]."""
    needed: Ints
    """Teachers needed [teachers]."""
    teaching: Ints
    """Full-time teachers who teach what is needed, in a school that is open [teachers]."""
    structural: Ints
    """Teachers in a subject that has enough, while others are short (结构性缺编) [teachers]."""
    missing: Ints
    """Teachers missing, school by school without netting [teachers]; 0 in vocational and special."""
    subject: Ints
    """Teachers of physical education, art, music and labour [teachers]; 0 where unknown."""
    subject_cover: Floats
    """Subject teachers, with those whom shared lessons add, over what these subjects' lessons need [ratio]; 0 where
    unknown."""
    backbone: Ints
    """Backbone teachers [teachers]."""
    filed: Ints
    """Of those outside posts, kindergarten teachers by filing (备案) [teachers]."""
    reserve: Ints
    """Of the staff in posts, hired ahead for a school that is not open [staff]."""
    temporary: Ints
    """Temporary teachers of the year [teachers]."""
    unstaffed: Ints
    """Entry classes not opened for want of teachers [classes]."""
    reviewed: Ints
    """Posts that the committee has added (below 0: struck) since the opening day before [posts]."""
    advertised: Ints
    """Posts advertised in the ordinary rounds since then [posts]."""
    retirements: Ints
    """Staff in posts who retired [staff]."""
    leavers: Ints
    """Staff in posts who left [staff]."""
    moves: Ints
    """Net moves into the stage [staff]."""
    hires: Ints
    """Began in posts, high-level teachers included [staff]."""
    talent: Ints
    """Of those, high-level teachers [staff]."""
    outside_left: Ints
    """Left from outside posts [teachers]."""
    outside_hires: Ints
    """Began outside posts [teachers]."""

    @property
    def short(self) -> Ints:
        """Needed less those who teach what is needed in an open school, never below 0 [teachers]."""
        short: Ints = np.maximum(self.needed - self.teaching, 0)
        return short

    @property
    def surplus(self) -> Ints:
        """Those who teach what is needed beyond need, never below 0; nobody is both short and too many [teachers]."""
        surplus: Ints = np.maximum(self.teaching - self.needed, 0)
        return surplus

    @property
    def beyond_pupils(self) -> Ints:
        """Posts filled beyond what the year's pupils carry, reserves left out, never below 0 [staff]."""
        beyond: Ints = np.maximum(self.filled - self.reserve - self.entitled, 0)
        return beyond


@dataclass(frozen=True)
class SpendingOutcome:
    """Recurrent public spending by calendar year of the autumn, in whole yuan, so that its parts add up exactly."""

    parts: Ints
    """Shape (parts, years, replications, stages and the county) [yuan]; parts as in ``money.PARTS``."""
    required: Ints
    """Spending that both "only increase" rules ask for after the year before, shape (years, replications, rules)
    [yuan]: the total, and the amount per pupil times the year's pupils; 0 in the baseline year."""
    pupils: Ints
    """Pupils in school, shape (years, replications) [pupils]."""
    pay: Floats
    """Pay of a post in the baseline year, shape (replications, stages) [10^4 yuan]; 0 without staff."""
    empty_seat: Floats
    """Upkeep and yearly price of an empty seat by stage and year, shape (2, years, stages) [10^4 yuan/seat]."""

    @property
    def total(self) -> Ints:
        """Spending of each year, shape (years, replications) [yuan]."""
        total: Ints = self.parts.sum(axis=(0, 3))
        return total


@dataclass(frozen=True)
class PolicyOutcome:
    """What policies ordered."""

    ids: tuple[str, ...]
    """Policy ids, sorted."""
    orders: tuple[str, ...]
    """What each orders."""
    first: Ints
    """Opening day on which it first ordered, shape (replications, policies) [academic year]; 0: never."""
    acted: npt.NDArray[np.bool_]
    """Whether it ordered, or kept hiring stopped, on each opening day, shape (years, replications, policies)."""


@dataclass(frozen=True)
class OutsideOutcome:
    """Who crossed the county's border by a stated flow, each of shape (years, replications, stages) [pupils]."""

    came: Ints
    """From other counties."""
    went: Ints
    """To other counties."""
    missing: Ints
    """To go, but not there: the county had fewer pupils in these grades, and the destination counts them all the
    same."""


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
    staff: StaffOutcome | None = None
    """Staff; None where they are not followed."""
    spending: SpendingOutcome | None = None
    """Recurrent spending; None where the figures do not give it."""
    policies: PolicyOutcome | None = None
    """What policies ordered; None without any."""
    stored_draws: Mapping[str, Floats] = field(default_factory=dict)
    """What was drawn, each of shape (replications,), by column of ``FEATURES``; NaN where there is nothing to draw."""
    merged_into: Mapping[str, str] = field(default_factory=dict)
    """School that takes over from each that a merger closes or may close."""
    equipment: EquipmentLever | None = None
    """What the plan buys for schools below the county's mean; None: nothing."""
    outside: OutsideOutcome | None = None
    """Who crossed the county's border in grades already reached; None where it has no such flow."""
