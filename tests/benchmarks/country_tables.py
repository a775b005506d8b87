"""Input tables of a generated country: a frame for each file, with a leading column ``county``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import country_targets as targets
import numpy as np
import polars as pl
from country_counties import KINDS, ZONE_KINDS, Counties, Floats, Ints, Zones, neighbours, normals, uniforms
from country_links import feeders
from country_schools import GRADES, STAGES_OF, Schools

from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, LETTER, STAGES, Stage, grade_names
from seatsim.model.streams import Draws

FIRST_BIRTHS, LAST_BIRTHS = 2011, 2025
_LETTERS = ("k", "p", "j", "n", "s", "v", "x")
_KIND_ZH = ("幼儿园", "小学", "初级中学", "九年一贯制学校", "高级中学", "职业学校", "特殊教育学校")
_KIND_EN = ("Kindergarten", "Primary", "Junior", "Nine-year", "Senior", "Vocational", "Special")
_ZONE_ZH = ("老城区", "新城区", "开发区", "乡镇")
_ZONE_EN = ("Old town", "New town", "Development zone", "Town")
_PLACES: Mapping[str, int] = {"primary": 45, "nine-year": 45, "junior": 50, "senior": 50, "vocational": 50}
"""Places of a plan by class; those of kindergartens are 30 [pupils]."""
_RESOURCES: Mapping[str, tuple[float, float]] = {
    "qualified_teachers": (0.06, 0.15),
    "backbone_teachers": (0.02, 0.4),
    "pe_arts_teachers": (0.0145, 0.3),
    "floor_area": (8.0, 0.3),
    "sports_area": (10.0, 0.4),
    "equipment_value": (4_500.0, 0.3),
    "multimedia_rooms": (0.022, 0.2),
}
"""Amount for each pupil and the spread of its logarithm between schools: about the worked county's (assumed)."""
_FIGURES: Mapping[str, tuple[float, str]] = {
    "F8.preschool": (0.56, "10^4 yuan/pupil"),
    "F8.primary": (1.57, "10^4 yuan/pupil"),
    "F8.junior": (2.33, "10^4 yuan/pupil"),
    "F8.senior": (2.65, "10^4 yuan/pupil"),
    "F8.vocational": (2.81, "10^4 yuan/pupil"),
    "F9.preschool": (741.42, "yuan/pupil"),
    "F9.primary": (1_105.81, "yuan/pupil"),
    "F9.junior": (1_557.46, "yuan/pupil"),
    "F9.senior": (1_134.86, "yuan/pupil"),
    "F9.vocational": (1_608.23, "yuan/pupil"),
    "F9.small_school": (300.0, "pupils"),
    "F14.primary": (1.39, "teachers/100 pupils"),
    "F14.junior": (1.52, "teachers/100 pupils"),
    "F15.backbone_share": (34.58, "%"),
    "F19": (1.0, "stated (1 = yes)"),
    "F20": (110.0, "% of the provincial standard"),
}
"""Figures that are the worked county's for every county (assumed)."""
_GOING_ON = 99.0
_OVERHEAD = 1.12
"""Education spending over spending by pupil (assumed; 1.12 or so in the worked county) [ratio]."""


@dataclass(frozen=True)
class Country:
    """A generated country."""

    counties: Counties
    """Its counties."""
    zones: Zones
    """Their zones."""
    schools: Schools
    """Their schools."""
    draws: Draws
    """The draws that made it."""


def tables(of: Country) -> dict[str, pl.DataFrame]:
    """Every table by file name, rows in the order of counties."""
    levels, ratios = _levels(of)
    return {
        "zones.csv": _zones(of),
        "schools.csv": _schools(of),
        "births.csv": _births(of, levels),
        "figures.csv": _figures(of, ratios),
        "resources.csv": _resources(of),
        "feeders.csv": feeders(of.schools, _school_ids(of), pl.Series(of.counties.ids, dtype=pl.String)),
    }


def _ids(names: Sequence[str], places: Ints) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(places)


def _zone_ids(of: Country) -> pl.Series:
    frame = pl.DataFrame({"c": _ids(of.counties.ids, of.zones.county), "n": of.zones.number + 1})
    return frame.select(pl.format("{}-z{}", "c", pl.col("n").cast(pl.String).str.zfill(2))).to_series()


def _zones(of: Country) -> pl.DataFrame:
    ids = _zone_ids(of).to_list()
    near, minutes = [], []
    for county, first in enumerate(of.counties.first_zone.tolist()):
        for places, times in neighbours(of.counties, county):
            near.append(";".join(ids[first + place] for place in places))
            minutes.append(";".join(map(str, times)))
    return pl.DataFrame(
        {
            "county": _ids(of.counties.ids, of.zones.county),
            "zone": ids,
            "name_zh": _ids(_ZONE_ZH, of.zones.kind) + (of.zones.number + 1).astype(str),
            "name_en": _ids(_ZONE_EN, of.zones.kind) + " " + (of.zones.number + 1).astype(str),
            "kind": _ids(ZONE_KINDS, of.zones.kind),
            "neighbours": near,
            "minutes": minutes,
            "source": [targets.SOURCES] * len(ids),
        }
    )


def _school_ids(of: Country) -> pl.Series:
    frame = pl.DataFrame(
        {
            "c": _ids(of.counties.ids, of.schools.county),
            "k": _ids(_LETTERS, of.schools.kind),
            "n": of.schools.number,
        }
    )
    return frame.select(pl.format("{}-{}{}", "c", "k", pl.col("n").cast(pl.String).str.zfill(3))).to_series()


def _schools(of: Country) -> pl.DataFrame:
    found, count = of.schools, len(of.schools.kind)
    ids, numbers = _school_ids(of), pl.Series(found.number).cast(pl.String)
    owner = np.where(found.affordable, 1, np.where(found.private, 2, 0))
    columns: dict[str, object] = {
        "county": _ids(of.counties.ids, found.county),
        "school_id": ids,
        "name_zh": "第" + numbers + _ids(_KIND_ZH, found.kind),
        "name_en": _ids(_KIND_EN, found.kind) + " No. " + numbers,
        "legal_school": ids.gather(found.main),
        "zone": _zone_ids(of).gather(found.zone),
        **_groups(of),
        "kind": _ids(KINDS, found.kind),
        "ownership": _ids(("public", "private-affordable", "private"), owner),
    }
    columns |= {f"rooms_{LETTER[stage]}": found.rooms[stage] for stage in CLASS_STAGES}
    rooms = np.sum(list(found.rooms.values()), axis=0, dtype=np.int64)
    columns["special_rooms"] = np.where(found.kind == KINDS.index("kindergarten"), 0, rooms // 5)
    columns["plan"] = _plans(found)
    columns["site_limit"] = np.where(found.number % 3 == 0, 0, rooms + rooms // 4)
    for name, held in (("pupils", found.pupils), ("classes", found.classes)):
        for stage, values in held.items():
            grades = grade_names(stage, GRADES[stage])
            columns |= {f"{name}_{grade}": values[:, place] for place, grade in enumerate(grades)}
    columns["source"] = pl.repeat(targets.SOURCES, count, eager=True)
    return pl.DataFrame(columns)


def _groups(of: Country) -> dict[str, pl.Series]:
    """The first three primary schools of an old town are one group, where there are as many."""
    found = of.schools
    old = (of.zones.kind[found.zone] == 0) & (found.kind == KINDS.index("primary")) & ~found.private & ~found.point
    running = np.cumsum(old)
    before = np.concatenate([[0], running])[np.searchsorted(found.county, found.county)]
    held = np.bincount(found.county, weights=old, minlength=len(of.counties.ids))[found.county]
    member = old & (running - before <= 3) & (held >= 3)
    return {
        "group": pl.Series(np.where(member, found.county + 1, 0)).replace_strict(
            {0: ""}, default=_ids(of.counties.ids, found.county) + "-g1", return_dtype=pl.String
        ),
        "group_kind": _ids(("", "一体型"), member.astype(np.int64)),
    }


def _plans(found: Schools) -> Ints:
    """Places for entrants, whole classes of them: of private schools, and of senior and vocational ones."""
    plans = np.zeros(len(found.kind), np.int64)
    for place, kind in enumerate(KINDS[:-1]):
        stage: Stage = next(iter(STAGES_OF[kind]))
        rows = (found.kind == place) & (found.private | (kind in ("senior", "vocational")))
        each = _PLACES.get(kind, 30)
        plans[rows] = np.ceil(found.pupils[stage][rows, 0] / each).astype(np.int64) * each
    return plans


def _by_county(of: Country, values: Ints) -> Floats:
    return np.bincount(of.schools.county, weights=values, minlength=len(of.counties.ids)).astype(np.float64)


def _levels(of: Country) -> tuple[Floats, dict[str, Floats]]:
    """Children born in a county for each in the country, shape (counties,); entry ratios that fit the pupils.

    Births are such that 2020's first grades are those who come from them: primary by a ratio that is higher where
    there are more towns, kindergartens and junior schools by the ratio that their pupils give.
    """
    born = targets.series("births_revised")
    numbers = np.arange(len(of.counties.ids), dtype=np.uint64)
    primary = 1.04 + 0.15 * (of.counties.urban - 0.5) + 0.03 * normals(of.draws, "entry", numbers)
    levels = _by_county(of, of.schools.pupils["primary"][:, 0]) / primary / (born[2013] / 3 + 2 * born[2014] / 3)
    younger = born[2016] / 3 + 2 * born[2017] / 3
    kindergarten = _by_county(of, of.schools.pupils["kindergarten"][:, 0]) / (levels * younger)
    junior = primary * targets.junior_entry()
    return levels, {
        "F5.preschool": 100 * kindergarten,
        "F5.primary": 100 * primary,
        "F5.junior": 100 * junior,
        "F6.going_on": np.full(len(numbers), _GOING_ON),
    }


def _births(of: Country, levels: Floats) -> pl.DataFrame:
    """Births by zone and calendar year: the country's, shared by where the pupils and the people are."""
    born = targets.series("births_revised")
    years = np.arange(FIRST_BIRTHS, LAST_BIRTHS + 1)
    young = of.schools.pupils["kindergarten"].sum(axis=1) + of.schools.pupils["primary"].sum(axis=1)
    of_zone = np.bincount(of.schools.zone, weights=young, minlength=len(of.zones.county))
    sums = np.bincount(of.zones.county, weights=of_zone, minlength=len(levels))
    shares = 0.8 * of_zone / sums[of.zones.county] + 0.2 * of.zones.weight
    children = (shares * levels[of.zones.county])[:, None] * np.array([born[int(year)] for year in years])
    rows, count = children.size, len(years)
    return pl.DataFrame(
        {
            "county": _ids(of.counties.ids, np.repeat(of.zones.county, count)),
            "zone": _zone_ids(of).gather(np.repeat(np.arange(len(shares)), count)),
            "year": np.tile(years, len(shares)),
            "births": np.round(children.reshape(-1), 1),
            "variant": pl.repeat("reference", rows, eager=True),
            "source": pl.repeat(targets.SOURCES, rows, eager=True),
        }
    )


def _figures(of: Country, ratios: Mapping[str, Floats]) -> pl.DataFrame:
    """Entry ratios of each county, its schools, and what it spends; the rest as in the worked county."""
    count = len(of.counties.ids)
    by_stage = {stage: _by_county(of, values.sum(axis=1)) for stage, values in of.schools.pupils.items()}
    named: Mapping[str, Stage] = {f"F8.{'preschool' if s == 'kindergarten' else s}": s for s in STAGES[:5]}
    spent = sum((_FIGURES[name][0] * by_stage[stage] for name, stage in named.items()), np.zeros(count))
    schools = np.bincount(of.schools.county[of.schools.main == np.arange(len(of.schools.kind))], minlength=count)
    values: dict[str, tuple[Floats, str]] = {
        "F3.schools": (schools.astype(np.float64), "schools"),
        **{name: (np.round(value, 2), "%") for name, value in ratios.items()},
        "F7": (np.round(_OVERHEAD * spent), "10^4 yuan"),
        **{name: (np.full(count, value), unit) for name, (value, unit) in _FIGURES.items()},
    }
    ids, width = list(values), len(values)
    return pl.DataFrame(
        {
            "county": _ids(of.counties.ids, np.repeat(np.arange(count), width)),
            "id": ids * count,
            "value": np.stack([value for value, _ in values.values()], axis=1).reshape(-1),
            "unit": [unit for _, unit in values.values()] * count,
            "date": pl.repeat(str(targets.YEAR), count * width, eager=True),
            "section": pl.repeat("", count * width, eager=True),
            "source": pl.repeat(targets.SOURCES, count * width, eager=True),
            "kind": pl.repeat("assumed", count * width, eager=True),
            "note": pl.repeat("", count * width, eager=True),
        }
    )


def _resources(of: Country) -> pl.DataFrame:
    """The seven resources of compulsory schools, by school and stage."""
    found, ids = of.schools, _school_ids(of)
    frames = []
    for stage in COMPULSORY:
        rows = np.flatnonzero(found.pupils[stage].sum(axis=1) > 0)
        heads = found.pupils[stage][rows].sum(axis=1)
        entities = rows.astype(np.uint64)
        luck = uniforms(of.draws, f"resources-{stage}", entities, len(_RESOURCES)) - 0.5
        for place, (name, (each, spread)) in enumerate(_RESOURCES.items()):
            value = np.ceil(each * heads * np.exp(spread * 12**0.5 * luck[:, place]))
            frames.append(
                pl.DataFrame({"row": rows, "stage": stage, "indicator": name, "value": value.astype(np.int64)})
            )
    told = pl.concat(frames).sort("row", maintain_order=True)
    places = told["row"].to_numpy()
    return told.select(
        _ids(of.counties.ids, found.county[places]).alias("county"),
        ids.gather(places).alias("school_id"),
        "stage",
        "indicator",
        "value",
        pl.lit(targets.SOURCES).alias("source"),
    )
