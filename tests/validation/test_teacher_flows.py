"""Teachers against a real school workforce, and the same on an invented one whose rates are known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from teacher_flows import Teachers, forecast, next_year, read_teachers
from teachers import _last_rates, main, report, told

from real_data import real_data
from seatsim.demand.stock_flow import Discounts, FlowHistory, FlowRates

_BARS = {"1": 0.50, "2": 1.38, "3": 2.96}
"""Mean absolute error that the last year's rates come to, at each lead [%]."""
_NAIVE = {"1": 1.29, "2": 2.64, "3": 4.08}


def _real() -> Teachers:
    folder = real_data("dfe_teachers")
    return read_teachers(folder / "entrants.csv", folder / "leavers.csv")


def test_teachers_are_told_better_than_by_last_years_rates() -> None:
    folder = real_data("dfe_teachers")
    figures = report(folder / "entrants.csv", folder / "leavers.csv", Discounts(), 2014)["mape"]
    for lead, bar in _BARS.items():
        assert figures["stock and flow"][lead]["all"] < bar
        assert figures["last year's rates"][lead]["all"] == pytest.approx(bar, abs=0.006)
        assert figures["as many as now"][lead]["all"] == pytest.approx(_NAIVE[lead], abs=0.006)
        assert figures["stock and flow"][lead]["subjects"] < figures["last year's rates"][lead]["subjects"]


def test_stock_less_leavers_with_entrants_is_the_next_stock() -> None:
    flows = _real().flows
    stock = flows.stock.sum(axis=(1, 2))
    gone = (flows.retired + flows.left).sum(axis=(1, 2))
    next_stock = stock[:-1] - gone[1:] + flows.began.sum(axis=(1, 2))[1:]
    assert next_stock == pytest.approx(stock[1:], rel=0.0025)


@pytest.mark.parametrize("place", [1, 2, 4])
def test_noise_after_the_origin_changes_no_forecast(place: int) -> None:
    teachers = _invented_teachers()
    flows = teachers.flows
    each = (flows.there, flows.retired, flows.left, flows.stayed, flows.began)
    noisy = FlowHistory(*(_with_noise(flow, place) for flow in each))
    for way, (whole, subjects) in told(teachers, place, Discounts()).items():
        again = told(replace(teachers, flows=noisy), place, Discounts())[way]
        assert (whole == again[0]).all()
        assert (subjects == again[1]).all()


def _with_noise(flow: np.ndarray, place: int) -> np.ndarray:
    noisy = flow.copy()
    noisy[place + 1 :] = np.random.default_rng(place).uniform(0.0, 1e6, noisy[place + 1 :].shape)
    return noisy


def _invented_teachers() -> Teachers:
    """Three subjects and two bands over six years, with rates that differ between subjects and years."""
    rng = np.random.default_rng(5)
    stock, flows = rng.uniform(2000.0, 6000.0, (3, 2)), []
    for _ in range(6):
        retired, left = stock * [0.0, 0.1], stock * rng.uniform(0.05, 0.12, (3, 2))
        remaining = stock - retired - left
        stayed = np.stack([remaining[:, 0] * 0.94, remaining[:, 1] + remaining[:, 0] * 0.06], axis=1)
        began = stock.sum(axis=1, keepdims=True) * rng.uniform(0.03, 0.06, (3, 2))
        flows.append((stock, retired, left, stayed, began))
        stock = stayed + began
    history = FlowHistory(*(np.stack(each) for each in zip(*flows, strict=True)))
    return Teachers(("a", "b", "c"), ("under 40", "40 and over"), np.arange(2001, 2007), history)


def test_constant_rates_are_projected_to_within_rounding() -> None:
    stock = np.array([[8000.0, 3000.0], [500.0, 400.0]])
    rates = FlowRates(
        retiring=np.array([[0.0, 0.1], [0.0, 0.1]]),
        leaving=np.array([[0.1, 0.05], [0.2, 0.05]]),
        ageing=np.array([0.05, 0.0]),
        beginning=np.array([[0.08, 0.02], [0.05, 0.05]]),
    )
    told_stock = next_year(stock.astype(np.int64)[None], rates)[0]
    remaining = stock * (1 - rates.retiring) * (1 - rates.leaving)
    expected = remaining * [0.95, 1.0] + stock.sum(axis=1, keepdims=True) * rates.beginning
    expected[:, 1] += remaining[:, 0] * 0.05
    assert np.abs(told_stock - expected).max() <= 4.0


def test_subjects_sum_to_the_whole() -> None:
    whole, subjects = forecast(_invented_teachers().flows, 3)
    assert subjects.sum(axis=1).tolist() == whole.tolist()


def test_last_years_rates_by_hand() -> None:
    """1,000 teachers, a tenth gone, 50 begun: 950, then 905, then 864.5."""
    leads = np.array([[1], [2], [3]])
    told_stock = _last_rates(np.array([1000.0]), np.array([90.0]), np.array([900.0]), np.array([50.0]), leads)
    assert told_stock[:, 0] == pytest.approx([950.0, 905.0, 864.5])


_ENTRANTS = """CensusYear,Subject,Gender,AgeGroup,QualifiedEntrantType,StockSize
{year},Art,Female,55 and over,Not a qualified Entrant,{old}
{year},Art,Male,Less than 35,Not a qualified Entrant,{young}
{year},Art,Female,Less than 35,NQT,5
"""
_LEAVERS = """CensusYear,Subject,Gender,AgeGroup,QualifiedLeaverType,StockSize
{year},Art,Female,55 and over,Not a qualified Leaver,{old}
{year},Art,Female,55 and over,Retired,3
{year},Art,Male,Less than 35,Not a qualified Leaver,{young}
{year},Art,Male,Less than 35,Wastage,4
"""


def _files(folder: Path, years: range) -> tuple[Path, Path]:
    paths = folder / "entrants.csv", folder / "leavers.csv"
    for path, text in zip(paths, (_ENTRANTS, _LEAVERS), strict=True):
        head, *rows = text.splitlines()
        filled = [row.format(year=year, old=40, young=60) for year in years for row in rows]
        path.write_text("\n".join([head, *filled]) + "\n", encoding="utf-8")
    return paths


def test_two_files_are_read_into_flows(tmp_path: Path) -> None:
    teachers = read_teachers(*_files(tmp_path, range(2011, 2014)))
    assert teachers.bands == ("Less than 35", "55 and over")
    assert teachers.stock.tolist() == [[105.0]] * 3
    assert teachers.flows.there[0].tolist() == [[64.0, 43.0]]
    assert teachers.flows.retired[0].tolist() == [[0.0, 3.0]]
    assert teachers.flows.left[0].tolist() == [[4.0, 0.0]]
    assert teachers.flows.began[0].tolist() == [[5.0, 0.0]]


def test_the_command_prints_a_table_of_any_such_files(tmp_path: Path) -> None:
    files = [str(path) for path in _files(tmp_path, range(2011, 2015))]
    done = CliRunner().invoke(main, files)
    assert done.exit_code == 0, done.output
    assert "stock and flow" in done.output
    assert CliRunner().invoke(main, [*files, "--json"]).output.startswith("{")


def test_a_gap_between_the_years_is_refused(tmp_path: Path) -> None:
    entrants, leavers = _files(tmp_path, range(2011, 2015))
    entrants.write_text(entrants.read_text(encoding="utf-8").replace("2013,", "2019,"), encoding="utf-8")
    with pytest.raises(ValueError, match="follow one another"):
        read_teachers(entrants, leavers)
