"""The drawn start reckoned again by plain loops, one replication at a time, at its addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtri

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County, Ratios
from seatsim.domain.figures import Reconciled
from seatsim.domain.project import Project
from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage, grade_names
from seatsim.model.academic_year import make_world
from seatsim.model.layout import Layout, build_layout
from seatsim.model.start import Start, draw_start, sample_start
from seatsim.model.streams import Draws

SCHOOLS = [
    School("p", "primary", "z0", {"primary": 15}, {"primary": [95, 92, 90, 88, 91, 85]}, {"primary": [2] * 6}),
    School("q", "primary", "z0", {"primary": 6}, {"primary": [31, 30, 36, 35, 29, 33]}, {"primary": [1] * 6}),
    School(
        "r",
        "primary",
        "z0",
        {"primary": 20},
        {"primary": [140, 139, 0, 150, 131, 129]},
        {"primary": [3, 3, 0, 3, 3, 3]},
    ),
    School("j", "junior", "z0", {"junior": 13}, {"junior": [190, 180, 170]}, {"junior": [4, 4, 3]}),
    School("k", "kindergarten", "z0", {"kindergarten": 7}, {"kindergarten": [50, 52, 41]}, {"kindergarten": [2, 2, 2]}),
    School("t", "kindergarten", "z0", {"kindergarten": 4}, {"kindergarten": [11, 14, 9]}, {"kindergarten": [1, 1, 1]}),
    School("s", "senior", "z0", {"senior": 9}, {"senior": [99, 90, 88]}, {"senior": [2, 2, 2]}, plan=101),
    School("v", "vocational", "z0", pupils={"vocational": [60, 50, 40]}),
    School("x", "special", "z0", pupils={"special": [2]}),
]
CELLS = [(stage, name) for stage in STAGES for name in grade_names(stage, GRADES[stage])]
NAMES = tuple(name for _, name in CELLS)
NUMBERS = np.array([3, 0, 8, 11, 4, 25, 6, 17])
DRAWS, NATURE = Draws(2), make_uncertainty(on=True)
NEW = Project("new-school", "new", 2023, "test", zone="z0", rooms_P=12)
DIMENSIONS = 3
VARIANTS: tuple[CrowdingVariant, ...] = ("low", "middle", "high")
Ints = npt.NDArray[np.int64]


def reconciled() -> Reconciled:
    """Twenty-two cells that scatter in three directions; few special pupils, and a bound that cuts a part off."""
    registered = [sum(s.pupils[stage][place] for s in SCHOOLS if stage in s.pupils) for stage, place in _places()]
    mean = np.array(registered, dtype=np.float64) * 1.07
    mean[1] *= 0.25  # so few that a school's only class rounds to none, and is kept
    factor = np.array([[(7 * c + 3 * d) % 11 - 5.0 for d in range(DIMENSIONS)] for c in range(len(CELLS))])
    factor[-1] = (2.0, -1.5, 1.0)
    factor[0] -= factor.sum(axis=0)
    total = round(mean.sum())
    mean[0] += total - mean.sum()
    cost = np.array([0.5 + 0.1 * (c % 5) for c in range(len(CELLS))])
    bound = float(mean @ cost) + 2.0
    return Reconciled(NAMES, mean, factor, total, cost, bound, {}, (), ())


def _places() -> list[tuple[Stage, int]]:
    return [(stage, place) for stage in STAGES for place in range(GRADES[stage])]


def county_of() -> County:
    county = make_county(SCHOOLS, {"z0": 300.0})
    plain = county.register.pupils
    crowding: dict[CrowdingVariant, dict[Stage, Ints]] = {
        "low": {"primary": plain["primary"]},
        "middle": {"primary": plain["primary"] + np.arange(9)[:, None] * (plain["primary"] > 0)},
        "high": {"primary": plain["primary"] + 5 * (plain["primary"] > 100), "junior": plain["junior"] * 2},
    }
    return replace(county, reconciled=reconciled(), crowding=crowding)


def layout_of(county: County) -> Layout:
    return build_layout(county, {"new": NEW}, 30.0)


def remainders(values: Sequence[float], total: int, ties: Sequence[float]) -> list[int]:
    """Whole numbers that sum to the total: largest remainders, equal ones by the smaller tie."""
    whole = [int(np.floor(value)) for value in values]
    order = sorted(range(len(values)), key=lambda i: (-round(values[i] - whole[i], 9), ties[i]))
    for place in order[: max(total - sum(whole), 0)]:
        whole[place] += 1
    return whole


def uniforms(decision: str, entity: str, number: int, cells: int) -> list[float]:
    return [float(u) for u in DRAWS.uniforms(decision, [entity], np.array([number]), 0, cells)[0, 0]]


def sampled(number: int) -> tuple[list[int], int]:
    """The first attempt that is accepted, and how many were not."""
    known = reconciled()
    normal = [[float(ndtri(u)) for u in uniforms("start", f"dimension-{d}", number, 64)] for d in range(DIMENSIONS)]
    for attempt in range(64):
        drawn = [
            float(known.mean[c]) + sum(float(known.factor[c, d]) * normal[d][attempt] for d in range(DIMENSIONS))
            for c in range(len(CELLS))
        ]
        whole = remainders([max(each, 0.0) for each in drawn], known.total, range(len(CELLS)))
        spent = sum(pupils * float(cost) for pupils, cost in zip(whole, known.cost, strict=True))
        if min(drawn) >= 0.0 and spent <= known.bound:
            return whole, attempt
    raise AssertionError


def variant_of(number: int) -> CrowdingVariant:
    return VARIANTS[int(uniforms("crowding_2020", "county", number, 1)[0] * 3)]


def spread(
    county: County, stage: Stage, units: Sequence[str], drawn: Sequence[int], number: int
) -> Mapping[str, list[list[int]]]:
    """Classes and pupils of each unit by grade: classes by the register's, pupils by the variant's a class."""
    grades, register = GRADES[stage], county.register
    crowded = county.crowding[variant_of(number)].get(stage, register.pupils[stage])
    tie = {unit: uniforms(f"start/{stage}", unit, number, 2 * grades) for unit in units}
    rows = {unit: register.school_id.index(unit) for unit in units if unit in register.school_id}
    told: dict[str, list[list[int]]] = {"classes": [], "pupils": []}
    for grade in range(grades):
        registered = sum(int(register.pupils[stage][row, grade]) for row in rows.values())
        weight = [float(crowded[rows[unit], grade]) if unit in rows else 0.0 for unit in units]
        classes = [0] * len(units)
        if stage in CLASS_STAGES:
            own = [int(register.classes[stage][rows[unit], grade]) if unit in rows else 0 for unit in units]
            total = int(np.rint(sum(own) * drawn[grade] / registered))
            scaled = [each * (total / sum(own)) for each in own]
            classes = remainders(scaled, total, [tie[unit][grade] for unit in units])
            classes = [max(each, 1) if had else each for each, had in zip(classes, own, strict=True)]
            weight = [w / max(had, 1) * now for w, had, now in zip(weight, own, classes, strict=True)]
        shares = [drawn[grade] * (w / sum(weight)) for w in weight]
        told["classes"].append(classes)
        told["pupils"].append(remainders(shares, drawn[grade], [tie[unit][grades + grade] for unit in units]))
    return told


@pytest.fixture
def start() -> Start:
    """Eight replications in no order."""
    county = county_of()
    return draw_start(county, layout_of(county), NATURE, DRAWS, NUMBERS)


def test_the_first_attempt_within_the_bound_is_taken() -> None:
    starts = sample_start(reconciled(), DRAWS, NUMBERS)
    by_hand = [sampled(int(number)) for number in NUMBERS]
    assert starts.tolist() == [whole for whole, _ in by_hand]
    attempts = [attempt for _, attempt in by_hand]
    assert 0 in attempts
    assert max(attempts) > 1
    assert 0 in starts[:, -1]  # nobody in a cell is a start too


def test_the_variant_is_drawn_and_told(start: Start) -> None:
    assert list(start.crowding) == [variant_of(int(number)) for number in NUMBERS]
    assert set(start.crowding) == {"low", "middle", "high"}


@pytest.mark.parametrize("stage", STAGES)
def test_every_unit_has_the_classes_and_pupils_of_its_addresses(start: Start, stage: Stage) -> None:
    county = county_of()
    layout, told = layout_of(county).stages[stage], start.stages[stage]
    units = layout.units.school
    assert "new" in units or stage != "primary"
    columns = [place for place, (of, _) in enumerate(CELLS) if of == stage]
    for row, number in enumerate(NUMBERS.tolist()):
        drawn = [sampled(number)[0][column] for column in columns]
        by_hand = spread(county, stage, units, drawn, number)
        assert told.classes[row].T.tolist() == by_hand["classes"]
        assert told.pupils[row].T.tolist() == by_hand["pupils"]
        for unit, school in enumerate(units):
            known = next((s for s in SCHOOLS if s.id == school), None)
            spare = known.rooms[stage] - sum(known.classes[stage]) if known and stage in CLASS_STAGES else 0
            assert told.rooms[row, unit] == sum(grade[unit] for grade in by_hand["classes"]) + spare
            entry = sum(s.pupils[stage][0] for s in SCHOOLS if stage in s.pupils)
            assert told.plan[row, unit] == (round(known.plan * (drawn[0] / entry)) if known else 0)


def test_with_the_draws_off_grades_are_the_rounded_estimate_and_the_variant_the_stated() -> None:
    county = county_of()
    quiet = replace(
        NATURE,
        start=replace(NATURE.start, on=False),
        crowding_2020=replace(NATURE.crowding_2020, on=False, variant="high"),
    )
    told = draw_start(county, layout_of(county), quiet, DRAWS, NUMBERS)
    assert told.crowding == ("high",) * 8
    known = reconciled()
    whole = remainders([float(mean) for mean in known.mean], known.total, range(len(CELLS)))
    for stage in STAGES:
        grades = told.stages[stage].pupils.sum(axis=1)
        assert grades.tolist() == [[whole[p] for p, (of, _) in enumerate(CELLS) if of == stage]] * 8


def test_a_real_register_is_taken_as_it_is() -> None:
    county = replace(county_of(), reconciled=None)
    told = draw_start(county, layout_of(county), NATURE, DRAWS, NUMBERS)
    assert told.crowding == ("",) * 8
    for stage in STAGES:
        units = layout_of(county).stages[stage].units.school
        known = [next((s for s in SCHOOLS if s.id == unit), School("new", "primary", "z0")) for unit in units]
        nobody = [0] * GRADES[stage]
        one = told.stages[stage]
        assert one.pupils.tolist() == [[list(s.pupils.get(stage, nobody)) for s in known]] * 8
        assert one.classes.tolist() == [[list(s.classes.get(stage, nobody)) for s in known]] * 8
        assert one.rooms.tolist() == [[s.rooms.get(stage, 0) for s in known]] * 8
        assert one.plan.tolist() == [[s.plan for s in known]] * 8


def test_births_are_fitted_to_the_pupils_drawn_where_they_reach_back() -> None:
    """Three ages of 300 children and six, at the rates of entry; nobody knows when the juniors were born."""
    series = BirthSeries(2008, np.full((1, 32), 300.0), 2021)
    county = county_of()
    county = replace(county, births=dict.fromkeys(county.births, series), ratios=Ratios(1.1, 1.2, 1.5, 1.0))
    levels = make_world(county, make_plan({"new": NEW}, 2021), NATURE, DRAWS, NUMBERS[:3]).births.levels
    drawn = sample_start(reconciled(), DRAWS, NUMBERS[:3])
    pupils = {of: drawn[:, [stage == of for stage, _ in CELLS]].sum(axis=1) for of in STAGES}
    assert levels[:, 0] == pytest.approx(pupils["kindergarten"] / (3 * 300 * 1.1))
    assert levels[:, 1] == pytest.approx(pupils["primary"] / (6 * 300 * 1.2))
    assert levels[:, 2].tolist() == [1.0] * 3
