"""Every feature of the stored draws reckoned again by plain loops, over a horizon long enough for all spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import stdtrit

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County, Zone
from seatsim.domain.demand_uncertainty import Migration, Progression
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import STAGES
from seatsim.domain.stored_draws import FEATURES
from seatsim.domain.text import Text
from seatsim.model.academic_calendar import DAYS_PER_MONTH, AcademicCalendar
from seatsim.model.academic_year import make_world
from seatsim.model.luck import grade_shocks
from seatsim.model.recruitment import candidates_shock
from seatsim.model.staffing import leaving_shock
from seatsim.model.state import World
from seatsim.model.stored_draws import stored_draws
from seatsim.model.streams import Draws
from seatsim.model.works import draw_works, planned_cost
from staffed import staff_of, with_staff

Floats = npt.NDArray[np.float64]
REPLICATIONS, DRAWS = np.arange(5), Draws(7)


def _carrying(nature: Uncertainty) -> Uncertainty:
    """Both common shocks carry a part on, by other laws."""
    return replace(
        nature,
        migration=replace(nature.migration, common_carry=0.6, common_freedom=5.0),
        progression=replace(nature.progression, common_sd=0.01, common_carry=0.3, common_freedom=9.0),
    )


NATURE = _carrying(make_uncertainty(on=True))
FIRST, HORIZON = 2021, 2034
"""First year after the baseline; three years lie past the ninth."""
PROJECTS = {
    # Planned years, rooms and phases all differ: due by 2024-09-01 are those to 2024.
    "a": Project("extension", "p", 2022, "test", rooms_P=3),
    "b": Project("extension", "p", 2024, "test", rooms_P=7, phase="review", progress=0.5),
    "c": Project("extension", "p", 2023, "test", rooms_P=2, phase="funding"),
    "d": Project("extension", "p", 2025, "test", rooms_P=5, phase="design", progress=0.25),
    "e": Project("extension", "p", 2026, "test", rooms_P=11, phase="construction", progress=0.25),
    "f": Project("extension", "p", 2022, "test", rooms_P=13, phase="acceptance"),
    "g": Project("extension", "p", 2027, "test", rooms_P=4),
}
PLAN = make_plan(PROJECTS, horizon=HORIZON)


def county_of(information_date: str = "2024-09-01", births: Sequence[Sequence[float]] | None = None) -> County:
    """Two zones, one primary school in each, staff of two stages."""
    schools = [
        School("p", "primary", "z0", {"primary": 90}, {"primary": [80] * 6}, {"primary": [2] * 6}),
        School("q", "primary", "z1", {"primary": 40}, {"primary": [40, 41, 42, 43, 44, 45]}, {"primary": [1] * 6}),
        School("k", "kindergarten", "z0", {"kindergarten": 40}, {"kindergarten": [30, 31, 32]}, {}),
    ]
    zones = [Zone("z0", Text(), "old-town", ("z1",), (9.0,)), Zone("z1", Text(), "town", ("z0",), (9.0,))]
    county = make_county(schools, {"z0": 120.0, "z1": 60.0}, zones)
    county = with_staff(county, staff_of({"primary": 30, "kindergarten": 7}))
    if births is not None:
        series = BirthSeries(2018, np.array(births, dtype=np.float64), 2021)
        county = replace(county, births=dict.fromkeys(county.births, series))
    return replace(county, information_date=information_date)


def world_of(county: County, plan: Plan = PLAN) -> World:
    return make_world(county, plan, NATURE, DRAWS, REPLICATIONS)


def told(county: County, plan: Plan = PLAN) -> dict[str, Floats]:
    return stored_draws(world_of(county, plan), DRAWS, REPLICATIONS)


def mean(shock: Callable[[int], Floats], years: Sequence[int]) -> Floats:
    """Mean of a yearly number over some years, by plain addition."""
    total = np.zeros(len(REPLICATIONS))
    for year in years:
        total = total + shock(year)
    return total / len(years)


def over(values: Floats, weights: Sequence[float]) -> Floats:
    """Mean over the columns by weights, by plain addition."""
    return np.array([sum(v * w for v, w in zip(row, weights, strict=True)) / sum(weights) for row in values])


def test_the_start_is_counted_by_stage_and_entry_grade() -> None:
    found = told(county_of())
    assert found["start_primary"].tolist() == [480.0 + 255.0] * 5
    assert found["start_primary_entry"].tolist() == [80.0 + 40.0] * 5
    assert found["start_kindergarten"].tolist() == [93.0] * 5
    assert found["start_kindergarten_entry"].tolist() == [30.0] * 5
    assert found["start_senior"].tolist() == [0.0] * 5
    assert np.isnan(found["crowding_2020_variant"]).all()


def test_the_crowding_variant_is_told_by_its_place() -> None:
    world = world_of(county_of())
    world = replace(world, start=replace(world.start, crowding=("low", "high", "middle", "", "low")))
    found = stored_draws(world, DRAWS, REPLICATIONS)["crowding_2020_variant"]
    np.testing.assert_array_equal(found, [0.0, 2.0, 1.0, np.nan, 0.0])


SPANS = {"first": (2021, 2021), "early": (2022, 2025), "middle": (2026, 2030), "late": (2031, 2034)}


@pytest.mark.parametrize("span", SPANS)
def test_movement_is_a_mean_over_each_span_of_years(span: str) -> None:
    years = range(SPANS[span][0], SPANS[span][1] + 1)
    found, world = told(county_of()), world_of(county_of())
    names = [name for layout in world.layout.stages.values() for name in layout.units.grades]

    def carried(decision: str, law: Migration | Progression, year: int) -> Floats:
        shock = np.zeros(len(REPLICATIONS))
        for earlier in range(2021, year + 1):
            uniform = DRAWS.uniforms(decision, ["county"], REPLICATIONS, earlier)[:, 0, 0]
            fresh = law.common_sd * stdtrit(law.common_freedom, uniform)
            kept = 0.0 if earlier == 2021 else law.common_carry
            shock = kept * shock + np.sqrt(1.0 - kept**2) * fresh
        return shock

    def migration(year: int) -> Floats:
        return carried("migration/common", NATURE.migration, year)

    def progression(year: int) -> Floats:
        shocks = grade_shocks(NATURE.progression, names, DRAWS, REPLICATIONS, year)
        return carried("progression/common", NATURE.progression, year) + over(shocks, [1.0] * len(names))

    np.testing.assert_allclose(found[f"migration_{span}"], mean(migration, years), rtol=1e-12)
    np.testing.assert_allclose(found[f"progression_{span}"], mean(progression, years), rtol=1e-12)


def test_a_short_horizon_leaves_the_later_spans_empty() -> None:
    found = told(county_of(), make_plan(horizon=2025))
    for source in ("migration", "progression"):
        assert np.isfinite(found[f"{source}_early"]).all()
        assert np.isnan(found[f"{source}_middle"]).all()
        assert np.isnan(found[f"{source}_late"]).all()


def test_working_times_and_cancellations_are_those_of_the_phases_still_to_pass() -> None:
    county, planning, capital = county_of(), PLAN.limits.planning, PLAN.levers.capital
    works = draw_works(PROJECTS, NATURE, planning, capital, DRAWS, REPLICATIONS, AcademicCalendar(2020))
    passes = {
        "idea": ("review", "design", "first_works", "last_works"),
        "review": ("review", "design", "first_works", "last_works"),
        "funding": ("design", "first_works", "last_works"),
        "design": ("design", "first_works", "last_works"),
        "construction": ("first_works", "last_works"),
        "acceptance": (),
    }
    found = told(county)
    for source, names in (("projects_due", "abcf"), ("projects_to_come", "deg")):
        rooms = [float(PROJECTS[name].rooms_P) for name in names]
        for future in range(5):
            left, cancelled = 0.0, 0.0
            for name, weight in zip(names, rooms, strict=True):
                place = "abcdefg".index(name)
                stages = (*passes[PROJECTS[name].phase], "acceptance")
                left += weight * sum(getattr(works, each)[future, place] for each in stages) / DAYS_PER_MONTH
                cancelled += weight * (works.cancelled[future, place] and "review" in stages)
            assert found[f"{source}_works"][future] == pytest.approx(left / sum(rooms), rel=1e-12)
            assert found[f"{source}_cancelled"][future] == pytest.approx(cancelled / sum(rooms), rel=1e-12)
    planned = sum(planned_cost(project, planning, capital, 2020) for project in PROJECTS.values())
    np.testing.assert_allclose(found["costs_growth"], np.log(works.cost.sum(axis=1) / planned), rtol=1e-12)


def test_projects_that_cost_nothing_have_no_growth_of_costs() -> None:
    free = make_plan({"a": Project("extension", "p", 2022, "test", rooms_P=3, capital=0.0)}, horizon=HORIZON)
    assert np.isnan(told(county_of(), free)["costs_growth"]).all()


@pytest.mark.parametrize("rounds", [1, 3])
def test_shocks_on_staff_are_means_over_years_and_stages_by_staff(rounds: int) -> None:
    levers = replace(PLAN.levers, recruitment=replace(PLAN.levers.recruitment, rounds=rounds))
    county = county_of()
    found = told(county, replace(PLAN, levers=levers))
    staff = [{"primary": 30.0, "kindergarten": 7.0}.get(stage, 0.0) for stage in STAGES]

    def leaving(year: int) -> Floats:
        return over(leaving_shock(NATURE, DRAWS, REPLICATIONS, year), staff)

    def candidates(year: int) -> Floats:
        asked = [*(("recruitment/round", number) for number in range(rounds)), ("recruitment/contract", 0)]
        shocks = [
            candidates_shock(NATURE.recruitment, DRAWS, REPLICATIONS, decision, STAGES, year - 1, number)
            for decision, number in asked
        ]
        return sum((over(shock, staff) for shock in shocks), np.zeros(5)) / len(asked)

    for source, years in (("staff_to_date", range(2021, 2025)), ("staff_to_come", range(2025, 2035))):
        np.testing.assert_allclose(found[f"{source}_first"], leaving(years[0]), rtol=1e-12)
        np.testing.assert_allclose(found[f"{source}_leaving"], mean(leaving, years), rtol=1e-12)
        np.testing.assert_allclose(found[f"{source}_candidates"], mean(candidates, years), rtol=1e-9)


@pytest.mark.parametrize(("information_date", "born"), [("2023-12-30", 2022), ("2023-12-31", 2023)])
def test_births_are_told_up_to_the_last_who_reach_kindergarten(information_date: str, born: int) -> None:
    """The horizon of 2034 is reached by those born in 2031 and before; past the series its last year stays."""
    by_zone = [[100.0, 110.0, 90.0, 95.0, 99.0, 103.0], [50.0, 40.0, 45.0, 41.0, 44.0, 48.0]]
    county = county_of(information_date, by_zone)
    children, found = world_of(county).births.children, told(county)

    def log(year: int) -> Floats:
        expected = sum(row[min(year - 2018, 5)] for row in by_zone)
        return np.array([np.log(sum(future[:, year - 2018]) / expected) for future in children])

    def to_come(years: Sequence[int]) -> Floats:
        return mean(lambda year: log(year) - log(born), years)

    np.testing.assert_allclose(found["births_unpublished_mean"], mean(log, range(2022, born + 1)), atol=1e-12)
    np.testing.assert_allclose(found["births_to_come_first"], to_come(range(born + 1, born + 4)), atol=1e-12)
    np.testing.assert_allclose(found["births_to_come_rest"], to_come(range(born + 4, 2032)), atol=1e-12)


def test_without_unpublished_births_those_to_come_stand_for_themselves() -> None:
    county = county_of("2020-06-30")
    children, found = world_of(county).births.children, told(county)
    first = np.mean([np.log(children[:, :, year - 2005].sum(axis=1) / 180.0) for year in range(2022, 2025)], axis=0)
    assert np.isnan(found["births_unpublished_mean"]).all()
    np.testing.assert_allclose(found["births_to_come_first"], first, atol=1e-12)


def test_a_year_without_births_in_the_series_does_not_deviate() -> None:
    county = county_of("2023-12-31", [[100.0, 100.0, 100.0, 100.0, 0.0], [0.0] * 5])
    assert told(county)["births_to_come_first"].tolist() == [0.0] * 5


def test_every_feature_is_one_number_a_replication_and_nan_where_there_is_nothing() -> None:
    county = replace(county_of(), staff=None)
    found = told(county, make_plan(horizon=2022))
    assert list(found) == [feature.column for feature in FEATURES]
    for name, values in found.items():
        assert values.shape == (5,)
        if name.startswith(("staff", "projects", "costs")):
            assert np.isnan(values).all()
