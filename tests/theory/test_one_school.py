"""One school, one class a grade: everything that becomes of it reckoned by hand, and of its teachers by the law."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from known import tell

from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import BirthSeries, County
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan
from seatsim.domain.staff import AGES, FIRST_AGE, IN_POST, MEN, PLAIN, SENIOR, WOMEN, StaffBaseline
from seatsim.domain.stages import STAGES
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from staffed import recruiting, staff_of, with_staff

PRIMARY = STAGES.index("primary")
CERTAIN = make_uncertainty(on=False, spring_share=0.3)


def asking(children: Sequence[int], school: School) -> County:
    """A county of one primary school in which so many children are six in September 2021, 2022, ...

    They are a third of the births of the year before last and two thirds of last year's: births are solved for them.
    """
    years = np.zeros(2030 - 2005 + 1)
    for place, count in enumerate(children):
        late = 2021 + place - 6 - 2005
        years[late] = (3.0 * count - years[late - 1]) / 2.0
    county = make_county([school], {"z0": 0.0})
    series = BirthSeries(2005, years[None, :], 2021)
    return replace(county, births=dict.fromkeys(county.births, series))


def primary(pupils: Sequence[int], classes: Sequence[int], rooms: int) -> School:
    return School("p", "primary", "z0", {"primary": rooms}, {"primary": pupils}, {"primary": classes})


def told(outcome: Outcome) -> list[tuple[list[int], ...]]:
    """Pupils, classes and who awaits a place by grade, year after year."""
    here = outcome.stages["primary"]
    years = range(len(outcome.years))
    return [
        (here.pupils[y, 0, 0].tolist(), here.classes[y, 0, 0].tolist(), here.waiting[y, 0, 0].tolist()) for y in years
    ]


def kinds(years: Sequence[tuple[list[int], ...]]) -> np.ndarray:
    """The same, shape (pupils classes and waiting, years, grades)."""
    return np.array(years).swapaxes(0, 1)


def test_nine_years_of_a_school_of_eight_rooms() -> None:
    """Classes are planned to 45, split above 55, admitted to 60; no other school, no special room.

    ==== ======= ============================================================================================
    year asking  by hand
    ==== ======= ============================================================================================
    2020         P1 to P6 40, 40, 40, 46, 44, 40 in 1, 1, 1, 2, 2, 1 classes
    2021   100   44 in P6 fit one class: merged. Six go on, two rooms: two classes of 50 where 45 would want three
    2022    70   46 in P6 do not fit one: 2. Seven go on, one room: 60 enter, 10 await a place (nobody else has one)
    2023    30   six go on, two rooms: one class of 30, and a room left. P2's 60 are above 55: split in 30 and 30. The
                 10 asked before the split, found 60 of 60, and wait
    2024    58   1 March: P2 has seats to 90: the 10 come, 70. September: seven go on, one class of 58
    2025    90   seven go on: 60 enter, 30 wait. P2's 58 are above 55: no room
    2026    40   seven go on, one class of 40. P2's 60: no room; 30 wait
    2027    40   six go on; one class of 40, a room left. P3's 60 before P4's 58: split; the 30 asked before
    2028    40   1 March: the 30 come. September: P4 90 in 2. Six go on, one class; a room left: P5's 58 in 29 and 29
    2029     0   seven go on, nobody enters, a room stands empty. P6's 58 stay in 2: one would pass 45
    ==== ======= ============================================================================================
    """
    school = primary([40, 40, 40, 46, 44, 40], [1, 1, 1, 2, 2, 1], 8)
    plan = make_plan(horizon=2029, hard_cap=60, split_above=55)
    outcome = simulate(asking([100, 70, 30, 58, 90, 40, 40, 40, 0], school), plan, CERTAIN, Draws(1), np.arange(1))
    nobody = [0] * 6
    by_hand = [
        ([40, 40, 40, 46, 44, 40], [1, 1, 1, 2, 2, 1], nobody),
        ([100, 40, 40, 40, 46, 44], [2, 1, 1, 1, 2, 1], nobody),
        ([60, 100, 40, 40, 40, 46], [1, 2, 1, 1, 1, 2], [10, 0, 0, 0, 0, 0]),
        ([30, 60, 100, 40, 40, 40], [1, 2, 2, 1, 1, 1], [0, 10, 0, 0, 0, 0]),
        ([58, 30, 70, 100, 40, 40], [1, 1, 2, 2, 1, 1], nobody),
        ([60, 58, 30, 70, 100, 40], [1, 1, 1, 2, 2, 1], [30, 0, 0, 0, 0, 0]),
        ([40, 60, 58, 30, 70, 100], [1, 1, 1, 1, 2, 2], [0, 30, 0, 0, 0, 0]),
        ([40, 40, 60, 58, 30, 70], [1, 1, 2, 1, 1, 2], [0, 0, 30, 0, 0, 0]),
        ([40, 40, 40, 90, 58, 30], [1, 1, 1, 2, 2, 1], nobody),
        ([0, 40, 40, 40, 90, 58], [0, 1, 1, 1, 2, 2], nobody),
    ]
    assert told(outcome) == by_hand
    here = outcome.stages["primary"]
    assert here.sent_elsewhere[:, 0, 0].tolist() == [0, 0, 10, 0, 0, 30, 0, 0, 0, 0]
    assert here.entry_rooms[1:, 0, 0].tolist() == [2, 1, 2, 1, 1, 1, 2, 2, 1]
    assert here.entry_places[1:, 0, 0].tolist() == [60 * rooms for rooms in (2, 1, 2, 1, 1, 1, 2, 2, 1)]
    known, found = kinds(by_hand), kinds(told(outcome))
    tell(
        "one school by hand: numbers of pupils, classes and who waits that agree",
        [numbers.size for numbers in known],
        (known == found).sum(axis=(1, 2)).tolist(),
    )


def test_a_class_of_56_is_split_in_the_year_after_and_one_of_55_is_not() -> None:
    """Seven rooms, one class a grade of 40: in September 2022 the entrants of 2021 are P2, and a room is left."""
    split = {}
    for size in (55, 56):
        # Two rooms for 100 would make two classes; seven rooms less the five that go on and an empty grade: one.
        school = primary([40, 40, 40, 40, 90, 40], [1, 1, 1, 1, 2, 1], 7)
        plan = make_plan(horizon=2022, hard_cap=60, split_above=55)
        outcome = simulate(asking([size, 40], school), plan, CERTAIN, Draws(1), np.arange(1))
        years = told(outcome)
        assert years[1] == ([size, 40, 40, 40, 40, 90], [1, 1, 1, 1, 1, 2], [0] * 6)
        split[size] = years[2][1]
    assert split == {55: [1, 1, 1, 1, 1, 1], 56: [1, 2, 1, 1, 1, 1]}
    tell("classes of P2 a year after 55 and 56 entered one", [1, 2], [split[55][1], split[56][1]])


def test_who_waits_gets_a_class_of_his_own_where_no_class_is_to_be_split() -> None:
    """The hard cap is 55, so that a full class is not above it: 60 ask for one room, five wait; next year two of 30."""
    school = primary([40, 40, 40, 40, 90, 40], [1, 1, 1, 1, 2, 1], 7)
    outcome = simulate(asking([60, 0], school), make_plan(horizon=2022), CERTAIN, Draws(1), np.arange(1))
    years = told(outcome)
    assert years[1] == ([55, 40, 40, 40, 40, 90], [1, 1, 1, 1, 1, 2], [5, 0, 0, 0, 0, 0])
    assert years[2] == ([0, 60, 40, 40, 40, 40], [0, 2, 1, 1, 1, 1], [0] * 6)
    tell("a class for five who wait: P2's pupils and classes", (60, 2), (years[2][0][1], years[2][1][1]))


def test_classes_without_a_room_are_merged_from_the_thinnest_grade_on_then_all_is_divided_anew() -> None:
    """P2 to P6 come with 48, 54, 100, 40, 40 in 2, 2, 2, 1, 1 classes; 40 ask for P1, which is left one room. Cap 55.

    ===== ===== ==============================================================================================
    rooms short by hand
    ===== ===== ==============================================================================================
    9     0     all go on
    8     1     P2 is thinnest with 24 a class: one of 48
    7     2     then P3: one of 54
    6     3     P4's 100 fit no class of 55: anew in five rooms, one class a grade whatever its size
    ===== ===== ==============================================================================================
    """
    by_hand = {9: [1, 2, 2, 2, 1, 1], 8: [1, 1, 2, 2, 1, 1], 7: [1, 1, 1, 2, 1, 1], 6: [1, 1, 1, 1, 1, 1]}
    found = {}
    for rooms in by_hand:
        school = primary([48, 54, 100, 40, 40, 40], [2, 2, 2, 1, 1, 1], rooms)
        outcome = simulate(asking([40], school), make_plan(horizon=2021), CERTAIN, Draws(1), np.arange(1))
        pupils, found[rooms], waiting = told(outcome)[1]
        assert (pupils, waiting) == ([40, 48, 54, 100, 40, 40], [0] * 6)
    tell("classes by hand in 9, 8, 7 and 6 rooms", list(by_hand.values()), list(found.values()))
    assert found == by_hand


def teachers(groups: Sequence[tuple[int, int, int, int]]) -> StaffBaseline:
    """Staff in the school's posts: sex, title, age on 1 September 2020, heads."""
    people = staff_of({})
    stock = np.zeros_like(people.stock)
    for sex, title, age, heads in groups:
        stock[PRIMARY, IN_POST, sex, title, age - FIRST_AGE] = heads
    assert stock.shape[-1] == AGES
    return replace(people, stock=stock, approved=stock[:, IN_POST].sum(axis=(1, 2, 3)))


def staying(plan: Plan, uptake: float) -> Plan:
    """Nobody is hired and nobody gets a title."""
    plan = recruiting(plan, rounds=0)
    posts = replace(plan.levers.posts, senior_title_share=0.0)
    retirement = replace(plan.levers.retirement, senior_women_uptake=uptake)
    return replace(plan, levers=replace(plan.levers, posts=posts, retirement=retirement))


def test_the_teachers_of_a_school_retire_by_the_table_of_the_law() -> None:
    """Twelve of an age are one of each birth month, September to August; counted on the opening day after they go.

    The law: a month later for every four months of birth after December 1964 for men (60) and for women with a senior
    title who stay (60), after December 1969 for other women (55); three years at the most.

    ================== ================ ======================================================================
    on 1 September 2020 born            by hand
    ================== ================ ======================================================================
    12 women of 52     9/1967 to 8/1968 before 1970: 55 in 9/2022 to 8/2023: 12 on opening day 2023
    12 men of 56       9/1963 to 8/1964 before 1965: 60 in 9/2023 to 8/2024: 12 in 2024
    12 men of 54       9/1965 to 8/1966 3 months (to 12/1965), 4 (to 4/1966), 5: 12/2025 to 8/2026 eight, 10/2026 to
                                        1/2027 four: 8 in 2026, 4 in 2027
    12 women of 48     9/1971 to 8/1972 6 months (to 12/1971), 7 (to 4/1972), 8: 3, 4, 5, 6, 8/2027; 9, 10, 11/2027 and
                                        1, 2, 3, 4/2028: 5 in 2027, 7 in 2028
    40 women with a    9/1966 to 8/1967 seven tenths at 55: 28 in 2022. Of the 12 who stay, one of each month, 6 months
    senior title, 53                    later (to 12/1966), 7 (to 4/1967), 8: as the women above: 5 in 2027, 7 in 2028
    ================== ================ ======================================================================
    """
    people = teachers(
        [
            (WOMEN, PLAIN, 52, 12),
            (MEN, PLAIN, 56, 12),
            (MEN, PLAIN, 54, 12),
            (WOMEN, PLAIN, 48, 12),
            (WOMEN, SENIOR, 53, 40),
        ]
    )
    nature = replace(CERTAIN, leaving=replace(CERTAIN.leaving, under_30=0.0, from_30=0.0, from_50=0.0))
    school = primary([40] * 6, [1] * 6, 6)
    county = with_staff(asking([40] * 10, school), people)
    outcome = simulate(county, staying(make_plan(horizon=2030), 0.3), nature, Draws(1), np.arange(1))
    assert outcome.staff is not None
    by_hand = [0, 0, 28, 12, 12, 0, 8, 4 + 5 + 5, 7 + 7, 0, 0]
    found = outcome.staff.retirements[:, 0, PRIMARY].tolist()
    tell("retirements by hand, 2020 to 2030", by_hand, found)
    assert found == by_hand
    left = 88 - np.cumsum(by_hand)
    assert outcome.staff.filled[:, 0, PRIMARY].tolist() == left.tolist()
    assert left[-1] == 0
