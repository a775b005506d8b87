"""What the charts take from one run: order statistics of a few measures; its replications are read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import CLASS_STAGES
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.words import Words
from seatsim.results.read import Results
from seatsim.results.titles import labels, titles

Plain: TypeAlias = int | float | None
Band: TypeAlias = Mapping[str, Plain]

ALL = "all"
CROWDED = "pupils_above_standard"
"""The measure by which plans are compared."""
STATISTICS: Mapping[str, int] = {
    "p025": 25,
    "p10": 100,
    "p25": 250,
    "p50": 500,
    "p75": 750,
    "p90": 900,
    "p975": 975,
}
"""Order statistics of a fan, in thousandths: the middle, and the ends of the 50, 80 and 95 % bands."""
FAN: Mapping[str, tuple[str, ...]] = {
    "pupils": (*CLASS_STAGES, "vocational"),
    "seats": CLASS_STAGES,
    "pupils_above_standard": (*CLASS_STAGES, ALL),
    "pupils_large": (*CLASS_STAGES, ALL),
    "pupils_oversized": (ALL,),
    "spending": (ALL,),
}
"""Measures and stages whose order statistics are kept."""


@dataclass(frozen=True)
class Shared:
    """The county in the futures that all runs of a comparison hold, so that charts and tables tell the same."""

    medians: Mapping[str, npt.NDArray[Any]]
    """By stage: median of pupils above standard by year, shape (years,)."""
    crowded: Mapping[str, Band]
    """By stage: crowded pupil-years of the years after the baseline."""
    empty: Mapping[str, Band]
    """By stage: empty seats of the last year."""
    cost: Band
    """Capital of all years [10^4 yuan]."""


@dataclass(frozen=True)
class Told:
    """One run as the charts need it."""

    run: str
    """Key: name among the runs of the page (``results.titles.labels``)."""
    title: str
    """Title in the report's language."""
    results: Results
    """The run."""
    zones: Mapping[str, str]
    """Names of the zones in the report's language by id, in the county's order; ``all`` last."""
    fans: Mapping[tuple[str, str], npt.NDArray[Any]]
    """By measure and stage: order statistics in the order of ``STATISTICS``, shape (statistics, years, zones)."""
    over: Mapping[str, npt.NDArray[np.float64]]
    """By stage: share of the futures with more pupils than seats, shape (years, zones)."""
    shared: Shared | None
    """What is compared; None where nothing is."""

    @property
    def years(self) -> tuple[int, ...]:
        """Academic years; the first is the baseline."""
        return self.results.years

    @property
    def answers(self) -> Mapping[str, Any]:
        """Page one."""
        return self.results.answers


def tell(runs: Sequence[Results], words: Words, shared: int | None = None) -> tuple[Told, ...]:
    """Every run, each of its files read once; ``shared`` is the number of futures that are compared.

    Raises RefusedFolder.
    """
    names = labels(runs)
    told = [words.text(title) for title in titles(runs, names)]
    return tuple(_tell(*each, words, shared) for each in zip(runs, names, told, strict=True))


def _tell(run: Results, name: str, title: str, words: Words, shared: int | None) -> Told:
    frame = run.frame()
    named = {
        row["zone"]: words.text({"zh": row["name_zh"] or "", "en": row["name_en"] or ""}, row["zone"])
        for row in run.table("zones.csv").iter_rows(named=True)
    }
    zones = {zone: named.get(zone, zone) for zone in frame.zones if zone != ALL} | {ALL: words("county")}
    fans = {
        (measure, stage): statistics(frame.values[measure][stage])
        for measure, stages in FAN.items()
        for stage in stages
        if stage in frame.values.get(measure, {})
    }
    return Told(name, title, run, zones, fans, _over(frame), None if shared is None else _shared(frame, shared))


def nothing(told: Sequence[Told], words: Words) -> str:
    """Why no plan is compared with another."""
    return words("comparison_alone" if len(told) < 2 else "comparison_unpaired")


def statistics(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Order statistics of (years, replications, zones): shape (statistics, years, zones)."""
    ordered = np.sort(values, axis=1)
    count = values.shape[1]
    return np.stack([ordered[:, max(0, -(-thousandth * count // 1000) - 1)] for thousandth in STATISTICS.values()])


def _over(frame: MeasureFrame) -> dict[str, npt.NDArray[np.float64]]:
    pupils, seats = frame.values["pupils"], frame.values["seats"]
    return {stage: (pupils[stage] > seats[stage]).mean(axis=1) for stage in CLASS_STAGES if stage in seats}


def _shared(frame: MeasureFrame, count: int) -> Shared:
    from seatsim.indicators.quantiles import band

    stages = FAN[CROWDED]
    above = {stage: frame.county(CROWDED, stage)[:, :count] for stage in stages}
    middle = list(STATISTICS).index("p50")
    return Shared(
        {stage: statistics(values[:, :, None])[middle, :, 0] for stage, values in above.items()},
        {stage: band(values[1:].sum(axis=0)) for stage, values in above.items()},
        {stage: band(frame.county("empty_seats", stage)[-1, :count]) for stage in stages},
        band(frame.county("capital", ALL)[:, :count].sum(axis=0)),
    )


def whole(value: float) -> int | None:
    """A number for a page: to the nearest whole one; None for what has no meaning."""
    return None if not np.isfinite(value) else int(np.floor(value + 0.5))


def number(value: object) -> float | None:
    """A cell that holds a number; None for any other."""
    return value if isinstance(value, int | float) else None


def rounded(stats: Band, scale: float = 1.0, digits: int = 0) -> dict[str, Plain]:
    """A band in another unit and with fewer digits."""
    told: dict[str, Plain] = {}
    for name, value in stats.items():
        told[name] = None if value is None else whole(value / scale) if not digits else round(value / scale, digits)
    return told
