"""A real Dask cluster on loopback: one scheduler and some workers, each a process of its own, fixed and small."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import Client

from processes import living, wait_until

HERE = Path(__file__).parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
HIDES = """
import sys
class Hides:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "seatsim":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hides())
"""
"""Makes a process one in which seatsim is not installed."""


class DaskCluster:
    """Starts with ``with``; afterwards none of its processes is left."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        """``folder`` holds what its processes write; ``settings`` are environment of the scheduler."""
        self.folder, self._settings = folder, dict(settings or {})
        self.workers: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def __enter__(self) -> DaskCluster:
        told = self.folder / "scheduler.json"
        ports = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        self._scheduler = self._start("scheduler", *ports, "--scheduler-file", str(told), environment=self._settings)
        wait_until(lambda: told.exists() and told.read_text().endswith("}"))
        self.address = json.loads(told.read_text())["address"]
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self._scheduler):
            kill(process)

    def add(self, count: int = 1, environment: Mapping[str, str] = ONE_THREAD) -> None:
        """Start workers; they come when they come."""
        for _ in range(count):
            small = ("--no-nanny", "--nthreads", "1", "--memory-limit", "1GiB", "--dashboard-address", "127.0.0.1:0")
            place = ("--host", "127.0.0.1", "--local-directory", str(self.folder))
            self.workers.append(self._start("worker", self.address, *small, *place, environment=environment))

    def at_work(self, count: int) -> None:
        """See to it that so many workers are there, none of them dead."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        self.add(count - len(self.workers))
        with Client(self.address, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == count)

    def tasks(self) -> int:
        """How many tasks and inputs the scheduler knows."""
        with Client(self.address, set_as_default=False) as client:
            return int(client.run_on_scheduler(known_tasks))

    def end_scheduler(self) -> None:
        """Kill the scheduler."""
        kill(self._scheduler)

    def without_seatsim(self) -> dict[str, str]:
        """Environment of a worker on which seatsim is not installed."""
        hidden = self.folder / "hidden"
        hidden.mkdir(exist_ok=True)
        (hidden / "sitecustomize.py").write_text(HIDES)
        return {**ONE_THREAD, "PYTHONPATH": str(hidden)}

    def _start(self, *command: str, environment: Mapping[str, str] = ONE_THREAD) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(filter(None, [environment.get("PYTHONPATH"), str(HERE), *sys.path]))
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
            env={**os.environ, **environment, "PYTHONPATH": paths},
        )


def known_tasks(dask_scheduler: Any) -> int:  # noqa: ANN401 - a library without types
    """Run by the scheduler."""
    return len(dask_scheduler.tasks)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group without a word, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        wait_until(lambda: not living(process.pid))
