"""A verdict names what gets worse, puts the main result first, and does not credit buildings with a whole plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import seatsim
from compared import FACTS, comparison_row, copied, estimate, frame, retold
from seatsim.comparing.comparison import compare_results
from seatsim.comparing.harms import harm_rows, later_rows
from seatsim.comparing.oversized_kinds import oversized_kinds
from seatsim.comparing.runs import read_runs
from seatsim.comparing.verdict import harm, verdict
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words

YEARS = (2020, 2021, 2022)
ENGLISH, CHINESE = Words("en", COMPARISON), Words("zh", COMPARISON)
NEVER = {"p10": None, "p50": None, "p90": None, "not_by_horizon": 1}


def waiting(*futures: tuple[int, int]) -> MeasureFrame:
    """A frame in which so many await a place in primary in 2021 and 2022, 7 in 2020; nobody else does."""
    late = np.array(futures, dtype=np.int64).T
    primary = np.vstack([np.full(len(futures), 7), late])
    return frame(YEARS, {"unplaced": {"primary": primary, "junior": primary * 0}})


def test_children_without_a_place_are_told_with_number_and_share() -> None:
    base = waiting(*[(0, 1)] * 10)
    (row,) = harm_rows(base, waiting(*[(2, 9)] * 9, (0, 1)))
    assert (row["measure"], row["stage"], row["unit"]) == ("unplaced", "primary", "pupil-years")
    assert (row["base"], row["other"], row["chance_worse"]) == (1, 10, 0.9)
    told = harm({"harms": [row], "first_year": []}, 2022, ENGLISH)
    assert told == (
        "But it makes worse (means, summed over 2021/22–2022/23): children awaiting a place in primary, from 1 to 10"
        " pupil-years (more in 90% of the futures)."
    )
    assert "小学待统筹学生由 1 增至 10 人年（90%的未来更多）" in harm({"harms": [row], "first_year": []}, 2022, CHINESE)


@pytest.mark.parametrize(
    "other",
    [
        [(0, 1)] * 30,  # the same
        [(0, 0)] * 30,  # better
        [(0, 1)] * 28 + [(900, 0), (0, 1)],  # in one future of thirty: not sure
    ],
)
def test_what_is_no_worse_or_not_sure_is_no_harm(other: list[tuple[int, int]]) -> None:
    assert harm_rows(waiting(*[(0, 1)] * 30), waiting(*other)) == []


def test_one_future_has_no_share_and_no_mean() -> None:
    (row,) = harm_rows(waiting((0, 1)), waiting((0, 4)))
    told = harm({"harms": [row], "first_year": []}, 2022, ENGLISH, one=True)
    assert told.endswith("children awaiting a place in primary, from 1 to 4 pupil-years.")
    assert "mean" not in told


def first_year(limit: str, stage: str, **told: object) -> dict[str, Any]:
    shares = {"earlier": 0.0, "same": 0.0, "later": 0.0, "untold": 0.0} | told
    return {"limit": limit, "stage": stage, "base": NEVER, "other": NEVER, **shares}


def test_a_later_first_year_is_told_and_all_stages_only_where_no_stage_is() -> None:
    rows = [
        first_year("unplaced", "primary", later=0.91, base=NEVER | {"p50": 2026}, other=NEVER | {"p50": 2033}),
        first_year("unplaced", "junior", later=0.3, earlier=0.6),
        first_year("unplaced", "all", later=0.34, base=NEVER | {"p50": 2026}, other=NEVER | {"p50": 2033}),
        first_year("large", "all", later=0.05, base=NEVER | {"p50": 2027}, other=NEVER | {"p50": 2028}),
        first_year("above_standard", "kindergarten", later=0.2, base=NEVER | {"p50": 2030}),
    ]
    assert [(row["limit"], row["stage"]) for row in later_rows(rows)] == [
        ("unplaced", "primary"),
        ("above_standard", "kindergarten"),
    ]
    assert [row["stage"] for row in later_rows(rows[1:3])] == ["all"]
    told = harm({"first_year": rows}, 2038, ENGLISH)
    assert told.startswith(
        "But it makes worse: all are placed in primary later, in 2033 (base in 2026; later in 91% of the futures);"
    )
    assert "小学无人待统筹更晚：2033 年（基准：2026 年；91%的未来更晚）" in harm({"first_year": rows}, 2038, CHINESE)


def test_a_limit_that_neither_plan_meets_is_no_harm() -> None:
    never = first_year("above_standard", "junior", later=0.23, earlier=0.04, same=0.18, untold=0.55)
    assert list(later_rows([never])) == []
    assert harm({"first_year": [never]}, 2037, CHINESE) == ""
    met_once = never | {"base": NEVER | {"p50": 2035}}
    assert list(later_rows([met_once])) == [met_once]


def test_a_verdict_tells_harm_before_it_tells_when() -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    (worse,) = harm_rows(waiting(*[(0, 1)] * 10), waiting(*[(0, 9)] * 10))
    told = verdict(row | {"harms": [worse]}, FACTS)["en"]
    assert told.index("spares") < told.index("But it makes worse") < told.index("When (medians)")
    assert "But it makes worse" not in verdict(row, FACTS)["en"]


def test_when_names_the_main_result_first_by_stage() -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    oversized = first_year("oversized", "all", earlier=0.5, untold=0.5, other=NEVER | {"p50": 2032})
    standard = [
        first_year("above_standard", "primary", earlier=0.54, untold=0.46, other=NEVER | {"p50": 2036}),
        first_year("above_standard", "junior", untold=1.0),
    ]
    told = verdict(row | {"first_year": [oversized, *standard]}, FACTS | {"oversized_kinds": {"kindergarten": 3}})["en"]
    assert (
        "When (medians): the standard class is kept (within the tolerance) in primary in 2036 (base not by 2035),"
        " earlier in 5 of 10 futures, in neither by the horizon in 5 of 10 futures; the standard class is kept (within"
        " the tolerance) in junior not by 2035 in both plans; oversized schools (kindergarten 3) end in 2032"
    ) in told
    assert "When" not in verdict(row | {"first_year": standard[1:]}, FACTS)["en"].split("Hardly")[0]


PLAN: dict[str, Any] = {
    "projects": {"new-school": 2},
    "projects_changed": 0,
    "projects_left_out": 0,
    "changes": {},
    "levers": [],
    "policies": [],
    "policies_left_out": 0,
}


def test_a_pupil_year_has_a_price_of_buildings_where_only_projects_differ() -> None:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8) | {"plan": PLAN}
    told = verdict(row, FACTS)["en"]
    assert "What the plan does, where it differs from the base: 2 projects (new schools 2)." in told
    assert "Per pupil-year spared: capital CNY 5,000" in told
    gate = {"key": "admission.gate", "base": "open", "plan": "strict"}
    whole = verdict(row | {"plan": PLAN | {"levers": [gate]}}, FACTS)
    assert "Per pupil-year spared:" not in whole["en"]
    assert (
        "Per pupil-year spared by the whole plan, not by the buildings alone, for it changes admission and classes too:"
        " capital CNY 5,000 (4,000–6,000)"
    ) in whole["en"]
    assert "整个方案，不单是校舍之功：除项目外还改变了招生与编班" in whole["zh"]


def test_a_comparison_of_runs_tells_the_plan_and_its_harm(runs: Path) -> None:
    results = read_runs([runs / "wing", runs / "base"])
    (other,) = compare_results(results)["others"]
    assert other["plan"]["projects_left_out"] == 1
    crowded = [row for row in other["harms"] if row["measure"] == "pupils_above_standard"]
    told = seatsim.compare([runs / "wing", runs / "base"]).comparison["others"][0]["verdict"]["en"]
    assert "projects of the base left out: 1" in told
    assert bool(other["harms"]) == ("But it makes worse (means" in told)
    for row in crowded:
        assert row["other"] > row["base"]


def test_oversized_schools_are_counted_by_kind(runs: Path, tmp_path: Path) -> None:
    folder = copied(runs / "wing", tmp_path / "wing")

    def full(text: str) -> str:
        """The town's primary school is oversized in a tenth of the futures, and the junior one in the baseline."""
        lines = []
        for line in text.splitlines():
            cells = line.split(",")
            if cells[4] == "schools_oversized":
                late = cells[1] != "2020"
                cells[6] = "0.1" if (cells[2], late) in (("town-primary", True), ("town-junior", False)) else "0"
            lines.append(",".join(cells))
        return "\n".join(lines) + "\n"

    retold(folder, "schools.csv", full)
    assert oversized_kinds(read_runs([folder, runs / "base"])) == {"primary": 1}
