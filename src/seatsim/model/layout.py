"""What stands where: campuses, their units by stage, shared rooms, catchments and reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County, Zone
from seatsim.domain.outcome import Units
from seatsim.domain.project import Project
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, STAGES_OF_KIND, Stage, grade_names
from seatsim.model.apportion import Groups, as_weights
from seatsim.model.streams import by_hash, hashes

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CLAIMS = 3
"""Classes of claims: home in the catchment; other registered; in-migrants, whom the bureau places."""
FAMILIES: tuple[tuple[Stage, ...], ...] = (("primary", "junior"), ("senior",), ("kindergarten",))
"""Stages that share the rooms of one campus, those first that may borrow its special rooms."""


@dataclass(frozen=True)
class StageLayout:
    """One stage's units and how children reach them."""

    units: Units
    """The units."""
    row: Ints
    """Row of each unit's school in the register, shape (units,); -1 for a new school."""
    pool: Ints
    """Room pool of each unit within its family, shape (units,); -1 without classes."""
    whole: Groups
    """Units as one group."""
    by_zone: Groups
    """Units grouped by zone."""
    by_cell: Groups
    """Unit-grade cells, units varying slowest, grouped by zone-grade."""
    pair_zone: Groups
    """Catchment pairs (zone, unit) grouped by zone."""
    pair_unit: Ints
    """Unit of each catchment pair, shape (pairs,)."""
    pair_at: Groups
    """Catchment pairs grouped by unit."""
    lottery: Ints
    """Units that admit by lottery up to their plan: private schools of the compulsory stages, in the order of their
    stable hash, shape (lotteries,)."""
    pair_share: Ints | None
    """Stated weight of each pair in millionths, shape (pairs,); None: by the pupils of the baseline."""
    size_limit_kind: tuple[str, ...]
    """Kind of school whose size limit holds for the unit's campus."""


@dataclass(frozen=True)
class Family:
    """Stages whose units share rooms when they stand on one campus; a pool is one campus's rooms for them."""

    stages: tuple[Stage, ...]
    """The stages, in the order of their cells."""
    campus: Ints
    """Campus of each pool, shape (pools,)."""
    special_rooms: Ints
    """Special rooms that each pool may borrow, shape (pools,) [rooms]."""


@dataclass(frozen=True)
class Towards:
    """One round of asking: every zone asks one other zone within reach, its nth nearest."""

    asks: Ints
    """1 where the zone has such a neighbour, shape (zones,)."""
    origins: Groups
    """Asking zones grouped by the zone they ask."""


@dataclass(frozen=True)
class Reach:
    """Neighbouring zones within reach, nearest first."""

    towards: tuple[Towards, ...]
    """Rounds of asking, the nearest neighbours' first."""
    targets: Ints
    """Whom each zone asks in each round, itself where it asks nobody, shape (rounds, zones)."""
    zones: Bools
    """Whether a zone is the zone itself or within its reach, shape (zones, zones)."""
    order: Ints
    """Zones in the order of their stable hash, for what is done zone by zone, shape (zones,)."""


@dataclass(frozen=True)
class Layout:
    """Everything that does not change from year to year."""

    campuses: tuple[str, ...]
    """Campus ids: the register's, then new schools'."""
    campus_kind: tuple[str, ...]
    """Kind of each campus."""
    stages: Mapping[Stage, StageLayout]
    """By stage."""
    families: tuple[Family, ...]
    """Stages that share rooms."""
    zones: Groups
    """Zones as one group."""
    zone_claims: Groups
    """Classes of claims of every zone, zones varying slowest, as one group."""
    reach: Reach
    """Zones that take each other's overflow."""
    wholes: Groups
    """Units of the stages with classes side by side, grouped by stage."""
    cells: Groups
    """Unit-grade cells of all stages side by side, grouped by stage, zone and grade."""
    zone_kind: tuple[str, ...]
    """Kind of each zone."""
    nearest: Ints
    """Zones by travel time from each zone, itself first, shape (zones, zones)."""


def build_layout(county: County, projects: Mapping[str, Project], reach_minutes: float) -> Layout:
    """Lay out the register and the new schools that projects may open.

    Zones within ``reach_minutes`` of travel take each other's overflow [minutes].
    """
    new = {p.school: p for _, p in sorted(projects.items()) if p.kind == "new-school"}
    campuses = (*county.register.school_id, *new)
    kinds = (*county.register.kind, *(_kind_of(p) for p in new.values()))
    zone_index = {zone.id: i for i, zone in enumerate(county.zones)}
    zones = [zone_index[z] for z in (*county.register.zone, *(p.zone for p in new.values()))]
    public = [o == "public" for o in county.register.ownership] + [True] * len(new)
    where = _Where(campuses, kinds, np.array(zones, dtype=np.int64), np.array(public))
    families, stages = _share_rooms(county, {stage: _stage_layout(stage, county, projects, where) for stage in STAGES})
    zone_ties = hashes([zone.id for zone in county.zones])
    return Layout(
        campuses=campuses,
        campus_kind=kinds,
        stages=stages,
        families=families,
        zones=Groups.whole(zone_ties),
        zone_claims=Groups.whole(np.repeat(zone_ties, CLAIMS)),
        reach=_reach(county.zones, reach_minutes),
        wholes=Groups.beside([stages[stage].whole for stage in CLASS_STAGES]),
        cells=Groups.beside([stages[stage].by_cell for stage in STAGES]),
        zone_kind=tuple(zone.kind for zone in county.zones),
        nearest=_by_travel(county.zones),
    )


def rooms_of(project: Project) -> Mapping[Stage, int]:
    """Classrooms that a project adds, by stage [rooms]."""
    return {
        "kindergarten": project.rooms_K,
        "primary": project.rooms_P,
        "junior": project.rooms_J,
        "senior": project.rooms_S,
    }


def rooms_given(project: Project) -> Mapping[Stage, int]:
    """Classrooms that a conversion gives up at hand-over, by stage [rooms]."""
    return {
        "kindergarten": project.gives_K,
        "primary": project.gives_P,
        "junior": project.gives_J,
        "senior": project.gives_S,
    }


def _kind_of(project: Project) -> str:
    """Kind of the school that a new-school project opens."""
    present = tuple(stage for stage, rooms in rooms_of(project).items() if rooms > 0)
    for kind, stages in STAGES_OF_KIND.items():
        if stages == present:
            return kind
    return present[0] if present else "primary"


@dataclass(frozen=True)
class _Where:
    """Campuses with their kind, zone and ownership."""

    campuses: tuple[str, ...]
    kinds: tuple[str, ...]
    zones: Ints
    public: Bools


def _stage_layout(stage: Stage, county: County, projects: Mapping[str, Project], where: _Where) -> StageLayout:
    added = {p.school for p in projects.values() if rooms_of(p).get(stage, 0) > 0}
    registered = county.register.pupils[stage].sum(axis=1)
    here = np.array(
        [
            i
            for i, (campus, kind) in enumerate(zip(where.campuses, where.kinds, strict=True))
            if stage in STAGES_OF_KIND.get(kind, ())
            or campus in added
            or (i < len(registered) and (registered[i] > 0 or _has_rooms(county, stage, i)))
        ],
        dtype=np.int64,
    )
    grades = grade_names(stage, county.grades[stage])
    ids = tuple(where.campuses[i] for i in here)
    ties = hashes(ids)
    zone = where.zones[here]
    cells = (zone[:, None] * len(grades) + np.arange(len(grades))).ravel()
    cell_ties = hashes([f"{school}/{grade}" for school in ids for grade in grades])
    private = ~where.public[here]
    drawing = np.flatnonzero(private) if stage in COMPULSORY else np.zeros(0, dtype=np.int64)
    lottery = drawing[np.argsort(ties[drawing], kind="stable")]
    pairs, share = _catchment_pairs(stage, county, ids, zone, set(lottery.tolist()))
    return StageLayout(
        units=Units(stage, grades, ids, here, zone, where.public[here]),
        row=np.where(here < len(registered), here, -1),
        pool=np.full(len(here), -1, dtype=np.int64),
        whole=Groups.whole(ties),
        by_zone=Groups.make(zone, len(county.zones), ties),
        by_cell=Groups.make(cells, len(county.zones) * len(grades), cell_ties),
        pair_zone=Groups.make(pairs[:, 0], len(county.zones), ties[pairs[:, 1]]),
        pair_unit=pairs[:, 1],
        pair_at=Groups.make(pairs[:, 1], len(here), ties[pairs[:, 1]]),
        lottery=lottery,
        pair_share=share,
        size_limit_kind=tuple(where.kinds[i] for i in here),
    )


def _has_rooms(county: County, stage: Stage, row: int) -> bool:
    return stage in CLASS_STAGES and bool(county.register.rooms[stage][row] > 0)


def _catchment_pairs(
    stage: Stage, county: County, ids: tuple[str, ...], zone: Ints, lotteries: set[int]
) -> tuple[Ints, Ints | None]:
    """Pairs (zone, unit) that share a zone's entrants, with stated weights where the county gives them.

    A zone without a unit of the stage, or without a stated catchment where others have one, is served by the
    units of the nearest zone that has one.
    """
    registered = set(county.register.school_id)
    homes = [i for i, school in enumerate(ids) if school in registered and i not in lotteries]
    open_units = np.array(homes, dtype=np.int64)
    nearest = _nearest(county.zones, set(zone[open_units].tolist()))
    stated = {key[:2]: share for key, share in county.catchments.items() if key[2] == stage}
    if not stated:
        pairs = [(z, int(u)) for z in range(len(county.zones)) for u in open_units if zone[u] == nearest[z]]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2), None
    unit_of = {school: i for i, school in enumerate(ids)}
    shares: dict[tuple[int, int], float] = {}
    for z, here in enumerate(county.zones):
        own = {
            (z, unit_of[s]): share
            for (where, s), share in stated.items()
            if where == here.id and unit_of.get(s) in homes
        }
        shares |= own or {(z, int(u)): 1.0 for u in open_units if zone[u] == nearest[z]}
    ordered = sorted(shares.items())
    found = np.array([pair for pair, _ in ordered], dtype=np.int64).reshape(-1, 2)
    return found, as_weights(np.array([share for _, share in ordered], dtype=np.float64))


def _nearest(zones: tuple[Zone, ...], served: set[int]) -> list[int]:
    """Nearest served zone of each zone by travel time over neighbours; the zone itself where it is served."""
    there = [zone for zone in _by_hash(zones).tolist() if zone in served]
    minutes = _travel(zones)[:, there]
    return [there[nearest] for nearest in np.argmin(minutes, axis=1)] if there else list(range(len(zones)))


def _by_hash(zones: Sequence[Zone]) -> Ints:
    """Zones in the order in which ties between them are broken, shape (zones,)."""
    return by_hash([zone.id for zone in zones])


def _by_travel(zones: tuple[Zone, ...]) -> Ints:
    """Every zone's zones by travel time, ties by stable hash, shape (zones, zones)."""
    zones_by_hash = _by_hash(zones)
    order = np.argsort(_travel(zones)[:, zones_by_hash], axis=1, kind="stable")
    nearest: Ints = zones_by_hash[order]
    return nearest


def neighbour_minutes(zones: Sequence[Zone]) -> dict[tuple[int, int], float]:
    """Travel time between neighbouring zones by index [minutes]; stated once, they are neighbours both ways."""
    index = {zone.id: i for i, zone in enumerate(zones)}
    minutes: dict[tuple[int, int], float] = {}
    for i, zone in enumerate(zones):
        for neighbour, time in zip(zone.neighbours, zone.minutes, strict=True):
            j = index[neighbour]
            for pair in ((i, j), (j, i)):
                minutes[pair] = min(time, minutes.get(pair, time))
    return minutes


def _travel(zones: tuple[Zone, ...]) -> npt.NDArray[np.float64]:
    """Shortest travel time between zones over neighbours, shape (zones, zones) [minutes]."""
    minutes = np.full((len(zones), len(zones)), np.inf)
    np.fill_diagonal(minutes, 0.0)
    for pair, time in neighbour_minutes(zones).items():
        minutes[pair] = time
    for k in range(len(zones)):
        minutes = np.minimum(minutes, minutes[:, k, None] + minutes[None, k, :])
    return minutes


def _reach(zones: tuple[Zone, ...], minutes: float) -> Reach:
    """Neighbours within so many minutes, nearest first, ties by stable hash."""
    ties = hashes([zone.id for zone in zones])
    place = {zone: nth for nth, zone in enumerate(_by_hash(zones).tolist())}
    near = np.eye(len(zones), dtype=bool)
    rows: list[list[int]] = [[] for _ in zones]
    links = sorted((time, place[j], i, j) for (i, j), time in neighbour_minutes(zones).items() if time <= minutes)
    for _, _, i, j in links:
        rows[i].append(j)
        near[i, j] = True
    count = max(map(len, rows), default=0)
    targets = np.array([[row[nth] if len(row) > nth else i for i, row in enumerate(rows)] for nth in range(count)])
    targets = targets.reshape(count, len(zones)).astype(np.int64)
    asks = (targets != np.arange(len(zones))).astype(np.int64)
    rounds = tuple(Towards(*it) for it in zip(asks, (Groups.make(t, len(zones), ties) for t in targets), strict=True))
    return Reach(rounds, targets, near, _by_hash(zones))


def _share_rooms(
    county: County, stages: Mapping[Stage, StageLayout]
) -> tuple[tuple[Family, ...], Mapping[Stage, StageLayout]]:
    """Give every unit with classes the pool of its campus; a campus's special rooms go to its first family."""
    special = dict(enumerate(county.register.special_rooms.tolist()))
    families, pooled = [], dict(stages)
    for members in FAMILIES:
        campuses = sorted({int(c) for stage in members for c in stages[stage].units.campus})
        pool_of = {campus: pool for pool, campus in enumerate(campuses)}
        for stage in members:
            pool = np.array([pool_of[int(c)] for c in stages[stage].units.campus], dtype=np.int64)
            pooled[stage] = replace(stages[stage], pool=pool)
        borrow = np.array([special.pop(campus, 0) for campus in campuses], dtype=np.int64)
        families.append(Family(members, np.array(campuses, dtype=np.int64), borrow))
    return tuple(families), pooled
