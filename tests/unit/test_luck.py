"""What chance does to a year's demand, by hand from the uniforms at their addresses."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtri, stdtrit

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County, Zone
from seatsim.domain.scenario import Uncertainty
from seatsim.domain.text import Text
from seatsim.model.academic_year import make_world
from seatsim.model.luck import Luck, draw_luck, entry_law, zone_pupils
from seatsim.model.streams import Draws

FUTURES = np.arange(2000)
DRAWS = Draws(11)
ZONES = tuple(Zone(name, Text(name, name), "town", (), ()) for name in ("large", "small"))


@pytest.fixture(scope="module")
def county() -> County:
    schools = [
        School("big", "primary", "large", rooms={"primary": 60}, pupils={"primary": [300] * 6}),
        School("little", "primary", "small", rooms={"primary": 6}, pupils={"primary": [20] * 6}),
    ]
    return make_county(schools, {"large": 300.0, "small": 20.0}, ZONES)


def nature() -> Uncertainty:
    on = make_uncertainty(on=True)
    return replace(
        on,
        migration=replace(on.migration, common_sd=0.02, common_carry=0.7, common_freedom=12.0, zone_carry=0.5),
        progression=replace(
            on.progression, common_sd=0.01, common_carry=0.4, zone_sd=0.005, zone_variance=0.3, zone_carry=0.9
        ),
    )


def years(county: County, of: Uncertainty, count: int) -> list[Luck]:
    layout = make_world(county, make_plan(), of, DRAWS, FUTURES).layout
    told: list[Luck] = []
    for year in range(2021, 2021 + count):
        told.append(draw_luck(county, layout, of, DRAWS, FUTURES, year, told[-1] if told else None))
    return told


def uniform(decision: str, entity: str, year: int) -> npt.NDArray[np.float64]:
    return DRAWS.uniforms(decision, [entity], FUTURES, year)[:, 0, 0]


def test_a_common_shock_carries_a_part_of_the_year_before_on(county: County) -> None:
    first, second, third = years(county, nature(), 3)
    fresh = {year: 0.02 * stdtrit(12.0, uniform("migration/common", "county", year)) for year in (2021, 2022, 2023)}
    np.testing.assert_allclose(first.common, fresh[2021], rtol=1e-12)
    np.testing.assert_allclose(second.common, 0.7 * first.common + np.sqrt(0.51) * fresh[2022], rtol=1e-12)
    np.testing.assert_allclose(third.common, 0.7 * second.common + np.sqrt(0.51) * fresh[2023], rtol=1e-12)


def test_a_small_zone_errs_more_and_as_much_in_every_year(county: County) -> None:
    told = years(county, nature(), 6)
    assert zone_pupils(county).tolist() == [1800.0, 120.0]
    for place, (zone, pupils) in enumerate((("large", 1800), ("small", 120))):
        spread = np.sqrt(0.005**2 + 0.3 / pupils)
        np.testing.assert_allclose(
            told[0].moved_zone[:, place], spread * ndtri(uniform("progression/zone", zone, 2021)), rtol=1e-12
        )
        for year in told:
            # The standard error of a standard deviation of 2,000 normals is 1.6 %.
            assert year.moved_zone[:, place].std() == pytest.approx(spread, rel=0.07)


def test_a_carried_shock_is_correlated_as_it_is_carried(county: County) -> None:
    told = years(county, nature(), 2)
    moved, entered = [each.moved_zone[:, 0] for each in told], [each.zone["primary"][:, 0] for each in told]
    for carry, (one, other) in ((0.9, moved), (0.5, entered)):
        found = float(np.corrcoef(one, other)[0, 1])
        assert abs(found - carry) < 4 * (1 - carry**2) / np.sqrt(len(FUTURES))


def test_what_is_off_is_in_the_middle(county: County) -> None:
    on = nature()
    off = replace(on, migration=replace(on.migration, on=False), progression=replace(on.progression, on=False))
    for luck in years(county, off, 2):
        assert not luck.common.any()
        assert not luck.moved_common.any()
        assert not luck.moved_zone.any()
        assert not any(shock.any() for shock in (*luck.zone.values(), *luck.grade.values()))
        assert all((middle == 0.5).all() for middle in (*luck.entry.values(), *luck.net.values()))


def test_a_student_is_cut_where_a_normal_would_end(county: County) -> None:
    wild = replace(nature(), migration=replace(nature().migration, common_freedom=1.0, common_carry=0.0))
    (year,) = years(county, wild, 1)
    assert np.abs(year.common).max() == pytest.approx(8.3 * 0.02)


def test_leavers_who_change_school_err_by_the_transfer_scale() -> None:
    of = nature()
    of = replace(of, progression=replace(of.progression, cell_sd=0.01, cell_variance=0.2, transfer_scale=3.0))
    junior, primary = entry_law("junior", of), entry_law("primary", of)
    assert (junior.variance, junior.per_pupil, float(junior.grade_scale[0])) == (0.01**2, 0.2, 3.0)
    assert (primary.variance, primary.per_pupil) == (of.migration.cell_sd**2, of.migration.cell_variance)
    assert primary.grade_scale.tolist() == [1.0]
