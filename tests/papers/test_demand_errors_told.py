"""Every paper says whose error laws of demand its bands hold; results of older versions are told without it."""

from __future__ import annotations

import html
from io import BytesIO
from pathlib import Path
from typing import Any

import office_files
import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

import reports
from seatsim.papers.docx import document
from seatsim.papers.html import page
from seatsim.papers.pptx import slides
from seatsim.papers.xlsx import workbook
from seatsim.results.read import Results

CLAUSES = {
    ("zh", "assumed"): "需求误差规律系假定，借自英格兰地方教育当局和全国入学数",
    ("zh", "derived"): "需求误差规律由本县历年学生数推算",
    ("en", "derived"): "how demand errs is derived from the county's own history",
    ("en", "stated"): "how demand errs is stated by the scenario",
}
ANY = {"zh": "需求误差规律", "en": "how demand errs"}
RUNS = [("zh", "derived"), ("en", "stated")]


@pytest.fixture(scope="module")
def told(paper_runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Results]:
    """The plan as each kind tells it, and as an older version left it."""
    at = tmp_path_factory.mktemp("kinds")
    found = {}
    for kind in ("assumed", "derived", "stated", "older"):

        def change(answers: dict[str, Any], kind: str = kind) -> None:
            answers["rests_on"]["demand_errors"] = {"kind": kind}
            if kind == "older":
                del answers["rests_on"]["demand_errors"]

        changes = {"answers.json": reports.answers(change)}
        folder = reports.changed(paper_runs["combined-plan"], at / kind, changes, f"{kind}-plan")
        found[kind] = office_files.read(folder)[0]
    return found


def on_page(lang: str, *runs: Results) -> str:
    return html.unescape(page(list(runs), None, None, lang).decode())


def in_brief(lang: str, run: Results) -> str:
    return "\n".join(each.text for each in Document(BytesIO(document([run], None, None, lang))).paragraphs)


def in_notes(lang: str, run: Results) -> list[str]:
    deck = Presentation(BytesIO(slides([run], None, None, lang)))
    return [slide.notes_slide.notes_text_frame.text for slide in deck.slides]


def on_cover(lang: str, *runs: Results) -> str:
    sheet = load_workbook(BytesIO(workbook(list(runs), None, None, lang))).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


@pytest.mark.parametrize(("lang", "kind"), RUNS)
def test_the_page_says_it_on_page_one_among_its_sources_and_where_it_tells_what_a_band_is(
    lang: str, kind: str, told: dict[str, Results]
) -> None:
    text = on_page(lang, told[kind])
    assert text.count(CLAUSES[lang, kind]) == text.count(ANY[lang]) == 3
    where = [text.index(f'id="{section}"') for section in ("page-one", "sources", "terms")]
    parts = [text[begin:end] for begin, end in zip(where, (where[1], where[2], len(text)), strict=True)]
    assert all(CLAUSES[lang, kind] in part for part in parts)


def test_the_page_of_two_plans_tells_each_its_own(told: dict[str, Results]) -> None:
    text = on_page("zh", told["assumed"], told["derived"])
    assert text.count(CLAUSES["zh", "assumed"]) == text.count(CLAUSES["zh", "derived"]) == 3


@pytest.mark.parametrize(("lang", "kind"), RUNS)
def test_the_brief_says_it_where_it_says_what_is_not_sure(lang: str, kind: str, told: dict[str, Results]) -> None:
    text = in_brief(lang, told[kind])
    assert text.count(CLAUSES[lang, kind]) == text.count(ANY[lang]) == 1


@pytest.mark.parametrize(("lang", "kind"), RUNS)
def test_the_notes_of_every_slide_say_it(lang: str, kind: str, told: dict[str, Results]) -> None:
    assert all(CLAUSES[lang, kind] in notes for notes in in_notes(lang, told[kind]))


@pytest.mark.parametrize(("lang", "kind"), RUNS)
def test_the_workbook_says_it_on_its_cover(lang: str, kind: str, told: dict[str, Results]) -> None:
    text = on_cover(lang, told[kind])
    assert text.count(CLAUSES[lang, kind]) == text.count(ANY[lang]) == 1


def test_the_workbook_tells_plans_apart_that_differ(told: dict[str, Results]) -> None:
    text = on_cover("zh", told["assumed"], told["derived"], told["older"])
    assert text.count(CLAUSES["zh", "assumed"]) == text.count(CLAUSES["zh", "derived"]) == 1
    assert text.count(ANY["zh"]) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_older_results_are_told_without_it(lang: str, told: dict[str, Results]) -> None:
    run = told["older"]
    texts = [on_page(lang, run), in_brief(lang, run), *in_notes(lang, run), on_cover(lang, run)]
    assert not any(ANY[lang] in text or "{demand}" in text for text in texts)
