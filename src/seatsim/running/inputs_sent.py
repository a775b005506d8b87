"""What tasks read, sent to a cluster once and dropped there when the last of them is worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from seatsim.running.workers import Task

if TYPE_CHECKING:
    from distributed import Client, Future

_SMALL = (int, float, str, Path, type(None))
"""What goes with each task."""
_GONE = ("cancelled", "lost")


class InputsSent:
    """Arguments of some tasks, each on the cluster from its first task to its last."""

    def __init__(self, client: Client, tasks: Sequence[Task]) -> None:
        """``tasks`` : kept by the caller as long as this, for arguments are known by what they are, not by content."""
        self._client = client
        self._left = Counter(id(arg) for task in tasks for arg in _large(task))
        self._sent: dict[int, Future] = {}

    def given(self, task: Task, workers: Sequence[str]) -> list[object]:
        """The arguments of a task as it is sent: what is large is named, and sent to ``workers`` if it is not there.

        What has been lost with its workers is sent again. Raises what the cluster's library raises where a worker
        goes away meanwhile.
        """
        return [arg if isinstance(arg, _SMALL) else self._named(arg, workers) for arg in task.args]

    def done(self, task: Task) -> None:
        """A task is worked and will not be sent again."""
        for arg in _large(task):
            self._left[id(arg)] -= 1
            if not self._left[id(arg)]:
                self._sent.pop(id(arg), None)

    def _named(self, arg: object, workers: Sequence[str]) -> Future:
        sent = self._sent.get(id(arg))
        if sent is None or sent.status in _GONE:
            everywhere = self._left[id(arg)] >= len(workers)  # else those fetch it from each other who work with it
            [sent] = self._client.scatter([arg], workers=[*workers], broadcast=everywhere, hash=False)
            self._sent[id(arg)] = sent
        return sent


def _large(task: Task) -> list[object]:
    return [arg for arg in task.args if not isinstance(arg, _SMALL)]
