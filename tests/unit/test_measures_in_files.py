"""Every published measure stands in the files of a run of the shipped county, and its formula holds there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import polars as pl
import pytest

from seatsim.api import run
from seatsim.cli import commands
from seatsim.domain.measures import MEASURES, RESOURCES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "measures.md"
BASELINE = 2020
KEYS = ["replication", "year", "zone", "stage"]
PROMISED = (
    *("pupils", "entrants", "entry_places", "seats", "seat_balance", "empty_seats", "pupils_over_seats", "seat_use"),
    *("unplaced", "placed_over_cap", "classes", "classes_above_standard", "classes_large", "classes_super_large"),
    *("pupils_above_standard", "pupils_large", "pupils_super_large", "special_rooms_borrowed", "schools"),
    *("schools_oversized", "senior_admission_rate", "posts", "staff", "teachers", "teachers_needed", "vacancies"),
    *("teachers_short", "teachers_surplus", "pupil_teacher_ratio", "subject_teachers_per_100", "backbone_share"),
    *("affordable_share", "between_school_cv", "spending", "capital"),
    *(f"between_school_cv_{indicator}" for indicator in RESOURCES),
)
"""Measures that the format of the results folder has promised from its first version on."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the main job with few futures and years."""
    out = tmp_path_factory.mktemp("results") / "combined-plan"
    scenario = ROOT / "scenarios" / "combined-plan.toml"
    return run(scenario, out=out, overrides=["horizon=2024"], replications=3, reference=False).folder


@pytest.fixture(scope="module")
def summary(folder: Path) -> pl.DataFrame:
    return pl.read_csv(folder / "summary.csv")


@pytest.fixture(scope="module")
def futures(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "replications.parquet")


def on_the_page() -> dict[str, tuple[str, set[str]]]:
    """Unit and stages of every measure on the published page."""
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|[^|]+\|[^|]+\|[^|]+\| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.M
    )
    return {name: (unit, set(stages.removesuffix(" (*county*)").split(", "))) for name, unit, stages in rows}


def test_the_page_holds_what_was_promised() -> None:
    page = on_the_page()
    assert set(page) == {measure.name for measure in MEASURES}
    assert set(PROMISED) <= set(page)


def test_page_and_help_name_no_year_of_the_worked_county() -> None:
    worked = re.compile(rf"\b(?:{BASELINE + 5}|{BASELINE + 10})\b")
    assert not worked.findall(PAGE.read_text(encoding="utf-8"))
    told = [
        option.get_help_record(click.Context(commands)) for each in commands.commands.values() for option in each.params
    ]
    assert len(told) > 20
    assert not [record for record in told if record and worked.search(" ".join(record))]


@pytest.mark.parametrize("name", sorted(on_the_page()))
def test_the_measure_stands_in_the_summary_with_its_unit_and_stages(name: str, summary: pl.DataFrame) -> None:
    unit, stages = on_the_page()[name]
    told = summary.filter(pl.col("measure") == name)
    assert set(told["unit"]) == {unit}
    assert set(told["stage"]) == stages
    assert set(told["year"]) == set(range(BASELINE + (name == "senior_admission_rate"), 2025))


def of(futures: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Rows of every future in which all these measures have a meaning."""
    told = futures.select(*KEYS, *names).drop_nulls()
    assert len(told) > 0, names
    return told


@pytest.mark.parametrize(
    ("measure", "formula"),
    [
        ("seat_balance", pl.col("empty_seats") - pl.col("pupils_over_seats") - pl.col("unplaced").fill_null(0)),
        ("seat_balance", pl.col("seats") - pl.col("pupils")),
        ("seat_use", pl.col("pupils") / pl.col("seats")),
        ("vacancies", pl.col("posts") - pl.col("posts_filled")),
        ("staff", pl.col("posts_filled") + pl.col("teachers_outside") + pl.col("teachers_temporary")),
        ("pupil_teacher_ratio", (pl.col("pupils") - pl.col("unplaced").fill_null(0)) / pl.col("teachers")),
        ("between_school_cv", pl.mean_horizontal(*(f"between_school_cv_{name}" for name in RESOURCES))),
        ("spending_per_pupil", pl.col("spending") / (pl.col("pupils") - pl.col("unplaced").fill_null(0))),
    ],
)
def test_the_formula_holds_in_every_future(measure: str, formula: pl.Expr, futures: pl.DataFrame) -> None:
    # Stage "all" of pupils covers every stage, of seats those with classes: there the formula is of other rows.
    here = futures.filter(
        pl.col(measure).is_not_null() & ((pl.col("stage") != "all") | (measure in ("vacancies", "staff")))
    )
    found = here.select(told=pl.col(measure), made=formula).drop_nulls()
    assert len(found) >= 3 * 5 * 2
    # The files hold six decimals.
    assert found["told"].to_list() == pytest.approx(found["made"].to_list(), abs=2e-6)


def test_senior_admission_is_over_the_junior_leavers_of_the_year_before(futures: pl.DataFrame) -> None:
    rate = of(futures, "senior_admission_rate", "entrants")
    assert set(rate["year"]) == {2021, 2022, 2023, 2024}
    leavers = rate.with_columns(leavers=pl.col("entrants") / pl.col("senior_admission_rate"))["leavers"]
    assert leavers.to_list() == pytest.approx([round(count) for count in leavers])
    juniors = futures.filter((pl.col("stage") == "junior") & (pl.col("zone") == "all"))
    # Those who leave are about a third of the stage, and never more than were in it.
    stage = {(r, y + 1): n for r, y, n in juniors.select("replication", "year", "pupils").iter_rows()}
    for (replication, year), count in zip(rate.select("replication", "year").iter_rows(), leavers, strict=True):
        assert 0.2 < count / stage[(replication, year)] < 0.5


def test_the_statistics_are_those_of_the_futures(summary: pl.DataFrame, futures: pl.DataFrame) -> None:
    told = summary.filter((pl.col("measure") == "between_school_cv") & (pl.col("stage") == "primary"))
    made = (
        of(futures, "between_school_cv")
        .filter(pl.col("stage") == "primary")
        .group_by("year")
        .agg(pl.col("between_school_cv").mean())
    )
    assert told.sort("year")["mean"].to_list() == pytest.approx(
        made.sort("year")["between_school_cv"].to_list(), abs=1e-6
    )
