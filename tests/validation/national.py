"""A country's stages rolled forward from every year to 2024, against what came: the national check.

Run: ``python tests/validation/national.py [--json]``. Figures and sources: ``seeds/national.csv``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from national_roll import FLOWING, GRADES, HELD_OUT, Rule, roll
from national_series import National, read_national

FIRST, LAST = 2014, 2024
"""First origin of the rolling origins, and last target [academic year]."""
LEADS = (1, 2, 3, 4, 5)
TUNED = 2017
"""Last target on which a setting may rest: where a ratio's last value is taken and where its mean."""
SERIES = (
    *(f"{stage}_{what}" for what in ("pupils",) for stage in GRADES),
    *(f"{stage}_{what}" for stage in FLOWING for what in ("entrants", "leavers")),
    *(f"{stage}_teachers" for stage in GRADES),
)
"""What is scored, in the order of the table."""
METHODS: Mapping[str, Rule | None] = {
    "roll": Rule(),
    "revised births": Rule(births="births_revised"),
    "last ratios": Rule(ratios="last"),
    "mean ratios": Rule(ratios="mean"),
    "naive": None,
}
"""Ways to forecast; naive is the last value. Revised births are hindsight: published in 2021, and six are recalled."""
SPLITS: Mapping[str, tuple[int, int]] = {
    "all targets": (FIRST, LAST),
    f"targets to {TUNED}": (FIRST, TUNED),
    f"targets from {TUNED + 1}": (TUNED + 1, LAST),
}


@dataclass(frozen=True)
class Cell:
    """One forecast of one figure."""

    method: str
    """One of ``METHODS``."""
    series: str
    """One of ``SERIES``."""
    origin: int
    """Last academic year that is known."""
    target: int
    """Academic year that is forecast."""
    actual: float
    """What came [10^4 persons]."""
    forecast: float
    """What was forecast [10^4 persons]."""

    @property
    def lead(self) -> int:
        """Years ahead [years]."""
        return self.target - self.origin

    @property
    def error(self) -> float:
        """Forecast over actual, less 1 [%]."""
        return (self.forecast / self.actual - 1.0) * 100.0


def cells(national: National, origins: Sequence[int], methods: Mapping[str, Rule | None] = METHODS) -> list[Cell]:
    """Every forecast whose actual was read or derived and whose year is not held out."""
    return [
        Cell(method, series, origin, target, national.at(series, target), value)
        for method, rule in methods.items()
        for origin in origins
        for series, values in _forecasts(national, origin, rule).items()
        for target, value in values.items()
        if target not in HELD_OUT and not np.isnan(national.at(series, target)) and not np.isnan(value)
    ]


def mape(found: Sequence[Cell], method: str, series: str, lead: int, first: int, last: int) -> tuple[float, int]:
    """Mean absolute error over the targets from ``first`` to ``last`` and their number [%]; NaN without one."""
    errors = [
        abs(cell.error)
        for cell in found
        if (cell.method, cell.series, cell.lead) == (method, series, lead) and first <= cell.target <= last
    ]
    return (float(np.mean(errors)) if errors else float("nan")), len(errors)


def _forecasts(national: National, origin: int, rule: Rule | None) -> Mapping[str, Mapping[int, float]]:
    years = range(origin + 1, LAST + 1)
    if rule is None:
        return {series: dict.fromkeys(years, national.at(series, origin)) for series in SERIES}
    found = roll(national, origin, LAST, rule)
    return {series: found[series] for series in SERIES}


def _split_lines(found: Sequence[Cell], title: str, span: tuple[int, int], methods: Sequence[str]) -> Iterator[str]:
    leads = [lead for lead in LEADS if mape(found, "naive", "primary_pupils", lead, *span)[1]]
    yield f"MAPE, {title}, leads {leads[0]} to {leads[-1]} [%]; n: targets of each lead"
    yield f"| series | n | {' | '.join(methods)} |"
    yield f"|---|---|{'---|' * len(methods)}"
    for series in SERIES:
        counts = " ".join(str(mape(found, "roll", series, lead, *span)[1]) for lead in leads)
        rows = (" ".join(f"{mape(found, m, series, lead, *span)[0]:.1f}" for lead in leads) for m in methods)
        yield f"| {series.replace('_', ' ')} | {counts} | {' | '.join(rows)} |"
    yield ""


def _single_lines(national: National) -> Iterator[str]:
    """The one roll from the year before the first origin to the last target."""
    origin = FIRST - 1
    found = {(c.series, c.target): c.error for c in cells(national, [origin], {"roll": Rule()})}
    years = range(FIRST, LAST + 1)
    yield f"One roll from {origin}: forecast over actual, less 1 [%]"
    yield f"| series | {' | '.join(str(year) for year in years)} |"
    yield f"|---|{'---|' * len(years)}"
    for series in SERIES:
        errors = (f"{found[series, y]:+.1f}" if (series, y) in found else "not scored" for y in years)
        yield f"| {series.replace('_', ' ')} | {' | '.join(errors)} |"


def lines(national: National) -> Iterator[str]:
    """The tables as they stand on the page."""
    found = cells(national, range(FIRST, LAST))
    for title, span in SPLITS.items():
        methods = [each for each in METHODS if each != "revised births" or title == "all targets"]
        yield from _split_lines(found, title, span, methods)
    yield from _single_lines(national)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, or every forecast as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="every forecast: method, series, origin, target, figures")
    asked = parser.parse_args(arguments)
    national = read_national()
    if asked.json:
        print(json.dumps([asdict(cell) for cell in cells(national, range(FIRST - 1, LAST))], indent=1))
    else:
        print("\n".join(lines(national)))


if __name__ == "__main__":
    main()
