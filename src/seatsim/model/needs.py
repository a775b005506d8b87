"""Teachers needed: by classes (lessons a week over lessons a teacher) or by pupils."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits
from seatsim.domain.staff_levers import LessonsLever
from seatsim.domain.stages import CLASS_STAGES, STAGES

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_EXACT = 1e-9


def teachers_per_class(lever: LessonsLever, limits: Limits) -> Floats:
    """Teachers of a class, shape (stages,) [teachers/class]; 0 for vocational and special, which have no classes here.

    Counted by pupils, a class is one of the planning size.
    """
    if lever.needed_by == "pupils":
        pupils = _pupils_per_teacher(lever)
        return np.array([limits.planning.of(s) / pupils[s] if s in CLASS_STAGES else 0.0 for s in STAGES])
    by_stage = {
        "kindergarten": lever.kindergarten_class,
        "primary": (lever.primary + lever.after_school) / lever.load_primary,
        "junior": (lever.junior + lever.after_school) / lever.load_junior,
        "senior": lever.senior * lever.choice / lever.load_senior,
    }
    return np.array([by_stage.get(stage, 0.0) for stage in STAGES])


def teachers_needed(lever: LessonsLever, limits: Limits, pupils: Ints, classes: Ints) -> Ints:
    """Teachers needed, whole, rounded up; ``pupils``, ``classes`` and result : (..., stages) [teachers]."""
    by_pupils = pupils / np.array([_pupils_per_teacher(lever)[stage] for stage in STAGES])
    by_class = classes * teachers_per_class(lever, limits)
    formed = np.array([stage in CLASS_STAGES and lever.needed_by == "classes" for stage in STAGES])
    return np.ceil(np.where(formed, by_class, by_pupils) - _EXACT).astype(np.int64)


def subject_cover(lever: LessonsLever, reach: float, subject: Ints, needed: Ints) -> Floats:
    """Subject teachers over what their subjects' lessons need, (..., stages) [ratio]; 0 where neither is known.

    By shared lessons a teacher reaches ``reach`` more classes than those in the room.
    """
    shares = {"primary": lever.subject_primary, "junior": lever.subject_junior}
    lessons = needed * np.array([shares.get(stage, 0.0) for stage in STAGES])
    cover: Floats = np.zeros(subject.shape)
    np.divide(subject * (1.0 + reach), lessons, out=cover, where=lessons > 0)
    return cover


def classes_staffed(lever: LessonsLever, limits: Limits, teachers: Ints) -> Ints:
    """Most classes that the teachers can carry with the overload allowed, shape (replications, stages) [classes]."""
    per_class = teachers_per_class(lever, limits)
    most = np.full(teachers.shape, np.iinfo(np.int32).max, dtype=np.int64)
    carried = np.floor(teachers * lever.overload / np.maximum(per_class, _EXACT) + _EXACT)
    return np.where(per_class > 0, np.minimum(carried, most), most).astype(np.int64)


def _pupils_per_teacher(lever: LessonsLever) -> Mapping[str, float]:
    return {
        "kindergarten": lever.pupils_kindergarten,
        "primary": lever.pupils_primary,
        "junior": lever.pupils_junior,
        "senior": lever.pupils_senior,
        "vocational": lever.pupils_vocational,
        "special": lever.pupils_special,
    }
