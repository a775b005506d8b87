"""A county that gives no capital budget is told that the default stands in; the worked county is not."""

from __future__ import annotations

import html
from io import BytesIO
from pathlib import Path
from typing import Any

import office_files
import pytest
from docx import Document

import reports
from seatsim.api import run
from seatsim.cli import main
from seatsim.inputs.load import load
from seatsim.inputs.norms import norms
from seatsim.papers.docx import document
from seatsim.papers.html import page

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
WORDS = {
    "zh": "未给出预算，按默认值（据样例县规模假定）",
    "en": "No budget given: the default, sized on the worked county (assumed)",
}


@pytest.mark.parametrize("lang", WORDS)
def test_papers_say_that_the_budget_is_the_default(lang: str, paper_runs: dict[str, Path], tmp_path: Path) -> None:
    def change(answers: dict[str, Any]) -> None:
        answers["money"]["budget_given"] = False

    given = office_files.read(paper_runs["combined-plan"])[0]
    folder = reports.changed(
        paper_runs["combined-plan"], tmp_path / "no", {"answers.json": reports.answers(change)}, "no"
    )
    for each_run, told in ((given, False), (office_files.read(folder)[0], True)):
        brief = "\n".join(each.text for each in Document(BytesIO(document([each_run], None, None, lang))).paragraphs)
        assert (WORDS[lang] in html.unescape(page([each_run], None, None, lang).decode())) == told
        assert (WORDS[lang] in brief) == told


def plan(folder: Path, more: str = "") -> Path:
    path = folder / "plan.toml"
    path.write_text(f'format = 1\nname = "p"\ncounty = "{LITTLE}"\nhorizon = 2024\n{more}', encoding="utf-8")
    return path


def test_a_budget_is_known_to_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not load(plan(tmp_path)).county.budget_given
    assert main(["check", str(plan(tmp_path)), "--lang", "zh"]) == 0
    assert "未给出预算（levers.capital.budget）：按默认值每年 40,000 万元，据样例县规模假定" in capsys.readouterr().out
    stated = plan(tmp_path, "[levers.capital]\nbudget = 900.0\n")
    assert load(stated).county.budget_given
    assert main(["check", str(stated)]) == 0
    assert "levers.capital.budget" not in capsys.readouterr().out


@pytest.mark.parametrize("stated", ["", "[levers.capital]\nbudget = 40000.0\n"])
def test_a_default_that_is_stated_is_given_and_its_resolved_scenario_tells_the_same(
    stated: str, tmp_path: Path
) -> None:
    loaded = load(plan(tmp_path, stated))
    assert loaded.scenario.levers.capital.budget == norms()["levers.capital.budget"].value
    assert loaded.county.budget_given == bool(stated)
    ran = run(tmp_path / "plan.toml", out=tmp_path / "ran", replications=2, reference=False, jobs=1)
    again = run(ran.folder / "scenario.toml", out=tmp_path / "again", reference=False, jobs=1)
    assert "budget_given" in ran.answers["money"] or stated
    assert (again.folder / "answers.json").read_bytes() == (ran.folder / "answers.json").read_bytes()
    resolved = (again.folder / "scenario.toml").read_text(encoding="utf-8").splitlines()[1:]
    assert resolved == (ran.folder / "scenario.toml").read_text(encoding="utf-8").splitlines()[1:]


def test_another_budget_in_a_resolved_scenario_is_given(tmp_path: Path) -> None:
    ran = run(plan(tmp_path), out=tmp_path / "ran", replications=2, reference=False, jobs=1)
    resolved = ran.folder / "scenario.toml"
    assert not load(resolved).county.budget_given
    text = resolved.read_text(encoding="utf-8")
    other = text.replace("budget = 40000.0", "budget = 900.0")
    assert other != text
    resolved.write_text(other, encoding="utf-8")
    assert load(resolved).county.budget_given
