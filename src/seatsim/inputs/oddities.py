"""Numbers of a register that hold, and yet look like slips of the keyboard: noted, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, Stage
from seatsim.inputs.pupils import pupil_columns
from seatsim.inputs.tables import Bools, Ints

_TIMES, _FEWEST = 3, 100
"""A grade of more pupils than this, and more than so many times the mean of the school's others in its stage."""
_MOST_IN_A_ROOM = 80
"""Pupils per room beyond which one of both numbers is probably wrong."""


def odd_notes(
    names: Sequence[str],
    pupils: Mapping[Stage, Ints],
    rooms: Mapping[Stage, Ints],
    kind: Sequence[str],
) -> Iterator[Phrase]:
    """What looks mistyped, school by school.

    ``pupils`` : by stage, shape (schools, grades); ``rooms`` : by stage, shape (schools,); nine-year schools share
    the rooms of both their stages.
    """
    for stage in STAGES:
        columns = pupil_columns(stage, pupils[stage].shape[1])
        for row, grade in zip(*np.nonzero(_far_above(pupils[stage])), strict=True):
            count, others = int(pupils[stage][row, grade]), np.delete(pupils[stage][row], grade)
            text = (
                "{}, {}: {:,} pupils, where its other grades of the stage have {:,} on average: a slip of the keyboard?"
            )
            yield Phrase(text, names[row], word(columns[grade]), count, round(float(others.mean())))
    for stage in CLASS_STAGES:
        for row, name in enumerate(names):
            of = COMPULSORY if kind[row] == "nine-year" and stage in COMPULSORY else (stage,)
            heads, own = (sum(int(held[each][row].sum()) for each in of) for held in (pupils, rooms))
            if stage == of[0] and own and heads > _MOST_IN_A_ROOM * own:
                text = "{}, {}: {:,} pupils in {:,} rooms, more than {} in each: a slip of the keyboard?"
                yield Phrase(text, name, word(stage), heads, own, _MOST_IN_A_ROOM)


def _far_above(pupils: Ints) -> Bools:
    """Grades far above the others of their school, shape (schools, grades)."""
    grades = pupils.shape[1]
    if grades < 2:
        return np.zeros(pupils.shape, bool)
    others = (pupils.sum(axis=1, keepdims=True) - pupils) / (grades - 1)
    found: Bools = (pupils > _FEWEST) & (pupils > _TIMES * others) & (others > 0)
    return found
