"""The work folder: each run is made once, by the command that a reader would type, and shared by all that needs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pages import ROOT

from seatsim.api import compare
from seatsim.indicators.measures import MeasureFrame
from seatsim.results.folder import MANIFEST
from seatsim.results.read import Results, read_results

PLANS = ("reference", "planned-builds", "planned-recruitment", "combined-plan")
"""The runs of the README, the base first."""


class Work:
    """What is made anew, and how long that takes."""

    def __init__(self, folder: Path, say: Callable[[str], None] = lambda _: None) -> None:
        """A folder; finished runs in it are taken and not made again. ``say`` is told what is being made."""
        self.folder = folder
        self._say = say
        self._began = time.monotonic()
        self._made: dict[str, Any] = {}

    def say(self, words: str) -> None:
        """Tell what is being made, with the seconds since the beginning."""
        self._say(f"{time.monotonic() - self._began:6.0f} s  {words}")

    def once(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is made
        """What is made under this name, made when it is first asked for."""
        if name not in self._made:
            self.say(name)
            self._made[name] = make()
        return self._made[name]

    def plan(self, scenario: str) -> Results:
        """A plan's own run, as the README makes it, beside the reference's."""
        if scenario != PLANS[0]:
            self.plan(PLANS[0])
        return self._run(scenario, (), self.folder / "results" / scenario)

    def run(self, scenario: str, *words: str) -> Results:
        """A run of a scenario with further words of the command, without the reference."""
        name = "".join(sign if sign.isalnum() else "-" for sign in "".join((scenario, *words)))
        return self._run(scenario, ("--no-reference", *words), self.folder / "others" / name)

    def _run(self, scenario: str, words: Sequence[str], out: Path) -> Results:
        command = ["seatsim", "run", f"scenarios/{scenario}.toml", *words]

        def make() -> Results:
            if (out / MANIFEST).exists():
                self.say(f"  taken from an earlier call: {out}")
                return read_results(out)
            self.python("-m", *command, "--quiet", "--out", str(out))
            return read_results(out)

        found: Results = self.once(" ".join(command), make)
        return found

    def frame(self, run: Results) -> MeasureFrame:
        """Every measure of every replication of a run, read once."""
        frame: MeasureFrame = self.once(f"reading {run.folder.name}", run.frame)
        return frame

    def comparison(self, *scenarios: str) -> Mapping[str, Any]:
        """The comparison of plans' own runs, the base first."""
        folders = [self.plan(scenario).folder for scenario in scenarios]
        command = f"seatsim compare {' '.join(scenarios)}"
        told: Mapping[str, Any] = self.once(command, lambda: compare(folders).comparison)
        return told

    def python(self, *words: str) -> str:
        """What a Python program prints. Raises RuntimeError with what it says where it fails."""
        ran = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        if ran.returncode:
            told = (ran.stderr or ran.stdout).strip()[-500:]
            raise RuntimeError(f"{' '.join(words)}: exit code {ran.returncode}: {told}")
        return ran.stdout

    @cached_property
    def pictures(self) -> Path:
        """An empty folder for pictures."""
        folder = self.folder / "pictures"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder
