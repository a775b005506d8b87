"""Lines of TOML keys, for every way of writing one."""

import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.inputs.load import load
from seatsim.inputs.toml_files import flatten
from seatsim.inputs.toml_lines import key_lines

TEXT = """# a comment
format = 1
title.zh = "中文"
"quoted.key".x = 2

[levers.construction]
desks = 2   # two
crews = [
  1,
]
[projects."靖城 一"]
takes_from = { a = 0.1, b.c = 0.2 }
source = '''
two
lines'''
rooms_P = 3
"""


def test_every_key_has_its_line() -> None:
    lines = key_lines(TEXT)
    assert lines["format",] == 2
    assert lines["title", "zh"] == 3
    assert lines["quoted.key", "x"] == 4
    assert lines["levers",] == lines["levers", "construction"] == 6
    assert lines["levers", "construction", "crews"] == 8
    assert lines["projects", "靖城 一"] == 11
    assert lines["projects", "靖城 一", "takes_from", "b", "c"] == 12
    assert lines["projects", "靖城 一", "rooms_P"] == 16


def test_a_broken_part_hides_no_other_key() -> None:
    assert key_lines("a = 1\nb =\nc = 3\n")["c",] == 3


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=6, unique=True))
def test_every_key_that_tomllib_reads_is_found(names: list[str]) -> None:
    keys = ["".join(letter for letter in name if letter.isalnum()) or "k" for name in names]
    text = "".join(f'["{key}-{place}".t]\n"{key}" = {place}\n' for place, key in enumerate(keys))
    lines = key_lines(text)
    for path, value in flatten(tomllib.loads(text)):
        assert isinstance(value, int)
        assert lines[path] == 2 * value + 2


def test_a_county_file_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parents[1] / "bad_input" / "county", tmp_path / "county")
    file = tmp_path / "county" / "county.toml"
    text = file.read_text(encoding="utf-8") + "# of this test alone\n"
    file.write_text(text, encoding="utf-8")
    plan = tmp_path / "plan.toml"
    plan.write_text('format = 1\nname = "p"\ncounty = "county"\nhorizon = 2024\n', encoding="utf-8")
    parsed: list[str] = []
    loads = tomllib.loads

    def counted(read: str) -> dict[str, object]:
        parsed.append(read)
        return loads(read)

    monkeypatch.setattr(tomllib, "loads", counted)
    load(plan)
    assert parsed.count(text) == 1
