"""Further counties of more than seven zones, whose doubles NumPy does not add one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from dice import Dice
from generated_counties import Case

from seatsim.domain.county import BirthSeries, Zone
from seatsim.domain.demand_uncertainty import BirthVariant, Migration
from seatsim.domain.text import Text

Adding: TypeAlias = Callable[[Sequence[float]], float]
"""A way to add numbers."""
_KINDS: tuple[str, ...] = ("old-town", "new-urban", "new-urban", "development", "town")
_MOST_THROWS = 2000
RATIO = 2.5
"""Entrants per child where the order of adding tells."""


def many_zones(dice: Dice, of: Case, which: int) -> Case:
    """Eight to fourteen zones more, each with births, some with a school.

    In the second and the third county nothing is drawn for births and in-migration, and the births are such that the
    number of the county's entrants hangs on the order in which the zones are added: of all zones in the second, of
    the new urban zones alone in the third.
    """
    zones = list(of.county.zones)
    for number in range(dice.whole(8, 14)):
        near = dice.pick(zones).id
        kind = "new-urban" if which == 2 and dice.chance(0.8) else dice.pick(_KINDS)
        zones.insert(dice.whole(0, len(zones)), Zone(f"{dice.whole(10, 99)}-z{number}", Text(), kind, (near,), (10.0,)))
    names = [zone.id for zone in zones]
    register = of.county.register
    register = replace(register, zone=tuple(z if dice.chance(0.4) else dice.pick(names) for z in register.zone))
    county = replace(of.county, zones=tuple(zones), register=register)
    of = replace(of, county=county)
    if which:
        return _at_an_edge(dice, of, which)
    return replace(of, county=replace(county, births=_series(dice.rng.uniform(5.0, 90.0, (len(zones), 20)))))


def _series(births: np.ndarray) -> Mapping[BirthVariant, BirthSeries]:
    variants: tuple[BirthVariant, ...] = ("low", "reference", "high")
    return {variant: BirthSeries(2005, births, last_known=2021) for variant in variants}


def _at_an_edge(dice: Dice, of: Case, which: int) -> Case:
    migration = replace(
        of.uncertainty.migration, on=False, wave_years=0, wave_share=0.0, old_town_share=0.0, new_homes_share=1.0
    )
    births = replace(of.uncertainty.births, on=False)
    layout = replace(of.plan.levers.layout, homes_wait=False)
    ratios = replace(of.county.ratios, primary_entry=RATIO, kindergarten_entry=RATIO)
    kinds = [zone.kind for zone in of.county.zones]
    for _ in range(_MOST_THROWS):
        tenths = [dice.whole(50, 900) for _ in kinds]
        # An odd number of children, and so half an entrant beyond a whole number.
        tenths[0] += (10 - sum(tenths)) % 20
        level = [number / 10 for number in tenths]
        if edge(level, kinds, migration, of_all=which == 1):
            break
    return replace(
        of,
        county=replace(of.county, births=_series(np.array([[number] * 20 for number in level])), ratios=ratios),
        uncertainty=replace(of.uncertainty, births=births, migration=migration),
        plan=replace(of.plan, levers=replace(of.plan.levers, layout=layout)),
    )


def edge(level: Sequence[float], kinds: Sequence[str], migration: Migration, of_all: bool) -> bool:
    """Whether the county's entrants hang on how all zones are added, or only on how those of one kind are."""
    right = entrants(level, kinds, migration, in_place, in_place)
    of_kind = entrants(level, kinds, migration, in_place, packed)
    other = entrants(level, kinds, migration, one_by_one, one_by_one)
    return right != other if of_all else right != of_kind


def in_place(numbers: Sequence[float]) -> float:
    """NumPy's sum of a row."""
    return float(np.sum(np.array(numbers)))


def one_by_one(numbers: Sequence[float]) -> float:
    """The sum from the first to the last, which Python's own ``sum`` need not be."""
    return float(np.cumsum(np.array(numbers))[-1])


def packed(numbers: Sequence[float]) -> float:
    """NumPy's sum without the zeros: another order of adding."""
    return float(np.sum(np.array([number for number in numbers if number])))


def entrants(level: Sequence[float], kinds: Sequence[str], migration: Migration, add: Adding, add_kind: Adding) -> int:
    """The county's entrants of level births where nothing is drawn."""
    children = [number * (1.0 / 3.0) + number * (1.0 - 1.0 / 3.0) for number in level]
    budget, parts, follows = add(children) * (RATIO - 1.0), [0.0] * len(level), 1.0
    for kind, share in (("old-town", migration.old_town_share), ("new-urban", migration.new_homes_share)):
        there = [number if each == kind else 0.0 for number, each in zip(children, kinds, strict=True)]
        whole = add_kind(there)
        if whole > 0:
            parts = [part + share * number / whole for part, number in zip(parts, there, strict=True)]
            follows -= share
    everybody = add(children)
    parts = [part + follows * number / everybody for part, number in zip(parts, children, strict=True)]
    return int(add([number + budget * part for number, part in zip(children, parts, strict=True)]) + 0.5)
