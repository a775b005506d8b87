"""Claims to entry places: who asks where in the first grade of a stage, and with which claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.demand_uncertainty import Migration
from seatsim.domain.stages import COMPULSORY, Stage
from seatsim.model.admissions import catchment_claims, open_claims
from seatsim.model.apportion import SHARE_UNIT, share_out
from seatsim.model.cohorts import NEW_URBAN, age_of_entry, entrants_by_zone, expected_entrants, summed
from seatsim.model.fills import hand_over_to_mergers, redirect_claims
from seatsim.model.groups import StageGroups, even_out, groups_in
from seatsim.model.layout import CLAIMS, Layout, StageLayout
from seatsim.model.luck import Luck, entry_law
from seatsim.model.premises import Premises
from seatsim.model.start import Start
from seatsim.model.state import Openings, StageState, World
from seatsim.model.verification import Verified, verify

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Claims:
    """Claims to one September's entry places."""

    by_class: Mapping[Stage, Ints]
    """Claims at each unit by class, shape (replications, units, 3) [pupils]; kindergarten has the first class only."""
    by_unit: Mapping[Stage, Ints]
    """All claims at each unit, shape (replications, units) [pupils]; in the senior stage the plan of places."""
    leavers: Ints
    """Junior leavers, shape (replications,) [pupils]."""
    going_on: Ints
    """Those of them who go on to the senior stage, shape (replications,) [pupils]."""
    verified: Verified | None
    """What the verification desks did; None without verification."""


@dataclass(frozen=True)
class Opening:
    """What a stage's claims depend on that is open on the day."""

    opened: Bools
    """Projects and changes that are open, shape (replications, projects and changes)."""
    rooms: Mapping[Stage, Ints]
    """Usable classrooms, (replications, units) by stage [rooms]."""
    closed: Mapping[Stage, Bools]
    """Units without a classroom, (replications, units) by stage."""
    groups: Mapping[Stage, StageGroups]
    """Education groups of the year."""
    year: int
    """Academic year."""
    homes: Bools | None
    """Where new homes find seats, shape (replications,); None: they do not wait for any."""


def claims_of_year(
    last: Mapping[Stage, StageState], openings: Openings, standing: Premises, luck: Luck, world: World, year: int
) -> Claims:
    """Claims of ``year`` from births, from last year's leavers and from one budget of in-migration."""
    groups, homes = groups_in(world.eras, year).stages, _homes(last, standing.rooms, world)
    opening = Opening(openings.opened, standing.rooms, standing.closed, groups, year, homes)
    by_class: dict[Stage, Ints] = {"kindergarten": _kindergarten(luck, world, opening)}
    by_class["primary"], drawn = _primary(luck, world, opening)
    by_class["junior"], stay_or_drawn = _junior(last["primary"], luck, world, opening)
    verified = None
    if world.plan.levers.verification.on:
        verified = _verify(by_class, world, year)
        by_class |= {stage: reclassify(by_class[stage], verified, world) for stage in COMPULSORY}
    # Whom a lottery drew and who stays in a nine-year school have their place and are verified by nobody.
    by_class["primary"][:, :, 0] += drawn
    by_class["junior"][:, :, 0] += stay_or_drawn
    by_unit = {stage: summed(claims) for stage, claims in by_class.items()}
    leavers = last["junior"].pupils[:, :, -1].sum(axis=1) + last["junior"].waiting[:, :, -1].sum(axis=1)
    going_on = np.floor(leavers * world.county.ratios.going_on + luck.rounding["senior"]).astype(np.int64)
    senior = yearly_places("senior", openings, world)
    return Claims(by_class, by_unit | {"senior": senior}, leavers, np.minimum(going_on, leavers), verified)


def yearly_places(stage: Stage, openings: Openings, world: World) -> Ints:
    """Plan of places of a senior or vocational school with what projects add, (replications, units) [places]."""
    added: Ints = openings.opened.astype(np.int64) @ world.fills[stage].plan
    places: Ints = world.start.stages[stage].plan + added
    return places


def _kindergarten(luck: Luck, world: World, opening: Opening) -> Ints:
    children = world.births.registered(opening.year, age_of_entry("kindergarten", world.county.grades))
    ratio = world.county.ratios.kindergarten_entry + wave(opening.year, world.uncertainty.migration)
    asking = _by_zone(children, ratio, "kindergarten", luck, world, opening.homes)
    return _at_home(asking, "kindergarten", world, opening)[:, :, None]


def _at_home(asking: Ints, stage: Stage, world: World, opening: Opening, fed: Ints | None = None) -> Ints:
    """Claims at each unit, (rows, units), from the children of each zone, (rows, zones), and those fed from below.

    The rows are the replications, once for each class of claims; ``fed``, (replications, units), are of the first.
    Shares of catchments that projects and changes take move first; who then belongs to a closed school asks in the
    open ones of its zone, or of the nearest zone that has one; at last the pull of groups evens out.
    """
    here, classes = world.layout.stages[stage], len(asking) // len(opening.opened)
    weights, rooms = (np.tile(numbers, (classes, 1)) for numbers in (world.catchments[stage], opening.rooms[stage]))
    closed, opened = (np.tile(whether, (classes, 1)) for whether in (opening.closed[stage], opening.opened))
    claims = catchment_claims(asking, here, weights)
    if fed is not None:
        claims[: len(fed)] += fed
    claims = redirect_claims(claims, world.fills[stage], opened, closed)
    stray = claims * closed
    if stray.any():
        claims = claims - stray + open_claims(here.by_zone.sums(stray), here, weights, closed, world.layout.nearest)
    rooms[:, here.lottery] = 0
    return even_out(claims, rooms, opening.groups[stage], world.plan.levers.groups.evens_out, opening.year)


def _primary(luck: Luck, world: World, opening: Opening) -> tuple[Ints, Ints]:
    """P1 claims: registered six-year-olds, a stated share of them without a home, and in-migrants.

    Returns the claims by class and whom private schools drew, (replications, units).
    """
    children = world.births.registered(opening.year, age_of_entry("primary", world.county.grades))
    ratio = world.county.ratios.primary_entry + wave(opening.year, world.uncertainty.migration)
    total = _by_zone(children, ratio, "primary", luck, world, opening.homes)
    migration, kinds = world.uncertainty.migration, world.layout.zone_kind
    expected = expected_entrants(children, ratio, migration, kinds, opening.homes)
    comers = np.clip(1.0 - children / np.maximum(expected, 1e-12), 0.0, 1.0)
    third = np.floor(total * comers + 0.5).astype(np.int64)
    asking = _with_second(total - third, third, world)
    return _ask("primary", asking, None, world, opening)


def _junior(primary: StageState, luck: Luck, world: World, opening: Opening) -> tuple[Ints, Ints]:
    """J1 claims: leavers stay in their nine-year school, follow the feeders, or spread over the zone.

    In-migrants come on top by zone; where the year's shock is below the leavers, some of them leave the county.
    Returns the claims by class, and who stays or was drawn by a private school, (replications, units).
    """
    here, junior = world.layout.stages["primary"], world.layout.stages["junior"]
    leavers = primary.pupils[:, :, -1]
    fills, closed = world.fills["junior"], opening.closed["junior"]
    merged = (opening.opened & fills.mergers).astype(np.int64) @ (fills.takes == SHARE_UNIT) > 0
    stay, fed, others = leavers_paths(leavers, world.county, here, junior, ~closed | merged)
    stay = hand_over_to_mergers(stay, fills, opening.opened, closed)
    by_zone = here.by_zone.sums(others) + primary.waiting[:, :, -1]
    all_leavers = here.by_zone.sums(leavers) + primary.waiting[:, :, -1]
    ratios = world.county.ratios
    going_on = float(ratios.kept(here.units.grades)[-1])
    ratio = ratios.junior_entry * going_on + wave(opening.year, world.uncertainty.migration)
    net = _by_zone(all_leavers.astype(np.float64), ratio, "junior", luck, world, opening.homes)
    net -= all_leavers
    gone = np.minimum(np.maximum(-net, 0), by_zone)
    asking = _with_second(by_zone - gone, np.maximum(net, 0), world)
    claims, drawn = _ask("junior", asking, fed, world, opening)
    # Whom a zone cannot spare from its own, the county's other leavers spare.
    short = (np.maximum(-net, 0) - gone).sum(axis=1, keepdims=True)
    first = claims[:, :, 0]
    first -= share_out(np.minimum(short, first.sum(axis=1, keepdims=True)), first, junior.whole)
    return claims, stay + drawn


def wave(year: int, migration: Migration) -> float:
    """What a wave of in-migration adds to every entry ratio in ``year`` [ratio]."""
    return migration.wave_share if 0 <= year - migration.wave_from < migration.wave_years else 0.0


def _by_zone(
    children: Floats, ratio: float, stage: Stage, luck: Luck, world: World, homes: Bools | None = None
) -> Ints:
    layout = world.layout
    migration, kinds = world.uncertainty.migration, layout.zone_kind
    law = entry_law(stage, world.uncertainty)
    return entrants_by_zone(children, ratio, stage, luck, migration, law, kinds, layout.zones, homes)


def _homes(last: Mapping[Stage, StageState], rooms: Mapping[Stage, Ints], world: World) -> Bools | None:
    """Whether the compulsory schools of the new urban zones have a seat free, shape (replications,).

    This September's seats against the pupils of the opening day before, those who await a place included. None where
    homes do not wait.
    """
    if not world.plan.levers.layout.homes_wait:
        return None
    new = np.array([kind == NEW_URBAN for kind in world.layout.zone_kind])
    free = np.zeros(len(next(iter(rooms.values()))), dtype=np.int64)
    for stage in COMPULSORY:
        there = new[world.layout.stages[stage].units.zone]
        pupils = last[stage].pupils[:, there].sum(axis=(1, 2)) + last[stage].waiting[:, new].sum(axis=(1, 2))
        free += rooms[stage][:, there].sum(axis=1) * world.plan.limits.planning.of(stage) - pupils
    seats: Bools = free > 0
    return seats


def _with_second(registered: Ints, comers: Ints, world: World) -> Ints:
    """Classes of claims by zone, shape (replications, zones, 3): the second is a stated share of the registered."""
    second = np.floor(registered * world.uncertainty.claims.other_registered + 0.5).astype(np.int64)
    return np.stack((registered - second, second, comers), axis=2)


def _ask(stage: Stage, asking: Ints, fed: Ints | None, world: World, opening: Opening) -> tuple[Ints, Ints]:
    """Claims at each unit by class, and whom private schools drew: the lottery comes first, then the catchments."""
    here = world.layout.stages[stage]
    drawn, asking = draw_lots(asking, yearly_lots(stage, world) * ~opening.closed[stage], here, world.layout)
    # Each class asks by itself, as further futures would.
    classes = np.moveaxis(asking, 2, 0).reshape(-1, asking.shape[1])
    claims = _at_home(classes, stage, world, opening, fed).reshape(CLAIMS, *drawn.shape)
    return np.ascontiguousarray(np.moveaxis(claims, 0, 2)), drawn


def yearly_lots(stage: Stage, world: World) -> Ints:
    """Places that private schools give by lottery: their plan, (replications, units) [places]."""
    here = world.layout.stages[stage]
    lots = np.zeros_like(world.start.stages[stage].plan)
    lots[:, here.lottery] = world.start.stages[stage].plan[:, here.lottery]
    return lots


def draw_lots(asking: Ints, lots: Ints, here: StageLayout, layout: Layout) -> tuple[Ints, Ints]:
    """Let private schools draw up to their lots: all of them from their own zone first, then from within reach.

    ``asking`` : (replications, zones, classes); a lottery knows no claims, so all ask alike, and schools draw in the
    order of their stable hash. That they draw on their own zone first is assumed. Returns what each unit drew,
    (replications, units), and who still asks.
    """
    drawn = np.zeros_like(lots)
    left = asking.copy()
    own = [np.arange(asking.shape[1]) == here.units.zone[unit] for unit in here.lottery]
    near = [layout.reach.zones[here.units.zone[unit]] for unit in here.lottery]
    for unit, zones in zip((*here.lottery, *here.lottery), (*own, *near), strict=True):
        pool = (left * zones[None, :, None]).reshape(len(left), -1)
        wanted = np.minimum(lots[:, unit] - drawn[:, unit], pool.sum(axis=1))
        taken = share_out(wanted[:, None], pool, layout.zone_claims)
        left -= taken.reshape(left.shape)
        drawn[:, unit] += taken.sum(axis=1)
    return drawn, left


def _verify(by_class: Mapping[Stage, Ints], world: World, year: int) -> Verified:
    """Registered claims of both compulsory stages queue at the same desks."""
    applications = np.sum([by_class[stage][:, :, :2].sum(axis=(1, 2)) for stage in COMPULSORY], axis=0)
    return verify(applications.astype(np.int64), world.plan.levers.verification, year)


def reclassify(claims: Ints, verified: Verified, world: World) -> Ints:
    """Claims after verification, shape (replications, units, 3).

    A stated share of the first claims verified is not entitled and joins the third; whoever was not verified in
    time is placed by the bureau like the third. Nobody is lost.
    """
    share = (verified.verified / np.maximum(verified.applications, 1))[:, None]
    unverified = np.floor(claims[:, :, :2] * (1.0 - share)[:, :, None] + 0.5).astype(np.int64)
    kept = claims[:, :, :2] - unverified
    false = np.floor(kept[:, :, 0] * world.uncertainty.claims.not_entitled + 0.5).astype(np.int64)
    kept[:, :, 0] -= false
    third = claims[:, :, 2] + unverified.sum(axis=2) + false
    return np.concatenate((kept, third[:, :, None]), axis=2)


def leavers_paths(
    leavers: Ints, county: County, primary: StageLayout, junior: StageLayout, open_junior: Bools
) -> tuple[Ints, Ints, Ints]:
    """Split primary leavers, shape (replications, primary units), into three.

    ``open_junior`` : (replications, junior units), where leavers of the campus stay. Returns those who stay on their
    campus and those fed elsewhere, both (replications, junior units), and those left to their zone, (replications,
    primary units).
    """
    stay = np.zeros((len(leavers), len(junior.units.school)), dtype=np.int64)
    others = leavers.copy()
    for p, j in same_campus(primary, junior):
        stay[:, j] = np.where(open_junior[:, j], leavers[:, p], 0)
        others[:, p] -= stay[:, j]
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
