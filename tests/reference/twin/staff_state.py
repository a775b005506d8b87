"""What of the staff goes from one opening day to the next, and its book: ``docs/exact/staff.md``, 14."""

from __future__ import annotations

from dataclasses import dataclass

from books import ByStage, Counts, StaffBook

from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.needs import Needs
from twin.postings import missing
from twin.stock import Stock, outside_of, posts_of


def nobody() -> ByStage:
    """0 in every stage."""
    return dict.fromkeys(STAGES, 0)


@dataclass
class Passage:
    """What happened to the staff between two opening days, by stage."""

    retirements: ByStage
    leavers: ByStage
    outside_left: ByStage
    moves: ByStage
    hires: ByStage
    talent: ByStage
    outside_hires: ByStage


def quiet_passage() -> Passage:
    """Nothing happened."""
    return Passage(nobody(), nobody(), nobody(), nobody(), nobody(), nobody(), nobody())


@dataclass
class StaffState:
    """The staff of an opening day, by stage."""

    stock: dict[Stage, Stock]
    teachers: ByStage
    subject: ByStage
    backbone: ByStage
    structural: ByStage
    filed: ByStage
    needed: ByStage
    needed_by_unit: dict[Stage, Counts]
    entitled: ByStage
    teaching: ByStage
    posted: dict[Stage, Counts]
    backbone_posted: dict[Stage, Counts]

    def posts(self, stage: Stage) -> int:
        """Staff in posts."""
        return posts_of(self.stock[stage])

    def outside(self, stage: Stage) -> int:
        """Teachers outside posts."""
        return outside_of(self.stock[stage])


@dataclass(frozen=True)
class OfficeBook:
    """What the office tells of an opening day, by stage."""

    approved: ByStage
    reserve: ByStage
    reviewed: ByStage
    advertised: ByStage


def staff_book(
    state: StaffState, passage: Passage, office: OfficeBook, needs: Needs, temporary: ByStage, unstaffed: ByStage
) -> StaffBook:
    """The book of an opening day."""
    by_unit = state.needed_by_unit
    return StaffBook(
        stock={stage: {cell: n for cell, n in stock.items() if n != 0} for stage, stock in state.stock.items()},
        subject=state.subject,
        backbone=state.backbone,
        teaching=state.teaching,
        structural=state.structural,
        filed=state.filed,
        teachers=state.teachers,
        needed=state.needed,
        capacity={stage: needs.carried(stage, state.teachers[stage]) for stage in CLASS_STAGES},
        missing=nobody() | {stage: missing(state.posted[stage], by_unit[stage]) for stage in CLASS_STAGES},
        posted=state.posted,
        backbone_posted=state.backbone_posted,
        filled={stage: state.posts(stage) for stage in STAGES},
        outside={stage: state.outside(stage) for stage in STAGES},
        retirements=passage.retirements,
        leavers=passage.leavers,
        moves=passage.moves,
        hires=passage.hires,
        talent=passage.talent,
        outside_left=passage.outside_left,
        outside_hires=passage.outside_hires,
        approved=office.approved,
        entitled=state.entitled,
        reserve=office.reserve,
        reviewed=office.reviewed,
        advertised=office.advertised,
        temporary=temporary,
        unstaffed=unstaffed,
    )
