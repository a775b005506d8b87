"""Ratios, shrinkage, usual sizes, entry and error laws, against numbers worked by hand."""

import numpy as np
import numpy.typing as npt
import pytest

from seatsim.demand.calibration import calibrate, carry, points, renewal
from seatsim.demand.entry import births_known, births_spread, entrants, to_come
from seatsim.demand.known import discounted, log_of, mean, ratio
from seatsim.demand.projection import one_year, outlook
from seatsim.demand.pull import usual_pull
from seatsim.demand.ratios import pairs, ratios
from seatsim.demand.replay import replay
from seatsim.demand.series import Series
from seatsim.demand.shrinkage import NoiseLaw, noise_law, noise_of_years, shrunk
from seatsim.demand.smoothing import DISCOUNTS, pick, smoothed
from seatsim.demand.usual import usual_shares

Floats = npt.NDArray[np.float64]
NAN = float("nan")


def series(pupils: Floats, births: Floats | None = None, group_births: Floats | None = None, leads: int = 3) -> Series:
    """A series of one group."""
    entities, years = pupils.shape[:2]
    none = np.full((entities, years + leads), NAN)
    one = np.full((1, years + leads), NAN)
    group_of = np.zeros(entities, dtype=np.int64)
    return Series(
        pupils.astype(np.float64),
        group_of,
        none if births is None else births,
        one if group_births is None else group_births,
    )


def test_what_is_not_known_counts_in_no_mean() -> None:
    values = np.array([[1.0, NAN, 4.0], [NAN, NAN, NAN]])
    assert mean(values, 1).tolist()[0] == 2.5
    assert np.isnan(mean(values, 1)[1])
    assert discounted(values, 0.5)[0] == pytest.approx((0.25 * 1 + 4) / 1.25)
    assert ratio(np.array([6.0, 6.0]), np.array([3.0, 0.0])) == pytest.approx([2.0, NAN], nan_ok=True)
    assert log_of(np.array([1.0, 0.0, NAN])) == pytest.approx([0.0, NAN, NAN], nan_ok=True)


def test_an_origin_knows_births_of_its_own_year_at_most() -> None:
    """At the second year, with a lag of one, the children of the third year's entry are born, no others."""
    whole = series(np.ones((1, 4, 2)), births=np.arange(7.0)[None], leads=3)
    known = whole.until(2, 1)
    assert known.years == 2
    assert known.births[0] == pytest.approx([0, 1, 2, NAN, NAN], nan_ok=True)
    assert births_known(known, 3) == 1
    assert births_known(series(np.ones((1, 4, 2))), 3) == 3


def test_pairs_are_those_known_a_year_apart() -> None:
    now, before = pairs(np.array([[[10.0, 5.0], [11.0, 9.0], [12.0, NAN]]]))
    assert now[0] == pytest.approx(np.array([[NAN, 9.0], [NAN, NAN]]), nan_ok=True)
    assert before[0] == pytest.approx(np.array([[NAN, 10.0], [NAN, NAN]]), nan_ok=True)


def test_a_group_keeps_the_grades_part_and_lets_the_drift_fade() -> None:
    """Ratios of 1.2 and 1 / 1.2 in all years: no drift; times 1.001 in all grades: a drift that fades."""
    pupils = np.empty((1, 8, 4))
    for drift in (1.0, 1.001):
        pupils[:, 0] = 1000.0
        for year in range(1, 8):
            pupils[:, year, 0] = 1000.0
            pupils[:, year, 1:] = pupils[:, year - 1, :-1] * [1.2 * drift, 1 / 1.2 * drift, drift]
        found = ratios(series(pupils))
        expected = np.log([1.2, 1 / 1.2, 1.0]) + 0.8 * np.log(drift)
        assert found.ahead(1)[0, 1:] == pytest.approx(expected, abs=1e-6)
        assert found.ahead(9)[0, 1:] == pytest.approx(np.log([1.2, 1 / 1.2, 1.0]), abs=0.0002)


def test_noise_is_split_into_large_cells_and_pupils() -> None:
    pupils = np.repeat([10.0, 20.0, 50.0, 100.0, 400.0], 50)
    found = noise_law(0.0004 + 0.3 / pupils, pupils)
    assert (found.variance, found.per_pupil) == pytest.approx((0.0004, 0.3))
    assert found.of(np.array([0.0])) == pytest.approx(found.variance + found.per_pupil)


def test_noise_is_never_negative() -> None:
    """Errors that grow with the pupils have no part per pupil."""
    found = noise_law(np.array([0.01, 0.03]), np.array([10.0, 1000.0]))
    assert found.per_pupil == 0.0
    assert found.variance == pytest.approx(0.02, rel=0.02)
    assert noise_law(np.array([NAN]), np.array([5.0])) == NoiseLaw(0.0, 0.0)


def test_own_ratios_of_large_cells_are_kept_and_of_small_ones_given_up() -> None:
    """Two areas keep 1.1 and 1 / 1.1 of what was expected every year; noise is known."""
    expected = np.full((2, 5, 1), 1000.0)
    actual = expected * np.array([1.1, 1 / 1.1])[:, None, None]
    kept = shrunk(actual, expected, 1.0, NoiseLaw(1e-6, 0.0))
    assert kept[:, 0] == pytest.approx(np.log([1.1, 1 / 1.1]), rel=0.01)
    lost = shrunk(actual, expected, 1.0, NoiseLaw(1.0, 0.0))
    assert lost[:, 0] == pytest.approx([0.0, 0.0])
    # Noise of a mean of five years .01, spread of the factors .0953 squared: .0091 - .01 / 5 of it is true.
    half = shrunk(actual, expected, 1.0, NoiseLaw(0.01, 0.0))
    spread = np.log(1.1) ** 2
    assert half[0, 0] == pytest.approx(np.log(1.1) * (spread - 0.002) / spread, rel=0.01)


def test_noise_of_years_is_about_each_cells_own_mean() -> None:
    expected = np.full((4, 3, 1), 100.0)
    actual = expected * np.exp(np.array([0.1, 0.0, -0.1]))[None, :, None] * np.array([1, 2, 3, 4])[:, None, None]
    found = noise_of_years(actual, expected)
    # Squares .01, 0 and .01 about the mean, times 3 / 2 for the mean they were taken about.
    assert found.of(np.array([100.0])) == pytest.approx(0.01)


def test_smoothing_by_hand() -> None:
    values = np.array([[NAN, 4.0, 8.0, NAN, 0.0]])
    assert smoothed(values, 0.5)[0] == pytest.approx([NAN, 4.0, 6.0, 6.0, 3.0], nan_ok=True)
    assert smoothed(values, 0.0)[0] == pytest.approx([NAN, 4.0, 8.0, 8.0, 0.0], nan_ok=True)


def test_a_wandering_series_takes_the_last_value_and_a_noisy_one_the_long_mean() -> None:
    steps = np.random.default_rng(4).normal(size=(60, 30))
    one = np.ones(60)
    assert pick(np.cumsum(steps, axis=1), one) == 0.0
    assert pick(steps, one) == 0.85
    assert pick(np.full((2, 6), NAN), np.ones(2)) == DISCOUNTS[0] == 0.5


def test_shares_are_half_of_the_grade_and_half_of_all() -> None:
    pupils = np.array([[[30.0, 10.0]] * 4, [[70.0, 90.0]] * 4])
    found = usual_shares(series(pupils))
    assert found == pytest.approx(np.array([[0.25, 0.15], [0.75, 0.85]]))


def test_a_closed_school_has_no_share() -> None:
    pupils = np.array([[[30.0, 10.0]] * 4, [[70.0, 90.0]] * 3 + [[NAN, NAN]]])
    found = usual_shares(series(pupils))
    assert found[0] == pytest.approx([1.0, 1.0])
    assert np.isnan(found[1]).all()


def test_births_not_yet_known_go_on_with_a_trend_that_fades() -> None:
    births = np.array([[100.0, 110.0, 121.0, 133.1, NAN, NAN]])
    found = to_come(births, 6, np.zeros(1, dtype=np.int64), 1)
    assert found[0, 4] == pytest.approx(133.1 * 1.1**0.8)
    assert found[0, 5] == pytest.approx(133.1 * 1.1 ** (0.8 + 0.64))


def test_spread_of_births_is_common_and_own() -> None:
    born = np.array([[100.0, 110.0, 100.0, 110.0], [100.0, 110.0, 100.0, 110.0]])
    common, own = births_spread(series(np.ones((2, 4, 1)), births=born))
    assert common == pytest.approx(np.std(np.log(1.1) * np.array([1, -1, 1])))
    assert own == pytest.approx(0.0, abs=1e-12)
    assert births_spread(series(np.ones((2, 4, 1)))) == (0.0, 0.0)


def test_entry_without_births_of_its_own_is_a_share_of_the_groups() -> None:
    """Half of the district's births enter, three in ten of them in the first school."""
    born = np.array([[200.0, 220.0, 180.0, 240.0, 260.0, 200.0, 100.0]])
    entry = np.outer([0.3, 0.7], 0.5 * born[0, :4])[:, :, None]
    found = entrants(series(entry, group_births=born), 3)
    assert found == pytest.approx(np.outer(0.5 * born[0, 4:], [0.3, 0.7]))


def test_no_entry_is_invented_where_nobody_ever_entered() -> None:
    found = entrants(series(np.array([[[0.0, 50.0]] * 5, [[40.0, 40.0]] * 5])), 2)
    assert found == pytest.approx(np.array([[0.0, 40.0], [0.0, 40.0]]))


def drifting(pull: float) -> Floats:
    """A school of an odd entry beside a large one; each cohort goes ``pull`` of the way to the usual size in a year."""
    pupils = np.full((2, 30, 6), 1000.0)
    pupils[0] = 100.0
    odd = np.random.default_rng(6).uniform(0.7, 1.4, 40)
    for year in range(30):
        for grade in range(6):
            pupils[0, year, grade] = 100.0 * odd[year - grade + 6] ** ((1 - pull) ** grade)
    return pupils


@pytest.mark.parametrize("pull", [0.0, 0.2])
def test_the_pull_is_found_again(pull: float) -> None:
    whole = series(drifting(pull))
    views = {year: outlook(whole.until(year + 1, 0), 1) for year in range(10, 29)}
    assert usual_pull(whole, views) == pytest.approx(pull, abs=0.06)
    assert usual_pull(whole, {}) == 0.0


def test_a_cell_with_nothing_below_takes_the_usual_size() -> None:
    pupils = np.full((2, 6, 2), 50.0)
    view = outlook(series(pupils), 1)
    before = np.array([[50.0, 50.0], [NAN, 50.0]])
    found = one_year(before, view, 1, 0.1)
    assert found[1, 1] == pytest.approx(50.0)
    assert one_year(before, view, 1, 0.1, np.log(2.0))[1, 1] == pytest.approx(100.0)


def test_errors_are_split_into_common_grade_entity_and_cell() -> None:
    """The last year is a tenth up in all, twice that in one grade; it is held against a flat past."""
    pupils = np.full((2, 7, 4), 1e6)
    shock = np.array([[0.1, 0.1, 0.2], [0.1, 0.1, 0.2]])
    pupils[:, 6, 1:] *= np.exp(shock)
    whole = series(pupils)
    past = replay(whole, {5: (outlook(whole.until(6, 0), 3), 0.0)})
    assert past.common[0, 0] == pytest.approx(shock.mean())
    assert past.of_grade[0, 0, 1:] == pytest.approx(shock[0] - shock.mean())
    assert past.of_entity[0, 0] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert np.isnan(past.common[0, 1:]).all()
    assert past.entry[0, 0] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_carry_is_found_and_drawn_to_what_is_assumed() -> None:
    """Errors that stay as they are keep all, alternating ones nothing; ten pairs are worth half as much as twenty."""
    same = np.full((40, 3, 50), 0.02)
    assert carry(same, 0.0, 20.0, (0, 1, 2)) == pytest.approx(0.95)
    assert carry(same * np.array([1, -1, 1])[:, None], 0.0, 20.0, (0, 1, 2)) == pytest.approx(0.0)
    few = np.array([[0.02, 0.0, NAN]] * 10)
    assert carry(few, 0.0, 20.0, (0, 1)) == pytest.approx(20 * 0.8 / 30)
    assert carry(np.full((3, 3), NAN), 0.0, 20.0, (0, 1)) == pytest.approx(0.8)


def test_renewal_makes_errors_grow_as_they_did() -> None:
    kept = np.array(0.6)
    assert renewal(np.array([1.0, 1.0, 1.0]), kept) == pytest.approx(0.8)
    assert renewal(np.array([1.0, 0.36 + 0.81, 0.36 * 1.17 + 0.81]), kept) == pytest.approx(0.9)
    assert renewal(np.array([1.0, 0.1, 0.1]), kept) == pytest.approx(0.8)
    assert renewal(np.array([1.0, NAN, NAN]), kept) == 1.0


def test_shapes_of_few_errors_have_fat_tails() -> None:
    few = points(np.array([-1.0, 1.0]))
    many = points(np.linspace(-1.0, 1.0, 500))
    assert few[-1] > 2.5
    assert many[-1] < 1.0
    assert (np.diff(many) > 0).all()


def test_laws_are_found_again_in_what_was_drawn_from_them() -> None:
    """Cells with 4 % noise of their own in every year, in large cells; nothing common beyond that."""
    draw = np.random.default_rng(8)
    pupils = np.full((40, 16, 5), 1e5)
    for year in range(1, 16):
        pupils[:, year, 1:] = pupils[:, year - 1, :-1] * np.exp(draw.normal(0.0, 0.04, (40, 4)))
        pupils[:, year, 0] = 1e5 * np.exp(draw.normal(0.0, 0.08, 40))
    whole = series(pupils)
    views = {year: (outlook(whole.until(year + 1, 0), 3), 0.0) for year in range(4, 15)}
    laws = calibrate(replay(whole, views), (0.0, 0.0))
    own = (laws.cell.variance + laws.cell.per_pupil / 1e5) ** 0.5 * laws.cell.grade_scale[1:]
    assert own == pytest.approx([0.04] * 4, rel=0.15)
    assert laws.cell.stays[1:].max() < 0.1
    assert laws.entity.sd < 0.015
    assert laws.common.sd < 0.008
    assert laws.common.freedom == pytest.approx(3 + 11)
    entry = laws.entry.variance + laws.entry.per_pupil / 1e5 + laws.entry.start**2 + laws.entry.growth**2
    assert entry**0.5 == pytest.approx(0.08, rel=0.25)


def test_without_a_past_what_is_assumed_stands() -> None:
    whole = series(np.full((3, 5, 3), 100.0))
    laws = calibrate(replay(whole, {}), (0.02, 0.01))
    assert laws.common.sd == pytest.approx(0.003)
    assert laws.common.carry == pytest.approx(0.8)
    assert (laws.cell.variance, laws.cell.per_pupil, laws.entity.sd) == (0.0, 0.0, 0.0)
    assert (laws.entry.births_common, laws.entry.births_own) == (0.02, 0.01)


def test_a_small_group_leans_on_all_and_a_large_one_on_itself() -> None:
    """Two groups of one noisy small school each take the ratio of all; two of large areas keep their own."""
    draw = np.random.default_rng(9)
    for size, own in ((20.0, False), (1e6, True)):
        true = np.array([1.03, 0.97])
        pupils = np.full((2, 12, 2), size)
        noise = np.exp(draw.normal(0.0, size**-0.5, (2, 12)))
        pupils[:, :, 1] = size * true[:, None] * noise
        apart = Series(pupils, np.arange(2), np.full((2, 15), NAN), np.full((2, 15), NAN))
        found = np.exp(ratios(apart).ahead(5)[:, 1])
        assert abs(found[0] / found[1] - (1.03 / 0.97 if own else 1.0)) < 0.02
