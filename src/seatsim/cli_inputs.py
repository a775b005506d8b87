"""Commands that read a scenario or a county folder and run nothing. Only click is imported until one of them runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from seatsim.completing import SCENARIO
from seatsim.domain.phrase import Phrase
from seatsim.helping import Command
from seatsim.options import PATH, json_option, lang_option, set_option


def _refuse_overrides(overrides: Sequence[str]) -> None:
    """A county folder has no scenario whose keys could be overridden."""
    if overrides:
        raise click.UsageError(Phrase("--set needs a scenario, not a county folder"))


@click.command(cls=Command)
@click.argument("path", metavar="SCENARIO_OR_COUNTY", type=SCENARIO)
@set_option
@json_option
@lang_option
def check(path: Path, overrides: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Validate a scenario and its county, or a county folder, without running: every fault at once."""
    from seatsim.domain.faults import InvalidInput
    from seatsim.indicators.plans_ahead import plans_ahead
    from seatsim.indicators.supports import supports_of
    from seatsim.inputs.checked import check_input
    from seatsim.inputs.standing import is_folder
    from seatsim.language.choice import language
    from seatsim.printing.faults import faults_as_json, print_notes
    from seatsim.printing.json_text import print_json
    from seatsim.printing.supports import print_supports, supports_as_json

    try:
        if is_folder(path):
            _refuse_overrides(overrides)
        found = check_input(path, overrides)
    except InvalidInput as error:
        if as_json:
            print_json({"ok": False, "faults": faults_as_json(error.faults)})
        raise
    told = supports_of(found.counties)
    ahead = (
        note for county, scenario in found.counties if scenario is not None for note in plans_ahead(county, scenario)
    )
    notes = (*found.notes, *ahead)
    if as_json:
        said = {"ok": True, "repairs": list(found.repairs), "notes": list(notes)}
        print_json({**said, "supports": supports_as_json(told)})
    else:
        print_notes(str(path), found.repairs, notes, language(lang))
        print_supports(told, language(lang))


@click.command(cls=Command)
@click.argument("path", metavar="SCENARIO_OR_COUNTY", type=SCENARIO)
@set_option
@json_option
@lang_option
def show(path: Path, overrides: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Show every value of a scenario with the file and line it came from, or the facts of a county folder."""
    from seatsim.inputs.county import read_county
    from seatsim.inputs.load import later_inputs, resolve
    from seatsim.inputs.standing import is_folder
    from seatsim.language.choice import language
    from seatsim.printing import show as printing
    from seatsim.printing.json_text import print_json

    if is_folder(path):
        _refuse_overrides(overrides)
        county = read_county(path)
        if as_json:
            print_json(printing.county_as_json(county))
        else:
            printing.print_county(county, language(lang))
        return
    resolved = resolve(path, overrides)
    values = printing.values(resolved.scenario, resolved.tree, resolved.origins)
    later = later_inputs(resolved)
    if as_json:
        print_json(printing.values_as_json(values, later))
    else:
        printing.print_values(values, language(lang))
        printing.print_later(later, language(lang))


@click.command(cls=Command)
@click.argument("path", metavar="[SCENARIO_OR_COUNTY]", type=SCENARIO, required=False)
@set_option
@click.option("--out", type=PATH, help="Folder in which baseline.json is written, beside what is printed.")
@json_option
@lang_option
def baseline(path: Path | None, overrides: tuple[str, ...], out: Path | None, as_json: bool, lang: str | None) -> None:
    """Print what was reported, what was reconciled, the residuals, and what stays undetermined.

    Without an argument it reads the county folder ./seeds.
    """
    from seatsim.indicators.report import report_indicators
    from seatsim.inputs.baseline import baseline_plan, load_baseline
    from seatsim.inputs.standing import is_folder
    from seatsim.language.choice import language
    from seatsim.printing.baseline import print_baseline
    from seatsim.printing.files import write_printed

    if path is None:
        path = Path("seeds")
        if not path.is_dir():
            raise click.UsageError(Phrase("there is no folder ./seeds here; give a scenario or a county folder"))
    if is_folder(path):
        _refuse_overrides(overrides)
    county, reconciled = load_baseline(path, overrides)
    told = report_indicators(county, *baseline_plan(path, overrides), reconciled)
    if out is not None:
        write_printed(out / "baseline.json", lambda: print_baseline(county, reconciled, language(lang), True, told))
    print_baseline(county, reconciled, language(lang), as_json, told)
