"""Back-tests of small panels worked by hand, and of awkward ones."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from noise import noise_after
from seatsim.backtesting.forecasts import Forecasts, forecast
from seatsim.backtesting.lag import best_lag, lag_errors
from seatsim.backtesting.panel import Panel

Floats = npt.NDArray[np.float64]

VALUES = ("forecast", "naive", "survival", "survival_births", "q025", "q10", "q50", "q90", "q975")


def make(pupils: Floats, births: Floats | None = None, group_births: Floats | None = None, **kept: object) -> Panel:
    """A panel from 2000 on; births from 1990 on."""
    group_of = np.asarray(kept.get("group_of", np.zeros(len(pupils))), dtype=np.int64)
    return Panel(
        entities=tuple(f"school {number}" for number in range(len(pupils))),
        groups=tuple(f"group {number}" for number in range(int(group_of.max()) + 1)),
        group_of=group_of,
        first_year=2000,
        grades=tuple(range(pupils.shape[2])),
        pupils=pupils.astype(np.float64),
        births=births,
        group_births=group_births,
        births_first=1990 if births is not None or group_births is not None else 0,
    )


def drawn(entities: int = 6, years: int = 14, grades: int = 4, mean: float = 60.0) -> Floats:
    """Cohorts of schools that lose and win a few pupils."""
    draw = np.random.default_rng(7)
    pupils = np.empty((entities, years, grades))
    pupils[:, 0] = draw.poisson(mean, (entities, grades))
    for year in range(1, years):
        pupils[:, year, 0] = draw.poisson(mean, entities)
        pupils[:, year, 1:] = draw.poisson(pupils[:, year - 1, :-1])
    return pupils


def quick(panel: Panel, lag: int | None = None, leads: Sequence[int] = (1, 2, 4)) -> Forecasts:
    return forecast(panel, lag=lag, leads=leads, paths=40)


def test_a_constant_panel_is_forecast_exactly() -> None:
    found = quick(make(np.full((3, 9, 4), 50.0))).cells
    assert found["forecast"].to_list() == pytest.approx(found["actual"].to_list())
    assert found.filter(pl.col("grade") == "all")["forecast"].to_list() == pytest.approx([200.0] * 3 * (5 + 4 + 2))


def cohorts(ratios: Sequence[float]) -> tuple[Floats, Floats]:
    """Births of two areas, and cohorts of half of them six years on that go up by known ratios, over twelve years."""
    births = np.outer([1000.0, 500.0], 1.03 ** np.arange(24))
    up = np.cumprod([1.0, *ratios])
    pupils = np.empty((2, 12, len(up)))
    for year in range(12):
        for grade, staying in enumerate(up):
            pupils[:, year, grade] = 0.5 * staying * births[:, 10 + year - grade - 6]
    return births, pupils


def test_cohorts_with_known_ratios_and_births_are_forecast_exactly() -> None:
    """A tenth leaves before the second grade and as many join the third."""
    births, pupils = cohorts([0.9, 1 / 0.9])
    found = quick(make(pupils, births), lag=6, leads=(1, 3, 6)).cells
    assert found["forecast"].to_list() == pytest.approx(found["actual"].to_list(), rel=1e-9)
    assert found["survival_births"].to_list() == pytest.approx(found["actual"].to_list(), rel=1e-9)


def test_dropping_out_of_every_grade_lasts_but_a_small_drift_fades() -> None:
    for ratio, lasting in ((0.94, 0.94), (0.997, 1.0)):
        births, pupils = cohorts([ratio, ratio, ratio])
        found = quick(make(pupils, births), lag=6, leads=(6,)).cells.filter(pl.col("grade") == "3")
        # Three steps up, at leads 4 to 6; of a drift that fades .8 is left after each year.
        fading = (ratio / lasting) ** sum(0.8**lead for lead in (4, 5, 6))
        expected = found["actual"] / ratio**3 * lasting**3 * fading
        assert found["forecast"].to_list() == pytest.approx(expected.to_list(), rel=0.002)


def test_plain_methods_by_hand() -> None:
    pupils = np.array([[[100, 90], [110, 80], [120, 99], [130, 114], [140, 100], [150, 90]]], dtype=np.float64)
    found = quick(make(pupils), leads=(1,)).cells.filter(pl.col("origin") == 2003)
    assert found["naive"].to_list() == [130, 114, 244]
    # (80 / 100 + 99 / 110 + 114 / 120) / 3 of 130 go up, as many as before enter.
    ratio = (0.8 + 0.9 + 0.95) / 3
    assert found["survival"].to_list() == pytest.approx([130, 130 * ratio, 130 + 130 * ratio])


def test_rows_are_those_known_at_both_ends() -> None:
    pupils = drawn(years=9)
    pupils[0, 6, 1] = np.nan
    found = quick(make(pupils), leads=(1, 2)).cells
    assert found.columns[:9] == ["entity", "group", "origin", "target", "lead", "grade", "actual", "forecast", "naive"]
    of_gap = found.filter(pl.col("entity") == "school 0")
    assert of_gap.filter(pl.col("target") == 2006, pl.col("grade").is_in(["1", "all"])).is_empty()
    assert of_gap.filter(pl.col("origin") == 2006, pl.col("grade").is_in(["1", "all"])).is_empty()
    assert len(of_gap.filter(pl.col("origin") == 2006, pl.col("lead") == 1)) == 3
    assert found["origin"].to_numpy().min() == 2003
    assert (found["target"] - found["origin"] == found["lead"]).all()


@pytest.mark.parametrize("lag", [None, 5])
@pytest.mark.parametrize("of", ["entities", "groups", "both", "none"])
def test_noise_after_the_origin_changes_nothing_before_it(lag: int | None, of: str) -> None:
    """Digit by digit: values, births and what is chosen from them."""
    draw = np.random.default_rng(3)
    births = draw.poisson(70, (6, 26)).astype(np.float64) if of in {"entities", "both"} else None
    if births is not None and of == "both":
        births[:3] = np.nan
    group_births = draw.poisson(400, (2, 26)).astype(np.float64) if of in {"groups", "both"} else None
    panel = make(drawn(years=15), births, group_births, group_of=[0, 0, 1, 1, 0, 1])
    known = pl.col("origin") <= 2008
    true, noisy = (quick(each, lag) for each in (panel, noise_after(panel, 2008)))
    keys = ["entity", "origin", "lead", "grade"]
    both = true.cells.filter(known).join(noisy.cells.filter(known), on=keys, suffix="_noisy")
    assert len(both) == len(true.cells.filter(known)) > 400
    assert not both["actual"].equals(both["actual_noisy"].alias("actual"))
    for name in VALUES:
        assert both[name].equals(both[f"{name}_noisy"].alias(name)), name
    assert true.settings.filter(known).equals(noisy.settings.filter(known))


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others() -> None:
    panel = make(drawn())
    first, second = quick(panel).cells, quick(panel).cells
    other = forecast(panel, lag=None, leads=(1, 2, 4), paths=40, seed=2).cells
    assert first.equals(second)
    assert first["forecast"].equals(other["forecast"])
    assert not first["q90"].equals(other["q90"])


def test_an_entity_is_not_moved_by_the_order_of_rows() -> None:
    panel = make(drawn())
    turned = replace(panel, entities=panel.entities[::-1], pupils=panel.pupils[::-1])
    keys = ["entity", "origin", "lead", "grade"]
    one, other = (quick(each).cells.sort(keys) for each in (panel, turned))
    for name in ("forecast", "q10", "q90", "crps"):
        assert one[name].to_list() == pytest.approx(other[name].to_list(), rel=1e-6), name


def awkward() -> dict[str, Panel]:
    """Panels as files have them."""
    plain = drawn()
    births = np.random.default_rng(5).poisson(70, (6, 26)).astype(np.float64)
    holes = np.where(np.random.default_rng(2).random(plain.shape) < 0.08, np.nan, plain)
    opened, lost_year = plain.copy(), plain.copy()
    opened[1, :7], opened[2, 9:], opened[3, :6], opened[4, 10:] = np.nan, np.nan, 0, 0
    lost_year[:, 8] = np.nan
    stopped, some = births.copy(), births.copy()
    stopped[:, 12:], some[:3] = np.nan, np.nan
    levels = np.full((5, 14, 6), np.nan)
    levels[:3, :, :3], levels[3:, :, 3:] = drawn(3, grades=3), drawn(2, grades=3, mean=90)
    return {
        "one": make(plain[:1]),
        "one grade": make(plain[:, :, :1]),
        "six years": make(plain[:, :6]),
        "five years": make(plain[:, :5]),
        "holes": make(holes),
        "opened and closed": make(opened),
        "a year lost": make(lost_year),
        "few pupils": make(drawn(mean=0.7)),
        "births stop": make(plain, stopped),
        "births of some": make(plain, some, births[:1] * 6),
        "births of nobody": make(plain, births * np.nan),
        "no children born": make(plain, births * 0),
        "a group without births": make(
            plain, None, np.vstack((births[:1] * 3, births[:1] * np.nan)), group_of=[0, 1] * 3
        ),
        "every school its group": make(plain, group_of=range(6)),
        "two levels of schools": make(levels),
    }


@pytest.mark.parametrize("name", awkward())
def test_awkward_panels_are_forecast_in_numbers(name: str) -> None:
    found = quick(awkward()[name])
    cells = found.cells
    assert len(cells) > 0
    for column in ("actual", "forecast", "naive", "q025", "q50", "q975", "crps"):
        assert cells[column].is_finite().all(), column
        assert cells[column].null_count() == 0, column
    assert (cells["q025"] >= 0).all()
    assert (cells["q025"] <= cells["q975"]).all()
    numbers = found.settings.select(pl.selectors.float())
    assert all(numbers[column].is_finite().all() for column in numbers.columns)


def test_a_school_of_upper_grades_takes_the_groups_cohorts() -> None:
    """Grades 3 to 5 are in other schools than 0 to 2: the entry of the fourth grade comes from the group."""
    sizes = 100.0 + 10.0 * np.arange(20)
    levels = np.full((3, 14, 6), np.nan)
    for year in range(14):
        cohorts = np.array([sizes[year - grade + 6] for grade in range(6)])
        levels[0, year, :3], levels[1, year, :3], levels[2, year, 3:] = (
            0.4 * cohorts[:3],
            0.6 * cohorts[:3],
            cohorts[3:],
        )
    upper = quick(make(levels), leads=(1, 2)).cells.filter(pl.col("entity") == "school 2", pl.col("grade") == "3")
    assert upper["forecast"].to_list() == pytest.approx(upper["actual"].to_list(), rel=0.01)
    assert ((upper["naive"] / upper["actual"] - 1).abs() > 0.025).all()


def test_the_lag_of_the_births_is_found() -> None:
    draw = np.random.default_rng(11)
    births = draw.integers(600, 1400, (4, 30)).astype(np.float64)
    pupils = drawn(4, 18)
    pupils[:, :, 0] = 0.1 * births[:, [10 + year - 3 for year in range(18)]]
    panel = make(pupils, births)
    errors = lag_errors(panel, 18)
    assert min(errors, key=lambda lag: errors[lag]) == 3 == best_lag(errors)
    assert errors[3] == pytest.approx(0.0, abs=1e-9)
    found = quick(panel)
    assert found.lag == 3
    assert found.lag_errors == errors
    assert found.settings["lag"].to_list() == [3] * 14


def test_near_ties_of_lags_go_to_the_usual_age() -> None:
    assert best_lag({4: 5.0, 5: 5.2, 6: 4.99}) == 5
    assert best_lag({3: 5.0, 5: 6.0}) == 3
    assert best_lag({4: 5.0, 6: 5.1}) == 4
    assert best_lag({}) is None


def test_a_given_lag_is_kept_and_none_is_told_without_births() -> None:
    births = np.random.default_rng(5).poisson(70, (6, 26)).astype(np.float64)
    given = quick(make(drawn(), births), lag=2)
    assert (given.lag, dict(given.lag_errors)) == (2, {})
    assert quick(make(drawn())).lag is None
    assert quick(make(drawn())).cells["survival_births"].null_count() > 0


def test_progress_is_told_from_none_to_all() -> None:
    told: list[tuple[int, int]] = []
    forecast(make(drawn(years=8)), lag=None, leads=(1,), paths=5, progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_cannot_be_forecast_is_refused() -> None:
    with pytest.raises(ValueError, match="4 years are too few"):
        quick(make(drawn(years=4)))
    with pytest.raises(ValueError, match="from 1 on"):
        quick(make(drawn()), leads=(0, 1))
