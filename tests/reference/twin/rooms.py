"""Room pools and the classes that go on: ``docs/exact/rooms-and-admission.md``, 3."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from seatsim.domain.stages import Stage
from twin.campuses import FAMILIES
from twin.claims import Claims
from twin.openings import OpeningDay
from twin.sharing import round_up
from twin.world import State, World


@dataclass
class Cell:
    """A grade of a campus."""

    stage: Stage
    grade: int
    pupils: int
    classes: int

    @property
    def mean(self) -> Fraction:
        """Pupils per class, exactly."""
        return Fraction(self.pupils, self.classes)


@dataclass
class Pool:
    """The rooms of a campus for one family of stages, and the grades that share them."""

    campus: str
    stages: tuple[Stage, ...]
    """Stages of the family of which the campus has a unit."""
    cells: list[Cell]
    rooms: int
    special: int
    """Special rooms still free."""
    lent: int = 0
    """Special rooms used."""
    makeshift: int = 0
    merged: int = 0
    anew: bool = False

    @property
    def rooms_left(self) -> int:
        """Rooms without a class at this moment (3.7)."""
        return max(0, self.rooms - sum(cell.classes for cell in self.cells))

    def cell(self, stage: Stage, grade: int) -> Cell:
        """One grade."""
        return next(cell for cell in self.cells if cell.stage == stage and cell.grade == grade)

    def borrow(self, rooms: int) -> None:
        """Special rooms become classrooms."""
        self.rooms += rooms
        self.lent += rooms
        self.special -= rooms


def pools_of(world: World, family: tuple[Stage, ...], state: State, opening: OpeningDay, claims: Claims) -> list[Pool]:
    """The pools of a family with the classes that go on in them."""
    pools = []
    for campus in world.campuses.values():
        stages = tuple(stage for stage in family if campus.has(stage))
        if stages:
            pool = make_pool(world, campus.id, stages, state, opening)
            asked = sum(c not in opening.closed[s] and claims.of(s, c) > 0 for s in stages for c in [campus.id])
            fit_rooms(world, pool, asked)
            pools.append(pool)
    return pools


def make_pool(world: World, campus: str, stages: tuple[Stage, ...], state: State, opening: OpeningDay) -> Pool:
    """A pool before anything is short (3.1, 3.3)."""
    cells = []
    for stage in stages:
        pairs = zip(state.pupils[stage][campus], state.classes[stage][campus], strict=True)
        for grade, (pupils, classes) in enumerate(pairs):
            cells.append(Cell(stage, grade, pupils, classes_going_on(world, stage, pupils, classes)))
    rooms = sum(opening.usable[stage][campus] for stage in stages)
    return Pool(campus, stages, cells, rooms, special_rooms(world, campus, stages, opening))


def special_rooms(world: World, campus: str, stages: tuple[Stage, ...], opening: OpeningDay) -> int:
    """Special rooms that a pool may borrow (3.1)."""
    school = world.campuses[campus]
    first = next(family for family in FAMILIES if any(school.has(stage) for stage in family))
    all_closed = all(campus in opening.closed[stage] for stage in stages)
    if stages[0] not in first or all_closed or not world.plan.levers.admission.borrow_special_rooms:
        return 0
    return school.special_rooms


def classes_going_on(world: World, stage: Stage, pupils: int, classes: int) -> int:
    """Classes of a grade that would go on (3.3)."""
    if world.plan.levers.admission.divide_anew:
        return round_up(pupils, world.cap(stage))
    if pupils == 0:
        return 0
    needed = round_up(pupils, world.planning(stage))
    return needed if classes == 0 else min(classes, needed)


def fit_rooms(world: World, pool: Pool, asked: int) -> None:
    """Borrow, merge, divide anew, make shift, until classes and entry rooms fit (3.4 to 3.7)."""
    short = max(0, sum(cell.classes for cell in pool.cells) + asked - pool.rooms)
    borrowed = min(short, pool.special)
    pool.borrow(borrowed)
    missing = short - borrowed
    while missing > 0:
        cell = cell_to_merge(world, pool)
        if cell is None:
            break
        cell.classes -= 1
        missing -= 1
        pool.merged += 1
    if missing > 0:
        divide_going_on(pool, pool.rooms - asked)


def cell_to_merge(world: World, pool: Pool) -> Cell | None:
    """The grade with the smallest mean whose classes stay within the cap with one fewer (3.5)."""
    fitting = [
        cell
        for cell in pool.cells
        if cell.classes > 1 and round_up(cell.pupils, cell.classes - 1) <= world.cap(cell.stage)
    ]
    return min(fitting, key=lambda cell: cell.mean, default=None)


def divide_going_on(pool: Pool, free: int) -> None:
    """All grades get classes of one size, as small as rooms allow; what is short is made shift (3.6)."""
    largest = max(cell.pupils for cell in pool.cells)
    size = 1
    while size < largest and sum(round_up(cell.pupils, size) for cell in pool.cells) > free:
        size += 1
    for cell in pool.cells:
        cell.classes = round_up(cell.pupils, size)
    pool.anew = True
    pool.makeshift = max(0, sum(cell.classes for cell in pool.cells) - free)
    pool.rooms += pool.makeshift


def divide_all(world: World, pool: Pool) -> None:
    """With ``divide_anew``: every grade, entry too, not below its planning size (9.1)."""
    largest = max(cell.pupils for cell in pool.cells)
    size = 1
    while size < largest and sum(anew(world, cell, size) for cell in pool.cells) > pool.rooms:
        size += 1
    for cell in pool.cells:
        cell.classes = anew(world, cell, size)


def anew(world: World, cell: Cell, size: int) -> int:
    """Classes of a grade under a common size."""
    return round_up(cell.pupils, max(size, world.planning(cell.stage)))


def split(world: World, pool: Pool) -> None:
    """One class more in the fullest grade above the limit, while a room is left (9.2)."""
    above = world.plan.levers.admission.split_above
    if above == "never":
        return
    while pool.rooms_left > 0:
        crowded = [cell for cell in pool.cells if is_crowded(world, cell, above)]
        if not crowded:
            break
        max(crowded, key=lambda cell: cell.mean).classes += 1


def is_crowded(world: World, cell: Cell, split_above: int) -> bool:
    """Whether a grade that goes on has classes above the limit of splits."""
    cap = world.cap(cell.stage)
    limit = cap if cell.grade == world.grades(cell.stage) - 1 else min(split_above, cap)
    return cell.grade > 0 and cell.classes > 0 and cell.pupils > limit * cell.classes
