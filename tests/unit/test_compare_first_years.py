"""Change of the first year in which a limit is met: what is censored is not invented."""

from __future__ import annotations

import numpy as np
import pytest

from seatsim.comparing.first_years import changes, first_year_row, quantile
from seatsim.indicators.resolution import Resolution, resolve

YEARS = tuple(range(2020, 2031))
FEWEST = (3, 3)


def first_met(*firsts: int | None, fewest: int = FEWEST[0]) -> Resolution:
    """A limit that is met from a year on in each future; None: never."""
    met = np.array([[first is not None and year >= first for first in firsts] for year in YEARS])
    return resolve(YEARS, met, fewest)


def test_what_is_not_by_the_horizon_is_later_by_an_unknown_number_of_years() -> None:
    base, other = first_met(2025, 2024, None, None, 2022), first_met(2023, 2024, 2026, None, None)
    low, high = changes(base, other, FEWEST)
    # 2029 is the first year that fewer than three follow: who is censored is met then or later.
    assert low.tolist() == [-2, 0, -np.inf, -np.inf, 7]
    assert high.tolist() == [-2, 0, -3, np.inf, np.inf]


def test_shares_add_up_and_neither_is_not_the_same() -> None:
    base, other = first_met(2025, 2024, None, None, 2022), first_met(2023, 2024, 2026, None, None)
    row = first_year_row("large", "all", base, other, FEWEST)
    assert [row[name] for name in ("earlier", "same", "untold", "later")] == [0.4, 0.2, 0.2, 0.2]
    assert row["base"] == {"p10": 2022, "p50": 2025, "p90": None, "not_by_horizon": 0.4}
    assert row["change"] == {"p10": None, "p50": None, "p90": None}


def test_a_median_is_told_where_the_censored_ones_leave_no_doubt() -> None:
    base = first_met(2026, 2026, 2026, None, 2026)
    other = first_met(2024, 2024, 2024, 2025, None)
    row = first_year_row("large", "all", base, other, FEWEST)
    # At least as early as −4 and at least as late as +3 lie on either side of three times −2.
    assert row["change"] == {"p10": None, "p50": -2, "p90": None}


def test_already_met_in_both_is_no_change() -> None:
    row = first_year_row("large", "all", first_met(2020, 2020), first_met(2020, 2020), FEWEST)
    assert (row["same"], row["untold"]) == (1, 0)
    assert row["change"] == {"p10": 0, "p50": 0, "p90": 0}


def test_a_year_too_near_to_the_horizon_is_not_told() -> None:
    row = first_year_row("large", "all", first_met(2028), first_met(2029), FEWEST)
    assert (row["later"], row["other"]["not_by_horizon"]) == (1, 1)
    assert row["change"]["p50"] is None


@pytest.mark.parametrize(("percent", "told"), [(10, -5), (50, None), (90, 2)])
def test_an_order_statistic_is_told_where_both_bounds_agree(percent: int, told: int | None) -> None:
    low, high = np.array([-5.0, -5.0, -1.0, 2.0, 2.0]), np.array([-5.0, -5.0, 1.0, 2.0, 2.0])
    assert quantile(low, high, percent) == told


def test_shares_are_no_surer_than_the_change_where_the_plans_ask_for_other_years() -> None:
    # The base asks for three years to follow: not by the horizon is 2029 or later. The other asks for one.
    base = first_met(None, None, 2025)
    other = first_met(2030, 2028, None, fewest=1)
    low, high = changes(base, other, (3, 1))
    assert (low.tolist(), high.tolist()) == ([-np.inf, -np.inf, 6], [1, -1, np.inf])
    row = first_year_row("large", "all", base, other, (3, 1))
    assert [row[name] for name in ("earlier", "same", "untold", "later")] == pytest.approx(
        [1 / 3, 0, 1 / 3, 1 / 3], abs=1e-6
    )
    back = first_year_row("large", "all", other, base, (1, 3))
    assert [back[name] for name in ("earlier", "same", "untold", "later")] == pytest.approx(
        [1 / 3, 0, 1 / 3, 1 / 3], abs=1e-6
    )
