"""A run told from columns of its blocks says what the run told whole says, to the last byte."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

import generated
import outcomes
from seatsim.api import plan_of
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome, PolicyOutcome, StageOutcome
from seatsim.domain.policy import Policy, When
from seatsim.domain.scenario import Plan, Scenario, Uncertainty
from seatsim.indicators.admission_plans import admission_plans
from seatsim.indicators.answers import answers
from seatsim.indicators.columns import Array, Reading, Told, columns, frame, told
from seatsim.indicators.measures import measure_frames
from seatsim.indicators.september import coming_september
from seatsim.inputs.load import load
from seatsim.model.streams import Draws
from seatsim.results import tables
from seatsim.results.manifest import canonical
from seatsim.study.ensemble import simulate

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SIZES = (1, 3, 7)
_FLOWS = dict.fromkeys(("junior_leavers", "elsewhere", "left_education"), 1)
T = TypeVar("T")
Blocks = dict[tuple[int, int], dict[str, Any]]


class Kept:
    """Columns of blocks in memory, read as from files; remembers what was read and whether it is still held."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.read: list[weakref.ref[Any]] = []
        self.names: list[str] = []

    def column(self, name: str, start: int, stop: int) -> Array:
        """One column of the replications from ``start`` to before ``stop``."""
        parts = [
            block[name][max(start - first, 0) : stop - first]
            for (first, last), block in sorted(self.blocks.items())
            if first < stop and last > start
        ]
        found = np.concatenate(parts)
        assert len(found) == stop - start
        self.names.append(name)
        self.read.append(weakref.ref(found))
        return found

    @property
    def held(self) -> list[str]:
        """Names of columns that somebody still has."""
        return [name for name, column in zip(self.names, self.read, strict=True) if column() is not None]


def cuts(replications: int, size: int) -> Iterator[tuple[int, int]]:
    for first in range(0, replications, size):
        yield first, min(first + size, replications)


def from_blocks(
    size: int, part: Callable[[int, int], Outcome], county: County, plan: Scenario | Plan, count: int
) -> Told:
    """What is told of ``count`` replications worked in blocks of ``size``."""
    kept = Kept({cut: columns(part(*cut), county, plan.limits) for cut in cuts(count, size)})
    return told(part(0, min(count, 2)), county, plan.limits, kept.column, count)


def whole(outcome: Outcome, county: County, plan: Scenario | Plan) -> Told:
    plans = admission_plans(outcome, plan.limits)
    return Told(outcome, measure_frames(outcome, county, plan.limits), coming_september(outcome), plans)


def everything(run: Told, scenario: Scenario, county: County) -> dict[str, Any]:
    """Answers and every table's rows."""
    answer = answers(scenario, county, run.outcome, run.frame, september=run.september, plans=run.plans)
    rows: dict[str, Any] = {
        "summary": tables.summary_rows(county.id, run.frame),
        "schools": tables.school_rows(county.id, run.frame),
        "september": tables.september_rows(county.id, run.outcome.years, run.september),
        "projects": tables.project_table_rows(county, scenario, answer["projects"]),
        "teachers": tables.teacher_rows(county, run.outcome),
        "events": tables.event_rows(county, run.outcome.events),
    }
    frames: dict[str, pl.LazyFrame] = {
        "replications": tables.replications(county.id, run.frame),
        "draws": tables.drawn(county.id, run.outcome.stored_draws, run.frame.replications),
    }
    return {
        "answers": canonical(answer),
        **{name: list(table) for name, table in rows.items()},
        **{name: table.collect().rows() for name, table in frames.items()},
    }


def varied(replications: int) -> Outcome:
    """A hand-made outcome in which no two futures are alike, with policies and stored draws."""
    base = outcomes.outcome(replications=replications)
    days = np.where(np.arange(replications) % 3 == 2, np.inf, 300.0 + 40.0 * np.arange(replications))
    projects = outcomes.project_outcome(len(base.years), replications, days.tolist())
    acted = (np.indices((len(base.years), replications, 1)).sum(axis=0) % 3) == 0
    policies = PolicyOutcome(("huts",), ("temporary",), 2021 + np.arange(replications)[:, None] % 4, acted)
    drawn = {"births": np.linspace(-0.1, 0.1, replications)}
    base = replace(base, projects=projects, policies=policies, stored_draws=drawn)
    grown: dict[str, Any] = {p: _with_each(getattr(base, p), _axes()[p], _grown) for p in ("staff", "spending")}
    base = replace(base, **grown)
    stages = {
        stage: _with_each(run, dict.fromkeys(("pupils", "claims", "entrants", "waiting"), 1), _grown)
        for stage, run in base.stages.items()
    }
    return _with_each(replace(base, stages=stages), _FLOWS, _grown)


def _with_each(part: T, axes: Mapping[str, int], change: Callable[[Any, int], Any]) -> T:
    """Some fields of a part changed, each along its axis."""
    changed: dict[str, Any] = {name: change(getattr(part, name), axis) for name, axis in axes.items()}
    return replace(part, **changed)  # type: ignore[type-var]


def _grown(values: Array, axis: int) -> Array:
    """More of it in every later future, in steps that are no line."""
    steps = (np.arange(values.shape[axis]) * 7 % 5).astype(values.dtype)
    return np.asarray(values + steps.reshape([-1 if place == axis else 1 for place in range(values.ndim)]))


def _axes() -> dict[str, dict[str, int]]:
    """Fields of an outcome's parts that have an axis of replications, as found by making more of them."""
    few, more = outcomes.outcome(replications=4), outcomes.outcome(replications=5)
    found: dict[str, dict[str, int]] = {}
    for part in ("staff", "spending", "projects"):
        pairs = [
            (f.name, getattr(getattr(few, part), f.name), getattr(getattr(more, part), f.name))
            for f in fields(getattr(few, part))
        ]
        found[part] = {
            name: int(np.flatnonzero(np.array(a.shape) != np.array(b.shape))[0])
            for name, a, b in pairs
            if isinstance(a, np.ndarray) and a.shape != b.shape
        }
    return found | {"policies": {"first": 0, "acted": 1}}


def some(run: Outcome, first: int, last: int) -> Outcome:
    """The futures of an outcome from one to before another."""

    def cut(values: Array, axis: int) -> Array:
        return np.asarray(np.take(values, np.arange(first, last), axis=axis))

    there = [part for part in _axes() if getattr(run, part) is not None]
    parts: dict[str, Any] = {part: _with_each(getattr(run, part), _axes()[part], cut) for part in there}
    of_stage = {field.name: 1 for field in fields(StageOutcome) if field.name != "units"}
    return replace(
        _with_each(run, _FLOWS, cut),
        **parts,
        stages={stage: _with_each(of, of_stage, cut) for stage, of in run.stages.items()},
        crowding_variant=run.crowding_variant[first:last],
        stored_draws={name: values[first:last] for name, values in run.stored_draws.items()},
    )


@pytest.mark.parametrize("size", [*SIZES, 11])
@pytest.mark.parametrize("left_out", ["nothing", "staff and money", "policies", "later years"])
def test_a_hand_made_run_is_told_alike(size: int, left_out: str) -> None:
    run, county = varied(11), outcomes.county()
    scenario = replace(
        outcomes.scenario(), policies={"huts": Policy(When("pupils", "all", "all", above=1.0), "temporary")}
    )
    if left_out == "staff and money":
        run, county = replace(run, staff=None, spending=None), replace(county, staff=None, money=None)
    if left_out == "policies":
        run = replace(run, policies=None, stored_draws={})
    if left_out == "later years":
        run, scenario = outcomes.outcome((2020, 2021), 11), outcomes.scenario(horizon=2021)
    seen = from_blocks(size, lambda first, last: some(run, first, last), county, scenario, 11)
    told_whole = everything(whole(run, county, scenario), scenario, county)
    for name, table in everything(seen, scenario, county).items():
        assert table == told_whole[name], name


@pytest.fixture(scope="module")
def shipped() -> tuple[Scenario, County, Callable[[int, int], Outcome]]:
    """A shipped plan with policies for the shipped county, to be worked from one future to before another."""
    loaded = load(SCENARIOS / "regrouping.toml", ["horizon=2023"])
    scenario = loaded.scenario

    def work(first: int, last: int) -> Outcome:
        numbers = np.arange(first, last)
        return simulate(loaded.county, plan_of(scenario), scenario.uncertainty, Draws(scenario.seed), numbers)

    return scenario, loaded.county, work


@pytest.mark.parametrize("size", SIZES)
def test_a_shipped_run_worked_in_blocks_is_told_alike(
    size: int, shipped: tuple[Scenario, County, Callable[[int, int], Outcome]]
) -> None:
    scenario, county, work = shipped
    run = work(0, 8)
    told_whole = everything(whole(run, county, scenario), scenario, county)
    for name, table in everything(from_blocks(size, work, county, scenario, 8), scenario, county).items():
        assert table == told_whole[name], name


@given(generated.cases())
@settings(max_examples=12)
def test_generated_counties_are_told_alike(case: tuple[County, Plan, Uncertainty]) -> None:
    county, plan, uncertainty = case
    scenario = replace(
        outcomes.scenario(horizon=plan.horizon), projects=plan.projects, levers=plan.levers, limits=plan.limits
    )

    def work(first: int, last: int) -> Outcome:
        return simulate(county, plan, uncertainty, Draws(5), np.arange(first, last))

    told_whole = everything(whole(work(0, 5), county, plan), scenario, county)
    for name, table in everything(from_blocks(3, work, county, plan, 5), scenario, county).items():
        assert table == told_whole[name], name


def parts_of(run: Told) -> list[Any]:
    outcome = run.outcome
    return [outcome.staff, outcome.spending, outcome.projects, outcome.policies, run.plans, *run.september.values()]


def test_a_part_that_is_read_is_as_good_as_its_dataclass() -> None:
    run, county = varied(5), outcomes.county()
    seen, held = (
        from_blocks(2, lambda *cut: some(run, *cut), county, outcomes.scenario(), 5),
        whole(run, county, outcomes.scenario()),
    )
    for part, model in zip(parts_of(seen), parts_of(held), strict=True):
        assert isinstance(part, type(model))
        assert is_dataclass(part)
        for field in fields(model):
            value, wanted = getattr(part, field.name), getattr(model, field.name)
            if isinstance(wanted, np.ndarray):
                assert (value.dtype, value.shape) == (wanted.dtype, wanted.shape), field.name
                assert np.array_equal(value, wanted, equal_nan=wanted.dtype.kind == "f"), field.name
            elif isinstance(wanted, dict):
                assert list(value) == list(wanted)
        with pytest.raises(AttributeError):
            getattr(part, "nonsense")  # noqa: B009 - the type checker knows that it is not there
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(model)[0].name, None)


def test_a_replaced_field_is_what_it_was_replaced_with() -> None:
    run, county = varied(5), outcomes.county()
    staff = from_blocks(2, lambda *cut: some(run, *cut), county, outcomes.scenario(), 5).outcome.staff
    assert staff is not None
    assert run.staff is not None
    other = replace(staff, filled=staff.filled * 2)
    assert np.array_equal(other.filled, run.staff.filled * 2)
    assert np.array_equal(other.hires, run.staff.hires)


def test_derived_figures_come_from_what_is_read() -> None:
    run, county = varied(5), outcomes.county()
    seen = from_blocks(2, lambda *cut: some(run, *cut), county, outcomes.scenario(), 5)
    assert seen.outcome.spending is not None
    assert run.spending is not None
    assert np.array_equal(seen.outcome.spending.total, run.spending.total)
    for stage, told_whole in coming_september(run).items():
        assert np.array_equal(seen.september[stage].listed, told_whole.listed)


def test_large_columns_are_not_held() -> None:
    run, county, scenario = varied(6), outcomes.county(), outcomes.scenario()
    kept = Kept({cut: columns(some(run, *cut), county, scenario.limits) for cut in cuts(6, 2)})
    seen = told(some(run, 0, 2), county, scenario.limits, kept.column, 6)
    run = replace(run, policies=None)
    assert not [name for name in kept.names if name.startswith(("measures", "schools", "september", "Staff"))]
    everything(replace(seen, outcome=replace(seen.outcome, policies=None)), scenario, county)
    assert {name.split("/")[0] for name in kept.held} <= {"run", "draws"}
    first = seen.frame.values["pupils"]["primary"]
    assert seen.frame.values["pupils"]["primary"] is not first


def test_columns_have_the_replication_in_front() -> None:
    run = varied(6)
    for name, column in columns(run, outcomes.county(), outcomes.limits()).items():
        assert len(column) == 6, name


def test_a_part_of_the_measures_is_that_of_the_whole() -> None:
    run, county, limits = varied(7), outcomes.county(), outcomes.limits()
    kept = Kept({cut: columns(some(run, *cut), county, limits) for cut in cuts(7, 3)})
    known, all_of_it = measure_frames(some(run, 0, 2), county, limits), measure_frames(run, county, limits)
    part, wanted = frame(known, kept.column, 1, 6).part(2, 7), all_of_it.part(2, 7)
    assert part.replications == wanted.replications == 5
    for measure, by_stage in wanted.values.items():
        assert list(part.values[measure]) == list(by_stage)
        for stage, series in by_stage.items():
            assert np.array_equal(part.values[measure][stage], series, equal_nan=True), (measure, stage)
            assert part.values[measure][stage].dtype == series.dtype


def test_a_reading_is_a_mapping() -> None:
    asked: list[str] = []

    def read(name: str) -> str:
        asked.append(name)
        return name.upper()

    reading = Reading({"a": "one", "b": "two"}, read)
    assert (list(reading), len(reading), "a" in reading, "c" in reading, reading.get("c")) == (
        ["a", "b"],
        2,
        True,
        False,
        None,
    )
    assert not asked
    assert dict(reading) == {"a": "ONE", "b": "TWO"}
    with pytest.raises(KeyError):
        reading["c"]
