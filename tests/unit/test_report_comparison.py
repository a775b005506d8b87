"""Tables of the page that hold plans beside each other: differences, marks, means."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seatsim import api
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Row, Sentence
from seatsim.papers.tables.comparison import comparison, glance, nature_note

ZH, EN = (Words(lang, REPORT) for lang in ("zh", "en"))
Told = dict[str, Any]


@pytest.fixture
def told(plans: dict[str, Path]) -> Told:
    """A comparison that a test may change."""
    return copy.deepcopy(dict(api.compare([*plans.values()]).comparison))


def _texts(row: Row) -> list[str]:
    return [cell.text if isinstance(cell, Cell) else cell for cell in row.cells]


def _differences(told: Told, words: Words) -> tuple[Grid, str]:
    """The table of differences, and what stands below it."""
    blocks: Iterator[Block] = iter(comparison(told, words))
    grid = next(b for b in blocks if isinstance(b, Grid) and b.caption == words("measures_caption"))
    below = next(blocks)
    return grid, below.text if isinstance(below, Sentence) else ""


def test_seats_empty_later_are_plan_less_base_whoever_has_fewest(told: Told) -> None:
    wanted = ("empty_seats", "all", told["horizon"])
    other = told["others"][0]
    row = next(row for row in other["measures"] if (row["measure"], row["stage"], row["year"]) == wanted)
    for each in told["regret"]:  # the base is not the least empty
        each["empty_seats"] = {"mean": 896.0, "p90": 900.0, "best": 0.0}
    for mean, text in ((1234.4, "+1,234"), (-1234.4, "−1,234"), (0.2, "0")):
        row["difference"]["mean"] = mean
        assert [_texts(line)[-2] for line in glance(told, ZH).rows] == ["–", text]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_a_plan_of_another_world_is_marked_and_so_is_its_rank(told: Told, words: Words) -> None:
    same = glance(told, words)
    assert "†" not in "".join([*same.heads, *(text for row in same.rows for text in _texts(row))])
    assert nature_note(told, words) == ""
    told["others"][0]["differs"] = [{"key": "uncertainty.births.variant", "base": "reference", "other": "low"}]
    marked = glance(told, words)
    assert [row.cells[0] for row in marked.rows] == [same.rows[0].cells[0], f"{same.rows[1].cells[0]} †"]
    assert marked.heads[-1] == f"{words('regret_best')} †"
    assert nature_note(told, words).startswith("†")
    regret = next(b for b in comparison(told, words) if isinstance(b, Grid) and b.caption == words("regret_caption"))
    assert [row.cells[0] for row in regret.rows] == [row.cells[0] for row in marked.rows]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_better_stands_beside_the_same_and_worse(told: Told, words: Words) -> None:
    row = next(row for row in told["others"][0]["measures"] if row["measure"] == "pupils_above_standard")
    told["others"][0]["measures"] = [row]
    row |= {"base": 100.0, "other": 112.0, "chance_better": 0.1, "chance_same": 0.77, "chance_worse": 0.13}
    row["difference"] |= {"mean": 12.0, "low": 3.0, "high": 21.0, "p10": 0.0, "p90": 40.0}
    row["percent"] = {"value": 12.0, "low": 3.0, "high": 21.0}
    grid, below = _differences(told, words)
    assert list(grid.heads[-3:]) == [words.term("better", name) for name in ("better", "same", "worse")]
    assert _texts(grid.rows[0])[-3:] == ["10%", "77%", "13%"]
    span = words("between").format(low="+3", high="+21")
    assert _texts(grid.rows[0])[5] == f"✗ +12 ({span})"
    assert _texts(grid.rows[0])[7] == "+12%"
    assert sum(width for _, width in grid.groups) == len(grid.heads)
    assert "95%" in below
    assert words("measures_left")[:6] not in below


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_rows_of_noise_are_left_out_and_counted(told: Told, words: Words) -> None:
    row = next(row for row in told["others"][0]["measures"] if row["measure"] == "unplaced")
    noise = copy.deepcopy(row) | {
        "base": 0.018,
        "other": 0.06,
        "percent": {"value": 233.3, "low": -518.0, "high": 985.0},
    }
    noise["difference"] |= {"mean": 0.042, "low": -0.03, "high": 0.12}
    kept = copy.deepcopy(row) | {"base": 1.0, "other": 2.0}
    kept["difference"] |= {"mean": 1.0, "low": 0.5, "high": 1.5}
    told["others"][0]["measures"] = [noise, kept]
    grid, below = _differences(told, words)
    assert len(grid.rows) == 1
    assert words("measures_left").format(n=1) in below
    told["others"][0]["measures"] = [noise]
    grid, _ = _differences(told, words)
    assert (list(grid.rows), grid.empty) == ([], words("measures_same"))


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_means_and_medians_are_told_apart(told: Told, words: Words) -> None:
    mean = "均值" if words.chinese else "mean"
    grid = glance(told, words)
    assert all(mean in grid.heads[at].lower() for at in (1, 3, 4, 6))
    assert ("中位" if words.chinese else "median") in grid.heads[2]
