"""What can be called from Python: load a scenario, run it, compare runs, write their papers, back-test forecasts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seatsim.domain.faults import Fault, InvalidInput, MissingExtra, RefusedFolder, SeatsimError
from seatsim.domain.scenario import Plan, plan_of
from seatsim.indicators.thresholds import FIRST_LOOK
from seatsim.inputs.load import Loaded, load

if TYPE_CHECKING:
    import polars as pl

    from seatsim.indicators.expressions import Precision, Threshold
    from seatsim.results.read import Results
    from seatsim.running.whole_run import How

Progress = Callable[[str, int, int], None]
"""Told what is being computed (a scenario, its studies), how much is done and how much is to do."""

__all__ = [
    "BacktestResult",
    "CompareResult",
    "Progress",
    "RunResult",
    "backtest",
    "compare",
    "load",
    "plan_of",
    "report",
    "run",
]

REFERENCE = "reference"
"""File name (without ending) of the scenario that stands beside every answer."""


REPORT_FORMATS = ("html", "docx", "xlsx", "pptx")
"""Formats of the meeting papers."""

_STUDIES = 3
"""Studies beside a run: causes, latest starts, the best allocation."""
MOST_LAG = 20
"""Most years from birth to the entry grade of a back-test [years]."""
MOST_LOOKED_AT = 12_800
"""Most replications of a run with a precision, unless another number is given."""

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
    crossed: tuple[str, ...] = ()
    """Thresholds that were crossed, in words."""


@dataclass(frozen=True)
class CompareResult:
    """A comparison of finished runs."""

    comparison: Mapping[str, Any]
    """What ``comparison.json`` holds."""
    files: tuple[Path, ...] = ()
    """Files written; none without ``out``."""


@dataclass(frozen=True)
class BacktestResult:
    """A finished back-test."""

    content: Mapping[str, Any]
    """What ``backtest.json`` holds: inputs, what they were tested with, and every score."""
    forecasts: pl.DataFrame
    """Every forecast with its quantiles, beside what came and the plain methods: ``forecasts.csv``."""
    scores: pl.DataFrame
    """Every score, tidy: ``scores.csv``."""
    notes: tuple[str, ...] = ()
    """What is missing and why, in words."""
    files: tuple[Path, ...] = ()
    """Files written; none without ``out``."""


def backtest(
    enrolment: Path,
    *,
    births: Path | None = None,
    births_lag: int | None = None,
    group: Path | None = None,
    leave_out: Sequence[int] = (),
    out: Path | None = None,
    lang: str | None = None,
    progress: Progress | None = None,
) -> BacktestResult:
    """Forecast real enrolments from each of their past years, and score the forecasts on what came.

    ``enrolment`` holds ``entity,year,grade,value``; ``births`` ``entity,year,births`` of entities or groups, of which
    a forecast sees those up to its origin; ``group`` ``entity,group``, without which all entities are one group.
    ``births_lag`` is the years from birth to the entry grade (None: the one that fits best on the tuning years).
    Target years in ``leave_out`` are not scored, which every output says.
    ``out`` is the folder for tables and charts, whose words are in ``lang`` (``zh``, ``en``; None: from the locale);
    the charts want the extra ``report``. Same files, same numbers.
    Raises InvalidInput with every fault, RefusedFolder where ``out`` holds what is no back-test, and ValueError for a
    lag without births.
    """
    from seatsim.backtesting.backtest import back_test
    from seatsim.inputs.enrolment import read_enrolment
    from seatsim.results.backtest import claim_backtest, write_backtest

    if births_lag is not None and (births is None or not 0 <= births_lag <= MOST_LAG):
        raise ValueError(f"births_lag needs births, and is 0 to {MOST_LAG} years")
    steps = None if progress is None else partial(progress, "backtest")
    read = read_enrolment(Path(enrolment), *(None if path is None else Path(path) for path in (births, group)))
    if out is None:
        found = back_test(read, births_lag, leave_out, str(enrolment), steps)
        return BacktestResult(found.content, found.forecasts, found.scores)
    with claim_backtest(out) as folder:
        found = back_test(read, births_lag, leave_out, str(enrolment), steps)
        pictures, notes = _accuracy_pictures(found.content, lang)
        files = write_backtest(folder, found, pictures)
    return BacktestResult(found.content, found.forecasts, found.scores, notes, files)


def _accuracy_pictures(content: Mapping[str, Any], lang: str | None) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Charts of a back-test by file name; without the extra none, and why."""
    from seatsim.language.choice import language
    from seatsim.papers.backtest import pictures

    try:
        return pictures(content, language(lang)), ()
    except MissingExtra as missing:
        return {}, (str(missing),)


def compare(runs: Sequence[Path], out: Path | None = None, progress: Progress | None = None) -> CompareResult:
    """Compare finished runs future by future; the first is the base. Nothing is simulated.

    ``out`` is the folder in which ``comparison.json`` and ``comparison.csv`` are written. Raises RefusedFolder where
    runs cannot be paired (other county, seed, horizon, baseline year or format), one is unfinished or was changed, or
    ``out`` holds what is not ours.
    """
    from seatsim.comparing.comparison import compare_results
    from seatsim.comparing.files import refuse_folder, write_comparison
    from seatsim.comparing.runs import read_runs

    if out is not None:
        refuse_folder(out)
    comparison = compare_results(read_runs([Path(run) for run in runs]), progress)
    return CompareResult(comparison, () if out is None else write_comparison(out, comparison))


def report(
    runs: Sequence[Path],
    *,
    lang: str | None = None,
    formats: Sequence[str] = ("html",),
    out: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the meeting papers of finished runs and return their paths. Nothing is simulated, no county is read.

    ``lang`` is ``zh`` or ``en`` (None: from the locale); ``formats`` are of ``html``, ``docx``, ``xlsx``, ``pptx``;
    ``out`` is the folder they are written to, by default ``papers`` in the first run's. The first of several runs is
    the base of the comparison; runs that cannot be paired are shown without one, with the reason. Raises RefusedFolder
    (also for a run given twice or changed), MissingExtra, both before anything is compared, and ValueError for no run
    or an unknown format.
    """
    from seatsim.language.choice import language
    from seatsim.papers.places import ready
    from seatsim.papers.written import write

    unknown = sorted({*formats} - {*REPORT_FORMATS})
    if not runs or unknown or not formats or isinstance(formats, str):
        raise ValueError(f"report needs at least one run and formats of {', '.join(REPORT_FORMATS)}")
    lang, folders = language(lang), [Path(run) for run in runs]
    for ending in formats:
        ready(ending, folders[0], lang, out)
    found, comparison, unpaired = _compared(folders, lang, progress)
    return tuple(write(name, found, comparison, unpaired, lang, out, progress) for name in dict.fromkeys(formats))


def _compared(
    folders: Sequence[Path], lang: str, progress: Progress | None
) -> tuple[Sequence[Results], Mapping[str, Any] | None, str | None]:
    """The runs, each folder opened once; the comparison of several, or why they cannot be paired."""
    from seatsim.comparing.comparison import compare_results
    from seatsim.comparing.runs import Unpaired, read_each, refuse_unpaired
    from seatsim.language.report import REPORT
    from seatsim.language.words import Words
    from seatsim.papers.unpaired import told
    from seatsim.results.read import read_results

    if len(folders) == 1:
        return [read_results(folders[0])], None, None
    found = read_each(folders)
    try:
        refuse_unpaired(found)
    except Unpaired as refusal:
        return found, None, told(refusal, found, Words(lang, REPORT))
    return found, compare_results(found, progress), None


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
    precision: str | None = None,
    min_replications: int | None = None,
    fail_on: Sequence[str] = (),
) -> RunResult:
    """Run a scenario and write its results folder.

    ``out`` defaults to ``results/<scenario name>``; ``overrides`` are ``key=value`` with TOML values. With
    ``reference`` the figures of ``reference.toml`` beside the scenario stand beside every answer: taken from a
    finished run of it with the same county, seed, horizon and replications, else run too and kept beside ``out``.
    ``jobs`` processes share the work; ``block`` futures advance together (None: as many as suit the processor's
    cache); neither changes a number. ``resume`` goes on with a run that was not finished.
    ``precision`` (``'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH'``) takes as many replications as the mean's 95 % interval
    needs, from ``min_replications`` (100) to ``replications`` (12,800). ``fail_on`` are thresholds
    (``'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE'``) of which the result tells those that are crossed.
    A script that asks for more than one process needs the guard ``if __name__ == "__main__"``.
    Raises InvalidInput, Infeasible, BadExpression, RefusedFolder, AllocationError, WorkerLost.
    """
    from seatsim.results import prepare_folder
    from seatsim.running.whole_run import How, run_whole
    from seatsim.running.workers import Workers

    if jobs < 1 or (block is not None and block < 1) or isinstance(fail_on, str):
        raise ValueError("jobs and block must be at least 1, fail_on a list of thresholds")
    named = any(setting.split("=")[0].strip() == "replications" for setting in overrides)
    if precision is not None and replications is None and not named:
        replications = MOST_LOOKED_AT
    numbers = {"replications": replications, "seed": seed}
    changed = [*overrides, *(f"{key}={value}" for key, value in numbers.items() if value is not None)]
    loaded = load(scenario, changed)
    wanted, thresholds = _asked(loaded, precision, fail_on)
    block = _block_that_fits(loaded, jobs, block)
    folder = out if out is not None else Path("results") / loaded.scenario.name
    standing = _Reference(scenario, overrides, folder.parent / REFERENCE, wanted=reference)
    standing.find(loaded)
    with prepare_folder(folder, loaded.scenario.name) as claimed, Workers(jobs) as workers:
        fewest = FIRST_LOOK if min_replications is None else min_replications
        how = How(workers, block, resume, progress, wanted, fewest, thresholds)
        found = run_whole(loaded, claimed, how, lambda taken: standing.beside(taken, how))
    notes = [*loaded.notes, *standing.notes]
    if found.look is not None:
        notes.append(str(found.look))
    return RunResult(folder, found.answers, tuple(notes), found.crossed)


def _asked(
    loaded: Loaded, precision: str | None, fail_on: Sequence[str]
) -> tuple[Precision | None, tuple[Threshold, ...]]:
    """Read what is asked of the numbers of a run; raises BadExpression before anything is simulated."""
    from seatsim.indicators.expressions import parse_precision, parse_threshold

    zones = [zone.id for zone in loaded.county.zones]
    years = loaded.county.baseline_year, loaded.scenario.horizon
    wanted = None if precision is None else parse_precision(precision, zones, *years)
    return wanted, tuple(parse_threshold(text, zones, *years) for text in fail_on)


def _block_that_fits(loaded: Loaded, jobs: int, block: int | None) -> int | None:
    """The block asked for, or a smaller one than usual where memory is short.

    Raises InvalidInput where nothing fits, before any work is done.
    """
    from seatsim.study.memory import BLOCK, block_that_fits, bytes_free, bytes_needed, most_replications

    county, plan, futures = loaded.county, plan_of(loaded.scenario), loaded.scenario.replications
    free, asked = bytes_free(), BLOCK if block is None else block
    jobs = min(jobs, max(-(-futures // asked), _STUDIES))  # no more processes start than there is work for
    needed = bytes_needed(county, plan, futures, jobs, asked)
    if free is None or needed <= free:
        return block
    smaller = 0 if block is not None else block_that_fits(county, plan, futures, free, jobs, asked)
    if smaller:
        return smaller
    most, origin = most_replications(county, plan, free, jobs, block or 1), loaded.origins["replications"]
    less = "; take fewer --jobs or a smaller --block" if jobs > 1 or (block or 0) > 1 else ""
    memory = f"about {needed / 1e9:.1f} GB of memory are needed, {free / 1e9:.1f} GB are free{less}"
    allowed = f"must be at most {most:,} here: {memory}" if most else memory
    raise InvalidInput([Fault(origin.file, origin.line, "replications", str(futures), allowed, "memory")])


class _Reference:
    """The reference scenario that stands beside every answer, with the same county, seed, horizon and replications."""

    def __init__(self, scenario: Path, overrides: Sequence[str], folder: Path, wanted: bool) -> None:
        """``wanted`` : whether its answers are; its rules are looked for anyway. ``folder`` holds its results."""
        self._scenario, self._overrides, self._folder, self._wanted = scenario, overrides, folder, wanted
        self.notes: tuple[str, ...] = ()
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
            self._without(f"no {REFERENCE}.toml beside {self._scenario}")
            return None
        try:
            found = load(path, _same_as(own, self._overrides))
        except SeatsimError:
            if self._wanted:
                raise
            return None
        if found.county.digest != own.county.digest:
            self._without(f"{path} is about another county")
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

    def _without(self, why: str) -> None:
        self.notes = (f"{why}: the answers stand without a reference",) if self._wanted else ()

    def _answers(self, found: Loaded, how: How) -> Mapping[str, Any]:
        """Answers of a finished run, else of its own run, which is kept where it can be."""
        from seatsim.results import read_answers, scenario_digest

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
            return _run_alone(found, self._folder, how)
        except RefusedFolder as refusal:
            self.notes = (f"the reference run is not kept ({refusal})",)
        with TemporaryDirectory() as elsewhere:
            return _run_alone(found, Path(elsewhere) / own.name, how)


def _same_as(own: Loaded, overrides: Sequence[str]) -> list[str]:
    """Settings under which the reference is comparable with a scenario."""
    scenario = own.scenario
    same = [f"horizon={scenario.horizon}", f"replications={scenario.replications}", f"seed={scenario.seed}"]
    same += [f"as_of={scenario.as_of}"] if scenario.as_of else []
    same += [f"baseline.{key}={json.dumps(value)}" for key, value in asdict(scenario.baseline).items()]
    return same + [setting for setting in overrides if setting.startswith(_FOR_BOTH)]


def _run_alone(found: Loaded, folder: Path, how: How) -> Mapping[str, Any]:
    """Run the reference, going on with what of it is unfinished."""
    from seatsim.results import prepare_folder
    from seatsim.running.whole_run import run_whole

    how = replace(how, resume=True, precision=None, thresholds=())
    with prepare_folder(folder, found.scenario.name) as claimed:
        return run_whole(found, claimed, how, lambda taken: (None, plan_of(taken.scenario))).answers


def _reference_file(scenario: Path) -> Path | None:
    """``reference.toml`` beside a scenario, or the reference's own results beside those of the scenario."""
    beside = (scenario.parent / f"{REFERENCE}.toml", scenario.parent.parent / REFERENCE / "scenario.toml")
    return next((path for path in beside if path.is_file()), None)
