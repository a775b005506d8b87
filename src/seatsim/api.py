"""What can be called from Python: load a scenario, run it, compare runs, write their papers, back-test forecasts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.domain.faults import BadExpression, Fault, InvalidInput, MissingExtra
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import plan_of
from seatsim.indicators.thresholds import FIRST_LOOK
from seatsim.inputs.invented import told_of_rows
from seatsim.inputs.load import Loaded, load
from seatsim.inputs.repairs import columns_unread

if TYPE_CHECKING:
    import polars as pl

    from seatsim.indicators.expressions import Precision, Threshold
    from seatsim.inputs.county_sets import SetName
    from seatsim.results.read import Results
    from seatsim.running.whole_run import Finished

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

REPORT_FORMATS = ("html", "docx", "xlsx", "pptx")
"""Formats of the meeting papers."""

MOST_LAG = 20
"""Most years from birth to the entry grade of a back-test [years]."""
MOST_LOOKED_AT = 12_800
"""Most replications of a run with a precision, unless another number is given."""


@dataclass(frozen=True)
class RunResult:
    """A finished run."""

    folder: Path
    """The results folder."""
    answers: Mapping[str, Any]
    """What ``answers.json`` holds."""
    notes: tuple[Phrase, ...]
    """What is worth knowing and no fault, in words."""
    crossed: tuple[Phrase, ...] = ()
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
    notes: tuple[Phrase, ...] = ()
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
    steps = None if progress is None else partial(progress, Phrase("backtest"))
    read = read_enrolment(Path(enrolment), *(None if path is None else Path(path) for path in (births, group)))
    if out is None:
        found = back_test(read, births_lag, leave_out, str(enrolment), steps)
        return BacktestResult(found.content, found.forecasts, found.scores)
    with claim_backtest(out) as folder:
        found = back_test(read, births_lag, leave_out, str(enrolment), steps)
        pictures, notes = _accuracy_pictures(found.content, lang)
        files = write_backtest(folder, found, pictures)
    return BacktestResult(found.content, found.forecasts, found.scores, notes, files)


def _accuracy_pictures(content: Mapping[str, Any], lang: str | None) -> tuple[Mapping[str, bytes], tuple[Phrase, ...]]:
    """Charts of a back-test by file name; without the extra none, and why."""
    from seatsim.language.choice import language
    from seatsim.papers.backtest import pictures

    try:
        return pictures(content, language(lang)), ()
    except MissingExtra as missing:
        return {}, (missing.words,)


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
    cluster: str | None = None,
    block: int | None = None,
    resume: bool = False,
    precision: str | None = None,
    min_replications: int | None = None,
    fail_on: Sequence[str] = (),
    county: str | None = None,
) -> RunResult:
    """Run a scenario and write its results folder.

    A scenario that names a set of counties (a folder of county folders, or a register with a column ``county``) runs
    them all, without a reference and without a precision; ``county`` runs that one of them as any other county.

    ``out`` defaults to ``results/<scenario name>``; ``overrides`` are ``key=value`` with TOML values. With
    ``reference`` the figures of ``reference.toml`` beside the scenario stand beside every answer: taken from a
    finished run of it with the same county, seed, horizon and replications, else run too and kept beside ``out``.
    ``jobs`` processes share the work; ``block`` futures advance together (None: as many as suit the processor's
    cache); neither changes a number. ``cluster`` is the address of a Dask scheduler whose workers work instead (extra
    ``cluster``); all is written here, and no number changes. ``resume`` goes on with a run that was not finished.
    ``precision`` (``'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH'``) takes as many replications as the mean's 95 % interval
    needs, from ``min_replications`` (100) to ``replications`` (12,800). ``fail_on`` are thresholds
    (``'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE'``) of which the result tells those that are crossed.
    A script that asks for more than one process needs the guard ``if __name__ == "__main__"``.
    Raises InvalidInput, Infeasible, BadExpression, RefusedFolder, AllocationError, WorkerLost; with ``cluster``
    MissingExtra and RefusedCluster.
    """
    from seatsim.inputs.load_counties import set_named_by
    from seatsim.results import prepare_folder
    from seatsim.running.block_for import block_for
    from seatsim.running.crew import crew
    from seatsim.running.reference import REFERENCE, Reference
    from seatsim.running.whole_run import How, run_whole

    _refuse_impossible(jobs, block, fail_on)
    changed = _changed(overrides, replications, seed, precision)
    named = set_named_by(scenario, changed)
    if named is not None and county is None and not named.county:
        return _run_many(scenario, changed, out, progress, jobs, cluster, block, resume, precision, fail_on)
    changed += _one_county(scenario, named, county)
    loaded = load(scenario, changed)
    asked = _asked(loaded, precision, min_replications, fail_on)
    block = block_for(loaded, jobs, block)
    folder = out if out is not None else Path("results") / loaded.scenario.name
    standing = Reference(scenario, overrides, folder.parent / REFERENCE, wanted=reference)
    standing.find(loaded)
    with prepare_folder(folder, loaded.scenario.name) as claimed, crew(jobs, cluster) as workers:
        how = How(workers, block, resume, progress, *asked)
        found = run_whole(loaded, claimed, how, lambda taken: standing.beside(taken, how))
        notes = (*_of_county(loaded), *loaded.notes, *standing.notes, *claimed.notes, *workers.notes)
    return RunResult(folder, found.answers, (*notes, *_looked(found)), found.crossed)


def _refuse_impossible(jobs: int, block: int | None, fail_on: Sequence[str]) -> None:
    """Raise ValueError for arguments that no caller can mean."""
    if jobs < 1 or (block is not None and block < 1) or isinstance(fail_on, str):
        raise ValueError("jobs and block must be at least 1, fail_on a list of thresholds")


def _looked(found: Finished) -> tuple[Phrase, ...]:
    """What is said of how exactly a number is known, where that was asked."""
    return () if found.look is None else (found.look.words(),)


def _of_county(loaded: Loaded) -> tuple[Phrase, ...]:
    """What a run says of its county's files."""
    repairs = loaded.county.repairs
    return (*columns_unread(repairs), *_repaired(repairs), *told_of_rows(loaded.county.assumed))


def _repaired(repairs: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """How much was read otherwise than it stands in the files."""
    return (
        (Phrase("repairs while reading the county's files: {}; seatsim check lists them", len(repairs)),)
        if repairs
        else ()
    )


def _changed(overrides: Sequence[str], replications: int | None, seed: int | None, precision: str | None) -> list[str]:
    """The settings with those of the arguments; a precision may take as many replications as are ever looked at."""
    stated = any(setting.split("=")[0].strip() == "replications" for setting in overrides)
    if precision is not None and replications is None and not stated:
        replications = MOST_LOOKED_AT
    numbers = {"replications": replications, "seed": seed}
    return [*overrides, *(f"{key}={value}" for key, value in numbers.items() if value is not None)]


def _asked(
    loaded: Loaded, precision: str | None, fewest: int | None, fail_on: Sequence[str]
) -> tuple[Precision | None, int, tuple[Threshold, ...]]:
    """What is asked of the numbers of a run: a precision, the fewest replications that it takes, and thresholds.

    Raises BadExpression, before anything is simulated.
    """
    from seatsim.indicators.expressions import parse_precision, parse_threshold

    zones = [zone.id for zone in loaded.county.zones]
    years = loaded.county.baseline_year, loaded.scenario.horizon
    wanted = None if precision is None else parse_precision(precision, zones, *years)
    thresholds = tuple(parse_threshold(text, zones, *years) for text in fail_on)
    return wanted, FIRST_LOOK if fewest is None else fewest, thresholds


def _one_county(scenario: Path, named: SetName | None, county: str | None) -> list[str]:
    """The setting that names one county of a set; none where none is asked for. Raises InvalidInput."""
    from seatsim.inputs.county_sets import is_id

    if county is None:
        return []
    if not is_id(county):
        allowed = Phrase("must be letters, digits, hyphens")
        raise InvalidInput([Fault(str(scenario), None, "--county", county, allowed, "value")])
    if named is None:
        words = Phrase("--county needs a scenario of many counties; this one names a county's own folder")
        raise InvalidInput([Fault(str(scenario), None, "county", county, words, "one-county")])
    return [f"county={json.dumps(f'{named.path}#{county}', ensure_ascii=False)}"]


def _run_many(
    scenario: Path,
    changed: Sequence[str],
    out: Path | None,
    progress: Progress | None,
    jobs: int,
    cluster: str | None,
    block: int | None,
    resume: bool,
    precision: str | None,
    fail_on: Sequence[str],
) -> RunResult:
    """Run every county of the set that a scenario names."""
    from seatsim.indicators.expressions import parse_threshold
    from seatsim.inputs.load_counties import load_counties
    from seatsim.results import prepare_folder
    from seatsim.running.block_for import block_for_largest
    from seatsim.running.crew import crew
    from seatsim.running.many_counties import run_counties
    from seatsim.running.whole_run import How

    if precision is not None:
        raise BadExpression(precision, [Phrase("a run of many counties takes no precision; run one with --county")])
    read = None if progress is None else partial(progress, Phrase("counties"))
    loaded = load_counties(scenario, changed, read)
    years = loaded.members[0].county.baseline_year, loaded.scenario.horizon
    thresholds = tuple(parse_threshold(text, [], *years) for text in fail_on)
    block = block_for_largest(loaded.members, jobs, block)
    folder = out if out is not None else Path("results") / loaded.scenario.name
    with prepare_folder(folder, loaded.scenario.name) as claimed, crew(jobs, cluster) as workers:
        how = How(workers, block, resume, progress, thresholds=thresholds)
        found = run_counties(loaded, claimed, how)
        notes = (*_repaired(loaded.repairs), *loaded.notes, *claimed.notes, *workers.notes)
    return RunResult(folder, found.answers, notes, found.crossed)
