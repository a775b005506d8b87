"""Error laws from an invented county whose ratios and noise are known: found again as far as its years allow."""

from dataclasses import replace

import numpy as np
import pytest

from seatsim.demand.error_laws import CellLaw, CommonLaw, EntityLaw, EntryLaw, ErrorLaws, GradeYearLaw
from seatsim.demand.history_laws import PRIOR_CELLS, PRIOR_YEARS, drawn, laws_from_history, one_ahead
from seatsim.demand.history_ratios import Floats, Steps

ZONES, STEPS = 12, 14
COMMON, GRADE, ZONE, CELL, PER_PUPIL, NOISY = 0.012, 0.008, 0.015, 1e-4, 0.05, 2.0
BORROWED = ErrorLaws(
    CommonLaw(0.003, 0.5, 3.0),
    GradeYearLaw(np.full(STEPS, 0.003)),
    EntityLaw(0.01, 0.0, 0.3),
    CellLaw(2e-5, 0.02, np.ones(STEPS)),
    EntryLaw(1e-4, 0.1, 0.01, 0.01, 0.005, 0.9),
)
SIGMAS = 4.0
"""Tolerance in standard errors of a variance: about one invented county in ten thousand fails."""


def county(years: int, seed: int = 1) -> Steps:
    """Cells of 36 to 440 pupils; the last step is twice as noisy in its cells; the first has one zone only."""
    rng = np.random.default_rng(seed)
    before = rng.uniform(40, 400, (ZONES, 1, 1)) * rng.uniform(0.9, 1.1, (ZONES, years, STEPS))
    scale = np.ones(STEPS)
    scale[-1] = NOISY
    log = (
        np.log(rng.uniform(0.95, 1.05, (ZONES, 1, STEPS)))
        + rng.normal(0, COMMON, (1, years, 1))
        + rng.normal(0, GRADE, (1, years, STEPS))
        + rng.normal(0, ZONE, (ZONES, years, 1))
        + rng.normal(size=before.shape) * scale * np.sqrt(CELL + PER_PUPIL / before)
    )
    now = before * np.exp(log)
    now[1:, :, 0] = np.nan
    names = tuple(str(step) for step in range(STEPS))
    return Steps(names, names, now, np.where(np.isnan(now), np.nan, before))


def spread(count: float) -> float:
    """Standard error of a variance from so many independent squares, over the variance [-]."""
    return float(np.sqrt(2.0 / count))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_laws_come_out_again(seed: int) -> None:
    years = 40
    found = laws_from_history(county(years, seed), [], BORROWED)
    errors = years - 1
    # All zones together keep a twelfth of what each zone has: it is common to the grades of the year.
    expected = drawn(COMMON**2 + ZONE**2 / ZONES, errors, BORROWED.common.sd**2)
    assert found.common.sd**2 == pytest.approx(expected, rel=SIGMAS * 1.4 * spread(errors))
    assert found.common.freedom == PRIOR_YEARS + errors
    of_grades = float(np.mean(found.grade_year.sd[1:-1] ** 2))
    # The noise that cells leave in the sum is taken off, not that of the step that one zone alone has.
    rel = SIGMAS * 1.2 * spread(errors * (STEPS - 2)) + 0.08
    assert of_grades == pytest.approx(drawn(GRADE**2, errors, BORROWED.grade_year.sd[1] ** 2), rel=rel)
    ratio = drawn((ZONE / BORROWED.entity.sd) ** 2, years, 1.0)
    assert (found.entity.sd / BORROWED.entity.sd) ** 2 == pytest.approx(ratio, rel=SIGMAS * 1.5 * spread(years * ZONES))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cells_of_any_size_have_the_variance_that_was_put_in(seed: int) -> None:
    years = 40
    found = laws_from_history(county(years, seed), [], BORROWED).cell
    cells = years * (ZONES - 1) * (STEPS - 2)
    for pupils in (40.0, 100.0, 400.0):
        due = drawn(CELL + PER_PUPIL / pupils, years, BORROWED.cell.variance + BORROWED.cell.per_pupil / pupils)
        own = (found.variance + found.per_pupil / pupils) * float(np.mean(found.grade_scale[1:-1] ** 2))
        # At an end of the sizes two parameters err more than one mean would.
        assert own == pytest.approx(due, rel=SIGMAS * 2.4 * spread(cells) + 0.04)
    over = found.grade_scale[-1] ** 2 / float(np.mean(found.grade_scale[1:-1] ** 2))
    one = years * (ZONES - 1)
    expected = (PRIOR_CELLS + one * NOISY**2) / (PRIOR_CELLS + one)
    assert over == pytest.approx(expected, rel=SIGMAS * 1.3 * spread(one))


def test_few_years_stay_near_the_borrowed_laws() -> None:
    """The mean over many counties of four years lies where three borrowed years and three errors put it."""
    counties = 200
    squares = [laws_from_history(county(4, seed), [], BORROWED).common.sd ** 2 for seed in range(counties)]
    due = drawn(COMMON**2 + ZONE**2 / ZONES, 3, BORROWED.common.sd**2)
    assert float(np.mean(squares)) == pytest.approx(due, rel=SIGMAS * 1.4 * spread(3 * counties) + 0.03)


def test_without_errors_everything_is_borrowed() -> None:
    found = laws_from_history(county(1), [], BORROWED)
    assert found.cell is BORROWED.cell
    assert found.entity is BORROWED.entity
    assert found.entry is BORROWED.entry
    assert found.grade_year is BORROWED.grade_year
    assert found.common == replace(BORROWED.common, freedom=PRIOR_YEARS)


def test_one_zone_says_nothing_of_zones() -> None:
    steps = county(10)
    alone = Steps(steps.reached, steps.left, steps.now[:1], steps.before[:1])
    found = laws_from_history(alone, [], BORROWED)
    assert found.cell is BORROWED.cell
    assert found.entity is BORROWED.entity
    assert found.common.sd > BORROWED.common.sd


def test_entries_err_as_much_as_they_did() -> None:
    years, sd = 60, 0.04
    logs: list[Floats] = [np.random.default_rng(seed).normal(0.1, sd, years) for seed in (5, 6)]
    logs[1][:20] = np.nan
    found = laws_from_history(county(2), logs, BORROWED).entry
    due = drawn(sd**2, years - 1, BORROWED.entry.common_sd**2)
    assert found.common_sd**2 == pytest.approx(due, rel=SIGMAS * 1.4 * spread(98))
    assert replace(found, common_sd=BORROWED.entry.common_sd) == BORROWED.entry


def test_an_error_is_against_the_years_before_it_alone() -> None:
    logs = np.array([[1.0], [3.0], [np.nan], [4.0]])
    found = one_ahead(logs, 0.5)[:, 0]
    # Before the last year: 1 and 3 with weights 1/4 and 1/2, so 7/3, whose variance is 5/9 of a year's.
    assert found[[1, 3]] == pytest.approx([2 / np.sqrt(2), (4 - 7 / 3) / np.sqrt(1 + 5 / 9)])
    assert np.isnan(found[[0, 2]]).all()
    later = logs.copy()
    later[3] = 99.0
    np.testing.assert_array_equal(one_ahead(later, 0.5)[:3], one_ahead(logs, 0.5)[:3])
