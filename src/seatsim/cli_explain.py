"""Commands that explain and help to write: explain, schema, completion. Only click is imported until one runs."""

from __future__ import annotations

from pathlib import Path

import click

from seatsim.completing import complete_name
from seatsim.helping import Command
from seatsim.options import PATH, json_option, lang_option


@click.command(cls=Command)
@click.argument("name", metavar="[MEASURE|KEY]", required=False, shell_complete=complete_name)
@json_option
@lang_option
def explain(name: str | None, as_json: bool, lang: str | None) -> None:
    """Tell what a name means: meaning, unit, formula, what is allowed, source.

    A measure, statistic, key, table, column, figure, code of a fault or Chinese term; without one, what can be asked.
    """
    from seatsim.language.choice import language
    from seatsim.printing.explain import asked
    from seatsim.printing.explain.entry import words_of
    from seatsim.printing.explain.printed import print_entries
    from seatsim.printing.json_text import print_json

    spoken = language(lang)
    entries = (asked.groups(spoken),) if name is None else asked.explained(name, spoken)
    if not entries:
        words, near = words_of(spoken), asked.nearest_names(str(name))
        hint = words("near").format(names=words.listed([f"'{each}'" for each in near])) if near else words("list")
        raise click.UsageError(words("unknown").format(name=name) + hint)
    if as_json:
        print_json({"entries": [entry.as_json() for entry in entries]})
    else:
        print_entries(entries, spoken)


@click.command(cls=Command)
@click.option("--county", is_flag=True, help="The schema of a county.toml instead of a scenario.")
@click.option("--out", type=PATH, help="File to write; else it is printed.")
@lang_option
def schema(county: bool, out: Path | None, lang: str | None) -> None:
    """Print the JSON Schema of a scenario file, or of a county.toml, for editors."""
    from seatsim.inputs.json_schema import county_schema, scenario_schema
    from seatsim.language.choice import language
    from seatsim.printing.files import write_printed
    from seatsim.printing.json_text import print_json

    found = (county_schema if county else scenario_schema)(language(lang))
    if out is None:
        print_json(found)
    else:
        write_printed(out, lambda: print_json(found))


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that teaches SHELL to complete seatsim's commands, options, keys and files.

    bash: add  source <(seatsim completion bash)  to ~/.bashrc; zsh: the same in ~/.zshrc, after compinit; fish:
    seatsim completion fish > ~/.config/fish/completions/seatsim.fish
    """
    from seatsim.completing import completion_script

    click.echo(completion_script(context.find_root().command, shell))
