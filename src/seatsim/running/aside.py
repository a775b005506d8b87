"""A call that may never return, made in a thread of its own so that it can be given up."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class NoAnswer(TimeoutError):  # noqa: N818 - names what is missing
    """A call has neither returned nor failed yet."""


class Aside(Generic[T]):
    """A call under way; where nobody waits for it any more, it is left alone."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._line: SimpleQueue[tuple[list[T], BaseException | None]] = SimpleQueue()
        self._call = call
        Thread(target=self._run, daemon=True).start()

    def result(self, seconds: float) -> T:
        """What it returns, or raises. Raises NoAnswer where it has done neither yet."""
        try:
            found, error = self._line.get(timeout=seconds)
        except Empty:
            raise NoAnswer(f"no answer within {seconds:g} s") from None
        if error is not None:
            raise error
        return found[0]

    def _run(self) -> None:
        try:
            self._line.put(([self._call()], None))
        except BaseException as error:
            self._line.put(([], error))
