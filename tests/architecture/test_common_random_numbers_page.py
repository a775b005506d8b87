"""The page on common random numbers names pairs, answers and files that exist."""

import re
from pathlib import Path

import pytest
from common_random_numbers import PAIRS, Pair

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "common-random-numbers.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:tests|src|docs|scenarios)/[\w./-]+)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_the_file_exists(path: str) -> None:
    assert (ROOT / path).is_file()


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", TEXT)
    assert links
    assert all((ROOT / "docs" / link).is_file() for link in links)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one} – {pair.other}")
def test_every_pair_and_answer_has_its_row(pair: Pair) -> None:
    assert all((ROOT / "scenarios" / f"{name}.toml").is_file() for name in (pair.one, pair.other))
    assert all(f"| {pair.one} – {pair.other} | {answer} |" in TEXT for answer in pair.answers)
