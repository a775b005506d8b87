"""Tasks over the cores of this machine: local processes, or this process alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from seatsim.domain.faults import WorkerLost

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

Tell: TypeAlias = Callable[[float], None]
"""Told which share of a task is done."""

_LOOK = 0.2
"""How often the processes are looked after [s]."""
_GRACE = 5.0
"""How long a process may be gone before its task counts as lost [s]."""
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


@dataclass(frozen=True)
class Task:
    """One piece of work: ``function(*args, tell)``, which a process can be sent."""

    function: Callable[..., Any]
    """A function of a module, which may run elsewhere."""
    args: tuple[Any, ...]
    """Its arguments, the last one (``tell``) left out."""
    name: str
    """What is lost with it, in words: ``futures 256-511``."""
    weight: int = 1
    """Its share of the work."""


class Workers:
    """A number of processes; with one job everything is done in this process."""

    def __init__(self, jobs: int, start_method: str | None = None) -> None:
        """``start_method`` : how processes start; None: the safest that the system has. They start when needed."""
        self.jobs = jobs
        known = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context(start_method or ("forkserver" if "forkserver" in known else None))
        self._told: SimpleQueue[tuple[int, float]] = self._context.SimpleQueue()
        self._pool: ProcessPoolExecutor | None = None
        self._most = 0
        self._gone: float | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the processes end; after an error or an interrupt, end them."""
        if self._pool is None:
            return
        if kind is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(wait=True)

    def work(self, tasks: Sequence[Task], done: Callable[[float], None] | None = None) -> Iterator[tuple[int, Any]]:
        """Yield the place and the result of every task as it is finished.

        ``done`` is told the share of all work that is done. Raises WorkerLost where a process dies, and what a task
        raises.
        """
        meter = _Meter(tasks, done)
        if self.jobs == 1:
            for place, task in enumerate(tasks):
                result = task.function(*task.args, lambda share, place=place: meter.at(place, share))
                meter.at(place, 1.0)
                yield place, result
            return
        yield from self._in_processes(tasks, meter)

    def _in_processes(self, tasks: Sequence[Task], meter: _Meter) -> Iterator[tuple[int, Any]]:
        """No more tasks are handed out than there are processes: it is known which are under way."""
        waiting = list(enumerate(tasks))[::-1]
        under_way: dict[Future[Any], int] = {}
        while waiting or under_way:
            try:
                while waiting and len(under_way) < self.jobs:
                    place, task = waiting.pop()
                    under_way[self._started().submit(_call, task.function, task.args, place)] = place
                finished = wait(under_way, timeout=_LOOK, return_when=FIRST_COMPLETED).done
                while not self._told.empty():
                    meter.at(*self._told.get())
                results = [(under_way[future], future.result()) for future in finished]
            except BrokenProcessPool as error:
                raise _lost(tasks, under_way.values()) from error
            for future in finished:
                del under_way[future]
            for place, result in results:
                meter.at(place, 1.0)
                yield place, result
            if not finished and self._one_is_gone():
                raise _lost(tasks, under_way.values())

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.jobs, mp_context=self._context, initializer=_begin, initargs=(self._told,)
            )
        return self._pool

    def _one_is_gone(self) -> bool:
        """Whether a process has ended for some time: the pool itself may wait for ever for the rest of its answer."""
        alive = len(multiprocessing.active_children())
        self._most = max(self._most, alive)
        if alive == self._most:
            self._gone = None
        elif self._gone is None:
            self._gone = time.monotonic()
        return self._gone is not None and time.monotonic() - self._gone > _GRACE


class _Meter:
    """Adds up what the tasks say of themselves."""

    def __init__(self, tasks: Sequence[Task], done: Callable[[float], None] | None) -> None:
        self._weights = [task.weight for task in tasks]
        self._shares = [0.0] * len(tasks)
        self._done = done

    def at(self, place: int, share: float) -> None:
        """A task is done by a share."""
        self._shares[place] = max(share, self._shares[place])
        if self._done is not None:
            done = sum(w * s for w, s in zip(self._weights, self._shares, strict=True))
            self._done(done / max(sum(self._weights), 1))


def _lost(tasks: Sequence[Task], places: Iterable[int]) -> WorkerLost:
    names = " or ".join(tasks[place].name for place in sorted(places))
    return WorkerLost(
        f"a process died while it worked on {names or 'nothing yet'} (killed, or out of memory); what is finished is"
        " kept: --resume goes on with it, with fewer --jobs if memory was short"
    )


_queue: SimpleQueue[tuple[int, float]]
"""Where a process tells how far it is; set once, when it starts."""


def _begin(told: SimpleQueue[tuple[int, float]]) -> None:
    """Set a process up: one thread, deaf to Ctrl-C (its parent ends it), and not to outlive its parent."""
    global _queue
    _queue = told
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody else ends a process whose parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(function: Callable[..., Any], args: tuple[Any, ...], place: int) -> object:
    """Run a task in a process."""
    return function(*args, lambda share: _queue.put((place, share)))
