"""The page on common random numbers names pairs and answers that exist."""

from pathlib import Path

import pytest
from common_random_numbers import PAIRS, Pair

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "common-random-numbers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one} – {pair.other}")
def test_every_pair_and_answer_has_its_row(pair: Pair) -> None:
    assert all((ROOT / "scenarios" / f"{name}.toml").is_file() for name in (pair.one, pair.other))
    assert all(f"| {pair.one} – {pair.other} | {answer} |" in TEXT for answer in pair.answers)
