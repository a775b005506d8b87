"""Changes without a build in generated counties: mergers, boundaries, education groups."""

from __future__ import annotations

from collections.abc import Mapping

from dice import Dice

from seatsim.domain.county import County, Register
from seatsim.domain.layout_levers import Boundary, Group, GroupKind, Merger
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, STAGES, Stage, grade_names

_KINDS: tuple[GroupKind, ...] = ("一体型", "联盟型", "辐射型")


def stages_of(register: Register, row: int) -> list[Stage]:
    """Stages of which a school has rooms or pupils."""
    return [
        stage
        for stage in STAGES
        if register.pupils[stage][row].sum() > 0 or (stage in CLASS_STAGES and register.rooms[stage][row] > 0)
    ]


def generated_mergers(dice: Dice, county: County, horizon: int) -> Mapping[str, Merger]:
    """Up to two public schools without a senior stage that close, into schools that have all their stages."""
    register = county.register
    rows = dice.some(range(len(register.school_id)))
    mergers: dict[str, Merger] = {}
    takers: set[str] = set()
    for row in rows:
        school = register.school_id[row]
        had = [stage for stage in STAGES if register.pupils[stage][row].sum() > 0]
        fits = [
            other
            for place, other in enumerate(register.school_id)
            if place != row
            and register.ownership[place] == "public"
            and all(register.rooms[stage][place] > 0 for stage in had if stage in CLASS_STAGES)
            and other not in [merger.school for merger in mergers.values()]
        ]
        if not had or not set(had) <= set(AGED_STAGES) or register.ownership[row] != "public" or school in takers:
            continue
        if fits:
            into = dice.pick(fits)
            takers.add(into)
            mergers[f"merger-{row}"] = Merger(school, into, dice.whole(county.baseline_year + 1, horizon), "test")
        if len(mergers) == 2:
            break
    return mergers


def generated_boundaries(dice: Dice, county: County, horizon: int) -> Mapping[str, Boundary]:
    """One or two changes of catchments, with or without grades that move."""
    register = county.register
    having = {
        school: [stage for stage in stages_of(register, row) if stage in AGED_STAGES]
        for row, school in enumerate(register.school_id)
    }
    receivers = [school for school, stages in having.items() if stages]
    boundaries = {}
    for number in range(dice.whole(1, 2) if receivers else 0):
        school = dice.pick(receivers)
        givers = [other for other in receivers if other != school and set(having[other]) & set(having[school])]
        sources = dice.some([zone.id for zone in county.zones] + givers, least=1, most=3)
        above = [name for stage in having[school] for name in grade_names(stage, county.grades[stage])[1:]]
        boundaries[f"line-{number}"] = Boundary(
            school,
            dice.whole(county.baseline_year + 1, horizon),
            {source: dice.share() for source in sources},
            "test",
            tuple(dice.some(above)) if dice.chance(0.6) else (),
        )
    return boundaries


def generated_groups(dice: Dice, county: County, horizon: int) -> Mapping[str, Group]:
    """Groups that form, or change, in some year; no school joins two in the same year."""
    register = county.register
    formed: dict[str, Group] = {}
    joined: set[tuple[str, int]] = set()
    for name in dice.some(("g1", "new-a", "new-b"), least=1):
        year = dice.whole(county.baseline_year + 1, horizon - 1)
        stage = dice.pick(AGED_STAGES)
        free = [
            school
            for row, school in enumerate(register.school_id)
            if stage in stages_of(register, row) and (school, year) not in joined
        ]
        others = [school for school in register.school_id if (school, year) not in joined and school not in free]
        members = dice.some(free, least=2, most=4) + (dice.some(others, most=1) if dice.chance(0.3) else [])
        if len(free) >= 2:
            joined |= {(school, year) for school in members}
            formed[name] = Group(dice.pick(_KINDS), tuple(members), year, "test")
    return formed
