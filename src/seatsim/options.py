"""Options that several commands share. Only click is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def lang_option(function: F) -> F:
    """``--lang``."""
    words = "Language of what is printed (default: from the locale)."
    return click.option("--lang", type=click.Choice(["zh", "en"]), help=words)(function)


def set_option(function: F) -> F:
    """``--set``, repeatable, as ``overrides``."""
    words = "Override one key, repeatable; values are TOML."
    return click.option("--set", "overrides", metavar="a.b=value", multiple=True, help=words)(function)


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
