"""Two scenarios share every draw they do not change, and what neither changes is the same bit for bit.

The pairs are those of ``docs/common-random-numbers.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from seatsim.api import plan_of
from seatsim.domain.outcome import Outcome
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.load import Loaded, load
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import make_world
from seatsim.model.luck import Luck, draw_luck
from seatsim.model.state import World
from seatsim.model.streams import Draws, Words, hashes
from seatsim.model.works import Works, draw_works
from seatsim.study.ensemble import simulate
from shipped import ROOT

HORIZON = 2026
FUTURES = np.arange(8)
PAIRS = (
    ("strict-gate", "open-gate"),
    ("planned-builds", "reference"),
    ("faster-approvals", "combined-plan"),
    ("births-fall", "reference"),
)
IDS = [" – ".join(pair) for pair in PAIRS]
Address = tuple[str, int, int]


@dataclass(frozen=True)
class Noted(Draws):
    """Draws that note which addresses are asked for."""

    asked: dict[Address, set[int]] = field(default_factory=lambda: defaultdict(set), compare=False)
    """Stable hashes of the entities, by decision, year and number of cells."""

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | Words,
        replications: npt.NDArray[np.int64],
        year: int,
        cells: int = 1,
    ) -> npt.NDArray[np.float64]:
        """The seed's own, noted."""
        words = entities if isinstance(entities, np.ndarray) else hashes(entities)
        self.asked[decision, year, cells] |= set(words.tolist())
        return super().uniforms(decision, entities, replications, year, cells)


@cache
def loaded(name: str) -> Loaded:
    return load(ROOT / "scenarios" / f"{name}.toml", [f"horizon={HORIZON}"])


def simulated(name: str, futures: npt.NDArray[np.int64], draws: Draws) -> Outcome:
    found = loaded(name)
    return simulate(found.county, plan_of(found.scenario), found.scenario.uncertainty, draws, futures)


@cache
def noted(name: str) -> tuple[Outcome, Mapping[Address, set[int]]]:
    draws = Noted(loaded(name).scenario.seed)
    return simulated(name, FUTURES, draws), draws.asked


def outcome(name: str) -> Outcome:
    return noted(name)[0]


@cache
def world(name: str) -> World:
    found = loaded(name)
    return make_world(found.county, plan_of(found.scenario), found.scenario.uncertainty, Draws(1), FUTURES)


def luck(name: str, year: int) -> Luck:
    here = world(name)
    return draw_luck(here.county, here.layout, here.uncertainty, Draws(1), FUTURES, year)


def works(name: str) -> tuple[list[str], Works]:
    """Sorted ids of the projects, and what is drawn for them."""
    plan, nature = world(name).plan, world(name).uncertainty
    calendar = AcademicCalendar(world(name).county.baseline_year)
    capital = plan.levers.capital
    return sorted(plan.projects), draw_works(
        plan.projects, nature, plan.limits.planning, capital, Draws(1), FUTURES, calendar
    )


def same(one: object, other: object) -> bool:
    """Whether two arrays, or mappings of them, are the same to the bit."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    a, b = np.asarray(one), np.asarray(other)
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def differences(one: object, other: object) -> list[str]:
    """Names of the fields of two records in which they differ."""
    assert type(one) is type(other)
    names = [each.name for each in fields(one)]  # type: ignore[arg-type]
    return [name for name in names if not same(getattr(one, name), getattr(other, name))]


def counts(name: str, stage: Stage, year: int = HORIZON) -> dict[str, npt.NDArray[np.int64]]:
    """A stage's counts up to a year, without the backbone teachers: the county posts them across stages."""
    run, count = outcome(name).stages[stage], year + 1 - outcome(name).years[0]
    return {
        each.name: getattr(run, each.name)[:count] for each in fields(run) if each.name not in ("units", "backbone")
    }


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=IDS)
def test_the_start_is_the_same(one: str, other: str) -> None:
    assert outcome(one).crowding_variant == outcome(other).crowding_variant
    for stage in STAGES:
        here, there = outcome(one).stages[stage], outcome(other).stages[stage]
        common = [school for school in here.units.school if school in there.units.school]
        assert len(common) == min(len(here.units.school), len(there.units.school))
        for array in ("pupils", "classes", "rooms"):
            a, b = (
                getattr(run, array)[0][:, [run.units.school.index(school) for school in common]]
                for run in (here, there)
            )
            assert same(a, b), (stage, array)
        # Schools to come hold nobody yet: those in common are the whole start.
        assert here.pupils[0].sum() == there.pupils[0].sum()


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=IDS)
def test_nature_is_the_same_in_every_year(one: str, other: str) -> None:
    for year in range(2021, HORIZON + 1):
        assert not differences(luck(one, year), luck(other, year)), year
    here, there = world(one).births, world(other).births
    assert same(here.levels, there.levels)
    known = 2021 + 1 - here.first_year if one == "births-fall" else here.children.shape[2]
    assert same(here.children[:, :, :known], there.children[:, :, :known])


def test_births_that_fall_err_by_the_same_factor() -> None:
    one, other = world("births-fall"), world("reference")
    series = [w.county.births[w.uncertainty.births.variant].births for w in (one, other)]
    years = min(each.shape[1] for each in (*series, one.births.children[0], other.births.children[0]))
    factors = [w.births.children[:, :, :years] / s[None, :, :years] for w, s in zip((one, other), series, strict=True)]
    assert not same(one.births.children, other.births.children)
    np.testing.assert_allclose(factors[0], factors[1], rtol=1e-12)


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=IDS)
def test_both_ask_for_the_same_addresses(one: str, other: str) -> None:
    """What one draws more than the other is for what only one has or meets: schools, projects, closings."""
    asked, there = noted(one)[1], noted(other)[1]
    only: dict[str, set[int]] = defaultdict(set)
    for address in asked.keys() | there.keys():
        only[address[0]] |= asked.get(address, set()) ^ there.get(address, set())
    units = {school for w in (one, other) for stage in world(w).layout.stages.values() for school in stage.units.school}
    projects = world(one).plan.projects.keys() ^ world(other).plan.projects.keys()
    allowed = {
        "works": projects,
        "recruitment": {f"{project}/{stage}" for project in projects for stage in STAGES},
        # A project may bring a stage to a school that stood before; private kindergartens are asked when at risk.
        "start": units,
        "private-kindergarten": units,
    }
    for decision, entities in only.items():
        own = sorted(allowed.get(decision.split("/")[0], ()))
        assert entities <= set(hashes(own).tolist()), decision
    assert {"births", "migration/common", "progression/primary", "staff", "start"} <= only.keys()


def test_the_page_tells_every_decision_that_is_drawn() -> None:
    page = (ROOT / "docs" / "common-random-numbers.md").read_text(encoding="utf-8")
    firsts = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    told = {name for first in firsts for name in re.findall(r"`([^`]+)`", first)}
    drawn = {decision for decision, _, _ in noted("combined-plan")[1]}
    stages = re.compile(rf"/({'|'.join(STAGES)})(?=/|$)")
    assert {stages.sub("/<stage>", decision) for decision in drawn} == told


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=IDS)
def test_projects_of_both_have_the_same_works_and_costs(one: str, other: str) -> None:
    (here, a), (there, b) = works(one), works(other)
    common = sorted(set(here) & set(there))
    assert len(common) == min(len(here), len(there))
    if common:
        assert not differences(a, b)


def test_hand_overs_are_the_same_where_construction_is_not_changed() -> None:
    assert not differences(outcome("strict-gate").projects, outcome("open-gate").projects)
    assert np.isfinite(outcome("open-gate").projects.hand_over).any()


def test_faster_approvals_change_days_and_no_final_cost() -> None:
    one, other = outcome("faster-approvals").projects, outcome("combined-plan").projects
    assert "hand_over" in differences(one, other)
    finished = np.isfinite(one.hand_over) & np.isfinite(other.hand_over)
    assert finished.any()
    assert same(one.cost[finished], other.cost[finished])
    assert same(one.planned, other.planned)


@pytest.mark.parametrize("stage", ["kindergarten", "special"])
def test_a_gate_of_other_stages_leaves_a_stage_alone(stage: Stage) -> None:
    assert same(counts("strict-gate", stage), counts("open-gate", stage))


def test_births_that_fall_reach_a_stage_when_the_children_do() -> None:
    # The low series begins to differ with the births of 2022: three years old in 2025, six in 2028.
    for stage in STAGES:
        last = 2024 if stage == "kindergarten" else HORIZON
        assert same(counts("births-fall", stage, last), counts("reference", stage, last)), stage
    assert not same(counts("births-fall", "kindergarten", 2025), counts("reference", "kindergarten", 2025))


def test_builds_leave_births_and_the_leavers_of_cohorts_that_they_have_not_reached() -> None:
    one, other = outcome("planned-builds"), outcome("reference")
    assert same(one.junior_leavers[:2], other.junior_leavers[:2])
    for stage in STAGES:
        assert same(one.stages[stage].registered, other.stages[stage].registered)


def rows(found: Outcome, futures: list[int]) -> dict[str, npt.NDArray[np.generic]]:
    """What some futures left behind, by name."""
    told = {
        f"{stage}/{each.name}": getattr(run, each.name)[:, futures]
        for stage, run in found.stages.items()
        for each in fields(run)
        if each.name != "units"
    }
    if found.staff is not None:
        told |= {f"staff/{each.name}": getattr(found.staff, each.name)[:, futures] for each in fields(found.staff)}
    told |= {name: getattr(found.projects, name)[futures] for name in ("hand_over", "cancelled", "cost", "waits")}
    return told | {f"draws/{name}": values[futures] for name, values in found.stored_draws.items()}


@pytest.mark.parametrize("name", ["planned-builds", "open-gate"])
def test_neither_another_scenario_nor_another_block_moves_a_future(name: str) -> None:
    first = outcome(name)
    outcome("strict-gate")
    outcome("reference")
    again = simulated(name, np.array([6, 2]), Draws(1))
    assert same(rows(again, [0, 1]), rows(first, [6, 2]))
