"""Staff against closed forms: leaving, posts filled again, candidates, and posts that lag by hand."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from known import shared, tell
from scipy.special import ndtr, ndtri

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County
from seatsim.domain.outcome import StaffOutcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.staff import Leaving, Recruiting, StaffBaseline
from seatsim.domain.stages import STAGES
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import recruiting, staff_of, with_staff

PRIMARY = STAGES.index("primary")
CERTAIN = make_uncertainty(on=False)
PLENTY = replace(CERTAIN.recruitment, candidates_per_post=100.0, acceptance=1.0)
YOUNG = (22, 30)
"""Ages of whom the years of a test never retire."""


def leaving(rate: float, factor: float = 1.0, log_sd: float = 0.0) -> Leaving:
    """The same rate at every age."""
    return Leaving(log_sd > 0.0, rate, rate, rate, factor, log_sd)


def county_of(births: npt.NDArray[np.float64], people: StaffBaseline) -> County:
    """One primary school, 90 pupils in each grade of 2020; births from 2005 on."""
    school = School("p", "primary", "z0", {"primary": 90}, {"primary": [90] * 6}, {"primary": [2] * 6})
    county = make_county([school], {"z0": 90.0})
    series = BirthSeries(2005, births[None, :], 2021)
    return with_staff(replace(county, births=dict.fromkeys(county.births, series)), people)


LEVEL = np.full(40, 90.0)


def staff(county: County, plan: Plan, nature: Uncertainty, futures: int = 1) -> StaffOutcome:
    """Run it; staff are followed."""
    told = simulate(county, plan, nature, Draws(3), np.arange(futures)).staff
    assert told is not None
    return told


def test_who_is_not_replaced_leaves_by_the_geometric_law() -> None:
    """After y years n (1 - q)^y are in posts, n (1 - 2.5 q)^y outside; with a shock n (1 - q e^(s² / 2))^y in the mean.

    A year errs by less than one, and what it errs by leaves too: less than (1 - (1 - q)^y) / q in all.
    """
    rate, years = 0.04, np.arange(13)
    people = staff_of({"primary": 5000}, {"primary": 3000}, ages=YOUNG)
    plan = recruiting(make_plan(horizon=2032), rounds=0)
    told = staff(county_of(LEVEL, people), plan, replace(CERTAIN, leaving=leaving(rate, 2.5)))
    for name, first, q, found in (
        ("in posts", 5000, rate, told.filled[:, 0, PRIMARY]),
        ("outside posts", 3000, 2.5 * rate, told.outside[:, 0, PRIMARY]),
    ):
        known = first * (1.0 - q) ** years
        within = (1.0 - (1.0 - q) ** years) / q
        tell(f"left {name} after 12 years", float(known[-1]), int(found[-1]), float(within[-1]))
        assert (np.abs(found - known) <= within).all()

    futures, spread = 400, 0.5
    nature = replace(CERTAIN, leaving=leaving(rate, 2.5, spread))
    found = staff(county_of(LEVEL, people), plan, nature, futures).filled[:, :, PRIMARY]
    mean = 5000 * (1.0 - rate * np.exp(spread**2 / 2)) ** years
    scores = ((found.mean(axis=1) - mean)[1:]) / (found[1:].std(axis=1, ddof=1) / np.sqrt(futures))
    most = float(ndtri((1.0 + shared(0.99, 12)) / 2.0))
    tell(
        f"left in the mean of {futures} futures: largest of 12 standard scores",
        0.0,
        float(np.abs(scores).max()),
        most,
    )
    assert np.abs(scores).max() < most
    plain = 5000 * (1.0 - rate) ** 12
    assert abs(found[-1].mean() - plain) > 100.0, "without the mean of the shock the law would be another"


@pytest.mark.parametrize(("rate", "rounds"), [(0.05, 1), (0.2, 2)])
def test_a_workforce_whose_posts_are_filled_every_year_settles_below_them(rate: float, rounds: int) -> None:
    """Who leaves in a year is missed on its last day and replaced in the next: n(y + 1) = A - q n(y).

    So n(y) = A / (1 + q) + (-q)^y (n(0) - A / (1 + q)), to within one of each year's leavers: 1 / (1 - q) in all.
    Whom the round in November has hired the one in March does not look for again.
    """
    posts = 4000
    people = staff_of({"primary": posts}, ages=YOUNG)
    plan = recruiting(make_plan(horizon=2032), rounds)
    # The committee never looks: posts stay as they are.
    plan = replace(plan, levers=replace(plan.levers, posts=replace(plan.levers.posts, review_years=99)))
    nature = replace(CERTAIN, leaving=leaving(rate), recruitment=PLENTY)
    told = staff(county_of(LEVEL, people), plan, nature)
    found, years = told.filled[:, 0, PRIMARY], np.arange(13)
    settled = posts / (1.0 + rate)
    known = settled + (-rate) ** years * (posts - settled)
    within = 1.0 / (1.0 - rate)
    tell(
        f"in {posts} posts with a rate of {rate} and {rounds} round(s), after 12 years",
        float(known[-1]),
        int(found[-1]),
        within,
    )
    assert (np.abs(found - known) <= within).all()
    hired = told.hires[2:, 0, PRIMARY]
    assert np.abs(hired[5:] - rate * settled).max() <= within + 1.0


@pytest.mark.parametrize(("per_post", "acceptance"), [(1.7, 0.75), (1.2, 0.7), (0.6, 0.5)])
def test_hires_have_the_mean_of_candidates_cut_off_at_the_posts(per_post: float, acceptance: float) -> None:
    """Of s posts, with m e^(s.d. z) candidates a post, E min(1, m e^(σz)) = m e^(σ²/2) Φ(d - σ) + Φ(-d), d = -ln m / σ.

    Rounding a whole number of posts has no bias, for the cut-off lies at a whole number.
    """
    posts, futures, spread = 40, 1500, 0.3
    people = staff_of({"primary": 10}, approved={"primary": 10 + posts}, ages=YOUNG)
    nature = replace(CERTAIN, leaving=leaving(0.0), recruitment=Recruiting(True, per_post, acceptance, spread))
    told = staff(county_of(LEVEL, people), recruiting(make_plan(horizon=2021)), nature, futures)
    mean = per_post * acceptance
    d = -np.log(mean) / spread
    known = float(posts * (mean * np.exp(spread**2 / 2) * ndtr(d - spread) + ndtr(-d)))
    found = told.hires[1, :, PRIMARY]
    within = float(ndtri((1.0 + shared(0.99, 3)) / 2.0) * found.std(ddof=1) / np.sqrt(futures))
    tell(
        f"mean hires for {posts} posts, {per_post} candidates of whom {acceptance} accept",
        known,
        float(found.mean()),
        within,
    )
    assert abs(found.mean() - known) <= within
    assert told.advertised[1, :, PRIMARY].tolist() == [posts] * futures
    # Neither the median of the candidates nor their mean without the cut-off would pass.
    assert abs(min(posts, posts * mean) - known) > within


def test_posts_lag_the_pupils_by_the_committees_years_up_and_stay_on_the_way_down() -> None:
    """18 pupils a post, the committee every two years on 15 October, a round in March, candidates for all.

    Births are 180 from 2014 to 2020, then none: 180 six-year-olds a year from 2021 to 2026, 60 in 2027 (born in autumn
    2020), then none. 30 in posts, who neither leave nor retire.

    ==== ====== ======= ======== ====== ================================================================
    year pupils carried approved filled by hand
    ==== ====== ======= ======== ====== ================================================================
    2020   540    30      30       30
    2021   630    35      30       30
    2022   720    40      30       30   15 October: 40, advertised in March 2023
    2023   810    45      40       40
    2024   900    50      40       40   15 October: 50
    2025   990    55      50       50
    2026  1080    60      50       50   15 October: 60
    2027   960    53      60       60
    2028   780    43      60       60   15 October: 43 are carried, but nobody loses his post
    2029   600    33      60       60
    2030   420    23      60       60
    ==== ====== ======= ======== ====== ================================================================
    """
    births = np.zeros(40)
    births[2014 - 2005 : 2021 - 2005] = 180.0
    people = staff_of({"primary": 30}, ages=YOUNG)
    plan = recruiting(make_plan(horizon=2030))
    posts = replace(plan.levers.posts, review_years=2, primary=18.0)
    plan = replace(plan, levers=replace(plan.levers, posts=posts))
    told = staff(county_of(births, people), plan, replace(CERTAIN, leaving=leaving(0.0), recruitment=PLENTY))
    carried = [30, 35, 40, 45, 50, 55, 60, 53, 43, 33, 23]
    held = [30, 30, 30, 40, 40, 50, 50, 60, 60, 60, 60]
    found = {name: getattr(told, name)[:, 0, PRIMARY].tolist() for name in ("entitled", "approved", "filled")}
    tell("posts approved by hand, 2020 to 2030", held, found["approved"])
    assert found == {"entitled": carried, "approved": held, "filled": held}
    assert told.hires[:, 0, PRIMARY].tolist() == [0, 0, 0, 10, 0, 10, 0, 10, 0, 0, 0]
    assert told.reviewed[:, 0, PRIMARY].tolist() == [0, 0, 0, 10, 0, 10, 0, 10, 0, 0, 0]
