"""A run that ends before a milestone says nothing of it: not on page one, nor in any paper."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from seatsim.api import run
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers.blocks import Grid, Heading, Sentence
from seatsim.papers.docx import document
from seatsim.papers.page_one import page_one
from seatsim.papers.pptx import slides
from seatsim.papers.runs import name_runs
from seatsim.papers.xlsx import workbook
from seatsim.printing.answer import print_answer
from seatsim.printing.small import print_small
from seatsim.results.read import Results, read_results

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
HORIZON, NEAR = 2023, 2025
SPOKEN = re.compile(rf"(?<!\d){NEAR}(?!\d)")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A run of three years."""
    folder = tmp_path_factory.mktemp("short")
    plan = folder / "plan.toml"
    text = f'format = 1\nname = "short"\ncounty = "{LITTLE}"\nhorizon = {HORIZON}\n'
    plan.write_text(text, encoding="utf-8")
    return read_results(run(plan, out=folder / "short", replications=2, reference=False, jobs=1).folder)


def in_brief(of: Results, lang: str) -> Iterator[str]:
    made = Document(BytesIO(document([of], None, None, lang)))
    yield from (paragraph.text for paragraph in made.paragraphs)
    yield from (cell.text for table in made.tables for row in table.rows for cell in row.cells)


def in_workbook(of: Results, lang: str) -> Iterator[str]:
    """Every cell, but for the sheet of sources, which dates of other counties' figures stand in."""
    book = openpyxl.load_workbook(BytesIO(workbook([of], None, None, lang)))
    sources = {"zh": "假定与来源", "en": "Assumptions and sources"}[lang]
    assert sources in book.sheetnames
    for sheet in book.worksheets:
        if sheet.title != sources:
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def in_slides(of: Results, lang: str) -> Iterator[str]:
    for slide in Presentation(BytesIO(slides([of], None, None, lang))).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def on_page(of: Results, lang: str) -> Iterator[str]:
    words = Words(lang, REPORT)
    for block in page_one(name_runs([of], words)[0], words):
        if isinstance(block, Heading | Sentence):
            yield block.text
        elif isinstance(block, Grid):
            yield from (*block.heads, *(str(cell) for row in block.rows for cell in row.cells))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("told", [in_brief, in_workbook, in_slides, on_page], ids=lambda told: told.__name__)
def test_no_paper_tells_a_milestone_beyond_the_horizon(told: object, lang: str, short: Results) -> None:
    assert callable(told)
    texts = [*told(short, lang)]
    assert any(str(HORIZON) in text for text in texts)
    assert not [text for text in texts if SPOKEN.search(text)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_print_tells_a_milestone_beyond_the_horizon(
    lang: str, short: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    print_answer(short.answers, lang)
    print_small([short, short], lang)
    printed = capsys.readouterr().out
    assert str(HORIZON) in printed
    assert not SPOKEN.search(printed)
    # The chance by a milestone is a column less, not a column of dashes.
    assert {"zh": "年前达标的概率", "en": "its chance by"}[lang] not in printed
