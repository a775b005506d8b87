"""Plans of admission that rooms or the limit of a school's size cut, and vocational schools that run out of pupils."""

import csv
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import outcomes
from seatsim.cli import main
from seatsim.domain.outcome import Outcome
from seatsim.indicators.answers import answers
from seatsim.indicators.columns import columns, told
from seatsim.indicators.measures import measure_frames
from seatsim.printing.answer import print_answer

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
CAP = outcomes.limits().hard_caps.senior


def found(run: Outcome) -> dict[str, Any]:
    frame = measure_frames(run, outcomes.county(), outcomes.limits())
    return answers(outcomes.scenario(), outcomes.county(), run, frame)


def planned(places: int, by: int = 200) -> Outcome:
    """The senior school plans ``by`` from 2022 to 2024, where ``places`` can be given in its one room."""
    base = outcomes.outcome()
    run = base.stages["senior"]
    claims, most = run.claims.copy(), run.entry_places.copy()
    claims[2:5], most[2:5] = by, places
    claims[3, :3] += 1  # more is cut in 2023
    return outcomes.with_stage(base, replace(run, claims=claims, entry_places=most))


@pytest.mark.parametrize(("places", "why"), [(CAP, "rooms"), (30, "school_size")])
def test_a_plan_that_is_cut_is_told_with_its_year_and_why(places: int, why: str) -> None:
    (row,) = found(planned(places))["admission_plans"]["cut"]
    assert (row["stage"], row["school"], row["years"], row["why"]) == ("senior", "high", [2022, 2023, 2024], why)
    told = (row["year"], row["probability"], row["planned"]["p50"], row["entry_places"]["p50"], row["entrants"]["p50"])
    assert told == (2023, 1, 201, places, 40)


def test_what_is_cut_in_few_futures_or_by_a_pupil_is_no_news() -> None:
    assert "admission_plans" not in found(planned(200, 200))
    seldom = planned(30)
    run = seldom.stages["senior"]
    places = run.entry_places.copy()
    places[:, 1:] = 300
    assert "admission_plans" not in found(outcomes.with_stage(seldom, replace(run, entry_places=places)))


def without_vocational(from_year: int, elsewhere: int = 0) -> Outcome:
    base = outcomes.outcome()
    run = base.stages["vocational"]
    pupils, entrants, others = run.pupils.copy(), run.entrants.copy(), base.elsewhere.copy()
    since = base.years.index(from_year)
    pupils[since:], entrants[since:], others[since:] = 0, 0, elsewhere
    pupils[1] = 0  # empty for a year, and full again
    return replace(outcomes.with_stage(base, replace(run, pupils=pupils, entrants=entrants)), elsewhere=others)


@pytest.mark.parametrize(("elsewhere", "why"), [(0, "all_to_senior"), (20, "all_elsewhere")])
def test_a_vocational_school_that_empties_is_told_with_why(elsewhere: int, why: str) -> None:
    (row,) = found(without_vocational(2024, elsewhere))["admission_plans"]["emptied"]
    assert (row["school"], row["from"], row["probability"], row["why"]) == ("voc", 2024, 1, why)


def test_both_are_printed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    run = replace(planned(30), elsewhere=without_vocational(2024).elsewhere)
    run = outcomes.with_stage(run, without_vocational(2024).stages["vocational"])
    wanted = {
        "zh": (
            "招生计划招不满（至少一半的未来）：high（高中）2022–2024年，2023年计划201人，最多可招30人，录取40人，"
            "原因是学校规模已到上限（limits.schools）",
            "voc（中职）从2024年起没有学生（100%的未来）：普通高中招走了全部升学的初中毕业生",
        ),
        "en": ("high(senior)in2022–2024;in2023201planned,30possible,40admitted", "voc(vocational)hasnopupilsfrom2024"),
    }
    for lang, sentences in wanted.items():
        print_answer(found(run), lang)
        printed = "".join(capsys.readouterr().out.split())
        assert all(sentence in printed for sentence in sentences)


def test_a_run_in_blocks_tells_the_same() -> None:
    run, county, limits = planned(30), outcomes.county(), outcomes.limits()
    kept = columns(run, county, limits)
    whole = told(run, county, limits, lambda name, first, last: kept[name][first:last], 4)
    there = answers(
        outcomes.scenario(), county, whole.outcome, whole.frame, september=whole.september, plans=whole.plans
    )
    assert there["admission_plans"] == found(run)["admission_plans"]


def check(folder: Path, plan: int, capsys: pytest.CaptureFixture[str], more: str = "") -> str:
    """What ``check`` says of a county whose senior school, of 6 rooms and 300 pupils, plans to admit ``plan``."""
    shutil.copytree(LITTLE, folder / "county")
    register = folder / "county" / "schools.csv"
    head, *rows = (line.split(",") for line in register.read_text(encoding="utf-8").splitlines())
    (senior,) = (row for row in rows if row[0] == "town-senior")
    senior[head.index("plan")] = str(plan)
    register.write_text("".join(",".join(row) + "\n" for row in (head, *rows)), encoding="utf-8")
    text = f'format = 1\nname = "p"\ncounty = "county"\nhorizon = 2024\n{more}'
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    assert main(["check", str(folder / "plan.toml"), "--lang", "en"]) == 0
    return capsys.readouterr().out


def test_a_plan_that_rooms_cannot_hold_is_noted_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "are planned for" not in check(tmp_path / "fits", 110, capsys)
    said = check(tmp_path / "not", 150, capsys)
    # In 6 rooms 4 classes go on every year, however many of their pupils stay.
    assert "town-senior: 150 places are planned for 2021, at most 110 can be given" in said
    assert "(of its 6 classrooms classes that go on keep 4, and a class holds 55 pupils)" in said
    assert "though it admits all it can, the plan is cut in 4 of the 4 years to 2024" in said


def test_a_run_never_admits_more_than_was_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(tmp_path, 150, capsys)
    for school, grade_of_register in (("town-senior", "100,100,100"), ("town-senior", "116,116,110")):
        register = tmp_path / "county" / "schools.csv"
        register.write_text(register.read_text(encoding="utf-8").replace("100,100,100", grade_of_register), "utf-8")
        assert main(["check", str(tmp_path / "plan.toml"), "--lang", "en"]) == 0
        noted = re.search(rf"{school}: 150 places are planned for 2021, at most (\d+)", capsys.readouterr().out)
        assert noted is not None
        out = tmp_path / f"run-{grade_of_register}"
        run = ["run", str(tmp_path / "plan.toml"), "--out", str(out), "--replications", "20", "--jobs", "1"]
        assert main([*run, "--no-reference", "--quiet"]) == 0
        capsys.readouterr()
        with (out / "september.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if (row["school_id"], row["year"]) == (school, "2021")]
        assert [float(row["entry_places_p90"]) for row in rows] == [float(noted[1])]


def test_a_plan_above_the_limit_of_the_school_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = check(tmp_path / "size", 110, capsys, "[limits.schools]\nsenior = 250\n")
    assert re.search(r"at most \d\d can be given \(limits.schools: 250 pupils in a school\)", said)


def test_places_that_a_project_adds_want_its_rooms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = (
        '[projects.more]\nkind = "extension"\nschool = "town-senior"\nopens = 2022\nplan = 60\nsource = "x"\nrooms_S = '
    )
    assert "are planned for" not in check(tmp_path / "enough", 100, capsys, f"{project}4\n")
    assert "160 places are planned for" in check(tmp_path / "few", 100, capsys, f"{project}1\n")
