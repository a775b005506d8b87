"""Lines of TOML keys, for every way of writing one."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

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
