"""How a command ends: the one place that maps errors to what is said on standard error and to exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

import click

from seatsim.domain.phrase import Phrase, together
from seatsim.version import VERSION


def unread() -> int:
    """Nobody reads on, as in ``seatsim run … | head -1``: no fault, and nothing more to say at exit."""
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                os.dup2(nowhere.fileno(), stream.fileno())
    return 0


def failed(error: BaseException, chosen: str | None = None) -> int:
    """Say on standard error what went wrong and return the exit code.

    ``chosen`` is ``zh`` or ``en``; None: from the locale. What click itself says of wrong usage is English.
    """
    from seatsim.domain import faults
    from seatsim.domain.faults import BadExpression, InvalidInput
    from seatsim.language.choice import language
    from seatsim.language.phrases import said

    lang = language(chosen)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _said(
            _with_notes(Phrase("interrupted"), error.__cause__ or error, lang), 130
        )  # click wraps an interrupt
    if isinstance(error, click.ClickException):
        _in_language(error, lang).show()
        return 2
    if isinstance(error, InvalidInput):
        from seatsim.printing.faults import print_faults

        with contextlib.suppress(BrokenPipeError):
            print_faults(error.faults, lang)
        return _said(_with_notes("", error, lang), 3)
    if isinstance(error, BadExpression):
        return _said(_with_notes(error.told([said(fault, lang) for fault in error.faults]), error, lang), 2)
    if isinstance(error, faults.Infeasible):
        return _said(_with_notes(Phrase("infeasible: {}", error.words), error, lang), 4)
    if isinstance(error, faults.WorkerLost):
        return _said(_with_notes(Phrase("seatsim: {}", error.words), error, lang), 1)
    if isinstance(error, faults.Told):
        return _said(_with_notes(error.words, error, lang), 2)
    if os.environ.get("SEATSIM_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    return _said(_with_notes(_unexpected(error), error, lang), 1)


def _in_language(error: click.ClickException, lang: str) -> click.ClickException:
    """Wrong usage of which seatsim itself told."""
    from seatsim.language.phrases import said

    if isinstance(error, click.UsageError) and isinstance(error.message, Phrase):
        return click.UsageError(said(error.message, lang), error.ctx)
    return error


def _unexpected(error: BaseException) -> Phrase:
    """What is said of an error that is nobody's input."""
    if isinstance(error, MemoryError):
        return Phrase("seatsim: out of memory; take a smaller --block, or fewer --jobs")
    if isinstance(error, OSError):
        return Phrase("seatsim: {}", str(error))
    return Phrase(
        "seatsim {}: internal fault ({}: {}). Please report it; SEATSIM_DEBUG=1 shows where it happened",
        VERSION,
        type(error).__name__,
        str(error),
    )


def _with_notes(message: str, error: BaseException, lang: str) -> str:
    """A message and what is known beside it, such as which futures are kept."""
    from seatsim.language.phrases import said

    parts = [*filter(None, [message, *getattr(error, "__notes__", ())])]
    return said(together(parts), lang) if parts else ""


def _said(message: str, code: int) -> int:
    if not message:
        return code
    with contextlib.suppress(BrokenPipeError):
        click.echo(message, err=True)
    return code
