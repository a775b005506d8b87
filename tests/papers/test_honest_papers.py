"""No number of a paper looks surer than it is: what it rests on, in which stages, and whether its date has passed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import office_files
import pytest
from docx import Document

import reports
from seatsim.language.brief import BRIEF
from seatsim.language.charts import CHARTS
from seatsim.language.page_one import PAGE_ONE
from seatsim.language.slides import SLIDES
from seatsim.language.starting.marks import is_made_up
from seatsim.language.words import Words
from seatsim.papers.basis import counted_kind, projected, pupils_kind, stages_kind
from seatsim.papers.blocks import Grid, Sentence
from seatsim.papers.charts.teachers import teachers
from seatsim.papers.charts.told import tell as tell_charts
from seatsim.papers.docx import document
from seatsim.papers.headline import headline
from seatsim.papers.later_stages import later_stages
from seatsim.papers.page_one import Blocks, page_one
from seatsim.papers.runs import BY_RULE, Run, name_runs
from seatsim.papers.slides.messages import Subject
from seatsim.papers.slides.messages import teachers as teachers_slide
from seatsim.papers.tables.projects import projects
from seatsim.papers.tables.schools import schools
from seatsim.papers.tables.september import september
from seatsim.papers.word import problems, situation
from seatsim.papers.word.told import Teller
from seatsim.telling.deadlines import late, passed
from seatsim.telling.staff import tell_posts

EN, ZH = Words("en", BRIEF), Words("zh", BRIEF)
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def altered(paper_runs: dict[str, Path], tmp_path: Path) -> Callable[..., Run]:
    """The plan with its answers, and rows of tables, changed."""

    def made(change: Change, words: Words = EN, **tables: Callable[[reports.Rows], reports.Rows]) -> Run:
        files = {f"{name}.csv": reports.table(each) for name, each in tables.items()}
        to = tmp_path / f"altered-{len(list(tmp_path.iterdir()))}"
        folder = reports.changed(
            paper_runs["combined-plan"], to, {"answers.json": reports.answers(change), **files}, "altered"
        )
        return name_runs(office_files.read(folder), words)[0]

    return made


def same(_told: dict[str, Any]) -> None:
    """The answers as they are."""


def registered(told: dict[str, Any]) -> None:
    """The answers of a county whose register has everything."""
    told["rests_on"]["classrooms_and_classes"] = "registered"
    told["posts"]["staff_kind"] = "reported"
    start = told["rests_on"]["pupils_at_baseline"]["county"]
    start["p10"] = start["p90"] = start["p50"] = 12_345


def known(rows: reports.Rows) -> reports.Rows:
    return [{**row, "status": "registered" if row["status"] == "assumed" else row["status"]} for row in rows]


def test_a_projection_is_derived_at_best(altered: Callable[..., Run]) -> None:
    run = altered(registered, register=known)
    tell = Teller(run, EN)
    now, later = situation.situation(tell).text, situation.crowding(tell).text
    assert "12,345 pupils (reported)" in now
    assert "reported" in now.split(";")[0]
    assert "reported" not in now.split(";", 1)[1]  # a register holds no sizes of classes
    assert "derived" in later
    assert "reported" not in later
    assert all("reported" not in said.text for said in situation.staff(tell))
    assert {tile.rests_kind for tile in headline(run, EN).tiles} == {"derived", "assumed"}  # money is assumed


def test_the_years_of_a_row_are_each_told_what_they_rest_on(altered: Callable[..., Run]) -> None:
    sheet = next(situation.results_table(Teller(altered(registered, register=known), EN)))
    kinds = {row.cells[0]: row.cells[-1] for row in sheet.rows}
    assert kinds["primary: pupils"] == "reported/derived"
    assert kinds["primary: seats less pupils"] == kinds["Pupils above standard"] == "derived"


def test_a_made_up_register_is_assumed(altered: Callable[..., Run]) -> None:
    run = altered(registered)
    assert pupils_kind(run) == stages_kind(run) == "assumed"
    assert Teller(run, EN).pupils == "assumed"


def of_some_nothing(told: dict[str, Any]) -> None:
    """The answers of a county of whose primary pupils some sit in schools without rooms and classes."""
    registered(told)
    rests = told["rests_on"]
    rests["classrooms_and_classes"] = "neither"
    rests["rooms_by_stage"] = {
        "kindergarten": "completed", "primary": "neither", "junior": "registered", "senior": "registered",
    }  # fmt: skip
    rests["shares"]["pupils_without_rooms_and_classes"] = 0.036


def test_only_stages_with_unknown_rooms_are_assumed_and_the_share_of_pupils_is_told(
    altered: Callable[..., Run],
) -> None:
    run = altered(of_some_nothing, register=known)
    kinds = {row.cells[0]: row.cells[-1] for row in next(situation.results_table(Teller(run, EN))).rows}
    assert kinds["primary: seats less pupils"] == kinds["Pupils above standard"] == "assumed"
    assert kinds["junior: seats less pupils"] == kinds["senior: seats less pupils"] == "derived"
    assert [counted_kind(run, "pupils_large", each) for each in ("primary", "junior")] == ["assumed", "derived"]
    assert counted_kind(run, "pupils_oversized", "all") == "derived"  # pupils of schools, not of classes
    made_up = altered(of_some_nothing)
    assert counted_kind(made_up, "pupils_oversized", "all") == "assumed"
    (tile, *_) = headline(run, EN).tiles
    assert tile.rests == "rooms and classes by rule for 4% of pupils: crowding there today is not known"


def test_the_worked_county_rests_on_its_figure(altered: Callable[..., Run]) -> None:
    run = altered(same)
    assert (pupils_kind(run), stages_kind(run)) == ("reported", "derived")
    assert [projected(kind) for kind in ("reported", "derived", "assumed", "set")] == ["derived"] * 2 + ["assumed"] * 2


@pytest.mark.parametrize(
    ("source", "made_up"),
    [("synthetic: zones", True), ("示例：虚构数据", True), ("assumed by the bureau", True), ("按往年假定", True),
     ("register of 2025", False), ("", False)],
)  # fmt: skip
def test_sources_say_that_a_row_is_made_up(source: str, made_up: bool) -> None:
    assert is_made_up(source) == made_up


def with_one_by_rule(rows: reports.Rows) -> reports.Rows:
    """A register with everything, but for the rooms of its first school."""
    return [{**row, "status": "registered" if place else "completed"} for place, row in enumerate(rows)]


@pytest.mark.parametrize("words", [EN, ZH])
def test_a_school_with_rooms_by_rule_is_marked_in_every_list(words: Words, altered: Callable[..., Run]) -> None:
    run = altered(registered, words, register=with_one_by_rule)
    first, *others = run.schools.values()
    assert first.shown == f"{first.name} {BY_RULE}"
    lists = [schools(run, words), september(run, words)]
    for blocks in lists:
        shown = {row.cells[0] for block in blocks if isinstance(block, Grid) for row in block.rows}
        assert first.shown in shown
        assert not shown & {first.name, *(f"{other.name} {BY_RULE}" for other in others)}
        assert BY_RULE in "".join(block.text for block in blocks if isinstance(block, Sentence))
    plain = altered(registered, words, register=known)
    assert BY_RULE not in str([schools(plain, words), september(plain, words)])


def uneven(rows: reports.Rows) -> reports.Rows:
    """Kindergartens lack 80 teachers in every year, primary schools have 100 too many."""
    gaps = {"kindergarten": ("80", "0"), "primary": ("0", "100"), "all": ("80", "100")}
    return [{**row, **dict(zip(("short", "surplus"), gaps.get(row["stage"], ("0", "0")), strict=True))} for row in rows]


@pytest.mark.parametrize(
    ("words", "short", "spare"),
    [(EN, " in kindergarten", ", while 100 are too many in primary"), (ZH, "（幼儿园）", "，同年小学富余")],
)
def test_who_is_short_is_told_beside_who_is_too_many(
    words: Words, short: str, spare: str, altered: Callable[..., Run]
) -> None:
    run = altered(same, words, teachers=uneven)
    (hires,) = situation.staff(Teller(run, words))
    tile = next(tile for tile in headline(run, words).tiles if short in tile.beside)
    slides, drawn = Words(words.lang, SLIDES), Words(words.lang, CHARTS)
    charts = {chart.id: chart for chart in teachers(tell_charts([run.results], drawn), drawn)}
    slide = teachers_slide(Subject(run, [run], charts, None, slides))
    assert slide is not None
    for text in (hires.text, tile.beside, slide.title):
        assert short in text
        assert spare in text
    surplus = "".join(problems._later(Teller(run, words)))
    assert words("gap_lack").format(stages=words.stage("kindergarten"), n=80) in surplus


def test_a_stage_that_lacks_nobody_is_not_named(altered: Callable[..., Run]) -> None:
    def none(rows: reports.Rows) -> reports.Rows:
        return [{**row, "short": "0.4", "surplus": "0"} for row in rows]

    (hires,) = situation.staff(Teller(altered(same, teachers=none), EN))
    assert " in " not in hires.text.split("short most in ")[1].split(":")[1]


@pytest.mark.parametrize(("kind", "marked"), [("assumed", True), ("reported", False)])
def test_posts_in_place_look_assumed_where_no_file_has_them(
    kind: str, marked: bool, altered: Callable[..., Run]
) -> None:
    run = altered(lambda told: told["posts"].update(staff_kind=kind))
    told = tell_charts([run.results], Words("en", CHARTS))
    stocks, _ = teachers(told, Words("en", CHARTS))
    paper = Blocks(Words("en", PAGE_ONE))
    tell_posts(paper, run.answers, Words("en", PAGE_ONE))
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    whole = next(block for block in page_one(run, EN) if isinstance(block, Grid) and len(block.heads) == len(grid.heads)
                 and any("posts filled" in head for head in block.heads))  # fmt: skip
    assert ("filled (assumed)" in stocks.heads["filled"]) == marked
    assert ("filled (assumed)" in stocks.alt) == marked
    assert ("filled*" in grid.heads) == marked
    assert any("posts filled (assumed)" in head for head in whole.heads) == marked


@pytest.mark.parametrize(
    ("by", "known_to", "over"),
    [
        ("2025-09", "2025-12-31", True),
        ("2025-12", "2025-12-31", True),  # nothing is left of the month
        ("2025-12", "2025-12-30", False),
        ("2026-01", "2025-12-31", False),
        ("2025-12-30", "2025-12-31", True),
        ("2025-12-31", "2025-12-31", False),
    ],
)
def test_dates_pass(by: str, known_to: str, over: bool) -> None:
    answers = {"information_date": known_to}
    assert passed(by, answers) == over
    assert late({"basis": "latest_start", "by": by}, answers) == over
    assert late({"basis": "too_late", "by": by}, answers)


def timed(known_to: str) -> Change:
    """Answers of a plan with one project that could start in April 2021 at the latest."""

    def change(told: dict[str, Any]) -> None:
        told["information_date"] = known_to
        project = next(row["project"] for row in told["decisions"] if "project" in row)
        told["decisions"] = [row for row in told["decisions"] if row.get("project") == project]
        for row in told["decisions"]:
            row.update(by="2021-04", basis="latest_start")
        state = {"state": "open", "last_month": "2021-04", "reached": None}
        told["latest_starts"] = [{**row, **state} for row in told["latest_starts"] if row["project"] == project]

    return change


@pytest.mark.parametrize(("known_to", "over"), [("2021-04-29", False), ("2021-04-30", True), ("2025-12-31", True)])
def test_a_date_that_has_passed_is_marked_wherever_it_stands(
    known_to: str, over: bool, altered: Callable[..., Run]
) -> None:
    run = altered(timed(known_to))
    brief = Document(BytesIO(document([run.results], None, None, "en")))
    cells = [cell.text for table in brief.tables for row in table.rows for cell in row.cells]
    assert ("Apr 2021 (late)" in cells) == over
    assert ("Apr 2021" in cells) != over
    blocks = [*page_one(run, EN), *projects(run, EN)]
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    told = [cell if isinstance(cell, str) else cell.text for row in rows for cell in row.cells]
    dates = [cell for cell in told if cell.startswith("2021-04") and "20" not in cell[7:]]
    assert len(dates) == 3  # decision and latest start of page one, the table of projects
    assert all(cell.endswith("(late)") == over for cell in dates)


def crowded(**years: int | None) -> Change:
    """Answers with the first years in which stages keep the standard."""

    def change(told: dict[str, Any]) -> None:
        for stage, year in years.items():
            told["first_year"]["above_standard"][stage].update(p50=year, p10=year, p90=year, already=0)

    return change


def test_stages_that_stay_crowded_longer_than_primary_are_named(altered: Callable[..., Run]) -> None:
    run = altered(crowded(kindergarten=2021, primary=2022, junior=None, senior=2025))
    assert later_stages(run.answers) == {"senior": 2025, "junior": None}
    assert situation.crowding(Teller(run, EN)).text.endswith("; senior 2025, junior not by 2027.")
    tile = next(tile for tile in headline(run, EN).tiles if "Primary" in tile.label)
    assert "senior, junior: later" in tile.beside


def test_stages_are_named_where_primary_is_done(altered: Callable[..., Run]) -> None:
    def done(told: dict[str, Any]) -> None:
        crowded(kindergarten=2021, primary=None, junior=2024, senior=2024)(told)
        told["first_year"]["above_standard"]["primary"]["already"] = 1

    text = situation.crowding(Teller(altered(done), EN)).text
    assert "from: kindergarten 2021, junior 2024, senior 2024 (assumed)." in text
    none = altered(crowded(kindergarten=None, primary=None, junior=2024, senior=2024))
    assert later_stages(none.answers) == {}


def test_the_stage_with_most_of_the_crowded_is_named(altered: Callable[..., Run]) -> None:
    def most(stage: str) -> Change:
        def change(told: dict[str, Any]) -> None:
            for name, each in told["crowding"]["pupils_above_standard"].items():
                each["2025"]["p50"] = {stage: 60, "all": 100}.get(name, 20)

        return change

    assert ", 60 of them in junior" in situation.crowding(Teller(altered(most("junior")), EN)).text
    assert "of them" not in situation.crowding(Teller(altered(most("primary")), EN)).text


def test_latin_lines_are_not_drawn_apart(altered: Callable[..., Run]) -> None:
    run = altered(same)
    for lang, filled in (("en", False), ("zh", True)):
        body = Document(BytesIO(document([run.results], None, None, lang))).element.body
        assert ('<w:jc w:val="both"/>' in body.xml) == filled
