"""The stock from one opening day to the next: ``docs/exact/staff.md``, 6 to 8."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from books import ByStage

from seatsim.domain.scenario import Levers
from seatsim.domain.staff import (
    IN_POST,
    LAST_AGE,
    MEN,
    OUTSIDE,
    PLAIN,
    SENIOR,
    TITLES_FROM,
    TITLES_UNTIL,
    WOMEN,
    StaffBaseline,
)
from seatsim.domain.stages import STAGES, Stage
from twin.needs import EPSILON
from twin.retirement import retirement_chances
from twin.staff_luck import StaffLuck, Start, exp
from twin.staff_state import Passage, StaffState, quiet_passage
from twin.stock import CELLS, CELLS_IN_POST, CELLS_OUTSIDE, Cell, Stock, people, put, spread, take

PAIRS: tuple[tuple[Stage, Stage], ...] = (
    ("primary", "junior"),
    ("junior", "senior"),
    ("senior", "junior"),
    ("junior", "primary"),
)
"""Stages between which staff move, in this order (7)."""
YOUNG = range(22, 32)
YOUNG_WEIGHTS = (4, 6, 6, 5, 4, 3, 2, 2, 1, 1)
"""Ages of those hired for posts or outside, and their weights out of 34 (8.1)."""
EXPERIENCED = range(30, 42)
"""Ages of high-level teachers (8.3)."""


@dataclass(frozen=True)
class Beginning:
    """Whom the office hands over, by stage (8)."""

    posts: ByStage
    talent: ByStage
    outside: ByStage


@dataclass(frozen=True)
class StaffYear:
    """The year that leads to an opening day."""

    year: int
    """Its opening day's."""
    staff: StaffBaseline
    levers: Levers
    luck: StaffLuck

    def advance(
        self, before: StaffState, begin: Beginning, entitled: ByStage, reserve: ByStage
    ) -> tuple[dict[Stage, Stock], Passage]:
        """The new stock, and what happened."""
        stock = {stage: dict(before.stock[stage]) for stage in STAGES}
        passage = quiet_passage()
        retiring = retirement_chances(self.staff.law, self.levers.retirement.senior_women_uptake, self.year - 1)
        for stage in STAGES:
            self.go(stage, before, stock[stage], passage, retiring)
            stock[stage] = a_year_older(stock[stage])
            self.give_titles(stage, stock[stage])
        if self.levers.exchange.between_stages != 0:
            self.move(before, stock, passage, begin, entitled, reserve)
        for stage in STAGES:
            self.let_begin(stage, stock[stage], begin)
            passage.hires[stage] = begin.posts[stage] + begin.talent[stage]
            passage.talent[stage] = begin.talent[stage]
            passage.outside_hires[stage] = begin.outside[stage]
        return stock, passage

    def start(self, name: Start, stage: Stage) -> float:
        """A start of the year."""
        return self.luck.start(name, stage, self.year)

    def go(
        self, stage: Stage, before: StaffState, stock: Stock, passage: Passage, retiring: Callable[[Cell], float]
    ) -> None:
        """Retire, leave, contracts end (6.1 to 6.3)."""
        retired = take(stock, CELLS, retiring, self.start("retire", stage))
        factor = exp(self.luck.shock(stage, self.year))
        left = take(stock, CELLS, lambda cell: min(self.leaving_rate(cell) * factor, 1.0), self.start("leave", stage))
        outside = people(stock, CELLS_OUTSIDE)
        unneeded = min(max(before.teaching[stage] - before.needed[stage], 0), outside)
        chance = self.levers.recruitment.contract_ended * unneeded / max(outside, 1)
        ended = take(stock, CELLS_OUTSIDE, same_for_all(chance), self.start("ended", stage))
        passage.retirements[stage] = people(retired, CELLS_IN_POST)
        passage.leavers[stage] = people(left, CELLS_IN_POST)
        passage.outside_left[stage] = sum(people(gone, CELLS_OUTSIDE) for gone in (retired, left, ended))

    def leaving_rate(self, cell: Cell) -> float:
        """Rate of leaving before the year's shock (6.2)."""
        post, _, _, age = cell
        leaving = self.luck.uncertainty.leaving
        rate = leaving.under_30 if age < 30 else leaving.from_30 if age < 50 else leaving.from_50
        return min(rate * leaving.outside_factor, 1.0) if post == OUTSIDE else rate

    def give_titles(self, stage: Stage, stock: Stock) -> None:
        """Senior titles come (6.5)."""
        untitled = [cell for cell in CELLS_IN_POST if cell[2] == PLAIN]
        share = self.levers.posts.senior_title_share
        promoted = take(stock, untitled, lambda cell: title_chance(share, cell[3]), self.start("promote", stage))
        put(stock, {(post, sex, SENIOR, age): n for (post, sex, _, age), n in promoted.items()})

    def move(
        self,
        before: StaffState,
        stock: dict[Stage, Stock],
        passage: Passage,
        begin: Beginning,
        entitled: ByStage,
        reserve: ByStage,
    ) -> None:
        """Staff beyond what their stage's pupils carry move to a neighbouring one (7)."""

        def now(stage: Stage) -> int:
            gone = passage.retirements[stage] + passage.leavers[stage]
            return before.posts(stage) - gone + passage.moves[stage]

        def held(stage: Stage) -> int:
            return now(stage) + begin.posts[stage] + begin.talent[stage] - reserve[stage]

        for giving, taking in PAIRS:
            surplus = max(held(giving) - entitled[giving], 0)
            short = max(entitled[taking] - held(taking), 0)
            wanted = min(math.floor(self.levers.exchange.between_stages * surplus + EPSILON), short)
            if wanted > 0:
                chance = min(wanted / max(now(giving), 1), 1.0)
                moved = take(stock[giving], CELLS_IN_POST, same_for_all(chance), self.start("moves", giving))
                put(stock[taking], moved)
                passage.moves[giving] -= people(moved)
                passage.moves[taking] += people(moved)

    def let_begin(self, stage: Stage, stock: Stock, begin: Beginning) -> None:
        """Who was hired begins (8)."""
        women: float = self.staff.women_hired.tolist()[STAGES.index(stage)]
        start = self.start("hire", stage)
        put(stock, spread(begin.posts[stage], young(IN_POST, women), start))
        put(stock, spread(begin.outside[stage], young(OUTSIDE, women), start))
        put(stock, spread(begin.talent[stage], experienced(women), start))


def same_for_all(chance: float) -> Callable[[Cell], float]:
    """One chance for every cell."""
    return lambda _: chance


def a_year_older(stock: Stock) -> Stock:
    """Everybody a year on (6.4)."""
    older: Stock = {}
    for (post, sex, title, age), number in stock.items():
        put(older, {(post, sex, title, min(age + 1, LAST_AGE)): number})
    return older


def title_chance(most: float, age: int) -> float:
    """Chance of a title at an age just reached (6.5)."""

    def titled(years: int) -> float:
        return most * min(max((years - TITLES_FROM) / (TITLES_UNTIL - TITLES_FROM), 0), 1)

    if titled(age - 1) >= 1:
        return 0.0
    return (titled(age) - titled(age - 1)) / (1 - titled(age - 1))


def young(post: int, women: float) -> dict[Cell, float]:
    """Weights of the cells in which who is hired for posts or outside begins (8.1, 8.2)."""
    return {
        (post, sex, PLAIN, age): of_sex * (weight / sum(YOUNG_WEIGHTS))
        for sex, of_sex in ((WOMEN, women), (MEN, 1 - women))
        for age, weight in zip(YOUNG, YOUNG_WEIGHTS, strict=True)
    }


def experienced(women: float) -> dict[Cell, float]:
    """Weights of the cells in which high-level teachers begin (8.3)."""
    return {
        (IN_POST, sex, title, age): of_sex / 24
        for sex, of_sex in ((WOMEN, women), (MEN, 1 - women))
        for title in (PLAIN, SENIOR)
        for age in EXPERIENCED
    }
