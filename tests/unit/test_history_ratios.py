"""Ratios from a history: known ones come out again, and a county that is loaded takes them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from seatsim.demand.history_ratios import entry_logs, grade_ratios, logs_of_sums, registered, steps_of
from seatsim.domain.county import BirthSeries
from seatsim.domain.history import Floats, History
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.calibrated import calibrate
from seatsim.inputs.county import read_county
from seatsim.model.cohorts import Births

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
GRADES: dict[Stage, int] = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 3,
    "senior": 3,
    "vocational": 3,
    "special": 1,
}
BORN = BirthSeries(1990, np.linspace([900.0, 300.0], [1200.0, 450.0], 35).T, 2024)
KEPT = {"K": 1.04, "P": 0.985, "J": 0.99, "S": 0.97, "V": 0.9}
ENTRY = {"kindergarten": 0.9, "primary": 1.1}
INTO_JUNIOR = 0.95
FIRST, LAST = 2008, 2020


def recursion(drift: Floats | None = None) -> History:
    """Two zones whose grades follow the ratios above exactly, times e^drift of the year (years,)."""
    count = LAST - FIRST + 1
    drift = np.zeros(count) if drift is None else drift
    pupils = {stage: np.full((count, 2, GRADES[stage]), 500.0) for stage in STAGES}
    for place, year in enumerate(range(FIRST, LAST + 1)):
        children = {
            age: BORN.births[:, year - age - 1991] / 3 + BORN.births[:, year - age - 1990] / 1.5 for age in (3, 6)
        }
        pupils["kindergarten"][place, :, 0] = ENTRY["kindergarten"] * children[3]
        pupils["primary"][place, :, 0] = ENTRY["primary"] * children[6]
        if place:
            for letter, stage in zip("KPJSV", STAGES, strict=False):
                moved = pupils[stage][place - 1, :, :-1] * KEPT[letter] * np.exp(drift[place])
                pupils[stage][place, :, 1:] = moved
            # The second zone's junior school takes everyone.
            leavers = pupils["primary"][place - 1, :, -1].sum()
            pupils["junior"][place, :, 0] = 0.0, INTO_JUNIOR * leavers * np.exp(drift[place])
    return History(FIRST, pupils, pupils)


def test_known_ratios_come_out_again() -> None:
    found = calibrate(recursion(), BORN, GRADES)
    assert found.kindergarten_entry == pytest.approx(ENTRY["kindergarten"])
    assert found.primary_entry == pytest.approx(ENTRY["primary"])
    assert found.junior_entry == pytest.approx(INTO_JUNIOR)
    expected = {
        f"{letter}{grade}": 1 - kept for letter, kept in KEPT.items() for grade in range(1, 6 if letter == "P" else 3)
    }
    assert found.lost == pytest.approx(expected | {"P6": 0.0})


def test_a_common_year_is_drift_and_no_grade_s_own() -> None:
    """In the last year every grade gains 5 %: the drift takes its part of the weights, the grades' own nothing."""
    drift = np.zeros(LAST - FIRST + 1)
    drift[-1] = 0.05
    calm, moved = (grade_ratios(steps_of(recursion(each))) for each in (None, drift))
    weights = 0.9 ** np.arange(LAST - FIRST)[::-1]
    assert moved.drift - calm.drift == pytest.approx(0.05 * weights[-1] / weights.sum())
    np.testing.assert_allclose(moved.lasting, calm.lasting, atol=1e-12)
    assert moved.years.tolist() == [LAST - FIRST] * len(moved.years)


def test_a_later_year_weighs_more() -> None:
    history = recursion()
    history.zones["primary"][-1, :, 3] *= 1.1
    steps = steps_of(history)
    found, calm = grade_ratios(steps), grade_ratios(steps_of(recursion()))
    weights = 0.8 ** np.arange(LAST - FIRST)[::-1]
    change = found.lasting - calm.lasting
    assert change[steps.reached.index("P4")] == pytest.approx(np.log(1.1) * weights[-1] / weights.sum())
    assert np.abs(np.delete(change, steps.reached.index("P4"))).max() < 1e-12


def test_a_gap_is_neither_loss_nor_gain() -> None:
    """A zone that is missing in one year counts in the others, and the whole county's step into junior misses two."""
    history = recursion()
    history.zones["primary"][5, 1, :] = np.nan
    steps = steps_of(history)
    found = grade_ratios(steps)
    np.testing.assert_allclose(found.ratio, grade_ratios(steps_of(recursion())).ratio)
    assert found.years[steps.reached.index("P2")] == LAST - FIRST
    assert found.years[steps.reached.index("J1")] == LAST - FIRST - 1
    assert np.isnan(logs_of_sums(steps)[5, steps.reached.index("J1")])


def test_noise_averages_out_as_the_number_of_years_allows() -> None:
    """Grades that err with a standard deviation of 2 % a year: each mean lies within five of its standard errors."""
    rng, sd = np.random.default_rng(3), 0.02
    history = recursion()
    for stage in STAGES:
        history.zones[stage][1:] *= np.exp(rng.normal(0.0, sd, (LAST - FIRST, 1, GRADES[stage])))
    steps = steps_of(history)
    known = np.array([KEPT[name[0]] for name in steps.reached])
    known[steps.reached.index("J1")] = INTO_JUNIOR
    # A ratio errs by both of its grades; the weights of .8 a year leave (1 + .8) / (1 - .8) = 9 years' worth at most.
    weights = 0.8 ** np.arange(LAST - FIRST)
    error = np.sqrt(2.0) * sd * np.sqrt((weights**2).sum()) / weights.sum()
    assert np.abs(np.log(grade_ratios(steps).ratio / known)).max() < 5 * error
    assert error < 0.012


def test_registered_children_are_those_of_the_model() -> None:
    births = Births(BORN.first_year, BORN.births[None], np.ones((1, 3)), LAST, GRADES)
    for year, age in ((2015, 3), (2015, 6), (2020, 6), (1998, 6)):
        assert registered(BORN, year, age) == pytest.approx(float(births.registered(year, age).sum()))
    assert np.isnan(registered(BORN, 1996, 6))
    assert np.isnan(registered(BORN, 2028, 3))
    assert np.isfinite(entry_logs(recursion(), "primary", BORN, 6)).all()


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """The little county, which lost a twentieth of P1 and gained a tenth into J1 in both years of its history."""
    folder = tmp_path / "little"
    shutil.copytree(LITTLE, folder)
    rows = [
        ("village-nine-year", "J1", 77),
        ("town-primary", "J1", 55),
        ("village-nine-year", "P6", 30),
        ("town-primary", "P6", 90),
    ]
    rows += [(s, f"P{g}", n) for g in range(2, 6) for s, n in (("town-primary", 90), ("village-nine-year", 30))]
    text = "".join(f"{year},{school},{grade},{count},x\n" for year in (2018, 2019) for school, grade, count in rows)
    text += "".join(
        f"{year},{s},P1,{n},x\n" for year in (2018, 2019) for s, n in (("town-primary", 95), ("village-nine-year", 31))
    )
    (folder / "history.csv").write_text(f"year,school_id,grade,pupils,source\n{text}", encoding="utf-8")
    return folder


def test_a_county_that_is_loaded_takes_them(little: Path) -> None:
    county = read_county(little)
    # P2 of 120 from P1 of 126, twice; J1 of 132 from P6 of 120, then the register's 70.
    assert county.ratios.lost["P1"] == pytest.approx(1 - 120 / 126)
    weighted = (0.8 * np.log(132 / 120) + np.log(70 / 120)) / 1.8
    assert county.ratios.junior_entry == pytest.approx(float(np.exp(weighted)), rel=0.02)
    assert "P6" not in county.ratios.lost
    assert county.ratios.primary_entry == 1.0
    notes = [note for note in county.assumed if "derived from" in note]
    assert "P2 per pupil of P1: 0.9524, derived from 2 years of history.csv" in notes
    assert not any(note.startswith("F5.junior") for note in county.assumed)
    assert any(note.startswith("F5.primary") for note in county.assumed)


def test_births_that_were_completed_from_pupils_calibrate_no_entry(little: Path) -> None:
    born = "".join(f"{z},{y},{n},reference,x\n" for z, n in (("town", 80), ("village", 20)) for y in range(2005, 2021))
    (little / "births.csv").write_text(f"zone,year,births,variant,source\n{born}", encoding="utf-8")
    ratio = read_county(little).ratios.primary_entry
    weights = 0.9 ** np.arange(3)[::-1]
    logs = np.log(np.array([126.0, 126.0, 120.0]) / 100.0)
    assert ratio == pytest.approx(float(np.exp((weights * logs).sum() / weights.sum())))
    (little / "births.csv").unlink()
    assert read_county(little).ratios.primary_entry == 1.0


def test_a_synthetic_register_keeps_the_ratios_of_its_figures(little: Path) -> None:
    schools = little / "schools.csv"
    schools.write_text(
        schools.read_text(encoding="utf-8").replace("register of 2020", "synthetic: x"), encoding="utf-8"
    )
    county = read_county(little)
    assert county.history is not None
    assert county.ratios.lost == {}
    assert any(note.startswith("history.csv changes no ratio") for note in county.assumed)
