"""A run of many counties: counties × blocks of futures as tasks, told and added up as they are finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from seatsim.domain.phrase import Phrase
from seatsim.indicators.county_sheet import CROSSED, SUMMED, Sheet, total_frame
from seatsim.indicators.measures import ALL
from seatsim.indicators.quantiles import means
from seatsim.indicators.set_answers import MOST, RANKED, Ranked, set_answers
from seatsim.inputs.load_counties import LoadedCounties
from seatsim.results import RunFolder, run_facts, scenario_digest, versions
from seatsim.results.manifest import SetContent
from seatsim.results.set_files import SetFiles, Totals
from seatsim.results.set_tables import county_rows
from seatsim.results.tables import Row
from seatsim.results.write_set import crossed_in_all, write_set
from seatsim.running.tasks import Case, county_block
from seatsim.running.whole_run import Finished, How, case_of, cut, judged
from seatsim.running.workers import Task, Tell
from seatsim.version import VERSION


@dataclass(frozen=True)
class _Piece:
    """Where a task's futures belong."""

    county: int
    """Number of the county in the set."""
    first: int
    """First replication."""
    last: int
    """Replication after the last one."""


def run_counties(loaded: LoadedCounties, folder: RunFolder, how: How) -> Finished:
    """Run every county of a set and write one results folder; thresholds are judged on all counties together.

    Raises Infeasible, RefusedFolder, WorkerLost, BadExpression.
    """
    start, clock = datetime.now(UTC), perf_counter()
    scenario = loaded.scenario
    years = tuple(range(loaded.members[0].county.baseline_year, scenario.horizon + 1))
    with SetFiles(folder.unfinished) as files:
        files.start(_identity(loaded), how.resume)
        with _kept_on_error(files):
            totals = _work(loaded, files, years, how)
            if how.progress is not None:
                how.progress(Phrase("tables"), 0, 1)
            frame = total_frame(totals.sums, totals.tell == len(loaded.members), years)
            schools = sum(len(member.county.register.school_id) for member in loaded.members)
            answers = set_answers(scenario, len(loaded.members), schools, frame, _ranked(loaded, files))
            write_set(
                folder,
                scenario=scenario,
                tree=loaded.tree,
                content=SetContent(loaded.digest, len(loaded.members)),
                frame=frame,
                answers=answers,
                files=files,
                total_outside=_outside(totals, years) if loaded.flows else (),
                run=run_facts(start, perf_counter() - clock, how.workers.jobs, None, how.workers.address),
            )
        files.discard()
    passed, unknown = judged(frame, how.thresholds)
    if unknown is not None:
        raise unknown
    return Finished(answers, passed, None)


def _identity(loaded: LoadedCounties) -> Mapping[str, Any]:
    """What must be the same for futures to be the same: everything but how many there are."""
    tree = {key: value for key, value in loaded.tree.items() if key != "replications"}
    return {
        "scenario": loaded.scenario.name,
        "seed": loaded.scenario.seed,
        "seatsim": VERSION,
        "county_digest": loaded.digest,
        "scenario_digest": scenario_digest(tree, loaded.digest),
        "packages": versions(),
    }


@contextmanager
def _kept_on_error(files: SetFiles) -> Iterator[None]:
    """Say what is kept where a run ends before its results stand; discard what is not worth going on with."""
    try:
        yield
    except BaseException as error:
        if files.has_kept():
            error.add_note(
                Phrase("what is finished ({}) is kept in {}: --resume goes on with it", files.told(), files.folder)
            )
        else:
            files.discard()
        raise


def _work(loaded: LoadedCounties, files: SetFiles, years: Sequence[int], how: How) -> Totals:
    """Work what is missing of every county, and count each county once, as soon as it is whole."""
    replications = loaded.scenario.replications
    totals = files.totals(replications, len(years))
    pieces = _pieces(loaded, files, totals, how)
    open_blocks = dict.fromkeys((county for county in range(len(loaded.members)) if county not in totals.counties), 0)
    for piece in pieces:
        open_blocks[piece.county] += 1
    for county in [county for county, count in open_blocks.items() if not count]:
        _count(loaded, files, totals, county, years, files.read(county, replications))
    cases = {county: case_of(loaded.members[county]) for county in open_blocks}  # one a county: it is sent but once
    tasks = [_task(cases[piece.county], piece) for piece in pieces]
    before = len(loaded.members) * replications - sum(piece.last - piece.first for piece in pieces)
    for place, sheet in how.workers.work(tasks, _told_of_futures(loaded, before, how)):
        piece = pieces[place]
        open_blocks[piece.county] -= 1
        files.sheet(piece.county, piece.first, piece.last, sheet)
        if not open_blocks[piece.county]:
            whole = piece.first == 0 and piece.last == replications
            found = sheet if whole else files.read(piece.county, replications)
            _count(loaded, files, totals, piece.county, years, found)
    files.keep(totals)
    return totals


def _pieces(loaded: LoadedCounties, files: SetFiles, totals: Totals, how: How) -> list[_Piece]:
    """Blocks that are missing: the largest counties first, lest one of them is left for the end."""
    replications = loaded.scenario.replications
    jobs = 1 if len(loaded.members) > how.workers.jobs else how.workers.jobs
    order = sorted(
        (county for county in range(len(loaded.members)) if county not in totals.counties),
        key=lambda county: (-len(loaded.members[county].county.register.school_id), county),
    )
    found = []
    for county in order:
        with files.blocks(county) as blocks:
            blocks.check()
            for gap in blocks.missing(replications):
                found += [_Piece(county, first, last) for first, last in cut(gap, how.block, jobs)]
    return found


def _task(case: Case, piece: _Piece) -> Task:
    """The task of a block, which holds its county and nothing of others."""
    name = Phrase("county {}, futures {}-{}", case.county.id, piece.first, piece.last - 1)
    weight = (piece.last - piece.first) * len(case.county.register.school_id)
    return Task(county_block, (case, piece.first, piece.last), name, weight)


def _count(
    loaded: LoadedCounties, files: SetFiles, totals: Totals, county: int, years: Sequence[int], sheet: Sheet
) -> None:
    """Tell a whole county and add it to the totals."""
    files.finish(county, county_rows(loaded.members[county].county.id, years, sheet), sheet, totals)


def _told_of_futures(loaded: LoadedCounties, before: int, how: How) -> Tell | None:
    """Tells how many futures of all counties are done."""
    progress, most = how.progress, len(loaded.members) * loaded.scenario.replications
    if progress is None:
        return None
    return lambda share: progress(loaded.scenario.name, before + round(share * (most - before)), most)


def _ranked(loaded: LoadedCounties, files: SetFiles) -> Mapping[str, Sequence[Ranked]]:
    """The counties with most of each measure of ``RANKED``; ties by id. One county is read at a time."""
    import polars as pl

    found: dict[str, list[Ranked]] = {measure: [] for measure in RANKED}
    for rows in files.rows(len(loaded.members)):
        later = rows.filter((pl.col("stage") == ALL) & (pl.col("year") > rows["year"].min()))
        for measure in RANKED:
            own = later.filter(pl.col("measure") == measure).sort("year")
            if own.height and (summed := own["mean"].sum()) > 0:
                top = own.row(int(own["mean"].arg_max() or 0), named=True)
                found[measure].append(Ranked(top["county"], float(summed), top["mean"], top["year"]))
    return {
        measure: sorted(of_all, key=lambda each: (-each.sum, each.county))[:MOST] for measure, of_all in found.items()
    }


def _outside(totals: Totals, years: tuple[int, ...]) -> tuple[Row, ...]:
    """Rows of all counties together of who crossed borders between them."""
    rows = {row: means(totals.sums[:, place]) for place, row in enumerate(SUMMED) if row[0] in CROSSED}
    return crossed_in_all(rows, years)
