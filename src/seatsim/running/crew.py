"""Who works the tasks of a run: the processes of this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Protocol

from seatsim.domain.phrase import Phrase
from seatsim.running.workers import Task, Workers


class Crew(Protocol):
    """Who works."""

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """What is worth knowing of them when the work is done, in words."""

    @property
    def address(self) -> str | None:
        """Where they are; None for this machine."""

    @property
    def jobs(self) -> int:
        """How many tasks can be under way."""

    def work(self, tasks: Sequence[Task], done: Callable[[float], None] | None = None) -> Iterator[tuple[int, Any]]:
        """Yield the place and the result of every task as it is finished.

        ``done`` is told the share of all work that is done. Raises WorkerLost, and what a task raises.
        """

    def __enter__(self) -> Crew: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, way: TracebackType | None
    ) -> None: ...


def crew(jobs: int, cluster: str | None) -> Crew:
    """So many processes of this machine, or the workers of the cluster at an address."""
    if cluster is None:
        return Workers(jobs)
    from seatsim.running.cluster import Cluster

    return Cluster(cluster)
