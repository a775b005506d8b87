"""The reference scenario that stands beside every answer: taken from a finished run, or run too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from seatsim.domain.faults import RefusedFolder, SeatsimError
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Plan, plan_of
from seatsim.inputs.load import Loaded, load
from seatsim.inputs.sizes import leads_out
from seatsim.results import prepare_folder, read_answers, scenario_digest
from seatsim.results.disk import why
from seatsim.running.whole_run import How, run_whole

REFERENCE = "reference"
"""File name (without ending) of the scenario that stands beside every answer."""
_GROWTH = ("pay_growth", "funds_growth", "other_growth")
_FOR_BOTH = ("limits.", *(f"levers.spending_rules.{name}" for name in _GROWTH))
"""Overrides that hold for the reference too."""


class Reference:
    """The reference scenario that stands beside every answer, with the same county, seed, horizon and replications."""

    def __init__(self, scenario: Path, overrides: Sequence[str], folder: Path, wanted: bool) -> None:
        """``wanted`` : whether its answers are; its rules are looked for anyway. ``folder`` holds its results."""
        self._scenario, self._overrides, self._folder, self._wanted = scenario, overrides, folder, wanted
        self.notes: tuple[Phrase, ...] = ()
        """Why there is none, or why it is not kept."""

    def find(self, own: Loaded) -> Loaded | None:
        """The reference beside a scenario; None with a note why there is none.

        The report is read alike; limits and the growth of prices are the reference's own unless an override sets them
        for both. Where it is not wanted, None without a note, whatever is wrong with it.
        """
        if own.scenario.name == REFERENCE:
            return None
        path = _reference_file(self._scenario)
        if path is None:
            self._without(Phrase("no {}.toml beside {}", REFERENCE, self._scenario))
            return None
        try:
            found = load(path, _same_as(own, self._overrides))
        except SeatsimError:
            if self._wanted:
                raise
            return None
        if found.county.digest != own.county.digest:
            self._without(Phrase("{} is about another county", path))
            return None
        return found

    def beside(self, own: Loaded, how: How) -> tuple[Mapping[str, Any] | None, Plan | None]:
        """Its answers, where they are wanted, and its plan; the reference itself stands alone and by its own rules."""
        if own.scenario.name == REFERENCE:
            return None, plan_of(own.scenario)
        found = self.find(own)
        if found is None:
            return None, None
        return self._answers(found, how) if self._wanted else None, plan_of(found.scenario)

    def _without(self, why: Phrase) -> None:
        self.notes = (Phrase("{}: the answers stand without a reference", why),) if self._wanted else ()

    def _answers(self, found: Loaded, how: How) -> Mapping[str, Any]:
        """Answers of a finished run, else of its own run, which is kept where it can be."""
        own = found.scenario
        finished = read_answers(
            self._folder,
            scenario=own.name,
            county_digest=found.county.digest,
            seed=own.seed,
            horizon=own.horizon,
            replications=own.replications,
            digest=scenario_digest(found.tree, found.county.digest),
        )
        if finished is not None:
            return finished
        try:
            return self._run_alone(found, self._folder, how)
        except RefusedFolder as refusal:
            self.notes = (Phrase("the reference run is not kept ({})", refusal.words),)
        with _elsewhere() as folder:
            return self._run_alone(found, folder / own.name, how)

    def _run_alone(self, found: Loaded, folder: Path, how: How) -> Mapping[str, Any]:
        """Run the reference, going on with what of it is unfinished."""
        how = replace(how, resume=True, precision=None, thresholds=())
        with prepare_folder(folder, found.scenario.name) as claimed:
            answers = run_whole(found, claimed, how, lambda taken: (None, plan_of(taken.scenario))).answers
        self.notes = (*self.notes, *claimed.notes)
        return answers


@contextmanager
def _elsewhere() -> Iterator[Path]:
    """A folder of the system's for what is not kept. Raises RefusedFolder where there is none."""
    try:
        folder = TemporaryDirectory()
    except OSError as error:
        words = "no temporary folder for the reference run ({}): set TMPDIR, or leave it out by --no-reference"
        raise RefusedFolder(Phrase(words, why(error))) from error
    with folder as path:
        yield Path(path)


def _same_as(own: Loaded, overrides: Sequence[str]) -> list[str]:
    """Settings under which the reference is comparable with a scenario."""
    scenario = own.scenario
    same = [f"horizon={scenario.horizon}", f"replications={scenario.replications}", f"seed={scenario.seed}"]
    same += [f"as_of={scenario.as_of}"] if scenario.as_of else []
    same += [f"county={json.dumps(scenario.county)}"] if own.county.of_set else []
    same += [f"baseline.{key}={json.dumps(value)}" for key, value in asdict(scenario.baseline).items()]
    return same + [setting for setting in overrides if setting.startswith(_FOR_BOTH)]


def _reference_file(scenario: Path) -> Path | None:
    """``reference.toml`` beside a scenario, or the reference's own results beside those of the scenario."""
    beside = (scenario.parent / f"{REFERENCE}.toml", scenario.parent.parent / REFERENCE / "scenario.toml")
    return next((path for path in beside if path.is_file() and not leads_out(path)), None)
