"""Indicators that follow from the report's figures alone: ratios that a reader asks for, and derived figures once more.

A derived figure is reckoned anew from what it names, so that whoever corrects one of them sees the other no longer fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from seatsim.domain.figures import Figure
from seatsim.domain.text import Text

Values = Mapping[str, float]
Formula = Callable[[Values], float]

_LOWEST_BIRTH_SHARE = 13.0
"""Lower end of the county's share of the region's births, bounded by its neighbours (source of ``B.share``) [%]."""
_PROVINCE = ("PS.kindergarten", "PS.primary", "PS.junior", "PS.senior_stage")
_STAGES: Mapping[str, Text] = {
    "preschool": Text("学前", "kindergarten"),
    "primary": Text("小学", "primary"),
    "junior": Text("初中", "junior"),
    "senior": Text("普通高中", "senior"),
    "vocational": Text("中职", "vocational"),
}


@dataclass(frozen=True)
class Indicator:
    """One number that follows from figures, and what it stands against."""

    id: str
    """Stable name."""
    text: Text
    """What it says."""
    figures: tuple[str, ...]
    """Figures that it, or what stands beside it, rests on."""
    unit: str
    """Unit of both numbers."""
    value: float
    """What follows from the figures [unit]."""
    against: str
    """What it stands against: ``figure``, ``province``, ``region``, ``county`` (its files), ``plan``; or empty."""
    beside: float | None
    """The other number [unit]; None where nothing stands beside it."""


@dataclass(frozen=True)
class _Rule:
    """How an indicator follows from figures."""

    id: str
    text: Text
    unit: str
    needs: tuple[str, ...]
    value: Formula
    against: str = ""
    beside_needs: tuple[str, ...] = ()
    beside: Formula | None = None


def from_figures(figures: Mapping[str, Figure]) -> Iterator[Indicator]:
    """Every indicator whose figures are there; a number beside it is left out where its own figures are not."""
    values = {name: figure.value for name, figure in figures.items()}
    for rule in _rules():
        value = _told(rule.value, rule.needs, values)
        if value is not None:
            beside = None if rule.beside is None else _told(rule.beside, rule.beside_needs, values)
            told = beside is not None
            ids = tuple(dict.fromkeys((*rule.needs, *(rule.beside_needs if told else ()))))
            yield Indicator(rule.id, rule.text, ids, rule.unit, value, rule.against if told else "", beside)


def _told(formula: Formula, needs: tuple[str, ...], values: Values) -> float | None:
    """What a formula gives; None where a figure is missing or the whole of a ratio is 0."""
    if any(name not in values for name in needs):
        return None
    try:
        return formula(values)
    except ZeroDivisionError:
        return None


def _ratio(above: str, below: str, scale: float = 1.0) -> Formula:
    return lambda v: scale * v[above] / v[below]


def _growth(later: str, earlier: str) -> Formula:
    return lambda v: 100 * (v[later] / v[earlier] - 1)


def _one(name: str) -> Formula:
    return lambda v: v[name]


def _rules() -> Iterator[_Rule]:
    yield from _population()
    yield from _spending()
    yield from _seats_and_items()
    yield from _region()
    yield from _births()


def _all_of(names: tuple[str, ...]) -> Formula:
    return lambda v: sum(v[name] for name in names)


def _population() -> Iterator[_Rule]:
    """F1 with F4."""
    per = ("F4", "F1.census")
    pupils = Text("每千人在校学生,旁为全省", "pupils per 1,000 residents (census), beside the province")
    value = _ratio(*per, 1000)
    yield _Rule("pupils_per_1000", pupils, "pupils/1,000", per, value, "province", _PROVINCE, _all_of(_PROVINCE))
    area = ("F1.census", "F1.area")
    yield _Rule("residents_per_km2", Text("人口密度", "residents per km²"), "residents/km2", area, _ratio(*area))
    both = ("F1.population", "F1.census")
    beyond = Text("报告人口高于普查数(采用普查数)", "population of the report above the census, which is used")
    yield _Rule("population_above_census", beyond, "%", both, _growth(*both))
    urban = ("F1.census_urban", "F1.census")
    yield _Rule("urban_share", Text("城镇人口比重", "urban residents"), "%", urban, _ratio(*urban, 100))
    for first, last, names in (
        (2010, 2020, ("F1.census", "F1.census_2010")),
        (2000, 2010, ("F1.census_2010", "F1.census_2000")),
    ):
        text = Text(f"常住人口增长 {first}–{last}", f"growth of residents, {first} to {last}")
        yield _Rule(f"residents_growth_{first}_{last}", text, "%", names, _growth(*names))


def _spending() -> Iterator[_Rule]:
    """F7, F8 and F10: growth, the year before, and how many pupils the money at eight times the rate is for."""
    total = ("F7", "F7.2019")
    text = Text("教育支出增长,旁为报告值", "growth of spending on education, beside the report's")
    yield _Rule("spending_growth", text, "%", total, _growth(*total), "figure", ("F7.growth",), _one("F7.growth"))
    unit = "10^4 yuan/pupil"
    for stage, name in _STAGES.items():
        now, growth = f"F8.{stage}", f"F8.growth.{stage}"
        text = Text(f"2019年{name.zh}生均支出,旁为2020年", f"spending per pupil of 2019, {name.en}, beside 2020's")
        value = _year_before(now, growth)
        yield _Rule(f"per_pupil_2019_{stage}", text, unit, (now, growth), value, "figure", (now,), _one(now))
    special = Text("特校经费对应的学生数", "pupils of the special school whom its money is for")
    yield _paid_for("special_by_money", special, "F10.special_money", "F10.special_pupils")
    inclusive = Text("随班就读经费对应的学生数", "mainstreamed pupils whom their money is for")
    yield _paid_for("mainstreamed_by_money", inclusive, "F10.inclusive_money", "F21.pupils")


def _year_before(now: str, growth: str) -> Formula:
    return lambda v: v[now] / (1 + v[growth] / 100)


def _paid_for(name: str, text: Text, money: str, pupils: str) -> _Rule:
    """Middle of what the money gives at the primary and at the junior rate, times the multiple."""

    def middle(v: Values) -> float:
        return v[money] * 1e4 / v["F10.multiple"] * (1 / v["F9.primary"] + 1 / v["F9.junior"]) / 2

    needs = (money, "F10.multiple", "F9.primary", "F9.junior")
    return _Rule(name, text, "pupils", needs, middle, "figure", (pupils,), _one(pupils))


def _seats_and_items() -> Iterator[_Rule]:
    """F12, F13 and F16."""
    name, text = "F12.base", Text("新增高中学位的基数", "base of the new senior seats")
    unit, base = "seats or pupils/year", ("F12.seats", "F12.growth")
    yield _Rule("senior_seats_base", text, unit, base, _ratio(*base, 100), "figure", (name,), _one(name))
    text, part = Text("已交付的新增高中学位", "new senior seats delivered"), ("F12.seats", "F12.delivered")
    yield _Rule("senior_seats_delivered", text, "seats", part, lambda v: v[part[0]] * v[part[1]] / 100)
    name, text = "F13.estate_kindergartens", Text("小区配套园治理完成率", "clean-up of estate kindergartens completed")
    yield _Rule("estate_kindergartens", text, "%", (name,), _one(name))
    now, before = ("F16.items_met", "F16.items"), ("F16.items_met_2019", "F16.items")
    text = Text("优质均衡达标项占比,旁为2019年", "items of quality balance met, beside 2019's")
    yield _Rule("balance_items_met", text, "%", now, _ratio(*now, 100), "figure", before, _ratio(*before, 100))
    name, text = "F16.items_growth", Text("达标项占比提高,旁为报告值", "rise of the items met, beside the report's")
    both, unit = ("F16.items_met", "F16.items_met_2019", "F16.items"), "percentage points"
    yield _Rule("balance_items_gained", text, unit, both, _gained, "figure", (name,), _one(name))


def _gained(v: Values) -> float:
    return 100 * (v["F16.items_met"] - v["F16.items_met_2019"]) / v["F16.items"]


def _region() -> Iterator[_Rule]:
    """The county in its region: residents, and children of the census beside registered births."""
    needs, name = ("F1.census", "C.taizhou.residents"), "C.share"
    text = Text("占上级市常住人口比重", "share of the region's residents")
    yield _Rule("share_of_region", text, "%", needs, _ratio(*needs, 100), "figure", (name,), _one(name))
    text = Text(
        "占上级市出生数比重:下限与人口比重的中值", "share of the region's births: middle of lowest and residents"
    )
    yield _Rule("share_of_births", text, "%", (name,), _middle_share, "figure", ("B.share",), _one("B.share"))
    for ages, first in (("0_9", 2011), ("0_14", 2006)):
        years, span = tuple(f"B.{year}" for year in range(first, 2021)), ages.replace("_", "-")
        text = Text(
            f"{span}岁人口(按人口比重),旁为户籍出生数", f"residents aged {span} by share, beside registered births"
        )
        beside = (*years, "B.share")
        yield _children(ages, text, "region", beside, _part_of(years, "B.share"))
    yield _children("10_19", Text("10-19岁人口(按人口比重)", "residents aged 10-19 by share"))


def _children(
    ages: str, text: Text, against: str = "", needs: tuple[str, ...] = (), beside: Formula | None = None
) -> _Rule:
    """Residents of an age by the county's share of the region's residents."""
    age = f"C.taizhou.age_{ages}"
    value = _part_of((age,), "C.share")
    return _Rule(f"children_{ages}", text, "children", (age, "C.share"), value, against, needs, beside)


def _middle_share(v: Values) -> float:
    return (_LOWEST_BIRTH_SHARE + v["C.share"]) / 2


def _part_of(names: tuple[str, ...], share: str) -> Formula:
    """A share in percent of a sum."""
    return lambda v: sum(v[name] for name in names) * v[share] / 100


def _births() -> Iterator[_Rule]:
    """Registered births of the region, each reckoned anew from what it was derived from."""
    ends, name = ("B.2015", "B.rate.2015", "B.2021", "B.rate.2021"), "B.population.2020"
    text = Text("2020年户籍人口:由2015、2021年内插", "registered residents of 2020, between 2015 and 2021")
    unit = "registered residents"
    yield _Rule("registered_residents_2020", text, unit, ends, _between, "figure", (name,), _one(name))
    rate, text = (
        ("B.rate.2020", "B.population.2020"),
        Text("2020年出生数:出生率乘人口", "births of 2020: rate times residents"),
    )
    yield _Rule("births_2020", text, "children", rate, _times(*rate, 1e-3), "figure", ("B.2020",), _one("B.2020"))
    anchors = ("B.2014", "B.2015", "B.jiangsu.2014", "B.jiangsu.2015")
    for year in range(2010, 2014):
        own, name = f"B.jiangsu.{year}", f"B.{year}"
        text = Text(f"{year}年出生数:按全省走势", f"births of {year}, as the province's")
        yield _Rule(
            f"births_{year}", text, "children", (own, *anchors), _as_province(own), "figure", (name,), _one(name)
        )


def _times(one: str, other: str, scale: float) -> Formula:
    return lambda v: scale * v[one] * v[other]


def _between(v: Values) -> float:
    first, last = (1000 * v[f"B.{year}"] / v[f"B.rate.{year}"] for year in (2015, 2021))
    return first + (last - first) * 5 / 6


def _as_province(own: str) -> Formula:
    return lambda v: v[own] * (v["B.2014"] + v["B.2015"]) / (v["B.jiangsu.2014"] + v["B.jiangsu.2015"])
