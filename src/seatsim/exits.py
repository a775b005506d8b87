"""How a command ends: the one place that maps errors to what is said on standard error and to exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
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


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and a terminal that closes end a command as Ctrl-C does: what is finished is kept.

    One that is ignored, as under ``nohup``, stays so; after the first of them no other one disturbs the ending.
    """
    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    main = threading.current_thread() is threading.main_thread()
    ours = [number for number in asked if main and signal.getsignal(number) is signal.SIG_DFL]

    def interrupt(*_: object) -> None:
        for number in ours:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in ours:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def failed(error: BaseException, chosen: str | None = None) -> int:
    """Say on standard error what went wrong and return the exit code.

    ``chosen`` is ``zh`` or ``en``; None: from the locale.
    """
    from seatsim.domain import faults
    from seatsim.domain.faults import BadExpression, InvalidInput
    from seatsim.language.choice import language
    from seatsim.language.phrases import said

    error = _interrupt_behind(error)
    lang = language(chosen)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _said(
            _with_notes(Phrase("interrupted"), error.__cause__ or error, lang), 130
        )  # click wraps an interrupt
    if isinstance(error, click.ClickException):
        _show(error, lang)
        return 2
    if isinstance(error, InvalidInput):
        from seatsim.printing.faults import print_faults

        with contextlib.suppress(OSError):
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


def _interrupt_behind(error: BaseException) -> BaseException:
    """The interrupt whose terminal is gone, where what could not be written any more is all that is told of it."""
    behind: BaseException | None = error
    while isinstance(behind, OSError):
        behind = behind.__context__
    return behind if isinstance(behind, KeyboardInterrupt) else error


def _show(error: click.ClickException, lang: str) -> None:
    """Say what is wrong with the usage, in the words of seatsim or of click."""
    from seatsim.helping import show_in_chinese
    from seatsim.language.phrases import said

    if isinstance(error, click.UsageError) and isinstance(error.message, Phrase):
        error = click.UsageError(said(error.message, lang), error.ctx)
    show_in_chinese(error) if lang == "zh" else error.show()


def _unexpected(error: BaseException) -> Phrase:
    """What is said of an error that is nobody's input."""
    if isinstance(error, MemoryError):
        return Phrase("seatsim: out of memory; take a smaller --block, or fewer --jobs")
    if isinstance(error, OSError):
        from seatsim.results.disk import why

        words = Phrase("seatsim: {}", why(error))
        return Phrase("{}: {}", words, str(error.filename)) if error.filename else words
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
    from seatsim.domain.faults import printable

    text = "\n".join(map(printable, message.split("\n")))  # names of files may hold anything
    with contextlib.suppress(OSError):  # nobody reads, or the terminal is gone
        click.echo(text, err=True)
    return code
