"""Relief is slow for the right reason: the same 54 rooms, and how they fill decides when crowding ends.

By hand. Three schools have 392 pupils in 7 classes of 56 in each of six grades. A new school of 54 rooms takes
one third of each grade it is given: 392 pupils in 9 classes of at most 44, and 261 or 262 stay behind, in 6 or 7
classes of at most 44. So a relieved grade is at once below 45, and a grade that was not relieved stays at 56
until it leaves: with all grades split nobody is left in the opening year; with P1-P4 split, P5 and P6 remain and
the younger of them leaves two years later; with entry alone P2 remains and leaves five years later.
"""

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.project import Fills, Project
from seatsim.domain.stages import Stage
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

OPENS = 2021
GRADES = tuple(f"P{g}" for g in range(1, 7))


def _largest_classes(fills: Fills, grades: tuple[str, ...], divide_anew: bool = False) -> dict[int, int]:
    """Largest class of the county by year."""
    crowded: dict[Stage, list[int]] = {"primary": [392] * 6}
    schools = [
        School(f"s{i}", "primary", rooms={"primary": 42}, pupils=crowded, classes={"primary": [7] * 6})
        for i in range(3)
    ]
    new = Project(
        kind="new-school",
        school="new",
        opens=OPENS,
        source="test",
        zone="z0",
        rooms_P=54,
        phase="acceptance",
        progress=0.9,
        fills=fills,
        grades=grades,
        takes_from={"z0": 1 / 3},
    )
    county = make_county(schools, births={"z0": 3 * 392})
    plan = make_plan({"new": new}, hard_cap=65, split_above="never", divide_anew=divide_anew)
    primary = simulate(county, plan, make_uncertainty(), Draws(1), np.arange(2)).stages["primary"]
    largest = -(-primary.pupils // np.maximum(primary.classes, 1))
    return dict(zip(range(2020, 2031), largest.max(axis=(1, 2, 3)).tolist(), strict=True))


def _first_year_without(largest: dict[int, int], above: int) -> int:
    return max(year for year, size in largest.items() if size > above) + 1


@pytest.mark.parametrize(
    ("fills", "grades", "years_after_opening"), [("split", GRADES, 0), ("split", GRADES[:4], 2), ("entry", (), 5)]
)
def test_the_last_class_above_45_ends_with_the_last_cohort_that_was_not_relieved(
    fills: Fills, grades: tuple[str, ...], years_after_opening: int
) -> None:
    assert _first_year_without(_largest_classes(fills, grades), 45) == OPENS + years_after_opening


def test_dividing_every_grade_anew_each_year_would_hide_two_of_the_five_years() -> None:
    anew = _largest_classes("entry", (), divide_anew=True)
    lives = _largest_classes("entry", ())
    assert _first_year_without(anew, 45) == OPENS + 3
    assert _first_year_without(lives, 45) == OPENS + 5


def test_nothing_is_relieved_before_the_school_opens() -> None:
    assert _largest_classes("entry", ())[2020] == 56
