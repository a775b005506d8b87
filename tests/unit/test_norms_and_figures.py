"""The shipped norms and the county's figures: complete, sourced, and derived as they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from math import log
from pathlib import Path
from statistics import median, stdev
from typing import get_type_hints

import pytest

from seatsim.domain.figures import Figure
from seatsim.domain.limits import Limits
from seatsim.domain.scenario import BaselineReadings, Levers, Uncertainty
from seatsim.inputs.figures import read_figures
from seatsim.inputs.norms import norms
from seatsim.inputs.reconcile_terms import number

SEEDS = Path(__file__).parents[2] / "seeds"
TABLES = {"baseline": BaselineReadings, "uncertainty": Uncertainty, "levers": Levers, "limits": Limits}


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Figure]:
    return read_figures(SEEDS / "figures.csv")


def leaves(table: type, path: str) -> Iterator[str]:
    """Keys of the scenario format that have no default of their own."""
    hints = get_type_hints(table)
    for field in fields(table):
        key = f"{path}.{field.name}"
        if is_dataclass(hints[field.name]):
            yield from leaves(hints[field.name], key)
        elif field.default is MISSING and field.default_factory is MISSING:
            yield key


def test_every_key_of_the_scenario_format_has_a_default_and_no_other_key_has_one() -> None:
    keys = {"horizon", "replications", "seed"}
    keys |= {key for path, table in TABLES.items() for key in leaves(table, path)}
    shipped = {key for key in norms() if key.split(".")[0] in {*TABLES, "horizon", "replications", "seed"}}
    assert shipped == keys


def test_what_was_recalled_is_assumed_and_what_is_assumed_says_why() -> None:
    for norm in norms().values():
        if "recalled, not read" in norm.source:
            assert norm.kind == "assumed", norm.id
        if norm.kind == "assumed":
            assert norm.source.startswith(("assumed", "recalled, not read")), norm.id
        else:
            assert not norm.source.startswith(("assumed", "recalled")), norm.id


def test_every_row_of_the_report_is_there(figures: Mapping[str, Figure]) -> None:
    rows = {key.split(".")[0] for key in figures}
    assert rows >= {f"F{number}" for number in range(1, 24)}
    for figure in figures.values():
        assert figure.source
        assert figure.date
        if figure.kind == "derived":
            assert figure.note, figure.id


def test_the_report_adds_up(figures: Mapping[str, Figure]) -> None:
    value = {key: figure.value for key, figure in figures.items()}
    kinds = ("kindergartens", "primary", "junior", "nine_year", "senior", "college", "vocational", "special")
    assert sum(value[f"F3.{kind}"] for kind in kinds) == value["F3.schools"] == 105
    fits = [base for base in range(100, 10_000) if round(100 * value["F12.seats"] / base, 2) == value["F12.growth"]]
    assert fits == [value["F12.base"]]
    gained = value["F16.items_met"] - value["F16.items_met_2019"]
    assert 100 * gained / value["F16.items"] == pytest.approx(value["F16.items_growth"], abs=0.01)
    assert value["F7.2019"] == pytest.approx(value["F7"] / (1 + value["F7.growth"] / 100), abs=50)
    assert value["C.share"] == pytest.approx(100 * value["F1.census"] / value["C.taizhou.residents"], abs=0.005)
    assert value["B.share"] == pytest.approx((13 + value["C.share"]) / 2)
    low, high = (value["F10.special_money"] * 1e4 / 8 / value[f"F9.{stage}"] for stage in ("junior", "primary"))
    assert low < value["F10.special_pupils"] < high
    low, high = (value["F10.inclusive_money"] * 1e4 / 8 / value[f"F9.{stage}"] for stage in ("junior", "primary"))
    assert low < value["F21.pupils"] < high


def test_births_follow_their_stated_rules(figures: Mapping[str, Figure]) -> None:
    births = {year: figures[f"B.{year}"].value for year in range(2005, 2022)}
    nation = {year: number(f"births.national.{year}") for year in births}
    province = {year: figures[f"B.jiangsu.{year}"].value * 1e4 for year in range(2010, 2016)}
    assert {year for year in births if figures[f"B.{year}"].kind == "reported"} == {2015, 2021}
    assert births[2014] == births[2015] + 1917
    ratio = (births[2014] + births[2015]) / (province[2014] + province[2015])
    assert [births[y] for y in range(2010, 2014)] == [round(province[y] * ratio) for y in range(2010, 2014)]
    assert [births[y] for y in range(2005, 2010)] == [
        round(births[2010] * nation[y] / nation[2010]) for y in range(2005, 2010)
    ]
    assert births[2020] == round(figures["B.rate.2020"].value / 1000 * figures["B.population.2020"].value)
    drift = (births[2020] / births[2015] * nation[2015] / nation[2020]) ** (1 / 5)
    for year in range(2016, 2020):
        assert births[year] == round(births[2015] * nation[year] / nation[2015] * drift ** (year - 2015))


def test_derived_norms_follow_from_what_they_name() -> None:
    steps = [log(number(f"births.national.{y}") / number(f"births.national.{y - 1}")) for y in range(2006, 2026)]
    assert number("uncertainty.births.growth_sd") == pytest.approx(stdev(steps), abs=0.001)
    priced = ("taixing-zhenhai", "taixing-longhe", "jiangyin-nanshida")
    prices = [number(f"build.{name}.price") for name in priced]
    assert number("levers.capital.price_primary") == median(prices)
    kindergartens = [number(f"build.{name}.price") for name in ("taixing-jiguan", "taixing-yuhong")]
    assert number("levers.capital.price_kindergarten") == pytest.approx(sum(kindergartens) / 2)
    assert number("levers.capital.price_junior") == number("build.taixing-wenjiang.price")
    for name in ("taixing-zhenhai", "suzhou-2020", "jiangyin-nanshida"):
        seats = number(f"build.{name}.seats")
        assert number(f"build.{name}.price") == pytest.approx(number(f"build.{name}.cost") / seats, abs=0.05)
    assert number("limits.hard_caps.primary") == number("limits.classes.large") - 1


def test_a_number_is_asked_of_a_norm_that_is_one() -> None:
    with pytest.raises(TypeError, match=r"limits\.standard\.kindergarten"):
        number("limits.standard.kindergarten")
