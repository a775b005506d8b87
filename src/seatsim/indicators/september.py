"""The coming admission: what every school and zone must expect in the first simulated September."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Outcome, StageOutcome, Units
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, Stage
from seatsim.domain.text import Text
from seatsim.indicators.quantiles import Plain, band, plain, share
from seatsim.model.apportion import Groups, share_out
from seatsim.model.streams import hashes

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Block = dict[str, Any]

COLUMNS: tuple[str, ...] = (
    *("claims_1", "claims_2", "claims_3", "entry_rooms", "entry_places"),
    *("classes_open", "class_size", "sent_elsewhere", "awaiting"),
)
"""What is told of every school, in the order of ``september.csv``."""
OVERFLOW = 0.5
"""A school overflows if it sends children elsewhere in at least this share of futures [probability]; assumed."""
FIRST_SIMULATED = 1
"""Index of the coming September among the years: the one after the baseline."""

_CLAIMED: Mapping[Stage, int] = {"kindergarten": 1, "primary": 3, "junior": 3, "senior": 0}
"""Classes of claims that a stage knows: kindergartens one, general senior schools admit by rank."""


@dataclass(frozen=True)
class StageSeptember:
    """One stage's coming September."""

    units: Units
    """The schools."""
    values: Mapping[str, Floats]
    """By ``COLUMNS``, shape (replications, units); NaN where there is no meaning."""
    entrants: Floats
    """Admitted, shape (replications, units) [pupils]."""
    claims: Floats
    """Claims of every class, shape (replications, units) [pupils]; in the senior stage the plan of places."""
    known: Bools
    """Whether a unit has a room, a claim or a place, shape (replications, units)."""
    waiting: Floats
    """Without a place in the entry grade, by zone, shape (replications, zones) [pupils]."""

    @property
    def listed(self) -> Bools:
        """Units that have a room, a claim or a place in at least one future, shape (units,)."""
        return np.asarray(self.known.any(axis=0))


def coming_september(outcome: Outcome) -> dict[Stage, StageSeptember]:
    """The first simulated September by stage; empty where the horizon is the baseline year."""
    if len(outcome.years) <= FIRST_SIMULATED:
        return {}
    return {stage: _stage(outcome.stages[stage], stage, len(outcome.zones)) for stage in CLASS_STAGES}


def _stage(run: StageOutcome, stage: Stage, zones: int) -> StageSeptember:
    year = FIRST_SIMULATED
    claims = run.claims_by_class[year].astype(np.float64)
    claims[:, :, _CLAIMED[stage] :] = np.nan
    classes = run.classes[year][:, :, 0].astype(np.float64)
    nothing = np.full(classes.shape, np.nan)
    admits = stage != "senior"
    values = {
        **{f"claims_{order + 1}": claims[:, :, order] for order in range(claims.shape[2])},
        "entry_rooms": run.entry_rooms[year].astype(np.float64),
        "entry_places": run.entry_places[year].astype(np.float64),
        "classes_open": classes,
        # Those who were seated after admission, in rooms left over, sit in these classes too.
        "class_size": np.divide(run.pupils[year][:, :, 0], classes, out=nothing.copy(), where=classes > 0),
        "sent_elsewhere": run.sent_elsewhere[year].astype(np.float64) if admits else nothing,
        "awaiting": awaiting_by_school(run, year, zones) if admits else nothing,
    }
    known = (run.rooms[year] > 0) | (run.claims[year] > 0) | (run.entry_places[year] > 0)
    entrants, asked = run.entrants[year].astype(np.float64), run.claims[year].astype(np.float64)
    waiting = run.waiting[year][:, :, 0].astype(np.float64)
    return StageSeptember(run.units, values, entrants, asked, known, waiting)


def awaiting_by_school(run: StageOutcome, year: int, zones: int) -> Floats:
    """Children of the entry grade who await a place, shared to the schools of their zone that sent children away.

    In proportion to what each sent, in whole children by largest remainder; shape (replications, units) [pupils].
    """
    schools = Groups.make(run.units.zone, zones, hashes(run.units.school))
    return share_out(run.waiting[year][:, :, 0], run.sent_elsewhere[year], schools).astype(np.float64)


def statistics(values: Floats) -> Mapping[str, Plain]:
    """Mean, p10, p50 and p90 over the futures in which a value has a meaning; None where there is none."""
    told = values[~np.isnan(values)]
    return band(told) if len(told) else dict.fromkeys(("mean", "p10", "p50", "p90"))


def september_block(
    stages: Mapping[Stage, StageSeptember], outcome: Outcome, county: County, scenario: Scenario
) -> Block | None:
    """The coming September for the answers: stages, zones (short ones first), schools that will overflow."""
    if not stages:
        return None
    zone_names = {zone.id: zone.name for zone in county.zones}
    names = school_names(county, scenario)
    asked: dict[Stage, StageSeptember] = {s: told for s, told in stages.items() if _CLAIMED[s] and told.listed.any()}
    zones = [row for s, told in asked.items() for row in _zone_rows(s, told, outcome, zone_names, scenario.limits)]
    overflow = [row for s, told in asked.items() for row in _overflow_rows(s, told, outcome, names)]
    return {
        "year": outcome.years[FIRST_SIMULATED],
        "stages": {stage: _stage_row(stage, told) for stage, told in stages.items()},
        "zones": sorted(zones, key=lambda row: (-row["short"], row["balance"]["mean"])),
        "overflow_from": OVERFLOW,
        "overflow": sorted(overflow, key=lambda row: -row["sent_elsewhere"]["mean"]),
    }


def _stage_row(stage: Stage, told: StageSeptember) -> Block:
    """The county's sums in one stage; senior has no claims, and nobody is its overflow."""
    waiting = told.waiting.sum(axis=1)
    places = told.values["entry_places"].sum(axis=1)
    admits = bool(_CLAIMED[stage])
    return {
        "claims": band(told.claims.sum(axis=1)) if admits else None,
        "entry_places": band(places),
        "short": share(told.claims.sum(axis=1) > places) if admits else None,
        "entrants": band(told.entrants.sum(axis=1)),
        "sent_elsewhere": band(told.values["sent_elsewhere"].sum(axis=1)) if admits else None,
        "awaiting": band(waiting) if stage in COMPULSORY else None,
        "at_home": band(waiting) if stage == "kindergarten" else None,
        "classes_open": band(told.values["classes_open"].sum(axis=1)),
    }


def _zone_rows(
    stage: Stage, told: StageSeptember, outcome: Outcome, names: Mapping[str, Text], limits: Limits
) -> list[Block]:
    """Claims against entry places in every zone that has a school of the stage."""
    planning = limits.planning.of(stage)
    asked, entrants, listed = told.claims, told.entrants, told.listed
    open_places, rooms, classes = (told.values[name] for name in ("entry_places", "entry_rooms", "classes_open"))
    rows = []
    for index, zone in enumerate(outcome.zones):
        here = (told.units.zone == index) & listed
        if here.any():
            claims, places = asked[:, here].sum(axis=1), open_places[:, here].sum(axis=1)
            planned = rooms[:, here].sum(axis=1) * planning
            rows.append(
                {
                    "stage": stage,
                    "zone": zone,
                    "name": _text(names[zone]),
                    "claims": band(claims),
                    "entry_places": band(places),
                    "planned_places": band(planned),
                    "balance": band(places - claims),
                    "entrants": band(entrants[:, here].sum(axis=1)),
                    "classes_open": band(classes[:, here].sum(axis=1)),
                    "short": share(claims > places),
                    "above_planning": share(claims > planned),
                }
            )
    return rows


def _overflow_rows(stage: Stage, told: StageSeptember, outcome: Outcome, names: Mapping[str, Text]) -> list[Block]:
    """Schools that send children elsewhere in at least ``OVERFLOW`` of the futures."""
    claims = told.claims
    places, sent, awaiting = (told.values[name] for name in ("entry_places", "sent_elsewhere", "awaiting"))
    return [
        {
            "stage": stage,
            "school": school,
            "name": _text(names.get(school, Text())),
            "zone": outcome.zones[int(told.units.zone[unit])],
            "probability": plain(chance),
            "claims": band(claims[:, unit]),
            "entry_places": band(places[:, unit]),
            "sent_elsewhere": band(sent[:, unit]),
            "awaiting": band(awaiting[:, unit]),
        }
        for unit, (school, chance) in enumerate(zip(told.units.school, (sent > 0).mean(axis=0), strict=True))
        if chance >= OVERFLOW
    ]


def school_names(county: County, scenario: Scenario) -> dict[str, Text]:
    """Names for people by school id: the register's, and those of new schools."""
    names = dict(zip(county.register.school_id, county.register.name, strict=True))
    return {p.school: p.name for p in scenario.projects.values() if p.name != Text()} | names


def _text(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}
