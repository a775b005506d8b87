"""Rates of staff who retire, leave, grow older and begin, from the counts of past years by age band.

Arrays are (years, entities, bands): entities such as subjects or stages, age bands from the youngest to the oldest. A
year runs from one count to the next. Rates of an entity are the pooled rate times a factor of its own, which is shrunk
to 1 as far as chance alone would move it. Nothing here knows files or draws; a forecast from a given year is
made from the flows up to that year (``FlowHistory.until``), so it cannot see beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FlowHistory:
    """Flows of consecutive years; arrays (years, entities, bands), by the band named."""

    there: Floats
    """Staff at the count before, by band then [staff]."""
    retired: Floats
    """Of those, retired by this count, by band then [staff]."""
    left: Floats
    """Of those, gone for another reason, by band then [staff]."""
    stayed: Floats
    """Staff of this count who were there at the one before, by band now [staff]."""
    began: Floats
    """Staff of this count who were not, by band now [staff]."""

    @property
    def stock(self) -> Floats:
        """Staff at this count, by band now [staff]."""
        return self.stayed + self.began

    def until(self, years: int) -> FlowHistory:
        """The first ``years`` years alone."""
        return FlowHistory(*(flow[:years] for flow in self._flows()))

    def pooled(self) -> FlowHistory:
        """All entities as one."""
        return FlowHistory(*(flow.sum(axis=1, keepdims=True) for flow in self._flows()))

    def _flows(self) -> tuple[Floats, ...]:
        return self.there, self.retired, self.left, self.stayed, self.began


@dataclass(frozen=True)
class Discounts:
    """Weight of a year against the one after it: 0, the last year alone; 1, all years alike [share]."""

    leaving: float = 0.0
    """Of retiring, leaving and growing older: such rates drift, and little of a whole system's year is chance."""
    beginning: float = 1.0
    """Of beginning: many in one year are followed by fewer in the next, as posts are filled or not."""
    entity: float = 1.0
    """Of an entity's own factors."""


@dataclass(frozen=True)
class FlowRates:
    """Rates of a year to come."""

    retiring: Floats
    """Chance of retiring, shape (entities, bands) [share/year]."""
    leaving: Floats
    """Chance that who did not retire leaves, shape (entities, bands) [share/year]."""
    ageing: Floats
    """Chance that who stays passes into the next band, shape (bands,), 0 for the last [share/year]."""
    beginning: Floats
    """Who begins for each of the staff of all bands together, by band, shape (entities, bands) [share/year]."""


def flow_rates(history: FlowHistory, discounts: Discounts | None = None) -> FlowRates:
    """Rates of the year after the last of ``history``; raises ValueError if it holds no year."""
    if not len(history.there):
        raise ValueError("rates need the flows of one year at least")
    weights = discounts or Discounts()
    remaining = history.there - history.retired
    everybody = np.broadcast_to(history.there.sum(axis=2, keepdims=True), history.began.shape)
    beginning = _pooled_rate(history.began, everybody, weights.beginning)
    began, expected = history.began.sum(axis=2, keepdims=True), everybody * _yearly(history.began, everybody)
    own = _own_factors(began, expected.sum(axis=2, keepdims=True), weights.entity)
    return FlowRates(
        retiring=_rates(history.retired, history.there, weights),
        leaving=_rates(history.left, remaining, weights),
        ageing=_ageing(history, weights.leaving),
        beginning=beginning * own,
    )


def _rates(events: Floats, exposed: Floats, weights: Discounts) -> Floats:
    """Pooled rates by band times the entities' own factors, (entities, bands), at most 1."""
    own = _own_factors(events, exposed * _yearly(events, exposed), weights.entity)
    return np.minimum(_pooled_rate(events, exposed, weights.leaving) * own, 1.0)


def _yearly(events: Floats, exposed: Floats) -> Floats:
    """Pooled rate of each year, shape (years, 1, bands)."""
    return _divided(events.sum(axis=1, keepdims=True), exposed.sum(axis=1, keepdims=True))


def _pooled_rate(events: Floats, exposed: Floats, discount: float) -> Floats:
    """Discounted mean of the pooled rates, shape (1, bands)."""
    rate: Floats = np.tensordot(_weights(len(events), discount), _yearly(events, exposed), axes=1)
    return rate


def _own_factors(events: Floats, expected: Floats, discount: float) -> Floats:
    """Factors of the entities by band, (entities, bands): events over expected ones, shrunk to 1.

    The log of the quotient varies by chance by 1 ÷ expected events; what the entities vary beyond that, band by
    band, is real, and a factor keeps the share of it (empirical Bayes).
    """
    weights = _weights(len(events), discount)[:, None, None]
    seen, due = (weights * events).sum(axis=0), (weights * expected).sum(axis=0)
    chance = _divided((weights**2 * expected).sum(axis=0), due**2)
    log = np.log(_divided(seen + weights.max(), due + weights.max()))
    real = np.maximum(_divided((due * (log**2 - chance)).sum(axis=0), due.sum(axis=0)), 0.0)
    factors: Floats = np.exp(log * _divided(real, real + chance))
    return factors


def _ageing(history: FlowHistory, discount: float) -> Floats:
    """Share of who stays that passes into the next band, (bands,): from what lies beyond each limit now and then."""
    then = (history.there - history.retired - history.left).sum(axis=1)
    now = history.stayed.sum(axis=1)
    # The two files are scaled up from samples, so that who stayed differs by a little between them.
    now = now * _divided(then.sum(axis=1, keepdims=True), now.sum(axis=1, keepdims=True))
    beyond = np.cumsum((now - then)[:, ::-1], axis=1)[:, ::-1]
    passed = np.concatenate([beyond[:, 1:], np.zeros((len(now), 1))], axis=1)
    shares: Floats = np.tensordot(_weights(len(now), discount), _divided(passed, then), axes=1)
    return np.clip(shares, 0.0, 1.0)


def _weights(years: int, discount: float) -> Floats:
    """Weights of the years, summing to 1: discount^age of the year."""
    age = np.arange(years - 1, -1, -1, dtype=np.float64)
    weights: Floats = np.power(discount, age) / np.power(discount, age).sum()
    return weights


def _divided(above: Floats, below: Floats) -> Floats:
    """Quotient, 0 where there is nothing to divide by."""
    shape = np.broadcast_shapes(above.shape, below.shape)
    quotient: Floats = np.divide(above, below, out=np.zeros(shape), where=np.broadcast_to(below, shape) > 0)
    return quotient
