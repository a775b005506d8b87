"""What the synthetic register must reproduce: reconciled pupils and published statistics, each with a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seatsim.domain.county import Ratios
from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.scenario import BaselineReadings, CrowdingVariant
from seatsim.domain.stages import COMPULSORY, Stage, grade_names
from seatsim.inputs.figures import read_figures
from seatsim.inputs.norms import Norm, norms
from seatsim.inputs.reconcile import reconcile
from seatsim.inputs.synthetic.apportion import round_to_sum

GRADES: Mapping[Stage, int] = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 3,
    "senior": 3,
    "vocational": 3,
    "special": 1,
}
"""Grades of the worked county."""

VARIANTS: tuple[CrowdingVariant, ...] = ("low", "middle", "high")
INDICATORS: tuple[str, ...] = (
    "qualified_teachers",
    "backbone_teachers",
    "pe_arts_teachers",
    "floor_area",
    "sports_area",
    "equipment_value",
    "multimedia_rooms",
)
"""The seven resources of the official coefficient (教督〔2017〕6号)."""
NATIONAL_YEARS = range(2021, 2026)


@dataclass(frozen=True)
class Targets:
    """Everything the program takes from outside; the rest are its own stated assumptions."""

    pupils: Mapping[str, int]
    """Pupils by grade (``K1 … V3``, ``special``) [pupils]."""
    registered: Mapping[str, float]
    """Registered children of the age group, by stage (kindergarten, primary, junior); whole [children]."""
    ratios: Ratios
    """Entry ratios."""
    region_births: Mapping[int, float]
    """Registered births of the region by year [children]."""
    national_births: Mapping[int, float]
    """National births by year from the last regional year on [10^4 children]."""
    old_town_share: float
    """Share of in-migrants' children that goes to old-town zones [share]."""
    new_homes_share: float
    """Share of in-migrants' children that goes to new-urban zones [share]."""
    class_size: Mapping[Stage, float]
    """Mean class size [pupils]."""
    share_56: Mapping[Stage, float]
    """Share of classes of 56 and more [share of classes]."""
    share_above: Mapping[CrowdingVariant, float]
    """Share of classes above the standard class [share of classes]."""
    affordable: float
    """Share of kindergarten children in public and affordable private kindergartens [share]."""
    variation: Mapping[Stage, float]
    """Mean of the seven coefficients between schools [coefficient]."""
    lines: Mapping[tuple[Stage, str], float]
    """What the standard asks of each resource, by stage and indicator [unit/pupil]."""
    subject_teachers: Mapping[Stage, float]
    """Teachers of physical education, art, music and labour [teachers/100 pupils]."""

    def of_stage(self, stage: Stage) -> tuple[int, ...]:
        """Pupils of a stage by grade [pupils]."""
        return tuple(self.pupils[name] for name in grade_names(stage, GRADES[stage]))


def read_targets(seeds: Path) -> Targets:
    """Targets from a county folder's figures and the shipped norms.

    Raises InvalidInput for a broken ``figures.csv``, Infeasible for figures that clash, KeyError for a missing one.
    """
    figures, known = read_figures(seeds / "figures.csv"), norms()
    # Whole numbers leave the reconciliation, so that its last decimals on another machine change no byte.
    reconciled = reconcile(figures, default_readings(known), GRADES)
    return Targets(
        pupils=whole_pupils(reconciled),
        registered={stage: round(count) for stage, count in reconciled.registered.items()},
        ratios=read_ratios(figures),
        region_births={int(key[2:]): f.value for key, f in figures.items() if _is_birth_year(key)},
        national_births={year: number(known, f"births.national.{year}") for year in NATIONAL_YEARS},
        old_town_share=number(known, "uncertainty.migration.old_town_share"),
        new_homes_share=number(known, "uncertainty.migration.new_homes_share"),
        class_size={s: number(known, f"class_size.{s}") for s in _class_stages()},
        share_56={s: number(known, f"share_56.{s}") for s in _class_stages()[1:]},
        share_above={v: number(known, f"share_above_standard.{v}") for v in VARIANTS},
        affordable=figures["F13.affordable"].value / 100,
        variation={s: figures[f"F16.{s}"].value for s in COMPULSORY},
        lines={(s, i): number(known, f"resources.{s}.{i}") for s in COMPULSORY for i in INDICATORS},
        subject_teachers={s: figures[f"F14.{s}"].value for s in COMPULSORY},
    )


def default_readings(known: Mapping[str, Norm]) -> BaselineReadings:
    """The readings of the report that the scenario format takes by default. Raises ValueError for an odd norm."""
    college, base = known["baseline.college"].value, known["baseline.base_2804"].value
    if college not in ("outside", "inside") or base not in ("unused", "intake", "school"):
        raise ValueError(f"baseline.college = {college!r}, baseline.base_2804 = {base!r}")
    return BaselineReadings(
        college="inside" if college == "inside" else "outside",
        college_students=int(number(known, "baseline.college_students")),
        base_2804="intake" if base == "intake" else "school" if base == "school" else "unused",
        structural_shortage=float(str(known["baseline.structural_shortage"].value)),
    )


def whole_pupils(reconciled: Reconciled) -> Mapping[str, int]:
    """Reconciled pupils by grade as whole numbers that keep the total [pupils]."""
    scaled = reconciled.mean * (reconciled.total / reconciled.mean.sum())
    whole = round_to_sum(np.asarray(scaled, dtype=np.float64), reconciled.total)
    return dict(zip(reconciled.cells, (int(n) for n in whole), strict=True))


def read_ratios(figures: Mapping[str, Figure]) -> Ratios:
    """Entry ratios as the report's rates give them; the junior one on primary leavers, never the rate itself."""
    primary = figures["F5.primary"].value
    return Ratios(
        kindergarten_entry=figures["F5.preschool"].value / 100,
        primary_entry=primary / 100,
        junior_entry=figures["F5.junior"].value / primary,
        going_on=figures["F6.going_on"].value / 100,
    )


def number(known: Mapping[str, Norm], key: str) -> float:
    """Value of a norm as a number. Raises KeyError, TypeError."""
    value = known[key].value
    if not isinstance(value, int | float):
        raise TypeError(f"{key} is not a number: {value!r}")
    return float(value)


def _class_stages() -> tuple[Stage, ...]:
    return ("kindergarten", "primary", "junior", "senior")


def _is_birth_year(key: str) -> bool:
    return key.startswith("B.") and key[2:].isdigit()
