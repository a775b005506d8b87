"""The review desks against Erlang C: exponential arrivals and desk times through the program's own draws and orders.

Desk times are made exponential by handing ``Construction`` the uniforms that its lognormal turns into exponentials;
arrivals are orders on exponentially spaced days. Every project ends in cancellation, so that only desks are waited for.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from known import half_width, mean_wait, must_wait, shared, tell, waits_longer
from scipy.special import ndtr

from builds import CALENDAR, CERTAIN, DURATIONS, HORIZON, LIMITS, school, with_review
from seatsim.domain.outcome import WAITS
from seatsim.model.construction import Construction
from seatsim.model.streams import Draws

Floats = npt.NDArray[np.float64]

SERVICE = 10_000.0
"""Mean time at a desk: so long that arrivals on whole days are Poisson to one part in ten thousand [days]."""
BATCHES, PROJECTS, WARM_UP = 20, 1000, 300
"""Independent batches (replications), projects in each, and how many of the first of them are not counted."""
CASES = [(desks, use) for desks in (1, 2, 3) for use in (0.5, 0.8)]
CONFIDENCE = shared(0.99, 2 * len(CASES))
"""Of each interval, so that all twelve of means and shares hold together with 99 %."""


class ExponentialReviews(Draws):
    """Draws with which a review, lognormal with log sd 1 around its median, is exponential with that mean."""

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | npt.NDArray[np.uint64],
        replications: npt.NDArray[np.int64],
        year: int,
        cells: int = 1,
    ) -> Floats:
        """The uniforms of the address; those of reviews such that exp(normal) is minus the log of one less them."""
        drawn = super().uniforms(decision, entities, replications, year, cells)
        return np.asarray(ndtr(np.log(-np.log1p(-drawn)))) if decision == "works/review" else drawn


@cache
def waits(desks: int, use: float) -> Floats:
    """Waits for a desk in the order of arrival, shape (batches, projects) [mean services]."""
    names = [f"p{place:04}" for place in range(PROJECTS)]
    draws, batches = ExponentialReviews(2021), np.arange(1, BATCHES + 1)
    gaps = -np.log(draws.uniforms(f"theory/{desks}/{use}", names, batches, 0)[:, :, 0]) * SERVICE / (desks * use)
    days = np.rint(np.cumsum(gaps, axis=1)).astype(np.int64)
    durations = replace(DURATIONS, on=True, review_days=SERVICE, log_sd=1.0, cancel_probability=1.0)
    construction = Construction(
        {name: school() for name in names},
        with_review(desks),
        replace(CERTAIN, durations=durations),
        LIMITS,
        draws,
        batches,
        CALENDAR,
        HORIZON,
        on_order=frozenset(names),
    )
    each = np.eye(BATCHES, dtype=np.bool_)
    for place, name in enumerate(names):
        for batch in range(BATCHES):
            construction.order(name, each[batch], int(days[batch, place]))
    end = int(days.max() + 1000 * SERVICE)
    construction.advance(end)
    outcome = construction.outcome(end)
    assert outcome.cancelled.all()
    return outcome.waits[:, :, WAITS.index("desk")] / SERVICE


def _agrees(what: str, known: float, values: npt.NDArray[np.float64 | np.bool_], confidence: float) -> float:
    """Check that the interval of the batches' means holds the known answer; returns its half width."""
    by_batch = values.mean(axis=1)
    half = half_width(by_batch, confidence)
    tell(what, known, float(by_batch.mean()), half)
    assert abs(by_batch.mean() - known) <= half
    return half


@pytest.mark.parametrize(("desks", "use"), CASES)
def test_mean_waits_and_who_waits_are_erlangs(desks: int, use: float) -> None:
    counted, load = waits(desks, use)[:, WARM_UP:], desks * use
    known = mean_wait(desks, load), must_wait(desks, load)
    half = _agrees(f"mean wait for {desks} desk(s) at {use}", known[0], counted, CONFIDENCE)
    share = _agrees(f"share that waits for {desks} desk(s) at {use}", known[1], counted > 0.0, CONFIDENCE)
    # What would be wrong lies outside: constant desk times halve the mean wait of one desk (Pollaczek and Khinchine),
    # and about that of several; one desk more or less is another queue.
    assert half < known[0] / 2.0
    assert share < known[1] - must_wait(desks + 1, load)
    assert half < known[0] - mean_wait(desks + 1, load)


@pytest.mark.parametrize("use", [0.5, 0.8])
@pytest.mark.parametrize("left", [0.5, 0.25, 0.1])
def test_waits_for_one_desk_are_exponential_with_an_atom(use: float, left: float) -> None:
    """P(W > t) = use × e^(-(1 - use) t), at the times where a half, a quarter, a tenth of those who wait still do."""
    time = float(-np.log(left) / (1.0 - use))
    counted = waits(1, use)[:, WARM_UP:] > time
    half = _agrees(f"P(W > {time:.2f}), 1 desk at {use}", waits_longer(1, use, time), counted, shared(0.99, 6))
    assert half < use * (left - left**2), "waits half as long would pass too"


def test_the_distribution_of_waits_for_one_desk_stays_within_kolmogorovs_distance() -> None:
    """Every fiftieth wait: about seven relaxation times of the queue apart, so that they count as independent."""
    use = 0.5
    sample = np.sort(waits(1, use)[:, WARM_UP::50].ravel())
    known = 1.0 - use * np.exp(-(1.0 - use) * sample)
    # With an atom at 0 the distance is that at the waits above it, and at the atom's top.
    steps = np.arange(1, len(sample) + 1) / len(sample)
    waited = sample > 0.0
    above, below = np.abs(steps - known)[waited], np.abs(steps - 1.0 / len(sample) - known)[waited]
    distance = float(max(above.max(), below.max(), abs((~waited).mean() - (1.0 - use))))
    most = 1.63 / np.sqrt(len(sample))
    tell(f"Kolmogorov distance of {len(sample)} waits, 1 desk at {use}", 0.0, distance, float(most))
    assert distance < most
    constant = 1.0 - use * np.exp(-2.0 * (1.0 - use) * sample)
    assert np.abs(steps - constant)[waited].max() > most, "waits half as long would pass too"
