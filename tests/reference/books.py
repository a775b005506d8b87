"""What the slow reference and its comparison speak of: one county, one future, plain numbers by name.

Nothing here knows the program's model. Keys are ids of campuses, zones and projects, so that no order of rows is a
promise; a number is a whole number unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import Stage

Uniform = Callable[[str, str, int, int], float]
"""The uniform in (0, 1) of one future at (decision, entity, year, cell)."""
Cells = dict[str, list[int]]
"""By campus or zone id, then by grade."""
Counts = dict[str, int]
"""By campus or zone id."""
ByStage = dict[Stage, int]
"""By stage, all six of them."""


@dataclass(frozen=True)
class HandOver:
    """What construction gives the year of one project, in days from the baseline's opening day; None: never."""

    handed_over: float | None
    """Day of the hand-over."""
    works_begin: float | None
    """Day on which the works begin, after which the project is under way until its hand-over."""
    cancelled: float | None
    """Day on which it is cancelled."""


@dataclass
class StageBook:
    """One stage on one opening day, its units by the id of their campus.

    A campus has a unit of a stage if its kind, its pupils or its rooms say so, or a project builds rooms of the stage
    there; a new school has its units from the baseline on, with nobody in them until it opens. What is left out of a
    book is 0.
    """

    pupils: Cells
    classes: Cells
    waiting: Cells
    """Awaiting a place (kindergarten: at home), by zone."""
    rooms: Counts
    borrowed: Counts
    """Special or makeshift rooms used."""
    claims: Counts
    claims_by_class: Cells
    """Claims of the three classes."""
    entry_rooms: Counts
    entry_places: Counts
    entrants: Counts
    sent_elsewhere: Counts
    over_cap: Cells
    net: Cells
    """Who came or went in grades already reached, by zone."""
    unstaffed: Counts
    temporary: Counts
    """Entry classes with temporary teachers."""


@dataclass
class ShortageBook:
    """What one campus did for want of rooms in one family of stages."""

    borrowed: int
    merged: int
    anew: bool
    makeshift: int


@dataclass
class StaffBook:
    """The staff of one opening day."""

    stock: dict[Stage, dict[tuple[int, int, int, int], int]]
    """By (in post 0 or outside 1, sex, title, age in years), as numbered in ``domain/staff.py``; zeros left out."""
    subject: ByStage
    backbone: ByStage
    teaching: ByStage
    structural: ByStage
    filed: ByStage
    teachers: ByStage
    needed: ByStage
    capacity: ByStage
    """Classes that the teachers carry on the next opening day; stages with classes only."""
    missing: ByStage
    posted: dict[Stage, Counts]
    backbone_posted: dict[Stage, Counts]
    filled: ByStage
    outside: ByStage
    retirements: ByStage
    leavers: ByStage
    moves: ByStage
    hires: ByStage
    talent: ByStage
    outside_left: ByStage
    outside_hires: ByStage
    approved: ByStage
    entitled: ByStage
    reserve: ByStage
    reviewed: ByStage
    advertised: ByStage
    temporary: ByStage
    """Temporary teachers."""
    unstaffed: ByStage


@dataclass
class YearBook:
    """The county on one opening day."""

    stages: dict[Stage, StageBook]
    leavers: int
    """Junior leavers of the year before."""
    elsewhere: int
    left_education: int
    shortages: dict[tuple[Stage, str], ShortageBook]
    """By (first stage of the family of stages, campus id); every campus of the family; empty at the baseline."""
    verified: tuple[int, int] | None
    """Applications, and those verified by the last batch; None without verification."""
    staff: StaffBook | None
    """None where the county's staff are not followed."""


class StaffTwin(Protocol):
    """The staff's side: it knows of pupils and classes only what it is told."""

    def baseline(self, pupils: Mapping[Stage, Counts], classes: Mapping[Stage, Counts]) -> StaffBook:
        """The staff of the baseline's opening day; pupils and classes by stage and campus, all grades together.

        Every campus with a unit of the stage is told, in every year; classes of stages with classes only.
        """
        ...

    def capacity(self) -> ByStage:
        """Classes that the teachers of the last opening day carry on the next one, by stage with classes."""
        ...

    def year(
        self,
        year: int,
        pupils: Mapping[Stage, Counts],
        classes: Mapping[Stage, Counts],
        temporary: Mapping[Stage, int],
        unstaffed: Mapping[Stage, int],
        settled: Mapping[str, bool],
    ) -> StaffBook:
        """The staff of ``year``'s opening day, years in order.

        ``temporary``, ``unstaffed`` : entry classes by stage; ``settled`` : projects that ever opened by the day or
        were cancelled by it.
        """
        ...


class Twin(Protocol):
    """The whole county, one future."""

    def baseline(self) -> YearBook:
        """The baseline's opening day, as found."""
        ...

    def year(self, year: int) -> YearBook:
        """The opening day of ``year``, years in order from the one after the baseline."""
        ...


MakeTwin = Callable[[County, Plan, Uncertainty, Uniform, Mapping[str, HandOver]], Twin]
MakeStaffTwin = Callable[[County, Plan, Uncertainty, Uniform], StaffTwin]
