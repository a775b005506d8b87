"""The first grades of the September after the baseline as the rules fill them, before anything errs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import Stage
from seatsim.model.admissions import catchment_claims
from seatsim.model.cohorts import age_of_entry, expected_entrants, given_births
from seatsim.model.entry import draw_lots, junior_weights, leavers_paths, wave
from seatsim.model.layout import CLAIMS, Layout, build_layout
from seatsim.model.start import Start, registered_start

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SchoolEntry:
    """First grade of one school, now and by rule."""

    row: int
    """Row of the school in the register."""
    now: int
    """Pupils of the first grade at the baseline [pupils]."""
    expected: int
    """Who asks there in the year after, before any project and any error [pupils]."""


@dataclass(frozen=True)
class StageEntry:
    """First grade of a stage that is reckoned from births, now and by the ratio taken."""

    now: int
    """Pupils of the first grade at the baseline [pupils]."""
    children: float
    """Children whose age they have [children]."""
    taken: float
    """Ratio that the run takes [pupils/child]."""
    expected: int
    """Entrants of the year after by that ratio, before any error [pupils]."""

    @property
    def own(self) -> float:
        """First grade over the children of its age [pupils/child]."""
        return self.now / self.children


def stage_entry(county: County, stage: Stage, scenario: Scenario | None = None) -> StageEntry | None:
    """First grade of kindergarten or primary against the births; None where births do not tell.

    They do not where the pupils stand in for them, do not reach back to the first grade, or are fitted to the pupils.
    """
    series = county.births["reference" if scenario is None else scenario.uncertainty.births.variant]
    year, age = county.baseline_year, age_of_entry(stage, county.grades)
    born = year - age
    if series.enrolled or county.register.synthetic or born - 1 < series.first_year or born > series.last_known:
        return None
    births = given_births(county, series, born + 1)
    children, following = (float(births.registered(each, age).sum()) for each in (year, year + 1))
    ratios, now = county.ratios, int(county.register.pupils[stage][:, 0].sum())
    taken = ratios.kindergarten_entry if stage == "kindergarten" else ratios.primary_entry
    comers = 0.0 if scenario is None else wave(year + 1, scenario.uncertainty.migration)
    return StageEntry(now, children, taken, round(following * (taken + comers))) if children and now else None


def junior_entries(county: County, scenario: Scenario | None = None) -> tuple[SchoolEntry, ...]:
    """First grade of every junior school of a real register, as leavers of primary schools reach it.

    Leavers stay in their nine-year school, follow the feeders, are drawn by private schools, or spread over the zone.
    """
    layout = build_layout(county, {}, 0.0 if scenario is None else scenario.levers.admission.reach_minutes)
    start = registered_start(county, layout, 1)
    primary, junior = layout.stages["primary"], layout.stages["junior"]
    leavers = start.stages["primary"].pupils[:, :, -1]
    here = np.ones((1, len(junior.row)), dtype=bool)
    stay, fed, others = leavers_paths(leavers, county, primary, junior, here)
    children = primary.by_zone.sums(leavers)
    comers = np.rint(_expected(children.astype(np.float64), layout, county, scenario)).astype(np.int64) - children
    asking = np.zeros((1, len(county.zones), CLAIMS), dtype=np.int64)
    asking[:, :, 0] = np.maximum(primary.by_zone.sums(others) + comers, 0)
    lots = np.zeros_like(stay)
    lots[:, junior.lottery] = start.stages["junior"].plan[:, junior.lottery]
    drawn, left = draw_lots(asking, lots, junior, layout)
    weights = junior.pair_share if junior.pair_share is not None else junior_weights(layout, start)[0, junior.pair_unit]
    total = stay + fed + drawn + catchment_claims(left[:, :, 0], junior, weights[None])
    return tuple(_entries(start, layout, total[0]))


def _expected(children: Floats, layout: Layout, county: County, scenario: Scenario | None) -> Floats:
    """Entrants of junior schools by zone from all leavers of the zone, shape (1, zones) [pupils]."""
    ratios = county.ratios
    ratio = ratios.junior_entry * float(ratios.kept(layout.stages["primary"].units.grades)[-1])
    if scenario is None:
        return children * ratio
    migration = scenario.uncertainty.migration
    ratio += wave(county.baseline_year + 1, migration)
    return expected_entrants(children, ratio, migration, layout.zone_kind)


def _entries(start: Start, layout: Layout, total: Ints) -> Iterator[SchoolEntry]:
    now = start.stages["junior"].pupils[0, :, 0]
    for row, have, expected in zip(layout.stages["junior"].row.tolist(), now.tolist(), total.tolist(), strict=True):
        yield SchoolEntry(row, have, expected)
