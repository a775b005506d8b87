"""Moving up, and coming and going in the grades already reached."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import StageSizes
from seatsim.domain.scenario import Progression
from seatsim.domain.stages import CLASS_STAGES, Stage
from seatsim.model.admissions import place_in_grades, take_away
from seatsim.model.apportion import share_out
from seatsim.model.cohorts import Luck, move_up, net_movement
from seatsim.model.fills import StageFills, split_pupils
from seatsim.model.layout import Layout
from seatsim.model.state import StageState

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def reach_next_grade(stage: Stage, state: StageState, fills: StageFills, opens_now: Bools) -> StageState:
    """Move everyone one grade up, the waiting too, and move the grades that a newly opened school takes.

    Leavers of the last grade are gone; the special school keeps its pupils (its intake replaces its leavers).
    """
    if stage == "special":
        return state
    moved = StageState(move_up(state.pupils), move_up(state.classes), move_up(state.waiting))
    pupils, classes = split_pupils(moved.pupils, moved.classes, fills, opens_now)
    return StageState(pupils, classes, moved.waiting)


def come_and_go(
    state: StageState, layout: Layout, luck: Luck, progression: Progression, hard_caps: StageSizes, stage: Stage
) -> tuple[StageState, Ints]:
    """Let pupils come and go between two Septembers, and ask again for those who await a place.

    Who goes leaves in proportion to the pupils of a zone's schools. Who comes, and who waits, takes a place in
    his own grade where a class is below the hard cap, in his zone or within reach; else he awaits a place.
    Returns the settled state and the net movement, shape (replications, zones, grades).
    """
    here = layout.stages[stage]
    net = net_movement(state.pupils, here, luck, progression)
    pupils = state.pupils - take_away(np.maximum(-net, 0), state.pupils, here)
    arrivals = np.maximum(net, 0) + state.waiting
    if stage in CLASS_STAGES:
        cap = getattr(hard_caps, stage)
        free = np.maximum(state.classes * cap - pupils, 0)
        taken, waiting = place_in_grades(arrivals, free, here, layout.reach)
    else:
        count = len(pupils)
        taken = share_out(arrivals.reshape(count, -1), pupils.reshape(count, -1), here.by_cell).reshape(pupils.shape)
        waiting = np.zeros_like(arrivals)
    return StageState(pupils + taken, state.classes, waiting), net
