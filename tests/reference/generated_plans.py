"""Plans of generated counties: levers, limits, and timed builds of every kind that keep the program's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dice import Dice
from generated_changes import generated_boundaries, generated_groups, generated_mergers
from generated_projects import generated_projects
from generated_staff import with_staff_levers

from counties import LEVERS, LIMITS, make_plan
from seatsim.domain.county import County
from seatsim.domain.layout_levers import GroupsLever, LayoutLever, SmallSchoolsLever
from seatsim.domain.limits import Limits, SchoolSizes, StageSizes, StandardClass
from seatsim.domain.scenario import AdmissionLever, CapitalLever, ConstructionLever, Plan, VerificationLever
from seatsim.domain.stages import Stage

BASELINE = 2020
"""Academic year of every generated register."""


def generated_plan(dice: Dice, county: County) -> Plan:
    """A plan to a horizon four to six years after the baseline."""
    horizon = BASELINE + dice.whole(4, 6)
    mergers = generated_mergers(dice, county, horizon) if dice.chance(0.5) else {}
    groups = generated_groups(dice, county, horizon) if dice.chance(0.6) else {}
    boundaries = generated_boundaries(dice, county, horizon) if dice.chance(0.5) else {}
    levers = replace(
        with_staff_levers(dice, LEVERS),
        construction=ConstructionLever(
            dice.whole(1, 2), dice.pick((1, 2, 5)), dice.pick((0.0, 30.0)), dice.whole(0, 2)
        ),
        capital=_capital(dice, LEVERS.capital),
        admission=_admission(dice),
        verification=VerificationLever(dice.chance(0.5), dice.whole(0, 2), dice.pick((5, 20, 50, 500))),
        layout=LayoutLever(dice.chance(0.4), boundaries),
        groups=GroupsLever(dice.pick((0.0, 0.1, 0.5, 1.0)), groups),
        small_schools=SmallSchoolsLever(mergers),
    )
    projects = generated_projects(dice, county, horizon, frozenset(m.school for m in mergers.values()))
    return replace(
        make_plan(projects, horizon=horizon),
        levers=levers,
        limits=_limits(dice, county.grades),
    )


def _capital(dice: Dice, capital: CapitalLever) -> CapitalLever:
    return replace(capital, budget=dice.pick((1e9, 1e9, 4000.0)))


def _admission(dice: Dice) -> AdmissionLever:
    return AdmissionLever(
        gate=dice.pick(("open", "strict")),
        last_resort=dice.pick(("wait", "over-cap")),
        split_above=dice.pick(("never", 40, 45, 55)),
        divide_anew=dice.chance(0.2),
        borrow_special_rooms=dice.chance(0.6),
        reach_minutes=dice.pick((30.0, 30.0, 15.0, 5.0)),
    )


def _limits(dice: Dice, grades: Mapping[Stage, int]) -> Limits:
    """Class sizes as shipped or smaller, and size limits of campuses that the larger schools reach."""
    youngest = (25, 30, 35) if grades["kindergarten"] == 3 else (20, 25, 30, 35)
    standard = StandardClass(youngest, dice.pick((40, 45)), dice.pick((45, 50)), 50)
    planning = StageSizes(dice.pick((25, 30)), dice.pick((40, 45)), dice.pick((45, 50)), dice.pick((45, 50)))
    caps = StageSizes(
        dice.pick((30, 35, 40)), dice.pick((45, 50, 55, 65)), dice.pick((50, 55, 65)), dice.pick((50, 55))
    )
    sizes = LIMITS.schools
    if dice.chance(0.5):
        sizes = SchoolSizes(dice.whole(60, 300), dice.whole(100, 700), dice.whole(100, 500), dice.whole(200, 900), 400)
    return replace(LIMITS, standard=standard, planning=planning, hard_caps=caps, schools=sizes)
