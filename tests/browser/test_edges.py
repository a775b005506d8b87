"""Pages of runs that tell little, or what tries to break a page; twenty runs; five hundred schools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import reports
from chromium import Opener
from reports import EVIL, answers, changed, many_schools, moved, none, parquet, renamed, table
from seatsim import api

Changes = Mapping[str, Callable[[bytes], bytes]]
_MEGABYTE = 1e6


def _evil(told: dict[str, Any]) -> None:
    for name in ("county_name", "title"):
        told[name] = {"zh": EVIL, "en": EVIL}
    for row in told["projects"]:
        row["name"] = {"zh": EVIL, "en": EVIL}


def _nobody(told: object) -> object:
    """Every number of a block of statistics set to 0."""
    if isinstance(told, dict):
        return {key: 0 if key in ("mean", "p10", "p50", "p90") else _nobody(value) for key, value in told.items()}
    return told


def _calm(told: dict[str, Any]) -> None:
    """Nobody crowded, in the reference neither; nothing split into causes."""
    told["crowding"] = _nobody(told["crowding"])
    told.pop("causes", None)


def _no_staff(told: dict[str, Any]) -> None:
    told["posts"] = {key: value for key, value in told["posts"].items() if key != "stages"}


def _no_projects(told: dict[str, Any]) -> None:
    told["projects"], told["decisions"] = [], []
    told.pop("latest_starts", None)


def _no_reference(told: dict[str, Any]) -> None:
    for block in told.values():
        if isinstance(block, dict):
            block.pop("reference", None)


_CROWDED = dict.fromkeys(("pupils_above_standard", "pupils_large", "pupils_super_large", "pupils_oversized"), 0)
_CASES: Mapping[str, tuple[Changes, str]] = {
    "zero crowded classes": (
        {"answers.json": answers(_calm), "replications.parquet": parquet(**_CROWDED), "causes.csv": table(none)},
        "causes",
    ),
    "no staff": ({"answers.json": answers(_no_staff), "teachers.csv": table(none)}, "teachers"),
    "no projects": ({"answers.json": answers(_no_projects), "projects.csv": table(none)}, "projects"),
    "no reference": ({"answers.json": answers(_no_reference)}, "comparison"),
    "no september": ({"september.csv": table(none)}, "september"),
    "no register of zones": ({"zones.csv": table(lambda rows: rows[:1])}, "comparison"),
}


@pytest.mark.parametrize("case", _CASES)
def test_what_is_not_told_is_a_sentence_and_no_chart_is_broken(
    case: str, plans: dict[str, Path], tmp_path: Path, opened: Opener
) -> None:
    changes, section = _CASES[case]
    run = changed(plans["combined-plan"], tmp_path / "run", changes)
    page = opened(api.report([run], lang="zh")[0]).page
    assert page.locator(f"#{section}").inner_text().count("。") >= 1
    for figure in page.locator("figure.chart").all():
        drawn, said = figure.locator("svg").count(), figure.locator("> .none").is_visible()
        assert (drawn > 0) != said
    for part in page.locator("main section[id]").all():
        assert len(part.inner_text().strip()) > len(part.locator("h2").inner_text())
    assert "undefined" not in page.inner_text("body")
    assert "NaN" not in page.inner_text("body")


def test_names_stay_text(plans: dict[str, Path], tmp_path: Path, opened: Opener) -> None:
    names = renamed(name_zh=EVIL, name_en=EVIL)
    changes = {
        "answers.json": answers(_evil),
        "zones.csv": table(names),
        "register.csv": table(names),
        "projects.csv": table(renamed(source=EVIL)),
        "figures.csv": table(renamed(note=EVIL, source=EVIL)),
    }
    run = changed(plans["combined-plan"], tmp_path / "run", changes, scenario=EVIL)
    path = api.report([run], lang="en")[0]
    page = opened(path).page
    assert page.title() != "caught"
    assert not page.locator("img").count()
    assert EVIL.replace("\u2028", "") in page.inner_text("h1").replace("\u2028", "")
    assert "\u2028" not in path.read_text(encoding="utf-8").split('id="data">')[1].split("</script>")[0]
    assert page.locator("script").count() == 3


def test_runs_that_cannot_be_paired_are_shown_with_the_reason(
    plans: dict[str, Path], tmp_path: Path, opened: Opener
) -> None:
    other = tmp_path / "other"
    api.run(reports.SCENARIOS / "reference.toml", out=other, replications=2, overrides=["horizon=2023", "seed=9"])
    page = opened(api.report([plans["combined-plan"], other], lang="en", out=tmp_path)[0], "run=reference").page
    assert "the seed of “Reference" in page.locator("#comparison").inner_text()
    assert not page.locator("#comparison figure").count()
    assert "Reference" in page.locator("#page-one .told:not([hidden])").inner_text()


def test_twenty_runs_make_a_usable_page(plans: dict[str, Path], tmp_path: Path, opened: Opener) -> None:
    copies = [changed(plans["combined-plan"], tmp_path / str(i), moved(i + 1), scenario=f"plan-{i}") for i in range(19)]
    path = api.report([plans["reference"], *copies], lang="zh", out=tmp_path)[0]
    assert path.stat().st_size < 10 * _MEGABYTE
    found = opened(path)
    assert found.page.locator("[name=run] option").count() == 20
    for section in ("page-one", "schools", "zones", "teachers", "september"):
        told = found.page.locator(f"#{section} > [data-runs]:has(table), #{section} > template[data-runs]")
        assert told.count() >= 20, f"{section} of each run is another"
    shown = []
    for name in ("plan-18", "plan-7"):
        found.page.select_option("[name=run]", name)
        found.drawn()
        assert found.page.locator("#schools tbody tr:visible").count() > 100
        shown.append(found.page.locator("#schools tbody:visible").first.inner_text())
    assert shown[0] != shown[1]


def test_five_hundred_schools_make_a_usable_page(plans: dict[str, Path], tmp_path: Path, opened: Opener) -> None:
    run = many_schools(plans["combined-plan"], tmp_path / "run", 500)
    path = api.report([run], lang="zh")[0]
    assert path == run / "papers" / "report.zh.html"
    assert path.stat().st_size < 8 * _MEGABYTE
    found = opened(path)
    page = found.page
    every = page.locator("#schools tbody tr").count()
    assert every >= 500
    page.select_option("[name=stage]", "junior")
    page.fill("[name=school]", "老城区")
    assert 0 < page.locator("#schools tbody tr:visible").count() < every
    found.drawn()  # charts above take another height
    top = page.locator("#schools thead th").first.bounding_box()
    page.locator("#schools .scroll").evaluate("(box) => box.scrollTo(200, 2000)")
    assert page.locator("#schools thead th").first.bounding_box() == top  # head and first column stay
