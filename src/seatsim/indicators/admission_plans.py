"""Plans of admission that cannot be carried out as they stand, and vocational schools that run out of pupils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Outcome, Units
from seatsim.domain.scenario import Scenario
from seatsim.domain.text import Text
from seatsim.indicators.measures import MeasureFrame
from seatsim.indicators.quantiles import band, means, percentiles, share
from seatsim.indicators.september import OVERFLOW, school_names

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Block = dict[str, Any]

SLIGHT = 0.01
"""Share of a plan that a cut must pass to be told: a few pupils more or less are no other plan [share]; assumed."""


@dataclass(frozen=True)
class AdmissionPlans:
    """Plans of admission of the senior schools in every year."""

    senior: Units
    """The senior schools."""
    vocational: Units
    """The vocational schools, which turn nobody away."""
    planned: Ints
    """Places planned, those of projects that have opened included, shape (years, replications, units) [places]; 0 in
    the baseline year, whose entrants are as found."""
    by_rooms: Bools
    """Whether it is the rooms left that let in no more than they do, rather than the limit of the school's size, same
    shape."""


def admission_plans(outcome: Outcome, limits: Limits) -> AdmissionPlans:
    """What the senior schools planned to admit, and what bounds it."""
    run = outcome.stages["senior"]
    planned = run.claims.copy()
    planned[0] = 0
    by_rooms = run.entry_rooms * limits.hard_caps.of("senior") <= run.entry_places
    return AdmissionPlans(run.units, outcome.stages["vocational"].units, planned, by_rooms)


def plans_block(
    plans: AdmissionPlans, outcome: Outcome, frame: MeasureFrame, county: County, scenario: Scenario
) -> Mapping[str, list[Block]]:
    """Senior plans that are cut, and vocational schools without pupils at the horizon; empty where there are none.

    A plan is told where it is cut, and a school where it is empty, in at least ``OVERFLOW`` of the futures.
    """
    names = school_names(county, scenario)
    found = {
        "cut": [*_cut(plans, outcome, frame, names)],
        "emptied": [*_emptied(plans.vocational, outcome, frame, names)],
    }
    return {name: rows for name, rows in found.items() if rows}


def _cut(plans: AdmissionPlans, outcome: Outcome, frame: MeasureFrame, names: Mapping[str, Text]) -> Iterator[Block]:
    """One row a school: the years in which its plan is cut, and numbers of the year in which it is cut most."""
    told = frame.schools["senior"]
    planned, by_rooms = plans.planned, plans.by_rooms
    places, entrants = (told[name].values for name in ("entry_places", "entrants"))
    for unit, school in enumerate(plans.senior.school):
        short = planned[:, :, unit] - places[:, :, unit]
        cut = short > SLIGHT * planned[:, :, unit]
        cut[0] = False
        years = [place for place, chance in enumerate(cut.mean(axis=1)) if chance >= OVERFLOW]
        if years:
            worst = max(years, key=lambda place: float(means(short[place])))
            rooms = bool(by_rooms[worst, cut[worst], unit].mean() >= 0.5)
            yield {
                **_who("senior", school, int(plans.senior.zone[unit]), outcome, names),
                "years": [outcome.years[place] for place in years],
                "year": outcome.years[worst],
                "probability": share(cut[worst]),
                "planned": band(planned[worst, :, unit]),
                "entry_places": band(places[worst, :, unit]),
                "entrants": band(entrants[worst, :, unit]),
                "why": "rooms" if rooms else "school_size",
            }


def _emptied(units: Units, outcome: Outcome, frame: MeasureFrame, names: Mapping[str, Text]) -> Iterator[Block]:
    """One row a vocational school that had pupils and has none at the horizon."""
    told = frame.schools["vocational"]
    pupils, last = told["pupils"].values, len(outcome.years) - 1
    for unit, school in enumerate(units.school):
        here = pupils[:, :, unit]
        empty = here[-1] == 0
        if here[0].any() and empty.mean() >= OVERFLOW:
            # Years count from the end: a school may be empty for a while and fill again.
            since = last + 1 - np.argmax(np.cumsum(here[::-1], axis=0) > 0, axis=0)
            first = int(percentiles(np.where(empty, since, last + 1), (50,))[0])
            yield {
                **_who("vocational", school, int(units.zone[unit]), outcome, names),
                "from": outcome.years[first],
                "probability": share(empty),
                "planned": band(told["entry_places"].values[-1, :, unit]),
                "why": _why_empty(unit, empty, outcome, frame),
            }


def _why_empty(unit: int, empty: Bools, outcome: Outcome, frame: MeasureFrame) -> str:
    """Why nobody enters in the last September, as in most of the futures in which the school is ``empty``."""
    told = frame.schools["vocational"]
    entrants = told["entrants"].values[-1].sum(axis=1)
    others = outcome.elsewhere[-1]
    nobody = (entrants + others == 0)[empty]
    away = ((entrants == 0) & (others > 0))[empty]
    unplanned = ((entrants > 0) & (told["entry_places"].values[-1, :, unit] == 0))[empty]
    shares = {"all_to_senior": nobody, "all_elsewhere": away, "no_plan": unplanned}
    why = max(shares, key=lambda name: int(np.count_nonzero(shares[name])))
    return why if shares[why].any() else "few"


def _who(stage: str, school: str, zone: int, outcome: Outcome, names: Mapping[str, Text]) -> Block:
    name = names.get(school, Text())
    return {"stage": stage, "school": school, "name": {"zh": name.zh, "en": name.en}, "zone": outcome.zones[zone]}
