"""What may come of a damaged input: it is read, or refused on purpose with faults that hold; nothing else."""

from __future__ import annotations

import contextlib
import io
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from seatsim.domain.faults import BadExpression, Fault, Infeasible, InvalidInput, MissingExtra, RefusedFolder
from seatsim.exits import failed

REFUSALS = (InvalidInput, Infeasible, RefusedFolder, BadExpression, MissingExtra)
"""What a reader may raise: each is said in one or more sentences, and ends a command with a code of its own."""
MOST_SECONDS = 10
"""Longest processor time for one input; beyond it the reader hangs [s]."""
_BY_THE_CLOCK = 20
"""So many times as long may it take by the clock, on a machine with other work."""
MOST_SECONDS_OF_A_RUN = 60
"""Longest time for one future of a small county to its last possible year [s]."""
_INTERNAL = 1
_NOT_THERE = ("no-file", "missing", "encoding", "value", "county", "folder", "override")
"""Codes of faults at a file that is not there, or that cannot be named."""
_SHEET_ROWS = 1_048_576
"""Rows of a sheet of Excel."""


class Finding(AssertionError):  # noqa: N818 - names what it is
    """An input that ended otherwise than it may."""


class Hang(BaseException):
    """An input over which a reader takes too long; no reader may catch it."""


@contextlib.contextmanager
def watchdog(seconds: int = MOST_SECONDS) -> Iterator[None]:
    """Raise Hang in the main thread if the block takes longer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def bark(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds} s of the processor, or {_BY_THE_CLOCK} times that by the clock")

    timers = {
        signal.ITIMER_PROF: (signal.SIGPROF, seconds),
        signal.ITIMER_REAL: (signal.SIGALRM, seconds * _BY_THE_CLOCK),
    }
    before = {number: signal.signal(number, bark) for number, _ in timers.values()}
    for timer, (_, after) in timers.items():
        signal.setitimer(timer, after)
    try:
        yield
    finally:
        for timer in timers:
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def judge(read: Callable[[], object], again: bool = True, seconds: int = MOST_SECONDS) -> bool:
    """Whether an input is read. Raises Finding for what is neither success nor a refusal that holds.

    ``again`` : read it a second time, which must end in the same words.
    """
    with watchdog(seconds):
        refusal = _refusal(read)
    if refusal is None:
        return True
    words = _told(refusal)
    if isinstance(refusal, InvalidInput):
        lines = dict[Path, int]()
        for fault in refusal.faults:
            _hold(fault, lines)
    if again:
        with watchdog():
            second = _refusal(read)
        if second is None or _told(second) != words:
            raise Finding(f"a second read ends otherwise: {words} / {second}")
    return False


def _refusal(read: Callable[[], object]) -> BaseException | None:
    """What a reader raised on purpose; any other exception passes."""
    try:
        read()
    except REFUSALS as error:
        return error
    return None


def _told(error: BaseException) -> tuple[str, str]:
    """What a command says of a refusal, in both languages. Raises Finding where it cannot be printed."""
    said = []
    for lang in ("zh", "en"):
        stream = io.StringIO()
        with contextlib.redirect_stderr(stream):
            code = failed(error, lang)
        text = stream.getvalue()
        text.encode()  # a terminal takes no lone surrogates
        if code == _INTERNAL or not text.strip():
            raise Finding(f"a refusal ends with code {code}: {text!r}")
        said.append(text)
    return said[0], said[1]


def _hold(fault: Fault, known: dict[Path, int]) -> None:
    """Raise Finding for a fault that names no file, or a line that its file has not; ``known`` : lines of files."""
    if "\n" in str(fault) or not fault.code or not str(fault.allowed).strip():
        raise Finding(f"a fault is no single line, has no code, or says nothing: {fault!r}")
    path = _file(fault.file)
    if path is None:
        if fault.line is not None or not (fault.file.startswith("--") or fault.code in _NOT_THERE):
            raise Finding(f"a fault names no file: {fault!r}")
        return
    if path not in known:
        known[path] = _lines(path, sheet=path != Path(fault.file))
    if fault.line is not None and not 1 <= fault.line <= known[path]:
        raise Finding(f"a fault names a line that is not there: {fault!r}")


def _file(name: str) -> Path | None:
    """The file or folder that a fault names; the workbook, where it names a sheet of one."""
    parts = name.split("#")
    for count in range(len(parts), 0, -1):
        with contextlib.suppress(OSError, ValueError):
            path = Path("#".join(parts[:count]))
            if path.exists() and str(path) != ".":
                return path
    return None


def _lines(path: Path, sheet: bool) -> int:
    """Lines of a file, one more at its end; rows of a sheet."""
    if sheet or path.suffix == ".xlsx":
        return _SHEET_ROWS
    content = path.read_bytes()
    endings = content.replace(b"\r\n", b"\n")
    return endings.count(b"\n") + endings.count(b"\r") + 1
