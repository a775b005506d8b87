"""Small hand-made outcomes, counties and scenarios for tests of what comes after the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.causes import CAUSES, ROWS, TERMS, CauseSplit
from seatsim.domain.county import BirthSeries, County, Ratios, Register, Zone
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
from seatsim.domain.money import PARTS
from seatsim.domain.outcome import (
    Event,
    Outcome,
    ProjectOutcome,
    SpendingOutcome,
    StaffOutcome,
    StageOutcome,
    Units,
)
from seatsim.domain.phrase import Phrase
from seatsim.domain.project import Project
from seatsim.domain.scenario import (
    AdmissionLever,
    BaselineReadings,
    CapitalLever,
    ClaimShares,
    ConstructionLever,
    Costs,
    Crowding2020,
    Durations,
    Scenario,
    Start,
    Uncertainty,
    VerificationLever,
)
from seatsim.domain.stages import COMPULSORY, STAGES, Stage, grade_names
from seatsim.domain.text import Text
from shipped import SHIPPED
from staffed import money_of, staff_of

Ints = npt.NDArray[np.int64]

GRADES: Mapping[Stage, int] = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 3,
    "senior": 3,
    "vocational": 3,
    "special": 1,
}
SCHOOLS: Mapping[str, tuple[str, int, tuple[Stage, ...]]] = {
    "kg": ("kindergarten", 0, ("kindergarten",)),
    "p1": ("primary", 0, ("primary",)),
    "p2": ("primary", 1, ("primary",)),
    "nine": ("nine-year", 1, ("primary", "junior")),
    "high": ("senior", 0, ("senior",)),
    "voc": ("vocational", 0, ("vocational",)),
    "spec": ("special", 1, ("special",)),
    "college": ("college", 1, ()),
}
"""Schools: kind, zone, stages."""
ZONES = ("old", "town")


def limits() -> Limits:
    """The shipped limits."""
    return Limits(
        StandardClass((25, 30, 35), 45, 50, 50),
        StageSizes(30, 45, 50, 50),
        StageSizes(40, 55, 55, 55),
        LargeClasses(56, 66),
        SchoolSizes(360, 2000, 2000, 2500, 3000),
        Tolerances(0.02, 3),
        WarningColours(0.5, 0.2),
    )


def stage_outcome(stage: Stage, years: int, replications: int, pupils: int = 40) -> StageOutcome:
    """One class of ``pupils`` in every grade of every unit, one room for each."""
    schools = [s for s, (_, _, stages) in SCHOOLS.items() if stage in stages]
    grades = GRADES[stage]
    units = Units(
        stage,
        grade_names(stage, grades),
        tuple(schools),
        np.array([list(SCHOOLS).index(s) for s in schools], dtype=np.int64),
        np.array([SCHOOLS[s][1] for s in schools], dtype=np.int64),
        np.ones(len(schools), dtype=np.bool_),
    )
    shape = (years, replications, len(schools))
    followed = stage not in ("vocational", "special")
    return StageOutcome(
        units=units,
        pupils=_full((*shape, grades), pupils),
        classes=_full((*shape, grades), int(followed)),
        rooms=_full(shape, grades if followed else 0),
        borrowed=_full(shape, 0),
        claims=_full(shape, pupils),
        claims_by_class=_claims_by_class(stage, shape, pupils),
        entry_rooms=_full(shape, 1),
        entry_places=_full(shape, 45),
        sent_elsewhere=_full(shape, 0),
        over_cap=_full(shape, 0),
        entrants=_full(shape, pupils),
        waiting=_full((years, replications, len(ZONES), grades), 0),
        registered=_full((years, replications), 0),
        backbone=_full(shape, 2),
    )


def _claims_by_class(stage: Stage, shape: tuple[int, ...], pupils: int) -> Ints:
    """A tenth of primary's and junior's claims are of the second class, a fifth of the third."""
    second, third = (pupils // 10, pupils // 5) if stage in COMPULSORY else (0, 0)
    return np.stack([_full(shape, claims) for claims in (pupils - second - third, second, third)], axis=-1)


def _full(shape: tuple[int, ...], value: int) -> Ints:
    return np.full(shape, value, dtype=np.int64)


def outcome(
    years: Sequence[int] = tuple(range(2020, 2027)),
    replications: int = 4,
    projects: ProjectOutcome | None = None,
) -> Outcome:
    """A quiet county: every class has 40 pupils in every year of every replication."""
    n = len(years)
    return Outcome(
        years=tuple(years),
        zones=ZONES,
        campuses=tuple(SCHOOLS),
        campus_kind=tuple(kind for kind, _, _ in SCHOOLS.values()),
        stages={stage: stage_outcome(stage, n, replications) for stage in STAGES},
        projects=projects or project_outcome(n, replications),
        junior_leavers=_full((n, replications), 80),
        elsewhere=_full((n, replications), 0),
        left_education=_full((n, replications), 0),
        crowding_variant=("low", "middle", "high", "middle")[:replications] + ("low",) * max(0, replications - 4),
        events=(Event(0.5, "review", "build", "desk 1"), Event(10.0, "funded", "build", "100")),
        staff=staff_outcome(n, replications),
        spending=spending_outcome(n, replications),
    )


def staff_outcome(years: int, replications: int) -> StaffOutcome:
    """In every stage 20 staff in 22 posts, two hired for one who retires and one who leaves, and 5 outside posts."""
    shape = (years, replications, len(STAGES))
    counts = {
        "approved": 22,
        "entitled": 19,
        "filled": 20,
        "outside": 5,
        "teachers": 24,
        "teaching": 23,
        "reviewed": 0,
        "advertised": 2,
        "needed": 26,
        "structural": 1,
        "missing": 3,
        "subject": 4,
        "backbone": 6,
        "filed": 1,
        "reserve": 0,
        "temporary": 1,
        "unstaffed": 0,
        "retirements": 1,
        "leavers": 1,
        "moves": 0,
        "hires": 2,
        "talent": 1,
        "outside_left": 1,
        "outside_hires": 1,
    }
    arrays: dict[str, Any] = {name: _full(shape, count) for name, count in counts.items()}
    for name in ("retirements", "leavers", "moves", "hires", "talent", "outside_left", "outside_hires"):
        arrays[name][0] = 0
    return StaffOutcome(**arrays, subject_cover=np.full(shape, 0.8))


def spending_outcome(years: int, replications: int) -> SpendingOutcome:
    """A million yuan for every part and stage, and for the county."""
    parts = _full((len(PARTS), years, replications, len(STAGES) + 1), 1_000_000)
    pupils = _full((years, replications), 1000)
    required = np.tile(parts.sum(axis=(0, 3))[:, :, None], (1, 1, 2))
    required[0] = 0
    return SpendingOutcome(
        parts, required, pupils, np.full((pupils.shape[1], len(STAGES)), 20.0), np.full((2, years, len(STAGES)), 0.05)
    )


def with_stage(base: Outcome, run: StageOutcome) -> Outcome:
    """The outcome with one stage replaced."""
    return replace(base, stages={**base.stages, run.units.stage: run})


def project_outcome(years: int, replications: int, hand_over: Sequence[float] | None = None) -> ProjectOutcome:
    """One project, handed over on the given day of each replication."""
    days = np.array([300.0] * replications if hand_over is None else hand_over)
    return ProjectOutcome(
        ids=("build",),
        planned=np.array([2021], dtype=np.int64),
        hand_over=days[:, None],
        cancelled=np.isinf(days)[:, None],
        waits=np.tile(np.array([0.0, 30.0, 5.0, 0.0]), (replications, 1, 1)).reshape(replications, 1, 4),
        cost=np.where(np.isinf(days), 0.0, 1000.0)[:, None],
        paid=np.full((years + 1, replications), 50.0),
    )


def county(synthetic: bool = True, resources: Mapping[tuple[str, Stage, str], float] | None = None) -> County:
    """A county of two zones and seven schools."""
    n = len(SCHOOLS)
    names = tuple(Text(s, s) for s in SCHOOLS)
    blank = ("",) * n
    stages: Mapping[Stage, int] = GRADES
    register = Register(
        school_id=tuple(SCHOOLS),
        name=names,
        legal_school=tuple(SCHOOLS),
        zone=tuple(ZONES[z] for _, z, _ in SCHOOLS.values()),
        group=blank,
        group_kind=blank,
        kind=tuple(k for k, _, _ in SCHOOLS.values()),
        ownership=("public",) * n,
        rooms={s: _full((n,), 6) for s in stages},
        special_rooms=_full((n,), 1),
        plan=_full((n,), 0),
        site_limit=_full((n,), 0),
        pupils={s: _full((n, g), 40) for s, g in stages.items()},
        classes={s: _full((n, g), 1) for s, g in stages.items()},
        source=("synthetic: test",) * n,
        synthetic=synthetic,
    )
    births = BirthSeries(2010, np.full((2, 20), 100.0), 2021)
    return County(
        id="testshire",
        name=Text("试县", "Testshire"),
        baseline_year=2020,
        grades=GRADES,
        zones=tuple(Zone(z, Text(z, z), "town", (), ()) for z in ZONES),
        register=register,
        crowding={},
        births={"low": births, "reference": births, "high": births},
        ratios=Ratios(1.0, 1.0, 1.0, 1.0),
        catchments={},
        feeders={},
        resources=resources or {},
        figures={},
        reconciled=None,
        information_date="2021-05-31",
        digest="c" * 64,
        assumed=(Phrase("classes: smallest common cap"),),
        staff=replace(
            staff_of({"primary": 20}),
            kind="assumed",
            backbone_share=0.3,
            subject_teachers=np.ones(len(STAGES), dtype=np.int64),
        ),
        money=money_of(),
    )


def cause_split(run: Outcome) -> CauseSplit:
    """Nothing changes, and every cause does nothing."""
    values = _full((len(ROWS), len(run.years), run.junior_leavers.shape[1]), 0)
    return CauseSplit(run.years, values, np.stack([values] * len(TERMS), axis=1), CAUSES, True)


def scenario(name: str = "plan", horizon: int = 2026) -> Scenario:
    """A scenario with one assumed project."""
    return Scenario(
        format=1,
        name=name,
        county="seeds",
        horizon=horizon,
        replications=4,
        seed=1,
        baseline=BaselineReadings("outside", 9000, "unused", 0.0),
        uncertainty=Uncertainty(
            Births("reference", True, 0.05),
            Migration(True, 0.01, 0.0, 1e9, 0.01, 0.0, 0.0, 0.0, 0.2, 0.2, 2021, 0, 0.0),
            Progression(True, 0.0, 0.0, 1e9, 0.01, 0.0, 0.0, 0.0, 0.0, 0.01, 1.0),
            Start(True),
            Crowding2020(True, "middle"),
            Durations(True, 20, 9, 2, 21, 12, 2, 2, 2, 0.2, 0.3, 6, 0.03),
            Costs(False, 0.1),
            ClaimShares(0.1, 0.05, 0.3),
            SHIPPED.uncertainty.leaving,
            SHIPPED.uncertainty.recruitment,
            SHIPPED.uncertainty.private_kindergartens,
        ),
        levers=replace(
            SHIPPED.levers,
            construction=ConstructionLever(1, 8, 0.0, 0),
            capital=CapitalLever(1000, 2, 14, 9, 14, 12, 15, 20, 0.0),
            admission=AdmissionLever("open", "wait", 55, False, True, 30.0),
            verification=VerificationLever(False, 1, 1000),
        ),
        limits=limits(),
        projects={"build": Project("extension", "p1", 2021, "assumed: a test", rooms_P=6)},
        title=Text("试案", "A test plan"),
    )
