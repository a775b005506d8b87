"""A comparison of finished runs: the first is the base, every other is paired with it future by future."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seatsim.comparing.bridge_or_build import project_rows, zone_rows
from seatsim.comparing.costs import avoided_rows, cost_block
from seatsim.comparing.differences import measure_rows, summed, yearly_rows
from seatsim.comparing.estimates import mean_of
from seatsim.comparing.first_years import first_year_rows
from seatsim.comparing.harms import harm_rows
from seatsim.comparing.oversized_kinds import oversized_kinds
from seatsim.comparing.project_sites import BUS, ProjectSites
from seatsim.comparing.regret import Reckoned, reckoned, regret_rows
from seatsim.comparing.runs import common_replications, differs, labels, notes, shared_futures, titles
from seatsim.comparing.saved_by_policies import acting
from seatsim.comparing.verdict import verdict
from seatsim.domain.faults import RefusedFolder
from seatsim.domain.limits import Limits
from seatsim.domain.phrase import Phrase
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.plan_contents import plan_contents, unstated_of
from seatsim.inputs.norms import norms
from seatsim.language.comparison import both
from seatsim.results.read import Results

Block = dict[str, Any]
Told = Callable[[str, int, int], None]
"""Told what is worked, how much is done and how much there is."""

COMPARISON_FORMAT = 1
"""Version of ``comparison.json``."""
NEEDED = (
    *("pupils_above_standard", "classes_above_standard", "classes_large", "classes_super_large"),
    *("schools_oversized", "unplaced", "empty_seats", "capital"),
)
"""Measures of the county without which nothing is compared; what else is not told is left out."""
UNITS: Mapping[str, str] = {
    "interval": "low and high: 95 % interval of the mean, paired; null: cannot be told",
    "band": "p10, p50, p90: order statistics over the futures; p10 to p90 is the 80 % band",
    "percent": "%",
    "chance": "share of the futures",
    "first_year": "academic year; change in years, other less base; null: not by the horizon, or cannot be told",
    "avoided": "pupil-years",
    "harms": "only what is of note; base and other are means; chance_worse is a share of the futures",
    "plan": "settings in the scenario's own units",
    "per_avoided": "10^4 yuan/pupil-year",
    "regret": "crowded_pupil_years in pupil-years, empty_seats in seats at the horizon, empty_seat_cost in 10^4 yuan",
    "served": "pupil-years",
    "break_even": "10^4 yuan/room",
}
"""What numbers are, where no ``unit`` stands beside them."""


@dataclass(frozen=True)
class _Head:
    """One run by its names."""

    results: Results
    label: str
    title: Mapping[str, str]

    @property
    def name(self) -> Block:
        """What it is called, everywhere in the comparison."""
        return {"scenario": self.results.content["scenario"], "run": self.label}

    @property
    def head(self) -> Block:
        """Its name, title and folder."""
        return {**self.name, "title": dict(self.title), "folder": str(self.results.folder)}


@dataclass(frozen=True)
class _Run(_Head):
    """One run as it is compared."""

    frame: MeasureFrame
    """The futures that all runs hold."""
    limits: Limits


@dataclass
class _Bridges:
    """Bridge or build, gathered run by run."""

    projects: list[Block] = field(default_factory=list)
    """By project."""
    zones: list[Block] = field(default_factory=list)
    """By zone and stage."""
    assumed: list[str] = field(default_factory=list)
    """Runs without a price of a bus."""
    older: list[str] = field(default_factory=list)
    """Runs that tell nothing of hand-overs."""

    def add(self, run: _Run) -> None:
        """The buildings of one more run."""
        found = ProjectSites(run.results, run.frame)
        if not found.told:
            self.older.append(run.label)
            return
        sites = list(found)
        if sites and found.bus_assumed_here:
            self.assumed.append(run.label)
        self.projects += [run.name | row for row in project_rows(sites)]
        self.zones += [run.name | row for row in zone_rows(sites)]

    def remarks(self) -> Iterator[dict[str, str]]:
        """What could not be told, or was taken from elsewhere."""
        if self.older:
            yield both("note_no_bridges", runs=", ".join(self.older))
        if self.assumed:
            yield both("note_bus_price", runs=", ".join(self.assumed), value=norms()[BUS].value)


def compare_results(results: Sequence[Results], told: Told | None = None) -> Block:
    """Compare runs that ``read_runs`` let pass; the JSON of ``seatsim compare``. Raises RefusedFolder.

    Runs are read one by one: of the others only rows and what regret asks for is kept.
    """
    tell = told or _nobody
    names = labels(results)
    heads = [_Head(*each) for each in zip(results, names, titles(results, names), strict=True)]
    count = common_replications(results)
    tell("compare", 0, len(heads))
    base = _read(heads[0], count)
    bridges = _Bridges()
    bridges.add(base)
    rows, plans = [], [reckoned(base.frame)]
    for place, head in enumerate(heads[1:], 1):
        tell("compare", place, len(heads))
        row, plan = _told(base, head, count, bridges)
        rows.append(row)
        plans.append(plan)
    return {
        "comparison_format": COMPARISON_FORMAT,
        "county": base.results.answers["county"],
        "county_name": base.results.answers["county_name"],
        "base": base.head,
        "replications": base.frame.replications,
        "seed": base.results.content["seed"],
        "baseline_year": base.frame.years[0],
        "horizon": base.frame.years[-1],
        "notes": [*map(dict, notes(results)), *_money(base.frame), *bridges.remarks()],
        "units": dict(UNITS),
        "others": rows,
        "regret": [head.name | row for head, row in zip(heads, regret_rows(plans), strict=True)],
        "bridge_or_build": bridges.projects,
        "bridge_or_build_zones": bridges.zones,
    }


def _nobody(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _read(head: _Head, count: int) -> _Run:
    """The first ``count`` futures of a run. Raises RefusedFolder."""
    run = head.results
    frame = run.frame()
    untold = [measure for measure in NEEDED if ALL not in frame.values.get(measure, {})]
    if untold:
        raise RefusedFolder(
            Phrase("{}: tells nothing of {}; cannot be compared, run it again", run.folder, ", ".join(untold))
        )
    return _Run(run, head.label, head.title, shared_futures(frame, count), run.limits())


def _told(base: _Run, head: _Head, count: int, bridges: _Bridges) -> tuple[Block, Reckoned]:
    """One plan against the base, and what regret asks of it; its futures are forgotten when this returns."""
    other = _read(head, count)
    bridges.add(other)
    return _other(base, other), reckoned(other.frame)


def _money(frame: MeasureFrame) -> Iterator[dict[str, str]]:
    if not frame.values.get("spending"):
        yield both("note_no_money")


def _other(base: _Run, other: _Run) -> Block:
    """One plan against the base."""
    row: Block = {
        **other.head,
        "differs": differs(base.results, other.results),
        "plan": plan_contents(
            base.results.scenario, other.results.scenario, unstated_of(base.results.answers["money"])
        ),
        "measures": measure_rows(base.frame, other.frame),
        "by_year": yearly_rows(base.frame, other.frame),
        "first_year": first_year_rows(base.frame, other.frame, base.limits, other.limits),
        "avoided": avoided_rows(base.frame, other.frame),
        "cost": cost_block(base.frame, other.frame),
        "harms": harm_rows(base.frame, other.frame),
    }
    if found := acting(row["plan"], other.results.answers):
        row["acting"] = found
    return row | {"verdict": verdict(row, _facts(base, other))}


def _facts(base: _Run, other: _Run) -> Block:
    rests = other.results.answers["rests_on"]
    return {
        "base": base.head,
        "other": other.head,
        "horizon": base.frame.years[-1],
        "replications": base.frame.replications,
        "rooms": rests["classrooms_and_classes"],
        "rooms_unknown": rests["shares"].get("pupils_without_rooms_and_classes", 0),
        "seats_assumed": rests["shares"]["project_seats_assumed"],
        "oversized_kinds": oversized_kinds([base.results, other.results]),
        "empty_seat_cost": _empty_seat_cost(base.frame, other.frame),
    }


def _empty_seat_cost(base: MeasureFrame, other: MeasureFrame) -> float | None:
    """Mean cost of empty seats more than the base's, over the years after the baseline; None where not told."""
    if not all(ALL in frame.values.get("empty_seat_cost", {}) for frame in (base, other)):
        return None
    return mean_of(summed(other, "empty_seat_cost", ALL)) - mean_of(summed(base, "empty_seat_cost", ALL))
