"""What classes and pupils ask for: teachers by classes (lessons a week over lessons a teacher) or pupils, posts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.domain.limits import Limits
from seatsim.domain.staff_levers import LessonsLever, PostsLever
from seatsim.domain.stages import CLASS_STAGES, STAGES

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_EXACT = 1e-9


def teachers_per_class(lever: LessonsLever, limits: Limits) -> Floats:
    """Teachers of a class, shape (stages,) [teachers/class]; 0 for vocational and special, which have no classes here.

    Counted by pupils, a class is one of the planning size.
    """
    if lever.needed_by == "pupils":
        sizes = {s: limits.planning.of(s) for s in CLASS_STAGES}
        return np.array([sizes[s] / lever.pupils_per_teacher(s) if s in sizes else 0.0 for s in STAGES])
    by_stage = {
        "kindergarten": lever.kindergarten_class,
        "primary": (lever.primary + lever.after_school) / lever.load_primary,
        "junior": (lever.junior + lever.after_school) / lever.load_junior,
        "senior": lever.senior * lever.choice / lever.load_senior,
    }
    return np.array([by_stage.get(stage, 0.0) for stage in STAGES])


def teachers_needed(lever: LessonsLever, limits: Limits, pupils: Ints, classes: Ints) -> Ints:
    """Teachers needed, whole, rounded up; ``pupils``, ``classes`` and result : (..., stages) [teachers]."""
    by_pupils = pupils / np.array([lever.pupils_per_teacher(stage) for stage in STAGES])
    by_class = classes * teachers_per_class(lever, limits)
    formed = np.array([stage in CLASS_STAGES and lever.needed_by == "classes" for stage in STAGES])
    return np.ceil(np.where(formed, by_class, by_pupils) - _EXACT).astype(np.int64)


def posts_of_pupils(lever: PostsLever, pupils: Ints) -> Ints:
    """Posts that pupils carry by the ratio, (..., stages) [posts]."""
    posts: Ints = np.rint(pupils / np.array([lever.of(stage) for stage in STAGES])).astype(np.int64)
    return posts


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
