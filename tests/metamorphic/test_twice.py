"""Two copies of a county between which nobody moves have its distribution, twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from counties import LEVEL, School, make_county, make_plan, make_uncertainty
from generated import counties, plans
from renamed import hashed_as
from seatsim.domain.county import County, Zone
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import STAGES
from seatsim.domain.text import Text
from seatsim.indicators.measures import measure_frames
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from septembers import a_part
from twice import twice

Floats = npt.NDArray[np.float64]
FUTURES = 3000
SURE = 4.0
"""Standard errors beyond which a difference is no chance: once in 16,000 tests."""
_BY_UNIT = ("pupils", "classes", "rooms", "borrowed", "claims", "claims_by_class", "entry_rooms", "entry_places")
_BY_UNIT_TOO = ("sent_elsewhere", "over_cap", "entrants")


@st.composite
def whole_counties(draw: st.DrawFn) -> tuple[County, Plan]:
    """Counties of which nothing has to be rounded for all zones together: level ratios, births in threes.

    Nobody enters a vocational school, whose share of the leavers is a fraction.
    """
    county = draw(counties())
    births = {
        variant: replace(series, births=np.floor(series.births / 3) * 3) for variant, series in county.births.items()
    }
    pupils = {**county.register.pupils, "vocational": 0 * county.register.pupils["vocational"]}
    county = replace(county, ratios=LEVEL, births=births, register=replace(county.register, pupils=pupils))
    return county, draw(plans(county))


@a_part(6)
@given(whole_counties())
def test_without_chance_each_copy_is_the_county_bit_for_bit(case: tuple[County, Plan]) -> None:
    """Ties in the copy are broken as in the county."""
    county, plan = case
    both, plan_of_both, old = twice(county, plan)
    alone = _run(county, plan, make_uncertainty(), 1)
    with hashed_as(old):
        together = _run(both, plan_of_both, make_uncertainty(), 1)
    for stage in STAGES:
        one, two = alone.stages[stage], together.stages[stage]
        place = {school: unit for unit, school in enumerate(two.units.school)}
        for ending in ("", "-again"):
            units = [place[school + ending] for school in one.units.school]
            for name in (*_BY_UNIT, *_BY_UNIT_TOO):
                assert np.array_equal(getattr(one, name), getattr(two, name)[:, :, units]), (stage, name, ending)
        zones = one.waiting.shape[2]
        assert np.array_equal(one.waiting, two.waiting[:, :, :zones])
        assert np.array_equal(one.waiting, two.waiting[:, :, zones:])


def _run(county: County, plan: Plan, nature: Uncertainty, seed: int, futures: int = 1) -> Outcome:
    return simulate(county, plan, nature, Draws(seed), np.arange(futures))


def _crowded_county() -> County:
    zones = (Zone("a", Text(), "old-town", ("b",), (45.0,)), Zone("b", Text(), "town", ("a",), (45.0,)))
    schools = [
        School("pa", "primary", "a", {"primary": 13}, {"primary": [100] * 6}, {"primary": [2] * 6}),
        School("pb", "primary", "b", {"primary": 18}, {"primary": [110] * 6}, {"primary": [3] * 6}),
        School("ja", "junior", "a", {"junior": 13}, {"junior": [200] * 3}, {"junior": [4] * 3}),
    ]
    return make_county(schools, {"a": 105.0, "b": 110.0}, zones)


def _nature(own: bool, common: bool) -> Uncertainty:
    """Chances that zones draw for themselves, and chances that all zones share."""
    off, on = make_uncertainty(), make_uncertainty(True)
    migration = replace(
        on.migration, zone_sd=0.05 if own else 0.0, common_sd=0.05 if common else 0.0, old_town_share=0.0
    )
    progression = replace(
        on.progression, cell_variance=0.02 if own else 0.0, grade_sd=0.01 if common else 0.0, on=own or common
    )
    births = replace(on.births, on=common)
    return replace(off, migration=replace(migration, on=own or common), progression=progression, births=births)


def _sums(nature: Uncertainty, seed: int, copies: bool) -> Floats:
    """Primary pupils and those of them above the standard in 2025, (futures, 2 measures, zones)."""
    county, plan = _crowded_county(), make_plan(horizon=2025)
    if copies:
        county, plan, _ = twice(county, plan)
    outcome = _run(county, plan, nature, seed, FUTURES)
    frame = measure_frames(outcome, county, plan.limits)
    found = [frame.values[name]["primary"][-1, :, :-1] for name in ("pupils", "pupils_above_standard")]
    return np.stack(found, axis=1).astype(np.float64)


def _variance(values: Floats) -> tuple[float, float]:
    """Variance and its standard error, from the fourth moment."""
    away = (values - values.mean()) ** 2
    return float(away.mean()), float(away.std() / np.sqrt(len(values)))


def _is_times(many: Floats, one: Floats, mean: float, variance: float) -> bool:
    """Whether mean and variance of ``many`` are so many times those of ``one``, as far as the futures can tell."""
    off = abs(many.mean() - mean * one.mean())
    surely_off = SURE * np.sqrt(many.var() + mean**2 * one.var()) / np.sqrt(FUTURES)
    (wide, error), (single, error_of_one) = _variance(many), _variance(one)
    spread = abs(wide - variance * single)
    return bool(off <= surely_off and spread <= SURE * np.hypot(error, variance * error_of_one))


def test_of_chances_of_zones_two_copies_have_twice_the_mean_and_twice_the_variance() -> None:
    nature = _nature(own=True, common=False)
    one, two = _sums(nature, 1, copies=False), _sums(nature, 2, copies=True)
    first, second = two[:, :, :2].sum(axis=2), two[:, :, 2:].sum(axis=2)
    alone = one.sum(axis=2)
    for measure in range(2):
        assert _is_times((first + second)[:, measure], alone[:, measure], mean=2, variance=2)
        assert not _is_times((first + second)[:, measure], alone[:, measure], mean=2, variance=4)
        correlation = np.corrcoef(first[:, measure], second[:, measure])[0, 1]
        assert abs(correlation) < SURE / np.sqrt(FUTURES)


def test_of_chances_that_all_share_two_copies_have_twice_the_mean_and_four_times_the_variance() -> None:
    nature = _nature(own=False, common=True)
    one, two = _sums(nature, 1, copies=False), _sums(nature, 2, copies=True)
    first, second = two[:, :, :2].sum(axis=2), two[:, :, 2:].sum(axis=2)
    alone = one.sum(axis=2)
    assert _is_times((first + second)[:, 0], alone[:, 0], mean=2, variance=4)
    assert not _is_times((first + second)[:, 0], alone[:, 0], mean=2, variance=2)
    # Every zone rounds for itself whom a grade gains or loses: in five years 60 roundings a copy, each of a variance of
    # a quarter at the most, beside the county's one rounding of entrants a year.
    apart = first[:, 0] - second[:, 0]
    assert 0 < apart.var() < 2 * (60 + 5) / 4
    assert apart.var() < 0.02 * alone[:, 0].var()


def test_one_copy_has_the_distribution_of_the_county() -> None:
    """Kolmogorov and Smirnov's test of two samples, futures of another seed; each copy, every chance switched on."""
    nature = _nature(own=True, common=True)
    one, two = _sums(nature, 1, copies=False).sum(axis=2), _sums(nature, 2, copies=True)
    for measure in range(2):
        for copy in (two[:, measure, :2], two[:, measure, 2:]):
            assert ks_2samp(copy.sum(axis=1), one[:, measure]).pvalue > 1e-3
    other = _sums(_nature(own=True, common=False), 1, copies=False).sum(axis=2)
    assert ks_2samp(other[:, 0], one[:, 0]).pvalue < 1e-6
