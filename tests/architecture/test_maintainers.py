"""The maintainers' guide: its picture is the contract's, and every path and command that it names is there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from xml.etree import ElementTree

import click
import pytest
from structure import PICTURE, ROOT, arrows, layers, picture, purpose

from seatsim.cli import commands

GUIDE = (ROOT / "docs" / "maintainers.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL))
PATHS = [text for text in CODE if re.match(r"(src|tests|docs)/|\.ci/", text) or re.fullmatch(r"[A-Z]+\.(md|cff)", text)]
BLOCKS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
PROGRAMS = ("python", "seatsim", "pytest", "ruff", "mypy", "lint-imports")
COMMANDS = [
    part.strip()
    for text in [*CODE, *BLOCKS]
    for part in text.split("&&")
    if part.split() and part.split()[0] in PROGRAMS
]
BOXES = {text.text for text in ElementTree.fromstring(picture()).iter() if text.get("font-weight") == "bold"}


def test_every_layer_of_the_picture_is_one_of_the_contract_and_the_other_way_round() -> None:
    drawn = ElementTree.parse(PICTURE).getroot()
    boxes = [text.text for text in drawn.iter() if text.get("font-weight") == "bold"]
    assert boxes == [name for row in layers() for name in row]
    assert len(boxes) == len(set(boxes)) > 15


def test_the_picture_is_the_one_that_is_drawn_from_the_imports() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run: python tests/architecture/structure.py"


def test_arrows_point_down_and_leave_no_module_out() -> None:
    rows = layers()
    level = {name: place for place, row in enumerate(rows) for name in row}
    found = arrows([name for row in rows for name in row])
    assert all(level[one] < level[other] for one, other in found)
    assert {name for pair in found for name in pair} == set(level)
    assert ("cli", "domain") not in found  # it follows from others


def test_every_module_of_the_package_stands_in_the_contract() -> None:
    modules = {
        path.stem
        for path in (ROOT / "src" / "seatsim").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - {"__init__", "__main__"} == BOXES
    assert all(purpose(name) for name in BOXES if name)


def test_the_picture_holds_no_line_beyond_its_box() -> None:
    """Forty letters of the small print are the width of a box."""
    for text in ElementTree.fromstring(picture()).iter():
        assert text.get("font-size") != "10.5" or len(text.text or "") <= 40


def test_every_path_that_is_named_exists() -> None:
    assert len(PATHS) > 60
    assert [path for path in PATHS if not (ROOT / path).exists()] == []


def test_commands_are_there() -> None:
    assert len(COMMANDS) > 25
    for text in COMMANDS:
        words = shlex.split(text.split(">")[0])
        if words[0] == "seatsim":
            seatsim_knows(words[1:])
        elif words[0] == "python" and words[1] != "-m":
            assert (ROOT / words[1]).is_file(), text
        elif words[0] == "python":
            assert words[2] == "pip" or (ROOT / "src" / f"{words[2].replace('.', '/')}.py").is_file(), text
        elif words[0] == "pytest":
            assert all((ROOT / word).exists() for word in words[1:] if word.startswith("tests")), text


def seatsim_knows(words: list[str]) -> None:
    """The command exists and has the options."""
    if words[0].startswith("-"):
        return
    command = commands.commands[words[0]]
    options = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
    assert {word for word in words if word.startswith("--")} <= options
    if words[0] == "explain" and words[1:]:
        from seatsim.printing.explain.asked import explained

        assert explained(words[1], "en"), words


@pytest.mark.parametrize(
    "script", sorted({shlex.split(text)[1] for text in COMMANDS if re.match(r"python tests/", text) and "--" in text})
)
def test_scripts_have_the_options_that_are_named(script: str) -> None:
    told = subprocess.run(
        [sys.executable, ROOT / script, "--help"], capture_output=True, text=True, check=True, timeout=120
    )
    named = {
        word for text in COMMANDS if f"python {script}" in text for word in shlex.split(text) if word.startswith("--")
    }
    assert named
    assert all(name in told.stdout for name in named)


def test_the_guide_is_read_in_ten_minutes() -> None:
    words = re.sub(r"`[^`]*`|\|", " ", GUIDE).split()
    assert 800 < len(words) < 2000
