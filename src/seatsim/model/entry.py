"""Claims to entry places: who asks where in the first grade of a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.stages import Stage
from seatsim.model.admissions import catchment_claims
from seatsim.model.apportion import SHARE_UNIT, Groups, share_out
from seatsim.model.cohorts import Luck, age_of_entry, county_ties, entrants_by_zone
from seatsim.model.fills import redirect_claims
from seatsim.model.layout import Layout, StageLayout
from seatsim.model.start import Start
from seatsim.model.state import Openings, StageState, World
from seatsim.model.streams import hashes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Claims:
    """Claims to one September's entry places."""

    by_unit: Mapping[Stage, Ints]
    """Claims at each unit, shape (replications, units) [pupils]; in the senior stage the school's plan of places."""
    leavers: Ints
    """Junior leavers, shape (replications,) [pupils]."""
    going_on: Ints
    """Those of them who go on to the senior stage, shape (replications,) [pupils]."""


def claims_of_year(last: Mapping[Stage, StageState], openings: Openings, luck: Luck, world: World, year: int) -> Claims:
    """Claims of ``year`` from births, from last year's leavers and from one budget of in-migration."""
    ratios = world.county.ratios
    by_unit: dict[Stage, Ints] = {
        "kindergarten": _from_births("kindergarten", ratios.kindergarten_entry, luck, world, year),
        "primary": _from_births("primary", ratios.primary_entry, luck, world, year),
        "junior": _from_leavers(last["primary"], luck, world),
    }
    redirected = {stage: redirect_claims(c, world.fills[stage], openings.opened) for stage, c in by_unit.items()}
    leavers = last["junior"].pupils[:, :, -1].sum(axis=1) + last["junior"].waiting[:, :, -1].sum(axis=1)
    going_on = np.floor(leavers * ratios.going_on + luck.rounding["senior"]).astype(np.int64)
    return Claims(
        redirected | {"senior": yearly_places("senior", openings, world)},
        leavers,
        np.minimum(going_on, leavers),
    )


def yearly_places(stage: Stage, openings: Openings, world: World) -> Ints:
    """Plan of places of a senior or vocational school with what projects add, (replications, units) [places]."""
    added: Ints = openings.opened.astype(np.int64) @ world.fills[stage].plan
    places: Ints = world.start.stages[stage].plan + added
    return places


def _from_births(stage: Stage, ratio: float, luck: Luck, world: World, year: int) -> Ints:
    children = world.births.registered(year, age_of_entry(stage, world.county.grades))
    asking = _by_zone(children, ratio, stage, luck, world)
    return catchment_claims(asking, world.layout.stages[stage], world.catchments[stage])


def _by_zone(children: npt.NDArray[np.float64], ratio: float, stage: Stage, luck: Luck, world: World) -> Ints:
    kinds, ties = world.layout.zone_kind, county_ties(world.county)
    return entrants_by_zone(children, ratio, stage, luck, world.uncertainty.migration, kinds, ties)


def _from_leavers(primary: StageState, luck: Luck, world: World) -> Ints:
    """Junior claims: leavers stay in their nine-year school, follow the feeders, or spread over the zone.

    In-migrants come on top by zone; where the year's shock is below the leavers, some of them leave the county.
    """
    here, junior = world.layout.stages["primary"], world.layout.stages["junior"]
    leavers = primary.pupils[:, :, -1]
    stay, fed, others = leavers_paths(leavers, world.county, here, junior)
    by_zone = here.by_zone.sums(others) + primary.waiting[:, :, -1]
    claims = stay + fed + catchment_claims(by_zone, junior, world.catchments["junior"])
    all_leavers = here.by_zone.sums(leavers) + primary.waiting[:, :, -1]
    net = (
        _by_zone(all_leavers.astype(np.float64), world.county.ratios.junior_entry, "junior", luck, world) - all_leavers
    )
    claims += catchment_claims(np.maximum(net, 0), junior, world.catchments["junior"])
    whole = Groups.make(np.zeros(claims.shape[1], dtype=np.int64), 1, hashes(junior.units.school))
    gone = np.maximum(-net, 0).sum(axis=1, keepdims=True)
    return claims - share_out(gone, claims, whole)


def leavers_paths(leavers: Ints, county: County, primary: StageLayout, junior: StageLayout) -> tuple[Ints, Ints, Ints]:
    """Split primary leavers, shape (replications, primary units), into three.

    Those who stay on their campus and those fed elsewhere, both (replications, junior units), and those left to
    their zone, (replications, primary units).
    """
    stay = np.zeros((len(leavers), len(junior.units.school)), dtype=np.int64)
    others = leavers.copy()
    for p, j in same_campus(primary, junior):
        stay[:, j] = leavers[:, p]
        others[:, p] = 0
    fed = np.zeros_like(stay)
    for (origin, target), share in sorted(county.feeders.items()):
        if origin in primary.units.school and target in junior.units.school:
            p, j = primary.units.school.index(origin), junior.units.school.index(target)
            moved = np.minimum((leavers[:, p] * round(share * SHARE_UNIT)) // SHARE_UNIT, others[:, p])
            fed[:, j] += moved
            others[:, p] -= moved
    return stay, fed, others


def same_campus(primary: StageLayout, junior: StageLayout) -> list[tuple[int, int]]:
    """Primary and junior units of the same campus, as pairs of unit indices."""
    junior_of = {campus: j for j, campus in enumerate(junior.units.campus.tolist())}
    return [(p, junior_of[c]) for p, c in enumerate(primary.units.campus.tolist()) if c in junior_of]


def junior_weights(layout: Layout, start: Start) -> Ints:
    """Pull of each junior unit on leavers from elsewhere: its pupils beyond those of its own primary.

    Shape (replications, units). A zone in which nobody is pulled that way keeps its pupils as weights.
    """
    primary, junior = layout.stages["primary"], layout.stages["junior"]
    pupils = start.stages["junior"].pupils
    own = np.zeros(pupils.shape[:2], dtype=np.int64)
    grades = pupils.shape[2]
    for p, j in same_campus(primary, junior):
        own[:, j] = start.stages["primary"].pupils[:, p, -grades:].sum(axis=1)
    total = pupils.sum(axis=2)
    beyond = np.maximum(total - own, 0)
    empty = junior.by_zone.sums(beyond)[:, junior.by_zone.of] == 0
    pull: Ints = np.where(empty, total, beyond)
    return pull
