"""Tasks on a Dask cluster that someone else maintains; only this machine writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from logging import CRITICAL, getLogger
from time import sleep
from typing import TYPE_CHECKING
from uuid import uuid4

from seatsim.domain.faults import MissingExtra, RefusedCluster, WorkerLost
from seatsim.domain.phrase import Phrase
from seatsim.running.aside import Aside, NoAnswer
from seatsim.running.inputs_sent import InputsSent
from seatsim.running.meter import Meter
from seatsim.running.on_worker import Refusal, work
from seatsim.running.roster import Roster
from seatsim.running.workers import Found, Task

if TYPE_CHECKING:
    from distributed import Client, Future

WAIT = 30.0
"""How long a run waits for a worker while there is none [s]."""
_CONNECT = 6.0
"""How long a scheduler may take to answer at first [s]."""
_CLOSE = 2.0
"""How long the farewell may take [s]."""
_PAUSE = 0.05
"""Between two looks at the tasks that are under way [s]."""
_AHEAD = 2
"""Tasks sent for each that can be worked at once: no worker waits for its next, and memory is bounded everywhere."""
_RETRIES = 2
"""How often a cluster tries again what failed for no reason of seatsim's own."""
_MOST_LOST = 5
"""How often a task may be lost with all workers that could work it."""


@dataclass(frozen=True)
class _Flight:
    """A task that is under way."""

    place: int
    task: Task
    future: Future
    workers: tuple[str, ...]
    """Who may work it: those that were there when it was sent."""


class _Lost(Exception):  # noqa: N818 - names what happened
    """A task has gone with its workers, or with what it reads."""


class Cluster:
    """A cluster's workers; leaving the ``with`` block leaves it as it was found."""

    def __init__(self, address: str) -> None:
        """``address`` : the scheduler's, such as ``tcp://10.0.0.5:8786`` or ``tls://...``."""
        self.address: str | None = address
        self._name = address

        self._log = getLogger("distributed.client")
        self._loud = self._log.level

    def __enter__(self) -> Cluster:
        """Raises MissingExtra, and RefusedCluster where nobody answers or a worker would not give the same bytes."""
        self._client = _connected(self._name)
        self._loud = self._log.level
        self._log.setLevel(CRITICAL)  # what goes wrong is told once, in words of ours
        self._roster = Roster(self._client, self._name, WAIT)
        try:
            self._roster.open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def jobs(self) -> int:
        """Tasks that its workers take at once."""
        return max(self._roster.jobs, 1)

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """Workers that came meanwhile and were not given any work, and why."""
        return self._roster.said()

    def work(self, tasks: Sequence[Task], done: Callable[[float], None] | None = None) -> Iterator[tuple[int, Found]]:
        """Yield the place and the result of every task as it is finished; what is kept is written before that.

        ``done`` is told the share of all work that is done. A task whose worker dies is worked elsewhere. Raises
        WorkerLost where no worker is left for ``WAIT`` seconds, no scheduler answers, or a task kills its workers; and
        what a task raises. No task is under way any more then.
        """
        meter = Meter([task.weight for task in tasks], done)
        waiting = list(enumerate(tasks))[::-1]
        inputs, lost = InputsSent(self._client, tasks), Counter[int]()
        flying: list[_Flight] = []
        try:
            while waiting or flying:
                self._roster.look()
                self._send(waiting, flying, inputs)
                ended = [flight for flight in flying if self._has_ended(flight)]
                for flight in ended:
                    flying.remove(flight)
                    try:
                        found = self._received(flight)
                    except _Lost as error:
                        lost[flight.place] += 1
                        if lost[flight.place] > _MOST_LOST:
                            raise _killed(flight.task) from error
                        waiting.append((flight.place, flight.task))
                        continue
                    flight.future.release()  # nobody there holds what is known here
                    inputs.done(flight.task)
                    meter.at(flight.place, 1.0)
                    yield flight.place, found
                if not ended:
                    sleep(_PAUSE)
        finally:
            self._cancel(flying)

    def _send(self, waiting: list[tuple[int, Task]], flying: list[_Flight], inputs: InputsSent) -> None:
        """Send tasks while the workers can take some."""
        workers = tuple(sorted(self._roster.threads))
        while waiting and len(flying) < _AHEAD * self._roster.jobs:
            place, task = waiting[-1]
            try:
                args = inputs.given(task, workers)
            except Exception:  # a worker has gone meanwhile: the next look tells
                return
            future = self._client.submit(
                work,
                replace(task, args=()),
                *args,
                key=f"seatsim-{uuid4().hex}",
                workers=[*workers],
                retries=_RETRIES,
                pure=False,
            )
            waiting.pop()
            flying.append(_Flight(place, task, future, workers))

    def _has_ended(self, flight: _Flight) -> bool:
        return bool(flight.future.done()) or not self._roster.any_of(flight.workers)

    def _received(self, flight: _Flight) -> Found:
        """What a task has found, written if it is kept. Raises _Lost, WorkerLost, and what the task raised."""
        found = self._fetched(flight)
        if isinstance(found, Refusal):
            raise found.error from RuntimeError(f"on a worker:\n{found.way}")
        if flight.task.keep is None:
            return found
        flight.task.keep.put(found)
        return None

    def _fetched(self, flight: _Flight) -> Found:
        """Fetch one result, while somebody is there who has it or could work it again."""
        coming = Aside(flight.future.result)
        while self._roster.any_of(flight.workers):
            try:
                return coming.result(1.0)
            except NoAnswer:
                self._roster.look()
            except Exception as error:
                if flight.future.status != "error":
                    raise _Lost from error
                if type(error).__name__ == "KilledWorker":
                    raise _killed(flight.task) from error
                raise
        self._cancel([flight])
        raise _Lost

    def _cancel(self, flying: Sequence[_Flight]) -> None:
        """Take tasks back; one that a worker has begun ends there unheard."""
        if flying and self._client.status == "running":
            with suppress(Exception):
                self._client.cancel([flight.future for flight in flying], force=True)

    def _close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=_CLOSE)
        self._log.setLevel(self._loud)


def _connected(address: str) -> Client:
    """Raises MissingExtra, RefusedCluster."""
    try:
        import distributed
        from distributed.comm import parse_address, parse_host_port
        from distributed.comm.registry import get_backend
    except ImportError as missing:
        words = Phrase('--cluster needs a library that is not installed: pip install "seatsim[cluster]"')
        raise MissingExtra(words) from missing
    if address.startswith("tls:") and distributed.Security().get_connection_args("client")["ssl_context"] is None:
        words = Phrase("wants certificates: set distributed.comm.tls in Dask's configuration, as docs/cluster.md says")
        raise RefusedCluster(Phrase("--cluster {}: {}", address, words))
    wanted = Phrase("must be the address of a Dask scheduler that can be reached from here, such as tcp://HOST:8786")
    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        parse_host_port(place)
    except ValueError as error:  # a client that never began would end with a complaint of its own
        raise RefusedCluster(Phrase("--cluster {}: {} ({})", address, wanted, str(error))) from error
    connect = partial(distributed.Client, address, timeout=_CONNECT, set_as_default=False)
    try:
        return Aside(connect).result(_CONNECT + 1)  # where something listens and says nothing, it would wait for ever
    except Exception as error:  # whatever answers there may say anything
        raise RefusedCluster(Phrase("--cluster {}: {} ({})", address, wanted, str(error))) from error


def _killed(task: Task) -> WorkerLost:
    return WorkerLost(
        Phrase(
            "one worker after another died while it worked on {} (out of memory? then take a smaller "
            "--block, or give the workers more)",
            task.name,
        )
    )
