"""Staff of a county at its baseline, the law by which they retire, and what nature decides about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.figures import FigureKind

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FIRST_AGE = 20
"""Youngest age of the stock on 1 September [years]."""
LAST_AGE = 66
"""Oldest age of the stock; who stays beyond it is counted here [years]."""
AGES = LAST_AGE - FIRST_AGE + 1
SEXES: tuple[str, ...] = ("female", "male")
"""Order of the stock's axis of sexes."""
IN_POST, OUTSIDE = 0, 1
"""Places on the stock's axis of posts: staff in posts, teachers outside posts."""
WOMEN, MEN = 0, 1
PLAIN, SENIOR = 0, 1
"""Places on the stock's axis of titles: without and with a senior title (正副高)."""
TITLES_FROM, TITLES_UNTIL = 35, 50
"""Ages between which staff in posts come to hold a senior title (assumed)."""


@dataclass(frozen=True)
class RaisedAge:
    """A retirement age and how the law of 2024 raises it, by month of birth."""

    old_age: int
    """Age before the law [years]."""
    new_age: int
    """Age that it reaches [years]."""
    months_per_step: int
    """Months of later birth for each month that the age rises [months]."""
    first_birth: int
    """First month of birth that is touched, months from year 0 [months]."""


@dataclass(frozen=True)
class RetirementLaw:
    """Statutory retirement of the three groups that teachers belong to (for the third: 组通字〔2015〕14号)."""

    men: RaisedAge
    """Men."""
    women: RaisedAge
    """Women, who are all in the group of 55 (cadres and technical staff)."""
    senior_women: RaisedAge
    """Women with a senior title who use their right to stay."""
    raised: bool
    """Whether the law of 2024 is known and in force; else the old ages hold for ever."""


@dataclass(frozen=True)
class StaffBaseline:
    """Staff on the baseline's opening day; the first axis holds the six stages in their order."""

    stock: Ints
    """Shape (stages, in post or outside, sexes, titles, ages) [staff]; outside posts there are teachers only."""
    approved: Ints
    """Posts approved, shape (stages,) [posts]."""
    teaching_share: Floats
    """Full-time teachers per member of staff in posts, shape (stages,) [share]."""
    women_hired: Floats
    """Share of women among those hired, shape (stages,) [share]."""
    subject_teachers: Ints
    """Teachers of physical education, art, music and labour, shape (stages,) [teachers]; 0 where unknown (F14)."""
    backbone_share: float
    """Backbone teachers per full-time teacher [share]; F15, 0 where unknown."""
    structural_shortage: float
    """Share of the teachers who stand in a subject that has enough (结构性缺编, F19) [share]; assumed."""
    law: RetirementLaw
    """How they retire."""
    scaled: bool
    """Whether stock and posts follow each future's drawn pupils: both completed by rule for a synthetic register."""
    kind: FigureKind
    """``reported`` where a file gives the stock, ``assumed`` where it is completed by rule."""


@dataclass(frozen=True)
class Leaving:
    """Staff who leave before they retire."""

    on: bool
    """Whether the rates err from year to year."""
    under_30: float
    """Rate of those under 30 [share/year]."""
    from_30: float
    """Rate of those from 30 to 49 [share/year]."""
    from_50: float
    """Rate of those from 50 on [share/year]."""
    outside_factor: float
    """Rate of teachers outside posts over that of staff in posts [ratio]."""
    log_sd: float
    """Standard deviation of a stage's rate in a year [log]."""


@dataclass(frozen=True)
class Recruiting:
    """Who asks for an advertised post, and who takes it."""

    on: bool
    """Whether the number of candidates errs from round to round."""
    candidates_per_post: float
    """Median of those who pass the selection, per post advertised [candidates/post]."""
    acceptance: float
    """Probability that one of them takes the post [probability]."""
    log_sd: float
    """Standard deviation of the number of candidates of a stage in a round [log]."""
