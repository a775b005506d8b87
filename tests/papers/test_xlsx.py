"""The workbook: sheets and columns as stated, numbers as in the results, texts that stay texts, charts that draw."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import office_files
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from seatsim.domain.faults import RefusedFolder
from seatsim.language.native_charts import NATIVE
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.language.workbook import WORKBOOK
from seatsim.papers.workbook import book as books
from seatsim.papers.workbook.sources import typed
from seatsim.papers.written import write
from seatsim.papers.xlsx import workbook

ONE = ("cover", "charts", "key", "county", "zones", "schools", "september", "projects", "teachers", "causes", "sources",
       "measures", "terms", "feed")  # fmt: skip
DATA = (
    "key",
    "county",
    "zones",
    "schools",
    "september",
    "projects",
    "teachers",
    "causes",
    "sources",
    "measures",
    "terms",
)


def made(lang: str, *folders: Path) -> bytes:
    return workbook(office_files.read(*folders), office_files.compared(*folders), None, lang)


@pytest.fixture(scope="module")
def books_made(paper_runs: dict[str, Path]) -> dict[str, bytes]:
    return office_files.of_each_kind(made, paper_runs)


def names(lang: str, keys: tuple[str, ...]) -> list[str]:
    words = Words(lang, WORKBOOK)
    return [words(f"sheet_{key}") for key in keys]


def rows(raw: bytes, sheet: str) -> list[dict[str, Any]]:
    """Rows of a data sheet by head."""
    found = load_workbook(BytesIO(raw))[sheet]
    first = range_boundaries(found.auto_filter.ref)[1]
    heads = [cell.value for cell in found[first]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in found.iter_rows(min_row=first + 1)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_of_one_run(books_made: dict[str, bytes], lang: str) -> None:
    found = load_workbook(BytesIO(books_made[lang]))
    assert found.sheetnames == names(lang, ONE)
    assert all(len(name) <= 31 for name in found.sheetnames)
    for name in names(lang, DATA):
        sheet = found[name]
        head = range_boundaries(sheet.auto_filter.ref)[1]
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_of_three_runs(books_made: dict[str, bytes], lang: str) -> None:
    found = load_workbook(BytesIO(books_made[f"{lang}-3"])).sheetnames
    chart, *rest = names(lang, ("charts", "charts_compared", "comparison", "differences", "bridges"))
    assert [f"{chart} {place}" for place in (1, 2, 3)] == found[1:4]
    assert set(rest) <= set(found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_are_those_of_the_summary(books_made: dict[str, bytes], paper_runs: dict[str, Path], lang: str) -> None:
    words = Words(lang, WORKBOOK)
    (run,) = office_files.read(paper_runs["combined-plan"])
    for sheet, scope in (("county", "county"), ("zones", "zone")):
        mine = rows(books_made[lang], words(f"sheet_{sheet}"))
        named = run.table("zones.csv").to_dicts()
        zones = {row["zone"]: words.text({"zh": row["name_zh"], "en": row["name_en"]}) for row in named}
        want = {}
        for row in run.table("summary.csv").filter(run.table("summary.csv")["scope"] == scope).to_dicts():
            place = (zones[row["zone"]],) if scope == "zone" else ()
            key = (words.term("measure", row["measure"]), words.stage(row["stage"]), *place, row["year"])
            want[key] = (words.term("unit", row["unit"]), row["mean"], row["p10"], row["p50"], row["p90"])
        heads = [words(f"{name}_head") for name in ("measure", "stage", *(["zone"] if scope == "zone" else []), "year")]
        told_ = [words.term("statistic", name) for name in ("mean", "p10", "p50", "p90")]
        seen = {tuple(row[h] for h in heads): (row[words("figure_unit")], *(row[h] for h in told_)) for row in mine}
        assert seen
        assert all(
            want[key] == pytest.approx(value) if value[1:] != (None,) * 4 else True for key, value in seen.items()
        )
        assert scope == "zone" or len(seen) == len(want)


def test_schools_are_numbers_with_a_sign_and_a_word(books_made: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    words = Words("zh", WORKBOOK)
    mine = rows(books_made["zh"], words("sheet_schools"))
    (run,) = office_files.read(paper_runs["combined-plan"])
    table = run.table("schools.csv")
    register = run.table("register.csv")
    nine = table["school_id"].is_in(register.filter(register["kind"] == "nine-year")["school_id"].to_list())
    told = (table["stage"] == "all") == nine  # whose stages share rooms
    over = table.filter((table["measure"] == "pupils_over_seats") & told & (table["year"] == 2021))
    assert sorted(row["2021"] for row in mine) == pytest.approx(sorted(over["chance"].fill_null(0).to_list()))
    for row in mine:
        chances = [row[str(year)] for year in run.years]
        worst = "▲ 红" if max(chances) >= 0.5 else "◆ 黄" if max(chances) >= 0.2 else "○ 绿"
        assert row[words("schools_worst")] == worst
    styles = office_files.parts(books_made["zh"], r"styles\.xml")["xl/styles.xml"]
    assert "[&gt;=0.5]&quot;▲ &quot;0%" in styles


def test_teachers_balance_and_september_adds_up(books_made: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    words = Words("en", WORKBOOK)
    ledger = rows(books_made["en"], words("sheet_teachers"))
    assert {row[words("balance_head")] for row in ledger} <= {0, None}
    assert any(row[words("balance_head")] == 0 for row in ledger)
    head = f"{words.term('september', 'claims_1')}{words('in_claims_1')}"
    for stage in ("primary", "junior"):
        mine = [row for row in rows(books_made["en"], words("sheet_september")) if row["Stage"] == stage]
        assert mine[-1]["School"] == words("sum_row")
        assert sum(row[head] or 0 for row in mine[:-1]) == pytest.approx(mine[-1][head])


def test_every_figure_says_its_kind(books_made: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    words = Words("zh", WORKBOOK)
    kinds = [str(row[words("figure_kind")]) for row in rows(books_made["zh"], words("sheet_sources"))]
    (run,) = office_files.read(paper_runs["combined-plan"])
    figures = run.table("figures.csv").select("id", "kind").iter_rows()
    want = [kind for name, kind in figures if not name.startswith("build.")]  # builds of other counties
    assert sum(kind == "■ 报告" for kind in kinds) == want.count("reported")
    assert sum(kind == "◇ 假定" for kind in kinds) == want.count("assumed") + len(run.answers["rests_on"]["assumed"])


def test_figures_are_this_countys_and_keys_are_told_by_their_meaning(books_made: dict[str, bytes]) -> None:
    words = Words("zh", WORKBOOK)
    told = {
        str(row[words("figure_id")]): row[words("meaning_head")]
        for row in rows(books_made["zh"], words("sheet_sources"))
    }
    assert not [name for name in told if name.startswith("build.")]
    assert told["uncertainty.migration.common_sd"] == "各片区共同的入学率年度波动的尺度"
    assert not told["births.national.2020"]


@pytest.mark.parametrize("name", ["zh", "en-3", "bare"])
def test_charts_draw_cells_that_hold_numbers_and_stacks_add_up(books_made: dict[str, bytes], name: str) -> None:
    found = load_workbook(BytesIO(books_made[name]))
    charts = office_files.parts(books_made[name], r"charts/chart\d+\.xml")
    assert charts
    for text in charts.values():
        for sheet, cells in re.findall(r"<c:f>'?([^<!']+)'?!([^<]+)</c:f>", text):
            ranged = found[sheet][cells.replace("$", "")]
            values = [cell.value for row in (ranged if isinstance(ranged, tuple) else ((ranged,),)) for cell in row]
            assert any(value is not None for value in values), (sheet, cells)
    feed = found[found.sheetnames[-1]]
    lang = name[:2] if name != "bare" else "en"
    words = Words(lang, WORKBOOK)
    stacks = 0
    for head in feed.iter_rows(values_only=True):
        if head[1] == words("band_base") and words("p975_head") in head:
            bands, ends = 7, [head.index(words.term("statistic", p)) for p in ("p10", "p25", "p75", "p90")]
            columns = [*ends, head.index(words("p975_head"))]
            stacks += 1
            continue
        if stacks and head[0] and str(head[0]).isdigit() and head[bands - 1] is not None and len(columns) == 5:
            base, *steps = (float(str(value)) for value in head[1:bands])
            sums = [base := base + step for step in steps]
            if head[columns[-1]] is not None:
                assert sums == pytest.approx([head[column] for column in columns])
    assert stacks >= 4


def test_charts_say_what_they_show(books_made: dict[str, bytes]) -> None:
    drawings = "".join(office_files.parts(books_made["zh-3"], r"drawings/drawing\d+\.xml").values())
    charts = len(office_files.parts(books_made["zh-3"], r"charts/chart\d+\.xml"))
    assert len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]{20,}"', drawings)) == charts
    for text in office_files.parts(books_made["zh-3"], r"charts/chart\d+\.xml").values():
        assert text.count("<a:latin ") == text.count("<a:ea ") > 0
        assert "<c:title>" in text


def test_hostile_names_stay_text(books_made: dict[str, bytes]) -> None:
    found = load_workbook(BytesIO(books_made["hostile"]))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    evil = [cell for cell in cells if "cmd|" in cell.value]
    assert len(evil) > 100
    assert all(cell.data_type == "s" and "\u0007" not in cell.value for cell in cells)
    assert all(cell.quotePrefix for cell in evil if str(cell.value)[0] in "=+-@")
    assert all(cell.hyperlink.location for cell in cells if cell.hyperlink)
    assert not any(
        "<f>" in text for text in office_files.parts(books_made["hostile"], r"worksheets/sheet\d+\.xml").values()
    )
    assert not any(
        "http://x.example" in text for text in office_files.parts(books_made["hostile"], r"\.rels$").values()
    )
    charts = office_files.parts(books_made["hostile"], r"charts/chart\d+\.xml")
    assert not any("<c:f>cmd" in text for text in charts.values())


def test_same_bytes_and_fixed_dates(books_made: dict[str, bytes], paper_runs: dict[str, Path]) -> None:
    assert made("zh", paper_runs["combined-plan"]) == books_made["zh"]
    assert office_files.dates(books_made["zh"]) == {(1980, 1, 1, 0, 0, 0)}
    core = office_files.parts(books_made["zh"], r"core\.xml")["docProps/core.xml"]
    day = office_files.answers(paper_runs["combined-plan"])["information_date"]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]+", core)) == {f"{day}T00:00:00Z"}


def test_a_run_without_projects_teachers_and_crowding(books_made: dict[str, bytes]) -> None:
    words = Words("en", WORKBOOK)
    found = load_workbook(BytesIO(books_made["bare"]))
    for sheet, sentence in (("projects", "projects_none"), ("teachers", "teachers_none"), ("causes", "causes_none")):
        assert words(sentence) in [cell.value for row in found[words(f"sheet_{sheet}")] for cell in row]


def test_is_put_in_place_and_spares_what_is_not_ours(paper_runs: dict[str, Path], tmp_path: Path) -> None:
    runs = office_files.read(paper_runs["combined-plan"])
    path = write("xlsx", runs, None, None, "en", tmp_path)
    assert path.name == "tables.en.xlsx"
    assert write("xlsx", runs, None, None, "en", tmp_path).read_bytes() == path.read_bytes()
    path.write_bytes(b"PK not ours")
    with pytest.raises(RefusedFolder, match="was not written by seatsim"):
        write("xlsx", runs, None, None, "en", tmp_path)
    with pytest.raises(RefusedFolder, match="is a results folder"):
        write("xlsx", runs, None, None, "en", paper_runs["reference"])


def test_more_rows_than_a_sheet_holds_are_refused(paper_runs: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 500)
    with pytest.raises(RefusedFolder, match="more rows than a workbook holds"):
        made("en", paper_runs["combined-plan"])


def test_values_are_numbers_where_they_are() -> None:
    assert [typed(each) for each in ("3", "0.25", "1_000", '"x"', "true", "2021-05-31", "[1, 2]", "a b", None)] == [
        3, 0.25, 1000, '"x"', "true", "2021-05-31", "[1, 2]", "a b", None,
    ]  # fmt: skip


def test_every_word_is_one() -> None:
    own = {key: told for key, told in WORKBOOK.items() if key not in REPORT and key not in NATIVE}
    assert not set(NATIVE) & set(REPORT)
    assert all(WORKBOOK[key] == told for key, told in {**REPORT, **NATIVE}.items())
    assert all(zh and en for zh, en in own.values())
    assert all(re.search("[\u4e00-\u9fff]", zh) for zh, _ in own.values())


def test_libreoffice_converts_it(books_made: dict[str, bytes], tmp_path: Path) -> None:
    assert office_files.found_tools()
    pdf = office_files.converted(books_made["zh"], "tables.xlsx", tmp_path)
    assert office_files.pages(pdf) > 20
    assert all(office_files.inked(pdf, page) > 0.01 for page in range(1, 6))
