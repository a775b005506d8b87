"""How a command ends: the one place that maps errors to what is said on standard error and to exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

import click

from seatsim.version import VERSION


def unread() -> int:
    """Nobody reads on, as in ``seatsim run … | head -1``: no fault, and nothing more to say at exit."""
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(nowhere.fileno(), stream.fileno())
    return 0


def failed(error: BaseException) -> int:
    """Say on standard error what went wrong and return the exit code."""
    from seatsim.domain import faults
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
    if isinstance(error, RefusedFolder | BadExpression | MissingExtra | faults.RefusedCluster):
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
        f"seatsim {VERSION}: internal fault ({type(error).__name__}: {error}). Please report it;"
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
