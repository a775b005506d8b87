"""Tasks that workers of a cluster are given in tests."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.running.workers import Tell


@dataclass(frozen=True)
class Told:
    """A large input that tells where it is read: one line for every process that receives it."""

    folder: Path
    """Where it tells."""
    content: bytes = bytes(200_000)
    """What makes it large."""

    def __setstate__(self, state: dict[str, object]) -> None:
        """Received."""
        self.__dict__.update(state)
        with (self.folder / "read").open("a") as file:
            file.write(f"{os.getpid()}\n")


def size(told: Told, number: int, seconds: float, tell: Tell) -> tuple[int, int]:
    """Its size and a number, a while later."""
    tell(0.5)
    time.sleep(seconds)
    return len(told.content), number


def refuse(tell: Tell) -> None:
    raise RefusedFolder(Phrase("not this one"))


def fail(tries: Path, tell: Tell) -> int:
    """Fail the first time, as a worker with a full memory does."""
    with tries.open("a") as file:
        file.write("x")
    if tries.stat().st_size < 2:
        raise MemoryError
    return tries.stat().st_size


def fail_always(tell: Tell) -> None:
    raise ZeroDivisionError("always")


def leave(tell: Tell) -> None:
    os._exit(3)


@dataclass(frozen=True)
class Text:
    """Keeps a text in a file."""

    path: Path
    """The file."""

    def keep(self, found: str) -> None:
        """Write it."""
        self.path.write_text(found)

    def pack(self, found: str) -> bytes:
        """As bytes, with who packed them."""
        return f"{found} {os.getpid()}".encode()

    def put(self, packed: bytes) -> None:
        """Write the bytes, and who did."""
        self.path.write_bytes(packed + f" {os.getpid()}".encode())


def text(tell: Tell) -> str:
    return "kept"
