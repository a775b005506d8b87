"""Runs that are killed at random moments and gone on with: the same bytes as the run that nobody disturbs.

``python tests/torture/killed_runs.py [moments] [seed]`` prints a table and exits with 1 where anything differs.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from interrupted import Case
from processes import living, wait_until

_HOW = ("--jobs", "2", "--block", "4")
_FUTURES = 120


@dataclass(frozen=True)
class Killed:
    """A run that was killed, and gone on with."""

    after: float
    """When it was killed [s]."""
    kept: int
    """Blocks that it left."""
    futures: int
    """Futures in them."""
    over: bool
    """Whether it had finished before."""
    same: bool
    """Whether going on gave the same digest, and left nothing beside the results."""
    said: str
    """What the run that went on said where it failed."""


def torture(folder: Path, moments: int, seed: int) -> Iterator[Killed]:
    """Kill a run at ``moments`` moments between its start and its end, each in a fresh folder."""
    begin = time.monotonic()
    undisturbed = _case(folder / "undisturbed")
    if undisturbed.run("out", *_HOW).returncode:
        raise RuntimeError("the undisturbed run failed")
    seconds, digest = time.monotonic() - begin, undisturbed.digest("out")
    chance = random.Random(seed)
    for number in range(moments):
        yield _killed(_case(folder / str(number)), chance.uniform(0.0, seconds), digest)


def _case(folder: Path) -> Case:
    folder.mkdir()
    return Case.make(folder, _FUTURES)


def _killed(case: Case, after: float, digest: str) -> Killed:
    process = case.start("out", *_HOW)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    wait_until(lambda: not living(process.pid))
    over, blocks = case.names() == ["out"], case.kept("out")
    on = case.run("out", "--jobs", "1", "--resume")
    same = on.returncode == 0 and case.digest("out") == digest and case.names() == ["out"]
    return Killed(
        after, len(blocks), sum(last - first for first, last in blocks), over, same, on.stderr if on.returncode else ""
    )


def main(moments: int = 20, seed: int = 1) -> int:
    """Print what became of every run."""
    differ = 0
    print("killed after [s]  blocks kept  futures kept  had finished  same bytes after --resume")
    with tempfile.TemporaryDirectory() as folder:
        for run in torture(Path(folder), moments, seed):
            differ += not run.same
            print(end=run.said)
            words = ("yes" if run.over else "no", "yes" if run.same else "NO")
            print(f"{run.after:16.2f}  {run.kept:11}  {run.futures:12}  {words[0]:>12}  {words[1]:>25}", flush=True)
    print(f"{moments} runs killed, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
