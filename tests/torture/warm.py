"""A process that has imported everything and forks for each command, so that hundreds of commands take minutes.

What torments a command is named in its request and done in the fork alone. The server is this file, run as a program.
"""

from __future__ import annotations

import ctypes
import json
import os
import pkgutil
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
_PRELOAD = "LD_PRELOAD"
LONGEST = 180
"""Time after which a command that hangs is killed, so that its test fails [s]."""
WENT_THROUGH = 99
"""Exit code where an error went through all of seatsim."""


class Harm(IntEnum):
    """What the disk does at a change, as ``disk.c`` numbers it."""

    COUNT = 0
    KILL = 1
    FULL = 2
    BROKEN = 3
    ONCE = 4
    SIGNAL = 5
    COMMAND = 6


@dataclass(frozen=True)
class Torment:
    """What is done to a command."""

    below: Path | None = None
    """Folder whose changes are counted; None: none are."""
    at: int = 0
    """Number of the change at which something happens [1-based]; 0: nothing does."""
    harm: Harm = Harm.COUNT
    """What happens then."""
    number: int = 0
    """Number of the error or of the signal."""
    command: str = ""
    """What the shell runs then."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Limits of the process by their name in ``resource``."""
    clock: float | None = None
    """Seconds by which the clock jumps once, at some later reading."""
    plain: bool = False
    """Whether the process loses the rights of an administrator, to whom no folder is read-only."""
    mask: int | None = None
    """Rights that new files lack."""
    closed: Sequence[int] = ()
    """Files of the process that are closed: 0, 1, 2."""


NOTHING = Torment()


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    """Its exit code; negative: the signal that killed it."""
    out: str
    err: str
    changes: tuple[str, ...]
    """What it changed on the disk, one a line: what was done, and the path within the folder."""


class Warm:
    """The server; leaving the ``with`` block ends it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="torture-"))
        library = self._folder / "disk.so"
        built = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "disk.c"), "-ldl"]
        subprocess.run(built, check=True)
        path = os.pathsep.join(filter(None, sys.path))
        self._server = subprocess.Popen(
            [sys.executable, str(HERE / "warm.py"), str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8", _PRELOAD: str(library)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, args: Sequence[object], torment: Torment = NOTHING, cwd: Path | None = None) -> Ended:
        """Run ``seatsim`` with these arguments to its end."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        told = {**vars(torment), "below": None if torment.below is None else str(torment.below.resolve())}
        files = {name: str(self._folder / name) for name in ("out", "err", "log")}
        for file in files.values():
            Path(file).write_bytes(b"")
            Path(file).chmod(0o666)
        self._folder.chmod(0o755)
        request = {"args": [str(arg) for arg in args], "cwd": None if cwd is None else str(cwd), **told, **files}
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        code = int(self._server.stdout.readline())
        out, err, log = (Path(file).read_text(encoding="utf-8", errors="replace") for file in files.values())
        return Ended(code, out, err, tuple(log.splitlines()))


def serve(library: str) -> None:
    """Fork for each request; the answer is the exit code."""
    os.environ.pop(_PRELOAD)  # what the forks start is left in peace
    disk = ctypes.CDLL(library)
    import seatsim

    for module in pkgutil.walk_packages(seatsim.__path__, "seatsim."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if not pid:
            _be_tormented(disk, told)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _be_tormented(disk: ctypes.CDLL, told: dict[str, Any]) -> None:
    """Be the command, to the end of this process."""
    from seatsim.cli import main

    os.setsid()
    signal.alarm(LONGEST)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for file, stream in ((told["out"], 1), (told["err"], 2)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = WENT_THROUGH
    try:
        if told["cwd"] is not None:
            os.chdir(told["cwd"])
        _prepare(told)
        if told["below"] is not None:
            texts = (told["log"].encode(), told["command"].encode())
            arm: Callable[..., object] = disk.arm
            arm(told["below"].encode(), ctypes.c_long(told["at"]), told["harm"], told["number"], *texts)
        code = main(told["args"])
        if sys.stdout is not None:
            sys.stdout.flush()
    except BaseException as error:
        print(f"TRACEBACK {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def _prepare(told: dict[str, Any]) -> None:
    """Limits, clock, user, rights and closed files."""
    if told["clock"] is not None:
        _jump(told["clock"])
    if told["mask"] is not None:
        os.umask(told["mask"])
    if told["plain"]:
        version_3, mine = 0x20080522, 0
        refused = ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(version_3, mine), (ctypes.c_uint32 * 6)())
        assert not refused
    for name, most in told["limits"].items():
        resource.setrlimit(getattr(resource, name), (most, most))
    for stream in told["closed"]:
        os.close(stream)
        setattr(sys, ("stdin", "stdout", "stderr")[stream], None)


def _jump(seconds: float) -> None:
    """Let every clock of the program jump at its third reading; monotonic ones forwards only."""
    from seatsim.running import many_counties, whole_run

    readings = 0

    def jumping(real: Callable[[], float]) -> Callable[[], float]:
        def read() -> float:
            nonlocal readings
            readings += 1
            return real() + (seconds if readings > 1 else 0.0)

        return read

    time.time = jumping(time.time)
    for module in (whole_run, many_counties):
        module.__dict__["perf_counter"] = jumping(time.perf_counter)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    serve(sys.argv[1])
