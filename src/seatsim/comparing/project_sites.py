"""Where a run's projects stand, what they add, when they open and what they cost, from its results folder alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seatsim.comparing.bridges import Prices
from seatsim.comparing.stock import Stock, born_later, stock_of
from seatsim.domain.county import Zone
from seatsim.domain.stages import CLASS_STAGES, LETTER, Stage
from seatsim.domain.text import Text
from seatsim.indicators.measures import MeasureFrame
from seatsim.inputs.norms import norms
from seatsim.model.layout import neighbour_minutes
from seatsim.results.read import Results

if TYPE_CHECKING:
    import polars as pl

Floats = npt.NDArray[np.float64]

NEEDED = ("hand_overs.parquet", "zones.csv", "figures.csv", "projects.csv", "schools.csv")
"""Tables without which nothing is told of projects."""
BUILT = ("new-school", "extension", "move")
"""Kinds of projects that are buildings; conversions and temporary rooms are bridges themselves."""
BUS = "spending.bus"
"""Norm of the price of a bus [10^4 yuan/pupil-year]."""


@dataclass(frozen=True)
class ProjectSite:
    """One stage of one project, in all futures compared or some of them."""

    names: Mapping[str, Any]
    """Project, kind, name, status, stage, zone and its name."""
    years: tuple[int, ...]
    """Academic years."""
    seats: int
    """Seats that it adds: rooms × planning size, of a move less what the school had in the baseline year [seats]."""
    opens: Floats
    """Academic year in which its rooms open, inf where not by the horizon, shape (replications,) [academic year]."""
    capital: Floats
    """The stage's part of its final cost, by planned cost, shape (replications,) [10^4 yuan]."""
    here: Stock
    """The stage in its zone."""
    others: Mapping[str, Stock]
    """The other stages with classes in its zone."""
    beside: Mapping[str, int]
    """Seats that the same project adds to other stages [seats]."""
    near: tuple[Stock, ...]
    """The stage in zones within reach."""
    prices: Prices
    """Prices."""


class ProjectSites:
    """The projects of one run."""

    def __init__(self, results: Results, frame: MeasureFrame) -> None:
        """``frame`` holds the futures that are compared: the first of the run."""
        self._results, self._frame = results, frame
        self._levers = results.scenario["levers"]
        self._planning = results.limits().planning
        self._stocks: dict[tuple[Stage, str], Stock] = {}

    @property
    def told(self) -> bool:
        """Whether the folder has what is needed; an older one has not."""
        return set(NEEDED) <= set(self._results.content["files"])

    @property
    def bus_assumed_here(self) -> bool:
        """Whether the price of a bus is not the folder's but the one shipped now."""
        return BUS not in self._figures

    def __iter__(self) -> Iterator[ProjectSite]:
        scenario = self._results.scenario.get("projects", {})
        for row in self._results.answers["projects"]:
            project = scenario[row["project"]]
            if project["kind"] in BUILT:
                yield from self._stages(row, project)

    def _stages(self, row: Mapping[str, Any], project: Mapping[str, Any]) -> Iterator[ProjectSite]:
        """A project's stages with classes, which share its cost as planned seats times their price."""
        seats = {s: project.get(f"rooms_{LETTER[s]}", 0) * self._planning.of(s) for s in CLASS_STAGES}
        planned = {s: count * self._levers["capital"][f"price_{s}"] for s, count in seats.items()}
        total = sum(planned.values())
        opens, cost = self._fate(row["project"])
        added = {s: self._added(row["school"], project["kind"], s, count) for s, count in seats.items()}
        for stage, count in seats.items():
            if count:
                part = planned[stage] / total if total else count / sum(seats.values())
                yield self._site(row, stage, added, opens, cost * part)

    def _site(
        self, row: Mapping[str, Any], stage: Stage, added: Mapping[Stage, int], opens: Floats, capital: Floats
    ) -> ProjectSite:
        zone = self._zone_of[row["project"]]
        names = {name: row[name] for name in ("project", "kind", "name", "status")} | {"stage": stage, "zone": zone}
        names["zone_name"] = self._zone_names[zone]
        beside = [other for other in CLASS_STAGES if other != stage]
        return ProjectSite(
            names=names,
            years=self._frame.years,
            seats=added[stage],
            opens=opens,
            capital=capital,
            here=self._stock(stage, zone),
            others={other: self._stock(other, zone) for other in beside},
            beside={other: added[other] for other in beside},
            near=tuple(self._stock(stage, near) for near in self._near(zone)),
            prices=self._prices,
        )

    def _stock(self, stage: Stage, zone: str) -> Stock:
        """One stage in one zone, made once: projects share zones and neighbours."""
        if (stage, zone) not in self._stocks:
            continued = self._results.answers["rests_on"]["births_continued_from"]
            later = born_later(stage, self._frame.years, continued)
            self._stocks[stage, zone] = stock_of(self._frame, stage, zone, self._planning.of(stage), later)
        return self._stocks[stage, zone]

    def _near(self, zone: str) -> list[str]:
        """Neighbouring zones within the reach of the run's admissions, by the model's own rule."""
        reach = self._levers["admission"]["reach_minutes"]
        here = next(place for place, each in enumerate(self._zones) if each.id == zone)
        minutes = neighbour_minutes(self._zones)
        return [each.id for there, each in enumerate(self._zones) if minutes.get((here, there), np.inf) <= reach]

    def _fate(self, project: str) -> tuple[Floats, Floats]:
        """Opening year (inf: not by the horizon) and final cost, each of shape (replications,)."""
        rows = self._hand_overs.filter(self._hand_overs["project"] == project).sort("replication")
        rows = rows.head(self._frame.replications)
        opens = rows["opens"].cast(float).fill_null(float("inf")).to_numpy()
        return np.where(opens <= self._frame.years[-1], opens, np.inf), rows["cost"].to_numpy()

    def _added(self, school: str, kind: str, stage: str, seats: int) -> int:
        """Seats that a project adds; a move, those beyond the baseline year's, which are the same in every future."""
        if kind != "move" or not seats:
            return seats
        table = self._schools
        here = (table["school_id"] == school) & (table["stage"] == stage) & (table["measure"] == "seats")
        found = table.filter(here & (table["year"] == self._frame.years[0]))["mean"]
        return max(seats - (round(found[0]) if len(found) else 0), 0)

    @cached_property
    def _prices(self) -> Prices:
        capital, rules = self._levers["capital"], self._levers["spending_rules"]
        places = np.arange(len(self._frame.years), dtype=np.float64)
        return Prices(
            temporary=capital["price_temporary"],
            conversion=capital["price_conversion"],
            bus=self._figure(BUS),
            upkeep=self._figure("spending.upkeep"),
            life=self._figure("spending.seat_life"),
            dearer=np.power(1.0 + capital["price_growth"], places),
            grown=np.power(1.0 + rules["other_growth"], places),
        )

    def _figure(self, name: str) -> float:
        """A norm as the run used it; the shipped one where an older run does not hold it."""
        return float(self._figures.get(name, str(norms()[name].value)))

    @cached_property
    def _figures(self) -> Mapping[str, str]:
        table = self._results.table("figures.csv")
        return dict(zip(table["id"], table["value"], strict=True))

    @cached_property
    def _zones(self) -> tuple[Zone, ...]:
        return tuple(
            Zone(
                row["zone"],
                Text(row["name_zh"] or "", row["name_en"] or ""),
                row["kind"],
                tuple(_split(row["neighbours"])),
                tuple(map(float, _split(row["minutes"]))),
            )
            for row in self._results.table("zones.csv").iter_rows(named=True)
        )

    @cached_property
    def _zone_names(self) -> Mapping[str, dict[str, str]]:
        return {zone.id: {"zh": zone.name.zh, "en": zone.name.en} for zone in self._zones}

    @cached_property
    def _zone_of(self) -> Mapping[str, str]:
        table = self._results.table("projects.csv")
        return dict(zip(table["project"], table["zone"], strict=True))

    @cached_property
    def _hand_overs(self) -> pl.DataFrame:
        return self._results.table("hand_overs.parquet")

    @cached_property
    def _schools(self) -> pl.DataFrame:
        return self._results.table("schools.csv")


def _split(text: str | None) -> list[str]:
    return text.split(";") if text else []
