"""What can be called from Python: load a scenario, run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.domain.faults import Fault, InvalidInput, RefusedFolder, SeatsimError
from seatsim.domain.scenario import Plan, plan_of
from seatsim.inputs.load import Loaded, load

if TYPE_CHECKING:
    from seatsim.running.whole_run import How

Progress = Callable[[str, int, int], None]
"""Told what is being computed (a scenario, its studies), how much is done and how much is to do."""

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
    jobs: int = 1,
    block: int | None = None,
    resume: bool = False,
) -> RunResult:
    """Run a scenario and write its results folder.

    ``out`` defaults to ``results/<scenario name>``; ``overrides`` are ``key=value`` with TOML values. With
    ``reference`` the figures of ``reference.toml`` beside the scenario stand beside every answer: taken from a
    finished run of it with the same county, seed, horizon and replications, else run too and kept beside ``out``.
    ``jobs`` processes share the work; ``block`` futures advance together (None: as many as suit the processor's
    cache); neither changes a number. ``resume`` goes on with a run that was not finished.
    Raises InvalidInput, Infeasible, RefusedFolder, AllocationError, WorkerLost.
    """
    from seatsim.results import prepare_folder
    from seatsim.running.whole_run import How, run_whole
    from seatsim.running.workers import Workers

    numbers = {"replications": replications, "seed": seed}
    changed = [*overrides, *(f"{key}={value}" for key, value in numbers.items() if value is not None)]
    loaded = load(scenario, changed)
    _refuse_what_does_not_fit(loaded)
    folder = out if out is not None else Path("results") / loaded.scenario.name
    alone = loaded.scenario.name == REFERENCE
    found, notes = (None, ()) if alone else _find_reference(scenario, loaded, overrides, needed=reference)
    with prepare_folder(folder, loaded.scenario.name) as claimed, Workers(jobs) as workers:
        how = How(workers, block, resume, progress)

        def beside(taken: Loaded) -> tuple[Mapping[str, Any] | None, Plan | None]:
            nonlocal notes
            if alone:
                return None, plan_of(taken.scenario)
            told = None
            if reference and found is not None:
                told, more = _reference_answers(found, folder.parent / REFERENCE, how)
                notes = (*notes, *more)
            return told, None if found is None else plan_of(found.scenario)

        answers = run_whole(loaded, claimed, how, beside).answers
    return RunResult(folder, answers, (*loaded.notes, *notes))


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


def _reference_answers(found: Loaded, folder: Path, how: How) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Answers of the reference: those of a finished run, else of its own run, kept in ``folder`` where it can be."""
    from tempfile import TemporaryDirectory

    from seatsim.results import prepare_folder, read_answers, scenario_digest
    from seatsim.running.whole_run import run_whole

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

    def run_in(place: Path, how: How) -> Mapping[str, Any]:
        with prepare_folder(place, own.name) as claimed:
            return run_whole(found, claimed, how, lambda taken: (None, plan_of(taken.scenario))).answers

    try:
        return run_in(folder, replace(how, resume=True)), ()
    except RefusedFolder as refusal:
        with TemporaryDirectory() as elsewhere:
            told = run_in(Path(elsewhere) / own.name, how)
        return told, (f"the reference run is not kept: {refusal}",)


def _reference_file(scenario: Path) -> Path | None:
    """``reference.toml`` beside a scenario, or the reference's own results beside those of the scenario."""
    beside = (scenario.parent / f"{REFERENCE}.toml", scenario.parent.parent / REFERENCE / "scenario.toml")
    return next((path for path in beside if path.is_file()), None)
