"""Joint verification: batches of a fortnight, limited desks, and what becomes of claims."""

from datetime import date

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.scenario import VerificationLever
from seatsim.model.streams import Draws
from seatsim.model.verification import verify
from seatsim.study.ensemble import simulate


def test_five_batches_fit_before_20_august_and_desks_limit_each() -> None:
    """1,000 applications come in four parts of 250; desks do 180 a fortnight: 5 x 180 = 900."""
    done = verify(np.array([1000, 400]), VerificationLever(True, 2, 90), 2021)
    assert done.verified.tolist() == [900, 400]
    assert [day for day, *_ in done.batches] == [
        date(2021, 6, 15),
        date(2021, 6, 29),
        date(2021, 7, 13),
        date(2021, 7, 27),
        date(2021, 8, 10),
    ]
    assert [queue[0] for *_, queue in done.batches] == [70, 140, 210, 280, 100]


@pytest.mark.parametrize(
    ("lever", "claims"),
    [
        (None, [81, 9, 0]),
        (VerificationLever(True, 1, 1000), [77, 9, 4]),
        (VerificationLever(True, 0, 1000), [0, 0, 90]),
    ],
    ids=["nobody verifies", "all verified: 5 % are not entitled", "nobody in time: the bureau places all"],
)
def test_what_verification_makes_of_claims(lever: VerificationLever | None, claims: list[int]) -> None:
    school = School("p", "primary", rooms={"primary": 30}, pupils={"primary": [90] * 6}, classes={"primary": [2] * 6})
    plan = make_plan(horizon=2021, verification=lever)
    outcome = simulate(make_county([school], {"z0": 90.0}), plan, make_uncertainty(), Draws(1), np.arange(1))
    primary = outcome.stages["primary"]
    assert primary.claims_by_class[1, 0, 0].tolist() == claims
    assert primary.claims[1, 0, 0] == 90


def test_batches_are_logged_for_replication_0() -> None:
    school = School("p", "primary", rooms={"primary": 30}, pupils={"primary": [90] * 6}, classes={"primary": [2] * 6})
    plan = make_plan(horizon=2022, verification=VerificationLever(True, 1, 10))
    outcome = simulate(make_county([school], {"z0": 90.0}), plan, make_uncertainty(), Draws(1), np.arange(2))
    batches = [event for event in outcome.events if event.kind == "verification"]
    assert len(batches) == 2 * 5
    assert batches[0].detail == "10 verified, 12 still queue"
