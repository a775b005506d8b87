"""Everything a run gives, by the names of schools, zones and projects instead of their places in files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

import outcomes
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.indicators.answers import answers
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.model.streams import Draws
from seatsim.study.allocation import best_allocation, split_rows
from seatsim.study.causes import split_by_cause
from seatsim.study.ensemble import simulate
from seatsim.study.latest_start import latest_rows, latest_starts

ByName = dict[str, str]
"""What was found, every bit of it in words, so that NaN is NaN."""
Names = Mapping[str, str]
"""Names as they are told by names as they stand; a name that is not there is told as it is."""
SEED, NUMBERS = 2, np.arange(2)
_NO_AXIS = ("units", "registered")
_COUNTY_WIDE = ("junior_leavers", "elsewhere", "left_education", "crowding_variant", "stored_draws")


def told(values: object) -> str:
    """Numbers to their last bit, and their shape."""
    return repr(np.asarray(values).tolist())


def by_name(outcome: Outcome, names: Names) -> ByName:
    """Every number of an outcome."""
    found: ByName = {}
    for stage, run in outcome.stages.items():
        for field in fields(run):
            if field.name in _NO_AXIS:
                continue
            owners = outcome.zones if field.name == "waiting" else run.units.school
            found |= _of_each(f"{stage}/{field.name}", getattr(run, field.name), owners, 2, names)
        found[f"{stage}/registered"] = told(run.registered)
        homes = (outcome.zones[zone] for zone in run.units.zone)
        pairs = zip(run.units.school, homes, run.units.public.tolist(), strict=True)
        found[f"{stage}/units"] = repr(sorted((_old(s, names), _old(z, names), public) for s, z, public in pairs))
    for name in _COUNTY_WIDE:
        value = getattr(outcome, name)
        found[name] = repr({k: told(v) for k, v in value.items()} if isinstance(value, Mapping) else told(value))
    for part in (outcome.staff, outcome.spending):
        for field in fields(part) if part is not None else ():
            found[f"{type(part).__name__}/{field.name}"] = told(getattr(part, field.name))
    found |= _projects_and_policies(outcome, names)
    events = ((e.day, e.kind, _old(e.entity, names), e.detail) for e in outcome.events)
    found["events"] = repr(sorted(events))
    return found


def _projects_and_policies(outcome: Outcome, names: Names) -> ByName:
    run, found = outcome.projects, {"paid": told(outcome.projects.paid)}
    for name in ("hand_over", "cancelled", "waits", "cost"):
        found |= _of_each(f"projects/{name}", getattr(run, name), run.ids, 1, names)
    found |= _of_each("projects/planned", run.planned, run.ids, 0, names)
    if outcome.policies is not None:
        for name, axis in (("first", 1), ("acted", 2)):
            found |= _of_each(f"policies/{name}", getattr(outcome.policies, name), outcome.policies.ids, axis, names)
    return found


def _of_each(what: str, values: npt.NDArray[Any], owners: Sequence[str], axis: int, names: Names) -> ByName:
    apart = np.moveaxis(values, axis, 0)
    return {f"{what}/{_old(owner, names)}": told(own) for owner, own in zip(owners, apart, strict=True)}


def measures_by_name(frame: MeasureFrame, names: Names) -> ByName:
    """Every measure of zones and schools."""
    found: ByName = {}
    for measure, by_stage in frame.values.items():
        for stage, series in by_stage.items():
            owners = frame.zones if series.shape[2] > 1 else ("all",)
            found |= _of_each(f"measures/{measure}/{stage}", series, owners, 2, names)
    for stage, measures in frame.schools.items():
        for measure, each in measures.items():
            found |= _of_each(f"schools/{measure}/{stage}", each.values, each.schools, 2, names)
    return found


def outcome_and_measures(county: County, plan: Plan, uncertainty: Uncertainty, names: Names | None = None) -> ByName:
    """What the futures of a run leave behind and every measure of them."""
    outcome = simulate(county, plan, uncertainty, Draws(SEED), NUMBERS)
    frame = measure_frames(outcome, county, plan.limits)
    return {**by_name(outcome, names or {}), **measures_by_name(frame, names or {})}


def studies(county: County, plan: Plan, uncertainty: Uncertainty, names: Names | None = None) -> ByName:
    """What the studies beside a run give, and the answers that hold them: allocation, latest starts, causes."""
    draws, called = Draws(SEED), names or {}
    outcome = simulate(county, plan, uncertainty, draws, NUMBERS)
    frame = measure_frames(outcome, county, plan.limits)
    latest = latest_rows(latest_starts(county, plan, uncertainty, draws, NUMBERS))
    allocation = split_rows(best_allocation(outcome, county, plan, len(NUMBERS)))
    causes = split_by_cause(outcome, county, plan, uncertainty, draws, NUMBERS, None)
    scenario = replace(
        outcomes.scenario(horizon=plan.horizon),
        replications=len(NUMBERS),
        seed=SEED,
        uncertainty=uncertainty,
        levers=plan.levers,
        limits=plan.limits,
        projects=plan.projects,
        policies=plan.policies,
    )
    page = answers(scenario, county, outcome, frame, latest=latest, allocation=allocation, causes=causes)
    blocks = {f"answers/{block}": json.dumps(_plain(value, called), sort_keys=True) for block, value in page.items()}
    return {"causes": told(causes.halves), **blocks}


def differing(one: ByName, other: ByName) -> Iterator[str]:
    """What is not the same in both, in words short enough to read."""
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            yield f"{key}: {str(one.get(key))[:200]} | {str(other.get(key))[:200]}"


def _plain(value: object, names: Names) -> object:
    """Answers by old names; rows of a list in no order of files."""
    if isinstance(value, Mapping):
        return {_old(str(key), names): _plain(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        rows = [_plain(each, names) for each in value]
        return sorted(rows, key=json.dumps) if any(isinstance(row, dict | str) for row in rows) else rows
    return _old(value, names) if isinstance(value, str) else value


def _old(name: str, names: Names) -> str:
    return names.get(name, name)
