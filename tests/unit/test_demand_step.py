"""The demand step and the error laws, against numbers worked by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri, stdtrit

from seatsim.demand.error_laws import (
    CellLaw,
    CommonLaw,
    EntityLaw,
    EntryLaw,
    GradeYearLaw,
    cell_shock,
    common_shock,
    entity_shock,
    entry_level,
    entry_shock,
    grade_year_shock,
    standard,
)
from seatsim.demand.step import entry, next_grade, pulled

HIGH = np.array([0.9])


def test_a_step_without_shocks_is_ratio_times_pupils() -> None:
    found = next_grade(np.array([[100.0, 50.0]]), np.log([1.1, 0.5]))
    assert found == pytest.approx(np.array([[110.0, 25.0]]))


def test_shocks_add_in_the_log() -> None:
    found = next_grade(np.array([100.0]), np.log([1.2]), np.log([1.5]))
    assert found == pytest.approx(np.array([180.0]))
    assert entry(np.array([200.0]), np.log([0.9])) == pytest.approx(np.array([180.0]))


def test_the_pull_is_a_geometric_mean() -> None:
    assert pulled(np.array([100.0]), np.array([400.0]), 0.5) == pytest.approx(np.array([200.0]))
    assert pulled(np.array([100.0]), np.array([400.0]), 0.0) == pytest.approx(np.array([100.0]))


def test_without_a_usual_size_the_step_stands() -> None:
    step = np.array([100.0, 0.0, 30.0])
    assert pulled(step, np.array([0.0, 50.0, np.nan]), 0.4).tolist() == step.tolist()


def test_a_common_shock_is_carried_on() -> None:
    law = CommonLaw(sd=0.01, carry=0.6, freedom=5.0)
    first = common_shock(law, None, HIGH)
    assert first == pytest.approx(0.01 * stdtrit(5.0, 0.9))
    assert common_shock(law, first, HIGH) == pytest.approx(1.6 * first)
    assert common_shock(replace(law, renewal=0.8), first, HIGH) == pytest.approx(1.4 * first)


def test_an_entity_shock_shrinks_with_the_entity() -> None:
    law = EntityLaw(sd=0.03, per_pupil=0.16, carry=0.0)
    found = entity_shock(law, None, np.array([100.0, 1e12]), HIGH)
    assert found == pytest.approx(np.array([0.05, 0.03]) * ndtri(0.9))


def test_a_cell_shock_has_the_scale_of_its_grade() -> None:
    law = CellLaw(variance=0.0009, per_pupil=0.16, grade_scale=np.array([1.0, 3.0]))
    found = cell_shock(law, np.full((4, 2, 2), 100.0), np.full((4, 2, 2), 0.9))
    assert found.shape == (4, 2, 2)
    assert found[3, 1] == pytest.approx(np.array([0.05, 0.15]) * ndtri(0.9))


def test_an_empty_cell_is_drawn_as_one_pupil() -> None:
    law = CellLaw(variance=0.0, per_pupil=0.25, grade_scale=np.ones(1))
    assert cell_shock(law, np.zeros(1), HIGH) == pytest.approx(0.5 * ndtri(0.9))


def test_a_grade_shock_is_normal_with_the_deviation_of_its_grade() -> None:
    found = grade_year_shock(GradeYearLaw(sd=np.array([0.01, 0.02])), np.full((3, 1, 2), 0.9))
    assert found[2, 0] == pytest.approx(np.array([0.01, 0.02]) * ndtri(0.9))


def test_the_level_of_entries_wanders_and_forgets() -> None:
    first = entry_level(0.02, 0.5, None, HIGH)
    assert first == pytest.approx(0.02 * ndtri(0.9))
    assert entry_level(0.02, 0.5, first, HIGH) == pytest.approx(1.5 * first)


def test_an_entry_has_a_part_of_its_own_year() -> None:
    law = EntryLaw(variance=0.0009, per_pupil=0.16, growth=0.0, common_sd=0.0, common_growth=0.0, keep=0.9)
    assert entry_shock(law, np.array([100.0]), HIGH) == pytest.approx(0.05 * ndtri(0.9))


def test_past_errors_give_the_shape() -> None:
    points = np.array([-2.0, 0.0, 2.0])
    found = standard(np.array([0.01, 1 / 6, 0.5, 2 / 3, 0.99]), points)
    assert found == pytest.approx(np.array([-2.0, -2.0, 0.0, 1.0, 2.0]))
