"""The wheel by itself, in an empty folder and without the checkout: both kinds of ``init`` are in it and run."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from seatsim import api

ROOT = Path(__file__).parents[2]
COPIED = ("src", "seeds", "scenarios", "README.md", "LICENSE", "pyproject.toml")
"""What a wheel is built of."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy without the network: building leaves nothing in the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    for name in COPIED:
        path = ROOT / name
        shutil.copytree(path, source / name) if path.is_dir() else shutil.copyfile(path, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*command, "--wheel-dir", str(place), str(source)], check=True, cwd=place, env=_environment())
    return next(place.glob("seatsim-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's folder of packages; what it depends on is that of the tests."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target"]
    subprocess.run([*command, str(target), str(wheel)], check=True, env=_environment())
    return target


def _environment(packages: Path | None = None) -> dict[str, str]:
    """The environment without the checkout on any path, and with ``packages`` before all others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    return kept | ({} if packages is None else {"PYTHONPATH": str(packages), "LC_ALL": "en_GB.UTF-8"})


def seatsim(packages: Path, folder: Path, *words: str) -> str:
    """What a command of the installed package prints in ``folder``."""
    command = [sys.executable, "-W", "error", "-m", "seatsim", *words]
    done = subprocess.run(command, cwd=folder, env=_environment(packages), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for folder in ("seeds", "scenarios"):
        assert {f"seatsim/example/{folder}/{path.name}" for path in (ROOT / folder).iterdir()} <= names
    data = [path for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert {path.relative_to(ROOT / "src").as_posix() for path in data} <= names


def test_the_tests_meet_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    script = "import seatsim; print(seatsim.__file__)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=tmp_path, env=_environment(installed), capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)


def test_the_worked_county_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert "scenarios/combined-plan.toml" in seatsim(installed, tmp_path, "init", "x", "--example")
    folder, plan = tmp_path / "x", "scenarios/combined-plan.toml"
    assert "ok: scenarios/combined-plan.toml" in seatsim(installed, folder, "check", plan)
    seatsim(installed, folder, "run", plan, "--replications", "2", "--no-reference", "--quiet", "--jobs", "1")
    here = api.run(ROOT / plan, out=tmp_path / "here", replications=2, reference=False).folder
    digests = [
        json.loads((run / "manifest.json").read_text(encoding="utf-8"))["content"]["digest"]
        for run in (folder / "results" / "combined-plan", here)
    ]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_county_is_made_from_the_wheel(lang: str, installed: Path, tmp_path: Path) -> None:
    seatsim(installed, tmp_path, "init", "县", "--lang", lang)
    assert (tmp_path / "县" / "register.xlsx").stat().st_size > 10_000
