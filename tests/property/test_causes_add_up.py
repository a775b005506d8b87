"""Causes of generated plans add up to the change of crowding exactly, and the last path is the run."""

import numpy as np
from hypothesis import given, settings

from counties import make_plan
from generated import cases
from seatsim.domain.causes import CAUSES, ROWS, TERMS
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.indicators.measures import measure_frames
from seatsim.model.streams import Draws
from seatsim.study.causes import Paths, crowding_of, split_by_cause
from seatsim.study.ensemble import simulate

RULES = make_plan(horizon=2026)


@given(cases())
@settings(max_examples=12)
def test_causes_add_up_in_every_future_and_between_any_two_years(case: tuple[County, Plan, Uncertainty]) -> None:
    county, plan, nature = case
    numbers, draws = np.arange(3), Draws(5)
    outcome = simulate(county, plan, nature, draws, numbers)
    split = split_by_cause(outcome, county, plan, nature, draws, numbers, RULES)
    frame = measure_frames(outcome, county, plan.limits)
    for row in ROWS:
        run = frame.county(*row)
        for first, last in ((2020, 2021), (2020, 2026), (2022, 2025), (2026, 2023)):
            change = split.change(row, first, last)
            assert np.array_equal(change.sum(axis=0), run[last - 2020] - run[first - 2020])
            later = split.change(row, 2020, last) - split.change(row, 2020, first)
            assert np.array_equal(change, later)
    for cause in split.unchanged:
        assert not split.halves[:, TERMS.index(cause)].any()
    private = [
        kind
        for kind, owner in zip(county.register.kind, county.register.ownership, strict=True)
        if kind == "kindergarten" and owner != "public"
    ]
    if not (plan.projects or plan.levers.small_schools.mergers or private):
        assert "builds" in split.unchanged


@given(cases())
@settings(max_examples=12)
def test_with_every_cause_on_the_path_is_the_run(case: tuple[County, Plan, Uncertainty]) -> None:
    county, plan, nature = case
    numbers, draws = np.arange(3), Draws(5)
    run = crowding_of(simulate(county, plan, nature, draws, numbers), plan.limits, len(numbers))
    paths = Paths(county, plan, nature, draws, numbers, RULES)
    every = frozenset(CAUSES) if county.staff is not None else frozenset(CAUSES) - {"staffing"}
    assert np.array_equal(paths.crowding(every), run)
    # What is the same in the plan as before may be switched without changing anything.
    assert np.array_equal(paths.crowding(paths.changing()), run)
