"""Progress on standard error, and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[str, int, int], None]
"""Called with the scenario's name, the academic years done and those to do."""


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Told]:
    """Yield a function to call while a run goes on; every scenario gets a bar of its own."""
    if quiet or not sys.stderr.isatty():
        yield _say_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(scenario: str, done: int, total: int) -> None:
            if scenario not in tasks:
                tasks[scenario] = bar.add_task(scenario, total=total)
            bar.update(tasks[scenario], completed=done)

        yield told


def _say_nothing(scenario: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
    del scenario, done, total
