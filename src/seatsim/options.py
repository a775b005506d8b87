"""Options that several commands share. Only click is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from seatsim.completing import complete_set
from seatsim.helping import LANG

F = TypeVar("F", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
"""A file or folder."""


def lang_option(function: F) -> F:
    """``--lang``; what a command fails with is said in it too."""
    words = "Language of what is printed (default: from the locale)."
    return click.option("--lang", type=click.Choice(["zh", "en"]), callback=_keep, is_eager=True, help=words)(function)


def _keep(context: click.Context, _: click.Parameter, chosen: str | None) -> str | None:
    context.ensure_object(dict)[LANG] = chosen
    return chosen


def set_option(function: F) -> F:
    """``--set``, repeatable, as ``overrides``."""
    words = "Override one key, repeatable; values are TOML."
    return click.option(
        "--set", "overrides", metavar="a.b=value", multiple=True, help=words, shell_complete=complete_set
    )(function)


def json_option(function: F) -> F:
    """``--json``, as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def quiet_option(function: F) -> F:
    """``--quiet``."""
    return click.option("--quiet", is_flag=True, help="No progress, no messages.")(function)


def cluster_option(function: F) -> F:
    """``--cluster``."""
    words = "Work on the Dask cluster of this scheduler, such as tcp://HOST:8786; no number depends on it."
    return click.option("--cluster", metavar="ADDRESS", help=words)(function)
