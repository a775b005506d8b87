"""No command asks the network: each runs in processes whose network is shut and whose attempts are noted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from little import work

from seatsim.cli import commands

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENROLMENT = "entity,year,grade,value\n" + "".join(
    f"{name},{year},{grade},{50 + grade + year % 7}\n"
    for name in ("a", "b")
    for year in range(2008, 2020)
    for grade in (1, 2)
)
COMMANDS = [
    ["check", "scenarios/plan.toml"],
    ["check", "county"],
    ["show", "scenarios/plan.toml", "--json"],
    ["baseline", str(ROOT / "seeds"), "--out", "baseline"],
    ["run", "scenarios/plan.toml", "--out", "base", "--no-reference", "--jobs", "2"],
    ["run", "scenarios/plan.toml", "--out", "other", "--no-reference", "--set", "levers.construction.desks=3"],
    ["compare", "base", "other", "--out", "compared"],
    ["report", "base", "other", "--format", "html,docx,xlsx,pptx,text", "--lang", "en", "--out", "papers"],
    ["backtest", "enrolment.csv", "--out", "tested", "--lang", "en"],
]
"""Every command that works on this machine, with every format."""
COMMANDS += [["schema"], ["init", "made"], ["explain", "pupils"], ["completion", "bash"]]
TRY = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder."""
    found = tmp_path_factory.mktemp("shut")
    work(found)
    (found / "enrolment.csv").write_text(ENROLMENT, encoding="utf-8")
    return found


def shut(place: Path, *program: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A program in processes whose network is shut, and what it tried."""
    log = place / "tried"
    log.unlink(missing_ok=True)
    environment = os.environ | {"SHUT_LOG": str(log), "PYTHONPATH": f"{HERE / 'shut'}{os.pathsep}{ROOT / 'src'}"}
    done = subprocess.run([*program], cwd=place, env=environment, capture_output=True, text=True, check=False)
    return done, log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_the_network_is_shut(place: Path) -> None:
    done, tried = shut(place, sys.executable, "-c", TRY)
    assert done.returncode == 1
    assert "the network is shut" in done.stderr
    assert tried


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: " ".join(args[:2]))
def test_no_command_asks_the_network(place: Path, args: list[str]) -> None:
    done, tried = shut(place, *_without_network(), sys.executable, "-m", "seatsim", *args)
    assert done.returncode == 0, done.stderr
    assert not tried


def test_every_command_is_tried() -> None:
    assert {args[0] for args in COMMANDS} == {*commands.commands}


def _without_network() -> list[str]:
    """What starts a program in a network of its own with nothing in it, where the system and our rights allow it."""
    found = shutil.which("unshare")
    tried = [] if found is None else [found, "--net", "--"]
    allowed = bool(tried) and subprocess.run([*tried, "true"], capture_output=True, check=False).returncode == 0
    return tried if allowed else []
