"""The baseline of every replication: the total is kept, crowding is set by its variant and not by the draw."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seatsim.api import plan_of
from seatsim.domain.county import County
from seatsim.domain.faults import Infeasible
from seatsim.domain.scenario import CrowdingVariant, Uncertainty
from seatsim.inputs.load import load
from seatsim.model.layout import build_layout
from seatsim.model.start import Start, _product, draw_start, sample_start
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

REPLICATIONS = np.arange(1000)
SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def worked() -> tuple[County, Uncertainty]:
    """The worked county and its uncertainties."""
    loaded = load(SCENARIOS / "reference.toml")
    return loaded.county, loaded.scenario.uncertainty


def _start(county: County, uncertainty: Uncertainty) -> Start:
    return draw_start(county, build_layout(county, {}, 30.0), uncertainty, Draws(1), REPLICATIONS)


def test_every_start_keeps_the_total_and_the_spending_bound(worked: tuple[County, Uncertainty]) -> None:
    county, _ = worked
    assert county.reconciled is not None
    starts = sample_start(county.reconciled, Draws(1), REPLICATIONS)
    assert (starts.sum(axis=1) == 73_110).all()
    assert (starts >= 0).all()
    assert (starts @ county.reconciled.cost <= county.reconciled.bound).all()
    assert len(np.unique(starts, axis=0)) == len(REPLICATIONS)


def test_starts_scatter_around_the_estimate(worked: tuple[County, Uncertainty]) -> None:
    """The bound cuts the dear side off, so the mean may move by a part of a standard error and no more."""
    county, _ = worked
    assert county.reconciled is not None
    starts = sample_start(county.reconciled, Draws(1), REPLICATIONS)
    error = np.sqrt((county.reconciled.factor**2).sum(axis=1))
    assert (np.abs(starts.mean(axis=0) - county.reconciled.mean) < 0.75 * error + 1.0).all()


def test_schools_add_up_to_the_start_and_pupils_sit_in_classes(worked: tuple[County, Uncertainty]) -> None:
    start = _start(*worked)
    total = sum(stage.pupils.sum(axis=(1, 2)) for stage in start.stages.values())
    assert (np.asarray(total) == 73_110).all()
    for name in ("kindergarten", "primary", "junior", "senior"):
        stage = start.stages[name]
        assert ((stage.pupils > 0) == (stage.classes > 0)).all()
        assert (stage.classes.sum(axis=2) <= stage.rooms).all()


@pytest.mark.parametrize(("variant", "share"), [("low", 0.10), ("middle", 0.25), ("high", 0.40)])
@pytest.mark.parametrize(("stage", "standard"), [("primary", 45), ("junior", 50)])
def test_the_crowding_of_2020_is_the_variants_whatever_the_draw(
    worked: tuple[County, Uncertainty], variant: CrowdingVariant, share: float, stage: str, standard: int
) -> None:
    county, uncertainty = worked
    fixed = replace(uncertainty, crowding_2020=replace(uncertainty.crowding_2020, on=False, variant=variant))
    drawn = _start(county, fixed).stages["primary" if stage == "primary" else "junior"]
    per_class = np.maximum(drawn.classes, 1)
    above = np.where(drawn.pupils // per_class >= standard + 1, per_class, 0)
    above += np.where(drawn.pupils // per_class == standard, drawn.pupils % per_class, 0)
    shares = above.sum(axis=(1, 2)) / drawn.classes.sum(axis=(1, 2))
    assert shares.mean() == pytest.approx(share, abs=0.02)
    assert np.quantile(shares, 0.9) - np.quantile(shares, 0.1) < 0.08


def test_variants_come_with_equal_chances(worked: tuple[County, Uncertainty]) -> None:
    drawn = np.array(_start(*worked).crowding)
    for variant in ("low", "middle", "high"):
        # Four standard errors of a share of one third over 1,000 replications.
        assert abs((drawn == variant).mean() - 1 / 3) < 4 * np.sqrt(2 / 9 / 1000)


def test_without_the_draw_every_start_is_the_rounded_estimate(worked: tuple[County, Uncertainty]) -> None:
    county, uncertainty = worked
    start = _start(county, replace(uncertainty, start=replace(uncertainty.start, on=False)))
    per_grade = start.stages["primary"].pupils.sum(axis=1)
    assert (per_grade == per_grade[0]).all()
    assert np.array_equal(per_grade[0], county.register.pupils["primary"].sum(axis=0))


def test_switching_crowding_off_moves_no_draw_of_the_start(worked: tuple[County, Uncertainty]) -> None:
    county, uncertainty = worked
    quiet = replace(uncertainty, crowding_2020=replace(uncertainty.crowding_2020, on=False))
    grades = [_start(county, u).stages["primary"].pupils.sum(axis=1) for u in (uncertainty, quiet)]
    assert np.array_equal(*grades)


def test_a_bound_that_accepts_nothing_is_infeasible_and_not_endless(worked: tuple[County, Uncertainty]) -> None:
    county, _ = worked
    assert county.reconciled is not None
    with pytest.raises(Infeasible):
        sample_start(replace(county.reconciled, bound=1.0), Draws(1), np.arange(5))


@pytest.mark.parametrize("setting", [(), ('baseline.college="inside"',), ("as_of=2021-05-31",)])
def test_the_reported_rates_hold_in_every_start(setting: tuple[str, ...]) -> None:
    """Whatever the reading or the information date, births are fitted to the drawn pupils at the rates of F5."""
    loaded = load(SCENARIOS / "reference.toml", setting)
    plan = replace(plan_of(loaded.scenario), horizon=2021)
    outcome = simulate(loaded.county, plan, loaded.scenario.uncertainty, Draws(1), np.arange(20))
    for stage, rate in (("kindergarten", 1.0792), ("primary", 1.1553), ("junior", 1.2874)):
        found = outcome.stages["primary" if stage == "primary" else "junior" if stage == "junior" else "kindergarten"]
        pupils = found.pupils[0].sum(axis=(1, 2))
        # Registered children are told whole.
        assert pupils / found.registered[0] == pytest.approx(np.full(20, rate), abs=2e-4)


def test_a_product_does_not_know_how_many_rows_share_a_block() -> None:
    generator = np.random.default_rng(3)
    rows, matrix = generator.standard_normal((500, 9)), generator.standard_normal((9, 22))
    whole = _product(rows, matrix)
    assert np.allclose(whole, rows @ matrix, rtol=1e-12)
    for block in (1, 3, 7, 64):
        parts = [_product(rows[i : i + block], matrix) for i in range(0, 500, block)]
        assert (np.concatenate(parts) == whole).all()
