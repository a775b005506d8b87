"""What is followed beside the stock: ``docs/exact/staff.md``, 9."""

from __future__ import annotations

import math
from dataclasses import dataclass

from books import ByStage

from seatsim.domain.scenario import Levers
from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import STAGES, Stage
from twin.staff_luck import StaffLuck, Start
from twin.staff_state import Passage, StaffState


def within(number: int, most: int) -> int:
    """Brought into 0 to the most that there can be."""
    return min(max(number, 0), most)


@dataclass(frozen=True)
class Followed:
    """The four numbers that leave as the stock leaves, for the year that leads to an opening day."""

    year: int
    """Its opening day's."""
    staff: StaffBaseline
    levers: Levers
    luck: StaffLuck
    before: StaffState
    """Of the last opening day."""
    passage: Passage
    teachers: ByStage
    """Of the new opening day."""

    def start(self, name: Start, stage: Stage) -> float:
        """A start of the year."""
        return self.luck.start(name, stage, self.year)

    def rate(self, stage: Stage) -> float:
        """Exits over everybody of the last opening day."""
        passage, before = self.passage, self.before
        exits = passage.retirements[stage] + passage.leavers[stage] + passage.outside_left[stage]
        return exits / max(before.posts(stage) + before.outside(stage), 1)

    def fresh(self, stage: Stage) -> int:
        """Teachers who begin (9.1)."""
        share: float = self.staff.teaching_share.tolist()[STAGES.index(stage)]
        return round(self.passage.hires[stage] * share) + self.passage.outside_hires[stage]

    def short(self, stage: Stage) -> int:
        """Those of them who teach a subject that is short (9.1)."""
        share = self.levers.recruitment.short_subjects
        return math.floor(self.fresh(stage) * share + self.start("subjects", stage))

    def subject(self, stage: Stage) -> int:
        """Subject teachers (9.2)."""
        before = self.before.subject[stage]
        gone = math.floor(before * self.rate(stage) + (1 - self.start("subjects", stage)))
        known = self.staff.subject_teachers.tolist()[STAGES.index(stage)] > 0
        return within(before - gone + (self.short(stage) if known else 0), self.teachers[stage])

    def backbone(self, stage: Stage) -> int:
        """Backbone teachers (9.3)."""
        before = self.before.backbone[stage]
        lapsing = min(self.rate(stage) + self.levers.backbone.lapse, 1)
        lapsed = math.floor(before * lapsing + self.start("backbone", stage))
        return within(before - lapsed + self.named(stage), self.teachers[stage])

    def named(self, stage: Stage) -> int:
        """Teachers newly named backbone teachers (9.3)."""
        if self.staff.backbone_share == 0:
            return 0
        whole = max(sum(self.teachers.values()), 1)

        def until(stages: tuple[Stage, ...]) -> int:
            teachers = sum(self.teachers[one] for one in stages)
            return math.floor(self.levers.backbone.new_a_year * teachers / whole + 0.5)

        place = STAGES.index(stage)
        return until(STAGES[: place + 1]) - until(STAGES[:place])

    def structural(self, stage: Stage) -> int:
        """Teachers in a subject that has enough (9.4)."""
        before, start = self.before.structural[stage], self.start("structural", stage)
        gone = math.floor(before * self.rate(stage) + start)
        others = self.fresh(stage) - self.short(stage)
        come = math.floor((others * before / max(self.before.teachers[stage], 1) + 1) - start)
        return within(before - gone + come, self.teachers[stage])

    def filed(self, stage: Stage, outside: int) -> int:
        """Teachers by filing (9.5)."""
        before = self.before.filed[stage]
        rate = self.passage.outside_left[stage] / max(self.before.outside(stage), 1)
        gone = math.floor(before * rate + self.start("ended", stage))
        come = 0
        if stage == "kindergarten" and self.levers.recruitment.kindergarten_filing:
            come = self.passage.outside_hires[stage]
        return within(before - gone + come, outside)
