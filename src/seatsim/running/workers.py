"""Tasks over the cores of this machine: local processes, or this process alone."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import DefaultContext
from typing import Any, Protocol, TypeAlias, cast

from seatsim.domain.faults import WorkerLost
from seatsim.domain.phrase import Phrase
from seatsim.running.meter import Meter

Tell: TypeAlias = Callable[[float], None]
"""Told which share of a task is done."""
Found: TypeAlias = Any
"""What a task finds: each task its own."""

_LOOK = 1.0
"""How long an interrupt may wait on systems that cannot break off a wait [s]."""
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
_ENDINGS = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
"""Signals that ask a run to end: its processes leave that to it."""
_SHARE, _RESULT, _ERROR = range(3)
"""What a process says: which share of its task is done, what it found, what went wrong."""


class Keep(Protocol):
    """Where what a task finds is kept: a file of the machine that asked for it."""

    def keep(self, found: Found) -> None:
        """Write it, from a process of that machine."""

    def pack(self, found: Found) -> bytes:
        """The file's bytes, made on a machine that has no such disk."""

    def put(self, packed: bytes) -> None:
        """Write those bytes, on the machine that asked."""


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
    keep: Keep | None = None
    """Where its result is kept, which is None then; without it the result itself comes back."""

    def work(self, tell: Tell) -> Found:
        """Work it on the machine that asked; the result, or None where it is kept."""
        found = self.function(*self.args, tell)
        if self.keep is None:
            return found
        self.keep.keep(found)
        return None


class Workers:
    """A number of processes; with one job everything is done in this process."""

    address: str | None = None
    """They are this machine's."""
    notes: tuple[Phrase, ...] = ()
    """Nothing is worth knowing of them."""

    def __init__(self, jobs: int, start_method: str | None = None) -> None:
        """``start_method`` : how processes start; None: the safest that the system has. They start when needed."""
        self.jobs = jobs
        known = multiprocessing.get_all_start_methods()
        chosen = multiprocessing.get_context(start_method or ("forkserver" if "forkserver" in known else None))
        self._context = cast(DefaultContext, chosen)  # of which all are a kind; only their names differ
        self._processes: list[_Process] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def work(self, tasks: Sequence[Task], done: Callable[[float], None] | None = None) -> Iterator[tuple[int, Any]]:
        """Yield the place and the result of every task as it is finished.

        ``done`` is told the share of all work that is done. Raises WorkerLost where a process dies, and what a task
        raises; no task is under way any more then.
        """
        meter = Meter([task.weight for task in tasks], done)
        if self.jobs == 1:
            for place, task in enumerate(tasks):
                result = task.work(partial(meter.at, place))
                meter.at(place, 1.0)
                yield place, result
            return
        try:
            yield from self._in_processes(tasks, meter)
        finally:
            if self._busy():
                self._end()

    def _in_processes(self, tasks: Sequence[Task], meter: Meter) -> Iterator[tuple[int, Any]]:
        """Each process has one task at a time: it is known which are under way."""
        waiting = list(enumerate(tasks))[::-1]
        while waiting or self._busy():
            while waiting and (idle := self._idle()) is not None:
                idle.begin(*waiting.pop())
            for process in self._heard():
                place, (kind, said) = process.hear()
                if kind == _ERROR:
                    error, way = said
                    raise error from RuntimeError(f"in another process:\n{way}")
                meter.at(place, 1.0 if kind == _RESULT else said)
                if kind == _RESULT:
                    yield place, said

    def _busy(self) -> list[_Process]:
        return [process for process in self._processes if process.task is not None]

    def _idle(self) -> _Process | None:
        """A process without a task, a new one if need be; None where as many as may are at work."""
        for process in self._processes:
            if process.task is None:
                return process
        if len(self._processes) == self.jobs:
            return None
        with _interrupts_held_back():
            self._processes.append(_Process(self._context))
        return self._processes[-1]

    def _heard(self) -> list[_Process]:
        """Processes that have something to say, or have died."""
        busy = {process.line: process for process in self._busy()}
        ready = set(wait(list(busy), _LOOK))
        return [process for line, process in busy.items() if line in ready]

    def _end(self) -> None:
        """End the processes, whatever they do."""
        while self._processes:
            self._processes.pop().end()


class _Process:
    """One process with a line of its own: nothing is shared that its death could leave locked or half read."""

    def __init__(self, context: DefaultContext) -> None:
        self.line, theirs = context.Pipe()
        self.task: tuple[int, Task] | None = None
        """What it works on, with its place."""
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, place: int, task: Task) -> None:
        """Send it a task. Raises WorkerLost."""
        self.task = place, task
        try:
            self.line.send(task)
        except OSError as error:
            raise _lost(task) from error

    def hear(self) -> tuple[int, tuple[int, Any]]:
        """The place of its task and what it says of it. Raises WorkerLost."""
        assert self.task is not None
        place, task = self.task
        try:
            said = self.line.recv()
        except (EOFError, OSError) as error:
            raise _lost(task) from error
        if said[0] != _SHARE:
            self.task = None
        return place, said

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.line.close()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A process started meanwhile never hears Ctrl-C or its like, not even while it imports; this one does afterwards.

    So none is started that nobody knows of.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # its own start would let them through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost(task: Task) -> WorkerLost:
    return WorkerLost(
        Phrase(
            "a process died while it worked on {} (killed; or out of memory: then take a smaller "
            "--block, or fewer --jobs; from a script without a main guard no process can start)",
            task.name,
        )
    )


def _serve(line: Connection) -> None:
    """Work tasks until the parent ends this process: one thread, deaf to what ends the parent."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    for ending in _ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        sent = line.recv_bytes()
        try:
            task: Task = pickle.loads(sent)
            line.send((_RESULT, task.work(lambda share: line.send((_SHARE, share)))))
        except Exception as error:
            line.send((_ERROR, (_sendable(error), "".join(traceback.format_exception(error)))))


def _end_with_parent() -> None:
    """Nobody else ends a process whose parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _sendable(error: Exception) -> Exception:
    """An error; where it cannot be sent, another one in its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
