"""What a run keeps of its draws: pure draws by source, the same in every block and under every other lever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim import api
from seatsim.domain.stored_draws import FEATURES, SOURCES
from seatsim.inputs.load import load
from seatsim.model.academic_year import make_world
from seatsim.model.stored_draws import stored_draws
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from shipped import ROOT

PLAN = ROOT / "scenarios" / "combined-plan.toml"
BLOCK = np.arange(30)
Stored = Mapping[str, npt.NDArray[np.float64]]


def drawn(*settings: str, replications: npt.NDArray[np.int64] = BLOCK) -> Stored:
    """What the combined plan keeps, with some settings changed."""
    loaded = load(PLAN, settings)
    scenario, draws = loaded.scenario, Draws(loaded.scenario.seed)
    world = make_world(loaded.county, api.plan_of(scenario), scenario.uncertainty, draws, replications)
    return stored_draws(world, draws, replications)


def moved(one: Stored, other: Stored) -> set[str]:
    """Columns that are not the same."""
    return {name for name, values in one.items() if not np.array_equal(values, other[name], equal_nan=True)}


def of(*sources: str) -> set[str]:
    """Columns of some sources."""
    return {feature.column for feature in FEATURES if feature.source in sources}


@pytest.fixture(scope="module")
def plan() -> Stored:
    return drawn()


def test_every_feature_has_a_column_with_one_number_a_replication(plan: Stored) -> None:
    assert list(plan) == [feature.column for feature in FEATURES]
    assert {feature.source for feature in FEATURES} == set(SOURCES)
    assert {values.shape for values in plan.values()} == {BLOCK.shape}
    # The plan's projects are all due by the information date: later ones have nothing to draw.
    assert {name for name, values in plan.items() if not np.isfinite(values).all()} == of("projects_to_come")


def test_a_replication_keeps_the_same_numbers_in_any_block(plan: Stored) -> None:
    alone = drawn(replications=BLOCK[7:9])
    for name, values in plan.items():
        np.testing.assert_array_equal(alone[name], values[7:9])


@pytest.mark.parametrize(
    "lever",
    [
        'levers.admission.gate="open"',
        "levers.capital.budget=1000",
        "levers.construction.crews=2",
        "levers.posts.review_years=1",
        "levers.lessons.overload=2.0",
    ],
)
def test_levers_move_no_draw(lever: str, plan: Stored) -> None:
    assert not moved(plan, drawn(lever))


def test_more_rounds_a_year_are_more_draws_of_candidates_alone(plan: Stored) -> None:
    assert moved(plan, drawn("levers.recruitment.rounds=1")) == {"staff_to_date_candidates", "staff_to_come_candidates"}


@pytest.mark.parametrize(
    ("setting", "sources"),
    [
        ("uncertainty.births.on=false", ("births_unpublished", "births_to_come")),
        ("uncertainty.start.on=false", ("start",)),
        ("uncertainty.crowding_2020.on=false", ("crowding_2020",)),
        ("uncertainty.migration.on=false", ("migration",)),
        ("uncertainty.progression.on=false", ("progression",)),
        ("uncertainty.durations.on=false", ("projects_due",)),
        ("uncertainty.costs.on=false", ("costs",)),
    ],
)
def test_what_is_switched_off_does_not_vary_and_moves_nothing_else(
    setting: str, sources: tuple[str, ...], plan: Stored
) -> None:
    off = drawn(setting)
    assert moved(plan, off) == of(*sources)
    assert all(np.ptp(off[name]) < 1e-12 for name in of(*sources))


def test_births_are_split_at_the_information_date(plan: Stored) -> None:
    loaded = load(PLAN)
    scenario, draws = loaded.scenario, Draws(loaded.scenario.seed)
    births = make_world(loaded.county, api.plan_of(scenario), scenario.uncertainty, draws, BLOCK).births
    series = loaded.county.births["reference"]
    assert (series.last_known, loaded.county.information_date) == (2021, "2025-12-31")

    def log(year: int) -> npt.NDArray[np.float64]:
        column = year - series.first_year
        return np.asarray(np.log(births.children[:, :, column].sum(axis=1) / series.births[:, column].sum()))

    born = np.mean([log(year) for year in range(2022, 2026)], axis=0)
    np.testing.assert_allclose(plan["births_unpublished_mean"], born, atol=1e-12)
    first = np.mean([log(year) for year in range(2026, 2029)], axis=0) - log(2025)
    np.testing.assert_allclose(plan["births_to_come_first"], first, atol=1e-12)


def test_nothing_has_happened_before_the_first_autumn() -> None:
    early = drawn("as_of=2021-05-31")
    past = of("births_unpublished", "projects_due", "staff_to_date")
    assert all(np.isnan(early[name]).all() for name in past)
    later = of("births_to_come", "projects_to_come", "staff_to_come")
    assert all(np.ptp(early[name]) > 0 for name in later)


def test_a_real_register_without_staff_or_projects_draws_only_what_is_left() -> None:
    school = School("p", "primary", rooms={"primary": 6}, pupils={"primary": (40,) * 6}, classes={"primary": (1,) * 6})
    county, nature, draws = make_county([school], {"z0": 40.0}), make_uncertainty(on=True), Draws(3)
    outcome = simulate(county, make_plan(horizon=2026), nature, draws, BLOCK)
    varying = {name for name, values in outcome.stored_draws.items() if np.ptp(values) > 0}
    assert {name.rpartition("_")[0] for name in varying} == {"births_to_come", "migration", "progression"}


def test_the_table_has_a_row_a_replication_and_the_same_bytes_twice(tmp_path: Path) -> None:
    settings = ["horizon=2023"]
    reference = ROOT / "scenarios" / "reference.toml"
    folders = [
        api.run(reference, out=tmp_path / name, overrides=settings, replications=5, reference=False).folder
        for name in ("a", "b")
    ]
    one, other = ((folder / "draws.parquet").read_bytes() for folder in folders)
    assert one == other
    table = pl.read_parquet(folders[0] / "draws.parquet")
    assert table["replication"].to_list() == list(range(5))
    assert table["start_primary"].n_unique() > 1
    assert table["costs_growth"].null_count() == table.height or table["costs_growth"].n_unique() > 1
