"""The page without a browser: what is told of a run, what keeps it shut, what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from chart_runs import changed as told_otherwise
from reports import EVIL, SCENARIOS, answers, changed, parquet
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import MissingExtra, RefusedFolder
from seatsim.inputs.sizes import content_of
from seatsim.language.page_one import PAGE_ONE
from seatsim.language.report import REPORT
from seatsim.language.report_page_one import ROOMIER
from seatsim.language.words import Words
from seatsim.papers.blocks import Cell, Grid, Heading, Row
from seatsim.papers.chart import NAMES, PAPER
from seatsim.papers.headline import headline
from seatsim.papers.page.colours import DARK
from seatsim.papers.page.safe import json_block, policy
from seatsim.papers.page_one import page_one
from seatsim.papers.runs import Run, name_runs
from seatsim.papers.tables.comparison import comparison
from seatsim.papers.tables.schools import announced, colour, schools
from seatsim.papers.tables.september import september
from seatsim.papers.tables.teachers import teachers
from seatsim.results import read, stored
from seatsim.results.manifest import scenario_digest
from seatsim.results.read import read_results

ZH = Words("zh", REPORT)
FIELDS = re.compile(r"{(\w*)")


@pytest.fixture(scope="module")
def run(plans: dict[str, Path]) -> Run:
    return name_runs([read_results(plans["combined-plan"])], ZH)[0]


def _grid(blocks: object) -> Grid:
    assert isinstance(blocks, tuple)
    return next(block for block in blocks if isinstance(block, Grid))


def _texts(row: Row) -> list[str]:
    return [cell.text if isinstance(cell, Cell) else cell for cell in row.cells]


def test_the_same_results_give_the_same_bytes(plans: dict[str, Path], tmp_path: Path) -> None:
    first, second = (api.report([plans["reference"]], lang="en", out=tmp_path / name)[0] for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_the_page_asks_for_nothing_and_runs_nothing_but_its_own(papers: dict[str, Path]) -> None:
    text = papers["zh"].read_text(encoding="utf-8")
    told = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert told is not None
    rules = told[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'")
    assert "unsafe-eval" not in rules
    assert re.search(r"script-src ('sha256-[^']+' ?){2}$", rules)
    markup = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", markup)
    assert not re.search(r"url\((?!#)", text.split("</style>")[0])


def test_data_cannot_end_the_element_that_holds_it() -> None:
    told = json_block({EVIL: EVIL})
    assert not re.search("[<>&\u2028\u2029]", told)
    assert json.loads(told) == {EVIL: EVIL}
    assert policy(["a"]) != policy(["b"])


@pytest.mark.parametrize("words", [REPORT, ROOMIER], ids=["report", "page one"])
def test_every_sentence_stands_in_both_languages_with_the_same_places(words: Mapping[str, tuple[str, str]]) -> None:
    for key, (zh, en) in words.items():
        assert bool(zh.strip()) == bool(en.strip()), key
        if key not in PAGE_ONE:  # page one's own may leave out what one language does not need
            assert set(FIELDS.findall(zh)) == set(FIELDS.findall(en)), key
    assert ROOMIER.keys() <= PAGE_ONE.keys()


def test_page_one_tells_every_row_in_its_order(run: Run) -> None:
    blocks = page_one(run, ZH)
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    numbered = [title[0] for title in titles if title[0] in "一二三四五六七八"]
    assert numbered == list("一二三四五六七八")
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert max(len(grid.rows) for grid in grids) >= len(run.answers["projects"]) > 8


def test_the_big_figures_are_those_of_the_answers(run: Run) -> None:
    tiles = headline(run, ZH).tiles
    assert 3 <= len(tiles) <= 5
    told = run.answers["crowding"]["pupils_above_standard"]["all"]["2025"]
    assert tiles[0].value == f"{told['p50']:,}"
    assert f"{told['p10']:,}" in tiles[0].band
    assert tiles[0].rests_kind == "assumed"


@pytest.mark.parametrize(
    ("colours", "place"),
    [("gggg", None), ("ggggr", 2), ("gggaa", 1), ("garg", 0), ("rggg", 0), ("ggrgg", 0)],
)
def test_a_shortage_is_announced_two_years_before_or_now(colours: str, place: int | None) -> None:
    assert announced(colours) == place


def test_colours_begin_at_the_limits() -> None:
    warning = {"red": 0.5, "amber": 0.2}
    assert [colour(chance, warning) for chance in (0.0, 0.199, 0.2, 0.499, 0.5, 1.0)] == list("ggaarr")


def test_no_school_reads_as_if_it_had_reached_a_line(run: Run) -> None:
    table = run.table("schools.csv")
    chance = pl.when(pl.col("chance") > 0).then(0.796).otherwise(0.004).alias("chance")
    near = Run(
        run.key,
        run.title,
        told_otherwise(run.results, tables={"schools.csv": table.with_columns(chance)}),
        run.zones,
        {},
    )
    cells = [cell for row in _grid(schools(near, ZH)).rows for cell in row.cells[3:] if isinstance(cell, Cell)]
    told = {re.sub(r"^⚑?.|%.*", "", cell.text) for cell in cells}
    assert told == {"79", "1"}, "the chart of the zones rounds down too"


def test_capital_is_told_for_the_years_that_it_counts(plans: dict[str, Path]) -> None:
    run = name_runs([read_results(plans["combined-plan"])], Words("en", REPORT))[0]
    tile = headline(run, Words("en", REPORT)).tiles[-1]
    money = run.answers["money"]
    paid = sum(row["paid"]["mean"] for row in money["capital"])
    assert money["parts"]["parts"]["capital"]["scenario"] == pytest.approx(paid * 1e4, rel=1e-6)
    assert money["capital"][0]["year"] == run.answers["baseline_year"] == 2020
    assert "2020/21" in tile.label
    spent = run.results.frame().county("capital", "all").sum(axis=0)
    low, *_, high = sorted(spent)  # of four futures p10 is the least and p90 the most
    assert [f"{amount / 100:,.2f} million" in tile.band for amount in (low, high)] == [True, True]


def test_the_bridges_of_a_zone_stand_below_those_of_projects(plans: dict[str, Path]) -> None:
    told = api.compare([*plans.values()]).comparison
    assert told["bridge_or_build_zones"]
    words = Words("en", REPORT)
    grids = [block for block in comparison(told, words) if isinstance(block, Grid)]
    projects, zones = grids[-2:]
    assert (len(projects.rows), len(zones.rows)) == tuple(
        len(told[name]) for name in ("bridge_or_build", "bridge_or_build_zones")
    )
    for row, each in zip(zones.rows, told["bridge_or_build_zones"], strict=True):
        assert _texts(row)[1] == f"{len(each['projects'])} together"
        assert (row.stage, row.zone) == (each["stage"], each["zone"])
    levels = [_texts(row)[-1] for row in (*projects.rows, *zones.rows)]
    assert sum(" / " in level for level in levels) == sum(
        row["served"] is not None for name in ("bridge_or_build", "bridge_or_build_zones") for row in told[name]
    )


def test_schools_show_the_chances_of_the_table_worst_first(run: Run) -> None:
    grid = _grid(schools(run, ZH))
    table = run.table("schools.csv").filter(pl.col("measure") == "pupils_over_seats")
    register = run.table("register.csv")
    nine = register.filter(register["kind"] == "nine-year")["school_id"].to_list()
    assert nine
    table = table.filter((pl.col("stage") == "all") == pl.col("school_id").is_in(nine))
    assert len(grid.rows) * len(run.years) == len(table)
    red = run.answers["limits"]["warning"]["red"]
    cells = [cell for row in grid.rows for cell in row.cells[3:] if isinstance(cell, Cell)]
    assert sum(cell.css[0] == "r" for cell in cells) == (table["chance"] >= red).sum()
    worst = [any(isinstance(cell, Cell) and cell.css[0] == "r" for cell in row.cells) for row in grid.rows]
    assert worst == sorted(worst, reverse=True)
    assert all(cell.text.strip("⚑")[0] in "▲◆○" for cell in cells)


def test_more_years_than_fit_beside_each_other_take_another_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len([block for block in schools(run, ZH) if isinstance(block, Grid)]) == 1
    monkeypatch.setattr("seatsim.papers.tables.schools._MOST_YEARS", 3)
    parts = [block for block in schools(run, ZH) if isinstance(block, Grid)]
    assert [year for part in parts for year in part.heads[3:]] == [str(year) for year in run.years]
    cells = [cell for part in parts for row in part.rows for cell in row.cells[3:] if isinstance(cell, Cell)]
    announced_once = sum("w" in row.css.split() for row in parts[0].rows)
    assert sum("f" in cell.css.split() for cell in cells) == announced_once


def test_the_ledger_adds_up_and_the_september_sums_are_sums(run: Run) -> None:
    rows = [row for row in _grid(teachers(run, ZH)).rows if row.stage == "all"]
    for row in rows[1:]:
        opening, retired, left, moved, hired, closing = (
            int(text.replace(",", "").replace("−", "-").replace("+", "")) for text in _texts(row)[2:8]
        )
        assert abs(opening - retired - left + moved + hired - closing) <= 3  # six rounded numbers
    sheet = _grid(september(run, ZH))
    table = run.table("september.csv")
    total = next(row for row in sheet.foot if (row.stage, row.zone) == ("all", "all"))
    primary = next(row for row in sheet.foot if (row.stage, row.zone) == ("primary", "all"))
    assert _texts(total)[7] == f"{table['entry_places_mean'].sum():,.0f}"
    assert _texts(primary)[7] == f"{table.filter(pl.col('stage') == 'primary')['entry_places_mean'].sum():,.0f}"


def test_two_runs_of_one_name_have_keys_and_titles_of_their_own(plans: dict[str, Path]) -> None:
    found = read_results(plans["reference"])
    first, second = name_runs([found, found], ZH)
    assert first.key != second.key
    assert first.title != second.title


def test_day_and_night_have_every_colour() -> None:
    assert set(DARK) == set(NAMES) == set(PAPER.colours)


def test_formats_are_named_and_nothing_else_is_offered(
    plans: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(plans["reference"]), "--format", "odt"]) == 2
    assert "html, docx, xlsx, pptx, text" in capsys.readouterr().err
    with pytest.raises(ValueError, match="html"):
        api.report([plans["reference"]], formats=["pdf"])
    with pytest.raises(ValueError, match="at least one run"):
        api.report([])


def test_folders_and_files_that_are_not_ours_are_left_alone(plans: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(RefusedFolder, match="no such folder"):
        api.report([tmp_path / "nothing"])
    with pytest.raises(RefusedFolder, match="results folder"):
        api.report([plans["reference"]], out=plans["combined-plan"])
    own = tmp_path / "report.en.html"
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedFolder, match="not written by seatsim"):
        api.report([plans["reference"]], lang="en", out=tmp_path)
    assert own.read_text(encoding="utf-8") == "mine"


def test_what_refuses_the_page_is_said_before_anything_is_compared(
    plans: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compared(*_: object) -> None:
        raise AssertionError("compared first")

    monkeypatch.setattr("seatsim.comparing.comparison.compare_results", compared)
    runs = [*plans.values()]
    (tmp_path / "report.zh.html").mkdir()
    with pytest.raises(RefusedFolder, match=r"report\.zh\.html: cannot be read"):
        api.report(runs, lang="zh", out=tmp_path)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedFolder, match="is no folder"):
        api.report(runs, lang="zh", out=tmp_path / "file")
    monkeypatch.setattr("seatsim.papers.places.find_spec", lambda _: None)
    with pytest.raises(MissingExtra):
        api.report(runs, lang="zh", out=tmp_path / "new")


def test_a_run_given_twice_is_refused(plans: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(RefusedFolder, match="given twice"):
        api.report([plans["reference"], plans["reference"]], out=tmp_path)


def _manifests_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def noted(path: Path, most: int, typed: bool = False) -> bytes:
        if path.exists():
            found.append(path.name)
        return content_of(path, most, typed)

    for module in (stored, read):
        monkeypatch.setattr(module, "content_of", noted)
    return found


def test_each_manifest_scenario_and_answers_are_read_once(
    plans: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _manifests_read(monkeypatch)
    api.report([*plans.values()], lang="zh", out=tmp_path)
    assert [found.count(name) for name in ("manifest.json", "scenario.toml", "answers.json")] == [2, 2, 2]


_OTHERWISE: dict[str, tuple[int | str, dict[str, str]]] = {
    "seed": (9, {"zh": "种子是 9，", "en": "seed of “Combined plan” is 9, "}),
    "horizon": (2026, {"zh": "测算到 2026 年", "en": "“Combined plan” runs to 2026"}),
    "county_digest": ("f" * 64, {"zh": "摘要 ffffffffffff）", "en": "(digest ffffffffffff)"}),
}


def _otherwise(key: str, value: int | str, plan: Path, to: Path) -> Path:
    """The plan with another seed, county or horizon, as a run would have told it."""
    if key == "horizon":
        scenario = SCENARIOS / "combined-plan.toml"
        return api.run(scenario, out=to, replications=2, overrides=[f"horizon={value}"], reference=False).folder
    other = changed(plan, to, {"answers.json": answers(lambda told: told.update({key: value} if key in told else {}))})
    told = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    told["content"][key] = value
    told["content"]["scenario_digest"] = scenario_digest(read_results(plan).scenario, told["content"]["county_digest"])
    (other / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    return other


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", _OTHERWISE)
def test_why_runs_are_not_paired_is_said_once_in_the_language_of_the_page(
    key: str, lang: str, plans: dict[str, Path], tmp_path: Path
) -> None:
    value, said = _OTHERWISE[key]
    pages = []
    for place in ("one", "two"):
        other = _otherwise(key, value, plans["combined-plan"], tmp_path / place / "plan")
        pages.append(api.report([plans["reference"], other], lang=lang, out=tmp_path / place)[0].read_bytes())
    assert pages[0] == pages[1], "no path in it"
    text = pages[0].decode().split('<script type="application/json"')[0]
    assert text.count(said[lang]) == 1
    assert "cannot be paired" not in text
    assert str(tmp_path) not in pages[0].decode()


def test_a_run_is_called_the_same_wherever_it_stands(plans: dict[str, Path], tmp_path: Path) -> None:
    other = changed(plans["reference"], tmp_path / "again", {})
    text = api.report([plans["reference"], other], lang="en", out=tmp_path)[0].read_text(encoding="utf-8")
    title = read_results(plans["reference"]).answers["title"]["en"]
    found = {*re.findall(re.escape(title) + r"(?: ·|\s\()[^<\"”:]*?\)", text)}
    assert found == {f"{title} (reference)", f"{title} (again)"}
    assert f"{title} · reference" not in text


def test_a_changed_table_is_refused(plans: dict[str, Path], tmp_path: Path) -> None:
    run = changed(plans["reference"], tmp_path / "run", {"replications.parquet": parquet(pupils=1)})
    (run / "zones.csv").write_text("county,zone\n", encoding="utf-8")
    with pytest.raises(RefusedFolder, match="changed after the run"):
        api.report([run])


def test_without_the_extra_it_says_what_to_install(plans: dict[str, Path]) -> None:
    script = (
        "import sys; sys.modules['vl_convert'] = None\n"
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'vl_convert' else find(name, *more)\n"
        f"from seatsim.cli import main; sys.exit(main(['report', {str(plans['reference'])!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "seatsim[report]"' in done.stderr


def test_the_command_prints_where_the_page_is(
    plans: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(plans["reference"]), "--lang", "zh", "--out", str(tmp_path / "o")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "o" / "report.zh.html")
    assert not list((tmp_path / "o").glob(".*"))
