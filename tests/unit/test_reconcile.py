"""Reconciliation: what the report's figures allow, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import exp, inf, log
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import least_squares
from scipy.special import ndtri
from scipy.stats import truncnorm

from seatsim.domain.faults import Infeasible, InvalidInput
from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.stages import Stage
from seatsim.inputs.figures import read_figures
from seatsim.inputs.reconcile import mean_of_starts, narrowings, reconcile, stage_estimates
from seatsim.inputs.reconcile_solve import mean_under_bound, solve, under_bound
from seatsim.inputs.reconcile_terms import births_of, build
from seatsim.model.streams import Draws

SEEDS = Path(__file__).parents[2] / "seeds"
READINGS = BaselineReadings("outside", 9000, "unused", 0.0)
GRADES: Mapping[Stage, int] = {"kindergarten": 3, "primary": 6, "junior": 3, "senior": 3, "vocational": 3}
Figures = Mapping[str, Figure]


@pytest.fixture(scope="module")
def figures() -> Figures:
    return read_figures(SEEDS / "figures.csv")


@pytest.fixture(scope="module")
def found(figures: Figures) -> Reconciled:
    return narrowings(figures, READINGS, GRADES)


def changed(figures: Figures, **values: float) -> Figures:
    """Figures with other values; ``F12_base`` stands for ``F12.base``."""
    names = {key.replace("_", ".", 1): value for key, value in values.items()}
    return {key: replace(figure, value=names.get(key, figure.value)) for key, figure in figures.items()}


def without(figures: Figures, *starts: str) -> Figures:
    return {key: figure for key, figure in figures.items() if not key.startswith(starts)}


def errors(reconciled: Reconciled) -> dict[Stage, float]:
    return {estimate.stage: estimate.se for estimate in stage_estimates(reconciled)}


def test_total_is_exact_and_nothing_is_negative(found: Reconciled) -> None:
    assert found.total == 73_110
    assert found.mean.sum() == pytest.approx(73_110, abs=1e-6)
    assert found.mean.min() > 0
    assert found.mean @ found.cost <= found.bound == pytest.approx(126_700 * 1.01)
    rest = found.mean - np.floor(found.mean)
    short = 73_110 - int(np.floor(found.mean).sum())
    rounded = np.floor(found.mean) + (np.argsort(np.argsort(-rest)) < short)
    assert rounded.sum() == 73_110


def test_a_thousand_starts_keep_total_and_bound(found: Reconciled) -> None:
    kept, tried = [], 0
    uniforms = Draws(1).uniforms("start", ["county"], np.arange(4000), 2020, found.factor.shape[1])[:, 0, :]
    for z in ndtri(uniforms):
        tried += 1
        start = found.mean + found.factor @ z
        if start.min() >= 0 and start @ found.cost <= found.bound:
            kept.append(start)
        if len(kept) == 1000:
            break
    starts = np.array(kept)
    assert len(starts) == 1000
    assert tried < 1500
    np.testing.assert_allclose(starts.sum(axis=1), 73_110, atol=1e-6)
    assert (starts @ found.cost).max() <= found.bound
    for estimate in stage_estimates(found):
        at = [i for i, cell in enumerate(found.cells) if cell[0] == estimate.stage[0].upper()]
        drawn = starts[:, at].sum(axis=1)
        assert drawn.std() == pytest.approx(estimate.se, rel=0.1)
        assert drawn.mean() == pytest.approx(estimate.drawn, abs=4 * estimate.se / 1000**0.5)
        assert np.mean((drawn > estimate.low) & (drawn < estimate.high)) > 0.92


def test_columns_of_the_factor_sum_to_nothing(found: Reconciled) -> None:
    np.testing.assert_allclose(found.factor.sum(axis=0), 0, atol=1e-9)
    assert np.linalg.matrix_rank(found.factor) == len(found.cells) - 1


def test_the_mean_of_starts_keeps_the_total_and_is_cheaper_than_the_estimate(found: Reconciled) -> None:
    centre = mean_of_starts(found)
    assert centre.sum() == pytest.approx(73_110, abs=1e-6)
    assert centre @ found.cost < found.mean @ found.cost
    np.testing.assert_array_equal(mean_of_starts(replace(found, bound=inf)), found.mean)


def test_starts_stay_within_the_ranges_that_other_priors_gave(found: Reconciled) -> None:
    # 95 % ranges of a fit without any statement across stages.
    pupils = {estimate.stage: estimate.drawn for estimate in stage_estimates(found)}
    allowed: Mapping[Stage, tuple[int, int]] = {
        "kindergarten": (13_300, 18_900),
        "primary": (27_900, 34_300),
        "junior": (12_200, 15_600),
        "senior": (5_500, 9_300),
        "vocational": (3_200, 6_300),
    }
    for stage, (low, high) in allowed.items():
        assert low < pupils[stage] < high


def test_another_solver_finds_the_same_split(figures: Figures) -> None:
    problem = build(figures, READINGS, GRADES)
    cells = len(problem.cells)

    def misses(unknowns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        pupils = [exp(u) for u in unknowns]
        found = [1e4 * (sum(pupils[:cells]) / 73_110 - 1)]
        for term in problem.terms:
            value = sum(c * float(unknowns[i]) for i, c in term.others) - term.target
            value += log(sum(pupils[i] for i in term.above)) if term.above else 0.0
            value -= log(sum(pupils[i] for i in term.below)) if term.below else 0.0
            found.append(value / term.se)
        return np.array(found)

    other = least_squares(misses, np.full(cells + len(problem.others), 5.0), xtol=1e-14, ftol=1e-14)
    np.testing.assert_allclose(solve(problem).pupils, np.exp(other.x[:cells]), rtol=1e-4)


def test_rates_alone_and_births_alone_narrow_nothing_but_together_they_do(figures: Figures) -> None:
    neither = errors(reconcile(without(figures, "F5.", "B."), READINGS, GRADES))
    rates = errors(reconcile(without(figures, "B."), READINGS, GRADES))
    births = errors(reconcile(without(figures, "F5."), READINGS, GRADES))
    both = errors(reconcile(figures, READINGS, GRADES))
    for stage in ("kindergarten", "primary", "junior"):
        assert rates[stage] == pytest.approx(neither[stage], rel=1e-3)
        assert births[stage] == pytest.approx(neither[stage], rel=0.01)
        assert both[stage] < 0.9 * neither[stage]


def test_cohorts_are_linked_across_stages_by_rates_and_births_together(figures: Figures, found: Reconciled) -> None:
    edges = {"B.2013-2015": ("K3", "P1"), "B.2007-2009": ("P6", "J1")}
    rates = {"K": 1.0792, "P": 1.1553, "J": 1.2874}
    pupils = dict(zip(found.cells, found.mean, strict=True))
    rows = {row.figure: row for row in found.narrowings}
    for name, (last, first) in edges.items():
        youngest = int(name[-4:])
        born = [figures[f"B.{y - 1}"].value / 3 + figures[f"B.{y}"].value * 2 / 3 for y in (youngest, youngest - 1)]
        assert rows[name].reported == pytest.approx(born[1] / born[0])
        children = [pupils[cell] / rates[cell[0]] for cell in (last, first)]
        assert rows[name].reconciled == pytest.approx(children[1] / children[0], rel=1e-3)
        assert rows[name].residual == pytest.approx(log(rows[name].reported / rows[name].reconciled) / 0.05)
        assert abs(rows[name].residual) < 1
        assert rows[name].narrows
    for gone, left in (("F5.junior", {"B.2013-2015"}), ("F5.preschool", {"B.2007-2009"}), ("F5.primary", set())):
        said = {term.figure for term in build(without(figures, gone), READINGS, GRADES).terms}
        assert said & set(edges) == left
    assert not set(edges) & {term.figure for term in build(without(figures, "B.2007"), READINGS, GRADES).terms}
    # Without the county's share only the level of the births is free; their shape still links the cohorts.
    assert set(edges) <= {term.figure for term in build(without(figures, "B.share"), READINGS, GRADES).terms}


def test_junior_entrants_of_the_next_year_do_not_jump(found: Reconciled) -> None:
    """The region's cohorts of ages 9 to 14 are level, so this year's primary leavers are about last year's."""
    pupils = dict(zip(found.cells, found.mean, strict=True))
    assert pupils["P6"] * 1.2874 / 1.1553 / pupils["J1"] == pytest.approx(1, abs=0.05)


def test_the_table_says_that_rates_alone_narrow_nothing(figures: Figures) -> None:
    rows = {row.figure: row for row in narrowings(without(figures, "B."), READINGS, GRADES).narrowings}
    for name in ("F5.preschool", "F5.primary", "F5.junior"):
        assert rows[name].narrows == ()
        assert rows[name].se_with == pytest.approx(dict(rows[name].se_without), rel=1e-3)


def test_every_row_fits_and_no_figure_widens(found: Reconciled) -> None:
    rows = {row.figure: row for row in found.narrowings}
    assert rows["F4"].hard
    assert rows["F4"].reconciled == pytest.approx(73_110, abs=1e-6)
    assert rows["F5.primary"].reconciled == pytest.approx(115.53, abs=0.02)
    assert rows["senior.general_share"].se_without["senior"] == inf
    for row in found.narrowings:
        assert abs(row.residual) < 4
        for stage, se in row.se_with.items():
            assert se <= row.se_without[stage] * (1 + 1e-9)


def test_the_level_of_births_gives_way_to_the_total(found: Reconciled) -> None:
    share = next(row for row in found.narrowings if row.figure == "B.share")
    assert 8 < share.reconciled < 10
    assert share.residual == pytest.approx(log(share.reported / share.reconciled) / 0.20)


@pytest.mark.parametrize(
    ("values", "readings", "words", "cures"),
    [
        ({"F7": 30_000}, READINGS, "4.09亿元", {"F7", "F8.*"}),
        ({"F4": 30_000}, READINGS, "B.share", {"F4", "F5.*", "B.*"}),
        ({"F12_base": 6_000}, replace(READINGS, base_2804="intake"), "senior.general_share", {"F12.base"}),
    ],
)
def test_clashing_figures_are_named(
    figures: Figures, values: Mapping[str, float], readings: BaselineReadings, words: str, cures: set[str]
) -> None:
    with pytest.raises(Infeasible) as clash:
        reconcile(changed(figures, **values), readings, GRADES)
    assert words in str(clash.value)
    assert remedies(clash.value) == {(cure,) for cure in cures}
    assert cures <= set(clash.value.figures)


def test_two_faults_need_two_figures_left_out(figures: Figures) -> None:
    with pytest.raises(Infeasible) as clash:
        reconcile(changed(figures, F7=30_000, F12_base=6_000), replace(READINGS, base_2804="intake"), GRADES)
    found = remedies(clash.value)
    assert ("F7", "F12.base") in found
    assert {len(names) for names in found} == {2}


def remedies(clash: Infeasible) -> set[tuple[str, ...]]:
    """Sets of figures that the message offers to leave out."""
    offered = str(clash).split("; leaving out ")[1].removesuffix(" would cure it")
    return {tuple(names.split(" with ")) for names in offered.split(" or ")}


def test_an_intake_of_6000_clashes_only_under_its_reading(figures: Figures) -> None:
    reconcile(changed(figures, F12_base=6_000), READINGS, GRADES)


def test_readings_of_2804(figures: Figures, found: Reconciled) -> None:
    intake = reconcile(figures, replace(READINGS, base_2804="intake"), GRADES)
    senior = [i for i, cell in enumerate(intake.cells) if cell[0] == "S"]
    np.testing.assert_allclose(intake.mean[senior], 2804, rtol=0.02)
    school = reconcile(figures, replace(READINGS, base_2804="school"), GRADES)
    np.testing.assert_array_equal(school.mean, found.mean)


def test_the_college_inside_takes_its_students_from_the_total(figures: Figures, found: Reconciled) -> None:
    inside = reconcile(figures, replace(READINGS, college="inside"), GRADES)
    assert inside.cells[-1] == "college"
    assert inside.mean.sum() == pytest.approx(73_110, abs=1e-6)
    assert 6_000 < inside.mean[-1] < 11_000
    assert inside.cost[-1] == 0
    assert inside.mean[:-1].sum() < found.mean.sum() - 6_000


def test_births_behind_a_grade_split_at_the_first_of_september(figures: Figures) -> None:
    window = births_of(figures, "kindergarten", GRADES)
    assert window is not None
    assert window[0] == pytest.approx(figures["B.2016"].value / 3 + figures["B.2017"].value * 2 / 3)
    assert births_of(figures, "kindergarten", {**GRADES, "kindergarten": 40}) is None
    junior = births_of(figures, "junior", {**GRADES, "primary": 5, "junior": 4})
    assert junior is not None
    assert junior[0] == pytest.approx(figures["B.2008"].value / 3 + figures["B.2009"].value * 2 / 3)


def test_cutting_off_at_the_bound_agrees_with_the_textbook() -> None:
    covariance = np.array([[4.0, 1.0], [1.0, 9.0]])
    cost, mean = np.array([1.0, 0.0]), np.array([10.0, 20.0])
    cut = under_bound(covariance, mean, cost, 11.0)
    exact = truncnorm(-inf, 0.5, loc=10.0, scale=2.0)
    assert cut[0, 0] == pytest.approx(exact.var())
    assert mean_under_bound(covariance, mean, cost, 11.0)[0] == pytest.approx(exact.mean())
    assert cut[1, 1] == pytest.approx(9.0 - (4.0 - exact.var()) / 16)
    np.testing.assert_array_equal(under_bound(covariance, mean, cost, inf), covariance)


@pytest.mark.parametrize("missing", [("F4",), ("PS.", "B.")])
def test_missing_figures_are_faults(figures: Figures, missing: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput, match=r"figures\.csv"):
        reconcile(without(figures, *missing), READINGS, GRADES)


def test_figures_that_must_be_positive_are_faults(figures: Figures) -> None:
    with pytest.raises(InvalidInput, match="F7 = 0: must be above 0"):
        reconcile(changed(figures, F7=0), READINGS, GRADES)
