"""Counties that a number stands for: small, quick, and with everything in them that the year step can meet.

They keep the program's rules for counties and scenarios; what they hold is thrown by ``numpy.random.default_rng``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from dice import Dice
from generated_plans import BASELINE, generated_plan
from generated_staff import generated_staff, stated_figures

from counties import School, make_county
from seatsim.domain.county import BirthSeries, County, OutsideFlow, Ratios, Register, Zone
from seatsim.domain.demand_uncertainty import Births, BirthVariant, Migration, Progression
from seatsim.domain.scenario import (
    ClaimShares,
    Costs,
    Crowding2020,
    Durations,
    Plan,
    PrivateKindergartens,
    Start,
    Uncertainty,
)
from seatsim.domain.staff import Leaving, Recruiting
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, STAGES_OF_KIND, Stage, grade_names
from seatsim.domain.text import Text

_KINDS: Mapping[str, tuple[Stage, ...]] = {**STAGES_OF_KIND, "college": ()}
_OFTEN: tuple[str, ...] = (
    *("kindergarten",) * 5,
    *("primary",) * 6,
    *("junior",) * 4,
    *("nine-year",) * 4,
    *("senior",) * 2,
    *("vocational", "special", "college"),
)
_BESIDE: Mapping[str, Stage] = {
    "primary": "kindergarten",
    "nine-year": "kindergarten",
    "junior": "senior",
    "senior": "junior",
}
"""A further stage that a few schools of a kind have."""
_SIX_THREE: Mapping[Stage, int] = {
    "kindergarten": 3,
    "primary": 6,
    "junior": 3,
    "senior": 3,
    "vocational": 3,
    "special": 1,
}
_VARIANTS: tuple[BirthVariant, ...] = ("low", "reference", "high")


@dataclass(frozen=True)
class Case:
    """One county with its plan and its uncertainties."""

    number: int
    """The number that stands for it."""
    county: County
    """The county."""
    plan: Plan
    """What the authority decides."""
    uncertainty: Uncertainty
    """What nature decides."""
    seed: int
    """Seed of its draws."""


def case(number: int) -> Case:
    """The county that ``number`` stands for; every second one follows its staff."""
    dice = Dice(number)
    grades = _grades(dice)
    zones = _zones(dice)
    schools = _open_to_all(_schools(dice, [zone.id for zone in zones], grades))
    level = {zone.id: 0.0 for zone in zones}
    county = make_county(schools, level, zones, _ratios(dice, grades))
    county = replace(county, grades=grades, register=_with_sites(dice, county.register))
    county = replace(county, births=_births(dice, county), figures=stated_figures(dice))
    county = _with_ties(dice, county)
    plan = generated_plan(dice, county)
    if number % 2:
        county = generated_staff(dice, county, plan)
    if number % 5 == 4:
        county = _with_flows(Dice(10_000 + number), county)
    return Case(number, county, plan, _uncertainty(dice), seed=1000 + number)


def _with_flows(dice: Dice, county: County) -> County:
    """Pupils whom other counties send and take; in some more than there are."""
    stages: tuple[Stage, ...] = ("kindergarten", "primary", "junior", "senior", "vocational")
    flows = [
        OutsideFlow(*ends, stage, dice.pick((0.4, 3.0, dice.between(5.0, 40.0), 400.0)), dice.pick((0.0, 0.3)))
        for stage in dice.some(stages, least=1)
        for ends in ((county.id, "north"), ("north", county.id), ("south", county.id))
        if dice.chance(0.7)
    ]
    return replace(county, outside=tuple(flows))


def _grades(dice: Dice) -> Mapping[Stage, int]:
    """Six years and three mostly, five and four in some, a fourth kindergarten grade in few."""
    grades = dict(_SIX_THREE)
    if dice.chance(0.15):
        grades |= {"primary": 5, "junior": 4}
    if dice.chance(0.1):
        grades["kindergarten"] = 4
    return grades


def _zones(dice: Dice) -> tuple[Zone, ...]:
    """One to four zones; some next to each other, some too far for each other's overflow."""
    names = dice.some(("east", "north", "south", "west"), least=1)
    near: dict[str, dict[str, float]] = {name: {} for name in names}
    for place, name in enumerate(names):
        for other in names[:place]:
            if other == names[place - 1] or dice.chance(0.4):
                # Stated on one side alone they are neighbours all the same.
                one, two = dice.pick(((name, other), (other, name)))
                near[one][two] = dice.pick((10.0, 10.0, 20.0, 30.0, 45.0))
                if dice.chance(0.5):
                    near[two][one] = near[one][two] + dice.pick((0.0, 0.0, 5.0))
    kinds = [dice.pick(("old-town", "new-urban", "new-urban", "development", "town")) for _ in names]
    return tuple(
        Zone(name, Text(), kind, tuple(near[name]), tuple(near[name].values()))
        for name, kind in zip(names, kinds, strict=True)
    )


def _ratios(dice: Dice, grades: Mapping[Stage, int]) -> Ratios:
    names = [*grade_names("primary", grades["primary"]), *grade_names("junior", grades["junior"])[:-1]]
    lost = {name: dice.between(0.001, 0.08) for name in dice.some(names)} if dice.chance(0.5) else {}
    kindergarten, primary, junior = (dice.between(0.85, 1.4) for _ in range(3))
    return Ratios(kindergarten, primary, junior, dice.pick((1.0, dice.between(0.6, 1.0))), lost)


def _schools(dice: Dice, zones: Sequence[str], grades: Mapping[Stage, int]) -> list[School]:
    kinds = [dice.pick(_OFTEN) for _ in range(dice.whole(3, 10))]
    if dice.chance(0.25):
        missing = dice.pick(STAGES)
        kinds = [kind for kind in kinds if missing not in _KINDS[kind]]
    else:
        missing = dice.pick(("vocational", "special"))
        kinds += [kind for kind in ("kindergarten", "primary", "junior", "senior") if dice.chance(0.8)]
    # No school at all is no county.
    kinds = kinds or [next(kind for kind in ("primary", "junior") if kind != missing)]
    groups = {name: dice.pick(("一体型", "联盟型", "辐射型")) for name in ("g1", "g2")} if dice.chance(0.6) else {}
    served = dice.some(zones, least=1)
    crowded = dice.chance(0.6)
    names = [f"{dice.whole(10, 99)}-{kind}-{place}" for place, kind in enumerate(kinds)]
    return [
        _school(dice, name, kind, dice.pick(served if dice.chance(0.7) else zones), groups, grades, crowded)
        for name, kind in zip(names, kinds, strict=True)
    ]


def _school(
    dice: Dice,
    name: str,
    kind: str,
    zone: str,
    groups: Mapping[str, str],
    grades: Mapping[Stage, int],
    crowded: bool,
) -> School:
    """A school with few or many pupils in few or many classes; classes never outnumber rooms or pupils."""
    stages = list(_KINDS[kind])
    if kind in _BESIDE and dice.chance(0.08):
        stages.append(_BESIDE[kind])
    pupils: dict[Stage, list[int]] = {stage: [0] * grades[stage] for stage in STAGES}
    classes: dict[Stage, list[int]] = {stage: [0] * grades[stage] for stage in CLASS_STAGES}
    rooms: dict[Stage, int] = {}
    low, high = dice.pick(((0, 15), (15, 60), (30, 100), (80, 200)))
    for stage in stages:
        pupils[stage] = [0 if dice.chance(0.03) else dice.whole(low, high) for _ in range(grades[stage])]
        if stage in CLASS_STAGES:
            size = dice.whole(35, 70) if crowded else dice.whole(18, 50)
            size = size * 2 // 3 if stage == "kindergarten" else size
            classes[stage] = [-(-count // size) for count in pupils[stage]]
            spare = dice.pick((0, 0, 1, 2, 6)) if crowded else dice.whole(0, 6)
            rooms[stage] = sum(classes[stage]) + spare
    if kind == "nine-year" and dice.chance(0.2):
        # The register counts the rooms of both stages in one of them.
        rooms = rooms | {"primary": rooms["primary"] + rooms["junior"], "junior": 0}
    public = dice.chance(0.6 if kind == "kindergarten" else 0.8)
    if not public and kind == "kindergarten" and dice.chance(0.6):
        rooms["kindergarten"] = rooms["kindergarten"] * 2 + 2
    group = dice.pick(("", *groups, *groups)) if groups else ""
    plan = dice.whole(0, high) if kind in ("senior", "vocational") or not public else 0
    return School(
        name,
        kind,
        zone,
        rooms,
        pupils,
        classes,
        special_rooms=dice.pick((0, 0, 1, 3)),
        plan=plan,
        ownership="public" if public else dice.pick(("private", "private-affordable")),
        group=group,
        group_kind=groups.get(group, ""),
    )


def _open_to_all(schools: Sequence[School]) -> list[School]:
    """Let one school of a compulsory stage be public where lotteries alone would ask it to take all."""
    found = list(schools)
    for stage in COMPULSORY:
        having = [place for place, school in enumerate(found) if school.rooms.get(stage) or any(school.pupils[stage])]
        if having and all(found[place].ownership != "public" for place in having):
            found[having[0]] = replace(found[having[0]], ownership="public")
    return found


def _with_sites(dice: Dice, register: Register) -> Register:
    """Sites that carry some more rooms, where it is known how many."""
    there = np.sum([register.rooms[stage] for stage in CLASS_STAGES], axis=0)
    more = np.array([dice.pick((0, 0, 40, 60)) for _ in there], dtype=np.int64)
    return replace(register, site_limit=np.where(more > 0, there + more, 0))


def _births(dice: Dice, county: County) -> Mapping[BirthVariant, BirthSeries]:
    """Births that send as many to the first grade as the schools of the zone hold, or far more, or far fewer."""
    register, first = county.register, dice.pick((2003, 2003, 2003, 2003, 2016))
    years = dice.pick((2021, 2024, 2030)) - first
    rows = []
    for zone in county.zones:
        here = np.array([place == zone.id for place in register.zone])
        level = register.pupils["primary"][here].sum() / county.grades["primary"] * dice.between(0.6, 1.8)
        level = level if level else dice.pick((0.0, 30.0, 80.0))
        steps = np.array([dice.between(-0.1, 0.1) for _ in range(years)])
        rows.append(np.round(level * np.exp(np.cumsum(steps) - steps[: years // 2].sum()), dice.pick((0, 1))))
    births = np.stack(rows)
    return {
        variant: BirthSeries(first, births * factor, last_known=dice.pick((2019, 2020, 2021)))
        for variant, factor in zip(_VARIANTS, (0.9, 1.0, 1.2), strict=True)
    }


def _with_ties(dice: Dice, county: County) -> County:
    """Catchments of some stages and zones, feeders of some schools, records of backbone teachers."""
    register = county.register
    catchments: dict[tuple[str, str, Stage], float] = {}
    stages: tuple[Stage, ...] = ("kindergarten", "primary", "junior")
    for stage in dice.some(stages) if dice.chance(0.4) else ():
        having = schools_with(register, stage)
        for zone in dice.some(county.zones, least=1) if having else ():
            chosen = dice.some(having, least=1, most=4)
            for school, share in zip(chosen, dice.parts(len(chosen), dice.chance(0.7)), strict=True):
                catchments[zone.id, school, stage] = share
    feeders: dict[tuple[str, str], float] = {}
    juniors = schools_with(register, "junior")
    if dice.chance(0.4) and juniors:
        for origin in dice.some(schools_with(register, "primary")):
            targets = dice.some(juniors, least=1, most=2)
            for target, share in zip(targets, dice.parts(len(targets), dice.chance(0.5)), strict=True):
                if register.ownership[register.school_id.index(target)] == "public":
                    feeders[origin, target] = share
    backbone = {
        (school, stage, "backbone_teachers"): float(dice.whole(0, 9))
        for stage in (dice.some(CLASS_STAGES) if dice.chance(0.4) else ())
        for school in dice.some(schools_with(register, stage))
    }
    return replace(county, catchments=catchments, feeders=feeders, resources=backbone)


def schools_with(register: Register, stage: Stage) -> list[str]:
    """Schools of the register that have pupils or rooms of a stage."""
    there = register.pupils[stage].sum(axis=1) > 0
    if stage in register.rooms:
        there = there | (register.rooms[stage] > 0)
    return [school for school, has in zip(register.school_id, there.tolist(), strict=True) if has]


def _uncertainty(dice: Dice) -> Uncertainty:
    """Everything drawn is on in most counties and off in some, each by itself."""

    def on() -> bool:
        return dice.chance(0.8)

    waves = dice.chance(0.35)
    return Uncertainty(
        births=Births(dice.pick(_VARIANTS), on(), dice.pick((0.03, 0.1))),
        migration=Migration(
            on=on(),
            common_sd=dice.pick((0.02, 0.1)),
            common_carry=dice.pick((0.0, 0.6)),
            common_freedom=dice.pick((3.0, 12.0)),
            zone_sd=dice.pick((0.02, 0.15)),
            zone_carry=dice.pick((0.0, 0.9)),
            cell_sd=dice.pick((0.0, 0.05)),
            cell_variance=dice.pick((0.0, 0.8)),
            old_town_share=dice.pick((0.0, 0.25, 0.5)),
            new_homes_share=dice.pick((0.0, 0.25, 0.5)),
            wave_from=BASELINE + dice.whole(1, 3),
            wave_years=dice.whole(1, 3) if waves else 0,
            wave_share=dice.between(0.0, 0.2) if waves else 0.0,
        ),
        progression=Progression(
            on=on(),
            common_sd=dice.pick((0.0, 0.03)),
            common_carry=dice.pick((0.0, 0.6)),
            common_freedom=dice.pick((3.0, 12.0)),
            grade_sd=dice.pick((0.004, 0.05)),
            zone_sd=dice.pick((0.0, 0.03)),
            zone_variance=dice.pick((0.0, 2.0)),
            zone_carry=dice.pick((0.0, 0.9)),
            cell_sd=dice.pick((0.0, 0.03)),
            cell_variance=dice.pick((0.02, 0.3)),
            transfer_scale=dice.pick((1.0, 2.5)),
        ),
        start=Start(on()),
        crowding_2020=Crowding2020(on(), "middle"),
        durations=Durations(
            on=on(),
            review_days=20.0,
            design_months=dice.pick((1.0, 4.0)),
            small_design_months=1.0,
            construction_months=dice.pick((6.0, 14.0)),
            extension_months=dice.pick((4.0, 10.0)),
            conversion_months=1.0,
            temporary_months=1.0,
            acceptance_months=1.0,
            log_sd=0.3,
            slip_probability=0.3,
            slip_months=12.0,
            cancel_probability=0.1,
        ),
        costs=Costs(on(), 0.1),
        claims=ClaimShares(dice.pick((0.0, 0.08, 0.3)), dice.pick((0.0, 0.05, 0.2)), dice.share()),
        leaving=Leaving(dice.chance(0.75), 0.06, 0.03, 0.02, dice.pick((1.0, 2.5)), dice.pick((0.2, 0.6))),
        recruitment=Recruiting(on(), dice.pick((0.8, 1.7)), dice.pick((0.5, 0.75)), 0.3),
        private_kindergartens=PrivateKindergartens(
            on(), dice.pick((0.4, 0.8)), dice.whole(1, 2), dice.pick((0.5, 1.0))
        ),
    )
