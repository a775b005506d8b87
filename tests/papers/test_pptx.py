"""The slides: six to eight, one message each, native charts, texts that fit and stay texts."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import office_files
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.native_charts import NATIVE
from seatsim.language.report import REPORT
from seatsim.language.report_page_one import ROOMIER
from seatsim.language.slides import SLIDES
from seatsim.language.words import Words
from seatsim.papers.charts import charts
from seatsim.papers.native import BANDS
from seatsim.papers.office import clean, fitted, letters
from seatsim.papers.pptx import slides
from seatsim.papers.slides.deck import SOURCE_MOST, TITLE_MOST
from seatsim.papers.written import write
from seatsim.telling.deadlines import asked

NAMES = ("zh", "en", "zh-3", "en-3", "hostile", "bare")


def made(lang: str, *folders: Path) -> bytes:
    return slides(office_files.read(*folders), office_files.compared(*folders), None, lang)


@pytest.fixture(scope="module")
def decks(paper_runs: dict[str, Path]) -> dict[str, bytes]:
    return office_files.of_each_kind(made, paper_runs)


def pages(raw: bytes) -> list[Any]:
    return list(Presentation(BytesIO(raw)).slides)


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_a_source_notes_and_a_number(decks: dict[str, bytes], name: str) -> None:
    deck = Presentation(BytesIO(decks[name]))
    assert (deck.slide_width, deck.slide_height) == (12_192_000, 6_858_000)
    assert 6 <= len(deck.slides) <= 8
    assert len({slide.shapes.title.text_frame.text for slide in deck.slides}) == len(deck.slides)
    for slide in deck.slides:
        title = slide.shapes.title.text_frame.text
        assert title == fitted(title, TITLE_MOST) != ""
        assert re.search(r"\d", title) or name == "bare"
        (source,) = (shape for shape in slide.shapes if shape.name == "source")
        assert letters(source.text_frame.text) <= SOURCE_MOST
        assert "80" in source.text_frame.text
        assert len(slide.notes_slide.notes_text_frame.text) > 100
        assert 'type="slidenum"' in slide.shapes._spTree.xml.replace("'", '"')
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("name", NAMES)
def test_charts_are_native_told_and_set_in_both_typefaces(decks: dict[str, bytes], name: str) -> None:
    shapes = [shape for slide in pages(decks[name]) for shape in slide.shapes if shape.has_chart]
    assert len(shapes) >= (2 if name == "bare" else 5)
    for shape in shapes:
        assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 20
        cells = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
        assert cells.max_row > 1
    for text in office_files.parts(decks[name], r"charts/chart[^/]*\.xml$").values():
        assert text.count("<a:latin ") == text.count("<a:ea ") > 0
    for slide in pages(decks[name]):
        runs = [
            run for shape in slide.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs for run in p.runs
        ]
        assert runs
        assert all(run._r.rPr.xml.count("<a:ea ") == 1 for run in runs if run._r.rPr is not None)
    theme = "".join(office_files.parts(decks[name], r"theme/theme1\.xml").values())
    assert '<a:ea typeface="Microsoft YaHei"/>' in theme


def test_stacks_add_up_to_the_summary(decks: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    words = Words("zh", SLIDES)
    (run,) = office_files.read(paper_runs["combined-plan"])
    fan = {chart.id: chart for chart in charts([run], None, words)}["fan"]
    stages = {words("fan_of").format(stage=words.term("stage_full", stage)): stage for stage in CLASS_STAGES}
    seen = 0
    for slide in pages(decks["zh"]):
        for shape in slide.shapes:
            title = shape.chart.chart_title.text_frame.text if shape.has_chart else ""
            if title not in stages:
                continue
            rows = [r for r in fan.rows if r["stage"] == stages[title] and r["zone"] == "all"]
            areas, lines = shape.chart.plots
            assert next(iter(areas.series)).name == words("band_base")
            sums = [0.0] * len(rows)
            ends = ["p025", *(high for _, high, _ in BANDS)]
            for end, series in zip(ends, areas.series, strict=True):
                sums = [a + b for a, b in zip(sums, series.values, strict=True)]
                assert sums == [row[end] for row in rows]
            assert list(lines.series[0].values) == [row["p50"] for row in rows]
            table = run.table("summary.csv")
            mine = (table["measure"] == "pupils") & (table["scope"] == "county") & (table["stage"] == stages[title])
            want = table.filter(mine)
            assert list(lines.series[0].values) == [int(value + 0.5) for value in want["p50"]]
            seen += 1
    assert seen == 2


def test_waterfall_ends_where_the_next_begins(decks: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    words = Words("en", SLIDES)
    (chart,) = (s.chart for slide in pages(decks["en"]) for s in slide.shapes if s.has_chart and s.name == "causes")
    spans = office_files.answers(paper_runs["combined-plan"])["causes"]["changes"]["pupils_above_standard"]["all"]
    span = spans.get("2025", spans["horizon"])
    bars = {series.name: list(series.values) for series in chart.plots[0].series}
    total = [value for value in bars[words("causes_total")] if value is not None]
    assert total[0] == pytest.approx(span["value_from"]["mean"], abs=0.1)
    assert total[-1] == pytest.approx(span["value_to"]["mean"], abs=0.1)
    rise = sum(value or 0 for value in bars.get(words("causes_rise"), ()))
    fall = sum(value or 0 for value in bars.get(words("causes_fall"), ()))
    assert total[0] + rise - fall == pytest.approx(total[-1], abs=1.0)


def test_titles_tell_the_numbers_of_page_one(decks: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    answers = office_files.answers(paper_runs["combined-plan"])
    stats = answers["crowding"]["pupils_above_standard"]["all"]["2025"]
    title = pages(decks["en"])[0].shapes.title.text_frame.text
    assert f"{stats['p50']:,.0f}" in title
    assert f"{stats['p10']:,.0f}–{stats['p90']:,.0f}" in title
    assert "2025" in title
    three = [slide.shapes.title.text_frame.text for slide in pages(decks["zh-3"])]
    assert any("拥挤人年" in text for text in three)


def test_decisions_are_a_real_table(decks: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    last = pages(decks["zh"])[-1]
    (table,) = (shape.table for shape in last.shapes if shape.has_table)
    projects = {
        row["project"] for row in office_files.answers(paper_runs["combined-plan"])["decisions"] if "project" in row
    }
    assert len(table.rows) == min(len(projects), 11) + 1
    count = asked(office_files.answers(paper_runs["combined-plan"]))
    assert count > len(projects)
    assert (
        f"提请研究 {count} 项，其中项目 {len(projects)} 个均已迟（难以按期或已过期）"
        in last.shapes.title.text_frame.text
    )


def test_hostile_names_stay_text(decks: dict[str, bytes]) -> None:
    texts = office_files.parts(decks["hostile"], r"(slides|charts|notesSlides)/[^/]*\.xml$")
    assert any("cmd|" in text for text in texts.values())
    assert not any("\u0007" in text or "hlinkClick" in text or "instrText" in text for text in texts.values())
    assert not any("http://x.example" in text for text in office_files.parts(decks["hostile"], r"\.rels$").values())
    for slide in pages(decks["hostile"]):
        for shape in slide.shapes:
            if shape.has_chart:
                cells = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
                assert all(cell.data_type != "f" for row in cells.iter_rows() for cell in row)


def test_same_bytes_and_fixed_dates(decks: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    assert made("zh", paper_runs["combined-plan"]) == decks["zh"]
    assert office_files.dates(decks["zh"]) == {(1980, 1, 1, 0, 0, 0)}
    core = office_files.parts(decks["zh"], r"core\.xml")["docProps/core.xml"]
    day = office_files.answers(paper_runs["combined-plan"])["information_date"]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]+", core)) == {f"{day}T00:00:00Z"}
    assert "thumbnail" not in "".join(office_files.parts(decks["zh"], r"^_rels/").values())


def test_a_run_without_projects_teachers_and_crowding(decks: dict[str, bytes]) -> None:
    words = Words("en", SLIDES)
    titles = [slide.shapes.title.text_frame.text for slide in pages(decks["bare"])]
    assert words("say_decisions_none") in titles
    assert not any("projects" in title and "miss" in title for title in titles)


def test_is_put_in_place_and_spares_what_is_not_ours(paper_runs: dict[str, Path], tmp_path: Path) -> None:
    runs = office_files.read(paper_runs["combined-plan"])
    path = write("pptx", runs, None, None, "zh", tmp_path)
    assert path.name == "slides.zh.pptx"
    path.write_bytes(b"not ours")
    with pytest.raises(RefusedFolder, match="was not written by seatsim"):
        write("pptx", runs, None, None, "zh", tmp_path)


def test_texts_are_cleaned_and_cut() -> None:
    assert clean("a\u0007b\tc\r\nd\ud800") == "ab c\nd"
    assert fitted("学位学位学位", 7) == "学位…"
    assert fitted("short", 7) == "short"
    assert len(clean("x" * 40_000)) == 32_767


def test_every_word_is_one() -> None:
    assert all(SLIDES[key] == told for key, told in NATIVE.items())
    own = set(SLIDES) - set(REPORT) - set(NATIVE) - set(ROOMIER)
    assert all(zh and en for zh, en in (SLIDES[key] for key in own))
    assert all(re.search("[\u4e00-\u9fff]", SLIDES[key][0]) for key in own - {"source_line"})


@pytest.mark.parametrize("name", ["zh-3", "en"])
def test_libreoffice_converts_them(decks: dict[str, bytes], name: str, tmp_path: Path) -> None:
    assert office_files.found_tools()
    pdf = office_files.converted(decks[name], "slides.pptx", tmp_path)
    assert office_files.pages(pdf) == len(pages(decks[name]))
    assert all(office_files.inked(pdf, page + 1) > 0.02 for page in range(len(pages(decks[name]))))
