"""Where a run's projects stand, what they add, when they open and what they cost, from its results folder alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seatsim.comparing.bridges import Prices
from seatsim.comparing.stock import Stock, born_later, stock_of
from seatsim.domain.stages import CLASS_STAGES, LETTER
from seatsim.indicators.measures import MeasureFrame
from seatsim.inputs.norms import norms
from seatsim.results.read import Results

if TYPE_CHECKING:
    import polars as pl

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

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
    others: tuple[Stock, ...]
    """The other stages with classes in its zone."""
    near: tuple[Stock, ...]
    """The stage in zones within reach."""
    prices: Prices
    """Prices."""

    def of(self, futures: Bools) -> ProjectSite:
        """The same in some of the futures."""

        def some(stock: Stock) -> Stock:
            return replace(
                stock,
                pupils=stock.pupils[:, futures],
                seats=stock.seats[:, futures],
                empty=stock.empty[:, futures],
            )

        return replace(
            self,
            opens=self.opens[futures],
            capital=self.capital[futures],
            here=some(self.here),
            others=tuple(map(some, self.others)),
            near=tuple(map(some, self.near)),
        )


class ProjectSites:
    """The projects of one run."""

    def __init__(self, results: Results, frame: MeasureFrame) -> None:
        """``frame`` holds the futures that are compared: the first of the run."""
        self._results, self._frame = results, frame
        self._levers = results.scenario["levers"]
        self._planning = results.limits().planning

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
        for stage, count in seats.items():
            if count:
                part = planned[stage] / total if total else count / sum(seats.values())
                added = count - (self._seats_before(row["school"], stage) if project["kind"] == "move" else 0)
                yield self._site(row, stage, max(added, 0), opens, cost * part)

    def _site(self, row: Mapping[str, Any], stage: str, seats: int, opens: Floats, capital: Floats) -> ProjectSite:
        zone = self._zone_of[row["project"]]
        names = {name: row[name] for name in ("project", "kind", "name", "status")} | {"stage": stage, "zone": zone}
        names["zone_name"] = self._zone_names[zone]
        return ProjectSite(
            names,
            self._frame.years,
            seats,
            opens,
            capital,
            self._stock(stage, zone),
            tuple(self._stock(other, zone) for other in CLASS_STAGES if other != stage),
            tuple(self._stock(stage, near) for near in self._near(zone)),
            self._prices,
        )

    def _stock(self, stage: str, zone: str) -> Stock:
        continued = self._results.answers["rests_on"]["births_continued_from"]
        later = born_later(stage, self._frame.years, continued)
        return stock_of(self._frame, stage, zone, self._planning.of(stage), later)  # type: ignore[arg-type]

    def _near(self, zone: str) -> list[str]:
        """Neighbouring zones within the reach of the run's admissions."""
        names, minutes = self._neighbours[zone]
        reach = self._levers["admission"]["reach_minutes"]
        return [name for name, each in zip(names, minutes, strict=True) if each <= reach]

    def _fate(self, project: str) -> tuple[Floats, Floats]:
        """Opening year (inf: not by the horizon) and final cost, each of shape (replications,)."""
        rows = self._hand_overs.filter(self._hand_overs["project"] == project).sort("replication")
        rows = rows.head(self._frame.replications)
        opens = rows["opens"].cast(float).fill_null(float("inf")).to_numpy()
        return np.where(opens <= self._frame.years[-1], opens, np.inf), rows["cost"].to_numpy()

    def _seats_before(self, school: str, stage: str) -> int:
        """Seats of a school in the baseline year, which are the same in every future."""
        table = self._schools
        here = (table["school_id"] == school) & (table["stage"] == stage) & (table["measure"] == "seats")
        found = table.filter(here & (table["year"] == self._frame.years[0]))["mean"]
        return round(found[0]) if len(found) else 0

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
    def _neighbours(self) -> Mapping[str, tuple[list[str], list[float]]]:
        table = self._results.table("zones.csv")
        return {
            zone: (_split(names), [float(each) for each in _split(minutes)])
            for zone, names, minutes in zip(table["zone"], table["neighbours"], table["minutes"], strict=True)
        }

    @cached_property
    def _zone_names(self) -> Mapping[str, dict[str, str]]:
        table = self._results.table("zones.csv")
        columns = (table[name] for name in ("zone", "name_zh", "name_en"))
        return {zone: {"zh": zh or "", "en": en or ""} for zone, zh, en in zip(*columns, strict=True)}

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
