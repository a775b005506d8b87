"""Messages beside the data: to standard error, in the language chosen."""

from __future__ import annotations

from collections.abc import Iterable

import click

from seatsim.language.choice import language
from seatsim.language.phrases import said


def tell(messages: Iterable[object], lang: str | None) -> None:
    """Say messages on standard error, one a line; phrases among them in ``lang`` (None: from the locale)."""
    for message in messages:
        click.echo(said(message if isinstance(message, str) else str(message), language(lang)), err=True)
