"""What the authority decides about staff, equipment and spending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seatsim.domain.stages import Stage


@dataclass(frozen=True)
class PostsLever:
    """How many staff (教职工) a stage may have in posts (编制), and who decides it when."""

    kindergarten: float
    """Children per post [pupils/post]."""
    primary: float
    """Pupils per post [pupils/post]."""
    junior: float
    """Pupils per post [pupils/post]."""
    senior: float
    """Pupils per post [pupils/post]."""
    vocational: float
    """Pupils per post [pupils/post]."""
    special: float
    """Pupils per post [pupils/post]."""
    review_years: int
    """Years between two reviews of the posts committee; the first is due so long after the baseline [years]."""
    replaced_when_falling: float
    """Share of those who leave that may be replaced once a review finds more staff than pupils carry; 1: one in for
    one out, 0: no hiring [share]."""
    senior_title_share: float
    """Share of staff in posts who may hold a senior title by the age of 50 [share]."""

    def of(self, stage: Stage) -> float:
        """Pupils per post of a stage [pupils/post]."""
        return {
            "kindergarten": self.kindergarten,
            "primary": self.primary,
            "junior": self.junior,
            "senior": self.senior,
            "vocational": self.vocational,
            "special": self.special,
        }[stage]


@dataclass(frozen=True)
class LessonsLever:
    """How many teachers are needed: by classes (lessons a week over lessons a teacher) or by pupils."""

    needed_by: Literal["classes", "pupils"]
    """Which of the two is counted; vocational and special always by pupils."""
    kindergarten_class: float
    """Teachers of a kindergarten class [teachers/class]."""
    primary: float
    """Lessons of a class [lessons/week]."""
    junior: float
    """Lessons of a class [lessons/week]."""
    senior: float
    """Lessons of a class before subject choice [lessons/week]."""
    choice: float
    """Factor on the lessons of a senior class for subject choice (选科走班) [ratio]."""
    after_school: float
    """What after-school hours (课后服务) weigh, for each primary and junior class [lessons/week]."""
    subject_primary: float
    """Lessons of physical education, art, music and labour among a class's lessons [share]."""
    subject_junior: float
    """Lessons of physical education, art, music and labour among a class's lessons [share]."""
    load_primary: float
    """Lessons of a teacher [lessons/week]."""
    load_junior: float
    """Lessons of a teacher [lessons/week]."""
    load_senior: float
    """Lessons of a teacher [lessons/week]."""
    pupils_kindergarten: float
    """Children per teacher, when counted by pupils [pupils/teacher]."""
    pupils_primary: float
    """Pupils per teacher, when counted by pupils [pupils/teacher]."""
    pupils_junior: float
    """Pupils per teacher, when counted by pupils [pupils/teacher]."""
    pupils_senior: float
    """Pupils per teacher, when counted by pupils [pupils/teacher]."""
    pupils_vocational: float
    """Pupils per teacher [pupils/teacher]."""
    pupils_special: float
    """Pupils per teacher [pupils/teacher]."""
    overload: float
    """Load that teachers may carry before entry classes are capped, over the normal one [ratio]."""

    def pupils_per_teacher(self, stage: Stage) -> float:
        """Pupils per teacher of a stage, when counted by pupils [pupils/teacher]."""
        return {
            "kindergarten": self.pupils_kindergarten,
            "primary": self.pupils_primary,
            "junior": self.pupils_junior,
            "senior": self.pupils_senior,
            "vocational": self.pupils_vocational,
            "special": self.pupils_special,
        }[stage]


@dataclass(frozen=True)
class RecruitmentLever:
    """How posts are filled and who teaches outside posts."""

    rounds: int
    """Recruitment rounds of an academic year [rounds]."""
    contract_share: float
    """Share of the teachers still needed who are hired outside posts each year [share]."""
    contract_ended: float
    """Share of the teachers beyond need whose contract outside posts is not renewed each year [share]."""
    reserve_months: int
    """Months ahead of a new school's planned opening in which its first teachers are hired; 0: no reserve [months]."""
    kindergarten_filing: bool
    """Whether kindergartens hire all teachers they need by filing (备案), outside posts with a post's pay."""
    short_subjects: float
    """Share of those hired who teach a subject that is short; the others are of all subjects as the teachers there
    [share]."""


@dataclass(frozen=True)
class RetirementLever:
    """What the authority decides about retirement."""

    senior_women_uptake: float
    """Share of women with a senior title who stay on to 60 (延退) [share]."""


@dataclass(frozen=True)
class TalentLever:
    """High-level teachers (引进人才) beyond the ordinary rounds."""

    teachers: int
    """How many are sought in all [teachers]."""
    years: int
    """In how many yearly rounds [years]."""
    first_year: int
    """Academic year of the first round [academic year]."""


@dataclass(frozen=True)
class BackboneLever:
    """Backbone teachers (骨干教师)."""

    new_a_year: int
    """Teachers named in a year, all stages [teachers/year]."""
    lapse: float
    """Share whose title lapses in a year [share/year]."""


@dataclass(frozen=True)
class ExchangeLever:
    """Teachers who change school or stage."""

    teachers: float
    """Most of the teachers of a group who may change school within it in a year [share/year]."""
    backbone: float
    """Share of a group's backbone teachers who are exchanged within it in a year [share/year]."""
    county_managed: float
    """Share of the teachers beyond need in a school who are sent to schools that are short (县管校聘) [share/year]."""
    between_stages: float
    """Share of the staff in posts beyond what a stage's pupils carry who move to vacancies of a neighbouring one
    [share/year]."""


@dataclass(frozen=True)
class SharedLessonsLever:
    """Lessons shared between schools by line (互联网+, 直播课堂)."""

    reach: float
    """Further classes that a subject teacher reaches by shared lessons, over those in the room [share]."""


@dataclass(frozen=True)
class EquipmentLever:
    """A plan of equipment (装备规划): equipment and multimedia rooms of the schools below the county's mean."""

    first_year: int
    """Calendar year in which the plan begins; what it buys until the end of a year stands there on the next opening
    day [calendar year]."""
    years: int
    """Years over which it closes the gaps, in equal steps [years]."""
    share: float
    """Share of each school's gap to the county's mean per pupil that it closes; 0: no plan [share]."""


@dataclass(frozen=True)
class SpendingLever:
    """Growth of what money pays for, and the two "only increase" rules."""

    keep: bool
    """Whether spending is topped up so that neither the total nor the amount per pupil falls; else a breach is
    reported."""
    pay_growth: float
    """Growth of pay [share/year]."""
    funds_growth: float
    """Growth of public funds per pupil and of student aid per pupil [share/year]."""
    other_growth: float
    """Growth of upkeep and of everything else [share/year]."""
