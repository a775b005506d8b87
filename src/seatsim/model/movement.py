"""Moving up, and coming and going in the grades already reached: on 1 March and on opening day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.error_laws import CellLaw
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, Stage
from seatsim.model.admissions import place_in_grades
from seatsim.model.apportion import share_out
from seatsim.model.cohorts import move_up, net_movement
from seatsim.model.fills import StageFills, split_pupils
from seatsim.model.layout import Layout, StageLayout
from seatsim.model.luck import Luck
from seatsim.model.state import StageState

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
ByStage = Mapping[Stage, Ints]


@dataclass(frozen=True)
class Doors:
    """Up to which class size arrivals are let in, per grade of a stage, in the order of the rounds [pupils]."""

    sizes: tuple[Ints, ...]
    """Each shape (grades,): the standard class, then the hard cap where the gate is open."""


def doors(stage: Stage, plan: Plan, grades: int) -> Doors:
    """Doors of a stage: under the strict gate of the compulsory stages arrivals find places below the standard only."""
    if stage not in CLASS_STAGES:
        return Doors(())
    cap = plan.limits.hard_caps.of(stage)
    standard = np.minimum(plan.limits.standard.by_grade(stage, grades), cap)
    if stage in COMPULSORY and plan.levers.admission.gate == "strict":
        return Doors((standard,))
    return Doors((standard, np.full_like(standard, cap)))


def spring_and_autumn(
    stage: Stage,
    state: StageState,
    layout: Layout,
    luck: Luck,
    law: CellLaw,
    share: float,
    kept: Floats | float = 1.0,
) -> tuple[Ints, Ints]:
    """Net movement of the year, cut into those who move on 1 March, in the grade they are in, and on opening day.

    Both (replications, zones, grades); the first in the grades of the running year, the second in the grades
    reached in September. Together they are the year's movement, whatever the share of the spring. ``law`` : of one
    zone's grade; ``kept`` : share of each grade's pupils who are not lost on the way to the next, shape (grades,).
    """
    here = layout.stages[stage]
    reached = state.pupils if stage == "special" else move_up(state.pupils)
    net = net_movement(reached, here, luck, law, np.roll(kept, 1))
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


def leave(state: Mapping[Stage, StageState], net: ByStage, layout: Layout) -> tuple[ByStage, dict[Stage, Ints]]:
    """Let pupils of every stage go, in proportion to the pupils of a zone's schools.

    ``net`` : (replications, zones, grades) by stage. Returns who stays, (replications, units, grades) by stage, and the
    movement that takes place: a school that opened may have left a zone fewer pupils than were to go.
    """
    pupils = _side_by_side({stage: state[stage].pupils for stage in STAGES})
    moved = np.maximum(_side_by_side(net), -layout.cells.sums(pupils))
    stay = pupils - share_out(np.maximum(-moved, 0), pupils, layout.cells)
    return _by_stage(stay, {stage: state[stage].pupils for stage in STAGES}), _by_stage(moved, net)


def _side_by_side(stages: ByStage) -> Ints:
    """Every stage's cells, shape (replications, cells)."""
    return np.concatenate([stages[stage].reshape(len(stages[stage]), -1) for stage in STAGES], axis=1)


def _by_stage(cells: Ints, like: ByStage) -> dict[Stage, Ints]:
    """Cells side by side as each stage's own, in the shape of ``like``."""
    ends = np.cumsum([like[stage][0].size for stage in STAGES])
    parts = np.split(cells, ends[:-1], axis=1)
    return {stage: part.reshape(like[stage].shape) for stage, part in zip(STAGES, parts, strict=True)}


def come(
    stage: Stage, arrivals: Ints, pupils: Ints, classes: Ints, doors: Doors, room: Ints, layout: Layout
) -> tuple[Ints, Ints]:
    """Let pupils come, and ask again for those who await a place, both among ``arrivals``.

    ``arrivals`` : (replications, zones, grades); ``pupils``, ``classes`` : (replications, units, grades); ``room`` :
    (replications, units) most that a unit takes before its campus reaches its size limit. They take a place in their
    own grade in their zone or within reach, first where classes are below the standard, then as far as the doors are
    open; else they await a place. Returns whom each unit takes and who awaits a place.
    """
    here = layout.stages[stage]
    if stage in CLASS_STAGES:
        tiers = [np.maximum(classes * size - pupils, 0) for size in doors.sizes]
        return place_in_grades(arrivals, tiers, room, here, layout.reach)
    count = len(arrivals)
    taken = share_out(arrivals.reshape(count, -1), pupils.reshape(count, -1), here.by_cell)
    return taken.reshape(pupils.shape), arrivals - here.by_cell.sums(taken).reshape(arrivals.shape)
