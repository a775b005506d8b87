"""Scores reckoned by hand on a few cells, and what enters them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from seatsim.backtesting.bootstrap import RESAMPLES, interval, year_counts
from seatsim.backtesting.panel import Panel
from seatsim.backtesting.sizes import with_sizes
from seatsim.backtesting.summary import BASELINES, MEASURES, methods, scorable, scores

ENDS = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")


def cell(**given: object) -> dict[str, object]:
    """A forecast of 100 pupils who came: 98, between 80, 88, 93, 97, 98, 99, 103, 108 and 120."""
    ends = dict(zip(ENDS, (80.0, 88.0, 93.0, 97.0, 98.0, 99.0, 103.0, 108.0, 120.0), strict=True))
    plain = {"naive": 90.0, "survival": 105.0, "survival_births": None}
    place = {"entity": "A", "group": "", "origin": 2015, "target": 2016, "lead": 1, "grade": "0", "size": "all"}
    return {**place, "actual": 100.0, "forecast": 98.0, **plain, **ends, "crps": 1.5, **given}


def frame(*cells: dict[str, object]) -> pl.DataFrame:
    floats = dict.fromkeys(("actual", "forecast", *BASELINES, *ENDS, "crps"), pl.Float64)
    return scorable(pl.DataFrame(list(cells), schema_overrides=floats))


def value(
    found: pl.DataFrame, measure: str, method: str = "seatsim", column: str = "value", **part: object
) -> float | None:
    wanted = {"period": "all", "level": "cells", "size": "all", "lead": 1, "method": method, "measure": measure, **part}
    rows = found.filter([pl.col(name) == each for name, each in wanted.items()])
    assert rows.height == 1
    told: float | None = rows[column].item()
    return told


def test_two_cells_by_hand() -> None:
    # Errors of −2 % and +25 %: 98 of 100, 25 of 20; the second lies above every band but the widest.
    second = cell(entity="B", actual=20.0, forecast=25.0, naive=20.0, survival=18.0, crps=4.0)
    second |= dict(zip(ENDS, (19.0, 20.5, 21.0, 22.0, 25.0, 26.0, 27.0, 28.0, 29.0), strict=True))
    found = scores(frame(cell(), second), seed=1)
    by_hand = {
        ("mape", "seatsim"): (2 + 25) / 2,
        ("bias", "seatsim"): (-2 + 25) / 2,
        ("mape", "naive"): (10 + 0) / 2,
        ("bias", "naive"): (-10 + 0) / 2,
        ("mape", "survival"): (5 + 10) / 2,
        ("mape_less_naive", "seatsim"): 13.5 - 5,
        ("mape_less_survival", "seatsim"): 13.5 - 7.5,
        ("coverage_50", "seatsim"): 0.0,  # 97 to 99 holds no 100
        ("coverage_80", "seatsim"): 50.0,
        ("coverage_95", "seatsim"): 100.0,
        ("width_50", "seatsim"): (2 + 20) / 2,
        ("width_80", "seatsim"): (10 + 30) / 2,
        ("width_95", "seatsim"): (40 + 50) / 2,
        ("crps", "seatsim"): (1.5 + 20) / 2,
    }
    told = {(measure, method): value(found, measure, method) for measure, method in by_hand}
    assert told == pytest.approx(by_hand)
    assert found["cells"].unique().to_list() == [2]
    assert "survival_births" not in found["method"]
    assert set(found["measure"]) == {*MEASURES} - {"mape_less_survival_births"}


def test_an_end_of_a_band_belongs_to_it() -> None:
    found = scores(frame(cell(actual=97.0)), seed=1)
    assert value(found, "coverage_50") == 100.0


def test_every_method_is_scored_on_the_same_cells() -> None:
    cells = frame(
        cell(survival_births=99.0),
        cell(entity="B", survival_births=None, forecast=0.0),
        cell(entity="C", survival_births=99.0, actual=0.0),
        cell(entity="D", survival_births=99.0, actual=None),
        cell(entity="E", survival_births=99.0, naive=float("nan")),
    )
    assert cells["scored"].to_list() == [True, False, False, False, False]
    assert methods(cells) == ("seatsim", *BASELINES)
    found = scores(cells, seed=1)
    assert found["cells"].unique().to_list() == [1]
    assert value(found, "mape_less_survival_births") == pytest.approx(1.0)


def test_totals_leads_periods_and_sizes_stand_apart() -> None:
    cells = frame(
        cell(size="small"),
        cell(grade="all", actual=200.0, forecast=202.0, size="small"),
        cell(target=2018, lead=3, forecast=110.0, size="large"),
    )
    found = scores(cells, seed=1)
    assert value(found, "mape") == pytest.approx(2.0)
    assert value(found, "mape", level="totals") == pytest.approx(1.0)
    assert value(found, "mape", size="small") == pytest.approx(2.0)
    assert value(found, "mape", period="to_2017") == pytest.approx(2.0)
    assert value(found, "mape", period="from_2018", lead=3, size="large") == pytest.approx(10.0)
    parts = set(found.select("period", "level", "size", "lead").rows())
    assert ("from_2018", "cells", "all", 1) not in parts
    assert ("to_2017", "cells", "all", 3) not in parts


def test_one_target_year_has_no_interval_and_equal_years_an_interval_of_no_width() -> None:
    alone = scores(frame(cell()), seed=1)
    assert value(alone, "mape", column="low") is None
    assert value(alone, "mape", column="years") == 1
    equal = scores(frame(cell(), cell(target=2017), cell(target=2018)), seed=1)
    assert [value(equal, "mape", column=end) for end in ("low", "high")] == pytest.approx([2.0, 2.0])


def test_the_interval_is_that_of_every_way_to_draw_the_years() -> None:
    # Two years, one cell each, errors 0 and 10: means of 0, 5, 10 with chances 1/4, 1/2, 1/4.
    ends = interval(np.array([[0.0], [10.0]]), np.array([1.0, 1.0]), seed=1)
    assert ends is not None
    assert [float(end[0]) for end in ends] == [0.0, 10.0]
    # Years weigh by their cells: 99 of 100 cells lie in the first, and it is missing from a quarter of the samples.
    taken = year_counts(2, seed=1)
    assert taken.shape == (RESAMPLES, 2)
    assert (taken.sum(axis=1) == 2).all()
    share = float((taken[:, 0] == 0).mean())
    assert abs(share - 0.25) < 4 * (0.25 * 0.75 / RESAMPLES) ** 0.5
    assert (year_counts(7, seed=1) == year_counts(7, seed=1)).all()
    assert not (year_counts(7, seed=1) == year_counts(7, seed=2)).all()


def test_the_interval_of_a_mean_is_as_wide_as_theory_says() -> None:
    rng = np.random.default_rng(5)
    sums = rng.normal(10, 2, size=(40, 1))
    ends = interval(sums, np.ones(40), seed=1)
    assert ends is not None
    half = 1.96 * float(sums.std()) / 40**0.5
    low, high = (float(end[0]) for end in ends)
    assert low == pytest.approx(float(sums.mean()) - half, abs=0.2 * half)
    assert high == pytest.approx(float(sums.mean()) + half, abs=0.2 * half)


def panel(totals: list[list[float]]) -> Panel:
    """One grade; rows are entities A, B …, columns years from 2015."""
    names = tuple("ABCDEFGH"[: len(totals)])
    pupils = np.array(totals, np.float64)[:, :, None]
    return Panel(names, ("",), np.zeros(len(names), np.int64), 2015, (0,), pupils, None, None, 0)


def test_sizes_are_thirds_of_entities_at_their_origins() -> None:
    told = panel([[10.0, 20.0], [30.0, 40.0], [50.0, np.nan]])
    rows = [cell(entity=entity, origin=origin) for entity in "ABC" for origin in (2015, 2016)]
    sized, edges = with_sizes(pl.DataFrame(rows).drop("size"), told)
    # Totals are 10, 20, 30, 40, 50 and 0: what is not known counts as nobody.
    assert sized["size"].to_list() == ["small", "middle", "middle", "large", "large", "small"]
    assert edges == {"small": (0.0, 10.0), "middle": (20.0, 30.0), "large": (40.0, 50.0)}


@pytest.mark.parametrize("totals", [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 5.0]] * 4])
def test_few_or_equal_entities_have_no_sizes(totals: list[list[float]]) -> None:
    told = panel(totals)
    rows = [cell(entity=entity, origin=2015) for entity in told.entities]
    sized, edges = with_sizes(pl.DataFrame(rows).drop("size"), told)
    assert sized["size"].unique().to_list() == ["all"]
    assert not edges


def test_the_order_of_rows_decides_nothing() -> None:
    cells = frame(*(cell(entity=f"E{n}", target=2010 + n % 5, forecast=90.0 + n) for n in range(20)))
    turned = scores(cells.sample(fraction=1.0, shuffle=True, seed=3), seed=1)
    assert_frame_equal(scores(cells, seed=1), turned)
