"""What can be called from Python: load a scenario, run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from seatsim.domain.allocation import PARTS
from seatsim.domain.causes import CauseSplit
from seatsim.domain.faults import Fault, InvalidInput, RefusedFolder, SeatsimError
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Scenario
from seatsim.indicators.answers import answers
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.inputs.load import Loaded, load

if TYPE_CHECKING:
    from seatsim.results import RunFolder

Progress = Callable[[str, int, int], None]
"""Told what is being computed (a scenario, latest starts, causes), how much is done and how much is to do."""

__all__ = ["Progress", "RunResult", "load", "plan_of", "run"]

REFERENCE = "reference"
"""File name (without ending) of the scenario that stands beside every answer."""


_GROWTH = ("pay_growth", "funds_growth", "other_growth")
_FOR_BOTH = ("limits.", *(f"levers.spending_rules.{name}" for name in _GROWTH))
"""Overrides that hold for the reference too."""


@dataclass(frozen=True)
class RunResult:
    """A finished run."""

    folder: Path
    """The results folder."""
    answers: Mapping[str, Any]
    """What ``answers.json`` holds."""
    notes: tuple[str, ...]
    """What is worth knowing and no fault, in words."""


def run(
    scenario: Path,
    *,
    out: Path | None = None,
    overrides: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    reference: bool = True,
    progress: Progress | None = None,
) -> RunResult:
    """Run a scenario and write its results folder.

    ``out`` defaults to ``results/<scenario name>``; ``overrides`` are ``key=value`` with TOML values. With
    ``reference`` the figures of ``reference.toml`` beside the scenario stand beside every answer: taken from a
    finished run of it with the same county, seed, horizon and replications, else run too and kept beside ``out``.
    Raises InvalidInput, Infeasible, RefusedFolder, AllocationError.
    """
    from seatsim.results import prepare_folder

    numbers = {"replications": replications, "seed": seed}
    changed = [*overrides, *(f"{key}={value}" for key, value in numbers.items() if value is not None)]
    loaded = load(scenario, changed)
    _refuse_what_does_not_fit(loaded)
    folder, notes = out if out is not None else Path("results") / loaded.scenario.name, loaded.notes
    with prepare_folder(folder, loaded.scenario.name) as claimed:
        if loaded.scenario.name == REFERENCE:
            return RunResult(folder, _run_and_write(loaded, claimed, None, plan_of(loaded.scenario), progress), notes)
        beside = None
        found, missing = _find_reference(scenario, loaded, overrides, needed=reference)
        if reference and found is not None:
            beside, missing = _reference_answers(found, folder.parent / REFERENCE, progress)
        rules = None if found is None else plan_of(found.scenario)
        answers = _run_and_write(loaded, claimed, beside, rules, progress)
    return RunResult(folder, answers, (*notes, *missing))


def _refuse_what_does_not_fit(loaded: Loaded) -> None:
    """Raise InvalidInput where the futures asked for need more memory than there is, before any work is done."""
    from seatsim.study.memory import bytes_free, bytes_needed, most_replications

    scenario, plan = loaded.scenario, plan_of(loaded.scenario)
    needed, free = bytes_needed(loaded.county, plan, scenario.replications), bytes_free()
    if free is None or needed <= free:
        return
    most, origin = most_replications(loaded.county, plan, free), loaded.origins["replications"]
    memory = f"about {needed / 1e9:.1f} GB of memory are needed, {free / 1e9:.1f} GB are free"
    allowed = f"must be at most {most:,} here: {memory}" if most else memory
    raise InvalidInput([Fault(origin.file, origin.line, "replications", str(scenario.replications), allowed, "memory")])


def _find_reference(
    scenario: Path, loaded: Loaded, overrides: Sequence[str], needed: bool
) -> tuple[Loaded | None, tuple[str, ...]]:
    """The reference scenario with the same county, information date, seed, horizon and replications.

    The report is read alike; limits and the growth of prices are the reference's own unless an override sets them for
    both. None with a note why there is none; where it is not ``needed``, None without one, whatever is wrong with it.
    """
    path = _reference_file(scenario)
    if path is None:
        note = f"no {REFERENCE}.toml beside {scenario}: the answers stand without a reference"
        return None, (note,) if needed else ()
    own = loaded.scenario
    same = [f"horizon={own.horizon}", f"replications={own.replications}", f"seed={own.seed}"]
    same += [f"as_of={own.as_of}"] if own.as_of else []
    readings = asdict(own.baseline)
    same += [f"baseline.{key}={json.dumps(value)}" for key, value in readings.items()]
    same += [setting for setting in overrides if setting.startswith(_FOR_BOTH)]
    try:
        found = load(path, same)
    except SeatsimError:
        if needed:
            raise
        return None, ()
    if found.county.digest != loaded.county.digest:
        note = f"{path} is about another county: the answers stand without a reference"
        return None, (note,) if needed else ()
    return found, ()


def _reference_answers(
    found: Loaded, folder: Path, progress: Progress | None
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Answers of the reference: those of a finished run, else of its own run, kept in ``folder`` where it can be."""
    from seatsim.results import prepare_folder, read_answers, scenario_digest

    own = found.scenario
    finished = read_answers(
        folder,
        scenario=own.name,
        county_digest=found.county.digest,
        seed=own.seed,
        horizon=own.horizon,
        replications=own.replications,
        digest=scenario_digest(found.tree, found.county.digest),
    )
    if finished is not None:
        return finished, ()
    try:
        with prepare_folder(folder, own.name) as claimed:
            return _run_and_write(found, claimed, None, plan_of(own), progress), ()
    except RefusedFolder as refusal:
        outcome = _simulate(found, progress)
        return _answers(found, outcome, None, None, progress)[1], (f"the reference run is not kept: {refusal}",)


def _reference_file(scenario: Path) -> Path | None:
    """``reference.toml`` beside a scenario, or the reference's own results beside those of the scenario."""
    beside = (scenario.parent / f"{REFERENCE}.toml", scenario.parent.parent / REFERENCE / "scenario.toml")
    return next((path for path in beside if path.is_file()), None)


def _run_and_write(
    loaded: Loaded,
    folder: RunFolder,
    reference: Mapping[str, Any] | None,
    rules: Plan | None,
    progress: Progress | None,
) -> Mapping[str, Any]:
    from seatsim.results import run_facts, write_results

    start, clock = datetime.now(UTC), perf_counter()
    outcome = _simulate(loaded, progress)
    causes = _causes(outcome, loaded, rules, progress)
    measures, told = _answers(loaded, outcome, reference, causes, progress)
    write_results(
        folder,
        scenario=loaded.scenario,
        tree=loaded.tree,
        county=loaded.county,
        outcome=outcome,
        measures=measures,
        answers=told,
        causes=causes,
        run=run_facts(start, perf_counter() - clock, jobs=1),
    )
    return told


def _simulate(loaded: Loaded, progress: Progress | None) -> Outcome:
    """Every future of a loaded scenario."""
    from seatsim.model.streams import Draws
    from seatsim.study.ensemble import simulate

    scenario = loaded.scenario
    first = loaded.county.baseline_year
    years = scenario.horizon - first

    def year_done(year: int) -> None:
        if progress is not None:
            progress(scenario.name, year - first, years)

    return simulate(
        loaded.county,
        plan_of(scenario),
        scenario.uncertainty,
        Draws(scenario.seed),
        np.arange(scenario.replications),
        year_done,
    )


def plan_of(scenario: Scenario) -> Plan:
    """What the authority decides in a scenario."""
    return Plan(scenario.levers, scenario.limits, scenario.projects, scenario.horizon, scenario.policies)


def _answers(
    loaded: Loaded,
    outcome: Outcome,
    reference: Mapping[str, Any] | None,
    causes: CauseSplit | None,
    progress: Progress | None,
) -> tuple[MeasureFrame, Mapping[str, Any]]:
    scenario, county = loaded.scenario, loaded.county
    measures = measure_frames(outcome, county, scenario.limits)
    latest = _latest(loaded, progress) if scenario.projects else None
    rows = _allocation(outcome, loaded)
    told = answers(scenario, county, outcome, measures, reference, latest=latest, allocation=rows, causes=causes)
    return measures, told


def _latest(loaded: Loaded, progress: Progress | None) -> Sequence[Mapping[str, Any]]:
    """Every project of the plan turned round into its latest start."""
    from seatsim.model.streams import Draws
    from seatsim.study.latest_start import latest_rows, latest_starts

    scenario = loaded.scenario
    numbers, draws = np.arange(scenario.replications), Draws(scenario.seed)
    plan, nature = plan_of(scenario), scenario.uncertainty
    return latest_rows(latest_starts(loaded.county, plan, nature, draws, numbers, progress=progress))


def _causes(outcome: Outcome, loaded: Loaded, rules: Plan | None, progress: Progress | None) -> CauseSplit:
    """Why crowding changes; ``rules`` is the plan whose rules stood before, None where it is not known."""
    from seatsim.model.streams import Draws
    from seatsim.study.causes import split_by_cause

    scenario, plan = loaded.scenario, plan_of(loaded.scenario)
    numbers, draws = np.arange(scenario.replications), Draws(scenario.seed)
    return split_by_cause(outcome, loaded.county, plan, scenario.uncertainty, draws, numbers, rules, progress)


def _allocation(outcome: Outcome, loaded: Loaded) -> Sequence[Mapping[str, Any]]:
    """The best possible allocation, and the same where nobody goes beyond his own zone."""
    from seatsim.study.allocation import best_allocation, split_rows

    plan = plan_of(loaded.scenario)
    at_home = replace(plan, levers=replace(plan.levers, admission=replace(plan.levers.admission, reach_minutes=0.0)))
    rows = split_rows(best_allocation(outcome, loaded.county, plan))
    own_zone = split_rows(best_allocation(outcome, loaded.county, at_home))
    return [{**row, "own_zone": {part: own[part] for part in PARTS}} for row, own in zip(rows, own_zone, strict=True)]
