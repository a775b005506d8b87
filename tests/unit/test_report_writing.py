"""How the page writes: ranges, days, letters that nobody sees, what is not followed, what is not printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports import changed, renamed, table
from seatsim import api
from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.language.punctuation import typeset, visible
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers import office
from seatsim.papers.blocks import Grid, Sentence
from seatsim.papers.chart import PAPER
from seatsim.papers.charts import charts
from seatsim.papers.runs import name_runs
from seatsim.papers.tables.schools import schools
from seatsim.papers.word import xml
from seatsim.results.read import read_results

UNSEEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u200e\u200f\ufeff"
ZH = Words("zh", REPORT)


def _markup(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("<body>")[1].split("<script")[0]


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("5 (3–9)", "5 (3—9)"),
        ("2021–2022, 2025", "2021—2022, 2025"),
        ("−5–3", "−5 至 3"),
        ("−9–−3", "−9 至 −3"),
        ("10%–25%", "10%—25%"),
        ("2024 (2023–更晚)", "2024 (2023—更晚)"),
        ("–", "–"),
        ("A–B", "A–B"),
    ],
)
def test_chinese_ranges_have_one_dash(text: str, zh: str) -> None:
    assert typeset(text, "zh") == zh
    assert typeset(text, "en") == text


def test_the_page_has_one_style_of_ranges_and_days(papers: dict[str, Path]) -> None:
    zh, en = (_markup(papers[lang]) for lang in ("zh", "en"))
    assert not re.search(r"\d–\d", zh)
    assert not re.search(r"\d—\d", en)
    one = zh.split('id="page-one"')[1].split("</section>")[0]
    assert not re.search(r"\d{4}-\d\d-\d\d", one)
    assert re.search(r"信息截至 \d{4}年\d+月\d+日", one)


@pytest.mark.parametrize("clean", [visible, office.clean, xml.clean])
def test_letters_that_nobody_sees_are_dropped(clean: object) -> None:
    assert callable(clean)
    assert clean(f"实{UNSEEN}验 A{UNSEEN}") == "实验 A"


def test_no_name_turns_the_page(plans: dict[str, Path], tmp_path: Path) -> None:
    name = f"名{UNSEEN}称"
    files = {name_: table(renamed(name_zh=name)) for name_ in ("register.csv", "zones.csv")}
    run = changed(plans["combined-plan"], tmp_path / "run", files)
    text = api.report([run], lang="zh", out=tmp_path)[0].read_text(encoding="utf-8")
    markup, data = text.split("<body>")[1].split("<script")[:2]
    for part in (markup, data):
        assert "名称" in part
        assert not set(UNSEEN) & set(part)


def test_a_chart_tells_which_stages_it_follows(plans: dict[str, Path]) -> None:
    made = {chart.id: chart for chart in charts([read_results(plans["combined-plan"])], None, ZH, PAPER)}
    crowding = made["crowding"]
    assert set(crowding.followed) == {"pupils_above_standard", "pupils_large", "pupils_oversized"}
    for name in ("crowding", "causes"):
        for stages in made[name].followed.values():
            assert not {"vocational", "special"} & set(stages)
    assert set(crowding.followed["pupils_large"]) == {*CLASS_STAGES, "all"}
    assert {row["stage"] for row in crowding.rows} <= {*STAGES, "all"}


def test_schools_that_are_always_green_are_not_printed_and_counted(plans: dict[str, Path]) -> None:
    run = name_runs([read_results(plans["combined-plan"])], ZH)[0]
    blocks = schools(run, ZH)
    grid = next(block for block in blocks if isinstance(block, Grid))
    calm = [row for row in grid.rows if row.css == "calm"]
    told = next(block for block in blocks if isinstance(block, Sentence) and block.tone == "printed")
    assert 0 < len(calm) < len(grid.rows)
    assert told.text == ZH("schools_printed").format(n=len(calm))
    for row in grid.rows:
        colours = {getattr(cell, "css", "")[:1] for cell in row.cells[3:]}
        assert (row.css == "calm") == (colours == {"g"})
        assert ("ever-r" in row.css.split()) == ("r" in colours)
