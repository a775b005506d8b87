"""P6, a cluster of two workers against two local jobs: ``python tests/benchmarks/cluster_ratio.py [--futures N]``.

A real scheduler and two workers on loopback, started as docs/cluster.md says and before the clock runs. Every job is
a whole process, start-up and results included, run in turn with what it is compared with; both must leave the same
digest.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parts import SCENARIO
from ratios import FEW, JOB, Ran, in_turn, left_out, row, run, wall

GOAL = 1.15
AS_USUAL = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "67108864"}
"""Memory as any other process of the system takes it, in place of what Dask sets for its workers: docs/cluster.md."""


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Address of a scheduler with two workers that are there."""
    told = folder / "scheduler.json"
    nowhere = ("--dashboard-address", "127.0.0.1:0")
    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0", *nowhere, "--scheduler-file", str(told))]
    try:
        while not told.exists() or not told.read_text(encoding="utf-8").endswith("}"):
            time.sleep(0.1)
        address: str = json.loads(told.read_text(encoding="utf-8"))["address"]
        local = ("--local-directory", str(folder), *nowhere)
        started.append(start("worker", address, "--nthreads", "1", "--nworkers", "2", *local))
        wait_for_two(address)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a part of the cluster without its words."""
    words = [sys.executable, "-m", "dask", *command]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **AS_USUAL})


def wait_for_two(address: str) -> None:
    """Until both workers are there."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def county(futures: int, digests: set[str], *how: str) -> Callable[[], Ran]:
    """The county's job with so many futures, whole, worked in one way."""

    def job() -> Ran:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "plan"
            words: list[str | Path] = ["run", SCENARIO, *JOB, "--replications", str(futures), "--out", out, *how]
            ran = run(sys.executable, "-m", "seatsim", *words)
            if missing := left_out(out):
                raise SystemExit(f"not on, or not told: {', '.join(missing)}")
            manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
            digests.add(manifest["content"]["digest"])
            return ran

    return job


def main() -> None:
    """Print the ratio as a row of the table, and whether both gave the same bytes."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--futures", type=int, default=FEW)
    asked.add_argument("--rounds", type=int, default=1)
    options = asked.parse_args()
    digests: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as address:
        there = county(options.futures, digests, "--cluster", address)
        here = county(options.futures, digests, "--jobs", "2")
        far, near = in_turn(options.rounds, there, here)
    if len(digests) != 1:
        raise SystemExit(f"different bytes: {', '.join(sorted(digests))}")
    name = f"a cluster of two workers against two jobs, {options.futures:,} futures"
    print("| id | job | goal | measured | |", "|---|---|---|---|---|", sep="\n")
    print(row("P6", name, (GOAL, "×"), wall(far) / wall(near), ".2f"))
    print(f"Both gave the digest {digests.pop()}.")


if __name__ == "__main__":
    main()
