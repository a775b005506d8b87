"""Fills the schools with classes, pupils and rooms, and writes the rows of ``schools.csv`` and ``crowding.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, LETTER, STAGES, STAGES_OF_KIND, Stage, grade_names
from seatsim.inputs.synthetic.apportion import apportion
from seatsim.inputs.synthetic.schools import (
    LIUGUOJUN,
    LIUGUOJUN_CLASSES,
    LIUGUOJUN_PUPILS,
    School,
    schools,
)
from seatsim.inputs.synthetic.sizes import LARGE, Crowding, class_counts, crowded_pupils, large_cells, thin_pupils
from seatsim.inputs.synthetic.targets import GRADES, VARIANTS, Targets
from seatsim.inputs.synthetic.uniforms import normal, uniform
from seatsim.inputs.synthetic.zones import PROFILES, pupil_shares

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

STANDARD: Mapping[Stage, int] = {"primary": 45, "junior": 50}
"""Standard class, 城市普通中小学校校舍建设标准 art. 6 [pupils]."""
_SMALLEST: Mapping[Stage, float] = {"primary": 28.0, "junior": 30.0}
"""Size that the thinnest classes approach; assumed [pupils]."""
_KINDERGARTEN_RANGE = (18.0, 40.0)
"""Between which sizes kindergarten classes lie; assumed [pupils]."""
_SENIOR_RANGE = (42.0, 54.0)
"""Between which sizes senior classes under 56 lie; assumed [pupils]."""
_TAPER: Mapping[str, float] = {"kindergarten": 0.97, "primary": 0.85, "junior": 0.8, "nine-year": 0.9}
"""Size of a zone's next school over the one before, by kind; assumed."""
_NINE_YEAR_PART = 0.7
"""Size of a nine-year school's part in a stage over a school of that stage alone; assumed."""
_SENIOR_WEIGHTS: Mapping[str, float] = {"jingjiang-senior": 0.40, "xieqiao-senior": 0.31, "chengnan-senior": 0.29}
"""Shares of the senior classes outside 刘国钧中学; assumed."""
_CROWDED_SIZE = 0.07
"""Class size over the mean per unit of a zone's crowding, to turn pupils into classes; assumed."""
_SIZE_NOISE = 0.1
"""Width of the uniform spread of school sizes within a zone; assumed."""
_SCORE_SIZE, _SCORE_SCHOOL, _SCORE_CELL = 0.25, 0.35, 0.25
"""Weights of a school's log size, its own and its grade's normal in the crowding score, beside its zone; assumed."""
_KINDERGARTEN_SPREAD, _SENIOR_SPREAD, _SENIOR_CELL = 0.4, 0.3, 0.5
"""How far the score moves kindergarten and senior classes, and the noise of a senior cell; assumed."""
_SENIOR_LARGE = 0.25
"""Most of a senior grade's classes that may sit in cells with large ones, so that the others keep 42; assumed."""
_SPARE: Mapping[str, tuple[float, float]] = {
    "old-town": (0.0, 0.0),
    "new-urban": (0.0, 0.06),
    "development": (0.03, 0.09),
    "town": (0.05, 0.15),
}
"""Spare rooms over classes, least and most, by kind of zone; the old town has one room or none; assumed."""
_ROOMS_PER_SPECIAL_ROOM = 4.5
"""Ordinary classrooms per special room; assumed."""
_VOCATIONAL_PLAN = 1.25
"""Vocational places a year over entrants; assumed generous."""
_KINDERGARTEN_PLANNING = 30
"""Children per class to which a private kindergarten's plan is made (limits.planning.kindergarten)."""


@dataclass(frozen=True)
class Filled:
    """The schools with everything in them; every array has the schools as its first axis."""

    schools: tuple[School, ...]
    """The schools in file order."""
    classes: Mapping[Stage, Ints]
    """Classes, shape (schools, grades) [classes]."""
    pupils: Mapping[Stage, Ints]
    """Pupils in the middle variant, shape (schools, grades) for each of the six stages [pupils]."""
    crowding: Mapping[CrowdingVariant, Mapping[Stage, Ints]]
    """Pupils of the compulsory stages by variant, shape (schools, grades) [pupils]."""
    rooms: Mapping[Stage, Ints]
    """Ordinary classrooms, shape (schools,) [rooms]."""

    def zone_pupils(self, stage: Stage) -> Floats:
        """Pupils of a stage by zone in the middle variant, shape (zones,) [pupils]."""
        totals = {profile.id: 0 for profile in PROFILES}
        for school, count in zip(self.schools, self.pupils[stage].sum(axis=1), strict=True):
            totals[school.zone] += int(count)
        return np.array(list(totals.values()), dtype=np.float64)


def fill(targets: Targets) -> Filled:
    """Fill the schools. Raises ValueError if the stage sums do not allow the shares of crowded classes."""
    known = schools()
    classes: dict[Stage, Ints] = {}
    pupils: dict[Stage, Ints] = {}
    classes["kindergarten"], pupils["kindergarten"] = _kindergarten(known, targets)
    crowding: dict[CrowdingVariant, dict[Stage, Ints]] = {variant: {} for variant in VARIANTS}
    for stage in COMPULSORY:
        classes[stage], by_variant = _compulsory(stage, known, targets)
        pupils[stage] = by_variant["middle"]
        for variant in VARIANTS:
            crowding[variant][stage] = by_variant[variant]
    classes["senior"], pupils["senior"] = _senior(known, targets)
    for stage in ("vocational", "special"):
        pupils[stage] = _one_school(stage, known, targets)
    rooms = {stage: _rooms(stage, known, classes[stage]) for stage in CLASS_STAGES}
    return Filled(known, classes, pupils, crowding, rooms)


def _members(stage: Stage, known: tuple[School, ...]) -> list[int]:
    """Indices of the schools that have the stage."""
    return [i for i, school in enumerate(known) if stage in STAGES_OF_KIND.get(school.kind, ())]


def _scattered(rows: list[int], values: Ints, count: int) -> Ints:
    """Values of some schools as rows of an array over all schools, 0 elsewhere."""
    found = np.zeros((count, values.shape[1]), dtype=np.int64)
    found[rows] = values
    return found


def _zone_shares(stage: Stage, targets: Targets) -> Mapping[str, float]:
    """Share of a stage's pupils by zone, from registered children and in-migrants."""
    rates: Mapping[Stage, float] = {
        "kindergarten": targets.ratios.kindergarten_entry,
        "primary": targets.ratios.primary_entry,
        "junior": targets.ratios.primary_entry * targets.ratios.junior_entry,
    }
    shares = pupil_shares(np.array([p.registered for p in PROFILES]), rates[stage], targets)
    return {profile.id: float(share) for profile, share in zip(PROFILES, shares, strict=True)}


def _weights(stage: Stage, members: list[School], targets: Targets) -> Floats:
    """Share of a stage's classes by school: the zone's pupils over its crowding, tapered within the zone.

    Private kindergartens share what the affordable ones leave (F13). Shape (schools,).
    """
    crowding = {profile.id: profile.crowding for profile in PROFILES}
    zone_share = _zone_shares(stage, targets)
    size = np.array([_relative_size(stage, school) for school in members])
    private = np.array([stage == "kindergarten" and school.ownership == "private" for school in members])
    weights = np.zeros(len(members))
    for zone, share in zone_share.items():
        mine = np.array([school.zone == zone for school in members]) & ~private
        weights[mine] = share / (1 + _CROWDED_SIZE * crowding[zone]) * size[mine] / size[mine].sum()
    if private.any():
        weights *= targets.affordable / weights.sum()
        weights[private] = (1 - targets.affordable) / private.sum()
    return weights


def _relative_size(stage: Stage, school: School) -> float:
    """Size of a school among those of its zone."""
    part = _NINE_YEAR_PART if school.kind == "nine-year" else 1.0
    return float(
        part * _TAPER[school.kind] ** school.place * (1 + _SIZE_NOISE * (uniform("size", stage, school.id) - 0.5))
    )


def _scores(stage: Stage, members: list[School], classes: Ints) -> Floats:
    """How crowded each cell is: its zone, its school and itself, shape (schools, grades)."""
    zone = {profile.id: profile.crowding for profile in PROFILES}
    grades = grade_names(stage, GRADES[stage])
    size = np.log(classes.sum(axis=1) / classes.sum(axis=1).mean())
    return np.array(
        [
            [
                zone[school.zone]
                + _SCORE_SIZE * size[i]
                + _SCORE_SCHOOL * normal("school", stage, school.id)
                + _SCORE_CELL * normal("cell", school.id, grade)
                for grade in grades
            ]
            for i, school in enumerate(members)
        ]
    )


def _kindergarten(known: tuple[School, ...], targets: Targets) -> tuple[Ints, Ints]:
    """Classes and pupils of the kindergartens, shapes (schools, grades)."""
    rows = _members("kindergarten", known)
    members = [known[i] for i in rows]
    children = targets.of_stage("kindergarten")
    total = round(sum(children) / targets.class_size["kindergarten"])
    # One mean size in every grade: classes move up with their children, so a slope could not live.
    by_grade = apportion(np.array(children, dtype=np.float64), total)
    weights = _weights("kindergarten", members, targets)
    classes = np.stack([apportion(weights, int(k)) for k in by_grade], axis=1)
    score = _scores("kindergarten", members, classes)
    pupils = np.stack(
        [
            thin_pupils(n, classes[:, g], _KINDERGARTEN_SPREAD * score[:, g], *_KINDERGARTEN_RANGE)
            for g, n in enumerate(children)
        ],
        axis=1,
    )
    return _scattered(rows, classes, len(known)), _scattered(rows, pupils, len(known))


def _compulsory(
    stage: Stage, known: tuple[School, ...], targets: Targets
) -> tuple[Ints, Mapping[CrowdingVariant, Ints]]:
    """Classes, and pupils by variant, of a compulsory stage, shapes (schools, grades)."""
    rows = _members(stage, known)
    members = [known[i] for i in rows]
    children = targets.of_stage(stage)
    classes = class_counts(_weights(stage, members, targets), children, targets.class_size[stage])
    score = _scores(stage, members, classes)
    found: dict[CrowdingVariant, Ints] = {}
    for variant in VARIANTS:
        crowding = _crowding(stage, targets, targets.share_above[variant])
        found[variant] = _scattered(rows, crowded_pupils(children, classes, score, crowding), len(known))
    return _scattered(rows, classes, len(known)), found


def _crowding(stage: Stage, targets: Targets, above: float) -> Crowding:
    return Crowding(STANDARD[stage], _SMALLEST[stage], above, targets.share_56[stage])


def _senior(known: tuple[School, ...], targets: Targets) -> tuple[Ints, Ints]:
    """Classes and pupils of the senior schools: 刘国钧中学 as read, the others share the rest."""
    rows = _members("senior", known)
    fixed = next(i for i in rows if known[i].id == LIUGUOJUN)
    others = [i for i in rows if i != fixed]
    even = np.ones(GRADES["senior"])
    fixed_pupils, fixed_classes = apportion(even, LIUGUOJUN_PUPILS), apportion(even, LIUGUOJUN_CLASSES)
    total = targets.of_stage("senior")
    left = tuple(int(n) for n in np.array(total) - fixed_pupils)
    rooms_for = round(sum(total) / targets.class_size["senior"]) - LIUGUOJUN_CLASSES
    weights = np.array([_SENIOR_WEIGHTS[known[i].id] for i in others])
    classes = class_counts(weights, left, sum(left) / rooms_for)
    names = grade_names("senior", GRADES["senior"])
    score = np.array([[_SENIOR_CELL * normal("cell", known[i].id, name) for name in names] for i in others])
    in_all = rooms_for + LIUGUOJUN_CLASSES
    most = np.floor(_SENIOR_LARGE * (classes.sum(axis=0) + fixed_classes)).astype(np.int64)
    large = large_cells(classes, score, round(targets.share_56["senior"] * in_all), most)
    pupils = (LARGE - 1) * classes * (large > 0) + large
    for g, n in enumerate(left):
        rest = large[:, g] == 0
        there = n - int(pupils[:, g].sum())
        pupils[rest, g] = thin_pupils(there, classes[rest, g], _SENIOR_SPREAD * score[rest, g], *_SENIOR_RANGE)
    return (
        _scattered([*others, fixed], np.vstack([classes, fixed_classes]), len(known)),
        _scattered([*others, fixed], np.vstack([pupils, fixed_pupils]), len(known)),
    )


def _one_school(stage: Stage, known: tuple[School, ...], targets: Targets) -> Ints:
    """Pupils of a stage that one school teaches, shape (schools, grades) [pupils]."""
    return _scattered(_members(stage, known), np.array([targets.of_stage(stage)]), len(known))


def _rooms(stage: Stage, known: tuple[School, ...], classes: Ints) -> Ints:
    """Ordinary classrooms: one per class and the spare rooms of the kind of zone, shape (schools,) [rooms]."""
    kinds = {profile.id: profile.kind for profile in PROFILES}
    taught: Ints = classes.sum(axis=1)
    rooms = taught.copy()
    for i in np.flatnonzero(taught):
        kind, drawn = kinds[known[i].zone], uniform("rooms", stage, known[i].id)
        least, most = _SPARE[kind]
        spare = int(drawn < 0.5) if kind == "old-town" else round(taught[i] * (least + (most - least) * drawn))
        rooms[i] += max(spare, 1) if kind == "town" else spare
    return rooms


def school_rows(filled: Filled) -> list[dict[str, str]]:
    """Rows of ``schools.csv``."""
    return [_row(i, school, filled) for i, school in enumerate(filled.schools)]


def _row(i: int, school: School, filled: Filled) -> dict[str, str]:
    rooms = {stage: int(filled.rooms[stage][i]) for stage in CLASS_STAGES}
    taught = sum(rooms[stage] for stage in CLASS_STAGES if stage != "kindergarten")
    row = {
        "school_id": school.id,
        "name_zh": school.name_zh,
        "name_en": school.name_en,
        "legal_school": school.legal_school,
        "zone": school.zone,
        "group": school.group,
        "group_kind": school.group_kind,
        "kind": school.kind,
        "ownership": school.ownership,
    }
    row |= {f"rooms_{LETTER[stage]}": str(rooms[stage]) for stage in CLASS_STAGES}
    row |= {
        "special_rooms": str(round(taught / _ROOMS_PER_SPECIAL_ROOM)),
        "plan": str(_plan(i, school, filled)),
        "site_limit": "0",
    }
    for stage in STAGES:
        names = grade_names(stage, GRADES[stage])
        row |= {f"pupils_{name}": str(n) for name, n in zip(names, filled.pupils[stage][i], strict=True)}
    for stage in CLASS_STAGES:
        names = grade_names(stage, GRADES[stage])
        row |= {f"classes_{name}": str(k) for name, k in zip(names, filled.classes[stage][i], strict=True)}
    return row | {"source": school.source}


def _plan(i: int, school: School, filled: Filled) -> int:
    """Yearly places: senior and private by classes, vocational with a margin; 0 for none [places/year].

    The senior plans are the county's S1, equally many to a class: what a crowded school has beyond is no plan.
    """
    if school.kind == "senior":
        entered = int(filled.pupils["senior"][:, 0].sum())
        return int(apportion(filled.classes["senior"][:, 0].astype(np.float64), entered)[i])
    if school.kind == "vocational":
        return round(_VOCATIONAL_PLAN * int(filled.pupils["vocational"][i, 0]))
    if school.ownership == "public" or school.kind == "college":
        return 0
    if school.kind == "kindergarten":
        return _KINDERGARTEN_PLANNING * int(filled.classes["kindergarten"][i, 0])
    return STANDARD["junior"] * int(filled.classes["junior"][i, 0])


def crowding_rows(filled: Filled) -> list[dict[str, str]]:
    """Rows of ``crowding.csv``: primary and junior pupils by variant, school and grade."""
    return [
        {
            "variant": variant,
            "school_id": school.id,
            "grade": grade,
            "pupils": str(n),
            "source": f"synthetic: same grade sums, rooms and classes; share_above_standard.{variant} of the norms",
        }
        for variant in VARIANTS
        for stage in COMPULSORY
        for i, school in enumerate(filled.schools)
        if stage in STAGES_OF_KIND.get(school.kind, ())
        for grade, n in zip(grade_names(stage, GRADES[stage]), filled.crowding[variant][stage][i], strict=True)
    ]
