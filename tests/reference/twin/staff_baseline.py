"""The staff of the baseline's opening day: ``docs/exact/staff.md``, 3."""

from __future__ import annotations

import math

from books import ByStage, Counts

from seatsim.domain.county import County
from seatsim.domain.staff import StaffBaseline
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from twin.needs import EPSILON, Needs, Rolls
from twin.sharing import as_weight, share_out
from twin.staff_state import StaffState, nobody
from twin.stock import CELLS, Stock, posts_of, scaled, teachers_of


def given_stock(staff: StaffBaseline) -> dict[Stage, Stock]:
    """The stock as given, by cell."""
    told: dict[Stage, Stock] = {}
    for stage, of_stage in zip(STAGES, staff.stock.tolist(), strict=True):
        numbers = [n for of_post in of_stage for of_sex in of_post for of_title in of_sex for n in of_title]
        told[stage] = dict(zip(CELLS, numbers, strict=True))
    return told


def factors(county: County, staff: StaffBaseline, rolls: Rolls) -> dict[Stage, float]:
    """The future's pupils over the register's, where the stock follows them (3.1)."""
    told: dict[Stage, float] = {}
    for stage in STAGES:
        registered = int(county.register.pupils[stage].sum()) if stage in county.register.pupils else 0
        told[stage] = rolls.pupils_of(stage) / max(registered, 1) if staff.scaled else 1.0
    return told


def approved_posts(staff: StaffBaseline, given: dict[Stage, Stock], state: StaffState) -> ByStage:
    """Posts approved (3.5)."""
    approved: ByStage = dict(zip(STAGES, staff.approved.tolist(), strict=True))
    if not staff.scaled:
        return approved
    told: ByStage = {}
    for stage in STAGES:
        posts = state.posts(stage)
        told[stage] = max(round(approved[stage] * posts / max(posts_of(given[stage]), 1)), posts)
    return told


def needs_of_day(needs: Needs, rolls: Rolls) -> tuple[ByStage, dict[Stage, Counts], ByStage]:
    """Needed, needed by unit, entitled (2)."""
    needed = {stage: needs.needed(stage, rolls.pupils_of(stage), rolls.classes_of(stage)) for stage in STAGES}
    by_unit = {
        stage: needs.needed_by_unit(stage, needed[stage], rolls.pupils[stage], rolls.classes[stage])
        for stage in CLASS_STAGES
    }
    return needed, by_unit, {stage: needs.entitled(stage, rolls.pupils_of(stage)) for stage in STAGES}


def baseline_state(county: County, staff: StaffBaseline, needs: Needs, rolls: Rolls) -> StaffState:
    """The staff of the baseline's opening day."""
    factor = factors(county, staff, rolls)
    given = given_stock(staff)
    stock = {stage: scaled(given[stage], factor[stage]) if staff.scaled else given[stage] for stage in STAGES}
    shares: dict[Stage, float] = dict(zip(STAGES, staff.teaching_share.tolist(), strict=True))
    subjects: ByStage = dict(zip(STAGES, staff.subject_teachers.tolist(), strict=True))
    teachers = {stage: teachers_of(stock[stage], shares[stage]) for stage in STAGES}
    structural = {s: math.floor(teachers[s] * staff.structural_shortage + EPSILON) for s in STAGES}
    teaching = {stage: teachers[stage] - structural[stage] for stage in STAGES}
    backbone = {stage: round(teachers[stage] * staff.backbone_share) for stage in STAGES}
    needed, by_unit, entitled = needs_of_day(needs, rolls)
    posted = {stage: share_out(teaching[stage], rolls.classes[stage]) for stage in CLASS_STAGES}
    return StaffState(
        stock=stock,
        teachers=teachers,
        subject={stage: min(round(subjects[stage] * factor[stage]), teachers[stage]) for stage in STAGES},
        backbone=backbone,
        structural=structural,
        filed=nobody(),
        needed=needed,
        needed_by_unit=by_unit,
        entitled=entitled,
        teaching=teaching,
        posted=posted,
        backbone_posted={s: posted_backbone(county, s, backbone[s], posted[s]) for s in CLASS_STAGES},
    )


def posted_backbone(county: County, stage: Stage, backbone: int, posted: Counts) -> Counts:
    """Backbone teachers by unit: as the schools hold them, else as teachers are posted (3.7)."""
    held = {unit: as_weight(county.resources.get((unit, stage, "backbone_teachers"), 0.0)) for unit in posted}
    return share_out(backbone, held if sum(held.values()) > 0 else posted)
