"""Births by zone and calendar year: ``births.csv``, or constant births where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import BirthSeries, Ratios, Register
from seatsim.domain.demand_uncertainty import BirthVariant
from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.domain.stages import Stage
from seatsim.inputs.information import Information, Later
from seatsim.inputs.named import Names, named
from seatsim.inputs.part import Folder
from seatsim.inputs.rules import LONGEST_HORIZON
from seatsim.inputs.tables import MOST_OF_AN_AGE, Columns, Table, read_table

NAME = "births.csv"
VARIANTS: tuple[BirthVariant, ...] = get_args(BirthVariant)
AGE_OF_PRIMARY = 6
AGE_OF_ENTRY = 7
"""Primary entrants of September y are born from 1 September y - 7 to 31 August y - 6 [years]."""
_COLUMNS = Columns(("zone", "year", "births", "source"), ("variant", "month"))
_COUNTED: BirthVariant = "reference"
"""The variant of rows that name none: births that were counted."""
_CONTINUED = "continuation"
_MOST_MISSING = 20
"""Zones without a row, and years without one, that are told."""

Floats = npt.NDArray[np.float64]


def read_births(
    folder: Folder,
    named_zones: Names | None,
    baseline_year: int | None,
    faults: list[Fault],
    assumed: list[Phrase],
    known_to: int | None = None,
) -> Mapping[BirthVariant, BirthSeries] | None:
    """Read the births; None with faults if they cannot be used.

    Where the zones or the baseline year are not known (None) what does not rest on them is checked.

    ``low`` and ``high`` fall back to ``reference``; after the last year births stay level up to the longest horizon.
    Births after calendar year ``known_to`` are checked but not used: the planner's continuation replaces them.
    """
    before = len(faults)
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is None:
        return None
    zone = named(table, "zone", named_zones, Phrase("zone"))
    variant = table.choices("variant", VARIANTS, Phrase("variant"), empty=_COUNTED)
    years, births = table.counts("year", "calendar year", 2200, empty=None), table.numbers("births", "children", 1e7)
    source, months = table.text("source"), table.counts("month", "month", 12)
    keys = [(z, str(y), v, str(m)) for z, y, v, m in zip(zone, years, variant, months, strict=True)]
    table.distinct(["zone", "year", "variant", "month"], keys)
    if len(faults) > before or named_zones is None:
        return None
    zones = tuple(dict.fromkeys(named_zones.values()))
    place = np.array([zones.index(each) for each in zone], np.int64)
    continued = np.array([text.startswith(_CONTINUED) for text in source], bool)
    found: dict[BirthVariant, BirthSeries] = {}
    for each in VARIANTS:
        rows = np.flatnonzero(np.array(variant) == each)
        if len(rows):
            found[each] = _series(table, rows, each, zones, place, years, births, continued, baseline_year)
    if "reference" not in found:
        faults.append(
            Fault(table.file, 1, "variant", "", Phrase("must hold rows of the variant 'reference'"), "missing")
        )
    if len(faults) > before or baseline_year is None:
        return None
    _note(found, months, assumed, known_to)
    last = baseline_year + LONGEST_HORIZON
    series = {each: _level_after(found.get(each, found["reference"]), last) for each in VARIANTS}
    return series if known_to is None else _continued_by_planner(series, known_to)


def later_births(folder: Folder, information: Information) -> Iterator[Later]:
    """Births of ``births.csv`` that are not known yet, by variant and calendar year; nothing of a faulty file."""
    faults: list[Fault] = []
    last = information.last_birth_year
    table = None if last is None else read_table(folder / NAME, _COLUMNS, faults)
    if last is None or table is None:
        return
    variants, years = table.text("variant", empty=_COUNTED), table.counts("year", "calendar year", 2200, empty=None)
    if faults:
        return
    rows: dict[tuple[str, int], list[int]] = {}
    for row in np.flatnonzero(years > last):
        rows.setdefault((variants[row], int(years[row])), []).append(int(row))
    for (variant, year), found in rows.items():
        known = information.births_known(year)
        yield Later(table.file, table.line(found[0]), f"births.{variant}.{year}", str(year), known, False, len(found))


def kindergarten_share(register: Register, ratios: Ratios) -> float:
    """Kindergarten pupils of a grade per registered child, if the age groups are as large as primary's [ratio].

    Where neither births nor the rate are known this keeps the entries of both stages level. 1 without pupils.
    """
    grade = [float(register.pupils[stage].sum(axis=0).mean()) for stage in ("kindergarten", "primary")]
    return grade[0] / (grade[1] / ratios.primary_entry) if min(grade) > 0 else 1.0


def enrolled_births(
    zones: Sequence[str], register: Register, ratios: Ratios, baseline_year: int, known_to: int | None = None
) -> Mapping[BirthVariant, BirthSeries]:
    """Births behind the register's kindergarten and primary pupils, level before the oldest and after the youngest.

    The county's children of a grade are its pupils over the stage's entry ratio, so that the next entrants follow
    those already there; zones share them by all their kindergarten and primary pupils. Known to the birth year of the
    youngest grade, or to ``known_to`` if that is earlier [calendar year].
    """
    entries: tuple[tuple[Stage, float], ...] = (
        ("kindergarten", ratios.kindergarten_entry),
        ("primary", ratios.primary_entry),
    )
    place = np.array([list(zones).index(zone) for zone in register.zone], np.int64)
    of_zone = np.zeros(len(zones))
    cohorts: dict[int, float] = {}
    for stage, ratio in entries:
        pupils = register.pupils[stage]
        of_zone += np.bincount(place, weights=pupils.sum(axis=1), minlength=len(zones)) / ratio
        youngest = AGE_OF_PRIMARY - (pupils.shape[1] if stage == "kindergarten" else 0)
        counts = pupils.sum(axis=0) / ratio
        cohorts |= {baseline_year - youngest - grade: float(n) for grade, n in enumerate(counts) if n > 0}
    first = baseline_year - 2 * AGE_OF_ENTRY
    years = np.arange(first, baseline_year + LONGEST_HORIZON + 1)
    born = sorted(cohorts)
    county = np.interp(years, born, [cohorts[year] for year in born]) if born else np.zeros(len(years))
    shares = of_zone / max(float(of_zone.sum()), 1.0)
    last_known = born[-1] if born else baseline_year
    last_known = last_known if known_to is None else min(last_known, known_to)
    series = BirthSeries(first, shares[:, None] * county, last_known, enrolled=True)
    return dict.fromkeys(VARIANTS, series)


def _series(
    table: Table,
    rows: npt.NDArray[np.int64],
    variant: str,
    zones: tuple[str, ...],
    place: npt.NDArray[np.int64],
    years: npt.NDArray[np.int64],
    births: Floats,
    continued: npt.NDArray[np.bool_],
    baseline_year: int | None,
) -> BirthSeries:
    """One variant's series; years that are missing are faults."""
    first, last = int(years[rows].min()), int(years[rows].max())
    grid = np.zeros((len(zones), last - first + 1))
    np.add.at(grid, (place[rows], years[rows] - first), births[rows])
    counted = np.zeros(grid.shape, bool)
    counted[place[rows], years[rows] - first] = True
    words = Phrase("no row; every zone needs {} to {}", first, last)
    without = np.flatnonzero(~counted.any(axis=1)).tolist()
    for zone in without[:_MOST_MISSING]:
        # Of the file, for any row is another zone's.
        table.faults.append(Fault(table.file, None, f"births ({zones[zone]}, {variant})", "", words, "missing-year"))
    gaps = [each for each in zip(*np.nonzero(~counted), strict=True) if each[0] not in without]
    for zone, gap in gaps[:_MOST_MISSING]:
        own = rows[place[rows] == zone]
        nearest = int(own[np.abs(years[own] - first - gap).argmin()])
        table.fault(nearest, f"births ({zones[zone]}, {first + gap}, {variant})", "", words, "missing-year")
    needed = first if baseline_year is None else baseline_year - AGE_OF_ENTRY
    if first > needed:
        words = Phrase("must begin by {}: primary entrants' births", needed)
        table.fault(int(rows[0]), "year", str(first), words, "first-year")
    if baseline_year is not None and last < needed + 1:
        words = Phrase("must reach {}: the births of the baseline's entrants", needed + 1)
        table.fault(int(rows[-1]), "year", str(last), words, "last-year")
    for year in np.flatnonzero(grid.sum(axis=0) > MOST_OF_AN_AGE):
        cell, found = f"births ({first + year}, {variant})", Phrase("{} in all", f"{grid[:, year].sum():.0f}")
        table.fault(int(rows[0]), cell, found, Phrase("must sum to {:,} at most (children)", MOST_OF_AN_AGE), "sum")
    known = rows[~continued[rows]]
    return BirthSeries(first, grid, int(years[known].max()) if len(known) else first - 1)


def _level_after(series: BirthSeries, last: int) -> BirthSeries:
    """The series with its last year repeated up to the calendar year ``last``."""
    more = last - (series.first_year + series.births.shape[1] - 1)
    if more <= 0:
        return series
    level = np.repeat(series.births[:, -1:], more, axis=1)
    return BirthSeries(series.first_year, np.concatenate([series.births, level], axis=1), series.last_known)


def _continued_by_planner(
    series: Mapping[BirthVariant, BirthSeries], known_to: int
) -> Mapping[BirthVariant, BirthSeries]:
    """Births after ``known_to`` level, as in that year; a variant keeps its ratio to the reference of each year.

    A variant's ratio is an assumption about the future, not something that is published later.
    """
    reference = _later_totals(series["reference"], known_to)
    found: dict[BirthVariant, BirthSeries] = {}
    for each, own in series.items():
        ratio = np.where(reference > 0, _later_totals(own, known_to) / np.maximum(reference, 1e-12), 1.0)
        known = own.births[:, : known_to - own.first_year + 1]
        births = np.concatenate([known, known[:, -1:] * ratio], axis=1)
        found[each] = BirthSeries(own.first_year, births, min(own.last_known, known_to))
    return found


def _later_totals(series: BirthSeries, known_to: int) -> Floats:
    """The county's births after ``known_to`` as the file has them, shape (later years,) [children]."""
    totals: Floats = series.births[:, known_to - series.first_year + 1 :].sum(axis=0)
    return totals


def _note(
    found: Mapping[BirthVariant, BirthSeries],
    months: npt.NDArray[np.int64],
    assumed: list[Phrase],
    known_to: int | None,
) -> None:
    missing = [variant for variant in VARIANTS if variant not in found]
    if missing:
        assumed.append(
            Phrase("births, variants {}: not in {}, the same as reference", listed(map(word, missing)), NAME)
        )
    if months.any():
        assumed.append(Phrase("births by month in {} are summed to calendar years", NAME))
    if known_to is not None:
        assumed.append(
            Phrase("births after {}: not known yet, level as in {}; variants keep their ratios", known_to, known_to)
        )
        return
    last = {series.first_year + series.births.shape[1] - 1 for series in found.values()}
    assumed.append(
        Phrase("births after {}: level, as in the last year of {}", ", ".join(str(year) for year in sorted(last)), NAME)
    )
