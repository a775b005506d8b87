"""A comparison of finished runs: the first is the base, every other is paired with it future by future."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seatsim.comparing.bridge_or_build import project_rows, zone_rows
from seatsim.comparing.costs import avoided_rows, cost_block
from seatsim.comparing.differences import measure_rows, summed, yearly_rows
from seatsim.comparing.estimates import mean_of
from seatsim.comparing.first_years import first_year_rows
from seatsim.comparing.project_sites import BUS, ProjectSites
from seatsim.comparing.regret import regret_rows
from seatsim.comparing.runs import common_replications, differs, labels, notes, shared_futures, titles
from seatsim.comparing.verdict import verdict
from seatsim.domain.limits import Limits
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.inputs.norms import norms
from seatsim.language.comparison import both
from seatsim.results.read import Results

Block = dict[str, Any]
Told = Callable[[str, int, int], None]
"""Told what is worked, how much is done and how much there is."""

COMPARISON_FORMAT = 1
"""Version of ``comparison.json``."""
UNITS: Mapping[str, str] = {
    "interval": "low and high: 95 % interval of the mean, paired; null: cannot be told",
    "band": "p10, p50, p90: order statistics over the futures; p10 to p90 is the 80 % band",
    "percent": "%",
    "chance": "share of the futures",
    "first_year": "academic year; change in years, other less base; null: not by the horizon, or cannot be told",
    "avoided": "pupil-years",
    "per_avoided": "10^4 yuan/pupil-year",
    "regret": "crowded_pupil_years in pupil-years, empty_seats in seats at the horizon, empty_seat_cost in 10^4 yuan",
    "served": "pupil-years",
    "break_even": "10^4 yuan/room",
}
"""What numbers are, where no ``unit`` stands beside them."""


@dataclass(frozen=True)
class _Run:
    """One run as it is compared."""

    results: Results
    label: str
    title: Mapping[str, str]
    frame: MeasureFrame
    """The futures that all runs hold."""
    limits: Limits

    @property
    def name(self) -> Block:
        """What it is called, everywhere in the comparison."""
        return {"scenario": self.results.content["scenario"], "run": self.label}

    @property
    def head(self) -> Block:
        """Its name, title and folder."""
        return {**self.name, "title": dict(self.title), "folder": str(self.results.folder)}


def compare_results(results: Sequence[Results], told: Told | None = None) -> Block:
    """Compare runs that ``read_runs`` let pass; the JSON of ``seatsim compare``. Raises RefusedFolder."""
    tell = told or _nobody
    runs = list(_read(results, tell))
    base, *others = runs
    remarks = [dict(note) for note in notes(results)]
    if "spending" not in base.frame.values or not base.frame.values["spending"]:
        remarks.append(both("note_no_money"))
    rows = []
    for place, other in enumerate(others):
        tell("compare", place, len(others))
        rows.append(_other(base, other))
    regret = [run.name | row for run, row in zip(runs, regret_rows([run.frame for run in runs]), strict=True)]
    projects, zones = _bridges(runs, remarks, tell)
    return {
        "comparison_format": COMPARISON_FORMAT,
        "county": base.results.answers["county"],
        "county_name": base.results.answers["county_name"],
        "base": base.head,
        "replications": base.frame.replications,
        "seed": base.results.content["seed"],
        "baseline_year": base.frame.years[0],
        "horizon": base.frame.years[-1],
        "notes": remarks,
        "units": dict(UNITS),
        "others": rows,
        "regret": regret,
        "bridge_or_build": projects,
        "bridge_or_build_zones": zones,
    }


def _nobody(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _read(results: Sequence[Results], tell: Told) -> Iterator[_Run]:
    count = common_replications(results)
    names = labels(results)
    for place, told in enumerate(zip(results, names, titles(results, names), strict=True)):
        tell("read", place, len(results))
        run = told[0]
        yield _Run(*told, shared_futures(run.frame(), count), run.limits())


def _other(base: _Run, other: _Run) -> Block:
    """One plan against the base."""
    row: Block = {
        **other.head,
        "differs": differs(base.results, other.results),
        "measures": measure_rows(base.frame, other.frame),
        "by_year": yearly_rows(base.frame, other.frame),
        "first_year": first_year_rows(base.frame, other.frame, base.limits, other.limits),
        "avoided": avoided_rows(base.frame, other.frame),
        "cost": cost_block(base.frame, other.frame),
    }
    return row | {"verdict": verdict(row, _facts(base, other))}


def _facts(base: _Run, other: _Run) -> Block:
    rests = other.results.answers["rests_on"]
    return {
        "base": base.head,
        "other": other.head,
        "horizon": base.frame.years[-1],
        "replications": base.frame.replications,
        "rooms": rests["classrooms_and_classes"],
        "seats_assumed": rests["shares"]["project_seats_assumed"],
        "empty_seat_cost": _empty_seat_cost(base.frame, other.frame),
    }


def _empty_seat_cost(base: MeasureFrame, other: MeasureFrame) -> float | None:
    """Mean cost of empty seats more than the base's, over the years after the baseline; None where not told."""
    if not all(ALL in frame.values.get("empty_seat_cost", {}) for frame in (base, other)):
        return None
    return mean_of(summed(other, "empty_seat_cost", ALL)) - mean_of(summed(base, "empty_seat_cost", ALL))


def _bridges(runs: Sequence[_Run], remarks: list[dict[str, str]], tell: Told) -> tuple[list[Block], list[Block]]:
    """Bridge or build by project, and by zone and stage; ``remarks`` get what could not be told."""
    projects: list[Block] = []
    zones: list[Block] = []
    assumed: list[str] = []
    older: list[str] = []
    for place, run in enumerate(runs):
        tell("bridges", place, len(runs))
        found = ProjectSites(run.results, run.frame)
        if not found.told:
            older.append(run.label)
            continue
        sites = list(found)
        if sites and found.bus_assumed_here:
            assumed.append(run.label)
        projects += [run.name | row for row in project_rows(sites)]
        zones += [run.name | row for row in zone_rows(sites)]
    if older:
        remarks.append(both("note_no_bridges", runs=", ".join(older)))
    if assumed:
        remarks.append(both("note_bus_price", runs=", ".join(assumed), value=norms()[BUS].value))
    return projects, zones
