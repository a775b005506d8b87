"""``seatsim init``. Only click is imported until it runs."""

from __future__ import annotations

from pathlib import Path

import click

from seatsim.helping import Command
from seatsim.options import PATH, lang_option


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--example", is_flag=True, help="Copy the worked county and the shipped scenarios instead.")
@lang_option
def init(folder: Path, example: bool, lang: str | None) -> None:
    """Make DIR, a county folder to fill in: Excel and CSV templates, scenarios, and a README that walks through it.

    An invented county of eight schools is filled in, so that it runs as it is. DIR must not exist, or be empty.
    """
    from datetime import date

    from seatsim.language.choice import language
    from seatsim.printing.made import print_made

    chosen = language(lang)
    if example:
        from seatsim.starting.worked import copy_example

        names, plan = copy_example(folder, chosen), "scenarios/combined-plan.toml"
    else:
        from seatsim.starting.county import new_county

        names, plan = new_county(folder, chosen, date.today()), "plan.toml"
    print_made(folder, names, plan, chosen, invented=not example)
