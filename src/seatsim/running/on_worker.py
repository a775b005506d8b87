"""What a worker of a cluster does: says what it is, and works a task. Nothing here needs the cluster's library."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass

from seatsim.domain.faults import SeatsimError
from seatsim.results.manifest import versions
from seatsim.running.workers import Found, Task
from seatsim.version import VERSION

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Refusal:
    """An error that seatsim raised on purpose: the same on every worker, so that no other one shall try again."""

    error: SeatsimError
    """The error."""
    way: str
    """Where it happened."""


def programs() -> dict[str, str]:
    """Versions of everything that decides numbers, by name."""
    return {"seatsim": VERSION, **versions()}


def threads() -> list[str]:
    """Settings of this process under which a sum may be shared out to several threads: its last digit could differ."""
    return [f"{name}={os.environ.get(name, '')}" for name in _THREADS if os.environ.get(name) != "1"]


def state() -> tuple[dict[str, str], list[str]]:
    """What a worker is: its programs, and settings that it must not have."""
    return programs(), threads()


def work(task: Task, *args: object) -> Found:
    """Work a task with the arguments that it was sent apart from; what is kept of it comes back as bytes."""
    try:
        found = task.function(*args, _unheard)
    except SeatsimError as error:
        return Refusal(error, "".join(traceback.format_exception(error)))
    return found if task.keep is None else task.keep.pack(found)


def _unheard(_: float) -> None:
    """A cluster tells of whole tasks alone."""
