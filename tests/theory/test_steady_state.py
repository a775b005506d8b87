"""Constant births, nothing uncertain: every grade comes to its closed form within a school life and stays there."""

from dataclasses import replace

import numpy as np
from known import tell
from recursion import IN_ZONE, Rates, county_of, grades, roomy

from counties import make_plan, make_uncertainty
from seatsim.domain.stages import CLASS_STAGES, Stage
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

BIRTHS, PLACES, LAST = 180, 120, 2050
"""Children a year, general senior places a year, and the last of thirty years."""
CERTAIN = make_uncertainty(on=False, spring_share=0.3)
CLASSES: dict[Stage, int] = {"kindergarten": 6, "primary": 4, "junior": 4, "senior": 3}
"""180 children in classes of 30, 45 and 50, and 120 in classes of 50: by hand."""
SETTLED = 12
"""Years until who entered primary in the first of them is in the last grade of senior and vocational [years]."""


def test_a_steady_county_stays_as_it_is_for_thirty_years() -> None:
    """As many rooms as classes, not one more: 18, 24, 12 and 9."""
    first = np.array([BIRTHS] * 12 + [PLACES] * 3 + [BIRTHS - PLACES] * 3)
    county = county_of(first, np.full((1, LAST - 2004), float(BIRTHS)), Rates(), PLACES)
    rooms = {stage: np.zeros_like(county.register.rooms[stage]) for stage in CLASS_STAGES}
    classes = {}
    for stage, number in CLASSES.items():
        here = county.register.pupils[stage].sum(axis=1) > 0
        rooms[stage][here] = number * county.grades[stage]
        classes[stage] = np.where(here[:, None], number, 0) * np.ones((1, county.grades[stage]), dtype=np.int64)
    county = replace(county, register=replace(county.register, rooms=rooms, classes=classes))
    outcome = simulate(county, make_plan(horizon=LAST), CERTAIN, Draws(1), np.arange(2))
    assert (grades(outcome) == first).all()
    for stage, number in CLASSES.items():
        told = outcome.stages[stage]
        here = told.rooms[0, 0] > 0
        assert (told.classes[:, :, here] == number).all()
        assert (told.rooms[:, :, here] == number * county.grades[stage]).all()
        assert not told.borrowed.any()
        assert not told.waiting.any()
        assert not told.sent_elsewhere.any()
        assert (told.entry_rooms[1:, :, here] == number).all()
    assert not outcome.elsewhere.any()
    tell(
        "steady county: pupils of every year, 2020 to 2050",
        int(first.sum()),
        np.unique(grades(outcome).sum(axis=2)).tolist(),
    )


def test_any_county_comes_to_the_closed_form_and_stays() -> None:
    """From any start: K1 = b r, P1 = b r', then times what is kept; J1 = P6 times kept times its ratio; V1 the rest."""
    rates = Rates(
        1.0792,
        1.1553,
        1.2874 / 1.1553,
        0.9921,
        {"K2": 0.01, "P1": 0.012, "P5": 0.004, "P6": 0.006, "J2": 0.015, "S2": 0.03},
    )
    luck = np.random.default_rng(9)
    births, places = 3000.0, 1200
    first = luck.integers(500, 3000, 18)
    first[-3] = 4000
    county = county_of(first, np.full((1, LAST - 2004), births), rates, places)
    found = grades(simulate(county, roomy(LAST), CERTAIN, Draws(1), np.arange(1)))[:, 0]
    kept = {name: 1.0 - share for name, share in rates.lost.items()}
    k1, p1 = births * 1.0792, births * 1.1553
    p6 = p1 * kept["P1"] * kept["P5"]
    j1 = p6 * kept["P6"] * 1.2874 / 1.1553
    j3 = j1 * kept["J2"]
    v1 = j3 * 0.9921 - places
    closed = np.array(
        [k1, k1, k1 * kept["K2"]]
        + [p1, *[p1 * kept["P1"]] * 4, p6]
        + [j1, j1, j3]
        + [places, places, places * kept["S2"]]
        + [v1] * 3
    )
    settled = found[SETTLED:]
    assert (settled == settled[0]).all(), "steady means the same number every year"
    off, most = np.abs(settled[0] - closed), rates.errors(1)
    worst = float((off / np.maximum(most, 0.5)).max())
    moving = np.flatnonzero((found != found[-1]).any(axis=1))
    tell("closed form from any start: year from which all stays", SETTLED, int(moving[-1]) + 1, "at the latest")
    tell("closed form from any start: largest share of the rounding error", 0.0, worst, 1.0)
    assert (off <= most + 1e-9).all()
    assert np.abs(found[0] - closed).min() > 10.0, "the start was the closed form"


def test_the_three_rates_of_2020_come_out_of_a_county_that_did_not_have_them() -> None:
    """Half a pupil a grade of rounding, in junior on top of what its leavers were rounded by."""
    births, known = 3000.0, {"kindergarten": 1.0792, "primary": 1.1553, "junior": 1.2874}
    luck = np.random.default_rng(10)
    rates = Rates(known["kindergarten"], known["primary"], known["junior"] / known["primary"])
    first = luck.integers(500, 3000, 18)
    county = county_of(first, np.full((1, LAST - 2004), births), rates, 1200)
    outcome = simulate(county, roomy(LAST), CERTAIN, Draws(1), np.arange(1))
    for stage, count in IN_ZONE.items():
        told = outcome.stages[stage]
        found = told.pupils[:, 0].sum(axis=(1, 2)) / told.registered[:, 0]
        within = (1.1 if stage == "junior" else 0.5) / births
        tell(f"rate of {stage}, {count} grades", known[stage], float(found[-1]), within)
        assert (np.abs(found[SETTLED:] - known[stage]) <= within).all()
        assert abs(found[0] - known[stage]) > 0.05
