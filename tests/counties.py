"""Small counties made by hand or generated, and plans in which only what a test is about happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

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
from seatsim.domain.project import Project
from seatsim.domain.scenario import (
    AdmissionLever,
    CapitalLever,
    ClaimShares,
    ConstructionLever,
    Costs,
    Crowding2020,
    Durations,
    Plan,
    Start,
    Uncertainty,
    VerificationLever,
)
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.domain.text import Text
from shipped import SHIPPED

GRADES: Mapping[Stage, int] = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 3,
    "senior": 3,
    "vocational": 3,
    "special": 1,
}
LIMITS = Limits(
    standard=StandardClass((25, 30, 35), 45, 50, 50),
    planning=StageSizes(30, 45, 50, 50),
    hard_caps=StageSizes(40, 55, 55, 55),
    classes=LargeClasses(56, 66),
    schools=SchoolSizes(360, 2000, 2000, 2500, 3000),
    tolerances=Tolerances(0.02, 3),
    warning=WarningColours(0.5, 0.2),
)
ONE_ZONE = (Zone("z0", Text(), "town", (), ()),)
LEVEL = Ratios(1.0, 1.0, 1.0, 1.0)
"""Nobody comes, nobody goes."""
LEVERS = replace(
    SHIPPED.levers,
    construction=ConstructionLever(desks=1, crews=5, sitting_days=0.0, joint_meetings=0),
    capital=CapitalLever(1e9, 2, 14.5, 9.1, 14.0, 12.0, 15.0, 20.0, 0.0),
    admission=AdmissionLever(
        gate="open",
        last_resort="wait",
        split_above=55,
        divide_anew=False,
        borrow_special_rooms=True,
        reach_minutes=30.0,
    ),
    verification=VerificationLever(on=False, desks=1, per_desk=1000),
)


@dataclass(frozen=True)
class School:
    """One row of a test's register."""

    id: str
    kind: str
    zone: str = "z0"
    rooms: Mapping[Stage, int] = field(default_factory=dict)
    pupils: Mapping[Stage, Sequence[int]] = field(default_factory=dict)
    classes: Mapping[Stage, Sequence[int]] = field(default_factory=dict)
    special_rooms: int = 0
    plan: int = 0
    ownership: str = "public"
    group: str = ""
    group_kind: str = "一体型"


def make_county(
    schools: Sequence[School],
    births: Mapping[str, float],
    zones: Sequence[Zone] = ONE_ZONE,
    ratios: Ratios = LEVEL,
) -> County:
    """A county with a real register and level births by zone from 2005."""
    years = 40
    level = np.array([[births[zone.id]] * years for zone in zones], dtype=np.float64)
    return County(
        id="test",
        name=Text(),
        baseline_year=2020,
        grades=GRADES,
        zones=tuple(zones),
        register=_register(schools),
        crowding={},
        births={variant: BirthSeries(2005, level, 2021) for variant in ("low", "reference", "high")},
        ratios=ratios,
        catchments={},
        feeders={},
        resources={},
        figures={},
        reconciled=None,
        information_date="2021-05-10",
        digest="0" * 64,
        assumed=(),
    )


def _register(schools: Sequence[School]) -> Register:
    def grid(values: Sequence[Mapping[Stage, Sequence[int]]], stage: Stage) -> np.ndarray:
        return np.array([list(v.get(stage, (0,) * GRADES[stage])) for v in values], dtype=np.int64)

    pupils = {stage: grid([s.pupils for s in schools], stage) for stage in STAGES}
    classes = {stage: grid([s.classes for s in schools], stage) for stage in CLASS_STAGES}
    count = len(schools)
    return Register(
        school_id=tuple(s.id for s in schools),
        name=(Text(),) * count,
        legal_school=tuple(s.id for s in schools),
        zone=tuple(s.zone for s in schools),
        group=tuple(s.group for s in schools),
        group_kind=tuple(s.group_kind if s.group else "" for s in schools),
        kind=tuple(s.kind for s in schools),
        ownership=tuple(s.ownership for s in schools),
        rooms={stage: np.array([s.rooms.get(stage, 0) for s in schools], dtype=np.int64) for stage in CLASS_STAGES},
        special_rooms=np.array([s.special_rooms for s in schools], dtype=np.int64),
        plan=np.array([s.plan for s in schools], dtype=np.int64),
        site_limit=np.zeros(count, dtype=np.int64),
        pupils=pupils,
        classes=classes,
        source=("test",) * count,
        synthetic=False,
    )


def make_uncertainty(on: bool = False, spring_share: float = 0.0) -> Uncertainty:
    """Every uncertainty switched on or off together."""
    return Uncertainty(
        births=Births("reference", on, 0.03),
        migration=Migration(on, 0.012, 0.0, 1e9, 0.02, 0.0, 0.0, 0.0, 0.25, 0.25, 2021, 0, 0.0),
        progression=Progression(on, 0.0, 0.0, 1e9, 0.004, 0.0, 0.0, 0.0, 0.0, 0.02, 1.0),
        start=Start(on),
        crowding_2020=Crowding2020(on, "middle"),
        durations=Durations(on, 20, 9, 2, 21, 12, 2, 2, 2, 0.2, 0.3, 6, 0.03),
        costs=Costs(on, 0.1),
        claims=ClaimShares(0.1, 0.05, spring_share),
        leaving=replace(SHIPPED.uncertainty.leaving, on=on),
        recruitment=replace(SHIPPED.uncertainty.recruitment, on=on),
        private_kindergartens=replace(SHIPPED.uncertainty.private_kindergartens, on=on),
    )


def make_plan(
    projects: Mapping[str, Project] | None = None,
    horizon: int = 2030,
    hard_cap: int = 55,
    split_above: int | str = 55,
    divide_anew: bool = False,
    gate: Literal["open", "strict"] = "open",
    last_resort: Literal["wait", "over-cap"] = "wait",
    verification: VerificationLever | None = None,
) -> Plan:
    """A plan in which money and desks never bind."""
    admission = replace(LEVERS.admission, divide_anew=divide_anew, gate=gate, last_resort=last_resort)
    admission = replace(admission, split_above="never" if split_above == "never" else int(split_above))
    caps = StageSizes(40, hard_cap, hard_cap, hard_cap)
    levers = replace(LEVERS, admission=admission, verification=verification or LEVERS.verification)
    return Plan(levers, replace(LIMITS, hard_caps=caps), projects or {}, horizon)
