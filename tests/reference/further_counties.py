"""Counties from number 300 on: generated ones changed so that something happens that their throws never make.

Every ten numbers have the same features in turn; ``feature_of`` says which. All keep the rules for scenarios; that a
grade with pupils has no class is refused in a file, and yet the year step knows what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dice import Dice
from further_plans import (
    line_to_a_stage_that_is_built,
    mergers_into_a_school_that_is_given_up,
    projects_of_the_baseline_year,
    public_rows,
    standard_above_the_cap,
)
from further_zones import many_zones
from generated_changes import stages_of
from generated_counties import Case, case

from seatsim.domain.limits import SchoolSizes
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, Stage

FIRST = 300
"""The first number."""
FURTHER = range(FIRST, FIRST + 30)
"""All numbers."""
_KINDS: tuple[str, ...] = ("一体型", "联盟型", "辐射型")
_ALL_OF_THREE: tuple[tuple[float, ...], ...] = ((1 / 3, 1 / 3, 1 / 3), (0.2, 0.3, 0.5), (0.1, 0.2, 0.7))
"""Shares whose sums are exactly 1 as doubles, in this order."""


@dataclass(frozen=True)
class Feature:
    """Something that generated counties never have."""

    name: str
    """What it is."""
    fits: Callable[[Case], bool]
    """Whether a generated county can be given it."""
    change: Callable[[Dice, Case, int], Case]
    """Give it; the third argument counts the counties that get it, from 0."""


def further(number: int) -> Case:
    """The county that a number from ``FIRST`` on stands for."""
    return replace(_made(number), number=number, seed=1000 + number)


def feature_of(number: int) -> str:
    """Name of the feature that a number's county is made for."""
    return FEATURES[(number - FIRST) % len(FEATURES)].name


@cache
def _made(number: int) -> Case:
    which, place = divmod(number - FIRST, len(FEATURES))
    base = next(of for start in range(90 * which + 8 * place, FIRST) if FEATURES[place].fits(of := case(start)))
    return FEATURES[place].change(Dice(number), base, which)


def _with_only(of: Case, row: int, *stages: Stage) -> bool:
    """Whether a school has units of these stages and of no others, whatever is built."""
    register = of.county.register
    built = [project.school for project in of.plan.projects.values()]
    return register.school_id[row] not in built and set(stages_of(register, row)) == set(stages)


def _rows(of: Case, *stages: Stage) -> list[int]:
    return [row for row in public_rows(of) if _with_only(of, row, *stages)]


def _feeders_of_nobody(dice: Dice, of: Case, which: int) -> Case:
    """Pairs of which the one or the other school has no such unit, beside pairs that hold."""
    register = of.county.register
    primary, junior = _rows(of, "primary")[0], _rows(of, "junior")[0]
    other = next(row for row in public_rows(of) if _lacks(of, row))
    names = {row: register.school_id[row] for row in (primary, junior, other)}
    feeders = {
        (names[primary], names[other]): 0.4,
        (names[primary], names[junior]): dice.pick((0.6, 0.25)),
        (names[other], names[junior]): 0.9,
    }
    return replace(of, county=replace(of.county, feeders=feeders))


def _lacks(of: Case, row: int) -> bool:
    """Whether a school has pupils, but neither of primary nor of junior."""
    kind = of.county.register.kind[row]
    return kind in ("kindergarten", "senior") and _with_only(of, row, "kindergarten" if kind != "senior" else "senior")


def _has_three_sorts(of: Case) -> bool:
    primary, other = _rows(of, "primary"), [row for row in public_rows(of) if _lacks(of, row)]
    leavers = bool(primary) and bool(of.county.register.pupils["primary"][primary[0], -1])
    return leavers and bool(other) and bool(_rows(of, "junior"))


def _group_of_mixed_kinds(dice: Dice, of: Case, which: int) -> Case:
    """The register names one group with another kind for each of its schools."""
    register = of.county.register
    rows = _members(of)
    group, kinds = list(register.group), list(register.group_kind)
    for place, row in enumerate(rows):
        group[row], kinds[row] = "mixed", _KINDS[(place + which) % 3]
    register = replace(register, group=tuple(group), group_kind=tuple(kinds))
    groups = replace(of.plan.levers.groups, evens_out=0.5, formed={} if which != 1 else of.plan.levers.groups.formed)
    exchange = replace(of.plan.levers.exchange, teachers=0.4, backbone=0.3)
    levers = replace(of.plan.levers, groups=groups, exchange=exchange)
    return replace(of, county=replace(of.county, register=register), plan=replace(of.plan, levers=levers))


def _members(of: Case) -> list[int]:
    return [row for row in public_rows(of) if "primary" in stages_of(of.county.register, row)]


def _grades_without_a_class(dice: Dice, of: Case, which: int) -> Case:
    """The register has pupils and no class in a third of the grades."""
    register = of.county.register
    classes = {stage: cells.copy() for stage, cells in register.classes.items()}
    for cells in classes.values():
        cells[dice.rng.random(cells.shape) < 0.35] = 0
    return replace(of, county=replace(of.county, register=replace(register, classes=classes)))


def _all_fed_to_three(dice: Dice, of: Case, which: int) -> Case:
    """Every primary school without a junior stage feeds all its leavers to three junior schools."""
    register = of.county.register
    targets = [register.school_id[row] for row in _juniors(of)]
    feeders = {}
    for row in _primaries(of):
        for target, share in zip(dice.some(targets, least=3, most=3), _ALL_OF_THREE[which], strict=True):
            feeders[register.school_id[row], target] = share
    return replace(of, county=replace(of.county, feeders=feeders))


def _juniors(of: Case) -> list[int]:
    return [row for row in public_rows(of) if "junior" in stages_of(of.county.register, row)]


def _primaries(of: Case) -> list[int]:
    register = of.county.register
    return [
        row
        for row, kind in enumerate(register.kind)
        if kind == "primary" and register.pupils["primary"][row, -1] and "junior" not in stages_of(register, row)
    ]


def _two_families_at_the_limit(dice: Dice, of: Case, which: int) -> Case:
    """A primary school with a kindergarten and a senior one with a junior stage, no smaller than their limits."""
    county = of.county
    primary, senior = _rows(of, "primary")[0], _rows(of, "senior")[0]
    sizes = dict.fromkeys((primary, senior), 0)
    pupils = {stage: cells.copy() for stage, cells in county.register.pupils.items()}
    classes = {stage: cells.copy() for stage, cells in county.register.classes.items()}
    rooms = {stage: cells.copy() for stage, cells in county.register.rooms.items()}
    beside: Mapping[int, Stage] = {primary: "kindergarten", senior: "junior"}
    for row, stage in beside.items():
        pupils[stage][row] = [dice.whole(30, 60) for _ in range(county.grades[stage])]
        classes[stage][row] = 2
        rooms[stage][row] = 2 * county.grades[stage] + dice.whole(0, 3)
        sizes[row] = sum(int(pupils[each][row].sum()) for each in CLASS_STAGES) * (10, 6, 9)[which] // 10
    plan_of = county.register.plan.copy()
    plan_of[senior] = 80
    register = replace(county.register, pupils=pupils, classes=classes, rooms=rooms, plan=plan_of)
    had = of.plan.limits.schools
    limits = SchoolSizes(had.kindergarten, sizes[primary], had.junior, had.nine_year, sizes[senior])
    plan = replace(of.plan, limits=replace(of.plan.limits, schools=limits))
    return replace(of, county=replace(county, register=register), plan=plan)


def _has_large(of: Case) -> bool:
    def first(rows: Sequence[int], stage: Stage) -> int:
        return int(of.county.register.pupils[stage][rows[0]].sum()) if rows else 0

    closing = [merger.school for merger in of.plan.levers.small_schools.mergers.values()]
    primary = _rows(of, "primary")
    stays = bool(primary) and of.county.register.school_id[primary[0]] not in closing
    return stays and first(primary, "primary") > 100 and first(_rows(of, "senior"), "senior") > 100


def _any_pupils(of: Case) -> bool:
    """Pupils and classes enough in every stage with an age group."""
    return all(int(of.county.register.classes[stage].sum()) > 8 for stage in AGED_STAGES)


FEATURES: tuple[Feature, ...] = (
    Feature("feeder pair of a school without such a unit", _has_three_sorts, _feeders_of_nobody),
    Feature("more than seven zones", lambda of: len(_members(of)) > 1, many_zones),
    Feature(
        "project of the baseline year",
        lambda of: len(of.plan.projects) > 2,
        projects_of_the_baseline_year,
    ),
    Feature(
        "register group of mixed kinds",
        lambda of: of.county.staff is not None and len(_members(of)) > 3,
        _group_of_mixed_kinds,
    ),
    Feature("standard class above the cap", _any_pupils, standard_above_the_cap),
    Feature(
        "boundary into a stage that a project builds",
        lambda of: bool(_rows(of, "primary")) and bool(_juniors(of)),
        line_to_a_stage_that_is_built,
    ),
    Feature("grade with pupils and no class", _any_pupils, _grades_without_a_class),
    Feature(
        "all leavers fed to three schools",
        lambda of: len(_juniors(of)) > 2 and bool(_primaries(of)),
        _all_fed_to_three,
    ),
    Feature("two families at the size limit", _has_large, _two_families_at_the_limit),
    Feature(
        "merger into a school that is given up",
        lambda of: len(_rows(of, "primary")) > 2,
        mergers_into_a_school_that_is_given_up,
    ),
)
"""By the last digit of the number."""
