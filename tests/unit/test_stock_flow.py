"""Rates of staff from past flows, on invented counts whose rates are known."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from seatsim.demand.stock_flow import Discounts, FlowHistory, flow_rates

Floats = npt.NDArray[np.float64]

_RETIRING = np.array([0.0, 0.01, 0.2])
_LEAVING = np.array([0.1, 0.05, 0.02])
_AGEING = np.array([0.08, 0.03, 0.0])
_BEGINNING = np.array([0.06, 0.02, 0.01])


def _history(years: int, factors: Floats, leaving: Floats = _LEAVING) -> FlowHistory:
    """Staff of as many entities as ``factors``, who leave at ``leaving`` times their factor; (years, 3) or (3,)."""
    rates = np.broadcast_to(leaving, (years, 3))
    stock = np.tile(np.array([40_000.0, 60_000.0, 20_000.0]), (len(factors), 1))
    flows = []
    for year in range(years):
        retired = stock * _RETIRING
        left = (stock - retired) * rates[year] * factors[:, None]
        remaining = stock - retired - left
        older = remaining * _AGEING
        stayed = remaining - older
        stayed[:, 1:] += older[:, :-1]
        began = stock.sum(axis=1, keepdims=True) * _BEGINNING
        flows.append((stock, retired, left, stayed, began))
        stock = stayed + began
    return FlowHistory(*(np.stack(each) for each in zip(*flows, strict=True)))


def test_constant_rates_are_found_again() -> None:
    rates = flow_rates(_history(4, np.ones(3)))
    assert rates.retiring == pytest.approx(np.tile(_RETIRING, (3, 1)), rel=1e-9)
    assert rates.leaving == pytest.approx(np.tile(_LEAVING, (3, 1)), rel=1e-9)
    assert rates.ageing == pytest.approx(_AGEING, rel=1e-9)
    assert rates.beginning == pytest.approx(np.tile(_BEGINNING, (3, 1)), rel=1e-9)


def test_a_discount_of_0_takes_the_last_year_and_1_the_mean_of_all() -> None:
    history = _history(3, np.ones(2), np.array([[0.1, 0.05, 0.02], [0.2, 0.1, 0.04], [0.06, 0.03, 0.02]]))
    last, mean = (flow_rates(history, Discounts(leaving=discount)).leaving for discount in (0.0, 1.0))
    assert last[0] == pytest.approx([0.06, 0.03, 0.02])
    assert mean[0] == pytest.approx([0.12, 0.06, 0.08 / 3])


def test_large_entities_keep_their_own_rate() -> None:
    own = flow_rates(_history(4, np.array([0.7, 1.3]))).leaving
    assert own == pytest.approx(_LEAVING * np.array([[0.7], [1.3]]), rel=0.02)


def test_entities_that_differ_by_chance_alone_share_one_rate() -> None:
    whole = _history(1, np.ones(200))
    small = FlowHistory(
        *(flow / 1000.0 for flow in (whole.there, whole.retired, whole.left, whole.stayed, whole.began))
    )
    left = np.random.default_rng(3).poisson(small.left).astype(float)
    leaving = flow_rates(replace(small, left=left)).leaving
    seen = (left / (small.there - small.retired))[0]
    assert (leaving.std(axis=0)[:2] < 0.4 * seen.std(axis=0)[:2]).all()
    assert leaving.mean(axis=0)[:2] == pytest.approx(_LEAVING[:2], rel=0.1)


def test_an_entity_without_staff_has_the_pooled_rate() -> None:
    history = _history(2, np.ones(3))
    for flow in (history.there, history.retired, history.left, history.stayed, history.began):
        flow[:, 2] = 0.0
    assert flow_rates(history).leaving[2] == pytest.approx(_LEAVING, rel=1e-9)


def test_what_is_lost_between_two_files_is_not_taken_for_ageing() -> None:
    history = _history(3, np.ones(2))
    assert flow_rates(replace(history, stayed=history.stayed * 0.99)).ageing == pytest.approx(_AGEING, rel=1e-9)


def test_until_and_pooled_take_part_and_sum() -> None:
    history = _history(3, np.ones(2))
    assert history.until(2).there.shape == (2, 2, 3)
    assert history.pooled().stock == pytest.approx(history.stock.sum(axis=1, keepdims=True))


def test_no_year_no_rates() -> None:
    with pytest.raises(ValueError, match="one year at least"):
        flow_rates(_history(2, np.ones(2)).until(0))
