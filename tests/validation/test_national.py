"""The national check: figures with sources, known answers, nothing held out or recalled in it, no look ahead."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from national import FIRST, LAST, METHODS, SERIES, cells, lines, main, mape
from national_roll import FLOWING, GRADES, HELD_OUT, Rule, roll
from national_series import FILE, Floats, National, read_national

YEARS = range(2000, 2026)
ROLLS = [rule for rule in METHODS.values() if rule is not None]


def level() -> National:
    """A country in which every cohort is 1,200 and nobody is lost; 12 pupils a teacher."""
    each = {"births_as_published": 1200.0, "births_revised": 1200.0}
    for stage, grades in GRADES.items():
        each |= {f"{stage}_pupils": 1200.0 * grades, f"{stage}_teachers": 100.0 * grades}
        each |= {f"{stage}_entrants": 1200.0, f"{stage}_leavers": 1200.0}
    values = {series: np.full(len(YEARS), value) for series, value in each.items()}
    return National(YEARS[0], values, {series: np.zeros(len(YEARS), bool) for series in values})


def changed(national: National, series: str, year: int, factor: float) -> National:
    values: Floats = national.values[series].copy()
    values[year - national.first_year] *= factor
    return replace(national, values={**national.values, series: values})


def test_every_figure_has_its_kind_unit_and_source() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 402
    assert {row["unit"] for row in rows} == {"10^4 persons"}
    assert sorted({row["kind"] for row in rows}) == ["derived", "recalled", "reported"]
    for row in rows:
        assert row["source"].startswith("recalled") == (row["kind"] == "recalled"), row
        assert row["source"].startswith("derived") == (row["kind"] == "derived"), row


def test_the_county_does_not_read_it() -> None:
    from seatsim.inputs.county import READ

    assert FILE.name not in READ


@pytest.mark.parametrize("rule", ROLLS, ids=lambda rule: f"{rule.births} {rule.ratios}")
def test_a_level_country_stays_level(rule: Rule) -> None:
    found = roll(level(), 2014, 2024, rule)
    for series in SERIES:
        assert found[series] == pytest.approx(dict.fromkeys(range(2015, 2025), level().at(series, 2014))), series


def test_a_large_birth_year_reaches_each_stage_by_the_cut_off() -> None:
    """Births of 2010 doubled: two thirds enter in 2016, one third in 2017, and leave six years later."""
    country = changed(changed(level(), "births_as_published", 2010, 2.0), "births_as_published", 2011, 1.0)
    found = roll(country, 2014, 2024, Rule(ratios="mean"))
    extra = {year: value - 1200.0 for year, value in found["primary_entrants"].items()}
    assert extra[2016] == pytest.approx(800.0)
    assert extra[2017] == pytest.approx(400.0)
    assert sum(map(abs, extra.values())) == pytest.approx(1200.0)
    assert found["primary_pupils"][2021] == pytest.approx(7200.0 + 1200.0)
    assert found["primary_leavers"][2022] == found["junior_entrants"][2022] == pytest.approx(2000.0)
    assert found["primary_pupils"][2023] == pytest.approx(7200.0)


def test_cohorts_in_school_are_those_on_the_roll() -> None:
    """A roll one tenth too short at the origin empties with its cohorts, and the next ones are whole."""
    country = changed(level(), "primary_pupils", 2014, 0.9)
    found = roll(country, 2014, 2024, Rule())
    assert [found["primary_leavers"][year] for year in (2015, 2020, 2021)] == pytest.approx([1080.0, 1080.0, 1200.0])
    assert found["primary_pupils"][2020] == pytest.approx(7200.0)


def test_pupils_follow_entrants_and_leavers() -> None:
    national = read_national()
    found = roll(national, 2016, 2024, Rule())
    for stage in FLOWING:
        before = national.at(f"{stage}_pupils", 2016)
        for year in range(2017, 2025):
            before += found[f"{stage}_entrants"][year] - found[f"{stage}_leavers"][year]
            assert found[f"{stage}_pupils"][year] == pytest.approx(before)


@pytest.mark.parametrize("rule", ROLLS, ids=lambda rule: f"{rule.births} {rule.ratios}")
@pytest.mark.parametrize("origin", [2014, 2018, 2023])
def test_noise_after_the_origin_changes_nothing(rule: Rule, origin: int) -> None:
    national = read_national()
    noise = np.random.default_rng(1).uniform(0.2, 5.0, len(YEARS))
    later = {s: np.where(np.array(YEARS) > origin, v * noise, v) for s, v in national.values.items()}
    assert roll(replace(national, values=later), origin, LAST, rule) == roll(national, origin, LAST, rule)
    earlier = {s: np.where(np.array(YEARS) == origin, v * noise, v) for s, v in national.values.items()}
    assert roll(replace(national, values=earlier), origin, LAST, rule) != roll(national, origin, LAST, rule)


@pytest.mark.parametrize("series", ["primary_leavers", "junior_leavers", "senior_leavers", "kindergarten_pupils"])
@pytest.mark.parametrize("year", HELD_OUT)
def test_years_held_out_move_no_ratio(series: str, year: int) -> None:
    national = read_national()
    for rule in ROLLS:
        assert roll(changed(national, series, year, 2.0), 2018, LAST, rule) == roll(national, 2018, LAST, rule)
    assert roll(changed(national, series, 2018, 2.0), 2018, LAST, Rule()) != roll(national, 2018, LAST, Rule())


def test_scored_are_figures_that_were_read_or_derived() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        kinds = {(row["series"], int(row["year"])): row["kind"] for row in csv.DictReader(file)}
    found = cells(read_national(), range(FIRST - 1, LAST))
    assert {kinds[cell.series, cell.target] for cell in found} == {"reported", "derived"}
    assert min(cell.target for cell in found) == FIRST
    assert {"senior_teachers 2020", "junior_teachers 2023"}.isdisjoint(f"{c.series} {c.target}" for c in found)


def test_as_published_births_read_nothing_recalled() -> None:
    national = read_national()
    garbled = {s: np.where(national.recalled[s], v * 3.0, v) for s, v in national.values.items()}
    for rule in (Rule(), Rule(ratios="last"), Rule(ratios="mean")):
        for origin in (2013, 2017, 2020, 2023):
            again = roll(replace(national, values=garbled), origin, LAST, rule)
            np.testing.assert_equal(again, roll(national, origin, LAST, rule))


def test_the_mean_error_is_that_of_its_cells() -> None:
    found = cells(read_national(), range(FIRST, LAST))
    by_hand = [abs(read_national().at("primary_pupils", o) / read_national().at("primary_pupils", o + 5) - 1) * 100
               for o in range(FIRST, LAST - 4)]  # fmt: skip
    mean, count = mape(found, "naive", "primary_pupils", 5, FIRST, LAST)
    assert count == 6
    assert mean == pytest.approx(float(np.mean(by_hand)))


def test_table_and_json_tell_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    printed = capsys.readouterr().out
    assert printed.splitlines() == list(lines(read_national()))
    main(["--json"])
    rows = json.loads(capsys.readouterr().out)
    errors = [abs(row["forecast"] / row["actual"] - 1) * 100 for row in rows
              if (row["method"], row["series"], row["target"] - row["origin"]) == ("roll", "junior_pupils", 1)
              and row["origin"] >= FIRST]  # fmt: skip
    row = next(line for line in printed.splitlines() if line.startswith("| junior pupils |"))
    assert row.split("|")[3].split()[0] == f"{np.mean(errors):.1f}"
