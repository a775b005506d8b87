"""Ten questions of a planner who sees only what ``run`` printed, asked of a small run of the main job."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.cells import cell_len

from seatsim import api
from seatsim.printing.answer import print_answer
from seatsim.telling.capital import wait_that_matters

SCENARIO = Path(__file__).parents[2] / "scenarios" / "combined-plan.toml"
REPLICATIONS = 12


@dataclass(frozen=True)
class Page:
    """The printed page in English, beside what the files of the same run say."""

    text: str
    lines: tuple[str, ...]
    answers: Mapping[str, Any]
    folder: Path

    def section(self, number: int) -> str:
        """One section's lines as one text."""
        found = re.search(rf"(?:^|\n|\. ){number}\. (.*?)(?=(?:\n|\. ){number + 1}\. |\Z)", self.text, re.DOTALL)
        assert found is not None
        return found.group(1)

    def line(self, start: str, section: int) -> str:
        """The first line of a section that begins with some words."""
        return next(line.strip() for line in self.section(section).splitlines() if line.strip().startswith(start))

    def unwrapped(self, section: int) -> str:
        """A section without line ends."""
        return " ".join(self.section(section).split())


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> api.RunResult:
    return api.run(SCENARIO, out=tmp_path_factory.mktemp("results") / "plan", replications=REPLICATIONS)


@pytest.fixture
def page(run: api.RunResult, capsys: pytest.CaptureFixture[str]) -> Page:
    print_answer(run.answers, "en")
    text = capsys.readouterr().out
    return Page(text, tuple(text.splitlines()), run.answers, run.folder)


def which_schools_overflow(page: Page) -> None:
    frame = pl.read_csv(page.folder / "september.csv").sort("sent_elsewhere_mean", descending=True, nulls_last=True)
    largest = frame.row(0, named=True)
    told = next(row for row in page.answers["september"]["overflow"] if row["school"] == largest["school_id"])
    line = page.line(told["name"]["en"], 1)
    assert f"{largest['sent_elsewhere_p50']:.0f}" in line
    assert line.endswith("%")


def which_zone_is_short(page: Page) -> None:
    short = [row for row in page.answers["september"]["zones"] if row["short"] >= 0.2]
    told = page.unwrapped(1)
    if short:
        asked, places = short[0]["claims"]["p50"], short[0]["entry_places"]["p50"]
        assert f"{short[0]['name']['en']} ({short[0]['stage']}: {asked:,} ask, {places:,} places" in told
    else:
        assert "Every zone has entry places enough" in told


def how_many_classes_to_open(page: Page) -> None:
    frame = pl.read_csv(page.folder / "september.csv").filter(pl.col.stage == "primary")
    opened = re.search(r"([\d,]+)(?: \([^)]*\))?$", page.line("primary", 1))
    assert opened is not None
    assert int(opened.group(1)) == pytest.approx(frame["classes_open_mean"].sum(), rel=0.05)


def when_the_last_class_of_56_ends(page: Page) -> None:
    found = page.answers["first_year"]["large"]["all"]
    beside = page.answers["first_year"]["reference"]["large"]["all"]
    assert re.search(rf"no class of 56 +{found['p50']} .* {beside['p50']} \(", page.section(2))


def how_sure_2025_is(page: Page) -> None:
    for stage in ("primary", "junior"):
        chance = page.answers["first_year"]["above_standard"][stage]["by_2025"]
        assert f" {chance:.0%} " in page.line(f"≤ 2% over standard · {stage}", 2)


def how_many_wait_in_2024(page: Page) -> None:
    line = page.line("Awaiting a place", 3)
    waiting = page.answers["unplaced"]["all"]["by_year"]["2024"]
    if "nobody in at least 9 of 10 futures, in each year 2020–2035" in page.unwrapped(3):
        assert waiting["p90"] == 0
    else:
        ranges = re.findall(r"(\d{4})(?:–(\d{4}))? ([\d,]+)", line)
        told = [number for first, last, number in ranges if int(first) <= 2024 <= int(last or first)]
        assert told == [f"{waiting['p50']:,}"]


def peak_of_primary_and_empty_seats_in_2035(page: Page) -> None:
    peak = page.answers["peaks"]["primary"]["peak"]
    assert f"{peak['pupils']['p50']:,} in {peak['year']['p50']}" in page.line("primary", 3)
    empty = page.answers["empty_seats"]["primary"]["horizon"]["p50"]
    assert f"primary {empty:,}" in page.unwrapped(3).partition("Empty seats in 2035")[2]


def latest_start_of_each_project(page: Page) -> None:
    to_choose = [row for row in page.answers["latest_starts"] if row["state"] != "under-way"]
    lines = page.section(4).splitlines()
    assert to_choose
    for row in to_choose:
        name = row["name"]["en"].removesuffix("(assumed)").strip()
        line = next(line for line in lines if line.startswith(name[:16]) and str(row["wanted"]) in line)
        assert (row["last_month"] or "too late") in line
    not_shown = len(page.answers["projects"]) - sum("hand-over" not in line and "(20" in line for line in lines)
    assert f"Not shown: {not_shown} ({not_shown} under way)" in page.unwrapped(4)


def is_capital_enough_each_year(page: Page) -> None:
    rows = page.answers["money"]["capital"]
    heads = page.line("calendar year", 6).split()[2:]
    years = [year for year in heads if int(year) <= 2023]
    for label, values in {
        "budget": [f"{row['budget']:,.0f}" for row in rows],
        "paid": [f"{row['paid']['p50']:,.0f}" for row in rows],
        "chance of using it up": [f"{row['used_up']:.0%}" for row in rows],
    }.items():
        assert page.line(label, 6).split()[-len(heads) :][: len(years)] == values[: len(years)]
    row = wait_that_matters(page.answers)
    told = "no project waits long for capital" if row is None else "projects wait for capital in"
    assert told in page.section(6)


def what_rests_on_assumptions(page: Page) -> None:
    shares = page.answers["rests_on"]["shares"]
    told = page.unwrapped(8)
    assert "not in the report, assumed" in page.lines[1]
    assert f"rooms and classes of {shares['register_assumed']:.0%} of the schools" in told
    assert f"{shares['project_seats_assumed']:.0%} of the projects' seats" in told
    assert f"{shares['entrants_on_continued_births']:.0%} are born after 2021" in told


_HEADS = (("5. ", "五、"), ("7. ", "七、"))
"""Beginnings of the sections on posts and on decisions."""
QUESTIONS: Mapping[str, Callable[[Page], None]] = {
    "Which schools overflow next September, and by how many children?": which_schools_overflow,
    "Which zone is short of entry places?": which_zone_is_short,
    "How many primary classes must be opened next September?": how_many_classes_to_open,
    "When does the last class of 56 end, with the plan and without?": when_the_last_class_of_56_ends,
    "How sure is it that classes keep to the standard by 2025?": how_sure_2025_is,
    "How many children wait for a place in 2024?": how_many_wait_in_2024,
    "When do primary pupils peak, and how many seats are empty in 2035?": peak_of_primary_and_empty_seats_in_2035,
    "By when must each project enter review?": latest_start_of_each_project,
    "Is the capital enough in each year?": is_capital_enough_each_year,
    "What rests on assumptions?": what_rests_on_assumptions,
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_answers(question: str, page: Page) -> None:
    QUESTIONS[question](page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_one_page(lang: str, run: api.RunResult, capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(run.answers, lang)
    lines = capsys.readouterr().out.splitlines()
    posts, decisions = (next(i for i, line in enumerate(lines) if line.startswith(heads)) for heads in _HEADS)
    # Sections 5 and 6 were six lines, of a page of 90 at the most, before they had staff and spending to tell.
    assert len(lines) - (decisions - posts) <= 90 - 6
    assert decisions - posts <= 28
    assert max(cell_len(line.rstrip()) for line in lines) <= 100


@pytest.mark.parametrize(("senior", "told"), [(0.9, True), (0.0, False)])
def test_the_most_crowded_stage_is_not_left_out(
    senior: float, told: bool, run: api.RunResult, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = copy.deepcopy(dict(run.answers))
    share = dict.fromkeys(("p10", "p50", "p90"), senior)
    answers["rests_on"]["crowding_at_baseline"]["classes_above_standard"]["senior"] = share
    print_answer(answers, "en")
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Classes above standard in"))
    assert ("senior 90%" in line) is told
