"""Progress on standard error, and only on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def progress_bar(quiet: bool, after: float = 0.0, lang: str = "en") -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield a function to call with (what is worked, how much is done, how much in all), which moves one bar.

    The bar shows itself once more than ``after`` seconds have passed. None where nobody watches.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    from seatsim.language.phrases import said

    bar = Progress(console=Console(stderr=True), transient=True)
    only = bar.add_task("", total=None)
    begun = time.monotonic()
    shown = ""

    def told(what: str, done: int, total: int) -> None:
        nonlocal shown
        if what != shown:
            shown = what
            bar.reset(only, description=said(what, lang))
        bar.update(only, completed=done, total=total)
        if time.monotonic() - begun >= after:
            bar.start()

    if after == 0.0:
        bar.start()
    try:
        yield told
    finally:
        with suppress(OSError):  # a terminal that is gone
            bar.stop()
