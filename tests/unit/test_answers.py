"""Answers: first year resolved with tolerance and censoring, peaks, projects, and what is printed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

import outcomes
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import CapitalLever
from seatsim.domain.stages import Stage
from seatsim.indicators.answers import answers
from seatsim.indicators.decisions import capital_at_hand
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.indicators.resolution import crowded_pupil_years, peak_and_trough, resolutions, resolve, shortage, summary
from seatsim.indicators.september import awaiting_by_school
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


LATEST = [
    {
        "project": "build",
        "wanted": 2021,
        "state": "open",
        "last_month": "2020-10",
        "probability": 0.8,
        "cost_per_month": None,
    },
]


def overflowing(stage: Stage, **arrays: np.ndarray) -> Outcome:
    """The quiet county with other numbers in the first simulated September, the same in every replication."""
    base = outcomes.outcome()
    run = base.stages[stage]
    changed = {name: getattr(run, name).copy() for name in arrays}
    for name, values in arrays.items():
        changed[name][1] = values
    return outcomes.with_stage(base, replace(run, **changed))


def test_who_awaits_a_place_is_shared_to_the_schools_that_sent_children_elsewhere() -> None:
    out = overflowing("primary", sent_elsewhere=np.array([0, 9, 3]), waiting=np.array([[0] * 6, [8, 5, 0, 0, 0, 0]]))
    shared = awaiting_by_school(out.stages["primary"], 1, 2)
    assert shared.tolist() == [[0, 6, 2]] * 4  # 8 entrants of the town; who waits in the second grade is not shared


def test_the_coming_september_puts_short_zones_first_and_names_who_overflows() -> None:
    out = overflowing(
        "primary",
        claims=np.array([40, 90, 60]),
        entry_places=np.array([55, 55, 55]),
        sent_elsewhere=np.array([[0, 35, 5]] * 2 + [[0, 35, 0]] * 2),
    )
    told = answers(outcomes.scenario(), outcomes.county(), out, measured(out))["september"]
    assert told["year"] == 2021
    assert told["stages"]["primary"]["claims"]["p50"] == 190
    assert told["stages"]["primary"]["short"] == 1
    assert told["stages"]["senior"]["claims"] is None
    assert [(row["stage"], row["zone"], row["balance"]["p50"]) for row in told["zones"][:2]] == [
        ("primary", "town", -40),
        ("kindergarten", "old", 5),
    ]
    assert [(row["school"], row["probability"], row["zone"]) for row in told["overflow"]] == [
        ("p2", 1, "town"),
        ("nine", 0.5, "town"),
    ]


def test_page_one_is_in_its_order_and_leaves_out_what_was_not_computed() -> None:
    out = outcomes.outcome()
    plain = answers(outcomes.scenario(), outcomes.county(), out, measured(out))
    full = answers(
        outcomes.scenario(), outcomes.county(), out, measured(out), latest=LATEST, allocation=[{"stage": "primary"}]
    )
    order = ["september", "crowding", "first_year", "allocation", "peaks", "latest_starts", "posts", "money"]
    assert [name for name in full if name in order] == order
    assert list(full)[-2:] == ["decisions", "rests_on"]
    assert set(full) - set(plain) == {"allocation", "latest_starts"}
    assert full["latest_starts"][0]["state"] == "open"


def test_decisions_are_asked_by_the_latest_start_of_the_offices_that_decide() -> None:
    site = Project("new-school", "new", 2023, "assumed: a test", zone="old", rooms_P=6, starts="2021-05", capital=900.0)
    begun = Project("extension", "p2", 2021, "assumed: a test", rooms_P=6, phase="construction")
    scenario = outcomes.scenario()
    scenario = replace(scenario, projects={**scenario.projects, "site": site, "begun": begun})
    out = overflowing("junior", sent_elsewhere=np.array([7]))
    late = {**LATEST[0], "project": "site", "state": "too-late", "last_month": None}
    rows = answers(scenario, outcomes.county(), out, measured(out), latest=[LATEST[0], late])["decisions"]
    asked = [(row["item"], row.get("project"), row["by"], row["basis"], row["office"]["zh"]) for row in rows]
    assert asked == [
        ("review", "build", "2020-10", "latest_start", "发改"),
        ("capital", "build", "2020-10", "latest_start", "财政"),
        ("works", "build", "2020-10", "latest_start", "住建"),
        ("recruitment", None, "2021-03-01", "posts", "人社"),
        ("review", "site", "2021-05", "too_late", "发改"),
        ("site", "site", "2021-05", "too_late", "资规"),
        ("capital", "site", "2021-05", "too_late", "财政"),
        ("works", "site", "2021-05", "too_late", "住建"),
        ("overflow", None, "2021-08-20", "admission", "教育局"),
    ]
    assert [row["amount"] for row in rows] == [None, 6 * 45 * 9, None, 12, None, None, 900, None, 7]
    planned = answers(scenario, outcomes.county(), out, measured(out))["decisions"]
    assert {row["basis"] for row in planned} == {"planned_start", "posts", "admission"}


def test_unspent_capital_stays_for_the_years_allowed_and_the_oldest_goes_first() -> None:
    lever = CapitalLever(100.0, 1, 1, 1, 1, 1, 1, 1, 0.0)
    paid = np.array([[0.0, 40.0], [120.0, 0.0], [0.0, 200.0]])
    # 40 and 100; 40 + 100, then 0 + 100; the first year's rest lasts one year only
    assert capital_at_hand(paid, 40.0, lever).tolist() == [[40, 40], [140, 100], [120, 200]]
    told = answers(outcomes.scenario(), outcomes.county(), outcomes.outcome(), measured(outcomes.outcome()))["money"]
    first, second = told["capital"][:2]
    assert (first["year"], first["budget"], first["paid"]["p50"]) == (
        2020,
        pytest.approx(1000 * 122 / 366, abs=1e-5),
        50,
    )
    assert (second["budget"], second["used_up"], told["waits_for_capital"]) == (1000, 0, 1)


def test_nothing_at_all_has_no_peak_year(capsys: pytest.CaptureFixture[str]) -> None:
    out = outcomes.outcome()
    told = answers(outcomes.scenario(), outcomes.county(), out, measured(out))
    assert told["crowding"]["pupils_large"]["all"]["peak"]["year"]["p50"] is None
    waiting = out.stages["primary"].waiting.copy()
    waiting[3, 0] = 5  # in one of four futures
    some = outcomes.with_stage(out, replace(out.stages["primary"], waiting=waiting))
    told = answers(outcomes.scenario(), outcomes.county(), some, measured(some))
    assert told["unplaced"]["primary"]["peak"]["year"] == {"mean": 2023, "p10": 2023, "p50": 2023, "p90": 2023}
    assert told["unplaced"]["primary"]["by_year"]["2023"]["p90"] == 60
    empty = outcomes.with_stage(
        out, replace(out.stages["vocational"], pupils=np.zeros_like(out.stages["vocational"].pupils))
    )
    told = answers(outcomes.scenario(), outcomes.county(), empty, measured(empty))
    assert told["peaks"]["vocational"]["peak"]["year"]["p50"] is None
    print_answer(told, "en")
    assert next(line for line in capsys.readouterr().out.splitlines() if line.startswith("vocational")).count("–") == 2


def test_the_share_that_comes_from_assumptions() -> None:
    reported = Project("extension", "p2", 2021, "reported: a test", rooms_P=2, status="reported")
    scenario = outcomes.scenario()
    scenario = replace(scenario, projects={**scenario.projects, "known": reported})
    out = outcomes.outcome()
    told = answers(scenario, outcomes.county(), out, measured(out))["rests_on"]
    assert told["births_continued_from"] == {"kindergarten": 2025, "primary": 2028, "junior": 2034}
    # of 6 × (1 + 3 + 1) equal cohorts one kindergarten's: two thirds of 2025's and all of 2026's
    assert told["shares"] == {
        "register_assumed": 1,
        "project_seats_assumed": 0.75,
        "entrants_on_continued_births": pytest.approx((2 / 3 + 1) / 30, abs=1e-6),
    }


def test_an_assumed_project_is_marked_once(capsys: pytest.CaptureFixture[str]) -> None:
    out = outcomes.outcome()
    told = answers(outcomes.scenario(), outcomes.county(), out, measured(out))
    told["projects"][0]["name"] = {"zh": "试校(假定)", "en": "A school (assumed)"}
    for lang, name in (("en", "A school*"), ("zh", "试校*")):
        print_answer(told, lang)
        text = capsys.readouterr().out
        assert name in text
        assert "(assumed)" not in text.replace("(* assumed)", "")
        assert "(假定)" not in text


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
    parts = json.loads(text)["money"]["parts"]
    assert text.count('"reference":') == len(blocks) + len(parts["parts"]) + 1  # each part of the cost, and their sum


@pytest.mark.parametrize(("lang", "first"), [("en", "not in the report, assumed"), ("zh", "报告未载")])
def test_the_printed_answer_says_first_what_is_assumed_and_fits_a_screen(
    lang: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_answer(crowded_answers(), lang)
    lines = capsys.readouterr().out.splitlines()
    assert first in lines[1]
    assert "%" in lines[2]
    assert max(cell_len(line) for line in lines) <= 100
    assert len(lines) <= 90
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
