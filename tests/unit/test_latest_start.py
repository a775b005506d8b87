"""Latest starts and the cost of delay, against dates and pupils counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County
from seatsim.domain.latest_start import LatestStart
from seatsim.domain.project import Phase, Project
from seatsim.domain.scenario import ConstructionLever, Durations, Plan
from seatsim.indicators.measures import measure_frames
from seatsim.indicators.resolution import crowded_pupil_years
from seatsim.inputs.norms import norms
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.streams import Draws, stable_hash
from seatsim.study.ensemble import simulate
from seatsim.study.latest_start import (
    MOST_COSTED,
    crowded_and_awaiting,
    default_probability,
    last_that_holds,
    latest_rows,
    latest_starts,
    months_between,
)

Ints = npt.NDArray[np.int64]

NEW = Project("new-school", "new", 2024, "test", zone="z0", rooms_P=6, starts="2020-09", takes_from={"p": 0.5})
LARGER = Project("extension", "p", 2021, "test", rooms_P=6, phase="acceptance")
"""Handed over on 31 October 2020."""


def one_school(pupils: int) -> County:
    """One primary school with six rooms and level grades."""
    school = School(
        "p", "primary", rooms={"primary": 6}, pupils={"primary": [pupils] * 6}, classes={"primary": [1] * 6}
    )
    return make_county([school], {"z0": float(pupils)})


def starts(
    plan: Plan, county: County | None = None, on: bool = False, probability: float = 0.8, replications: int = 4
) -> Sequence[LatestStart]:
    nature = make_uncertainty(on)
    return latest_starts(county or one_school(30), plan, nature, Draws(1), np.arange(replications), probability)


@pytest.mark.parametrize(("wanted", "month"), [(2024, "2021-12"), (2025, "2022-12"), (2026, "2023-12")])
def test_the_last_month_by_hand_moves_by_a_year_with_the_september_wanted(wanted: int, month: str) -> None:
    # 20 days and 9 + 21 + 2 months are 994 days: from 1 December to 20 or 21 August; from 1 January to 20 September.
    (start,) = starts(make_plan({"a": replace(NEW, opens=wanted)}))
    assert (start.state, start.last_month, start.probability, start.monotone) == ("open", month, 1.0, True)
    assert (start.planned_month, start.planned_probability, start.reached) == ("2020-09", 1.0, None)


def test_a_desk_kept_busy_by_others_moves_it_earlier() -> None:
    names = sorted((f"p{i}" for i in range(5)), key=stable_hash)
    others = {
        name: replace(NEW, kind="extension", school="p", opens=2030, starts="2021-10", takes_from=None)
        for name in names[:4]
    }
    plan = make_plan({**others, names[4]: NEW})
    found = {start.project: start for start in starts(plan, replications=1)}
    # The four keep the desk for 80 days from 1 October 2021, until 20 December; served after them it opens in 2025.
    assert found[names[4]].last_month == "2021-09"
    two = replace(plan, levers=replace(plan.levers, construction=ConstructionLever(5, 9, 0.0, 0)))
    assert {start.project: start for start in starts(two, replications=1)}[names[4]].last_month == "2021-12"


def test_too_late_already_and_the_september_it_reaches() -> None:
    # From 1 September 2020 it is handed over on 23 May 2023.
    (start,) = starts(make_plan({"a": replace(NEW, opens=2022, starts="")}))
    assert (start.state, start.last_month, start.probability, start.reached) == ("too-late", None, 0.0, 2023)
    (never,) = starts(make_plan({"a": replace(NEW, opens=2022)}, horizon=2022))
    assert never.reached is None


def test_a_september_beyond_the_horizon_has_its_last_month_too() -> None:
    (start,) = starts(make_plan({"a": NEW}, horizon=2022))
    assert (start.last_month, start.planned_probability) == ("2021-12", 1.0)


@pytest.mark.parametrize("phase", get_args(Phase)[1:])
def test_what_is_under_way_has_no_month_to_choose(phase: Phase) -> None:
    (start,) = starts(make_plan({"a": replace(LARGER, phase=phase, opens=2021)}))
    assert (start.state, start.last_month, start.planned_month) == ("under-way", None, None)
    # All but acceptance have 14 to 24 months to go.
    assert (start.probability, start.reached) == ((1.0, 2021) if phase == "acceptance" else (0.0, 2022))


@pytest.mark.parametrize(
    ("early_enough", "last"),
    [({0}, (0, True)), (set(range(9)), (8, True)), ({0, 1, 2, 5}, (5, False)), (set(range(20)), (19, True))],
)
def test_the_last_month_is_found_whatever_the_search_said(early_enough: set[int], last: tuple[int, bool]) -> None:
    for searched in range(20):
        if early_enough != {0, 1, 2, 5} or searched in (2, 3, 4):
            assert last_that_holds(20, range(searched + 1).__contains__, early_enough.__contains__) == last


def test_handed_over_on_opening_day_is_in_time() -> None:
    # 31 days of review and nothing else: from 1 August to 1 September.
    nature = replace(
        make_uncertainty(), durations=Durations(False, 31.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    )
    (start,) = latest_starts(one_school(30), make_plan({"a": NEW}), nature, Draws(1), np.arange(1))
    assert start.last_month == "2024-08"


def test_the_september_reached_is_an_order_statistic_of_the_futures() -> None:
    plan, futures = make_plan({"a": replace(LARGER, kind="new-school", school="n", zone="z0", phase="design")}), 20
    outcome = simulate(one_school(30), plan, make_uncertainty(True), Draws(1), np.arange(futures))
    calendar = AcademicCalendar(2020)
    opened = sorted(calendar.opens_in(day, LARGER.opens) for day in outcome.projects.hand_over[:, 0].tolist())
    assert len(set(opened)) > 1
    for nth in range(1, futures + 1):
        (start,) = starts(plan, on=True, probability=nth / futures, replications=futures)
        assert start.reached == opened[nth - 1]


def test_months_run_from_the_baseline_september_to_the_wanted_one() -> None:
    months = months_between(AcademicCalendar(2020), 2022)
    assert (months[0], months[4], months[-1], len(months)) == ("2020-09", "2021-01", "2022-09", 25)


def test_a_month_that_holds_opens_in_time_and_the_next_does_not() -> None:
    plan = make_plan({f"p{i}": replace(NEW, opens=2025, starts="2021-03") for i in range(3)})
    for start in starts(plan, on=True, replications=80):
        assert start.last_month is not None
        months = months_between(AcademicCalendar(2020), 2025)
        after = months[months.index(start.last_month) + 1]
        chances = []
        for month in (start.last_month, after):
            moved = replace(plan, projects={**plan.projects, start.project: replace(NEW, opens=2025, starts=month)})
            outcome = simulate(one_school(30), moved, make_uncertainty(True), Draws(1), np.arange(80))
            place = outcome.projects.ids.index(start.project)
            chances.append(np.mean(outcome.projects.hand_over[:, place] <= AcademicCalendar(2020).opening_day(2025)))
        assert chances[0] == start.probability >= 0.8 > chances[1]


def test_never_earlier_when_less_certainty_is_asked_for() -> None:
    plan = make_plan({"a": replace(NEW, opens=2026)})
    months = [starts(plan, on=True, probability=p, replications=80)[0].last_month or "" for p in (0.5, 0.7, 0.8, 0.9)]
    assert months == sorted(months, reverse=True)
    assert months[0] > months[-1] > ""


def test_delay_costs_nothing_where_nobody_needs_the_rooms() -> None:
    (start,) = starts(make_plan({"a": LARGER}))
    assert start.delay is not None
    assert start.delay.tolist() == [0, 0, 0, 0]


def test_delay_costs_the_crowding_of_one_cohort() -> None:
    # The 52 who enter in 2021 sit in one class of 52 for six years instead of two of 26: 312 pupil-years.
    starting = starts(make_plan({"a": LARGER}), one_school(52))
    assert starting[0].delay is not None
    assert starting[0].delay.tolist() == [312] * 4
    (row,) = latest_rows(starting)
    assert row["cost_per_month"] == {"mean": 26, "p10": 26, "p50": 26, "p90": 26}
    assert (row["project"], row["wanted"], row["last_month"], row["futures"]) == ("a", 2021, None, 4)


def test_delay_counts_those_who_await_a_place() -> None:
    # 60 claim a place in 2021, 55 find one in the only room; from the first September on the school has two.
    plan = make_plan({"a": LARGER}, horizon=2021)
    (start,) = starts(plan, replace_births(one_school(52), 60.0))
    assert start.delay is not None
    assert start.delay.tolist() == [55 + 5] * 4


def replace_births(county: County, level: float) -> County:
    births = {
        name: replace(series, births=np.full_like(series.births, level)) for name, series in county.births.items()
    }
    return replace(county, births=births)


def test_a_year_late_is_the_same_future_with_one_opening_moved() -> None:
    plan, nature = make_plan({"a": replace(LARGER, closes_rooms=2), "b": NEW}), make_uncertainty(True)
    county, block = one_school(52), np.arange(6)
    on_time, late = (simulate(county, plan, nature, Draws(1), block, a_year_late=names) for names in ((), ("a",)))
    assert np.array_equal(on_time.projects.hand_over, late.projects.hand_over)
    rooms, later = (outcome.stages["primary"].rooms[:, :, 0] for outcome in (on_time, late))
    assert np.array_equal(rooms[1:-1], later[2:])
    assert (rooms[1].tolist(), later[1].tolist()) == ([12] * 6, [4] * 6)
    claims, same = (outcome.stages["primary"].claims.sum(axis=2) for outcome in (on_time, late))
    assert np.array_equal(claims, same)


def test_delays_side_by_side_cost_what_whole_runs_tell() -> None:
    county, nature, block = replace_births(one_school(52), 60.0), make_uncertainty(True), np.arange(5)
    plan = make_plan({"a": replace(LARGER, closes_rooms=2), "b": replace(NEW, opens=2023)})

    def crowded(*late: str) -> Ints:
        return crowded_and_awaiting(simulate(county, plan, nature, Draws(1), block, a_year_late=late), plan.limits)

    found = {start.project: start.delay for start in starts(plan, county, on=True, replications=len(block))}
    for name in plan.projects:
        delay = found[name]
        assert delay is not None
        assert delay.tolist() == (crowded(name) - crowded()).tolist()
    assert any(delay is not None and delay.any() for delay in found.values())


def test_only_the_largest_are_costed_and_kindergartens_are_not() -> None:
    nursery = Project("new-school", "k", 2022, "test", zone="z0", rooms_K=99, takes_from={"z0": 0.1}, phase="design")
    many = {f"p{i}": replace(LARGER, rooms_P=i + 1) for i in range(MOST_COSTED + 2)}
    found = {start.project: start for start in starts(make_plan({**many, "k": nursery}), replications=1)}
    assert {name for name, start in found.items() if start.not_costed == "fewer-seats"} == {"p0", "p1"}
    assert found["k"].not_costed == "no-school-seats"
    assert found["k"].delay is None
    assert sum(start.delay is not None for start in found.values()) == MOST_COSTED


def test_crowding_is_counted_as_the_measures_count_it() -> None:
    county, plan = replace_births(one_school(52), 60.0), make_plan({"a": LARGER})
    outcome = simulate(county, plan, make_uncertainty(), Draws(1), np.arange(2))
    frame = measure_frames(outcome, county, plan.limits)
    crowded = crowded_pupil_years(frame, "above_standard", "all", plan.horizon)
    waiting = outcome.stages["primary"].waiting[1:].sum(axis=(0, 2, 3))
    assert crowded_and_awaiting(outcome, plan.limits).tolist() == (crowded + waiting).tolist()


def test_progress_is_told_and_an_empty_plan_has_no_starts() -> None:
    told: list[tuple[str, int, int]] = []
    nature = make_uncertainty()
    latest_starts(
        one_school(30),
        make_plan({"a": LARGER}),
        nature,
        Draws(1),
        np.arange(2),
        progress=lambda *step: told.append(step),
    )
    assert told == [("latest start", 1, 1), ("cost of delay", 1, 1)]
    assert latest_starts(one_school(30), make_plan(), nature, Draws(1), np.arange(2)) == ()


def test_the_probability_comes_from_the_norms_and_has_bounds() -> None:
    assert default_probability() == norms()["latest_start.probability"].value == 0.8
    for probability in (0.0, 1.01):
        with pytest.raises(ValueError, match="no probability"):
            starts(make_plan({"a": LARGER}), probability=probability)
