"""Answers: first year resolved with tolerance and censoring, peaks, projects, and what is printed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

import outcomes
from seatsim.domain.outcome import Outcome
from seatsim.indicators.answers import answers
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.resolution import crowded_pupil_years, peak_and_trough, resolutions, resolve, shortage, summary
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.printing.answer import print_answer

YEARS = tuple(range(2020, 2027))


def measured(outcome: Outcome) -> MeasureFrame:
    return measure_frames(outcome, outcomes.county(), outcomes.limits())


def met(*rows: str) -> np.ndarray:
    """One string of 1 and 0 by year for each replication."""
    return np.array([[mark == "1" for mark in row] for row in rows]).T


def primary_pupils(*by_year: int) -> Outcome:
    """Pupils of every primary grade by year, the same in every replication."""
    base = outcomes.outcome()
    run = base.stages["primary"]
    pupils = np.broadcast_to(np.array(by_year)[:, None, None, None], run.pupils.shape).copy()
    return outcomes.with_stage(base, replace(run, pupils=pupils))


@pytest.mark.parametrize(
    ("row", "first"),
    [
        ("1111111", 2020),  # already met
        ("0111111", 2021),
        ("1011111", 2022),  # met in 2020, but not for good
        ("0000111", 2024),  # exactly three years
        ("0000011", 2027),  # two years are too few: censored
        ("1111110", 2027),
        ("0000000", 2027),
    ],
)
def test_a_limit_is_resolved_from_the_year_it_holds_to_the_horizon(row: str, first: int) -> None:
    assert resolve(YEARS, met(row), 3).first.tolist() == [first]


def test_censored_futures_count_as_later_than_any_year() -> None:
    half = summary(resolve(YEARS, met("0111111", "0000111", "0000000", "0000001"), 3), 3)
    assert (half["p10"], half["p50"], half["p90"], half["not_by_horizon"]) == (2021, 2024, None, 0.5)
    fewer = summary(resolve(YEARS, met("0111111", "0000000", "0000001"), 3), 3)
    assert fewer["p50"] is None
    assert half["distribution"] == {"2021": 0.25, "2024": 0.25}
    assert half["met_in"] == {
        "2020": 0,
        "2021": 0.25,
        "2022": 0.25,
        "2023": 0.25,
        "2024": 0.5,
        "2025": 0.5,
        "2026": 0.75,
    }
    assert half["met_from"] == {"2020": 0, "2021": 0.25, "2022": 0.25, "2023": 0.25, "2024": 0.5}
    assert half["by_2025"] is None  # the horizon leaves fewer than three years after 2025
    longer = summary(resolve((*YEARS, 2027), met("01111111", "00000111", "00000000"), 3), 3)
    assert longer["by_2025"] == 0.666667


def test_already_met_is_a_value_of_its_own() -> None:
    told = summary(resolve(YEARS, met("1111111", "0111111"), 3), 3)
    assert (told["already"], told["p10"], told["p50"]) == (0.5, 2020, 2020)


@pytest.mark.parametrize(("classes", "above", "held"), [(50, 1, True), (50, 2, False), (350, 7, True), (350, 8, False)])
def test_the_tolerance_is_a_share_of_classes_judged_exactly(classes: int, above: int, held: bool) -> None:
    frame = measured(outcomes.outcome())
    values = {measure: dict(stages) for measure, stages in frame.values.items()}
    values["classes"]["primary"] = np.full((7, 4, 3), classes)
    values["classes_above_standard"]["primary"] = np.full((7, 4, 3), above)
    found = resolutions(replace(frame, values=values), outcomes.limits())
    assert found["above_standard"]["primary"].met.all() == held
    assert not found["above_standard_any"]["primary"].met.any()


def test_each_limit_has_its_own_year() -> None:
    found = resolutions(measured(primary_pupils(70, 66, 60, 50, 45, 45, 45)), outcomes.limits())
    first = {limit: stages["primary" if "primary" in stages else "all"].first[0] for limit, stages in found.items()}
    assert first == {
        "above_standard": 2024,
        "above_standard_any": 2024,
        "large": 2023,
        "super_large": 2022,
        "oversized": 2020,
        "unplaced": 2020,
    }


def test_crowded_pupil_years_leave_out_the_baseline() -> None:
    frame = measured(primary_pupils(70, 60, 56, 50, 40, 40, 40))
    assert crowded_pupil_years(frame, "large", "primary", 2030).tolist() == [18 * (60 + 56)] * 4
    assert crowded_pupil_years(frame, "large", "primary", 2021).tolist() == [18 * 60] * 4


def test_the_trough_comes_after_the_peak_and_both_stand_against_their_seats() -> None:
    peak, trough = peak_and_trough(measured(primary_pupils(30, 40, 50, 45, 35, 42, 44)), "primary")
    assert (peak.year[0], peak.pupils[0], trough.year[0], trough.pupils[0]) == (2022, 900, 2024, 630)
    assert peak.balance is not None
    assert trough.balance is not None
    assert (peak.balance[0], trough.balance[0]) == (810 - 900, 810 - 630)


def test_a_shortage_is_coloured_at_its_probability_and_announced_two_years_ahead() -> None:
    base = outcomes.outcome()
    rooms = base.stages["primary"].rooms.copy()
    rooms[5, :2] = 0  # half of the replications
    rooms[6, :1] = 0  # a quarter
    rows = shortage(
        measured(outcomes.with_stage(base, replace(base.stages["primary"], rooms=rooms))), "primary", outcomes.limits()
    )
    assert [row["colour"] for row in rows] == ["none"] * 5 + ["red", "amber"]
    assert [row["warn_in"] for row in rows] == [2020, 2020, 2020, 2021, 2022, 2023, 2024]


def test_projects_on_opening_day_are_on_time_and_cancelled_ones_are_never_handed_over() -> None:
    day = AcademicCalendar(2020).opening_day(2021)
    run = outcomes.project_outcome(7, 4, [day, day + 1, np.inf, np.inf])
    out = outcomes.outcome(projects=run)
    (row,) = answers(outcomes.scenario(), outcomes.county(), out, measured(out))["projects"]
    assert (row["on_time"], row["cancelled"]) == (0.25, 0.5)
    assert (row["hand_over_p10"], row["hand_over_p50"], row["hand_over_p90"]) == ("2021-09-01", "2021-09-02", None)
    assert (row["opens_p10"], row["opens_p50"], row["opens_p90"]) == (2021, 2022, None)
    assert row["name"] == {"zh": "p1", "en": "p1"}  # the school's own
    assert (row["waits_for"], row["waits_days"]["capital"]) == ("capital", 30)


def crowded_answers() -> dict[str, object]:
    """Answers of a crowded county beside those of a worse one."""
    rng = np.random.default_rng(3)
    pair = []
    for level in (58, 50):
        base = outcomes.outcome()
        for run in list(base.stages.values()):
            base = outcomes.with_stage(
                base, replace(run, pupils=rng.integers(level - 20, level + 10, run.pupils.shape))
            )
        pair.append(base)
    county, scenario = outcomes.county(), outcomes.scenario()
    reference = answers(outcomes.scenario("reference"), county, pair[0], measured(pair[0]))
    return answers(scenario, county, pair[1], measured(pair[1]), reference)


def test_answers_are_plain_and_stand_beside_the_reference() -> None:
    told = crowded_answers()
    text = json.dumps(told, allow_nan=False)
    assert list(json.loads(text)) == list(told)
    assert told["reference_scenario"] == "reference"
    blocks = {name: block for name, block in told.items() if isinstance(block, dict) and "reference" in block}
    assert list(blocks) == [
        "crowding",
        "crowded_pupil_years",
        "first_year",
        "peaks",
        "unplaced",
        "at_home",
        "empty_seats",
    ]
    for block in blocks.values():
        assert block["reference"].keys() == block.keys() - {"reference"}
    assert text.count('"reference":') == len(blocks)


@pytest.mark.parametrize(("lang", "first"), [("en", "not in the report, assumed"), ("zh", "报告未载")])
def test_the_printed_answer_says_first_what_is_assumed_and_fits_a_screen(
    lang: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_answer(crowded_answers(), lang)
    lines = capsys.readouterr().out.splitlines()
    assert first in lines[1]
    assert "%" in lines[2]
    assert max(cell_len(line) for line in lines) <= 100
    assert len(lines) <= 65
    assert "\x1b" not in "".join(lines)


def test_the_printed_answer_puts_censoring_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(crowded_answers(), "en")
    text = capsys.readouterr().out
    assert "not by 2026" in text
    assert "in every future" in text


def test_a_registered_county_is_not_called_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    out = outcomes.outcome()
    told = answers(outcomes.scenario(), outcomes.county(synthetic=False), out, measured(out))
    assert told["rests_on"]["classrooms_and_classes"] == "registered"
    assert told["reference_scenario"] is None
    print_answer(told, "en")
    assert "not in the report" not in capsys.readouterr().out
