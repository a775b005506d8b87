"""What a shell completes: names to explain, keys to set, files by their ending. Only click is imported until asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

_MARK = "="
"""Between a key and its value; ``/`` between a folder and what it holds."""
_BASH = """\
_seatsim_completion() {
    local IFS=$'\\n' words=() joined= i word type value response
    # readline takes KEY=VALUE apart; it is put together again, and the key left out of what replaces the value
    for (( i = 0; i <= COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        if (( i > 0 )) && [[ $word == '=' || ${COMP_WORDS[i-1]} == '=' ]]; then
            words[${#words[@]}-1]+=$word
            joined=${words[${#words[@]}-1]%%=*}=
        else
            words+=("$word")
            joined=
        fi
    done
    response=$(env COMP_WORDS="${words[*]}" COMP_CWORD=$(( ${#words[@]} - 1 )) _SEATSIM_COMPLETE=bash_complete $1)
    COMPREPLY=()
    for word in $response; do
        IFS=',' read -r type value <<< "$word"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                value=${value#"$joined"}
                COMPREPLY+=("$value")
                # behind a key and a folder more is typed, without a blank
                [[ $value == *[=/] ]] && compopt -o nospace ;;
        esac
    done
    return 0
}
complete -o nosort -F _seatsim_completion seatsim
"""
"""click's script for bash, for keys with ``=`` and without its look at the version of bash."""


class Files(click.Path):
    """A path that a shell completes to files of one ending and to folders; any path is taken."""

    def __init__(self, ending: str) -> None:
        super().__init__(path_type=Path)
        self.ending = ending
        """As in ``.toml``; empty for folders alone."""

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click calls it so
        param: click.Parameter,  # noqa: ARG002 - the same
        incomplete: str,
    ) -> list[CompletionItem]:
        """Files of the ending, and folders with a stroke behind them."""
        head, stroke, begun = incomplete.rpartition("/")
        folder = Path(head + stroke or ".")
        return [CompletionItem(f"{head}{stroke}{name}") for name in self._names(folder) if name.startswith(begun)]

    def _names(self, folder: Path) -> Iterator[str]:
        try:
            found = sorted(folder.iterdir())
        except OSError:  # no such folder: nothing to complete
            return
        for path in found:
            if path.name.startswith("."):
                continue
            if path.is_dir():
                yield f"{path.name}/"
            elif self.ending and path.suffix == self.ending:
                yield path.name


SCENARIO = Files(".toml")
"""A scenario, or a county folder."""
TABLE = Files(".csv")
"""A table."""
RUN = Files("")
"""A results folder."""


def complete_name(
    ctx: click.Context,  # noqa: ARG001 - click calls it so
    param: click.Parameter,  # noqa: ARG001 - the same
    incomplete: str,
) -> list[CompletionItem]:
    """Names that ``explain`` knows."""
    from seatsim.printing.explain.asked import names

    return _beginning(names(), incomplete)


def complete_set(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click calls it so
    incomplete: str,
) -> list[CompletionItem]:
    """Keys of a scenario with ``=`` behind, those of the scenario on the line too; then what a key may be."""
    key, mark, begun = incomplete.partition(_MARK)
    if mark:
        return [CompletionItem(f"{key}{mark}{choice}") for choice in _choices(key) if choice.startswith(begun)]
    return _beginning((f"{name}{_MARK}" for name in _keys(ctx)), incomplete)


def completion_script(commands: click.Command, shell: str) -> str:
    """Script that teaches a shell (``bash``, ``zsh``, ``fish``) to complete seatsim's commands."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if shell == "bash" or found is None:
        return _BASH
    return found(commands, {}, "seatsim", "_SEATSIM_COMPLETE").source()


def _beginning(names: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def _keys(ctx: click.Context) -> Iterator[str]:
    """Keys that may be set: those of the format without free names, then those that the scenario has stated."""
    from seatsim.inputs.keys import ANY, scenario_keys

    known = [key for key in scenario_keys().values() if ANY not in key.path and key.types != ("object",)]
    # With an option half written, click leaves the arguments before it unread.
    given = [ctx.params.get("scenario") or ctx.params.get("path"), *map(Path, ctx.args)]
    stated = [name for path in given for name in _stated(path)]
    yield from dict.fromkeys([*(key.name for key in known), *stated])


def _stated(scenario: Path | None) -> list[str]:
    """Keys of the projects and policies of a scenario; none of one that cannot be read."""
    from seatsim.domain.faults import SeatsimError
    from seatsim.inputs.load import resolve
    from seatsim.inputs.toml_files import flatten

    if scenario is None or not scenario.is_file():
        return []
    try:
        tree = resolve(scenario, ()).tree
    except SeatsimError:
        return []
    return [".".join(path) for path, _ in flatten(tree) if path[0] in ("projects", "policies")]


def _choices(key: str) -> list[str]:
    """What a key may be, where the format lists it."""
    from seatsim.inputs.keys import free, scenario_keys

    found = free(key.split("."), scenario_keys())
    if found is None:
        return []
    known = scenario_keys()[found]
    return ["true", "false"] if known.types == ("boolean",) else [str(choice) for choice in known.choices]
