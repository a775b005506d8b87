"""The terms of the nomenclature page are the names in the code."""

import re
from pathlib import Path

import pytest

import seatsim

PAGE = Path(__file__).parents[2] / "docs" / "nomenclature.md"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(seatsim.__file__).parent.rglob("*.py"))
WORDS = set(re.findall(r"\w+", SOURCE))


def _names() -> list[str]:
    """What stands in back quotes in the last column of the page's tables."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return sorted({name for row in rows for name in re.findall(r"`([\w./]+)`", row.split("|")[-2])})


@pytest.mark.parametrize("name", _names())
def test_the_name_stands_in_the_code(name: str) -> None:
    last = name.rstrip("/").split("/")[-1].removesuffix(".py").split(".")[-1]
    assert last in WORDS | {path.stem for path in _modules()}


def _modules() -> list[Path]:
    return list(Path(seatsim.__file__).parent.rglob("*"))
