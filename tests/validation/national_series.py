"""National figures by year and stage (``seeds/national.csv``), and which of them may be scored."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FILE = Path(__file__).parents[2] / "seeds" / "national.csv"
KINDS = ("reported", "derived", "recalled")


@dataclass(frozen=True)
class National:
    """Series of a country, one value a year."""

    first_year: int
    """Year of the first column: academic year of pupils and teachers, calendar year of births."""
    values: Mapping[str, Floats]
    """Series by name, shape (years,), NaN where there is no figure [10^4 persons]."""
    recalled: Mapping[str, Bools]
    """Which figures nobody has read, shape (years,); they are never scored."""

    def at(self, series: str, year: int) -> float:
        """A figure that was read or derived; NaN where there is none, or only a recalled one."""
        column = year - self.first_year
        found = self.values[series]
        if not 0 <= column < len(found) or self.recalled[series][column]:
            return float("nan")
        return float(found[column])

    def births(self, series: str, last: int) -> Floats:
        """Births from ``first_year`` to calendar year ``last``, recalled figures with them, shape (years,).

        Raises ValueError where a year is missing.
        """
        found = self.values[series][: last - self.first_year + 1]
        if np.isnan(found).any() or len(found) < last - self.first_year + 1:
            raise ValueError(f"{series}: not every year to {last} has births")
        return found


def read_national(path: Path = FILE) -> National:
    """Read the figures. Raises ValueError for a row without source, of an unknown kind, or that stands twice."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    years = [int(row["year"]) for row in rows]
    first, count = min(years), max(years) - min(years) + 1
    values = {row["series"]: np.full(count, np.nan) for row in rows}
    recalled = {series: np.zeros(count, bool) for series in values}
    for row, year in zip(rows, years, strict=True):
        series, column = row["series"], year - first
        if row["kind"] not in KINDS or not row["source"] or row["unit"] != "10^4 persons":
            raise ValueError(f"{series} {year}: needs a source, the unit 10^4 persons and one of {KINDS}")
        if not np.isnan(values[series][column]):
            raise ValueError(f"{series} {year}: stands twice")
        values[series][column] = float(row["value"])
        recalled[series][column] = row["kind"] == "recalled"
    return National(first, values, recalled)
