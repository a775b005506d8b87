"""What classes and pupils need: ``docs/exact/staff.md``, 2."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from books import Counts

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan
from seatsim.domain.staff_levers import LessonsLever
from seatsim.domain.stages import CLASS_STAGES, Stage
from twin.sharing import share_out

NO_LIMIT = 2**31 - 1
"""Classes that are carried where a class needs no teacher (2.4)."""
EPSILON = 1e-9


def lessons_as_stated(county: County, plan: Plan) -> LessonsLever:
    """The lever without what the county's statements deny."""
    lessons = plan.levers.lessons
    if denied(county, "F22"):
        lessons = replace(lessons, choice=1.0)
    if denied(county, "F23.after_school"):
        lessons = replace(lessons, after_school=0.0)
    return lessons


def denied(county: County, statement: str) -> bool:
    """Whether a statement stands with 0."""
    return statement in county.figures and county.figures[statement].value == 0


@dataclass(frozen=True)
class Needs:
    """Teachers and posts that pupils and classes ask for."""

    plan: Plan
    lessons: LessonsLever
    """As stated."""

    def by_classes(self, stage: Stage) -> bool:
        """Whether a stage's teachers are counted by its classes."""
        return stage in CLASS_STAGES and self.lessons.needed_by == "classes"

    def teachers_of_class(self, stage: Stage) -> float:
        """Teachers of a class; 0 in stages without (2.1)."""
        lessons = self.lessons
        if stage not in CLASS_STAGES:
            return 0.0
        if lessons.needed_by == "pupils":
            return self.plan.limits.planning.of(stage) / lessons.pupils_per_teacher(stage)
        if stage == "kindergarten":
            return lessons.kindergarten_class
        if stage == "primary":
            return (lessons.primary + lessons.after_school) / lessons.load_primary
        if stage == "junior":
            return (lessons.junior + lessons.after_school) / lessons.load_junior
        return lessons.senior * lessons.choice / lessons.load_senior

    def needed(self, stage: Stage, pupils: int, classes: int) -> int:
        """Teachers needed (2.2)."""
        if self.by_classes(stage):
            expected = classes * self.teachers_of_class(stage)
        else:
            expected = pupils / self.lessons.pupils_per_teacher(stage)
        return math.ceil(expected - EPSILON)

    def needed_by_unit(self, stage: Stage, needed: int, pupils: Counts, classes: Counts) -> Counts:
        """The same by unit of a stage with classes (2.3)."""
        return share_out(needed, classes if self.by_classes(stage) else pupils)

    def carried(self, stage: Stage, teachers: int) -> int:
        """Classes that teachers carry (2.4)."""
        of_class = self.teachers_of_class(stage)
        if of_class == 0:
            return NO_LIMIT
        return min(NO_LIMIT, math.floor(teachers * self.lessons.overload / max(of_class, EPSILON) + EPSILON))

    def entitled(self, stage: Stage, pupils: int) -> int:
        """Posts by the ratio (2.5)."""
        return round(pupils / self.plan.levers.posts.of(stage))

    def temporary(self, stage: Stage, entry_classes: int) -> int:
        """Temporary teachers of entry classes (10.3)."""
        return math.ceil(entry_classes * self.teachers_of_class(stage) - EPSILON)


@dataclass(frozen=True)
class Rolls:
    """Pupils and classes of an opening day, by stage and unit."""

    pupils: Mapping[Stage, Counts]
    classes: Mapping[Stage, Counts]

    def pupils_of(self, stage: Stage) -> int:
        """Pupils of a stage."""
        return sum(self.pupils[stage].values())

    def classes_of(self, stage: Stage) -> int:
        """Classes of a stage; 0 in stages without."""
        return sum(self.classes[stage].values()) if stage in CLASS_STAGES else 0
