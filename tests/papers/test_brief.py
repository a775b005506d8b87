"""The brief in Word: read again, laid out by an office, and held against the tables that it is drawn from."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pypdf import PdfReader

from chart_runs import changed
from office import as_pdf
from reports import EVIL
from seatsim import api
from seatsim.comparing.comparison import compare_results
from seatsim.comparing.runs import read_runs
from seatsim.domain.faults import RefusedFolder
from seatsim.papers.docx import document
from seatsim.papers.written import write
from seatsim.results.read import Results, read_results
from seatsim.telling import deadlines

SCENARIOS = Path(__file__).parent.parent.parent / "scenarios"
LANGS = ("zh", "en")
HEADINGS = {
    "zh": ["一、基本情况", "二、测算结果", "三、存在问题", "四、提请研究事项"],
    "en": ["1. Situation", "2. Results", "3. Problems", "4. Decisions asked"],
}
FIELDS = {"PAGE", "SEQ"}
Loose: TypeAlias = Any
"""What python-docx opens, and parts of answers."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three finished runs of the worked county in few futures."""
    at = tmp_path_factory.mktemp("brief")
    for name in ("combined-plan", "planned-builds"):
        api.run(SCENARIOS / f"{name}.toml", out=at / name, replications=10, overrides=["horizon=2030"])
    return at


@pytest.fixture(scope="module")
def several(folder: Path) -> tuple[list[Results], Mapping[str, Any]]:
    paths = [folder / name for name in ("reference", "combined-plan", "planned-builds")]
    return [read_results(path) for path in paths], compare_results(read_runs(paths), None)


@pytest.fixture(scope="module")
def plan(several: tuple[list[Results], Mapping[str, Any]]) -> Results:
    return several[0][1]


@pytest.fixture(scope="module", params=[(lang, count) for lang in LANGS for count in (1, 3)], ids=str)
def made(
    request: pytest.FixtureRequest, several: tuple[list[Results], Mapping[str, Any]], plan: Results
) -> tuple[str, int, bytes]:
    """A brief of a language and so many runs."""
    lang, count = request.param
    runs, comparison = several if count > 1 else ([plan], None)
    return lang, count, document(runs, comparison, None, lang)


def opened(raw: bytes) -> Loose:
    from docx import Document

    return Document(io.BytesIO(raw))


def xml(raw: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        return found.read(part).decode()


def text(raw: bytes) -> str:
    """Everything that a document says, tables too."""
    return "\n".join(
        "".join(each.text or "" for each in p.iter(f"{W}t")) for p in opened(raw).element.body.iter(f"{W}p")
    )


def fields(raw: bytes) -> set[str]:
    """Kinds of the fields of a document."""
    parts = [part for part in zipfile.ZipFile(io.BytesIO(raw)).namelist() if part.startswith("word/")]
    told = "".join(xml(raw, part) for part in parts if part.endswith(".xml"))
    assert "<w:fldSimple" not in told
    assert "<w:hyperlink " not in told
    return {found.split()[0] for found in re.findall(r"<w:instrText[^>]*>([^<]*)<", told)}


def numbers(cells: list[str]) -> list[float]:
    return [float(cell.split()[0].replace(",", "").replace("–", "nan")) for cell in cells]


def test_headings_stand_in_order_and_annexes_follow(made: tuple[str, int, bytes]) -> None:
    lang, count, raw = made
    heads = [p.text for p in opened(raw).paragraphs if p.style.name == "Heading 1"]
    assert heads[:4] == HEADINGS[lang]
    assert len(heads) == 4 + (4 if count == 1 else 5)
    assert all(head.startswith(("附件", "Annex")) for head in heads[4:])


def test_an_office_lays_the_brief_on_two_pages(made: tuple[str, int, bytes], tmp_path: Path) -> None:
    lang, _, raw = made
    (tmp_path / "brief.docx").write_bytes(raw)
    pages = PdfReader(as_pdf(tmp_path / "brief.docx", tmp_path)).pages
    first = "附件1" if lang == "zh" else "Annex 1"
    told = [page.extract_text().replace(" ", "") for page in pages]
    begins = next(place for place, page in enumerate(told) if page.lstrip().startswith(first.replace(" ", "")))
    assert begins <= 2
    assert len(pages) < 40
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    assert pages[begins].mediabox.width > pages[begins].mediabox.height
    assert "�" not in "".join(told)


def test_the_page_is_that_of_its_language(made: tuple[str, int, bytes]) -> None:
    lang, _, raw = made
    section = opened(raw).sections[0]
    margins = [
        round(side.mm)
        for side in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    if lang == "zh":
        assert margins == [37, 35, 28, 26]
        for name in ("FZXiaoBiaoSong-B05S", "仿宋_GB2312", "楷体_GB2312", "黑体"):
            assert f'w:eastAsia="{name}"' in xml(raw)
            assert f'w:name="{name}"' in xml(raw, "word/fontTable.xml")
        assert 'w:eastAsia="zh-CN"' in xml(raw, "word/styles.xml")
    assert opened(raw).core_properties.language == ("zh-CN" if lang == "zh" else "en-GB")
    assert opened(raw).core_properties.title
    assert opened(raw).core_properties.subject


def test_every_typeface_is_named_for_both_scripts(made: tuple[str, int, bytes]) -> None:
    for part in ("word/document.xml", "word/styles.xml"):
        runs = re.findall(r"<w:rFonts [^>]*>", xml(made[2], part))
        assert runs
        assert all("w:eastAsia=" in each and "w:ascii=" in each for each in runs)
        assert "asciiTheme" not in xml(made[2], part)


def test_pictures_are_there_and_told_in_words(made: tuple[str, int, bytes]) -> None:
    raw = made[2]
    shapes = opened(raw).inline_shapes
    assert len(shapes) == 2
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        sizes = [len(found.read(name)) for name in found.namelist() if name.startswith("word/media/")]
    assert len(sizes) == 2
    assert min(sizes) > 8_000


def test_tables_are_real_with_repeated_heads_and_whole_rows(made: tuple[str, int, bytes]) -> None:
    body = opened(made[2]).element.body
    tables = [table for table in body.iter(f"{W}tbl") if next(table.iter(f"{W}tblBorders"), None) is not None]
    assert len(tables) > 6
    for table in tables:
        rows = list(table.iter(f"{W}tr"))
        assert next(rows[0].iter(f"{W}tblHeader"), None) is not None
        assert all(next(row.iter(f"{W}cantSplit"), None) is not None for row in rows)
        columns = [int(each.get(f"{W}w")) for each in table.iter(f"{W}gridCol")]
        for row in rows:
            spans = [int(s.get(f"{W}val")) for s in row.iter(f"{W}gridSpan")]
            cells = list(row.iter(f"{W}tcW"))
            assert len(cells) + sum(spans) - len(spans) == len(columns)
            assert sum(int(each.get(f"{W}w")) for each in cells) == pytest.approx(sum(columns), abs=len(columns))


def test_annex_one_is_the_september_sheet_with_its_sums(plan: Results) -> None:
    raw = document([plan], None, None, "zh")
    sheet = next(
        table for table in opened(raw).tables if "申请入学\uff08人\uff09" in [c.text for c in table.rows[0].cells]
    )
    rows = [[cell.text for cell in row.cells] for row in sheet.rows][2:]
    table = plan.table("september.csv")
    sums = [row for row in rows if row[0].endswith("小计") or row[0] == "总计" or row[0].startswith("全县")]
    assert len(rows) - len(sums) == table.height
    total = next(row for row in rows if row[0] == "总计")
    for column, name in ((2, "claims_1"), (6, "entry_places"), (7, "classes_open"), (9, "sent_elsewhere")):
        whole = table[f"{name}_mean"].fill_null(0).sum()
        assert numbers([total[column]])[0] == pytest.approx(whole, abs=0.51)
        zones = numbers([row[column] for row in sums if row[0].endswith("小计")])
        assert sum(each for each in zones if each == each) == pytest.approx(whole, abs=len(zones))
    said = "\n".join(paragraph.text for paragraph in opened(raw).paragraphs)
    assert "起始年级招生（均值），按片区" in said
    assert "分流多者在前" not in said  # which is the order of the page


def test_numbers_of_the_brief_are_those_of_the_summary(plan: Results) -> None:
    told = text(document([plan], None, None, "zh"))
    rows = {
        (row["measure"], row["stage"], row["zone"], row["year"]): row
        for row in plan.table("summary.csv").iter_rows(named=True)
    }
    for measure, year in (("pupils_above_standard", 2025), ("pupils_above_standard", 2020), ("pupils_large", 2020)):
        row = rows[measure, "all", "all", year]
        assert f"{row['p50']:,.0f}人\uff08{row['p10']:,.0f}—{row['p90']:,.0f}\uff0c假定\uff09" in told


def test_every_decision_is_asked_or_counted(plan: Results) -> None:
    raw = document([plan], None, None, "en")
    sheet = next(table for table in opened(raw).tables if table.rows[0].cells[0].text == "Decision")
    told = plan.answers["decisions"]
    asked = len({row["project"] for row in told if "project" in row})
    asked += len({row["item"] for row in told if "project" not in row})
    rest = re.search(r"(\d+) more; projects stand in annex 2", text(raw))
    assert len(sheet.rows) - 1 + (int(rest.group(1)) if rest else 0) == asked
    assert f"Decisions asked: {asked}" in text(raw)
    assert asked == deadlines.asked(plan.answers)


def crowded_out(plan: Results, times: int) -> Results:
    """The plan with six decisions and a title so long that two pages have little room."""
    answers = json.loads(json.dumps(plan.answers))
    answers["title"] = {"zh": "南部新区三项工程" * times, "en": "Three projects " * times}
    rows = answers["decisions"]
    kept = list(dict.fromkeys(row["project"] for row in rows if "project" in row))[:3]
    answers["decisions"] = [row for row in rows if "project" not in row or row["project"] in kept]
    return changed(plan, answers, {})


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("times", [4, 14])
def test_decisions_are_the_last_to_go(
    folder: Path, several: tuple[list[Results], Mapping[str, Any]], plan: Results, lang: str, times: int
) -> None:
    comparison = compare_results(read_runs([folder / "reference", folder / "combined-plan"]), None)
    raw = document([several[0][0], crowded_out(plan, times)], comparison, None, lang)
    sheet = next(t for t in opened(raw).tables if t.rows[0].cells[0].text in ("事项", "Decision"))
    assert len(sheet.rows) == 1 + 6
    assert "（）" not in text(raw)
    assert "()" not in text(raw)
    told = next(p.text for p in opened(raw).paragraphs if p.text.startswith(("以下6项", "Decisions asked: 6")))
    assert re.search(r"表\d|Table \d|附件2|annex 2", told)


def test_two_official_pages_have_room_for_late_projects_and_idle_buildings(
    folder: Path, several: tuple[list[Results], Mapping[str, Any]]
) -> None:
    comparison = compare_results(read_runs([folder / "reference", folder / "combined-plan"]), None)
    told = [p.text for p in opened(document(several[0][:2], comparison, None, "zh")).paragraphs]
    problems = next(text for text in told if text.startswith("一是"))
    assert "个项目多半赶不上计划启用" in problems
    assert "按数量算几乎没有人需要" in problems
    assert problems.endswith("区间不含假定对错（附件4）。")
    assert any(text.startswith("80% 区间：需求误差规律") for text in told)


def test_assumptions_are_counted_by_part_and_not_listed_by_inner_names(plan: Results) -> None:
    raw = document([plan], None, None, "zh")
    told = text(raw)
    for name in ("baseline.college", "levers.lessons.", "开启"):
        assert name not in told
    sheet = next(t for t in opened(raw).tables if t.rows[0].cells[0].text == "部分")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in sheet.rows[1:]}
    figures = list(plan.table("figures.csv").iter_rows(named=True))
    lessons = [row for row in figures if row["id"].startswith("levers.lessons.")]
    assert sum(int(cell) for cell in rows["课时与教师配备"] if cell != "–") == len(lessons) > 0
    for part, shown in (("levers.verification", "联审联批"), ("levers.exchange", "教师交流（县管校聘）")):
        off = any(row["id"] == f"{part}.on" and row["value"] == "false" for row in figures)
        assert (shown not in rows) == off


def test_verdicts_of_the_comparison_stand_in_full(several: tuple[list[Results], Mapping[str, Any]]) -> None:
    runs, comparison = several
    told = text(document(runs, comparison, None, "en"))
    for other in comparison["others"]:
        assert other["verdict"]["en"] in told
    assert f"All numbers are those of “{runs[-1].answers['title']['en']}”." in told


def test_runs_that_cannot_be_compared_are_said_to_be(several: tuple[list[Results], Mapping[str, Any]]) -> None:
    told = text(document(several[0], None, "other seeds", "en"))
    assert "cannot be compared" in told
    assert "Table {" not in told


def hostile(plan: Results) -> Results:
    """The plan with names that try to be fields, markup and control characters."""
    name = '{HYPERLINK "http://x"}' + EVIL + "\x13 MACROBUTTON x\x15=1+1\ud83d"
    answers = json.loads(json.dumps(plan.answers).replace('"zh": "综合方案"', '"zh": "PLACE"'))
    answers["title"] = {"zh": name, "en": name}
    answers["county_name"] = {"zh": name * 10, "en": name * 10}
    for row in answers["decisions"]:
        row["name"] = {"zh": name, "en": name}
    import polars as pl

    names = {"name_zh": pl.lit(name[:-1]), "name_en": pl.lit(name[:-1])}
    tables = {each: plan.table(each).with_columns(**names) for each in ("register.csv", "zones.csv")}
    return changed(plan, answers, tables)


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_names_stay_text(plan: Results, lang: str) -> None:
    raw = document([hostile(plan)], None, None, lang)
    assert fields(raw) <= FIELDS
    told = text(raw)
    assert "{HYPERLINK" in told
    assert "</script>" in told
    assert "\x13" not in told
    assert opened(raw).core_properties.title


def test_only_our_fields_stand_in_it(made: tuple[str, int, bytes]) -> None:
    assert fields(made[2]) == FIELDS
    names = zipfile.ZipFile(io.BytesIO(made[2])).namelist()
    assert not [name for name in names if "vba" in name.lower() or "thumbnail" in name or "embeddings" in name]


def test_the_same_results_make_the_same_bytes(plan: Results, tmp_path: Path) -> None:
    first, second = (write("docx", [plan], None, None, "zh", tmp_path / name) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert first.name == "brief.zh.docx"
    assert plan.answers["information_date"] in xml(first.read_bytes(), "docProps/core.xml")


def test_what_is_not_ours_is_not_replaced(plan: Results, tmp_path: Path) -> None:
    path = tmp_path / "brief.zh.docx"
    path.write_bytes(b"minutes of the meeting")
    with pytest.raises(RefusedFolder, match="was not written by seatsim"):
        write("docx", [plan], None, None, "zh", tmp_path)
    assert path.read_bytes() == b"minutes of the meeting"
    path.unlink()
    assert write("docx", [plan], None, None, "zh", tmp_path) == write("docx", [plan], None, None, "zh", tmp_path)
    with pytest.raises(RefusedFolder, match="is a results folder"):
        write("docx", [plan], None, None, "zh", plan.folder)


def bare(plan: Results, tmp: Path) -> Results:
    """A run that builds nothing, follows no staff, and has nobody in a crowded class."""
    answers = dict(plan.answers)
    nothing = {"mean": 0, "p10": 0, "p50": 0, "p90": 0}

    def emptied(part: Loose) -> Loose:
        if isinstance(part, dict):
            return dict(nothing) if "p50" in part and "mean" in part else {k: emptied(v) for k, v in part.items()}
        return part

    answers["crowding"] = emptied(answers["crowding"])
    answers |= {"projects": [], "latest_starts": [], "decisions": [], "posts": {}}
    answers["money"] = {"capital": [], "waits_for_capital": 0, "spending": {}, "parts": None, "cost_of_relief": None}
    frame = plan.frame()
    for measure in ("pupils_above_standard", "pupils_large", "pupils_oversized", "capital"):
        for stage in frame.values[measure]:
            frame.values[measure][stage][...] = 0
    tables = {"projects.csv": plan.table("projects.csv").clear(), "teachers.csv": plan.table("teachers.csv").clear()}
    return changed(plan, answers, tables, frame)


@pytest.mark.parametrize("lang", LANGS)
def test_a_run_with_little_to_tell_makes_whole_sentences(plan: Results, lang: str, tmp_path: Path) -> None:
    raw = document([bare(plan, tmp_path)], None, None, lang)
    told = text(raw)
    assert {"zh": "没有需要提请研究的事项", "en": "asks for no decision"}[lang] in told
    assert {"zh": "没有超标准班额的班级", "en": "above the standard"}[lang] in told
    assert "None" not in told
    assert not re.search(r"\bnan\b", told)
    assert not re.search(r"[{}]", told)
    assert len(opened(raw).inline_shapes) == 1


def test_the_command_writes_both_papers(folder: Path, tmp_path: Path) -> None:
    written = api.report([folder / "combined-plan"], lang="en", formats=("docx", "docx"), out=tmp_path)
    assert [path.name for path in written] == ["brief.en.docx"]
