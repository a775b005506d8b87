"""What ``seatsim baseline`` prints."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from seatsim.cli import main
from seatsim.domain.county import County
from seatsim.domain.figures import Reconciled
from seatsim.domain.scenario import BaselineReadings
from seatsim.inputs.county import read_county
from seatsim.inputs.reconcile import narrowings
from seatsim.printing.baseline import print_baseline

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def county() -> County:
    return read_county(SEEDS)


@pytest.fixture(scope="module")
def reconciled(county: County) -> Reconciled:
    return narrowings(county.figures, BaselineReadings("outside", 9000, "unused", 0.0), county.grades)


@pytest.mark.parametrize(
    ("lang", "first", "said"),
    [
        (
            "en",
            "classrooms and classes: not in the report, assumed",
            (
                "F5 alone narrows nothing",
                "mean of the starts drawn",
                "cohorts across two stages",
                "baseline.college",
                "baseline.base_2804",
                "ASSUMED",
                "derived",
                "73,110",
            ),
        ),
        (
            "zh",
            "教室数与班级数：报告未载，系假定",
            (
                "仅凭F5不能缩小任何学段的误差",
                "抽取的起点均值",
                "跨学段相邻两届之比",
                "baseline.college",
                "baseline.base_2804",
                "【假定】",
                "推算",
                "73,110",
            ),
        ),
    ],
)
def test_the_assumption_comes_first(
    county: County,
    reconciled: Reconciled,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    first: str,
    said: tuple[str, ...],
) -> None:
    print_baseline(county, reconciled, lang)
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == first
    assert [words for words in said if words not in printed] == []
    assert [row.figure for row in reconciled.narrowings if row.figure not in printed] == []
    assert "\x1b" not in printed


def test_a_real_register_is_not_called_assumed(
    county: County, reconciled: Reconciled, capsys: pytest.CaptureFixture[str]
) -> None:
    print_baseline(replace(county, register=replace(county.register, synthetic=False)), reconciled, "en")
    assert capsys.readouterr().out.startswith("classrooms, classes and pupils: from the register")


def test_json_holds_the_same(county: County, reconciled: Reconciled, capsys: pytest.CaptureFixture[str]) -> None:
    print_baseline(county, reconciled, "zh", json=True)
    tree = json.loads(capsys.readouterr().out)
    assert tree["classrooms_and_classes"].endswith("assumed")
    assert sum(tree["cells"].values()) == pytest.approx(tree["total"]) == pytest.approx(73_110)
    assert sum(tree["mean_of_starts"].values()) == pytest.approx(73_110)
    assert tree["mean_of_starts"]["S1"] < tree["cells"]["S1"]
    senior = next(stage for stage in tree["stages"] if stage["stage"] == "senior")
    assert senior["low"] < senior["mean_of_starts"] < senior["pupils"] < senior["high"]
    rows = {row["figure"]: row for row in tree["figures"]}
    assert rows["F4"]["reconciled"] == pytest.approx(rows["F4"]["reported"])
    assert rows["senior.general_share"]["se_without"]["senior"] is None
    assert set(rows["F5.primary"]["narrows"]) >= {"primary"}


def test_baseline_of_a_real_register_says_what_it_is_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The little county's register has pupils school by school, and no total of pupils is given."""
    shutil.copytree(Path(__file__).parents[1] / "bad_input" / "county", tmp_path / "county")
    row = "F5.primary,99,%,2020,,bulletin,reported,"
    figures = tmp_path / "county" / "figures.csv"
    figures.write_text(f"id,value,unit,date,section,source,kind,note\n{row}\n", encoding="utf-8")
    assert main(["baseline", str(tmp_path / "county"), "--lang", "en"]) == 3
    told = capsys.readouterr().err
    assert "figures.csv: F4: all pupils of the county are not given" in told
    assert "where the register is synthetic" in told
    assert "seatsim check tells what the data support" in told
    assert main(["baseline", str(tmp_path / "county"), "--lang", "zh"]) == 3
    assert "合成名册" in capsys.readouterr().err
