"""Where and in what surroundings a run may stand: its bytes depend on none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from interrupted import Case
from seatsim.cli import main
from seatsim.inputs.load import load

HOW = ("--jobs", "1", "--quiet")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A run in a plain place."""
    case = Case.make(tmp_path_factory.mktemp("plain"), 2, 2021)
    assert main(case.command("out", *HOW)) == 0
    return case


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """The working folder, left afterwards."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.mark.parametrize(
    "name",
    ["有 空格 和'引号\"", "two\nlines %s{}[a-z]*", "-😀🏫", "学" * 73],
    ids=["blanks and quotes", "two lines and patterns", "dash, emoji", "219 bytes"],
)
def test_a_folder_may_have_any_name(name: str, plain: Case, tmp_path: Path) -> None:
    place = tmp_path / name
    place.mkdir()
    case = Case.make(place, 2, 2021)
    assert main(case.command(name, *HOW)) == 0
    assert case.digest(name) == plain.digest("out")
    assert case.names() == [name]
    again = load(place / name / "scenario.toml", [])
    assert again.scenario.replications == 2
    assert main(["report", str(place / name), "--format", "xlsx", "--quiet", "--lang", "en"]) == 0


def test_names_and_paths_that_are_too_long_are_told(
    plain: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for out, said in (("学" * 74, "longer than 220 bytes"), ("d" * 255, "longer than 220 bytes")):
        assert main(plain.command(out, *HOW)) == 2
        assert said in capsys.readouterr().err
    deep = "/".join(["d" * 200] * 25)
    assert main(plain.command(deep, *HOW)) == 2
    said = capsys.readouterr().err
    assert "the path is too long for this system" in said
    assert len(said.splitlines()) == 1
    assert plain.names() == ["out"]


def test_a_deep_folder_is_as_good_as_any(plain: Case, tmp_path: Path) -> None:
    """Longer than Windows' 260 letters and near the 4,096 bytes of Linux."""
    deep = "/".join(["深" * 60] * 18)
    case = replace(plain, folder=tmp_path)
    command = [str(plain.scenario) if part == str(case.scenario) else part for part in case.command(deep, *HOW)]
    assert len(os.fsencode(tmp_path / deep)) > 3_200
    assert main(command) == 0
    assert case.digest(deep) == plain.digest("out")


def test_paths_may_be_relative(plain: Case, here: Path) -> None:
    shutil.copytree(plain.folder / "county", here / "county")
    shutil.copytree(plain.folder / "scenarios", here / "scenarios")
    os.chdir(here / "county")
    args = ["run", "../scenarios/base.toml", "--no-reference", "--replications", "2", "--set", "horizon=2021", *HOW]
    assert main([*args, "--out", "../结果/out"]) == 0
    assert Case(here / "结果").digest("out") == plain.digest("out")


ASCII = "POSIX, ascii"
SURROUNDINGS: dict[str, dict[str, str]] = {
    "C": {"LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
    ASCII: {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Shanghai"},
    "GB18030": {"LANG": "zh_CN.GB18030", "PYTHONIOENCODING": "gb18030", "TZ": "America/St_Johns"},
    "no home, no temporary folder": {"TMPDIR": "/nowhere", "HOME": "/nowhere", "TZ": "nonsense"},
}


def run_within(around: str, args: list[str]) -> subprocess.CompletedProcess[bytes]:
    """A command in surroundings of which nothing else is known."""
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "seatsim", *args]
    env = {**path, **SURROUNDINGS[around]}
    return subprocess.run(command, capture_output=True, check=False, env=env, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("around", SURROUNDINGS)
def test_no_byte_depends_on_locale_zone_or_home(around: str, plain: Case, tmp_path: Path) -> None:
    name = "place" if around == ASCII else "地方"
    (tmp_path / name).mkdir()
    case = Case.make(tmp_path / name, 2, 2021)
    done = run_within(around, case.command(name, *HOW))
    assert (done.returncode, done.stderr) == (0, b""), done.stderr
    assert case.digest(name) == plain.digest("out")


def test_a_path_that_the_locale_cannot_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "地方").mkdir()
    done = run_within(ASCII, Case.make(tmp_path / "地方", 2, 2021).command("out", *HOW))
    assert done.returncode == 3
    assert b"the path cannot be read as text: rename it, or choose a locale of UTF-8" in done.stderr


def test_windows_line_ends_change_no_number(plain: Case, tmp_path: Path) -> None:
    """All of them in all inputs: the county's digest is of its bytes, hence another; every table is the same."""
    case = Case.make(tmp_path, 2, 2021)
    inputs = [path for path in tmp_path.rglob("*") if path.suffix in (".csv", ".toml")]
    assert len(inputs) > 3
    for path in inputs:
        path.write_bytes(b"\r\n".join(path.read_bytes().splitlines()) + b"\r\n")
    assert main(case.command("out", *HOW)) == 0
    for path in sorted((plain.folder / "out").iterdir()):
        if path.name not in ("manifest.json", "scenario.toml"):
            assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name
    assert case.digest("out") != plain.digest("out")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output(plain: Case) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "seatsim", *plain.command("full", *HOW)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    assert (done.returncode, done.stderr.decode()) == (1, "seatsim: the disk is full\n")
    assert plain.digest("full") == plain.digest("out")
    shutil.rmtree(plain.folder / "full")
