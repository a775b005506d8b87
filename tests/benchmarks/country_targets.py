"""National numbers of 2020 that the generated country is drawn to, each with its source, and what is assumed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.stages import Stage

NATIONAL = Path(__file__).parents[2] / "seeds" / "national.csv"
YEAR = 2020
COUNTIES = 2_850
SCHOOLS = 500_000
"""Size of the design's benchmark. 2020's bulletin counts 537,100 schools, 2,738 universities among them."""


@dataclass(frozen=True)
class Kind:
    """One kind of school."""

    schools: float
    """Schools of 2020 [schools]."""
    private: float
    """Share that is private [share]."""
    source: str
    """Where the first comes from; the second's is ``PRIVATE_SOURCE``."""


BULLETIN = (
    "教育部, 2020年全国教育事业统计主要结果, read in the re-post zenchang.cn/fzdt/newshtml/shjw/20210301150158.htm"
)
YEARBOOK = "教育部, 2020年全国教育事业基本统计数据, read in the re-post fz.sust.edu.cn/info/1075/1854.htm"
PRIVATE_SOURCE = (
    "2019年全国教育事业发展统计公报, read in the re-post neimenggu.eol.cn/nmgmb/202008/t20200828_2001547.shtml:"
    " private schools of 2019 (173,200, 6,228, 5,793, 3,427, 1,985) over those of 2020"
)
RECALLED = "recalled, not read: 教育部, 教育统计数据 2020"
NINE_YEAR = 18_000
KINDS: Mapping[str, Kind] = {
    "kindergarten": Kind(291_700, 173_200 / 291_700, BULLETIN),
    "primary": Kind(158_000, 6_228 / 158_000, BULLETIN),
    "junior": Kind(52_800 - NINE_YEAR, 5_793 / 52_800, BULLETIN + ", less nine-year schools"),
    "nine-year": Kind(NINE_YEAR, 5_793 / 52_800, RECALLED),
    "senior": Kind(14_235, 3_427 / 14_235, YEARBOOK),
    "vocational": Kind(9_896, 1_985 / 9_896, YEARBOOK),
    "special": Kind(2_244, 0.0, RECALLED),
}
AFFORDABLE = (0.8024 - (1 - KINDS["kindergarten"].private)) / KINDS["kindergarten"].private
"""Share of private kindergartens that are affordable, so that 80.24 % of all are (bulletin as above)."""
VOCATIONAL_PUPILS = 16.2814e6
"""中等职业 pupils (bulletin as above) [pupils]."""
SPECIAL_PUPILS = 0.32e6
"""Pupils in special schools (recalled) [pupils]."""
POINTS = 0.15
"""Share of primary schools that are teaching points or as small (assumed: most points belong to another school)."""
KINDERGARTEN_SHARES = (0.31, 0.34, 0.35)
"""K1, K2, K3 among kindergarten pupils (assumed: births of 2016/17 to 2014/15, fewer three-year-olds enrol)."""
SOURCES = "invented for a benchmark"
"""What the source column of every generated row says."""


def series(name: str) -> Mapping[int, float]:
    """One series of ``national.csv`` by year [persons]."""
    with NATIONAL.open(encoding="utf-8") as file:
        return {int(row["year"]): 1e4 * float(row["value"]) for row in csv.DictReader(file) if row["series"] == name}


def pupils(schools: int = SCHOOLS) -> dict[Stage, float]:
    """Pupils of each stage of a country of so many schools: China's, in proportion [pupils]."""
    known: dict[Stage, float] = {
        "kindergarten": series("kindergarten_pupils")[YEAR],
        "primary": series("primary_pupils")[YEAR],
        "junior": series("junior_pupils")[YEAR],
        "senior": series("senior_pupils")[YEAR],
        "vocational": VOCATIONAL_PUPILS,
        "special": SPECIAL_PUPILS,
    }
    return {stage: count * schools / SCHOOLS for stage, count in known.items()}


def grade_shares(stage: Stage, grades: int) -> list[float]:
    """Share of each grade among a stage's pupils: entrants of the years in which the grades entered."""
    if stage == "kindergarten":
        return list(KINDERGARTEN_SHARES)
    if stage in ("vocational", "special"):
        return [1 / grades] * grades
    entered = series(f"{stage}_entrants")
    cohorts = [entered[YEAR - grade] for grade in range(grades)]
    return [cohort / sum(cohorts) for cohort in cohorts]


def junior_entry() -> float:
    """Junior entrants of 2020 per primary leaver [ratio]."""
    return series("junior_entrants")[YEAR] / series("primary_leavers")[YEAR]
