"""The invented country of the benchmark: its totals, its skew, and that every county of it can be run."""

from __future__ import annotations

import hashlib
from pathlib import Path

import country_targets as targets
import numpy as np
import polars as pl
import pytest
from country import country, write_folders, write_register
from country_counties import KINDS, LARGEST, SMALLEST, counties
from country_schools import MOST
from country_tables import Country

from seatsim.api import load, plan_of
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.county import read_county
from seatsim.inputs.load_counties import load_counties
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

COUNTIES, SCHOOLS = 12, 2_105
SCENARIO = Path(__file__).parents[2] / "scenarios" / "planned-recruitment.toml"


@pytest.fixture(scope="module")
def made() -> Country:
    return country(COUNTIES, SCHOOLS, seed=1)


@pytest.fixture(scope="module")
def register(made: Country, tmp_path_factory: pytest.TempPathFactory) -> Path:
    write_register(made, out := tmp_path_factory.mktemp("country") / "register")
    return out


@pytest.fixture(scope="module")
def folders(made: Country, tmp_path_factory: pytest.TempPathFactory) -> Path:
    write_folders(made, out := tmp_path_factory.mktemp("country") / "folders")
    return out


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.*")):
        found.update(str(path.relative_to(folder)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


@pytest.mark.parametrize("stage", STAGES)
def test_stages_have_their_share_of_the_nation(made: Country, stage: Stage) -> None:
    """Whole pupils are drawn school by school, so a stage is within some thousandths of its total."""
    held = int(made.schools.pupils[stage].sum())
    assert held == pytest.approx(targets.pupils(SCHOOLS)[stage], rel=0.02)


def test_schools_of_every_kind(made: Country) -> None:
    counts = made.counties.of_kind
    assert counts.sum() == SCHOOLS
    wanted = {name: kind.schools for name, kind in targets.KINDS.items()}
    for place, name in enumerate(KINDS):
        share = SCHOOLS * wanted[name] / sum(wanted.values())
        assert counts[:, place].sum() == pytest.approx(share, rel=0.03, abs=2), name
    assert (counts[:, [KINDS.index(name) for name in ("kindergarten", "primary", "junior", "senior")]] > 0).all()


def test_counties_and_schools_are_skewed(made: Country) -> None:
    sizes = made.counties.schools
    assert sizes.min() >= SMALLEST
    assert sizes.max() <= LARGEST
    assert sizes.mean() > 1.25 * np.median(sizes)
    primary = made.schools.pupils["primary"].sum(axis=1)[made.schools.kind == KINDS.index("primary")]
    low, middle, high = np.percentile(primary, (10, 50, 90))
    assert high > 2.5 * middle > 10 * low
    assert np.median(made.schools.sizes[made.schools.point]) == pytest.approx(30, abs=15)
    assert primary.max() <= 1.1 * MOST["primary"]


def test_large_countries_reach_both_ends() -> None:
    """All of China in counties alone: a few of 1,500 schools, a fifth of 60 and fewer."""
    sizes = counties(Draws(1), targets.COUNTIES, targets.SCHOOLS).schools
    assert sizes.sum() == targets.SCHOOLS
    assert 2 <= (sizes >= 1_300).sum() <= 12
    assert (sizes <= 60).mean() == pytest.approx(0.2, abs=0.03)


def test_same_numbers_same_bytes(register: Path, tmp_path: Path) -> None:
    for name, seed in (("again", 1), ("other", 2)):
        write_register(country(COUNTIES, SCHOOLS, seed), tmp_path / name)
    assert digest(tmp_path / "again") == digest(register)
    assert digest(tmp_path / "other") != digest(register)


def test_folders_hold_the_rows_of_the_register(register: Path, folders: Path) -> None:
    for path in sorted(register.glob("*.csv")):
        if path.name == "flows.csv":
            assert path.read_bytes() == (folders / path.name).read_bytes()
            continue
        whole = pl.read_csv(path, infer_schema=False)
        parts = [
            pl.read_csv(folders / county / path.name, infer_schema=False).select(
                pl.lit(county).alias("county"), pl.all()
            )
            for county in sorted(set(whole["county"]))
        ]
        assert pl.concat(parts).equals(whole), path.name


def test_every_county_loads(made: Country, folders: Path) -> None:
    """Its files without a fault, with schools of every owner, money, staff; births are those of the first grades."""
    for place, name in enumerate(made.counties.ids):
        county = read_county(folders / name)
        assert len(county.register.school_id) == made.counties.schools[place]
        assert county.money is not None
        assert county.staff is not None
        assert county.feeders
        births = county.births["reference"]
        born = {year: births.births[:, year - births.first_year].sum() for year in (2013, 2014)}
        entrants = county.ratios.primary_entry * (born[2013] / 3 + 2 * born[2014] / 3)
        assert entrants == pytest.approx(county.register.pupils["primary"][:, 0].sum(), rel=0.01)


@pytest.mark.parametrize("form", ["register", "folders"])
def test_the_whole_country_loads(made: Country, form: str, request: pytest.FixtureRequest) -> None:
    """As one set, with flows between its counties that cross no more of a grade than there is."""
    folder = request.getfixturevalue(form)
    found = load_counties(SCENARIO, [f'county="{folder}"'])
    assert [one.county.id for one in found.members] == list(made.counties.ids)
    assert sum(len(one.county.register.school_id) for one in found.members) == SCHOOLS
    assert all(one.county.outside for one in found.members)
    ends = {frozenset((flow.origin, flow.destination)) for flow in found.flows}
    assert len(found.flows) == 2 * len(ends) > COUNTIES


def test_feeders_fill_the_junior_schools(made: Country, folders: Path) -> None:
    """Entrants fed to a public junior school are those it has, where leavers and entrants are scaled to each other."""
    fed, wanted = [], []
    for name in made.counties.ids:
        county = read_county(folders / name)
        rows = {school: row for row, school in enumerate(county.register.school_id)}
        primary, junior = county.register.pupils["primary"][:, -1], county.register.pupils["junior"][:, 0]
        nine_year = np.array([kind == "nine-year" for kind in county.register.kind])
        public = np.array([owner == "public" for owner in county.register.ownership])
        reached = np.zeros(len(rows))
        for (one, other), share in county.feeders.items():
            reached[rows[other]] += share * primary[rows[one]]
        places = np.where(public, np.maximum(junior - np.where(nine_year, primary, 0), 0), 0)
        fed.extend((reached / reached.sum())[places > 0])
        wanted.extend((places / places.sum())[places > 0])
    assert np.corrcoef(fed, wanted)[0, 1] > 0.97


@pytest.mark.parametrize("place", [0, COUNTIES - 1])
def test_a_county_runs(made: Country, folders: Path, place: int) -> None:
    """Four years with everything on: no stage runs empty, few have no place."""
    loaded = load(SCENARIO, [f'county="{folders / made.counties.ids[place]}"', "horizon=2024", "replications=2"])
    outcome = simulate(loaded.county, plan_of(loaded.scenario), loaded.scenario.uncertainty, Draws(1), np.arange(2))
    assert outcome.staff is not None
    assert outcome.spending is not None
    for stage in ("primary", "junior"):
        pupils = outcome.stages[stage].pupils.sum(axis=(2, 3))
        assert pupils.shape == (5, 2)
        assert (pupils[-1] > 0.8 * pupils[0]).all()
        assert (outcome.stages[stage].waiting.sum(axis=(2, 3))[-1] < 0.03 * pupils[-1]).all()


@pytest.mark.parametrize(("count", "schools"), [(0, 100), (10, 100), (1, 1_501)])
def test_sizes_that_no_country_has(count: int, schools: int) -> None:
    with pytest.raises(ValueError, match="schools must be 12 to 1,500 a county"):
        country(count, schools, seed=1)
