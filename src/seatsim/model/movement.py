"""Moving up, and coming and going in the grades already reached: on 1 March and on opening day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.scenario import Plan
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, Stage
from seatsim.model.admissions import place_in_grades, take_away
from seatsim.model.apportion import share_out
from seatsim.model.cohorts import Luck, move_up, net_movement
from seatsim.model.fills import StageFills, split_pupils
from seatsim.model.layout import Layout, StageLayout
from seatsim.model.state import StageState

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Doors:
    """Up to which class size arrivals are let in, per grade of a stage, in the order of the rounds [pupils]."""

    sizes: tuple[Ints, ...]
    """Each shape (grades,): the standard class, then the hard cap where the gate is open."""


def doors(stage: Stage, plan: Plan, grades: int) -> Doors:
    """Doors of a stage: under the strict gate of the compulsory stages arrivals find places below the standard only."""
    if stage not in CLASS_STAGES:
        return Doors(())
    standard = np.array(plan.limits.standard.by_grade(stage, grades), dtype=np.int64)
    if stage in COMPULSORY and plan.levers.admission.gate == "strict":
        return Doors((standard,))
    return Doors((standard, np.maximum(standard, plan.limits.hard_caps.of(stage))))


def spring_and_autumn(
    stage: Stage,
    state: StageState,
    layout: Layout,
    luck: Luck,
    cell_variance: float,
    share: float,
    kept: Floats | float = 1.0,
) -> tuple[Ints, Ints]:
    """Net movement of the year, cut into those who move on 1 March, in the grade they are in, and on opening day.

    Both (replications, zones, grades); the first in the grades of the running year, the second in the grades
    reached in September. Together they are the year's movement, whatever the share of the spring. ``kept`` : share of
    each grade's pupils who are not lost on the way to the next, shape (grades,).
    """
    here = layout.stages[stage]
    reached = state.pupils if stage == "special" else move_up(state.pupils)
    net = net_movement(reached, here, luck, cell_variance, np.roll(kept, 1))
    spring = np.sign(net) * np.floor(np.abs(net) * share).astype(np.int64)
    before = np.zeros_like(net)
    before[:, :, :-1] = spring[:, :, 1:]
    return (before, net - spring) if stage != "special" else (np.zeros_like(net), net)


def reach_next_grade(
    stage: Stage, state: StageState, fills: StageFills, opens_now: Bools, closed: Bools, layout: StageLayout
) -> StageState:
    """Move everyone one grade up, the waiting too, and move the grades that a newly opened school takes.

    Pupils of a school that has closed, whom no other takes, ask for a place in their grade from their zone. Leavers of
    the last grade are gone; the special school keeps its pupils (its intake replaces its leavers).
    """
    if stage == "special":
        return state
    moved = StageState(move_up(state.pupils), move_up(state.classes), move_up(state.waiting))
    pupils, classes = split_pupils(moved.pupils, moved.classes, fills, opens_now, closed)
    return _leave_closed(StageState(pupils, classes, moved.waiting), closed, layout)


def _leave_closed(state: StageState, closed: Bools, here: StageLayout) -> StageState:
    """The state in which nobody sits, and no class stands, in a school that is closed."""
    gone = state.pupils * closed[:, :, None]
    if not (gone.any() or (state.classes * closed[:, :, None]).any()):
        return state
    count = len(gone)
    asking = here.by_cell.sums(gone.reshape(count, -1)).reshape(state.waiting.shape)
    kept = ~closed[:, :, None]
    return StageState(state.pupils * kept, state.classes * kept, state.waiting + asking)


def come_and_go(
    stage: Stage, state: StageState, net: Ints, doors: Doors, room: Ints, layout: Layout
) -> tuple[StageState, Ints]:
    """Let pupils come and go, and ask again for those who await a place.

    ``net`` : (replications, zones, grades); ``room`` : (replications, units) most that a unit takes before its campus
    reaches its size limit. Who goes leaves in proportion to the pupils of a zone's schools. Who waits, and who comes,
    takes a place in his own grade in his zone or within reach, first where classes are below the standard, then as
    far as the doors are open; else he awaits a place. Returns the state and the movement that took place: a school
    that opened may have left a zone fewer pupils than were to go.
    """
    here = layout.stages[stage]
    count = len(net)
    there = here.by_cell.sums(state.pupils.reshape(count, -1)).reshape(net.shape)
    moved = np.maximum(net, -there)
    pupils = state.pupils - take_away(np.maximum(-moved, 0), state.pupils, here)
    arrivals = np.maximum(moved, 0) + state.waiting
    if stage in CLASS_STAGES:
        tiers = [np.maximum(state.classes * size - pupils, 0) for size in doors.sizes]
        taken, waiting = place_in_grades(arrivals, tiers, room, here, layout.reach)
    else:
        taken = share_out(arrivals.reshape(count, -1), pupils.reshape(count, -1), here.by_cell).reshape(pupils.shape)
        waiting = arrivals - here.by_cell.sums(taken.reshape(count, -1)).reshape(net.shape)
    return StageState(pupils + taken, state.classes, waiting), moved
