"""JSON on standard output."""

from __future__ import annotations

import json

import click


def print_json(value: object) -> None:
    """Print a value as JSON; a number that JSON does not know is a ValueError."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
