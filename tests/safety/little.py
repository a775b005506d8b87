"""A little county with a scenario in a working folder of their own, and what commands say of them."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from seatsim.cli import main

BAD_INPUT = Path(__file__).parent.parent / "bad_input"
SCENARIO = 'format = 1\nname = "plan"\nreplications = 2\nhorizon = 2022\ncounty = "{county}"\n'


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario with its county; its folder is the working folder."""
    monkeypatch.chdir(tmp_path)
    return work(tmp_path)


def work(place: Path) -> Path:
    """``county`` and ``scenarios/plan.toml`` below a folder that is made; the scenario's path."""
    shutil.copytree(BAD_INPUT / "county", place / "county")
    return scenario(place / "scenarios" / "plan.toml", "../county")


def scenario(path: Path, county: str, more: str = "") -> Path:
    """A scenario that names a county."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SCENARIO.format(county=county) + more, encoding="utf-8")
    return path


def check(path: Path | str, *more: str) -> int:
    """Exit code of ``seatsim check``."""
    return main(["check", str(path), *more])


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on standard error."""
    return capsys.readouterr().err


def instead(path: Path, kind: str, target: Path) -> None:
    """Put something that is no file in a file's place."""
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(target)
