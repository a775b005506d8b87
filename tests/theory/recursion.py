"""The linear recursion n(y+1) = A n(y) + u(y+1) of a county's grades, and a county in which nothing else happens.

Grades of a zone are K1 to J3, side by side by zone; behind them stand the county's S1 to S3 and V1 to V3. A holds what
reaches the next grade, u who enters from births and the senior plan. Nothing of the program is used to set it up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from counties import School, make_county, make_plan
from seatsim.domain.county import BirthSeries, County, Ratios, Zone
from seatsim.domain.limits import SchoolSizes
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import Stage
from seatsim.domain.text import Text

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ZONE_GRADES = ("K1", "K2", "K3", "P1", "P2", "P3", "P4", "P5", "P6", "J1", "J2", "J3")
COUNTY_GRADES = ("S1", "S2", "S3", "V1", "V2", "V3")
IN_ZONE: Mapping[Stage, int] = {"kindergarten": 3, "primary": 6, "junior": 3}
FIRST_BIRTHS = 2005


@dataclass(frozen=True)
class Rates:
    """What the recursion knows of a county."""

    kindergarten: float = 1.0
    """K1 per registered child of three [ratio]."""
    primary: float = 1.0
    """P1 per registered child of six [ratio]."""
    junior: float = 1.0
    """J1 per primary leaver [ratio]."""
    going_on: float = 1.0
    """Junior leavers who go on [ratio]."""
    lost: Mapping[str, float] = field(default_factory=dict)
    """Lost on the way to the next grade, by grade [share]."""
    grown: float = 1.0
    """Mean factor of what chance does to a grade that moves up [ratio]."""
    shocked: float = 1.0
    """Mean factor of what chance does to an entry ratio [ratio]."""

    def matrix(self, zones: int) -> Floats:
        """A: what reaches the next grade, shape (grades, grades)."""
        size = zones * len(ZONE_GRADES) + len(COUNTY_GRADES)
        senior = zones * len(ZONE_GRADES)
        reach = np.zeros((size, size))
        for zone in range(zones):
            first = zone * len(ZONE_GRADES)
            for place, name in enumerate(ZONE_GRADES[:-1]):
                kept = 1.0 - self.lost.get(name, 0.0)
                by_stage = {"K3": 0.0, "P6": kept * self.junior * self.shocked}
                reach[first + place + 1, first + place] = by_stage.get(name, kept * self.grown)
            reach[senior + 3, first + 11] = self.going_on
        for place, name in enumerate(COUNTY_GRADES):
            if name not in ("S3", "V3"):
                reach[senior + place + 1, senior + place] = (1.0 - self.lost.get(name, 0.0)) * self.grown
        return reach

    def entering(self, births: Floats, year: int, places: float) -> Floats:
        """u: who enters in September of ``year``; ``births`` : (zones, calendar years) from ``FIRST_BIRTHS`` on."""
        zones = len(births)
        entering = np.zeros(zones * len(ZONE_GRADES) + len(COUNTY_GRADES))
        for zone in range(zones):
            for place, age, ratio in ((0, 3, self.kindergarten), (3, 6, self.primary)):
                late = year - age - FIRST_BIRTHS
                children = births[zone, late - 1] / 3.0 + births[zone, late] * 2.0 / 3.0
                entering[zone * len(ZONE_GRADES) + place] = children * ratio * self.shocked
        # Who has no general place goes to the county's vocational school.
        entering[-6], entering[-3] = places, -places
        return entering

    def errors(self, zones: int) -> Floats:
        """Most that rounding can add up to in each grade, shape (grades,) [pupils].

        Every step rounds to half a pupil; a county's entrants are rounded once and its zones by largest remainder,
        which errs by less than one.
        """
        reach, size = self.matrix(zones), zones * len(ZONE_GRADES) + len(COUNTY_GRADES)
        step = np.full(size, 0.5)
        if zones > 1:
            for zone in range(zones):
                step[zone * len(ZONE_GRADES) + np.array([0, 3, 9])] = 1.5
        step[-6] = 0.0
        error = np.zeros(size)
        for _ in range(size):
            error = reach @ error + step
        return error


def expected(first: Floats, rates: Rates, births: Floats, places: float, years: Sequence[int]) -> Floats:
    """Every grade on every opening day, the baseline's first, shape (years, grades)."""
    reach, path = rates.matrix(len(births)), [first]
    for year in years:
        path.append(reach @ path[-1] + rates.entering(births, year, places))
    return np.array(path)


def county_of(first: Ints, births: Floats, rates: Rates, places: int, rooms: int = 900) -> County:
    """A county with a school of every stage in each zone, ``first`` pupils by grade and room for everybody."""
    zones = tuple(Zone(f"z{zone}", Text(), "town", (), ()) for zone in range(len(births)))
    schools, place = [], 0
    for zone in zones:
        for stage, count in IN_ZONE.items():
            pupils = first[place : place + count].tolist()
            classes = [-(-n // 45) for n in pupils]
            schools.append(
                School(f"{stage}-{zone.id}", stage, zone.id, {stage: rooms}, {stage: pupils}, {stage: classes})
            )
            place += count
    senior, vocational = first[-6:-3].tolist(), first[-3:].tolist()
    classes = [-(-n // 50) for n in senior]
    schools.append(School("s", "senior", "z0", {"senior": rooms}, {"senior": senior}, {"senior": classes}, plan=places))
    schools.append(School("v", "vocational", "z0", {}, {"vocational": vocational}))
    ratios = Ratios(rates.kindergarten, rates.primary, rates.junior, rates.going_on, rates.lost)
    county = make_county(schools, {zone.id: 0.0 for zone in zones}, zones, ratios)
    series = BirthSeries(FIRST_BIRTHS, births, 2021)
    return replace(county, births=dict.fromkeys(county.births, series))


def roomy(horizon: int) -> Plan:
    """A plan in which no school is ever too large."""
    plan = make_plan(horizon=horizon)
    return replace(plan, limits=replace(plan.limits, schools=SchoolSizes(*[100_000] * 5)))


def grades(outcome: Outcome) -> Ints:
    """Pupils by grade in the recursion's order, those who wait included, shape (years, futures, grades) [pupils]."""
    parts = []
    for zone in range(len(outcome.zones)):
        for stage in IN_ZONE:
            here = outcome.stages[stage]
            parts.append(here.pupils[:, :, np.array(here.units.zone) == zone].sum(axis=2) + here.waiting[:, :, zone])
    for last in ("senior", "vocational"):
        parts.append(outcome.stages[last].pupils.sum(axis=2) + outcome.stages[last].waiting.sum(axis=2))
    return np.concatenate(parts, axis=2)
