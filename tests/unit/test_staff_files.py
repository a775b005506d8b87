"""``staff.csv`` and ``posts.csv``: read as they are, every fault told, completed by rule where they are missing."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seatsim.api import plan_of
from seatsim.domain.faults import InvalidInput
from seatsim.domain.staff import FIRST_AGE, IN_POST, MEN, OUTSIDE, PLAIN, SENIOR, WOMEN, StaffBaseline
from seatsim.domain.stages import STAGES
from seatsim.inputs.county import read_county
from seatsim.inputs.load import load
from seatsim.inputs.norms import norms
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from shipped import ROOT

PRIMARY = STAGES.index("primary")
HEAD = "stage,age,sex,senior_title,in_post,count,source\n"
ROWS = "primary,40,female,yes,yes,12,test\nprimary,59,male,no,no,3,test\njunior,30,male,no,yes,7,test\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "县")
    return tmp_path / "县"


def staff(folder: Path) -> StaffBaseline:
    found = read_county(folder).staff
    assert found is not None
    return found


def faults(folder: Path) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(InvalidInput) as error:
        read_county(folder)
    return [(Path(f.file).name, f.line, f.key, f.code) for f in error.value.faults]


def test_a_file_is_taken_as_it_is(folder: Path) -> None:
    (folder / "staff.csv").write_text("\ufeff" + HEAD + ROWS, encoding="utf-8")
    (folder / "posts.csv").write_text("stage,approved,source\nprimary,15,test\njunior,9,test\n", encoding="utf-8")
    found = staff(folder)
    assert found.stock[PRIMARY : PRIMARY + 2].sum() == 22
    assert found.stock[PRIMARY, IN_POST, WOMEN, SENIOR, 40 - FIRST_AGE] == 12
    assert found.stock[PRIMARY, OUTSIDE, MEN, PLAIN, 59 - FIRST_AGE] == 3
    assert found.approved[PRIMARY : PRIMARY + 2].tolist() == [15, 9]
    # Nobody is told of the other stages: they are completed by rule, which is said.
    assert (found.kind, found.scaled) == ("assumed", False)
    assert found.stock[0].sum() > 500
    told = read_county(folder).assumed
    missing = "no row of kindergarten, senior, vocational, special"
    assert [line.startswith(f"{name}: {missing}") for name in ("posts.csv", "staff.csv") for line in told].count(
        True
    ) == 2


def test_a_row_of_nobody_is_a_statement(folder: Path) -> None:
    rows = "".join(f"{stage},40,female,no,yes,0,test\n" for stage in STAGES)
    (folder / "staff.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "posts.csv").write_text(
        "stage,approved,source\n" + "".join(f"{s},5,test\n" for s in STAGES), encoding="utf-8"
    )
    found = staff(folder)
    assert (found.stock.sum(), found.approved.tolist(), found.kind) == (0, [5] * 6, "reported")
    (folder / "staff.csv").write_text(HEAD, encoding="utf-8")
    assert staff(folder).stock.sum() > 1000


def test_more_staff_than_posts_is_told_as_it_is(folder: Path) -> None:
    (folder / "staff.csv").write_text(HEAD + "primary,40,female,yes,yes,1800,test\n", encoding="utf-8")
    (folder / "posts.csv").write_text("stage,approved,source\nprimary,1500,test\n", encoding="utf-8")
    county = read_county(folder)
    loaded = load(ROOT / "scenarios" / "reference.toml")
    plan = replace(plan_of(loaded.scenario), horizon=2022)
    told = simulate(county, plan, loaded.scenario.uncertainty, Draws(1), np.arange(2)).staff
    assert told is not None
    assert (told.approved[0, :, PRIMARY] - told.filled[0, :, PRIMARY]).tolist() == [-300, -300]
    assert told.approved[1, 0, PRIMARY] == 1500


def test_without_posts_nobody_holds_a_post_that_is_not_there(folder: Path) -> None:
    (folder / "staff.csv").write_text(HEAD + "primary,40,female,yes,yes,9000,test\n", encoding="utf-8")
    found = staff(folder)
    assert found.approved[PRIMARY] == 9000
    assert found.kind == "assumed"


def test_completed_by_rule_it_follows_the_stated_ratios(folder: Path) -> None:
    county = read_county(folder)
    found = staff(folder)
    pupils = county.register.pupils["primary"].sum()
    assert found.approved[PRIMARY] == round(pupils / 19)
    filled = found.stock[PRIMARY, IN_POST].sum()
    assert filled == round(found.approved[PRIMARY] * float(str(norms()["staff.filled"].value)))
    teachers = round(filled * 0.93) + found.stock[PRIMARY, OUTSIDE].sum()
    assert teachers == pytest.approx(pupils / 17.25, abs=1)
    assert found.subject_teachers[PRIMARY] == round(1.39 * pupils / 100)
    assert found.backbone_share == pytest.approx(0.3458)
    women = found.stock[PRIMARY, IN_POST, WOMEN].sum() / filled
    assert 0.68 < women < 0.75
    ages = np.arange(found.stock.shape[-1]) + FIRST_AGE
    by_age = found.stock[PRIMARY, IN_POST].sum(axis=(0, 1))
    median = ages[np.searchsorted(np.cumsum(by_age), filled / 2)]
    assert 35 <= median <= 39  # the group that holds the median (teachers.median_age_group.primary)
    assert not found.stock[:, :, WOMEN, PLAIN, 55 - FIRST_AGE :].any()
    assert any(line.startswith("staff: no staff.csv") for line in county.assumed)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("primary,19,female,yes,yes,1,test", "age", "range"),
        ("primary,67,female,yes,yes,1,test", "age", "number"),
        ("primary,40.5,female,yes,yes,1,test", "age", "number"),
        ("primary,,female,yes,yes,1,test", "age", "number"),
        ("primary,41,woman,yes,yes,1,test", "sex", "unknown-name"),
        ("primary,41,female,1,yes,1,test", "senior_title", "unknown-name"),
        ("primary,41,female,yes,true,1,test", "in_post", "unknown-name"),
        ("primary,41,female,yes,yes,-1,test", "count", "number"),
        ("primary,41,female,yes,yes,NaN,test", "count", "number"),
        ("primary,41,female,yes,yes,99999999,test", "count", "number"),
        ("primary,41,female,yes,yes,1,", "source", "empty"),
        ("nursery,41,female,yes,yes,1,test", "stage", "unknown-name"),
    ],
)
def test_a_bad_row_is_told_with_its_line(folder: Path, row: str, column: str, code: str) -> None:
    (folder / "staff.csv").write_text(HEAD + ROWS + row + "\n", encoding="utf-8")
    assert faults(folder) == [("staff.csv", 5, column, code)]


def test_a_row_twice_a_missing_column_and_an_empty_file(folder: Path) -> None:
    path = folder / "staff.csv"
    path.write_text(HEAD + ROWS + "primary,40,female,yes,yes,1,test\n", encoding="utf-8")
    assert [f[:2] for f in faults(folder)] == [("staff.csv", 5)]
    path.write_text("stage,age,sex,count,source\n", encoding="utf-8")
    assert {f[2] for f in faults(folder)} == {"senior_title", "in_post"}
    path.write_text("", encoding="utf-8")
    assert [f[0] for f in faults(folder)] == ["staff.csv"]
    path.unlink()
    (folder / "posts.csv").write_text("stage,approved,source\nprimary,x,test\nprimary,2,test\n", encoding="utf-8")
    assert {f[:2] for f in faults(folder)} == {("posts.csv", 2), ("posts.csv", 3)}


def test_the_files_are_part_of_the_county_s_digest(folder: Path) -> None:
    before = read_county(folder).digest
    (folder / "posts.csv").write_text("stage,approved,source\nprimary,2000,test\n", encoding="utf-8")
    assert read_county(folder).digest != before


def test_without_spending_figures_no_money_is_told(folder: Path) -> None:
    path = folder / "figures.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("F9.primary,")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_county(folder).money is not None
    (folder / "schools.csv").write_text(
        (folder / "schools.csv").read_text(encoding="utf-8").replace("synthetic", "register"), encoding="utf-8"
    )
    path.write_text("\n".join(line for line in lines if not line.startswith("F7,")) + "\n", encoding="utf-8")
    county = read_county(folder)
    assert county.money is None
    assert any(line.startswith("spending: F7") for line in county.assumed)


def test_a_reading_of_the_structural_shortage_reaches_the_staff(folder: Path) -> None:
    from seatsim.inputs.county import default_settings

    readings = replace(default_settings(folder).baseline, structural_shortage=0.1)
    found = read_county(folder, readings).staff
    assert found is not None
    assert found.structural_shortage == 0.1
    assert staff(folder).structural_shortage == 0.04
