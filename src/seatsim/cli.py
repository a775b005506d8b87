"""The command line: parse, call one function, print. Only click is imported until a command runs."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from seatsim import __version__

F = TypeVar("F", bound=Callable[..., Any])

_PATH = click.Path(path_type=Path)
_MOST_SEED = 2**63 - 1
_CROSSED = 5
"""Exit code where a --fail-on threshold was crossed."""
_TEXT = "text"
"""Format of a report that is printed, not written."""
_PRECISION_HELP = (
    "Take as many futures as the mean's 95 % interval needs, up to --replications (12,800): looked at after 100,"
    " 200, 400 and so on."
)
_FAIL_HELP = "Exit with 5 where a comparison is true, as in 'pupils_large/primary 2025 p50 > 0'; repeatable."


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
    try:
        code = commands.main(args=None if args is None else list(args), prog_name="seatsim", standalone_mode=False)
        print(end="", flush=True)
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        return _unread()
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error)
    except SystemExit:  # how click and rich leave for the same reason
        return _unread()


def _unread() -> int:
    """Nobody reads on, as in ``seatsim run … | head -1``: no fault, and nothing more to say at exit."""
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(nowhere.fileno(), stream.fileno())
    return 0


def _failed(error: BaseException) -> int:
    """Say on standard error what went wrong and return the exit code: the one place that maps errors."""
    from seatsim.domain.faults import BadExpression, Infeasible, InvalidInput, MissingExtra, RefusedFolder, WorkerLost

    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _said(_with_notes("interrupted", error.__cause__ or error), 130)  # click wraps an interrupt
    if isinstance(error, click.ClickException):
        error.show()
        return 2
    if isinstance(error, InvalidInput):
        from seatsim.printing.faults import print_faults

        with contextlib.suppress(BrokenPipeError):
            print_faults(error.faults)
        return _said(_with_notes("", error), 3)
    if isinstance(error, Infeasible):
        return _said(_with_notes(f"infeasible: {error}", error), 4)
    if isinstance(error, RefusedFolder | BadExpression | MissingExtra):
        return _said(_with_notes(str(error), error), 2)
    if isinstance(error, WorkerLost):
        return _said(_with_notes(f"seatsim: {error}", error), 1)
    if os.environ.get("SEATSIM_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return _said(_with_notes("seatsim: out of memory; take a smaller --block, or fewer --jobs", error), 1)
    if isinstance(error, OSError):
        return _said(_with_notes(f"seatsim: {error}", error), 1)
    words = (
        f"seatsim {__version__}: internal fault ({type(error).__name__}: {error}). Please report it;"
        " SEATSIM_DEBUG=1 shows where it happened"
    )
    return _said(_with_notes(words, error), 1)


def _with_notes(message: str, error: BaseException) -> str:
    """A message and what is known beside it, such as which futures are kept."""
    return "; ".join(filter(None, [message, *getattr(error, "__notes__", ())]))


def _said(message: str, code: int) -> int:
    if not message:
        return code
    with contextlib.suppress(BrokenPipeError):
        click.echo(message, err=True)
    return code


def _lang(function: F) -> F:
    words = "Language of what is printed (default: from the locale)."
    return click.option("--lang", type=click.Choice(["zh", "en"]), help=words)(function)


def _set(function: F) -> F:
    words = "Override one key, repeatable; values are TOML."
    return click.option("--set", "overrides", metavar="a.b=value", multiple=True, help=words)(function)


def _json(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _refuse_overrides(overrides: Sequence[str]) -> None:
    """A county folder has no scenario whose keys could be overridden."""
    if overrides:
        raise click.UsageError("--set needs a scenario, not a county folder")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seatsim")
def commands() -> None:
    """Plan school places: who sits in a crowded class, who has no place, and which plan ends it first."""


@commands.command()
@click.argument("scenario", type=_PATH)
@click.option("--out", type=_PATH, help="Results folder (default: results/<scenario name>).")
@click.option("--replications", type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--seed", type=click.IntRange(0, _MOST_SEED), help="Seed of every draw.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes (default: all cores); no number depends on it.")
@click.option(
    "--block", type=click.IntRange(1, 1_000_000), help="Futures that advance together; no number depends on it."
)
@click.option("--precision", metavar="'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH'", help=_PRECISION_HELP)
@click.option("--min-replications", type=click.IntRange(1, 1_000_000), help="Fewest futures with --precision (100).")
@click.option("--fail-on", multiple=True, metavar="'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE'", help=_FAIL_HELP)
@click.option("--resume", is_flag=True, help="Go on with a run that was not finished.")
@_set
@click.option("--no-reference", is_flag=True, help="Leave the reference scenario's figures out.")
@click.option("--quiet", is_flag=True, help="No progress, no messages.")
@_json
@_lang
def run(
    scenario: Path,
    out: Path | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    block: int | None,
    precision: str | None,
    min_replications: int | None,
    fail_on: tuple[str, ...],
    resume: bool,
    overrides: tuple[str, ...],
    no_reference: bool,
    quiet: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run SCENARIO.toml, print the answers and write a results folder."""
    from seatsim import api
    from seatsim.language.choice import language
    from seatsim.printing.progress import progress_bar
    from seatsim.printing.small import narrow_note

    if min_replications is not None and precision is None:
        raise click.UsageError("--min-replications needs --precision")
    if min_replications is not None and replications is not None and min_replications > replications:
        raise click.UsageError("--min-replications must be at most --replications")
    if scenario.is_dir():
        raise click.UsageError(f"{scenario} is a folder; run needs a scenario file that names it as its county")
    with progress_bar(quiet) as progress:
        result = api.run(
            scenario,
            out=out,
            overrides=overrides,
            replications=replications,
            seed=seed,
            reference=not no_reference,
            progress=progress,
            jobs=jobs or _cores(),
            block=block,
            resume=resume,
            precision=precision,
            min_replications=min_replications,
            fail_on=fail_on,
        )
    for message in result.crossed:
        click.echo(message, err=True)
    _print_answers(result.answers, as_json, lang)
    if not quiet:
        narrow = None if as_json else narrow_note(str(result.folder), language(lang))
        for message in (*result.notes, *filter(None, [narrow]), str(result.folder)):
            click.echo(message, err=True)
    if result.crossed:
        click.get_current_context().exit(_CROSSED)


def _print_answers(answers: Mapping[str, Any], as_json: bool, lang: str | None) -> None:
    from seatsim.language.choice import language
    from seatsim.printing.answer import print_answer

    try:
        _print_json(answers) if as_json else print_answer(answers, language(lang))
        print(end="", flush=True)
    except (BrokenPipeError, SystemExit):  # nobody reads on; what was crossed is told all the same
        _unread()


@commands.command()
@click.argument("runs", metavar="BASE OTHER...", type=_PATH, nargs=-1)
@click.option("--out", type=_PATH, help="Folder in which comparison.json and comparison.csv are written.")
@click.option("--quiet", is_flag=True, help="No progress, no messages.")
@_json
@_lang
def compare(runs: tuple[Path, ...], out: Path | None, quiet: bool, as_json: bool, lang: str | None) -> None:
    """Compare finished runs (results folders) with the first of them, future by future.

    Differences with intervals, first years, cost per crowded-pupil-year avoided, regret, bridge or build.
    """
    from seatsim import api
    from seatsim.language.choice import language
    from seatsim.printing.comparison import print_comparison
    from seatsim.printing.progress import progress_bar

    with progress_bar(quiet, after=2.0) as progress:
        found = api.compare(runs, out=out, progress=progress)
    if as_json:
        _print_json(found.comparison)
    else:
        print_comparison(found.comparison, language(lang))
    for path in () if quiet else found.files:
        click.echo(str(path), err=True)


@commands.command()
@click.argument("runs", metavar="RUN...", type=_PATH, nargs=-1, required=True)
@click.option("--format", "formats", default="html", metavar="FORMATS", help="html, docx, xlsx, pptx, text; commas.")
@click.option("--out", type=_PATH, help="Folder of the papers (default: papers, in the first run's folder).")
@click.option("--quiet", is_flag=True, help="No progress.")
@_lang
def report(runs: tuple[Path, ...], formats: str, out: Path | None, quiet: bool, lang: str | None) -> None:
    """Write the meeting papers of finished runs (results folders), without running a model.

    html is one page that works offline, docx a brief of two pages with annexes, xlsx a workbook, pptx slides; text
    prints small tables that fit 80 columns. With several runs the first is the base of the comparison.
    """
    from seatsim import api
    from seatsim.printing.progress import progress_bar

    asked = [name.strip() for name in formats.split(",")]
    known = (*api.REPORT_FORMATS, _TEXT)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise click.UsageError(f"--format {unknown[0]!r}: must be of {', '.join(known)}")
    if _TEXT in asked:
        _print_small(runs, lang)
    papers = [name for name in asked if name != _TEXT]
    if papers:
        with progress_bar(quiet, after=2.0) as progress, warnings.catch_warnings(record=True) as warned:
            written = api.report(runs, lang=lang, formats=papers, out=out, progress=progress)
        for warning in dict.fromkeys(str(each.message) for each in warned):
            click.echo(f"seatsim: {warning}", err=True)
        for path in written:
            click.echo(str(path), err=_TEXT in asked)


def _print_small(runs: Sequence[Path], lang: str | None) -> None:
    """Print runs as small tables."""
    from seatsim.language.choice import language
    from seatsim.printing.small import print_small
    from seatsim.results.read import read_results

    print_small([read_results(run) for run in runs], language(lang))


@commands.command()
@click.argument("path", metavar="SCENARIO_OR_COUNTY", type=_PATH)
@_set
@_json
@_lang
def check(path: Path, overrides: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Validate a scenario and its county, or a county folder, without running: every fault at once."""
    from seatsim.domain.faults import InvalidInput
    from seatsim.inputs.county import read_county
    from seatsim.inputs.load import files_not_read, load
    from seatsim.language.choice import language
    from seatsim.printing.faults import faults_as_json, print_notes

    try:
        if path.is_dir():
            _refuse_overrides(overrides)
            notes = [*read_county(path).assumed, *files_not_read(path)]
        else:
            loaded = load(path, overrides)
            notes = [*loaded.county.assumed, *loaded.notes]
    except InvalidInput as error:
        if as_json:
            _print_json({"ok": False, "faults": faults_as_json(error.faults)})
        raise
    if as_json:
        _print_json({"ok": True, "notes": notes})
    else:
        print_notes(str(path), notes, language(lang))


@commands.command()
@click.argument("path", metavar="SCENARIO_OR_COUNTY", type=_PATH)
@_set
@_json
@_lang
def show(path: Path, overrides: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Show every value of a scenario with the file and line it came from, or the facts of a county folder."""
    from seatsim.inputs.county import read_county
    from seatsim.inputs.load import later_inputs
    from seatsim.inputs.scenario import load_scenario
    from seatsim.language.choice import language
    from seatsim.printing import show as printing

    if path.is_dir():
        _refuse_overrides(overrides)
        county = read_county(path)
        if as_json:
            _print_json(printing.county_as_json(county))
        else:
            printing.print_county(county, language(lang))
        return
    resolved = load_scenario(path, overrides)
    values = printing.values(resolved.scenario, resolved.tree, resolved.origins)
    later = later_inputs(resolved)
    if as_json:
        _print_json(printing.values_as_json(values, later))
    else:
        printing.print_values(values, language(lang))
        printing.print_later(later, language(lang))


@commands.command()
@click.argument("path", metavar="[SCENARIO_OR_COUNTY]", type=_PATH, required=False)
@_set
@click.option("--out", type=_PATH, help="Folder in which baseline.json is written, beside what is printed.")
@_json
@_lang
def baseline(path: Path | None, overrides: tuple[str, ...], out: Path | None, as_json: bool, lang: str | None) -> None:
    """Print what was reported, what was reconciled, the residuals, and what stays undetermined.

    Without an argument it reads the county folder ./seeds.
    """
    from seatsim.indicators.report import report_indicators
    from seatsim.inputs.baseline import baseline_plan, load_baseline
    from seatsim.language.choice import language
    from seatsim.printing.baseline import print_baseline
    from seatsim.printing.files import write_printed

    if path is None:
        path = Path("seeds")
        if not path.is_dir():
            raise click.UsageError("there is no folder ./seeds here; give a scenario or a county folder")
    if path.is_dir():
        _refuse_overrides(overrides)
    county, reconciled = load_baseline(path, overrides)
    told = report_indicators(county, *baseline_plan(path, overrides), reconciled)
    if out is not None:
        write_printed(out / "baseline.json", lambda: print_baseline(county, reconciled, language(lang), True, told))
    print_baseline(county, reconciled, language(lang), as_json, told)


@commands.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from seatsim.inputs.json_schema import scenario_schema

    _print_json(scenario_schema())


def _print_json(value: object) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
