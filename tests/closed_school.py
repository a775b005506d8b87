"""A closed school: its intake is given and nobody else comes or goes; rooms, teachers and norms decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from seatsim.domain.limits import Limits
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import Stage
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.measures import standard_classes
from seatsim.model.academic_year import make_world
from seatsim.model.admissions import Admitted
from seatsim.model.premises import Premises
from seatsim.model.rooms import enter, entry_rooms, finish_classes, keep_classes, of_stage
from seatsim.model.state import World
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Rooms = Mapping[Stage, int]
Cells = Mapping[Stage, tuple[Ints, Ints]]
"""Pupils and classes of every stage, each (1, 1, grades)."""
STAGES_OF: Mapping[str, tuple[Stage, ...]] = {
    "kindergarten": ("kindergarten",),
    "primary": ("primary",),
    "junior": ("junior",),
    "nine-year": ("primary", "junior"),
    "senior": ("senior",),
}
YEARS = 8


@dataclass(frozen=True)
class ClosedSchool:
    """One school, its register and the children who enter."""

    school: School
    """The school as the register has it."""
    intakes: Sequence[Mapping[Stage, int]]
    """Entrants of each September by stage [pupils]."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Its stages."""
        return STAGES_OF[self.school.kind]

    @cached_property
    def found(self) -> Cells:
        """Pupils and classes of the register."""
        return {
            stage: (np.array([[self.school.pupils[stage]]]), np.array([[self.school.classes[stage]]]))
            for stage in self.stages
        }

    def world(self, plan: Plan) -> World:
        """The school alone in a county."""
        county = make_county([self.school], {"z0": 0.0})
        return make_world(county, plan, make_uncertainty(), Draws(1), np.arange(1))


@dataclass(frozen=True)
class September:
    """The school on an opening day."""

    cells: Cells
    """Pupils and classes."""
    anew: bool
    """Whether everything was divided anew for want of rooms."""
    limits: Limits
    """Limits that count."""

    def crowded(self, entry_only: bool = False) -> tuple[int, int, int]:
        """Pupils in classes above the standard, of 56 and more, of 66 and more; ``entry_only``: in entry grades."""
        found = [_crowded(stage, *cells, self.limits, entry_only) for stage, cells in self.cells.items()]
        above, large, super_large = (sum(each) for each in zip(*found, strict=True))
        return above, large, super_large


def crowds_no_more(before: September, after: September, entry_only: bool = False) -> bool:
    """Whether none of the three counts of crowded pupils is larger after than before."""
    pairs = zip(before.crowded(entry_only), after.crowded(entry_only), strict=True)
    return all(now <= then for then, now in pairs)


def _crowded(stage: Stage, pupils: Ints, classes: Ints, limits: Limits, entry_only: bool) -> tuple[int, int, int]:
    grades = 1 if entry_only else pupils.shape[2]
    sizes = class_sizes(pupils[..., :grades], classes[..., :grades])
    standard = standard_classes(stage, limits, pupils.shape[2])[:grades]
    above, large, super_large = (
        int(sizes.pupils_from(size).sum()) for size in (standard + 1, limits.classes.large, limits.classes.super_large)
    )
    return above, large, super_large


def followed(
    closed: ClosedSchool, plan: Plan, rooms: Sequence[Rooms], carried: Sequence[int | None] = ()
) -> Iterator[September]:
    """Every September of the school; ``rooms`` : classrooms of each, ``carried`` : classes that its teachers carry.

    The steps are the program's own: classes go on into the rooms, entrants enter, crowded classes are split.
    """
    world, cells = closed.world(plan), closed.found
    for year, (intake, here) in enumerate(zip(closed.intakes, rooms, strict=True)):
        cells, anew = _one_year(cells, intake, here, world, carried[year] if carried else None)
        yield September(cells, anew, plan.limits)


def _one_year(
    before: Cells, intake: Mapping[Stage, int], rooms: Rooms, world: World, carried: int | None
) -> tuple[Cells, bool]:
    stages = tuple(before)
    family = next(each for each in world.layout.families if set(stages) <= set(each.stages))
    pupils, classes, standing, claims = {}, {}, {}, {}
    for stage in family.stages:
        units = len(world.layout.stages[stage].units.school)
        shape = (1, units, GRADES[stage])
        old = before.get(stage, (np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)))
        pupils[stage], classes[stage] = (np.roll(cells, 1, axis=2) for cells in old)
        pupils[stage][..., 0] = classes[stage][..., 0] = 0
        standing[stage] = np.full((1, units), rooms.get(stage, 0))
        claims[stage] = np.full((1, units), intake.get(stage, 0))
    closed = {stage: np.zeros(number.shape, dtype=bool) for stage, number in standing.items()}
    pools = keep_classes(family, pupils, classes, claims, Premises(standing, closed), world.layout, world.plan)
    anew = bool(pools.fitted.anew.any())
    for stage in family.stages:
        left = entry_rooms(stage, claims, pools, world.layout)
        taken = Admitted(claims[stage], np.zeros_like(left), np.zeros((1, 1), dtype=np.int64))
        most = None if carried is None else np.array([carried])
        pools, _ = enter(stage, taken, left, pools, world.plan, world.layout, most)
    done = finish_classes(pools, world.plan.levers.admission)
    after = {
        stage: tuple(of_stage(grid, stage, done, world.layout.stages[stage]) for grid in (done.pupils, done.classes))
        for stage in stages
    }
    return {stage: (cells[0], cells[1]) for stage, cells in after.items()}, anew


def more_rooms(rooms: Rooms, extra: int) -> Rooms:
    """The rooms with so many more in the first stage, whose campus shares them."""
    first = next(iter(rooms))
    return {**rooms, first: rooms[first] + extra}


@st.composite
def closed_schools(draw: st.DrawFn) -> ClosedSchool:
    """A school with even or uneven grades, in many rooms or too few, and eight intakes."""
    kind = draw(st.sampled_from(sorted(STAGES_OF)))
    stages = STAGES_OF[kind]
    pupils: dict[Stage, list[int]] = {}
    classes: dict[Stage, list[int]] = {}
    rooms: dict[Stage, int] = {}
    for stage in stages:
        pupils[stage] = draw(st.lists(st.integers(0, 200), min_size=GRADES[stage], max_size=GRADES[stage]))
        size = draw(st.integers(25, 75))
        classes[stage] = [-(-n // size) for n in pupils[stage]]
        rooms[stage] = max(sum(classes[stage]) + draw(st.integers(-2, 4)), 1)
    most = draw(st.sampled_from([60, 200]))
    intakes: list[dict[Stage, int]] = [{stage: draw(st.integers(0, most)) for stage in stages} for _ in range(YEARS)]
    special = draw(st.integers(0, 2))
    return ClosedSchool(School("x", kind, "z0", rooms, pupils, classes, special_rooms=special, plan=100), intakes)


def of_one_stage(closed: ClosedSchool) -> bool:
    """Whether the school has one stage."""
    return len(closed.stages) == 1


@st.composite
def class_rules(draw: st.DrawFn) -> Plan:
    """A plan with other rules of classes, special rooms lent or not, divided anew by rule in no case."""
    plan = make_plan(
        hard_cap=draw(st.sampled_from([50, 55, 65])),
        split_above=draw(st.one_of(st.just("never"), st.sampled_from([45, 50, 55]))),
    )
    return lending(plan, draw(st.booleans()))


def lending(plan: Plan, on: bool) -> Plan:
    """The plan with special rooms lent or not."""
    return replace(plan, levers=replace(plan.levers, admission=replace(plan.levers.admission, borrow_special_rooms=on)))
