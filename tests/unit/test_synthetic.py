"""The worked county's register: reproducible, with the sums and shares it was drawn from."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from seatsim.domain.scenario import CrowdingVariant
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, LETTER, STAGES, Stage, grade_names
from seatsim.indicators.variation import variation
from seatsim.inputs.synthetic.apportion import apportion, apportion_at_least_one, round_to_sum, solve
from seatsim.inputs.synthetic.births import LAST_KNOWN, cohort_weights
from seatsim.inputs.synthetic.sizes import LARGE, Crowding, class_sizes, crowded_pupils, large_cells, thin_pupils
from seatsim.inputs.synthetic.tables import tables
from seatsim.inputs.synthetic.targets import GRADES, INDICATORS, VARIANTS, Targets, read_targets
from seatsim.inputs.synthetic.zones import PROFILES, pupil_shares, registered_shares

Ints = npt.NDArray[np.int64]
Rows = list[dict[str, str]]

SEEDS = Path(__file__).parents[2] / "seeds"
STANDARD: Mapping[Stage, int] = {"primary": 45, "junior": 50}


@pytest.fixture(scope="module")
def targets() -> Targets:
    return read_targets(SEEDS)


@pytest.fixture(scope="module")
def made(targets: Targets) -> Mapping[str, str]:
    return tables(targets)


@pytest.fixture(scope="module")
def schools(made: Mapping[str, str]) -> Rows:
    return rows(made["schools.csv"])


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def grid(schools: Rows, what: str, stage: Stage) -> Ints:
    """Values of a stage, shape (schools, grades)."""
    names = grade_names(stage, GRADES[stage])
    return np.array([[int(row[f"{what}_{name}"]) for name in names] for row in schools])


def crowded(made: Mapping[str, str], schools: Rows, stage: Stage, variant: CrowdingVariant) -> Ints:
    """Pupils of a stage in one variant, shape (schools, grades)."""
    place = {row["school_id"]: i for i, row in enumerate(schools)}
    found = np.zeros((len(schools), GRADES[stage]), dtype=np.int64)
    for row in rows(made["crowding.csv"]):
        if row["variant"] == variant and row["grade"][0] == LETTER[stage]:
            found[place[row["school_id"]], int(row["grade"][1:]) - 1] = int(row["pupils"])
    return found


@pytest.mark.parametrize("name", ["zones.csv", "schools.csv", "crowding.csv", "resources.csv", "births.csv"])
def test_shipped_tables_are_what_the_program_makes(made: Mapping[str, str], name: str) -> None:
    assert (SEEDS / name).read_bytes() == made[name].encode()


def test_counts_by_kind_are_the_report_s(schools: Rows) -> None:
    kinds = Counter(row["kind"] for row in schools)
    assert kinds == {
        "kindergarten": 55,
        "primary": 22,
        "junior": 12,
        "nine-year": 9,
        "senior": 4,
        "college": 1,
        "vocational": 1,
        "special": 1,
    }
    assert len({row["school_id"] for row in schools}) == 105


def test_grade_sums_are_the_reconciled_ones(schools: Rows, targets: Targets) -> None:
    for stage in STAGES:
        assert tuple(grid(schools, "pupils", stage).sum(axis=0)) == targets.of_stage(stage)
    assert sum(int(grid(schools, "pupils", stage).sum()) for stage in STAGES) == 73_110


@pytest.mark.parametrize("stage", COMPULSORY)
def test_variants_keep_grade_sums_and_classes(
    made: Mapping[str, str], schools: Rows, targets: Targets, stage: Stage
) -> None:
    classes = grid(schools, "classes", stage)
    for variant in VARIANTS:
        pupils = crowded(made, schools, stage, variant)
        assert tuple(pupils.sum(axis=0)) == targets.of_stage(stage)
        assert ((pupils > 0) == (classes > 0)).all()
    assert (crowded(made, schools, stage, "middle") == grid(schools, "pupils", stage)).all()


@pytest.mark.parametrize("stage", COMPULSORY)
@pytest.mark.parametrize("variant", VARIANTS)
def test_shares_of_crowded_classes(
    made: Mapping[str, str], schools: Rows, targets: Targets, stage: Stage, variant: CrowdingVariant
) -> None:
    sizes = class_sizes(crowded(made, schools, stage, variant), grid(schools, "classes", stage))
    assert (sizes > STANDARD[stage]).mean() == pytest.approx(targets.share_above[variant], abs=0.01)
    assert 0 < (sizes >= 56).mean() <= 0.01
    assert sizes.max() < 66


@pytest.mark.parametrize("stage", CLASS_STAGES)
def test_mean_class_sizes(schools: Rows, targets: Targets, stage: Stage) -> None:
    mean = grid(schools, "pupils", stage).sum() / grid(schools, "classes", stage).sum()
    assert mean == pytest.approx(targets.class_size[stage], abs=0.2)


def test_kindergarten_classes_have_one_mean_size_in_every_grade(schools: Rows, targets: Targets) -> None:
    means = grid(schools, "pupils", "kindergarten").sum(axis=0) / grid(schools, "classes", "kindergarten").sum(axis=0)
    assert means == pytest.approx(targets.class_size["kindergarten"], abs=0.2)


@pytest.mark.parametrize("variant", VARIANTS)
def test_large_classes_are_spread_over_grades_and_crowded_schools(
    made: Mapping[str, str], schools: Rows, targets: Targets, variant: CrowdingVariant
) -> None:
    kinds = {profile.id: profile.kind for profile in PROFILES}
    for stage in COMPULSORY:
        large = large_classes(crowded(made, schools, stage, variant), grid(schools, "classes", stage))
        assert large.sum() == round(targets.share_56[stage] * grid(schools, "classes", stage).sum())
        # As many grades and schools as there are large classes, up to all grades; the entry grade is one of them.
        assert (large.sum(axis=0) > 0).sum() == (large.sum(axis=1) > 0).sum() == min(large.sum(), GRADES[stage])
        assert large[:, 0].any()
        zones = {row["zone"] for row, n in zip(schools, large.sum(axis=1), strict=True) if n}
        assert {kinds[zone] for zone in zones} <= {"old-town", "new-urban"}
    senior = large_classes(grid(schools, "pupils", "senior"), grid(schools, "classes", "senior"))
    assert sorted(senior.sum(axis=0)) == [2, 2, 3]
    assert (senior.sum(axis=1) > 0).sum() >= 2


def test_senior_large_classes(schools: Rows, targets: Targets) -> None:
    sizes = class_sizes(grid(schools, "pupils", "senior"), grid(schools, "classes", "senior"))
    assert (sizes >= 56).mean() == pytest.approx(targets.share_56["senior"], abs=0.005)


@pytest.mark.parametrize("stage", CLASS_STAGES)
def test_rooms_hold_the_classes(schools: Rows, stage: Stage) -> None:
    classes = grid(schools, "classes", stage).sum(axis=1)
    rooms = np.array([int(row[f"rooms_{LETTER[stage]}"]) for row in schools])
    assert (rooms >= classes).all()
    assert ((rooms > 0) == (classes > 0)).all()
    kinds = {profile.id: profile.kind for profile in PROFILES}
    old = np.array([kinds[row["zone"]] == "old-town" for row in schools])
    town = np.array([kinds[row["zone"]] == "town" for row in schools])
    if stage in COMPULSORY:
        assert (rooms - classes)[old].max() <= 1
        assert 0.05 <= (rooms - classes)[town].sum() / classes[town].sum() <= 0.15


@pytest.mark.parametrize("stage", COMPULSORY)
def test_old_town_is_crowded_and_towns_are_thin(
    made: Mapping[str, str], schools: Rows, targets: Targets, stage: Stage
) -> None:
    kinds = {profile.id: profile.kind for profile in PROFILES}
    classes = grid(schools, "classes", stage)
    for variant in VARIANTS:
        pupils = crowded(made, schools, stage, variant)
        means = {}
        for kind in ("old-town", "new-urban", "town"):
            here = np.array([kinds[row["zone"]] == kind for row in schools])
            means[kind] = pupils[here].sum() / classes[here].sum()
        assert means["old-town"] > STANDARD[stage] > means["town"]
        assert means["old-town"] > means["new-urban"] > means["town"]


def test_every_zone_has_kindergartens_and_a_primary_unit(schools: Rows) -> None:
    for stage in ("kindergarten", "primary"):
        pupils = grid(schools, "pupils", stage).sum(axis=1)
        assert {row["zone"] for row, n in zip(schools, pupils, strict=True) if n} == {p.id for p in PROFILES}


def test_oversized_schools_are_few(schools: Rows) -> None:
    primary = grid(schools, "pupils", "primary").sum(axis=1)
    assert 1 <= (primary > 2000).sum() <= 2
    kindergarten = grid(schools, "pupils", "kindergarten").sum(axis=1)
    assert (kindergarten > 360).sum() <= 6


def large_classes(pupils: Ints, classes: Ints) -> Ints:
    """Classes of 56 and more by cell, same shape."""
    small, more = np.divmod(pupils, np.maximum(classes, 1))
    return np.where(small >= LARGE, classes, np.where(small == LARGE - 1, more, 0))


def test_affordable_kindergarten_children(schools: Rows, targets: Targets) -> None:
    children = grid(schools, "pupils", "kindergarten").sum(axis=1)
    private = np.array([row["ownership"] == "private" for row in schools])
    assert 1 - children[private].sum() / children.sum() == pytest.approx(targets.affordable, abs=0.005)


def test_plans(schools: Rows, targets: Targets) -> None:
    plans = {kind: sum(int(row["plan"]) for row in schools if row["kind"] == kind) for kind in ("senior", "vocational")}
    assert plans["senior"] == targets.pupils["S1"]
    for row in schools:
        if row["kind"] == "senior":
            mean = targets.pupils["S1"] / grid(schools, "classes", "senior")[:, 0].sum()
            assert int(row["plan"]) == pytest.approx(mean * int(row["classes_S1"]), abs=1)
    assert plans["vocational"] == pytest.approx(1.25 * targets.pupils["V1"], abs=1)
    for row in schools:
        assert (int(row["plan"]) > 0) == (row["kind"] in ("senior", "vocational") or row["ownership"] != "public"), row[
            "school_id"
        ]


def test_named_schools_are_kept_and_the_rest_is_marked(schools: Rows) -> None:
    named = {row["school_id"] for row in schools if not row["source"].startswith("synthetic:")}
    assert named == {
        "jingjiang-senior",
        "liuguojun-senior",
        "xieqiao-senior",
        "huaide-college",
        "jingjiang-vocational",
        "jingjiang-special",
    }
    i = next(i for i, row in enumerate(schools) if row["school_id"] == "liuguojun-senior")
    assert grid(schools, "pupils", "senior")[i].sum() == 1727
    assert grid(schools, "classes", "senior")[i].sum() == 36
    # Under construction in 2020, hence projects of the scenarios and no rows here.
    assert not {"城北幼儿园", "渡江实验小学"} & {row["name_zh"] for row in schools}


def test_integrated_groups_are_one_legal_school(schools: Rows) -> None:
    ids = {row["school_id"] for row in schools}
    assert {row["legal_school"] for row in schools} <= ids
    for row in schools:
        if row["group_kind"] != "一体型":
            assert row["legal_school"] == row["school_id"]
    for group in {row["group"] for row in schools if row["group_kind"] == "一体型"}:
        assert len({row["legal_school"] for row in schools if row["group"] == group}) == 1
    assert {row["group_kind"] for row in schools} == {"", "一体型", "联盟型", "辐射型"}


@pytest.mark.parametrize("stage", COMPULSORY)
def test_mean_of_the_seven_coefficients_is_the_report_s(
    made: Mapping[str, str], schools: Rows, targets: Targets, stage: Stage
) -> None:
    pupils = {row["school_id"]: n for row, n in zip(schools, grid(schools, "pupils", stage).sum(axis=1), strict=True)}
    raw: dict[str, dict[str, float]] = {indicator: {} for indicator in INDICATORS}
    for row in rows(made["resources.csv"]):
        if row["stage"] == stage:
            raw[row["indicator"]][row["school_id"]] = float(row["value"])
    ids = [school for school, n in pupils.items() if n]
    assert all(sorted(amounts) == sorted(ids) for amounts in raw.values())
    count = np.array([pupils[school] for school in ids])
    found = np.mean([variation(np.array([amounts[school] for school in ids]), count) for amounts in raw.values()])
    assert found == pytest.approx(targets.variation[stage], abs=0.01)
    arts = sum(raw["pe_arts_teachers"].values()) / count.sum() * 100
    assert arts == pytest.approx(targets.subject_teachers[stage], abs=0.03)


def test_zones_are_symmetric_and_connected(made: Mapping[str, str]) -> None:
    zones = rows(made["zones.csv"])
    minutes = {
        (row["zone"], there): int(time)
        for row in zones
        for there, time in zip(row["neighbours"].split(";"), row["minutes"].split(";"), strict=True)
    }
    assert len(zones) == 14
    assert all(minutes[there, here] == time for (here, there), time in minutes.items())
    reached = {"old-town"}
    for _ in zones:
        reached |= {there for here, there in minutes if here in reached}
    assert reached == {row["zone"] for row in zones}


def test_registered_age_groups_come_out(made: Mapping[str, str], targets: Targets) -> None:
    births = county_births(made, "reference")
    stages: tuple[Stage, ...] = ("kindergarten", "primary", "junior")
    assert set(targets.registered) == set(stages)
    for stage in stages:
        total = sum(weight * births[year] for year, weight in cohort_weights(stage).items())
        assert total == pytest.approx(targets.registered[stage], abs=0.5)


def test_births_follow_the_region_and_then_the_continuation(made: Mapping[str, str], targets: Targets) -> None:
    by_variant = {variant: county_births(made, variant) for variant in ("reference", "low", "high")}
    reference, low, high = by_variant["reference"], by_variant["low"], by_variant["high"]
    assert list(reference) == list(range(2005, 2033))
    for year in range(2018, 2022):
        shape = targets.region_births[year] / targets.region_births[year - 1]
        assert reference[year] / reference[year - 1] == pytest.approx(shape, rel=1e-3)
    for year in reference:
        if year <= LAST_KNOWN:
            assert low[year] == reference[year] == high[year]
        else:
            assert low[year] < reference[year] < high[year]
    assert reference[2025] / reference[2021] == pytest.approx(792 / 1062, rel=1e-3)
    assert reference[2032] / reference[2031] == pytest.approx(0.99, abs=2e-3)
    assert low[2032] / low[2031] == pytest.approx(0.97, abs=2e-3)
    assert high[2022] / reference[2022] == pytest.approx(1.1, rel=1e-3)
    assert high[2032] == pytest.approx(high[2025])
    for row in rows(made["births.csv"]):
        assert row["source"].startswith("continuation:") == (int(row["year"]) > LAST_KNOWN)


def test_zone_births_and_migrants_make_2020_s_primary_pupils(
    made: Mapping[str, str], schools: Rows, targets: Targets
) -> None:
    pupils = grid(schools, "pupils", "primary").sum(axis=1)
    by_zone = Counter({p.id: 0 for p in PROFILES})
    for row, n in zip(schools, pupils, strict=True):
        by_zone[row["zone"]] += int(n)
    births = np.array(
        [
            float(row["births"])
            for row in rows(made["births.csv"])
            if row["year"] == "2012" and row["variant"] == "reference"
        ]
    )
    share = pupil_shares(births / births.sum(), targets.ratios.primary_entry, targets)
    assert share == pytest.approx(np.array(list(by_zone.values())) / pupils.sum(), abs=1e-4)


def county_births(made: Mapping[str, str], variant: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in rows(made["births.csv"]):
        if row["variant"] == variant:
            found[int(row["year"])] = found.get(int(row["year"]), 0.0) + float(row["births"])
    return found


def test_registered_shares_invert_pupil_shares(targets: Targets) -> None:
    registered = np.linspace(1, 2, len(PROFILES))
    registered /= registered.sum()
    pupils = pupil_shares(registered, 1.3, targets)
    assert pupils.sum() == pytest.approx(1)
    assert registered_shares(5000 * pupils, 1.3, targets) == pytest.approx(registered)


def test_apportion() -> None:
    assert list(apportion(np.array([1.0, 1.0, 1.0]), 4)) == [2, 1, 1]
    assert list(round_to_sum(np.array([0.4, 1.7, 2.9]), 5)) == [0, 2, 3]
    assert list(apportion_at_least_one(np.array([100.0, 1.0, 1.0]), 10)) == [8, 1, 1]
    assert list(apportion_at_least_one(np.ones(3), 3)) == [1, 1, 1]
    with pytest.raises(ValueError, match="cannot give one"):
        apportion_at_least_one(np.ones(3), 2)


def test_solve() -> None:
    assert solve(lambda x: x**3, 8.0, 0.0, 10.0) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="not between"):
        solve(lambda x: x, 11.0, 0.0, 10.0)


def test_crowded_pupils_by_hand() -> None:
    # Ten classes: 4 above 45 of which 1 at 56; the most crowded cell of two takes 55 + 56, the next is above too.
    classes = np.array([[2], [2], [6]])
    score = np.array([[3.0], [2.0], [-1.0]])
    pupils = crowded_pupils((430,), classes, score, Crowding(45, 28.0, 0.4, 0.1))
    assert pupils[0, 0] == 111
    assert 92 <= pupils[1, 0] <= 110
    assert pupils.sum() == 430
    sizes = class_sizes(pupils, classes)
    assert (sizes > 45).sum() == 4
    assert (sizes >= 56).sum() == 1


def test_large_cells_by_hand() -> None:
    # Three large classes over two grades of ten and nine: two and one. The second school is too big a cell.
    classes = np.array([[3, 3], [5, 4], [2, 2]])
    score = np.array([[2.0, 3.0], [9.0, 9.0], [1.0, 0.0]])
    found = large_cells(classes, score, 3, np.array([4, 3]))
    # The first grade goes to the more crowded school, the second to one that has none yet.
    assert found.tolist() == [[2, 0], [0, 0], [0, 1]]
    with pytest.raises(ValueError, match="no cell of grade 1"):
        large_cells(classes, score, 3, np.array([1, 3]))


def test_a_marginal_cell_is_above_in_part() -> None:
    pupils = crowded_pupils((430,), np.array([[5], [5]]), np.array([[1.0], [0.0]]), Crowding(45, 28.0, 0.3, 0.0))
    assert list(pupils[:, 0]) == [228, 202]


def test_thin_pupils_stay_between_two_sizes() -> None:
    classes, score = np.array([3, 1, 4]), np.array([-2.0, 0.0, 2.0])
    pupils = thin_pupils(280, classes, score, 28.0, 45.0)
    assert pupils.sum() == 280
    assert list(np.argsort(pupils / classes)) == [0, 1, 2]
    assert ((pupils >= 28 * classes) & (pupils <= 45 * classes)).all()
    with pytest.raises(ValueError, match="not between"):
        thin_pupils(400, classes, score, 28.0, 45.0)
