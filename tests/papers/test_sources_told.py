"""What a run rests on is told in words: keys by their meaning, choices by terms, and only what can matter here."""

import re
from pathlib import Path

import pytest

from seatsim.api import run
from seatsim.language.phrases import recalled
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers.blocks import Cell
from seatsim.papers.runs import Run, name_runs
from seatsim.papers.tables.uncertain import uncertain
from seatsim.results.read import read_results

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
PROJECT = """
[projects.more]
kind = "extension"
school = "town-primary"
rooms_P = 2
opens = 2022
source = "x"
"""


def little(folder: Path, more: str = "") -> Run:
    """A run of a county whose register is real."""
    plan = folder / "plan.toml"
    plan.write_text(f'format = 1\nname = "p"\ncounty = "{LITTLE}"\nhorizon = 2024\n{more}', encoding="utf-8")
    ran = run(plan, out=folder / "ran", replications=2, reference=False, jobs=1)
    return name_runs([read_results(ran.folder)], Words("zh", REPORT))[0]


def rows(of: Run, lang: str) -> dict[str, str]:
    """Values of each source."""
    figures = list(of.table("figures.csv").iter_rows(named=True))
    cells = [row.cells for row in uncertain(of, figures, Words(lang, REPORT)).rows]
    return {_text(part): _text(values) for part, _, values in cells}


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return little(tmp_path_factory.mktemp("without"))


def test_keys_are_said_by_their_meaning_and_choices_by_their_terms(without: Run) -> None:
    told = rows(without, "zh")
    assert told["出生人口"].startswith("采用县区出生人口的哪一个方案（variant）：基准 ◇；")
    assert "各片区共同的入学率年度波动的尺度（common_sd）：0.03 对数 ◇" in told["随迁流入"]
    for values in told.values():
        assert not re.findall(r"[a-z_]{2,}", re.sub(r"（[a-z_0-9]+）：", "", values)), values
    assert "(common_sd): 0.03 log" in rows(without, "en")["migration"]


def test_what_cannot_matter_in_a_county_is_left_out(without: Run, tmp_path: Path) -> None:
    told = rows(without, "zh")
    # A real register, no build, no private kindergarten, no wave.
    assert not {"起点学生数", "2020年拥挤程度", "工期", "造价", "民办园自然关停"} & set(told)
    assert "wave_" not in told["随迁流入"]
    wave = "[uncertainty.migration]\nwave_from = 2022\nwave_years = 1\nwave_share = 0.1\n"
    more = rows(little(tmp_path, wave + PROJECT), "zh")
    assert {"工期", "造价"} <= set(more)
    assert "（wave_years）：1 年" in more["随迁流入"]


def test_every_source_of_the_worked_county_stays(paper_runs: dict[str, Path]) -> None:
    (worked,) = name_runs([read_results(paper_runs["combined-plan"])], Words("zh", REPORT))
    assert {"起点学生数", "2020年拥挤程度", "工期", "造价", "民办园自然关停"} <= set(rows(worked, "zh"))


def test_rules_that_fill_gaps_are_said_without_english_words() -> None:
    shared = "senior pupils of 1 schools: known by stage only, shared over the grades evenly"
    assert recalled(shared, "zh", {}) == "高中学生（1 所学校）：只知学段合计，分年级按规则分配：平均"
    births = recalled("births, variants low, high: not in births.csv, the same as reference", "zh", {})
    assert births == "出生人口，情形 低、高：births.csv 未载，与基准情形相同"
