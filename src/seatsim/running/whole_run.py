"""A whole run: its futures in blocks, then what is told from all of them, then the results folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from math import isfinite
from time import perf_counter
from typing import Any

from seatsim.domain.causes import CauseSplit
from seatsim.domain.faults import BadExpression
from seatsim.domain.outcome import Outcome
from seatsim.domain.phrase import Phrase, listed
from seatsim.domain.scenario import Plan, plan_of
from seatsim.indicators.answers import answers
from seatsim.indicators.columns import Told, columns, frame, told
from seatsim.indicators.expressions import Precision, Threshold
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.thresholds import FIRST_LOOK, crossed, interval, looks, precise, value_of
from seatsim.inputs.load import Loaded
from seatsim.results import Look, RunFolder, run_facts, scenario_digest, versions, write_results
from seatsim.results.blocks import BlockFiles, KeptBlock
from seatsim.running.crew import Crew
from seatsim.running.room import refuse_without_room
from seatsim.running.tasks import Case, allocation, block, causes, futures, latest
from seatsim.running.workers import Task, Tell
from seatsim.study.causes import CAUSE_REPLICATIONS
from seatsim.study.memory import BLOCK
from seatsim.version import VERSION

Progress = Callable[[str, int, int], None]
"""Told what is being computed (a scenario, its studies), how much is done and how much is to do."""

Beside = Callable[[Loaded], tuple[Mapping[str, Any] | None, Plan | None]]
"""Gives the reference's answers and the plan whose rules stood before, for a scenario with its replications."""

SAMPLE = CAUSE_REPLICATIONS
"""The first futures of every run, kept whole: the pattern of all others, and what causes and allocation look at."""
_SMALLEST = 64
"""A block is not made smaller than this to occupy all processes [replications]."""
_PERCENT = 100


@dataclass(frozen=True)
class How:
    """How a run is worked; nothing of it changes a number."""

    workers: Crew
    """Who works."""
    block: int | None = None
    """Futures that advance together; None: ``BLOCK``, or fewer so that all processes have work."""
    resume: bool = False
    """Whether to go on with a run that was not finished."""
    progress: Progress | None = None
    """Whom to tell."""
    precision: Precision | None = None
    """How exactly a number must be known: then the scenario's replications are the most that are taken."""
    fewest: int = FIRST_LOOK
    """Fewest replications of a run with a precision."""
    thresholds: tuple[Threshold, ...] = ()
    """What must not be crossed."""


@dataclass(frozen=True)
class Worked:
    """A run whose futures are finished."""

    loaded: Loaded
    """The scenario with the replications that were taken."""
    sample: Outcome
    """Its first futures, whole."""
    files: BlockFiles
    """All futures."""
    start: datetime
    """When the run began."""
    clock: float
    """The same on the clock of this process [s]."""
    look: Look | None
    """What the last look at its precision found; None where none is asked for."""


def case_of(loaded: Loaded) -> Case:
    """What is simulated for a scenario."""
    scenario = loaded.scenario
    return Case(loaded.county, plan_of(scenario), scenario.uncertainty, scenario.seed)


@contextmanager
def worked(loaded: Loaded, folder: RunFolder, how: How) -> Iterator[Worked]:
    """Work the futures of a run; what is finished stays beside ``folder`` until the results stand there.

    Raises Infeasible, RefusedFolder, WorkerLost.
    """
    start, clock = datetime.now(UTC), perf_counter()
    case, most = case_of(loaded), loaded.scenario.replications
    with BlockFiles(folder.unfinished) as files:
        files.start(_identity(loaded), how.resume)
        try:
            sample = _sample(case, files, min(SAMPLE, most), _told_of_futures(loaded, 0, min(SAMPLE, most), how))
            _refuse_what_is_not_told(sample, case, how)
            count, look = _until_precise(case, files, sample, loaded, how)
            yield Worked(_with(loaded, count), sample, files, start, clock, look)
        except BaseException as error:
            kept = 0
            with suppress(OSError):  # the folder may be gone, or no file can be opened any more
                kept = sum(last - first for first, last in files.finished())
            if kept > SAMPLE:
                error.add_note(
                    Phrase("{:,} finished futures are kept in {}: --resume goes on with them", kept, files.folder)
                )
            else:
                files.discard()  # nothing worth going on with
            raise
        files.discard()


def _refuse_what_is_not_told(sample: Outcome, case: Case, how: How) -> None:
    """Raise BadExpression where a number that is asked for has no meaning, before the futures are worked."""
    if how.precision is None and not how.thresholds:
        return
    seen = measure_frames(sample, case.county, case.plan.limits)
    for threshold in how.thresholds:
        value_of(seen, threshold)
    if how.precision is not None:
        interval(seen, how.precision)


def _until_precise(case: Case, files: BlockFiles, sample: Outcome, loaded: Loaded, how: How) -> tuple[int, Look | None]:
    """Work the futures, all of them or as many as a precision needs; how many, and the last look at it."""
    asked, most = how.precision, loaded.scenario.replications
    if asked is None:
        work_futures(case, files, most, how, loaded)
        return most, None
    known = measure_frames(sample, case.county, case.plan.limits)
    for count in looks(minimum=how.fewest, maximum=most):
        work_futures(case, files, count, how, loaded)
        seen = frame(known, files.column, 0, count)
        found = interval(seen, asked)
        width = found.half_width if isfinite(found.half_width) else None
        look = Look(str(asked), count, found.mean, width, precise(seen, asked))
        if look.precise:
            break
    return count, look


def _with(loaded: Loaded, replications: int) -> Loaded:
    """The scenario with the replications that were taken, so that running it again gives the same numbers."""
    scenario = replace(loaded.scenario, replications=replications)
    return replace(loaded, scenario=scenario, tree={**loaded.tree, "replications": replications})


def _identity(loaded: Loaded) -> Mapping[str, Any]:
    """What must be the same for futures to be the same: everything but how many there are."""
    tree = {key: value for key, value in loaded.tree.items() if key != "replications"}
    return {
        "scenario": loaded.scenario.name,
        "seed": loaded.scenario.seed,
        "seatsim": VERSION,
        "county_digest": loaded.county.digest,
        "scenario_digest": scenario_digest(tree, loaded.county.digest),
        "packages": versions(),
    }


def _sample(case: Case, files: BlockFiles, count: int, tell: Tell) -> Outcome:
    """The first futures, worked anew by every run: nothing but columns is kept of a block."""
    found = futures(case, 0, count, tell)
    files.check()
    if any(first < count for first, _ in files.missing(count)):
        files.write(0, count, columns(found, case.county, case.plan.limits))
    return found


def work_futures(case: Case, files: BlockFiles, replications: int, how: How, loaded: Loaded) -> None:
    """Work what is missing of the first ``replications``."""
    gaps = files.missing(replications)
    missing = sum(last - first for first, last in gaps)
    refuse_without_room(files, missing)
    before = replications - missing
    tasks = [
        Task(
            block,
            (case, first, last),
            Phrase("futures {}-{}", first, last - 1),
            last - first,
            KeptBlock(files.folder, first, last),
        )
        for gap in gaps
        for first, last in cut(gap, how.block, how.workers.jobs)
    ]
    for _ in how.workers.work(tasks, _told_of_futures(loaded, before, replications, how)):
        pass


def _told_of_futures(loaded: Loaded, before: int, count: int, how: How) -> Tell:
    """Tells how many futures are done while those from ``before`` to ``count`` are worked."""
    most = max(count, loaded.scenario.replications) if how.precision is None else count

    def done(share: float) -> None:
        if how.progress is not None:
            how.progress(loaded.scenario.name, before + round(share * (count - before)), most)

    return done


def cut(gap: tuple[int, int], block: int | None, jobs: int) -> list[tuple[int, int]]:
    """Cut replications into blocks: of ``block``, or of at most ``BLOCK`` so that all jobs have as much to do."""
    first, last = gap
    if block is None:
        count = -(-(last - first) // BLOCK)
        even = -(-count // jobs) * jobs
        count = even if (last - first) // even >= _SMALLEST else count
        block = -(-(last - first) // max(count, 1))
    return [(start, min(start + block, last)) for start in range(first, last, max(block, 1))]


@dataclass(frozen=True)
class Findings:
    """What is told of a run."""

    told: Told
    """Every measure."""
    answers: Mapping[str, Any]
    """What ``answers.json`` holds."""
    causes: CauseSplit
    """Why crowding changes."""


def tell(run: Worked, reference: Mapping[str, Any] | None, rules: Plan | None, how: How) -> Findings:
    """What is told from all futures: every measure, and the answers with the studies beside them."""
    scenario, county = run.loaded.scenario, run.loaded.county
    case, count = case_of(run.loaded), scenario.replications
    studies = {
        "causes": Task(causes, (case, run.sample, count, rules), Phrase("causes"), 2),
        "latest": Task(latest, (case, count), Phrase("latest starts"), 2),
        "allocation": Task(allocation, (case, run.sample), Phrase("the best allocation")),
    }
    if not scenario.projects:
        del studies["latest"]
    names = list(studies)
    found: dict[str, Any] = {}
    for place, result in how.workers.work(list(studies.values()), _told_of_studies(names, how)):
        found[names[place]] = result
    whole = told(run.sample, county, scenario.limits, run.files.column, count)
    answer = answers(
        scenario,
        county,
        whole.outcome,
        whole.frame,
        reference,
        september=whole.september,
        plans=whole.plans,
        latest=found.get("latest"),
        allocation=found["allocation"],
        causes=found["causes"],
        before=rules,
    )
    return Findings(whole, answer, found["causes"])


_TOLD = {"causes": Phrase("causes"), "latest": Phrase("latest"), "allocation": Phrase("allocation")}


def _told_of_studies(names: Sequence[str], how: How) -> Callable[[float], None] | None:
    progress, what = how.progress, listed(_TOLD[name] for name in names)
    if progress is None:
        return None
    return lambda share: progress(what, round(share * _PERCENT), _PERCENT)


@dataclass(frozen=True)
class Finished:
    """A run whose results are written."""

    answers: Mapping[str, Any]
    """What ``answers.json`` holds."""
    crossed: tuple[Phrase, ...]
    """Thresholds that were crossed, in words."""
    look: Look | None
    """Whether a precision was reached; None where none was asked for."""


def run_whole(loaded: Loaded, folder: RunFolder, how: How, beside: Beside) -> Finished:
    """Run a scenario and write its results; ``beside`` gives what stands beside as many futures as were taken.

    Thresholds are judged when the results stand; one that has no meaning in a later future raises BadExpression then.
    """
    with worked(loaded, folder, how) as run:
        reference, rules = beside(run.loaded)
        found = tell(run, reference, rules, how)
        write_results(
            folder,
            scenario=run.loaded.scenario,
            tree=run.loaded.tree,
            county=run.loaded.county,
            told=found.told,
            answers=found.answers,
            causes=found.causes,
            run=run_facts(run.start, perf_counter() - run.clock, how.workers.jobs, run.look, how.workers.address),
            written=None if how.progress is None else partial(how.progress, Phrase("tables")),
        )
        passed, unknown = judged(found.told.frame, how.thresholds)
    if unknown is not None:
        raise unknown
    return Finished(found.answers, passed, run.look)


def judged(seen: MeasureFrame, thresholds: Sequence[Threshold]) -> tuple[tuple[Phrase, ...], BadExpression | None]:
    """Thresholds that were crossed, in words; and what cannot be judged."""
    words: list[Phrase] = []
    for threshold in thresholds:
        try:
            if crossed(seen, threshold):
                words.append(Phrase("crossed: {} (it is {:g})", threshold, value_of(seen, threshold)))
        except BadExpression as error:
            return tuple(words), error
    return tuple(words), None
