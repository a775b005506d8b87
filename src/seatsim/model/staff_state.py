"""What the year knows of the staff: their state, what happened to them, and what one opening day leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import Stage
from seatsim.model.recruitment import Hired

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
StaffLuck: TypeAlias = Mapping[str, Floats]


@dataclass(frozen=True)
class StaffWorld:
    """What a block's staff are given and never changes."""

    baseline: StaffBaseline
    """Staff at the baseline."""
    chances: Floats
    """Chance of retiring by academic year, from the baseline's on, shape (years, sexes, titles, ages)."""
    rates: Floats
    """Rate of leaving, shape (in post or outside, 1, 1, ages) [share/year]."""


@dataclass(frozen=True)
class StaffState:
    """Staff on an opening day; arrays (replications, stages) unless said otherwise."""

    stock: Ints
    """Shape (replications, stages, in post or outside, sexes, titles, ages) [staff]."""
    subject: Ints
    """Teachers of physical education, art, music and labour [teachers]."""
    backbone: Ints
    """Backbone teachers [teachers]."""
    teaching: Ints
    """Full-time teachers who teach what is needed, in a school that is open [teachers]."""
    structural: Ints
    """Teachers in a subject that has enough, while others are short [teachers]."""
    filed: Ints
    """Of those outside posts, kindergarten teachers by filing [teachers]."""
    teachers: Ints
    """Full-time teachers: filled posts × teaching share + outside posts [teachers]."""
    needed: Ints
    """Teachers that the classes, or pupils, need [teachers]."""
    capacity: Ints
    """Classes that they can carry next September [classes]."""
    posted: Mapping[Stage, Ints]
    """Teachers by unit, shape (replications, units) by stage [teachers]."""
    missing: Ints
    """Teachers missing, school by school without netting [teachers]."""
    backbone_posted: Mapping[Stage, Ints]
    """Backbone teachers by unit, shape (replications, units) by stage [teachers]."""


@dataclass(frozen=True)
class StaffFlows:
    """What happened between two opening days; arrays (replications, stages)."""

    retirements: Ints
    """Staff in posts who retired [staff]."""
    leavers: Ints
    """Staff in posts who left [staff]."""
    moves: Ints
    """Net moves into the stage [staff]."""
    hires: Ints
    """Began in posts, high-level teachers included [staff]."""
    talent: Ints
    """Of those, high-level teachers [staff]."""
    outside_left: Ints
    """Left from outside posts: retired, left, contract ended [teachers]."""
    outside_hires: Ints
    """Began outside posts [teachers]."""


@dataclass(frozen=True)
class StaffRecord:
    """What one opening day leaves behind of the staff; arrays (replications, stages)."""

    state: StaffState
    """The staff with whom the year opens."""
    filled: Ints
    """Staff in posts [staff]."""
    outside: Ints
    """Teachers outside posts [teachers]."""
    flows: StaffFlows
    """What happened since the opening day before; all 0 at the baseline."""
    approved: Ints
    """Posts approved [posts]."""
    entitled: Ints
    """Posts that the year's pupils carry by the ratio, whatever the committee has approved [posts]."""
    reserve: Ints
    """Staff hired ahead for a school that is not open [staff]."""
    reviewed: Ints
    """Posts that the committee has added since the opening day before; below 0: struck [posts]."""
    advertised: Ints
    """Posts advertised in the ordinary rounds since then [posts]."""
    temporary: Ints
    """Temporary teachers, hired for classes that the hard cap asks for [teachers]."""
    unstaffed: Ints
    """Entry classes not opened for want of teachers [classes]."""


def without_stock(record: StaffRecord) -> StaffRecord:
    """The record without its stock by age, which only the next year needs and which is most of its memory."""
    return replace(record, state=replace(record.state, stock=record.state.stock[..., :0].copy()))


@dataclass(frozen=True)
class People:
    """What the year step is given of the staff."""

    state: StaffState
    """The staff of the opening day before."""
    hired: Hired
    """Who begins on this one."""
    approved: Ints
    """Posts approved, shape (replications, stages) [posts]."""
    reserve: Ints
    """Staff hired ahead for a school that is not open, shape (replications, stages) [staff]."""
    reviewed: Ints
    """Posts that the committee has added since the opening day before, shape (replications, stages) [posts]."""
    advertised: Ints
    """Posts advertised in the ordinary rounds since then, shape (replications, stages) [posts]."""
    luck: StaffLuck
    """Draws of the year."""


def no_flows(like: Ints) -> StaffFlows:
    """Nothing has happened yet, as on the baseline's opening day."""
    return StaffFlows(*(np.zeros_like(like) for _ in range(7)))


def posts_moved(record: StaffRecord) -> Ints:
    """Posts that move with staff between stages, net: those beyond the vacancies of where they go.

    Shape (replications, stages) [posts].
    """
    over = np.clip(record.filled - record.approved, 0, np.maximum(record.flows.moves, 0))
    gone = np.maximum(-record.flows.moves, 0)
    total = over.sum(axis=1, keepdims=True)
    share = np.cumsum(gone, axis=1) * total // np.maximum(gone.sum(axis=1, keepdims=True), 1)
    moved: Ints = over - np.diff(share, axis=1, prepend=0)
    return moved
