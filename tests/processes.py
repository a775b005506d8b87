"""Processes as the system sees them, for tests that kill some (Linux only: elsewhere they are skipped)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

_PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not (_PROC / "self" / "stat").exists(), reason="needs a list of processes")


def _stat(pid: int) -> tuple[str, int, int] | None:
    """State, parent and group of a process; None where it is gone."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, parent, group = text.rsplit(")", 1)[1].split()[:3]
    return state, int(parent), int(group)


def alive(pid: int) -> bool:
    """Whether a process lives; one that only waits to be buried does not."""
    found = _stat(pid)
    return found is not None and found[0] not in "ZX"


def living(of_group: int) -> list[int]:
    """Living processes of a group."""
    pids = [int(path.name) for path in _PROC.iterdir() if path.name.isdigit()]
    return [pid for pid in pids if (stat := _stat(pid)) and stat[2] == of_group and alive(pid)]


def workers_of(pid: int) -> list[int]:
    """Processes that work for a run."""
    return [other for other in living(pid) if other != pid and b"forkserver" in _command(other) and _is_served(other)]


def _is_served(pid: int) -> bool:
    """Whether its parent is the server of forks, not the run itself."""
    stat = _stat(pid)
    return stat is not None and b"forkserver" in _command(stat[1])


def _command(pid: int) -> bytes:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def wait_until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something to become true; fail where it does not."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail("waited in vain")
        time.sleep(0.02)
