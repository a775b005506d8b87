"""Bridge or build: what projects serve to the horizon, and whether a bridge would serve the same for less.

Every project is judged alone, all others staying as they are; then those of a zone and stage together, because each of
several stands idle while the others are there. What is compared is who would otherwise sit where no seat is: not
comfort, nor the years after the horizon, nor teachers, whom both need alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.comparing.bridges import BRIDGES, LEVELS, Offer, Prices, birth_level, most_of_temporary, offers
from seatsim.comparing.builds import Building, building, seats_open, together
from seatsim.comparing.estimates import Pair, estimate, mean_of
from seatsim.comparing.project_sites import ProjectSite
from seatsim.comparing.stock import Stock
from seatsim.indicators.quantiles import Numbers, band, plain, rank, share

Block = dict[str, Any]
Bools = npt.NDArray[np.bool_]

_TOLD = (
    *("served", "seated", "build", "bridges", "cheapest", "difference", "chance_bridge_cheaper"),
    *("difference_spread", "chance_bridge_cheaper_spread", "birth_level", "birth_level_spread"),
    *("break_even", "break_even_spread", "born_later"),
)
"""What is None where nothing opens."""


@dataclass(frozen=True)
class _Case:
    """Buildings of one stage in one zone, and what could stand in for them, in the futures in which any opens."""

    building: Building
    here: Stock
    others: tuple[Stock, ...]
    near: tuple[Stock, ...]
    prices: Prices

    def offers(self, level: float = 1.0) -> Mapping[str, Offer]:
        """Every bridge for the need at a level of births."""
        here = self.here.at(level)
        others, near = ([stock.at(level) for stock in each] for each in (self.others, self.near))
        return offers(self.building.need(here), here.planning, others, near, self.prices)

    def cheapest(self, level: float) -> float:
        """Mean cost of the cheapest bridge at a level of births [10^4 yuan]."""
        return min(mean_of(offer.cost) for offer in self.offers(level).values())

    def at_most(self) -> float:
        """What the cheapest bridge never passes at any level looked at, on average [10^4 yuan]."""
        need = self.building.need(self.here.at(LEVELS[-1]))
        return mean_of(most_of_temporary(need, self.here.planning, self.prices))


def project_rows(sites: Sequence[ProjectSite]) -> list[Block]:
    """One row a project and stage; costs are told for the futures in which it opens by the horizon, else None."""
    return [
        {**site.names, "seats": site.seats, "opens": _years(site.opens), **_row([site], np.isfinite(site.opens))}
        for site in sites
    ]


def zone_rows(sites: Sequence[ProjectSite]) -> list[Block]:
    """One row a zone and stage with more than one project: all of them against a bridge for what they serve."""
    rows: list[Block] = []
    ordered = sorted(sites, key=_place)
    for (zone, stage), found in groupby(ordered, _place):
        group = list(found)
        if len(group) > 1:
            opened = np.any([np.isfinite(site.opens) for site in group], axis=0)
            names = [site.names["project"] for site in group]
            place: Block = {"zone": zone, "zone_name": group[0].names["zone_name"], "stage": stage, "projects": names}
            place["seats"] = sum(site.seats for site in group)
            rows.append(place | _row(group, opened))
    return rows


def _place(site: ProjectSite) -> tuple[str, str]:
    return site.names["zone"], site.names["stage"]


def _row(sites: Sequence[ProjectSite], opened: Bools) -> Block:
    told: Block = {"chance_opens": share(opened), "unit": "10^4 yuan"}
    if not opened.any():
        return told | dict.fromkeys(_TOLD)
    first = sites[0]
    built = together(
        [
            building(
                each.seats,
                each.opens[opened],
                each.capital[opened],
                each.years,
                each.here.planning,
                each.prices.life,
            )
            for each in sites
        ]
    )
    near = tuple(stock.of(opened) for stock in first.near)
    return told | _told(_Case(built, first.here.of(opened), _others(sites, opened), near, first.prices))


def _others(sites: Sequence[ProjectSite], opened: Bools) -> tuple[Stock, ...]:
    """The zone's other stages without what the same projects add there: a bridge is judged with none of it built."""
    found = []
    for stage, stock in sites[0].others.items():
        some = stock.of(opened)
        for site in sites:
            some = some.without(seats_open(site.beside.get(stage, 0), site.opens[opened], site.years))
        found.append(some)
    return tuple(found)


def _told(case: _Case) -> Block:
    built, prices = case.building, case.prices
    served = built.need(case.here).sum(axis=0)
    costs, spread = built.cost(prices), built.spread(prices)
    bridges = case.offers()
    cheapest = min(BRIDGES, key=lambda name: mean_of(bridges[name].cost))
    bridge = bridges[cheapest].cost
    ladder, most = _ladder(case), case.at_most()
    return {
        "served": band(served),
        "seated": band(built.seated(case.here).sum(axis=0)),
        "build": {
            "capital": band(built.capital),
            "upkeep": band(built.upkeep(prices)),
            "total": band(costs),
            "spread": band(spread),
        },
        "bridges": {name: _bridge(offer, served) for name, offer in bridges.items()},
        "cheapest": cheapest if served.any() else None,
        "difference": estimate(Pair(bridge, costs).difference),
        "chance_bridge_cheaper": share(bridge < costs),
        "difference_spread": estimate(Pair(bridge, spread).difference),
        "chance_bridge_cheaper_spread": share(bridge < spread),
        "birth_level": birth_level(ladder, mean_of(costs), most),
        "birth_level_spread": birth_level(ladder, mean_of(spread), most),
        "break_even": _break_even(bridges["temporary"], costs, prices),
        "break_even_spread": _break_even(bridges["temporary"], spread, prices),
        "born_later": plain(case.here.born_later[-1]),
    }


def _ladder(case: _Case) -> Callable[[float], float]:
    """Mean cost of the cheapest bridge by level, each worked once."""
    found: dict[float, float] = {}

    def at(level: float) -> float:
        if level not in found:
            found[level] = case.cheapest(level)
        return found[level]

    return at


def _bridge(offer: Offer, served: Numbers) -> Block:
    """Cost of a bridge, and the share of the pupil-years that it serves by what it is named after."""
    total = mean_of(served)
    return {**band(offer.cost), "own_share": plain(mean_of(offer.served) / total) if total else None}


def _break_even(temporary: Offer, build: Numbers, prices: Prices) -> float | int | None:
    """Price of a temporary room at which the building costs no more, all else alike [10^4 yuan/room].

    None where no room is needed; 0 where the building costs less than the rooms' upkeep alone.
    """
    rooms = mean_of(temporary.bought)
    if not rooms:
        return None
    upkeep = mean_of(temporary.cost) - prices.temporary * rooms
    return plain(max((mean_of(build) - upkeep) / rooms, 0.0))


def _years(opens: Numbers) -> Block:
    """Quantiles of the opening year; one that is not by the horizon is later than any year."""
    ordered = np.sort(opens)
    return {f"p{percent}": plain(ordered[rank(percent, len(ordered))]) for percent in (10, 50, 90)}
