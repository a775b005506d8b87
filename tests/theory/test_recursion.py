"""Without migration the county is a linear recursion, exact in whole numbers; with chance its mean is one too."""

from dataclasses import replace

import numpy as np
import pytest
from known import shared, tell
from recursion import FIRST_BIRTHS, Rates, county_of, expected, grades, roomy
from scipy.special import ndtri

from counties import make_uncertainty
from seatsim.model.cohorts import net_movement
from seatsim.model.layout import build_layout
from seatsim.model.luck import draw_luck, moved_law
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

LAST = 2035
YEARS = range(2021, LAST + 1)
PLACES = 30
"""Of the senior plan, fewer than ever go on [places/year]."""
WORN = Rates(
    1.0792,
    1.1553,
    1.2874 / 1.1553,
    0.9921,
    {"K1": 0.02, "P2": 0.013, "P6": 0.005, "J1": 0.017, "J2": 0.009, "S1": 0.02},
)
"""The report's rates, and losses on the way."""
CERTAIN = make_uncertainty(on=False, spring_share=0.3)


def first_and_births(zones: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Any pupils by grade, and any births by calendar year: multiples of three, so that thirds are children."""
    luck = np.random.default_rng(seed)
    first = luck.integers(60, 240, 12 * zones + 6)
    # Everybody without a general place went to vocational: so they do later on.
    first[-3] = 240 * zones
    return first, 3.0 * luck.integers(40, 80, (zones, LAST - FIRST_BIRTHS + 1))


@pytest.mark.parametrize(("zones", "seed"), [(1, 1), (2, 2), (3, 3)])
def test_without_movement_every_grade_is_the_recursion_in_whole_numbers(zones: int, seed: int) -> None:
    first, births = first_and_births(zones, seed)
    known = expected(first.astype(np.float64), Rates(), births, PLACES, YEARS)
    assert np.abs(known - np.rint(known)).max() < 1e-9
    found = grades(simulate(county_of(first, births, Rates(), PLACES), roomy(LAST), CERTAIN, Draws(1), np.arange(1)))
    assert np.array_equal(found[:, 0], np.rint(known).astype(np.int64))
    tell(
        f"recursion, {zones} zone(s): {known.size} grades, largest difference",
        0,
        int(np.abs(found[:, 0] - known).max()),
    )


@pytest.mark.parametrize("zones", [1, 2])
def test_with_ratios_and_losses_every_grade_is_the_recursion_to_its_rounding(zones: int) -> None:
    first, births = (10 * numbers for numbers in first_and_births(zones, 4))
    known = expected(first.astype(np.float64), WORN, births, PLACES, YEARS)
    found = grades(simulate(county_of(first, births, WORN, PLACES), roomy(LAST), CERTAIN, Draws(1), np.arange(1)))[:, 0]
    off, most = np.abs(found - known), WORN.errors(zones)
    rounded = most > 0
    worst = float((off[:, rounded] / most[rounded]).max())
    tell(f"recursion with ratios, {zones} zone(s): largest share of the rounding error", 0, worst, 1)
    assert (off <= most + 1e-9).all()
    assert most[: 12 * zones].max() < 7.0, "pupils, of grades of two thousand"
    assert off.max() > 0.5, "nothing was rounded"
    for forgotten in WORN.lost:
        other = replace(WORN, lost={name: share for name, share in WORN.lost.items() if name != forgotten})
        seen = np.abs(found - expected(first.astype(np.float64), other, births, PLACES, YEARS)) > most
        assert seen.any(), forgotten


def test_the_mean_of_many_futures_is_the_recursion_of_the_means() -> None:
    """Chance multiplies an entry ratio by e^(normal), whose mean is e^(variance / 2), and so for what moves up.

    Births after 2021 walk: their mean grows by e^(variance / 2) a year. Rounding has no bias.
    """
    futures, common, zone, grade, walk = 600, 0.08, 0.1, 0.12, 0.05
    nature = make_uncertainty(on=True, spring_share=0.3)
    nature = replace(
        nature,
        births=replace(nature.births, growth_sd=walk),
        migration=replace(nature.migration, common_sd=common, zone_sd=zone),
        progression=replace(nature.progression, grade_sd=grade),
    )
    first, births = first_and_births(1, 5)
    last = 2031
    years = range(2021, last + 1)
    after = np.maximum(np.arange(FIRST_BIRTHS, LAST + 1) - 2021, 0)
    rates = replace(WORN, shocked=float(np.exp((common**2 + zone**2) / 2)), grown=float(np.exp(grade**2 / 2)))
    known = expected(first.astype(np.float64), rates, births * np.exp(after * walk**2 / 2), PLACES, years)[1:]
    county = county_of(first, births, WORN, PLACES)
    found = grades(simulate(county, roomy(last), nature, Draws(6), np.arange(futures)))[1:]
    error = found.std(axis=1, ddof=1) / np.sqrt(futures)
    moved = error > 0
    assert np.array_equal(found.mean(axis=1)[~moved], known[~moved])
    scores = (found.mean(axis=1) - known)[moved] / error[moved]
    most = float(ndtri((1.0 + shared(0.99, int(moved.sum()))) / 2.0))
    tell(
        f"means of {futures} futures: largest of {len(scores)} standard scores",
        0.0,
        float(np.abs(scores).max()),
        most,
    )
    assert np.abs(scores).max() < most
    # The recursion without the means of chance is another one.
    plain = expected(first.astype(np.float64), WORN, births, PLACES, years)[1:]
    assert np.abs((found.mean(axis=1) - plain)[moved] / error[moved]).max() > most


def test_net_movement_has_the_variance_of_its_formula() -> None:
    """Of N pupils N (k e^g - 1) + √(v N) z, rounded without bias, with g normal (0, s²) and common to the zones.

    Variance v N + (k N)² e^(s²) (e^(s²) - 1) + 1/6 (rounding a number whose fraction is uniform), mean
    N (k e^(s² / 2) - 1), covariance of two zones k² N M e^(s²) (e^(s²) - 1), none between grades.
    """
    futures, spread, variance, kept = 20_000, 0.03, 0.4, 0.98
    nature = make_uncertainty(on=True)
    nature = replace(nature, progression=replace(nature.progression, grade_sd=spread, cell_variance=variance))
    first, births = first_and_births(2, 7)
    county = county_of(first, births, Rates(), PLACES)
    layout = build_layout(county, {}, 30.0)
    luck = draw_luck(county, layout, nature, Draws(8), np.arange(futures), 2025)
    pupils = np.tile(np.array([[100] * 6, [180] * 6]), (futures, 1, 1))
    net = net_movement(pupils, layout.stages["primary"], luck, moved_law(nature.progression), kept)[:, :, 1:]
    shock = float(np.exp(spread**2) * np.expm1(spread**2)) * kept**2
    for zone, count in enumerate((100, 180)):
        known = variance * count + count**2 * shock + 1.0 / 6.0
        # The variance of a variance of as many normals, five grades of it; four of its standard errors.
        within = 4.0 * known * np.sqrt(2.0 / (futures - 1) / 5)
        found = float(net[:, zone].var(axis=0, ddof=1).mean())
        tell(f"variance of the net movement of {count} pupils", known, found, float(within))
        assert abs(found - known) < within
        mean = count * (kept * np.exp(spread**2 / 2) - 1.0)
        assert abs(net[:, zone].mean() - mean) < 4.0 * np.sqrt(known / futures / 5)
    assert not net_movement(pupils, layout.stages["primary"], luck, moved_law(nature.progression), kept)[:, :, 0].any()
    together = np.cov(net[:, 0, 0], net[:, 1, 0])
    known = 100 * 180 * shock
    within = 4.0 * np.sqrt((together[0, 0] * together[1, 1] + known**2) / futures)
    tell("covariance of 100 and 180 pupils of a grade", known, float(together[0, 1]), float(within))
    assert abs(together[0, 1] - known) < within < known
    apart = np.cov(net[:, 0, 0], net[:, 0, 1])
    assert abs(apart[0, 1]) < 4.0 * np.sqrt(apart[0, 0] * apart[1, 1] / futures)
