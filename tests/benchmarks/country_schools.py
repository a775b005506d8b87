"""Schools of a generated country: zone, owner, pupils and classes by grade, rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import country_targets as targets
import numpy as np
import numpy.typing as npt
from country_counties import KINDS, Counties, Floats, Ints, Zones, normals, uniforms

from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.streams import Draws, Words

Bools = npt.NDArray[np.bool_]

GRADES: Mapping[Stage, int] = dict(zip(STAGES, (3, 6, 3, 3, 3, 1), strict=True))
STAGES_OF: Mapping[str, Mapping[Stage, float]] = {
    "kindergarten": {"kindergarten": 1.0},
    "primary": {"primary": 1.0},
    "junior": {"junior": 1.0},
    "nine-year": {"primary": 0.8, "junior": 0.6},
    "senior": {"senior": 1.0},
    "vocational": {"vocational": 1.0},
    "special": {"special": 1.0},
}
"""Stages of each kind, and the size of the part beside a school of that stage alone [ratio]."""
SPREADS: Mapping[Stage, float] = dict(zip(STAGES, (0.65, 0.85, 0.65, 0.55, 0.6, 0.5), strict=True))
"""Standard deviation of the logarithm of sizes within a county and kind of zone (assumed)."""
MOST: Mapping[Stage, int] = dict(zip(STAGES, (900, 4_000, 4_000, 6_000, 8_000, 600), strict=True))
"""Largest size of a stage in a school [pupils]."""
URBAN = 2.2
"""Size of an urban school beside one of a town, kindergarten to junior (assumed) [ratio]."""
POINT = 0.08
"""Size of a teaching point beside another school of its zone (assumed) [ratio]."""
LEAST = 8
"""Smallest size of a stage in a school [pupils]."""
CLASS_SIZES: Mapping[Stage, tuple[float, ...]] = {
    "kindergarten": (25, 29, 32),
    "primary": (44,) * 6,
    "junior": (47,) * 3,
    "senior": (50,) * 3,
}
"""Largest class that a school of usual crowding forms (assumed) [pupils]."""
_ROUNDS = 12


@dataclass(frozen=True)
class Schools:
    """All schools in the order of counties and kinds, first axis schools."""

    county: Ints
    """Place of the county."""
    kind: Ints
    """Place in ``KINDS``."""
    number: Ints
    """Number within county and kind, from 1."""
    zone: Ints
    """Place of the zone among all zones."""
    point: Bools
    """Whether it is a teaching point."""
    main: Ints
    """Place of the school to which it belongs: its own, or that of a teaching point."""
    private: Bools
    """Whether it is private."""
    affordable: Bools
    """Whether it is private and affordable."""
    pupils: Mapping[Stage, Ints]
    """Pupils by stage, shape (schools, grades) [pupils]."""
    classes: Mapping[Stage, Ints]
    """Classes by stage, shape (schools, grades) [classes]."""
    rooms: Mapping[Stage, Ints]
    """Classrooms by stage, shape (schools,) [rooms]."""

    @property
    def sizes(self) -> Ints:
        """Pupils of all stages, shape (schools,) [pupils]."""
        return np.asarray(np.sum([grades.sum(axis=1) for grades in self.pupils.values()], axis=0), np.int64)


def schools(draws: Draws, where: Counties, zones: Zones) -> Schools:
    """Every school of every county."""
    counts = where.of_kind.reshape(-1)
    county = np.repeat(np.repeat(np.arange(len(where.ids)), len(KINDS)), counts)
    kind = np.repeat(np.tile(np.arange(len(KINDS)), len(where.ids)), counts)
    number = np.arange(len(county)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    entities = (county.astype(np.uint64) << np.uint64(32)) | (kind * 100_000 + number).astype(np.uint64)
    zone = _zones(draws, where, zones, county, kind, number, entities)
    first = number == 1
    in_town = zones.kind[zone] == 3
    point_odds = targets.POINTS / max(float(in_town[_is("primary", kind)].mean()), targets.POINTS)
    point = _is("primary", kind) & in_town & ~first & (uniforms(draws, "point", entities) < point_odds)
    odds = np.array([each.private for each in targets.KINDS.values()])
    private = (uniforms(draws, "private", entities) < odds[kind]) & ~point & ~(first & ~_is("kindergarten", kind))
    affordable = private & (uniforms(draws, "affordable", entities) < targets.AFFORDABLE)
    affordable &= _is("kindergarten", kind)
    sizes = _stage_sizes(draws, where, county, kind, in_town, point, entities)
    pupils = {stage: _grades(draws, stage, sizes[stage], entities) for stage in STAGES}
    classes = {stage: _classes(draws, stage, pupils[stage], in_town, entities) for stage in CLASS_STAGES}
    return Schools(
        county,
        kind,
        number,
        zone,
        point,
        main=np.maximum.accumulate(np.where(point, 0, np.arange(len(county)))),
        private=private,
        affordable=affordable,
        pupils=pupils,
        classes=classes,
        rooms={stage: _rooms(draws, stage, held.sum(axis=1), entities) for stage, held in classes.items()},
    )


def _is(name: str, kind: Ints) -> Bools:
    return np.asarray(kind == KINDS.index(name), np.bool_)


def _zones(
    draws: Draws, where: Counties, zones: Zones, county: Ints, kind: Ints, number: Ints, entities: Words
) -> Ints:
    """Zone of each school: schools of a kind are spread over the county's children; above junior in urban zones."""
    running = np.cumsum(zones.weight)
    above = kind >= KINDS.index("senior")
    urban = np.bincount(zones.county, weights=zones.weight * (zones.kind != 3), minlength=len(where.ids))
    counts = where.of_kind[county, kind]
    quantile = (number - uniforms(draws, "zone-of", entities)) / counts * np.where(above, urban[county], 1.0)
    begin = (running - zones.weight)[where.first_zone[county]]
    found = np.searchsorted(running, begin + quantile * (1 - 1e-9))
    last = where.first_zone[county] + where.zones[county] - 1
    return np.clip(found, where.first_zone[county], last)


def _stage_sizes(
    draws: Draws, where: Counties, county: Ints, kind: Ints, in_town: Bools, point: Bools, entities: Words
) -> dict[Stage, Floats]:
    """Pupils of each school by stage, not yet whole, shape (schools,): a county's pupils over its schools."""
    total = targets.pupils(int(where.of_kind.sum()))
    numbers = np.arange(len(where.ids), dtype=np.uint64)
    found: dict[Stage, Floats] = {}
    for stage in STAGES:
        part = np.array([STAGES_OF[name].get(stage, 0.0) for name in KINDS])[kind]
        weight = part * np.exp(SPREADS[stage] * normals(draws, f"size-{stage}", entities))
        if stage in ("kindergarten", "primary", "junior"):
            weight *= np.where(in_town, 1.0, URBAN)
        weight *= np.where(point, POINT, 1.0)
        has = np.bincount(county, weights=part, minlength=len(where.ids)) > 0
        of_county: Floats = where.children * np.exp(0.04 * normals(draws, f"children-{stage}", numbers)) * has
        if stage in ("vocational", "special"):  # few counties have one: what there is, is full
            of_county = np.bincount(county, weights=part, minlength=len(where.ids)).astype(np.float64)
        found[stage] = _shared(weight, county, total[stage] * of_county / of_county.sum(), MOST[stage])
    return found


def _shared(weight: Floats, county: Ints, totals: Floats, most: int) -> Floats:
    """Totals of counties shared by weight; what is above the largest size goes to the other schools."""
    size = np.zeros(len(weight))
    capped = np.zeros(len(weight), bool)
    for _ in range(_ROUNDS):
        left = totals - np.bincount(county, weights=np.where(capped, size, 0.0), minlength=len(totals))
        sums = np.bincount(county, weights=np.where(capped, 0.0, weight), minlength=len(totals))
        size = np.where(capped, size, weight * (left / np.maximum(sums, 1e-12))[county])
        new = ~capped & (size > most)
        size = np.minimum(size, most)
        if not new.any():
            break
        capped |= new
    return np.where(weight > 0, np.maximum(size, LEAST), 0.0)


def _grades(draws: Draws, stage: Stage, size: Floats, entities: Words) -> Ints:
    """Whole pupils by grade, shape (schools, grades)."""
    grades = GRADES[stage]
    luck = uniforms(draws, f"grades-{stage}", entities, 2 * grades)
    noise = 1 + 0.12 * (luck[:, :grades] - 0.5)
    exact = size[:, None] * np.array(targets.grade_shares(stage, grades)) * noise
    return np.asarray(np.floor(exact + luck[:, grades:]), dtype=np.int64)


def _classes(draws: Draws, stage: Stage, pupils: Ints, in_town: Bools, entities: Words) -> Ints:
    """Classes by grade, shape (schools, grades): no larger than the school's crowding makes them."""
    crowding = np.where(in_town, 0.92, 1.03) + 0.08 * normals(draws, f"crowding-{stage}", entities)
    largest = np.clip(crowding, 0.7, 1.35)[:, None] * np.array(CLASS_SIZES[stage])
    return np.asarray(np.ceil(pupils / largest), np.int64)


def _rooms(draws: Draws, stage: Stage, classes: Ints, entities: Words) -> Ints:
    """Classrooms, shape (schools,): one for each class, and some over."""
    spare = uniforms(draws, f"rooms-{stage}", entities) * (1.5 + 0.12 * classes)
    return np.where(classes > 0, classes + np.floor(spare).astype(np.int64), 0)
