"""Class rules against every class of a real district, and the same on an invented one that keeps known rules."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from class_counts import (
    Counts,
    Sizes,
    Trials,
    above,
    best_caps,
    by_cap,
    carried,
    formed,
    read_sections,
    rolled,
    school_caps,
    truly_above,
)
from classes import main, report
from click.testing import CliRunner

from real_data import real_data

_RULES, _COHORT = "class rules, two sizes a grade", "as many as the cohort had"
_PLANNING, _SPLIT = 20, 26


def test_the_rules_are_exact_oftener_than_the_cohorts_own_number() -> None:
    figures = report(real_data("ecasd_classes/sections.csv"), 2017, (2020, 2021), 35)
    exact = figures["exact"]
    assert exact[_RULES]["all"] >= 80.0
    assert exact[_RULES]["late"] >= 80.0
    assert exact["the same, sizes of earlier years only"]["all"] >= 80.0
    assert exact[_COHORT]["all"] == pytest.approx(80.0, abs=0.05)
    assert exact["pupils / 26, rounded up"]["all"] == pytest.approx(77.0, abs=0.05)
    assert figures["gain"][0] > 3.0


def test_entry_classes_of_a_district_whose_schools_have_sizes_of_their_own() -> None:
    figures = report(real_data("ecasd_classes/sections.csv"), 2017, (2020, 2021), 35)
    one, own, _ = figures["entry"].values()
    assert own["late"] > 80.0 > one["late"]


def _district(years: int = 12, schools: int = 6, first: int = 2001) -> str:
    """Classes of schools that keep the rules with 20 and 26 exactly, entry classes to 24."""
    rng = np.random.default_rng(8)
    rows = ["school,year,grade,section,size"]
    for school in range(schools):
        pupils, classes = [0] * 4, [0] * 4
        for year in range(first, first + years):
            changed = [max(n + int(change), 8) for n, change in zip(pupils, rng.integers(-9, 10, 4), strict=True)]
            pupils = [int(rng.integers(15, 110)), *changed[:-1]]
            classes = [-(-pupils[0] // 24), *(_kept(n, c) for n, c in zip(pupils[1:], classes[:-1], strict=True))]
            for grade, (n, c) in enumerate(zip(pupils, classes, strict=True)):
                rows += [f"S{school},{year},{grade},{k + 1},{n // c + (k < n % c)}" for k in range(c)]
    return "\n".join(rows) + "\n"


def _kept(pupils: int, classes: int) -> int:
    """The rules for a class that goes on, written out again."""
    planned = -(-pupils // _PLANNING)
    kept = min(classes, planned) if classes else planned
    return max(kept, -(-pupils // _SPLIT))


@pytest.fixture
def district(tmp_path: Path) -> Counts:
    return _read(tmp_path, _district())


def _read(folder: Path, text: str) -> Counts:
    path = folder / "sections.csv"
    path.write_text(text, encoding="utf-8")
    return read_sections(path)


def _true_sizes(counts: Counts) -> Sizes:
    planning = np.full(len(counts.grades), _PLANNING)
    planning[0] = 24
    return Sizes(planning, np.full(len(counts.grades), _SPLIT))


def _followed(counts: Counts) -> np.ndarray:
    """Cells after the first years, in which the invented schools were empty above the entry grade."""
    cells = counts.targets(60)
    cells[:, :4] = False
    return cells


def test_a_district_that_keeps_the_rules_is_told_exactly(district: Counts) -> None:
    cells = district.targets(60)
    assert (formed(district.pupils, district.before, _true_sizes(district)) == district.classes)[cells].all()
    assert not (district.before == district.classes)[cells].all()


def test_the_sizes_are_found_again(district: Counts) -> None:
    cells = _followed(district)
    trials = Trials.of(district, range(12, 34))
    for by_grade in (True, False):
        sizes = trials.best(cells, by_grade)
        assert (formed(district.pupils, district.before, sizes) == district.classes)[cells].mean() > 0.98


def test_a_cohort_is_carried_from_its_entry_classes(district: Counts) -> None:
    classes, followed = carried(district, _true_sizes(district), ())
    assert followed[:, 5:, 1:].all()
    assert (classes == district.classes)[followed].all()
    assert not carried(district, _true_sizes(district), (2006,))[1][:, 7, 2:].any()


def test_noise_after_a_year_changes_nothing_told_up_to_it(district: Counts) -> None:
    """Sizes come from years before; this year's pupils and last year's classes are given."""
    place = 8
    rng = np.random.default_rng(2)
    noisy = replace(district, pupils=district.pupils.copy(), classes=district.classes.copy())
    for numbers, most in ((noisy.pupils, 120), (noisy.classes, 6)):
        numbers[:, place + 1 :] = rng.integers(1, most, numbers[:, place + 1 :].shape)
    cells = district.targets(60)
    trials, trials_noisy = (Trials.of(counts, range(12, 34)) for counts in (district, noisy))
    told, _ = rolled(district, trials, cells)
    assert (told == rolled(noisy, trials_noisy, cells)[0])[:, : place + 1].all()
    early = cells & (district.years <= district.years[place])[None, :, None]
    for by_grade in (True, False):
        fixed, fixed_noisy = trials.best(early, by_grade), trials_noisy.best(early, by_grade)
        assert fixed.planning.tolist() == fixed_noisy.planning.tolist()
        assert fixed.split_above.tolist() == fixed_noisy.split_above.tolist()


def test_every_pair_of_the_sizes_is_tried(district: Counts) -> None:
    assert Trials.of(district, range(20, 22)).pairs == ((20, 20), (20, 21), (21, 21))


def test_caps_are_chosen_on_the_cells_given(district: Counts) -> None:
    cells = district.classes > 0
    cells[:, :, 1:] = False
    cap = best_caps(district, cells, by_grade=False)
    assert (by_cap(district, cap) == district.classes)[cells].all()
    assert by_cap(district, np.array(30))[0, 0, 0] == -(-district.pupils[0, 0, 0] // 30)


def test_each_school_has_its_own_cap(tmp_path: Path) -> None:
    """20 in A's classes and 30 in B's: 50 are three classes in A and two in B; C is told by the common cap."""
    rows = ["A,2001,0,1,16\nA,2001,0,2,17\nA,2001,0,3,17", "B,2001,0,1,25\nB,2001,0,2,25", "C,2002,0,1,9"]
    counts = _read(tmp_path, "school,year,grade,section,size\n" + "\n".join(rows) + "\n")
    cells = counts.classes > 0
    cells[2] = False
    caps = school_caps(counts, cells)
    assert by_cap(counts, caps)[:2, 0, 0].tolist() == [3, 2]
    assert caps[2, 0, 0] == best_caps(counts, cells, by_grade=False)[0]


def test_pupils_above_a_size_by_hand(tmp_path: Path) -> None:
    """A grade of 50 in 30 and 20: divided evenly nobody is above 25, truly 30 of 50 are."""
    counts = _read(tmp_path, "school,year,grade,section,size\nA,2001,0,1,30\nA,2001,0,2,20\nA,2001,1,1,27\n")
    cells = counts.classes > 0
    cells[:, :, 1] = False
    assert truly_above(counts, cells, 25) == pytest.approx(0.6)
    assert above(counts, counts.classes, cells, 25) == 0.0
    assert above(counts, counts.classes, cells, 24) == 1.0
    assert counts.largest[0, 0].tolist() == [30, 27]


def test_a_grade_with_a_class_too_large_is_not_scored(district: Counts) -> None:
    assert not district.targets(10)[district.largest > 10].any()
    assert not district.targets(60, (2005,))[:, 4].any()


@pytest.mark.parametrize(("first", "until"), [(2001, 2017), (2019, 2026)])
def test_the_command_prints_tables_of_any_district(tmp_path: Path, first: int, until: int) -> None:
    """A history that begins after the last year to choose on is parted in its middle."""
    path = tmp_path / "sections.csv"
    path.write_text(_district(first=first), encoding="utf-8")
    done = CliRunner().invoke(main, [str(path), "--largest", "60"])
    assert done.exit_code == 0, done.output
    assert f"up to {until}" in done.output
    assert CliRunner().invoke(main, [str(path), "--json"]).output.startswith("{")


def test_a_single_year_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sections.csv"
    path.write_text(_district(years=1), encoding="utf-8")
    with pytest.raises(ValueError, match="two years running"):
        report(path, 2017, (), 60)
