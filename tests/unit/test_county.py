"""County folders: what is read, and what is completed by rule."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.domain.faults import InvalidInput
from seatsim.inputs.classes import complete_classes
from seatsim.inputs.county import draft_county, read_county

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
SEEDS = Path(__file__).parents[2] / "seeds"
BIRTHS = "".join(
    f"{zone},{year},{births},reference,{'continuation: level' if year > 2021 else 'register'}\n"
    for zone, births in (("town", 90), ("village", 30.5))
    for year in range(2013, 2026)
)


@pytest.fixture
def little(tmp_path: Path) -> Path:
    shutil.copytree(LITTLE, tmp_path / "little")
    return tmp_path / "little"


def assumed(folder: Path, words: str) -> bool:
    return any(words in note for note in read_county(folder).assumed)


def test_the_register_comes_as_written(little: Path) -> None:
    county = read_county(little)
    register = county.register
    assert register.school_id == ("town-kindergarten", "town-primary", "village-nine-year", "town-senior")
    assert register.legal_school == register.school_id
    assert register.pupils["primary"].tolist() == [[0] * 6, [90] * 6, [30] * 6, [0] * 6]
    assert register.pupils["special"].shape == (4, 1)
    assert register.rooms["junior"].tolist() == [0, 0, 4, 0]
    assert register.plan.tolist() == [0, 0, 0, 100]
    assert not register.synthetic
    assert county.reconciled is None
    assert county.crowding == {}
    assert (county.id, county.name.zh, county.information_date) == ("little", "小县", "2021-05-31")
    assert county.zones[0].neighbours == ("village",)
    assert county.zones[0].minutes == (20.0,)


def test_absent_classes_share_the_rooms_of_a_nine_year_school(little: Path) -> None:
    register = read_county(little).register
    # Ten rooms, nine grades: six of 30, then 70, 60, 40. At 60 a class the 70 need two, ten in all; at 59 eleven.
    assert register.classes["primary"][2].tolist() == [1] * 6
    assert register.classes["junior"][2].tolist() == [2, 1, 1]
    assert register.classes["senior"][3].tolist() == [2, 2, 2]
    assert register.classes["primary"][1].tolist() == [2] * 6
    assert assumed(little, "classes of 12 grades")


def test_births_are_completed_so_that_entry_stays_level(little: Path) -> None:
    """90 a kindergarten grade and 120 a primary one: three of four children go, and both entries stay level."""
    county = read_county(little)
    series = county.births["low"]
    assert county.ratios.kindergarten_entry == pytest.approx(0.75)
    assert series.births.sum(axis=0) == pytest.approx(np.full(series.births.shape[1], 120.0))
    # Zones share them by their pupils: 270 / 0.75 + 540 in the town, 180 in the village.
    assert series.births[:, 0] == pytest.approx([120 * 900 / 1080, 120 * 180 / 1080])
    assert series.last_known == 2017
    assert assumed(little, "births: no births.csv")
    assert assumed(little, "kindergarten entry: 75% of an age group")
    assert not assumed(little, "F5.preschool")


def test_births_follow_the_cohorts_of_the_register(little: Path) -> None:
    """A large third kindergarten grade is next year's large primary entry."""
    path = little / "schools.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",90,90,90,,,", ",80,90,100,,,", 1), encoding="utf-8")
    county = read_county(little)
    births, first = county.births["reference"].births.sum(axis=0), county.births["reference"].first_year
    born = {year: births[year - first] for year in (2010, 2015, 2016, 2017, 2030)}
    share = county.ratios.kindergarten_entry
    assert born == pytest.approx({2010: 120, 2015: 100 / share, 2016: 90 / share, 2017: 80 / share, 2030: 80 / share})


def test_births_are_read_and_stay_level_after_the_last_year(little: Path) -> None:
    (little / "births.csv").write_text(f"zone,year,births,variant,source\n{BIRTHS}", encoding="utf-8")
    births = read_county(little).births
    series = births["reference"]
    assert (series.first_year, series.last_known) == (2013, 2021)
    assert series.births.shape == (2, 2070 - 2013 + 1)
    assert series.births[1, -1] == 30.5
    assert births["low"] is births["high"] or np.array_equal(births["low"].births, series.births)
    assert assumed(little, "variants low, high")


def test_ratios_come_from_the_figures_and_never_multiply() -> None:
    ratios = read_county(SEEDS).ratios
    assert ratios.kindergarten_entry == pytest.approx(1.0792)
    assert ratios.primary_entry == pytest.approx(1.1553)
    assert ratios.junior_entry == pytest.approx(1.2874 / 1.1553)
    assert ratios.going_on == pytest.approx(0.9921)


def test_ratios_are_one_without_figures(little: Path) -> None:
    assert read_county(little).ratios.junior_entry == 1.0
    assert assumed(little, "F5.junior: not in figures.csv")


def test_the_digest_follows_what_is_read_and_nothing_else(little: Path) -> None:
    before = read_county(little).digest
    (little / "README.md").write_text("notes", encoding="utf-8")
    assert read_county(little).digest == before
    zones = little / "zones.csv"
    zones.write_text(zones.read_text(encoding="utf-8").replace("乡村", "村"), encoding="utf-8")
    assert read_county(little).digest != before


def test_births_that_name_no_variant_were_counted(little: Path) -> None:
    at = little / "births.csv"
    at.write_text(f"zone,year,births,variant,source\n{BIRTHS}", encoding="utf-8")
    named = read_county(little).births["reference"]
    rows = [row.split(",") for row in BIRTHS.strip().splitlines()]
    at.write_text(
        "\n".join(["zone,year,births,source", *(",".join([*row[:3], row[4]]) for row in rows)]), encoding="utf-8"
    )
    assert (read_county(little).births["reference"].births == named.births).all()
    blank = [",".join([*row[:3], "", row[4]]) for row in rows]
    at.write_text("\n".join(["zone,year,births,variant,source", *blank]), encoding="utf-8")
    assert (read_county(little).births["reference"].births == named.births).all()


def test_a_synthetic_register_has_crowding_variants(little: Path) -> None:
    schools = little / "schools.csv"
    text = schools.read_text(encoding="utf-8")
    schools.write_text(text.replace("register of 2020", "synthetic: drawn"), encoding="utf-8")
    county = read_county(little)
    assert np.array_equal(county.crowding["low"]["primary"], county.register.pupils["primary"])
    rows = "low,town-primary,P1,100,x\nlow,village-nine-year,P1,20,x\n"
    (little / "crowding.csv").write_text(f"variant,school_id,grade,pupils,source\n{rows}", encoding="utf-8")
    county = read_county(little)
    assert county.crowding["low"]["primary"][:, 0].tolist() == [0, 100, 20, 0]
    assert county.crowding["middle"]["primary"][:, 0].tolist() == [0, 90, 30, 0]
    (little / "crowding.csv").write_text(
        f"variant,school_id,grade,pupils,source\n{rows.replace('100', '101')}", encoding="utf-8"
    )
    with pytest.raises(InvalidInput, match="must sum to the register's 120 pupils of P1"):
        read_county(little)


def test_the_worked_county_keeps_the_report() -> None:
    county = read_county(SEEDS)
    assert sum(int(pupils.sum()) for pupils in county.register.pupils.values()) == 73_110
    assert len(county.register.school_id) == 105
    assert county.reconciled is not None
    assert county.crowding.keys() == {"low", "middle", "high"}
    assert county.births["reference"].last_known == 2021


@given(st.data())
def test_completed_classes_use_the_smallest_common_cap(data: st.DataObject) -> None:
    pupils = data.draw(st.lists(st.integers(0, 120), min_size=3, max_size=9))
    rooms = data.draw(st.integers(sum(n > 0 for n in pupils), 40))
    grid = np.array([pupils], np.int64)
    found = complete_classes(grid, np.zeros_like(grid), np.zeros(grid.shape, bool), np.array([rooms], np.int64))
    fits = [cap for cap in range(1, 121) if sum(-(-n // cap) for n in pupils) <= rooms]
    assert found[0].tolist() == [-(-n // fits[0]) for n in pupils]


def test_five_four_systems_have_their_own_columns(little: Path) -> None:
    toml = little / "county.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        text.replace("[limits.hard_caps]", "[grades]\nprimary = 5\njunior = 4\n[limits.hard_caps]"), encoding="utf-8"
    )
    said = [str(fault) for fault in draft_county(little).faults]
    assert any(": pupils_J4: missing column" in fault for fault in said)
    assert any(": pupils_P6: unknown column" in fault for fault in said)


def test_schools_whose_classes_follow_a_rule_are_named(little: Path) -> None:
    assert read_county(little).register.completed == ("village-nine-year", "town-senior")
