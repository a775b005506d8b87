"""Runs of the command line in a process group of their own, to be interrupted, robbed of a process, or killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

LITTLE = Path(__file__).parent / "bad_input"
MANY = 150
"""Futures of a run that takes long enough to be caught."""
_BLOCK = re.compile(r"(\d{9})-(\d{9})\.npz")


@dataclass(frozen=True)
class Case:
    """A small county on disk with a scenario, and a folder for results."""

    folder: Path
    """Working folder."""
    replications: int = 60
    """Futures."""
    horizon: int = 2022
    """Last academic year."""

    @classmethod
    def make(cls, folder: Path, replications: int = 60, horizon: int = 2022) -> Case:
        """The little county, copied into ``folder``."""
        shutil.copytree(LITTLE / "county", folder / "county")
        (folder / "scenarios").mkdir()
        shutil.copy(LITTLE / "scenarios" / "base.toml", folder / "scenarios")
        return cls(folder, replications, horizon)

    @property
    def scenario(self) -> Path:
        """The scenario file."""
        return self.folder / "scenarios" / "base.toml"

    def command(self, out: str, *options: str) -> list[str]:
        """Arguments of a run."""
        most = ("--no-reference", "--json", "--replications", str(self.replications))
        return [
            *("run", str(self.scenario), *most),
            *("--set", f"horizon={self.horizon}", "--out", str(self.folder / out), *options),
        ]

    def start(self, out: str, *options: str) -> subprocess.Popen[str]:
        """Start a run."""
        return subprocess.Popen(
            [sys.executable, "-m", "seatsim", *self.command(out, *options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
        )

    def run(self, out: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run to the end."""
        process = self.start(out, *options)
        stdout, stderr = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def digest(self, out: str) -> str:
        """Digest of a finished run."""
        found: str = json.loads((self.folder / out / "manifest.json").read_text(encoding="utf-8"))["content"]["digest"]
        return found

    def kept(self, out: str) -> list[tuple[int, int]]:
        """Blocks that an unfinished run has left."""
        folder = self.folder / f"{out}.unfinished"
        found = [_BLOCK.fullmatch(path.name) for path in folder.iterdir()] if folder.is_dir() else []
        return sorted((int(match[1]), int(match[2])) for match in found if match)

    def names(self) -> list[str]:
        """What stands in the working folder beside county and scenario, hidden or not."""
        return sorted(path.name for path in self.folder.iterdir() if path.name not in ("county", "scenarios"))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The little county with many futures."""
    return Case.make(tmp_path, MANY)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Digest of the run of many futures that nobody disturbs."""
    from seatsim.cli import main

    case = Case.make(tmp_path_factory.mktemp("undisturbed"), MANY)
    assert main(case.command("out", "--jobs", "1")) == 0
    assert case.names() == ["out"]
    return case.digest("out")
