"""The command line: parse, call one function, print. Only click is imported until a command runs."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from seatsim import __version__
from seatsim.cli_explain import completion, explain, schema
from seatsim.cli_init import init
from seatsim.cli_inputs import baseline, check, show
from seatsim.completing import RUN, SCENARIO, TABLE
from seatsim.domain.phrase import Phrase
from seatsim.exits import ended_by_signals, failed, unread
from seatsim.helping import LANG, Commands, asked_for
from seatsim.options import PATH, cluster_option, json_option, lang_option, quiet_option, set_option

_MOST_SEED = 2**63 - 1
_CROSSED = 5
"""Exit code where a --fail-on threshold was crossed."""
_TEXT = "text"
"""Format of a report that is printed, not written."""
_PRECISION_HELP = (
    "Take as many futures as the mean's 95 % interval needs, up to --replications (12,800): looked at after 100,"
    " 200, 400 and so on."
)
_FAIL_HELP = (
    "Exit with 5 where a comparison is true, as in 'pupils_large/primary YEAR p50 > 0' with a year of the run;"
    " repeatable."
)


def main(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 done, 1 internal, 2 usage, 3 invalid, 4 infeasible, 5 a threshold was crossed, 130 interrupted.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        # Cores are for --jobs; and the order in which threads sum must not decide a last digit.
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        # Chinese names on a terminal that cannot show them are no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = {LANG: asked_for(sys.argv[1:] if args is None else args)}
    try:
        given = None if args is None else list(args)
        with ended_by_signals():
            code = commands.main(args=given, prog_name="seatsim", standalone_mode=False, obj=chosen)
        print(end="", flush=True)
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        return unread()
    except SystemExit:  # how click and rich leave for the same reason
        return unread()
    except BaseException as error:  # an interrupt, and what a library in Rust raises where it gives up
        return failed(error, chosen.get(LANG))


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seatsim")
def commands() -> None:
    """Plan school places: who sits in a crowded class, who has no place, and which plan ends it first."""


@commands.command()
@click.argument("scenario", type=SCENARIO)
@click.option("--out", type=PATH, help="Results folder (default: results/<scenario name>).")
@click.option("--replications", type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--seed", type=click.IntRange(0, _MOST_SEED), help="Seed of every draw.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes (default: all cores); no number depends on it.")
@click.option(
    "--block", type=click.IntRange(1, 1_000_000), help="Futures that advance together; no number depends on it."
)
@cluster_option
@click.option("--precision", metavar="'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH'", help=_PRECISION_HELP)
@click.option("--min-replications", type=click.IntRange(1, 1_000_000), help="Fewest futures with --precision (100).")
@click.option("--fail-on", multiple=True, metavar="'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE'", help=_FAIL_HELP)
@click.option("--resume", is_flag=True, help="Go on with a run that was not finished.")
@click.option("--county", metavar="ID", help="Run this one of the scenario's many counties, in full.")
@set_option
@click.option("--no-reference", is_flag=True, help="Leave the reference scenario's figures out.")
@quiet_option
@json_option
@lang_option
def run(
    scenario: Path,
    out: Path | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    block: int | None,
    cluster: str | None,
    precision: str | None,
    min_replications: int | None,
    fail_on: tuple[str, ...],
    resume: bool,
    county: str | None,
    overrides: tuple[str, ...],
    no_reference: bool,
    quiet: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run SCENARIO.toml, print the answers and write a results folder."""
    from seatsim import api
    from seatsim.inputs.standing import is_folder
    from seatsim.language.choice import language
    from seatsim.printing.messages import tell
    from seatsim.printing.progress import progress_bar
    from seatsim.printing.small import narrow_note

    _refuse_fewest(min_replications, replications, precision)
    if cluster is not None and jobs is not None:
        raise click.UsageError(Phrase("--jobs is for this machine; a cluster has workers of its own"))
    if is_folder(scenario):
        raise click.UsageError(
            Phrase("{} is a folder; run needs a scenario file that names it as its county", scenario)
        )
    with progress_bar(quiet, lang=language(lang)) as progress:
        result = api.run(
            scenario,
            out=out,
            overrides=overrides,
            replications=replications,
            seed=seed,
            reference=not no_reference,
            progress=progress,
            jobs=jobs or (1 if cluster else _cores()),
            cluster=cluster,
            block=block,
            resume=resume,
            precision=precision,
            min_replications=min_replications,
            fail_on=fail_on,
            county=county,
        )
    tell(result.crossed, lang)
    _print_answers(result.answers, as_json, lang)
    if not quiet:
        narrow = None if as_json else narrow_note(str(result.folder), language(lang))
        tell((*result.notes, *filter(None, [narrow]), result.folder), lang)
    if result.crossed:
        click.get_current_context().exit(_CROSSED)


def _refuse_fewest(fewest: int | None, replications: int | None, precision: str | None) -> None:
    """Refuse a fewest number of futures that goes with nothing else that was asked."""
    if fewest is not None and precision is None:
        raise click.UsageError(Phrase("--min-replications needs --precision"))
    if fewest is not None and replications is not None and fewest > replications:
        raise click.UsageError(Phrase("--min-replications must be at most --replications"))


def _print_answers(answers: Mapping[str, Any], as_json: bool, lang: str | None) -> None:
    from seatsim.language.choice import language
    from seatsim.printing.answer import print_answer
    from seatsim.printing.json_text import print_json

    try:
        print_json(answers) if as_json else print_answer(answers, language(lang))
        print(end="", flush=True)
    except (BrokenPipeError, SystemExit):  # nobody reads on; what was crossed is told all the same
        unread()


@commands.command()
@click.argument("runs", metavar="BASE OTHER...", type=RUN, nargs=-1)
@click.option("--out", type=PATH, help="Folder in which comparison.json and comparison.csv are written.")
@quiet_option
@json_option
@lang_option
def compare(runs: tuple[Path, ...], out: Path | None, quiet: bool, as_json: bool, lang: str | None) -> None:
    """Compare finished runs (results folders) with the first of them, future by future.

    Differences with intervals, first years, cost per crowded-pupil-year avoided, regret, bridge or build.
    """
    from seatsim import api
    from seatsim.language.choice import language
    from seatsim.printing.comparison import print_comparison
    from seatsim.printing.json_text import print_json
    from seatsim.printing.progress import progress_bar

    with progress_bar(quiet, 2.0, language(lang)) as progress:
        found = api.compare(runs, out=out, progress=progress)
    if as_json:
        print_json(found.comparison)
    else:
        print_comparison(found.comparison, language(lang))
    for path in () if quiet else found.files:
        click.echo(str(path), err=True)


@commands.command()
@click.argument("runs", metavar="RUN...", type=RUN, nargs=-1, required=True)
@click.option("--format", "formats", default="html", metavar="FORMATS", help="html, docx, xlsx, pptx, text; commas.")
@click.option("--out", type=PATH, help="Folder of the papers (default: papers, in the first run's folder).")
@click.option("--quiet", is_flag=True, help="No progress.")
@lang_option
def report(runs: tuple[Path, ...], formats: str, out: Path | None, quiet: bool, lang: str | None) -> None:
    """Write the meeting papers of finished runs (results folders), without running a model.

    html is one page that works offline, docx a brief of two pages with annexes, xlsx a workbook, pptx slides; text
    prints small tables that fit 80 columns. With several runs the first is the base of the comparison.
    """
    from seatsim import api
    from seatsim.language.choice import language
    from seatsim.printing.progress import progress_bar

    asked = [name.strip() for name in formats.split(",")]
    known = (*api.REPORT_FORMATS, _TEXT)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise click.UsageError(Phrase("--format {!r}: must be of {}", unknown[0], ", ".join(known)))
    if _TEXT in asked:
        _print_small(runs, lang)
    papers = [name for name in asked if name != _TEXT]
    if papers:
        with progress_bar(quiet, 2.0, language(lang)) as progress, warnings.catch_warnings(record=True) as warned:
            written = api.report(runs, lang=lang, formats=papers, out=out, progress=progress)
        for warning in _texts(warned):
            click.echo(f"seatsim: {warning}", err=True)
        for path in written:
            click.echo(str(path), err=_TEXT in asked)


def _texts(warned: Sequence[warnings.WarningMessage]) -> list[str]:
    """What was warned of, each once."""
    return [*dict.fromkeys(str(each.message) for each in warned)]


def _print_small(runs: Sequence[Path], lang: str | None) -> None:
    """Print runs as small tables."""
    from seatsim.language.choice import language
    from seatsim.printing.small import print_small
    from seatsim.results.read import read_results

    print_small([read_results(run) for run in runs], language(lang))


@commands.command()
@click.argument("enrolment", metavar="ENROL.csv", type=TABLE)
@click.option("--births", type=TABLE, help="entity,year,births: of entities, or of groups, shared out to theirs.")
@click.option(
    "--births-lag", type=click.IntRange(0, 20), help="Years from birth to the entry grade (default: the best fit)."
)
@click.option("--group", type=TABLE, help="entity,group (default: all entities are one group).")
@click.option(
    "--leave-out", type=int, multiple=True, metavar="YEAR", help="Target year that is not scored; repeatable."
)
@click.option("--out", type=PATH, help="Folder for forecasts.csv, scores.csv, backtest.json and charts.")
@quiet_option
@json_option
@lang_option
def backtest(
    enrolment: Path,
    births: Path | None,
    births_lag: int | None,
    group: Path | None,
    leave_out: tuple[int, ...],
    out: Path | None,
    quiet: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Forecast the enrolments in ENROL.csv (entity,year,grade,value) from each of their years, and score what came.

    Error, bias, coverage of the 50, 80 and 95 % bands, width and CRPS by lead and size, beside plain methods.
    """
    from seatsim import api
    from seatsim.language.choice import language
    from seatsim.printing.backtest import print_backtest
    from seatsim.printing.json_text import print_json
    from seatsim.printing.messages import tell
    from seatsim.printing.progress import progress_bar

    if births_lag is not None and births is None:
        raise click.UsageError(Phrase("--births-lag needs --births"))
    with progress_bar(quiet, 2.0, language(lang)) as progress, warnings.catch_warnings(record=True) as warned:
        found = api.backtest(
            enrolment,
            births=births,
            births_lag=births_lag,
            group=group,
            leave_out=leave_out,
            out=out,
            lang=lang,
            progress=progress,
        )
    if as_json:
        print_json(found.content)
    else:
        print_backtest(found.content, language(lang))
    if not quiet:
        tell([*(f"seatsim: {text}" for text in _texts(warned)), *found.notes, *found.files], lang)


for command in (check, show, baseline, schema, explain, completion, init):
    commands.add_command(command)
