"""Small programmes of projects for the tests of construction."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from seatsim.domain.demand_uncertainty import Births, Migration, Progression
from seatsim.domain.limits import (
    LargeClasses,
    Limits,
    SchoolSizes,
    StageSizes,
    StandardClass,
    Tolerances,
    WarningColours,
)
from seatsim.domain.project import Phase, Project
from seatsim.domain.scenario import (
    AdmissionLever,
    CapitalLever,
    ClaimShares,
    ConstructionLever,
    Costs,
    Crowding2020,
    Durations,
    Levers,
    Start,
    Uncertainty,
    VerificationLever,
)
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.construction import Construction
from seatsim.model.streams import Draws
from shipped import SHIPPED

CALENDAR = AcademicCalendar(2020)
HORIZON = 2035
END = CALENDAR.opening_day(HORIZON)
LIMITS = Limits(
    StandardClass((25, 30, 35), 45, 50, 50),
    StageSizes(30, 45, 50, 50),
    StageSizes(40, 55, 55, 55),
    LargeClasses(56, 66),
    SchoolSizes(360, 2000, 2000, 2500, 3000),
    Tolerances(0.02, 3),
    WarningColours(0.5, 0.2),
)
CAPITAL = CapitalLever(40000.0, 2, 15.0, 9.1, 14.0, 12.0, 15.0, 20.0, 0.0)
LEVERS = replace(
    SHIPPED.levers,
    construction=ConstructionLever(1, 12, 0.0, 0),
    capital=CAPITAL,
    admission=AdmissionLever("open", "wait", 55, False, True, 30.0),
    verification=VerificationLever(False, 1, 1000),
)
DURATIONS = Durations(True, 20.0, 9.0, 2.0, 21.0, 12.0, 2.0, 2.0, 2.0, 0.2, 0.3, 6.0, 0.03)
NATURE = Uncertainty(
    Births("reference", False, 0.0),
    Migration(False, 0.0, 0.0, 1e9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2021, 0, 0.0),
    Progression(False, 0.0, 0.0, 1e9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    Start(False),
    Crowding2020(False, "middle"),
    DURATIONS,
    Costs(True, 0.1),
    ClaimShares(0.1, 0.05, 0.3),
    replace(SHIPPED.uncertainty.leaving, on=False),
    replace(SHIPPED.uncertainty.recruitment, on=False),
    replace(SHIPPED.uncertainty.private_kindergartens, on=False),
)
CERTAIN = replace(NATURE, durations=replace(DURATIONS, on=False), costs=Costs(False, 0.1))
BLOCK = np.arange(40)


def school(rooms: int = 24, starts: str = "2020-09", phase: Phase = "idea", progress: float = 0.0) -> Project:
    return Project("new-school", "new", 2023, "test", rooms_P=rooms, starts=starts, phase=phase, progress=progress)


def build(
    projects: Mapping[str, Project],
    nature: Uncertainty = CERTAIN,
    levers: Levers = LEVERS,
    replications: np.ndarray[tuple[int], np.dtype[np.int64]] = BLOCK[:1],
    seed: int = 1,
) -> Construction:
    return Construction(projects, levers, nature, LIMITS, Draws(seed), replications, CALENDAR, HORIZON)


def run(
    projects: Mapping[str, Project],
    nature: Uncertainty = CERTAIN,
    levers: Levers = LEVERS,
    replications: np.ndarray[tuple[int], np.dtype[np.int64]] = BLOCK[:1],
) -> Construction:
    construction = build(projects, nature, levers, replications)
    construction.advance(END)
    return construction


def with_crews(crews: int, desks: int = 1) -> Levers:
    return replace(LEVERS, construction=ConstructionLever(desks, crews, 0.0, 0))


def with_review(desks: int, sitting_days: float = 0.0, joint_meetings: int = 0, crews: int = 99) -> Levers:
    """Money for everything, so that only the review and the crews hold anything up."""
    lever = ConstructionLever(desks, crews, sitting_days, joint_meetings)
    return replace(LEVERS, construction=lever, capital=replace(CAPITAL, budget=1e9))


def with_budget(budget: float, carry_years: int = 2) -> Levers:
    return replace(LEVERS, capital=replace(CAPITAL, budget=budget, carry_years=carry_years))


def at_once(review_days: float) -> Uncertainty:
    """A future in which nothing but the review takes time."""
    return replace(
        CERTAIN, durations=Durations(False, review_days, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    )
