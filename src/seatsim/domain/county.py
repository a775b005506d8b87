"""A county at its baseline: zones, schools, births, and the figures behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seatsim.domain.demand_uncertainty import BirthVariant
from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.history import History
from seatsim.domain.money import MoneyBaseline
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Zone:
    """A part of the county with its own catchments."""

    id: str
    """Stable name."""
    name: Text
    """Name for people."""
    kind: str
    """``old-town``, ``new-urban``, ``development`` or ``town``."""
    neighbours: tuple[str, ...]
    """Neighbouring zones."""
    minutes: tuple[float, ...]
    """Travel time to each neighbour, in the same order [minutes]."""


@dataclass(frozen=True)
class ByRule:
    """Which numbers of a real register no file gives, by stage; arrays of shape (schools,), a stage without is absent.

    Such a number is completed by a stated rule (``docs/completion.md``) and never looks like a reported one.
    """

    pupils: Mapping[Stage, Bools] = field(default_factory=dict)
    """Pupils known by stage only, shared over the grades."""
    classes: Mapping[Stage, Bools] = field(default_factory=dict)
    """Classes, or some of them."""
    rooms: Mapping[Stage, Bools] = field(default_factory=dict)
    """Classrooms: as many as the classes."""
    neither: Mapping[Stage, Bools] = field(default_factory=dict)
    """Both: classes at the standard size and a room for each, so that crowding today cannot be told."""


@dataclass(frozen=True)
class Register:
    """One row per school or campus; every array has the schools as its first axis."""

    school_id: tuple[str, ...]
    """Stable ids."""
    name: tuple[Text, ...]
    """Names for people."""
    legal_school: tuple[str, ...]
    """Legal school of the campus."""
    zone: tuple[str, ...]
    """Zone id."""
    group: tuple[str, ...]
    """Education group, or empty."""
    group_kind: tuple[str, ...]
    """Kind of the group, or empty."""
    kind: tuple[str, ...]
    """``kindergarten, primary, junior, nine-year, senior, vocational, special`` or ``college``."""
    ownership: tuple[str, ...]
    """``public``, ``private-affordable`` or ``private``."""
    rooms: Mapping[Stage, Ints]
    """Ordinary classrooms by stage (kindergarten, primary, junior, senior), shape (schools,) [rooms]."""
    special_rooms: Ints
    """Special rooms, shape (schools,) [rooms]."""
    plan: Ints
    """Yearly plan of places (senior, vocational, private), shape (schools,); 0 for none [places/year]."""
    site_limit: Ints
    """Largest number of classrooms the site carries, shape (schools,); 0 for unknown [rooms]."""
    pupils: Mapping[Stage, Ints]
    """Pupils by grade, shape (schools, grades) for each of the six stages [pupils]."""
    classes: Mapping[Stage, Ints]
    """Classes by grade for kindergarten to senior, shape (schools, grades) [classes]."""
    source: tuple[str, ...]
    """Source of each row."""
    synthetic: bool
    """Whether rooms and classes are assumed, not registered."""
    completed: tuple[str, ...] = ()
    """Schools of a real register whose rooms or classes, or some of them, were completed by a stated rule."""
    by_rule: ByRule = field(default_factory=ByRule)
    """What of a real register was completed by a stated rule, school by school."""
    planned_by_rule: tuple[str, ...] = ()
    """Schools whose plan of places is not known: their entry grade's pupils are taken."""


@dataclass(frozen=True)
class BirthSeries:
    """Births by zone and calendar year."""

    first_year: int
    """Calendar year of the first column."""
    births: Floats
    """Shape (zones, years) [children]."""
    last_known: int
    """Last calendar year that is known rather than continued."""
    enrolled: bool = False
    """Whether no births are known and the pupils who are there stand in for them."""


@dataclass(frozen=True)
class Ratios:
    """Entry and progression ratios read from the figures, or from the county's history."""

    kindergarten_entry: float
    """K1 per registered three-year-old [ratio]; F5."""
    primary_entry: float
    """P1 per registered six-year-old [ratio]; F5."""
    junior_entry: float
    """J1 per primary leaver [ratio]; F5's junior rate over its primary rate, never the rate itself."""
    going_on: float
    """Junior leavers who go on to the senior stage [ratio]; F6."""
    lost: Mapping[str, float] = field(default_factory=dict)
    """Share of a grade's pupils lost on the way to the next one, by grade name [share]; F6 and F23, or a history, which
    may find that some come (below 0); empty: nobody."""

    def kept(self, grades: Sequence[str]) -> Floats:
        """Share of the pupils of each grade who reach the next one, shape (grades,) [share]."""
        return np.array([1.0 - self.lost.get(grade, 0.0) for grade in grades])


@dataclass(frozen=True)
class OutsideFlow:
    """Pupils who move from one county of a set to another, year by year, in grades already reached."""

    origin: str
    """County that they leave."""
    destination: str
    """County to which they come."""
    stage: Stage
    """Stage."""
    pupils: float
    """Expected number [pupils/year]."""
    sd: float = 0.0
    """Spread of a year's number around it [log]."""

    @property
    def entity(self) -> str:
        """Its name in the address of its draws."""
        return f"{self.origin}/{self.destination}/{self.stage}"


@dataclass(frozen=True)
class County:
    """Everything known of a county on the baseline's opening day."""

    id: str
    """Short name, the first column of every table."""
    name: Text
    """Name for people."""
    baseline_year: int
    """Academic year of the register [academic year]."""
    grades: Mapping[Stage, int]
    """Grades of each stage [grades]."""
    zones: tuple[Zone, ...]
    """Zones in file order."""
    register: Register
    """Schools."""
    crowding: Mapping[CrowdingVariant, Mapping[Stage, Ints]]
    """Pupils by school and grade under each crowding variant of a synthetic register; empty for a real one."""
    births: Mapping[BirthVariant, BirthSeries]
    """Births by variant."""
    ratios: Ratios
    """Entry and progression."""
    catchments: Mapping[tuple[str, str, Stage], float]
    """Share of a zone's entrants at home in a school's catchment: (zone, school, stage) [share]; may be empty."""
    feeders: Mapping[tuple[str, str], float]
    """Share of a primary school's leavers fed to a junior school: (from, to) [share]; may be empty."""
    resources: Mapping[tuple[str, Stage, str], float]
    """The seven resources by (school, stage, indicator) [unit of the indicator]."""
    figures: Mapping[str, Figure]
    """Figures by id."""
    reconciled: Reconciled | None
    """What the figures allow as a start; None where the register is real."""
    information_date: str
    """Latest date in the data (ISO)."""
    digest: str
    """SHA-256 over the folder's files, by name and content."""
    assumed: tuple[Phrase, ...]
    """What was completed by a stated rule, in words."""
    staff: StaffBaseline | None = None
    """Staff and posts; None: not followed."""
    money: MoneyBaseline | None = None
    """What public money pays for; None where the figures do not say (F7, F8)."""
    history: History | None = None
    """Pupils of earlier years; None where none are known."""
    own_laws: Mapping[str, float] = field(default_factory=dict)
    """How demand errs, from the history: values by dotted key of the scenario; empty: as in the shipped laws."""
    outside: tuple[OutsideFlow, ...] = ()
    """Flows from and to other counties of its set; empty for a county by itself."""
    budget_given: bool = True
    """Whether a capital budget is given; False: the shipped default, which is sized on the worked county."""
    of_set: bool = False
    """Whether it is one county of a set: then its id is a part of the address of every draw."""
    repairs: tuple[Phrase, ...] = ()
    """What was read otherwise than it stands in the files, in words."""
