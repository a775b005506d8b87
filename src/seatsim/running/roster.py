"""Which workers of a cluster are there, and which may work: those that give the same bytes as this machine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeAlias

from seatsim.domain.faults import RefusedCluster, WorkerLost
from seatsim.domain.phrase import Phrase, lines, listed
from seatsim.running.aside import Aside, NoAnswer
from seatsim.running.on_worker import programs, state

if TYPE_CHECKING:
    from distributed import Client

State: TypeAlias = tuple[dict[str, str], list[str]]
"""What a worker says of itself: its programs, and settings that it must not have."""

_EVERY = 1.0
"""How long a look at the workers holds [s]."""
_POLL = 0.5
"""How often it is seen, while an answer is waited for, whether there still is a scheduler [s]."""
_ANSWER = 30.0
"""How long a scheduler may take to answer, and workers to say what they are [s]."""
_TOLD = 3
"""Workers that are named in one message."""


class Roster:
    """The workers of one cluster, looked at again and again: they come and go."""

    def __init__(self, client: Client, address: str, wait: float) -> None:
        """``wait`` : how long to wait for a worker while there is none [s]."""
        self._client, self._address, self._wait = client, address, wait
        self.threads: dict[str, int] = {}
        """Tasks that each worker which may work takes at once, by its address."""
        self._unfit: dict[str, Phrase] = {}
        """Why others that are there may not, by their address."""
        self._refused: dict[str, Phrase] = {}
        """The same of all that ever were there."""
        self._seen = monotonic()
        self._looked = self._seen - _EVERY

    @property
    def jobs(self) -> int:
        """Tasks that can be under way."""
        return sum(self.threads.values())

    def open(self) -> None:
        """Wait for the first workers.

        Raises RefusedCluster where there is none, or the scheduler or one of them would not give the same bytes.
        """
        self._refuse_scheduler()
        try:
            self.look()
            while not self.threads and not self._unfit:
                sleep(_POLL / 2)
                self.look()
        except WorkerLost as lost:
            raise RefusedCluster(lost.words) from lost
        if self._unfit:
            raise RefusedCluster(lines(self.said()))

    def said(self) -> tuple[Phrase, ...]:
        """Which workers were not given any work, and why, in words."""
        words = [Phrase("{}: worker {} {}", self._address, worker, why) for worker, why in self._refused.items()]
        more = len(words) - _TOLD
        return (*words[:_TOLD], *([Phrase("{}: and {} more workers", self._address, more)] if more > 0 else []))

    def any_of(self, workers: Iterable[str]) -> bool:
        """Whether one of some workers is still there."""
        return any(worker in self.threads for worker in workers)

    def look(self) -> None:
        """See who is there, once a second at most; who comes is asked what it is before it is given any work.

        Raises WorkerLost where no worker has been there for as long as is waited, or no scheduler answers.
        """
        if monotonic() - self._looked < _EVERY:
            return
        there = self._there()
        self.threads = {worker: count for worker, count in there.items() if worker in self.threads}
        self._unfit = {worker: why for worker, why in self._unfit.items() if worker in there}
        new = {worker: count for worker, count in there.items() if worker not in self.threads | self._unfit}
        if new:
            self._ask(new)
        self._looked = monotonic()
        if self.threads:
            self._seen = self._looked
        elif self._looked - self._seen > self._wait:
            raise WorkerLost(
                Phrase("{}: no worker there for {:g} s: start one: dask worker ADDRESS", self._address, self._wait)
            )

    def _there(self) -> dict[str, int]:
        """Threads by worker, whatever it is. Raises WorkerLost."""
        asked, start = Aside(lambda: dict(self._client.nthreads())), monotonic()
        while self._client.status == "running" and monotonic() - start < _ANSWER:
            try:
                return asked.result(_POLL)
            except NoAnswer:
                continue
            except (OSError, TimeoutError) as error:
                raise self._silent() from error
        raise self._silent()

    def _silent(self) -> WorkerLost:
        return WorkerLost(Phrase("{}: the scheduler does not answer any more", self._address))

    def _refuse_scheduler(self) -> None:
        """The scheduler handles the tasks' own text: it needs seatsim, and nothing else of what the workers need."""
        try:
            there = self._client.run_on_scheduler(programs)["seatsim"]
        except Exception as error:
            raise RefusedCluster(Phrase("{}: the scheduler {}", self._address, _cannot(error))) from error
        ours = programs()["seatsim"]
        if there != ours:
            raise RefusedCluster(
                Phrase("{}: the scheduler has seatsim {}, this machine {}", self._address, there, ours)
            )

    def _ask(self, new: dict[str, int]) -> None:
        """Ask workers that have come what they are; who does not answer will be asked again."""
        ask = partial(self._client.run, state, workers=[*new], on_error="return")
        try:
            answers: dict[str, State | Exception] = Aside(ask).result(_ANSWER)
        except NoAnswer:
            return
        except (OSError, TimeoutError) as error:
            raise self._silent() from error
        for worker, answer in answers.items():
            if isinstance(answer, OSError | TimeoutError):
                continue
            why = _cannot(answer) if isinstance(answer, Exception) else unlike(*answer)
            if why is None:
                self.threads[worker] = new[worker]
            else:
                self._unfit[worker] = self._refused[worker] = why


def unlike(there: dict[str, str], settings: list[str]) -> Phrase | None:
    """Why a worker with these programs and settings would not surely give the same bytes; None where it would."""
    here = programs()
    other = [
        Phrase("{} {} (here {})", name, there.get(name, Phrase("none")), ours)
        for name, ours in here.items()
        if there.get(name) != ours
    ]
    if other:
        return Phrase("has {}: install the same there as here", listed(other))
    if settings:
        needed = " ".join(f"{setting.split('=')[0]}=1" for setting in settings)
        return Phrase(
            "may add up in several threads, in any order: start it with {} (as dask worker with a nanny does)", needed
        )
    return None


def _cannot(error: Exception) -> Phrase:
    if "No module named 'seatsim'" in str(error):
        return Phrase('has no seatsim: pip install "seatsim[cluster]" there, the same version as here')
    return Phrase("cannot run this seatsim, install the same version there as here ({})", str(error))
